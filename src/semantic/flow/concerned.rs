//! Which functions of a module may do something else when the text of some of them changes.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::source::{Groups, Nest, Span};
use crate::syntax::*;

/// Where names lead to more calls than so many for each function, nothing is told apart: thousands of methods of one name,
/// called as often, would be millions of them.
const MANY: usize = 64;

/// Who may call whom in a module: by the name alone, a method on `self` only in classes that have to do with one another.
pub struct Links<'m> {
    module: &'m Module,
    blocks: Blocks,
    /// `None` where too many names lead to too many functions.
    calls: Option<FxHashSet<(FuncId, FuncId)>>,
}

impl<'m> Links<'m> {
    /// Looks at a module.
    pub fn of(module: &'m Module) -> Self {
        let blocks = Blocks::of(module);
        let calls = blocks.calls(module);
        Self { module, blocks, calls }
    }

    /// The functions around some places, and those that may call them, by number. With a method come the others of its
    /// class, with a function those around it and inside it. `None` where a place lies in the module's own code, which may
    /// mean anything to any of them, and where too many names lead to too many functions.
    pub fn concerned(&self, places: &[Span]) -> Option<Vec<bool>> {
        let (module, blocks) = (self.module, &self.blocks);
        let mut open = Vec::new();
        for place in places {
            open.push(blocks.around(*place)?);
        }
        let mut callers: FxHashMap<FuncId, Vec<FuncId>> = FxHashMap::default();
        for (caller, callee) in self.calls.as_ref()? {
            callers.entry(*callee).or_default().push(*caller);
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

    /// Some functions with those that may call them, and what these call, by number.
    pub fn connected(&self, wanted: Vec<bool>) -> Vec<bool> {
        let Some(calls) = &self.calls else { return vec![true; wanted.len()] };
        self.needed(closed(wanted, calls.iter().map(|(caller, callee)| (*callee, *caller))))
    }

    /// Some functions, and those that they may call, by number.
    pub fn needed(&self, wanted: Vec<bool>) -> Vec<bool> {
        match &self.calls {
            Some(calls) => closed(with_validators(self.module, wanted), calls.iter().copied()),
            None => vec![true; wanted.len()],
        }
    }
}

/// Some functions with those that may call them, and what these call.
pub fn connected(module: &Module, wanted: Vec<bool>) -> Vec<bool> {
    Links::of(module).connected(wanted)
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

    /// Who may call whom; `None` for too many.
    fn calls(&self, module: &Module) -> Option<FxHashSet<(FuncId, FuncId)>> {
        let mut by_name: FxHashMap<Symbol, Vec<FuncId>> = FxHashMap::default();
        for func in &self.all {
            by_name.entry(module.function(*func).name).or_default().push(*func);
        }
        // Most names are no function's.
        let mut is_function = vec![false; module.names.len()];
        by_name.keys().for_each(|name| is_function[name.0 as usize] = true);
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
        let mut left = MANY * (module.functions.len() + module.exprs.len() / MANY);
        for expr in &module.exprs {
            let (name, of) = match &expr.kind {
                ExprKind::Name(name) => (*name, None),
                ExprKind::Attr { base, name, .. } => (*name, Some(*base)),
                _ => continue,
            };
            if !is_function[name.0 as usize] {
                continue;
            }
            let Some(callees) = by_name.get(&name) else { continue };
            let Some(caller) = self.around(expr.span) else { continue };
            left = left.checked_sub(callees.len())?;
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
        Some(calls)
    }
}

/// By class, a number that those share which derive from one another, or from a common one of the module.
fn families(module: &Module) -> Vec<u32> {
    let mut groups = Groups::of(module.classes.len());
    let mut by_name: FxHashMap<Symbol, usize> = FxHashMap::default();
    for (at, class) in module.classes.iter().enumerate() {
        for arg in &class.bases {
            let ExprKind::Name(name) = module.expr(arg.value).kind else { continue };
            let Some(base) = by_name.get(&name) else { continue };
            groups.join(at, *base);
        }
        by_name.insert(class.name, at);
    }
    groups.into_numbers()
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The named functions that are meant, by their dotted names.
    fn names(module: &Module, found: &[bool]) -> Vec<String> {
        let named = module.functions.iter().zip(found).skip(1).filter(|(_, found)| **found);
        named.map(|(function, _)| function.qualname.clone()).collect()
    }

    fn only(module: &Module, name: &str) -> Vec<bool> {
        module.functions.iter().map(|function| function.qualname == name).collect()
    }

    const SHOP: &str = "def clean(text):\n    return text\n\n\ndef find(text):\n    return clean(text)\n\n\ndef view(request):\n    \
                        return find(request)\n\n\ndef other():\n    return 1\n\n\nclass Page:\n    def get(self):\n        return \
                        self.build()\n\n    def build(self):\n        return other()\n\n\nclass Row:\n    def build(self):\n        return 2\n";

    #[test]
    fn callers_and_callees() {
        let module = parse(SHOP);
        assert_eq!(names(&module, &Links::of(&module).needed(only(&module, "find"))), ["clean", "find"]);
        assert_eq!(names(&module, &connected(&module, only(&module, "find"))), ["clean", "find", "view"]);
        // A method on `self` is one of its own class.
        assert_eq!(
            names(&module, &Links::of(&module).needed(only(&module, "Page.get"))),
            ["other", "Page.get", "Page.build"]
        );
    }

    #[test]
    fn what_an_edit_concerns() {
        let module = parse(SHOP);
        let place = |text: &str| {
            let start = SHOP.find(text).expect("in the text");
            Span::new(start, start + text.len())
        };
        let found = Links::of(&module).concerned(&[place("return clean(text)")]).expect("inside a function");
        assert_eq!(names(&module, &found), ["find", "view"]);
        let found = Links::of(&module).concerned(&[place("return other()")]).expect("inside a function");
        assert_eq!(names(&module, &found), ["Page.get", "Page.build"]);
        // Behind all functions: the module's own code.
        assert_eq!(Links::of(&module).concerned(&[Span::new(SHOP.len() - 1, SHOP.len())]), None);
    }

    #[test]
    fn methods_of_one_name_beyond_number_are_not_told_apart() {
        let one =
            |at: usize| format!("class C{at}:\n    def get(self, x):\n        return C{at}().get(x)\n\n\n");
        let text: String = (0..400).map(one).collect();
        let module = parse(&text);
        assert!(Links::of(&module).needed(only(&module, "C0.get")).into_iter().all(|wanted| wanted));
        assert_eq!(Links::of(&module).concerned(&[Span::new(text.find("return").expect("there"), 40)]), None);
        let few: String = (0..8).map(one).collect();
        assert!(Blocks::of(&parse(&few)).calls(&parse(&few)).is_some());
    }
}
