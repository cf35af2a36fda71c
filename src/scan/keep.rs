//! The parts of a file that are kept in a slice, and those that they need or that need them.

mod users;

use std::collections::VecDeque;
use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};

use super::carried::gives_constant;
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

/// A word of a part that is kept, and what its meaning is asked for.
#[derive(Clone, Copy)]
struct User {
    /// The class whose own members are looked at; else all parts are, as from outside of any class.
    home: Option<u32>,
    word: u32,
    form: Form,
    calls: Calls,
    sake: Set,
    far: bool,
    /// The word stands in a decorator.
    decorates: bool,
}

/// The parts to keep, growing.
pub(super) struct Keep<'o, 't> {
    outline: &'o Outline<'t>,
    text: &'t str,
    kept: Vec<bool>,
    /// How much of what a part needs is kept with it.
    calls: Vec<Calls>,
    /// By part: the matchers for whose sake it is kept; all for those that follow data of any kind.
    sake: Vec<Set>,
    /// By part: the matchers for whose sake it matters for what it passes to others, or for what those pass that do.
    far: Vec<Set>,
    /// By word: true when parts that mention it matter, whatever data comes to them: it names a constant that does.
    constants: Vec<bool>,
    /// Names whose users matter for the sake of some matchers, where such data comes to them. Members of classes with
    /// their class: they are meant in it, and where its name is mentioned too.
    pending: Vec<(u32, Option<u32>, Set)>,
    /// By part: the matchers for whose sake its users matter.
    named_for: Vec<Set>,
    /// Parts whose words have not been looked up yet.
    queue: VecDeque<usize>,
    /// By part: true for one of these.
    queued: Vec<bool>,
    /// By word, the parts that bind it, sorted.
    binders: Vec<Binder>,
    /// By word, the first of these.
    first: Vec<u32>,
    children: Vec<(u32, u32)>,
    /// By part: a class that something kept names, and the matchers for whose sake.
    live: Vec<Option<Set>>,
    /// Classes, and the classes (or the module) in whose parts they are named.
    named: FxHashSet<(u32, Option<u32>)>,
    /// By part: the matchers whose data it brings in; all for functions that make objects of known classes. With those of
    /// the functions that it uses. A function gives back nothing else but what it is given, and may be left out where
    /// nobody asks for that.
    telling: Vec<Set>,
    /// Which data comes where.
    reach: Reach,
    /// The matchers that data is asked for.
    asked: Set,
    /// Words whose meaning was looked up: of a class or of the module, with or without what is called, as a member and
    /// as a name.
    looked_up: FxHashMap<u64, Set>,
    /// The words of each part that any part binds, with the ways in which they stand there.
    linked: Vec<(u32, Form)>,
    /// By part: whether it may be a table of functions.
    tables: Vec<bool>,
    /// By part, the end of its words in `linked`.
    ends: Vec<u32>,
}

impl<'o, 't> Keep<'o, 't> {
    pub(super) fn new(outline: &'o Outline<'t>, text: &'t str) -> Self {
        Self {
            outline,
            text,
            kept: vec![false; outline.units.len()],
            calls: vec![Calls::No; outline.units.len()],
            sake: vec![0; outline.units.len()],
            far: vec![0; outline.units.len()],
            constants: vec![false; outline.words.len()],
            pending: Vec::new(),
            named_for: vec![0; outline.units.len()],
            queue: VecDeque::new(),
            queued: vec![false; outline.units.len()],
            binders: Vec::new(),
            first: vec![0; outline.words.len() + 1],
            children: Vec::new(),
            live: vec![None; outline.units.len()],
            named: FxHashSet::default(),
            looked_up: FxHashMap::with_capacity_and_hasher(outline.words.len() / 4, Default::default()),
            linked: Vec::new(),
            tables: Vec::new(),
            ends: Vec::with_capacity(outline.units.len()),
            telling: vec![Set::MAX; outline.units.len()],
            reach: Reach::default(),
            asked: Set::MAX,
        }
    }

