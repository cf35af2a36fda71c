//! The distinct words of a text, numbered, and how a word is read out of its bytes: eight at a time.
//!
//! Knows nothing of what words mean but for the few that the outline asks about at every step.

use super::direct::is_keyword;
use super::outline::WordId;
use super::scan::starts_word;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Bytes of a word that are compared as numbers; hardly any word is longer.
const HEAD: usize = 16;

/// `add_section`: no word of which something is asked is longer.
const LONGEST: usize = 11;

/// A word of the text and its first bytes, zeros behind them.
#[derive(Clone, Copy)]
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) end: usize,
    head: [u64; 2],
}

/// A word as the outline asks about it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// Nothing of interest.
    Nothing,
    /// `import`
    Import,
    /// `as`
    As,
    /// `def`, `class`, `async`
    Opens,
    /// A method that puts something into the object in front of it.
    Changes,
}

/// What is known of a word.
pub(super) struct Known {
    head: [u64; 2],
    len: u32,
    hash: u32,
    /// The unit that it was last seen in, plus one.
    pub(super) last: u32,
    /// Its mention in that unit.
    pub(super) slot: u32,
    pub(super) says: Says,
    /// It never gets a meaning from the code around it.
    pub(super) never_bound: bool,
}

/// The words of a text.
pub(super) struct Words<'t> {
    text: &'t str,
    /// By number.
    pub(super) texts: Vec<&'t str>,
    pub(super) known: Vec<Known>,
    /// Numbers plus one at the places that hashes give, or next to them; at most half of them are taken.
    table: Vec<WordId>,
}

impl Word {
    /// The word that begins at a byte, which has to be one that starts a word.
    #[inline]
    pub(super) fn at(bytes: &[u8], start: usize) -> Self {
        let low = eight(bytes, start);
        let stop = others(low);
        if stop != 0 {
            let len = first(stop);
            return Self { start, end: start + len, head: [low & below(len), 0] };
        }
        let high = eight(bytes, start + 8);
        let stop = others(high);
        if stop != 0 {
            let len = first(stop);
            return Self { start, end: start + 8 + len, head: [low, high & below(len)] };
        }
        Self { start, end: end_of_word(bytes, start + HEAD), head: [low, high] }
    }

    pub(super) fn len(&self) -> usize {
        self.end - self.start
    }

    fn hash(&self, bytes: &[u8]) -> u32 {
        let mut hash = mixed(self.head[0] ^ 0x9e37_79b9_7f4a_7c15, self.head[1] ^ 0xe703_7ed1_a0b4_28db);
        let mut at = self.start + HEAD;
        while at < self.end {
            let left = self.end - at;
            let part = eight(bytes, at);
            hash = mixed(hash ^ if left < 8 { part & below(left) } else { part }, 0x8ebc_6af0_9c88_c6e3);
            at += 8;
        }
        hash as u32
    }
}

/// Gives the words of the inside of a string literal.
pub fn words_of_text<'t>(text: &'t str, found: &mut dyn FnMut(&'t str)) {
    each_word(text.as_bytes(), 0, &mut |word| found(&text[word.start..word.end]));
}

/// Gives the words of the inside of a string literal from somewhere in it up to the end of these bytes.
pub(super) fn each_word(bytes: &[u8], mut at: usize, found: &mut dyn FnMut(Word)) {
    while let Some(byte) = bytes.get(at) {
        if starts_word(*byte) {
            let word = Word::at(bytes, at);
            at = word.end;
            found(word);
        } else {
            // What a backslash stands before is no part of a word.
            at += if *byte == b'\\' { 2 } else { 1 };
        }
    }
}

/// Where the word ends whose bytes go on here.
pub(super) fn end_of_word(bytes: &[u8], mut at: usize) -> usize {
    loop {
        let stop = others(eight(bytes, at));
        if stop != 0 {
            return at + first(stop);
        }
        at += 8;
    }
}

/// The same, where a letter beyond ASCII ends it too.
pub(super) fn end_of_ascii_word(bytes: &[u8], mut at: usize) -> usize {
    loop {
        let part = eight(bytes, at);
        let stop = others(part) | part & HIGH;
        if stop != 0 {
            return at + first(stop);
        }
        at += 8;
    }
}

/// Where blanks end that begin here.
pub(super) fn end_of_spaces(bytes: &[u8], mut at: usize) -> usize {
    loop {
        let other = eight(bytes, at) ^ (ONES * b' ' as u64);
        if other != 0 {
            return at + first(other);
        }
        at += 8;
    }
}

/// Eight bytes in their order from the lowest; zeros behind the end.
#[inline]
fn eight(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest.first_chunk() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => rest.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)),
    }
}

/// The lowest byte of which something is set.
#[inline]
fn first(set: u64) -> usize {
    set.trailing_zeros() as usize / 8
}

/// All bits of the bytes below one of the eight.
#[inline]
fn below(byte: usize) -> u64 {
    (1 << (byte * 8)) - 1
}

