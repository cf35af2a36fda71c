//! Dotted names of the outside world, as numbers: `requests.get`, `sqlite3.Cursor.execute`.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::models::canonical;

/// A dotted name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(pub u32);

/// The dotted names that one module's analysis met. Names are made canonical on the way in: a class that a library
/// offers in two places has one name.
#[derive(Debug, Default)]
pub struct NameTable {
    names: Vec<Rc<str>>,
    index: FxHashMap<Rc<str>, NameId>,
    members: FxHashMap<(NameId, u32), NameId>,
}

impl NameTable {
    /// The number of a dotted name.
    pub fn intern(&mut self, name: &str) -> NameId {
        let name = canonical(name);
        if let Some(id) = self.index.get(name.as_ref()) {
            return *id;
        }
        let id = NameId(self.names.len() as u32);
        let shared: Rc<str> = Rc::from(name.as_ref());
        self.names.push(shared.clone());
        self.index.insert(shared, id);
        id
    }

    /// `base.member`; `key` is the member's number in the module's interner, which makes the look-up cheap.
    pub fn member(&mut self, base: NameId, key: u32, member: &str) -> NameId {
        if let Some(id) = self.members.get(&(base, key)) {
            return *id;
        }
        // A chain on one name cannot grow without end: past this length nothing is modelled anyway.
        let id = if self.names[base.0 as usize].len() > 200 {
            base
        } else {
            let name = format!("{}.{member}", self.names[base.0 as usize]);
            self.intern(&name)
        };
        self.members.insert((base, key), id);
        id
    }

    /// The number of a name that was met.
    pub fn find(&self, name: &str) -> Option<NameId> {
        self.index.get(name).copied()
    }

    /// The text.
    pub fn text(&self, id: NameId) -> &str {
        &self.names[id.0 as usize]
    }
}