    /// Keeps a part for the sake of some matchers, with what it calls if `calls`, and the head of its class.
    fn keep(&mut self, at: usize, calls: Calls, far: bool, sake: Set) {
        let known = std::mem::replace(&mut self.kept[at], true);
        let role = if far { &mut self.far[at] } else { &mut self.sake[at] };
        let grows = sake & !*role != 0 || !far && calls > self.calls[at];
        if known && !grows {
            return;
        }
        *role |= sake;
        if !far {
            self.calls[at] = self.calls[at].max(calls);
        }
        if !std::mem::replace(&mut self.queued[at], true) {
            self.queue.push_back(at);
        }
        if let Some(parent) = self.outline.units[at].parent {
            self.keep(parent as usize, calls, far, sake);
        }
    }

    /// True when data comes to a part that some of the matchers ask for.
    fn arrives(&self, at: usize, sake: Set) -> bool {
        self.reach.arrives[at] & self.asked & sake != 0
    }

    /// True when a part, or what it calls, brings in such data.
    fn gives(&self, at: usize, sake: Set) -> bool {
        self.reach.gives[at] & self.asked & sake != 0
    }

    /// A part that matters of itself for the `sake` of some matchers: with what it `calls`, where that decides, and with
    /// those that use it, where data comes to them for one of the matchers `of_users`.
    pub(super) fn root(&mut self, at: usize, of_users: Set, calls: Calls, sake: Set) {
        self.keep(at, calls, false, sake);
        let users = if self.outline.units[at].kind == UnitKind::Function { 0 } else { sake };
        self.name(at, of_users | users);
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
        let mut is_class = vec![false; outline.words.len()];
        for (at, unit) in outline.units.iter().enumerate().filter(|(_, unit)| unit.kind == UnitKind::Class) {
            if let Some(name) = unit.name {
                classes.entry(name).or_default().push(at as u32);
                is_class[name as usize] = true;
            }
        }
        for unit in &outline.units {
            for (word, form) in outline.uses(unit) {
                if self.range(word).is_empty() {
                    continue;
                }
                self.linked.push((word, form));
                if is_class[word as usize] && form.has(Form::CODE) {
                    let named = classes.get(&word).into_iter().flatten();
                    self.named.extend(named.map(|class| (*class, unit.parent)));
                }
            }
            self.ends.push(self.linked.len() as u32);
        }
        self.tables = (0..outline.units.len()).map(|at| self.may_be_table(at)).collect();
    }

    /// The words of a part that any part binds, by number in `linked`.
    fn links_of(&self, at: usize) -> std::ops::Range<usize> {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        start as usize..self.ends[at] as usize
    }

