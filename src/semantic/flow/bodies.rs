//! Objects that a framework makes of what the client sent, of classes that stand in other modules.

use std::rc::Rc;

use super::call::Given;
use super::class::MAX_BASES;
use super::engine::Engine;
use crate::semantic::far::{FarClass, FarField};
use crate::semantic::models::SourceClass;
use crate::semantic::names::NameId;
use crate::semantic::routes::Role;
use crate::semantic::value::*;
use crate::syntax::*;

/// Packages whose classes are no project's own.
const LIBRARIES: &[&str] = &[
    "pydantic",
    "sqlmodel",
    "sqlalchemy",
    "fastapi",
    "starlette",
    "ninja",
    "django",
    "enum",
    "typing",
    "typing_extensions",
    "dataclasses",
    "datetime",
    "decimal",
    "uuid",
    "pathlib",
    "ipaddress",
    "redis",
    "httpx",
    "aiohttp",
];
/// What an object is made of, by name.
pub(super) type Fields = Vec<(Rc<str>, Value)>;

fn is_library(dotted: &str) -> bool {
    dotted.split_once('.').is_none_or(|(first, _)| LIBRARIES.contains(&first))
}

impl<'m> Engine<'m> {
    /// What a parameter of a route brings by its class, where that is none of this module's.
    pub(super) fn body_role(&mut self, name: &str, annotation: ExprId) -> Role {
        let frameworks = ["fastapi", "ninja"];
        if is_library(name) || self.models.knows(name) || !frameworks.iter().any(|name| self.mentions(name)) {
            return Role::Nothing;
        }
        let (line, rest) = self.far_line(name);
        let place = self.module.expr(annotation).span;
        if line.first().is_none_or(|class| class.partial) {
            self.world.wants(name, place);
        }
        if line.is_empty() {
            return if super::guessed::describes(name) { Role::Body } else { Role::Nothing };
        }
        rest.iter().filter(|base| !is_library(base)).for_each(|base| self.world.wants(base, place));
        let ends = |endings: &[&str]| rest.iter().any(|base| endings.iter().any(|end| base.ends_with(end)));
        let is_of = |package: &str| rest.iter().any(|base| base.starts_with(package));
        // One of a fixed set; the server's own settings; what a framework passes of itself.
        if ends(&["Enum", "Flag", "Choices", "BaseSettings"]) || is_of("starlette.") || is_of("fastapi.") {
            return Role::Nothing;
        }
        let has_fields = line.iter().any(|class| !class.form && !class.fields.is_empty());
        if has_fields || is_of("pydantic.") || is_of("sqlmodel.") || is_of("ninja.") {
            Role::Data(SourceClass::Request)
        } else {
            Role::Nothing
        }
    }

    /// What a function or class of another module gives that the framework calls first.
    pub(super) fn called_abroad(&mut self, name: NameId, annotation: Option<ExprId>, at: ExprId) -> Role {
        let dotted = self.names.shared(name);
        let world = self.world;
        if world.is_empty() || is_library(&dotted) || self.models.knows(&dotted) {
            return Role::Nothing;
        }
        if world.function(&format!("{dotted}.__init__")).is_some() {
            return Role::Abroad(name);
        }
        let known = world.class(&dotted);
        if let (Some(_), Some(annotation)) = (known, annotation) {
            return self.body_role(&dotted, annotation);
        }
        // An object that was looked up, a session, a service: only of a text it is likely that a client has sent it.
        let promised = annotation.map(|id| self.annotated(id)).unwrap_or_default();
        let is_class = annotation.is_some_and(|id| self.static_ref(id).name() == Some(name));
        let is_text = match promised.class() {
            None => true,
            Some(Type::Outside(class)) => {
                matches!(self.names.text(class), "str" | "bytes" | "list" | "dict" | "tuple")
            }
            Some(Type::Local(_)) => false,
        };
        if !is_text && !is_class {
            return Role::Nothing;
        }
        if world.function(&dotted).is_some() {
            return Role::Abroad(name);
        }
        world.wants(&dotted, self.module.expr(at).span);
        Role::Nothing
    }

