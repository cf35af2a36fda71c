//! Which variable a name means: Python's scopes, settled before anything is evaluated.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::syntax::*;

/// A variable of one scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VarId(pub u32);

/// A variable.
#[derive(Debug, Clone, Copy)]
pub struct Var {
    /// Its name.
    pub name: Symbol,
    /// The function whose code binds it; class bodies and comprehensions belong to the function around them.
    pub owner: FuncId,
    /// Its number among the variables of that function.
    pub slot: u32,
    /// The class whose body binds it.
    pub class: Option<ClassId>,
}

/// The variables of a module and what each name means.
#[derive(Debug, Default)]
pub struct Scopes {
    vars: Vec<Var>,
    by_owner: Vec<Vec<VarId>>,
    /// By expression, the variable that a name means, plus one; 0 for none.
    names: Vec<u32>,
    /// By scope and name, packed into a number: most of the work here is to look this up.
    bound: FxHashMap<u64, VarId>,
    /// True when `from x import *` may bind any name.
    pub star_import: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum ScopeKey {
    Func(FuncId),
    Class(ClassId),
    Comp(ExprId),
}

impl ScopeKey {
    /// A number for a name in this scope. A file has fewer than 2^30 names: each takes a byte.
    fn name(self, name: Symbol) -> u64 {
        let (kind, id) = match self {
            Self::Func(id) => (0, id.0),
            Self::Class(id) => (1, id.0),
            Self::Comp(id) => (2, id.0),
        };
        kind << 62 | u64::from(id) << 30 | u64::from(name.0)
    }
}

impl Scopes {
    /// Settles all names of a module.
    pub fn new(module: &Module) -> Self {
        let names = vec![0; module.exprs.len()];
        let mut scopes =
            Self { names, by_owner: vec![Vec::new(); module.functions.len()], ..Self::default() };
        scopes.bound.reserve(module.names.len() / 2);
        let has_walrus = module.exprs.iter().any(|expr| matches!(expr.kind, ExprKind::Walrus { .. }));
        let mut walk = Walk { module, scopes, stack: vec![ScopeKey::Func(FuncId(0))], has_walrus };
        walk.function_bindings(FuncId(0));
        walk.body(FuncId(0));
        walk.scopes
    }

    /// The variable that a [`ExprKind::Name`] means; `None` for builtins and unknown names.
    pub fn resolve(&self, name: ExprId) -> Option<VarId> {
        self.names[name.index()].checked_sub(1).map(VarId)
    }

    /// The variable.
    pub fn var(&self, id: VarId) -> Var {
        self.vars[id.0 as usize]
    }

    /// How many variables the code of a function binds.
    pub fn slots(&self, func: FuncId) -> usize {
        self.owned(func).len()
    }

    /// The variables that the code of a function binds, by slot.
    pub fn owned(&self, func: FuncId) -> &[VarId] {
        self.by_owner.get(func.index()).map_or(&[], Vec::as_slice)
    }

    /// The variable of that name in a function's own scope.
    pub fn local(&self, func: FuncId, name: Symbol) -> Option<VarId> {
        self.bound.get(&ScopeKey::Func(func).name(name)).copied()
    }

    /// The variable of that name in a class body.
    pub fn class_var(&self, class: ClassId, name: Symbol) -> Option<VarId> {
        self.bound.get(&ScopeKey::Class(class).name(name)).copied()
    }

    /// All variables, in the order in which they were met.
    pub fn vars(&self) -> impl ExactSizeIterator<Item = (VarId, Var)> + '_ {
        self.vars.iter().enumerate().map(|(at, var)| (VarId(at as u32), *var))
    }
}

struct Walk<'m> {
    module: &'m Module,
    scopes: Scopes,
    stack: Vec<ScopeKey>,
    /// The module has any at all.
    has_walrus: bool,
}

