//! What is wrong is gathered first, and answered for all of it: `if name not in NAMES: errors.append("name")`, and then
//! `if errors: return`.

use super::engine::Engine;
use crate::semantic::scopes::VarId;
use crate::syntax::*;

/// So many statements between the list and its test are looked at.
const MAX_STATEMENTS: usize = 64;
/// Blocks inside blocks are looked through this deep.
const MAX_DEPTH: usize = 16;
/// Conditions of more parts are not looked through.
const MAX_CONDITION: usize = 64;

impl<'m> Engine<'m> {
    /// Nothing was put into the list, or the flag not set: so the conditions under which that happens did not hold.
    pub(super) fn refine_gathered(&mut self, var: VarId, begin: u32, test: ExprId) {
        let module = self.module;
        let end = module.expr(test).span.start;
        let Some(block) = self.block_after(begin) else { return };
        for id in block.iter().take(MAX_STATEMENTS) {
            if module.stmt(*id).span.end > end {
                break;
            }
            let mut rung = Some(*id);
            while let Some(id) = rung.take() {
                let StmtKind::If { test, body, orelse } = &module.stmt(id).kind else { break };
                if !body.iter().any(|id| self.contradicts(*id, var)) {
                    break;
                }
                if self.is_same_until(*test, end) {
                    self.answering += 1;
                    self.refine(*test, false);
                    self.answering -= 1;
                }
                if let [next] = orelse[..] {
                    rung = Some(next);
                }
            }
        }
    }

    /// The statements behind the one at a place, in its own block.
    fn block_after(&self, place: u32) -> Option<&'m [StmtId]> {
        let module = self.module;
        let Body::Block(whole) = &module.function(self.func()).body else { return None };
        let mut block: &'m [StmtId] = whole;
        for _ in 0..MAX_DEPTH {
            let holds = |id: &StmtId| {
                let span = module.stmt(*id).span;
                (span.start..span.end).contains(&place)
            };
            let at = block.partition_point(|id| module.stmt(*id).span.end <= place);
            block.get(at).filter(|id| holds(id))?;
            let blocks: [&'m [StmtId]; 3] = match &module.stmt(block[at]).kind {
                StmtKind::Assign { .. } | StmtKind::AnnAssign { .. } => return Some(&block[at + 1..]),
                StmtKind::If { body, orelse, .. } | StmtKind::For { body, orelse, .. } => [body, orelse, &[]],
                StmtKind::With { body, .. } => [body, &[], &[]],
                StmtKind::Try { body, orelse, finally, .. } => [body, orelse, finally],
                _ => return None,
            };
            block = blocks.into_iter().find(|block| block.iter().any(holds))?;
        }
        None
    }

    /// The variables of a condition hold what they held then.
    fn is_same_until(&mut self, test: ExprId, end: u32) -> bool {
        let module = self.module;
        let since = module.expr(test).span.end..end;
        let mut queue = vec![test];
        let mut looked = 0;
        while let Some(id) = queue.pop() {
            looked += 1;
            let is_name = matches!(module.expr(id).kind, ExprKind::Name(_));
            if looked > MAX_CONDITION || is_name && !self.is_kept_within(id, since.clone()) {
                return false;
            }
            each_child(&module.expr(id).kind, &mut |child| queue.push(child));
        }
        true
    }
}
