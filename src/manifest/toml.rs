//! TOML as a [`tree`](super::tree), read around its faults.
//!
//! Stands on the parser that `toml_edit` stands on: that gives no document at all of a file with one broken line, and
//! costs several times as much on lock files.

use std::borrow::Cow;

use memchr::memmem;
use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::parser::{EventReceiver, RecursionGuard, parse_document};
use toml_parser::{ErrorSink, ParseError, Raw, Source};

use super::tree::{Entry, Node, Value};
use super::{MAX_NESTING, Manifest};
use crate::source::Span;

/// Reads a document; faults go into `out`.
pub(super) fn parse<'a>(text: &'a str, out: &mut Manifest) -> Node<'a> {
    let mut builder = Builder {
        text,
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
    for (base, part) in parts(text) {
        builder.base = base;
        tokens.clear();
        tokens.extend(Source::new(part).lex());
        let mut guarded = RecursionGuard::new(&mut builder, MAX_NESTING as u32);
        parse_document(&tokens, &mut guarded, &mut errors);
        for error in errors.drain(..) {
            let span = error.unexpected().or(error.context());
            let span = span.map_or(Span::new(base, base), |span| clamped(text, base, span));
            out.problem(span, format!("not valid TOML: {}", error.description()));
        }
    }
    builder.flush();
    Node { span: Span::new(0, text.len()), value: Value::Table(builder.root) }
}

