//! How a name from a module can be spelt at a place, and the import that it may need.

use crate::finding::Edit;
use crate::semantic::Analysis;
use crate::source::{SourceFile, Span};
use crate::syntax::{StmtKind, Symbol};

/// A way to spell a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelled {
    /// What to write: `secrets.choice`.
    pub text: String,
    /// The import that has to come with it.
    pub edit: Option<Edit>,
}

/// Spells `module.member` for use at `at`. `None` where the name is taken, or nothing can be said because of a star
/// import.
pub fn spell(
    file: &SourceFile,
    analysis: &Analysis<'_>,
    at: Span,
    module: &str,
    member: &str,
) -> Option<Spelled> {
    let tree = analysis.module;
    let mut last_import = None;
    for id in tree.body() {
        let stmt = tree.stmt(*id);
        match &stmt.kind {
            StmtKind::Import(names) => {
                last_import = Some(stmt.span);
                for name in names.iter().filter(|name| tree.name(name.name) == module) {
                    let local = name.alias.unwrap_or(name.name);
                    if free(analysis, local, at) {
                        return Some(Spelled { text: format!("{}.{member}", tree.name(local)), edit: None });
                    }
                }
            }
            StmtKind::ImportFrom { level: 0, module: from, names, .. } => {
                last_import = Some(stmt.span);
                for name in
                    names.iter().filter(|name| tree.name(*from) == module && tree.name(name.name) == member)
                {
                    let local = name.alias.unwrap_or(name.name);
                    if free(analysis, local, at) {
                        return Some(Spelled { text: tree.name(local).to_owned(), edit: None });
                    }
                }
            }
            _ => {}
        }
    }
    if analysis.scopes.star_import {
        return None;
    }
    let first = module.split('.').next().unwrap_or(module);
    if tree.names.get(first).is_some_and(|symbol| analysis.scopes.vars().any(|(_, var)| var.name == symbol)) {
        return None;
    }
    let place = last_import.map_or(0, |span| {
        let (_, line) = file.line_range(span);
        file.lines().span(line).end as usize
    });
    let edit = Edit { span: Span::empty(place), text: format!("import {module}\n") };
    Some(Spelled { text: format!("{module}.{member}"), edit: Some(edit) })
}

/// True when no function around `at` binds the name itself.
fn free(analysis: &Analysis<'_>, name: Symbol, at: Span) -> bool {
    let tree = analysis.module;
    !analysis
        .scopes
        .vars()
        .any(|(_, var)| var.name == name && var.owner.0 != 0 && tree.function(var.owner).span.contains(at))
}
