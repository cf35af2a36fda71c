//! Checks of a list by its elements: loops that refuse one, `all` and `any`, what is left of a set without another.

use super::again::same_read;
use super::engine::Engine;
use super::expr::{is_container, less};
use super::filters::OBJECT;
use super::fragments::Fragment;
use super::state::Delta;
use crate::semantic::models::Kinds;
use crate::semantic::value::*;
use crate::syntax::*;

/// So many expressions of a function are looked through for a list that is asked by keys.
const REACH: usize = 2048;

impl Engine<'_> {
    /// The name and the list of `for name in list:`, also of `for at, name in enumerate(list)`.
    fn each_of(&mut self, target: ExprId, iter: ExprId) -> Option<(ExprId, ExprId)> {
        let module = self.module;
        let (mut name, mut list) = (target, iter);
        while let ExprKind::Call { func, args, .. } = &module.expr(list).kind {
            let Some(called) = self.static_ref(*func).name() else { break };
            match (self.names.text(called), &args[..]) {
                ("enumerate", [only, ..]) => {
                    let ExprKind::Tuple(items) = &module.expr(name).kind else { return None };
                    (name, list) = (*items.get(1)?, only.value);
                }
                ("set" | "frozenset" | "sorted" | "list" | "tuple" | "reversed", [only, ..]) => {
                    list = only.value;
                }
                _ => break,
            }
        }
        // `for key, value in mapping.items()`
        if let (ExprKind::Tuple(items), true) = (&module.expr(name).kind, self.gives_pairs(list)) {
            name = *items.get(1)?;
        }
        matches!(module.expr(name).kind, ExprKind::Name(_)).then_some((name, list))
    }

    fn gives_pairs(&self, list: ExprId) -> bool {
        let module = self.module;
        let ExprKind::Call { func, args, .. } = &module.expr(list).kind else { return false };
        let by_name = |name| module.name(name) == "items";
        args.is_empty() && matches!(module.expr(*func).kind, ExprKind::Attr { name, .. } if by_name(name))
    }

    /// The name and the list of a loop over `stream`, where a check of the one may be meant for the other.
    pub(super) fn looped(
        &mut self,
        target: ExprId,
        iter: ExprId,
        stream: &Value,
    ) -> Option<(ExprId, ExprId)> {
        if self.whole(stream).taints().is_empty() {
            return None;
        }
        let (name, list) = self.each_of(target, iter)?;
        let own = self.scopes.resolve(name).is_some_and(|var| self.scopes.var(var).owner == self.func());
        own.then_some((name, list))
    }

    /// Every round of a loop ruled these kinds out of `name`: so they are of the list.
    pub(super) fn refine_looped(&mut self, name: ExprId, list: ExprId, kinds: Kinds, body: &[StmtId]) {
        let module = self.module;
        let (Some(first), Some(last)) = (body.first(), body.last()) else { return };
        let part = module.stmt(*first).span.start..module.stmt(*last).span.end;
        let held = self.peek(list);
        if !self.is_mapping(&held) && self.is_kept_within(name, part) && !self.is_asked_by_keys(list) {
            self.refine_elements(list, kinds);
        }
    }

    /// What holds of the element at the end of each of these rounds.
    pub(super) fn ruled_out_by(&mut self, item: ExprId, rounds: &[Delta]) -> Option<Kinds> {
        let slot = self.scopes.resolve(item).map(|var| self.scopes.var(var).slot)?;
        if rounds.iter().all(|round| round.dead) {
            return None;
        }
        let mark = self.frame.state.mark();
        self.frame.state.merge(rounds.iter().map(Delta::share).collect());
        let left = self.frame.state.var(slot).map(|value| self.left_in(value));
        self.frame.state.undo(mark);
        left.map(|left| !left).filter(|kinds| !(*kinds & Kinds::OUTSIDE).is_empty())
    }

    /// What a value can still cause.
    fn left_in(&self, value: &Value) -> Kinds {
        self.seen(value).taints().iter().fold(Kinds::NONE, |all, taint| all | taint.kinds)
    }

    /// `list["name"]`, `list.get("name")`, `list.items()`, `**list`: it is no list, and its keys were gone through.
    fn is_asked_by_keys(&self, list: ExprId) -> bool {
        let module = self.module;
        let span = module.function(self.func()).span;
        let same = |other: ExprId| match (&module.expr(list).kind, &module.expr(other).kind) {
            (ExprKind::Name(one), ExprKind::Name(other)) => one == other,
            _ => same_read(module, list, other),
        };
        let asked = |at: usize| match &module.exprs[at].kind {
            ExprKind::Subscript { base, index } => {
                same(*base)
                    && matches!(
                        module.expr(*index).kind,
                        ExprKind::Str(_) | ExprKind::Name(_) | ExprKind::Attr { .. }
                    )
            }
            ExprKind::Attr { base, name, .. } => {
                matches!(module.name(*name), "get" | "items" | "values" | "keys" | "getlist" | "setdefault")
                    && same(*base)
            }
            ExprKind::Call { args, .. } => {
                args.iter().any(|arg| arg.kind == ArgKind::DoubleStar && same(arg.value))
            }
            _ => false,
        };
        // Both ways from the loop: what it is shows before or after.
        let inside = |at: &usize| span.contains(module.exprs[*at].span) || self.func() == FuncId(0);
        let ahead = (list.index()..module.exprs.len()).take(REACH).take_while(inside);
        let behind = (0..list.index()).rev().take(REACH).take_while(inside);
        ahead.chain(behind).any(asked)
    }

    /// All elements were checked: of `names`, or of `set(names)`.
    pub(super) fn refine_elements(&mut self, list: ExprId, kinds: Kinds) {
        let module = self.module;
        match &module.expr(list).kind {
            ExprKind::Call { func, args, .. } => {
                if let (ExprKind::Attr { base, name, .. }, []) = (&module.expr(*func).kind, &args[..]) {
                    // All of `form.keys()` were, which says nothing of what lies under them.
                    let holder = self.peek(*base);
                    if matches!(module.name(*name), "values" | "items") {
                        self.refine_values(*base, &holder, kinds);
                    } else if module.name(*name) == "keys"
                        && (Kinds::OUTSIDE & !kinds).is_empty()
                        && let Some(obj) = self.container_of(*base, &holder)
                    {
                        self.put(obj, Key::Attr(*name), Value::default());
                    }
                }
                let [only] = &args[..] else { return };
                if let ExprKind::Attr { base, name, .. } = module.expr(*func).kind {
                    // `text.split(",")`: all of its parts were.
                    let plain = matches!(&module.expr(only.value).kind, ExprKind::Str(mark)
                        if matches!(&**mark, "," | ":" | "." | "/" | "-" | "_"));
                    if module.name(name) == "split" && plain {
                        self.refine_place(base, kinds);
                    }
                    return;
                }
                let called = self.static_ref(*func).name();
                if called.is_some_and(|name| {
                    matches!(self.names.text(name), "set" | "frozenset" | "sorted" | "list" | "tuple")
                }) {
                    self.refine_elements(only.value, kinds);
                }
            }
            ExprKind::Tuple(items) | ExprKind::List(items) | ExprKind::Set(items) => {
                for item in items {
                    if !matches!(module.expr(*item).kind, ExprKind::Star(_)) {
                        self.refine_place(*item, kinds);
                    }
                }
            }
            ExprKind::Name(_) => {
                let value = self.peek(list);
                self.refine_place(list, kinds);
                if is_container(&value) {
                    self.refine_contents(list, &value, kinds);
                }
            }
            ExprKind::Attr { .. } => self.refine_place(list, kinds),
            ExprKind::Subscript { index, .. } if matches!(module.expr(*index).kind, ExprKind::Str(_)) => {
                self.refine_place(list, kinds);
            }
            _ => {}
        }
    }

    /// No value of a mapping is an object any more. What else a check of them rules out stays: its keys are not among them.
    fn refine_values(&mut self, mapping: ExprId, held: &Value, kinds: Kinds) {
        let kinds = kinds & OBJECT;
        if kinds.is_empty() {
            return;
        }
        if is_container(held) {
            return self.refine_contents(mapping, held, kinds);
        }
        for taint in held.taints() {
            let each = self.fragment_of(taint.origin, Fragment::Each);
            if each != taint.origin {
                self.frame.state.clean(each, kinds);
            }
        }
    }

    /// What lies in a container, and what it was made of; a text that was put together says nothing of its parts.
    fn refine_contents(&mut self, list: ExprId, value: &Value, kinds: Kinds) {
        let Some(obj) = self.container_of(list, value) else { return };
        for (key, inner) in self.contents(value) {
            if key == Key::Names {
                continue;
            }
            let left = less(inner.taints(), kinds);
            self.frame.state.set_field(obj, key, inner.with_taints(left));
            if inner.text().is_none() && !self.is_url_part(&inner) {
                self.clean_value(Some(&inner), kinds);
            }
        }
    }

    /// What `names` holds lies among what the program allows.
    pub(super) fn refine_within(&mut self, names: ExprId, allowed: ExprId) {
        let own = self.peek(allowed);
        if self.is_own(&own) && !own.is_unknown() {
            self.refine_elements(names, Kinds::ALL);
        }
    }

    /// `set(names) <= ALLOWED` and its mirror image; `len(unknown) == 0`. True when the comparison is of that form.
    pub(super) fn refine_sets(&mut self, left: ExprId, op: CmpOp, right: ExprId, truth: bool) -> bool {
        let module = self.module;
        let counted = matches!(&module.expr(left).kind, ExprKind::Call { func, .. }
            if matches!(module.expr(*func).kind, ExprKind::Name(name) if module.name(name) == "len"));
        if counted && matches!(module.expr(right).kind, ExprKind::Int(Some(0))) {
            match op {
                CmpOp::Gt | CmpOp::Ne if !truth => self.refine(left, false),
                CmpOp::Eq | CmpOp::Le if truth => self.refine(left, false),
                _ => {}
            }
            return true;
        }
        match op {
            CmpOp::Le if truth => self.refine_within(left, right),
            CmpOp::Lt if truth && self.is_set(right) => self.refine_within(left, right),
            CmpOp::Ge | CmpOp::Gt if truth && self.is_set(left) => self.refine_within(right, left),
            CmpOp::Le | CmpOp::Lt | CmpOp::Ge | CmpOp::Gt => {}
            _ => return false,
        }
        true
    }

    /// A set that the program itself made: numbers are compared in the same words.
    fn is_set(&mut self, id: ExprId) -> bool {
        let value = self.peek(id);
        matches!(value.class(), Some(Type::Outside(name)) if matches!(self.names.text(name), "set" | "frozenset"))
    }

    /// `all(test(x) for x in list)`: what the test rules out for one, it rules out for all.
    pub(super) fn refine_all(&mut self, list: ExprId, holds: bool) {
        let module = self.module;
        let ExprKind::Comprehension { element, clauses, .. } = &module.expr(list).kind else { return };
        let [clause] = &clauses[..] else { return };
        if clause.tests.is_empty() {
            if !holds {
                self.refine_without_any_end(clause, *element);
            }
            self.refine_each(clause, *element, holds);
        }
    }

    /// `[x for x in list if x not in ALLOWED]` is empty.
    pub(super) fn refine_filtered(&mut self, list: ExprId) {
        let module = self.module;
        let ExprKind::Comprehension { kind, clauses, .. } = &module.expr(list).kind else { return };
        if let ([clause], true) = (&clauses[..], *kind != CompKind::Generator)
            && let [test] = clause.tests[..]
        {
            self.refine_each(clause, test, false);
        }
    }

    /// Of a list that was kept or made here nothing is there.
    pub(super) fn refine_uncounted(&mut self, list: ExprId) {
        let made = match &self.module.expr(list).kind {
            ExprKind::Name(_) if self.answering == 0 => {
                let kept = self.kept_answer(list);
                if kept.is_none() {
                    self.refine_flag(list, false);
                }
                kept
            }
            ExprKind::Comprehension { .. } | ExprKind::Binary { op: BinOp::Sub, .. } => Some(list),
            _ => None,
        };
        if let Some(made) = made {
            self.answering += 1;
            self.refine(made, false);
            self.answering -= 1;
        }
    }

    /// The test came out like this for each element.
    fn refine_each(&mut self, clause: &Clause, test: ExprId, truth: bool) {
        let Some((name, list)) = self.each_of(clause.target, clause.iter) else { return };
        let record = std::mem::replace(&mut self.frame.record, false);
        let mark = self.frame.state.mark();
        let iter = self.eval(list);
        let item = self.iterated(&iter);
        let before = self.left_in(&item);
        self.assign(if self.gives_pairs(list) { clause.target } else { name }, item);
        self.refine(test, truth);
        let left = self.eval(name);
        let left = self.left_in(&left);
        self.frame.state.undo(mark);
        self.frame.record = record;
        if left != before && !self.is_asked_by_keys(list) {
            self.refine_elements(list, !left);
        }
    }
}
