//! What a module tells others of its functions and classes.

use super::abroad::is_told;
use super::engine::Engine;
use super::expr::less;
use super::summary::{Cleaned, Summary};
use crate::semantic::far::{FarClass, FarField, FarFunction, FarLeaf, FarSource, Part, Port, add};
use crate::semantic::models::{Kind, Kinds, When};
use crate::semantic::value::*;
use crate::syntax::*;

/// So many parts of what a function gives back, and of what it leaves, are told apart.
const MAX_PARTS: usize = 24;

impl Engine<'_> {
    /// What the functions and methods of this module do, for the callers elsewhere.
    pub fn exports(&mut self) -> Vec<(String, FarFunction)> {
        let module = self.module;
        let mut found = Vec::new();
        for (at, function) in module.functions.iter().enumerate().skip(1) {
            let outer = function.parent.is_some_and(|parent| parent.0 == 0);
            let Some(summary) = self.summaries[at].clone().filter(|_| outer) else { continue };
            let far = self.export(FuncId(at as u32), &summary);
            // That a method does nothing to data is worth knowing of an object that holds some; one that only says that
            // others must have it is no such thing.
            if !far.is_silent() || (far.is_method && !summary.diverges) {
                found.push((function.qualname.clone(), far));
            }
        }
        found
    }

    fn export(&mut self, func: FuncId, summary: &Summary) -> FarFunction {
        let module = self.module;
        let function = module.function(func);
        let params = function.params.iter().map(|param| (module.name(param.name).to_owned(), param.kind));
        let mut far = FarFunction {
            params: params.collect(),
            is_method: function.class.is_some() && !self.is_static(func),
            is_property: ["property", "cached_property"].iter().any(|word| self.has_decorator(func, word)),
            checks: self.far_cleaned(func, &summary.checks),
            guards: self.far_cleaned(func, &summary.guards),
            refusals: self.far_cleaned(func, &summary.refusals),
            // A method that only raises is there for classes that do it otherwise.
            diverges: summary.diverges && !function.is_generator && function.class.is_none(),
            same: summary.same,
            wraps: self.far_wraps(func, false),
            ..FarFunction::default()
        };
        if far.wraps.is_empty() {
            far.wraps = self.far_wraps(func, true);
            far.makes_wrapper = !far.wraps.is_empty();
        }
        let returns = &summary.returns;
        let fields = returns.data().and_then(|data| data.fields.clone()).unwrap_or_default();
        let apart = fields.len() <= MAX_PARTS;
        let own = if apart { returns.clone() } else { self.whole(returns) };
        self.give(func, &own, None, &mut far);
        for (key, inner) in fields.iter().filter(|_| apart) {
            let part = self.part_of_key(key);
            far.parts.extend(part.clone());
            let inner = self.whole(inner);
            // What lies somewhere inside a container is no page when that is sent.
            let hidden = if part.is_none() { Kinds::of(&[Kind::Html]) } else { Kinds::NONE };
            let inner = inner.with_taints(less(inner.taints(), hidden));
            self.give(func, &inner, part.as_ref(), &mut far);
        }
        if let Some(param) = summary.same {
            add(&mut far.passes, (Port::whole(param), None), Kinds::ALL);
        }
        far.class = returns.class().and_then(|class| self.name_of_class(class));
        let mut sinks = Vec::new();
        for sink in &summary.sinks {
            sinks.push((sink.param, sink.part, sink.kinds & Kinds::of(&[sink.site.kind])));
        }
        sinks.extend(summary.far.iter().map(|sink| (sink.param, sink.part, sink.kinds)));
        far.reaching = sinks.len();
        let onward = summary.far.iter().filter_map(|sink| sink.function.split_once("::"));
        far.onward = onward.map(|(file, _)| file.to_owned()).collect();
        far.onward.sort_unstable();
        far.onward.dedup();
        for (param, part, kinds) in sinks {
            if let Some(port) = self.port(param, part) {
                add(&mut far.sinks, port, kinds);
            }
        }
        far.told = self.told_sinks(func, summary);
        for leaf in summary.leaves.iter().take(MAX_PARTS) {
            let Some(part) = self.part_of_key(&leaf.key) else { continue };
            let value = self.whole(&leaf.value);
            let (from, sources) = self.whence(func, value.taints());
            let own = Port { param: leaf.param, part: Some(part) };
            // What was there stays there.
            if !from.iter().any(|(port, _)| *port == own) {
                far.leaves.push(FarLeaf { to: own, from, sources, sure: leaf.sure });
            }
        }
        far
    }

    /// The sinks that a parameter decides about, each with that parameter and whether it is true where it is not given.
    fn told_sinks(&self, func: FuncId, summary: &Summary) -> Vec<(Port, u32, bool)> {
        let mut found: Vec<(Port, u32, bool)> = Vec::new();
        for sink in &summary.sinks {
            let When::Told(flag) = sink.site.sink.when else { continue };
            let Origin { param: Some((of, flag)), part: None, .. } = self.origins[flag as usize] else {
                continue;
            };
            let plainly = summary.sinks.iter().any(|other| {
                (other.param, other.part) == (sink.param, sink.part)
                    && other.site.sink.when != sink.site.sink.when
            });
            let onward = summary.far.iter().any(|other| (other.param, other.part) == (sink.param, sink.part));
            let Some(port) = self.port(sink.param, sink.part).filter(|_| of == func && !plainly && !onward)
            else {
                continue;
            };
            let default =
                self.module.function(func).params.get(flag as usize).and_then(|param| param.default);
            let off = default.is_some_and(|default| {
                matches!(
                    self.module.expr(default).kind,
                    ExprKind::Bool(false) | ExprKind::None | ExprKind::Int(Some(0))
                )
            });
            if !found.iter().any(|(known, ..)| *known == port) {
                found.push((port, flag, !off));
            }
        }
        found
    }

    /// What a function does not let pass, but for what only this module knows of.
    fn far_cleaned(&self, func: FuncId, cleaned: &Cleaned) -> Vec<(Port, Kinds)> {
        let whole = cleaned.params.iter().map(|(param, kinds)| (Port::whole(*param), *kinds));
        let part = |(origin, kinds): &(OriginId, Kinds)| {
            let origin = &self.origins[origin.0 as usize];
            let (of, param) = origin.param?;
            let port = self.port(param, origin.part).filter(|port| of == func && port.part.is_some())?;
            Some((port, *kinds))
        };
        let mut all: Vec<(Port, Kinds)> = whole.chain(cleaned.others.iter().filter_map(part)).collect();
        all.sort_unstable();
        all.truncate(MAX_PARTS);
        all
    }

    /// Where the data of a value comes from: parameters of a function, and outside.
    fn whence(&self, func: FuncId, taints: &[Taint]) -> (Vec<(Port, Kinds)>, Vec<FarSource>) {
        let (mut from, mut sources) = (Vec::new(), Vec::new());
        for taint in taints {
            let origin = &self.origins[taint.origin.0 as usize];
            if self.is_seed_of(taint.origin, func) {
                continue;
            }
            match origin.param {
                Some((of, param)) if of == func => {
                    if let Some(port) = self.port(param, origin.part) {
                        add(&mut from, port, taint.kinds);
                    }
                }
                None if origin.part.is_none() && is_told(origin.class) => {
                    sources.push(self.far_source(*taint, taint.kinds));
                }
                _ => {}
            }
        }
        (from, sources)
    }

    fn give(&self, func: FuncId, value: &Value, part: Option<&Part>, far: &mut FarFunction) {
        let (from, sources) = self.whence(func, value.taints());
        for (port, kinds) in from {
            add(&mut far.passes, (port, part.cloned()), kinds);
        }
        far.brings.extend(sources.into_iter().map(|source| (part.cloned(), source)));
    }

    fn port(&self, param: u32, part: Option<ParamPart>) -> Option<Port> {
        let part = match part {
            None => None,
            Some(ParamPart::Field(name)) => Some(Part::Attr(self.module.name(name).to_owned())),
            Some(ParamPart::Key(name)) => Some(Part::Item(self.keys[name.0 as usize].to_string())),
            Some(ParamPart::At(at)) => Some(Part::At(i64::from(at))),
            Some(ParamPart::Each) => Some(Part::Each),
            Some(ParamPart::Values) => None,
            // Other modules are told of the part that it lies in.
            Some(ParamPart::Within(path)) => return self.port(param, Some(self.nests[path.0 as usize].0)),
            Some(ParamPart::Result(_) | ParamPart::Sent) => return None,
        };
        Some(Port { param, part })
    }

    /// A place as other modules have it.
    pub(super) fn part_of_key(&self, key: &Key) -> Option<Part> {
        match key {
            Key::Attr(name) => Some(Part::Attr(self.module.name(*name).to_owned())),
            Key::Str(name) => Some(match name.strip_prefix('.') {
                Some(name) => Part::Attr(name.to_owned()),
                None => Part::Item(name.to_string()),
            }),
            Key::Index(at) => Some(Part::At(*at)),
            Key::Any | Key::Names => None,
        }
    }

    /// The class of what lies in a field, where it is one with fields of its own.
    fn class_of_field(&mut self, class: ClassId, name: Symbol) -> Option<(String, bool)> {
        let annotation = self.annotation_of(class, name)?;
        let declared = self.promised(annotation);
        let element = self.stored(&declared, &Key::Any);
        let many = element.is_some();
        let name = self.name_of_class(element.unwrap_or(declared).class()?)?;
        name.contains('.').then_some((name, many))
    }

    fn name_of_class(&self, class: Type) -> Option<String> {
        match class {
            Type::Outside(name) => Some(self.names.text(name).to_owned()),
            Type::Local(_) if self.module_name.is_empty() => None,
            Type::Local(class) => Some(format!("{}.{}", self.module_name, self.module.class(class).qualname)),
        }
    }

    /// The classes of this module.
    pub fn classes(&mut self) -> Vec<(String, FarClass)> {
        let module = self.module;
        let mut found = Vec::new();
        for (at, class) in module.classes.iter().enumerate() {
            let id = ClassId(at as u32);
            let bases = self.bases(id).iter().filter_map(|base| self.name_of_class(*base)).collect();
            let names = self.data_fields(id);
            let fields = names.iter().map(|name| FarField {
                name: module.name(*name).to_owned(),
                open: !self.is_harmless_field(id, *name),
                class: self.class_of_field(id, *name),
            });
            let fields = fields.collect();
            let cleaned = self.far_form(id);
            let form = cleaned.is_some();
            let fields = cleaned.unwrap_or(fields);
            found.push((class.qualname.clone(), FarClass { bases, fields, form, partial: module.partial }));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::semantic::Scopes;
    use crate::semantic::analysis::analyse_among;
    use crate::semantic::far::{FarFunction, Seed, World};
    use crate::semantic::models::Models;
    use crate::source::RepoPath;

    struct Listener;

    impl World for Listener {
        fn function(&self, _: &str) -> Option<(&str, &FarFunction)> {
            None
        }

        fn seeds(&self) -> &[Seed] {
            &[]
        }
    }

    /// The functions that never come back.
    fn diverging(partial: bool) -> Vec<String> {
        let text = "STORE = None\n\n\ndef current():\n    if STORE is None:\n        raise ValueError\n    return STORE\n\n\n\
                    def refuse():\n    raise ValueError\n";
        let mut module = crate::syntax::parse(text);
        module.partial = partial;
        let (scopes, models) = (Scopes::new(&module), Models::with(std::iter::empty()));
        let analysis = analyse_among(&RepoPath::new("a.py"), &module, &scopes, &models, &Listener, None);
        let named = analysis.exports.iter().filter(|(_, far)| far.diverges).map(|(name, _)| name.clone());
        named.collect()
    }

    #[test]
    fn a_part_of_a_file_does_not_know_who_sets_a_variable() {
        assert_eq!(diverging(false), ["current", "refuse"]);
        assert_eq!(diverging(true), ["refuse"]);
    }
}
