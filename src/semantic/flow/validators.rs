//! Methods of models that check fields, or the whole of what an object is made of.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::engine::Engine;
use crate::semantic::models::Kinds;
use crate::semantic::value::*;
use crate::syntax::*;

/// Methods that check what objects are made of, by class.
pub(super) type Validators = FxHashMap<ClassId, Vec<(FuncId, Validator)>>;

/// What such a method looks at.
#[derive(Debug, Clone, Copy)]
pub(super) enum Validator {
    /// The fields that the decorator names.
    Field(ExprId),
    /// The whole object, or the mapping that it is to be made of.
    Model,
}

impl Engine<'_> {
    /// A method of one of these classes lets only harmless values of a field through: `@field_validator("name")`, or one
    /// that looks at the object, or at what it is to be made of.
    pub(super) fn is_validated(&mut self, line: &[ClassId], name: Symbol) -> bool {
        if !self.mentions("pydantic") {
            return false;
        }
        let validators = self.validators();
        let methods = line.iter().filter_map(|class| validators.get(class)).flatten();
        methods.copied().any(|(func, validator)| {
            let Some(summary) = &self.summaries[func.index()] else { return false };
            let kinds = match validator {
                Validator::Field(decorator) if self.speaks_of_field(decorator, name) => summary.checks.of(1),
                Validator::Field(_) => Kinds::NONE,
                Validator::Model => {
                    let of = |(origin, kinds): &(OriginId, Kinds)| {
                        let origin = &self.origins[origin.0 as usize];
                        let is_meant = match origin.part {
                            Some(ParamPart::Field(field)) => field == name,
                            Some(ParamPart::Key(key)) => {
                                *self.keys[key.0 as usize] == *self.module.name(name)
                            }
                            _ => false,
                        };
                        is_meant.then_some(*kinds)
                    };
                    summary.checks.others.iter().filter_map(of).fold(Kinds::NONE, |all, kinds| all | kinds)
                }
            };
            (Kinds::OUTSIDE & !kinds).is_empty()
        })
    }

    /// `@field_validator("name")`
    fn speaks_of_field(&self, decorator: ExprId, name: Symbol) -> bool {
        let module = self.module;
        let ExprKind::Call { args, .. } = &module.expr(decorator).kind else { return false };
        let named = |arg: &Arg| matches!(&module.expr(arg.value).kind, ExprKind::Str(text) if **text == *module.name(name));
        args.iter().any(named)
    }

    /// True for a method that looks at whole objects of its class.
    pub(super) fn is_validator(&mut self, func: FuncId) -> bool {
        let Some(class) = self.module.function(func).class.filter(|_| self.mentions("pydantic")) else {
            return false;
        };
        let validators = self.validators();
        let mut own = validators.get(&class).into_iter().flatten();
        own.any(|(known, validator)| *known == func && matches!(validator, Validator::Model))
    }

    /// The methods that check what objects of a class are made of, by class.
    fn validators(&mut self) -> Rc<Validators> {
        if let Some(known) = &self.validators {
            return Rc::clone(known);
        }
        let module = self.module;
        let mut found = Validators::default();
        for (at, function) in module.functions.iter().enumerate() {
            let Some(class) = function.class else { continue };
            for decorator in &function.decorators {
                let called = match &module.expr(*decorator).kind {
                    ExprKind::Call { func, .. } => *func,
                    _ => *decorator,
                };
                let (ExprKind::Name(word) | ExprKind::Attr { name: word, .. }) = &module.expr(called).kind
                else {
                    continue;
                };
                let validator = match module.name(*word) {
                    "field_validator" | "validator" => Validator::Field(*decorator),
                    "model_validator" | "root_validator" => Validator::Model,
                    _ => continue,
                };
                found.entry(class).or_default().push((FuncId(at as u32), validator));
            }
        }
        Rc::clone(self.validators.insert(Rc::new(found)))
    }
}
