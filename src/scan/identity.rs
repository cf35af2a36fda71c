//! What a finding is known by when lines move: its code with formatting, comments and the names of locals taken out.

use rustc_hash::FxHashSet;

use crate::semantic::Scopes;
use crate::source::Span;
use crate::syntax::{ExprKind, Module, StmtKind};

/// The places of local names and of simple statements in one file.
pub(super) struct Identity<'a> {
    text: &'a str,
    /// Start, end and variable of each local name, by start.
    locals: Vec<(u32, u32, u32)>,
    /// Simple statements by start.
    simple: Vec<Span>,
}

impl<'a> Identity<'a> {
    pub(super) fn new(text: &'a str, module: &Module, scopes: &Scopes) -> Self {
        let mut locals: Vec<(u32, u32, u32)> = Vec::new();
        // A name that a function imports for itself means the same as one that the module imports.
        let mut imported = FxHashSet::default();
        for stmt in &module.stmts {
            match &stmt.kind {
                StmtKind::Import(names) => {
                    imported.extend(names.iter().map(|import| import.alias.unwrap_or(import.name)));
                }
                StmtKind::ImportFrom { names, .. } => {
                    imported.extend(names.iter().map(|import| import.alias.unwrap_or(import.name)));
                }
                _ => {}
            }
        }
        for (at, expr) in module.exprs.iter().enumerate() {
            if let ExprKind::Name(_) = expr.kind {
                let Some(var) = scopes.resolve(crate::syntax::ExprId(at as u32)) else { continue };
                if scopes.var(var).owner.0 != 0 && !imported.contains(&scopes.var(var).name) {
                    locals.push((expr.span.start, expr.span.end, var.0));
                }
            }
        }
        locals.sort_unstable();
        locals.dedup();
        let is_simple = |kind: &StmtKind| {
            !matches!(
                kind,
                StmtKind::If { .. }
                    | StmtKind::While { .. }
                    | StmtKind::For { .. }
                    | StmtKind::Try { .. }
                    | StmtKind::With { .. }
                    | StmtKind::Match { .. }
                    | StmtKind::Function(_)
                    | StmtKind::Class(_)
                    | StmtKind::Unknown
            )
        };
        let mut simple: Vec<Span> =
            module.stmts.iter().filter(|stmt| is_simple(&stmt.kind)).map(|stmt| stmt.span).collect();
        simple.sort_unstable();
        Self { text, locals, simple }
    }

    /// The code that stands for `span`: the simple statement around it, or itself where a compound one is.
    pub(super) fn code(&self, span: Span) -> String {
        let after = self.simple.partition_point(|stmt| stmt.start <= span.start);
        let around = self.simple[..after].last().filter(|stmt| stmt.contains(span));
        self.normalise(around.copied().unwrap_or(span))
    }

    /// Tokens without white space, comments, kind of quotes and trailing commas; locals numbered as they are met.
    pub(super) fn normalise(&self, span: Span) -> String {
        let bytes = self.text.as_bytes();
        let end = (span.end as usize).min(bytes.len());
        let mut at = span.start as usize;
        let mut out = String::with_capacity(span.len());
        let mut seen: Vec<u32> = Vec::new();
        let mut next = self.locals.partition_point(|(start, ..)| (*start as usize) < at);
        let mut quote: Option<(u8, usize)> = None;
        let mut word = false;
        while at < end {
            while self.locals.get(next).is_some_and(|(start, ..)| (*start as usize) < at) {
                next += 1;
            }
            if let Some((_, local_end, var)) =
                self.locals.get(next).filter(|(start, ..)| *start as usize == at)
            {
                let number = seen.iter().position(|known| known == var).unwrap_or_else(|| {
                    seen.push(*var);
                    seen.len() - 1
                });
                if word {
                    out.push(' ');
                }
                out.push('$');
                out.push_str(&number.to_string());
                word = true;
                at = *local_end as usize;
                continue;
            }
            let byte = bytes[at];
            match quote {
                Some((mark, len)) => {
                    if byte == b'\\' && at + 1 < end {
                        let step = 1 + self.char_len(at + 1);
                        out.push_str(self.text.get(at..at + step).unwrap_or(""));
                        at += step;
                    } else if bytes[at..end].starts_with(&[mark; 3][..len]) {
                        out.push('"');
                        quote = None;
                        at += len;
                    } else {
                        let step = self.char_len(at);
                        out.push_str(self.text.get(at..at + step).unwrap_or(""));
                        at += step;
                    }
                    word = false;
                }
                None => match byte {
                    b'#' => {
                        at += bytes[at..end]
                            .iter()
                            .position(|byte| matches!(byte, b'\n' | b'\r'))
                            .unwrap_or(end - at);
                    }
                    b'\'' | b'"' => {
                        let len = if bytes[at..end].starts_with(&[byte; 3]) { 3 } else { 1 };
                        quote = Some((byte, len));
                        out.push('"');
                        at += len;
                        word = false;
                    }
                    b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'\\' => at += 1,
                    b')' | b']' | b'}' => {
                        if out.ends_with(',') {
                            out.pop();
                        }
                        out.push(char::from(byte));
                        at += 1;
                        word = false;
                    }
                    _ => {
                        let step = self.char_len(at);
                        let letter = byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
                        let gap = at > 0 && matches!(bytes[at - 1], b' ' | b'\t' | b'\n' | b'\r');
                        if letter && word && gap {
                            out.push(' ');
                        }
                        out.push_str(self.text.get(at..at + step).unwrap_or(""));
                        word = letter;
                        at += step;
                    }
                },
            }
        }
        out
    }

    fn char_len(&self, at: usize) -> usize {
        self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str, part: &str) -> String {
        let module = crate::syntax::parse(text);
        let scopes = Scopes::new(&module);
        let start = text.find(part).unwrap();
        Identity::new(text, &module, &scopes).code(Span::new(start, start + part.len()))
    }

    #[test]
    fn formatting_quotes_and_locals_do_not_count() {
        let one = code("def f(a, b):\n    run('x' + a, [b, a], k=a)  # no\n", "run");
        let two = code(
            "def f(\n  first, other):\n        run(\n    \"x\"+first, [other,first,],\n    k = first,)\n",
            "run",
        );
        assert_eq!(one, two);
        assert_eq!(one, "run(\"x\"+$0,[$1,$0],k=$0)");
    }

    #[test]
    fn an_import_is_the_same_inside_and_outside() {
        let outside =
            code("from jinja2 import Environment\n\ndef f(a):\n    env = Environment(a)\n", "Environment(a)");
        let inside = code(
            "def f(a):\n    from jinja2 import Environment\n    env = Environment(a)\n",
            "Environment(a)",
        );
        assert_eq!(outside, inside);
    }

    #[test]
    fn words_stay_apart_and_text_stays_text() {
        assert_eq!(code("def f(x):\n    return x if x else not_x\n", "x if"), "return $0 if $0 else not_x");
        assert_ne!(code("run('a b')\n", "run"), code("run('ab')\n", "run"));
        assert_eq!(code("def f(q):\n    run(f'a {q} b')\n", "run"), "run(f\"a {$0} b\")");
    }
}
