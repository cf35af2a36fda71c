//! Which file a dotted name means: the modules of a project by their names, and what stands in them under which name.

mod classes;

use std::cell::{LazyCell, RefCell};
use std::collections::BTreeSet;
use std::hash::BuildHasher;

use memchr::{memchr, memrchr};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::slice::Concern;
use super::told::Told;
use super::touched::Touched;
use crate::semantic::far::{FarClass, FarFunction, Held, OPEN, Seed, World};
use crate::source::{RepoPath, Span};

/// Names that are had from elsewhere are followed through so many modules.
const MAX_HOPS: u32 = 8;
/// So many classes are told apart that derive from one.
const MAX_DERIVED: usize = 64;

/// The modules of one side of a project; files are numbered.
pub(super) struct Modules {
    files: Vec<File>,
    /// By the hash of the last segment of a module's name: a project may have very many files.
    by_last: FxHashMap<u64, Vec<usize>>,
    by_path: FxHashMap<RepoPath, usize>,
    /// Classes by the last segment of what they derive from.
    derived: FxHashMap<String, Vec<(usize, String)>>,
    /// The last segments of the names of variables in which something lies.
    held: FxHashSet<String>,
    /// Files whose classes became something else.
    reclassed: BTreeSet<usize>,
    /// What is called and not known may be asked for.
    pub(super) asks: bool,
}

/// One file.
#[derive(Debug, Default)]
pub(super) struct File {
    pub(super) path: Option<RepoPath>,
    /// The name of the module, as folders.
    stem: String,
    /// What the functions do, by their names in the module, with the keys under which they are known.
    functions: FxHashMap<String, (String, FarFunction)>,
    classes: FxHashMap<String, FarClass>,
    /// Names from elsewhere.
    imports: FxHashMap<String, String>,
    /// Objects that it makes, with the dotted names of their classes.
    objects: FxHashMap<String, String>,
    /// It has told something before.
    is_told: bool,
    pub(super) seeds: Vec<Seed>,
    /// What lies in its variables.
    held: Vec<Held>,
    /// Parameters of its views that tables elsewhere say to be harmless.
    pub(super) settled: Vec<(String, String)>,
    /// Of a file of a change, the parts that the change has an effect on, where they can be told.
    pub(super) touched: Option<Touched>,
}

impl Modules {
    pub(super) fn new(paths: &[Option<RepoPath>]) -> Self {
        let mut modules = Self {
            files: Vec::new(),
            by_last: FxHashMap::default(),
            by_path: FxHashMap::default(),
            derived: FxHashMap::default(),
            held: FxHashSet::default(),
            reclassed: BTreeSet::new(),
            asks: false,
        };
        modules.add(paths);
        modules
    }

    /// Numbers more files.
    pub(super) fn add(&mut self, paths: &[Option<RepoPath>]) {
        self.files.reserve(paths.len());
        self.by_path.reserve(paths.len());
        self.by_last.reserve(paths.len());
        for path in paths {
            let at = self.files.len();
            if let Some(path) = path {
                self.by_path.insert(path.clone(), at);
            }
            let stem = path.as_ref().map(stem).unwrap_or_default();
            let last = memrchr(b'/', stem.as_bytes()).map_or(&*stem, |slash| &stem[slash + 1..]);
            if !last.is_empty() {
                self.by_last.entry(hash(last)).or_default().push(at);
            }
            self.files.push(File { path: path.clone(), stem, ..File::default() });
        }
    }

