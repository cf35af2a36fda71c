//! Which names can be seen at a place, and which imports they come from.
//!
//! Counts only what is sure to be bound when the place runs: not what is imported for type checkers alone, in another
//! function, or in one branch.

use crate::semantic::Analysis;
use crate::source::Span;
use crate::syntax::{Body, ExprKind, FuncId, Module, StmtId, StmtKind, each_block};

/// What an import binds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Bound<'a> {
    /// `import dotted`, `import dotted as alias`
    Module { dotted: &'a str, alias: Option<&'a str> },
    /// `from from import name`, `… as local`
    Member { from: &'a str, name: &'a str, local: &'a str },
}

/// A place, and the functions around it.
pub(super) struct Scope<'a> {
    analysis: &'a Analysis<'a>,
    at: Span,
    /// Innermost first, the module's own code last.
    functions: Vec<FuncId>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(analysis: &'a Analysis<'a>, at: Span) -> Self {
        let tree = analysis.module;
        let mut functions: Vec<FuncId> = (1..tree.functions.len() as u32)
            .map(FuncId)
            .filter(|func| tree.function(*func).span.contains(at))
            .collect();
        functions.sort_by_key(|func| tree.function(*func).span.len());
        functions.push(FuncId(0));
        Self { analysis, at, functions }
    }

    /// True inside a function, whose code runs after the module's.
    pub(super) fn in_function(&self) -> bool {
        self.functions.len() > 1
    }

    /// Goes through the imports that are in force. `fits` gives the local name that an import binds and what to write;
    /// the first whose name means that import alone wins.
    pub(super) fn find(&self, fits: impl Fn(&Bound<'_>) -> Option<(String, String)>) -> Option<String> {
        let tree = self.analysis.module;
        for (depth, func) in self.functions.iter().enumerate() {
            let Body::Block(body) = &tree.function(*func).body else { continue };
            let mut imports = Vec::new();
            // In the function of the place itself an import must come before it; in one around it, it has run.
            let before = depth == 0;
            in_force(tree, body, self.at, before, &mut imports);
            for stmt in imports {
                for bound in bounds(tree, stmt) {
                    if let Some((local, text)) = fits(&bound)
                        && self.means(&local, *func)
                    {
                        return Some(text);
                    }
                }
            }
        }
        None
    }

    /// True when `name` at the place means what imports bind in `func`, and nothing else binds it there.
    fn means(&self, name: &str, func: FuncId) -> bool {
        let tree = self.analysis.module;
        let Some(symbol) = tree.names.get(name) else { return true };
        let wanted = self.analysis.scopes.local(func, symbol);
        if self.hidden(name, func) {
            return false;
        }
        if is_global(tree, name) {
            return false;
        }
        wanted.is_none_or(|_| only_imports(tree, func, name))
    }

    /// True when a scope between the place and `func` binds the name.
    fn hidden(&self, name: &str, func: FuncId) -> bool {
        let tree = self.analysis.module;
        let Some(symbol) = tree.names.get(name) else { return false };
        let wanted = self.analysis.scopes.local(func, symbol);
        self.analysis.scopes.vars().any(|(id, var)| {
            if var.name != symbol || Some(id) == wanted {
                return false;
            }
            let around = self.functions.contains(&var.owner);
            match var.class {
                Some(class) => tree.class(class).span.contains(self.at),
                // A comprehension of the module's own code holds no functions.
                None if var.owner.0 == 0 => {
                    self.functions.len() == 1 && self.analysis.scopes.local(FuncId(0), symbol) != Some(id)
                }
                None => around && !self.is_outside(var.owner, func),
            }
        })
    }

    /// True when `owner` lies further out than `func`.
    fn is_outside(&self, owner: FuncId, func: FuncId) -> bool {
        let place = |func: FuncId| self.functions.iter().position(|other| *other == func);
        place(owner) > place(func)
    }

    /// True when a new import at module level may bind `name` for use at the place: nothing there means anything else.
    /// With `module`, imports of the same package that bind the name are welcome.
    pub(super) fn takes(&self, name: &str, module: Option<&str>) -> bool {
        let tree = self.analysis.module;
        let Some(symbol) = tree.names.get(name) else { return true };
        if self.hidden(name, FuncId(0)) || is_global(tree, name) {
            return false;
        }
        match self.analysis.scopes.local(FuncId(0), symbol) {
            Some(_) => {
                // `import ldap` beside a new `import ldap.filter`.
                module.is_some_and(|module| module.contains('.')) && only_imports(tree, FuncId(0), name)
            }
            // Read somewhere without being bound: a builtin, or a name put there from outside.
            None => {
                module.is_some()
                    || !tree.exprs.iter().any(|expr| matches!(expr.kind, ExprKind::Name(n) if n == symbol))
            }
        }
    }
}

/// Import statements that have run when `at` runs: those of the block before it, and of the blocks around it.
fn in_force<'a>(tree: &'a Module, block: &[StmtId], at: Span, before: bool, out: &mut Vec<&'a StmtKind>) {
    for id in block {
        let stmt = tree.stmt(*id);
        if before && stmt.span.start > at.start {
            break;
        }
        match &stmt.kind {
            StmtKind::Import(_) | StmtKind::ImportFrom { .. } => out.push(&stmt.kind),
            // What is imported if it can be is meant to be used.
            StmtKind::Try { body, .. } if !stmt.span.contains(at) => {
                in_force(tree, body, at, before, out);
            }
            StmtKind::With { body, .. } if !stmt.span.contains(at) => {
                in_force(tree, body, at, before, out);
            }
            kind if stmt.span.contains(at) && !is_type_checking(tree, kind) => {
                let mut inner: Vec<Vec<StmtId>> = Vec::new();
                each_block(stmt, &mut |block| inner.push(block.to_vec()));
                for block in inner {
                    let holds = block.iter().any(|id| tree.stmt(*id).span.contains(at));
                    if holds {
                        in_force(tree, &block, at, before, out);
                    }
                }
            }
            _ => {}
        }
    }
}