/// The text in parts that each begin with the header of a package; the whole where a string may hold such a line.
fn parts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let spans_lines = |quotes: &[u8]| memmem::find(bytes, quotes).is_some();
    let whole = spans_lines(b"\"\"\"") || spans_lines(b"'''");
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= bytes.len() {
            return None;
        }
        let start = at;
        let next = if whole { None } else { memmem::find(&bytes[start + 1..], b"\n[[package") };
        at = next.map_or(bytes.len(), |found| start + 1 + found + 1);
        Some((start, &text[start..at]))
    })
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
        match self.open.last_mut() {
            Some(Open::List(_, items)) => items.push(node),
            Some(Open::Table(_, entries, keys)) => {
                let keys = std::mem::take(keys);
                put(entries, keys, node);
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

/// The entries of a table inside others, made where it is missing; of a list, those of its last table.
fn descend<'t, 'a>(
    at: &'t mut Vec<Entry<'a>>,
    key: &Cow<'a, str>,
    key_span: Span,
) -> Option<&'t mut Vec<Entry<'a>>> {
    let place = find(at, key).unwrap_or_else(|| {
        let node = Node { span: key_span, value: Value::Table(Vec::new()) };
        at.push(Entry { key: key.clone(), key_span, node });
        at.len() - 1
    });
    let node = &mut at[place].node;
    if let Value::List(items) = &mut node.value {
        if !items.last().is_some_and(Node::is_table) {
            items.push(Node { span: key_span, value: Value::Table(Vec::new()) });
        }
    } else if !node.is_table() {
        node.value = Value::Table(Vec::new());
    }
    let value = match &mut node.value {
        Value::List(items) => &mut items.last_mut()?.value,
        other => other,
    };
    match value {
        Value::Table(entries) => Some(entries),
        _ => None,
    }
}

/// Tables are opened again near to where they were opened first, or are among the first of all. Looking no further keeps
/// a file of very many tables from taking the square of their number.
const NEAR: usize = 512;

fn find(entries: &[Entry<'_>], key: &str) -> Option<usize> {
    let same = |entry: &Entry<'_>| entry.key == key;
    let near = entries.len().saturating_sub(NEAR);
    let last = entries[near..].iter().rposition(same).map(|at| near + at);
    last.or_else(|| entries[..near.min(NEAR)].iter().position(same))
}

fn put<'a>(entries: &mut Vec<Entry<'a>>, mut keys: Vec<Key<'a>>, node: Node<'a>) {
    let Some((key, key_span)) = keys.pop() else { return };
    let mut at = entries;
    for (key, key_span) in &keys {
        let Some(inner) = descend(at, key, *key_span) else { return };
        at = inner;
    }
    at.push(Entry { key, key_span, node });
}

fn merge<'a>(entries: &mut Vec<Entry<'a>>, entry: Entry<'a>) {
    // Looking for a name that is there already is for tables only: long tables of plain values stay cheap.
    let known = if entry.node.is_table() { find(entries, &entry.key) } else { None };
    match (known.map(|at| &mut entries[at].node.value), entry.node.value) {
        (Some(Value::Table(into)), Value::Table(from)) => into.extend(from),
        (_, value) => {
            let node = Node { span: entry.node.span, value };
            entries.push(Entry { key: entry.key, key_span: entry.key_span, node });
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
        // A string of plain letters is what stands between its quotes.
        let quoted = matches!(encoding, Some(Encoding::BasicString | Encoding::LiteralString));
        let plain = |byte: u8| byte >= b' ' && byte != b'\\' && byte != 0x7f;
        if quoted && raw.len() >= 2 && raw.as_bytes().iter().all(|byte| plain(*byte)) {
            let inner = raw.as_str().get(1..raw.len() - 1).unwrap_or_default();
            if !inner.contains(['"', '\'']) {
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
mod tests {
    use super::*;
    use crate::manifest::Format;
    use crate::source::RepoPath;
    use proptest::prelude::*;

    fn read(text: &str) -> (Node<'_>, Manifest) {
        let mut out = Manifest::new(RepoPath::new("a.toml"), Format::Pyproject);
        (parse(text, &mut out), out)
    }

    #[test]
    fn tables_lists_and_dotted_keys_come_together() {
        let text = "top = 'x'\n[a.b]\nc.d = \"y\\u0041\"\nlist = [1, {k = true}]\n[[a.many]]\nn = '1'\n[a.many.sub]\nz = 'q'\n[[a.many]]\nn = '2'\n";
        let (root, out) = read(text);
        assert!(out.problems.is_empty(), "{:?}", out.problems);
        assert_eq!(root.text("top"), Some("x"));
        assert_eq!(root.at(&["a", "b", "c", "d"]).and_then(Node::str), Some("yA"));
        let many = root.at(&["a", "many"]).unwrap().list();
        assert_eq!((many.len(), many[1].text("n")), (2, Some("2")));
        assert_eq!(many[0].at(&["sub", "z"]).and_then(Node::str), Some("q"));
        let top = root.get("top").unwrap();
        assert_eq!(&text[top.span.range()], "'x'");
        assert_eq!(&text[top.inner(text).range()], "x");
    }

    #[test]
    fn faults_are_named_and_the_rest_is_read() {
        let (root, out) = read("[a]\nx = \ny = 'good'\n[b\nz = 'also'\n");
        assert!(!out.problems.is_empty());
        assert_eq!(root.at(&["a", "y"]).and_then(Node::str), Some("good"));
    }

    #[test]
    fn deep_nesting_does_no_harm() {
        let text = format!("a = {}", "[".repeat(200_000));
        assert!(!read(&text).1.problems.is_empty());
        let text = format!("a = {}", "{b=".repeat(100_000));
        assert!(!read(&text).1.problems.is_empty());
        let text = format!("[{}x]\ny=1\n", "a.".repeat(10_000));
        read(&text);
    }

    proptest! {
        #[test]
        fn agrees_with_toml_edit(text in "(\\[\\[package\\]\\]\n|\\[\\[?[ab](\\.[ab])?\\]?\\]\n|[cd](\\.[ef])? = (1|'s'|\"t\"|true|\\[1, 'x'\\]|\\{g = 'h'\\})\n|# c\n){0,12}") {
            let Ok(document) = text.parse::<toml_edit::Document<String>>() else { return Ok(()) };
            let (root, _) = read(&text);
            same(document.as_item(), &root)?;
        }
    }

    fn same(item: &toml_edit::Item, node: &Node<'_>) -> Result<(), TestCaseError> {
        if let Some(text) = item.as_str() {
            prop_assert_eq!(Some(text), node.str());
        }
        if let Some(table) = item.as_table_like() {
            prop_assert_eq!(table.iter().count(), node.entries().len());
            for (key, value) in table.iter() {
                let Some(own) = node.get(key) else { return Err(TestCaseError::fail(key.to_owned())) };
                same(value, own)?;
            }
        }
        if let Some(tables) = item.as_array_of_tables() {
            prop_assert_eq!(tables.len(), node.list().len());
        }
        if let Some(array) = item.as_array() {
            prop_assert_eq!(array.len(), node.list().len());
        }
        Ok(())
    }
}
