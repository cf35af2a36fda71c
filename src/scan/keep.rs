//! The parts of a file that are kept in a slice, and those that they need or that need them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::reach::{Links, Reach};
use super::slice::Slice;
use super::triggers::Set;
use crate::source::Span;
use crate::syntax::{Bound, Form, Outline, SourcePart, Unit, UnitKind};

/// Beyond this share of the text, in percent, a slice saves nothing.
const WORTH: usize = 85;

/// More parts than this that bind one word are not told apart.
const MANY: usize = 32;

/// How much of what a part needs is kept with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Calls {
    /// Constants.
    No,
    /// Also what it calls, and how the objects are made whose attributes it reads.
    Made,
    /// Also whatever else changes these attributes.
    All,
}

/// A part that gives a word a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Binder {
    word: u32,
    unit: u32,
    /// As a member of its class or of any object, else as a name of the module.
    member: bool,
}

impl Binder {
    /// True when a word in such a form can mean this; `inside` for one that stands in the body of the same class.
    fn fits(self, form: Form, inside: bool) -> bool {
        form.has(match (self.member, inside) {
            (true, true) => Form::CODE,
            (true, false) => Form::MEMBER,
            (false, _) => Form::GLOBAL,
        })
    }
}

/// What a word is that a part binds.
fn binder(word: u32, bound: Bound, at: usize, unit: &Unit) -> Binder {
    // What a method binds beside its own name is local to it, or global.
    let in_class = unit.parent.is_some() && (unit.kind != UnitKind::Function || unit.name == Some(word));
    Binder { word, unit: at as u32, member: in_class || bound == Bound::Attribute }
}

/// The parts to keep, growing.
pub(super) struct Keep<'o, 't> {
    outline: &'o Outline<'t>,
    text: &'t str,
    kept: Vec<bool>,
    /// How much of what a part needs was kept.
    calls: Vec<Calls>,
    /// By word: true when parts that mention it matter.
    up: Vec<bool>,
    /// By word: true when parts that mention it matter, whatever data comes to them: it names a constant that does.
    constants: Vec<bool>,
    /// Members of classes: parts that mention them matter in the class, and where its name is mentioned too.
    up_members: Vec<(u32, u32)>,
    /// Parts whose words have not been looked up yet.
    queue: Vec<usize>,
    /// By word, the parts that bind it, sorted.
    binders: Vec<Binder>,
    /// By word, the first of these.
    first: Vec<u32>,
    children: Vec<(u32, u32)>,
    /// By part: a class that something kept names.
    live: Vec<bool>,
    /// Classes, and the classes (or the module) in whose parts they are named.
    named: FxHashSet<(u32, Option<u32>)>,
    /// Functions that bring something in, make objects of known classes, or call such functions. Others give back what
    /// they are given at most, and may be left out.
    telling: Vec<bool>,
    /// Which data comes where.
    reach: Reach,
    /// The matchers that data is asked for.
    asked: Set,
    /// By part: it matters for what it passes to others, or for what those pass that do.
    far: Vec<bool>,
    /// Words whose meaning was looked up: of a class or of the module, with or without what is called, as a member and
    /// as a name.
    looked_up: FxHashSet<(u32, Option<u32>, Calls, [bool; 3])>,
}

impl<'o, 't> Keep<'o, 't> {
    pub(super) fn new(outline: &'o Outline<'t>, text: &'t str) -> Self {
        Self {
            outline,
            text,
            kept: vec![false; outline.units.len()],
            calls: vec![Calls::No; outline.units.len()],
            up: vec![false; outline.words.len()],
            constants: vec![false; outline.words.len()],
            up_members: Vec::new(),
            queue: Vec::new(),
            binders: Vec::new(),
            first: vec![0; outline.words.len() + 1],
            children: Vec::new(),
            live: vec![false; outline.units.len()],
            named: FxHashSet::default(),
            looked_up: FxHashSet::default(),
            telling: vec![true; outline.units.len()],
            reach: Reach::default(),
            asked: Set::MAX,
            far: vec![false; outline.units.len()],
        }
    }