fn is_type_checking(tree: &Module, kind: &StmtKind) -> bool {
    let StmtKind::If { test, .. } = kind else { return false };
    match &tree.expr(*test).kind {
        ExprKind::Name(name) | ExprKind::Attr { name, .. } => tree.name(*name) == "TYPE_CHECKING",
        _ => false,
    }
}

fn bounds<'a>(tree: &'a Module, stmt: &'a StmtKind) -> Vec<Bound<'a>> {
    match stmt {
        StmtKind::Import(names) => names
            .iter()
            .map(|name| Bound::Module {
                dotted: tree.name(name.name),
                alias: name.alias.map(|alias| tree.name(alias)),
            })
            .collect(),
        StmtKind::ImportFrom { level: 0, module, names, .. } => names
            .iter()
            .map(|name| Bound::Member {
                from: tree.name(*module),
                name: tree.name(name.name),
                local: tree.name(name.alias.unwrap_or(name.name)),
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// True when a function declares the name `global` or `nonlocal`: it may be bound anew from there.
fn is_global(tree: &Module, name: &str) -> bool {
    let Some(symbol) = tree.names.get(name) else { return false };
    tree.stmts.iter().any(|stmt| {
        matches!(&stmt.kind, StmtKind::Global(names) | StmtKind::Nonlocal(names) if names.contains(&symbol))
    })
}

/// True when nothing but imports of one thing, and `name = None` where an import failed, binds the name in the function.
fn only_imports(tree: &Module, func: FuncId, name: &str) -> bool {
    let function = tree.function(func);
    if function.params.iter().any(|param| tree.name(param.name) == name) {
        return false;
    }
    let mut targets: Vec<String> = Vec::new();
    let mut clean = true;
    let Body::Block(body) = &function.body else { return false };
    walk(tree, body, &mut |kind| match kind {
        StmtKind::Import(names) => {
            for import in names {
                let dotted = tree.name(import.name);
                let first = dotted.split('.').next().unwrap_or(dotted);
                match import.alias {
                    Some(alias) if tree.name(alias) == name => targets.push(dotted.to_owned()),
                    None if first == name => targets.push(first.to_owned()),
                    _ => {}
                }
            }
        }
        StmtKind::ImportFrom { module, names, level, .. } => {
            for import in names {
                if tree.name(import.alias.unwrap_or(import.name)) == name {
                    targets.push(format!(
                        "{}{}.{}",
                        ".".repeat(*level as usize),
                        tree.name(*module),
                        tree.name(import.name)
                    ));
                }
            }
        }
        StmtKind::Function(func) => clean &= tree.name(tree.function(*func).name) != name,
        StmtKind::Class(class) => clean &= tree.name(tree.class(*class).name) != name,
        StmtKind::Assign { targets, value } => {
            let none = matches!(tree.expr(*value).kind, ExprKind::None);
            clean &= none || !targets.iter().any(|target| binds(tree, *target, name));
        }
        StmtKind::AugAssign { target, .. }
        | StmtKind::AnnAssign { target, .. }
        | StmtKind::For { target, .. } => {
            clean &= !binds(tree, *target, name);
        }
        StmtKind::Delete(targets) => clean &= !targets.iter().any(|target| binds(tree, *target, name)),
        StmtKind::With { items, .. } => {
            clean &= !items.iter().filter_map(|item| item.target).any(|target| binds(tree, target, name));
        }
        StmtKind::Try { handlers, .. } => {
            clean &=
                !handlers.iter().filter_map(|handler| handler.target).any(|target| binds(tree, target, name));
        }
        StmtKind::Match { cases, .. } => {
            clean &=
                !cases.iter().flat_map(|case| &case.pattern.binds).any(|target| binds(tree, *target, name));
        }
        _ => {}
    });
    let walrus = tree.exprs.iter().any(|expr| {
        matches!(&expr.kind, ExprKind::Walrus { target, .. } if binds(tree, *target, name))
            && function_holds(tree, func, expr.span)
    });
    clean && !walrus && targets.windows(2).all(|two| two[0] == two[1])
}

fn function_holds(tree: &Module, func: FuncId, span: Span) -> bool {
    func.0 == 0 || tree.function(func).span.contains(span)
}

fn walk(tree: &Module, block: &[StmtId], visit: &mut dyn FnMut(&StmtKind)) {
    for id in block {
        let stmt = tree.stmt(*id);
        visit(&stmt.kind);
        let mut inner: Vec<Vec<StmtId>> = Vec::new();
        each_block(stmt, &mut |block| inner.push(block.to_vec()));
        inner.iter().for_each(|block| walk(tree, block, visit));
    }
}

fn binds(tree: &Module, target: crate::syntax::ExprId, name: &str) -> bool {
    match &tree.expr(target).kind {
        ExprKind::Name(symbol) => tree.name(*symbol) == name,
        ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().any(|item| binds(tree, *item, name)),
        ExprKind::Star(inner) => binds(tree, *inner, name),
        _ => false,
    }
}
