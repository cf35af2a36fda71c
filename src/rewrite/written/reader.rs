//! Reads literals and chains of `+` into places, and the values beside `%`.

use super::literal::{Letter, Token, letters, tokens};
use super::{Composed, Hole, Style, Unit, What};
use crate::source::{SourceFile, Span};
use crate::syntax::{BinOp, ExprId, ExprKind, Module, Part};

/// A value for a text's fields, and its name when it has one.
pub(super) type Named = (Option<String>, ExprId);

/// What is read so far.
pub(super) struct Reader<'a> {
    pub(super) file: &'a SourceFile,
    pub(super) module: &'a Module,
    pub(super) units: Vec<Unit>,
    pub(super) tokens: Vec<Token>,
}

impl Reader<'_> {
    pub(super) fn done(self, style: Style, operands: Vec<(usize, usize)>, tail: Option<Span>) -> Composed {
        Composed { units: self.units, style, tokens: self.tokens, operands, tail }
    }

    /// A text that is no chain of `+`.
    pub(super) fn whole(self, style: Style, tail: Option<Span>) -> Composed {
        let operands = vec![(0, self.tokens.len())];
        self.done(style, operands, tail)
    }

    /// A literal without holes of its own.
    pub(super) fn plain_literal(&mut self, expr: ExprId) -> Option<()> {
        match &self.module.expr(expr).kind {
            ExprKind::Str(_) => self.literal(expr),
            _ => None,
        }?;
        // An f-string without holes has its own doubled braces; not worth telling apart.
        self.tokens.iter().all(|token| !token.format).then_some(())
    }

    /// One literal, or several in implicit concatenation, with the holes of f-strings.
    pub(super) fn literal(&mut self, expr: ExprId) -> Option<()> {
        let node = self.module.expr(expr);
        let parts: &[Part] = match &node.kind {
            ExprKind::Format { parts, template: false } => parts,
            ExprKind::Str(_) => &[],
            _ => return None,
        };
        let holes: Vec<(Span, Hole)> = parts
            .iter()
            .filter_map(|part| match part {
                Part::Hole { expr, conversion, spec, span, .. } => Some((expr, conversion, spec, span)),
                Part::Text(_) => None,
            })
            .map(|(expr, conversion, spec, span)| {
                let inside = self.file.slice(Span { start: span.start + 1, end: span.end - 1 });
                let value = self.file.slice(self.module.expr(*expr).span);
                let plain = conversion.is_none() && !*spec;
                // Anything else between the braces is parentheses, or the `=` that writes the expression too.
                if plain && inside.trim() != value && inside.trim_end().ends_with('=') {
                    return None;
                }
                let braced = if plain { value.to_owned() } else { inside.trim().to_owned() };
                Some((*span, Hole { expr: *expr, plain, braced, operand: false }))
            })
            .collect::<Option<_>>()?;
        let spans: Vec<Span> = holes.iter().map(|(span, _)| *span).collect();
        let mut holes = holes.into_iter().peekable();
        for token in tokens(self.file.text(), node.span, &spans)? {
            let number = self.tokens.len();
            let mut at = token.body.start;
            while let Some((span, hole)) = holes.next_if(|(span, _)| token.body.contains(*span)) {
                self.text(&token, number, at, span.start)?;
                self.units.push(Unit { span, token: Some(number), what: What::Hole(hole) });
                at = span.end;
            }
            self.text(&token, number, at, token.body.end)?;
            self.tokens.push(token);
        }
        holes.next().is_none().then_some(())
    }

    fn text(&mut self, token: &Token, number: usize, from: u32, to: u32) -> Option<()> {
        let mut out: Vec<Letter> = Vec::new();
        letters(self.file.text(), token, from, to, &mut out)?;
        self.units.extend(out.into_iter().map(|letter| Unit {
            span: letter.span,
            token: Some(number),
            what: What::Char(letter.char),
        }));
        Some(())
    }

    /// What stands behind a `%`: the elements of a tuple, the entries of a dict, or one value.
    pub(super) fn percent_values(&self, right: ExprId) -> Option<Vec<Named>> {
        let module = self.module;
        Some(match &module.expr(right).kind {
            ExprKind::Tuple(items) => {
                if items.iter().any(|item| matches!(module.expr(*item).kind, ExprKind::Star(_))) {
                    return None;
                }
                items.iter().map(|item| (None, *item)).collect()
            }
            ExprKind::Dict(items) => items
                .iter()
                .map(|(key, value)| match &module.expr((*key)?).kind {
                    ExprKind::Str(key) => Some((Some(key.to_string()), *value)),
                    _ => None,
                })
                .collect::<Option<_>>()?,
            ExprKind::List(_) | ExprKind::Comprehension { .. } => return None,
            _ => vec![(None, right)],
        })
    }

    /// A value at a place that is not an f-string's.
    pub(super) fn hole(&self, expr: ExprId, plain: bool) -> Hole {
        let braced = self.file.slice(self.module.expr(expr).span).to_owned();
        Hole { expr, plain, braced, operand: false }
    }

    /// The operands of a chain of `+`: literals, and values with the parentheses around them.
    pub(super) fn sum(&mut self, expr: ExprId) -> Option<Vec<(usize, usize)>> {
        let module = self.module;
        let text = self.file.text();
        let whole = module.expr(expr).span;
        let operands = operands(module, expr);
        let mut ranges = Vec::new();
        for (at, operand) in operands.iter().enumerate() {
            let span = module.expr(*operand).span;
            let before = at.checked_sub(1).map_or(whole.start, |at| module.expr(operands[at]).span.end);
            let after = operands.get(at + 1).map_or(whole.end, |next| module.expr(*next).span.start);
            let gap = text.get(before as usize..span.start as usize)?;
            let next_gap = text.get(span.end as usize..after as usize)?;
            let opened = gap.chars().rev().take_while(|c| *c == '(').count() as u32;
            let closed = next_gap.chars().take_while(|c| *c == ')').count() as u32;
            let own = opened.min(closed);
            let span = Span { start: span.start - own, end: span.end + own };
            match &module.expr(*operand).kind {
                ExprKind::Str(_) | ExprKind::Format { .. } => {
                    let first = self.tokens.len();
                    self.literal(*operand)?;
                    ranges.push((first, self.tokens.len()));
                }
                ExprKind::Bytes(_) => return None,
                _ => {
                    // A constant name in the sum is a piece of the text like any other; it stays.
                    let hole = Hole { operand: true, ..self.hole(*operand, true) };
                    let token = self.tokens.len().checked_sub(1);
                    self.units.push(Unit { span, token, what: What::Hole(hole) });
                    ranges.push((self.tokens.len(), self.tokens.len()));
                }
            }
        }
        (!self.tokens.is_empty()).then_some(ranges)
    }
}

/// The operands of a chain of `+` from left to right. What stands before the first literal is one operand: it may be a
/// sum of numbers.
fn operands(module: &Module, sum: ExprId) -> Vec<ExprId> {
    let literal = |expr: ExprId| matches!(module.expr(expr).kind, ExprKind::Str(_) | ExprKind::Format { .. });
    // From right to left, each with the sum that it ends.
    let mut found = Vec::new();
    let mut at = sum;
    while let ExprKind::Binary { op: BinOp::Add, left, right } = &module.expr(at).kind {
        found.push((*right, at));
        at = *left;
    }
    found.push((at, at));
    found.reverse();
    let lead = found.iter().position(|(operand, _)| literal(*operand)).unwrap_or(0).saturating_sub(1);
    let first = found[lead].1;
    std::iter::once(first).chain(found[lead + 1..].iter().map(|(operand, _)| *operand)).collect()
}
