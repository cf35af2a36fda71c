//! Lowering of statements.

use tree_sitter::Node;

use super::hir::*;
use super::kinds::{Field, Kind, field, kind};
use super::lower::{Lowering, children, span};

impl Lowering<'_> {
    /// Lowers one statement into `out`; nothing for what is no statement.
    pub(super) fn stmt(&mut self, node: Node<'_>, out: &mut Vec<StmtId>) {
        if self.deeper(node, |this| this.stmt_inner(node, out)).is_none() {
            out.push(self.push_stmt(StmtKind::Unknown, span(node)));
        }
    }

    fn stmt_inner(&mut self, node: Node<'_>, out: &mut Vec<StmtId>) {
        let lowered = match kind(node) {
            Kind::Comment | Kind::LineContinuation => return,
            Kind::Error => {
                // Whole statements inside the broken part are kept; its fragments are not trusted.
                self.error(node);
                for child in children(node) {
                    if is_statement(kind(child)) {
                        self.stmt(child, out);
                    }
                }
                return;
            }
            Kind::ExpressionStmt => {
                for child in children(node) {
                    let stmt = self.expression_stmt(child);
                    out.push(self.push_stmt(stmt, span(child)));
                }
                return;
            }
            Kind::Decorated => self.decorated(node),
            Kind::FunctionDef => StmtKind::Function(self.function(node, Vec::new(), span(node))),
            Kind::ClassDef => StmtKind::Class(self.class(node, Vec::new(), span(node))),
            Kind::If => self.if_stmt(node),
            Kind::While => {
                let test = self.field(node, Field::Condition);
                let body = self.field_block(node, Field::Body);
                let orelse = self.else_block(node);
                StmtKind::While { test, body, orelse }
            }
            Kind::For => {
                let target = self.field(node, Field::Left);
                let iter = self.field(node, Field::Right);
                let body = self.field_block(node, Field::Body);
                let orelse = self.else_block(node);
                StmtKind::For { target, iter, body, orelse }
            }
            Kind::Try => self.try_stmt(node),
            Kind::With => self.with_stmt(node),
            Kind::Match => self.match_stmt(node),
            Kind::Return => StmtKind::Return(self.first_child(node)),
            Kind::Raise => {
                let cause = node.child_by_field_id(field(Field::Cause));
                let exc = children(node).into_iter().find(|child| Some(*child) != cause);
                StmtKind::Raise {
                    exc: exc.map(|exc| self.expr(exc)),
                    cause: cause.map(|cause| self.expr(cause)),
                }
            }
            Kind::Assert => {
                let parts = children(node);
                let test = match parts.first() {
                    Some(test) => self.expr(*test),
                    None => self.push(ExprKind::Unknown, span(node)),
                };
                StmtKind::Assert { test, message: parts.get(1).map(|message| self.expr(*message)) }
            }
            Kind::Delete => {
                let targets =
                    children(node)
                        .into_iter()
                        .flat_map(|child| {
                            if kind(child) == Kind::ExpressionList { children(child) } else { vec![child] }
                        })
                        .collect::<Vec<_>>();
                StmtKind::Delete(targets.into_iter().map(|target| self.expr(target)).collect())
            }
            Kind::Import => StmtKind::Import(self.import_names(node)),
            Kind::ImportFrom | Kind::FutureImport => self.import_from(node),
            Kind::Global => {
                StmtKind::Global(children(node).into_iter().map(|name| self.symbol(name)).collect())
            }
            Kind::Nonlocal => {
                StmtKind::Nonlocal(children(node).into_iter().map(|name| self.symbol(name)).collect())
            }
            Kind::Pass | Kind::TypeAlias => StmtKind::Pass,
            Kind::Break => StmtKind::Break,
            Kind::Continue => StmtKind::Continue,
            Kind::Print | Kind::ExecStatement => StmtKind::Unknown,
            Kind::Block => {
                let stmts = self.block(node);
                out.extend(stmts);
                return;
            }
            _ => StmtKind::Unknown,
        };
        out.push(self.push_stmt(lowered, span(node)));
    }

    fn expression_stmt(&mut self, node: Node<'_>) -> StmtKind {
        match kind(node) {
            Kind::Assignment => self.assignment(node),
            Kind::AugAssign => {
                let target = self.field(node, Field::Left);
                let op = node
                    .child_by_field_id(field(Field::Operator))
                    .map(|token| &self.text[token.byte_range()]);
                let op = op.and_then(|token| super::lower_expr::binary(token.trim_end_matches('=')));
                let value = self.field(node, Field::Right);
                match op {
                    Some(op) => StmtKind::AugAssign { target, op, value },
                    None => StmtKind::Unknown,
                }
            }
            Kind::Error => {
                self.error(node);
                StmtKind::Unknown
            }
            _ => StmtKind::Expr(self.expr(node)),
        }
    }

    /// `a = b = value` nests to the right; a target with an annotation stands alone.
    fn assignment(&mut self, node: Node<'_>) -> StmtKind {
        if let Some(annotation) = node.child_by_field_id(field(Field::Type)) {
            let target = self.field(node, Field::Left);
            let annotation = self.annotation(annotation);
            let value = node.child_by_field_id(field(Field::Right)).map(|value| self.expr(value));
            return StmtKind::AnnAssign { target, annotation, value };
        }
        let mut targets = Vec::new();
        let mut node = node;
        loop {
            targets.push(self.field(node, Field::Left));
            match node.child_by_field_id(field(Field::Right)) {
                Some(right) if kind(right) == Kind::Assignment => node = right,
                Some(right) => return StmtKind::Assign { targets, value: self.expr(right) },
                None => return StmtKind::Unknown,
            }
        }
    }

    fn decorated(&mut self, node: Node<'_>) -> StmtKind {
        let decorators = children(node)
            .into_iter()
            .filter(|child| kind(*child) == Kind::Decorator)
            .filter_map(|decorator| children(decorator).into_iter().next())
            .collect::<Vec<_>>();
        let decorators = decorators.into_iter().map(|decorator| self.expr(decorator)).collect();
        match node.child_by_field_id(field(Field::Definition)) {
            Some(class) if kind(class) == Kind::ClassDef => {
                StmtKind::Class(self.class(class, decorators, span(node)))
            }
            Some(function) => StmtKind::Function(self.function(function, decorators, span(node))),
            None => StmtKind::Unknown,
        }
    }

    fn if_stmt(&mut self, node: Node<'_>) -> StmtKind {
        let test = self.field(node, Field::Condition);
        let body = self.field_block(node, Field::Consequence);
        let mut cursor = node.walk();
        let alternatives: Vec<Node<'_>> = node.children_by_field_name("alternative", &mut cursor).collect();
        // `elif` clauses are siblings in the grammar and nested in meaning; built from the last one up, so that a
        // chain of thousands needs no recursion here. Lowered in order first, as parents follow their children.
        let mut clauses = Vec::new();
        let mut orelse = Vec::new();
        for alternative in alternatives {
            if kind(alternative) == Kind::Elif {
                let test = self.field(alternative, Field::Condition);
                let body = self.field_block(alternative, Field::Consequence);
                clauses.push((test, body, span(alternative)));
            } else {
                orelse = self.field_block(alternative, Field::Body);
            }
        }
        for (test, body, span) in clauses.into_iter().rev() {
            orelse = vec![self.push_stmt(StmtKind::If { test, body, orelse }, span)];
        }
        StmtKind::If { test, body, orelse }
    }

    fn else_block(&mut self, node: Node<'_>) -> Vec<StmtId> {
        match node.child_by_field_id(field(Field::Alternative)) {
            Some(clause) => self.field_block(clause, Field::Body),
            None => Vec::new(),
        }
    }

    fn try_stmt(&mut self, node: Node<'_>) -> StmtKind {
        let body = self.field_block(node, Field::Body);
        let (mut handlers, mut orelse, mut finally) = (Vec::new(), Vec::new(), Vec::new());
        for child in children(node) {
            match kind(child) {
                Kind::Except | Kind::ExceptGroup => handlers.push(self.handler(child)),
                Kind::Else => orelse = self.field_block(child, Field::Body),
                Kind::Finally => {
                    finally = self.block_children(child);
                }
                _ => {}
            }
        }
        StmtKind::Try { body, handlers, orelse, finally }
    }

    fn block_children(&mut self, node: Node<'_>) -> Vec<StmtId> {
        let mut stmts = Vec::new();
        for child in children(node) {
            if kind(child) == Kind::Block {
                stmts.extend(self.block(child));
            }
        }
        stmts
    }

    fn handler(&mut self, node: Node<'_>) -> Handler {
        let mut exc = None;
        let mut target = None;
        for child in children(node) {
            match kind(child) {
                Kind::Block => {}
                Kind::AsPattern => {
                    let parts = children(child);
                    exc = parts.first().map(|value| self.expr(*value));
                    target = parts.get(1).map(|alias| self.expr(alias.named_child(0).unwrap_or(*alias)));
                }
                _ if exc.is_none() => exc = Some(self.expr(child)),
                _ if target.is_none() => target = Some(self.expr(child)),
                _ => {}
            }
        }
        Handler { exc, target, body: self.block_children(node), span: span(node) }
    }

    fn with_stmt(&mut self, node: Node<'_>) -> StmtKind {
        let mut items = Vec::new();
        for clause in children(node).into_iter().filter(|child| kind(*child) == Kind::WithClause) {
            for item in children(clause) {
                let Some(value) = item.child_by_field_id(field(Field::Value)) else { continue };
                // `with (a as x, b):` parses as one item that holds a tuple.
                let values = if kind(value) == Kind::Tuple { children(value) } else { vec![value] };
                for value in values {
                    items.push(self.with_item(value));
                }
            }
        }
        StmtKind::With { items, body: self.field_block(node, Field::Body) }
    }

    fn with_item(&mut self, node: Node<'_>) -> WithItem {
        let mut node = node;
        while kind(node) == Kind::Parenthesized {
            match node.named_child(0) {
                Some(inner) => node = inner,
                None => break,
            }
        }
        if kind(node) == Kind::AsPattern {
            let parts = children(node);
            let value = match parts.first() {
                Some(value) => self.expr(*value),
                None => self.push(ExprKind::Unknown, span(node)),
            };
            let target = parts.get(1).map(|alias| self.expr(alias.named_child(0).unwrap_or(*alias)));
            return WithItem { value, target };
        }
        WithItem { value: self.expr(node), target: None }
    }

    fn import_names(&mut self, node: Node<'_>) -> Vec<ImportName> {
        let mut cursor = node.walk();
        let names: Vec<Node<'_>> = node.children_by_field_name("name", &mut cursor).collect();
        names
            .into_iter()
            .map(|name| match kind(name) {
                Kind::AliasedImport => ImportName {
                    name: self.field_symbol(name, Field::Name),
                    alias: name.child_by_field_id(field(Field::Alias)).map(|alias| self.symbol(alias)),
                    span: span(name),
                },
                _ => ImportName { name: self.symbol(name), alias: None, span: span(name) },
            })
            .collect()
    }

    fn import_from(&mut self, node: Node<'_>) -> StmtKind {
        let (mut level, mut module) = (0, None);
        match node.child_by_field_id(field(Field::ModuleName)) {
            Some(relative) if kind(relative) == Kind::RelativeImport => {
                for child in children(relative) {
                    match kind(child) {
                        Kind::ImportPrefix => level = child.byte_range().len() as u32,
                        _ => module = Some(self.symbol(child)),
                    }
                }
            }
            Some(name) => module = Some(self.symbol(name)),
            None => module = Some(self.module.names.intern("__future__")),
        }
        let module = module.unwrap_or_else(|| self.module.names.intern(""));
        let star = children(node).iter().any(|child| kind(*child) == Kind::Wildcard);
        StmtKind::ImportFrom { level, module, names: self.import_names(node), star }
    }
}

fn is_statement(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::ExpressionStmt
            | Kind::Decorated
            | Kind::FunctionDef
            | Kind::ClassDef
            | Kind::If
            | Kind::While
            | Kind::For
            | Kind::Try
            | Kind::With
            | Kind::Match
            | Kind::Return
            | Kind::Raise
            | Kind::Assert
            | Kind::Delete
            | Kind::Import
            | Kind::ImportFrom
            | Kind::FutureImport
            | Kind::Global
            | Kind::Nonlocal
            | Kind::Pass
            | Kind::Break
            | Kind::Continue
            | Kind::Block
            | Kind::Error
    )
}
