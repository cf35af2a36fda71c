//! Code that the change wrote, and the like of which it took away nowhere: what is found there is new without a look at
//! the old side.

use rustc_hash::FxHashSet;

use super::compare;
use super::examine::Found;
use crate::change::FileChange;
use crate::source::RepoPath;

/// The words of the lines that a change takes away, by file.
pub(super) struct Removed<'c>(Vec<(&'c RepoPath, FxHashSet<&'c str>)>);

impl<'c> Removed<'c> {
    pub(super) fn new(files: &'c [FileChange]) -> Self {
        let words = files.iter().map(|file| (&file.path, removed(file)));
        Self(words.filter(|(_, words)| !words.is_empty()).collect())
    }

    /// True when the finding of a file cannot have been there before. Its lines were all written by the change, and no
    /// file lost all the words of its code, whatever locals were called: so it was not moved, re-indented, split over
    /// lines, nor altered around the finding.
    pub(super) fn never_held(&self, file: &FileChange, found: &Found) -> bool {
        let Some(head) = &file.head else { return false };
        let (first, last) = head.line_range(found.finding.place.span);
        if !(first..=last).all(|line| file.hunks.touches(line)) {
            return false;
        }
        // Data that came before may have gone another way.
        let from = found.finding.trace.first().filter(|step| step.place.path == file.path);
        if from.is_some_and(|step| !file.hunks.touches(head.position(step.place.span.start).line)) {
            return false;
        }
        // Other arguments make no other call, and data from the same place may have come to another sink.
        let code = compare::callee(found).unwrap_or(&found.narrow.1);
        !self.0.iter().any(|(path, removed)| {
            let held =
                |code: &str| words(code).all(|(at, word)| is_local(code, at) || removed.contains(word));
            // In another file it is the same where its function is.
            let source =
                |(scope, text): &(String, String)| held(text) && (**path == file.path || held(scope));
            held(code) || found.source.as_ref().is_some_and(source)
        })
    }
}

/// The words of the lines that a file loses.
fn removed(file: &FileChange) -> FxHashSet<&str> {
    let Some(base) = &file.base else { return FxHashSet::default() };
    if file.head.is_none() {
        return words(base.text()).map(|(_, word)| word).collect();
    }
    let lines = file.hunks.iter().flat_map(|hunk| hunk.base.clone());
    lines.flat_map(|line| words(base.slice(base.lines().span(line)))).map(|(_, word)| word).collect()
}

/// Names, keywords, numbers and the words inside strings, with their places.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let inside = |letter: char| letter == '_' || letter.is_alphanumeric();
    text.split(move |letter| !inside(letter))
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// Locals stand as numbers in a finding's code.
fn is_local(code: &str, at: usize) -> bool {
    code[..at].ends_with('$')
}
