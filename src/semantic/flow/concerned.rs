//! Which functions of a module may do something else when the text of some of them changes.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::source::{Nest, Span};
use crate::syntax::*;

/// The functions around some places, and those that may call them, by number: by the name alone, a method on `self` only
/// in classes that have to do with one another. With a method come the others of its class, with a function those around
/// it and inside it. `None` where a place lies in the module's own code, which may mean anything to any of them.
pub fn concerned(module: &Module, places: &[Span]) -> Option<Vec<bool>> {
    let blocks = Blocks::of(module);
    let mut open = Vec::new();
    for place in places {
        open.push(blocks.around(*place)?);
    }
    let mut callers: FxHashMap<FuncId, Vec<FuncId>> = FxHashMap::default();
    for (caller, callee) in blocks.calls(module) {
        callers.entry(callee).or_default().push(caller);
    }
    let mut of_class: FxHashMap<ClassId, Vec<FuncId>> = FxHashMap::default();
    let mut inside: FxHashMap<FuncId, Vec<FuncId>> = FxHashMap::default();
    for func in &blocks.all {
        let function = module.function(*func);
        function.class.into_iter().for_each(|class| of_class.entry(class).or_default().push(*func));
        function.parent.into_iter().for_each(|parent| inside.entry(parent).or_default().push(*func));
    }
    let mut found = vec![false; module.functions.len()];
    while let Some(func) = open.pop() {
        if func.0 == 0 || std::mem::replace(&mut found[func.index()], true) {
            continue;
        }
        let function = module.function(func);
        open.extend(callers.get(&func).into_iter().flatten());
        open.extend(function.class.and_then(|class| of_class.get(&class)).into_iter().flatten());
        open.extend(function.parent);
        open.extend(inside.get(&func).into_iter().flatten());
    }
    Some(found)
}

/// Some functions, and those that they may call, by number.
pub fn needed(module: &Module, wanted: Vec<bool>) -> Vec<bool> {
    let calls = Blocks::of(module).calls(module);
    closed(with_validators(module, wanted), calls.into_iter())
}

/// The same with those that may call them, and what these call.
pub fn connected(module: &Module, wanted: Vec<bool>) -> Vec<bool> {
    let calls = Blocks::of(module).calls(module);
    let with_callers = closed(wanted, calls.iter().map(|(caller, callee)| (*callee, *caller)));
    closed(with_validators(module, with_callers), calls.into_iter())
}

/// With the methods that check the fields of their class, `@field_validator("name")`: nothing calls them by name.
fn with_validators(module: &Module, mut wanted: Vec<bool>) -> Vec<bool> {
    let is_validator = |id: &ExprId| {
        let called = match &module.expr(*id).kind {
            ExprKind::Call { func, .. } => *func,
            _ => *id,
        };
        match &module.expr(called).kind {
            ExprKind::Name(name) | ExprKind::Attr { name, .. } => module.name(*name).contains("validator"),
            _ => false,
        }
    };
    for (function, wanted) in module.functions.iter().zip(&mut wanted) {
        *wanted |= function.class.is_some() && function.decorators.iter().any(is_validator);
    }
    wanted
}

/// Some functions, and those that links lead to from them.
fn closed(mut wanted: Vec<bool>, links: impl Iterator<Item = (FuncId, FuncId)>) -> Vec<bool> {
    let mut next: FxHashMap<FuncId, Vec<FuncId>> = FxHashMap::default();
    for (from, to) in links {
        next.entry(from).or_default().push(to);
    }
    let mut open: Vec<FuncId> =
        (0..wanted.len() as u32).map(FuncId).filter(|func| wanted[func.index()]).collect();
    while let Some(func) = open.pop() {
        for to in next.get(&func).into_iter().flatten() {
            if !std::mem::replace(&mut wanted[to.index()], true) {
                open.push(*to);
            }
        }
    }
    wanted
}

/// The functions of a module but for lambdas, which belong to the function around them.
struct Blocks {
    all: Vec<FuncId>,
    nest: Nest,
}

