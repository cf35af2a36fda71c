//! Findings that a change brings by where it has a name from: what was had by way of a module of the project that only
//! hands it on, `from shop.compat import urlopen`, is had from its library now. Called it was before.

use super::types::Parsed;
use crate::change::{ChangeSet, Context, FileChange};
use crate::finding::Finding;
use crate::source::{RepoPath, SourceFile, Span};
use crate::syntax::{self, ExprKind, Module, StmtKind};

/// A name that is had from elsewhere: dots before the module, the module, its name there.
type Had<'m> = (u32, &'m str, &'m str);

/// True for a finding of a call that stood there before, word for word, of the same function by another import.
pub(super) fn alone(
    (file, parsed): (&FileChange, &Parsed),
    finding: &Finding,
    change: &ChangeSet,
    context: &dyn Context,
) -> bool {
    let (Some(base), Some(head)) = (&file.base, &file.head) else { return false };
    let text = head.slice(finding.place.span);
    let end = text.bytes().position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'_'));
    let Some((name, call)) = end.filter(|end| *end > 0).map(|end| text.split_at(end)) else { return false };
    let is_own = *head.path() == finding.place.path && finding.trace.is_empty() && call.starts_with('(');
    if !is_own || memchr::memmem::find(base.text().as_bytes(), format!("{name}(").as_bytes()).is_none() {
        return false;
    }
    let [before, after] = parsed.sides(base, head);
    let (was, is) = (imports(before, name), imports(after, name));
    let other = !was.is_empty() && !is.is_empty() && !was.iter().any(|from| is.contains(from));
    if !other || !calls(before, base, &finding.scope.name, text) {
        return false;
    }
    let modules = was.iter().flat_map(|(level, module, inner)| {
        paths(base.path(), *level, module).into_iter().map(move |path| (path, *inner))
    });
    if let Some((_, known)) = parsed.handed_on.borrow().iter().find(|(known, _)| known == name) {
        return *known;
    }
    let handed_on = modules.into_iter().any(|(path, inner)| {
        let own = change.files.iter().filter_map(|file| file.base.as_ref()).find(|base| *base.path() == path);
        let around =
            || context.paths().binary_search(&path).ok().and_then(|_| context.load(&[path]).pop()?);
        let Some(through) = own.cloned().or_else(around) else { return false };
        let through = syntax::parse(through.text());
        imports(&through, inner).iter().any(|from| from.0 == 0 && is.contains(from))
    });
    parsed.handed_on.borrow_mut().push((name.to_owned(), handed_on));
    handed_on
}

/// Where a module has a name from, wherever it says so.
fn imports<'m>(module: &'m Module, known: &str) -> Vec<Had<'m>> {
    let mut found = Vec::new();
    for stmt in &module.stmts {
        let StmtKind::ImportFrom { level, module: from, names, .. } = &stmt.kind else { continue };
        let named = names.iter().filter(|import| module.name(import.alias.unwrap_or(import.name)) == known);
        found.extend(named.map(|import| (*level, module.name(*from), module.name(import.name))));
    }
    found
}

/// A function of that name holds this call, whatever blanks are in it; its class may have been renamed.
fn calls(module: &Module, source: &SourceFile, scope: &str, call: &str) -> bool {
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let (wanted, named) = (bare(call), scope.rsplit('.').next());
    let functions = module.functions.iter().filter(|function| function.qualname.rsplit('.').next() == named);
    let places: Vec<Span> = functions.map(|function| function.span).collect();
    module.exprs.iter().any(|expr| {
        matches!(expr.kind, ExprKind::Call { .. })
            && places.iter().any(|place| place.contains(expr.span))
            && bare(source.slice(expr.span)) == wanted
            && module.function(module.function_at(expr.span)).qualname.rsplit('.').next() == named
    })
}

/// The files that an import may mean, the nearest first.
fn paths(importing: &RepoPath, level: u32, module: &str) -> Vec<RepoPath> {
    let mut folders: Vec<&str> = importing.parts().collect();
    folders.truncate(folders.len().saturating_sub(level.max(1) as usize));
    let least = if level > 0 { folders.len() } else { 0 };
    let inside = module.replace('.', "/");
    let stems = (least..=folders.len()).rev().map(|end| {
        let parts = folders[..end].iter().copied().chain([inside.as_str()]).filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("/")
    });
    stems.flat_map(|stem| ["", "/__init__"].map(|end| RepoPath::new(&format!("{stem}{end}.py")))).collect()
}
