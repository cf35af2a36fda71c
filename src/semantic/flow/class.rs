//! Classes of the module: `self`, members, instances.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::call::Bound;
use super::engine::Engine;
use crate::semantic::names::NameId;
use crate::semantic::value::*;
use crate::syntax::*;

/// Bases of bases are followed this deep.
pub(super) const MAX_BASES: usize = 16;

impl Engine<'_> {
    pub(super) fn is_static(&self, func: FuncId) -> bool {
        self.has_decorator(func, "staticmethod")
    }

    pub(super) fn has_decorator(&self, func: FuncId, name: &str) -> bool {
        self.module.function(func).decorators.iter().any(|decorator| {
            match &self.module.expr(*decorator).kind {
                ExprKind::Name(symbol) | ExprKind::Attr { name: symbol, .. } => {
                    self.module.name(*symbol) == name
                }
                _ => false,
            }
        })
    }

    /// The first parameter of a method.
    pub(super) fn self_value(&mut self, func: FuncId) -> Value {
        let Some(class) = self.frame.self_class.or(self.module.function(func).class) else {
            return Value::default();
        };
        if self.has_decorator(func, "classmethod") {
            return Value::what(What::Class(class));
        }
        let obj = self.new_obj();
        self.frame.self_obj = Some(obj);
        let what = What::Instance(Type::Local(class));
        Value::new(Data { what, obj: Some(obj), ..Data::default() })
    }

    /// What a method left in `self`, for the other methods of the class. What came by its own parameters is in the
    /// hands of whoever calls it and is not followed from method to method.
    pub(super) fn publish_self(&mut self, func: FuncId) {
        let (Some(class), Some(obj)) = (self.module.function(func).class, self.frame.self_obj) else {
            return;
        };
        for at in 0..self.frame.state.places(obj).len() {
            let (Key::Attr(name), Some(value)) = &self.frame.state.places(obj)[at] else { continue };
            let name = *name;
            let frozen = self.freeze(value, 2);
            let outer = self.without_params(&frozen);
            if self.whole(&outer).taints() != self.whole(&frozen).taints() {
                self.fed.insert((class, name));
            }
            let frozen = outer;
            let joined = match self.attributes.get(&(class, name)) {
                Some(old) => old.join(&frozen),
                None => frozen,
            };
            self.attributes.insert((class, name), joined);
        }
    }

    pub(super) fn without_params(&self, value: &Value) -> Value {
        let of_param = |taint: &Taint| self.origins[taint.origin.0 as usize].param.is_some();
        let mut value = self.without(value, 3, &of_param);
        if value.text().is_some() {
            value.edit().text = None;
        }
        value
    }

    /// An attribute of `self` that callers decide: what they put there is theirs to know.
    pub(super) fn with_field(&mut self, holder: &Value, class: ClassId, name: Symbol, found: Value) -> Value {
        let own = holder.data().and_then(|data| data.obj);
        if own.is_none()
            || own != self.frame.self_obj
            || !matches!(found.refers(), What::Unknown | What::Instance(_))
        {
            return found;
        }
        if !self.is_fed(class, name) {
            return found;
        }
        let taint = self.part_taint(self.func(), 0, ParamPart::Field(name));
        let mut found = found;
        found.absorb(&[taint]);
        if found.as_const().is_some() {
            found.edit().constant = None;
        }
        found
    }

    fn is_fed(&mut self, class: ClassId, name: Symbol) -> bool {
        let mut queue = vec![class];
        let mut at = 0;
        while at < queue.len() && at < MAX_BASES {
            let class = queue[at];
            at += 1;
            if self.fed.contains(&(class, name))
                || self.set_by_methods().contains(&(class, name))
                || self.data_fields(class).contains(&name)
            {
                return true;
            }
            for base in self.bases(class).iter() {
                if let Type::Local(base) = *base
                    && !queue.contains(&base)
                {
                    queue.push(base);
                }
            }
        }
        false
    }

    /// The attributes that methods set, but for constructors and for what never changes: a method that is called for it
    /// may be looked at before the one that sets them.
    fn set_by_methods(&mut self) -> Rc<FxHashSet<(ClassId, Symbol)>> {
        if let Some(known) = &self.set_by_methods {
            return Rc::clone(known);
        }
        let module = self.module;
        let mut found = FxHashSet::default();
        for stmt in &module.stmts {
            let (targets, value) = match &stmt.kind {
                StmtKind::Assign { targets, value } => (targets.as_slice(), *value),
                StmtKind::AnnAssign { target, value: Some(value), .. } => {
                    (std::slice::from_ref(target), *value)
                }
                _ => continue,
            };
            for target in targets {
                let ExprKind::Attr { base, name, .. } = module.expr(*target).kind else { continue };
                let ExprKind::Name(object) = module.expr(base).kind else { continue };
                let Some(var) = self.scopes.resolve(base) else { continue };
                let function = module.function(self.scopes.var(var).owner);
                let is_object = function.params.first().is_some_and(|param| param.name == object);
                let Some(class) = function.class.filter(|_| is_object) else { continue };
                if module.name(function.name) != "__init__" && !is_literal(&module.expr(value).kind) {
                    found.insert((class, name));
                }
            }
        }
        Rc::clone(self.set_by_methods.insert(Rc::new(found)))
    }

    /// `field(init=False)`
    pub(super) fn is_left_out(&self, value: ExprId) -> bool {
        let ExprKind::Call { args, .. } = &self.module.expr(value).kind else { return false };
        args.iter().any(|arg| {
            matches!(arg.kind, ArgKind::Keyword(name) if self.module.name(name) == "init")
                && matches!(self.module.expr(arg.value).kind, ExprKind::Bool(false))
        })
    }

    /// What lies in an attribute of an object, for who calls its methods.
    pub(super) fn field_of(&mut self, holder: &Value, name: Symbol) -> Value {
        if let Some(value) = self.stored(holder, &Key::Attr(name)) {
            return self.seen(&value);
        }
        if let Some(Type::Outside(_)) = holder.class()
            && let Some(value) = self.declared_part(holder, self.module.name(name))
        {
            return self.seen(&value);
        }
        let mut value = Value::default();
        if let Some(Type::Local(class)) = holder.class()
            && let Ok(found) = self.class_member(class, holder, name)
        {
            value = self.with_field(holder, class, name, found);
        }
        if holder.data().is_some_and(|data| data.obj.is_none()) {
            value.absorb(holder.taints());
        }
        self.seen(&value)
    }

    /// `self.name`, `Class.name`: an attribute set by a method, a method, a class attribute, or the dotted name of the
    /// member in a base class from outside.
    pub(super) fn class_member(
        &mut self,
        class: ClassId,
        holder: &Value,
        name: Symbol,
    ) -> Result<Value, Option<NameId>> {
        let bound = matches!(holder.refers(), What::Instance(_));
        let mut queue = vec![class];
        let mut at = 0;
        let mut outside = None;
        while at < queue.len() && at < MAX_BASES {
            let class = queue[at];
            at += 1;
            if let Some(value) = self.attributes.get(&(class, name)).cloned() {
                // What methods put there is not all that an object from outside may have there.
                let given =
                    bound && !holder.taints().is_empty() && self.scopes.class_var(class, name).is_some();
                return Ok(if given { value.join(&self.declared_field(class, name, holder)) } else { value });
            }
            if let Some(var) = self.scopes.class_var(class, name) {
                let info = self.scopes.var(var);
                let value = if info.owner == self.func() { self.read_var(info.slot) } else { None };
                let value = value.or_else(|| self.globals.get(&var).cloned()).unwrap_or_default();
                return Ok(match value.refers().clone() {
                    What::Function(func, None) if bound && !self.is_static(func) => {
                        let func = self.getter(func);
                        let method = Value::what(What::Function(func, Some(holder.clone())));
                        if self.has_decorator(func, "property") || self.has_decorator(func, "cached_property")
                        {
                            self.property(func, holder)
                        } else {
                            method
                        }
                    }
                    What::Function(func, None) if self.has_decorator(func, "classmethod") => {
                        Value::what(What::Function(func, Some(holder.clone())))
                    }
                    What::Function(..) => value,
                    _ if bound && !holder.taints().is_empty() => self.declared_field(class, name, holder),
                    _ => value,
                });
            }
            for base in self.bases(class).iter() {
                match *base {
                    Type::Local(base) if !queue.contains(&base) => queue.push(base),
                    Type::Local(_) => {}
                    Type::Outside(base) => {
                        let text = self.module.name(name);
                        let member = self.names.member(base, name.0, text);
                        if outside.is_none() || self.models.knows(self.names.text(member)) {
                            outside = Some(member);
                        }
                    }
                }
            }
        }
        Err(outside)
    }

    /// A field of an instance that came from outside: what its annotation lets through of what the instance carries.
    pub(super) fn declared_field(&mut self, class: ClassId, name: Symbol, holder: &Value) -> Value {
        let annotation = self.annotation_of(class, name);
        let mut value = annotation.map(|id| self.promised(id)).unwrap_or_default();
        if !self.is_harmless_field(class, name) {
            value.absorb(holder.taints());
        }
        value
    }

    /// What a class itself says of a field.
    pub(super) fn annotation_of(&self, class: ClassId, name: Symbol) -> Option<ExprId> {
        let module = self.module;
        module.class(class).body.iter().find_map(|id| match &module.stmt(*id).kind {
            StmtKind::AnnAssign { target, annotation, .. } => match module.expr(*target).kind {
                ExprKind::Name(field) if field == name => Some(*annotation),
                _ => None,
            },
            _ => None,
        })
    }

    /// Of a property with a setter, the function that is called to read it.
    fn getter(&self, func: FuncId) -> FuncId {
        if !self.has_decorator(func, "setter") {
            return func;
        }
        let function = self.module.function(func);
        let reads = |at: &usize| {
            let other = &self.module.functions[*at];
            other.class == function.class
                && other.name == function.name
                && self.has_decorator(FuncId(*at as u32), "property")
        };
        (1..func.index()).rev().find(reads).map_or(func, |at| FuncId(at as u32))
    }

    /// `@name.setter`: the function that is given what is assigned to an attribute of an object.
    pub(super) fn setter_of(&mut self, holder: &Value, name: Symbol) -> Option<Value> {
        self.module.names.get("setter")?;
        let Some(Type::Local(class)) = holder.class() else { return None };
        let member = self.class_member(class, &Value::what(What::Class(class)), name).ok()?;
        let What::Function(func, _) = *member.refers() else { return None };
        self.has_decorator(func, "setter").then(|| Value::what(What::Function(func, Some(holder.clone()))))
    }

    /// The function that answers for an attribute of an object.
    pub(super) fn property_of(&mut self, class: ClassId, name: Symbol) -> Option<FuncId> {
        let member = self.class_member(class, &Value::what(What::Class(class)), name).ok()?;
        let What::Function(func, _) = *member.refers() else { return None };
        let func = self.getter(func);
        ["property", "cached_property"].iter().any(|word| self.has_decorator(func, word)).then_some(func)
    }

    fn property(&mut self, func: FuncId, holder: &Value) -> Value {
        match self.summary_of(func) {
            Some(summary) => {
                let span = self.module.function(func).name_span;
                let name = self.module.name(self.module.function(func).name).to_owned();
                let given = std::slice::from_ref(holder);
                self.instantiate_value(&summary.returns, &Bound::plain(func, given, span, &name))
            }
            None => Value::default(),
        }
    }

    /// What a name or dotted name means at module level, without evaluating anything.
    pub(super) fn static_ref(&mut self, id: ExprId) -> Value {
        let module = self.module;
        match &module.expr(id).kind {
            ExprKind::Name(name) => match self.scopes.resolve(id) {
                Some(var) => {
                    let info = self.scopes.var(var);
                    let here = if info.owner == self.func() { self.read_var(info.slot) } else { None };
                    here.or_else(|| self.globals.get(&var).cloned()).unwrap_or_default()
                }
                None => self.builtin(*name),
            },
            ExprKind::Attr { base, name, .. } => match self.static_ref(*base).refers() {
                What::Named(outer) => {
                    let member = self.names.member(*outer, name.0, module.name(*name));
                    self.named(member)
                }
                _ => Value::default(),
            },
            ExprKind::Subscript { base, .. } => self.static_ref(*base),
            ExprKind::Call { func, .. } => self.static_ref(*func),
            _ => Value::default(),
        }
    }

    /// The value that an annotation promises.
    pub(super) fn annotated(&mut self, id: ExprId) -> Value {
        let module = self.module;
        match &module.expr(id).kind {
            // `Optional[X]`, `Annotated[X, …]`, `X | None`; a string annotation names its class the same way.
            ExprKind::Subscript { base, index } => {
                let outer = self.static_ref(*base);
                let name = outer
                    .name()
                    .map(|name| self.names.text(name).rsplit('.').next().unwrap_or("").to_owned());
                let first = match &module.expr(*index).kind {
                    ExprKind::Tuple(items) => items.first().copied().unwrap_or(*index),
                    _ => *index,
                };
                match name.as_deref() {
                    Some("Optional" | "Annotated" | "Final" | "ClassVar" | "Required") => {
                        self.annotated(first)
                    }
                    Some("Literal") => Value::what(What::Instance(Type::Outside(self.intern("int")))),
                    _ => self.instance_of(&outer),
                }
            }
            ExprKind::Binary { op: BinOp::Or, left, right } => {
                let left = self.annotated(*left);
                if left.is_unknown() { self.annotated(*right) } else { left }
            }
            ExprKind::Str(text) => {
                let text = text.clone();
                let mut value = Value::default();
                if let Some(symbol) = module.names.get(&text)
                    && let Some(var) = self.scopes.local(FuncId(0), symbol)
                {
                    let known = self.globals.get(&var).cloned().unwrap_or_default();
                    value = self.instance_of(&known);
                }
                value
            }
            _ => {
                let class = self.static_ref(id);
                self.instance_of(&class)
            }
        }
    }

    fn instance_of(&mut self, class: &Value) -> Value {
        match class.refers() {
            What::Class(class) => Value::what(What::Instance(Type::Local(*class))),
            What::Named(name) => {
                // Models name what calling the class gives; an annotation promises the same.
                let given = self.models.effects(self.names.text(*name)).find_map(|effect| match effect {
                    crate::semantic::models::Effect::Type(class) => Some(class),
                    _ => None,
                });
                let class = match given {
                    Some(class) => self.intern(class),
                    None => *name,
                };
                Value::what(What::Instance(Type::Outside(class)))
            }
            _ => Value::default(),
        }
    }

    /// `Class(…)`: a new object; fields of a data class or what `__init__` leaves there.
    pub(super) fn instantiate(
        &mut self,
        id: ExprId,
        class: ClassId,
        args: &[Arg],
        values: &[Value],
    ) -> Value {
        let what = What::Instance(Type::Local(class));
        if self.is_enumeration(class) {
            // One of its own members, or an error.
            return Value::what(what);
        }
        let obj = self.new_obj();
        let instance = Value::new(Data { what, obj: Some(obj), ..Data::default() });
        let init = self.module.names.get("__init__");
        let own = init.and_then(|init| match self.class_member(class, &instance, init) {
            Ok(value) => match value.refers() {
                What::Function(func, _) => Some(*func),
                _ => None,
            },
            Err(_) => None,
        });
        match own {
            Some(func) => match self.summary_of(func) {
                Some(summary) => {
                    let given = self.bind(func, Some(instance.clone()), args, values);
                    self.apply_summary(id, func, &summary, &given, None);
                }
                None => self.frame.unready = true,
            },
            None => {
                let spread = self.fill_fields(class, obj, args, values);
                self.after_fields(id, &instance);
                let mut instance = instance;
                instance.absorb(&spread);
                if self.is_text_class(class) {
                    instance.absorb(&self.made_of_text(id, class, args, values));
                }
                return instance;
            }
        }
        instance
    }

    /// `class Host(str)`: its objects are texts.
    pub(super) fn is_text_class(&mut self, class: ClassId) -> bool {
        self.all_outside_bases(class).iter().any(|base| matches!(&**base, "str" | "bytes"))
    }

    /// What a text of such a class carries, after the checks of its `__new__`.
    fn made_of_text(&mut self, id: ExprId, class: ClassId, args: &[Arg], values: &[Value]) -> Vec<Taint> {
        let holder = Value::what(What::Class(class));
        let new =
            self.module.names.get("__new__").and_then(|new| self.class_member(class, &holder, new).ok());
        if let Some(new) = new
            && let What::Function(func, _) = *new.refers()
            && let Some(summary) = self.summary_of(func)
        {
            let given = self.bind(func, Some(holder), args, values);
            self.apply_summary(id, func, &summary, &given, None);
        }
        let first = args.iter().zip(values).find(|(arg, _)| arg.kind == ArgKind::Positional);
        first.map(|(_, value)| self.seen(value).taints().to_vec()).unwrap_or_default()
    }

    /// `super()`: the object, as an instance of its first base.
    pub(super) fn self_with_bases(&mut self, class: ClassId) -> (Value, Option<Type>) {
        let base = self.bases(class).first().copied();
        let obj = self.frame.self_obj;
        let what = base.map_or(What::Unknown, What::Instance);
        (Value::new(Data { what, obj, ..Data::default() }), base)
    }

    /// Runs a class body: its names become members.
    pub(super) fn class_body(&mut self, class: ClassId) {
        let module = self.module;
        let definition = module.class(class);
        for decorator in &definition.decorators {
            self.eval(*decorator);
        }
        for base in &definition.bases {
            self.eval(base.value);
        }
        let outer = self.frame.class.replace(class);
        self.block(&definition.body);
        self.frame.class = outer;
    }
}

/// A value that stands there as it is.
fn is_literal(kind: &ExprKind) -> bool {
    matches!(
        kind,
        ExprKind::Str(_)
            | ExprKind::Bytes(_)
            | ExprKind::Int(_)
            | ExprKind::Float(_)
            | ExprKind::Bool(_)
            | ExprKind::None
    )
}
