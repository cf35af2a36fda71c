//! What callers in other modules pass to the functions of this one.

use super::engine::Engine;
use crate::semantic::far::{Part, Seed};
use crate::semantic::value::*;
use crate::source::Span;
use crate::syntax::*;

impl<'m> Engine<'m> {
    /// What callers elsewhere pass for a parameter.
    pub(super) fn seeded(&mut self, func: FuncId, param: u32, span: Span) -> Vec<Taint> {
        let mut all = Vec::new();
        for (part, taints) in self.seeds_of(func, param, span) {
            if part.is_none() {
                all = join_taints(&all, &taints);
            }
        }
        all
    }

    /// True for what callers elsewhere pass to this function: who else calls it passes something of their own.
    pub(super) fn is_seed_of(&self, origin: OriginId, func: FuncId) -> bool {
        self.wholes(origin).any(|origin| self.seeded.get(&origin) == Some(&func))
    }

    /// Callers elsewhere pass something at places of this parameter.
    pub(super) fn is_passed_in_parts(&self, func: FuncId, param: u32) -> bool {
        let name = &self.module.function(func).qualname;
        self.world
            .seeds()
            .iter()
            .any(|seed| seed.to.param == param && seed.to.part.is_some() && seed.function == *name)
    }

    fn seeds_of(&mut self, func: FuncId, param: u32, span: Span) -> Vec<(Option<&'m Part>, Vec<Taint>)> {
        let world = self.world;
        if world.seeds().is_empty() {
            return Vec::new();
        }
        let name = &self.module.function(func).qualname;
        let fits = |seed: &&Seed| seed.to.param == param && seed.function == *name;
        let seeds: Vec<&'m Seed> = world.seeds().iter().filter(fits).collect();
        let mut found: Vec<(Option<&'m Part>, Vec<Taint>)> = Vec::new();
        for seed in seeds {
            let origin = self.origin_from(&seed.source, span);
            self.seeded.insert(origin, func);
            let taint = self.taint(origin, seed.source.kinds);
            let part = seed.to.part.as_ref();
            match found.iter_mut().find(|(known, _)| *known == part) {
                Some((_, taints)) => *taints = join_taints(taints, &[taint]),
                None => found.push((part, vec![taint])),
            }
        }
        found
    }

    /// Puts what callers elsewhere pass as parts of a parameter into the object that it is.
    pub(super) fn seed_parts(&mut self, func: FuncId, param: u32, span: Span, obj: ObjId) {
        for (part, mut taints) in self.seeds_of(func, param, span) {
            let Some(part) = part else { continue };
            let key = self.key_of_part(part);
            // The callers in this file are asked as before.
            let own = match (&key, part) {
                (Key::Attr(name), _) => Some(ParamPart::Field(*name)),
                (_, Part::Item(name)) => Some(ParamPart::Key(self.key_id(name))),
                (_, Part::At(at)) => u32::try_from(*at).ok().map(ParamPart::At),
                (_, Part::Each) => Some(ParamPart::Each),
                _ => None,
            };
            if let Some(own) = own {
                let taint = self.part_taint(func, param, own);
                taints = join_taints(&taints, &[taint]);
            }
            self.put(obj, key, Value::default().with_taints(taints));
        }
    }
}
