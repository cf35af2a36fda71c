//! Words that a part has by way of a name: `KEY = "api_key"` in the module, `settings[KEY]` in a function.

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

/// The matchers for which the names of a file stand for a word of theirs. Which class binds a name is not asked: a file
/// may hold thousands, and what is looked at in vain says nothing.
#[derive(Default)]
pub(super) struct Carried {
    /// By word; empty where none carries anything.
    names: Vec<Set>,
}

impl Carried {
    /// What names carry of the words that each part `holds`, as far as these are `wanted`.
    pub(super) fn of(outline: &Outline<'_>, holds: &[Set], wanted: Set) -> Self {
        let mut carried = Self::default();
        let parts = || outline.units.iter().zip(holds).filter(|(unit, _)| gives_constant(outline, unit));
        if parts().all(|(_, set)| set & wanted == 0) {
            return carried;
        }
        carried.names.resize(outline.words.len(), 0);
        for _ in 0..MAX_ROUNDS {
            let mut grows = false;
            for (unit, set) in parts() {
                let named = if unit.kind == UnitKind::Statement { carried.to(outline, unit) } else { 0 };
                let set = set & wanted | named;
                for word in binds(outline, unit).filter(|_| set != 0) {
                    let known = &mut carried.names[word as usize];
                    grows |= set & !*known != 0;
                    *known |= set;
                }
            }
            if !grows {
                break;
            }
        }
        carried
    }

    /// What a word carries.
    pub(super) fn by(&self, word: u32) -> Set {
        self.names.get(word as usize).copied().unwrap_or_default()
    }

    /// What the names of a part carry.
    pub(super) fn to(&self, outline: &Outline<'_>, unit: &Unit) -> Set {
        self.words(outline, unit).fold(0, |all, word| all | self.by(word))
    }

    /// The names of a part that carry something for one of some matchers.
    pub(super) fn names<'t>(&self, outline: &Outline<'t>, unit: &Unit, set: Set) -> Vec<&'t str> {
        let telling = self.words(outline, unit).filter(|word| self.by(*word) & set != 0);
        telling.map(|word| outline.words[word as usize]).collect()
    }

    fn words(&self, outline: &Outline<'_>, unit: &Unit) -> impl Iterator<Item = u32> {
        let empty = self.names.is_empty();
        let words = outline.uses(unit).filter(move |(_, form)| !empty && form.has(Form::CODE));
        words.map(|(word, _)| word)
    }
}
