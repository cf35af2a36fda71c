//! Words that a part has by way of a name: `KEY = "api_key"` in the module, `settings[KEY]` in a function.

use rustc_hash::FxHashMap;

use super::triggers::Set;
use crate::syntax::{Bound, Form, Literal, Outline, Unit, UnitKind};

/// So often are names looked at that are made of other names.
const MAX_ROUNDS: u32 = 64;

/// What is longer, in bytes, is a table or does more than to give a constant.
const MAX_CONSTANT: usize = 512;

/// True for a statement, and for a function that is given nothing.
pub(super) fn gives_constant(outline: &Outline<'_>, unit: &Unit) -> bool {
    let bare = |word: &u32| {
        matches!(outline.words[*word as usize], "self" | "cls" | "str" | "bytes" | "int" | "bool")
    };
    match unit.kind {
        _ if unit.span.len() > MAX_CONSTANT => false,
        UnitKind::Statement => true,
        UnitKind::Function => outline.head_words(unit).iter().all(bare),
        UnitKind::Import | UnitKind::Class => false,
    }
}

/// What such a part gives a value to: variables; of a function attributes, globals and its own name.
fn binds(outline: &Outline<'_>, unit: &Unit) -> impl Iterator<Item = u32> {
    let is_function = unit.kind == UnitKind::Function;
    let lasts = move |(word, bound): &(u32, Bound)| {
        !is_function || unit.name == Some(*word) || matches!(bound, Bound::Attribute | Bound::Global)
    };
    outline.bindings(unit).filter(lasts).map(|(word, _)| word)
}

/// True for a string literal of such a part that may be such a value.
pub(super) fn is_value(outline: &Outline<'_>, unit: &Unit, literal: &Literal<'_>) -> bool {
    unit.kind == UnitKind::Statement
        || literal.before[0].is_some_and(|before| outline.words[before as usize] == "return")
}

/// The matchers for which the names of a file stand for a word of theirs. Empty where none does.
#[derive(Default)]
pub(super) struct Carried {
    /// By word that the module binds.
    names: FxHashMap<u32, Set>,
    /// By word that a class binds, with the class.
    members: FxHashMap<u32, Vec<(u32, Set)>>,
}

impl Carried {
    /// What names carry of the words that each part `holds`, as far as these are `wanted`.
    pub(super) fn of(outline: &Outline<'_>, holds: &[Set], wanted: Set) -> Self {
        let mut carried = Self::default();
        let parts = || outline.units.iter().zip(holds).filter(|(unit, _)| gives_constant(outline, unit));
        if parts().all(|(_, set)| set & wanted == 0) {
            return carried;
        }
        for _ in 0..MAX_ROUNDS {
            let mut grows = false;
            for (unit, set) in parts() {
                let named = if unit.kind == UnitKind::Statement { carried.to(outline, unit) } else { 0 };
                let set = set & wanted | named;
                for word in binds(outline, unit).filter(|_| set != 0) {
                    let known = carried.entry(unit.parent, word);
                    grows |= set & !*known != 0;
                    *known |= set;
                }
            }
            if !grows {
                break;
            }
        }
        carried.inherit(outline);
        carried
    }

    /// Classes have the members of those that they are derived from.
    fn inherit(&mut self, outline: &Outline<'_>) {
        let classes = outline.units.iter().enumerate().filter(|(_, unit)| unit.kind == UnitKind::Class);
        for (at, class) in classes {
            let bases = outline.mentions(class);
            for members in self.members.values_mut() {
                let is_base =
                    |of: u32| outline.units[of as usize].name.is_some_and(|name| bases.contains(&name));
                let all = members.iter().filter(|(of, _)| *of != at as u32 && is_base(*of));
                let all = all.fold(0, |all, (_, set)| all | set);
                members.extend((all != 0).then_some((at as u32, all)));
            }
        }
    }

    fn entry(&mut self, class: Option<u32>, word: u32) -> &mut Set {
        let Some(class) = class else { return self.names.entry(word).or_default() };
        let members = self.members.entry(word).or_default();
        let at = members.iter().position(|(known, _)| *known == class).unwrap_or_else(|| {
            members.push((class, 0));
            members.len() - 1
        });
        &mut members[at].1
    }

    /// What a word carries in a part. Members are meant in their class, and where it is named.
    pub(super) fn by(&self, outline: &Outline<'_>, unit: &Unit, word: u32) -> Set {
        let head = unit.parent.map(|class| &outline.units[class as usize]);
        let names = |class: u32| {
            let name = outline.units[class as usize].name;
            let mentions = |unit: &Unit| name.is_some_and(|name| outline.mentions(unit).contains(&name));
            unit.parent == Some(class) || mentions(unit) || head.is_some_and(mentions)
        };
        let members = self.members.get(&word).into_iter().flatten();
        let members = members.filter(|(class, _)| names(*class)).fold(0, |all, (_, set)| all | set);
        members | self.names.get(&word).copied().unwrap_or_default()
    }

    /// What the names of a part carry.
    pub(super) fn to(&self, outline: &Outline<'_>, unit: &Unit) -> Set {
        self.words(outline, unit).fold(0, |all, word| all | self.by(outline, unit, word))
    }

    /// The names of a part that carry something for one of some matchers.
    pub(super) fn names<'t>(&self, outline: &Outline<'t>, unit: &Unit, set: Set) -> Vec<&'t str> {
        let telling = self.words(outline, unit).filter(|word| self.by(outline, unit, *word) & set != 0);
        telling.map(|word| outline.words[word as usize]).collect()
    }

    fn words(&self, outline: &Outline<'_>, unit: &Unit) -> impl Iterator<Item = u32> {
        let empty = self.names.is_empty() && self.members.is_empty();
        let words = outline.uses(unit).filter(move |(_, form)| !empty && form.has(Form::CODE));
        words.map(|(word, _)| word)
    }
}
