//! Texts put together from literals and values, as written: f-string, `%`, `.format`, `+`, implicit concatenation.
//!
//! Gives the characters and holes of a text one by one, each with its bytes, so that an edit can change one of them and
//! leave all else; [`Template`] writes the whole text again instead. Knows nothing of what a text is for.

mod fields;
mod glue;
mod literal;
mod pieces;
mod plain;
mod reader;

use crate::source::{SourceFile, Span};
use crate::syntax::{ArgKind, BinOp, ExprId, ExprKind, Module};

pub(super) use glue::{Glue, glued};
pub(super) use literal::{Token, tokens, write};
pub use pieces::{Template, Written};
use plain::tail_start;
use reader::Reader;

/// A call that is given a text.
#[derive(Debug, Clone, Copy)]
pub struct TextCall<'a> {
    /// The call.
    pub id: ExprId,
    /// Its resolved name; `.method` when the object's class is not known.
    pub name: &'a str,
    /// The argument that holds the text, as written.
    pub arg: ExprId,
}

/// A value put into a text.
#[derive(Debug, Clone)]
pub(super) struct Hole {
    /// The expression.
    pub(super) expr: ExprId,
    /// False when a conversion or format specification changes it on the way.
    pub(super) plain: bool,
    /// How it stands between the braces of an f-string: `x`, `x!r`, `x:.2f`.
    pub(super) braced: String,
    /// True when it is an operand of `+`, false when its place is inside a literal.
    pub(super) operand: bool,
}

/// What stands at a place of the text.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// A character.
    Char(char),
    /// A value.
    Hole(Hole),
}

/// One place of the text.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// Its bytes in the file.
    pub(super) span: Span,
    /// The literal that holds it; for an operand, the one before it.
    pub(super) token: Option<usize>,
    /// What it is.
    pub(super) what: What,
}

/// How the holes got in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Holes of f-strings, operands of `+`, or none.
    Direct,
    /// The `%` operator.
    Percent,
    /// The `.format` method.
    Format,
}

/// A text with holes, place by place.
#[derive(Debug)]
pub(super) struct Composed {
    /// In order.
    pub(super) units: Vec<Unit>,
    /// How the holes got in.
    pub(super) style: Style,
    /// The literals.
    pub(super) tokens: Vec<Token>,
    /// For each operand of `+`, the tokens it is made of; one entry for the whole where there is no `+`.
    pub(super) operands: Vec<(usize, usize)>,
    /// ` % values` or `.format(values)`, which goes when no hole is left.
    pub(super) tail: Option<Span>,
}

impl Composed {
    /// Reads an expression. `None` when it is not such a text, or holds something that cannot be told apart.
    pub(super) fn read(file: &SourceFile, module: &Module, expr: ExprId) -> Option<Self> {
        let node = module.expr(expr);
        let mut reader = Reader { file, module, units: Vec::new(), tokens: Vec::new() };
        match &node.kind {
            ExprKind::Str(_) | ExprKind::Format { .. } => {
                reader.literal(expr)?;
                Some(reader.whole(Style::Direct, None))
            }
            ExprKind::Binary { op: BinOp::Mod, left, right } => {
                reader.plain_literal(*left)?;
                let values = reader.percent_values(*right)?;
                reader.units = fields::percent(&reader, &values)?;
                let start = tail_start(file.text(), module.expr(*left).span.end, node.span.end, '%')?;
                Some(reader.whole(Style::Percent, Some(Span { start, end: node.span.end })))
            }
            ExprKind::Binary { op: BinOp::Add, .. } => {
                let operands = reader.sum(expr)?;
                Some(reader.done(Style::Direct, operands, None))
            }
            ExprKind::Call { func, args, .. } => {
                let ExprKind::Attr { base, name, .. } = &module.expr(*func).kind else { return None };
                if module.name(*name) != "format" {
                    return None;
                }
                reader.plain_literal(*base)?;
                let mut values = Vec::new();
                for arg in args {
                    let key = match arg.kind {
                        ArgKind::Positional => None,
                        ArgKind::Keyword(key) => Some(module.name(key).to_owned()),
                        _ => return None,
                    };
                    values.push((key, arg.value));
                }
                reader.units = fields::format(&reader, &values)?;
                let start = tail_start(file.text(), module.expr(*base).span.end, node.span.end, '.')?;
                Some(reader.whole(Style::Format, Some(Span { start, end: node.span.end })))
            }
            _ => None,
        }
    }

    /// The quote character of the first literal, for literals that are written anew.
    pub(super) fn quote(&self) -> char {
        self.tokens.first().and_then(|token| token.quote.chars().next()).unwrap_or('"')
    }

    /// The value at a place, `None` for a character.
    pub(super) fn hole(&self, at: usize) -> Option<&Hole> {
        match &self.units.get(at)?.what {
            What::Hole(hole) => Some(hole),
            What::Char(_) => None,
        }
    }
}
