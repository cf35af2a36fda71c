//! Where a new import statement goes: after what must come first, sorted into the block that is there.

use super::stdlib::is_standard;
use crate::finding::Edit;
use crate::semantic::Analysis;
use crate::source::{SourceFile, Span};
use crate::syntax::{ExprKind, Stmt, StmtKind};

/// The form of an import statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum From {
    /// `import module`
    Plain,
    /// `from module import name`
    Names,
}

/// A statement's place in the order: section, form, module.
type Rank = (u8, From, String);

struct Import {
    span: Span,
    rank: Rank,
}

/// The edit that adds `statement`, an import of `module`. `None` when no place before `at` is left for it.
pub(super) fn place(
    file: &SourceFile,
    analysis: &Analysis<'_>,
    module: &str,
    form: From,
    statement: &str,
    at: Span,
) -> Option<Edit> {
    let tree = analysis.module;
    let newline = file.newline();
    let rank = (section(file, module, 0), form, module.to_lowercase());
    let stmts: Vec<&Stmt> = tree.body().iter().map(|id| tree.stmt(*id)).collect();
    let mut header = 0;
    for (at, stmt) in stmts.iter().enumerate() {
        let docstring = at == 0
            && matches!(&stmt.kind, StmtKind::Expr(value) if matches!(tree.expr(*value).kind, ExprKind::Str(_)));
        let future =
            matches!(&stmt.kind, StmtKind::ImportFrom { module, .. } if tree.name(*module) == "__future__");
        if docstring || future {
            header = at + 1;
        }
    }
    let block = block(file, analysis, &stmts[header..]);
    let edit = if block.is_empty() {
        fresh(file, &stmts, header, statement)?
    } else {
        within(file, &block, &rank, statement)
    };
    let edit = Edit { text: edit.text.replace('\n', newline), ..edit };
    // The import must run before the place does.
    let inside = tree.functions.iter().skip(1).any(|function| function.span.contains(at));
    (inside || edit.span.start <= at.start).then_some(edit)
}

/// The first run of imports at the module's own level.
fn block(file: &SourceFile, analysis: &Analysis<'_>, stmts: &[&Stmt]) -> Vec<Import> {
    let tree = analysis.module;
    let rank = |stmt: &Stmt| match &stmt.kind {
        StmtKind::Import(names) => {
            let name = tree.name(names.first()?.name);
            Some((section(file, name, 0), From::Plain, name.to_lowercase()))
        }
        StmtKind::ImportFrom { level, module, .. } => {
            let name = tree.name(*module);
            Some((section(file, name, *level), From::Names, name.to_lowercase()))
        }
        _ => None,
    };
    stmts
        .iter()
        .map(|stmt| rank(stmt).map(|rank| Import { span: stmt.span, rank }))
        .skip_while(Option::is_none)
        .map_while(|import| import)
        .collect()
}

/// Standard library, third party, first party, relative.
fn section(file: &SourceFile, module: &str, level: u32) -> u8 {
    if level > 0 {
        return 3;
    }
    let first = module.split('.').next().unwrap_or(module);
    if is_standard(first) {
        return 0;
    }
    let mut parts: Vec<&str> = file.path().parts().collect();
    parts.pop();
    let package = parts.iter().find(|part| !matches!(**part, "src" | "lib" | "python"));
    if package.is_some_and(|package| *package == first) { 2 } else { 1 }
}

fn line_start(file: &SourceFile, span: Span) -> usize {
    file.lines().span(file.line_range(span).0).start as usize
}

fn line_end(file: &SourceFile, span: Span) -> usize {
    file.lines().span(file.line_range(span).1).end as usize
}

fn after(file: &SourceFile, span: Span, text: &str) -> Edit {
    let end = line_end(file, span);
    let open = end == file.text().len() && !file.has_final_newline();
    let text = if open { format!("\n{}", text.trim_end_matches('\n')) } else { text.to_owned() };
    Edit { span: Span::empty(end), text }
}

/// Before a statement and the comment lines that belong to it.
fn before(file: &SourceFile, import: &Import, first: bool, text: &str) -> Edit {
    let mut start = line_start(file, import.span);
    if !first {
        let mut line = file.lines().line_of(start as u32);
        while line > 1 && file.slice(file.lines().span(line - 1)).trim_start().starts_with('#') {
            line -= 1;
            start = file.lines().span(line).start as usize;
        }
    }
    Edit { span: Span::empty(start), text: text.to_owned() }
}

fn within(file: &SourceFile, block: &[Import], rank: &Rank, statement: &str) -> Edit {
    let line = format!("{statement}\n");
    let same: Vec<usize> = (0..block.len()).filter(|at| block[*at].rank.0 == rank.0).collect();
    let like: Vec<usize> = same.iter().copied().filter(|at| block[*at].rank.1 == rank.1).collect();
    if let Some(next) = like.iter().find(|at| block[**at].rank > *rank) {
        return before(file, &block[*next], *next == 0, &line);
    }
    if let Some(last) = like.last() {
        return after(file, block[*last].span, &line);
    }
    match (same.first(), same.last(), rank.1) {
        (Some(first), _, From::Plain) => return before(file, &block[*first], *first == 0, &line),
        (_, Some(last), From::Names) => return after(file, block[*last].span, &line),
        _ => {}
    }
    match block.iter().position(|import| import.rank.0 > rank.0) {
        Some(next) => before(file, &block[next], next == 0, &format!("{line}\n")),
        None => {
            let last = &block[block.len() - 1];
            after(file, last.span, &format!("\n{line}"))
        }
    }
}

/// The file has no imports yet.
fn fresh(file: &SourceFile, stmts: &[&Stmt], header: usize, statement: &str) -> Option<Edit> {
    let text = file.text();
    if let Some(last) = header.checked_sub(1).and_then(|at| stmts.get(at)) {
        let end = line_end(file, last.span);
        let rest = text.get(end..)?;
        let blank = rest.starts_with(['\n', '\r']) || rest.is_empty();
        let tail = if blank { "" } else { "\n" };
        return Some(after(file, last.span, &format!("\n{statement}\n{tail}")));
    }
    // Comments at the top: shebang and coding line always come first, and so does a header that stands by itself.
    let mut end = 0;
    let mut run = 0;
    for line in 1..=file.lines().count() {
        let span = file.lines().span(line);
        let content = file.slice(span).trim();
        if !content.starts_with('#') {
            if content.is_empty() && run > 0 {
                run = span.end as usize;
                end = run;
            }
            break;
        }
        run = span.end as usize;
        if line <= 2 && (content.starts_with("#!") || content.contains("coding")) {
            end = run;
        }
    }
    let rest = text.get(end..)?.trim_start_matches(['\n', '\r']);
    let definition = ["def ", "class ", "async ", "@"].iter().any(|word| rest.starts_with(word));
    let gap = match (rest.is_empty(), definition) {
        (true, _) => "",
        (_, true) => "\n\n",
        _ => "\n",
    };
    Some(Edit { span: Span::empty(end), text: format!("{statement}\n{gap}") })
}
