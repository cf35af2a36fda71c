//! Lowering: the walk from the concrete tree to the arenas. Blocks, definitions and parameters; expressions and
//! simple statements are in the neighbouring files.

use tree_sitter::{Node, Tree};

use super::Symbol;
use super::hir::*;
use super::kinds::{Field, Kind, field, kind};
use super::module::Module;
use crate::source::Span;

/// Nesting beyond this is left out and said to be so. Python itself refuses 100 levels of indentation and about 200
/// nested brackets; long chains of operators and calls nest too, so the bound is higher.
pub const MAX_DEPTH: u32 = 600;

/// The state of one lowering.
pub(super) struct Lowering<'t> {
    pub(super) text: &'t str,
    pub(super) module: Module,
    depth: u32,
    pub(super) func: FuncId,
    class: Option<ClassId>,
    qualname: String,
}

pub(super) fn span(node: Node<'_>) -> Span {
    Span::new(node.start_byte(), node.end_byte())
}

/// What stands alone in the parentheses of a tuple's pattern, which are none of a tuple then.
pub(super) fn alone<'n>(node: Node<'n>) -> Option<Node<'n>> {
    let [one] = children(node)[..] else { return None };
    let has_comma = node.children(&mut node.walk()).any(|token| token.kind() == ",");
    (kind(node) == Kind::TuplePattern && !has_comma).then_some(one)
}

/// Named children without comments and line continuations.
pub(super) fn children<'n>(node: Node<'n>) -> Vec<Node<'n>> {
    let mut cursor = node.walk();
    let mut found = Vec::new();
    if cursor.goto_first_child() {
        loop {
            let child = cursor.node();
            if child.is_named() && !child.is_extra() || child.is_error() {
                found.push(child);
            }
            if !cursor.goto_next_sibling() {
                break;
            }
        }
    }
    found
}

