//! Findings that a change brings by annotations alone: it says of what type something is, and what that does was there
//! before.

use std::cell::{OnceCell, RefCell};

use crate::change::FileChange;
use crate::finding::Finding;
use crate::source::{SourceFile, Span};
use crate::syntax::{self, Module, StmtKind};

/// True for a finding that rests on no data and stands on lines which the change leaves alone, in a function of which it
/// only annotates something.
pub(super) fn alone((file, parsed): (&FileChange, &Parsed), finding: &Finding) -> bool {
    let (Some(base), Some(head)) = (&file.base, &file.head) else { return false };
    let (first, last) = head.line_range(finding.place.span);
    let is_own = *head.path() == finding.place.path && finding.trace.is_empty();
    if !is_own || finding.scope.name.is_empty() || (first..=last).any(|line| file.hunks.touches(line)) {
        return false;
    }
    let name = &finding.scope.name;
    let [before, after] = parsed.sides(base, head);
    let both = [bare(base, before, name), bare(head, after, name)];
    let [Some((before, was)), Some((after, is))] = both else { return false };
    before == after && was != is
}

/// What is looked up once for all findings of a file, when it is asked for first: there may be very many.
#[derive(Default)]
pub(super) struct Parsed {
    sides: OnceCell<[Module; 2]>,
    /// By name, whether it was had from a module that only hands it on.
    pub(super) handed_on: RefCell<Vec<(String, bool)>>,
}

impl Parsed {
    /// Both sides of the file.
    pub(super) fn sides(&self, base: &SourceFile, head: &SourceFile) -> &[Module; 2] {
        self.sides.get_or_init(|| [base, head].map(|side| syntax::parse(side.text())))
    }
}

/// The code of a function without its annotations, and these; none where two have one name.
fn bare(source: &SourceFile, module: &Module, name: &str) -> Option<(String, String)> {
    let mut named = module.functions.iter().filter(|function| function.qualname == name);
    let (function, None) = (named.next()?, named.next()) else { return None };
    let (mut code, mut annotations) = (String::new(), String::new());
    let mut at = function.span.start;
    for span in annotated(module, function.span) {
        add(&mut code, source.slice(Span { start: at, end: span.start.max(at) }));
        // The colon or the arrow before it.
        let kept = code.trim_end_matches("->").trim_end_matches(':').len();
        code.truncate(kept);
        add(&mut annotations, source.slice(span));
        at = at.max(span.end);
    }
    add(&mut code, source.slice(Span { start: at, end: function.span.end.max(at) }));
    Some((code, annotations))
}

fn add(text: &mut String, more: &str) {
    text.extend(more.split_whitespace());
}

/// The annotations inside a place, in order.
fn annotated(module: &Module, around: Span) -> Vec<Span> {
    let functions = module.functions.iter().filter(|function| around.contains(function.span));
    let signatures = functions.flat_map(|function| {
        function.params.iter().filter_map(|param| param.annotation).chain(function.returns)
    });
    let statements = module.stmts.iter().filter_map(|stmt| match stmt.kind {
        StmtKind::AnnAssign { annotation, value: Some(_), .. } if around.contains(stmt.span) => {
            Some(annotation)
        }
        _ => None,
    });
    let mut spans: Vec<Span> = signatures.chain(statements).map(|id| module.expr(id).span).collect();
    spans.sort_unstable();
    spans
}
