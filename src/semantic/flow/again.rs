//! Checks in other words: an answer that was kept in a variable, and what is read a second time.
//!
//! Knows the text of a function only; what a check rules out is told elsewhere.

use super::engine::Engine;
use crate::semantic::models::Kinds;
use crate::semantic::scopes::{Scopes, VarId};
use crate::syntax::*;

/// So many expressions after a check are looked through for what was checked.
const REACH: usize = 512;

/// Conditions of more parts are not looked through.
const MAX_CONDITION: usize = 64;

/// By variable, where it is given something: the place, and the value where it is plainly assigned.
pub(super) type Stores = Vec<Vec<(u32, Option<ExprId>)>>;

impl Engine<'_> {
    /// `safe = is_own(url)` of `if safe:`, when nothing else is ever put into `safe`, and nothing new into `url` in
    /// between.
    pub(super) fn kept_answer(&mut self, name: ExprId) -> Option<ExprId> {
        let (module, scopes) = (self.module, self.scopes);
        let var = scopes.resolve(name)?;
        if scopes.var(var).owner != self.func() || self.func() == FuncId(0) {
            return None;
        }
        // The caller puts something into a parameter.
        let named = |param: &Param| param.name == scopes.var(var).name;
        if module.function(self.func()).params.iter().any(named) {
            return None;
        }
        let stores = self.stores.get_or_insert_with(|| stores(module, scopes));
        let [(_, Some(kept))] = stores.get(var.0 as usize)?[..] else { return None };
        if !matches!(
            module.expr(kept).kind,
            ExprKind::Call { .. }
                | ExprKind::Compare { .. }
                | ExprKind::Logic { .. }
                | ExprKind::Unary { .. }
                | ExprKind::Binary { op: BinOp::Sub, .. }
                | ExprKind::Comprehension { .. }
        ) {
            return None;
        }
        let between = module.expr(kept).span.end..module.expr(name).span.start;
        if between.is_empty() {
            // `x = f(x or y)`: what is asked is what was there before.
            return None;
        }
        let mut queue = vec![kept];
        let mut looked = 0;
        while let Some(at) = queue.pop() {
            looked += 1;
            let read = scopes.resolve(at).filter(|_| matches!(module.expr(at).kind, ExprKind::Name(_)));
            // A condition that holds the variable itself is another one each time.
            let changes = |(place, _): &(u32, Option<ExprId>)| between.contains(place);
            if looked > MAX_CONDITION
                || read == Some(var)
                || read
                    .and_then(|read| stores.get(read.0 as usize))
                    .is_some_and(|places| places.iter().any(changes))
            {
                return None;
            }
            each_child(&module.expr(at).kind, &mut |child| queue.push(child));
        }
        Some(kept)
    }

    /// `if is_own(request.GET.get("next")): return redirect(request.GET.get("next"))`: what is read again is the same.
    pub(super) fn refine_same_reads(&mut self, place: ExprId, kinds: Kinds) {
        let module = self.module;
        if self.answering > 0 {
            return;
        }
        let Some((_, last)) = step_of(module, place) else { return };
        self.answering += 1;
        let end = module.function(self.func()).span.end;
        for at in (place.index() + 1..module.exprs.len()).take(REACH) {
            let other = ExprId(at as u32);
            if module.expr(other).span.start >= end {
                break;
            }
            let is_read = matches!(
                module.expr(other).kind,
                ExprKind::Attr { .. } | ExprKind::Subscript { .. } | ExprKind::Call { .. }
            );
            if is_read
                && step_of(module, other).is_some_and(|(_, key)| key == last)
                && same_read(module, place, other)
            {
                let again = self.peek(other);
                let again = self.whole(&again);
                let span = module.expr(other).span;
                for taint in again.taints() {
                    // What came into a variable before is behind other keys as well.
                    if span.contains(self.origins[taint.origin.0 as usize].span) {
                        self.frame.state.clean(taint.origin, kinds);
                    }
                }
            }
        }
        self.answering -= 1;
    }
}

