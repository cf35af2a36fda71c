//! Methods that a class of the change leaves to those which derive from it: the classes around the change that have them.

use std::collections::BTreeMap;

use crate::scan::callees::Callees;
use crate::scan::project::Project;
use crate::syntax::{Form, Outline, Unit, UnitKind, outline};

/// So many files are looked at for classes that derive from those of a change.
const MAX_DERIVED: usize = 32;
/// What a method may consist of that is only there to be had by others.
const BARE: &[&str] = &[
    "def",
    "async",
    "self",
    "pass",
    "return",
    "raise",
    "None",
    "NotImplementedError",
    "NotImplemented",
    "abc",
    "abstractmethod",
    "property",
    "staticmethod",
    "classmethod",
];

impl Project<'_> {
    /// Seeks the methods that stand for some of classes of the change (`Step.handle`) which leave them open. With each
    /// comes whether it surely matters: only then is it sought where its class does not speak of it, as a mixin has most
    /// of what it calls from the classes beside it.
    pub(super) fn seek_derived<'n>(&mut self, methods: impl Iterator<Item = (usize, &'n String, bool)>) {
        let Some(context) = self.surroundings.context else { return };
        let mut asked: BTreeMap<usize, BTreeMap<&String, bool>> = BTreeMap::new();
        for (at, method, surely) in methods {
            let known = self.surroundings.left_open.get(&(at, method.clone()));
            if known.is_none_or(|(known, _)| surely && !known) {
                *asked.entry(at).or_default().entry(method).or_default() |= surely;
            }
        }
        let mut sought: Vec<(usize, &String)> = Vec::new();
        for (at, methods) in asked {
            let source = self.text(at).and_then(Result::ok);
            let outline = source.as_ref().and_then(|source| outline(source.text()));
            for (method, surely) in methods {
                let is_open = outline.as_ref().is_some_and(|outline| leaves_open(outline, method, surely));
                sought.extend(is_open.then_some((at, method)));
                self.surroundings.left_open.insert((at, method.clone()), (surely || is_open, Vec::new()));
            }
        }
        if sought.is_empty() {
            return;
        }
        self.list();
        let of = sought.iter().filter_map(|(at, method)| Some((*at, parts(method)?)));
        let wanted: Vec<Callees<'_>> =
            of.map(|(at, (class, name))| Callees::one(&self.modules, at, name, Some(class))).collect();
        let read = |_: usize, text: &str| {
            let outline = outline(text)?;
            let methods = sought.iter().map(|(_, method)| derived(&outline, method));
            let methods: Vec<Vec<String>> = methods.collect();
            methods.iter().any(|methods| !methods.is_empty()).then_some(methods)
        };
        let found = self.search(context, &wanted, &|_| true, MAX_DERIVED, &read);
        for (file, methods) in found {
            for ((at, method), names) in sought.iter().zip(methods) {
                let known = self.surroundings.left_open.entry((*at, (*method).clone())).or_default();
                known.1.extend(names.into_iter().map(|name| (file, name)));
            }
        }
    }
}

/// True where a file says of a method no more than that there is one, or not even that if it `may_be_absent`.
fn leaves_open(outline: &Outline<'_>, method: &str, may_be_absent: bool) -> bool {
    let Some((class, name)) = parts(method) else { return false };
    let is_named = |word: &u32| outline.words[*word as usize] == name;
    // What other classes have is theirs.
    let binds = |unit: &&Unit| {
        let is_method = unit.name.as_ref().is_some_and(is_named);
        outline.binds(unit).iter().any(is_named) && !(is_method && class_of(outline, unit) != Some(class))
    };
    let is_bare = |unit: &Unit| {
        let bare = |word: u32| {
            BARE.contains(&outline.words[word as usize]) || outline.head_words(unit).contains(&word)
        };
        let mut words = outline.uses(unit).filter(|(_, form)| form.has(Form::CODE)).map(|(word, _)| word);
        unit.name.as_ref().is_some_and(is_named) && words.all(|word| is_named(&word) || bare(word))
    };
    let mut binding = outline.units.iter().filter(binds).peekable();
    (may_be_absent || binding.peek().is_some()) && binding.all(is_bare)
}

/// Class and name of a method.
fn parts(method: &str) -> Option<(&str, &str)> {
    let (class, name) = method.rsplit_once('.')?;
    Some((class.rsplit('.').next().unwrap_or(class), name))
}

fn class_of<'t>(outline: &Outline<'t>, unit: &Unit) -> Option<&'t str> {
    let class = &outline.units[unit.parent? as usize];
    Some(outline.words[class.name? as usize])
}

/// The methods of a file's classes that stand for one of a class which they derive from, maybe by way of one another.
fn derived(outline: &Outline<'_>, method: &str) -> Vec<String> {
    let Some((class, name)) = parts(method) else { return Vec::new() };
    let mut above = vec![class];
    for unit in outline.units.iter().filter(|unit| unit.kind == UnitKind::Class && unit.parent.is_none()) {
        let names = |word: &u32| above.contains(&outline.words[*word as usize]);
        if outline.mentions(unit).iter().any(names) {
            above.extend(unit.name.map(|name| outline.words[name as usize]));
        }
    }
    let is_one = |unit: &&Unit| {
        unit.kind == UnitKind::Function && unit.name.is_some_and(|word| outline.words[word as usize] == name)
    };
    let classes = outline.units.iter().filter(is_one).filter_map(|unit| class_of(outline, unit));
    let classes = classes.filter(|class| above[1..].contains(class));
    classes.map(|class| format!("{class}.{name}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_is_open_that_does_nothing() {
        let text = "class Step:\n    def run(self, query):\n        \"\"\"Runs the query.\"\"\"\n        raise NotImplementedError\n\n    \
                    def stop(self):\n        self.query = None\n\n\nclass Shell(Step):\n    def run(self, query):\n        \
                    call(query)\n";
        let outline = outline(text).unwrap();
        for (method, surely, open) in [
            ("Step.run", false, true),
            ("Step.stop", true, false),
            ("Step.begin", true, true),
            ("Step.begin", false, false),
            ("Step.query", true, false),
            ("Shell.run", true, false),
        ] {
            assert_eq!(leaves_open(&outline, method, surely), open, "{method} {surely}");
        }
    }

    #[test]
    fn methods_of_derived_classes_stand_for_open_ones() {
        let text = "class Shell(Step):\n    def run(self):\n        pass\n\n\nclass Loud(\n    Shell,\n):\n    def run(self):\n        \
                    pass\n\n    def stop(self):\n        pass\n\n\nclass Other:\n    def run(self):\n        Step()\n";
        let outline = outline(text).unwrap();
        assert_eq!(derived(&outline, "Step.run"), ["Shell.run", "Loud.run"]);
        assert_eq!(derived(&outline, "Outer.Step.stop"), ["Loud.stop"]);
        assert!(derived(&outline, "Steps.run").is_empty());
    }
}
