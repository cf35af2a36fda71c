//! TOML as a [`tree`](super::tree), read around its faults.
//!
//! Stands on the parser that `toml_edit` stands on: that gives no document at all of a file with one broken line, and
//! costs several times as much on lock files.

mod files;
mod parts;
mod place;

use std::borrow::Cow;

use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::parser::{EventReceiver, RecursionGuard, parse_document};
use toml_parser::{ErrorSink, ParseError, Raw, Source};

use super::tree::{Entry, Node, Value};
use super::{MAX_NESTING, Manifest};
use crate::source::Span;
use files::{Files, Heads};
use parts::{holds_long_strings, parts};
use place::{descend, find, merge, put};

/// Keys in the lists of files of a lock, which are most of it: nobody asks for them.
const OF_FILES: &[&str] = &["url", "size", "upload-time", "file"];

/// Reads a document; faults go into `out`.
pub(super) fn parse<'a>(text: &'a str, out: &mut Manifest) -> Node<'a> {
    read(text, false, out)
}

/// As [`parse`], without the addresses, names and sizes in lists of files.
pub(super) fn parse_lock<'a>(text: &'a str, out: &mut Manifest) -> Node<'a> {
    read(text, true, out)
}

fn read<'a>(text: &'a str, lock: bool, out: &mut Manifest) -> Node<'a> {
    let mut builder = Builder {
        text,
        lock,
        base: 0,
        root: Vec::new(),
        table: Vec::new(),
        keys: Vec::new(),
        open: Vec::new(),
        header: None,
    };
    let mut errors: Vec<ParseError> = Vec::new();
    // Locks are long, and their tokens many times that: one package at a time stays near the processor.
    let mut tokens = Vec::new();
    let mut parse = |builder: &mut Builder<'a>, base: usize, part: &'a str| {
        builder.base = base;
        tokens.clear();
        tokens.extend(Source::new(part).lex());
        let mut guarded = RecursionGuard::new(builder, MAX_NESTING as u32);
        parse_document(&tokens, &mut guarded, &mut errors);
        for error in errors.drain(..) {
            let span = error.unexpected().or(error.context());
            let span = span.map_or(Span::new(base, base), |span| clamped(text, base, span));
            out.problem(span, format!("not valid TOML: {}", error.description()));
        }
    };
    let whole = holds_long_strings(text);
    let heads = (lock && !whole).then(Heads::default);
    for (base, part) in parts(text, whole) {
        match heads.as_ref().and_then(|heads| heads.files(part, base)) {
            Some(Files { range, entry }) => {
                parse(&mut builder, base, &part[..range.start]);
                builder.open.clear();
                builder.keys.clear();
                builder.table.push(entry);
                parse(&mut builder, base + range.end, &part[range.end..]);
            }
            None => parse(&mut builder, base, part),
        }
    }
    builder.flush();
    Node { span: Span::new(0, text.len()), value: Value::Table(builder.root) }
}

fn clamped(text: &str, base: usize, span: toml_parser::Span) -> Span {
    let end = (base + span.end()).min(text.len());
    Span::new((base + span.start()).min(end), end)
}

type Key<'a> = (Cow<'a, str>, Span);

/// A list or an inline table that is being read.
enum Open<'a> {
    List(Span, Vec<Node<'a>>),
    Table(Span, Vec<Entry<'a>>, Vec<Key<'a>>),
}

struct Builder<'a> {
    text: &'a str,
    /// The document is a lock: see [`OF_FILES`].
    lock: bool,
    /// Where the part that is being read begins.
    base: usize,
    root: Vec<Entry<'a>>,
    /// Entries of the table under the last header.
    table: Vec<Entry<'a>>,
    /// The dotted key that is being read.
    keys: Vec<Key<'a>>,
    open: Vec<Open<'a>>,
    /// The last header: its keys, its bytes, and whether it is one of a list.
    header: Option<(Vec<Key<'a>>, Span, bool)>,
}

impl<'a> Builder<'a> {
    /// Puts the table that has been read where its header says.
    fn flush(&mut self) {
        let entries = std::mem::take(&mut self.table);
        let Some((keys, span, listed)) = self.header.take() else {
            for entry in entries {
                merge(&mut self.root, entry);
            }
            return;
        };
        let Some(((last, last_span), path)) = keys.split_last() else { return };
        let mut at = &mut self.root;
        for (key, key_span) in path {
            let Some(inner) = descend(at, key, *key_span) else { return };
            at = inner;
        }
        if listed {
            let node = Node { span, value: Value::Table(entries) };
            let known = find(at, last);
            match known.map(|place| &mut at[place].node.value) {
                Some(Value::List(items)) => items.push(node),
                Some(_) => {}
                None => {
                    let list = Node { span, value: Value::List(vec![node]) };
                    at.push(Entry { key: last.clone(), key_span: *last_span, node: list });
                }
            }
            return;
        }
        let Some(target) = descend(at, last, *last_span) else { return };
        for entry in entries {
            merge(target, entry);
        }
    }

