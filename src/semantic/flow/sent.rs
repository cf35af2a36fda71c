//! `generator.send(value)`: what is sent in is what the `yield` inside gives.

use std::rc::Rc;

use super::call::Given;
use super::engine::Engine;
use super::expr::is_container;
use crate::semantic::models::SourceClass;
use crate::semantic::value::*;
use crate::syntax::*;

/// Where a generator remembers what runs in it.
const RUNS: &str = ".send";

impl Engine<'_> {
    /// What a `yield` gives, where anything may be sent in: for those who send, as a parameter behind the last.
    pub(super) fn sent_in(&mut self, id: ExprId) -> Value {
        let func = self.func();
        let sends = ["send", "asend"].iter().any(|name| self.module.names.get(name).is_some());
        if !sends || func.0 == 0 {
            return Value::default();
        }
        self.frame.is_sent = true;
        self.parts_made = true;
        let at = self.module.function(func).params.len() as u32;
        let class = SourceClass::Parameter;
        let span = self.module.expr(id).span;
        let note = |_: &Self| "sent into the generator".to_owned();
        let origin = self.origin_of(class, Some((func, at)), Some(ParamPart::Sent), span, note);
        let taint = self.taint(origin, class.kinds());
        Value::default().with_taints(vec![taint])
    }

    /// A generator that was just made.
    pub(super) fn running(&mut self, target: FuncId, mut generator: Value) -> Value {
        let mut fields = self.contents(&generator);
        fields.push((Key::Str(Rc::from(RUNS)), Value::what(What::Function(target, None))));
        let class = self.intern("generator");
        let data = generator.edit();
        (data.obj, data.fields, data.what) =
            (None, Some(Rc::new(fields)), What::Instance(Type::Outside(class)));
        generator
    }

    /// `generator.send(value)`
    pub(super) fn sent_to_generator(
        &mut self,
        id: ExprId,
        func: ExprId,
        base: &Value,
        given: &Given<'_>,
    ) -> Option<Value> {
        let run = self.stored(base, &Key::Str(Rc::from(RUNS)))?;
        let What::Function(target, None) = *run.refers() else { return None };
        let summary = self.summary_of(target)?;
        let mut values = vec![Value::default(); self.module.function(target).params.len()];
        values.push(given.values.first().cloned().unwrap_or_default());
        let out = self.apply_summary(id, target, &summary, &values, None);
        let out = self.element(&out);
        // A later turn may give it too.
        if !self.whole(&out).taints().is_empty()
            && let ExprKind::Attr { base: holder, .. } = self.module.expr(func).kind
            && is_container(base)
            && let Some(obj) = self.container_of(holder, base)
        {
            self.add(obj, out.clone());
        }
        let before = self.given_out(base);
        Some(before.join(&out))
    }

    /// What a generator gives, but for what it remembers.
    fn given_out(&self, generator: &Value) -> Value {
        self.stored(generator, &Key::Any).unwrap_or_default()
    }
}
