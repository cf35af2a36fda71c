//! What is known of a value in a command line: whether it is text, and whether it may mean several words.
//!
//! Goes by classes, annotations and names; says no where it cannot tell.

use super::Maker;
use crate::rewrite::definition::assigned_once;
use crate::semantic::Type;
use crate::syntax::{ExprId, ExprKind};

/// Values named like these stand for several words.
const SEVERAL: &[&str] =
    &["flags", "options", "opts", "args", "arguments", "extra", "params", "parameters", "command", "cmd"];

impl Maker<'_> {
    /// The class of a value that comes from outside the file.
    pub(super) fn class(&self, expr: ExprId) -> Option<&str> {
        match self.analysis.value(expr).class()? {
            Type::Outside(name) => Some(self.analysis.names.text(name)),
            Type::Local(_) => None,
        }
    }

    /// True when the value is named like several words.
    pub(super) fn means_several(&self, expr: ExprId) -> bool {
        let module = self.analysis.module;
        let name = match &module.expr(expr).kind {
            ExprKind::Name(name) | ExprKind::Attr { name, .. } => module.name(*name),
            ExprKind::Subscript { index, .. } => match &module.expr(*index).kind {
                ExprKind::Str(text) => text,
                _ => return false,
            },
            _ => return false,
        };
        let name = name.to_lowercase();
        SEVERAL.iter().any(|word| name == *word || name.ends_with(&format!("_{word}")))
    }

    /// True when the value is a `str` or a path whatever comes in.
    pub(super) fn surely_text(&self, expr: ExprId, depth: u8) -> bool {
        let module = self.analysis.module;
        if matches!(self.class(expr), Some("str" | "pathlib.Path"))
            || self.analysis.value(expr).text().is_some()
        {
            return true;
        }
        match &module.expr(expr).kind {
            ExprKind::Str(_) | ExprKind::Format { .. } => true,
            ExprKind::Subscript { base, .. } => matches!(
                self.analysis.dotted(*base),
                Some(
                    "flask.request.args"
                        | "flask.request.form"
                        | "flask.request.values"
                        | "flask.request.cookies"
                        | "flask.request.headers"
                        | "django.http.HttpRequest.GET"
                        | "django.http.HttpRequest.POST"
                        | "os.environ"
                        | "sys.argv"
                )
            ),
            ExprKind::Name(_) if depth < 4 => {
                if self.annotated(expr) {
                    return true;
                }
                assigned_once(self.analysis, expr, false)
                    .is_some_and(|value| self.surely_text(value, depth + 1))
            }
            _ => false,
        }
    }

    /// True for a parameter that is annotated `str`.
    fn annotated(&self, expr: ExprId) -> bool {
        let module = self.analysis.module;
        let Some(var) = self.analysis.scopes.resolve(expr) else { return false };
        let var = self.analysis.scopes.var(var);
        let params = &module.function(var.owner).params;
        params.iter().any(|param| {
            param.name == var.name
                && param.annotation.is_some_and(|note| {
                    matches!(self.file.slice(module.expr(note).span), "str" | "Path" | "pathlib.Path")
                })
        })
    }
}
