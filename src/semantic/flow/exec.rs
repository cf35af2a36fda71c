//! Statements: order, branches, loops, exceptions, definitions.

use std::rc::Rc;

use super::engine::{Engine, Loop};
use super::state::{Cell, Delta};
use crate::semantic::models::Kinds;
use crate::semantic::names::NameId;
use crate::semantic::value::*;
use crate::syntax::*;

/// A loop body is gone through at most so often until nothing changes; what still changes then is left as it is.
const MAX_ROUNDS: usize = 4;

/// What a loop left behind besides the state, which is that after a round that no `break` ended.
pub(super) struct Looped {
    /// The states of those that one ended.
    pub(super) breaks: Vec<Delta>,
    /// What every round rules out of the element that it is about.
    pub(super) ruled_out: Option<Kinds>,
}

impl Engine<'_> {
    pub(super) fn block(&mut self, stmts: &[StmtId]) {
        for stmt in stmts {
            if self.frame.state.dead || !self.spend() {
                return;
            }
            self.stmt(*stmt);
        }
    }

    fn stmt(&mut self, id: StmtId) {
        let module = self.module;
        if let Some(flag) = self.frame.supposed
            && self.contradicts(id, flag)
        {
            self.frame.state.dead = true;
            return;
        }
        match &module.stmt(id).kind {
            StmtKind::Expr(value) => {
                self.frame.statement = Some(*value);
                self.eval(*value);
                self.frame.statement = None;
            }
            StmtKind::Assign { targets, value } => {
                self.frame.statement = Some(*value);
                let given = self.eval(*value);
                self.frame.statement = None;
                for target in targets {
                    self.location_written(*target, *value, &given);
                    self.key_written(*target, *value, &given);
                    let given = self.places_passed(*target, *value, &given).unwrap_or_else(|| given.clone());
                    self.assign(*target, given);
                }
            }
            StmtKind::AugAssign { target, op, value } => self.augment(*target, *op, *value),
            StmtKind::AnnAssign { target, annotation, value } => {
                let promised = self.annotated(*annotation);
                match value {
                    Some(value) => {
                        let value = self.eval(*value);
                        let value = if value.is_unknown() { promised } else { value };
                        self.assign(*target, value);
                    }
                    None if self.frame.class.is_none()
                        && matches!(module.expr(*target).kind, ExprKind::Name(_))
                        && !promised.is_unknown() =>
                    {
                        self.assign(*target, promised);
                    }
                    None => {}
                }
            }
            StmtKind::Return(value) => {
                let result = match value {
                    Some(value) => self.eval(*value),
                    None => Value::constant(Const::None),
                };
                self.leave(result, *value);
                self.frame.state.dead = true;
            }
            StmtKind::Raise { exc, cause } => {
                let mut raised = exc.map(|exc| self.eval(exc)).unwrap_or_default();
                if let (Some(name), What::Unknown) =
                    (exc.and_then(|exc| self.builtin_error(exc)), raised.refers())
                {
                    raised.edit().what = What::Instance(Type::Outside(self.intern(name)));
                }
                if let Some(cause) = cause {
                    self.eval(*cause);
                }
                self.raised(&raised);
                self.frame.state.dead = true;
            }
            StmtKind::Assert { test, message } => {
                let value = self.eval(*test);
                if let Some(message) = message {
                    self.eval(*message);
                }
                match value.as_const().map(Const::truth) {
                    Some(false) => self.frame.state.dead = true,
                    _ => self.refine(*test, true),
                }
            }
            StmtKind::Delete(targets) => targets.iter().for_each(|target| self.delete(*target)),
            StmtKind::If { test, body, orelse } => self.branch(*test, body, orelse),
            StmtKind::While { test, body, orelse } => self.while_loop(*test, body, orelse),
            StmtKind::For { target, iter, body, orelse } => {
                let stream = self.eval(*iter);
                let item = self.gone_through(*iter, &stream);
                let item = self.places_of_each(*target, *iter, item);
                let checked = self.looped(*target, *iter, &stream);
                let looped = self.run_loop(
                    &mut |engine| {
                        engine.assign(*target, item.clone());
                        engine.block(body);
                    },
                    &mut |_| {},
                    checked.map(|(name, _)| name),
                );
                let mark = self.frame.state.mark();
                if let (Some(kinds), Some((name, list))) = (looped.ruled_out, checked)
                    && (looped.breaks.is_empty() || !orelse.is_empty())
                {
                    self.refine_looped(name, list, kinds, body);
                }
                self.block(orelse);
                self.broken_off(looped.breaks, mark);
            }
            StmtKind::Try { body, handlers, orelse, finally } => {
                self.try_stmt(body, handlers, orelse, finally)
            }
            StmtKind::With { items, body } => {
                let suppresses = items.iter().any(|item| self.is_suppressing(item.value));
                for item in items {
                    let manager = self.eval(item.value);
                    let given = self.entered(item.value, manager);
                    if let Some(target) = item.target {
                        self.assign(target, given);
                    }
                }
                if suppresses {
                    self.suppressed(body);
                } else {
                    self.block(body);
                }
            }
            StmtKind::Match { subject, cases } => self.match_stmt(*subject, cases),
            StmtKind::Function(func) => self.define(*func),
            StmtKind::Class(class) => {
                self.class_body(*class);
                self.bind_name(module.class(*class).name, Value::what(What::Class(*class)));
            }
            StmtKind::Import(names) => self.import(names),
            StmtKind::ImportFrom { level, module: from, names, .. } => {
                self.import_from(id, *level, *from, names)
            }
            StmtKind::Break => {
                if let Some(mark) = self.frame.loops.last().map(|inner| inner.mark) {
                    let delta = self.frame.state.delta(mark);
                    if let Some(inner) = self.frame.loops.last_mut() {
                        inner.breaks.push(delta);
                    }
                }
                self.frame.state.dead = true;
            }
            StmtKind::Continue => {
                if let Some(mark) = self.frame.loops.last().map(|inner| inner.mark) {
                    let delta = self.frame.state.delta(mark);
                    if let Some(inner) = self.frame.loops.last_mut() {
                        inner.continues.push(delta);
                    }
                }
                self.frame.state.dead = true;
            }
            StmtKind::Global(_) | StmtKind::Nonlocal(_) | StmtKind::Pass | StmtKind::Unknown => {}
        }
    }

    fn augment(&mut self, target: ExprId, op: BinOp, value: ExprId) {
        let old = self.eval(target);
        let more = self.eval(value);
        let new = match op {
            BinOp::Add => match super::fold::binary(op, &old, &more) {
                Some(value) => value,
                None if super::expr::is_container(&old) => {
                    if let Some(obj) = self.container_of(target, &old) {
                        self.extend(obj, &old, &more);
                    }
                    return;
                }
                None => self.concat(target, (target, &old), (value, &more)),
            },
            BinOp::Or if super::expr::is_container(&old) && super::expr::is_container(&more) => {
                if let Some(obj) = self.container_of(target, &old) {
                    self.merge_into(obj, &more);
                }
                return;
            }
            BinOp::Mod if self.is_text(&old) => self.percent(target, &old, value, &more),
            _ => {
                let mut joined = self.whole(&old).carried();
                joined.absorb(self.whole(&more).taints());
                joined
            }
        };
        self.assign(target, new);
    }

    fn branch(&mut self, test: ExprId, body: &[StmtId], orelse: &[StmtId]) {
        let value = self.eval(test);
        match value.as_const().map(Const::truth) {
            Some(true) => return self.block(body),
            Some(false) => return self.orelse(orelse),
            None => {}
        }
        let mark = self.frame.state.mark();
        self.refine(test, true);
        self.block(body);
        let then = self.frame.state.take(mark);
        self.refine(test, false);
        self.orelse(orelse);
        let otherwise = self.frame.state.take(mark);
        self.frame.state.merge(vec![then, otherwise]);
    }

    /// A chain of `elif` is a ladder of `else`: climbed without recursion, joined at the end.
    fn orelse(&mut self, orelse: &[StmtId]) {
        let module = self.module;
        let mut rungs = orelse;
        let mark = self.frame.state.mark();
        let mut deltas: Vec<Delta> = Vec::new();
        while let [only] = rungs {
            let StmtKind::If { test, body, orelse } = &module.stmt(*only).kind else { break };
            if self.frame.state.dead || !self.spend() {
                return;
            }
            let value = self.eval(*test);
            match value.as_const().map(Const::truth) {
                Some(true) => {
                    rungs = body;
                    break;
                }
                Some(false) => {}
                None => {
                    let here = self.frame.state.mark();
                    self.refine(*test, true);
                    self.block(body);
                    // The checks of the rungs above hold in this branch too: all since `mark`.
                    deltas.push(self.frame.state.delta(mark));
                    self.frame.state.undo(here);
                    self.refine(*test, false);
                }
            }
            rungs = orelse;
        }
        self.block(rungs);
        if deltas.is_empty() {
            return;
        }
        deltas.push(self.frame.state.take(mark));
        self.frame.state.merge(deltas);
    }

    fn while_loop(&mut self, test: ExprId, body: &[StmtId], orelse: &[StmtId]) {
        let value = self.eval(test);
        if value.as_const().map(Const::truth) == Some(false) {
            return self.block(orelse);
        }
        let endless = value.as_const().map(Const::truth) == Some(true);
        let looped = self.run_loop(
            &mut |engine| {
                engine.refine(test, true);
                engine.block(body);
            },
            &mut |engine| {
                engine.eval(test);
            },
            None,
        );
        let mark = self.frame.state.mark();
        if endless {
            // Only a break leaves it.
            self.frame.state.dead = true;
        } else {
            self.block(orelse);
        }
        self.broken_off(looped.breaks, mark);
    }

    /// After a loop and its `else`, which began at `mark`: or after one of its breaks.
    fn broken_off(&mut self, mut breaks: Vec<Delta>, mark: usize) {
        if !breaks.is_empty() {
            breaks.push(self.frame.state.take(mark));
            self.frame.state.merge(breaks);
        }
    }

    /// Runs a body until the state at its head no longer changes; afterwards the state is that of any number of
    /// rounds. `item` is the name of the element, where what each round finds out of it is asked.
    pub(super) fn run_loop(
        &mut self,
        body: &mut dyn FnMut(&mut Self),
        head: &mut dyn FnMut(&mut Self),
        item: Option<ExprId>,
    ) -> Looped {
        let mut ruled_out = None;
        let mut breaks = Vec::new();
        let made_at = self.frame.made_at.clone();
        let made_before = self.next_obj;
        let unset_before = std::mem::take(&mut self.frame.unset);
        for round in 1..=MAX_ROUNDS {
            self.frame.made_at.clone_from(&made_at);
            let mark = self.frame.state.mark();
            self.frame.loops.push(Loop { mark, ..Loop::default() });
            body(self);
            let inner = self.frame.loops.pop().unwrap_or_default();
            let end = self.frame.state.take(mark);
            breaks = inner.breaks;
            let mut rounds = inner.continues;
            rounds.iter_mut().for_each(|delta| delta.dead = false);
            rounds.push(end);
            // What a round makes, and variables that it sets before it reads them, are the same in the next.
            let unset = &self.frame.unset;
            let unseen = |cell: Cell| match cell.obj() {
                Some(obj) => obj.0 > made_before,
                None => cell.slot().is_none_or(|slot| !unset.contains(&slot)),
            };
            let settled = rounds.iter().all(|delta| delta.is_absorbed_by(&self.frame.state, &unseen));
            if let Some(item) = item
                && (settled || round == MAX_ROUNDS)
            {
                ruled_out = self.ruled_out_by(item, &rounds);
            }
            rounds.push(Delta::default());
            self.frame.state.merge(rounds);
            head(self);
            if settled {
                break;
            }
        }
        self.frame.unset.extend(unset_before);
        breaks.iter_mut().for_each(|delta| delta.dead = false);
        Looped { breaks, ruled_out }
    }

    fn define(&mut self, func: FuncId) {
        let module = self.module;
        let function = module.function(func);
        let mut decorators = Vec::new();
        for decorator in &function.decorators {
            decorators.push((*decorator, self.eval(*decorator)));
        }
        for (at, param) in function.params.iter().enumerate() {
            let Some(default) = param.default else { continue };
            let value = self.eval(default);
            if self.func().0 != 0 && !self.whole(&value).taints().is_empty() {
                // It keeps what was there when it was made.
                let kept = self.whole(&value).carried();
                let known = self.defaults.entry((func, at as u32)).or_default();
                known.absorb(kept.taints());
            }
        }
        self.find_route(func, &decorators);
        let mut value = Value::what(What::Function(func, None));
        let own = |value: &Value| matches!(value.refers(), What::Function(..));
        if self.frame.class.is_none() && decorators.iter().any(|(_, value)| own(value)) {
            // Applied where it is called, when all of them are known.
            let fields = decorators.into_iter().rev().filter(|(_, value)| own(value));
            let fields = fields.map(|(_, value)| (Key::Attr(function.name), value)).collect();
            value.edit().fields = Some(std::rc::Rc::new(fields));
        }
        self.bind_name(function.name, value);
    }

    /// Binds a name that a statement defines in the scope that is being run.
    pub(super) fn bind_name(&mut self, name: Symbol, value: Value) {
        let var = match self.frame.class {
            Some(class) => self.scopes.class_var(class, name),
            None => self.scopes.local(self.func(), name),
        };
        let Some(var) = var else { return };
        let info = self.scopes.var(var);
        if info.owner == self.func() {
            self.frame.state.set_var(info.slot, value);
        } else {
            self.globals.insert(var, value);
        }
    }

    fn import(&mut self, names: &[ImportName]) {
        let module = self.module;
        for import in names {
            let dotted = module.name(import.name);
            match import.alias {
                Some(alias) => {
                    let dotted = self.intern(dotted);
                    let value = self.named(dotted);
                    self.bind_name(alias, value);
                }
                None => {
                    let first = dotted.split('.').next().unwrap_or(dotted);
                    let Some(symbol) = module.names.get(first) else { continue };
                    let first = self.intern(first);
                    let value = self.named(first);
                    self.bind_name(symbol, value);
                }
            }
        }
    }

    fn import_from(&mut self, id: StmtId, level: u32, from: Symbol, names: &[ImportName]) {
        let given = self.imported(id, |engine| engine.names_from(level, from, names));
        for (import, name) in names.iter().zip(given.iter()) {
            let value = self.named(*name);
            self.bind_name(import.alias.unwrap_or(import.name), value);
        }
    }

    pub(super) fn names_from(&mut self, level: u32, from: Symbol, names: &[ImportName]) -> Rc<[NameId]> {
        let prefix = self.import_prefix(level, from);
        names.iter().map(|import| self.names.joined(&prefix, self.module.name(import.name))).collect()
    }

    /// The module that `from …` means, by dotted name.
    pub(super) fn import_prefix(&self, level: u32, from: Symbol) -> String {
        let mut prefix = String::new();
        if level > 0 {
            // The package of this file, less one segment for every dot after the first.
            let keep = (self.package.len() + 1).saturating_sub(level as usize);
            prefix = self.package[..keep.min(self.package.len())].join(".");
        }
        let from = self.module.name(from);
        if !from.is_empty() {
            if !prefix.is_empty() {
                prefix.push('.');
            }
            prefix.push_str(from);
        }
        prefix
    }
}
