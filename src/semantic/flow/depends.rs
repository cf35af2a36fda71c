//! Dependencies: functions and classes that a framework calls with parts of the request, for a route that asks for them.

use super::apply::Bound;
use super::engine::Engine;
use crate::semantic::models::SourceClass;
use crate::semantic::routes::{Framework, Role, Route};
use crate::semantic::value::*;
use crate::syntax::*;

/// Dependencies of dependencies are followed this deep.
const MAX_DEPTH: u32 = 6;

impl Engine<'_> {
    /// The role of a parameter with `Depends(…)`: what a function gives, or what a class is made of.
    pub(super) fn dependency(&mut self, id: ExprId, annotation: Option<ExprId>) -> Option<Role> {
        let module = self.module;
        let ExprKind::Call { func, args, .. } = &module.expr(id).kind else { return None };
        let (ExprKind::Name(name) | ExprKind::Attr { name, .. }) = &module.expr(*func).kind else {
            return None;
        };
        if !matches!(module.name(*name), "Depends" | "Security") {
            return None;
        }
        let Some(given) = args.first() else {
            // `page: Page = Depends()`: the annotation says what.
            let class = annotation.map(|id| self.static_ref(id)).unwrap_or_default();
            return Some(self.called_first(&class, annotation, id));
        };
        let given = self.static_ref(given.value);
        if self.module.partial && given.is_unknown() {
            // A function of this file that was not parsed: whatever it takes from the request, it may give.
            return Some(Role::Data(SourceClass::Request));
        }
        Some(self.called_first(&given, annotation, id))
    }

    /// A function or class that the framework calls: its parameters bring the request.
    pub(super) fn called_first(&mut self, given: &Value, annotation: Option<ExprId>, at: ExprId) -> Role {
        let func = match given.refers() {
            What::Function(func, None) => *func,
            What::Class(class) => match self.constructor(*class) {
                Some(init) => init,
                // What its fields hold is taken from the request.
                None if !self.data_fields(*class).is_empty() && !self.is_settings(*class) => {
                    return Role::Data(SourceClass::Request);
                }
                None => return Role::Nothing,
            },
            What::Named(name) => return self.called_abroad(*name, annotation, at),
            _ => return Role::Nothing,
        };
        if self.routes.of(func).is_none() && self.asked < MAX_DEPTH {
            let route = |roles| Route {
                framework: Framework::Other,
                path: None,
                methods: Vec::new(),
                decorator: None,
                roles,
            };
            self.asked += 1;
            let roles = self.fast_roles(func);
            self.asked -= 1;
            self.routes.add(func, route(roles));
        }
        match given.refers() {
            What::Function(..) => Role::Given(func),
            _ => Role::Nothing,
        }
    }

    /// `db = Depends(connection)`: only the framework calls a function with such a parameter.
    pub(super) fn is_asked_for(&self, param: &Param) -> bool {
        let module = self.module;
        let Some(ExprKind::Call { func, .. }) = param.default.map(|id| &module.expr(id).kind) else {
            return false;
        };
        let (ExprKind::Name(name) | ExprKind::Attr { name, .. }) = module.expr(*func).kind else {
            return false;
        };
        matches!(module.name(name), "Depends" | "Security") && self.mentions("fastapi")
    }

    /// What a server reads of its own settings.
    fn is_settings(&mut self, class: ClassId) -> bool {
        self.all_outside_bases(class).iter().any(|base| base.ends_with("BaseSettings"))
    }

    fn constructor(&mut self, class: ClassId) -> Option<FuncId> {
        let name = self.module.names.get("__init__")?;
        let holder = Value::what(What::Class(class));
        match self.class_member(class, &holder, name).ok()?.refers() {
            What::Function(func, _) => Some(*func),
            _ => None,
        }
    }

    /// What a dependency gives, where its function was looked at already; otherwise what the annotation says.
    pub(super) fn given_first(&mut self, func: FuncId, annotated: Value) -> Value {
        let Some(summary) = self.summary_of(func) else {
            self.frame.unready = true;
            return annotated;
        };
        let function = self.module.function(func);
        let (span, name) = (function.name_span, self.module.name(function.name).to_owned());
        let mut value = self.instantiate_value(&summary.returns, &Bound::plain(func, &[], span, &name));
        if function.is_generator {
            value = self.element(&value);
        }
        if value.refers() == &What::Unknown && annotated.refers() != &What::Unknown {
            value.edit().what = annotated.refers().clone();
        }
        value
    }
}
