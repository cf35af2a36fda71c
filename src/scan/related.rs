//! Which parts of a file use which, by their words: upwards from what was changed, or downwards.
//!
//! A word after a dot means a method only of a class that the part has to do with: its own, one that this derives from or
//! that derives from it, or one that the part or the head of its class names. So `.get(` in a part leads not to each method
//! of that name.

use crate::source::Groups;
use crate::syntax::{Form, Outline, Unit, UnitKind};

/// In so many ways each part is asked on average whether it means another; beyond, all have to do with each other.
const MANY: usize = 256;

/// Some parts, with those that use them (`up`), or those that they use.
pub(super) fn closure(outline: &Outline<'_>, parts: Vec<bool>, up: bool) -> Vec<bool> {
    if !parts.contains(&true) {
        return parts;
    }
    Related::of(outline).closure(parts, up)
}

/// Some parts, with those that use them directly.
pub(super) fn with_users(outline: &Outline<'_>, parts: Vec<bool>) -> Vec<bool> {
    if !parts.contains(&true) {
        return parts;
    }
    let related = Related::of(outline);
    let mut left = MANY.saturating_mul(parts.len());
    let mut found = parts.clone();
    for at in (0..parts.len()).filter(|at| parts[*at]) {
        let Some(users) = related.users_of(at, &mut left) else { return vec![true; parts.len()] };
        users.into_iter().for_each(|user| found[user as usize] = true);
    }
    found
}

struct Related<'o, 't> {
    outline: &'o Outline<'t>,
    /// By word that some part names, the parts that use it and how.
    users: Vec<Vec<(u32, Form)>>,
    /// By word, the parts that name it; of a constructor it is the name of its class as well.
    binders: Vec<Vec<u32>>,
    /// By class, a number that those share which derive from one another.
    families: Vec<u32>,
}

impl<'o, 't> Related<'o, 't> {
    fn of(outline: &'o Outline<'t>) -> Self {
        let (words, units) = (outline.words.len(), &outline.units);
        let mut related = Self {
            outline,
            users: vec![Vec::new(); words],
            binders: vec![Vec::new(); words],
            families: Vec::new(),
        };
        for at in 0..units.len() {
            for word in related.names(at) {
                related.binders[word as usize].push(at as u32);
            }
        }
        for (at, unit) in units.iter().enumerate() {
            for (word, form) in outline.uses(unit).filter(|(_, form)| form.has(Form::CODE)) {
                if !related.binders[word as usize].is_empty() {
                    related.users[word as usize].push((at as u32, form));
                }
            }
        }
        related.families = related.families();
        related
    }

    /// The words by which others speak of a part.
    fn names(&self, at: usize) -> Vec<u32> {
        let unit = &self.outline.units[at];
        let mut names: Vec<u32> = match unit.kind {
            UnitKind::Function => unit.name.into_iter().collect(),
            _ => self.outline.names(unit).collect(),
        };
        // A constructor goes by the name of its class, too.
        if names.iter().any(|name| self.is_constructor(*name)) {
            names.extend(unit.parent.and_then(|class| self.outline.units[class as usize].name));
        }
        names
    }

    fn is_constructor(&self, word: u32) -> bool {
        matches!(self.outline.words[word as usize], "__init__" | "__new__" | "__post_init__")
    }

    /// Classes of which the head of one names the other are of one family.
    fn families(&self) -> Vec<u32> {
        let units = &self.outline.units;
        let mut groups = Groups::of(units.len());
        for (at, unit) in units.iter().enumerate().filter(|(_, unit)| unit.kind == UnitKind::Class) {
            for word in self.outline.head_words(unit) {
                for other in &self.binders[*word as usize] {
                    let is_class = |other: &&Unit| other.kind == UnitKind::Class && other.name == Some(*word);
                    if units.get(*other as usize).filter(is_class).is_some() {
                        groups.join(at, *other as usize);
                    }
                }
            }
        }
        groups.into_numbers()
    }

    fn closure(&self, mut parts: Vec<bool>, up: bool) -> Vec<bool> {
        let mut queue: Vec<usize> = (0..parts.len()).filter(|at| parts[*at]).collect();
        let mut left = MANY.saturating_mul(parts.len());
        while let Some(at) = queue.pop() {
            let mut join = |other: u32| {
                if !std::mem::replace(&mut parts[other as usize], true) {
                    queue.push(other as usize);
                }
            };
            if up {
                let Some(users) = self.users_of(at, &mut left) else { return vec![true; parts.len()] };
                users.into_iter().for_each(&mut join);
            } else {
                let unit = &self.outline.units[at];
                for (word, form) in self.outline.uses(unit).filter(|(_, form)| form.has(Form::CODE)) {
                    let binders = &self.binders[word as usize];
                    let Some(less) = left.checked_sub(binders.len()) else { return vec![true; parts.len()] };
                    left = less;
                    // What makes the objects of a class does so for whoever makes some, not for who names it.
                    let named = |binder: &&u32| {
                        let bound = &self.outline.units[**binder as usize];
                        bound.kind != UnitKind::Function || bound.name == Some(word)
                    };
                    let meant = binders.iter().filter(named);
                    let meant = meant.filter(|binder| self.means(at, word, form, **binder as usize));
                    meant.for_each(|binder| join(*binder));
                }
            }
        }
        parts
    }