/// The highest bit of each byte that no word goes on with. Sums do not run over from one byte into the next: both sides
/// are below 0x80.
#[inline]
fn others(bytes: u64) -> u64 {
    let low = bytes & !HIGH;
    let from = |value: u64, least: u8| value + ONES * u64::from(0x80 - least);
    let digit = from(low, b'0') & !from(low, b'9' + 1);
    let folded = low | (ONES * 0x20);
    let letter = from(folded, b'a') & !from(folded, b'z' + 1);
    let underscore = !((low ^ (ONES * u64::from(b'_'))) + ONES * 0x7f);
    !(digit | letter | underscore | bytes) & HIGH
}

/// Both numbers in one, each bit of them in many of its bits.
#[inline]
fn mixed(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    (product >> 64) as u64 ^ product as u64
}

impl<'t> Words<'t> {
    /// A table with room for as many words as such a text holds: one that grows costs more than one that is large.
    pub(super) fn of(text: &'t str) -> Self {
        let room = (text.len() / 48).max(8);
        Self {
            text,
            texts: Vec::with_capacity(room),
            known: Vec::with_capacity(room),
            table: vec![0; (room * 2).next_power_of_two()],
        }
    }

    /// The number of a word; the same word has the same number.
    pub(super) fn number(&mut self, word: Word) -> WordId {
        let hash = word.hash(self.text.as_bytes());
        let mut at = hash as usize & (self.table.len() - 1);
        while let Some(id) = self.table[at].checked_sub(1) {
            let known = &self.known[id as usize];
            if known.head == word.head
                && known.len as usize == word.len()
                && (word.len() <= HEAD
                    || self.texts[id as usize].as_bytes()[HEAD..]
                        == self.text.as_bytes()[word.start + HEAD..word.end])
            {
                return id;
            }
            at = (at + 1) & (self.table.len() - 1);
        }
        self.add(word, hash)
    }

    #[cold]
    fn add(&mut self, word: Word, hash: u32) -> WordId {
        let id = self.texts.len() as WordId;
        let text = &self.text[word.start..word.end];
        self.texts.push(text);
        self.known.push(Known {
            head: word.head,
            len: word.len() as u32,
            hash,
            last: 0,
            slot: 0,
            says: says(text),
            never_bound: is_never_bound(text),
        });
        if self.texts.len() * 2 > self.table.len() {
            self.table = vec![0; self.table.len() * 2];
            for id in 0..=id {
                self.place(id);
            }
        } else {
            self.place(id);
        }
        id
    }

    /// Puts a number into the first free place for it.
    fn place(&mut self, id: WordId) {
        let last = self.table.len() - 1;
        let mut at = self.known[id as usize].hash as usize & last;
        while self.table[at] != 0 {
            at = (at + 1) & last;
        }
        self.table[at] = id + 1;
    }
}

fn says(word: &str) -> Says {
    // Most words are names, and most of these longer.
    if word.len() > LONGEST {
        return Says::Nothing;
    }
    match word {
        "import" => Says::Import,
        "as" => Says::As,
        "def" | "class" | "async" => Says::Opens,
        "append" | "add" | "update" | "extend" | "insert" | "setdefault" | "put" | "push" | "write"
        | "set" | "appendleft" | "add_section" | "register" => Says::Changes,
        _ => Says::Nothing,
    }
}

fn is_never_bound(word: &str) -> bool {
    word.len() <= LONGEST && (is_keyword(word) || matches!(word, "self" | "cls" | "match" | "case"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn continues(byte: u8) -> bool {
        byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
    }

    #[test]
    fn each_byte_is_told_apart_in_each_place() {
        for byte in 0..=u8::MAX {
            for (place, around) in
                (0..8).flat_map(|place| [b'a', b'(', 0xff, 0].map(|around| (place, around)))
            {
                let mut bytes = [around; 8];
                bytes[place] = byte;
                let found = others(u64::from_le_bytes(bytes));
                let wanted = bytes.map(|byte| if continues(byte) { 0 } else { 0x80 });
                assert_eq!(found.to_le_bytes(), wanted, "{byte} at {place} among {around}");
            }
        }
    }

    proptest! {
        #[test]
        fn words_are_known_by_all_of_their_bytes(
            words in proptest::collection::vec("[ab_é]{1,20}|[a-c]{14,18}", 1..60)
        ) {
            let text = words.join(" ");
            let mut table = Words::of(&text[..0]);
            table.text = &text;
            let mut seen: Vec<&str> = Vec::new();
            let mut at = 0;
            for word in text.split(' ') {
                let read = Word::at(text.as_bytes(), at);
                prop_assert_eq!(&text[read.start..read.end], word);
                let next = seen.iter().position(|known| *known == word).unwrap_or(seen.len());
                if next == seen.len() {
                    seen.push(word);
                }
                prop_assert_eq!(table.number(read) as usize, next);
                at = end_of_spaces(text.as_bytes(), read.end);
            }
            prop_assert_eq!(&table.texts, &seen);
        }
    }
}
