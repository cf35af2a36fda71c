//! The parts of a file that tell what some of its functions do, as files elsewhere ask for.

use std::collections::BTreeSet;

use super::keep::{Calls, Keep};
use super::slice::{SetOff, Sketch, Slice, Sliced, look_closer, set_off};
use super::touched::closure;
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

/// The parts of a text that tell what the functions of some names do (`find`, `Store.find`; of a class `Store` how its
/// objects are made), with all that these need. Only those whose code is of interest.
pub(super) fn definitions(text: &str, names: &BTreeSet<String>, interest: Interest<'_>) -> Sliced {
    let Some(outline) = outline(text) else {
        return Sliced { slice: Slice::Whole, sketch: Sketch::default().all() };
    };
    let mut roots = Vec::new();
    let hungry = match interest {
        Interest::Sinks(triggers, _) => hungry(triggers, text, &outline),
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
                    called(class, name) && (unit.name.is_some_and(makes) || validates(&outline, unit))
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
        if is_meant && (plain || holds(at, unit)) {
            roots.push(at);
        }
    }
    if roots.is_empty() {
        return Sliced::default();
    }
    let mut keep = Keep::new(&outline, text);
    keep.connect();
    // Nobody's data is asked for, so nobody's callers are.
    let reach = keep.links().reach(&outline.units, &vec![0; outline.units.len()]);
    keep.hold(reach);
    roots.into_iter().for_each(|at| keep.root(at, 0, Calls::All, Set::MAX));
    keep.close(|_| true);
    let slice = keep.slice(text.len());
    Sliced { slice, sketch: Sketch::of(&outline, text) }
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
