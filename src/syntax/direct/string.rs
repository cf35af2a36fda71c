//! String literals, adjacent ones joined, and the holes of those that format.

use std::rc::Rc;

use memchr::{memchr2, memchr3};

use super::Reader;
use crate::source::Span;
use crate::syntax::hir::{ExprId, ExprKind, Part};
use crate::syntax::literal::{Prefix, unescape};

/// What the literals of one expression have in common, or add up to.
#[derive(Default)]
struct Joined {
    text: String,
    parts: Vec<Part>,
    bytes: bool,
    format: bool,
    template: bool,
    height: u32,
}

/// How a literal ends.
#[derive(Clone, Copy)]
struct Quote {
    byte: u8,
    triple: bool,
}

impl Reader<'_> {
    /// One or more adjacent literals.
    pub(super) fn string(&mut self) -> Option<ExprId> {
        let start = self.at;
        let mut joined = Joined::default();
        self.string_prefix()?;
        while let Some(letters) = self.string_prefix() {
            let prefix = Prefix::read(&self.text[self.at..self.at + letters]);
            joined.bytes |= prefix.bytes;
            joined.template |= prefix.template;
            let byte = self.peek(letters);
            let triple = self.peek(letters + 1) == byte && self.peek(letters + 2) == byte;
            self.at += letters + if triple { 3 } else { 1 };
            let quote = Quote { byte, triple };
            let content = if prefix.format || prefix.template {
                self.formatted(quote, prefix, &mut joined)?;
                None
            } else {
                Some(self.plain(quote)?)
            };
            self.end = self.at;
            self.space();
            let Some(content) = content else { continue };
            let raw = &self.text[content.range()];
            let alone = joined.text.is_empty() && joined.parts.is_empty() && self.string_prefix().is_none();
            if alone && !raw.contains('\\') {
                // Most strings are one literal without escapes, and are copied once.
                let value = Rc::from(raw);
                let kind = if joined.bytes { ExprKind::Bytes(value) } else { ExprKind::Str(value) };
                return self.made(kind, start, 0);
            }
            unescape(raw, prefix, &mut joined.text);
        }
        let Joined { text, mut parts, bytes, format, template, height } = joined;
        if format {
            if !text.is_empty() {
                parts.push(Part::Text(Rc::from(text)));
            }
            return self.made(ExprKind::Format { parts, template }, start, height);
        }
        let value = Rc::from(text);
        self.made(if bytes { ExprKind::Bytes(value) } else { ExprKind::Str(value) }, start, 0)
    }

    /// The number of letters before the quote that stands here; none when no string does.
    fn string_prefix(&self) -> Option<usize> {
        let letters = (0..3).take_while(|at| self.peek(*at).is_ascii_alphabetic()).count();
        if !matches!(self.peek(letters), b'"' | b'\'') {
            return None;
        }
        let word = &self.text[self.at..self.at + letters];
        let known = ["", "r", "b", "u", "f", "t", "br", "rb", "fr", "rf", "tr", "rt"];
        known.iter().any(|prefix| prefix.eq_ignore_ascii_case(word)).then_some(letters)
    }

    /// Passes over the rest of a literal without holes; its content.
    fn plain(&mut self, quote: Quote) -> Option<Span> {
        let start = self.at;
        loop {
            let rest = &self.bytes[self.at..self.limit];
            let found = if quote.triple {
                memchr2(quote.byte, b'\\', rest)
            } else {
                memchr3(quote.byte, b'\\', b'\n', rest)
            };
            self.at += found?;
            match self.byte() {
                b'\\' => self.skip_escape()?,
                b'\n' => return None,
                _ => {
                    let end = self.at;
                    if self.closes(quote) {
                        return Some(Span::new(start, end));
                    }
                }
            }
        }
    }

    /// Passes over a backslash and what it takes away the meaning of.
    fn skip_escape(&mut self) -> Option<()> {
        // What follows may be longer than a byte; its other bytes mean nothing here.
        self.at += 2;
        (self.at <= self.limit).then_some(())
    }

    /// Passes over the closing quotes if the one that stands here is the first of them; else over that one.
    fn closes(&mut self, quote: Quote) -> bool {
        let closing = !quote.triple || (self.peek(1) == quote.byte && self.peek(2) == quote.byte);
        self.at += if closing && quote.triple { 3 } else { 1 };
        closing
    }

    /// The rest of a literal with holes.
    fn formatted(&mut self, quote: Quote, prefix: Prefix, joined: &mut Joined) -> Option<()> {
        let mut start = self.at;
        loop {
            let byte = self.byte();
            match byte {
                0 => return None,
                b'\n' if !quote.triple => return None,
                b'\\' if matches!(self.peek(1), b'{' | b'}') => self.at += 1,
                b'\\' if !prefix.raw && self.peek(1) == b'N' && self.peek(2) == b'{' => {
                    self.at += memchr::memchr(b'}', &self.bytes[self.at..self.limit])? + 1;
                }
                b'\\' => self.skip_escape()?,
                b'{' | b'}' if self.peek(1) == byte => self.at += 2,
                b'}' => return None,
                b'{' => {
                    self.content(Span::new(start, self.at), prefix, &mut joined.text);
                    joined.format = true;
                    if !joined.text.is_empty() {
                        joined.parts.push(Part::Text(Rc::from(std::mem::take(&mut joined.text))));
                    }
                    let hole = self.hole()?;
                    joined.parts.push(hole);
                    joined.height = joined.height.max(self.height);
                    start = self.at;
                }
                _ if byte == quote.byte => {
                    let end = self.at;
                    if self.closes(quote) {
                        self.content(Span::new(start, end), prefix, &mut joined.text);
                        return Some(());
                    }
                }
                _ => self.at += 1,
            }
        }
    }

    /// A run of text between holes; doubled braces stand for one.
    fn content(&self, span: Span, prefix: Prefix, out: &mut String) {
        let raw = &self.text[span.range()];
        if raw.contains("{{") || raw.contains("}}") {
            unescape(&raw.replace("{{", "{").replace("}}", "}"), prefix, out);
        } else {
            unescape(raw, prefix, out);
        }
    }

    /// `{value=!r:spec}`
    fn hole(&mut self) -> Option<Part> {
        let start = self.at;
        self.open();
        let outer = self.hole.replace(self.brackets);
        let expr = self.deeper(Self::list)?;
        let mut height = self.height;
        if self.byte() == b'=' {
            self.advance(1);
        }
        let mut conversion = None;
        if self.byte() == b'!' {
            conversion = Some(char::from(self.peek(1))).filter(char::is_ascii_lowercase);
            conversion?;
            self.advance(2);
        }
        let spec = self.byte() == b':';
        let mut widths = Vec::new();
        if spec {
            self.at += 1;
            loop {
                match self.byte() {
                    b'}' => break,
                    b'{' => match self.deeper(Self::hole)? {
                        Part::Hole { expr, spec: false, .. } => {
                            widths.push(expr);
                            height = height.max(self.height);
                        }
                        _ => return None,
                    },
                    // A line break or a quote in here is beyond what people write.
                    0 | b'\n' | b'"' | b'\'' | b'\\' => return None,
                    _ => self.at += 1,
                }
            }
        }
        if self.byte() != b'}' {
            return None;
        }
        self.hole = outer;
        self.brackets -= 1;
        // What follows is text again.
        self.at += 1;
        self.height = height;
        Some(Part::Hole { expr, conversion, spec, widths, span: Span::new(start, self.at) })
    }
}
