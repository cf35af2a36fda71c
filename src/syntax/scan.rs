//! The byte scan under the outline: logical lines, brackets, strings (nested f-strings included), comments.

use super::form::{Around, Form, Stand};
use super::outline::{Builder, Line};
use super::words::{Word, end_of_spaces, end_of_word};
use crate::source::Span;

/// F-strings inside f-strings beyond this are left to the parser.
const MAX_NESTING: u32 = 8;

pub(super) struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    row: u32,
    comments: Vec<Span>,
    /// A carriage return stands somewhere.
    returns: bool,
}

/// How a string literal is written.
#[derive(Clone, Copy, Default)]
struct Prefix {
    formatted: bool,
}

pub(super) fn starts_word(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0xc0
}

/// True when a carriage return stands before anything but the end of a line.
fn has_lone_return(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'\r', bytes).any(|at| bytes.get(at + 1) != Some(&b'\n'))
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let returns = memchr::memchr(b'\r', bytes).is_some();
        Self { text, bytes, at: 0, row: 0, comments: Vec::new(), returns }
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    /// The whole text; `None` where its lines do not fit together, else where its comments are.
    pub(super) fn run(mut self, builder: &mut Builder<'t>) -> Option<Vec<Span>> {
        while self.at < self.bytes.len() {
            let (start, row) = (self.at, self.row);
            let mut indent = 0;
            loop {
                match self.peek(0) {
                    b' ' => {
                        let end = end_of_spaces(self.bytes, self.at);
                        indent += (end - self.at) as u32;
                        self.at = end;
                        continue;
                    }
                    b'\t' => indent += 8,
                    b'\x0c' => indent = 0,
                    _ => break,
                }
                self.at += 1;
            }
            match self.peek(0) {
                b'\n' => {
                    self.newline();
                    continue;
                }
                b'\r' if self.peek(1) == b'\n' => {
                    self.at += 1;
                    continue;
                }
                b'#' => {
                    self.comment();
                    continue;
                }
                0 if self.at >= self.bytes.len() => break,
                _ => {}
            }
            let word = starts_word(self.peek(0)).then(|| Word::at(self.bytes, self.at));
            let first = match &word {
                Some(word) => &self.text[word.start..word.end],
                None if self.peek(0).is_ascii() => &self.text[self.at..self.at + 1],
                None => "",
            };
            let second = if first == "async" { self.second(first) } else { "" };
            let line = Line { start, row, indent, first, second };
            builder.line(&line)?;
            let opens = if self.docstring()? { false } else { self.logical(builder, word)? };
            builder.end_line(&line, opens);
        }
        builder.rows(self.row);
        Some(self.comments)
    }

    fn newline(&mut self) {
        self.at += 1;
        self.row += 1;
    }

    fn comment(&mut self) {
        let rest = &self.bytes[self.at..];
        let len = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let len = len - usize::from(rest[..len].ends_with(b"\r"));
        self.comments.push(Span::new(self.at, self.at + len));
        self.at += len;
    }

    fn second(&self, first: &str) -> &'t str {
        let mut at = self.at + first.len();
        while matches!(self.bytes.get(at), Some(b' ' | b'\t')) {
            at += 1;
        }
        if self.bytes.get(at).is_some_and(|byte| starts_word(*byte)) {
            &self.text[at..end_of_word(self.bytes, at)]
        } else {
            ""
        }
    }

    /// Passes over a line that is nothing but a string; it does nothing when the program runs.
    fn docstring(&mut self) -> Option<bool> {
        let before = (self.at, self.row);
        let comments = self.comments.len();
        while matches!(self.peek(0), b'r' | b'R' | b'u' | b'U') && self.at < before.0 + 2 {
            self.at += 1;
        }
        if matches!(self.peek(0), b'"' | b'\'') {
            self.pass_string()?;
            while matches!(self.peek(0), b' ' | b'\t') {
                self.at += 1;
            }
            if self.peek(0) == b'#' {
                self.comment();
            }
            if self.peek(0) == b'\r' {
                self.at += 1;
            }
            if self.at >= self.bytes.len() {
                return Some(true);
            }
            if self.peek(0) == b'\n' {
                self.newline();
                return Some(true);
            }
        }
        (self.at, self.row) = before;
        self.comments.truncate(comments);
        Some(false)
    }

    /// Passes over a string literal without holes, from its first quote on.
    fn pass_string(&mut self) -> Option<()> {
        let quote = self.peek(0);
        let triple = self.is_triple();
        self.at += if triple { 3 } else { 1 };
        loop {
            let rest = self.bytes.get(self.at..)?;
            let step = memchr::memchr3(quote, b'\\', b'\n', rest)?;
            if self.returns && has_lone_return(&rest[..=step]) {
                return None;
            }
            self.at += step;
            match rest[step] {
                b'\\' => self.escape()?,
                b'\n' if !triple => return None,
                b'\n' => self.newline(),
                _ if !triple => {
                    self.at += 1;
                    return Some(());
                }
                _ if self.is_triple() => {
                    self.at += 3;
                    return Some(());
                }
                _ => self.at += 1,
            }
        }
    }

    fn is_triple(&self) -> bool {
        let quote = self.peek(0);
        self.peek(1) == quote && self.peek(2) == quote
    }

    /// A backslash in a string, and what it stands before.
    fn escape(&mut self) -> Option<()> {
        self.at += 1;
        match self.peek(0) {
            b'\n' => self.newline(),
            b'\r' if self.peek(1) == b'\n' => {
                self.at += 1;
                self.newline();
            }
            b'\r' => return None,
            _ => self.at += 1,
        }
        Some(())
    }

    /// A logical line up to its end; true when its last sign is a colon. It may begin with a word.
    fn logical(&mut self, builder: &mut Builder<'t>, first: Option<Word>) -> Option<bool> {
        let mut depth = 0u32;
        // The last byte that is neither white space nor comment.
        let mut last = 0u8;
        if let Some(word) = first {
            last = self.bytes[word.start];
            self.word(builder, word, 0, 0, 0)?;
        }
        while self.at < self.bytes.len() {
            let byte = self.bytes[self.at];
            match byte {
                b' ' => {
                    self.at += 1;
                    if self.peek(0) == b' ' {
                        self.at = end_of_spaces(self.bytes, self.at);
                    }
                    continue;
                }
                b'\t' | b'\x0c' => {
                    self.at += 1;
                    continue;
                }
                b'\n' => {
                    self.newline();
                    if depth == 0 {
                        return Some(last == b':');
                    }
                    continue;
                }
                b'\r' if self.peek(1) == b'\n' => {
                    self.at += 1;
                    continue;
                }
                b'\r' => return None,
                b'#' => {
                    self.comment();
                    continue;
                }
                b'\\' => {
                    self.at += 1;
                    if self.peek(0) == b'\r' {
                        self.at += 1;
                    }
                    if self.peek(0) == b'\n' {
                        self.newline();
                    }
                    continue;
                }
                b'(' | b'[' | b'{' => {
                    depth += 1;
                    self.at += 1;
                }
                b')' | b']' | b'}' => {
                    depth = depth.checked_sub(1)?;
                    self.at += 1;
                }
                b'"' | b'\'' => self.string(builder, Prefix::default(), 0)?,
                b'=' => {
                    self.at += 1;
                    if self.peek(0) == b'=' || last == b'!' {
                        self.at += usize::from(last != b'!');
                        builder.compare();
                    } else if depth == 0 && !matches!(last, b'<' | b'>') {
                        builder.assigned();
                    }
                }
                _ if starts_word(byte) => {
                    self.word(builder, Word::at(self.bytes, self.at), last, depth, 0)?
                }
                _ if byte.is_ascii_digit() => {
                    self.at = end_of_word(self.bytes, self.at);
                }
                _ => self.at += 1,
            }
            last = byte;
        }
        (depth == 0).then_some(last == b':')
    }

    /// An identifier, or the prefix of a string together with it.
    fn word(
        &mut self,
        builder: &mut Builder<'t>,
        word: Word,
        last: u8,
        depth: u32,
        nesting: u32,
    ) -> Option<()> {
        self.at = word.end;
        let next = self.peek(0);
        if matches!(next, b'"' | b'\'') && word.len() <= 2 {
            let prefix = &self.bytes[word.start..word.end];
            let formatted = prefix.iter().any(|byte| matches!(byte | 0x20, b'f' | b't'));
            if prefix.iter().all(|byte| matches!(byte | 0x20, b'r' | b'b' | b'u' | b'f' | b't')) {
                return self.string(builder, Prefix { formatted }, nesting);
            }
        }
        let mut at = self.at;
        while matches!(self.bytes.get(at), Some(b' ' | b'\t')) {
            at += 1;
        }
        let after = self.bytes.get(at).copied().unwrap_or(0);
        let assigned = after == b'=' && self.bytes.get(at + 1) != Some(&b'=');
        let form = match nesting {
            0 => {
                let told = after == b'(' && self.is_told(at + 1);
                Form::of(&Around { before: last, after, assigned, told, depth })
            }
            // The inside of an f-string is not followed in detail.
            _ => Form::CODE,
        };
        let dotted = last == b'.';
        builder.word(word, Stand { form, dotted, depth, indexed: next == b'[', quoted: nesting > 0 });
        Some(())
    }

    /// True where an argument list, its bracket just passed, begins with an argument that is a literal text alone.
    fn is_told(&self, at: usize) -> bool {
        let blank = |mut at: usize| {
            while matches!(self.bytes.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
                at += 1;
            }
            at
        };
        let mut at = blank(at);
        // Texts in a row are one.
        let mut any = false;
        loop {
            let mut start = at;
            while matches!(self.bytes.get(start), Some(b'r' | b'R' | b'b' | b'B' | b'u' | b'U'))
                && start < at + 2
            {
                start += 1;
            }
            match self.bytes.get(start) {
                Some(b'"' | b'\'') => {}
                Some(b',' | b')') if any && start == at => return true,
                _ => return false,
            }
            let Some(end) = self.plain_end(start) else { return false };
            at = blank(end);
            any = true;
        }
    }

    /// Where a literal without holes ends that begins with this quote.
    fn plain_end(&self, start: usize) -> Option<usize> {
        let quote = self.bytes[start];
        let triple = self.bytes.get(start + 1) == Some(&quote) && self.bytes.get(start + 2) == Some(&quote);
        let mut at = start + if triple { 3 } else { 1 };
        loop {
            let step = memchr::memchr3(quote, b'\\', b'\n', self.bytes.get(at..)?)?;
            at += step;
            match self.bytes[at] {
                b'\\' => at += 2,
                b'\n' if triple => at += 1,
                b'\n' => return None,
                _ if !triple => return Some(at + 1),
                _ if self.bytes.get(at + 1) == Some(&quote) && self.bytes.get(at + 2) == Some(&quote) => {
                    return Some(at + 3);
                }
                _ => at += 1,
            }
        }
    }

    /// A string literal from its first quote; the words in it count.
    fn string(&mut self, builder: &mut Builder<'t>, prefix: Prefix, nesting: u32) -> Option<()> {
        let quote = self.peek(0);
        let triple = self.is_triple();
        self.at += if triple { 3 } else { 1 };
        let start = self.at;
        let before = builder.recent();
        let texts = builder.texts();
        // Behind a blank it is a text for people: its words are not read one by one.
        let mut is_prose = false;
        loop {
            if is_prose {
                let from = self.at;
                self.pass_prose(quote, prefix.formatted, triple)?;
                builder.passed(from..self.at);
            }
            let byte = *self.bytes.get(self.at)?;
            match byte {
                b'\\' => self.escape()?,
                b'\n' if !triple => return None,
                b' ' | b'\n' if !builder.is_comparing() => is_prose = true,
                b'\n' => self.newline(),
                b'\r' if self.peek(1) != b'\n' => return None,
                _ if byte == quote && (!triple || self.is_triple()) => {
                    let end = self.at;
                    self.at += if triple { 3 } else { 1 };
                    builder.literal(start, end, before, self.is_sought());
                    builder.quoted(texts, &self.text[start..end]);
                    return Some(());
                }
                b'{' if prefix.formatted => {
                    if self.peek(1) == b'{' {
                        self.at += 2;
                    } else {
                        self.at += 1;
                        self.hole(builder, quote, nesting + 1)?;
                    }
                }
                _ if starts_word(byte) => {
                    let word = Word::at(self.bytes, self.at);
                    self.at = word.end;
                    builder.word(word, Stand::TEXT);
                }
                _ => self.at += 1,
            }
        }
    }

    /// Passes over the words of a string literal, up to a quote of its kind, a backslash or the start of a hole.
    fn pass_prose(&mut self, quote: u8, formatted: bool, triple: bool) -> Option<()> {
        let rest = self.bytes.get(self.at..)?;
        let len = memchr::memchr3(quote, b'\\', if formatted { b'{' } else { quote }, rest)?;
        let passed = &rest[..len];
        if self.returns && has_lone_return(&rest[..=len]) {
            return None;
        }
        if triple {
            self.row += memchr::memchr_iter(b'\n', passed).count() as u32;
        } else if memchr::memchr(b'\n', passed).is_some() {
            return None;
        }
        self.at += len;
        Some(())
    }

    /// `in` or `not` comes next.
    fn is_sought(&self) -> bool {
        let mut at = self.at;
        while matches!(self.bytes.get(at), Some(b' ' | b'\t' | b'\n' | b'\r' | b'\\')) {
            at += 1;
        }
        matches!(self.bytes.get(at), Some(b'i' | b'n'))
            && matches!(&self.text[at..end_of_word(self.bytes, at)], "in" | "not")
    }

    /// The inside of `{…}` in an f-string, up to its closing brace.
    fn hole(&mut self, builder: &mut Builder<'t>, quote: u8, nesting: u32) -> Option<()> {
        if nesting > MAX_NESTING {
            return None;
        }
        let mut depth = 0u32;
        let mut in_spec = false;
        loop {
            let byte = *self.bytes.get(self.at)?;
            match byte {
                b'}' if depth == 0 => {
                    self.at += 1;
                    return Some(());
                }
                b'{' if in_spec => {
                    self.at += 1;
                    self.hole(builder, quote, nesting + 1)?;
                }
                b'\n' => self.newline(),
                _ if in_spec && byte == quote => return None,
                _ if in_spec && starts_word(byte) => {
                    let word = Word::at(self.bytes, self.at);
                    self.at = word.end;
                    builder.word(word, Stand::TEXT);
                }
                _ if in_spec => self.at += 1,
                b'"' | b'\'' => self.string(builder, Prefix::default(), nesting)?,
                b'(' | b'[' | b'{' => {
                    depth += 1;
                    self.at += 1;
                }
                b')' | b']' | b'}' => {
                    depth = depth.checked_sub(1)?;
                    self.at += 1;
                }
                b'#' => self.comment(),
                b':' if depth == 0 => {
                    in_spec = true;
                    self.at += 1;
                }
                _ if starts_word(byte) => {
                    self.word(builder, Word::at(self.bytes, self.at), b'.', depth + 1, nesting)?;
                }
                _ => self.at += 1,
            }
        }
    }
}
