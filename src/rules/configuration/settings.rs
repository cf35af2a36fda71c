//! Settings of web applications, however they are written: module variables, attributes of configuration classes,
//! `app.config["X"] = …`, `app.config.update(X=…)`, `app.config.from_mapping(…)`.
//!
//! Knows where a setting is and what it is given; what a setting means is the rules' affair.

use super::places::{elements, is_development};
use crate::rules::prelude::*;

/// Where a setting is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum Holder {
    /// A variable of the module.
    Module,
    /// An attribute of a class.
    Class(ClassId),
    /// An entry of an application's `config`.
    Mapping,
}

/// One setting.
#[derive(Debug, Clone, Copy)]
pub(in crate::rules) struct Setting<'a> {
    /// Its name, in upper case by custom.
    pub(in crate::rules) name: &'a str,
    /// What it is given.
    pub(in crate::rules) value: ExprId,
    /// From the name to the end of the value.
    pub(in crate::rules) span: Span,
    /// Where it is kept.
    pub(in crate::rules) holder: Holder,
}

/// All settings of a file that hold in earnest: those of development and tests are left out, and of a name that is
/// set again in the same place only the last.
pub(in crate::rules) fn all<'a>(cx: &Cx<'a>) -> Vec<Setting<'a>> {
    let module = cx.module();
    let mut found: Vec<Setting<'a>> = Vec::new();
    for stmt in &module.stmts {
        match &stmt.kind {
            StmtKind::Assign { targets, value } => {
                targets.iter().for_each(|target| found.extend(assigned(cx, *target, *value)));
            }
            StmtKind::AnnAssign { target, value: Some(value), .. } => found.extend(assigned(cx, *target, *value)),
            _ => {}
        }
    }
    for expr in &module.exprs {
        if let ExprKind::Call { func, args, .. } = &expr.kind {
            given(cx, *func, args, &mut found);
        }
    }
    let last: Vec<bool> = found
        .iter()
        .enumerate()
        .map(|(at, setting)| {
            !found[at + 1..].iter().any(|later| later.name == setting.name && later.holder == setting.holder)
        })
        .collect();
    let mut keep = last.into_iter();
    found.retain(|setting| {
        let last = keep.next().unwrap_or(true);
        (last || setting.holder == Holder::Mapping)
            && cx.analysis.facts.reached(setting.value)
            && !is_development(cx, setting.span)
    });
    found
}

fn assigned<'a>(cx: &Cx<'a>, target: ExprId, value: ExprId) -> Option<Setting<'a>> {
    let module = cx.module();
    let span = Span { start: cx.span(target).start, end: cx.span(value).end };
    match &module.expr(target).kind {
        ExprKind::Name(name) => {
            let var = cx.analysis.scopes.var(cx.analysis.scopes.resolve(target)?);
            let holder = match var.class {
                Some(class) => Holder::Class(class),
                None if var.owner.0 == 0 => Holder::Module,
                None => return None,
            };
            Some(Setting { name: module.name(*name), value, span, holder })
        }
        ExprKind::Subscript { base, index } if is_config(cx, *base) => {
            Some(Setting { name: cx.str(*index)?, value, span, holder: Holder::Mapping })
        }
        _ => None,
    }
}

/// `app.config`, or a variable called `config`.
fn is_config(cx: &Cx<'_>, id: ExprId) -> bool {
    let module = cx.module();
    match &module.expr(id).kind {
        ExprKind::Attr { name, .. } | ExprKind::Name(name) => module.name(*name) == "config",
        _ => false,
    }
}

/// `app.config.update(X=…)` and its like.
fn given<'a>(cx: &Cx<'a>, func: ExprId, args: &'a [Arg], found: &mut Vec<Setting<'a>>) {
    let module = cx.module();
    let ExprKind::Attr { base, name, .. } = &module.expr(func).kind else { return };
    if !matches!(module.name(*name), "update" | "from_mapping") || !is_config(cx, *base) {
        return;
    }
    for arg in args {
        match (arg.kind, &module.expr(arg.value).kind) {
            (ArgKind::Keyword(key), _) => found.push(Setting {
                name: module.name(key),
                value: arg.value,
                span: arg.span,
                holder: Holder::Mapping,
            }),
            (ArgKind::Positional, ExprKind::Dict(items)) => {
                for (key, value) in items {
                    let Some(key) = key else { continue };
                    let Some(name) = cx.str(*key) else { continue };
                    let span = cx.span(*key).cover(cx.span(*value));
                    found.push(Setting { name, value: *value, span, holder: Holder::Mapping });
                }
            }
            _ => {}
        }
    }
}

