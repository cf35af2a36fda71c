//! Methods that a class of the change leaves to those which derive from it: the classes around the change that have them.

use super::{Call, Use};
use crate::scan::callees::Callees;
use crate::scan::project::Project;
use crate::scan::slice::Sketch;
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
    /// Seeks the methods that stand for some of classes of the change (`Step.handle`) which leave them open; these are in
    /// the order of their files. With each comes whether it surely matters: only then is it sought where its class does not
    /// speak of it, as a mixin has most of what it calls from the classes beside it.
    pub(super) fn seek_derived(&mut self, methods: &[(Call, String)]) {
        let Some(context) = self.surroundings.context else { return };
        let mut sought: Vec<(usize, &String)> = Vec::new();
        for methods in methods.chunk_by(|(one, _), (other, _)| one.at == other.at) {
            let at = methods[0].0.at;
            let mut asked: Vec<(&String, bool)> = Vec::new();
            for (call, method) in methods {
                let surely = call.what == Use::All;
                let (for_good, weakly) = &mut self.surroundings.open_asked;
                let key = (at, method.clone());
                if !for_good.contains(&key) && (if surely { for_good } else { weakly }).insert(key) {
                    asked.push((method, surely));
                }
            }
            let source = if asked.is_empty() { None } else { self.text(at).and_then(Result::ok) };
            let Some(outline) = source.as_ref().and_then(|source| outline(source.text())) else { continue };
            for (method, surely) in asked {
                let known = sought.contains(&(at, method));
                if !known && leaves_open(&outline, method, surely) {
                    self.surroundings.open_asked.0.insert((at, method.clone()));
                    sought.push((at, method));
                }
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
            let has = |(_, method): &(usize, &String)| !derived(&outline, method).is_empty();
            sought.iter().any(has).then(Sketch::default)
        };
        for (file, _) in self.search(context, &wanted, &|_| true, MAX_DERIVED, &read) {
            let source = self.text(file).and_then(Result::ok);
            let Some(outline) = source.as_ref().and_then(|source| outline(source.text())) else { continue };
            for (at, method) in &sought {
                for name in derived(&outline, method) {
                    self.surroundings.left_open.push(((*at, (*method).clone()), (file, name)));
                }
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