    /// Keeps a part, with what it calls if `calls`, and the head of its class.
    fn keep(&mut self, at: usize, calls: Calls, far: bool) {
        let known = std::mem::replace(&mut self.kept[at], true);
        if known && calls <= self.calls[at] && (far || !self.far[at]) {
            return;
        }
        self.far[at] = far && (!known || self.far[at]);
        self.calls[at] = self.calls[at].max(calls);
        self.queue.push(at);
        if let Some(parent) = self.outline.units[at].parent {
            self.keep(parent as usize, calls, far);
        }
    }

    /// True when data that is asked for comes to a part.
    fn arrives(&self, at: usize) -> bool {
        self.reach.arrives[at] & self.asked != 0
    }

    /// True when a part, or what it calls, brings in data that is asked for.
    fn gives(&self, at: usize) -> bool {
        self.reach.gives[at] & self.asked != 0
    }

    /// A part that matters of itself: with its `callers` and users, and with what it `calls`, where these decide.
    pub(super) fn root(&mut self, at: usize, callers: bool, calls: Calls) {
        self.keep(at, calls, false);
        if callers || self.outline.units[at].kind != UnitKind::Function {
            self.name(at);
        }
    }

    /// A part that may name a constant which matters as an argument, under whatever name it goes.
    pub(super) fn constant(&mut self, at: usize) {
        let outline = self.outline;
        outline.names(&outline.units[at]).for_each(|word| self.constants[word as usize] = true);
    }

    /// True when a part uses such a constant.
    fn uses_constant(&self, unit: &Unit) -> bool {
        self.outline.uses(unit).any(|(word, form)| form.has(Form::CODE) && self.constants[word as usize])
    }

    /// Users of what a part names matter.
    fn name(&mut self, at: usize) {
        let unit = &self.outline.units[at];
        let words = &self.outline.words;
        let names: Vec<u32> = match unit.kind {
            UnitKind::Function => unit.name.into_iter().collect(),
            _ => self.outline.names(unit).collect(),
        };
        for word in names {
            match (unit.parent, words[word as usize]) {
                (None, _) => self.up[word as usize] = true,
                // A constructor goes by the name of its class.
                (Some(class), "__init__") => {
                    let class = self.outline.units[class as usize].name;
                    class.into_iter().for_each(|name| self.up[name as usize] = true);
                }
                (Some(class), _) => self.up_members.push((word, class)),
            }
        }
    }

    /// True when a part uses something that matters.
    fn uses(&self, unit: &Unit) -> bool {
        let outline = self.outline;
        let mentions = |unit: &Unit, word: u32, forms: Form| {
            outline.uses(unit).any(|(known, form)| known == word && form.has(forms))
        };
        let mut members = self.up_members.iter().filter(|(word, _)| Some(*word) != unit.name);
        outline
            .uses(unit)
            .any(|(word, form)| form.has(Form::GLOBAL) && self.up[word as usize] && Some(word) != unit.name)
            || members.any(|(word, class)| {
                let named = outline.units[*class as usize].name;
                let near = |unit: &Unit| named.is_some_and(|name| mentions(unit, name, Form::CODE));
                let heir = || unit.parent.is_some_and(|parent| near(&outline.units[parent as usize]));
                let inside = unit.parent == Some(*class);
                mentions(unit, *word, if inside { Form::CODE } else { Form::MEMBER })
                    && (inside || near(unit) || heir())
            })
    }