/// True for the settings module of a Django project, by what it sets or where it lies.
pub(in crate::rules) fn is_django(cx: &Cx<'_>) -> bool {
    let module = cx.module();
    let tells = ["INSTALLED_APPS", "ROOT_URLCONF", "MIDDLEWARE", "WSGI_APPLICATION", "ASGI_APPLICATION"];
    let sets = tells.iter().any(|name| {
        module.names.get(name).is_some_and(|symbol| {
            cx.analysis.scopes.vars().any(|(_, var)| {
                var.name == symbol && var.owner.0 == 0 && var.class.is_none()
            })
        })
    });
    if is_defaults(cx) {
        return false;
    }
    let path = cx.file.path();
    let parts: Vec<&str> = path.parts().collect();
    let in_folder = parts.len() > 1 && parts[parts.len() - 2] == "settings";
    let text = cx.file.text();
    let by_name = in_folder || path.file_name() == "settings.py";
    sets || (by_name && module.classes.is_empty() && (text.contains("django") || cx.analysis.scopes.star_import))
}

/// A list of what holds where a project says nothing, as a framework has it: no applications, no addresses.
pub(in crate::rules) fn is_defaults(cx: &Cx<'_>) -> bool {
    let module = cx.module();
    let mut empty = false;
    for id in module.body() {
        let StmtKind::Assign { targets, value } = &module.stmt(*id).kind else { continue };
        for target in targets {
            let ExprKind::Name(name) = module.expr(*target).kind else { continue };
            match module.name(name) {
                "ROOT_URLCONF" | "WSGI_APPLICATION" | "SECRET_KEY" if !matches!(cx.str(*value), Some("")) && !matches!(module.expr(*value).kind, ExprKind::None) => {
                    return false;
                }
                "INSTALLED_APPS" => empty = elements(module, *value).is_some_and(<[ExprId]>::is_empty),
                _ => {}
            }
        }
    }
    empty
}

/// The middleware that a Django settings module lists: the whole list and its entries that are constants.
pub(in crate::rules) fn middleware<'a>(
    cx: &Cx<'a>,
    settings: &[Setting<'a>],
) -> Option<(Setting<'a>, Vec<(ExprId, &'a str)>)> {
    let setting = *settings.iter().find(|setting| setting.name == "MIDDLEWARE")?;
    let items = elements(cx.module(), setting.value)?;
    let entries: Vec<(ExprId, &str)> =
        items.iter().filter_map(|item| cx.str(*item).map(|name| (*item, name))).collect();
    // An entry that is not a constant may be anything.
    (entries.len() == items.len()).then_some((setting, entries))
}

/// Inserts an entry right behind another one, set as that one is.
pub(in crate::rules) fn insert_behind(cx: &Cx<'_>, entry: ExprId, next: Option<ExprId>, name: &str) -> Edit {
    let span = cx.span(entry);
    let quote = cx.text(entry).chars().next().unwrap_or('"');
    let gap = match next {
        Some(next) => cx.file.slice(Span { start: span.end, end: cx.span(next).start }),
        None => ", ",
    };
    // A comment between the two stays with the first.
    let gap = if gap.contains('#') { ", " } else { gap };
    arguments::replace(Span::empty(span.end as usize), format!("{gap}{quote}{name}{quote}"))
}

/// A constant `False` made `True`, or the other way round.
pub(in crate::rules) fn flip(cx: &Cx<'_>, name: &str, value: ExprId, to: bool, check: &str) -> Option<Proposal> {
    // Behind a name stands a value that others may read too.
    if !matches!(cx.expr(value).kind, ExprKind::Bool(_)) {
        return None;
    }
    let text = if to { "True" } else { "False" };
    Some(Proposal {
        title: format!("Set `{name}` to `{text}`"),
        tier: Tier::Review,
        edits: vec![arguments::replace(cx.span(value), text)],
        check: Some(check.to_owned()),
    })
}