    /// What a dependency of another module gives, its own parameters taken from the request.
    pub(super) fn given_abroad(&mut self, param: &Param, name: NameId, annotated: Value) -> Value {
        let Some(id) = param.annotation.or(param.default) else { return annotated };
        let (dotted, world) = (self.names.shared(name), self.world);
        let called = match world.function(&dotted) {
            Some((_, far)) => far.params.len(),
            None => {
                let init = world.function(&format!("{dotted}.__init__"));
                init.map_or(0, |(_, far)| far.params.len().saturating_sub(1))
            }
        };
        let words = self.module.name(param.name);
        let note = |_: &Self| format!("`{words}` comes from the request");
        let origin = self.origin(SourceClass::Request, None, param.span, note);
        let sent = Value::default()
            .with_taints(vec![self.taint(origin, SourceClass::Request.kinds() & !super::filters::OBJECT)]);
        let arg = |_| Arg { kind: ArgKind::Positional, value: id, span: param.span };
        let args: Vec<Arg> = (0..called).map(arg).collect();
        let given = Given { args: &args, values: vec![sent; called], receiver: None };
        let mut value = self.call_abroad(id, &dotted, &given).unwrap_or_default();
        if value.class() == self.names.find("generator").map(Type::Outside) {
            value = self.element(&value);
        }
        if value.refers() == &What::Unknown {
            value.edit().what = annotated.refers().clone();
        }
        value
    }

    /// A class of another module with those that it derives from, and the names of those of which nothing is known.
    pub(super) fn far_line(&self, name: &str) -> (Vec<&'m FarClass>, Vec<String>) {
        let (world, mut line, mut rest) = (self.world, Vec::new(), Vec::new());
        if world.is_empty() {
            return (line, rest);
        }
        let mut queue = vec![name.to_owned()];
        let mut at = 0;
        while let Some(name) = queue.get(at).filter(|_| at < MAX_BASES) {
            at += 1;
            let Some(class) = world.class(name) else {
                rest.push(name.clone());
                continue;
            };
            line.push(class);
            let bases: Vec<String> =
                class.bases.iter().filter(|base| !queue.contains(base)).cloned().collect();
            queue.extend(bases);
        }
        (line, rest)
    }

    /// An attribute of an object from outside, as its class, or a base of that, declares it in another module.
    pub(super) fn far_member(&mut self, id: ExprId, holder: &Value, dotted: NameId) -> Option<Value> {
        if self.world.is_empty() || !matches!(holder.refers(), What::Instance(_)) {
            return None;
        }
        let dotted = self.names.shared(dotted);
        let (class, name) = dotted.rsplit_once('.')?;
        let checked = matches!(name, "cleaned_data" | "validated_data");
        if holder.taints().is_empty() && !checked {
            return None;
        }
        let (line, _) = self.far_line(class);
        if line.iter().any(|class| class.form) {
            let fields: Vec<FarField> = line.iter().flat_map(|class| class.fields.iter().cloned()).collect();
            return checked.then(|| self.far_checked_data(id, &fields, name));
        }
        let field = line.iter().flat_map(|class| &class.fields).find(|field| field.name == name)?;
        Some(self.far_field(holder, field))
    }

    /// A property of an object of a class of another module.
    pub(super) fn far_property(&mut self, id: ExprId, holder: &Value, dotted: NameId) -> Option<Value> {
        let world = self.world;
        if world.is_empty() || holder.data()?.obj.is_none() || !matches!(holder.refers(), What::Instance(_)) {
            return None;
        }
        let dotted = self.names.shared(dotted);
        let (class, _) = dotted.rsplit_once('.')?;
        if is_library(class) || self.models.knows(&dotted) {
            return None;
        }
        match world.function(&dotted) {
            Some((key, far)) if far.is_property => {
                let given = Given { args: &[], values: Vec::new(), receiver: Some(holder.clone()) };
                Some(self.apply_far(id, key, far, &given, true))
            }
            Some(_) => None,
            None => {
                // Once it is asked for, a class tells its properties.
                let open = match world.class(class) {
                    Some(class) => class.partial && !class.form,
                    None => world.function(&format!("{class}.__init__")).is_some(),
                };
                if open && !self.whole(holder).taints().is_empty() {
                    world.wants(class, self.module.expr(id).span);
                }
                None
            }
        }
    }

