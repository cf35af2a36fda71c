//! Who may call the functions of a module, as far as the words of a file tell.

use super::modules::Modules;
use super::slice::Sketch;
use crate::semantic::far::FarFunction;

/// Functions of one module that matter to callers, by what callers write.
pub(super) struct Callees<'m> {
    /// The words by which they are called, and the class of a method.
    pub(super) names: Vec<(&'m str, Option<&'m str>)>,
    /// The same of classes that inherit them, with the last segments of the names of their modules.
    pub(super) inherited: Vec<(&'m str, &'m str, Vec<&'m str>)>,
    /// The last segments of the names by which the module is imported.
    pub(super) places: Vec<&'m str>,
    /// Methods that a class has in its own way, with the files of the classes that it derives from.
    pub(super) above: Vec<(&'m str, Vec<usize>)>,
}

impl<'m> Callees<'m> {
    pub(super) fn of(modules: &'m Modules, at: usize, matters: impl Fn(&str, &FarFunction) -> bool) -> Self {
        let names = modules.functions(at).filter(|(name, far)| matters(name, far)).map(|(name, _)| name);
        Self::named(modules, at, names)
    }

    /// What stands under one name, where another word stands too.
    pub(super) fn one(modules: &'m Modules, at: usize, name: &'m str, beside: Option<&'m str>) -> Self {
        let names = vec![(name, beside)];
        Self { names, inherited: Vec::new(), places: modules.names(at), above: Vec::new() }
    }

    /// Functions of some names, whatever is known of them.
    pub(super) fn named(modules: &'m Modules, at: usize, names: impl Iterator<Item = &'m str>) -> Self {
        let mut names: Vec<(&str, Option<&str>)> =
            names.map(|name| (called(name), name.split_once('.').map(|(class, _)| class))).collect();
        for at_name in 0..names.len() {
            let (name, Some(class)) = names[at_name] else { continue };
            names.extend(modules.objects(at, class).map(|object| (name, Some(object))));
        }
        let mut inherited: Vec<(&str, &str, Vec<&str>)> = Vec::new();
        for (name, class) in &names {
            let Some(class) = class else { continue };
            for (derived, places) in modules.derived(class) {
                // A constructor goes by its class.
                inherited.push((if name == class { derived } else { name }, derived, places));
            }
        }
        let mut above: Vec<(&str, Vec<usize>)> = Vec::new();
        for (name, class) in &names {
            let files = class.map(|class| modules.above(at, class)).unwrap_or_default();
            if !files.is_empty() {
                above.push((name, files));
            }
        }
        names.sort_unstable();
        names.dedup();
        Self { names, inherited, places: modules.names(at), above }
    }

    /// The words by which a file calls methods that classes which derive from its own have in their own way.
    pub(super) fn called_above(&self, file: usize, sketch: &Sketch) -> impl Iterator<Item = &'m str> {
        let fits = move |(name, files): &&(&'m str, Vec<usize>)| files.contains(&file) && sketch.calls(name);
        self.above.iter().filter(fits).map(|(name, _)| *name)
    }

    /// The words by which a file of these words may call some of them.
    pub(super) fn called_in(&self, sketch: &Sketch) -> Vec<&'m str> {
        let from_here = self.places.iter().any(|place| sketch.imports(place));
        let fits = |(name, class): &&(&'m str, Option<&'m str>)| {
            // A method is called on an object whose class is named; a function is imported, or its module is.
            let named = match class {
                Some(class) => sketch.uses(class) && (from_here || sketch.imports(class)),
                None => from_here || sketch.imports(name),
            };
            named && sketch.uses(name)
        };
        let own = self.names.iter().filter(fits).map(|(name, _)| *name);
        let inherits = |(name, class, places): &&(&'m str, &'m str, Vec<&'m str>)| {
            let named = || sketch.imports(class) || places.iter().any(|place| sketch.imports(place));
            sketch.uses(class) && sketch.uses(name) && named()
        };
        own.chain(self.inherited.iter().filter(inherits).map(|(name, ..)| *name)).collect()
    }
}

/// The word by which a function is called; a constructor goes by its class.
pub(super) fn called(name: &str) -> &str {
    let name = name.strip_suffix(".__init__").unwrap_or(name);
    name.rsplit('.').next().unwrap_or(name)
}
