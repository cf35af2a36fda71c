//! Upwards: the parts that use what matters, as far as they have something to pass to it.

use super::{Calls, Keep};
use crate::scan::triggers::Set;
use crate::syntax::{Form, Unit, UnitKind};

/// By word that any part binds, the parts that mention it, with the ways in which it stands there.
struct Users {
    first: Vec<u32>,
    of: Vec<(u32, Form)>,
}

impl Users {
    fn new(keep: &Keep<'_, '_>) -> Self {
        let mut first = vec![0u32; keep.outline.words.len() + 1];
        keep.linked.iter().for_each(|(word, _)| first[*word as usize + 1] += 1);
        for word in 1..first.len() {
            first[word] += first[word - 1];
        }
        let mut next = first.clone();
        let mut of = vec![(0, Form::default()); keep.linked.len()];
        for at in 0..keep.ends.len() {
            for (word, form) in &keep.linked[keep.links_of(at)] {
                let place = &mut next[*word as usize];
                of[*place as usize] = (at as u32, *form);
                *place += 1;
            }
        }
        Self { first, of }
    }

    /// The users of a word, in order.
    fn of(&self, word: u32) -> &[(u32, Form)] {
        &self.of[self.first[word as usize] as usize..self.first[word as usize + 1] as usize]
    }

    /// How a word stands in a part.
    fn mentions(&self, word: u32, at: u32) -> Form {
        let users = self.of(word);
        let found = users.binary_search_by_key(&at, |(user, _)| *user);
        found.map_or(Form::default(), |found| users[found].1)
    }
}

impl Keep<'_, '_> {
    /// A part that may name a constant which matters as an argument, under whatever name it goes.
    pub(in crate::scan) fn constant(&mut self, at: usize) {
        let outline = self.outline;
        outline.names(&outline.units[at]).for_each(|word| self.constants[word as usize] = true);
    }

    /// True when a part uses such a constant.
    fn uses_constant(&self, unit: &Unit) -> bool {
        self.outline.uses(unit).any(|(word, form)| form.has(Form::CODE) && self.constants[word as usize])
    }

    /// True for a statement that may be a table of functions, `STEPS = {"begin": begin}`.
    pub(super) fn may_be_table(&self, at: usize) -> bool {
        let unit = &self.outline.units[at];
        let named = |(word, _): &(u32, Form)| {
            self.binding(*word).iter().any(|binder| {
                let bound = &self.outline.units[binder.unit as usize];
                bound.kind == UnitKind::Function && bound.parent.is_none()
            })
        };
        unit.kind == UnitKind::Statement
            && memchr::memchr(b'{', self.text[unit.span.range()].as_bytes()).is_some()
            && self.linked[self.links_of(at)].iter().any(named)
    }

    /// Users of what a part names matter where data comes to them for one of some matchers.
    pub(super) fn name(&mut self, at: usize, sake: Set) {
        if sake & !self.named_for[at] == 0 {
            return;
        }
        self.named_for[at] |= sake;
        let unit = &self.outline.units[at];
        let words = &self.outline.words;
        let names: Vec<u32> = match unit.kind {
            UnitKind::Function => unit.name.into_iter().collect(),
            _ => self.outline.names(unit).collect(),
        };
        for word in names {
            match (unit.parent, words[word as usize]) {
                (None, _) => self.pending.push((word, None, sake)),
                // A constructor goes by the name of its class.
                (Some(class), "__init__") => {
                    let class = self.outline.units[class as usize].name;
                    self.pending.extend(class.map(|name| (name, None, sake)));
                }
                (Some(class), _) => self.pending.push((word, Some(class), sake)),
            }
        }
    }

    /// Keeps the users of what was named, and theirs, where data comes to them that is asked for.
    pub(super) fn upwards(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let outline = self.outline;
        let users = Users::new(self);
        while let Some((word, class, sake)) = self.pending.pop() {
            let class_name = class.and_then(|class| outline.units[class as usize].name);
            let near = |at: u32| class_name.is_some_and(|name| users.mentions(name, at).has(Form::CODE));
            for (at, form) in users.of(word) {
                let unit = &outline.units[*at as usize];
                // What comes there, and its callers were not asked for yet. A table of functions passes on what its users
                // have, under its own name.
                let arrives = match self.tables[*at as usize] {
                    true => Set::MAX,
                    false => self.reach.arrives[*at as usize],
                };
                let comes = arrives & self.asked & sake & !self.named_for[*at as usize];
                if comes == 0 || unit.name == Some(word) {
                    continue;
                }
                let inside = class.is_some() && unit.parent == class;
                let forms = match class {
                    None => Form::GLOBAL,
                    Some(_) if inside => Form::CODE,
                    Some(_) => Form::MEMBER,
                };
                let is_meant = || class.is_none() || inside || near(*at) || unit.parent.is_some_and(near);
                if form.has(forms) && is_meant() {
                    self.keep(*at as usize, Calls::All, true, comes);
                    self.name(*at as usize, comes);
                }
            }
        }
    }

    /// Keeps the parts that use constants which matter, whatever name these go by.
    pub(super) fn name_constants(&mut self) {
        let outline = self.outline;
        let mut changed = self.constants.contains(&true);
        while std::mem::take(&mut changed) {
            for (at, unit) in outline.units.iter().enumerate() {
                if !self.kept[at] && self.uses_constant(unit) {
                    self.keep(at, Calls::No, false, 0);
                    if unit.kind == UnitKind::Statement {
                        self.constant(at);
                    }
                    changed = true;
                }
            }
        }
    }
}
