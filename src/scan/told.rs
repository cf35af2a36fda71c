//! What a file tells the others of the project: what its functions and classes do, what it passes on, and the names by
//! which it speaks of them.

use crate::semantic::far::{FarClass, FarFunction, FarPath, Held, Passed, World};
use crate::semantic::hands::Hands;
use crate::semantic::{Analysis, module_of};
use crate::source::RepoPath;
use crate::syntax::{ExprKind, Module, StmtId, StmtKind};

/// What a file tells the others of the project.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// What its functions do.
    pub(super) exports: Vec<(String, FarFunction)>,
    /// What its classes are.
    pub(super) classes: Vec<(String, FarClass)>,
    /// Data that it passes to theirs.
    pub(super) passed: Vec<Passed>,
    /// Data that it leaves in variables, its own and theirs.
    pub(super) held: Vec<Held>,
    /// Views of others that it routes.
    pub(super) paths: Vec<FarPath>,
    /// Who is handed what by it.
    pub(super) hands: Hands,
    /// Names that it has from elsewhere, with what they stand for.
    pub(super) imports: Vec<(String, String)>,
    /// Objects that it makes, with their classes.
    pub(super) objects: Vec<(String, String)>,
    /// Only a part of the file was looked at.
    pub(super) partial: bool,
}

impl Told {
    /// Takes over what a look at a part of the file told, which knew only some of its functions.
    pub(super) fn add(&mut self, more: Self) {
        for (name, far) in more.exports {
            match self.exports.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => known.join(&far),
                None => self.exports.push((name, far)),
            }
        }
        for (name, class) in more.classes {
            match self.classes.iter_mut().find(|(known, _)| *known == name) {
                // A part of a class has some of its fields.
                Some((_, known)) if known.partial && known.fields.len() <= class.fields.len() => {
                    *known = class
                }
                Some(_) => {}
                None => self.classes.push((name, class)),
            }
        }
        if self.imports.is_empty() {
            self.imports = more.imports;
        }
        for object in more.objects {
            if !self.objects.contains(&object) {
                self.objects.push(object);
            }
        }
        self.passed.extend(more.passed);
        self.passed.sort();
        self.passed.dedup();
        self.held.extend(more.held);
        self.held.sort();
        self.held.dedup();
        self.hands.join(more.hands);
        self.partial = true;
    }

    pub(super) fn of(
        path: &RepoPath,
        module: &Module,
        analysis: &mut Analysis<'_>,
        world: &dyn World,
    ) -> Self {
        Self {
            exports: std::mem::take(&mut analysis.exports),
            classes: std::mem::take(&mut analysis.classes),
            passed: std::mem::take(&mut analysis.passed),
            paths: std::mem::take(&mut analysis.paths),
            held: std::mem::take(&mut analysis.held),
            hands: std::mem::take(&mut analysis.hands),
            imports: if world.is_empty() { Vec::new() } else { imports(path, module) },
            objects: if world.is_empty() { Vec::new() } else { objects(path, module) },
            partial: module.partial,
        }
    }
}

/// The names that a module has from other modules, with the dotted names that they stand for.
fn imports(path: &RepoPath, module: &Module) -> Vec<(String, String)> {
    let own = module_of(path);
    let is_package = path.file_name().starts_with("__init__.");
    let mut found = Vec::new();
    for id in module.body() {
        let StmtKind::ImportFrom { level, module: from, names, .. } = &module.stmt(*id).kind else {
            continue;
        };
        let mut base: Vec<&str> = Vec::new();
        if *level > 0 {
            base = own.split('.').filter(|part| !part.is_empty()).collect();
            let up = *level as usize - usize::from(is_package);
            base.truncate(base.len().saturating_sub(up));
        }
        base.extend(module.name(*from).split('.').filter(|part| !part.is_empty()));
        for import in names {
            let name = module.name(import.name);
            let known = module.name(import.alias.unwrap_or(import.name));
            found.push((known.to_owned(), format!("{}.{name}", base.join("."))));
        }
    }
    found
}

/// `shell = Shell()` of a module: the objects that others have from it, with the dotted names of their classes.
fn objects(path: &RepoPath, module: &Module) -> Vec<(String, String)> {
    let own = module_of(path);
    let object = |id: &StmtId| {
        let StmtKind::Assign { targets, value } = &module.stmt(*id).kind else { return None };
        let ExprKind::Name(object) = module.expr(*targets.first()?).kind else { return None };
        let ExprKind::Call { func, .. } = module.expr(*value).kind else { return None };
        let ExprKind::Name(class) = module.expr(func).kind else { return None };
        let class = module.name(class);
        let is_class = class.trim_start_matches('_').starts_with(char::is_uppercase);
        is_class.then(|| (module.name(object).to_owned(), format!("{own}.{class}")))
    };
    module.body().iter().filter_map(object).collect()
}
