//! The engine: which functions are looked at in which order, and what a function's look leaves behind.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::lineage::{Globals, Lineage};
use super::order::callees_first;
use super::state::{Delta, State};
use super::summary::{Cleaned, FarSink, Leaf, ParamCall, ParamSink, Summary};
use crate::semantic::facts::Facts;
use crate::semantic::far::{Alone, FarPath, Held, Passed, World};
use crate::semantic::models::{Kind, Models, SourceClass};
use crate::semantic::names::{NameId, NameTable};
use crate::semantic::routes::Routes;
use crate::semantic::scopes::{Scopes, VarId};
use crate::semantic::value::*;
use crate::source::{RepoPath, Span};
use crate::syntax::*;

/// So many evaluations are spent on one look at one function; realistic code needs a hundredth.
const BUDGET: u32 = 400_000;

/// What makes two origins the same.
type OriginKey = (Span, SourceClass, Option<(FuncId, u32)>, Option<ParamPart>);

/// One module under analysis.
pub struct Engine<'m> {
    pub(super) module: &'m Module,
    pub(super) scopes: &'m Scopes,
    pub(super) models: &'m Models,
    pub(super) package: Vec<String>,
    pub(super) module_name: String,
    pub(super) path: RepoPath,
    pub(super) world: &'m dyn World,
    /// Data passed to functions of other modules.
    pub passed: Vec<Passed>,
    /// Views of other modules that this one routes.
    pub paths: Vec<FarPath>,
    /// Data left in variables of modules.
    pub held: Vec<Held>,
    /// By dotted name, what other modules left there; asked where there is anything at all.
    pub(super) held_known: FxHashMap<NameId, Rc<[Held]>>,
    pub(super) has_held: bool,
    /// Dotted names met.
    pub names: NameTable,
    /// What was found out.
    pub facts: Facts,
    /// Origins by number.
    pub origins: Vec<Origin>,
    /// Steps by number.
    pub steps: Vec<TraceStep>,
    /// The framework's entry points.
    pub routes: Routes,
    pub(super) summaries: Vec<Option<Rc<Summary>>>,
    /// What variables hold once their function has run, for code elsewhere that reads them.
    pub(super) globals: Globals,
    pub(super) lineage: Lineage,
    /// Classes stand in functions.
    pub(super) has_inner_classes: bool,
    /// Looks at functions so far.
    pub(super) look_number: u32,
    /// What lies in `g` and the session.
    pub(super) shelves: FxHashMap<(NameId, Key), Value>,
    /// What methods leave in `self`.
    pub(super) attributes: FxHashMap<(ClassId, Symbol), Value>,
    pub(super) origin_index: FxHashMap<OriginKey, OriginId>,
    pub(super) step_index: FxHashMap<(Span, Option<StepId>), StepId>,
    pub(super) hit_index: FxHashMap<(Kind, ExprId, ExprId), usize>,
    pub(super) frame: Frame,
    /// Attributes that the callers of a class's methods decide.
    pub(super) fed: FxHashSet<(ClassId, Symbol)>,
    /// By field: whether its annotation lets nothing through that could be injected.
    pub(super) harmless_fields: FxHashMap<(ClassId, Symbol), bool>,
    /// Calls of parameters inside calls of parameters.
    pub(super) depth: u32,
    /// Calls of values inside calls of values.
    pub(super) invoking: u32,
    /// Dependencies of dependencies that are being looked at.
    pub(super) asked: u32,
    /// By function: whether it is to be looked at, where not all are.
    wanted: Option<&'m [bool]>,
    /// By function: whether it was looked at.
    pub looked: Vec<bool>,
    pub(super) unready: Vec<FuncId>,
    /// Functions that were called and are none of those to look at.
    missing: Vec<FuncId>,
    pub(super) known: super::known::Known,
    pub(super) parts_made: bool,
    /// Parts of parts of parameters, by number.
    pub(super) nests: Vec<(ParamPart, ParamPart)>,
    /// Keys of parameters, by number.
    pub(super) keys: Vec<Rc<str>>,
    pub(super) key_index: FxHashMap<Rc<str>, KeyId>,
    pub(super) next_obj: u32,
    /// By function: whether its variables can be read by functions inside it.
    has_inner: Vec<bool>,
    packages: Vec<&'m str>,
    /// By class: those of the module that derive from it.
    pub(super) derived: FxHashMap<ClassId, Vec<ClassId>>,
    /// The bare names that the module calls; made when a first view is met.
    pub(super) called: Option<FxHashSet<Symbol>>,
    /// Made when a first answer kept in a variable is tested.
    pub(super) stores: Option<super::again::Stores>,
    /// Outside data that callers elsewhere pass, with the function to which they do.
    pub(super) seeded: FxHashMap<OriginId, FuncId>,
    /// Made when a first attribute of a method's own object is read.
    pub(super) set_by_methods: Option<Rc<FxHashSet<(ClassId, Symbol)>>>,
    /// Made when a first field of a model is judged.
    pub(super) validators: Option<Rc<super::validators::Validators>>,
    /// Loops by place; made when a first flag is tested.
    pub(super) all_loops: Option<Vec<(u32, StmtId)>>,
    /// Answers that were kept are being looked at, or what is read again.
    pub(super) answering: u32,
    /// Made when a first imported name may mean several things.
    pub(super) imports: Option<Rc<super::invoke::Imports>>,
    /// Where the attributes are read that only Django's requests have; made when first asked.
    pub(super) django_reads: Option<Vec<u32>>,
    /// What callers pass for parameters without a type.
    pub(super) hints: super::hinted::Hints,
    /// Pieces of origins.
    pub(super) fragments: super::fragments::Fragments,
    /// Who is handed what.
    pub(super) noted: super::hands::Noted,
    pub(super) peeking: u32,
    /// What the defaults of functions inside functions bring, by parameter.
    pub(super) defaults: FxHashMap<(FuncId, u32), Value>,
    /// Methods as objects of one class have them; `None` while they are looked at.
    pub(super) by_class: FxHashMap<(FuncId, ClassId), Option<Rc<Summary>>>,
}

