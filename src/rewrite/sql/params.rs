//! The parameters of a query: what is passed for each placeholder, and its name.
//!
//! Keeps parameters that the call has already in their order. Where they go is said by the driver.

use rustc_hash::FxHashMap;

use super::Old;
use super::driver::{Driver, Mark};
use super::position::Bind;
use crate::rewrite::imports::is_keyword;
use crate::rewrite::written::{Composed, Glue, Style, What, glued};
use crate::semantic::Analysis;
use crate::source::SourceFile;
use crate::syntax::{ArgKind, ExprId, ExprKind};

/// A parameter.
pub(super) struct Param {
    /// Its name, where placeholders have names.
    pub(super) bind: Option<String>,
    /// The expression.
    pub(super) text: String,
}

/// Parameters in the order of their placeholders, old ones among them, and the placeholder of each bind.
pub(super) fn params(
    file: &SourceFile,
    analysis: &Analysis<'_>,
    template: &Composed,
    driver: Driver,
    binds: &[Bind],
    marks: &[usize],
    old: &[Old],
) -> Option<(Vec<Param>, Vec<String>)> {
    let mut params: Vec<Param> = Vec::new();
    let mut placeholders = Vec::new();
    let mut taken: FxHashMap<String, String> = FxHashMap::default();
    let mut old = old.iter();
    let mut marks = marks.iter().peekable();
    let text = |expr: ExprId| file.slice(analysis.module.expr(expr).span).to_owned();
    if driver.mark == Mark::Dollar || driver.mark == Mark::Number {
        // Numbered ones need not stand in order: the old stay in front.
        params.extend(old.by_ref().map(|item| Param { bind: None, text: text(item.value) }));
        marks = [].iter().peekable();
    }
    for bind in binds {
        while marks.peek().is_some_and(|mark| **mark < bind.first) {
            marks.next();
            params.push(Param { bind: None, text: text(old.next()?.value) });
        }
        let value = parameter(file, analysis, template, bind)?;
        let mark = match driver.mark {
            Mark::Question => "?".to_owned(),
            Mark::Percent => "%s".to_owned(),
            Mark::Dollar => format!("${}", params.len() + 1),
            Mark::Number => format!(":{}", params.len() + 1),
            Mark::Colon | Mark::PercentName => {
                let wanted = bind_name(analysis, template, bind);
                let mut name = wanted.clone();
                let mut next = 2;
                while taken.get(&name).is_some_and(|text| *text != value) {
                    name = format!("{wanted}_{next}");
                    next += 1;
                }
                let known = taken.insert(name.clone(), value.clone()).is_some();
                placeholders.push(match driver.mark {
                    Mark::Colon => format!(":{name}"),
                    _ => format!("%({name})s"),
                });
                if !known {
                    params.push(Param { bind: Some(name), text: value });
                }
                continue;
            }
        };
        placeholders.push(mark);
        params.push(Param { bind: None, text: value });
    }
    params.extend(old.map(|item| Param { bind: None, text: text(item.value) }));
    if driver.mark == Mark::Colon && !colons_fit(template, binds) {
        return None;
    }
    Some((params, placeholders))
}

/// SQLAlchemy reads `:name` only where no colon follows.
fn colons_fit(template: &Composed, binds: &[Bind]) -> bool {
    let next = |bind: &Bind| template.units.get(bind.last + 1).map(|unit| &unit.what);
    !binds.iter().any(|bind| matches!(next(bind), Some(What::Char(':'))))
}

/// The expression that is passed for a bind.
fn parameter(file: &SourceFile, analysis: &Analysis<'_>, template: &Composed, bind: &Bind) -> Option<String> {
    let module = analysis.module;
    if let ([Glue::Value(_)], [at]) = (&bind.pieces[..], &bind.holes[..]) {
        let What::Hole(hole) = &template.units[*at].what else { return None };
        if hole.plain {
            // In a value position the value itself is meant, in quotes its text.
            let expr = if bind.quoted { hole.expr } else { without_str(analysis, hole.expr) };
            let fits = !matches!(
                module.expr(expr).kind,
                ExprKind::Yield(_)
                    | ExprKind::YieldFrom(_)
                    | ExprKind::Star(_)
                    | ExprKind::Walrus { .. }
                    | ExprKind::Unknown
            );
            return fits.then(|| file.slice(module.expr(expr).span).to_owned());
        }
    }
    for at in &bind.holes {
        let What::Hole(hole) = &template.units[*at].what else { return None };
        let simple = matches!(
            module.expr(hole.expr).kind,
            ExprKind::Name(_) | ExprKind::Attr { .. } | ExprKind::Subscript { .. } | ExprKind::Call { .. }
        );
        if !simple && (hole.operand || template.style != Style::Direct) {
            return None;
        }
    }
    let quote = template.quote();
    let pieces: Vec<Glue> = bind
        .pieces
        .iter()
        .map(|piece| match piece {
            // A formatted value is text already: `f"{str(q)}"` says it twice.
            Glue::Value(text) => Glue::Value(
                text.strip_prefix("str(")
                    .and_then(|rest| rest.strip_suffix(')'))
                    .filter(|inner| inner.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.')))
                    .unwrap_or(text)
                    .to_owned(),
            ),
            Glue::Char(char) => Glue::Char(*char),
        })
        .collect();
    glued(&pieces, quote)
}

/// A name for a bind, from the value that it takes.
fn bind_name(analysis: &Analysis<'_>, template: &Composed, bind: &Bind) -> String {
    let module = analysis.module;
    let hole = bind.holes.first().map(|at| &template.units[*at].what);
    let Some(What::Hole(hole)) = hole else { return "value".to_owned() };
    let key = |expr: ExprId| match &module.expr(expr).kind {
        ExprKind::Str(text) => Some(text.to_string()),
        _ => None,
    };
    let name = match &module.expr(without_str(analysis, hole.expr)).kind {
        ExprKind::Name(name) => Some(module.name(*name).to_owned()),
        ExprKind::Attr { name, .. } => Some(module.name(*name).to_owned()),
        ExprKind::Subscript { index, .. } => key(*index),
        ExprKind::Call { args, .. } => args.first().and_then(|arg| key(arg.value)),
        _ => None,
    };
    let ascii = |name: &String| {
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && !is_keyword(name)
    };
    name.filter(ascii).unwrap_or_else(|| "value".to_owned())
}

/// The inside of `str(x)`, otherwise the expression itself.
fn without_str(analysis: &Analysis<'_>, expr: ExprId) -> ExprId {
    match &analysis.module.expr(expr).kind {
        ExprKind::Call { func, args, .. }
            if args.len() == 1
                && args[0].kind == ArgKind::Positional
                && analysis.dotted(*func) == Some("str") =>
        {
            args[0].value
        }
        _ => expr,
    }
}
