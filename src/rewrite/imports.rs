//! How a name from a module can be spelt at a place, and the import that it may need.
//!
//! Looks at one file. Which packages a project declares is not known here.

use super::import_place::{From, place};
use super::visible::{Bound, Scope};
use crate::finding::Edit;
use crate::semantic::Analysis;
use crate::source::{SourceFile, Span};
use crate::syntax::{ImportName, StmtKind};

/// A way to spell a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelled {
    /// What to write: `secrets.choice`.
    pub text: String,
    /// The import that has to come with it.
    pub edit: Option<Edit>,
}

impl Spelled {
    fn present(text: String) -> Option<Self> {
        Some(Self { text, edit: None })
    }
}

/// Spells `module.member` for use at `at`. `None` where the name is taken and no alias is free, or nothing can be said
/// because of a star import.
pub fn spell(
    file: &SourceFile,
    analysis: &Analysis<'_>,
    at: Span,
    module: &str,
    member: &str,
) -> Option<Spelled> {
    if !analysis.rewrites.get() {
        return None;
    }
    let scope = Scope::new(analysis, at);
    if let Some(known) =
        through_module(&scope, module, member).or_else(|| through_name(&scope, module, member))
    {
        return Spelled::present(known);
    }
    if analysis.scopes.star_import {
        return None;
    }
    let first = module.split('.').next().unwrap_or(module);
    let (text, statement) = if scope.takes(first, Some(module)) {
        (format!("{module}.{member}"), format!("import {module}"))
    } else {
        let alias = format!("_{}", module.rsplit('.').next().unwrap_or(module));
        if !scope.takes(&alias, None) {
            return None;
        }
        (format!("{alias}.{member}"), format!("import {module} as {alias}"))
    };
    let edit = place(file, analysis, module, From::Plain, &statement, at)?;
    Some(Spelled { text, edit: Some(edit) })
}

/// As [`spell`], in the style `from module import member`: a statement that imports from the module already is
/// extended, otherwise one is added.
pub fn spell_name(
    file: &SourceFile,
    analysis: &Analysis<'_>,
    at: Span,
    module: &str,
    member: &str,
) -> Option<Spelled> {
    if !analysis.rewrites.get() {
        return None;
    }
    let scope = Scope::new(analysis, at);
    if let Some(known) =
        through_name(&scope, module, member).or_else(|| through_module(&scope, module, member))
    {
        return Spelled::present(known);
    }
    if analysis.scopes.star_import || !scope.takes(member, None) {
        return spell(file, analysis, at, module, member);
    }
    let tree = analysis.module;
    for id in tree.body() {
        let stmt = tree.stmt(*id);
        if let StmtKind::ImportFrom { level: 0, module: from, names, star: false } = &stmt.kind {
            let before = scope.in_function() || stmt.span.end <= at.start;
            if tree.name(*from) == module && before && !names.is_empty() {
                let edit = extend(file, analysis, names, member);
                return Some(Spelled { text: member.to_owned(), edit: Some(edit) });
            }
        }
    }
    let statement = format!("from {module} import {member}");
    let edit = place(file, analysis, module, From::Names, &statement, at)?;
    Some(Spelled { text: member.to_owned(), edit: Some(edit) })
}

/// `module.member`, when a name that means the module can be seen.
fn through_module(scope: &Scope<'_>, module: &str, member: &str) -> Option<String> {
    scope.find(|bound| match bound {
        Bound::Module { dotted, alias } if *dotted == module => {
            Some((alias.unwrap_or(first(dotted)).to_owned(), format!("{}.{member}", alias.unwrap_or(dotted))))
        }
        // `import os.path` gives `os` as well.
        Bound::Module { dotted, alias: None } if first(dotted) == module => {
            Some((module.to_owned(), format!("{module}.{member}")))
        }
        Bound::Member { from, name, local } => {
            let (parent, leaf) = module.rsplit_once('.')?;
            (*from == parent && *name == leaf).then(|| ((*local).to_owned(), format!("{local}.{member}")))
        }
        _ => None,
    })
}

/// `member`, when it can be seen.
fn through_name(scope: &Scope<'_>, module: &str, member: &str) -> Option<String> {
    scope.find(|bound| match bound {
        Bound::Member { from, name, local } if *from == module && *name == member => {
            Some(((*local).to_owned(), (*local).to_owned()))
        }
        _ => None,
    })
}

fn first(dotted: &str) -> &str {
    dotted.split('.').next().unwrap_or(dotted)
}

/// Puts a name among those that a statement imports.
fn extend(file: &SourceFile, analysis: &Analysis<'_>, names: &[ImportName], member: &str) -> Edit {
    let tree = analysis.module;
    let own_line = |name: &ImportName| {
        let line = file.lines().span(file.lines().line_of(name.span.start));
        let head = file.slice(Span { start: line.start, end: name.span.start });
        head.chars().all(char::is_whitespace).then(|| head.to_owned())
    };
    let sorted = names.windows(2).all(|two| order(tree.name(two[0].name)) <= order(tree.name(two[1].name)));
    let next = names.iter().find(|name| sorted && order(tree.name(name.name)) > order(member));
    match (next, names.last()) {
        (Some(next), _) => {
            let gap = own_line(next).map_or(" ".to_owned(), |indent| format!("{}{indent}", file.newline()));
            Edit { span: Span::empty(next.span.start as usize), text: format!("{member},{gap}") }
        }
        (None, Some(last)) => {
            let gap = own_line(last).map_or(" ".to_owned(), |indent| format!("{}{indent}", file.newline()));
            Edit { span: Span::empty(last.span.end as usize), text: format!(",{gap}{member}") }
        }
        (None, None) => Edit { span: Span::empty(0), text: String::new() },
    }
}

/// Constants, then classes, then the rest; each by letters.
fn order(name: &str) -> (u8, String) {
    let kind = if name.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '_') && name.len() > 1 {
        0
    } else if name.starts_with(char::is_uppercase) {
        1
    } else {
        2
    };
    (kind, name.to_lowercase())
}

/// True for words that cannot be names.
pub fn is_keyword(word: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
        "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in",
        "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ];
    KEYWORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
#[path = "imports_tests.rs"]
mod tests;