impl Walk<'_> {
    fn owner(&self) -> FuncId {
        let func = self.stack.iter().rev().find_map(|key| match key {
            ScopeKey::Func(func) => Some(*func),
            _ => None,
        });
        func.unwrap_or(FuncId(0))
    }

    fn bind(&mut self, key: ScopeKey, owner: FuncId, name: Symbol) -> VarId {
        let id = VarId(self.scopes.vars.len() as u32);
        let known = *self.scopes.bound.entry(key.name(name)).or_insert(id);
        if known != id {
            return known;
        }
        let owned = &mut self.scopes.by_owner[owner.index()];
        let slot = owned.len() as u32;
        owned.push(id);
        let class = match key {
            ScopeKey::Class(class) => Some(class),
            _ => None,
        };
        self.scopes.vars.push(Var { name, owner, slot, class });
        id
    }

    /// Binds what a function's own code binds, before any of its names is looked up.
    fn function_bindings(&mut self, func: FuncId) {
        let function = self.module.function(func);
        let key = ScopeKey::Func(func);
        for param in &function.params {
            self.bind(key, func, param.name);
        }
        if let Body::Block(stmts) = &function.body {
            self.block_bindings(key, func, stmts);
        }
    }

    fn block_bindings(&mut self, key: ScopeKey, owner: FuncId, stmts: &[StmtId]) {
        let mut found = Bindings { has_walrus: self.has_walrus, ..Bindings::default() };
        found.block(self.module, stmts);
        for name in found.names {
            if !found.elsewhere.contains(&name) {
                self.bind(key, owner, name);
            }
        }
        for name in found.elsewhere {
            // `global` and `nonlocal` bind outside; a global that only functions assign gets its variable here.
            if let Some(var) = self.lookup_outer(name, owner) {
                self.scopes.bound.insert(key.name(name), var);
            } else {
                let var = self.bind(ScopeKey::Func(FuncId(0)), FuncId(0), name);
                self.scopes.bound.insert(key.name(name), var);
            }
        }
    }

    fn lookup_outer(&self, name: Symbol, owner: FuncId) -> Option<VarId> {
        let mut func = self.module.function(owner).parent;
        while let Some(outer) = func {
            if let Some(var) = self.scopes.bound.get(&ScopeKey::Func(outer).name(name)) {
                return Some(*var);
            }
            func = self.module.function(outer).parent;
        }
        None
    }

    /// Class scopes are seen only from code directly inside them.
    fn lookup(&self, name: Symbol) -> Option<VarId> {
        let mut innermost = true;
        for key in self.stack.iter().rev() {
            if (innermost || !matches!(key, ScopeKey::Class(_)))
                && let Some(var) = self.scopes.bound.get(&key.name(name))
            {
                return Some(*var);
            }
            innermost &= matches!(key, ScopeKey::Comp(_));
        }
        None
    }

    fn body(&mut self, func: FuncId) {
        let module = self.module;
        match &module.function(func).body {
            Body::Block(stmts) => self.block(stmts),
            Body::Lambda(expr) => self.expr(*expr),
        }
    }

    fn enter_function(&mut self, func: FuncId) {
        let module = self.module;
        let function = module.function(func);
        for param in &function.params {
            self.maybe(param.annotation);
            self.maybe(param.default);
        }
        self.maybe(function.returns);
        self.function_bindings(func);
        self.stack.push(ScopeKey::Func(func));
        self.body(func);
        self.stack.pop();
    }

    fn block(&mut self, stmts: &[StmtId]) {
        let module = self.module;
        for stmt in stmts {
            let stmt = module.stmt(*stmt);
            match &stmt.kind {
                StmtKind::Function(func) => {
                    module.function(*func).decorators.iter().for_each(|id| self.expr(*id));
                    self.enter_function(*func);
                }
                StmtKind::Class(class) => {
                    let inner = module.class(*class);
                    inner.decorators.iter().for_each(|id| self.expr(*id));
                    inner.bases.iter().for_each(|arg| self.expr(arg.value));
                    let key = ScopeKey::Class(*class);
                    self.block_bindings(key, self.owner(), &inner.body);
                    self.stack.push(key);
                    self.block(&inner.body);
                    self.stack.pop();
                }
                StmtKind::ImportFrom { star, .. } => self.scopes.star_import |= *star,
                _ => {}
            }
            each_expr(stmt, &mut |id| self.expr(id));
            each_block(stmt, &mut |stmts| self.block(stmts));
        }
    }

    fn maybe(&mut self, id: Option<ExprId>) {
        if let Some(id) = id {
            self.expr(id);
        }
    }

    fn expr(&mut self, id: ExprId) {
        let module = self.module;
        match &module.expr(id).kind {
            ExprKind::Name(name) => {
                if let Some(var) = self.lookup(*name) {
                    self.scopes.names[id.index()] = var.0 + 1;
                }
            }
            ExprKind::Lambda(func) => self.enter_function(*func),
            ExprKind::Comprehension { element, value, clauses, .. } => {
                if let Some(first) = clauses.first() {
                    self.expr(first.iter);
                }
                let key = ScopeKey::Comp(id);
                let owner = self.owner();
                let mut targets = Bindings::default();
                clauses.iter().for_each(|clause| targets.target(module, clause.target));
                for name in targets.names {
                    self.bind(key, owner, name);
                }
                self.stack.push(key);
                for (at, clause) in clauses.iter().enumerate() {
                    if at > 0 {
                        self.expr(clause.iter);
                    }
                    self.expr(clause.target);
                    clause.tests.iter().for_each(|test| self.expr(*test));
                }
                self.expr(*element);
                self.maybe(*value);
                self.stack.pop();
            }
            kind => each_child(kind, &mut |id| self.expr(id)),
        }
    }
}

