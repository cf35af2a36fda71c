//! Other names for locals.

use std::collections::BTreeMap;

use hognose::semantic::{Scopes, VarId};
use hognose::syntax::{self, ExprKind, FuncId};

use super::Chance;

/// Rules that go by what things are called.
pub(crate) const BY_NAME: &[&str] = &[];

/// Renames some locals of functions, each in all its places. A name that stands in the function as something else,
/// an attribute, a keyword or a word of a text, is left alone.
pub(crate) fn renamed(text: &str, answers: &[u8]) -> String {
    let module = syntax::parse(text);
    let scopes = Scopes::new(&module);
    let mut places: BTreeMap<VarId, Vec<usize>> = BTreeMap::new();
    for (at, expr) in module.exprs.iter().enumerate() {
        let ExprKind::Name(_) = expr.kind else { continue };
        let id = syntax::ExprId(at as u32);
        if let Some(var) = scopes.resolve(id).filter(|var| scopes.var(*var).owner != FuncId(0)) {
            places.entry(var).or_default().push(expr.span.start as usize);
        }
    }
    let mut chance = Chance::new(answers);
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    for (number, (var, starts)) in places.iter().enumerate() {
        let bound = scopes.var(*var);
        let name = module.name(bound.name);
        let inside = &text[module.function(bound.owner).span.range()];
        if starts.len() != words(inside, name) || chance.below(2) == 0 {
            continue;
        }
        edits.extend(starts.iter().map(|at| (*at, name.len(), format!("renamed_{number}"))));
    }
    edits.sort();
    let mut made = text.to_owned();
    for (at, len, name) in edits.into_iter().rev() {
        made.replace_range(at..at + len, &name);
    }
    made
}

/// How often a word stands in a text.
fn words(text: &str, word: &str) -> usize {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|other| *other == word).count()
}
