//! A name brought in by `from module import name`, for modules whose dotted path nobody writes out.

use super::imports::Spelled;
use crate::finding::Edit;
use crate::semantic::{Analysis, models};
use crate::source::{SourceFile, Span};
use crate::syntax::StmtKind;

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
    // A new import goes behind the first run of imports, before anything that may use it.
    let (mut last_import, mut same, mut header) = (None, None, true);
    for id in tree.body() {
        let stmt = tree.stmt(*id);
        match &stmt.kind {
            StmtKind::Import(names) => {
                last_import = if header { Some(stmt.span) } else { last_import };
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
                last_import = if header { Some(stmt.span) } else { last_import };
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
            StmtKind::ImportFrom { .. } if header => last_import = Some(stmt.span),
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
            let span = last_import?;
            let (_, line) = file.line_range(span);
            let end = file.lines().span(line).end as usize;
            Edit { span: Span::empty(end), text: format!("from {module} import {member}{}", file.newline()) }
        }
    };
    Some(Spelled { text: member.to_owned(), edit: Some(edit) })
}
