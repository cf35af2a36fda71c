//! Literals whose holes are gone: no `f`, no doubled braces, no `% values` behind them.

use super::{Composed, Style, Unit, What};
use crate::finding::Edit;
use crate::source::Span;

impl Composed {
    /// The edits that turn the literals into plain ones, once the units of `gone` are replaced by other edits: the `f`
    /// goes where no hole is left, doubled braces become single ones, and the tail goes. `kept` tells holes that stay.
    pub(in crate::rewrite) fn plain_literals(
        &self,
        gone: &[Span],
        kept: &dyn Fn(&Unit) -> bool,
        text: &str,
    ) -> Vec<Edit> {
        let mut edits = Vec::new();
        let stays = |span: Span| !gone.iter().any(|gone| gone.overlaps(span));
        for (at, token) in self.tokens.iter().enumerate() {
            let own = || self.units.iter().filter(move |unit| unit.token == Some(at));
            let holes_left = own().any(|unit| {
                matches!(&unit.what, What::Hole(hole) if !hole.operand) && kept(unit) && stays(unit.span)
            });
            if token.format && !holes_left {
                let prefix: String = text[token.prefix.range()]
                    .chars()
                    .filter(|letter| !matches!(letter, 'f' | 'F'))
                    .collect();
                if stays(token.prefix) {
                    edits.push(Edit { span: token.prefix, text: prefix });
                }
            }
            if (token.format && !holes_left) || self.style == Style::Format {
                for unit in own().filter(|unit| unit.span.len() == 2 && stays(unit.span)) {
                    if let What::Char(brace @ ('{' | '}')) = unit.what {
                        edits.push(Edit { span: unit.span, text: brace.to_string() });
                    }
                }
            }
        }
        edits.extend(self.tail.map(|span| Edit { span, text: String::new() }));
        edits
    }
}

/// Where the literal ends, its closing parentheses included, and the operator or dot (`sign`) follows. `from` and `to`
/// are the ends of the literal and of the whole expression.
pub(super) fn tail_start(text: &str, from: u32, to: u32, sign: char) -> Option<u32> {
    let between = text.get(from as usize..to as usize)?;
    let at = between.find(sign)?;
    let head = between[..at].trim_end_matches([' ', '\t', '\n', '\r', '\\']);
    if !head.chars().all(|c| c == ')' || c.is_whitespace()) {
        return None;
    }
    Some(from + head.len() as u32)
}