    /// How many files there are.
    pub(super) fn len(&self) -> usize {
        self.files.len()
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
        let objects: FxHashMap<String, String> = told.objects.iter().cloned().collect();
        // Functions that were known already are reached by other names.
        let renamed = file.is_told && file.objects != objects;
        file.is_told = true;
        file.objects = objects;
        let like = |(name, (_, far)): (&String, &(String, FarFunction))| {
            file.functions.get(name).is_some_and(|(_, known)| known.is_like(far))
        };
        let classes: FxHashMap<String, FarClass> = told.classes.iter().cloned().collect();
        let same = classes == file.classes;
        if !same {
            self.reclassed.insert(at);
            for (name, class) in &told.classes {
                for base in &class.bases {
                    let last = base.rsplit('.').next().unwrap_or(base);
                    let known = self.derived.entry(last.to_owned()).or_default();
                    if known.len() < MAX_DERIVED
                        && !known.iter().any(|(of, known)| *of == at && known == name)
                    {
                        known.push((at, name.clone()));
                    }
                }
            }
        }
        file.classes = classes;
        // That a function does nothing is told to those who ask; nobody has to look again for it.
        let speaks = |(_, (_, far)): &(&String, &(String, FarFunction))| !far.is_silent();
        let count = |all: &FxHashMap<String, (String, FarFunction)>| all.iter().filter(speaks).count();
        let changed =
            count(&functions) != count(&file.functions) || !functions.iter().filter(speaks).all(like);
        file.functions = functions;
        changed || renamed
    }

    /// The files whose classes became something else since this was asked last.
    pub(super) fn take_reclassed(&mut self) -> BTreeSet<usize> {
        std::mem::take(&mut self.reclassed)
    }

    pub(super) fn file(&self, at: usize) -> &File {
        &self.files[at]
    }

    pub(super) fn file_mut(&mut self, at: usize) -> &mut File {
        &mut self.files[at]
    }

    /// What lies in the variables of a file from now on. Gives the names of those of which this says something else, and
    /// whether any of it came from other files.
    pub(super) fn hold(&mut self, at: usize, held: Vec<Held>) -> BTreeSet<String> {
        let file = &mut self.files[at];
        let mut changed = BTreeSet::new();
        if file.held != held {
            for one in file.held.iter().filter(|one| !held.contains(one)).chain(&held) {
                if !(file.held.contains(one) && held.contains(one)) {
                    changed.insert(one.global.clone());
                }
            }
            let last = |held: &Held| held.global.rsplit('.').next().unwrap_or("").to_owned();
            self.held.extend(held.iter().map(last));
            file.held = held;
        }
        changed
    }

    /// The number of a file.
    pub(super) fn at(&self, path: &str) -> Option<usize> {
        self.by_path.get(path).copied()
    }

