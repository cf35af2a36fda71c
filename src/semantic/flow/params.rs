//! What the parameters of a function hold when it is looked at.

use super::engine::Engine;
use crate::semantic::models::{Effect, Kinds, SourceClass};
use crate::semantic::routes::Role;
use crate::semantic::value::*;
use crate::syntax::*;

/// What a template hands to its tags.
pub(super) const CONTEXT: &str = "django.template.Context";

impl Engine<'_> {
    pub(super) fn bind_params(&mut self, func: FuncId) {
        let module = self.module;
        let function = module.function(func);
        let route = self.routes.of(func).cloned();
        self.frame.params.reserve_exact(function.params.len());
        self.frame.entry.reserve_exact(function.params.len());
        for (at, param) in function.params.iter().enumerate() {
            let mut value;
            let mut origin = None;
            let is_self = at == 0 && function.class.is_some() && !self.is_static(func);
            if is_self {
                value = self.self_value(func);
                if function.class.is_some_and(|class| self.is_text_class(class))
                    && !self.has_decorator(func, "classmethod")
                    && module.name(function.name) != "__new__"
                {
                    // The object is itself a text.
                    let class = SourceClass::Parameter;
                    let note = |_: &Self| {
                        let (name, function) = (module.name(param.name), module.name(function.name));
                        format!("`{name}` is a parameter of `{function}`")
                    };
                    let id = self.origin(class, Some((func, 0)), param.span, note);
                    value.absorb(&[self.taint(id, class.kinds())]);
                    origin = Some(id);
                }
            } else {
                let source = route.as_ref().and_then(|route| route.param(at));
                let from_client = source == Some(Some(SourceClass::Request));
                value = match param.annotation {
                    Some(id) if from_client => self.promised(id),
                    Some(id) => self.annotated(id),
                    None => Value::default(),
                };
                let (class, key) = match &source {
                    Some(Some(class)) => (*class, None),
                    Some(None) => (SourceClass::Parameter, None),
                    None => (SourceClass::Parameter, Some((func, at as u32))),
                };
                if let Some(given) = route.as_ref().and_then(|route| route.class_of(at)) {
                    let name = self.names.intern(given);
                    value = Value::what(What::Instance(Type::Outside(name)));
                    value = self.form_of_view(func, given).unwrap_or(value);
                    if given == CONTEXT {
                        let request = self.intern("django.http.HttpRequest");
                        let request = Value::what(What::Instance(Type::Outside(request)));
                        value.edit().fields =
                            Some(std::rc::Rc::new(vec![(Key::Str("request".into()), request)]));
                    }
                }
                match route.as_ref().and_then(|route| route.roles.get(at)) {
                    Some(Role::Given(func)) => value = self.given_first(*func, value),
                    Some(Role::Abroad(name)) => value = self.given_abroad(param, *name, value),
                    Some(Role::Body) => self.guess_body(param, &value),
                    _ => {}
                }
                let harmless = self.is_harmless_type(&value) || source == Some(None);
                let mut guarded = self.guarded_parameters(func);
                if route.is_some()
                    && let Some(through) = self.through_decorators(func, at as u32, param.span)
                {
                    guarded = guarded | !through.kinds;
                    value.absorb(&through.taints);
                }
                if !harmless {
                    let name = module.name(param.name);
                    let note = |_: &Self| match class {
                        SourceClass::Request => format!("`{name}` comes from the request"),
                        SourceClass::Exception => format!("`{name}` is the exception"),
                        _ => format!("`{name}` is a parameter of `{}`", module.name(function.name)),
                    };
                    let id = self.origin(class, key, param.span, note);
                    let mut kinds = class.kinds() & !guarded;
                    let objects = param.annotation.is_some_and(|id| self.lets_objects_through(id));
                    if class == SourceClass::Request && !objects {
                        kinds = kinds & !super::filters::OBJECT;
                    }
                    if !kinds.is_empty() {
                        value.absorb(&[self.taint(id, kinds)]);
                    }
                    origin = Some(id);
                }
            }
            if let Some(default) = self.defaults.get(&(func, at as u32)) {
                value.absorb(default.taints());
            }
            if param.kind == ParamKind::VarKeywords && value.data().is_none_or(|data| data.obj.is_none()) {
                // A mapping of this function's own, with what callers put there.
                let obj = self.new_obj();
                value.edit().obj = Some(obj);
                value.edit().what = What::Instance(Type::Outside(self.intern("dict")));
                self.frame.param_objs.push((at as u32, obj));
                self.command_options(func, obj);
            }
            if !is_self
                && param.annotation.is_none()
                && matches!(
                    param.kind,
                    ParamKind::Normal | ParamKind::PositionalOnly | ParamKind::KeywordOnly
                )
                && let Some(what) = self.hinted(func, at as u32, &value)
            {
                value.edit().what = what;
            }
            let seeds = self.seeded(func, at as u32, param.span);
            let guarded = if seeds.is_empty() { Kinds::NONE } else { self.guarded_parameters(func) };
            let harmless = self.is_harmless_type(&value);
            value.absorb(&if harmless { Vec::new() } else { super::expr::less(&seeds, guarded) });
            if !is_self
                && value.data().is_none_or(|data| data.obj.is_none())
                && self.is_passed_in_parts(func, at as u32)
            {
                let obj = self.new_obj();
                value.edit().obj = Some(obj);
                self.frame.param_objs.push((at as u32, obj));
            }
            self.frame.params.push(origin);
            self.frame.entry.push(value.clone());
            if is_self && let Some(obj) = value.data().and_then(|data| data.obj) {
                self.frame.param_objs.push((0, obj));
            }
            if let Some(obj) = value.data().and_then(|data| data.obj) {
                self.seed_parts(func, at as u32, param.span, obj);
            }
            if let Some(var) = self.scopes.local(func, param.name) {
                self.frame.state.set_var(self.scopes.var(var).slot, value);
            }
        }
    }

    /// Kinds that a decorator of the project's own rules out for all parameters.
    pub(super) fn guarded_parameters(&mut self, func: FuncId) -> Kinds {
        let mut kinds = Kinds::NONE;
        if !self.models.has_own() {
            return kinds;
        }
        let module = self.module;
        for decorator in &module.function(func).decorators {
            let value = self.static_ref(*decorator);
            let Some(name) = self.own_name(&value) else { continue };
            for effect in self.models.effects(&name) {
                if let Effect::GuardsParameters(more) = effect {
                    kinds = kinds | more;
                }
            }
        }
        kinds
    }
}
