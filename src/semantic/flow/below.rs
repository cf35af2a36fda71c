//! Checks that keep a path in its folder: no `..` in it, made absolute and below a folder that is settled.

use super::engine::Engine;
use super::guard::PATH;
use crate::semantic::value::*;
use crate::syntax::*;

/// The note of the step that makes a path absolute.
pub(super) const RESOLVED: &str = "made absolute";

impl Engine<'_> {
    /// `".." in name` or `".." in name.split("/")` did not hold: it leads to no folder above. Where names that begin at
    /// the root are looked for too, it stays inside.
    pub(super) fn refine_without_parents(&mut self, left: ExprId, right: ExprId) {
        let module = self.module;
        let mark = self.peek(left);
        if mark.as_str() == Some("/") || self.is_separator(&mark) {
            // A name without a separator is that of a file in the folder.
            let plain = matches!(module.expr(right).kind, ExprKind::Name(_));
            let value = self.peek(right);
            if plain && value.text().is_none() {
                self.refine_place(right, PATH);
            }
            return;
        }
        if !matches!(&module.expr(left).kind, ExprKind::Str(text) if matches!(&**text, ".." | "../" | "/../" | "/.."))
        {
            return;
        }
        if !self.looks_for_roots() {
            return;
        }
        let whole = match &module.expr(right).kind {
            ExprKind::Call { func, .. } => match &module.expr(*func).kind {
                ExprKind::Attr { base, name, .. } if module.name(*name) == "split" => *base,
                _ => return,
            },
            ExprKind::Attr { base, name, .. } if module.name(*name) == "parts" => *base,
            _ => right,
        };
        let value = self.peek(whole);
        self.clean_value(Some(&value), PATH);
    }

    /// The function asks somewhere whether a path begins at the root.
    pub(super) fn looks_for_roots(&self) -> bool {
        self.asks_for(&["is_absolute", "isabs"])
    }

    /// The function uses one of these names somewhere.
    pub(super) fn asks_for(&self, wanted: &[&str]) -> bool {
        let module = self.module;
        let span = module.function(self.func()).span;
        let inside = module.exprs.iter().filter(|expr| span.contains(expr.span));
        let mut names = inside.filter_map(|expr| match &expr.kind {
            ExprKind::Attr { name, .. } | ExprKind::Name(name) => Some(module.name(*name)),
            _ => None,
        });
        names.any(|name| wanted.contains(&name))
    }

    /// `name.replace("_", "")`: the place, where only harmless marks are left out.
    pub(super) fn less_marks(&mut self, base: ExprId) -> ExprId {
        let module = self.module;
        let mut base = base;
        while let ExprKind::Call { func, args, .. } = &module.expr(base).kind
            && let ExprKind::Attr { base: inner, name, .. } = module.expr(*func).kind
            && module.name(name) == "replace"
            && let [mark, with] = &args[..]
            && let (ExprKind::Str(mark), ExprKind::Str(with)) =
                (&module.expr(mark.value).kind, &module.expr(with.value).kind)
            && matches!(&**mark, "_" | "-")
            && with.is_empty()
        {
            base = inner;
        }
        base
    }

    /// The value at `place` went through `resolve`, `realpath`, `abspath` or `normpath`.
    pub(super) fn is_resolved(&mut self, place: ExprId) -> bool {
        let value = self.peek(place);
        self.is_made_absolute(&value)
    }

    /// The same of a value.
    pub(super) fn is_made_absolute(&self, value: &Value) -> bool {
        let mut steps: Vec<Option<StepId>> = value.taints().iter().map(|taint| Some(taint.step)).collect();
        let mut looked = 0;
        while let Some(step) = steps.pop().flatten() {
            let known = &self.steps[step.0 as usize];
            if known.note == RESOLVED {
                return true;
            }
            steps.push(known.before);
            looked += 1;
            if looked > 64 {
                break;
            }
        }
        false
    }

    /// A prefix that ends at a folder's end: with a separator, or a path of its own.
    pub(super) fn is_fixed_folder(&self, value: &Value) -> bool {
        if !self.whole(value).taints().is_empty() {
            return false;
        }
        let ends_well = |text: &str| text.ends_with('/') || text.ends_with('\\');
        match (value.as_str(), value.text()) {
            (Some(text), _) => ends_well(text),
            (None, Some(text)) => {
                match text.pieces.iter().rfind(|piece| !matches!(piece, Piece::Lit(text) if text.is_empty()))
                {
                    Some(Piece::Lit(text)) => ends_well(text),
                    // `BASE + os.sep`
                    Some(Piece::Hole(hole, _)) => self.is_separator(hole),
                    None => false,
                }
            }
            // A folder known only by name: whether it ends in a separator cannot be seen.
            (None, None) => false,
        }
    }
}