    /// Who uses what: calls of functions, and values that are read.
    pub(super) fn links(&self) -> Links {
        let outline = self.outline;
        let nodes = outline.units.len();
        let tables = self.tables.clone();
        let mut links = Links { calls: Vec::new(), values: Vec::new(), tables, crowds: Vec::new(), nodes };
        // Words that very many parts bind stand between these and their users, so that the links stay few.
        links.nodes += outline.words.len();
        let mut hubs: FxHashSet<u32> = FxHashSet::default();
        for (at, unit) in outline.units.iter().enumerate() {
            let at = at as u32;
            if unit.kind == UnitKind::Class {
                links.values.extend(self.made_with(at as usize).map(|child| (child, at)));
            }
            for (word, form) in self.linked[self.links_of(at as usize)].iter().copied() {
                let binding = self.binding(word);
                if binding.len() > MANY {
                    let hub = outline.units.len() as u32 + word;
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
    pub(super) fn tell(
        &mut self,
        telling: Vec<Set>,
        named: &[bool],
        links: &Links,
        reach: Reach,
        asked: Set,
    ) {
        self.telling = links.told(telling, named, &self.outline.units);
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
        self.name_constants();
        // Upwards first: who uses what matters, and who uses them.
        self.upwards();
        loop {
            let mut brings = false;
            while let Some(at) = self.queue.pop_front() {
                self.queued[at] = false;
                brings |= self.meanings(at, self.calls[at], self.sake[at], false);
                if self.far[at] != 0 {
                    brings |= self.meanings(at, Calls::All, self.far[at], true);
                }
            }
            if !brings {
                break;
            }
            // What was left out for want of the classes that are now named may matter after all. Once for all of them:
            // a file may hold thousands.
            self.looked_up.clear();
            self.queue = (0..outline.units.len()).filter(|at| self.kept[*at]).collect();
            self.queue.iter().for_each(|at| self.queued[*at] = true);
        }
        self.derive();
        self.imports(known);
        self.queue.clear();
        // Something for each class to hold.
        for at in (0..outline.units.len()).rev() {
            let empty = |keep: &Self| !keep.children_of(at).any(|child| keep.kept[child]);
            if self.kept[at] && outline.units[at].kind == UnitKind::Class && empty(self) {
                let short = |at: &usize| outline.units[*at].span.len();
                let first = self.children_of(at).min_by_key(short);
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

    /// Classes that were asked for, for the sake of those that they are derived from.
    fn derive(&mut self) {
        for at in 0..self.outline.units.len() {
            let is_kept = |binder: &Binder| {
                self.kept[binder.unit as usize]
                    && self.outline.units[binder.unit as usize].kind == UnitKind::Class
            };
            let derives = || {
                let words = self.linked[self.links_of(at)].iter();
                words.flat_map(|(word, _)| self.binding(*word)).any(is_kept)
            };
            if self.live[at] == Some(0) && !self.kept[at] && derives() {
                self.keep(at, Calls::No, false, 0);
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
                self.keep(at, Calls::No, false, 0);
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

    /// Keeps what gives a meaning to the words of a part, for the sake of some matchers. True when that brings in a class.
    fn meanings(&mut self, at: usize, calls: Calls, sake: Set, far: bool) -> bool {
        let outline = self.outline;
        let decorators = outline.decorator_words(&outline.units[at]);
        let mut brings = false;
        for link in self.links_of(at) {
            let (word, form) = self.linked[link];
            if !form.has(Form::CODE) {
                continue;
            }
            let decorates = decorators.contains(&word);
            let forms = [form.has(Form::MEMBER), form.has(Form::GLOBAL), far, decorates];
            let forms = forms.iter().fold(calls as u64, |all, form| all << 1 | u64::from(*form));
            let mut user = User { home: None, word, form, calls, sake, far, decorates };
            // What lies in no class, or in any, is looked up once for all users; what lies in a user's own class for those
            // in that class. A file may hold thousands of classes that bind the same names.
            if self.is_new(u64::from(word) << 32 | forms, sake) {
                brings |= self.range(word).fold(false, |brings, next| brings | self.meaning(&user, next));
            }
            let Some(home) = outline.units[at].parent else { continue };
            if self.is_new(u64::from(word) << 32 | (u64::from(home) + 1) << 6 | forms, sake) {
                user.home = Some(home);
                brings |= self.own(word, home).fold(false, |brings, next| brings | self.meaning(&user, next));
            }
        }
        brings
    }

    /// True when something was not yet looked up for the sake of all of these matchers.
    fn is_new(&mut self, key: u64, sake: Set) -> bool {
        match self.looked_up.entry(key) {
            Entry::Occupied(known) if sake & !known.get() == 0 => return false,
            Entry::Occupied(mut known) => *known.get_mut() |= sake,
            Entry::Vacant(new) => {
                new.insert(sake);
            }
        }
        true
    }

    /// The binders of a word that lie between a class's head and the end of its body.
    fn own(&self, word: u32, class: u32) -> std::ops::Range<usize> {
        let range = self.range(word);
        let last = self.children.partition_point(|(parent, _)| *parent <= class);
        let last = last.checked_sub(1).map_or(class, |last| self.children[last].1);
        let binders = &self.binders[range.clone()];
        let start = binders.partition_point(|binder| binder.unit < class);
        let end = binders.partition_point(|binder| binder.unit <= last);
        range.start + start..range.start + end
    }

    /// The same for one part that gives a word a meaning.
    fn meaning(&mut self, user: &User, next: usize) -> bool {
        let outline = self.outline;
        let User { home, word, form, calls, sake, far, decorates } = *user;
        let bound = self.binders[next];
        let binder = bound.unit as usize;
        let unit = &outline.units[binder];
        let inside = unit.parent.is_some() && unit.parent == home;
        if !bound.fits(form, inside) || home.is_some() && !inside {
            return false;
        }
        if calls == Calls::No && unit.kind != UnitKind::Statement {
            let mut brings = false;
            // Of a class the fields that are named, and those that it has from others.
            if unit.kind == UnitKind::Class && self.live[binder].is_none() {
                self.live[binder] = Some(0);
                self.sake[binder] |= sake;
                if !std::mem::replace(&mut self.queued[binder], true) {
                    self.queue.push_back(binder);
                }
                brings = true;
            }
            if self.gives_constant(unit, word) && self.is_near(unit, home) {
                self.keep(binder, calls, far, sake);
            }
            return brings;
        }
        // Of what others pass on, only data matters.
        if far && unit.kind != UnitKind::Statement {
            let called = unit.name == Some(word);
            if !(if called { self.gives(binder, sake) } else { self.arrives(binder, sake) }) {
                return false;
            }
        }
        let mut brings = false;
        if unit.kind == UnitKind::Class && self.live[binder].is_none_or(|known| sake & !known != 0) {
            let known = self.live[binder].unwrap_or_default();
            brings = self.live[binder].replace(known | sake).is_none();
            self.keep(binder, calls, far, sake);
            self.members(binder, calls, far, sake);
        }
        let called = unit.kind == UnitKind::Function && unit.name == Some(word);
        let made = unit.name.is_some_and(|name| outline.words[name as usize].starts_with("__"));
        if unit.kind == UnitKind::Function && !called && !made {
            // What sets an attribute or a global matters for the data that it leaves there.
            // A parameter that is left in a global is source enough.
            if (calls == Calls::Made || !self.holds(binder, sake)) && bound.member {
                return brings;
            }
        }
        // A call of a function that is not there gives back what it was given; of a class that is there without
        // its method this does not hold.
        if called && unit.parent.is_none() && !self.tells(binder, sake) && !decorates {
            return brings;
        }
        if self.is_near(unit, home) && unit.kind != UnitKind::Import {
            self.keep(binder, calls, far, sake);
        }
        brings
    }

    /// A method or field is meant in its own class, or where its class is named.
    fn is_near(&self, unit: &Unit, home: Option<u32>) -> bool {
        unit.parent.is_none_or(|class| home == Some(class) || self.live[class as usize].is_some())
    }

    /// True when a word may mean a constant by way of a class or function: what its objects are made with, or what it
    /// gives back without being given anything.
    fn gives_constant(&self, unit: &Unit, word: u32) -> bool {
        match unit.kind {
            UnitKind::Function if unit.name == Some(word) => gives_constant(self.outline, unit),
            UnitKind::Function => {
                unit.name.is_some_and(|name| self.outline.words[name as usize].starts_with("__"))
            }
            _ => false,
        }
    }

    /// True when what a function leaves in attributes and globals may matter: data that is asked for, objects of known
    /// classes, or anything where that decides.
    fn holds(&self, at: usize, sake: Set) -> bool {
        sake == Set::MAX || self.tells(at, sake) || self.arrives(at, sake)
    }

    /// True when a function brings in such data, or makes objects of known classes.
    fn tells(&self, at: usize, sake: Set) -> bool {
        self.telling[at] == Set::MAX || self.telling[at] & self.asked & sake != 0
    }

    /// What an object of a class is made of: its fields, and the methods that are called without being named.
    fn members(&mut self, class: usize, calls: Calls, far: bool, sake: Set) {
        let members: Vec<u32> = self.made_with(class).collect();
        for member in members {
            let is_function = self.outline.units[member as usize].kind == UnitKind::Function;
            if !is_function || self.holds(member as usize, sake) {
                self.keep(member as usize, calls, far, sake);
            }
        }
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
