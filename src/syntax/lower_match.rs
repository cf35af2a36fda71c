//! Lowering of `match`: its patterns by structure.

use tree_sitter::Node;

use super::hir::*;
use super::kinds::{Field, Kind, field, kind};
use super::lower::{Lowering, alone, children, span};
use crate::source::Span;

impl Lowering<'_> {
    pub(super) fn match_stmt(&mut self, node: Node<'_>) -> StmtKind {
        let mut cursor = node.walk();
        let subjects: Vec<Node<'_>> = node.children_by_field_name("subject", &mut cursor).collect();
        let mut values: Vec<ExprId> = subjects.iter().map(|subject| self.expr(*subject)).collect();
        let subject = match values.len() {
            1 => values.remove(0),
            _ => self.push(ExprKind::Tuple(values), span(node)),
        };
        let clauses = node.child_by_field_id(field(Field::Body)).map(children).unwrap_or_default();
        let mut cases = Vec::new();
        for clause in clauses.into_iter().filter(|clause| kind(*clause) == Kind::CaseClause) {
            let patterns: Vec<Node<'_>> =
                children(clause).into_iter().filter(|child| kind(*child) == Kind::CasePattern).collect();
            let mut pattern = Pattern::default();
            let mut plain = patterns.len() == 1;
            let mut shapes: Vec<Shape> =
                patterns.iter().map(|node| self.pattern(*node, &mut pattern, &mut plain)).collect();
            // `case a, b:` is a sequence without brackets.
            pattern.shape = if shapes.len() == 1 { shapes.remove(0) } else { Shape::Sequence(shapes) };
            if !plain {
                pattern.reads.append(&mut pattern.values);
            }
            pattern.catch_all = match pattern.shape {
                Shape::Any => patterns.iter().all(|node| &self.text[node.byte_range()] == "_"),
                Shape::Bind(_) => true,
                _ => false,
            };
            let guard =
                clause.child_by_field_id(field(Field::Guard)).and_then(|guard| self.first_child(guard));
            cases.push(Case { pattern, guard, body: self.field_block(clause, Field::Consequence) });
        }
        StmtKind::Match { subject, cases }
    }

    /// Collects what a pattern binds and the constants that it consists of; `plain` turns false at anything else.
    fn pattern(&mut self, node: Node<'_>, pattern: &mut Pattern, plain: &mut bool) -> Shape {
        let lowered = self.deeper(node, |this| this.pattern_inner(node, pattern, plain));
        lowered.unwrap_or_else(|| {
            *plain = false;
            Shape::Any
        })
    }

    fn pattern_inner(&mut self, node: Node<'_>, pattern: &mut Pattern, plain: &mut bool) -> Shape {
        let text = &self.text[node.byte_range()];
        match kind(node) {
            Kind::CasePattern => match children(node)[..] {
                [only] => self.pattern(only, pattern, plain),
                // `_` is no named node.
                _ => {
                    *plain = false;
                    Shape::Any
                }
            },
            Kind::UnionPattern => {
                let ways = children(node).into_iter().map(|child| self.pattern(child, pattern, plain));
                let ways = ways.collect();
                // `_` among them is no named node.
                *plain &= !text.split('|').any(|way| way.trim() == "_");
                Shape::Or(ways)
            }
            Kind::DottedName if is_capture(text) => {
                *plain = false;
                let id = self.expr_name(node);
                pattern.binds.push(id);
                Shape::Bind(id)
            }
            Kind::DottedName => {
                *plain &= text != "_";
                Shape::Any
            }
            Kind::String
            | Kind::Concat
            | Kind::Integer
            | Kind::Float
            | Kind::True
            | Kind::False
            | Kind::None => {
                let id = self.expr(node);
                pattern.values.push(id);
                Shape::Value(id)
            }
            Kind::Identifier => {
                *plain = false;
                let id = self.expr(node);
                pattern.binds.push(id);
                Shape::Bind(id)
            }
            Kind::AsPattern => {
                *plain = false;
                let parts = children(node);
                let shapes: Vec<Shape> =
                    parts.iter().map(|part| self.pattern(*part, pattern, plain)).collect();
                match <[Shape; 2]>::try_from(shapes) {
                    Ok([inner, Shape::Bind(name)]) => Shape::As(Box::new(inner), name),
                    _ => Shape::Any,
                }
            }
            Kind::TuplePattern | Kind::ListPattern => {
                if let Some(one) = alone(node) {
                    return self.pattern(one, pattern, plain);
                }
                *plain = false;
                let items = children(node).into_iter().map(|child| self.pattern(child, pattern, plain));
                Shape::Sequence(items.collect())
            }
            Kind::SplatPattern => {
                *plain = false;
                match children(node).first().map(|name| self.pattern(*name, pattern, plain)) {
                    Some(Shape::Bind(name)) => Shape::Rest(Some(name)),
                    _ => Shape::Rest(None),
                }
            }
            Kind::DictPattern => {
                *plain = false;
                let mut items = Vec::new();
                let (mut rest, mut key) = (None, None);
                for child in children(node) {
                    let shape = self.pattern(child, pattern, plain);
                    match (shape, key.take()) {
                        (Shape::Rest(name), _) => rest = name,
                        (Shape::Value(name), None) => key = Some(name),
                        (value, Some(key)) => items.push((key, value)),
                        // A key that is a dotted name: its value is bound all the same.
                        (_, None) => {}
                    }
                }
                Shape::Mapping(items, rest)
            }
            Kind::ClassPattern => {
                *plain = false;
                let mut parts = children(node).into_iter();
                let Some(name) = parts.next() else { return Shape::Any };
                let class = self.dotted(name);
                pattern.reads.push(class);
                let (mut places, mut named) = (Vec::new(), Vec::new());
                for part in parts {
                    let inner = part.named_child(0).filter(|_| kind(part) == Kind::CasePattern);
                    match inner.filter(|inner| kind(*inner) == Kind::KeywordPattern) {
                        Some(keyword) => {
                            let halves = children(keyword);
                            let Some(field) = halves.first().map(|name| self.symbol(*name)) else { continue };
                            let value = halves.get(1).map(|value| self.pattern(*value, pattern, plain));
                            named.push((field, value.unwrap_or_default()));
                        }
                        None => places.push(self.pattern(part, pattern, plain)),
                    }
                }
                Shape::Class { class, places, named }
            }
            _ => {
                *plain = false;
                for child in children(node) {
                    self.pattern(child, pattern, plain);
                }
                Shape::Any
            }
        }
    }

    /// `a.b.C` as attributes of a name.
    fn dotted(&mut self, node: Node<'_>) -> ExprId {
        let mut found = None;
        for part in children(node) {
            let (name, here) = (self.symbol(part), span(part));
            let whole = Span { start: span(node).start, end: here.end };
            found = Some(match found {
                Some(base) => self.push(ExprKind::Attr { base, name, name_span: here }, whole),
                None => self.push(ExprKind::Name(name), here),
            });
        }
        found.unwrap_or_else(|| self.expr_name(node))
    }
}

/// A bare name in a pattern binds; a dotted one is a value.
fn is_capture(text: &str) -> bool {
    text != "_"
        && !text.contains(|c: char| !c.is_alphanumeric() && c != '_')
        && !text.starts_with(|c: char| c.is_ascii_digit())
        && !matches!(text, "None" | "True" | "False")
}
