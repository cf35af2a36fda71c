//! Regular expressions as they stand in a file, and how badly they can go back.

use super::backtracking;
use crate::semantic::{Analysis, Piece};
use crate::source::{SourceFile, Span};
use crate::syntax::{BinOp, ExprId, ExprKind, StmtKind};

/// A regular expression that is constant.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// Its place.
    pub span: Span,
    /// What it says, however it is quoted.
    pub text: String,
    /// How the time to match grows with the text, as a power; 100 for patterns that explode.
    pub power: u32,
}

/// So long a text is no pattern that anybody wrote by hand.
const MAX_TEXT: usize = 1000;

/// The constant texts of a file that are patterns: what functions of `re` are given, and raw texts that look like one.
pub fn patterns(file: &SourceFile, analysis: &Analysis<'_>) -> Vec<Pattern> {
    let module = analysis.module;
    let imports = |name| matches!(module.name(name), "re" | "regex" | "pygments.lexer");
    let knows = module.stmts.iter().any(|stmt| match &stmt.kind {
        StmtKind::Import(names) => names.iter().any(|import| imports(import.name)),
        StmtKind::ImportFrom { module: from, .. } => imports(*from),
        _ => false,
    });
    if !knows {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut inside = vec![false; module.exprs.len()];
    let given = given(analysis);
    for at in (0..module.exprs.len()).rev() {
        let id = ExprId(at as u32);
        let kind = &module.expr(id).kind;
        let text = if inside[at] { None } else { whole_text(analysis, id) };
        if let ExprKind::Binary { left, right, .. } = kind {
            let whole = inside[at] || text.is_some();
            inside[left.index()] = whole;
            inside[right.index()] = whole;
        }
        let Some(text) = text else { continue };
        let span = module.expr(id).span;
        let start = file.slice(span).get(..2).unwrap_or("");
        let raw = start.contains(['r', 'R']) && start.contains(['"', '\'']);
        if text.len() <= MAX_TEXT
            && text.contains(['*', '+', '{'])
            && (raw || given.contains(&id))
            && let Some(power) = backtracking::power(&text)
        {
            found.push(Pattern { span, text, power });
        }
    }
    crate::source::sort(&mut found, |one, other| one.span.cmp(&other.span));
    found
}

/// What functions of `re` are given as patterns.
fn given(analysis: &Analysis<'_>) -> Vec<ExprId> {
    let module = analysis.module;
    let calls = module.exprs.iter().filter_map(|expr| match &expr.kind {
        ExprKind::Call { func, args, .. } => Some((analysis.dotted(*func)?, args.first()?.value)),
        _ => None,
    });
    let of_re =
        calls.filter(|(name, _)| matches!(name.rsplit_once('.'), Some(("re", last)) if last != "escape"));
    of_re.map(|(_, pattern)| pattern).collect()
}

/// The text of a literal, or of one put together: what is not known in it stands as nothing.
fn whole_text(analysis: &Analysis<'_>, id: ExprId) -> Option<String> {
    match &analysis.module.expr(id).kind {
        ExprKind::Str(text) => Some(text.to_string()),
        ExprKind::Binary { op: BinOp::Add | BinOp::Mod, .. } | ExprKind::Format { template: false, .. } => {
            let value = analysis.value(id);
            if let Some(text) = value.as_str() {
                return Some(text.to_owned());
            }
            let pieces = value.text()?.pieces.iter().map(|piece| match piece {
                Piece::Lit(text) => &**text,
                Piece::Hole(..) => "(?:)",
            });
            Some(pieces.collect())
        }
        _ => None,
    }
}
