//! Objects whose fields their class declares: data classes, named tuples, models; made from mappings, and turned into
//! them.

use std::rc::Rc;

use super::call::Given;
use super::class::MAX_BASES;
use super::engine::Engine;
use super::known::is_error;
use crate::semantic::value::*;
use crate::syntax::*;

impl Engine<'_> {
    /// Fields of a data class, named tuple or model: annotated names of the class body, in order. Gives what was
    /// spread into the object without its fields being known.
    pub(super) fn fill_fields(
        &mut self,
        class: ClassId,
        obj: ObjId,
        args: &[Arg],
        values: &[Value],
    ) -> Vec<Taint> {
        let module = self.module;
        let fields = self.data_fields(class);
        let bases = self.all_outside_bases(class);
        let base_is = |wanted: &str| bases.iter().any(|base| &**base == wanted);
        let (tuple, typed) = (base_is("typing.NamedTuple"), base_is("typing.TypedDict"));
        let checked = self.is_model(class);
        let error = bases.iter().any(|base| is_error(base));
        let put = |engine: &mut Self, key: Key, value: Value| {
            let Key::Attr(name) = key else { return engine.put(obj, key, value) };
            if let Some(at) = fields.iter().position(|field| *field == name).filter(|_| tuple) {
                engine.put(obj, Key::Index(at as i64), value.clone());
            }
            if typed {
                engine.put(obj, Key::Str(Rc::from(module.name(name))), value.clone());
            }
            // A model refuses what its annotation does not allow.
            let refused = checked && !value.taints().is_empty() && engine.is_harmless_field(class, name);
            let value = if refused { value.with_taints(Vec::new()) } else { value };
            engine.put(obj, key, value);
        };
        let mut spread = Vec::new();
        let mut next = 0;
        for (arg, value) in args.iter().zip(values) {
            match arg.kind {
                ArgKind::Positional => {
                    let key = match fields.get(next) {
                        Some(name) => Key::Attr(*name),
                        // As `args` has it.
                        None if error => Key::Index(next as i64),
                        None => Key::Any,
                    };
                    next += 1;
                    // `Index(os.environ["INDEX"])`: what it was configured with does not come out of its methods.
                    if key != Key::Any || !self.is_operators(value) {
                        put(self, key, value.clone());
                    }
                }
                ArgKind::Keyword(name) => put(self, Key::Attr(name), value.clone()),
                ArgKind::Star => match self.ordered(value) {
                    Some(inner) => {
                        for value in inner {
                            let key = fields.get(next).map_or(Key::Any, |name| Key::Attr(*name));
                            next += 1;
                            put(self, key, value);
                        }
                    }
                    None => put(self, Key::Any, self.element(value)),
                },
                ArgKind::DoubleStar => {
                    for (key, inner) in self.contents(value) {
                        let key = match &key {
                            Key::Str(name) => module.names.get(name).map_or(Key::Any, Key::Attr),
                            _ => Key::Any,
                        };
                        put(self, key, inner);
                    }
                    spread = join_taints(&spread, value.taints());
                }
            }
        }
        spread
    }

    /// A class whose constructor checks what it is given against the annotations.
    fn is_model(&mut self, class: ClassId) -> bool {
        let bases = self.all_outside_bases(class);
        bases.iter().any(|base| matches!(&**base, "pydantic.BaseModel" | "sqlmodel.SQLModel"))
    }

    /// True for a field whose annotation lets nothing through that could be injected.
    pub(super) fn is_harmless_field(&mut self, class: ClassId, name: Symbol) -> bool {
        if let Some(known) = self.harmless_fields.get(&(class, name)) {
            return *known;
        }
        let harmless = self.judge_field(class, name);
        if self.func() != FuncId(0) {
            // The module's names are settled by now.
            self.harmless_fields.insert((class, name), harmless);
        }
        harmless
    }

    fn judge_field(&mut self, class: ClassId, name: Symbol) -> bool {
        let module = self.module;
        let declared = |class: ClassId| {
            module.class(class).body.iter().find_map(|id| match &module.stmt(*id).kind {
                StmtKind::AnnAssign { target, annotation, value } => match module.expr(*target).kind {
                    ExprKind::Name(field) if field == name => Some((*annotation, *value)),
                    _ => None,
                },
                _ => None,
            })
        };
        let mut line = vec![class];
        let mut at = 0;
        while at < line.len() && at < MAX_BASES {
            for base in self.bases(line[at]).iter() {
                if let Type::Local(base) = *base
                    && !line.contains(&base)
                {
                    line.push(base);
                }
            }
            at += 1;
        }
        line.iter().find_map(|class| declared(*class)).is_some_and(|(annotation, value)| {
            value.is_some_and(|value| self.is_patterned(value))
                || self.is_harmless_annotation(annotation, 0)
                || self.is_validated(&line, name)
        })
    }

    /// What is left to do once the fields are there.
    pub(super) fn after_fields(&mut self, id: ExprId, instance: &Value) {
        for name in ["__post_init__", "__attrs_post_init__"] {
            self.protocol(id, instance, name, &[]);
        }
    }

    /// Methods that classes of models and records have without writing them.
    pub(super) fn record_method(
        &mut self,
        id: ExprId,
        base: &Value,
        method: &str,
        given: &Given<'_>,
    ) -> Option<Value> {
        match (base.refers(), method) {
            (
                What::Class(class),
                "model_validate" | "parse_obj" | "model_construct" | "from_orm" | "validate",
            )
            | (What::Class(class), "model_validate_json" | "parse_raw" | "from_json" | "from_dict")
                if !self.has_method(*class, method) =>
            {
                let class = *class;
                let value = given.values.first()?.clone();
                let arg = given.args.first()?;
                let whole = [Arg { kind: ArgKind::DoubleStar, value: arg.value, span: arg.span }];
                let obj = self.new_obj();
                let spread = self.fill_fields(class, obj, &whole, &[value]);
                let what = What::Instance(Type::Local(class));
                let instance = Value::new(Data { what, obj: Some(obj), taints: spread, ..Data::default() });
                self.after_fields(id, &instance);
                Some(instance)
            }
            (What::Instance(Type::Local(class)), "model_dump" | "dict" | "_asdict" | "to_dict")
                if !self.has_method(*class, method) =>
            {
                Some(self.as_mapping(base))
            }
            (What::Instance(Type::Outside(class)), "model_dump" | "dict" | "to_dict")
                if self.world.class(self.names.text(*class)).is_some() =>
            {
                Some(self.as_mapping(base))
            }
            (What::Instance(Type::Local(class)), "model_dump_json" | "json")
                if !self.has_method(*class, method) =>
            {
                Some(self.whole(base).carried())
            }
            (What::Instance(_), "_replace" | "model_copy" | "copy")
                if given.args.iter().any(|arg| matches!(arg.kind, ArgKind::Keyword(_))) =>
            {
                self.replaced(base, method, given)
            }
            _ => None,
        }
    }

    fn has_method(&mut self, class: ClassId, name: &str) -> bool {
        let Some(name) = self.module.names.get(name) else { return false };
        let holder = Value::what(What::Class(class));
        self.class_member(class, &holder, name).is_ok()
    }

    /// The fields of an object as a dict.
    pub(super) fn as_mapping(&mut self, holder: &Value) -> Value {
        let obj = self.new_obj();
        let came_whole = !holder.taints().is_empty() && holder.data().is_some_and(|data| data.obj.is_none());
        let declared = if came_whole { self.declared_fields(holder) } else { None };
        if let Some((fields, more)) = declared.filter(|(fields, _)| !fields.is_empty()) {
            for (name, inner) in fields {
                self.put(obj, Key::Str(name), inner);
            }
            let mut all = self.container("dict", obj);
            all.absorb(if more { holder.taints() } else { &[] });
            return all;
        }
        for (key, inner) in self.contents(holder) {
            match key {
                Key::Attr(name) => self.put(obj, Key::Str(Rc::from(self.module.name(name))), inner),
                Key::Any => self.add(obj, inner),
                _ => {}
            }
        }
        let mut all = self.container("dict", obj);
        all.absorb(holder.taints());
        all
    }

    /// A copy with other values in some fields.
    fn replaced(&mut self, base: &Value, method: &str, given: &Given<'_>) -> Option<Value> {
        let copy = self.copied(base, 0);
        let obj = copy.data()?.obj?;
        for (arg, value) in given.args.iter().zip(&given.values) {
            let ArgKind::Keyword(name) = arg.kind else { continue };
            if method != "_replace" {
                // `model_copy(update={…})`
                for (key, inner) in self.contents(value) {
                    if let Key::Str(field) = &key
                        && let Some(field) = self.module.names.get(field)
                    {
                        self.put(obj, Key::Attr(field), inner);
                    }
                }
                continue;
            }
            // The position stands in front of the field that it is.
            let places = self.frame.state.places(obj);
            let at = places.iter().position(|(key, _)| *key == Key::Attr(name));
            let before = at.and_then(|at| places.get(at.checked_sub(1)?));
            if let Some((Key::Index(at), _)) = before {
                self.frame.state.set_field(obj, Key::Index(*at), value.clone());
            }
            self.put(obj, Key::Attr(name), value.clone());
        }
        Some(copy)
    }
}
