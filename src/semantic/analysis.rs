//! One module from text to facts.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::facts::Facts;
use super::far::{Alone, FarClass, FarFunction, FarPath, Held, Passed, World};
use super::flow::Engine;
use super::hands::Hands;
use super::models::Models;
use super::names::NameTable;
use super::routes::Routes;
use super::scopes::{Scopes, VarId};
use super::value::{Origin, OriginId, StepId, TraceStep, Value};
use crate::source::RepoPath;
use crate::syntax::{ExprId, ExprKind, Module, StmtKind};

/// All that is known of one module.
pub struct Analysis<'m> {
    /// The lowered tree.
    pub module: &'m Module,
    /// Variables.
    pub scopes: &'m Scopes,
    /// Dotted names met.
    pub names: NameTable,
    /// Values and sinks reached.
    pub facts: Facts,
    /// Entry points.
    pub routes: Routes,
    /// False where nobody will look at rewrites: the old side of a change, a text that is only checked,
    /// a file that has more findings than anybody takes rewrites for.
    pub rewrites: std::cell::Cell<bool>,
    /// Data passed to functions of other modules.
    pub passed: Vec<Passed>,
    /// Data left in variables of modules.
    pub held: Vec<Held>,
    /// What the module's functions do, for callers elsewhere, by their names inside the module.
    pub exports: Vec<(String, FarFunction)>,
    /// Who is handed what.
    pub hands: Hands,
    /// By function: whether it was looked at.
    pub looked: Vec<bool>,
    /// Views of other modules that it routes.
    pub paths: Vec<FarPath>,
    /// What its classes are.
    pub classes: Vec<(String, FarClass)>,
    origins: Vec<Origin>,
    steps: Vec<TraceStep>,
    /// Made when first asked.
    only: OnceCell<FxHashMap<VarId, Option<ExprId>>>,
}

/// Analyses a lowered module. `path` gives the dotted name against which relative imports are resolved.
pub fn analyse<'m>(
    path: &RepoPath,
    module: &'m Module,
    scopes: &'m Scopes,
    models: &'m Models,
) -> Analysis<'m> {
    analyse_among(path, module, scopes, models, &Alone, None)
}

/// The same for a module of a project whose other modules are known to `world`. With `wanted`, by function, only these
/// and what they may call are looked at.
pub fn analyse_among<'m>(
    path: &RepoPath,
    module: &'m Module,
    scopes: &'m Scopes,
    models: &'m Models,
    world: &'m dyn World,
    wanted: Option<&'m [bool]>,
) -> Analysis<'m> {
    let engine = Engine::new(module, scopes, models, package_of(path), module_of(path));
    let mut engine = engine.among(world, path).only(wanted);
    engine.run();
    let hands = engine.hands();
    let (exports, classes) =
        if world.listens() { (engine.exports(), engine.classes()) } else { Default::default() };
    Analysis {
        passed: std::mem::take(&mut engine.passed),
        paths: std::mem::take(&mut engine.paths),
        held: std::mem::take(&mut engine.held),
        exports,
        classes,
        hands,
        module,
        scopes,
        names: engine.names,
        facts: engine.facts,
        routes: engine.routes,
        rewrites: std::cell::Cell::new(true),
        looked: engine.looked,
        origins: engine.origins,
        steps: engine.steps,
        only: OnceCell::new(),
    }
}

/// The package that a file lies in: `src/shop/views.py` lies in `shop`.
fn package_of(path: &RepoPath) -> Vec<String> {
    let mut parts: Vec<String> = path.parts().map(str::to_owned).collect();
    parts.pop();
    if parts.first().is_some_and(|first| first == "src" || first == "lib") {
        parts.remove(0);
    }
    parts
}

/// The dotted name of a file's module: `src/shop/views.py` is `shop.views`, `shop/__init__.py` is `shop`.
pub fn module_of(path: &RepoPath) -> String {
    let mut parts = package_of(path);
    let name = path.file_name();
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    if stem != "__init__" {
        parts.push(stem.to_owned());
    }
    parts.join(".")
}

fn only_values(module: &Module, scopes: &Scopes) -> FxHashMap<VarId, Option<ExprId>> {
    let mut values: FxHashMap<VarId, Option<ExprId>> = FxHashMap::default();
    for stmt in &module.stmts {
        let (targets, value) = match &stmt.kind {
            StmtKind::Assign { targets, value } => (targets.as_slice(), Some(*value)),
            StmtKind::AnnAssign { target, value, .. } => (std::slice::from_ref(target), *value),
            StmtKind::AugAssign { target, .. } | StmtKind::For { target, .. } => {
                (std::slice::from_ref(target), None)
            }
            _ => continue,
        };
        for target in targets {
            let base = match &module.expr(*target).kind {
                ExprKind::Subscript { base, .. } | ExprKind::Attr { base, .. } => *base,
                _ => *target,
            };
            if let Some(var) = scopes.resolve(base) {
                let value = value.filter(|_| base == *target);
                values.entry(var).and_modify(|known| *known = None).or_insert(value);
            }
        }
    }
    // `if (found := find()):` sets a variable as well, and once more where it was set before.
    for expr in &module.exprs {
        if let ExprKind::Walrus { target, value } = expr.kind
            && let Some(var) = scopes.resolve(target)
        {
            values.entry(var).and_modify(|known| *known = None).or_insert(Some(value));
        }
    }
    values
}

/// Steps are compared with so many before them: hardly a round of a loop has more.
const MAX_ROUND: usize = 32;

impl Analysis<'_> {
    /// What is known of an expression's value.
    pub fn value(&self, expr: ExprId) -> &Value {
        self.facts.value(expr)
    }

    /// The dotted name that an expression refers to: `requests.get`; of a method, its class's name and its own. The
    /// code may be unreachable: see [`Facts::reached`].
    pub fn dotted(&self, expr: ExprId) -> Option<&str> {
        self.value(expr).name().map(|name| self.names.text(name))
    }

    /// The one expression that a variable is ever set to by a statement of its own. `None` also where its contents are
    /// changed.
    pub fn only_value(&self, var: VarId) -> Option<ExprId> {
        *self.only.get_or_init(|| only_values(self.module, self.scopes)).get(&var)?
    }

    /// Where data comes from.
    pub fn origin(&self, id: OriginId) -> &Origin {
        &self.origins[id.0 as usize]
    }

    /// The way that led to a step, first step first. What comes again soon, as data goes round in loops, comes once.
    pub fn trail(&self, last: StepId) -> Vec<&TraceStep> {
        let mut trail: Vec<&TraceStep> = Vec::new();
        let mut at = Some(last);
        while let Some(step) = at {
            let step = &self.steps[step.0 as usize];
            let same = |known: &&TraceStep| known.span == step.span && known.note == step.note;
            if !trail.iter().rev().take(MAX_ROUND).any(same) {
                trail.push(step);
            }
            at = step.before;
        }
        trail.reverse();
        trail
    }
}
