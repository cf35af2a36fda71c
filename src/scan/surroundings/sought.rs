//! The files around a change that call its functions, sought by the words by which they do.

use std::collections::{BTreeMap, BTreeSet};

use memchr::memmem::Finder;

use crate::change::Context;
use crate::scan::callees::Callees;
use crate::scan::pool;
use crate::scan::project::{Project, Seen};
use crate::scan::slice::{self, Sketch};
use crate::semantic::far::FarFunction;
use crate::source::{RepoPath, SourceFile};

/// So many files around a change are looked at for their calls of it.
const MAX_CALLERS: usize = 128;
/// So many are held in memory at a time while callers are sought.
const CHUNK: usize = 128;
/// More files than these are looked through by all threads, however small the change is.
const MANY: usize = 4096;

impl Project<'_> {
    /// Takes in the files around the change that may call functions of the `fresh` ones that reach sinks, or of the change
    /// that bring data in.
    pub(in crate::scan) fn enlist(&mut self, fresh: &BTreeSet<usize>) {
        if self.surroundings.context.is_none() {
            return;
        }
        let mut sought: Vec<(usize, String)> = Vec::new();
        // Who else calls what the change calls is no matter.
        let counts =
            |at: &&usize| self.surroundings.path(**at).is_none() || self.surroundings.callers.contains(at);
        for at in fresh.iter().filter(counts) {
            let touched = self.modules.file(*at).touched.as_ref();
            let own = self.surroundings.path(*at).is_none();
            let matters = |far: &FarFunction| self.leads_into(*at, far) || own && far.brings_in();
            let changed = self
                .modules
                .functions(*at)
                .filter(|(_, far)| matters(far))
                .filter(|(name, _)| touched.is_none_or(|touched| touched.changes(name)));
            sought.extend(changed.map(|(name, _)| (*at, name.to_owned())));
        }
        sought.retain(|key| !self.surroundings.sought.contains(key));
        if sought.is_empty() {
            return;
        }
        let mut files: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        for (at, name) in &sought {
            files.entry(*at).or_default().insert(name);
        }
        self.surroundings.sought.extend(sought.iter().cloned());
        self.seek(&files);
    }

    /// Takes in the files around the change that may call some functions, by their files.
    pub(in crate::scan) fn seek<'n>(&mut self, files: &BTreeMap<usize, BTreeSet<&'n str>>) {
        let Some(context) = self.surroundings.context else { return };
        self.list();
        let is_left = |at: &usize| self.all[*at].is_none();
        let callees = |(at, names): (&usize, &BTreeSet<&'n str>)| {
            Callees::named(&self.modules, *at, names.iter().copied())
        };
        let wanted: Vec<Callees<'_>> = files.iter().map(callees).collect();
        let may_call = |at: usize, text: &str| {
            let sketch = slice::sketch(text).sketch.all();
            let calls = wanted.iter().any(|callees| {
                !callees.called_in(&sketch).is_empty() || callees.called_above(at, &sketch).next().is_some()
            });
            calls.then_some(sketch)
        };
        let room = MAX_CALLERS.saturating_sub(self.surroundings.callers.len());
        let found = self.search(context, &wanted, &is_left, room, &may_call);
        for (at, sketch) in found {
            self.surroundings.callers.insert(at);
            self.all[at] = Some(Ok(Box::new(Seen { sketch, ..Seen::default() })));
        }
    }
}

