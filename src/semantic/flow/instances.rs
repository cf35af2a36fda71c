//! What `isinstance` says of a value.

use super::engine::Engine;
use crate::semantic::models::Kinds;
use crate::semantic::value::*;
use crate::syntax::*;

impl Engine<'_> {
    /// What lies at `place` is of a class, or one of several, or of none of them.
    pub(super) fn refine_instance(&mut self, place: ExprId, class: ExprId, truth: bool) {
        // What JSON has besides texts, lists and objects are numbers, truth values and null.
        if (truth && self.is_harmless_class(class)) || (!truth && self.is_all_but_numbers(class)) {
            self.refine_place(place, Kinds::ALL);
        } else if truth && self.names_text(class) {
            self.refine_place(place, super::filters::OBJECT);
        }
    }

    /// `str`, `(str, int)`: none of them holds operators.
    pub(super) fn names_text(&mut self, class: ExprId) -> bool {
        let module = self.module;
        match &module.expr(class).kind {
            ExprKind::Tuple(items) => items.iter().all(|item| self.names_text(*item)),
            ExprKind::Name(name) if matches!(module.name(*name), "str" | "bytes") => true,
            _ => self.is_harmless_class(class),
        }
    }

    pub(super) fn is_harmless_class(&mut self, class: ExprId) -> bool {
        let module = self.module;
        match &module.expr(class).kind {
            ExprKind::Tuple(items) => items.iter().all(|item| self.is_harmless_class(*item)),
            _ => {
                let value = self.peek(class);
                value.name().is_some_and(|name| {
                    matches!(
                        self.names.text(name),
                        "int" | "float" | "bool" | "uuid.UUID" | "decimal.Decimal"
                    )
                })
            }
        }
    }

    /// `(str, list, dict)`, in whatever order.
    fn is_all_but_numbers(&mut self, classes: ExprId) -> bool {
        let ExprKind::Tuple(items) = &self.module.expr(classes).kind else { return false };
        let named: Vec<Value> = items.iter().map(|item| self.peek(*item)).collect();
        let has = |wanted: &str| {
            named.iter().any(|value| value.name().is_some_and(|name| self.names.text(name) == wanted))
        };
        has("str") && has("list") && has("dict")
    }
}
