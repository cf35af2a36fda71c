//! Lowering of expressions.

use std::rc::Rc;

use tree_sitter::Node;

use super::Symbol;
use super::hir::*;
use super::kinds::{Field, Kind, field, kind};
use super::literal::{Prefix, integer, unescape};
use super::lower::{Lowering, alone, children, span};
use crate::source::Span;

impl Lowering<'_> {
    /// Lowers an expression; what is none becomes [`ExprKind::Unknown`].
    pub(super) fn expr(&mut self, node: Node<'_>) -> ExprId {
        match self.deeper(node, |this| this.expr_inner(node)) {
            Some(id) => id,
            None => self.push(ExprKind::Unknown, span(node)),
        }
    }

    pub(super) fn field(&mut self, node: Node<'_>, name: Field) -> ExprId {
        match node.child_by_field_id(field(name)) {
            Some(child) => self.expr(child),
            None => self.push(ExprKind::Unknown, Span::empty(node.end_byte())),
        }
    }

    pub(super) fn field_symbol(&mut self, node: Node<'_>, name: Field) -> Symbol {
        match node.child_by_field_id(field(name)) {
            Some(child) => self.symbol(child),
            None => self.module.names.intern(""),
        }
    }

    pub(super) fn first_child(&mut self, node: Node<'_>) -> Option<ExprId> {
        children(node).first().map(|child| self.expr(*child))
    }

    /// A type annotation; the grammar wraps it. Generic types become subscripts, as at run time.
    pub(super) fn annotation(&mut self, node: Node<'_>) -> ExprId {
        let inner = if kind(node) == Kind::Type { node.named_child(0).unwrap_or(node) } else { node };
        let lowered = self.deeper(node, |this| match kind(inner) {
            Kind::GenericType => {
                let parts = children(inner);
                let base = parts.first().map(|base| this.expr(*base))?;
                let args: Vec<Node<'_>> = parts.get(1).map(|list| children(*list)).unwrap_or_default();
                let mut args: Vec<ExprId> = args.into_iter().map(|arg| this.annotation(arg)).collect();
                let index = if args.len() == 1 {
                    args.remove(0)
                } else {
                    this.push(ExprKind::Tuple(args), span(inner))
                };
                Some(this.push(ExprKind::Subscript { base, index }, span(inner)))
            }
            Kind::UnionType => {
                let parts = children(inner);
                let left = parts.first().map(|part| this.annotation(*part))?;
                let right = parts.get(1).map(|part| this.annotation(*part))?;
                Some(this.push(ExprKind::Binary { op: BinOp::Or, left, right }, span(inner)))
            }
            Kind::MemberType => {
                let parts = children(inner);
                let base = parts.first().map(|part| this.annotation(*part))?;
                let name = parts.get(1).copied()?;
                let (symbol, name_span) = (this.symbol(name), span(name));
                Some(this.push(ExprKind::Attr { base, name: symbol, name_span }, span(inner)))
            }
            _ => Some(this.expr(inner)),
        });
        lowered.flatten().unwrap_or_else(|| self.push(ExprKind::Unknown, span(node)))
    }

    pub(super) fn expr_name(&mut self, node: Node<'_>) -> ExprId {
        let name = self.symbol(node);
        self.push(ExprKind::Name(name), span(node))
    }

    fn exprs(&mut self, nodes: Vec<Node<'_>>) -> Vec<ExprId> {
        nodes.into_iter().map(|node| self.expr(node)).collect()
    }

    fn expr_inner(&mut self, node: Node<'_>) -> ExprId {
        let here = span(node);
        let lowered = match kind(node) {
            Kind::Identifier | Kind::DottedName | Kind::Print | Kind::ExecStatement => {
                ExprKind::Name(self.symbol(node))
            }
            Kind::None => ExprKind::None,
            Kind::True => ExprKind::Bool(true),
            Kind::False => ExprKind::Bool(false),
            Kind::Ellipsis => ExprKind::Ellipsis,
            Kind::Integer => ExprKind::Int(integer(&self.text[node.byte_range()])),
            Kind::Float => {
                ExprKind::Float(self.text[node.byte_range()].replace('_', "").parse().unwrap_or(f64::NAN))
            }
            Kind::String => return self.string(&[node], here),
            Kind::Concat => {
                let parts = children(node);
                return self.string(&parts, here);
            }
            Kind::Attribute => {
                let base = self.field(node, Field::Object);
                let Some(name) = node.child_by_field_id(field(Field::Attribute)) else {
                    return self.push(ExprKind::Unknown, here);
                };
                ExprKind::Attr { base, name: self.symbol(name), name_span: span(name) }
            }
            Kind::Call => return self.call(node),
            Kind::Subscript => return self.subscript(node),
            Kind::Slice => ExprKind::Slice(self.exprs(children(node))),
            Kind::Binary => {
                let left = self.field(node, Field::Left);
                let op = node
                    .child_by_field_id(field(Field::Operator))
                    .and_then(|token| binary(&self.text[token.byte_range()]));
                let right = self.field(node, Field::Right);
                match op {
                    Some(op) => ExprKind::Binary { op, left, right },
                    None => ExprKind::Unknown,
                }
            }
            Kind::Unary => {
                let op = match node
                    .child_by_field_id(field(Field::Operator))
                    .map(|token| &self.text[token.byte_range()])
                {
                    Some("-") => UnaryOp::Neg,
                    Some("+") => UnaryOp::Pos,
                    _ => UnaryOp::Invert,
                };
                ExprKind::Unary { op, operand: self.field(node, Field::Argument) }
            }
            Kind::Not => ExprKind::Unary { op: UnaryOp::Not, operand: self.field(node, Field::Argument) },
            Kind::Boolean => return self.logic(node),
            Kind::Compare => return self.compare(node),
            Kind::Conditional => {
                let parts = children(node);
                let [then, test, otherwise] = parts[..] else { return self.push(ExprKind::Unknown, here) };
                let (then, test, otherwise) = (self.expr(then), self.expr(test), self.expr(otherwise));
                ExprKind::Conditional { test, then, otherwise }
            }
            Kind::Lambda => ExprKind::Lambda(self.lambda(node)),
            Kind::Tuple | Kind::ExpressionList | Kind::PatternList | Kind::TuplePattern => {
                match alone(node) {
                    Some(one) => return self.expr(one),
                    None => ExprKind::Tuple(self.exprs(children(node))),
                }
            }
            Kind::List | Kind::ListPattern => ExprKind::List(self.exprs(children(node))),
            Kind::Set => ExprKind::Set(self.exprs(children(node))),
            Kind::Dict => {
                let mut items = Vec::new();
                for child in children(node) {
                    if kind(child) == Kind::Pair {
                        let key = self.field(child, Field::Key);
                        items.push((Some(key), self.field(child, Field::Value)));
                    } else if let Some(value) = self.first_child(child) {
                        items.push((None, value));
                    }
                }
                ExprKind::Dict(items)
            }
            Kind::ListSplat
            | Kind::ListSplatPattern
            | Kind::DictSplat
            | Kind::SplatPattern
            | Kind::ParenthesizedSplat => match self.first_child(node) {
                Some(value) => ExprKind::Star(value),
                None => ExprKind::Unknown,
            },
            Kind::ListComp => return self.comprehension(node, CompKind::List),
            Kind::SetComp => return self.comprehension(node, CompKind::Set),
            Kind::DictComp => return self.comprehension(node, CompKind::Dict),
            Kind::Generator => return self.comprehension(node, CompKind::Generator),
            Kind::Parenthesized => {
                return match children(node).first() {
                    Some(inner) => self.expr(*inner),
                    None => self.push(ExprKind::Unknown, here),
                };
            }
            Kind::Await => match self.first_child(node) {
                Some(value) => ExprKind::Await(value),
                None => ExprKind::Unknown,
            },
            Kind::Yield => {
                let func = self.func.index();
                self.module.functions[func].is_generator = true;
                let from = node.child(1).is_some_and(|token| token.kind() == "from");
                match (self.first_child(node), from) {
                    (Some(value), true) => ExprKind::YieldFrom(value),
                    (value, _) => ExprKind::Yield(value),
                }
            }
            Kind::Named => {
                let target = self.field(node, Field::Name);
                ExprKind::Walrus { target, value: self.field(node, Field::Value) }
            }
            Kind::Type | Kind::GenericType | Kind::UnionType | Kind::MemberType => {
                return self.annotation(node);
            }
            Kind::AsPattern => {
                return match children(node).first() {
                    Some(value) => self.expr(*value),
                    None => self.push(ExprKind::Unknown, here),
                };
            }
            Kind::Error => {
                self.error(node);
                ExprKind::Unknown
            }
            _ => ExprKind::Unknown,
        };
        self.push(lowered, here)
    }

    fn call(&mut self, node: Node<'_>) -> ExprId {
        let func = self.field(node, Field::Function);
        let Some(list) = node.child_by_field_id(field(Field::Arguments)) else {
            return self.push(ExprKind::Unknown, span(node));
        };
        let args = if kind(list) == Kind::Generator {
            let value = self.expr(list);
            vec![Arg { kind: ArgKind::Positional, value, span: span(list) }]
        } else {
            self.args(list)
        };
        self.push(ExprKind::Call { func, args, parens: span(list) }, span(node))
    }

    pub(super) fn args(&mut self, list: Node<'_>) -> Vec<Arg> {
        let mut args = Vec::new();
        for child in children(list) {
            let (how, value) = match kind(child) {
                Kind::Keyword => {
                    let name = self.field_symbol(child, Field::Name);
                    (ArgKind::Keyword(name), self.field(child, Field::Value))
                }
                Kind::ListSplat | Kind::ParenthesizedSplat => match self.first_child(child) {
                    Some(value) => (ArgKind::Star, value),
                    None => continue,
                },
                Kind::DictSplat => match self.first_child(child) {
                    Some(value) => (ArgKind::DoubleStar, value),
                    None => continue,
                },
                Kind::Error => {
                    self.error(child);
                    continue;
                }
                _ => (ArgKind::Positional, self.expr(child)),
            };
            args.push(Arg { kind: how, value, span: span(child) });
        }
        args
    }

    fn subscript(&mut self, node: Node<'_>) -> ExprId {
        let base = self.field(node, Field::Value);
        let mut cursor = node.walk();
        let nodes: Vec<Node<'_>> = node.children_by_field_name("subscript", &mut cursor).collect();
        let inside = nodes.iter().map(|node| span(*node)).reduce(Span::cover).unwrap_or(span(node));
        let mut parts = self.exprs(nodes);
        let index =
            if parts.len() == 1 { parts.remove(0) } else { self.push(ExprKind::Tuple(parts), inside) };
        self.push(ExprKind::Subscript { base, index }, span(node))
    }

    /// `a or b or c` leans left in the grammar; gathered without recursion along the spine.
    fn logic(&mut self, node: Node<'_>) -> ExprId {
        let operator =
            |node: Node<'_>| node.child_by_field_id(field(Field::Operator)).map(|token| token.kind_id());
        let which = operator(node);
        let op = match node.child_by_field_id(field(Field::Operator)).map(|token| token.kind()) {
            Some("and") => BoolOp::And,
            _ => BoolOp::Or,
        };
        let mut rights = Vec::new();
        let mut left = Some(node);
        while let Some(inner) =
            left.filter(|inner| kind(*inner) == Kind::Boolean && operator(*inner) == which)
        {
            rights.extend(inner.child_by_field_id(field(Field::Right)));
            left = inner.child_by_field_id(field(Field::Left));
        }
        let nodes: Vec<Node<'_>> = left.into_iter().chain(rights.into_iter().rev()).collect();
        let values = self.exprs(nodes);
        self.push(ExprKind::Logic { op, values }, span(node))
    }

    fn compare(&mut self, node: Node<'_>) -> ExprId {
        let mut operands = Vec::new();
        let mut ops = Vec::new();
        let mut cursor = node.walk();
        let mut more = cursor.goto_first_child();
        while more {
            let child = cursor.node();
            if cursor.field_name() == Some("operators") {
                ops.extend(comparison(&self.text[child.byte_range()]));
            } else if child.is_named() && !child.is_extra() {
                operands.push(self.expr(child));
            }
            more = cursor.goto_next_sibling();
        }
        if operands.len() != ops.len() + 1 {
            return self.push(ExprKind::Unknown, span(node));
        }
        let left = operands.remove(0);
        let rest = ops.into_iter().zip(operands).collect();
        self.push(ExprKind::Compare { left, rest }, span(node))
    }

    fn comprehension(&mut self, node: Node<'_>, which: CompKind) -> ExprId {
        let (element, value) = match node.child_by_field_id(field(Field::Body)) {
            Some(pair) if kind(pair) == Kind::Pair => {
                let key = self.field(pair, Field::Key);
                (key, Some(self.field(pair, Field::Value)))
            }
            Some(body) => (self.expr(body), None),
            None => (self.push(ExprKind::Unknown, span(node)), None),
        };
        let mut clauses: Vec<Clause> = Vec::new();
        for child in children(node) {
            match kind(child) {
                Kind::ForIn => {
                    let target = self.field(child, Field::Left);
                    let iter = self.field(child, Field::Right);
                    clauses.push(Clause { target, iter, tests: Vec::new() });
                }
                Kind::IfClause => {
                    let test = self.first_child(child);
                    if let (Some(clause), Some(test)) = (clauses.last_mut(), test) {
                        clause.tests.push(test);
                    }
                }
                _ => {}
            }
        }
        self.push(ExprKind::Comprehension { kind: which, element, value, clauses }, span(node))
    }

    /// One or more adjacent literals.
    fn string(&mut self, literals: &[Node<'_>], whole: Span) -> ExprId {
        let mut parts: Vec<Part> = Vec::new();
        let mut text = String::new();
        let (mut bytes, mut format, mut template) = (false, false, false);
        for literal in literals.iter().filter(|node| kind(**node) == Kind::String) {
            let start = literal.child(0).map_or("", |token| &self.text[token.byte_range()]);
            let prefix = Prefix::read(start);
            bytes |= prefix.bytes;
            template |= prefix.template;
            let tokens = literal.child(0).zip(literal.child(literal.child_count().saturating_sub(1)));
            let Some((opening, closing)) = tokens else { continue };
            // Text is what lies between the quotes and the holes: in a raw literal that is nothing but escapes, the
            // grammar's closing token holds them too.
            let quotes = if start.ends_with("\"\"\"") || start.ends_with("'''") { 3 } else { 1 };
            let closed =
                kind(closing) == Kind::StringEnd && closing.end_byte() - closing.start_byte() >= quotes;
            let end = if closed { closing.end_byte() - quotes } else { closing.start_byte() };
            let mut start = opening.end_byte();
            for child in children(*literal).into_iter().filter(|child| kind(*child) == Kind::Interpolation) {
                self.content(start..child.start_byte(), prefix, &mut text);
                start = child.end_byte();
                format = true;
                if !text.is_empty() {
                    parts.push(Part::Text(Rc::from(std::mem::take(&mut text))));
                }
                parts.push(self.hole(child));
            }
            self.content(start..end.max(start), prefix, &mut text);
        }
        if format {
            if !text.is_empty() {
                parts.push(Part::Text(Rc::from(text)));
            }
            return self.push(ExprKind::Format { parts, template }, whole);
        }
        let value = Rc::from(text);
        self.push(if bytes { ExprKind::Bytes(value) } else { ExprKind::Str(value) }, whole)
    }

    /// A run of text; in an f-string doubled braces stand for one.
    fn content(&mut self, range: std::ops::Range<usize>, prefix: Prefix, out: &mut String) {
        let raw = self.text.get(range).unwrap_or_default();
        if (prefix.format || prefix.template) && (raw.contains("{{") || raw.contains("}}")) {
            unescape(&raw.replace("{{", "{").replace("}}", "}"), prefix, out);
        } else {
            unescape(raw, prefix, out);
        }
    }

    fn hole(&mut self, node: Node<'_>) -> Part {
        let expr = self.field(node, Field::Expression);
        let conversion = node
            .child_by_field_id(field(Field::TypeConversion))
            .and_then(|token| self.text[token.byte_range()].chars().nth(1));
        let specification = node.child_by_field_id(field(Field::FormatSpecifier));
        let inner = specification.map(children).unwrap_or_default();
        let widths = inner.into_iter().filter_map(|hole| hole.child_by_field_id(field(Field::Expression)));
        let widths = widths.collect();
        let widths = self.exprs(widths);
        Part::Hole { expr, conversion, spec: specification.is_some(), widths, span: span(node) }
    }
}