    /// What a field of an object that came as a whole brings, where its class declares it.
    pub(super) fn declared_part(&mut self, holder: &Value, name: &str) -> Option<Value> {
        if holder.taints().is_empty() || super::expr::is_container(holder) {
            return None;
        }
        match holder.class()? {
            Type::Local(class) => {
                let name =
                    self.module.names.get(name).filter(|name| self.data_fields(class).contains(name))?;
                Some(self.declared_field(class, name, holder))
            }
            Type::Outside(class) => {
                let (line, _) = self.far_line(&self.names.shared(class));
                let fields = line.iter().filter(|class| !class.form).flat_map(|class| &class.fields);
                let field = fields.into_iter().find(|field| field.name == name)?;
                Some(self.far_field(holder, field))
            }
        }
    }

    fn far_field(&mut self, holder: &Value, field: &FarField) -> Value {
        let mut value = Value::default();
        if let Some((class, many)) = &field.class {
            value = Value::what(What::Instance(Type::Outside(self.intern(class))));
            if *many {
                value = self.many_of(value);
            }
        }
        if field.open {
            value.absorb(holder.taints());
        }
        value
    }

    /// A list of which only the class of its elements is known.
    fn many_of(&mut self, element: Value) -> Value {
        let what = What::Instance(Type::Outside(self.intern("list")));
        Value::new(Data { what, fields: Some(Rc::new(vec![(Key::Any, element)])), ..Data::default() })
    }

    /// The fields of an object that came as a whole, as its class declares them; true where there may be more.
    pub(super) fn declared_fields(&mut self, holder: &Value) -> Option<(Fields, bool)> {
        let module = self.module;
        let mut found = Fields::new();
        let name = match holder.class()? {
            Type::Outside(class) => self.names.shared(class),
            Type::Local(class) => {
                for field in self.data_fields(class).iter() {
                    let value = self.declared_field(class, *field, holder);
                    found.push((Rc::from(module.name(*field)), value));
                }
                let bases = self.all_outside_bases(class);
                return Some((found, module.partial || bases.iter().any(|base| !is_library(base))));
            }
        };
        let (line, rest) = self.far_line(&name);
        for field in line.iter().flat_map(|class| &class.fields) {
            if !found.iter().any(|(known, _)| **known == *field.name) {
                let value = self.far_field(holder, field);
                found.push((Rc::from(field.name.as_str()), value));
            }
        }
        let more = line.iter().any(|class| class.partial) || rest.iter().any(|base| !is_library(base));
        (!line.is_empty()).then_some((found, more))
    }

    /// What an annotation promises, with the class of what a list of objects holds.
    pub(super) fn promised(&mut self, id: ExprId) -> Value {
        let module = self.module;
        match &module.expr(id).kind {
            ExprKind::Subscript { base, index } => {
                let outer = match &module.expr(*base).kind {
                    ExprKind::Name(name) | ExprKind::Attr { name, .. } => module.name(*name),
                    _ => "",
                };
                let first = match &module.expr(*index).kind {
                    ExprKind::Tuple(items) => items.first().copied().unwrap_or(*index),
                    _ => *index,
                };
                let element = match outer {
                    "Optional" | "Annotated" => return self.promised(first),
                    "List" | "list" | "Sequence" | "Iterable" | "Set" | "set" | "Tuple" | "tuple" => {
                        self.promised(first)
                    }
                    _ => return self.annotated(id),
                };
                match element.class() {
                    Some(Type::Local(class)) if !self.is_enumeration(class) => self.many_of(element),
                    Some(Type::Outside(class)) if self.world.class(self.names.text(class)).is_some() => {
                        self.many_of(element)
                    }
                    _ => self.annotated(id),
                }
            }
            ExprKind::Binary { op: BinOp::Or, left, right } => {
                let left = self.promised(*left);
                if left.is_unknown() { self.promised(*right) } else { left }
            }
            _ => self.annotated(id),
        }
    }
}
