//! Variables of modules that the change has to do with: who else puts data into those that it reads, and who reads those
//! that it puts data into.

use std::collections::BTreeSet;

use memchr::memmem;

use super::{Function, brings};
use crate::scan::callees::Callees;
use crate::scan::definitions::Interest;
use crate::scan::examine::define;
use crate::scan::modules::View;
use crate::scan::project::{Project, Seen};
use crate::scan::slice::{self, Concern, Sketch};
use crate::semantic::far::{FarSource, FarStep, Held, OPEN};
use crate::source::SourceFile;

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

    /// True for data whose way leads through a part of the files of a change that this has an effect on.
    pub(in crate::scan) fn is_of_change(&self, source: &FarSource) -> bool {
        let is_touched = |step: &FarStep| {
            let at = self.modules.at(step.path.as_str()).filter(|at| self.surroundings.path(*at).is_none());
            let Some(at) = at else { return false };
            let touched = self.modules.file(at).touched.as_ref();
            let concern = touched.map_or(Concern::Changed, |touched| touched.concern(step.span));
            matches!(concern, Concern::Changed | Concern::Touched)
        };
        self.surroundings.context.is_some() && source.way.iter().any(is_touched)
    }

    /// True for a variable whose readers the other side asked about.
    pub(in crate::scan) fn is_asked_about(&self, owner: usize, name: &str) -> bool {
        let asked = self.surroundings.asked_variables;
        asked.is_some_and(|asked| asked.written.contains(&(owner, name.to_owned())))
    }

    /// Takes in the files around the change that may read some variables.
    pub(in crate::scan) fn seek_readers(&mut self, mut variables: Vec<Function>) {
        variables.retain(|variable| self.surroundings.variables.written.insert(variable.clone()));
        variables.truncate(MAX_VARIABLES);
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
        let asked = self.surroundings.asked_variables;
        let mut owner: (usize, Option<SourceFile>) = (usize::MAX, None);
        variables.retain(|variable| {
            let (at, name) = variable;
            if owner.0 != *at {
                owner = (*at, self.text(*at).and_then(Result::ok));
                owner.1.iter().for_each(|source| self.count(source));
            }
            asked.is_some_and(|asked| asked.read.contains(variable))
                || owner.1.as_ref().is_some_and(|source| begins_empty(source.text(), name))
        });
        variables.truncate(MAX_VARIABLES);
        self.surroundings.variables.read.extend(variables.iter().cloned());
        let writers = self.naming(&variables, &|_| true, &brings);
        let names: BTreeSet<String> = variables.iter().map(|(_, name)| last(name).to_owned()).collect();
        for (at, sketch) in writers {
            let Some(Ok(source)) = self.text(at) else { continue };
            self.count(&source);
            let view = View::new(&self.modules, at);
            let told =
                define(self.job.pass, &source, self.outline(at), &names, &view, Interest::Users(&brings));
            let Some((told, _)) =
                told.ok().and_then(|defined| defined.told).filter(|(told, _)| !told.held.is_empty())
            else {
                continue;
            };
            let slot = self.all[at].get_or_insert_with(|| Ok(Box::new(Seen { sketch, ..Seen::default() })));
            if let Ok(seen) = slot {
                seen.told.add(told);
                self.tell(at);
            }
        }
    }

    /// What may be variables that the change reads in files in which something could be a sink.
    fn read_by_change(&mut self) -> Vec<Function> {
        let mut found: Vec<(usize, String)> = Vec::new();
        for at in (0..self.all.len()).filter(|at| self.surroundings.path(*at).is_none()) {
            let Some(seen) = self.get(at).filter(|seen| seen.sketch.hungry) else { continue };
            // What goes on behind a name stands directly behind it.
            let reads = &seen.reads;
            for (number, dotted) in reads.iter().enumerate().filter(|(_, dotted)| is_variable(dotted)) {
                let behind = reads[number + 1..]
                    .iter()
                    .map_while(|other| other.strip_prefix(dotted.as_str())?.strip_prefix('.'));
                let mut next = behind.map(|other| other.split('.').next().unwrap_or_default());
                if next.all(|next| READING.contains(&next)) && found.len() < MAX_READS {
                    found.push((at, dotted.clone()));
                }
            }
        }
        let asked = self.surroundings.asked_variables.into_iter().flat_map(|asked| &asked.read);
        let mut variables: Vec<Function> = asked.cloned().collect();
        if found.is_empty() && variables.is_empty() {
            return variables;
        }
        self.list();
        for (at, dotted) in found {
            let place = match dotted.strip_prefix(OPEN) {
                Some(own) => Some((at, own.to_owned())),
                None => self.modules.lead(at, &dotted),
            };
            let is_one = |(at, name): &Function| {
                name.matches('.').count() < 2 && !self.modules.knows(*at, name, |_| true)
            };
            variables.extend(place.filter(is_one));
        }
        variables
    }

    /// The files around the change that name some variables, with their words.
    fn naming(
        &self,
        variables: &[Function],
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