    /// The file and function behind a key.
    pub(super) fn by_key<'k>(&self, key: &'k str) -> Option<(usize, &'k str)> {
        let (path, name) = key.split_once("::")?;
        Some((*self.by_path.get(path)?, name))
    }

    /// True when a class is known, or a function that makes an object of one, or does what `matters`.
    pub(super) fn knows(&self, at: usize, name: &str, matters: impl Fn(&FarFunction) -> bool) -> bool {
        let file = &self.files[at];
        let function =
            |name: &str| file.functions.get(name).is_some_and(|(_, far)| far.class.is_some() || matters(far));
        file.classes.contains_key(name) || function(name) || function(&format!("{name}.__init__"))
    }

    /// The names of objects of a file's class, as far as the file makes them itself.
    pub(super) fn objects(&self, at: usize, class: &str) -> impl Iterator<Item = &str> {
        let is_of = move |name: &str| name.rsplit('.').next() == Some(class);
        let objects = self.files[at].objects.iter().filter(move |(_, of)| is_of(of));
        objects.map(|(name, _)| name.as_str()).filter(move |name| *name != class)
    }

    /// All functions of a file that do anything.
    pub(super) fn functions(&self, at: usize) -> impl Iterator<Item = (&str, &FarFunction)> {
        self.files[at].functions.iter().map(|(name, (_, far))| (name.as_str(), far))
    }

    /// The last segments of the names by which a file may be imported.
    pub(super) fn names(&self, at: usize) -> Vec<&str> {
        let mut names: Vec<&str> =
            self.files[at].stem.rsplit('/').take(2).filter(|name| !name.is_empty()).collect();
        names.reverse();
        names
    }

    /// The file that a dotted name leads to, from the point of view of another, and the name inside it, whether
    /// anything is known of that or not.
    pub(super) fn lead(&self, from: usize, dotted: &str) -> Option<(usize, String)> {
        self.follow(from, dotted, MAX_HOPS, &|_, _| false)
    }

    /// The function that a dotted name leads to: its file and its name inside it.
    pub(super) fn resolve(&self, from: usize, dotted: &str) -> Option<(usize, String)> {
        let known = |at: usize, name: &str| self.files[at].functions.contains_key(name);
        let found = self.of_class(self.follow(from, dotted, MAX_HOPS, &known)?);
        let found = self.inherited(found, &known);
        known(found.0, &found.1).then_some(found)
    }

    /// Follows a name through the modules that have it from others, to where it is `known` or goes no further.
    fn follow(
        &self,
        from: usize,
        dotted: &str,
        hops: u32,
        known: &dyn Fn(usize, &str) -> bool,
    ) -> Option<(usize, String)> {
        if dotted.starts_with('.') || dotted.contains("..") {
            let segments: Vec<&str> = dotted.split('.').filter(|part| !part.is_empty()).collect();
            return self.follow(from, &segments.join("."), hops, known);
        }
        let dotted = dotted.strip_suffix('.').unwrap_or(dotted);
        let mut end = dotted.len();
        while let Some(dot) = memrchr(b'.', &dotted.as_bytes()[..end]) {
            end = dot;
            let (module, name) = (&dotted[..dot], &dotted[dot + 1..]);
            let Some(at) = self.module(from, module) else { continue };
            if known(at, name) {
                return Some((at, name.to_owned()));
            }
            let first = memchr(b'.', name.as_bytes()).map_or(name, |dot| &name[..dot]);
            let Some(outer) = self.files[at].imports.get(first).filter(|_| hops > 0) else {
                return Some((at, name.to_owned()));
            };
            return self.follow(at, &format!("{outer}{}", &name[first.len()..]), hops - 1, known);
        }
        None
    }

    /// True for a folder that is a package; its name ends with a slash.
    fn is_package(&self, folder: &str) -> bool {
        self.by_path.contains_key(&RepoPath::new(&format!("{folder}__init__.py")))
    }

    /// The file of a module: its path ends like the dotted name, and what stands before is a folder around the asking
    /// file; of several the one whose folder is nearest.
    fn module(&self, from: usize, name: &str) -> Option<usize> {
        let last = memrchr(b'.', name.as_bytes()).map_or(name, |dot| &name[dot + 1..]);
        let candidates = self.by_last.get(&hash(last))?;
        let asking = &self.files[from].stem;
        let is_standard = LazyCell::new(|| crate::rewrite::is_standard(name));
        let common = |at: &usize| {
            let folders = folders_before(&self.files[*at].stem, name)?;
            // `os` is not the module `os` of the package around.
            if !folders.is_empty() && *is_standard && self.is_package(folders) {
                return None;
            }
            let folders = folders.split_terminator('/');
            let shared =
                folders.clone().zip(asking.split('/')).take_while(|(one, other)| one == other).count();
            let root = folders.count();
            // `src` and its like lie beside the asking file rather than around it.
            (shared + 1 >= root).then_some((shared == root, root))
        };
        candidates.iter().filter_map(|at| Some((common(at)?, *at))).max().map(|(_, at)| at)
    }
}

/// What stands before a dotted name at the end of a path: `web/src/` in `web/src/shop/store` before `shop.store`.
fn folders_before<'p>(path: &'p str, name: &str) -> Option<&'p str> {
    let start = path.len().checked_sub(name.len())?;
    let (folders, end) = (path.get(..start)?, path.get(start..)?);
    let same = |(one, other): (u8, u8)| if other == b'.' { one == b'/' } else { one == other };
    let ends = end.bytes().zip(name.bytes()).all(same);
    (ends && (folders.is_empty() || folders.ends_with('/'))).then_some(folders)
}

