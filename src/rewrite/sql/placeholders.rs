//! The edits of a query: placeholders in the text, percent signs as the driver reads them, parameters in the call.
//!
//! Changes nothing but the bytes of the values; what stays of the text keeps its form.

use super::Old;
use super::driver::{Driver, Mark, Place};
use super::params::Param;
use super::position::Bind;
use crate::finding::Edit;
use crate::rewrite::arguments;
use crate::rewrite::written::{Composed, Style, TextCall, Unit, What};
use crate::semantic::Analysis;
use crate::source::{SourceFile, Span};
use crate::syntax::{Arg, ArgKind, ExprKind};

/// Placeholders in the place of values.
pub(super) fn query_edits(
    file: &SourceFile,
    template: &Composed,
    binds: &[Bind],
    marks: &[String],
) -> Option<Vec<Edit>> {
    let text = file.text();
    let mut edits = Vec::new();
    for (bind, mark) in binds.iter().zip(marks) {
        let first = &template.units[bind.first];
        let last = &template.units[bind.last];
        let operand = |unit: &Unit| matches!(&unit.what, What::Hole(hole) if hole.operand);
        let crosses = template.units[bind.first..=bind.last].iter().any(operand);
        if !crosses {
            if first.token != last.token {
                return None;
            }
            edits.push(Edit { span: first.span.cover(last.span), text: mark.clone() });
            continue;
        }
        // Through the operands of a `+`.
        let start_token = first.token?;
        let before = &template.tokens[start_token];
        let start = if operand(first) { before.body.end } else { first.span.start };
        let last_operand = template.units[bind.first..=bind.last].iter().rev().find(|unit| operand(unit))?;
        let operand_end = last_operand.span.end;
        let end_token = if operand(last) {
            let next = last.token? + 1;
            let follows = template.units.get(bind.last + 1).map(|unit| unit.token);
            // Only a literal that follows at once can be joined.
            match follows {
                Some(token) if token == Some(next) => Some(next),
                Some(_) => return None,
                None if template.tokens.get(next).is_some() => return None,
                None => None,
            }
        } else {
            last.token
        };
        let close = before.quote;
        let Some(end_token) = end_token else {
            edits.push(Edit { span: Span { start, end: operand_end }, text: format!("{mark}{close}") });
            continue;
        };
        let after = &template.tokens[end_token];
        if end_token == start_token {
            return None;
        }
        let end = if operand(last) { after.body.start } else { last.span.end };
        let between = text.get(before.span.end as usize..after.span.start as usize)?;
        let one_line = !between.contains(['\n', '\r', '#']);
        let alike = before.quote == after.quote && before.raw == after.raw && before.format == after.format;
        let alone = template.operands.contains(&(end_token, end_token + 1));
        if end == after.body.end && alone {
            edits.push(Edit { span: Span { start, end: after.span.end }, text: format!("{mark}{close}") });
        } else if one_line && alike {
            edits.push(Edit { span: Span { start, end }, text: mark.clone() });
        } else {
            edits.push(Edit { span: Span { start, end: operand_end }, text: format!("{mark}{close}") });
            if end > after.body.start {
                edits.push(Edit { span: Span { start: after.body.start, end }, text: String::new() });
            }
        }
    }
    Some(edits)
}

/// Percent signs that stay in the text: doubled for drivers that read them, single for those that do not.
pub(super) fn percent_signs(
    template: &Composed,
    driver: Driver,
    gone: &[Span],
    had_params: bool,
) -> Option<Vec<Edit>> {
    let reads = matches!(driver.mark, Mark::Percent | Mark::PercentName);
    let mut edits = Vec::new();
    for unit in &template.units {
        if !matches!(unit.what, What::Char('%')) || gone.iter().any(|gone| gone.overlaps(unit.span)) {
            continue;
        }
        let doubled = template.style == Style::Percent;
        match (reads, doubled) {
            (true, false) if !had_params => edits.push(Edit { span: unit.span, text: "%%".to_owned() }),
            (false, true) => edits.push(Edit { span: unit.span, text: "%".to_owned() }),
            _ => {}
        }
    }
    Some(edits)
}

