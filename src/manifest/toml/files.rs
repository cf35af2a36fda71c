//! The lists of files in a lock, taken without the parser where they stand as tools write them: a file a line.
//!
//! They are four fifths of a lock, and only their hashes are asked for. A list with anything else in it is left to the
//! parser, so this never says another thing than that would.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr;
use memchr::memmem::Finder;

use super::OF_FILES;
use crate::manifest::tree::{Entry, Node, Value};
use crate::source::Span;

/// A list of files that was taken.
pub(super) struct Files<'a> {
    /// Its bytes in the part, from its key to the end of its last line.
    pub(super) range: Range<usize>,
    /// The key with the list.
    pub(super) entry: Entry<'a>,
}

/// How lists of files begin.
pub(super) struct Heads([(Finder<'static>, &'static str); 2]);

impl Default for Heads {
    fn default() -> Self {
        Self(["\nwheels = [\n", "\nfiles = [\n"].map(|head| (Finder::new(head), head)))
    }
}

impl Heads {
    /// The first list of files in a part of a document that begins at byte `base`.
    pub(super) fn files<'a>(&self, part: &'a str, base: usize) -> Option<Files<'a>> {
        let found = self.0.iter().find_map(|(finder, head)| Some((finder.find(part.as_bytes())?, *head)));
        found.and_then(|(line_end, head)| list(part, base, line_end, head))
    }
}

/// The list whose head begins at the line end `line_end`.
fn list<'a>(part: &'a str, base: usize, line_end: usize, head: &'static str) -> Option<Files<'a>> {
    // What stands before has to be whole.
    if !part[..line_end].ends_with(['"', '}', ']', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']) {
        return None;
    }
    let start = line_end + 1;
    let key = head.trim_matches('\n').trim_end_matches(" = [");
    let mut at = line_end + head.len();
    let mut items = Vec::new();
    loop {
        let len = memchr(b'\n', part.as_bytes().get(at..)?)?;
        let line = &part[at..at + len];
        let next = at + len + 1;
        if line == "]" {
            let span = Span::new(base + start + key.len() + 3, base + next - 1);
            let key_span = Span::new(base + start, base + start + key.len());
            let node = Node { span, value: Value::List(items) };
            let entry = Entry { key: Cow::Borrowed(key), key_span, node };
            return Some(Files { range: start..next, entry });
        }
        items.push(file(line, base + at)?);
        at = next;
    }
}

/// `{ url = "…", hash = "…", size = 1 },` as a table of its hash.
fn file(line: &str, base: usize) -> Option<Node<'_>> {
    let bytes = line.as_bytes();
    let blanks = |mut at: usize| {
        while bytes.get(at) == Some(&b' ') {
            at += 1;
        }
        at
    };
    let open = blanks(0);
    let mut at = open;
    let mut entries = Vec::new();
    if *bytes.get(at)? != b'{' {
        return None;
    }
    loop {
        let from = blanks(at + 1);
        let len = bytes[from..].iter().position(|byte| !matches!(byte, b'a'..=b'z' | b'-'))?;
        let key = &line[from..from + len];
        let value = from + len + 3;
        if line.get(from + len..value)? != " = " {
            return None;
        }
        let end = match bytes.get(value)? {
            b'"' => {
                let len = memchr(b'"', &bytes[value + 1..])?;
                let inner = &line[value + 1..value + 1 + len];
                let plain = |byte: u8| (byte >= b' ') & (byte != b'\\') & (byte != 0x7f);
                if !inner.bytes().fold(true, |all, byte| all & plain(byte)) {
                    return None;
                }
                if key == "hash" {
                    let span = Span::new(base + value, base + value + len + 2);
                    let key_span = Span::new(base + from, base + from + key.len());
                    let node = Node { span, value: Value::Str(Cow::Borrowed(inner)) };
                    entries.push(Entry { key: Cow::Borrowed(key), key_span, node });
                }
                value + len + 2
            }
            b'1'..=b'9' => value + bytes[value..].iter().position(|byte| !byte.is_ascii_digit())?,
            _ => return None,
        };
        if key != "hash" && !OF_FILES.contains(&key) {
            return None;
        }
        at = blanks(end);
        match bytes.get(at)? {
            b',' => {}
            b'}' => break,
            _ => return None,
        }
    }
    let span = Span::new(base + open, base + at + 1);
    matches!(&line[at + 1..], "," | "").then_some(Node { span, value: Value::Table(entries) })
}
