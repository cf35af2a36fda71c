//! The parts of a file that are kept in a slice, and those that they need or that need them.

use rustc_hash::{FxHashMap, FxHashSet};

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
    kept: Vec<bool>,
    /// How much of what a part needs was kept.
    calls: Vec<Calls>,
    /// By word: true when parts that mention it matter.
    up: Vec<bool>,
    /// Members of classes: parts that mention them matter in the class, and where its name is mentioned too.
    up_members: Vec<(u32, u32)>,
    /// Parts whose words have not been looked up yet.
    queue: Vec<usize>,
    /// By word, the parts that bind it, sorted.
    binders: Vec<Binder>,
    children: Vec<(u32, u32)>,
    /// By part: a class that something kept names.
    live: Vec<bool>,
    /// Classes, and the classes (or the module) in whose parts they are named.
    named: FxHashSet<(u32, Option<u32>)>,
    /// Functions that bring something in, make objects of known classes, or call such functions. Others give back what
    /// they are given at most, and may be left out.
    telling: Vec<bool>,
    /// Words whose meaning was looked up: of a class or of the module, with or without what is called, as a member and
    /// as a name.
    looked_up: FxHashSet<(u32, Option<u32>, Calls, [bool; 2])>,
}

impl<'o, 't> Keep<'o, 't> {
    pub(super) fn new(outline: &'o Outline<'t>) -> Self {
        Self {
            outline,
            kept: vec![false; outline.units.len()],
            calls: vec![Calls::No; outline.units.len()],
            up: vec![false; outline.words.len()],
            up_members: Vec::new(),
            queue: Vec::new(),
            binders: Vec::new(),
            children: Vec::new(),
            live: vec![false; outline.units.len()],
            named: FxHashSet::default(),
            looked_up: FxHashSet::default(),
            telling: vec![true; outline.units.len()],
        }
    }

    /// Keeps a part, with what it calls if `calls`, and the head of its class.
    fn keep(&mut self, at: usize, calls: Calls) {
        let known = std::mem::replace(&mut self.kept[at], true);
        if known && calls <= self.calls[at] {
            return;
        }
        self.calls[at] = self.calls[at].max(calls);
        self.queue.push(at);
        if let Some(parent) = self.outline.units[at].parent {
            self.keep(parent as usize, calls);
        }
    }

