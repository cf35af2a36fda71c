//! Conditions: what is known of data where a test held, or did not.

use super::engine::Engine;
use super::expr::is_container;
use super::format::constant_text;
use super::hosts::settles_host;
use super::language::{begins, kept_language, safe_language};
use crate::semantic::models::{Effect, Kind, Kinds, SourceClass};
use crate::semantic::value::*;
use crate::syntax::*;

/// What a check of the host rules out.
pub(super) const HOST: Kinds = Kinds::of(&[Kind::Url, Kind::Redirect]);
/// What a check of the finished path rules out.
pub(super) const PATH: Kinds = Kinds::of(&[Kind::Path]);
/// Kinds that letters, digits and underscores cannot cause.
const WORD: Kinds = Kinds::ALL;

impl Engine<'_> {
    /// Continues under the assumption that `test` turned out `truth`.
    pub(super) fn refine(&mut self, test: ExprId, truth: bool) {
        let module = self.module;
        match &module.expr(test).kind {
            ExprKind::Unary { op: UnaryOp::Not, operand } => self.refine(*operand, !truth),
            ExprKind::Logic { op, values } => {
                if (*op == BoolOp::And) == truth {
                    for value in values {
                        self.refine(*value, truth);
                    }
                } else if values.len() > 1 {
                    self.refine_either(values, truth);
                }
            }
            ExprKind::Compare { left, rest } => {
                if let [(op, right)] = rest[..] {
                    self.refine_comparison(*left, op, right, truth);
                }
            }
            ExprKind::Call { func, args, .. } => self.refine_call(*func, args, truth),
            ExprKind::Binary { op: BinOp::Sub, left, right } if !truth => {
                // `set(names) - ALLOWED`: nothing is left.
                self.refine_within(*left, *right);
            }
            ExprKind::Comprehension { .. } if !truth => self.refine_filtered(test),
            ExprKind::Walrus { target, .. } => self.refine(*target, truth),
            ExprKind::Attr { base, name, .. } => {
                self.refine_property(*base, *name, truth);
                if !truth && matches!(module.name(*name), "netloc" | "hostname") {
                    // No host: none of somebody else's.
                    self.refine_derived(test);
                }
            }
            ExprKind::Name(_) => {
                if !truth {
                    self.refine_derived(test);
                    self.refine_empty(test);
                }
                // Looking at the answer may meet other tests of variables; these are not followed on.
                if self.answering == 0 {
                    match self.kept_answer(test) {
                        Some(kept) => {
                            self.answering += 1;
                            self.refine(kept, truth);
                            self.answering -= 1;
                        }
                        None => self.refine_flag(test, truth),
                    }
                }
            }
            _ => {}
        }
    }

    /// `if self.unknown_names:`, where a property of the class answers.
    fn refine_property(&mut self, base: ExprId, name: Symbol, truth: bool) {
        let holder = self.peek(base);
        let Some(Type::Local(class)) = holder.class() else { return };
        let Some(func) = self.property_of(class, name) else { return };
        let Some(summary) = self.summary_of(func) else { return };
        let passed = if truth { &summary.guards } else { &summary.refusals };
        self.clean_others(&passed.others, std::slice::from_ref(&holder));
    }

    /// An empty value carries nothing. What it was made of may: a match that was not found, an answer that was no.
    fn refine_empty(&mut self, name: ExprId) {
        let value = self.peek(name);
        let Some(var) = self.scopes.resolve(name).map(|var| self.scopes.var(var)) else { return };
        if var.owner == self.func() && !is_container(&value) && !self.whole(&value).taints().is_empty() {
            let mut empty = value.with_taints(Vec::new());
            empty.edit().text = None;
            self.frame.state.set_var(var.slot, empty);
        }
    }

    /// One of several held, which one is not known: what all of them rule out.
    ///
    /// A switch of the program's own beside a check, `name in ALLOWED or UNCHECKED`, was set by whoever runs it: the
    /// check counts.
    fn refine_either(&mut self, values: &[ExprId], truth: bool) {
        let foreign: Vec<ExprId> =
            values.iter().copied().filter(|value| self.speaks_of_outside(*value)).collect();
        if let [only] = foreign[..]
            && foreign.len() < values.len()
        {
            return self.refine(only, truth);
        }
        let mark = self.frame.state.mark();
        let mut deltas = Vec::new();
        for (at, value) in values.iter().enumerate() {
            // For this one to decide, those before it did not.
            for before in &values[..at] {
                self.refine(*before, !truth);
            }
            self.refine(*value, truth);
            deltas.push(self.frame.state.take(mark));
        }
        self.frame.state.merge(deltas);
    }

    /// The value at a place, without a trace of having looked.
    pub(super) fn peek(&mut self, id: ExprId) -> Value {
        if self.peeking > MAX_PEEKS {
            return Value::default();
        }
        self.peeking += 1;
        let record = std::mem::replace(&mut self.frame.record, false);
        let value = self.eval(id);
        self.frame.record = record;
        self.peeking -= 1;
        value
    }

    fn refine_comparison(&mut self, left: ExprId, op: CmpOp, right: ExprId, truth: bool) {
        let module = self.module;
        self.refine_length(left, op, right, truth);
        if self.refine_sets(left, op, right, truth) {
            return;
        }
        let holds = match op {
            CmpOp::Eq | CmpOp::Is | CmpOp::In => truth,
            CmpOp::Ne | CmpOp::IsNot | CmpOp::NotIn => !truth,
            _ => return,
        };
        if matches!(module.expr(right).kind, ExprKind::None) {
            // `re.fullmatch(…) is None`
            if matches!(module.expr(left).kind, ExprKind::Call { .. } | ExprKind::Name(_)) {
                self.refine(left, !holds);
            }
        }
        if holds
            && let ExprKind::Call { func, args, .. } = &module.expr(left).kind
            && let [only] = &args[..]
            && matches!(module.expr(*func).kind, ExprKind::Name(name) if module.name(name) == "type")
            && self.is_harmless_class(right)
        {
            // `type(size) is int`
            return self.refine_place(only.value, Kinds::ALL);
        }
        if holds
            && let ExprKind::Call { func, args, .. } = &module.expr(left).kind
            && let [only] = &args[..]
            && matches!(module.expr(*func).kind, ExprKind::Name(name) if module.name(name) == "type")
            && self.names_text(right)
        {
            return self.refine_place(only.value, super::filters::OBJECT);
        }
        if !holds {
            if matches!(op, CmpOp::In | CmpOp::NotIn) {
                self.refine_without_parents(left, right);
                self.refine_without_ends(left, right);
            }
            return;
        }
        let (first, second) = (self.peek(left), self.peek(right));
        if let ExprKind::Attr { base, name, .. } = module.expr(right).kind
            && module.name(name) == "parents"
            && self.is_own(&first)
        {
            // `ROOT in path.parents`
            if self.is_resolved(base) {
                let path = self.peek(base);
                self.clean_value(Some(&path), PATH);
            }
            return;
        }
        match op {
            CmpOp::In | CmpOp::NotIn => {
                // One of a collection that outside data has no part in. Text inside a text is no such thing, unless
                // the text is a constant.
                let own = self.is_own(&second);
                let part_of_text = self.is_text(&second) && constant_text(&second).is_none();
                if own && !part_of_text {
                    self.refine_place(left, Kinds::ALL);
                    self.refine_derived(left);
                }
            }
            _ => self.refine_equal(left, right),
        }
    }

    /// Both are the same.
    fn refine_equal(&mut self, left: ExprId, right: ExprId) {
        let (first, second) = (self.peek(left), self.peek(right));
        if self.is_own_address(&second) {
            return self.refine_derived(left);
        }
        if self.is_own_address(&first) {
            return self.refine_derived(right);
        }
        let fixed = |value: &Value| value.as_const().is_some() || matches!(value.refers(), What::Named(_));
        let settled = |engine: &Self, value: &Value| fixed(value) || engine.is_operators(value);
        if settled(self, &second) || self.is_own(&second) && !second.is_unknown() {
            self.refine_place(left, Kinds::ALL);
            self.refine_derived(left);
        } else if settled(self, &first) {
            self.refine_place(right, Kinds::ALL);
            self.refine_derived(right);
        } else if self.is_own(&second) {
            // `urlsplit(target).netloc == request.host`-like comparisons: the host is the program's own.
            self.refine_derived(left);
        }
    }

    /// What whoever runs the program gave it, `os.environ["TOKEN"]`: nobody else chooses it.
    pub(super) fn is_operators(&self, value: &Value) -> bool {
        let whole = self.whole(value);
        let given = |taint: &Taint| {
            let origin = &self.origins[taint.origin.0 as usize];
            matches!(origin.class, SourceClass::Environment | SourceClass::Secret) && origin.param.is_none()
        };
        !whole.taints().is_empty() && whole.taints().iter().all(given)
    }

    /// A part was checked that decides for the whole: the host of an address, the parent of a path.
    fn refine_derived(&mut self, part: ExprId) {
        let module = self.module;
        let mut part = part;
        // `urlsplit(url).hostname.lower()`
        while let ExprKind::Call { func, args, .. } = &module.expr(part).kind {
            match &module.expr(*func).kind {
                ExprKind::Attr { base, name, .. }
                    if args.is_empty()
                        && matches!(module.name(*name), "lower" | "strip" | "casefold" | "rstrip") =>
                {
                    part = *base;
                }
                _ => break,
            }
        }
        if let ExprKind::Call { func, args, .. } = &module.expr(part).kind
            && self.static_ref(*func).name().is_some_and(|name| self.names.text(name) == "os.path.commonpath")
            && let Some(ExprKind::List(items) | ExprKind::Tuple(items)) =
                args.first().map(|arg| &module.expr(arg.value).kind)
        {
            for item in items {
                if self.is_resolved(*item) {
                    self.refine_place(*item, PATH);
                }
            }
            return;
        }
        let (base, name) = match &module.expr(part).kind {
            ExprKind::Attr { base, name, .. } => (*base, module.name(*name).to_owned()),
            ExprKind::Name(_) => {
                // `host = urlsplit(url).hostname`: the value remembers what it is.
                let value = self.peek(part);
                if let What::Member(of, member, _) = value.refers().clone() {
                    let member = module.name(member).to_owned();
                    self.clean_derived(&of, &member);
                }
                return;
            }
            _ => return,
        };
        let value = self.peek(base);
        self.clean_derived(&value, &name);
        // What the variable holds is clean where the ways meet again, too.
        if matches!(&*name, "hostname" | "netloc")
            && let ExprKind::Call { func, args, .. } = &module.expr(base).kind
            && let Some(first) = args.first().filter(|arg| arg.kind == ArgKind::Positional)
            && matches!(module.expr(first.value).kind, ExprKind::Name(_))
            && self.static_ref(*func).name().is_some_and(|name| {
                matches!(self.names.text(name), "urllib.parse.urlsplit" | "urllib.parse.urlparse")
            })
        {
            self.refine_place(first.value, HOST);
        }
    }

    fn clean_derived(&mut self, of: &Value, member: &str) {
        let parsed = matches!(of.class(), Some(Type::Outside(name)) if self.names.text(name) == "urllib.parse.ParseResult");
        if parsed && matches!(member, "hostname" | "netloc") {
            self.clean_value(Some(of), HOST);
        }
        if matches!(member, "parent" | "parents") {
            self.clean_value(Some(of), PATH);
        }
    }

    /// The expression that is passed for a parameter.
    fn argument(&self, target: FuncId, bound: bool, args: &[Arg], param: u32) -> Option<ExprId> {
        if args.iter().any(|arg| matches!(arg.kind, ArgKind::Star | ArgKind::DoubleStar)) {
            return None;
        }
        let name = self.module.function(target).params.get(param as usize)?.name;
        let at = (param as usize).checked_sub(usize::from(bound))?;
        let mut positional = args.iter().filter(|arg| arg.kind == ArgKind::Positional);
        let named = |arg: &&Arg| arg.kind == ArgKind::Keyword(name);
        Some(positional.nth(at).or_else(|| args.iter().find(named))?.value)
    }

    fn refine_call(&mut self, func: ExprId, args: &[Arg], truth: bool) {
        let module = self.module;
        let callee = self.peek(func);
        let configured = self.configured_name(&callee);
        if let (What::Function(target, bound), None) = (callee.refers().clone(), &configured) {
            let Some(summary) = self.summary_of(target) else { return };
            let values: Vec<Value> = args.iter().map(|arg| self.peek(arg.value)).collect();
            let bound_to_object = bound.is_some();
            let given = self.bind(target, bound, args, &values);
            let passed = if truth { &summary.guards } else { &summary.refusals };
            self.clean_others(&passed.others, &given);
            for (param, kinds) in &passed.params {
                let value = given.get(*param as usize).map(|value| self.whole(value));
                self.clean_value(value.as_ref(), *kinds);
                // What the variable holds is clean where the ways meet again, too.
                if let Some(place) = self.argument(target, bound_to_object, args, *param)
                    && matches!(module.expr(place).kind, ExprKind::Name(_))
                {
                    let value = self.peek(place);
                    let kinds = self.with_below(&value, *kinds);
                    self.refine_place(place, kinds);
                }
            }
            return;
        }
        let name = configured.or_else(|| self.own_name(&callee)).unwrap_or_else(|| "".into());
        let first = args.iter().find(|arg| arg.kind == ArgKind::Positional).map(|arg| arg.value);
        match &*name {
            "isinstance" => {
                if let (Some(place), Some(class)) = (first, args.get(1)) {
                    self.refine_instance(place, class.value, truth);
                }
                return;
            }
            "hmac.compare_digest" | "secrets.compare_digest" if truth => {
                if let [left, right] = args {
                    self.refine_equal(left.value, right.value);
                }
                return;
            }
            "re.search" if !truth => {
                // Nothing outside the class was found.
                if let (Some(pattern), Some(subject)) = (first, args.get(1)) {
                    let pattern = self.peek(pattern);
                    let kinds = pattern.as_str().map(|text| kept_language(text, ""));
                    self.refine_place(subject.value, kinds.unwrap_or_default());
                }
                return;
            }
            "re.search" if truth => {
                if let (Some(pattern), Some(subject)) = (first, args.get(1)) {
                    let pattern = self.peek(pattern);
                    let text = pattern.as_str().map(|text| self.pattern_text(text, args));
                    if let Some(text) = text.filter(|text| begins(text)) {
                        self.refine_place(subject.value, let_through(&text, false));
                    }
                }
                return;
            }
            "re.fullmatch" | "re.match" if truth => {
                if let (Some(pattern), Some(subject)) = (first, args.get(1)) {
                    let pattern = self.peek(pattern);
                    let safe = pattern
                        .as_str()
                        .map(|text| let_through(&self.pattern_text(text, args), &*name == "re.fullmatch"));
                    if let Some(kinds) = safe {
                        self.refine_place(subject.value, kinds);
                    }
                }
                return;
            }
            "all" if truth => {
                if let Some(list) = first {
                    self.refine_all(list, true);
                }
                return;
            }
            // Not one is another than it should be.
            "any" if !truth => {
                if let Some(list) = first {
                    self.refine_all(list, false);
                }
                return;
            }
            "any" if truth => {
                if let Some(list) = first {
                    self.refine_any(list);
                }
                return;
            }
            "len" => {
                if let Some(list) = first.filter(|_| !truth) {
                    self.refine_uncounted(list);
                }
                return;
            }
            "bool" => {
                if let Some(test) = first {
                    self.refine(test, truth);
                }
                return;
            }
            "all" | "any" => return,
            _ => {}
        }
        for (place, kinds) in self.far_guards(&name, args, truth) {
            let value = self.peek(place);
            let kinds = self.with_below(&value, kinds);
            self.refine_place(place, kinds);
        }
        let effects: Vec<Effect> = self.models.effects(&name).collect();
        for effect in effects {
            if let Effect::Guard(meant, kinds) = effect
                && truth
            {
                for (at, arg) in args.iter().enumerate() {
                    let hit = match arg.kind {
                        ArgKind::Positional => meant.has(at),
                        ArgKind::Keyword(key) => meant.has_name(module.name(key)),
                        _ => false,
                    };
                    if hit {
                        self.refine_place(arg.value, kinds);
                    }
                }
            }
        }
        if let ExprKind::Attr { base, name, .. } = &module.expr(func).kind {
            self.refine_method(*base, module.name(*name), first, truth);
        }
        if truth {
            self.refine_named(func, &name, args);
        }
    }

    fn refine_method(&mut self, base: ExprId, method: &str, first: Option<ExprId>, truth: bool) {
        match method {
            "isdigit" | "isalnum" | "isnumeric" | "isdecimal" | "isidentifier" | "isalpha" if truth => {
                let base = self.less_marks(base);
                self.refine_place(base, WORD);
            }
            "isprintable" if truth => self.refine_place(base, super::lines::LINES),
            "fullmatch" | "match" if truth => {
                // A compiled pattern: its text stands where it was compiled.
                let compiled = self.peek(base);
                let pattern = super::matched::pattern_kept(&compiled);
                if let (Some(pattern), Some(subject)) = (pattern, first) {
                    self.refine_place(subject, let_through(&pattern, method == "fullmatch"));
                }
            }
            "startswith" if truth => {
                // A prefix says something only of a path that was made absolute first, and only with its separator.
                let Some(prefix) = first else { return };
                let prefix_value = self.peek(prefix);
                let closed = |text: &str| {
                    text.split_once("://").is_some_and(|(scheme, host)| {
                        !scheme.is_empty() && host.find('/').is_some_and(|end| end > 0)
                    })
                };
                if prefix_value.as_str().is_some_and(closed) {
                    self.refine_place(base, HOST);
                }
                if self.is_fixed_folder(&prefix_value) {
                    if self.is_resolved(base) {
                        self.refine_place(base, PATH);
                    }
                    let value = self.peek(base);
                    self.clean_value(Some(&value), Kinds::BELOW);
                }
            }
            "is_relative_to" if truth => {
                let value = self.peek(base);
                self.clean_value(Some(&value), Kinds::BELOW);
            }
            "endswith" if truth => {
                // `urlsplit(url).hostname.endswith(".example.com")`
                let Some(end) = first else { return };
                let end = self.peek(end);
                if end.as_str().is_some_and(|end| end.starts_with('.') && end.len() > 1) {
                    self.refine_derived(base);
                }
            }
            "issubset" if truth => {
                let Some(own) = first else { return };
                self.refine_within(base, own);
            }
            "issuperset" if truth => {
                let Some(names) = first else { return };
                self.refine_within(names, base);
            }
            "difference" if !truth => {
                let Some(own) = first else { return };
                self.refine_within(base, own);
            }
            _ => {}
        }
    }

    /// Nothing from outside is in it; what lies in `self` is the object's own.
    pub(super) fn is_own(&self, value: &Value) -> bool {
        self.whole(value).taints().iter().all(|taint| self.is_part(taint))
    }

    /// A part of a parsed address says nothing of the rest of it.
    pub(super) fn is_url_part(&self, value: &Value) -> bool {
        let What::Member(of, ..) = value.refers() else { return false };
        matches!(of.class(), Some(Type::Outside(name)) if self.names.text(name) == "urllib.parse.ParseResult")
    }

    /// What lies at `place` no longer causes these kinds.
    pub(super) fn refine_place(&mut self, place: ExprId, kinds: Kinds) {
        let value = self.peek(place);
        let composed = value.text().is_some() || is_container(&value) || self.is_url_part(&value);
        let whole = self.whole(&value);
        if whole.taints().is_empty() {
            return;
        }
        let module = self.module;
        if let ExprKind::Name(_) = &module.expr(place).kind
            && let Some(var) = self.scopes.resolve(place)
        {
            let info = self.scopes.var(var);
            if info.owner == self.func() {
                let left = super::expr::less(value.taints(), kinds);
                let cleaned = value.with_taints(left);
                self.frame.state.set_var(info.slot, cleaned);
            }
        }
        if !matches!(module.expr(place).kind, ExprKind::Name(_)) {
            self.refine_same_reads(place, kinds);
        }
        if let ExprKind::Subscript { base, index } = &module.expr(place).kind {
            let holder = self.peek(*base);
            let key = self.peek(*index);
            let key = super::expr::key_of(&key);
            if key != Key::Any {
                if let Some(obj) = self.container_of(*base, &holder) {
                    let left = super::expr::less(value.taints(), kinds);
                    self.put(obj, key, value.with_taints(left));
                }
                self.clean_parts(&value, kinds);
                return;
            }
        }
        if !composed {
            self.clean_value(Some(&whole), kinds);
        }
    }
}

/// What a pattern rules out of a text that it matches from the beginning on.
fn let_through(pattern: &str, whole: bool) -> Kinds {
    let kinds = safe_language(pattern, whole);
    if settles_host(pattern, whole) { kinds | HOST } else { kinds }
}

/// So many looks inside looks: tests that speak of each other end here, and the stack holds.
const MAX_PEEKS: u32 = 64;
