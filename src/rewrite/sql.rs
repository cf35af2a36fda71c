//! Queries with parameters: values leave the text of a query and go beside it.
//!
//! Takes the call that runs the query and the driver behind it; gives edits, or nothing when a part of the query cannot
//! be bound. Judges no finding.

use rustc_hash::FxHashMap;

use super::definition::sole_definition;
use super::sql_driver::{Driver, Mark, Place, of_call, of_connection};
use super::sql_position::{Bind, read};
use super::template::{Glue, Style, Template, Unit, What, glued, without_str};
use crate::finding::Edit;
use crate::semantic::{Analysis, Type};
use crate::source::{SourceFile, Span};
use crate::syntax::{Arg, ArgKind, ExprId, ExprKind, StmtKind};

/// A call that runs a query.
#[derive(Debug, Clone, Copy)]
pub struct QueryCall<'a> {
    /// The call.
    pub id: ExprId,
    /// Its resolved name; `.method` when the object's class is not known.
    pub name: &'a str,
    /// The argument that holds the query, as written.
    pub arg: ExprId,
}

/// A query with its values beside it.
#[derive(Debug)]
pub struct Bound {
    /// All edits.
    pub edits: Vec<Edit>,
    /// The library whose placeholders are used.
    pub driver: &'static str,
    /// How many values were moved.
    pub values: usize,
    /// What may change, when anything may.
    pub doubt: Option<String>,
}

struct Param {
    bind: Option<String>,
    text: String,
}

/// Moves the values of a query beside it. `tainted` tells the holes that have to go.
pub fn bind(
    file: &SourceFile,
    analysis: &Analysis<'_>,
    call: QueryCall<'_>,
    tainted: &dyn Fn(ExprId) -> bool,
) -> Option<Bound> {
    let module = analysis.module;
    let ExprKind::Call { args, .. } = &module.expr(call.id).kind else { return None };
    if args.iter().any(|arg| matches!(arg.kind, ArgKind::Star | ArgKind::DoubleStar)) {
        return None;
    }
    let driver = driver(analysis, call, args)?;
    let arg = args.iter().find(|arg| arg.value == call.arg)?;
    let beside = matches!(driver.place, Place::Tuple | Place::List | Place::Dict | Place::Spread);
    if beside && arg.kind != ArgKind::Positional {
        return None;
    }
    let mut query = call.arg;
    if let Place::KeywordList(_) = driver.place {
        let ExprKind::List(items) = &module.expr(query).kind else { return None };
        let [only] = items[..] else { return None };
        query = only;
    }
    if let ExprKind::Name(_) = module.expr(query).kind {
        query = sole_definition(analysis, query)?;
    }
    let template = Template::read(file, analysis, query)?;
    let fragment = matches!(driver.place, Place::KeywordList(_)) || call.name == "django.db.models.RawSQL";
    // With `%` and `.format` the whole call goes, and so must every hole.
    let must = |unit: &Unit| match &unit.what {
        What::Hole(hole) => tainted(hole.expr) || template.style != Style::Direct,
        What::Char(_) => false,
    };
    let found = read(&template, fragment, &must);
    if found.stuck || found.binds.is_empty() || found.binds.len() > 40 {
        return None;
    }
    let old = existing(analysis, args, arg, driver)?;
    if found.marks.len() != old.len() {
        return None;
    }
    // What stays in the text is read for percent signs from now on.
    let reads_percent = matches!(driver.mark, Mark::Percent | Mark::PercentName) && old.is_empty();
    let harmless = |unit: &Unit| match &unit.what {
        What::Hole(hole) if !must(unit) => {
            let value = analysis.value(hole.expr);
            value.as_str().map_or(value.as_const().is_some(), |text| !text.contains('%'))
        }
        _ => true,
    };
    let quoted_too = |at: usize| found.binds.iter().any(|bind| bind.holes.contains(&at));
    if reads_percent && !template.units.iter().enumerate().all(|(at, unit)| quoted_too(at) || harmless(unit))
    {
        return None;
    }
    let doubt = doubt(analysis, &template, driver, &found.binds);
    let (params, marks) = params(file, analysis, &template, driver, &found.binds, &found.marks, &old)?;
    let mut edits = query_edits(file, &template, &found.binds, &marks)?;
    let gone: Vec<Span> = edits.iter().map(|edit| edit.span).collect();
    edits.extend(template.plain_literals(&gone, &|unit| !must(unit), file.text()));
    edits.extend(percent_signs(&template, driver, &gone, !old.is_empty())?);
    edits.extend(place_params(file, analysis, call, args, arg, driver, &params, &old)?);
    Some(Bound { edits, driver: driver.name, values: found.binds.len(), doubt })
}

/// The library whose placeholders a call takes, when it is known.
pub fn driver(analysis: &Analysis<'_>, call: QueryCall<'_>, args: &[Arg]) -> Option<Driver> {
    if matches!(call.name, "pandas.read_sql" | "pandas.read_sql_query") {
        let connection = args.iter().filter(|arg| arg.kind == ArgKind::Positional).nth(1)?;
        let Some(Type::Outside(class)) = analysis.value(connection.value).class() else { return None };
        return of_connection(analysis.names.text(class));
    }
    let module = analysis.module;
    let django = module.stmts.iter().any(|stmt| match &stmt.kind {
        StmtKind::Import(names) => names.iter().any(|name| module.name(name.name).starts_with("django")),
        StmtKind::ImportFrom { module: from, .. } => module.name(*from).starts_with("django"),
        _ => false,
    });
    of_call(call.name, django)
}

