//! Dotted names of the outside world, as numbers: `requests.get`, `sqlite3.Cursor.execute`.

use std::borrow::Cow;
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
    /// With each whether it is its own canonical spelling, as most are.
    index: FxHashMap<Rc<str>, (NameId, bool)>,
    members: FxHashMap<(NameId, u32), NameId>,
    /// Where names are put together.
    buffer: String,
}

impl NameTable {
    /// Makes room for so many names.
    pub fn make_room(&mut self, names: usize) {
        self.names.reserve(names);
        self.index.reserve(names);
    }

    /// The number of a dotted name.
    pub fn intern(&mut self, name: &str) -> NameId {
        if let Some((id, true)) = self.index.get(name) {
            return *id;
        }
        let name = canonical(name);
        let own = matches!(name, Cow::Borrowed(_));
        if let Some((id, known)) = self.index.get_mut(name.as_ref()) {
            *known |= own;
            return *id;
        }
        let id = NameId(self.names.len() as u32);
        let shared: Rc<str> = Rc::from(name.as_ref());
        self.names.push(shared.clone());
        self.index.insert(shared, (id, own));
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
            let base = self.shared(base);
            self.joined(&base, member)
        };
        self.members.insert((base, key), id);
        id
    }

    /// `base.member` for texts.
    pub fn joined(&mut self, base: &str, member: &str) -> NameId {
        let mut name = std::mem::take(&mut self.buffer);
        name.clear();
        name.push_str(base);
        name.push('.');
        name.push_str(member);
        let id = self.intern(&name);
        self.buffer = name;
        id
    }

    /// The number of a name that was met.
    pub fn find(&self, name: &str) -> Option<NameId> {
        self.index.get(name).map(|(id, _)| *id)
    }

    /// The text.
    pub fn text(&self, id: NameId) -> &str {
        &self.names[id.0 as usize]
    }

    /// The text, to keep.
    pub fn shared(&self, id: NameId) -> Rc<str> {
        Rc::clone(&self.names[id.0 as usize])
    }
}
