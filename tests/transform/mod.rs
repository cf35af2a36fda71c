//! Changes to the text of a module that change nothing of what it does.

pub(crate) mod layout;
pub(crate) mod names;
pub(crate) mod order;

/// Answers by chance, over and over.
pub(crate) struct Chance<'a> {
    answers: std::iter::Cycle<std::slice::Iter<'a, u8>>,
}

impl<'a> Chance<'a> {
    pub(crate) fn new(answers: &'a [u8]) -> Self {
        Self { answers: answers.iter().cycle() }
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::from(*self.answers.next().unwrap_or(&0)) % limit.max(1)
    }

    /// True about once in four times.
    pub(crate) fn seldom(&mut self) -> bool {
        self.below(4) == 0
    }
}

/// The text with pieces put in: offsets and what to put there.
pub(crate) fn with(text: &str, mut pieces: Vec<(usize, String)>) -> String {
    pieces.sort_by_key(|(at, _)| *at);
    let mut made = String::with_capacity(text.len() * 2);
    let mut done = 0;
    for (at, piece) in pieces {
        made.push_str(&text[done..at]);
        made.push_str(&piece);
        done = at;
    }
    made.push_str(&text[done..]);
    made
}
