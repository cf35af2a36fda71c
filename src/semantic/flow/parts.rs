//! Parts of parameters: what only callers can tell, and values without it.

use std::rc::Rc;

use super::engine::Engine;
use super::expr::{is_container, less};
use crate::semantic::models::{Kinds, SourceClass};
use crate::semantic::value::*;
use crate::source::Span;
use crate::syntax::*;

impl Engine<'_> {
    /// The taint of a part of a parameter: for callers, who know what they passed; rules never see it.
    pub(super) fn part_taint(&mut self, func: FuncId, param: u32, part: ParamPart) -> Taint {
        self.parts_made = true;
        let span = self.span_of_parts(func, param);
        let note = |engine: &Self| match part {
            ParamPart::Field(_) | ParamPart::Result(_) => "part of a parameter".to_owned(),
            ParamPart::Key(name) if engine.is_named(func, param) => {
                format!("`{}` is passed by name", engine.keys[name.0 as usize])
            }
            _ => {
                let function = engine.module.function(func);
                let name =
                    function.params.get(param as usize).map_or("", |param| engine.module.name(param.name));
                format!("`{name}` is a parameter of `{}`", engine.module.name(function.name))
            }
        };
        let class = SourceClass::Parameter;
        let origin = self.origin_of(class, Some((func, param)), Some(part), span, note);
        self.taint(origin, class.kinds())
    }

    fn span_of_parts(&self, func: FuncId, param: u32) -> Span {
        let function = self.module.function(func);
        function.params.get(param as usize).map_or(function.name_span, |param| param.span)
    }

    /// Where the taint of a part of a parameter comes from, if any was made.
    pub(super) fn part_origin(&self, func: FuncId, param: u32, part: ParamPart) -> Option<OriginId> {
        let span = self.span_of_parts(func, param);
        self.origin_index.get(&(span, SourceClass::Parameter, Some((func, param)), Some(part))).copied()
    }

    /// Applies what a function tells of what it did not let pass, beside its parameters as a whole.
    pub(super) fn clean_others(&mut self, others: &[(OriginId, Kinds)], given: &[Value]) {
        for (origin, kinds) in others {
            let Origin { param, part, .. } = self.origins[origin.0 as usize];
            match (param, part) {
                (Some((_, param)), Some(part)) => {
                    if let Some(holder) = given.get(param as usize) {
                        self.clean_part(&holder.clone(), part, *kinds);
                    }
                }
                (Some(_), None) => {}
                // What lies in the attributes of the object is the same for all of its methods.
                (None, _) => self.frame.state.clean(*origin, *kinds),
            }
        }
    }

    /// A part of an argument is clean of these kinds.
    pub(super) fn clean_part(&mut self, holder: &Value, part: ParamPart, kinds: Kinds) {
        let key = match part {
            ParamPart::Field(name) => Key::Attr(name),
            ParamPart::Key(_) | ParamPart::At(_) => self.key_of_id(part),
            _ => return,
        };
        if self.clean_stored(holder, &key, kinds) {
            return;
        }
        let taints = match part {
            ParamPart::Field(name) => self.field_of(holder, name).taints().to_vec(),
            _ => self.passed_part(holder, part),
        };
        // What is no part itself stands for other parts too.
        self.clean_parts(&Value::default().with_taints(taints), kinds);
    }

    /// The parts of parameters that a value is made of are clean of these kinds.
    pub(super) fn clean_parts(&mut self, value: &Value, kinds: Kinds) {
        for taint in value.taints() {
            let origin = &self.origins[taint.origin.0 as usize];
            if origin.part.is_some() || origin.of.is_some() {
                self.frame.state.clean(taint.origin, kinds);
            }
        }
    }

    /// What lies at a place of an object is clean of these kinds; false where nothing is known to lie there.
    pub(super) fn clean_stored(&mut self, holder: &Value, key: &Key, kinds: Kinds) -> bool {
        let Some(obj) = holder.data().and_then(|data| data.obj) else { return false };
        let Some(stored) = self.stored(holder, key) else { return false };
        if is_container(&stored) {
            self.clean_value(Some(&stored), kinds);
        } else {
            let kinds = self.with_below(&stored, kinds);
            let left = less(stored.taints(), kinds);
            self.put(obj, key.clone(), stored.with_taints(left));
        }
        true
    }

    /// The parameter is `**named`.
    pub(super) fn is_named(&self, func: FuncId, param: u32) -> bool {
        let params = &self.module.function(func).params;
        params.get(param as usize).is_some_and(|param| param.kind == ParamKind::VarKeywords)
    }

    /// True for a taint that only callers can make anything of. What was passed by name is a parameter of its own.
    pub(super) fn is_part(&self, taint: &Taint) -> bool {
        let part = || self.origins[taint.origin.0 as usize].part;
        self.parts_made
            && matches!(part(), Some(ParamPart::Field(_) | ParamPart::Result(_) | ParamPart::Sent))
    }

    /// A value without what only callers can make anything of.
    pub(super) fn without_parts(&self, value: Value, depth: u32) -> Value {
        let is_bare = |data: &Data| data.taints.is_empty() && data.fields.is_none() && data.text.is_none();
        if !self.parts_made || value.data().is_none_or(is_bare) {
            return value;
        }
        let is_part = |taint: &Taint| self.is_part(taint);
        if carries(&value, depth, &is_part) { self.without(&value, depth, &is_part) } else { value }
    }

    /// A value without some taints, in its contents and pieces too.
    pub(super) fn without(&self, value: &Value, depth: u32, gone: &dyn Fn(&Taint) -> bool) -> Value {
        if !carries(value, depth, gone) {
            return value.clone();
        }
        let Some(data) = value.data() else { return Value::default() };
        let mut cleaned = value.clone();
        if data.taints.iter().any(gone) {
            cleaned.edit().taints.retain(|taint| !gone(taint));
        }
        if depth == 0 {
            return cleaned;
        }
        if let Some(fields) = &data.fields {
            let fields =
                fields.iter().map(|(key, inner)| (key.clone(), self.without(inner, depth - 1, gone)));
            cleaned.edit().fields = Some(Rc::new(fields.collect()));
        }
        if let Some(text) = &data.text {
            let pieces = text.pieces.iter().map(|piece| match piece {
                Piece::Hole(hole, expr) => Piece::Hole(self.without(hole, depth - 1, gone), *expr),
                piece => piece.clone(),
            });
            cleaned.edit().text = Some(Rc::new(Text { pieces: pieces.collect() }));
        }
        cleaned
    }

    /// The parameter that a value is, as a whole.
    pub(super) fn parameter_that_is(&self, value: &Value) -> Option<u32> {
        let data = value.data()?;
        if let Some(obj) = data.obj {
            return self.frame.param_objs.iter().find(|(_, known)| *known == obj).map(|(param, _)| *param);
        }
        if value.taints().is_empty() {
            return None;
        }
        let at = self.frame.entry.iter().position(|entry| entry == value)?;
        let origin = self.frame.params.get(at).copied().flatten()?;
        // Of whatever length, it is what came in.
        (self.frame.state.cleaned(origin) & !Kinds::LONG).is_empty().then_some(at as u32)
    }
}

/// True when the value, its contents or its pieces have such a taint.
fn carries(value: &Value, depth: u32, is_meant: &dyn Fn(&Taint) -> bool) -> bool {
    let Some(data) = value.data() else { return false };
    if data.taints.iter().any(is_meant) {
        return true;
    }
    if depth == 0 {
        return false;
    }
    let in_piece = |piece: &Piece| match piece {
        Piece::Hole(hole, _) => carries(hole, depth - 1, is_meant),
        Piece::Lit(_) => false,
    };
    let fields = data.fields.iter().flat_map(|fields| fields.iter());
    let mut pieces = data.text.iter().flat_map(|text| &text.pieces);
    fields.map(|(_, inner)| inner).any(|inner| carries(inner, depth - 1, is_meant)) || pieces.any(in_piece)
}