/// The function that is being looked at.
#[derive(Debug, Default)]
pub(super) struct Frame {
    pub(super) func: Option<FuncId>,
    pub(super) state: State,
    pub(super) record: bool,
    pub(super) returns: Option<Value>,
    /// What is clean on every way out; on those that answer yes, or no.
    pub(super) returned: Option<Cleaned>,
    pub(super) returned_true: Option<Cleaned>,
    pub(super) returned_false: Option<Cleaned>,
    /// Containers of the module, or of the function around this one, that are changed here.
    pub(super) shared: FxHashMap<VarId, Value>,
    /// The expression that is a statement of its own.
    pub(super) statement: Option<ExprId>,
    /// What variables held before conversions that came back.
    pub(super) refused: Vec<(u32, Value)>,
    /// Containers that were put into attributes of classes.
    pub(super) class_objs: Vec<((ClassId, Symbol), Value)>,
    /// What was put into variables of the functions around this one.
    pub(super) outer: Vec<(VarId, Value)>,
    /// A function was called that had not been looked at.
    pub(super) unready: bool,
    pub(super) params: Vec<Option<OriginId>>,
    /// The parameters as they came in.
    pub(super) entry: Vec<Value>,
    /// Parameters that are containers here.
    pub(super) param_objs: Vec<(u32, ObjId)>,
    /// Parts of parameters that are read here.
    pub(super) parts: Vec<(u32, ParamPart)>,
    pub(super) leaves: Option<Vec<Leaf>>,
    pub(super) same: Option<Option<u32>>,
    pub(super) calls: Vec<ParamCall>,
    pub(super) raises: Value,
    /// What was raised inside the `try` statements around this point.
    pub(super) tries: Vec<Value>,
    pub(super) sinks: Vec<ParamSink>,
    pub(super) far: Vec<FarSink>,
    pub(super) loops: Vec<Loop>,
    /// The expression that was begun last.
    pub(super) site: Option<ExprId>,
    /// What the loops around this point made, by place and by how many were made there before in the round.
    made: FxHashMap<(Option<ExprId>, u32), ObjId>,
    /// Variables that were read inside a loop while nothing had been assigned to them.
    pub(super) unset: FxHashSet<u32>,
    pub(super) made_at: FxHashMap<Option<ExprId>, u32>,
    /// The class whose body is being run.
    pub(super) class: Option<ClassId>,
    pub(super) self_obj: Option<ObjId>,
    /// The parameters of lambdas that are being called.
    pub(super) given: FxHashMap<VarId, Value>,
    /// Something may be sent to a `yield` here.
    pub(super) is_sent: bool,
    /// Classes elsewhere whose objects most likely hold what the client sent, and this.
    pub(super) guessed: Vec<(NameId, Taint)>,
    /// It is supposed that nothing sets this flag.
    pub(super) supposed: Option<VarId>,
    /// A function of a table is being called, which one this parameter says: as its key.
    pub(super) only: Option<(u32, Key)>,
    /// The class that the object of the method is known to be of, where that is asked.
    pub(super) self_class: Option<ClassId>,
    /// Methods of the object were called that others have in their own way.
    pub(super) asks_class: bool,
    /// A function that was called has written variables here.
    pub(super) written_inside: bool,
    budget: u32,
}

