//! Where code stands and what a name was set to: questions that several rules ask.
//!
//! Knows syntax and scopes only; nothing here reports.

use crate::rules::prelude::*;
use crate::syntax::Module;

/// Follows a name to the one expression that it is ever set to; anything else stays itself. A name that is set twice,
/// or whose contents are changed, stays itself too.
pub(in crate::rules) fn definition(cx: &Cx<'_>, id: ExprId) -> ExprId {
    let var = cx.analysis.scopes.resolve(id);
    var.and_then(|var| cx.analysis.only_value(var)).unwrap_or(id)
}

/// The names of the attributes and methods that are used of a variable anywhere: `token.expires_at`, `env.parse(…)`.
pub(in crate::rules) fn attributes_of<'a>(cx: &Cx<'a>, variable: ExprId) -> Vec<&'a str> {
    let module = cx.module();
    let Some(var) = cx.analysis.scopes.resolve(variable) else {
        // `self.token`: what is read from it anywhere.
        let ExprKind::Attr { base, name, .. } = &cx.expr(variable).kind else { return Vec::new() };
        let ExprKind::Name(object) = &cx.expr(*base).kind else { return Vec::new() };
        let same = |id: ExprId| match &cx.expr(id).kind {
            ExprKind::Attr { base, name: own, .. } => {
                own == name && matches!(&cx.expr(*base).kind, ExprKind::Name(name) if name == object)
            }
            _ => false,
        };
        let used = module.exprs.iter().filter_map(|expr| match &expr.kind {
            ExprKind::Attr { base, name, .. } if same(*base) => Some(module.name(*name)),
            _ => None,
        });
        return used.collect();
    };
    let used = module.exprs.iter().filter_map(|expr| match &expr.kind {
        ExprKind::Attr { base, name, .. } if cx.analysis.scopes.resolve(*base) == Some(var) => {
            Some(module.name(*name))
        }
        _ => None,
    });
    used.collect()
}

/// The elements of a list, tuple or set display.
pub(in crate::rules) fn elements(module: &Module, id: ExprId) -> Option<&[ExprId]> {
    match &module.expr(id).kind {
        ExprKind::List(items) | ExprKind::Tuple(items) | ExprKind::Set(items) => Some(items),
        _ => None,
    }
}

/// The value under a constant key of a dict display.
pub(in crate::rules) fn dict_value(cx: &Cx<'_>, dict: ExprId, wanted: &str) -> Option<(ExprId, ExprId)> {
    let ExprKind::Dict(items) = &cx.expr(dict).kind else { return None };
    items.iter().find_map(|(key, value)| key.filter(|key| cx.str(*key) == Some(wanted)).map(|key| (key, *value)))
}

/// A string written as one literal without escapes: where its content begins, and its quote.
pub(in crate::rules) fn plain_literal(cx: &Cx<'_>, id: ExprId) -> Option<(u32, char)> {
    let ExprKind::Str(content) = &cx.expr(id).kind else { return None };
    let text = cx.text(id);
    let prefix = text.find(['"', '\''])?;
    let quote = text[prefix..].chars().next()?;
    let width = if text[prefix..].starts_with(&String::from(quote).repeat(3)) { 3 } else { 1 };
    let inside = text.get(prefix + width..text.len().checked_sub(width)?)?;
    (inside == &**content).then(|| (cx.span(id).start + (prefix + width) as u32, quote))
}

