//! Checks that are not written as comparisons: conversions that refuse, predicates, what a pattern lets through.

use super::call::Given;
use super::engine::Engine;
use super::expr::less;
use super::language::safe_language;
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

    /// `re.M` and its like among the flags of a call: `^` and `$` stand at the ends of lines.
    pub(super) fn is_by_lines(&self, args: &[Arg]) -> bool {
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
                    if matches!(module.name(*name), "M" | "MULTILINE") =>
                {
                    return true;
                }
                _ => {}
            }
        }
        false
    }

    /// A pattern of a call, with the flag for lines inside it.
    pub(super) fn pattern_text(&self, pattern: &str, args: &[Arg]) -> String {
        if self.is_by_lines(args) { format!("(?m){pattern}") } else { pattern.to_owned() }
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

    /// What a match holds: nothing but what its pattern lets through.
    pub(super) fn matched_kinds(&self, name: &str, given: &Given<'_>) -> Kinds {
        let pattern = match name {
            "re.match" | "re.fullmatch" | "re.search" | "re.findall" => {
                given.values.first().and_then(super::format::constant_text)
            }
            "re.Pattern.match" | "re.Pattern.fullmatch" | "re.Pattern.search" | "re.Pattern.findall" => {
                given.receiver.as_ref().and_then(|receiver| match &receiver.text()?.pieces[..] {
                    [Piece::Lit(text)] => Some(text.clone()),
                    _ => None,
                })
            }
            _ => None,
        };
        pattern.map(|pattern| safe_language(&pattern, true)).unwrap_or_default()
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