/// The operator of a token.
pub(super) fn binary(token: &str) -> Option<BinOp> {
    Some(match token {
        "+" => BinOp::Add,
        "-" => BinOp::Sub,
        "*" => BinOp::Mul,
        "/" => BinOp::Div,
        "//" => BinOp::FloorDiv,
        "%" => BinOp::Mod,
        "**" => BinOp::Pow,
        "@" => BinOp::MatMul,
        "&" => BinOp::And,
        "|" => BinOp::Or,
        "^" => BinOp::Xor,
        "<<" => BinOp::Shl,
        ">>" => BinOp::Shr,
        _ => return None,
    })
}

fn comparison(token: &str) -> Option<CmpOp> {
    let mut words = token.split_ascii_whitespace();
    Some(match (words.next()?, words.next()) {
        ("==", _) => CmpOp::Eq,
        ("!=" | "<>", _) => CmpOp::Ne,
        ("<", _) => CmpOp::Lt,
        ("<=", _) => CmpOp::Le,
        (">", _) => CmpOp::Gt,
        (">=", _) => CmpOp::Ge,
        ("in", _) => CmpOp::In,
        ("not", Some("in")) => CmpOp::NotIn,
        ("is", Some("not")) => CmpOp::IsNot,
        ("is", _) => CmpOp::Is,
        _ => return None,
    })
}