impl Project<'_> {
    /// The files around a change that name some functions and that `read` takes, until there are enough. Tests are passed
    /// over.
    pub(super) fn search(
        &self,
        context: &dyn Context,
        wanted: &[Callees<'_>],
        is_left: &dyn Fn(&usize) -> bool,
        enough: usize,
        read: &(dyn Fn(usize, &str) -> Option<Sketch> + Sync),
    ) -> Vec<(usize, Sketch)> {
        let named: Vec<Named<'_>> = wanted.iter().map(Named::new).collect();
        let may_matter = |bytes: &[u8]| named.iter().any(|named| named.may_stand_in(None, bytes));
        let threads = self.job.options.threads;
        let counts =
            |at: &usize| self.surroundings.path(*at).is_some_and(|path| !path.is_test()) && is_left(at);
        let left: Vec<usize> = (self.surroundings.first..self.all.len()).filter(counts).collect();
        let mut found = Vec::new();
        for chunk in left.chunks(CHUNK) {
            let paths: Vec<RepoPath> =
                chunk.iter().filter_map(|at| self.surroundings.path(*at).cloned()).collect();
            let search = || context.search(&paths, &may_matter);
            let texts = if left.len() > MANY { pool::within(threads, search) } else { search() };
            let texts: Vec<(usize, Option<SourceFile>)> = chunk.iter().copied().zip(texts).collect();
            let telling = pool::map(threads, &texts, &|(at, source)| {
                let text = source.as_ref()?.text();
                let may = named.iter().any(|named| named.may_stand_in(Some(*at), text.as_bytes()));
                may.then(|| Some((*at, read(*at, text)?)))?
            });
            found.extend(telling.into_iter().flatten());
            if found.len() >= enough {
                break;
            }
        }
        found
    }
}

/// The words of callees, made ready for being looked for in very many texts: all of these have to stand there.
struct Named<'c> {
    everywhere: Vec<(Finder<'c>, Option<Finder<'c>>)>,
    /// In some files only.
    above: Vec<(Finder<'c>, &'c [usize])>,
}

impl<'c> Named<'c> {
    fn new(callees: &'c Callees<'_>) -> Self {
        let names = callees.names.iter().map(|(name, class)| (Finder::new(name), class.map(Finder::new)));
        let inherited =
            callees.inherited.iter().map(|(name, class, _)| (Finder::new(name), Some(Finder::new(class))));
        let above = callees.above.iter().map(|(name, files)| (Finder::new(name), files.as_slice()));
        Self { everywhere: names.chain(inherited).collect(), above: above.collect() }
    }

    /// False when a file surely calls none of the functions, by its text or its bytes; of any number, where that is not
    /// said.
    fn may_stand_in(&self, at: Option<usize>, text: &[u8]) -> bool {
        // What is not ASCII has other bytes in other encodings.
        let stands = |word: &Finder<'_>| !word.needle().is_ascii() || word.find(text).is_some();
        self.everywhere.iter().any(|(name, class)| stands(name) && class.as_ref().is_none_or(stands))
            || self.above.iter().any(|(name, files)| at.is_none_or(|at| files.contains(&at)) && stands(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may_stand_in(name: &str, above: Vec<usize>, at: Option<usize>, bytes: &[u8]) -> bool {
        let names = if above.is_empty() { vec![(name, None)] } else { Vec::new() };
        let above = if above.is_empty() { Vec::new() } else { vec![(name, above)] };
        let callees = Callees { names, inherited: Vec::new(), places: Vec::new(), above };
        Named::new(&callees).may_stand_in(at, bytes)
    }

    #[test]
    fn bytes_of_any_encoding_tell_what_may_call() {
        assert!(may_stand_in("fetch", vec![], None, b"# coding: latin-1\nfetch('\xe9')\n"));
        assert!(!may_stand_in("fetch", vec![], None, b"# coding: latin-1\nload('\xe9')\n"));
        // One byte there, two in UTF-8.
        assert!(may_stand_in("caf\u{e9}", vec![], None, b"# coding: latin-1\ncaf\xe9()\n"));
    }

    #[test]
    fn a_file_that_is_not_known_yet_may_be_any() {
        for (at, may) in [(None, true), (Some(7), true), (Some(8), false)] {
            assert_eq!(may_stand_in("run", vec![7], at, b"self.run()\n"), may, "{at:?}");
        }
    }
}