/// A loop that is being run.
#[derive(Debug, Default)]
pub(super) struct Loop {
    pub(super) mark: usize,
    pub(super) breaks: Vec<Delta>,
    pub(super) continues: Vec<Delta>,
}

impl<'m> Engine<'m> {
    /// An engine for one module. `package` is where the file lies, for relative imports; `module_name` the module's
    /// own dotted name, under which a configuration may speak of its functions.
    pub fn new(
        module: &'m Module,
        scopes: &'m Scopes,
        models: &'m Models,
        package: Vec<String>,
        module_name: String,
    ) -> Self {
        Self {
            module_name,
            path: super::abroad::nowhere(),
            world: &Alone,
            passed: Vec::new(),
            paths: Vec::new(),
            nests: Vec::new(),
            held: Vec::new(),
            held_known: FxHashMap::default(),
            has_held: false,
            module,
            scopes,
            models,
            package,
            names: NameTable::default(),
            facts: Facts::new(module.exprs.len()),
            origins: Vec::new(),
            steps: Vec::new(),
            routes: Routes::default(),
            summaries: vec![None; module.functions.len()],
            globals: Globals::default(),
            lineage: Lineage::default(),
            has_inner_classes: module.classes.iter().any(|class| class.parent != FuncId(0)),
            look_number: 0,
            attributes: FxHashMap::default(),
            shelves: FxHashMap::default(),
            origin_index: FxHashMap::default(),
            step_index: FxHashMap::default(),
            hit_index: FxHashMap::default(),
            frame: Frame::default(),
            fed: FxHashSet::default(),
            harmless_fields: FxHashMap::default(),
            seeded: FxHashMap::default(),
            set_by_methods: None,
            validators: None,
            depth: 0,
            asked: 0,
            invoking: 0,
            known: super::known::Known::default(),
            parts_made: false,
            keys: Vec::new(),
            key_index: FxHashMap::default(),
            wanted: None,
            looked: vec![false; module.functions.len()],
            unready: Vec::new(),
            missing: Vec::new(),
            next_obj: 0,
            has_inner: has_inner(module),
            packages: packages(module),
            derived: super::protocol::derived(module),
            stores: None,
            all_loops: None,
            answering: 0,
            imports: None,
            django_reads: None,
            hints: super::hinted::Hints::default(),
            fragments: super::fragments::Fragments::default(),
            noted: super::hands::Noted::default(),
            peeking: 0,
            called: None,
            defaults: FxHashMap::default(),
            by_class: FxHashMap::default(),
        }
    }

    /// With what is known of the other modules; `path` is the file's own.
    #[must_use]
    pub fn among(mut self, world: &'m dyn World, path: &RepoPath) -> Self {
        (self.world, self.path) = (world, path.clone());
        self.has_held = world.has_held();
        self
    }

    /// Looks only at some functions, with what these may call; by number.
    #[must_use]
    pub fn only(mut self, wanted: Option<&'m [bool]>) -> Self {
        self.wanted = wanted;
        self
    }

    /// Looks at the whole module.
    pub fn run(&mut self) {
        self.names.make_room(self.module.names.len() / 4);
        for name in ["tuple", "dict"] {
            self.intern(name);
        }
        // The module's own code first, for what its names hold; then outer functions for what inner ones capture.
        self.look(FuncId(0), false);
        if self.has_held {
            self.take_held();
        }
        self.route_by_calls();
        self.routed_elsewhere();
        let order = callees_first(self.module, self.wanted);
        for func in &order {
            self.looked[func.index()] = true;
        }
        for at in 1..self.has_inner.len() {
            if self.has_inner[at] && self.looked[at] {
                self.look(FuncId(at as u32), false);
            }
        }
        for func in order {
            if matches!(self.module.function(func).body, Body::Block(_)) {
                let summary = self.look(func, true);
                self.summaries[func.index()] = Some(Rc::new(summary));
            }
        }
        self.look_at_missing();
        // Once more for those that called something that was not known yet: recursion.
        self.by_class.clear();
        for func in std::mem::take(&mut self.unready) {
            let summary = self.look(func, true);
            self.summaries[func.index()] = Some(Rc::new(summary));
        }
        self.look_at_hinted();
        self.hold_own();
        self.look(FuncId(0), true);
        let origins = &self.origins;
        for hit in &mut self.facts.hits {
            hit.taints.sort_by_key(|taint| (origins[taint.origin.0 as usize].class, taint.origin));
        }
        self.facts.hits.sort_by_key(|hit| (hit.site.call, hit.site.arg, hit.site.kind));
    }