/// The words of an identifier or key: `DevConfig`, `dev_config` and `dev-config` are `dev`, `config`.
pub(in crate::rules) fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut before_lower = false;
    for c in name.chars() {
        if (!c.is_alphanumeric() || (c.is_uppercase() && before_lower)) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        before_lower = c.is_lowercase() || c.is_ascii_digit();
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

const DEVELOPMENT: &[&str] = &[
    "dev", "devel", "develop", "development", "local", "localhost", "test", "tests", "testing", "ci", "debug", "sandbox",
];

fn says_development(name: &str) -> bool {
    words(name).iter().any(|word| DEVELOPMENT.contains(&word.as_str()))
}

/// True where code serves development or tests only: by the file's name, the class or function around it, or the
/// condition that it stands under.
pub(in crate::rules) fn is_development(cx: &Cx<'_>, span: Span) -> bool {
    let path = cx.file.path();
    let parts: Vec<&str> = path.parts().collect();
    let near = &parts[parts.len().saturating_sub(2)..];
    let module = cx.module();
    cx.is_test()
        || near.iter().any(|part| says_development(part.trim_end_matches(".py")))
        || module.classes.iter().any(|class| class.span.contains(span) && says_development(&class.qualname))
        || module.functions.iter().any(|function| {
            function.span.contains(span) && says_development(module.name(function.name))
        })
        || in_debug_branch(cx, span)
}

/// True under `if DEBUG:`, `if app.debug:`, or in the other branch of its negation.
pub(in crate::rules) fn in_debug_branch(cx: &Cx<'_>, span: Span) -> bool {
    let module = cx.module();
    let inside = |block: &[StmtId]| block.iter().any(|id| module.stmt(*id).span.contains(span));
    module.stmts.iter().any(|stmt| {
        let StmtKind::If { test, body, orelse } = &stmt.kind else { return false };
        if !stmt.span.contains(span) || !says_development(cx.text(*test)) {
            return false;
        }
        let negated = matches!(&cx.expr(*test).kind, ExprKind::Unary { op: crate::syntax::UnaryOp::Not, .. });
        if negated { inside(orelse) } else { inside(body) }
    })
}

/// True when the module imports from one of these packages.
pub(in crate::rules) fn imports_from(cx: &Cx<'_>, packages: &[&str]) -> bool {
    let module = cx.module();
    let fits = |dotted: &str| {
        let first = dotted.split('.').next().unwrap_or(dotted);
        packages.contains(&first)
    };
    module.stmts.iter().any(|stmt| match &stmt.kind {
        StmtKind::Import(names) => names.iter().any(|name| fits(module.name(name.name))),
        StmtKind::ImportFrom { level: 0, module: from, .. } => fits(module.name(*from)),
        _ => false,
    })
}

/// The whole lines that a span touches, line endings included.
pub(in crate::rules) fn whole_lines(cx: &Cx<'_>, span: Span) -> Span {
    let (first, last) = cx.file.line_range(span);
    let lines = cx.file.lines();
    Span { start: lines.span(first).start, end: lines.span(last).end }
}

/// The white space before a statement, when nothing else stands before it on its line.
pub(in crate::rules) fn indentation<'a>(cx: &Cx<'a>, at: u32) -> Option<&'a str> {
    let line = cx.file.lines().span(cx.file.lines().line_of(at));
    let before = cx.file.slice(Span { start: line.start, end: at });
    before.chars().all(|c| c == ' ' || c == '\t').then_some(before)
}

/// True when nothing but white space or a comment follows on the line.
pub(in crate::rules) fn ends_line(cx: &Cx<'_>, at: u32) -> bool {
    let line = cx.file.lines().span(cx.file.lines().line_of(at));
    let rest = cx.file.slice(Span { start: at.min(line.end), end: line.end }).trim();
    rest.is_empty() || rest.starts_with('#')
}

/// What another attribute of the same object (`base`, whose attribute `target` is) is set to in the same function.
pub(in crate::rules) fn siblings(cx: &Cx<'_>, target: ExprId, base: ExprId, wanted: &str) -> Vec<ExprId> {
    let (module, func) = (cx.module(), cx.function_at(cx.span(target)));
    let stmts = module.stmts.iter().filter_map(|stmt| match &stmt.kind {
        StmtKind::Assign { targets, value } => Some((*targets.first()?, *value)),
        _ => None,
    });
    stmts
        .filter(|(other, _)| match cx.expr(*other).kind {
            ExprKind::Attr { base: holder, name, .. } => {
                module.name(name) == wanted
                    && cx.text(holder) == cx.text(base)
                    && cx.function_at(cx.span(*other)) == func
            }
            _ => false,
        })
        .map(|(_, value)| value)
        .collect()
}
