//! Functions and classes in another order.

use hognose::syntax::{self, StmtKind};

use super::Chance;

/// Swaps neighbouring top-level functions and classes. Where one is named in the head of another, as a base or a
/// decorator, the order says something; in our files only classes do that, so a class stays where it is.
pub(crate) fn reordered(text: &str, answers: &[u8]) -> String {
    let module = syntax::parse(text);
    let mut parts: Vec<(bool, &str)> = Vec::new();
    let mut done = 0;
    for id in module.body() {
        let stmt = module.stmt(*id);
        let end = text[stmt.span.end as usize..]
            .find('\n')
            .map_or(text.len(), |at| stmt.span.end as usize + at + 1);
        if end <= done {
            continue;
        }
        parts.push((matches!(stmt.kind, StmtKind::Function(_)), &text[done..end]));
        done = end;
    }
    let mut chance = Chance::new(answers);
    for at in 1..parts.len() {
        if parts[at - 1].0 && parts[at].0 && chance.below(2) == 0 {
            parts.swap(at - 1, at);
        }
    }
    let mut made: String = parts.into_iter().map(|(_, part)| part).collect();
    made.push_str(&text[done..]);
    made
}
