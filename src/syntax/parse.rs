//! Text to module.

use tree_sitter::{InputEdit, Parser, Point, Range, Tree};

use super::direct;
use super::lower::Lowering;
use super::module::Module;
use crate::source::Span;

thread_local! {
    static PARSER: std::cell::RefCell<Option<Parser>> = const { std::cell::RefCell::new(None) };
}

/// Parses one file. Never fails; what did not parse is in [`Module::errors`].
pub fn parse(text: &str) -> Module {
    direct::read(text, &[whole(text)]).unwrap_or_else(|| parse_by_grammar(text))
}

/// As [`parse`], without the grammar; `None` for what the direct reader is not sure of.
pub fn parse_directly(text: &str) -> Option<Module> {
    direct::read(text, &[whole(text)])
}

/// As [`parse`], by the grammar of tree-sitter alone: the same module, more slowly.
pub fn parse_by_grammar(text: &str) -> Module {
    match tree(text) {
        Some(tree) => Lowering::new(text).module(&tree),
        None => Lowering::new(text).broken(),
    }
}

/// A file that was parsed, ready to be parsed again after small edits for a fraction of the cost.
#[derive(Debug)]
pub struct Parsed {
    tree: Option<Tree>,
    /// The lowered tree.
    pub module: Module,
}

/// Parses one file, and keeps the concrete tree, where one was needed, for [`Parsed::edited`].
pub fn parse_keeping(text: &str) -> Parsed {
    if let Some(module) = direct::read(text, &[whole(text)]) {
        return Parsed { tree: None, module };
    }
    let tree = tree(text);
    let module = match &tree {
        Some(tree) => Lowering::new(text).module(tree),
        None => Lowering::new(text).broken(),
    };
    Parsed { tree, module }
}

impl Parsed {
    /// The module of `after`, which edits made of `before`: each the bytes that it took away and how many it wrote,
    /// sorted and apart.
    pub fn edited(&self, before: &str, after: &str, edits: &[(Span, usize)]) -> Module {
        let Some(mut tree) = self.tree.clone() else { return parse(after) };
        let mut shift = 0i64;
        for (span, len) in edits {
            let start = (i64::from(span.start) + shift) as usize;
            let (old_end, new_end) = (start + span.len(), start + len);
            shift += *len as i64 - span.len() as i64;
            // Edits to the left were applied, so the text up to here is that of `after`.
            let start_position = point(after, start);
            tree.edit(&InputEdit {
                start_byte: start,
                old_end_byte: old_end,
                new_end_byte: new_end,
                start_position,
                old_end_position: beyond(start_position, &before[span.range()]),
                new_end_position: point(after, new_end),
            });
        }
        match tree_after(after, &[], Some(&tree)) {
            Some(tree) => Lowering::new(after).module(&tree),
            None => Lowering::new(after).broken(),
        }
    }
}

/// Line and column of an offset.
fn point(text: &str, offset: usize) -> Point {
    beyond(Point { row: 0, column: 0 }, &text[..offset])
}

/// The point that lies `text` behind another.
fn beyond(from: Point, text: &str) -> Point {
    match memchr::memrchr(b'\n', text.as_bytes()) {
        Some(last) => {
            let rows = memchr::memchr_iter(b'\n', text.as_bytes()).count();
            Point { row: from.row + rows, column: text.len() - last - 1 }
        }
        None => Point { row: from.row, column: from.column + text.len() },
    }
}

/// Whole lines of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// From the first byte of a line to the first of a later one, or the end of the text.
    pub span: Span,
    /// Lines before its start and before its end.
    pub rows: (u32, u32),
}

/// All of a text.
fn whole(text: &str) -> Part {
    Part { span: Span::new(0, text.len()), rows: (0, 0) }
}

/// Parses some lines of a file as though the others were not there; spans are those of the whole text. `parts` are in
/// order and apart.
pub fn parse_parts(text: &str, parts: &[Part]) -> Module {
    let mut module = direct::read(text, parts).unwrap_or_else(|| parts_by_grammar(text, parts));
    module.partial = true;
    module
}

fn parts_by_grammar(text: &str, parts: &[Part]) -> Module {
    let range = |part: &Part| Range {
        start_byte: part.span.start as usize,
        end_byte: part.span.end as usize,
        start_point: Point { row: part.rows.0 as usize, column: 0 },
        end_point: Point { row: part.rows.1 as usize, column: 0 },
    };
    let ranges: Vec<Range> = parts.iter().map(range).collect();
    match tree_of(text, &ranges) {
        Some(tree) => Lowering::new(text).module(&tree),
        None => Lowering::new(text).broken(),
    }
}

/// The concrete tree, which a caller should drop soon: it is ten times the size of the text.
pub(super) fn tree(text: &str) -> Option<Tree> {
    tree_of(text, &[])
}

/// The tree of some ranges of a text; of all of it when none is given.
fn tree_of(text: &str, ranges: &[Range]) -> Option<Tree> {
    tree_after(text, ranges, None)
}

fn tree_after(text: &str, ranges: &[Range], old: Option<&Tree>) -> Option<Tree> {
    PARSER.with_borrow_mut(|slot| {
        let parser = match slot {
            Some(parser) => parser,
            None => {
                let mut parser = Parser::new();
                parser.set_language(&tree_sitter_python::LANGUAGE.into()).ok()?;
                slot.insert(parser)
            }
        };
        parser.set_included_ranges(ranges).ok()?;
        parser.parse(text, old)
    })
}
