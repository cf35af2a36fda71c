//! Both sides of a changed file as far as they differ: the functions whose text the change touches, and what these call;
//! where that makes some of them do something else, those that call them as well. The rest of a file says the same on both
//! sides, and whoever holds one against the other need not look there.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::touched::says_something;
use super::written;
use crate::change::FileChange;
use crate::semantic::far::World;
use crate::semantic::models::Models;
use crate::semantic::{Analysis, Links, Scopes, analyse_among};
use crate::source::{SourceFile, Span};
use crate::syntax::{self, Body, ExprKind, FuncId, Function, Module, StmtKind};

/// So often one side's calls lead on to functions that matter on the other; beyond, all do.
const MAX_ROUNDS: usize = 8;

/// One side of a file, parsed.
pub(super) struct Half<'s> {
    pub(super) source: &'s SourceFile,
    pub(super) module: Module,
    pub(super) scopes: Scopes,
    /// By function, whether it is one of those in which the sides differ. Of one name, both sides have all or none.
    pub(super) wanted: Vec<bool>,
}

/// Both sides.
pub(super) struct Altered<'s> {
    pub(super) base: Half<'s>,
    pub(super) head: Half<'s>,
    /// By function of each side, whether the change touches it.
    touched: [Vec<bool>; 2],
}

impl<'s> Altered<'s> {
    /// Parses both sides of a file, and tells which functions the change touches and what these call; `None` where it has
    /// not both sides.
    pub(super) fn of(file: &'s FileChange) -> Option<Self> {
        let (base, head) = (file.base.as_ref()?, file.head.as_ref()?);
        let mut altered =
            Self { base: Half::parsed(base), head: Half::parsed(head), touched: Default::default() };
        let mut names = FxHashSet::default();
        let lines = file.hunks.iter().map(|hunk| hunk.base.clone());
        let before = altered.base.changed(lines, &mut names);
        let lines = file.hunks.iter().map(|hunk| hunk.head.clone());
        let after = altered.head.changed(lines, &mut names);
        altered.touched = [altered.base.speaking_of(before, &names), altered.head.speaking_of(after, &names)];
        altered.join(false);
        Some(altered)
    }

    /// Takes in those that may call the functions which the change touches, and what they call.
    pub(super) fn with_callers(&mut self) {
        self.join(true);
    }

    fn join(&mut self, callers: bool) {
        let [before, after] = self.touched.clone();
        (self.base.wanted, self.head.wanted) =
            together((&self.base.module, before), (&self.head.module, after), callers);
    }

    /// The functions of either side that the change touches and that have others in them: what these do shows only where
    /// somebody calls them.
    pub(super) fn holders(&self) -> impl Iterator<Item = &str> {
        let sides = [(&self.base.module, &self.touched[0]), (&self.head.module, &self.touched[1])];
        sides.into_iter().flat_map(|(module, touched)| {
            let blocks = module.functions.iter().filter(|function| matches!(function.body, Body::Block(_)));
            let outer = blocks.filter_map(|function| function.parent.filter(|parent| parent.0 != 0));
            let outer = outer.map(|parent| outermost(module, parent)).filter(|outer| touched[outer.index()]);
            outer.map(|outer| module.function(outer).qualname.as_str())
        })
    }
}

impl<'s> Half<'s> {
    fn parsed(source: &'s SourceFile) -> Self {
        let module = syntax::parse(source.text());
        let scopes = Scopes::new(&module);
        Self { source, module, scopes, wanted: Vec::new() }
    }

    /// The same side again, of which it is known what differs.
    pub(super) fn again(source: &'s SourceFile, wanted: Vec<bool>) -> Self {
        Self { wanted, ..Self::parsed(source) }
    }

