//! Which file a dotted name means: the modules of a project by their names, and what stands in them under which name.

use std::cell::RefCell;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::examine::Told;
use crate::semantic::far::{FarFunction, Seed, World};
use crate::source::RepoPath;

/// Names that are had from elsewhere are followed through so many modules.
const MAX_HOPS: u32 = 8;

/// The modules of one side of a project; files are numbered.
pub(super) struct Modules {
    files: Vec<File>,
    /// By the last segment of a module's name.
    by_last: FxHashMap<String, Vec<usize>>,
}

/// One file.
#[derive(Debug, Default)]
pub(super) struct File {
    /// Folders and name, without the suffix; a package goes by its folder.
    parts: Vec<String>,
    pub(super) path: Option<RepoPath>,
    /// What the functions do, by their names in the module, with the keys under which they are known.
    functions: FxHashMap<String, (String, FarFunction)>,
    /// Names from elsewhere.
    imports: FxHashMap<String, String>,
    pub(super) seeds: Vec<Seed>,
}

impl Modules {
    pub(super) fn new(paths: &[Option<RepoPath>]) -> Self {
        let mut by_last: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        let mut files = Vec::new();
        for (at, path) in paths.iter().enumerate() {
            let mut file = File { path: path.clone(), ..File::default() };
            if let Some(path) = path {
                file.parts = parts(path);
                if let Some(last) = file.parts.last() {
                    by_last.entry(last.clone()).or_default().push(at);
                }
            }
            files.push(file);
        }
        Self { files, by_last }
    }

    /// Takes over what a file tells. True when its functions do something else than before.
    pub(super) fn tell(&mut self, at: usize, told: &Told) -> bool {
        let file = &mut self.files[at];
        let Some(path) = &file.path else { return false };
        let mut functions = FxHashMap::default();
        for (name, far) in &told.exports {
            functions.insert(name.clone(), (format!("{path}::{name}"), far.clone()));
        }
        file.imports = told.imports.iter().cloned().collect();
        let like = |(name, (_, far)): (&String, &(String, FarFunction))| {
            file.functions.get(name).is_some_and(|(_, known)| known.is_like(far))
        };
        let changed = functions.len() != file.functions.len() || !functions.iter().all(like);
        file.functions = functions;
        changed
    }

    pub(super) fn file(&self, at: usize) -> &File {
        &self.files[at]
    }

    pub(super) fn file_mut(&mut self, at: usize) -> &mut File {
        &mut self.files[at]
    }

    /// The file and function behind a key.
    pub(super) fn by_key<'k>(&self, key: &'k str) -> Option<(usize, &'k str)> {
        let (path, name) = key.split_once("::")?;
        let at =
            self.files.iter().position(|file| file.path.as_ref().is_some_and(|own| own.as_str() == path))?;
        Some((at, name))
    }

    /// All functions of a file that do anything.
    pub(super) fn functions(&self, at: usize) -> impl Iterator<Item = (&str, &FarFunction)> {
        self.files[at].functions.iter().map(|(name, (_, far))| (name.as_str(), far))
    }

    /// The last segments of the names by which a file may be imported.
    pub(super) fn names(&self, at: usize) -> &[String] {
        let parts = &self.files[at].parts;
        &parts[parts.len().saturating_sub(2)..]
    }

    /// The file that a dotted name leads to, from the point of view of another, and the name inside it.
    fn resolve(&self, from: usize, dotted: &str, hops: u32) -> Option<(usize, String)> {
        let segments: Vec<&str> = dotted.split('.').filter(|part| !part.is_empty()).collect();
        for end in (1..segments.len()).rev() {
            let Some(at) = self.module(from, &segments[..end]) else { continue };
            let rest = &segments[end..];
            let name = rest.join(".");
            let file = &self.files[at];
            if file.functions.contains_key(&name) {
                return Some((at, name));
            }
            let outer = file.imports.get(rest[0]).filter(|_| hops > 0)?;
            let mut onward = outer.clone();
            for part in &rest[1..] {
                onward.push('.');
                onward.push_str(part);
            }
            return self.resolve(at, &onward, hops - 1);
        }
        None
    }

    /// The file of a module: its path ends like the name, and what stands before is a folder around the asking file;
    /// of several the one whose folder is nearest.
    fn module(&self, from: usize, name: &[&str]) -> Option<usize> {
        let candidates = self.by_last.get(*name.last()?)?;
        let asking = &self.files[from].parts;
        let common = |at: &usize| {
            let parts = &self.files[*at].parts;
            let root = parts.len().checked_sub(name.len())?;
            let fits = parts[root..].iter().zip(name).all(|(part, wanted)| part == wanted);
            let shared = parts[..root].iter().zip(asking).take_while(|(one, other)| one == other).count();
            // `src` and its like lie beside the asking file rather than around it.
            (fits && shared + 1 >= root).then_some((shared == root, root))
        };
        candidates.iter().filter_map(|at| Some((common(at)?, *at))).max().map(|(_, at)| at)
    }
}

