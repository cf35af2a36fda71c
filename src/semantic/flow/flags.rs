//! Checks whose outcome is kept for later: a loop that sets a flag, or gathers what is wrong, and a test after it.

use super::engine::Engine;
use crate::semantic::scopes::VarId;
use crate::semantic::value::Const;
use crate::syntax::*;

/// So many loops between a flag and its test are looked at.
const MAX_LOOPS: usize = 8;
/// So many uses between them are looked through.
const REACH: usize = 2048;
/// Blocks inside blocks are looked through this deep.
const MAX_DEPTH: usize = 16;

/// Methods that put something into a list or set.
const GATHERING: &[&str] = &["append", "add", "extend", "insert", "update"];

impl Engine<'_> {
    /// `ok = True`, `for x in xs: if x not in ALLOWED: ok = False`, and now `ok` still holds; `bad = []`,
    /// `bad.append(x)`, and now nothing is in it: no round of the loop set it, and what the others rule out of the element
    /// is ruled out of the list.
    pub(super) fn refine_flag(&mut self, test: ExprId, truth: bool) {
        let module = self.module;
        if self.answering > 0 || self.func() == FuncId(0) {
            return;
        }
        let Some((var, begin)) = self.flag_of(test, truth) else { return };
        self.refine_gathered(var, begin, test);
        let end = module.expr(test).span.start;
        let loops: Vec<StmtId> = self.loops_between(begin, end);
        for id in loops {
            let StmtKind::For { target, iter, body, .. } = &module.stmt(id).kind else { continue };
            if !self.sets_flag(body, var) || !self.follows(begin, id) {
                continue;
            }
            let stream = self.peek(*iter);
            let Some((name, list)) = self.looped(*target, *iter, &stream) else { continue };
            // The same list still, and the same flag.
            let since = module.stmt(id).span.start..end;
            if matches!(module.expr(list).kind, ExprKind::Name(_)) && !self.is_kept_within(list, since) {
                continue;
            }
            self.answering += 1;
            let record = std::mem::replace(&mut self.frame.record, false);
            let supposed = self.frame.supposed.replace(var);
            let mark = self.frame.state.mark();
            let item = self.gone_through(*iter, &stream);
            let looped = self.run_loop(
                &mut |engine| {
                    engine.assign(*target, item.clone());
                    engine.block(body);
                },
                &mut |_| {},
                Some(name),
            );
            self.frame.state.undo(mark);
            self.frame.supposed = supposed;
            self.frame.record = record;
            self.answering -= 1;
            if let (Some(kinds), true) = (looped.ruled_out, looped.breaks.is_empty()) {
                self.refine_looped(name, list, kinds, body);
            }
        }
    }

    /// The flag's variable and where it was given what it would still be now, if nothing else had been put into it.
    fn flag_of(&mut self, test: ExprId, truth: bool) -> Option<(VarId, u32)> {
        let module = self.module;
        let var = self.scopes.resolve(test)?;
        if self.scopes.var(var).owner != self.func() {
            return None;
        }
        let name = self.scopes.var(var).name;
        if module.function(self.func()).params.iter().any(|param| param.name == name) {
            return None;
        }
        let mut stores = self.stored_in(var).to_vec();
        stores.sort_unstable_by_key(|(place, _)| *place);
        let ((begin, first), others) = stores.split_first()?;
        let first = (*first)?;
        if self.plain_truth(first)? != truth {
            return None;
        }
        let opposite =
            |value: Option<ExprId>| value.and_then(|value| self.plain_truth(value)) == Some(!truth);
        if !others.iter().all(|(_, value)| opposite(*value)) {
            return None;
        }
        // What was gathered may be taken out again.
        let taken = |at: usize| match &module.exprs[at].kind {
            ExprKind::Attr { base, name, .. } => {
                self.scopes.resolve(*base) == Some(var)
                    && matches!(module.expr(*base).kind, ExprKind::Name(_))
                    && matches!(module.name(*name), "clear" | "pop" | "remove" | "discard" | "popleft")
            }
            _ => false,
        };
        let far = test.index().saturating_sub(first.index()) > REACH;
        (!far && !(first.index()..test.index()).any(taken)).then_some((var, *begin))
    }

    /// The truth of what is plainly written: `True`, `0`, `[]`, `set()`.
    fn plain_truth(&self, value: ExprId) -> Option<bool> {
        match &self.module.expr(value).kind {
            ExprKind::Bool(value) => Some(*value),
            ExprKind::None => Some(false),
            ExprKind::Int(value) => value.map(|value| Const::Int(value).truth()),
            ExprKind::Str(text) => Some(!text.is_empty()),
            ExprKind::List(items) => Some(!items.is_empty()),
            ExprKind::Call { func, args, .. } if args.is_empty() => match self.module.expr(*func).kind {
                ExprKind::Name(name) => {
                    matches!(self.module.name(name), "list" | "set" | "dict").then_some(false)
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The loops of this part of the text, in order.
    fn loops_between(&mut self, begin: u32, end: u32) -> Vec<StmtId> {
        let module = self.module;
        let all = self.all_loops.get_or_insert_with(|| {
            let loops = module.stmts.iter().enumerate();
            let mut loops: Vec<(u32, StmtId)> = loops
                .filter(|(_, stmt)| matches!(stmt.kind, StmtKind::For { .. }))
                .map(|(at, stmt)| (stmt.span.start, StmtId(at as u32)))
                .collect();
            loops.sort_unstable();
            loops
        });
        let first = all.partition_point(|(start, _)| *start < begin);
        let inside = all[first..].iter().take_while(|(start, _)| *start < end).take(MAX_LOOPS);
        inside.map(|(_, id)| *id).filter(|id| module.stmt(*id).span.end <= end).collect()
    }

    /// Some statement of the loop sets the flag, and all of them are plain enough to be gone through once more.
    fn sets_flag(&self, body: &[StmtId], var: VarId) -> bool {
        let (mut queue, mut sets) = (body.to_vec(), false);
        while let Some(id) = queue.pop() {
            sets |= self.contradicts(id, var);
            match &self.module.stmt(id).kind {
                StmtKind::If { body, orelse, .. } => queue.extend(body.iter().chain(orelse)),
                StmtKind::Expr(_)
                | StmtKind::Assign { .. }
                | StmtKind::AugAssign { .. }
                | StmtKind::Raise { .. }
                | StmtKind::Continue
                | StmtKind::Break
                | StmtKind::Pass => {}
                _ => return false,
            }
        }
        sets
    }

    /// A statement that sets the flag: where it is supposed that nothing did, it is never reached.
    pub(super) fn contradicts(&self, id: StmtId, var: VarId) -> bool {
        let module = self.module;
        let is_flag = |id: ExprId| {
            matches!(module.expr(id).kind, ExprKind::Name(_)) && self.scopes.resolve(id) == Some(var)
        };
        match &module.stmt(id).kind {
            StmtKind::Assign { targets, .. } => targets.iter().any(|target| is_flag(*target)),
            StmtKind::Expr(value) => match &module.expr(*value).kind {
                ExprKind::Call { func, .. } => match module.expr(*func).kind {
                    ExprKind::Attr { base, name, .. } => {
                        is_flag(base) && GATHERING.contains(&module.name(name))
                    }
                    _ => false,
                },
                _ => false,
            },
            _ => false,
        }
    }

    /// The loop is run whenever the flag was given its first value: both stand in one block.
    fn follows(&self, begin: u32, of: StmtId) -> bool {
        let module = self.module;
        let span = module.stmt(of).span;
        let Body::Block(whole) = &module.function(self.func()).body else { return false };
        let mut block: &[StmtId] = whole;
        for _ in 0..MAX_DEPTH {
            let Some(at) = block.iter().position(|id| module.stmt(*id).span.contains(span)) else {
                return false;
            };
            if block[at] == of {
                let holds = |id: &StmtId| {
                    let stmt = module.stmt(*id);
                    let plain = matches!(stmt.kind, StmtKind::Assign { .. } | StmtKind::AnnAssign { .. });
                    plain && (stmt.span.start..stmt.span.end).contains(&begin)
                };
                return block[..at].iter().any(holds);
            }
            let blocks: Vec<&[StmtId]> = match &module.stmt(block[at]).kind {
                StmtKind::If { body, orelse, .. }
                | StmtKind::While { body, orelse, .. }
                | StmtKind::For { body, orelse, .. } => vec![body, orelse],
                StmtKind::With { body, .. } => vec![body],
                StmtKind::Try { body, orelse, finally, .. } => vec![body, orelse, finally],
                _ => return false,
            };
            let inner = |block: &&[StmtId]| block.iter().any(|id| module.stmt(*id).span.contains(span));
            let Some(next) = blocks.into_iter().find(inner) else { return false };
            block = next;
        }
        false
    }
}
