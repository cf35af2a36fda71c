//! Checks on an edited text that need no rules: it parses, its names mean something, nothing else is lost.
//!
//! What the rules say of the edited text is checked where they are run.

use rustc_hash::FxHashMap;

use super::written::tokens;
use crate::finding::EditSet;
use crate::semantic::{Scopes, is_everywhere};
use crate::source::{SourceFile, Span};
use crate::syntax::{Arg, ArgKind, ExprId, ExprKind, Module, Parsed, Part, comments, parse_keeping};

/// Why a rewrite is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Gate {
    /// The edited text does not parse, or the text did not before.
    #[error("does not parse")]
    Parse,
    /// A name that nothing binds.
    #[error("uses a name that is not defined")]
    Undefined,
    /// The edit means a builtin, and the file binds another thing to its name.
    #[error("uses a name that is taken")]
    Shadowed,
    /// A comment is gone.
    #[error("loses a comment")]
    Comment,
    /// Nothing changes, line endings are mixed, white space is left at the end of a line.
    #[error("changes the layout")]
    Layout,
    /// The file's encoding has no such character.
    #[error("does not fit the file's encoding")]
    Encoding,
    /// Syntax that the oldest supported Python does not read.
    #[error("needs a newer Python")]
    Python,
}

/// A file before edits, looked at once for all of them.
#[derive(Debug)]
pub struct Before<'a> {
    file: &'a SourceFile,
    parsed: Parsed,
    unbound: FxHashMap<String, usize>,
    /// Lines that end in white space.
    trailing: usize,
    newline: &'static str,
    /// It parses.
    whole: bool,
}

impl<'a> Before<'a> {
    /// Looks at a file.
    pub fn new(file: &'a SourceFile) -> Self {
        let parsed = parse_keeping(file.text());
        let scopes = Scopes::new(&parsed.module);
        Self::of(file, parsed, &scopes)
    }

    /// Looks at a file that was parsed already, and its names looked up.
    pub fn of(file: &'a SourceFile, parsed: Parsed, scopes: &Scopes) -> Self {
        let unbound = unbound(&parsed.module, scopes);
        let whole = whole(&parsed.module);
        Self { file, parsed, unbound, trailing: trailing(file.text()), newline: file.newline(), whole }
    }

    /// The module of the file as it is.
    pub fn module(&self) -> &Module {
        &self.parsed.module
    }

    /// All gates; the module of the edited text and what its names mean when they are open.
    pub fn check(&self, after: &str, edits: &EditSet) -> Result<(Module, Scopes), Gate> {
        let sizes: Vec<(Span, usize)> = edits.iter().map(|edit| (edit.span, edit.text.len())).collect();
        let new = self.parsed.edited(self.file.text(), after, &sizes);
        if !self.whole || !whole(&new) {
            return Err(Gate::Parse);
        }
        let written = written(edits);
        let scopes = Scopes::new(&new);
        names(&self.unbound, &new, &scopes, self.file.text(), edits, &written)?;
        if may_lose_comments(self.file, edits) {
            let mut left = counted(self.file.text());
            for (comment, count) in counted(after) {
                *left.entry(comment).or_default() -= count;
            }
            if left.values().any(|left| *left > 0) {
                return Err(Gate::Comment);
            }
        }
        self.small(after, edits)?;
        python(&new, after, &written)?;
        Ok((new, scopes))
    }

    /// Line endings, ends of lines and the encoding stay.
    fn small(&self, after: &str, edits: &EditSet) -> Result<(), Gate> {
        if self.file.text() == after {
            return Err(Gate::Layout);
        }
        let foreign = |text: &str| {
            let rest = text.replace(self.newline, "");
            rest.contains(['\n', '\r'])
        };
        if edits.iter().any(|edit| foreign(&edit.text)) {
            return Err(Gate::Layout);
        }
        if trailing(after) > self.trailing {
            return Err(Gate::Layout);
        }
        self.file.encode(after).map(|_| ()).ok_or(Gate::Encoding)
    }
}

