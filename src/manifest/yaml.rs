//! YAML and JSON as a [`tree`](super::tree). Aliases are not followed, so no file grows when it is read.

use saphyr_parser::{Event, Parser, ScalarStyle, Span as At};

use super::tree::{Entry, Node, Value};
use super::{MAX_NESTING, Manifest};
use crate::source::Span;

/// A list or a table that is being read.
enum Open<'a> {
    List(u32, Vec<Node<'a>>),
    /// With the key whose value comes next.
    Table(u32, Vec<Entry<'a>>, Option<(std::borrow::Cow<'a, str>, Span)>),
    /// Deeper than is read.
    Skipped,
}

/// Reads the first document; a fault goes into `out`, and what stood before it is kept.
pub(super) fn parse<'a>(text: &'a str, out: &mut Manifest) -> Node<'a> {
    let places = Places::new(text);
    let mut parser = Parser::new_from_str(text);
    let mut open: Vec<Open<'a>> = Vec::new();
    let mut root = Node::default();
    let mut depth_told = false;
    while let Some(next) = parser.next_event() {
        let (event, at) = match next {
            Ok(next) => next,
            Err(error) => {
                let place = places.byte(error.marker().index());
                out.problem(Span::new(place, place), format!("not valid YAML: {}", error.info()));
                break;
            }
        };
        match event {
            Event::Scalar(value, style, _, _) => {
                let span = places.span(at);
                let node = Node { span, value: scalar(value, style, text.get(span.range()).unwrap_or("")) };
                add(&mut open, &mut root, node);
            }
            Event::Alias(_) => add(&mut open, &mut root, Node { span: places.span(at), value: Value::None }),
            Event::SequenceStart(..) | Event::MappingStart(..) if open.len() >= MAX_NESTING => {
                if !std::mem::replace(&mut depth_told, true) {
                    let text = format!("nested deeper than {MAX_NESTING}; what lies deeper is not read");
                    out.problem(places.span(at), text);
                }
                open.push(Open::Skipped);
            }
            Event::SequenceStart(..) => open.push(Open::List(places.span(at).start, Vec::new())),
            Event::MappingStart(..) => open.push(Open::Table(places.span(at).start, Vec::new(), None)),
            Event::SequenceEnd | Event::MappingEnd => close(&mut open, &mut root, places.span(at).end),
            Event::DocumentEnd | Event::StreamEnd => break,
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => {}
        }
    }
    while !open.is_empty() {
        close(&mut open, &mut root, text.len() as u32);
    }
    root
}

fn close<'a>(open: &mut Vec<Open<'a>>, root: &mut Node<'a>, end: u32) {
    let node = match open.pop() {
        Some(Open::List(start, items)) => Node { span: between(start, end), value: Value::List(items) },
        Some(Open::Table(start, entries, _)) => {
            Node { span: between(start, end), value: Value::Table(entries) }
        }
        _ => Node::default(),
    };
    add(open, root, node);
}

fn between(start: u32, end: u32) -> Span {
    Span { start, end: end.max(start) }
}

fn add<'a>(open: &mut [Open<'a>], root: &mut Node<'a>, node: Node<'a>) {
    match open.last_mut() {
        None => *root = node,
        Some(Open::List(_, items)) => items.push(node),
        Some(Open::Table(_, entries, key)) => match key.take() {
            None => {
                let name = match node.value {
                    Value::Str(text) => text,
                    Value::Other(text) => text.into(),
                    Value::Bool(true) => "true".into(),
                    _ => "".into(),
                };
                *key = Some((name, node.span));
            }
            Some((key, key_span)) => entries.push(Entry { key, key_span, node }),
        },
        Some(Open::Skipped) => {}
    }
}

fn scalar<'a>(value: std::borrow::Cow<'a, str>, style: ScalarStyle, raw: &'a str) -> Value<'a> {
    if style != ScalarStyle::Plain {
        return Value::Str(value);
    }
    match &*value {
        "true" | "True" => Value::Bool(true),
        "false" | "False" => Value::Bool(false),
        "" | "~" | "null" => Value::None,
        text if text.parse::<f64>().is_ok() => Value::Other(raw),
        _ => Value::Str(value),
    }
}

/// From characters, in which the parser counts, to bytes.
struct Places {
    /// By character, for texts that are not ASCII alone.
    bytes: Vec<u32>,
    len: usize,
}

impl Places {
    fn new(text: &str) -> Self {
        let bytes = match text.is_ascii() {
            true => Vec::new(),
            false => text.char_indices().map(|(at, _)| at as u32).collect(),
        };
        Self { bytes, len: text.len() }
    }

    fn byte(&self, character: usize) -> usize {
        if self.bytes.is_empty() {
            return character.min(self.len);
        }
        self.bytes.get(character).map_or(self.len, |at| *at as usize)
    }

    fn span(&self, at: At) -> Span {
        let start = self.byte(at.start.index());
        Span::new(start, self.byte(at.end.index()).max(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Format;
    use crate::source::RepoPath;
    use proptest::prelude::*;

    fn read(text: &str) -> (Node<'_>, Manifest) {
        let mut out = Manifest::new(RepoPath::new("a.yml"), Format::Conda);
        (parse(text, &mut out), out)
    }

    #[test]
    fn yaml_and_json_are_trees() {
        let text = "name: caf\u{e9}\ndependencies:\n  - python=3.9\n  - pip:\n    - 'a==1'\n";
        let (root, out) = read(text);
        assert!(out.problems.is_empty());
        let list = root.get("dependencies").unwrap().list();
        let row = &list[1].get("pip").unwrap().list()[0];
        assert_eq!((row.str(), &text[row.span.range()]), (Some("a==1"), "'a==1'"));
        assert!(row.is_plain(text));
        let json = "{\"default\": {\"a\": {\"version\": \"==1.0\", \"hashes\": [\"sha256:x\"]}}}";
        let (root, _) = read(json);
        assert_eq!(root.at(&["default", "a", "version"]).and_then(Node::str), Some("==1.0"));
    }

    #[test]
    fn what_stands_before_a_fault_is_kept() {
        let (root, out) = read("a: [x, y]\nb: [\n  'c\n");
        assert_eq!(out.problems.len(), 1);
        assert_eq!(root.get("a").unwrap().list().len(), 2);
    }

    #[test]
    fn growth_and_depth_are_bounded() {
        let bomb = "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n";
        assert_eq!(read(bomb).0.get("c").unwrap().list().len(), 2);
        assert!(!read(&"[".repeat(50_000)).1.problems.is_empty());
    }

    proptest! {
        #[test]
        fn spans_lie_in_the_text(text in "([a-c:\\-\\[\\]{}, \n'\"&*#\u{e9}]|  ){0,40}") {
            fn all(node: &Node<'_>, text: &str) -> bool {
                let inside = |span: Span| text.get(span.range()).is_some();
                inside(node.span)
                    && node.list().iter().all(|item| all(item, text))
                    && node.entries().iter().all(|entry| inside(entry.key_span) && all(&entry.node, text))
            }
            prop_assert!(all(&read(&text).0, &text));
        }
    }
}
