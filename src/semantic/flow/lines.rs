//! Line ends: what a text must not hold that becomes a header, and the headers of a mail that is written by hand.

use super::call::Given;
use super::engine::Engine;
use super::expr::less;
use crate::semantic::facts::Site;
use crate::semantic::models::{Kind, Kinds, Sink};
use crate::semantic::value::*;
use crate::syntax::*;

/// What a text without line ends cannot cause.
pub(super) const LINES: Kinds = Kinds::of(&[Kind::Header, Kind::Mail]);

/// True for the text of a line's end.
fn is_end(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| matches!(letter, '\r' | '\n'))
}

/// What the pieces of a text that was cut do not hold: `text.splitlines()`, `text.split()`, `text.split("\n")`.
pub(super) fn kept_by_cutting(method: &str, given: &Given<'_>) -> Kinds {
    let first = given.values.first();
    let at_ends = match method {
        "splitlines" => true,
        "split" | "rsplit" if first.is_none() => true,
        "split" | "rsplit" | "partition" | "rpartition" => first.and_then(Value::as_str).is_some_and(is_end),
        _ => false,
    };
    if at_ends { LINES } else { Kinds::NONE }
}

/// `text.replace("\n", " ")`
pub(super) fn kept_by_replacing(given: &Given<'_>) -> Kinds {
    let text = |at: usize| given.values.get(at).and_then(Value::as_str);
    let gone = text(0).is_some_and(is_end) && text(1).is_some_and(|with| !with.contains(['\r', '\n']));
    if gone { LINES } else { Kinds::NONE }
}

impl Engine<'_> {
    /// `"\n" in text` did not hold.
    pub(super) fn refine_without_ends(&mut self, left: ExprId, right: ExprId) {
        if self.peek(left).as_str().is_some_and(is_end) {
            self.refine_place(right, LINES);
        }
    }

    /// `any(end in text for end in "\r\n")` did not hold.
    pub(super) fn refine_without_any_end(&mut self, clause: &Clause, element: ExprId) {
        let module = self.module;
        if let ExprKind::Compare { left, rest } = &module.expr(element).kind
            && let [(CmpOp::In, text)] = rest[..]
            && let (ExprKind::Name(sought), ExprKind::Name(each)) =
                (&module.expr(*left).kind, &module.expr(clause.target).kind)
            && sought == each
            && self.holds_ends(clause.iter)
        {
            self.refine_place(text, LINES);
        }
    }

    /// `"\r\n"`, `("\r", "\n")`
    fn holds_ends(&mut self, id: ExprId) -> bool {
        let value = self.peek(id);
        match (value.as_str(), self.ordered(&value)) {
            (Some(text), _) => text.contains('\n'),
            (None, Some(all)) => all.iter().any(|one| one.as_str().is_some_and(|text| text.contains('\n'))),
            (None, None) => false,
        }
    }

    /// The text of a mail, headers and all: what stands before the first empty line.
    pub(super) fn mail_given(&mut self, id: ExprId, sink: Sink, given: &Given<'_>) {
        for (arg, value) in self.meant(sink.args, given) {
            let Some(text) = value.text() else { continue };
            let mut before = String::new();
            let mut found = Vec::new();
            for piece in &text.pieces {
                match piece {
                    Piece::Lit(text) => before.push_str(&text.replace("\r\n", "\n")),
                    Piece::Hole(hole, _) => {
                        // A text that begins with an empty line has no headers; one that is given whole is not looked into.
                        if before.contains(':') {
                            found = join_taints(&found, hole.taints());
                        }
                        before.push(' ');
                    }
                }
                if before.starts_with('\n') || before.contains("\n\n") {
                    break;
                }
            }
            // What came into the text clean of it since: `text.replace(…)` of the whole.
            let kept = less(value.taints(), !Kinds::of(&[sink.kind]));
            found.retain(|taint| kept.iter().any(|known| known.origin == taint.origin));
            let site = Site { kind: sink.kind, sink, call: id, arg, func: self.func() };
            self.hit(site, &found);
        }
    }
}
