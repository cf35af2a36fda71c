//! Classes that derive from those of other files: who has a method, and who has it in its own way.

use super::{MAX_DERIVED, MAX_HOPS, Modules};
use crate::semantic::far::FarClass;

/// So many classes are asked how they do what a base of theirs calls.
const MAX_OVERRIDES: usize = 8;
/// Bases are followed through so many classes.
const MAX_BASES: usize = 16;

impl Modules {
    /// The classes that may derive from one of a name, with the names of the files that they stand in.
    pub(in crate::scan) fn derived(&self, class: &str) -> Vec<(&str, Vec<&str>)> {
        let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
        let mut queue = vec![class];
        while let Some(class) = queue.pop() {
            for (at, name) in self.derived.get(class).into_iter().flatten() {
                if found.len() < MAX_DERIVED && !found.iter().any(|(known, _)| known == name) {
                    found.push((name, self.names(*at)));
                    queue.push(name);
                }
            }
        }
        found
    }

    /// A method as classes of other files have it that derive from a class of this one: file and name.
    pub(super) fn overriding(&self, at: usize, class: &str, method: &str) -> Vec<(usize, String)> {
        let mut found: Vec<(usize, String)> = Vec::new();
        let mut queue = vec![(at, class.to_owned())];
        let mut next = 0;
        while next < queue.len() && next < MAX_BASES {
            let (of, class) = queue[next].clone();
            next += 1;
            let last = class.rsplit('.').next().unwrap_or(&class);
            for (derived, name) in self.derived.get(last).into_iter().flatten() {
                let file = &self.files[*derived];
                let Some(bases) = file.classes.get(name).map(|class| &class.bases) else { continue };
                let leads = |base: &String| {
                    self.lead(*derived, base).is_some_and(|(to, name)| to == of && name == class)
                };
                let own = (*derived, name.clone());
                if queue.contains(&own) || !bases.iter().any(leads) {
                    continue;
                }
                let method = format!("{name}.{method}");
                if *derived != at && found.len() < MAX_OVERRIDES && file.functions.contains_key(&method) {
                    found.push((*derived, method));
                }
                queue.push(own);
            }
        }
        found
    }

    /// The files whose classes a class of this file derives from.
    pub(in crate::scan) fn above(&self, at: usize, class: &str) -> Vec<usize> {
        let mut found = Vec::new();
        let mut queue = vec![(at, class.to_owned())];
        let mut next = 0;
        while next < queue.len() && next < MAX_BASES {
            let (of, class) = queue[next].clone();
            next += 1;
            for base in self.files[of].classes.get(&class).into_iter().flat_map(|class| &class.bases) {
                let Some(above) = self.lead(of, base) else { continue };
                if above.0 != at && !found.contains(&above.0) {
                    found.push(above.0);
                }
                if !queue.contains(&above) {
                    queue.push(above);
                }
            }
        }
        found
    }

    /// What is called on an object of a module, as a method of its class.
    pub(in crate::scan) fn of_class(&self, (at, name): (usize, String)) -> (usize, String) {
        let class = name
            .split_once('.')
            .and_then(|(object, method)| Some(format!("{}.{method}", self.files[at].objects.get(object)?)));
        let known = |at: usize, name: &str| self.files[at].functions.contains_key(name);
        class.and_then(|method| self.follow(at, &method, MAX_HOPS, &known)).unwrap_or((at, name))
    }

    /// A method, or, where its class is known to lack it, that of a base.
    pub(in crate::scan) fn of_bases(
        &self,
        place: (usize, String),
        lacks: &dyn Fn(usize, &str) -> bool,
    ) -> (usize, String) {
        let ends = |at: usize, name: &str| !lacks(at, name) || self.files[at].functions.contains_key(name);
        self.inherited(place, &ends)
    }

    /// The class that a dotted name leads to.
    pub(super) fn class(&self, from: usize, dotted: &str) -> Option<(usize, &FarClass)> {
        let known = |at: usize, name: &str| self.files[at].classes.contains_key(name);
        let (at, name) = self.follow(from, dotted, MAX_HOPS, &known)?;
        Some((at, self.files[at].classes.get(&name)?))
    }

    /// A method where it is `known`: in its class, or in the first of its bases that has it; as it was where none has, but
    /// for one that a base of another file may have.
    pub(super) fn inherited(
        &self,
        (at, name): (usize, String),
        known: &dyn Fn(usize, &str) -> bool,
    ) -> (usize, String) {
        let mut queue = vec![(at, name.clone())];
        let mut next = 0;
        while next < queue.len() && next < MAX_BASES {
            let (at, name) = queue[next].clone();
            next += 1;
            if known(at, &name) {
                return (at, name);
            }
            let Some((class, method)) = name.rsplit_once('.') else { continue };
            let Some(class) = self.files[at].classes.get(class) else { continue };
            for base in &class.bases {
                let found = self.follow(at, &format!("{base}.{method}"), MAX_HOPS, known);
                queue.extend(found.filter(|found| !queue.contains(found)));
            }
        }
        (at, name)
    }
}