    /// Looks up which parts bind which words.
    pub(super) fn connect(&mut self) {
        let outline = self.outline;
        let mut shared = vec![false; outline.words.len()];
        for unit in outline.units.iter().filter(|unit| unit.kind != UnitKind::Function) {
            outline.names(unit).for_each(|word| shared[word as usize] = true);
        }
        for (at, unit) in outline.units.iter().enumerate() {
            // What a function binds is its own, but for what the module has too, or what it says is the module's.
            let counts = |(word, bound): &(u32, Bound)| match bound {
                Bound::Name => unit.kind != UnitKind::Function || unit.name == Some(*word),
                Bound::Changed => unit.kind != UnitKind::Function || shared[*word as usize],
                _ => true,
            };
            let binders = outline.bindings(unit).filter(counts);
            self.binders.extend(binders.map(|(word, bound)| binder(word, bound, at, unit)));
            self.children.extend(unit.parent.map(|parent| (parent, at as u32)));
        }
        self.binders.sort_unstable();
        self.binders.dedup();
        for binder in &self.binders {
            self.first[binder.word as usize + 1] += 1;
        }
        for word in 1..self.first.len() {
            self.first[word] += self.first[word - 1];
        }
        self.children.sort_unstable();
        let mut classes: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (at, unit) in outline.units.iter().enumerate().filter(|(_, unit)| unit.kind == UnitKind::Class) {
            unit.name.into_iter().for_each(|name| classes.entry(name).or_default().push(at as u32));
        }
        for unit in outline.units.iter().filter(|_| !classes.is_empty()) {
            for (word, _) in outline.uses(unit).filter(|(_, form)| form.has(Form::CODE)) {
                let named = classes.get(&word).into_iter().flatten();
                self.named.extend(named.map(|class| (*class, unit.parent)));
            }
        }
    }

    /// Who uses what: calls of functions, and values that are read.
    pub(super) fn links(&self) -> Links {
        let outline = self.outline;
        let units = outline.units.len();
        let mut links = Links { calls: Vec::new(), values: Vec::new(), crowds: Vec::new(), nodes: units };
        // Words that very many parts bind stand between these and their users, so that the links stay few.
        links.nodes += outline.words.len();
        let mut hubs: FxHashSet<u32> = FxHashSet::default();
        for (at, unit) in outline.units.iter().enumerate() {
            let at = at as u32;
            if unit.kind == UnitKind::Class {
                links.values.extend(self.made_with(at as usize).map(|child| (child, at)));
            }
            for (word, form) in outline.uses(unit) {
                let binding = self.binding(word);
                if binding.len() > MANY {
                    let hub = units as u32 + word;
                    links.crowds.push(at);
                    links.calls.push((at, hub));
                    links.values.push((at, hub));
                    if hubs.insert(hub) {
                        links.calls.extend(binding.iter().map(|binder| (hub, binder.unit)));
                        links.values.extend(binding.iter().map(|binder| (hub, binder.unit)));
                    }
                    continue;
                }
                for binder in binding {
                    if binder.unit == at || !self.is_meant(unit, binder, form) {
                        continue;
                    }
                    let bound = &outline.units[binder.unit as usize];
                    // A class is called with what its objects hold.
                    let is_call = bound.name == Some(word)
                        && matches!(bound.kind, UnitKind::Function | UnitKind::Class);
                    if is_call { &mut links.calls } else { &mut links.values }.push((at, binder.unit));
                }
            }
        }
        links
    }

