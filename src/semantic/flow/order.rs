//! In which order functions are looked at: those that are called before those that call them.

use rustc_hash::FxHashMap;

use crate::syntax::*;

/// The module's named functions, callees first as far as calls by bare name or by `self.` tell; without recursion on
/// the native stack. Lambdas are looked at where they stand. Of a cycle, the member met first comes last.
/// Those that are not `wanted` are left out, where only some are.
pub(super) fn callees_first(module: &Module, wanted: Option<&[bool]>) -> Vec<FuncId> {
    let is_wanted = |func: FuncId| wanted.is_none_or(|wanted| wanted[func.index()]);
    let mut by_name: FxHashMap<Symbol, Vec<FuncId>> = FxHashMap::default();
    for (at, function) in module.functions.iter().enumerate().skip(1) {
        by_name.entry(function.name).or_default().push(FuncId(at as u32));
    }
    let calls = calls(module, &by_name);
    let mut order = Vec::new();
    let mut seen = vec![false; module.functions.len()];
    // Constructors first: they settle what the attributes of `self` are.
    let constructor = module.names.get("__init__");
    let is_constructor = |at: &usize| Some(module.functions[*at].name) == constructor;
    let all: Vec<usize> = (1..module.functions.len()).filter(|at| is_wanted(FuncId(*at as u32))).collect();
    let roots = all.iter().filter(|at| is_constructor(at)).chain(all.iter().filter(|at| !is_constructor(at)));
    for root in roots {
        let mut stack = vec![(FuncId(*root as u32), 0)];
        while let Some((func, next)) = stack.pop() {
            if next == 0 && std::mem::replace(&mut seen[func.index()], true) {
                continue;
            }
            match calls.get(&func).and_then(|callees| callees.get(next)) {
                Some(callee) => {
                    stack.push((func, next + 1));
                    if !seen[callee.index()] && is_wanted(*callee) {
                        stack.push((*callee, 0));
                    }
                }
                None => order.push(func),
            }
        }
    }
    order
}

/// Who calls whom. Expressions lie in the arena in the order of the text, and functions know their spans, so one
/// pass over all calls suffices.
fn calls(module: &Module, by_name: &FxHashMap<Symbol, Vec<FuncId>>) -> FxHashMap<FuncId, Vec<FuncId>> {
    let mut spans: Vec<(u32, u32, FuncId)> = module
        .functions
        .iter()
        .enumerate()
        .skip(1)
        .map(|(at, function)| (function.span.start, function.span.end, FuncId(at as u32)))
        .collect();
    spans.sort_unstable();
    let constructor = module.names.get("__init__");
    // Most names are no function's.
    let mut is_function = vec![false; module.names.len()];
    by_name.keys().for_each(|name| is_function[name.0 as usize] = true);
    let mut called: Vec<(u32, FuncId)> = Vec::new();
    for expr in &module.exprs {
        // A bare name is no method, and an attribute is nothing but one.
        let (name, bare) = match &expr.kind {
            ExprKind::Name(name) => (*name, true),
            ExprKind::Attr { name, .. } => (*name, false),
            _ => continue,
        };
        if !is_function[name.0 as usize] {
            continue;
        }
        for func in by_name.get(&name).into_iter().flatten() {
            let function = module.function(*func);
            // What stands inside a function goes by its name only there: very many may have an inner `wrapper`.
            let around = function.parent.filter(|parent| bare && parent.0 != 0);
            let may_be = around.is_none_or(|parent| module.function(parent).span.contains(expr.span));
            if may_be && bare == function.class.is_none() {
                called.push((expr.span.start, *func));
            }
        }
    }
    called.sort_unstable();
    let mut calls: FxHashMap<FuncId, Vec<FuncId>> = FxHashMap::default();
    let mut open: Vec<(u32, FuncId)> = Vec::new();
    let mut next = 0;
    for (at, callee) in called {
        while next < spans.len() && spans[next].0 <= at {
            open.push((spans[next].1, spans[next].2));
            next += 1;
        }
        while open.last().is_some_and(|(end, _)| *end <= at) {
            open.pop();
        }
        // Lambdas belong to the function around them.
        let Some((_, caller)) = open.iter().rev().find(|(end, _)| *end > at) else { continue };
        if Some(module.function(callee).name) == constructor
            && Some(module.function(*caller).name) == constructor
            && callee >= *caller
        {
            // One constructor calls another: that of a base, which stands before it.
            continue;
        }
        let callees = calls.entry(*caller).or_default();
        if !callees.contains(&callee) && callees.len() < 200 {
            callees.push(callee);
        }
    }
    calls
}