    /// A part that matters of itself: with its `callers` and users, and with what it `calls`, where these decide.
    pub(super) fn root(&mut self, at: usize, callers: bool, calls: Calls) {
        self.keep(at, calls);
        if callers || self.outline.units[at].kind != UnitKind::Function {
            self.name(at);
        }
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
        for (at, unit) in outline.units.iter().enumerate() {
            self.binders.extend(outline.bindings(unit).map(|(word, bound)| binder(word, bound, at, unit)));
            self.children.extend(unit.parent.map(|parent| (parent, at as u32)));
        }
        self.binders.sort_unstable();
        self.binders.dedup();
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

    /// Spreads what parts bring in to those that call them or are called by them.
    pub(super) fn spread(&self, sources: &mut [Set]) {
        let outline = self.outline;
        let mut links: Vec<(u32, u32)> = Vec::new();
        // Words that very many parts bind stand between these and their users, so that the links stay few.
        let units = outline.units.len();
        let mut sources_of = sources.to_vec();
        sources_of.resize(units + outline.words.len(), 0);
        let carries =
            |at: u32| outline.units[at as usize].kind == UnitKind::Function || sources[at as usize] != 0;
        let mut hubs: FxHashSet<u32> = FxHashSet::default();
        for (at, unit) in outline.units.iter().enumerate() {
            links.extend(unit.parent.map(|parent| (at as u32, parent)));
            for (word, form) in outline.uses(unit) {
                let binding = self.binding(word);
                if binding.len() > MANY {
                    let hub = units as u32 + word;
                    links.push((at as u32, hub));
                    if hubs.insert(hub) {
                        let carrying = binding.iter().filter(|binder| carries(binder.unit));
                        links.extend(carrying.map(|binder| (binder.unit, hub)));
                    }
                    continue;
                }
                for binder in binding {
                    if binder.unit != at as u32 && carries(binder.unit) && self.is_meant(unit, binder, form) {
                        links.push((at as u32, binder.unit));
                    }
                }
            }
        }
        spread(&links, &mut sources_of);
        sources.copy_from_slice(&sources_of[..units]);
    }

    /// Says of which parts it is known that they bring something in by themselves; those that use them do so too.
    pub(super) fn tell(&mut self, telling: Vec<bool>) {
        self.telling = telling;
        let outline = self.outline;
        let mut users: Vec<Vec<u32>> = vec![Vec::new(); outline.units.len()];
        for (at, unit) in outline.units.iter().enumerate() {
            for (word, form) in outline.uses(unit) {
                let binding = self.binding(word);
                if binding.len() > MANY {
                    // Too many to tell apart: taken to be telling.
                    self.telling[at] = true;
                    continue;
                }
                for binder in binding {
                    let is_function = outline.units[binder.unit as usize].kind == UnitKind::Function;
                    if is_function && binder.unit != at as u32 && self.is_meant(unit, binder, form) {
                        users[binder.unit as usize].push(at as u32);
                    }
                }
            }
        }
        let mut queue: Vec<usize> = (0..outline.units.len()).filter(|at| self.telling[*at]).collect();
        while let Some(at) = queue.pop() {
            for user in &users[at] {
                if !std::mem::replace(&mut self.telling[*user as usize], true) {
                    queue.push(*user as usize);
                }
            }
        }
    }

    /// The parts that bind a word.
    fn binding(&self, word: u32) -> &[Binder] {
        &self.binders[self.range(word)]
    }

    fn range(&self, word: u32) -> std::ops::Range<usize> {
        let start = self.binders.partition_point(|binder| binder.word < word);
        let len = self.binders[start..].iter().take_while(|binder| binder.word == word).count();
        start..start + len
    }

    /// A method or field can be meant in its own class, or where its class is named.
    fn is_meant(&self, user: &Unit, binder: &Binder, form: Form) -> bool {
        let class = self.outline.units[binder.unit as usize].parent;
        let inside = class.is_some() && user.parent == class;
        let near = class.is_none_or(|class| inside || self.named.contains(&(class, user.parent)));
        near && binder.fits(form, inside)
    }

    pub(super) fn close(&mut self) {
        if self.queue.is_empty() {
            return;
        }
        let outline = self.outline;
        // Upwards first: who uses what matters, and who uses them.
        loop {
            let before = self.queue.len();
            for (at, unit) in outline.units.iter().enumerate() {
                if !self.kept[at] && self.uses(unit) {
                    self.keep(at, Calls::All);
                    self.name(at);
                }
            }
            if self.queue.len() == before {
                break;
            }
        }
        while let Some(at) = self.queue.pop() {
            if self.meanings(at) {
                // What was left out for want of a class that is now named may matter after all.
                self.looked_up.clear();
                self.queue = (0..outline.units.len()).filter(|at| self.calls[*at] > Calls::No).collect();
            }
        }
        // The imports, and something for each class to hold.
        for (at, unit) in outline.units.iter().enumerate() {
            if unit.imports {
                self.keep(at, Calls::No);
            }
        }
        self.queue.clear();
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
        let calls = self.calls[at];
        let mut brings = false;
        for (word, form) in outline.uses(&outline.units[at]) {
            let forms = [Form::MEMBER, Form::GLOBAL].map(|forms| form.has(forms));
            if !form.has(Form::CODE) || !self.looked_up.insert((word, home, calls, forms)) {
                continue;
            }
            for next in self.range(word) {
                let bound = self.binders[next];
                let binder = bound.unit as usize;
                let unit = &outline.units[binder];
                if !bound.fits(form, unit.parent.is_some() && unit.parent == home) {
                    continue;
                }
                if calls == Calls::No && unit.kind != UnitKind::Statement {
                    continue;
                }
                if unit.kind == UnitKind::Class && !std::mem::replace(&mut self.live[binder], true) {
                    brings = true;
                    self.keep(binder, calls);
                    self.members(binder, calls);
                }
                let called = unit.kind == UnitKind::Function && unit.name == Some(word);
                let decorates = || outline.decorator_words(&outline.units[at]).contains(&word);
                let made = unit.name.is_some_and(|name| outline.words[name as usize].starts_with("__"));
                if calls == Calls::Made && unit.kind == UnitKind::Function && !called && !made {
                    continue;
                }
                if called && !self.telling[binder] && !decorates() {
                    continue;
                }
                // A method or field is meant in its own class, or where its class is named.
                let meant = unit.parent.is_none_or(|class| home == Some(class) || self.live[class as usize]);
                if meant
                    && unit.kind != UnitKind::Import
                    && !(self.kept[binder] && self.calls[binder] >= calls)
                {
                    self.keep(binder, calls);
                }
            }
        }
        brings
    }

    /// What an object of a class is made of: its fields, and the methods that are called without being named.
    fn members(&mut self, class: usize, calls: Calls) {
        let outline = self.outline;
        let members: Vec<usize> = self.children_of(class).collect();
        for member in members {
            let unit = &outline.units[member];
            let unnamed = unit.name.is_some_and(|name| outline.words[name as usize].starts_with("__"));
            if unit.kind == UnitKind::Statement || unnamed {
                self.keep(member, calls);
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

/// Joins what linked parts bring in until nothing changes.
fn spread(links: &[(u32, u32)], sources: &mut [Set]) {
    loop {
        let mut changed = false;
        for (from, to) in links {
            let (from, to) = (*from as usize, *to as usize);
            let both = sources[from] | sources[to];
            changed |= both != sources[from] || both != sources[to];
            sources[from] = both;
            sources[to] = both;
        }
        if !changed {
            return;
        }
    }
}
