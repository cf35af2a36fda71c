//! How a function is left: what it gives back, what it leaves in its parameters, and what is clean on every way out.

use super::engine::{Engine, Frame};
use super::summary::{Cleaned, Leaf};
use crate::semantic::models::Kinds;
use crate::semantic::value::*;
use crate::syntax::*;

/// So many parts of parameters, and attributes of objects, are told to be clean where a function has returned.
const MAX_OTHERS: usize = 64;

impl Engine<'_> {
    /// A value leaves the function.
    pub(super) fn leave(&mut self, value: Value, expr: Option<ExprId>) {
        if self.frame.state.dead {
            return;
        }
        if let Some(expr) = expr {
            self.returned_to_client(expr, &value);
        }
        self.note_leaves();
        if self.module.function(self.func()).is_generator {
            // A call gives what is yielded.
            return;
        }
        let same = self.parameter_that_is(&value);
        self.frame.same = match self.frame.same {
            Some(known) if known != same => Some(None),
            _ => Some(same),
        };
        let frozen = self.freeze(&value, 2);
        let joined = match self.frame.returns.take() {
            Some(known) => known.join(&frozen),
            None => frozen,
        };
        self.frame.returns = Some(joined);
        self.note_passed(|frame| &mut frame.returned, None);
        // A function that answers yes or no: what holds where the answer is yes.
        let truth = value.as_const().map(Const::truth);
        // Checks are told by parameter, or by a part of one.
        let told = self.frame.params.iter().any(Option::is_some) || !self.frame.param_objs.is_empty();
        let answer = expr.filter(|_| truth.is_none() && told);
        if truth != Some(true) {
            self.note_passed(|frame| &mut frame.returned_false, answer.map(|answer| (answer, false)));
        }
        if truth != Some(false) {
            self.note_passed(|frame| &mut frame.returned_true, answer.map(|answer| (answer, true)));
        }
    }

    /// Takes what is clean on this way out into what is on all, where an `answer` turned out like this.
    fn note_passed(&mut self, of: fn(&mut Frame) -> &mut Option<Cleaned>, answer: Option<(ExprId, bool)>) {
        let mark = self.frame.state.mark();
        if let Some((answer, truth)) = answer {
            self.refine(answer, truth);
        }
        let known = of(&mut self.frame).take();
        let passed = self.passed_checks(known.as_ref());
        let met = match known {
            Some(mut known) => {
                known.meet(&passed);
                known
            }
            None => passed,
        };
        *of(&mut self.frame) = Some(met);
        self.frame.state.undo(mark);
    }

    /// At the `yield` of a context manager the body of the `with` begins: what was checked before holds in it.
    pub(super) fn note_entered(&mut self) {
        let func = self.func();
        if !self.frame.state.dead
            && ["contextmanager", "asynccontextmanager"].iter().any(|name| self.has_decorator(func, name))
        {
            self.note_passed(|frame| &mut frame.returned, None);
        }
    }

    /// An exception leaves: to the handlers around it, or to the callers.
    pub(super) fn raised(&mut self, value: &Value) {
        let value = self.freeze(value, 2);
        if self.whole(&value).taints().is_empty() {
            return;
        }
        let place = match self.frame.tries.last_mut() {
            Some(place) => place,
            None => &mut self.frame.raises,
        };
        *place = if place.is_unknown() { value } else { place.join(&value) };
    }

    /// What lies in the parameters on this way out.
    fn note_leaves(&mut self) {
        let mut now: Vec<Leaf> = Vec::new();
        for &(param, obj) in &self.frame.param_objs {
            for (key, value) in self.frame.state.fields(obj) {
                let value = self.freeze(value, 2);
                now.push(Leaf { param, key: key.clone(), value, sure: true });
            }
        }
        let Some(mut known) = self.frame.leaves.take() else {
            self.frame.leaves = Some(now);
            return;
        };
        for leaf in &mut known {
            match now.iter().position(|other| other.param == leaf.param && other.key == leaf.key) {
                Some(at) => {
                    let other = now.swap_remove(at);
                    leaf.value = leaf.value.join(&other.value);
                }
                None => leaf.sure = false,
            }
        }
        known.extend(now.into_iter().map(|leaf| Leaf { sure: false, ..leaf }));
        crate::source::sort(&mut known, |one, other| (one.param, &one.key).cmp(&(other.param, &other.key)));
        self.frame.leaves = Some(known);
    }

    /// What is clean on this path; with what is `known` of other ways out, only what is clean on these.
    fn passed_checks(&mut self, known: Option<&Cleaned>) -> Cleaned {
        let mut others = match known {
            Some(known) if known.others.is_empty() => Vec::new(),
            _ => self.replaced_parts(),
        };
        let state = &self.frame.state;
        let of = |origin: &Option<OriginId>| origin.map(|origin| state.cleaned(origin)).unwrap_or_default();
        let params = self.frame.params.iter().enumerate().map(|(at, origin)| (at as u32, of(origin)));
        match known {
            Some(known) => {
                others.extend(known.others.iter().map(|(origin, _)| (*origin, state.cleaned(*origin))));
            }
            None => {
                let part = |(origin, _): &(OriginId, Kinds)| !self.frame.params.contains(&Some(*origin));
                others.extend(state.all_cleaned().filter(part));
            }
        }
        // Of what was replaced all is clean: it comes first.
        others.sort_unstable_by_key(|(origin, kinds)| (*origin, std::cmp::Reverse(*kinds)));
        others.dedup_by_key(|(origin, _)| *origin);
        others.truncate(MAX_OTHERS);
        Cleaned { params: params.collect(), others }
    }

    /// Attributes of the object that were asked for, and have something harmless in the place of it by now.
    fn replaced_parts(&mut self) -> Vec<(OriginId, Kinds)> {
        let func = self.func();
        if self.frame.param_objs.is_empty() {
            return Vec::new();
        }
        let validates = self.is_validator(func);
        let mut found = Vec::new();
        for &(param, obj) in &self.frame.param_objs {
            for (key, value) in self.frame.state.fields(obj) {
                let Key::Attr(name) = key else { continue };
                if self.whole(value).taints().is_empty() {
                    found.push((param, ParamPart::Field(*name)));
                }
            }
        }
        let origin = |(param, part)| {
            let known = self.part_origin(func, param, part);
            // On another way it may be asked for yet.
            let origin = known.or_else(|| validates.then(|| self.part_taint(func, param, part).origin));
            Some((origin?, Kinds::ALL))
        };
        found.into_iter().filter_map(origin).collect()
    }
}