    /// Looks at what differs.
    pub(super) fn analysis<'m>(&'m self, models: &'m Models, world: &'m dyn World) -> Analysis<'m> {
        let path = self.source.path();
        analyse_among(path, &self.module, &self.scopes, models, world, Some(&self.wanted))
    }

    /// By function, whether some changed lines lie in it. Adds the names that changed statements outside of functions bind.
    fn changed(&self, lines: impl Iterator<Item = Range<u32>>, names: &mut FxHashSet<&'s str>) -> Vec<bool> {
        let (source, module) = (self.source, &self.module);
        // What only the other side has is seen there.
        let lines = lines.filter(|lines| !lines.is_empty());
        let changed: Vec<(u32, u32)> = lines.filter_map(|lines| says_something(source, lines)).collect();
        let touches = |(first, last): (u32, u32)| {
            let at = changed.partition_point(|(_, end)| *end <= first);
            changed.get(at).is_some_and(|(start, _)| *start <= last)
        };
        let in_function = |function: &Function| {
            matches!(function.body, Body::Block(_)) && touches(source.line_range(function.span))
        };
        let mut found: Vec<bool> = module.functions.iter().map(in_function).collect();
        found[0] = false;
        for stmt in &module.stmts {
            let (first, last) = source.line_range(stmt.span);
            if !touches((first, last)) || module.function_at(stmt.span).0 != 0 {
                continue;
            }
            match &stmt.kind {
                StmtKind::Assign { targets, .. } => {
                    names.extend(targets.iter().flat_map(|target| self.words(module.expr(*target).span)));
                }
                StmtKind::AnnAssign { target, .. } | StmtKind::AugAssign { target, .. } => {
                    names.extend(self.words(module.expr(*target).span));
                }
                StmtKind::Import(imports) | StmtKind::ImportFrom { names: imports, .. } => {
                    let all = touches((first, first));
                    let changed = imports.iter().filter(|one| all || touches(source.line_range(one.span)));
                    names.extend(changed.flat_map(|one| self.words(one.span)));
                }
                StmtKind::Class(class) => {
                    let class = module.class(*class);
                    let body =
                        class.body.first().map_or(last, |id| source.line_range(module.stmt(*id).span).0);
                    if touches((first, first.max(body.saturating_sub(1)))) {
                        names.extend(self.words(class.span).skip_while(|word| *word != "class").nth(1));
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// The words of some code.
    fn words(&self, span: Span) -> impl Iterator<Item = &'s str> {
        written::words(self.source.slice(span)).map(|(_, word)| word)
    }

    /// With the functions that speak of some names, and the methods of classes of these names.
    fn speaking_of(&self, mut found: Vec<bool>, names: &FxHashSet<&'s str>) -> Vec<bool> {
        let module = &self.module;
        if names.is_empty() {
            return found;
        }
        let mut meant = vec![false; module.names.len()];
        for word in names {
            if let Some(symbol) = module.names.get(word) {
                meant[symbol.0 as usize] = true;
            }
        }
        for expr in &module.exprs {
            if let ExprKind::Name(name) | ExprKind::Attr { name, .. } = &expr.kind
                && meant[name.0 as usize]
            {
                found[module.function_at(expr.span).index()] = true;
            }
        }
        for (function, found) in module.functions.iter().zip(&mut found) {
            *found |= function.class.is_some_and(|class| meant[module.class(class).name.0 as usize]);
        }
        found
    }
}

/// The function of the module itself, or method, that another lies in.
pub(super) fn outermost(module: &Module, mut function: FuncId) -> FuncId {
    while let Some(parent) = module.function(function).parent.filter(|parent| parent.0 != 0) {
        function = parent;
    }
    function
}

/// Some functions of both sides with what they call, and with those that may call them (`callers`), on both sides the same
/// ones: what only one side looked at would seem to be lost, or new.
fn together(one: (&Module, Vec<bool>), other: (&Module, Vec<bool>), callers: bool) -> (Vec<bool>, Vec<bool>) {
    let modules = [one.0, other.0];
    let links = modules.map(Links::of);
    let mut names: FxHashSet<&str> = FxHashSet::default();
    let mut sides = [one.1, other.1];
    for (module, side) in modules.iter().zip(&mut sides) {
        // Nested functions are had from those around them.
        for at in (1..side.len()).rev().filter(|at| !module.functions[*at].decorators.is_empty()) {
            let parent = module.functions[at].parent.map_or(0, FuncId::index);
            side[parent] |= side[at];
        }
        names.extend(named(module, side));
    }
    for round in 0..=MAX_ROUNDS {
        let known = names.len();
        if round == MAX_ROUNDS {
            modules
                .iter()
                .for_each(|module| names.extend(named(module, &vec![true; module.functions.len()])));
        }
        for ((module, links), side) in modules.iter().zip(&links).zip(&mut sides) {
            let mut wanted = std::mem::take(side);
            for (function, wanted) in module.functions.iter().zip(&mut wanted).skip(1) {
                *wanted |= names.contains(function.qualname.as_str());
            }
            let linked = if callers { links.connected(wanted) } else { links.needed(wanted) };
            *side = with_constructors(module, linked);
            names.extend(named(module, side));
        }
        if names.len() == known {
            break;
        }
    }
    for (module, side) in modules.iter().zip(&mut sides) {
        // A lambda belongs to the function around it.
        for at in 1..side.len() {
            let function = &module.functions[at];
            let parent = function.parent.map_or(0, FuncId::index);
            side[at] |= matches!(function.body, Body::Lambda(_)) && (parent == 0 || side[parent]);
        }
    }
    let [one, other] = sides;
    (one, other)
}

/// With what makes the objects that some methods are called on.
fn with_constructors(module: &Module, mut some: Vec<bool>) -> Vec<bool> {
    let Some(constructor) = module.names.get("__init__") else { return some };
    let mut classes = vec![false; module.classes.len()];
    for (function, _) in module.functions.iter().zip(&some).filter(|(_, some)| **some) {
        function.class.into_iter().for_each(|class| classes[class.index()] = true);
    }
    for (function, some) in module.functions.iter().zip(&mut some) {
        let makes = function.name == constructor;
        *some |= makes && function.class.is_some_and(|class| classes[class.index()]);
    }
    some
}

/// The names of some functions of a module.
fn named<'m>(module: &'m Module, some: &[bool]) -> impl Iterator<Item = &'m str> {
    let some: Vec<&str> = (module.functions.iter().zip(some).skip(1))
        .filter(|(function, some)| **some && matches!(function.body, Body::Block(_)))
        .map(|(function, _)| function.qualname.as_str())
        .collect();
    some.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::{Status, diff};
    use crate::source::RepoPath;

    /// The functions in which both sides differ, by side.
    fn wanted(base: &str, head: &str) -> [Vec<String>; 2] {
        looked_at(base, head, true)
    }

    fn looked_at(base: &str, head: &str, callers: bool) -> [Vec<String>; 2] {
        let source = |text: &str| Some(SourceFile::from_text(RepoPath::new("a.py"), text));
        let file = FileChange {
            path: RepoPath::new("a.py"),
            old_path: None,
            status: Status::Modified,
            base: source(base),
            head: source(head),
            hunks: diff::hunks(base, head),
        };
        let mut altered = Altered::of(&file).expect("both sides");
        if callers {
            altered.with_callers();
        }
        [&altered.base, &altered.head].map(|half| {
            let all = half.module.functions.iter().zip(&half.wanted).skip(1);
            all.filter(|(_, wanted)| **wanted).map(|(function, _)| function.qualname.clone()).collect()
        })
    }

    const TEXT: &str = "\
from html import escape

LIMIT = 3


def clean(x):
    return escape(x)


def page(x):
    return clean(x)


def view(x):
    return page(x)


def other(x):
    return x > LIMIT


def lone(x):
    return x
";

    #[test]
    fn callers_and_what_they_call() {
        let head = TEXT.replace("return clean(x)", "return x");
        assert_eq!(wanted(TEXT, &head), [["clean", "page", "view"]; 2]);
        assert_eq!(wanted(&head, TEXT), [["clean", "page", "view"]; 2]);
        assert_eq!(looked_at(TEXT, &head, false), [["clean", "page"]; 2]);
        assert_eq!(
            looked_at(TEXT, &TEXT.replace("page(x)\n", "page(x) + x\n"), false),
            [["clean", "page", "view"]; 2]
        );
    }

    #[test]
    fn what_speaks_of_changed_names() {
        assert_eq!(wanted(TEXT, &TEXT.replace("LIMIT = 3", "LIMIT = 4")), [["other"]; 2]);
        let head = TEXT.replace("from html import", "from ours import");
        assert_eq!(wanted(TEXT, &head), [["clean", "page", "view"]; 2]);
        assert_eq!(
            wanted(TEXT, &TEXT.replace("from html import escape\n", "")),
            [["clean", "page", "view"]; 2]
        );
    }

    #[test]
    fn comments_and_new_functions_touch_no_others() {
        let head = TEXT.replace("LIMIT = 3\n", "# three\nLIMIT = 3\n");
        assert_eq!(wanted(TEXT, &head), [[""; 0]; 2]);
        let head = TEXT.replace("def lone", "def more(x):\n    return x\n\n\ndef lone");
        assert_eq!(wanted(TEXT, &head), [vec![], vec!["more".to_owned()]]);
    }

    #[test]
    fn calls_that_lead_on_from_side_to_side_forever_lead_to_all() {
        let one = |at: usize, side: usize| {
            let calls = if at % 2 == side { format!("f{}(x)", at + 1) } else { "x".to_owned() };
            format!("def f{at}(x):\n    return {calls}\n\n\n")
        };
        let text = |side: usize| {
            (0..40).map(|at| one(at, side)).collect::<String>() + "def lone(x):\n    return x\n"
        };
        let first = |text: &str| {
            let module = syntax::parse(text);
            let wanted = module.functions.iter().map(|function| function.qualname == "f0").collect();
            (module, wanted)
        };
        let [base, head] = [text(0), text(1)].map(|text| first(&text));
        let (before, after) = together((&base.0, base.1), (&head.0, head.1), true);
        assert!(before.iter().chain(&after).filter(|wanted| **wanted).count() == 82);
    }

    #[test]
    fn methods_of_a_class_with_another_base_and_their_constructor() {
        let text = "class A(B):\n    def __init__(self):\n        self.x = 1\n\n    def get(self):\n        return self.x\n";
        let both = [["A.__init__", "A.get"]; 2];
        assert_eq!(wanted(text, &text.replace("(B)", "(C)")), both);
        assert_eq!(wanted(text, &text.replace("return self.x", "return 2")), both);
    }
}
