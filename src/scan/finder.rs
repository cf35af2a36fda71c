//! Many texts sought in short ones.

use std::ops::Range;

use aho_corasick::automaton::Automaton;
use aho_corasick::dfa::DFA;
use aho_corasick::{Anchored, MatchKind};

/// Finds many texts in short ones, overlapping ones too. The crate's own search, made for long texts, takes three times as
/// long to begin and to end on an identifier as to look at it.
pub(super) struct Finder(DFA);

impl Finder {
    pub(super) fn of<'p>(patterns: impl Iterator<Item = &'p str>, any_case: bool) -> Option<Self> {
        let mut builder = DFA::builder();
        builder.match_kind(MatchKind::Standard).ascii_case_insensitive(any_case);
        builder.build(patterns).ok().map(Self)
    }

    /// Gives each hit by the number of what was found, and its place.
    pub(super) fn each(&self, text: &str, found: &mut dyn FnMut(usize, Range<usize>)) {
        let Ok(mut state) = self.0.start_state(Anchored::No) else { return };
        for (at, byte) in text.bytes().enumerate() {
            state = self.0.next_state(Anchored::No, state, byte);
            if self.0.is_special(state) && self.0.is_match(state) {
                let end = at + 1;
                for index in 0..self.0.match_len(state) {
                    let pattern = self.0.match_pattern(state, index);
                    found(pattern.as_usize(), end - self.0.pattern_len(pattern)..end);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_in_texts_are_found_where_they_overlap() {
        let found = |any_case: bool| {
            let mut found = Vec::new();
            let finder = Finder::of(["aba", "b", "ba"].into_iter(), any_case).unwrap();
            finder.each("abABA", &mut |pattern, place| found.push((pattern, place)));
            found.sort_by_key(|(pattern, place)| (place.start, *pattern));
            found
        };
        assert_eq!(found(true), [(0, 0..3), (1, 1..2), (2, 1..3), (0, 2..5), (1, 3..4), (2, 3..5)]);
        assert_eq!(found(false), [(1, 1..2)]);
        assert!(Finder::of(std::iter::empty(), false).is_none_or(|none| {
            let mut any = false;
            none.each("abc", &mut |_, _| any = true);
            !any
        }));
    }
}
