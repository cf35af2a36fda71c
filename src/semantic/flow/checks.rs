//! Checks that are not written as comparisons: conversions that refuse, predicates, what a pattern lets through.

use super::call::Given;
use super::engine::Engine;
use super::expr::less;
use crate::semantic::models::Kinds;
use crate::semantic::value::*;
use crate::syntax::*;

/// Conversions that raise for everything that could be injected.
const REFUSING: &[&str] = &[
    "int",
    "float",
    "uuid.UUID",
    "decimal.Decimal",
    "datetime.date.fromisoformat",
    "datetime.datetime.fromisoformat",
    "datetime.datetime.strptime",
    "ipaddress.ip_address",
    "ipaddress.IPv4Address",
    "ipaddress.ip_network",
];
/// A text of so many characters is matched in time, in however many ways.
const SHORT: i64 = 24;
/// So many ways in which an `any` may hold are looked at.
const MAX_WAYS: usize = 16;

impl Engine<'_> {
    /// `int(text)` as a statement of its own came back: what is in the variable `text` reads as a number.
    pub(super) fn converted(&mut self, id: ExprId, name: &str, given: &Given<'_>) {
        if self.frame.statement != Some(id) {
            return;
        }
        let Some(arg) = given.args.first().filter(|arg| arg.kind == ArgKind::Positional) else { return };
        if !REFUSING.contains(&name) || !matches!(self.module.expr(arg.value).kind, ExprKind::Name(_)) {
            return;
        }
        let value = &given.values[0];
        if value.taints().is_empty() || value.text().is_some() || super::expr::is_container(value) {
            return;
        }
        if self.parameter_that_is(value).is_some() {
            // For callers.
            self.clean_value(Some(value), Kinds::ALL);
        }
        let Some(var) = self.scopes.resolve(arg.value).map(|var| self.scopes.var(var)) else { return };
        if var.owner == self.func() {
            self.frame.refused.push((var.slot, value.clone()));
            self.frame.state.set_var(var.slot, value.with_taints(Vec::new()));
        }
    }

    /// `contextlib.suppress(ValueError)`
    pub(super) fn is_suppressing(&mut self, manager: ExprId) -> bool {
        let ExprKind::Call { func, .. } = self.module.expr(manager).kind else { return false };
        self.static_ref(func).name().is_some_and(|name| self.names.text(name) == "contextlib.suppress")
    }

    /// A block that is left where an exception is raised, as if nothing had happened: what it checked may not hold.
    pub(super) fn suppressed(&mut self, body: &[StmtId]) {
        let (mark, refused) = (self.frame.state.mark(), self.frame.refused.len());
        self.block(body);
        let done = self.frame.state.take(mark);
        self.not_converted(refused);
        let left = self.frame.state.take(mark);
        self.frame.state.merge(vec![done, left]);
    }

    /// `len(text) > 12` did not hold: so short a text gives a pattern little to try.
    pub(super) fn refine_length(&mut self, left: ExprId, op: CmpOp, right: ExprId, truth: bool) {
        let module = self.module;
        let ExprKind::Call { func, args, .. } = &module.expr(left).kind else { return };
        let ([only], true) = (&args[..], self.mentions("re")) else { return };
        if !matches!(module.expr(*func).kind, ExprKind::Name(name) if module.name(name) == "len") {
            return;
        }
        let bounded = match op {
            CmpOp::Le | CmpOp::Lt | CmpOp::Eq => truth,
            CmpOp::Gt | CmpOp::Ge | CmpOp::Ne => !truth,
            _ => false,
        };
        if !bounded {
            return;
        }
        let (most, text) = (self.peek(right), self.peek(only.value));
        if matches!(most.as_const(), Some(Const::Int(most)) if *most <= SHORT)
            && !super::expr::is_container(&text)
        {
            self.clean_value(Some(&text), Kinds::LONG);
        }
    }

    /// One of these among the flags of a call.
    fn has_flag(&self, args: &[Arg], wanted: [&str; 2]) -> bool {
        let module = self.module;
        let flags = args.iter().enumerate().filter(|(at, arg)| match arg.kind {
            ArgKind::Positional => *at > 0,
            ArgKind::Keyword(name) => module.name(name) == "flags",
            _ => false,
        });
        let mut queue: Vec<ExprId> = flags.map(|(_, arg)| arg.value).collect();
        while let Some(id) = queue.pop() {
            match &module.expr(id).kind {
                ExprKind::Binary { left, right, .. } => queue.extend([*left, *right]),
                ExprKind::Attr { name, .. } | ExprKind::Name(name)
                    if wanted.contains(&module.name(*name)) =>
                {
                    return true;
                }
                _ => {}
            }
        }
        false
    }

    /// A pattern of a call, with those flags inside it that change what it means: `^` and `$` at the ends of lines, blanks
    /// and comments that say nothing.
    pub(super) fn pattern_text(&self, pattern: &str, args: &[Arg]) -> String {
        let by_lines = self.has_flag(args, ["M", "MULTILINE"]);
        let spaced = self.has_flag(args, ["X", "VERBOSE"]);
        match (by_lines, spaced) {
            (false, false) => pattern.to_owned(),
            (true, false) => format!("(?m){pattern}"),
            (false, true) => format!("(?x){pattern}"),
            (true, true) => format!("(?mx){pattern}"),
        }
    }

    /// In a handler: what conversions inside the `try` may have refused is as it was.
    pub(super) fn not_converted(&mut self, since: usize) {
        for at in since..self.frame.refused.len() {
            let (slot, value) = self.frame.refused[at].clone();
            let now = self.frame.state.var(slot);
            let joined = now.map_or_else(|| value.clone(), |now| now.join(&value));
            self.frame.state.set_var(slot, joined);
        }
    }

    /// `filter(test, list)`: an element that passed.
    pub(super) fn passed_test(&mut self, id: ExprId, test: &Value, item: Value) -> Value {
        let What::Function(target, bound) = test.refers().clone() else { return item };
        match self.module.function(target).body {
            Body::Lambda(body) => {
                let mark = self.frame.state.mark();
                let param = self.module.function(target).params.first().map(|param| param.name);
                let var = param.and_then(|name| self.scopes.local(target, name));
                let Some(var) = var else { return item };
                let before = self.frame.given.insert(var, item.clone());
                self.refine(body, true);
                match before {
                    Some(before) => self.frame.given.insert(var, before),
                    None => self.frame.given.remove(&var),
                };
                let left = self.seen(&item);
                self.frame.state.undo(mark);
                left
            }
            Body::Block(_) => {
                let Some(summary) = self.summary_of(target) else { return item };
                let place = u32::from(bound.is_some());
                self.call_plainly(id, test, vec![item.clone()]);
                let left = less(item.taints(), summary.guards.of(place));
                item.with_taints(left)
            }
        }
    }

    /// Outside data takes part in the test.
    pub(super) fn speaks_of_outside(&mut self, test: ExprId) -> bool {
        let module = self.module;
        match &module.expr(test).kind {
            ExprKind::Unary { operand, .. } => self.speaks_of_outside(*operand),
            ExprKind::Logic { values, .. } => values.iter().any(|value| self.speaks_of_outside(*value)),
            ExprKind::Compare { left, rest } => {
                self.speaks_of_outside(*left) || rest.iter().any(|(_, right)| self.speaks_of_outside(*right))
            }
            ExprKind::Call { func, args, .. } => {
                self.speaks_of_outside(*func) || args.iter().any(|arg| self.speaks_of_outside(arg.value))
            }
            ExprKind::Attr { base, .. } => self.speaks_of_outside(*base),
            _ => {
                let value = self.peek(test);
                !self.whole(&value).taints().is_empty()
            }
        }
    }

    /// `any(value == name for name in NAMES)`: what holds whichever constant it is.
    pub(super) fn refine_any(&mut self, list: ExprId) {
        let module = self.module;
        let ExprKind::Comprehension { element, clauses, .. } = &module.expr(list).kind else { return };
        let [clause] = &clauses[..] else { return };
        if !clause.tests.is_empty() || !matches!(module.expr(clause.target).kind, ExprKind::Name(_)) {
            return;
        }
        let iter = self.peek(clause.iter);
        let constants = self.ordered(&iter).unwrap_or_default();
        if constants.is_empty()
            || constants.len() > MAX_WAYS
            || constants.iter().any(|value| value.as_const().is_none())
        {
            return;
        }
        let record = std::mem::replace(&mut self.frame.record, false);
        let mark = self.frame.state.mark();
        let mut deltas = Vec::new();
        for constant in constants {
            self.assign(clause.target, constant);
            self.refine(*element, true);
            deltas.push(self.frame.state.take(mark));
        }
        self.frame.record = record;
        self.frame.state.merge(deltas);
    }

    /// The program's own address, as the request repeats it: good to compare with, if not to trust.
    pub(super) fn is_own_address(&self, value: &Value) -> bool {
        let own = |taint: &Taint| {
            let note = &self.origins[taint.origin.0 as usize].note;
            ["`request.host", "`request.url_root", "`request.root_url", "`HttpRequest.get_host"]
                .iter()
                .any(|start| note.starts_with(start))
        };
        !value.taints().is_empty() && value.taints().iter().all(own)
    }
}