/// Names that a run of statements binds.
#[derive(Default)]
struct Bindings {
    names: Vec<Symbol>,
    elsewhere: FxHashSet<Symbol>,
    has_walrus: bool,
}

impl Bindings {
    fn block(&mut self, module: &Module, stmts: &[StmtId]) {
        for stmt in stmts {
            let stmt = module.stmt(*stmt);
            match &stmt.kind {
                StmtKind::Assign { targets, .. } => targets.iter().for_each(|id| self.target(module, *id)),
                StmtKind::AugAssign { target, .. } | StmtKind::AnnAssign { target, .. } => {
                    self.target(module, *target)
                }
                StmtKind::For { target, .. } => self.target(module, *target),
                StmtKind::With { items, .. } => {
                    items.iter().filter_map(|item| item.target).for_each(|id| self.target(module, id));
                }
                StmtKind::Try { handlers, .. } => {
                    handlers
                        .iter()
                        .filter_map(|handler| handler.target)
                        .for_each(|id| self.target(module, id));
                }
                StmtKind::Match { cases, .. } => {
                    cases.iter().flat_map(|case| &case.pattern.binds).for_each(|id| self.target(module, *id));
                }
                StmtKind::Function(func) => self.names.push(module.function(*func).name),
                StmtKind::Class(class) => self.names.push(module.class(*class).name),
                StmtKind::Import(names) => {
                    for name in names {
                        let bound = name.alias.or_else(|| first_segment(module, name.name));
                        self.names.extend(bound);
                    }
                }
                StmtKind::ImportFrom { names, .. } => {
                    self.names.extend(names.iter().map(|name| name.alias.unwrap_or(name.name)));
                }
                StmtKind::Global(names) | StmtKind::Nonlocal(names) => self.elsewhere.extend(names),
                _ => {}
            }
            if self.has_walrus {
                each_expr(stmt, &mut |id| self.walrus(module, id));
            }
            each_block(stmt, &mut |stmts| self.block(module, stmts));
        }
    }

    fn target(&mut self, module: &Module, id: ExprId) {
        match &module.expr(id).kind {
            ExprKind::Name(name) => self.names.push(*name),
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                items.iter().for_each(|id| self.target(module, *id))
            }
            ExprKind::Star(inner) => self.target(module, *inner),
            _ => {}
        }
    }

    /// A walrus inside a comprehension binds in the function around it.
    fn walrus(&mut self, module: &Module, id: ExprId) {
        match &module.expr(id).kind {
            ExprKind::Lambda(_) => {}
            ExprKind::Walrus { target, value } => {
                self.target(module, *target);
                self.walrus(module, *value);
            }
            kind => each_child(kind, &mut |id| self.walrus(module, id)),
        }
    }
}

/// `a` of `import a.b`: the name that the statement binds. The interner holds it when any code uses it.
fn first_segment(module: &Module, dotted: Symbol) -> Option<Symbol> {
    let text = module.name(dotted);
    let first = text.split('.').next().unwrap_or(text).trim();
    module.names.get(first)
}