impl Blocks {
    fn of(module: &Module) -> Self {
        let is_block = |func: &FuncId| matches!(module.function(*func).body, Body::Block(_));
        let all: Vec<FuncId> = (1..module.functions.len() as u32).map(FuncId).filter(is_block).collect();
        let nest = Nest::new(all.iter().map(|func| module.function(*func).span));
        Self { all, nest }
    }

    /// The innermost around a place.
    fn around(&self, place: Span) -> Option<FuncId> {
        self.nest.innermost(place).map(|at| self.all[at])
    }

    /// Who may call whom.
    fn calls(&self, module: &Module) -> FxHashSet<(FuncId, FuncId)> {
        let mut by_name: FxHashMap<Symbol, Vec<FuncId>> = FxHashMap::default();
        for func in &self.all {
            by_name.entry(module.function(*func).name).or_default().push(*func);
        }
        let families = families(module);
        let named = named(module);
        let family = |class: ClassId| families[class.index()];
        let in_use: FxHashSet<u32> = (0..module.classes.len() as u32)
            .map(ClassId)
            .filter(|class| named.contains(&module.classes[class.index()].name))
            .map(family)
            .collect();
        let constructor = module.names.get("__init__");
        let mut calls: FxHashSet<(FuncId, FuncId)> = FxHashSet::default();
        for expr in &module.exprs {
            let (name, of) = match &expr.kind {
                ExprKind::Name(name) => (*name, None),
                ExprKind::Attr { base, name, .. } => (*name, Some(*base)),
                _ => continue,
            };
            let Some(callees) = by_name.get(&name) else { continue };
            let Some(caller) = self.around(expr.span) else { continue };
            let own = module.function(caller).class.map(family);
            for callee in callees.iter().filter(|callee| **callee != caller) {
                let class = module.function(*callee).class;
                let may_mean = match (of, class) {
                    (None, class) => class.is_none(),
                    (Some(_), None) => true,
                    (Some(base), Some(class)) => {
                        let on_self = is_self(module, base);
                        own == Some(family(class)) || !on_self && in_use.contains(&family(class))
                    }
                };
                // One constructor calls another under its own name only by `super()`.
                if may_mean && (Some(name) != constructor || own == class.map(family)) {
                    calls.insert((caller, *callee));
                }
            }
        }
        calls
    }
}

/// By class, a number that those share which derive from one another, or from a common one of the module.
fn families(module: &Module) -> Vec<u32> {
    let mut family: Vec<u32> = (0..module.classes.len() as u32).collect();
    let mut by_name: FxHashMap<Symbol, usize> = FxHashMap::default();
    for (at, class) in module.classes.iter().enumerate() {
        for arg in &class.bases {
            let ExprKind::Name(name) = module.expr(arg.value).kind else { continue };
            let Some(base) = by_name.get(&name) else { continue };
            let (from, to) = (family[at], family[*base]);
            family.iter_mut().filter(|known| **known == from).for_each(|known| *known = to);
        }
        by_name.insert(class.name, at);
    }
    family
}

/// Names that stand anywhere but among the bases of classes.
fn named(module: &Module) -> FxHashSet<Symbol> {
    let bases: FxHashSet<ExprId> =
        module.classes.iter().flat_map(|class| class.bases.iter().map(|arg| arg.value)).collect();
    let exprs = module.exprs.iter().enumerate();
    let names = exprs.filter(|(at, _)| !bases.contains(&ExprId(*at as u32)));
    names
        .filter_map(|(_, expr)| if let ExprKind::Name(name) = expr.kind { Some(name) } else { None })
        .collect()
}

/// `self`, `cls`, `super()`
fn is_self(module: &Module, base: ExprId) -> bool {
    match &module.expr(base).kind {
        ExprKind::Name(name) => matches!(module.name(*name), "self" | "cls"),
        ExprKind::Call { func, .. } => {
            matches!(module.expr(*func).kind, ExprKind::Name(name) if module.name(name) == "super")
        }
        _ => false,
    }
}
