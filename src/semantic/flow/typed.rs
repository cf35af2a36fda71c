//! What a parameter brings by its annotation and default, as FastAPI and its kin read them.

use super::engine::Engine;
use crate::semantic::models::{Kind, Kinds, SourceClass};
use crate::semantic::routes::Role;
use crate::semantic::value::*;
use crate::syntax::*;

/// An alias of an alias is followed this deep.
const MAX_DEPTH: u32 = 6;

/// What a pattern must rule out for a text to count as harmless.
const RULED_OUT: Kinds =
    Kinds::of(&[Kind::Sql, Kind::Command, Kind::Code, Kind::Html, Kind::Template, Kind::Ldap]);

impl Engine<'_> {
    /// FastAPI parameters by type: text and models carry the request, dependencies and sessions do not.
    pub(super) fn fast_roles(&mut self, func: FuncId) -> Vec<Role> {
        let module = self.module;
        let function = module.function(func);
        let mut roles = Vec::new();
        for (at, param) in function.params.iter().enumerate() {
            if function.class.is_some() && at == 0 {
                roles.push(Role::Plain);
                continue;
            }
            let dependency = param.default.and_then(|id| self.dependency(id, param.annotation));
            let settled = param.default.is_some_and(|id| self.is_patterned(id));
            roles.push(match param.annotation {
                _ if dependency.is_some() => dependency.unwrap_or(Role::Nothing),
                _ if settled => Role::Nothing,
                Some(annotation) => self.fast_role(annotation, 0),
                None => Role::Data(SourceClass::Request),
            });
        }
        roles
    }

    /// What an annotation lets in.
    pub(super) fn fast_role(&mut self, id: ExprId, depth: u32) -> Role {
        let module = self.module;
        if depth > MAX_DEPTH {
            return Role::Data(SourceClass::Request);
        }
        match &module.expr(id).kind {
            ExprKind::None => Role::Nothing,
            ExprKind::Binary { op: BinOp::Or, left, right } => {
                let left = self.fast_role(*left, depth + 1);
                stronger(left, self.fast_role(*right, depth + 1))
            }
            ExprKind::Subscript { base, index } => {
                let outer = match &module.expr(*base).kind {
                    ExprKind::Name(name) | ExprKind::Attr { name, .. } => module.name(*name),
                    _ => "",
                };
                let one = [*index];
                let items = match &module.expr(*index).kind {
                    ExprKind::Tuple(items) => items.as_slice(),
                    _ => &one[..],
                };
                let Some(first) = items.first().copied() else { return Role::Nothing };
                match outer {
                    "Annotated" => {
                        for item in items.iter().skip(1) {
                            if self.is_patterned(*item) {
                                return Role::Nothing;
                            }
                            if let Some(role) = self.dependency(*item, Some(first)) {
                                return role;
                            }
                        }
                        self.fast_role(first, depth + 1)
                    }
                    "Literal" => Role::Nothing,
                    "Optional" | "Union" => items
                        .iter()
                        .take(8)
                        .fold(Role::Nothing, |role, item| stronger(role, self.fast_role(*item, depth + 1))),
                    "List" | "list" | "Set" | "set" | "FrozenSet" | "frozenset" | "Sequence" | "Iterable"
                    | "Tuple" | "tuple" => self.fast_role(first, depth + 1),
                    "Dict" | "dict" | "Mapping" => Role::Data(SourceClass::Request),
                    _ => self.class_role(id),
                }
            }
            ExprKind::Call { .. } if self.is_patterned(id) => Role::Nothing,
            ExprKind::Name(name) => {
                let class = self.annotated(id);
                match self.alias(*name).filter(|_| class.class().is_none()) {
                    Some(meant) => self.fast_role(meant, depth + 1),
                    None => self.class_role(id),
                }
            }
            _ => self.class_role(id),
        }
    }

    /// An annotation that lets through nothing that could be injected: numbers, dates, one of a fixed set, a pattern.
    pub(super) fn is_harmless_annotation(&mut self, id: ExprId, depth: u32) -> bool {
        let module = self.module;
        if depth > MAX_DEPTH {
            return false;
        }
        match &module.expr(id).kind {
            ExprKind::None => true,
            ExprKind::Binary { op: BinOp::Or, left, right } => {
                self.is_harmless_annotation(*left, depth + 1)
                    && self.is_harmless_annotation(*right, depth + 1)
            }
            ExprKind::Subscript { base, index } => {
                let outer = match &module.expr(*base).kind {
                    ExprKind::Name(name) | ExprKind::Attr { name, .. } => module.name(*name),
                    _ => "",
                };
                let one = [*index];
                let items = match &module.expr(*index).kind {
                    ExprKind::Tuple(items) => items.as_slice(),
                    _ => &one[..],
                };
                match outer {
                    "Literal" => true,
                    "Annotated" => {
                        items.iter().skip(1).any(|item| self.is_patterned(*item))
                            || items
                                .first()
                                .is_some_and(|first| self.is_harmless_annotation(*first, depth + 1))
                    }
                    "Optional" | "Union" | "List" | "list" | "Set" | "set" | "Tuple" | "tuple" => {
                        items.iter().take(8).all(|item| self.is_harmless_annotation(*item, depth + 1))
                    }
                    _ => false,
                }
            }
            ExprKind::Call { .. } if self.is_patterned(id) => true,
            _ => {
                let class = self.annotated(id);
                match class.class() {
                    Some(Type::Local(class)) => self.is_enumeration(class),
                    Some(Type::Outside(_)) => self.is_harmless_type(&class),
                    None => match module.expr(id).kind {
                        ExprKind::Name(name) => {
                            let meant = self.alias(name);
                            meant.is_some_and(|meant| self.is_harmless_annotation(meant, depth + 1))
                        }
                        _ => false,
                    },
                }
            }
        }
    }

    /// A class whose instances are one of a fixed set of values.
    pub(super) fn is_enumeration(&mut self, class: ClassId) -> bool {
        let bases = self.all_outside_bases(class);
        bases.iter().any(|base| base.ends_with("Enum") || base.ends_with("Flag") || base.ends_with("Choices"))
    }

    fn class_role(&mut self, annotation: ExprId) -> Role {
        let class = self.annotated(annotation);
        let outside = match class.class() {
            Some(Type::Outside(name)) => self.names.text(name).to_owned(),
            Some(Type::Local(class)) => {
                return if self.is_enumeration(class) {
                    Role::Nothing
                } else {
                    Role::Data(SourceClass::Request)
                };
            }
            None => return Role::Data(SourceClass::Request),
        };
        match outside.as_str() {
            "str"
            | "bytes"
            | "list"
            | "dict"
            | "tuple"
            | "set"
            | "typing.List"
            | "typing.Dict"
            | "typing.Any"
            | "fastapi.UploadFile"
            | "starlette.datastructures.UploadFile"
            | "pydantic.HttpUrl"
            | "pydantic.AnyUrl"
            | "pydantic.AnyHttpUrl"
            | "pydantic.BaseModel"
            | "pydantic.constr"
            | "pydantic.StrictStr"
            | "pydantic.Json" => Role::Data(SourceClass::Request),
            "starlette.requests.Request" => Role::Object("starlette.requests.Request"),
            "starlette.websockets.WebSocket" => Role::Object("starlette.websockets.WebSocket"),
            // A number, a date, a session, a service; or a model of another module.
            name => self.body_role(name, annotation),
        }
    }

    /// `Name = Annotated[…]` in this module.
    fn alias(&self, name: Symbol) -> Option<ExprId> {
        let module = self.module;
        module.stmts.iter().find_map(|stmt| match &stmt.kind {
            StmtKind::Assign { targets, value } => match (targets.as_slice(), &module.expr(*value).kind) {
                ([target], ExprKind::Subscript { .. } | ExprKind::Binary { .. } | ExprKind::Call { .. })
                    if matches!(module.expr(*target).kind, ExprKind::Name(own) if own == name) =>
                {
                    Some(*value)
                }
                _ => None,
            },
            _ => None,
        })
    }

    /// `Query(pattern="^[a-z]+$")`, `StringConstraints(pattern=…)`, `constr(regex=…)`: only harmless text comes through.
    pub(super) fn is_patterned(&self, id: ExprId) -> bool {
        let module = self.module;
        let ExprKind::Call { args, .. } = &module.expr(id).kind else { return false };
        args.iter().any(|arg| {
            let named =
                matches!(arg.kind, ArgKind::Keyword(key) if matches!(module.name(key), "pattern" | "regex"));
            let ExprKind::Str(text) = &module.expr(arg.value).kind else { return false };
            named && is_harmless_pattern(text)
        })
    }
}

/// Whatever it matches holds nothing that could be injected.
pub(super) fn is_harmless_pattern(text: &str) -> bool {
    // A pattern without `^` only has to match somewhere.
    let begins = text.starts_with('^') || text.starts_with("\\A");
    begins && super::language::safe_language(text, false) & RULED_OUT == RULED_OUT
}

/// Of two roles the one that brings more.
fn stronger(left: Role, right: Role) -> Role {
    match (left, right) {
        (Role::Data(_), _) => left,
        (_, Role::Data(_)) => right,
        (Role::Object(_) | Role::Given(_) | Role::Abroad(_) | Role::Body, _) => left,
        _ => right,
    }
}
