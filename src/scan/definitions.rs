//! The parts of a file that tell what some of its functions do, as files elsewhere ask for.

use std::collections::BTreeSet;

use super::keep::{Calls, Keep};
use super::related::closure;
use super::slice::{SetOff, Sketch, Slice, Sliced, look_closer, set_off};
use super::triggers::{Set, Triggers};
use crate::syntax::{Form, Outline, Unit, UnitKind, outline};

/// Whose code is of interest, of the functions that are asked for.
#[derive(Clone, Copy)]
pub(super) enum Interest<'a> {
    /// Everybody's.
    All,
    /// That of which some words say so.
    Words(&'a dyn Fn(&str) -> bool),
    /// That too which could pass data of clients to a sink.
    Sinks(&'a Triggers, &'a dyn Fn(&str) -> bool),
    /// Not of functions of these names but of those that use them, where other words stand there too.
    Users(&'a dyn Fn(&str) -> bool),
}

/// What a text tells of some functions.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    /// The parts, with all that they need.
    pub(super) sliced: Sliced,
    /// The methods that their classes have here, be they of interest or not.
    pub(super) methods: BTreeSet<String>,
}

/// The parts of a text that tell what the functions of some names do (`find`, `Store.find`; of a class `Store` how its
/// objects are made), with all that these need. Only those whose code is of interest. `known` is the
/// text's outline, where somebody made it before.
pub(super) fn definitions(
    text: &str,
    known: Option<&Outline<'_>>,
    names: &BTreeSet<String>,
    interest: Interest<'_>,
) -> Definitions {
    let own = if known.is_none() { outline(text) } else { None };
    let Some(outline) = known.or(own.as_ref()) else {
        let sliced = Sliced { slice: Slice::Whole, sketch: Sketch::default().all() };
        return Definitions { sliced, ..Definitions::default() };
    };
    let mut methods = BTreeSet::new();
    let mut roots = Vec::new();
    let hungry = match interest {
        Interest::Sinks(triggers, _) => hungry(triggers, text, outline),
        _ => Vec::new(),
    };
    let holds = |at: usize, unit: &Unit| match interest {
        Interest::All => true,
        Interest::Words(words) | Interest::Sinks(_, words) | Interest::Users(words) => {
            hungry.get(at).is_some_and(|hungry| *hungry) || words(&text[unit.span.range()])
        }
    };
    for (at, unit) in outline.units.iter().enumerate() {
        let class = unit.parent.and_then(|class| outline.units[class as usize].name);
        let is_wanted = |name: &String| {
            let (of, name) =
                name.rsplit_once('.').map_or((None, name.as_str()), |(of, name)| (Some(of), name));
            let of = of.map(|of| of.rsplit('.').next().unwrap_or(of));
            let called = |word: u32, wanted: &str| outline.words[word as usize] == wanted;
            match (of, class) {
                (None, None) => outline.names(unit).any(|word| called(word, name)),
                (Some(of), Some(class)) => {
                    called(class, of) && unit.name.is_some_and(|word| called(word, name))
                }
                // How an object is made goes by the name of its class, and so does what checks it then.
                (None, Some(class)) => {
                    let makes = |word: u32| {
                        let checks = ["clean_", "validate_"];
                        ["__init__", "__post_init__"].iter().any(|name| called(word, name))
                            || checks.iter().any(|begin| outline.words[word as usize].starts_with(begin))
                    };
                    called(class, name) && (unit.name.is_some_and(makes) || validates(outline, unit))
                }
                // A name that the module has from elsewhere, or another name for something.
                (Some(of), None) => outline.names(unit).any(|word| called(word, of)),
            }
        };
        // What a module has from elsewhere is no code of its own.
        let plain = unit.imports || unit.kind == UnitKind::Statement;
        let is_user = || {
            let mut words = outline.uses(unit).filter(|(_, form)| form.has(Form::CODE));
            unit.kind == UnitKind::Function
                && words.any(|(word, _)| names.contains(outline.words[word as usize]))
        };
        let is_meant = match interest {
            Interest::Users(_) => is_user(),
            _ => names.iter().any(is_wanted),
        };
        if is_meant && class.is_some() && unit.kind == UnitKind::Function {
            let own = names.iter().filter(|name| name.contains('.') && is_wanted(name));
            methods.extend(own.cloned());
        }
        // Of a class whose method is asked for, what it derives from; not all that makes its objects or uses them.
        let name = unit.name.map(|word| outline.words[word as usize]);
        let head = unit.kind == UnitKind::Class && !names.iter().any(|asked| Some(asked.as_str()) == name);
        if is_meant && (plain || holds(at, unit)) {
            roots.push((at, if head { (Calls::No, 0) } else { (Calls::All, Set::MAX) }));
        }
    }
    if roots.is_empty() {
        return Definitions { methods, ..Definitions::default() };
    }
    let mut keep = Keep::new(outline, text);
    keep.connect();
    // Nobody's data is asked for, so nobody's callers are.
    let reach = keep.links().reach(&outline.units, &vec![0; outline.units.len()]);
    keep.hold(reach);
    roots.into_iter().for_each(|(at, (calls, sake))| keep.root(at, 0, calls, sake));
    keep.close(|_| true);
    let slice = keep.slice(text.len());
    Definitions { sliced: Sliced { slice, sketch: Sketch::of(outline, text) }, methods }
}

