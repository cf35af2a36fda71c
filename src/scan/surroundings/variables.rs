//! Variables of modules that the change has to do with: who else puts data into those that it reads, and who reads those
//! that it puts data into.

use std::collections::{BTreeMap, BTreeSet};

use super::{Function, brings};
use memchr::memmem;

use crate::scan::callees::Callees;
use crate::scan::definitions::Interest;
use crate::scan::examine::define;
use crate::scan::modules::{Missed, View};
use crate::scan::pool;
use crate::scan::project::{Project, Seen};
use crate::scan::slice::{self, Concern, Sketch};
use crate::semantic::far::{Held, OPEN};
use crate::source::Span;

/// So many files are asked what they put into variables that a change reads, and as many are looked at that read those
/// which it puts something into.
const MAX_FILES: usize = 32;
/// Of so many things that the change reads it is looked up whether they are such variables.
const MAX_READS: usize = 512;
/// So many variables are asked about at a time.
const MAX_VARIABLES: usize = 64;
/// How something is read out of a container.
const READING: &[&str] = &["get", "items", "values", "keys", "pop", "popleft", "popitem", "copy"];
/// What a variable holds at first that is filled later.
const EMPTY: &[&str] = &[
    "None",
    "\"\"",
    "''",
    "{}",
    "[]",
    "dict()",
    "list()",
    "set()",
    "deque(",
    "collections.deque(",
    "defaultdict(",
    "collections.defaultdict(",
    "OrderedDict()",
    "SimpleNamespace()",
];

impl Project<'_> {
    /// Numbers the files around the change, where it puts data into variables of modules that may lie there.
    pub(in crate::scan) fn list_for_variables(&mut self) {
        let far = |held: &Held| held.global.contains('.');
        if self.surroundings.paths.is_none()
            && self.all.iter().flatten().flatten().any(|seen| seen.told.held.iter().any(far))
        {
            self.list();
        }
    }

    /// True for data that the change, in file `at`, puts into a variable, or that the other side asked about.
    pub(in crate::scan) fn asks_for_readers(&self, at: usize, owner: usize, name: &str, held: &Held) -> bool {
        let around = &self.surroundings;
        if around.context.is_none() {
            return false;
        }
        let file = self.modules.file(at);
        let is_touched = |place: Span| {
            let concern = file.touched.as_ref().map_or(Concern::Changed, |touched| touched.concern(place));
            matches!(concern, Concern::Changed | Concern::Touched)
        };
        let by_change = || {
            let mut own = held.source.way.iter().filter(|step| file.path.as_ref() == Some(&step.path));
            around.path(at).is_none() && own.any(|step| is_touched(step.span))
        };
        by_change() || around.asked_variables.written.contains(&(owner, name.to_owned()))
    }

    /// Takes in the files around the change that may read some variables.
    pub(in crate::scan) fn seek_readers(&mut self, mut variables: BTreeSet<Function>) {
        variables.retain(|variable| self.surroundings.variables.written.insert(variable.clone()));
        let variables: BTreeSet<Function> = variables.into_iter().take(MAX_VARIABLES).collect();
        for (at, sketch) in self.naming(&variables, &|at| self.all[*at].is_none(), &|_| true) {
            let sketch = sketch.all();
            self.surroundings.callers.insert(at);
            self.all[at] = Some(Ok(Box::new(Seen { sketch, ..Seen::default() })));
        }
    }

    /// Asks the files around the change what they put into variables that the change reads near a sink.
    pub(in crate::scan) fn seek_writers(&mut self) {
        if self.surroundings.context.is_none() {
            return;
        }
        let mut variables = self.read_by_change();
        variables.retain(|variable| self.surroundings.checked.insert(variable.clone()));
        let texts: BTreeMap<usize, _> = variables.iter().map(|(at, _)| (*at, self.text(*at))).collect();
        let begins_empty = |(at, name): &Function| {
            let source = texts[at].as_ref().and_then(|source| source.as_ref().ok());
            source.is_some_and(|source| begins_empty(source.text(), name))
        };
        variables.retain(|variable| {
            self.surroundings.asked_variables.read.contains(variable) || begins_empty(variable)
        });
        let variables: BTreeSet<Function> = variables.into_iter().take(MAX_VARIABLES).collect();
        self.surroundings.variables.read.extend(variables.iter().cloned());
        let writers = self.naming(&variables, &|_| true, &brings);
        let writers: Vec<usize> = writers.into_iter().map(|(at, _)| at).collect();
        if writers.is_empty() {
            return;
        }
        let names: BTreeSet<String> = variables.iter().map(|(_, name)| last(name).to_owned()).collect();
        let told = pool::map(self.job.options.threads, &writers, &|at| {
            let source = self.text(*at)?.ok()?;
            self.count(&source);
            let view = View::new(&self.modules, *at);
            define(self.job.pass, &source, &names, &view, Interest::Users(&brings)).ok()?
        });
        for (at, told) in writers.into_iter().zip(told) {
            let Some((told, sketch)) = told.filter(|(told, _)| !told.held.is_empty()) else { continue };
            let slot = self.all[at].get_or_insert_with(|| Ok(Box::new(Seen { sketch, ..Seen::default() })));
            if let Ok(seen) = slot {
                seen.told.add(told);
                self.tell(at);
            }
        }
    }

    /// What may be variables that the change reads in files in which something could be a sink.
    fn read_by_change(&mut self) -> BTreeSet<Function> {
        let mut found: Vec<(usize, String)> = Vec::new();
        for at in (0..self.all.len()).filter(|at| self.surroundings.path(*at).is_none()) {
            let Some(seen) = self.get(at).filter(|seen| seen.sketch.hungry) else { continue };
            let is_called = |dotted: &String| {
                let from = Missed { dotted: dotted.clone(), ..Missed::default() };
                seen.missed.range(from..).next().is_some_and(|missed| missed.dotted == *dotted)
            };
            let is_whole = |dotted: &&String| {
                let longer = format!("{dotted}.");
                let further =
                    seen.reads.range(longer.clone()..).take_while(|other| other.starts_with(&longer));
                let mut further =
                    further.map(|other| other[longer.len()..].split('.').next().unwrap_or_default());
                further.all(|next| READING.contains(&next))
            };
            let may_vary = |dotted: &&String| is_variable(dotted) && is_whole(dotted) && !is_called(dotted);
            let left = MAX_READS.saturating_sub(found.len());
            found.extend(seen.reads.iter().filter(may_vary).take(left).map(|dotted| (at, dotted.clone())));
        }
        if found.is_empty() && self.surroundings.asked_variables.read.is_empty() {
            return BTreeSet::new();
        }
        self.list();
        let mut variables = self.surroundings.asked_variables.read.clone();
        for (at, dotted) in found {
            let place = match dotted.strip_prefix(OPEN) {
                Some(own) => Some((at, own.to_owned())),
                None => self.modules.lead(at, &dotted),
            };
            let is_one =
                |(at, name): &Function| name.matches('.').count() < 2 && !self.modules.knows(*at, name);
            variables.extend(place.filter(is_one));
        }
        variables
    }

    /// The files around the change that name some variables, with their words.
    fn naming(
        &self,
        variables: &BTreeSet<Function>,
        is_left: &dyn Fn(&usize) -> bool,
        may_matter: &(dyn Fn(&str) -> bool + Sync),
    ) -> Vec<(usize, Sketch)> {
        let Some(context) = self.surroundings.context.filter(|_| !variables.is_empty()) else {
            return Vec::new();
        };
        let of = variables.iter().map(|(at, name)| (*at, last(name), self.modules.names(*at).pop()));
        let wanted: Vec<Callees<'_>> =
            of.map(|(at, name, place)| Callees::one(&self.modules, at, name, place)).collect();
        let read = |_: usize, text: &str| {
            let sketch = may_matter(text).then(|| slice::sketch(text).sketch)?;
            let names = |callees: &Callees<'_>| {
                let (name, place) = callees.names[0];
                let imports = sketch.imports(name) || place.is_some_and(|place| sketch.imports(place));
                sketch.uses(name) && imports
            };
            wanted.iter().any(names).then_some(sketch)
        };
        self.search(context, &wanted, is_left, MAX_FILES, &read)
    }
}