    /// Looks at functions that were called although they are none of those to look at.
    fn look_at_missing(&mut self) {
        let asked = self.unready.len();
        loop {
            let missing = std::mem::take(&mut self.missing);
            if missing.is_empty() {
                break;
            }
            for func in missing {
                // What it captures.
                let mut around = self.module.function(func).parent.filter(|parent| parent.0 != 0);
                while let Some(parent) = around.filter(|parent| !self.looked[parent.index()]) {
                    self.look(parent, false);
                    around = self.module.function(parent).parent.filter(|parent| parent.0 != 0);
                }
                if self.has_inner[func.index()] {
                    self.look(func, false);
                }
                if matches!(self.module.function(func).body, Body::Block(_)) {
                    let summary = self.look(func, true);
                    self.summaries[func.index()] = Some(Rc::new(summary));
                }
            }
        }
        // Those that were called last know most.
        self.unready[asked..].reverse();
        self.unready.rotate_left(asked);
    }

    /// What is known of a function of the module; asks for it, where only some are looked at.
    pub(super) fn summary_of(&mut self, func: FuncId) -> Option<Rc<Summary>> {
        let known = self.summaries[func.index()].clone();
        if known.is_none() && self.wanted.is_some() && !self.looked[func.index()] {
            self.looked[func.index()] = true;
            self.missing.push(func);
        }
        // Looked at again once it is known.
        self.frame.unready |= known.is_none() && self.wanted.is_some();
        known
    }

    /// One look at one function.
    pub(super) fn look(&mut self, func: FuncId, record: bool) -> Summary {
        self.look_as(func, record, None)
    }

    /// The same of a method whose object is of that class. What rules read is what the plain look finds out.
    pub(super) fn look_as(&mut self, func: FuncId, record: bool, self_class: Option<ClassId>) -> Summary {
        self.look_number += 1;
        let frame = Frame {
            func: Some(func),
            state: State::new(self.scopes.slots(func), self.next_obj),
            record,
            budget: BUDGET,
            self_class,
            ..Frame::default()
        };
        let outer = std::mem::replace(&mut self.frame, frame);
        if record && self_class.is_none() {
            self.facts.begin();
        }
        self.bind_params(func);
        let module = self.module;
        match &module.function(func).body {
            Body::Block(stmts) => {
                self.block(stmts);
                if !self.frame.state.dead {
                    self.leave(Value::constant(Const::None), None);
                }
            }
            Body::Lambda(expr) => {
                let value = self.eval(*expr);
                self.leave(value, Some(*expr));
            }
        }
        let told_more = self_class.is_none() && self.publish(func);
        let frame = std::mem::replace(&mut self.frame, outer);
        if record && told_more {
            self.look_inside_again(func);
        }
        if record && (frame.unready || told_more) && !self.unready.contains(&func) && func.0 != 0 {
            self.unready.push(func);
        }
        let mut summary = Summary::of(frame);
        self.note_named(func, &mut summary);
        summary
    }

    /// The dotted name of a function from elsewhere, or of one of this module's own.
    pub(super) fn own_name(&self, value: &Value) -> Option<Rc<str>> {
        match value.refers() {
            What::Function(func, _) => {
                Some(format!("{}.{}", self.module_name, self.module.function(*func).qualname).into())
            }
            _ => value.name().map(|name| self.names.shared(name)),
        }
    }

    /// The same where the project's own configuration speaks of it.
    pub(super) fn configured_name(&self, value: &Value) -> Option<Rc<str>> {
        self.models.has_own().then(|| self.own_name(value))?.filter(|name| self.models.owns(name))
    }

    pub(super) fn is_harmless_type(&self, value: &Value) -> bool {
        match value.class() {
            Some(Type::Outside(name)) => self.is_harmless_name(self.names.text(name)),
            _ => false,
        }
    }

    /// A class from outside whose instances hold nothing that could be injected.
    pub(super) fn is_harmless_name(&self, name: &str) -> bool {
        matches!(
            name,
            "int"
                | "float"
                | "bool"
                | "uuid.UUID"
                | "decimal.Decimal"
                | "datetime.date"
                | "datetime.datetime"
                | "ipaddress.IPv4Address"
        )
    }

