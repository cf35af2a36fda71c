//! Which parameter of a function of the module is given which argument.

use super::engine::Engine;
use super::expr::is_container;
use crate::semantic::value::*;
use crate::syntax::*;

impl Engine<'_> {
    /// Arguments by parameter number.
    pub(super) fn bind(
        &mut self,
        target: FuncId,
        bound: Option<Value>,
        args: &[Arg],
        values: &[Value],
    ) -> Vec<Value> {
        let params = &self.module.function(target).params;
        let mut given = vec![Value::default(); params.len()];
        let mut next = 0;
        if let Some(value) = bound
            && let Some(first) = given.first_mut()
        {
            *first = value;
            next = 1;
        }
        let mut spread = Value::default();
        let mut rest: Vec<Value> = Vec::new();
        let mut named: Vec<(Key, Value)> = Vec::new();
        let star = params.iter().position(|param| param.kind == ParamKind::VarArgs);
        let double = params.iter().position(|param| param.kind == ParamKind::VarKeywords);
        let by_name = |name: Symbol| {
            let fits = |param: &Param| {
                param.name == name && !matches!(param.kind, ParamKind::VarArgs | ParamKind::VarKeywords)
            };
            params.iter().position(fits)
        };
        for (arg, value) in args.iter().zip(values) {
            match arg.kind {
                ArgKind::DoubleStar if self.parameter_that_is(value).is_some() => {
                    self.bind_named(target, next, value, &mut given, &mut named);
                }
                ArgKind::Positional | ArgKind::Star => {
                    let values = match arg.kind {
                        ArgKind::Positional => Some(vec![value.clone()]),
                        _ => self.ordered(value),
                    };
                    let Some(values) = values else {
                        spread.absorb(self.whole(&self.element(value)).taints());
                        continue;
                    };
                    for value in values {
                        match params.get(next).map(|param| param.kind) {
                            Some(ParamKind::VarArgs | ParamKind::VarKeywords | ParamKind::KeywordOnly)
                            | None => rest.push(value),
                            Some(_) => {
                                given[next] = value;
                                next += 1;
                            }
                        }
                    }
                }
                ArgKind::Keyword(name) => match by_name(name) {
                    Some(at) => given[at] = value.clone(),
                    None => named.push((Key::Str(std::rc::Rc::from(self.module.name(name))), value.clone())),
                },
                ArgKind::DoubleStar => {
                    if !value.taints().is_empty() {
                        named.push((Key::Any, value.carried()));
                        if !is_container(value) {
                            named.push((Key::Names, value.carried()));
                        }
                    }
                    let contents = self.contents(value);
                    for (key, inner) in contents {
                        let at = match &key {
                            Key::Str(name) => self.module.names.get(name).and_then(by_name),
                            Key::Any => {
                                spread.absorb(self.whole(&inner).taints());
                                None
                            }
                            _ => None,
                        };
                        match at {
                            Some(at) => given[at] = inner,
                            None => named.push((key, inner)),
                        }
                    }
                    spread.absorb(value.taints());
                }
            }
        }
        if let Some(place) = star.and_then(|at| given.get_mut(at)) {
            let fields = rest.into_iter().enumerate();
            let fields = fields.map(|(at, value)| (Key::Index(at as i64), value)).collect();
            place.edit().fields = Some(std::rc::Rc::new(fields));
            if let Some(tuple) = self.names.find("tuple") {
                place.edit().what = What::Instance(Type::Outside(tuple));
            }
        }
        if let Some(place) = double.and_then(|at| given.get_mut(at)) {
            place.edit().fields = Some(std::rc::Rc::new(named));
            if let Some(dict) = self.names.find("dict") {
                place.edit().what = What::Instance(Type::Outside(dict));
            }
        }
        if !spread.taints().is_empty() {
            given.iter_mut().skip(next).for_each(|place| place.absorb(spread.taints()));
        }
        given
    }
}