/// Folders and name, without the suffix; a package goes by its folder.
fn stem(path: &RepoPath) -> String {
    let name = path.file_name();
    let stem = memchr(b'.', name.as_bytes()).map_or(name, |dot| &name[..dot]);
    let folders = &path.as_str()[..path.as_str().len() - name.len()];
    let whole = if stem == "__init__" {
        folders.trim_end_matches('/')
    } else {
        &path.as_str()[..folders.len() + stem.len()]
    };
    if !whole.starts_with('/') && !whole.ends_with('/') && !whole.contains("//") {
        return whole.to_owned();
    }
    whole.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

fn hash(word: &str) -> u64 {
    FxBuildHasher.hash_one(word)
}

/// What one file sees of the others.
pub(super) struct View<'m> {
    modules: &'m Modules,
    at: usize,
    /// The parts of the file whose calls matter; all when not said.
    touched: Option<&'m Touched>,
    found: RefCell<FxHashMap<String, Option<(usize, String)>>>,
    classes: RefCell<FxHashMap<String, Option<&'m FarClass>>>,
    /// Files that left something in variables that were read, or whose classes were asked for.
    left: RefCell<BTreeSet<usize>>,
    missed: RefCell<BTreeSet<Missed>>,
    overriding: RefCell<Overriding>,
    /// What the parts read that the change wrote.
    reads: RefCell<BTreeSet<String>>,
}

/// By class and method, where classes of other files have it in another way.
type Overriding = FxHashMap<(String, String), Vec<(usize, String)>>;

/// A call of which nothing is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Missed {
    pub(super) dotted: String,
    pub(super) place: Span,
    /// What a client sends comes by it.
    pub(super) brings: bool,
}

impl<'m> View<'m> {
    pub(super) fn new(modules: &'m Modules, at: usize) -> Self {
        let touched = modules.files.get(at).and_then(|file| file.touched.as_ref());
        Self {
            modules,
            at,
            touched,
            found: RefCell::default(),
            classes: RefCell::default(),
            left: RefCell::default(),
            missed: RefCell::default(),
            overriding: RefCell::default(),
            reads: RefCell::default(),
        }
    }

    /// The same with all calls of the file, whatever the change touches.
    pub(super) fn whole(modules: &'m Modules, at: usize) -> Self {
        Self { touched: None, ..Self::new(modules, at) }
    }

    /// Notes whom it is had from.
    fn read(&self, held: &[Held]) {
        let steps = held.iter().flat_map(|held| held.source.way.iter());
        self.left.borrow_mut().extend(steps.filter_map(|step| self.modules.at(step.path.as_str())));
    }

    /// The files whose functions or classes were asked for and found.
    pub(super) fn asked(&self) -> BTreeSet<usize> {
        let mut asked = self.left.borrow().clone();
        asked.extend(self.found.borrow().values().flatten().map(|(at, _)| *at));
        asked
    }

    fn miss(&self, dotted: &str, place: Span, brings: bool) {
        // A function is known by its module and name, a method by its class too.
        if dotted.contains('.') && self.touched.is_none_or(|touched| touched.holds(place)) {
            self.missed.borrow_mut().insert(Missed { dotted: dotted.to_owned(), place, brings });
        }
    }

    fn note_read(&self, own: &str, name: &str, place: Span) {
        if self.touched.is_some_and(|touched| touched.concern(place) == Concern::Changed) {
            self.reads.borrow_mut().insert(format!("{own}{name}"));
        }
    }

    /// What the parts read that the change wrote.
    pub(super) fn all_read(&self) -> Vec<String> {
        let missed = self.missed.borrow();
        // What is called is no variable.
        let called: FxHashSet<&str> = missed.iter().map(|missed| missed.dotted.as_str()).collect();
        self.reads.take().into_iter().filter(|name| !called.contains(name.as_str())).collect()
    }

    /// The calls of which nothing was known.
    pub(super) fn missed(&self) -> BTreeSet<Missed> {
        self.missed.take()
    }
}