fn parts(path: &RepoPath) -> Vec<String> {
    let mut parts: Vec<String> = path.parts().map(str::to_owned).collect();
    if let Some(last) = parts.pop() {
        let stem = last.split_once('.').map_or(last.as_str(), |(stem, _)| stem);
        if stem != "__init__" {
            parts.push(stem.to_owned());
        }
    }
    parts
}

/// What one file sees of the others.
pub(super) struct View<'m> {
    modules: &'m Modules,
    at: usize,
    found: RefCell<FxHashMap<String, Option<(usize, String)>>>,
}

impl<'m> View<'m> {
    pub(super) fn new(modules: &'m Modules, at: usize) -> Self {
        Self { modules, at, found: RefCell::default() }
    }

    /// The files whose functions were asked for and found.
    pub(super) fn asked(&self) -> BTreeSet<usize> {
        self.found.borrow().values().flatten().map(|(at, _)| *at).collect()
    }
}

impl World for View<'_> {
    fn function(&self, dotted: &str) -> Option<(&str, &FarFunction)> {
        let mut found = self.found.borrow_mut();
        if !found.contains_key(dotted) {
            let resolved = self.modules.resolve(self.at, dotted, MAX_HOPS).filter(|(at, _)| *at != self.at);
            found.insert(dotted.to_owned(), resolved);
        }
        let (at, name) = found.get(dotted)?.as_ref()?;
        let (key, far) = self.modules.files[*at].functions.get(name)?;
        Some((key, far))
    }

    fn seeds(&self) -> &[Seed] {
        &self.modules.files[self.at].seeds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(names: &[&str], imports: &[(&str, &str)]) -> Told {
        let far = FarFunction { diverges: true, ..FarFunction::default() };
        Told {
            exports: names.iter().map(|name| ((*name).to_owned(), far.clone())).collect(),
            imports: imports.iter().map(|(name, to)| ((*name).to_owned(), (*to).to_owned())).collect(),
            ..Told::default()
        }
    }

    fn found(files: &[(&str, Told)], from: &str, dotted: &str) -> Option<String> {
        let paths: Vec<Option<RepoPath>> = files.iter().map(|(path, _)| Some(RepoPath::new(path))).collect();
        let mut modules = Modules::new(&paths);
        for (at, (_, told)) in files.iter().enumerate() {
            modules.tell(at, told);
        }
        let at = files.iter().position(|(path, _)| *path == from).unwrap();
        let view = View::new(&modules, at);
        view.function(dotted).map(|(key, _)| key.to_owned())
    }

    #[test]
    fn names_lead_to_files_through_packages_and_roots() {
        let files = || {
            [
                ("web/src/shop/__init__.py", told(&[], &[("find", "shop.store.find")])),
                ("web/src/shop/store.py", told(&["find", "Store.get"], &[])),
                ("web/src/shop/views.py", told(&[], &[])),
                ("web/tests/test_views.py", told(&[], &[])),
                ("other/shop/store.py", told(&["find"], &[])),
                ("other/app.py", told(&[], &[])),
            ]
        };
        let store = Some("web/src/shop/store.py::find".to_owned());
        assert_eq!(found(&files(), "web/src/shop/views.py", "shop.store.find"), store);
        assert_eq!(found(&files(), "web/src/shop/views.py", "shop.find"), store);
        assert_eq!(found(&files(), "web/src/shop/views.py", "web.src.shop.store.find"), store);
        assert_eq!(found(&files(), "web/tests/test_views.py", "shop.store.find"), store);
        let method = Some("web/src/shop/store.py::Store.get".to_owned());
        assert_eq!(found(&files(), "web/src/shop/views.py", "shop.store.Store.get"), method);
        let other = Some("other/shop/store.py::find".to_owned());
        assert_eq!(found(&files(), "other/app.py", "shop.store.find"), other);
        assert_eq!(found(&files(), "other/app.py", "shop.store.lost"), None);
        assert_eq!(found(&files(), "other/app.py", "os.path.join"), None);
    }
}
