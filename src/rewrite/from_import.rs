//! A name brought in by `from module import name`, for modules whose dotted path nobody writes out.

use super::imports::Spelled;
use crate::finding::Edit;
use crate::semantic::{Analysis, models};
use crate::source::{SourceFile, Span};
use crate::syntax::{Module, StmtKind};

/// Spells `module.member` for use at `at` by its bare name: as it is imported already, by adding it to an import from
/// the same module, or by an import of its own. `None` where the name is taken, or nothing can be said because of a
/// star import.
pub fn spell(
    file: &SourceFile,
    analysis: &Analysis<'_>,
    at: Span,
    module: &str,
    member: &str,
) -> Option<Spelled> {
    let tree = analysis.module;
    let wanted = format!("{module}.{member}");
    let wanted = models::canonical(&wanted);
    let owned = |name, at: Span| {
        analysis.scopes.vars().any(|(_, var)| {
            var.name == name && var.owner.0 != 0 && tree.function(var.owner).span.contains(at)
        })
    };
    let (mut same, mut header) = (None, true);
    for id in tree.body() {
        let stmt = tree.stmt(*id);
        match &stmt.kind {
            StmtKind::Import(names) => {
                for name in names.iter().filter(|name| tree.name(name.name) == module) {
                    let local = name.alias.unwrap_or(name.name);
                    // A long dotted path is spelt out only where it has a short name.
                    let short = name.alias.is_some() || !module.contains('.');
                    if short && !owned(local, at) {
                        return Some(Spelled { text: format!("{}.{member}", tree.name(local)), edit: None });
                    }
                }
            }
            StmtKind::ImportFrom { level: 0, module: from, names, star: false } => {
                let from = tree.name(*from);
                for name in names {
                    let full = format!("{from}.{}", tree.name(name.name));
                    let local = name.alias.unwrap_or(name.name);
                    if models::canonical(&full) == wanted && !owned(local, at) {
                        return Some(Spelled { text: tree.name(local).to_owned(), edit: None });
                    }
                    if full == module && !owned(local, at) {
                        return Some(Spelled { text: format!("{}.{member}", tree.name(local)), edit: None });
                    }
                }
                if from == module && header {
                    same = names.last().map(|name| name.span.end);
                }
            }
            StmtKind::Function(_) | StmtKind::Class(_) | StmtKind::Assign { .. } => header = false,
            _ => {}
        }
    }
    let taken = tree
        .names
        .get(member)
        .is_some_and(|symbol| analysis.scopes.vars().any(|(_, var)| var.name == symbol));
    if analysis.scopes.star_import || taken {
        return None;
    }
    let edit = match same {
        Some(end) => Edit { span: Span::empty(end as usize), text: format!(", {member}") },
        None => {
            let span = place(tree, module)?;
            let (_, line) = file.line_range(span);
            let end = file.lines().span(line).end as usize;
            Edit { span: Span::empty(end), text: format!("from {module} import {member}{}", file.newline()) }
        }
    };
    Some(Spelled { text: member.to_owned(), edit: Some(edit) })
}

/// Where a new import goes: in the first run of imports, before anything that may use it; behind those from the same
/// package, else behind the last one that is not relative.
fn place(tree: &Module, module: &str) -> Option<Span> {
    let package = |name: &str| name.split('.').next().map(str::to_owned);
    let wanted = package(module);
    let mut best: Option<(u8, Span)> = None;
    for id in tree.body() {
        let stmt = tree.stmt(*id);
        let rank = match &stmt.kind {
            StmtKind::Import(names) => {
                1 + u8::from(names.iter().any(|name| package(tree.name(name.name)) == wanted))
            }
            StmtKind::ImportFrom { level: 0, module: from, .. } => {
                1 + u8::from(package(tree.name(*from)) == wanted)
            }
            StmtKind::ImportFrom { .. } => 0,
            StmtKind::Function(_) | StmtKind::Class(_) | StmtKind::Assign { .. } => break,
            _ => continue,
        };
        if best.is_none_or(|(known, _)| rank >= known) {
            best = Some((rank, stmt.span));
        }
    }
    best.map(|(_, span)| span)
}