    fn value(&mut self, node: Node<'a>) {
        let listed = matches!(self.open.as_slice(), [Open::List(..), Open::Table(..)]);
        let of_files = self.lock
            && listed
            && matches!(self.keys.as_slice(), [(key, _)] if matches!(&**key, "wheels" | "files"));
        match self.open.last_mut() {
            Some(Open::List(_, items)) => items.push(node),
            Some(Open::Table(_, entries, keys)) => {
                if of_files
                    && let [(key, _)] = keys.as_slice()
                    && OF_FILES.contains(&&**key)
                {
                    keys.clear();
                    return;
                }
                // The buffer of keys serves for the next one.
                match keys.as_slice() {
                    [_] => entries.extend(keys.pop().map(|(key, key_span)| Entry { key, key_span, node })),
                    _ => put(entries, std::mem::take(keys), node),
                }
            }
            None => {
                let keys = std::mem::take(&mut self.keys);
                put(&mut self.table, keys, node);
            }
        }
    }

    fn raw(&self, span: toml_parser::Span, encoding: Option<Encoding>) -> Raw<'a> {
        let place = self.base + span.start()..self.base + span.end();
        Raw::new_unchecked(self.text.get(place).unwrap_or_default(), encoding, span)
    }

    fn span(&self, span: toml_parser::Span) -> Span {
        Span::new(self.base + span.start(), self.base + span.end())
    }

    fn end(&self, span: toml_parser::Span) -> u32 {
        (self.base + span.end()) as u32
    }

    fn key(&mut self, key: Key<'a>) {
        // A dotted key makes a table a dot: the tree is to stay shallow.
        let known = match self.open.last() {
            Some(Open::Table(_, _, keys)) => keys.len(),
            _ => self.keys.len(),
        };
        if known >= MAX_NESTING {
            return;
        }
        match self.open.last_mut() {
            Some(Open::Table(_, _, keys)) => keys.push(key),
            Some(Open::List(..)) => {}
            None => self.keys.push(key),
        }
    }
}

impl EventReceiver for Builder<'_> {
    fn std_table_open(&mut self, at: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.flush();
        self.open.clear();
        self.keys.clear();
        self.header = Some((Vec::new(), self.span(at), false));
    }

    fn std_table_close(&mut self, at: toml_parser::Span, _: &mut dyn ErrorSink) {
        let (keys, end) = (std::mem::take(&mut self.keys), self.end(at));
        if let Some((known, whole, _)) = &mut self.header {
            *known = keys;
            whole.end = end;
        }
    }

    fn array_table_open(&mut self, at: toml_parser::Span, error: &mut dyn ErrorSink) {
        self.std_table_open(at, error);
        if let Some((_, _, listed)) = &mut self.header {
            *listed = true;
        }
    }

    fn array_table_close(&mut self, at: toml_parser::Span, error: &mut dyn ErrorSink) {
        self.std_table_close(at, error);
    }

    fn inline_table_open(&mut self, at: toml_parser::Span, _: &mut dyn ErrorSink) -> bool {
        self.open.push(Open::Table(self.span(at), Vec::new(), Vec::new()));
        true
    }

    fn inline_table_close(&mut self, at: toml_parser::Span, _: &mut dyn ErrorSink) {
        if let Some(Open::Table(start, entries, _)) = self.open.pop() {
            let whole = Span { start: start.start, end: self.end(at) };
            self.value(Node { span: whole, value: Value::Table(entries) });
        }
    }

    fn array_open(&mut self, at: toml_parser::Span, _: &mut dyn ErrorSink) -> bool {
        self.open.push(Open::List(self.span(at), Vec::new()));
        true
    }

    fn array_close(&mut self, at: toml_parser::Span, _: &mut dyn ErrorSink) {
        if let Some(Open::List(start, items)) = self.open.pop() {
            let whole = Span { start: start.start, end: self.end(at) };
            self.value(Node { span: whole, value: Value::List(items) });
        }
    }

    fn simple_key(&mut self, at: toml_parser::Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        let mut text = Cow::Borrowed("");
        self.raw(at, encoding).decode_key(&mut text, error);
        self.key((text, self.span(at)));
    }

    fn scalar(&mut self, at: toml_parser::Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        let raw = self.raw(at, encoding);
        // A string of plain letters is what stands between its quotes. All bytes are looked at, so that many are at once.
        let quoted = matches!(encoding, Some(Encoding::BasicString | Encoding::LiteralString));
        if quoted && let Some(inner) = raw.as_str().get(1..raw.len().saturating_sub(1)) {
            let plain = |byte: u8| {
                (byte >= b' ') & (byte != b'\\') & (byte != 0x7f) & (byte != b'"') & (byte != b'\'')
            };
            if inner.bytes().fold(true, |all, byte| all & plain(byte)) {
                return self.value(Node { span: self.span(at), value: Value::Str(Cow::Borrowed(inner)) });
            }
        }
        let mut text = Cow::Borrowed("");
        let value = match raw.decode_scalar(&mut text, error) {
            ScalarKind::String => Value::Str(text),
            ScalarKind::Boolean(value) => Value::Bool(value),
            _ => Value::Other(raw.as_str()),
        };
        self.value(Node { span: self.span(at), value });
    }
}

#[cfg(test)]
mod tests;
