//! A command line as a list of arguments.
//!
//! Each value becomes one argument or a part of one; a value that may stand for several is refused.

use super::Maker;
use super::words::{Line, Piece};
use crate::rewrite::written::{Composed, Glue, Hole, glued, write};
use crate::syntax::ExprKind;

impl Maker<'_> {
    /// The arguments as Python writes them, and whether each value is surely one word.
    pub(super) fn items(&self, template: &Composed, line: &Line) -> Option<(Vec<String>, bool)> {
        let quote = template.quote();
        let mut sure = true;
        let mut items = Vec::new();
        for (at, word) in line.words.iter().enumerate() {
            let holes: Vec<usize> = word
                .iter()
                .filter_map(|piece| match piece {
                    Piece::Hole(unit) => Some(*unit),
                    Piece::Char(_) => None,
                })
                .collect();
            // A value at the start chooses the program.
            if at == 0 && !holes.is_empty() {
                return None;
            }
            let mut glue = Vec::new();
            let alone = word.len() == 1;
            for piece in word {
                match piece {
                    Piece::Char(char) => glue.push(Glue::Char(*char)),
                    Piece::Hole(unit) => {
                        let hole = template.hole(*unit)?;
                        let quoted =
                            line.places.iter().any(|place| place.unit == *unit && place.quote.is_some());
                        let (text, text_sure) = self.value(hole, quoted, alone)?;
                        sure &= text_sure;
                        glue.push(Glue::Value(text));
                    }
                }
            }
            items.push(match (&glue[..], holes.len()) {
                ([Glue::Value(text)], 1) => text.clone(),
                (_, 0) => {
                    let text: String = glue
                        .iter()
                        .filter_map(|piece| match piece {
                            Glue::Char(char) => Some(*char),
                            Glue::Value(_) => None,
                        })
                        .collect();
                    write(&text, quote)
                }
                _ => glued(&glue, quote)?,
            });
        }
        (!items.is_empty()).then_some((items, sure))
    }

    /// How a value stands in the list, and whether it is surely one word of text.
    fn value(&self, hole: &Hole, quoted: bool, alone: bool) -> Option<(String, bool)> {
        let module = self.analysis.module;
        let mut expr = hole.expr;
        let mut was_quoted = false;
        if let ExprKind::Call { func, args, .. } = &module.expr(expr).kind
            && self.analysis.dotted(*func) == Some("shlex.quote")
            && args.len() == 1
        {
            (expr, was_quoted) = (args[0].value, true);
        }
        if was_quoted && quoted {
            return None;
        }
        let text = self.file.slice(module.expr(expr).span).to_owned();
        if !quoted && !was_quoted && self.means_several(expr) {
            return None;
        }
        let known = self.analysis.value(expr).as_const().is_some();
        let number = self.class(expr) == Some("int");
        // What a check or an escape has made harmless may have been changed for the shell.
        if !(self.tainted)(expr) && !was_quoted && !number {
            let word = |text: &str| {
                !text.is_empty()
                    && text.chars().all(|c| c.is_ascii_alphanumeric() || "/._-=:,@%+".contains(c))
            };
            if !known || !self.analysis.value(expr).as_str().is_none_or(word) {
                return None;
            }
        }
        if !hole.plain {
            return if alone {
                Some((glued(&[Glue::Value(hole.braced.clone())], '"')?, false))
            } else {
                Some((hole.braced.clone(), false))
            };
        }
        let sure = self.surely_text(expr, 0) || known || hole.operand;
        if !alone {
            return Some((text, sure || number));
        }
        Some(match (sure, number) {
            (_, true) => (format!("str({text})"), true),
            (true, _) => (text, true),
            (false, _) => (format!("str({text})"), quoted),
        })
    }
}