/// True unless no comment can be gone: where an edit neither takes nor writes a number sign, nor begins or ends a string
/// that the text around it ends or begins, what was a comment is one still.
fn may_lose_comments(file: &SourceFile, edits: &EditSet) -> bool {
    let even = |text: &str, quote: char| text.matches(quote).count().is_multiple_of(2);
    let plain = |text: &str| !text.contains('#') && even(text, '"') && even(text, '\'');
    !edits.iter().all(|edit| plain(&edit.text) && plain(file.slice(edit.span)))
}

/// The comments of a text and how often each stands there.
fn counted(text: &str) -> FxHashMap<&str, i64> {
    let mut counts: FxHashMap<&str, i64> = FxHashMap::default();
    for span in comments(text) {
        *counts.entry(text[span.range()].trim_end()).or_default() += 1;
    }
    counts
}

/// No syntax error, and calls that Python takes.
fn whole(module: &Module) -> bool {
    module.errors.is_empty()
        && module.too_deep.is_none()
        && module.exprs.iter().all(|expr| match &expr.kind {
            ExprKind::Call { args, .. } => in_order(args),
            _ => true,
        })
}

/// Python refuses positional arguments behind named ones, and a name given twice; the grammar does not.
fn in_order(args: &[Arg]) -> bool {
    let mut names = Vec::new();
    let mut unpacked = false;
    for arg in args {
        match arg.kind {
            ArgKind::Positional if !names.is_empty() || unpacked => return false,
            ArgKind::Keyword(name) if names.contains(&name) => return false,
            ArgKind::Keyword(name) => names.push(name),
            ArgKind::Star if unpacked => return false,
            ArgKind::DoubleStar => unpacked = true,
            _ => {}
        }
    }
    true
}

/// The bytes of the edited text that the edits wrote.
fn written(edits: &EditSet) -> Vec<Span> {
    let mut shift = 0i64;
    edits
        .iter()
        .map(|edit| {
            let start = (i64::from(edit.span.start) + shift).max(0) as usize;
            shift += edit.text.len() as i64 - edit.span.len() as i64;
            Span::new(start, start + edit.text.len())
        })
        .collect()
}

/// Names that nothing binds, and how often each is used.
fn unbound(module: &Module, scopes: &Scopes) -> FxHashMap<String, usize> {
    let mut counts: FxHashMap<String, usize> = FxHashMap::default();
    for (at, expr) in module.exprs.iter().enumerate() {
        if let ExprKind::Name(name) = expr.kind {
            let name = module.name(name);
            if scopes.resolve(ExprId(at as u32)).is_none() && !is_everywhere(name) {
                *counts.entry(name.to_owned()).or_default() += 1;
            }
        }
    }
    counts
}

/// No name is unbound that was not, and a builtin that the edit brings in is the builtin.
fn names(
    was: &FxHashMap<String, usize>,
    new: &Module,
    new_scopes: &Scopes,
    text: &str,
    edits: &EditSet,
    written: &[Span],
) -> Result<(), Gate> {
    let is = unbound(new, new_scopes);
    if is.iter().any(|(name, count)| was.get(name).copied().unwrap_or(0) < *count) {
        return Err(Gate::Undefined);
    }
    let replaced: Vec<&str> =
        edits.iter().map(|edit| text.get(edit.span.range()).unwrap_or_default()).collect();
    for (at, expr) in new.exprs.iter().enumerate() {
        let ExprKind::Name(name) = expr.kind else { continue };
        let name = new.name(name);
        let brought_in = written.iter().any(|span| span.contains(expr.span))
            && !replaced.iter().any(|text| text.contains(name));
        if brought_in && is_everywhere(name) && new_scopes.resolve(ExprId(at as u32)).is_some() {
            return Err(Gate::Shadowed);
        }
    }
    Ok(())
}

/// How many lines end in white space.
fn trailing(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_blank = |end: usize| end > 0 && matches!(bytes[end - 1], b' ' | b'\t');
    let ends = memchr::memchr_iter(b'\n', bytes);
    let ends = ends.filter(|end| is_blank(*end) || *end > 0 && bytes[end - 1] == b'\r' && is_blank(end - 1));
    ends.count() + usize::from(is_blank(bytes.len()))
}