/// The parameters beside the query.
#[expect(clippy::too_many_arguments, reason = "the parts of one call")]
pub(super) fn beside(
    file: &SourceFile,
    analysis: &Analysis<'_>,
    call: TextCall<'_>,
    args: &[Arg],
    query: &Arg,
    driver: Driver,
    params: &[Param],
    old: &[Old],
) -> Option<Vec<Edit>> {
    let module = analysis.module;
    let joined = params.iter().map(|param| param.text.as_str()).collect::<Vec<_>>().join(", ");
    let tuple = if params.len() == 1 { format!("({joined},)") } else { format!("({joined})") };
    let quote = if file.text().matches('\'').count() > file.text().matches('"').count() { '\'' } else { '"' };
    let dict = || {
        let pair =
            |param: &Param| param.bind.as_ref().map(|name| format!("{quote}{name}{quote}: {}", param.text));
        Some(format!("{{{}}}", params.iter().map(pair).collect::<Option<Vec<_>>>()?.join(", ")))
    };
    let behind = |arg: &Arg, text: &str| arguments::behind(file, arg, text);
    match driver.place {
        Place::Tuple | Place::List => {
            let display = if driver.place == Place::List { format!("[{joined}]") } else { tuple };
            let other = args.iter().find(|arg| arg.span != query.span);
            let Some(other) = other else { return Some(vec![behind(query, &display)]) };
            let is_list = matches!(module.expr(other.value).kind, ExprKind::List(_));
            let display = match (is_list, params.len()) {
                (true, _) => format!("[{joined}]"),
                (false, 1) => format!("({joined},)"),
                (false, _) => format!("({joined})"),
            };
            debug_assert!(old.iter().all(|item| item.whole == Some(other.value)));
            Some(vec![Edit { span: module.expr(other.value).span, text: display }])
        }
        Place::Spread => {
            let added: Vec<&str> = params[old.len()..].iter().map(|param| param.text.as_str()).collect();
            let last = args.iter().rev().find(|arg| arg.kind == ArgKind::Positional)?;
            Some(vec![behind(last, &added.join(", "))])
        }
        Place::Dict => Some(vec![behind(query, &dict()?)]),
        Place::KeywordDict(name) => Some(vec![behind(args.last()?, &format!("{name}={}", dict()?))]),
        Place::KeywordTuple(name) => Some(vec![behind(args.last()?, &format!("{name}={tuple}"))]),
        Place::KeywordList(name) => Some(vec![behind(args.last()?, &format!("{name}=[{joined}]"))]),
        Place::Text => {
            let run = module.exprs.iter().find_map(|expr| match &expr.kind {
                ExprKind::Call { func, args, .. }
                    if args
                        .first()
                        .is_some_and(|arg| arg.value == call.id && arg.kind == ArgKind::Positional) =>
                {
                    Some((*func, args))
                }
                _ => None,
            });
            let method = run.and_then(|(func, args)| match &module.expr(func).kind {
                ExprKind::Attr { name, .. } => Some((module.name(*name), args)),
                _ => None,
            });
            match method {
                Some(("execute" | "scalar" | "scalars" | "stream", args)) if args.len() == 1 => {
                    Some(vec![behind(&args[0], &dict()?)])
                }
                _ => {
                    let named = |param: &Param| Some(format!("{}={}", param.bind.as_ref()?, param.text));
                    let named = params.iter().map(named).collect::<Option<Vec<_>>>()?.join(", ");
                    let end = module.expr(call.id).span.end as usize;
                    Some(vec![Edit { span: Span::empty(end), text: format!(".bindparams({named})") }])
                }
            }
        }
    }
}