impl<'t> Lowering<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let module = Module::empty(text, text.len());
        Self { text, module, depth: 0, func: FuncId(0), class: None, qualname: String::new() }
    }

    pub(super) fn module(mut self, tree: &Tree) -> Module {
        let root = tree.root_node();
        let body = self.block(root);
        self.module.functions[0].body = Body::Block(body);
        if root.has_error() && self.module.errors.is_empty() {
            // The broken part is a missing token, or lies where nothing was lowered.
            self.module.errors.extend(first_error(root));
        }
        self.module
    }

    /// A module of nothing, for text that the parser gave up on.
    pub(super) fn broken(mut self) -> Module {
        self.module.errors.push(Span::new(0, self.text.len()));
        self.module
    }

    pub(super) fn symbol(&mut self, node: Node<'_>) -> Symbol {
        self.module.names.intern(&self.text[node.byte_range()])
    }

    pub(super) fn push(&mut self, kind: ExprKind, span: Span) -> ExprId {
        self.module.exprs.push(Expr { kind, span });
        ExprId(self.module.exprs.len() as u32 - 1)
    }

    pub(super) fn push_stmt(&mut self, kind: StmtKind, span: Span) -> StmtId {
        self.module.stmts.push(Stmt { kind, span });
        StmtId(self.module.stmts.len() as u32 - 1)
    }

    /// Goes one level deeper, or returns `None` and remembers where the bound was hit.
    pub(super) fn deeper<T>(&mut self, node: Node<'_>, inside: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= MAX_DEPTH {
            self.module.too_deep.get_or_insert(span(node));
            return None;
        }
        self.depth += 1;
        let value = inside(self);
        self.depth -= 1;
        Some(value)
    }

    /// The statements directly inside a block or module.
    pub(super) fn block(&mut self, node: Node<'_>) -> Vec<StmtId> {
        let mut stmts = Vec::new();
        for child in children(node) {
            self.stmt(child, &mut stmts);
        }
        stmts
    }

    pub(super) fn field_block(&mut self, node: Node<'_>, name: Field) -> Vec<StmtId> {
        node.child_by_field_id(field(name)).map(|block| self.block(block)).unwrap_or_default()
    }

    pub(super) fn error(&mut self, node: Node<'_>) {
        self.module.errors.push(span(node));
    }

    fn nested_name(&self, name: &str) -> String {
        if self.qualname.is_empty() { name.to_owned() } else { format!("{}.{name}", self.qualname) }
    }

    pub(super) fn function(&mut self, node: Node<'_>, decorators: Vec<ExprId>, whole: Span) -> FuncId {
        let name_node = node.child_by_field_id(field(Field::Name));
        let name = self.module.names.intern(name_node.map_or("", |name| &self.text[name.byte_range()]));
        let params = match node.child_by_field_id(field(Field::Parameters)) {
            Some(list) => self.params(list),
            None => Vec::new(),
        };
        let returns =
            node.child_by_field_id(field(Field::ReturnType)).map(|annotation| self.annotation(annotation));
        let qualname = self.nested_name(self.module.names.name(name));
        let name_span = name_node.map_or(Span::empty(node.start_byte()), span);
        let id = self.open_function(Function {
            params,
            decorators,
            returns,
            is_async: node.child(0).is_some_and(|token| token.kind() == "async"),
            class: self.class,
            parent: Some(self.func),
            ..Function::open(name, name_span, qualname.clone(), whole)
        });
        let outer = (self.func, self.class.take(), std::mem::replace(&mut self.qualname, qualname));
        self.func = id;
        let body = self.field_block(node, Field::Body);
        self.module.functions[id.index()].body = Body::Block(body);
        (self.func, self.class, self.qualname) = outer;
        id
    }

    fn open_function(&mut self, function: Function) -> FuncId {
        self.module.functions.push(function);
        FuncId(self.module.functions.len() as u32 - 1)
    }

    pub(super) fn lambda(&mut self, node: Node<'_>) -> FuncId {
        let params = match node.child_by_field_id(field(Field::Parameters)) {
            Some(list) => self.params(list),
            None => Vec::new(),
        };
        let name = self.module.names.intern("<lambda>");
        let (qualname, here) = (self.nested_name("<lambda>"), Span::empty(node.start_byte()));
        let function =
            Function { params, parent: Some(self.func), ..Function::open(name, here, qualname, span(node)) };
        let id = self.open_function(function);
        let outer = (self.func, self.class.take());
        self.func = id;
        let body = match node.child_by_field_id(field(Field::Body)) {
            Some(body) => self.expr(body),
            None => self.push(ExprKind::Unknown, span(node)),
        };
        self.module.functions[id.index()].body = Body::Lambda(body);
        (self.func, self.class) = outer;
        id
    }

    pub(super) fn class(&mut self, node: Node<'_>, decorators: Vec<ExprId>, whole: Span) -> ClassId {
        let name = match node.child_by_field_id(field(Field::Name)) {
            Some(name) => self.symbol(name),
            None => self.module.names.intern(""),
        };
        let bases = node
            .child_by_field_id(field(Field::Superclasses))
            .map(|list| self.args(list))
            .unwrap_or_default();
        let qualname = self.nested_name(self.module.names.name(name));
        self.module.classes.push(Class {
            name,
            qualname: qualname.clone(),
            bases,
            body: Vec::new(),
            decorators,
            parent: self.func,
            class: self.class,
            span: whole,
        });
        let id = ClassId(self.module.classes.len() as u32 - 1);
        let outer = (self.class.replace(id), std::mem::replace(&mut self.qualname, qualname));
        let body = self.field_block(node, Field::Body);
        self.module.classes[id.index()].body = body;
        (self.class, self.qualname) = outer;
        id
    }

    fn params(&mut self, list: Node<'_>) -> Vec<Param> {
        let mut params: Vec<Param> = Vec::new();
        let mut normal = ParamKind::Normal;
        for child in children(list) {
            match kind(child) {
                Kind::PositionalSeparator => {
                    params.iter_mut().for_each(|param| param.kind = ParamKind::PositionalOnly);
                    continue;
                }
                Kind::KeywordSeparator => {
                    normal = ParamKind::KeywordOnly;
                    continue;
                }
                _ => {}
            }
            let annotation =
                child.child_by_field_id(field(Field::Type)).map(|annotation| self.annotation(annotation));
            let default = child.child_by_field_id(field(Field::Value)).map(|value| self.expr(value));
            let named = match kind(child) {
                Kind::DefaultParam | Kind::TypedDefault => child.child_by_field_id(field(Field::Name)),
                Kind::TypedParam => children(child).first().copied(),
                _ => Some(child),
            };
            let Some(named) = named else { continue };
            let (kind, name) = match kind(named) {
                Kind::ListSplatPattern => (ParamKind::VarArgs, children(named).first().copied()),
                Kind::DictSplatPattern => (ParamKind::VarKeywords, children(named).first().copied()),
                Kind::Identifier => (normal, Some(named)),
                _ => continue,
            };
            let Some(name) = name else { continue };
            if kind == ParamKind::VarArgs {
                normal = ParamKind::KeywordOnly;
            }
            let name = self.symbol(name);
            params.push(Param { name, annotation, default, kind, span: span(child) });
        }
        params
    }
}

/// The first error or missing token below `root`, found without recursion.
fn first_error(root: Node<'_>) -> Option<Span> {
    let mut cursor = root.walk();
    loop {
        let node = cursor.node();
        if node.is_error() || node.is_missing() {
            return Some(span(node));
        }
        if node.has_error() && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return None;
            }
        }
    }
}