/// Python before 3.12 reads no f-string whose holes hold its own quotes, a backslash or a comment.
fn python(module: &Module, after: &str, written: &[Span]) -> Result<(), Gate> {
    for expr in &module.exprs {
        let ExprKind::Format { parts, .. } = &expr.kind else { continue };
        if !written.iter().any(|span| span.overlaps(expr.span)) {
            continue;
        }
        let holes: Vec<Span> = parts
            .iter()
            .filter_map(|part| match part {
                Part::Hole { span, .. } => Some(*span),
                Part::Text(_) => None,
            })
            .collect();
        for token in tokens(after, expr.span, &holes).unwrap_or_default() {
            for hole in holes.iter().filter(|hole| token.body.contains(**hole)) {
                let inside = &after[hole.range()];
                let long = token.quote.len() == 3;
                if inside.contains(token.quote)
                    || inside.contains('\\')
                    || (!long && inside.contains(['\n', '#']))
                {
                    return Err(Gate::Python);
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Edit;
    use crate::source::RepoPath;

    fn gate(before: &str, from: &str, to: &str) -> Result<(), Gate> {
        let file = SourceFile::from_text(RepoPath::new("a.py"), before);
        let at = before.find(from).unwrap_or(0);
        let edits = EditSet::new(vec![Edit { span: Span::new(at, at + from.len()), text: to.to_owned() }]);
        let edits = edits.unwrap_or_default();
        Before::new(&file).check(&edits.apply(before).unwrap_or_default(), &edits).map(|_| ())
    }

    #[test]
    fn each_gate_closes() {
        assert_eq!(gate("x = f(1)\n", "1", "2"), Ok(()), "`f` was unknown before");
        assert_eq!(gate("x = f(1)\n", "1", "("), Err(Gate::Parse));
        assert_eq!(gate("x = f(1)\ny = (\n", "1", "2"), Err(Gate::Parse));
        assert_eq!(gate("x = f(a=1)\n", "a=1", "a=1, 2"), Err(Gate::Parse));
        assert_eq!(gate("x = f(a=1)\n", "a=1", "a=1, a=2"), Err(Gate::Parse));
        assert_eq!(gate("x = f(a=1)\n", "a=1", "a=1, *b"), Err(Gate::Undefined));
        assert_eq!(gate("x = f(1)\n", "1", "secrets.choice"), Err(Gate::Undefined));
        assert_eq!(gate("import os\nos.x()\n", "import os", "import sys"), Err(Gate::Undefined));
        assert_eq!(gate("x = f(1)\n", "1", "str(x)"), Ok(()));
        assert_eq!(gate("str = 1\nx = f(1)\n", "f(1)", "f(str(1))"), Err(Gate::Shadowed));
        assert_eq!(gate("x = f(  # why\n  1)\n", "(  # why\n  1)", "(1)"), Err(Gate::Comment));
        assert_eq!(gate("x = 1\n", "1", "1"), Err(Gate::Layout));
        assert_eq!(gate("x = 1\r\ny = 1\r\n", "1", "(\n1)"), Err(Gate::Layout));
        assert_eq!(gate("x = 1\n", "1", "1 "), Err(Gate::Layout));
        assert_eq!(gate("x = d\n", "d", "f\"{d[\"k\"]}\""), Err(Gate::Python));
        assert_eq!(gate("d = {}\nx = d\n", "= d", "= f\"{d['k']}\""), Ok(()));
    }

    #[test]
    fn encoding_is_asked() {
        let file = SourceFile::decode(RepoPath::new("a.py"), b"# -*- coding: latin-1 -*-\nx = 'a'\n");
        let Ok(file) = file else { panic!("latin-1 decodes") };
        let at = file.text().find("'a'").unwrap_or(0);
        let edits = EditSet::new(vec![Edit { span: Span::new(at, at + 3), text: "'\u{20ac}'".to_owned() }]);
        let edits = edits.unwrap_or_default();
        let after = edits.apply(file.text()).unwrap_or_default();
        assert_eq!(Before::new(&file).check(&after, &edits).map(|_| ()), Err(Gate::Encoding));
    }
}