/// `@model_validator(mode="after")` and its like stand above the function; or it is called where its name is read.
fn validates(outline: &Outline<'_>, unit: &Unit) -> bool {
    let is_meant = |word: &str| word.contains("validator") || word.ends_with("property");
    outline.decorator_words(unit).iter().any(|word| is_meant(outline.words[*word as usize]))
}

/// By part: functions in which something could be a sink for data of clients, and those that use them.
fn hungry(triggers: &Triggers, text: &str, outline: &Outline<'_>) -> Vec<bool> {
    let SetOff { mut any, carried, .. } = set_off(triggers, text, outline, false, true, true);
    look_closer(triggers, text, outline, &carried, &mut any);
    let conditions = &triggers.conditions;
    let sinks = conditions.flow & conditions.request;
    let own = outline.units.iter().zip(&any);
    let own: Vec<bool> = own.map(|(unit, set)| unit.kind == UnitKind::Function && set & sinks != 0).collect();
    if own.contains(&true) { closure(outline, own, true) } else { own }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
from above import Base


class Store(Base):
    def __init__(self):
        self.rows = load()

    def find(self, x):
        return self.rows[x]


def user():
    return Store().find(1)
";

    fn of(name: &str, interest: Interest<'_>) -> (String, BTreeSet<String>) {
        let found = definitions(TEXT, None, &BTreeSet::from([name.to_owned()]), interest);
        let text = match found.sliced.slice {
            Slice::Parts(parts) => parts.iter().map(|part| &TEXT[part.span.range()]).collect(),
            Slice::Nothing => String::new(),
            Slice::Within(_) | Slice::Whole => TEXT.to_owned(),
        };
        (text, found.methods)
    }

    /// Who has it is told by the head; nothing else of the class matters.
    #[test]
    fn of_a_method_that_a_class_has_from_elsewhere_the_head_is_all() {
        let (text, methods) = of("Store.lost", Interest::All);
        assert!(text.contains("class Store(Base)") && text.contains("import Base"), "{text}");
        assert!(!text.contains("def find") && !text.contains("def user"), "{text}");
        assert!(methods.is_empty());
    }

    #[test]
    fn a_method_is_there_be_it_of_interest_or_not() {
        let (text, methods) = of("Store.find", Interest::Words(&|_| false));
        assert!(!text.contains("def find"), "{text}");
        assert_eq!(methods, BTreeSet::from(["Store.find".to_owned()]));
        assert!(of("Store.find", Interest::All).0.contains("def find"));
    }
}