/// Parameters that the call has already, in order. `None` when they are not to be seen.
fn existing(analysis: &Analysis<'_>, args: &[Arg], query: &Arg, driver: Driver) -> Option<Vec<Arg2>> {
    let module = analysis.module;
    let rest: Vec<&Arg> = args.iter().filter(|arg| arg.span != query.span).collect();
    let list = |expr: ExprId| match &module.expr(expr).kind {
        ExprKind::Tuple(items) | ExprKind::List(items) => {
            let plain = !items.iter().any(|item| matches!(module.expr(*item).kind, ExprKind::Star(_)));
            plain.then(|| {
                items.iter().map(|item| Arg2 { value: *item, whole: Some(expr) }).collect::<Vec<_>>()
            })
        }
        _ => None,
    };
    match driver.place {
        Place::Spread => {
            let positional = rest.iter().filter(|arg| arg.kind == ArgKind::Positional);
            Some(positional.map(|arg| Arg2 { value: arg.value, whole: None }).collect())
        }
        Place::Tuple | Place::List => match rest[..] {
            [] => Some(Vec::new()),
            [one] if one.kind == ArgKind::Positional || keyword_is(module, one, "params") => {
                let items = list(one.value)?;
                // An empty one stands where the library asks for one: it is filled.
                Some(if items.is_empty() { vec![Arg2 { value: one.value, whole: None }; 0] } else { items })
            }
            _ => None,
        },
        Place::KeywordTuple(name) | Place::KeywordDict(name) | Place::KeywordList(name) => {
            let taken = rest.iter().any(|arg| keyword_is(module, arg, name));
            let positional = args.iter().filter(|arg| arg.kind == ArgKind::Positional).count();
            let most = if matches!(driver.place, Place::KeywordTuple(_)) { 2 } else { 1 };
            (!taken && positional <= most).then(Vec::new)
        }
        Place::Dict | Place::Text => rest.is_empty().then(Vec::new),
    }
}

#[derive(Clone, Copy)]
struct Arg2 {
    value: ExprId,
    /// The display that holds it.
    whole: Option<ExprId>,
}

fn keyword_is(module: &crate::syntax::Module, arg: &Arg, name: &str) -> bool {
    matches!(arg.kind, ArgKind::Keyword(key) if module.name(key) == name)
}

/// Parameters in the order of their placeholders, old ones among them, and the placeholder of each bind.
fn params(
    file: &SourceFile,
    analysis: &Analysis<'_>,
    template: &Template,
    driver: Driver,
    binds: &[Bind],
    marks: &[usize],
    old: &[Arg2],
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
fn colons_fit(template: &Template, binds: &[Bind]) -> bool {
    let next = |bind: &Bind| template.units.get(bind.last + 1).map(|unit| &unit.what);
    !binds.iter().any(|bind| matches!(next(bind), Some(What::Char(':'))))
}

/// The expression that is passed for a bind.
fn parameter(file: &SourceFile, analysis: &Analysis<'_>, template: &Template, bind: &Bind) -> Option<String> {
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
fn bind_name(analysis: &Analysis<'_>, template: &Template, bind: &Bind) -> String {
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
            && !crate::rewrite::imports::is_keyword(name)
    };
    name.filter(ascii).unwrap_or_else(|| "value".to_owned())
}

/// What may change for legitimate input.
fn doubt(analysis: &Analysis<'_>, template: &Template, driver: Driver, binds: &[Bind]) -> Option<String> {
    let holes = |bind: &Bind| -> Vec<(ExprId, bool)> {
        let of = |at: &usize| match &template.units[*at].what {
            What::Hole(hole) => Some((hole.expr, hole.plain)),
            What::Char(_) => None,
        };
        bind.holes.iter().filter_map(of).collect()
    };
    let class = |expr: ExprId| match analysis.value(expr).class() {
        Some(Type::Outside(name)) => Some(analysis.names.text(name)),
        _ => None,
    };
    for bind in binds {
        if holes(bind).iter().any(|(_, plain)| !plain) {
            return Some(
                "the value was formatted on its way into the text; the parameter is the formatted text"
                    .to_owned(),
            );
        }
        if driver.strict && !bind.quoted {
            return Some(format!(
                "{} takes only a value of the column's own type; convert the value first if the column holds numbers",
                driver.name
            ));
        }
        if !bind.quoted
            && matches!(bind.after.as_str(), "LIMIT" | "OFFSET" | "," | "+" | "-" | "*" | "/" | "||")
        {
            return Some("the value stands where a number is expected: pass a number, `int(...)` if it arrives as text".to_owned());
        }
        let whole = bind.pieces.len() == 1;
        let odd = holes(bind).iter().any(|(expr, _)| match class(*expr) {
            None | Some("str") => false,
            Some("int" | "float") => bind.quoted,
            Some(_) => true,
        });
        if whole && odd {
            return Some("the value was written as text; the driver now gets the value itself".to_owned());
        }
    }
    None
}

/// Placeholders in the place of values.
fn query_edits(
    file: &SourceFile,
    template: &Template,
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
fn percent_signs(template: &Template, driver: Driver, gone: &[Span], had_params: bool) -> Option<Vec<Edit>> {
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
fn place_params(
    file: &SourceFile,
    analysis: &Analysis<'_>,
    call: QueryCall<'_>,
    args: &[Arg],
    query: &Arg,
    driver: Driver,
    params: &[Param],
    old: &[Arg2],
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
    let behind = |arg: &Arg, text: &str| super::arguments::behind(file, arg, text);
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
