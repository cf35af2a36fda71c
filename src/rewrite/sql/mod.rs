//! Queries with parameters: values leave the text of a query and go beside it.
//!
//! Takes the call that runs the query and the driver behind it; gives edits, or nothing when a part of the query cannot
//! be bound. Judges no finding.

mod driver;
mod params;
mod placeholders;
mod position;

use super::definition::sole_definition;
use super::written::{Composed, Style, TextCall, Unit, What};
use crate::finding::Edit;
use crate::semantic::{Analysis, Type};
use crate::source::{SourceFile, Span};
use crate::syntax::{Arg, ArgKind, ExprId, ExprKind, StmtKind};
use driver::{Driver, Mark, Place, of_call, of_connection};
use params::params;
use placeholders::{beside, percent_signs, query_edits};
use position::{Bind, read};

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

/// Moves the values of a query beside it. `tainted` tells the holes that have to go.
pub fn bind(
    file: &SourceFile,
    analysis: &Analysis<'_>,
    call: TextCall<'_>,
    tainted: &dyn Fn(ExprId) -> bool,
) -> Option<Bound> {
    let module = analysis.module;
    let ExprKind::Call { args, .. } = &module.expr(call.id).kind else { return None };
    if args.iter().any(|arg| matches!(arg.kind, ArgKind::Star | ArgKind::DoubleStar)) {
        return None;
    }
    let driver = driver(analysis, call, args)?;
    let arg = args.iter().find(|arg| arg.value == call.arg)?;
    let positional = matches!(driver.place, Place::Tuple | Place::List | Place::Dict | Place::Spread);
    if positional && arg.kind != ArgKind::Positional {
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
    let template = Composed::read(file, module, query)?;
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
    edits.extend(beside(file, analysis, call, args, arg, driver, &params, &old)?);
    Some(Bound { edits, driver: driver.name, values: found.binds.len(), doubt })
}

/// The library whose placeholders a call takes, when it is known.
pub fn driver(analysis: &Analysis<'_>, call: TextCall<'_>, args: &[Arg]) -> Option<Driver> {
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

/// A parameter that the call has already.
#[derive(Clone, Copy)]
struct Old {
    value: ExprId,
    /// The display that holds it.
    whole: Option<ExprId>,
}

/// Parameters that the call has already, in order. `None` when they are not to be seen.
fn existing(analysis: &Analysis<'_>, args: &[Arg], query: &Arg, driver: Driver) -> Option<Vec<Old>> {
    let module = analysis.module;
    let rest: Vec<&Arg> = args.iter().filter(|arg| arg.span != query.span).collect();
    let list = |expr: ExprId| match &module.expr(expr).kind {
        ExprKind::Tuple(items) | ExprKind::List(items) => {
            let plain = !items.iter().any(|item| matches!(module.expr(*item).kind, ExprKind::Star(_)));
            plain
                .then(|| items.iter().map(|item| Old { value: *item, whole: Some(expr) }).collect::<Vec<_>>())
        }
        _ => None,
    };
    match driver.place {
        Place::Spread => {
            let positional = rest.iter().filter(|arg| arg.kind == ArgKind::Positional);
            Some(positional.map(|arg| Old { value: arg.value, whole: None }).collect())
        }
        Place::Tuple | Place::List => match rest[..] {
            [] => Some(Vec::new()),
            [one] if one.kind == ArgKind::Positional || keyword_is(module, one, "params") => {
                let items = list(one.value)?;
                // An empty one stands where the library asks for one: it is filled.
                Some(if items.is_empty() { vec![Old { value: one.value, whole: None }; 0] } else { items })
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

fn keyword_is(module: &crate::syntax::Module, arg: &Arg, name: &str) -> bool {
    matches!(arg.kind, ArgKind::Keyword(key) if module.name(key) == name)
}

/// What may change for legitimate input.
fn doubt(analysis: &Analysis<'_>, template: &Composed, driver: Driver, binds: &[Bind]) -> Option<String> {
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