    /// Makes what the function's variables hold known to the code that may read them. True when functions inside it have
    /// put more there than was known.
    fn publish(&mut self, func: FuncId) -> bool {
        let mut told_more = false;
        // Only the module's own variables and those of functions with inner functions can be read from elsewhere.
        if func.0 == 0 || self.has_inner.get(func.index()).is_some_and(|inner| *inner) {
            let scopes = self.scopes;
            for (slot, id) in scopes.owned(func).iter().enumerate() {
                if let Some(value) = self.frame.state.var(slot as u32) {
                    let frozen = self.freeze(value, 3);
                    if self.frame.written_inside {
                        let known = self.globals.get(id).map(|known| self.whole(known)).unwrap_or_default();
                        let mut more = known.clone();
                        more.absorb(self.whole(&frozen).taints());
                        told_more |= more != known;
                    }
                    self.globals.insert(*id, frozen);
                }
            }
        }
        let mut shared: Vec<(VarId, Value)> = self.frame.shared.drain().collect();
        shared.sort_by_key(|(var, _)| *var);
        for (var, value) in shared {
            let frozen = self.freeze(&value, 3);
            self.note_outer(var, &frozen);
            let joined = self.globals.get(&var).map_or(frozen.clone(), |old| old.join(&frozen));
            self.globals.insert(var, joined);
        }
        for (place, value) in std::mem::take(&mut self.frame.class_objs) {
            let frozen = self.freeze(&value, 3);
            let joined = self.attributes.get(&place).map_or(frozen.clone(), |old| old.join(&frozen));
            self.attributes.insert(place, joined);
        }
        self.publish_self(func);
        told_more
    }

    /// Spends one unit; false when the function's budget is gone.
    pub(super) fn spend(&mut self) -> bool {
        if self.frame.budget == 0 {
            if self.facts.exhausted.is_none() {
                self.facts.exhausted = self.frame.func;
            }
            self.frame.state.dead = true;
            return false;
        }
        self.frame.budget -= 1;
        true
    }

    pub(super) fn func(&self) -> FuncId {
        self.frame.func.unwrap_or(FuncId(0))
    }

    /// A container or object made here. What a further round of a loop makes at the same place is the same again,
    /// empty: otherwise no round would end like the one before.
    /// What a variable of the function that is looked at holds.
    pub(super) fn read_var(&mut self, slot: u32) -> Option<Value> {
        let value = self.frame.state.var(slot).cloned();
        if value.is_none() && !self.frame.loops.is_empty() {
            self.frame.unset.insert(slot);
        }
        value
    }

    pub(super) fn new_obj(&mut self) -> ObjId {
        if self.frame.loops.is_empty() {
            return self.next_obj();
        }
        let site = self.frame.site;
        let nth = self.frame.made_at.entry(site).or_default();
        *nth += 1;
        let place = (site, *nth);
        if let Some(obj) = self.frame.made.get(&place).copied() {
            self.frame.state.unset_fields(obj);
            return obj;
        }
        let obj = self.next_obj();
        self.frame.made.insert(place, obj);
        obj
    }

    fn next_obj(&mut self) -> ObjId {
        self.next_obj += 1;
        ObjId(self.next_obj)
    }

    /// True when the module imports from a package of that name, or one that begins with it: `flask_restful`.
    pub(super) fn mentions(&self, package: &str) -> bool {
        // In order: those that begin with it stand together.
        let first = self.packages.partition_point(|name| *name < package);
        let mut rest = self.packages[first..].iter().map_while(|name| name.strip_prefix(package));
        rest.any(|rest| rest.is_empty() || rest.starts_with('_'))
    }

    pub(super) fn intern(&mut self, name: &str) -> NameId {
        self.names.intern(name)
    }
}

/// Functions inside which other functions are defined. A lambda is no reason: it is evaluated where it stands.
fn has_inner(module: &Module) -> Vec<bool> {
    let mut inner = vec![false; module.functions.len()];
    for function in &module.functions {
        if let (Some(parent), Body::Block(_)) = (function.parent, &function.body) {
            inner[parent.index()] = true;
        }
    }
    inner
}

/// The packages that a module imports from, by first segment.
fn packages(module: &Module) -> Vec<&str> {
    let first = |name: Symbol| module.name(name).split('.').next().unwrap_or("");
    let mut found = Vec::new();
    // They are few, mostly named several times in a row.
    let mut add = |package| {
        if found.last() != Some(&package) {
            found.push(package);
        }
    };
    for stmt in &module.stmts {
        match &stmt.kind {
            StmtKind::Import(names) => names.iter().for_each(|name| add(first(name.name))),
            StmtKind::ImportFrom { level: 0, module: from, .. } => add(first(*from)),
            _ => {}
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}
