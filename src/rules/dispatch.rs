//! Which rules a file is shown to, and the one walk that serves them all.

use std::cell::OnceCell;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::context::{Call, Cx, Draft};
use super::{On, Rule, all};
use crate::semantic::{Analysis, Kind};
use crate::source::{SourceFile, Span};
use crate::syntax::{ClassId, ExprId, ExprKind, FuncId, StmtId, StmtKind};

type CallCheck = fn(&mut Cx<'_>, Call<'_>);
type FlowCheck = fn(&mut Cx<'_>, &crate::semantic::Hit);
type ImportCheck = fn(&mut Cx<'_>, StmtId, &str);
type Check<F> = Vec<(&'static Rule, F)>;

/// What rules wait for, by what the walk meets.
#[derive(Default)]
struct Table {
    /// By the last segment of the name.
    calls: FxHashMap<&'static str, Vec<(&'static Rule, &'static str, CallCheck)>>,
    flows: FxHashMap<Kind, Check<FlowCheck>>,
    imports: Check<(&'static [&'static str], ImportCheck)>,
    assigns: Check<fn(&mut Cx<'_>, ExprId, ExprId)>,
    strings: Check<fn(&mut Cx<'_>, ExprId, &str)>,
    comparisons: Check<fn(&mut Cx<'_>, ExprId)>,
    statements: Check<fn(&mut Cx<'_>, StmtId)>,
    functions: Check<fn(&mut Cx<'_>, FuncId)>,
    classes: Check<fn(&mut Cx<'_>, ClassId)>,
    modules: Check<fn(&mut Cx<'_>)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    for rule in all() {
        for on in rule.on {
            match *on {
                On::Call(names, check) => {
                    for name in names {
                        let last = name.rsplit('.').next().unwrap_or(name);
                        table.calls.entry(last).or_default().push((rule, name, check));
                    }
                }
                On::Flow(kind, check) => table.flows.entry(kind).or_default().push((rule, check)),
                On::Import(modules, check) => table.imports.push((rule, (modules, check))),
                On::Assign(check) => table.assigns.push((rule, check)),
                On::Str(check) => table.strings.push((rule, check)),
                On::Compare(check) => table.comparisons.push((rule, check)),
                On::Statement(check) => table.statements.push((rule, check)),
                On::Function(check) => table.functions.push((rule, check)),
                On::Class(check) => table.classes.push((rule, check)),
                On::Module(check) => table.modules.push((rule, check)),
                On::Manifest(_) => {}
            }
        }
    }
    table
});

/// After so many findings in one file no rewrite is made any more: each costs a look at the whole file. What is found
/// is told all the same, or a change could bury one finding under others.
const MAX_REWRITTEN: usize = 200;

/// Shows a file to all rules; what they say, in the order of the text. Code that cannot run is passed over.
pub fn check(file: &SourceFile, analysis: &Analysis<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let settings = OnceCell::new();
    let mut cx = Cx { file, analysis, rule: all()[0], settings: &settings, drafts: &mut drafts };
    let cx = &mut cx;
    let table = &*TABLE;
    let module = analysis.module;
    for (rule, check) in &table.modules {
        ask(cx, rule, check);
    }
    for hit in &analysis.facts.hits {
        for (rule, check) in table.flows.get(&hit.site.kind).into_iter().flatten() {
            ask(cx, rule, |cx| check(cx, hit));
        }
    }
    for at in 0..module.functions.len() {
        for (rule, check) in &table.functions {
            ask(cx, rule, |cx| check(cx, FuncId(at as u32)));
        }
    }
    for at in 0..module.classes.len() {
        for (rule, check) in &table.classes {
            ask(cx, rule, |cx| check(cx, ClassId(at as u32)));
        }
    }
    for at in 0..module.stmts.len() {
        let id = StmtId(at as u32);
        let stmt = module.stmt(id);
        for (rule, check) in &table.statements {
            ask(cx, rule, |cx| check(cx, id));
        }
        match &stmt.kind {
            StmtKind::Assign { targets, value } if analysis.facts.reached(*value) => {
                for (rule, check) in &table.assigns {
                    targets.iter().for_each(|target| ask(cx, rule, |cx| check(cx, *target, *value)));
                }
            }
            StmtKind::AnnAssign { target, value: Some(value), .. } if analysis.facts.reached(*value) => {
                for (rule, check) in &table.assigns {
                    ask(cx, rule, |cx| check(cx, *target, *value));
                }
            }
            StmtKind::Import(names) => {
                for name in names {
                    imports(table, cx, id, module.name(name.name));
                }
            }
            StmtKind::ImportFrom { level: 0, module: from, names, .. } => {
                let from = module.name(*from);
                imports(table, cx, id, from);
                for name in names {
                    let name = module.name(name.name);
                    // Few are waited for: only these names are put together.
                    let mut waited = table.imports.iter().flat_map(|(_, (modules, _))| modules.iter());
                    if waited.any(|dotted| is_member(dotted, from, name)) {
                        imports(table, cx, id, &format!("{from}.{name}"));
                    }
                }
            }
            _ => {}
        }
    }
    for at in 0..module.exprs.len() {
        let id = ExprId(at as u32);
        match &module.expr(id).kind {
            ExprKind::Call { .. } | ExprKind::Str(_) | ExprKind::Compare { .. }
                if !analysis.facts.reached(id) => {}
            ExprKind::Call { func, args, parens } => {
                let Some(name) = cx.callee(*func) else { continue };
                let last = memchr::memrchr(b'.', name.as_bytes()).map_or(name, |dot| &name[dot + 1..]);
                for (rule, wanted, check) in table.calls.get(last).into_iter().flatten() {
                    let fits = if wanted.starts_with('.') { name.ends_with(wanted) } else { name == *wanted };
                    if fits {
                        let call = Call { id, func: *func, args, parens: *parens, name };
                        ask(cx, rule, |cx| check(cx, call));
                    }
                }
            }
            ExprKind::Str(text) => {
                for (rule, check) in &table.strings {
                    ask(cx, rule, |cx| check(cx, id, text));
                }
            }
            ExprKind::Compare { .. } => {
                for (rule, check) in &table.comparisons {
                    ask(cx, rule, |cx| check(cx, id));
                }
            }
            _ => {}
        }
    }
    crate::source::sort(&mut drafts, |a, b| (a.span, a.rule.meta.id).cmp(&(b.span, b.rule.meta.id)));
    once(&mut drafts);
    drafts
}

fn ask(cx: &mut Cx<'_>, rule: &'static Rule, check: impl FnOnce(&mut Cx<'_>)) {
    cx.rule = rule;
    check(cx);
    if cx.drafts.len() >= MAX_REWRITTEN {
        cx.analysis.rewrites.set(false);
    }
}

/// What is mended where the data comes from is told once: at the surest place that it reaches, the first of equals.
fn once(drafts: &mut Vec<Draft>) {
    let rank = |draft: &Draft| {
        let meta = &draft.rule.meta;
        (draft.precision.unwrap_or(meta.precision), draft.severity.unwrap_or(meta.severity))
    };
    let mut best: FxHashMap<(&str, Span), (usize, _)> = FxHashMap::default();
    for (at, draft) in drafts.iter().enumerate() {
        let Some(origin) = draft.once else { continue };
        let known = best.entry((draft.rule.meta.id, origin)).or_insert((at, rank(draft)));
        if rank(draft) > known.1 {
            *known = (at, rank(draft));
        }
    }
    let mut at = 0;
    drafts.retain(|draft| {
        at += 1;
        draft.once.is_none_or(|origin| {
            best.get(&(draft.rule.meta.id, origin)).is_some_and(|known| known.0 == at - 1)
        })
    });
}

/// `dotted` is `from.name`.
fn is_member(dotted: &str, from: &str, name: &str) -> bool {
    let rest = dotted.strip_suffix(name).and_then(|rest| rest.strip_suffix('.'));
    rest == Some(from)
}

fn imports(table: &Table, cx: &mut Cx<'_>, id: StmtId, name: &str) {
    for (rule, (modules, check)) in &table.imports {
        if modules.contains(&name) {
            ask(cx, rule, |cx| check(cx, id, name));
        }
    }
}