/// The name of a variable without that of its class.
fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// True for what by its name may be a variable that several modules have to do with: no class, no member of an
/// enumeration, nothing that a module keeps to itself.
fn is_variable(dotted: &str) -> bool {
    let (of, name) = dotted.rsplit_once(['.', ':']).unwrap_or_default();
    let is_class = |name: &str| name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase);
    let is_small = name.starts_with(char::is_lowercase);
    !of.is_empty() && !name.starts_with('_') && !is_class(name) && (is_small || !is_class(last(of)))
}

/// True where a text gives a name a first value that is to be filled, or a function gives it another.
fn begins_empty(text: &str, name: &str) -> bool {
    let name = last(name);
    let is_given = |at: usize| {
        let before = text[..at].trim_end_matches([' ', '\t']);
        let behind = text[at + name.len()..].trim_start_matches(' ');
        if before.ends_with("\nglobal") || before.ends_with(" global") {
            return behind.starts_with(['\r', '\n', ';']);
        }
        if !before.is_empty() && !before.ends_with('\n') {
            return false;
        }
        let value = match behind.strip_prefix(':') {
            Some(annotated) => annotated.lines().next().and_then(|line| Some(line.split_once('=')?.1)),
            None => behind.strip_prefix('='),
        };
        let value = value.map(|value| value.trim_start_matches(' '));
        value.is_some_and(|value| EMPTY.iter().any(|empty| value.starts_with(empty)))
    };
    memmem::find_iter(text.as_bytes(), name.as_bytes()).any(is_given)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_told_from_constants() {
        for (text, is) in [
            ("last = \"\"\n", true),
            ("import os\nlast: dict[str, str] = {}\n", true),
            ("class A:\n    last = None\n", true),
            ("def set():\n    global last\n    last = 1\n", true),
            ("last = 3\n", false),
            ("last = \"text\"\n", false),
            ("outlast = \"\"\nlaste = \"\"\n", false),
            ("last(value=None)\n", false),
        ] {
            assert_eq!(begins_empty(text, "A.last"), is, "{text}");
        }
        for (name, is) in [
            ("state.last", true),
            ("::last", true),
            ("state.CACHE", true),
            ("state.Config.command", true),
            ("state.Color.RED", false),
            ("state.Config", false),
            ("state._last", false),
            ("state", false),
        ] {
            assert_eq!(is_variable(name), is, "{name}");
        }
    }
}