fn stores(module: &Module, scopes: &Scopes) -> Stores {
    let mut stores: Stores = vec![Vec::new(); scopes.vars().len()];
    let mut put = |target: ExprId, value: Option<ExprId>| {
        let mut queue = vec![target];
        while let Some(at) = queue.pop() {
            match &module.expr(at).kind {
                ExprKind::Name(_) => {
                    if let Some(var) = scopes.resolve(at) {
                        let value = value.filter(|_| at == target);
                        stores[var.0 as usize].push((module.expr(at).span.start, value));
                    }
                }
                ExprKind::Tuple(items) | ExprKind::List(items) => queue.extend(items),
                ExprKind::Star(inner) => queue.push(*inner),
                _ => {}
            }
        }
    };
    for stmt in &module.stmts {
        match &stmt.kind {
            StmtKind::Assign { targets, value } => {
                targets.iter().for_each(|target| put(*target, Some(*value)))
            }
            StmtKind::AnnAssign { target, value: Some(value), .. } => put(*target, Some(*value)),
            StmtKind::AugAssign { target, .. } | StmtKind::For { target, .. } => put(*target, None),
            StmtKind::With { items, .. } => {
                items.iter().filter_map(|item| item.target).for_each(|target| put(target, None));
            }
            _ => {}
        }
    }
    for expr in &module.exprs {
        if let ExprKind::Walrus { target, .. } = expr.kind {
            put(target, None);
        }
    }
    stores
}

impl Engine<'_> {
    /// What is put into a variable, and where.
    pub(super) fn stored_in(&mut self, var: VarId) -> &[(u32, Option<ExprId>)] {
        let (module, scopes) = (self.module, self.scopes);
        let stores = self.stores.get_or_insert_with(|| stores(module, scopes));
        stores.get(var.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// Where in the text something is put into a variable.
    pub(super) fn stores_of(&mut self, var: VarId) -> Vec<u32> {
        self.stored_in(var).iter().map(|(place, _)| *place).collect()
    }

    /// Nothing is put into the variable `name` by the statements in this part of the text.
    pub(super) fn is_kept_within(&mut self, name: ExprId, part: std::ops::Range<u32>) -> bool {
        let var = self.scopes.resolve(name);
        var.is_none_or(|var| self.stored_in(var).iter().all(|(place, _)| !part.contains(place)))
    }
}

/// True when both read the same: names, attributes, constant keys, whether by `x["k"]` or `x.get("k")`.
pub(super) fn same_read(module: &Module, one: ExprId, other: ExprId) -> bool {
    let (mut one, mut other) = (one, other);
    for depth in 0..8 {
        match (step_of(module, one), step_of(module, other)) {
            (Some(first), Some(second)) if first.1 == second.1 => match (first.0, second.0) {
                (Some(inner), Some(outer)) => (one, other) = (inner, outer),
                // A bare name is known by its variable already.
                (None, None) => return depth > 0,
                _ => return false,
            },
            _ => return false,
        }
    }
    false
}

/// The last step of a read and what it is taken of: the name, the attribute or the key.
fn step_of(module: &Module, id: ExprId) -> Option<(Option<ExprId>, (bool, &str))> {
    match &module.expr(id).kind {
        ExprKind::Name(name) => Some((None, (false, module.name(*name)))),
        ExprKind::Attr { base, name, .. } => Some((Some(*base), (false, module.name(*name)))),
        ExprKind::Subscript { base, index } => match &module.expr(*index).kind {
            ExprKind::Str(key) => Some((Some(*base), (true, key))),
            _ => None,
        },
        ExprKind::Call { func, args, .. } => {
            let ExprKind::Attr { base, name, .. } = module.expr(*func).kind else { return None };
            let constant = |arg: &Arg| match &module.expr(arg.value).kind {
                ExprKind::Str(key) => Some(Some(&**key)),
                ExprKind::None => Some(None),
                _ => None,
            };
            let key = args.first().and_then(constant)??;
            let plain = args.iter().all(|arg| constant(arg).is_some());
            (plain && module.name(name) == "get").then_some((Some(base), (true, key)))
        }
        _ => None,
    }
}