impl World for View<'_> {
    fn function(&self, dotted: &str) -> Option<(&str, &FarFunction)> {
        let mut found = self.found.borrow_mut();
        if !found.contains_key(dotted) {
            let resolved = self.modules.resolve(self.at, dotted).filter(|(at, _)| *at != self.at);
            found.insert(dotted.to_owned(), resolved);
        }
        let (at, name) = found.get(dotted)?.as_ref()?;
        let (key, far) = self.modules.files[*at].functions.get(name)?;
        Some((key, far))
    }

    fn overrides(&self, class: &str, method: &str) -> Vec<(&str, &FarFunction)> {
        let mut known = self.overriding.borrow_mut();
        let place = (class.to_owned(), method.to_owned());
        let found = known.entry(place).or_insert_with(|| self.modules.overriding(self.at, class, method));
        let mut asked = self.found.borrow_mut();
        let mut all = Vec::new();
        for (at, name) in found.iter() {
            let Some((key, far)) = self.modules.files[*at].functions.get(name) else { continue };
            asked.insert(key.clone(), Some((*at, name.clone())));
            all.push((key.as_str(), far));
        }
        all
    }

    fn seeds(&self) -> &[Seed] {
        &self.modules.files[self.at].seeds
    }

    fn class(&self, dotted: &str) -> Option<&FarClass> {
        if let Some(known) = self.classes.borrow().get(dotted) {
            return *known;
        }
        let found = self.modules.class(self.at, dotted).filter(|(at, _)| *at != self.at);
        self.left.borrow_mut().extend(found.map(|(at, _)| at));
        let found = found.map(|(_, class)| class);
        self.classes.borrow_mut().insert(dotted.to_owned(), found);
        found
    }

    fn settled(&self) -> &[(String, String)] {
        &self.modules.files[self.at].settled
    }

    fn has_held(&self) -> bool {
        !self.modules.held.is_empty()
    }

    fn held(&self, dotted: &str) -> Vec<Held> {
        if !dotted.rsplit('.').next().is_some_and(|last| self.modules.held.contains(last)) {
            return Vec::new();
        }
        let Some((at, name)) = self.modules.lead(self.at, dotted).filter(|(at, _)| *at != self.at) else {
            return Vec::new();
        };
        let held: Vec<Held> =
            self.modules.files[at].held.iter().filter(|held| held.global == name).cloned().collect();
        self.read(&held);
        held
    }

    fn held_here(&self) -> Vec<Held> {
        let foreign = |held: &&Held| {
            let last = held.source.way.last().and_then(|step| self.modules.at(step.path.as_str()));
            last != Some(self.at)
        };
        let held: Vec<Held> = self.modules.files[self.at].held.iter().filter(foreign).cloned().collect();
        self.read(&held);
        held
    }

    fn asks(&self) -> bool {
        self.modules.asks
    }

    fn missed(&self, dotted: &str, place: Span) {
        self.miss(dotted, place, false);
    }

    fn reads(&self, dotted: &str, place: Span) {
        self.note_read("", dotted, place);
    }

    fn reads_own(&self, name: &str, place: Span) {
        self.note_read(OPEN, name, place);
    }

    fn wants(&self, dotted: &str, place: Span) {
        self.miss(dotted, place, true);
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

    #[test]
    fn the_standard_library_is_no_module_of_a_package_around() {
        let files = |package: bool| {
            let init = if package { "web/utils/__init__.py" } else { "web/utils/other.py" };
            [
                (init, told(&[], &[])),
                ("web/utils/os.py", told(&["fork"], &[])),
                ("web/utils/shapes.py", told(&["fork"], &[])),
                ("web/utils/a.py", told(&[], &[])),
            ]
        };
        let from = "web/utils/a.py";
        assert_eq!(found(&files(true), from, "os.fork"), None);
        assert_eq!(found(&files(true), from, "web.utils.os.fork"), Some("web/utils/os.py::fork".to_owned()));
        assert_eq!(found(&files(true), from, "shapes.fork"), Some("web/utils/shapes.py::fork".to_owned()));
        // Beside a script it is what the script means.
        assert_eq!(found(&files(false), from, "os.fork"), Some("web/utils/os.py::fork".to_owned()));
    }
}
