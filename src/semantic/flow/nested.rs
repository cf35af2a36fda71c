//! Parts of parts of parameters: a key of what lies under a key, one place of each element, the values of a mapping.

use super::engine::Engine;
use super::expr::is_container;
use crate::semantic::value::*;
use crate::syntax::*;

/// Parts inside parts are told apart this deep.
const MAX_DEPTH: u32 = 3;
/// Targets of more names than this are not told apart.
const MAX_PLACES: usize = 8;
/// So many names may stand between a part and where it is read on.
const MAX_NAMES: usize = 8;

impl Engine<'_> {
    /// A part inside a part.
    fn within(&mut self, outer: ParamPart, inner: ParamPart) -> Option<ParamPart> {
        let (mut depth, mut at) = (1, outer);
        while let ParamPart::Within(path) = at {
            at = self.nests[path.0 as usize].0;
            depth += 1;
        }
        if depth >= MAX_DEPTH {
            return None;
        }
        let known = self.nests.iter().position(|path| *path == (outer, inner));
        let at = known.unwrap_or_else(|| {
            self.nests.push((outer, inner));
            self.nests.len() - 1
        });
        Some(ParamPart::Within(PathId(at as u32)))
    }

    /// What was read of `base` at this place, where `base` is a part of a parameter of the function that is looked at.
    pub(super) fn item_of_part(&mut self, base: &Value, key: &Key) -> Option<Value> {
        if !self.parts_made || base.taints().is_empty() {
            return None;
        }
        let (taint, param, outer) = self.part_that_is(base)?;
        let inner = self.part_of(key)?;
        let part = self.within(outer, inner)?;
        if !self.takes_part((param, part)) {
            return None;
        }
        let new = self.part_taint(self.func(), param, part);
        let others: Vec<Taint> = base.taints().iter().filter(|one| **one != taint).copied().collect();
        let taints = join_taints(&others, &[Taint { kinds: new.kinds & taint.kinds, ..new }]);
        Some(Value::default().with_taints(taints))
    }

    /// The part of a parameter that a value is, under whatever name; nothing else was done to it.
    fn part_that_is(&self, value: &Value) -> Option<(Taint, u32, ParamPart)> {
        let data = value.data().filter(|data| data.text.is_none() && !is_container(value))?;
        if data.what != What::Unknown {
            return None;
        }
        let own = |taint: &&Taint| {
            let origin = &self.origins[taint.origin.0 as usize];
            origin.param.is_some_and(|(func, _)| func == self.func())
        };
        let taint = *data.taints.iter().find(own)?;
        if data.taints.iter().filter(own).count() > 1 {
            return None;
        }
        let origin = &self.origins[taint.origin.0 as usize];
        let (param, part) = (origin.param?.1, origin.part.filter(|part| part.is_item())?);
        let mut step = &self.steps[taint.step.0 as usize];
        for _ in 0..MAX_NAMES {
            let Some(before) = step.before else { return Some((taint, param, part)) };
            if !step.note.starts_with("assigned to") {
                return None;
            }
            step = &self.steps[before.0 as usize];
        }
        None
    }

    /// What a caller passed at a part of a part; `None` where what it passed has no such place.
    pub(super) fn passed_within(&mut self, holder: &Value, path: PathId) -> Option<Vec<Taint>> {
        let (outer, inner) = self.nests[path.0 as usize];
        let held = self.held_at(holder, outer, MAX_DEPTH)?;
        Some(self.passed_part(&held, inner))
    }

    fn held_at(&self, holder: &Value, part: ParamPart, depth: u32) -> Option<Value> {
        if depth == 0 || !is_container(holder) || !holder.taints().is_empty() {
            return None;
        }
        match part {
            ParamPart::Within(path) => {
                let (outer, inner) = self.nests[path.0 as usize];
                let held = self.held_at(holder, outer, depth - 1)?;
                self.held_at(&held, inner, depth - 1)
            }
            ParamPart::Each if self.is_mapping(holder) => None,
            ParamPart::Each | ParamPart::Values => {
                // Elements lie in containers of their own.
                let all = self.contents(holder).into_iter().filter(|(key, _)| *key != Key::Names);
                all.map(|(_, value)| self.freeze(&value, 2)).reduce(|left, right| left.join(&right))
            }
            part => self.stored(holder, &self.key_of_id(part)),
        }
    }

    /// `for first, second in pairs`, `for key, value in mapping.items()` of a parameter: each place by itself.
    pub(super) fn places_of_each(&mut self, target: ExprId, iter: ExprId, item: Value) -> Value {
        if item.taints().is_empty() || self.func().0 == 0 {
            return item;
        }
        let module = self.module;
        let (holder, method) = match &module.expr(iter).kind {
            ExprKind::Name(_) => (iter, ""),
            ExprKind::Call { func, args, .. } if args.is_empty() => match module.expr(*func).kind {
                ExprKind::Attr { base, name, .. } => (base, module.name(name)),
                _ => return item,
            },
            _ => return item,
        };
        if !matches!(module.expr(holder).kind, ExprKind::Name(_)) {
            return item;
        }
        let places = match &module.expr(target).kind {
            ExprKind::Tuple(items) => items.len(),
            _ => 0,
        };
        let fits = match method {
            "" => (1..=MAX_PLACES).contains(&places),
            "items" => places == 2,
            "values" | "keys" => true,
            _ => false,
        };
        if !fits {
            return item;
        }
        let value = self.peek(holder);
        if is_container(&value) || self.plain_parameter(&value).is_none() {
            return item;
        }
        let part = |engine: &mut Self, at: usize| match (method, at) {
            ("", at) => engine.within(ParamPart::Each, ParamPart::At(at as u32)),
            ("values", _) | ("items", 1) => Some(ParamPart::Values),
            _ => Some(ParamPart::Each),
        };
        if matches!(method, "values" | "keys") {
            return match part(self, 0) {
                Some(part) => self.narrowed(value.carried(), &value, part),
                None => item,
            };
        }
        let mut fields = Vec::new();
        for at in 0..places {
            let Some(part) = part(self, at) else { return item };
            fields.push((Key::Index(at as i64), self.narrowed(value.carried(), &value, part)));
        }
        let mut apart = item;
        apart.edit().fields = Some(std::rc::Rc::new(fields));
        apart
    }
}