    /// The parts that use one; `None` where that is to ask more often than is `left`.
    fn users_of(&self, at: usize, left: &mut usize) -> Option<Vec<u32>> {
        let mut found = Vec::new();
        for word in self.names(at) {
            let users = &self.users[word as usize];
            *left = left.checked_sub(users.len())?;
            let meant = users.iter().filter(|(user, form)| self.means(*user as usize, word, *form, at));
            found.extend(meant.map(|(user, _)| *user));
        }
        Some(found)
    }

    /// True when a word that stands so in a part may mean another part that goes by it.
    fn means(&self, user: usize, word: u32, form: Form, binder: usize) -> bool {
        let units = &self.outline.units;
        let Some(class) = units[binder].parent else {
            return form.has(Form::GLOBAL.and(Form::SET).and(Form::KEYWORD));
        };
        if units[class as usize].name == Some(word) {
            return form.has(Form::GLOBAL);
        }
        let own = if units[user].kind == UnitKind::Class { Some(user as u32) } else { units[user].parent };
        let family = |class: u32| self.families[class as usize];
        own.is_some_and(|own| family(own) == family(class))
            || form.has(Form::MEMBER)
                && !self.is_constructor(word)
                && (self.mentions(user, class) || own.is_some_and(|own| self.mentions(own as usize, class)))
    }

    /// True when a part names a class.
    fn mentions(&self, at: usize, class: u32) -> bool {
        let Some(name) = self.outline.units[class as usize].name else { return false };
        let users = &self.users[name as usize];
        users.binary_search_by_key(&(at as u32), |(user, _)| *user).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::outline;

    const TEXT: &str = "\
class Store:
    def __init__(self, x):
        self.x = x

    def get(self):
        return self.x


class Cached(Store):
    def read(self):
        return self.get()


class Page:
    def __init__(self):
        super().__init__()

    def show(self, row):
        return row.get()


def first():
    return Store(1)


def second(rows):
    return rows.get()


def third(store: Store):
    return store.get()


def fourth():
    return third(None)
";

    /// The parts that use the function of some line (`up`), or are used by it, by their first lines.
    fn related(line: &str, up: bool) -> Vec<&'static str> {
        let outline = outline(TEXT).expect("lines that fit");
        let first = |unit: &Unit| TEXT[unit.span.range()].lines().next().unwrap_or("").trim();
        let own: Vec<bool> = outline.units.iter().map(|unit| first(unit) == line).collect();
        assert!(own.contains(&true), "{line}");
        let found = closure(&outline, own, up);
        outline.units.iter().zip(found).filter(|(_, found)| *found).map(|(unit, _)| first(unit)).collect()
    }

    #[test]
    fn a_method_is_used_by_who_has_to_do_with_its_class() {
        let users = ["def get(self):", "def read(self):", "def third(store: Store):", "def fourth():"];
        assert_eq!(related("def get(self):", true), users);
    }

    #[test]
    fn a_constructor_goes_by_its_class() {
        let users = related("def __init__(self, x):", true);
        let made = ["class Cached(Store):", "def first():", "def third(store: Store):"];
        assert!(made.iter().all(|user| users.contains(user)), "{users:?}");
        assert!(
            !users.contains(&"def __init__(self):") && !users.contains(&"def second(rows):"),
            "{users:?}"
        );
    }

    #[test]
    fn what_a_part_uses() {
        assert_eq!(related("def second(rows):", false), ["def second(rows):"]);
        let used = related("def read(self):", false);
        assert_eq!(used, ["def get(self):", "def read(self):"]);
    }

    #[test]
    fn methods_of_one_name_beyond_number_have_all_to_do_with_each_other() {
        let one = |at: usize| format!("class C{at}(C0):\n    def get(self):\n        return self.get()\n");
        let text: String = (0..3 * MANY).map(one).collect();
        let outline = outline(&text).expect("lines that fit");
        let mut own = vec![false; outline.units.len()];
        own[1] = true;
        assert!(closure(&outline, own, true).into_iter().all(|found| found));
    }
}