    /// The parts of a class that hold what its objects are made with: fields, and methods that are called unnamed.
    fn made_with(&self, class: usize) -> impl Iterator<Item = u32> + use<'_, 'o, 't> {
        let outline = self.outline;
        let held = move |at: &usize| {
            let unit = &outline.units[*at];
            let unnamed = unit.name.is_some_and(|name| outline.words[name as usize].starts_with("__"));
            unit.kind == UnitKind::Statement || unnamed
        };
        self.children_of(class).filter(held).map(|at| at as u32)
    }

    /// Says of which parts it is known that they bring something in by themselves; those that use them do so too.
    /// `reach` says which data comes where, for the matchers that `asked`.
    pub(super) fn tell(&mut self, telling: Vec<bool>, links: &Links, reach: Reach, asked: Set) {
        self.telling = links.told(telling, &self.outline.units);
        self.reach = reach;
        self.asked = asked;
    }

    /// Takes over which data comes where; every part counts as bringing something in.
    pub(super) fn hold(&mut self, reach: Reach) {
        self.reach = reach;
    }

    /// The parts that bind a word.
    fn binding(&self, word: u32) -> &[Binder] {
        &self.binders[self.range(word)]
    }

    fn range(&self, word: u32) -> std::ops::Range<usize> {
        self.first[word as usize] as usize..self.first[word as usize + 1] as usize
    }

    /// A method or field can be meant in its own class, or where its class is named.
    fn is_meant(&self, user: &Unit, binder: &Binder, form: Form) -> bool {
        let class = self.outline.units[binder.unit as usize].parent;
        let inside = class.is_some() && user.parent == class;
        let near = class.is_none_or(|class| inside || self.named.contains(&(class, user.parent)));
        near && binder.fits(form, inside)
    }

    /// Keeps all that what is kept needs. `known` tells of a word whether the models speak of it.
    pub(super) fn close(&mut self, known: impl Fn(u32) -> bool) {
        if self.queue.is_empty() {
            return;
        }
        let outline = self.outline;
        // Upwards first: who uses what matters, and who uses them.
        let constants = self.constants.contains(&true);
        loop {
            let before = self.queue.len();
            for (at, unit) in outline.units.iter().enumerate().filter(|_| constants) {
                if !self.kept[at] && self.uses_constant(unit) {
                    self.keep(at, Calls::No, false);
                    if unit.kind == UnitKind::Statement {
                        self.constant(at);
                    }
                }
            }
            for (at, unit) in outline.units.iter().enumerate() {
                if !self.kept[at] && self.arrives(at) && self.uses(unit) {
                    self.keep(at, Calls::All, true);
                    self.name(at);
                }
            }
            if self.queue.len() == before {
                break;
            }
        }
        loop {
            let mut brings = false;
            while let Some(at) = self.queue.pop() {
                brings |= self.meanings(at);
            }
            if !brings {
                break;
            }
            // What was left out for want of the classes that are now named may matter after all. Once for all of them:
            // a file may hold thousands.
            self.looked_up.clear();
            self.queue = (0..outline.units.len()).filter(|at| self.calls[*at] > Calls::No).collect();
        }
        self.imports(known);
        self.queue.clear();
        // Something for each class to hold.
        for at in (0..outline.units.len()).rev() {
            let empty = |keep: &Self| !keep.children_of(at).any(|child| keep.kept[child]);
            if self.kept[at] && outline.units[at].kind == UnitKind::Class && empty(self) {
                let first = self.children_of(at).next();
                first.into_iter().for_each(|first| self.kept[first] = true);
                // That child may be a class in turn; going backwards it was passed already.
                let mut inner = first;
                while let Some(class) = inner.filter(|at| outline.units[*at].kind == UnitKind::Class) {
                    inner = self.children_of(class).next();
                    inner.into_iter().for_each(|child| self.kept[child] = true);
                }
            }
        }
    }

    /// The imports of what is used, and those of packages that are `known` to the models.
    fn imports(&mut self, known: impl Fn(u32) -> bool) {
        let outline = self.outline;
        let mut used = vec![false; outline.words.len()];
        for (_, unit) in outline.units.iter().enumerate().filter(|(at, _)| self.kept[*at]) {
            outline.uses(unit).for_each(|(word, form)| used[word as usize] |= form.has(Form::GLOBAL));
        }
        for (at, unit) in outline.units.iter().enumerate().filter(|(_, unit)| unit.imports) {
            let named = outline.mentions(unit).iter().any(|word| used[*word as usize] || known(*word));
            if named || self.text[unit.span.range()].contains('*') {
                self.keep(at, Calls::No, false);
            }
        }
    }

    fn children_of(&self, class: usize) -> impl Iterator<Item = usize> + use<'_> {
        let start = self.children.partition_point(|(parent, _)| (*parent as usize) < class);
        self.children[start..]
            .iter()
            .take_while(move |(parent, _)| *parent as usize == class)
            .map(|(_, child)| *child as usize)
    }

    /// Keeps what gives a meaning to the words of a part. True when that brings in a class.
    fn meanings(&mut self, at: usize) -> bool {
        let outline = self.outline;
        let home = outline.units[at].parent;
        let (calls, far) = (self.calls[at], self.far[at]);
        let mut brings = false;
        for (word, form) in outline.uses(&outline.units[at]) {
            let forms = [form.has(Form::MEMBER), form.has(Form::GLOBAL), far];
            let binders = self.range(word);
            if binders.is_empty()
                || !form.has(Form::CODE)
                || !self.looked_up.insert((word, home, calls, forms))
            {
                continue;
            }
            for next in binders {
                let bound = self.binders[next];
                let binder = bound.unit as usize;
                let unit = &outline.units[binder];
                if !bound.fits(form, unit.parent.is_some() && unit.parent == home) {
                    continue;
                }
                if calls == Calls::No && unit.kind != UnitKind::Statement {
                    continue;
                }
                // Of what others pass on, only data matters.
                if far && unit.kind != UnitKind::Statement {
                    let called = unit.name == Some(word);
                    if !(if called { self.gives(binder) } else { self.arrives(binder) }) {
                        continue;
                    }
                }
                if unit.kind == UnitKind::Class && !std::mem::replace(&mut self.live[binder], true) {
                    brings = true;
                    self.keep(binder, calls, far);
                    self.members(binder, calls, far);
                }
                let called = unit.kind == UnitKind::Function && unit.name == Some(word);
                let decorates = || outline.decorator_words(&outline.units[at]).contains(&word);
                let made = unit.name.is_some_and(|name| outline.words[name as usize].starts_with("__"));
                if calls == Calls::Made && unit.kind == UnitKind::Function && !called && !made {
                    continue;
                }
                // A call of a function that is not there gives back what it was given; of a class that is there without
                // its method this does not hold.
                if called && !self.telling[binder] && unit.parent.is_none() && !decorates() {
                    continue;
                }
                // A method or field is meant in its own class, or where its class is named.
                let meant = unit.parent.is_none_or(|class| home == Some(class) || self.live[class as usize]);
                if meant && unit.kind != UnitKind::Import {
                    self.keep(binder, calls, far);
                }
            }
        }
        brings
    }

    /// What an object of a class is made of: its fields, and the methods that are called without being named.
    fn members(&mut self, class: usize, calls: Calls, far: bool) {
        let members: Vec<u32> = self.made_with(class).collect();
        members.into_iter().for_each(|member| self.keep(member as usize, calls, far));
    }

    pub(super) fn slice(&self, len: usize) -> Slice {
        let units = &self.outline.units;
        let mut parts: Vec<SourcePart> = Vec::new();
        let mut bytes = 0;
        for (at, unit) in units.iter().enumerate().filter(|(at, _)| self.kept[*at]) {
            bytes += unit.span.len();
            let end_row = units.get(at + 1).map_or(self.outline.rows, |next| next.row);
            match parts.last_mut() {
                Some(last) if last.span.end == unit.span.start => {
                    last.span = Span { start: last.span.start, end: unit.span.end };
                    last.rows.1 = end_row;
                }
                _ => parts.push(SourcePart { span: unit.span, rows: (unit.row, end_row) }),
            }
        }
        if parts.is_empty() {
            Slice::Nothing
        } else if bytes * 100 > len * WORTH {
            Slice::Whole
        } else {
            Slice::Parts(parts)
        }
    }
}
