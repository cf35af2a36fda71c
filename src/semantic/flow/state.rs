//! The state at one point of a function, with an undo log, so that a branch costs what it changes.

use rustc_hash::FxHashMap;

use super::lineage::names_another;
use crate::semantic::models::Kinds;
use crate::semantic::value::{Key, ObjId, OriginId, Value};

/// A place that can change, as one number, so that places are cheap to sort: variables by slot come before the places of
/// containers, which are known by the container and the order of their first writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cell(u64);

impl Cell {
    pub(super) fn var(slot: u32) -> Self {
        Self(u64::from(slot))
    }

    fn field(obj: ObjId, at: usize) -> Self {
        Self((u64::from(obj.0) + 1) << 32 | at as u64)
    }

    /// The variable that it is.
    pub(super) fn slot(self) -> Option<u32> {
        (self.0 >> 32 == 0).then_some(self.0 as u32)
    }

    /// The container that it is a place of.
    pub(super) fn obj(self) -> Option<ObjId> {
        (self.0 >> 32).checked_sub(1).map(|obj| ObjId(obj as u32))
    }

    fn at(self) -> usize {
        self.0 as u32 as usize
    }
}

/// The places of one container in the order of their first writing; `None` in those that were emptied.
type Places = Vec<(Key, Option<Value>)>;

/// Variables, containers, checks passed.
#[derive(Debug, Default)]
pub(super) struct State {
    /// `None` for a variable that nothing was assigned to yet.
    vars: Vec<Option<Value>>,
    /// Containers have few places, and are gone through far more often than asked for one.
    objs: Vec<Places>,
    /// The last container that was made before this function was looked at.
    before: u32,
    /// How often a variable came to name something else.
    renamed: u32,
    cleaned: FxHashMap<OriginId, Kinds>,
    /// True after a return, raise, break or continue: what follows does not run.
    pub(super) dead: bool,
    log: Vec<Undo>,
}

#[derive(Debug)]
enum Undo {
    Cell(Cell, Option<Value>),
    Cleaned(OriginId, Kinds),
}

/// What a branch changed, as the values at its end. In order, so that nothing downstream depends on that of a hash table.
#[derive(Debug, Default)]
pub(super) struct Delta {
    cells: Vec<(Cell, Option<Value>)>,
    cleaned: Vec<(OriginId, Kinds)>,
    pub(super) dead: bool,
}

impl State {
    /// For a function of so many variables; containers up to the number `before` are not its own.
    pub(super) fn new(slots: usize, before: u32) -> Self {
        Self { vars: vec![None; slots], before, ..Self::default() }
    }

    /// The value of a variable; `None` where nothing was put there.
    pub(super) fn var(&self, slot: u32) -> Option<&Value> {
        self.vars.get(slot as usize)?.as_ref()
    }

    /// The value at a place of a container; `None` where nothing was put there.
    pub(super) fn field(&self, obj: ObjId, key: &Key) -> Option<&Value> {
        self.places(obj).iter().find(|(known, _)| known == key)?.1.as_ref()
    }

    /// All that lies in a container, in the order of the first writing.
    pub(super) fn fields(&self, obj: ObjId) -> impl Iterator<Item = (&Key, &Value)> {
        self.places(obj).iter().filter_map(|(key, value)| Some((key, value.as_ref()?)))
    }

    /// The places of a container that were ever written, in the order of their first writing.
    pub(super) fn places(&self, obj: ObjId) -> &[(Key, Option<Value>)] {
        self.own(obj).and_then(|at| self.objs.get(at)).map_or(&[], Vec::as_slice)
    }

    /// Values that leave their function lose the numbers of their containers, so there are none but its own.
    fn own(&self, obj: ObjId) -> Option<usize> {
        obj.0.checked_sub(self.before + 1).map(|at| at as usize)
    }

    pub(super) fn set_var(&mut self, slot: u32, value: Value) {
        self.set(Cell::var(slot), Some(value));
    }

    pub(super) fn set_field(&mut self, obj: ObjId, key: Key, value: Value) {
        if let Some(cell) = self.place(obj, key) {
            self.set(cell, Some(value));
        }
    }

    /// Empties a variable, as `del` does.
    pub(super) fn unset_var(&mut self, slot: u32) {
        self.set(Cell::var(slot), None);
    }

    /// Empties a place of a container.
    pub(super) fn unset_field(&mut self, obj: ObjId, key: Key) {
        if let Some(cell) = self.place(obj, key) {
            self.set(cell, None);
        }
    }

    /// Empties all places of a container.
    pub(super) fn unset_fields(&mut self, obj: ObjId) {
        for at in 0..self.places(obj).len() {
            self.set(Cell::field(obj, at), None);
        }
    }

    /// The place of that key, which it has from here on.
    fn place(&mut self, obj: ObjId, key: Key) -> Option<Cell> {
        let own = self.own(obj);
        debug_assert!(own.is_some(), "a container of another function");
        let own = own?;
        if own >= self.objs.len() {
            self.objs.resize_with(own + 1, Vec::new);
        }
        let places = &mut self.objs[own];
        let at = places.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
            places.push((key, None));
            places.len() - 1
        });
        Some(Cell::field(obj, at))
    }

    /// While this stays the same, variables name the same.
    pub(super) fn renamed(&self) -> u32 {
        self.renamed
    }

    fn get(&self, cell: Cell) -> Option<&Value> {
        match cell.obj() {
            None => self.var(cell.at() as u32),
            Some(obj) => self.places(obj).get(cell.at())?.1.as_ref(),
        }
    }

    fn set(&mut self, cell: Cell, value: Option<Value>) {
        let old = self.put(cell, value);
        self.log.push(Undo::Cell(cell, old));
    }

    fn put(&mut self, cell: Cell, value: Option<Value>) -> Option<Value> {
        let place = match cell.obj() {
            None => {
                let place = self.vars.get_mut(cell.at());
                let before = place.as_ref().and_then(|place| place.as_ref());
                self.renamed += u32::from(names_another(before, value.as_ref()));
                place
            }
            Some(obj) => {
                let own = self.own(obj);
                let places = own.and_then(|own| self.objs.get_mut(own));
                places.and_then(|places| Some(&mut places.get_mut(cell.at())?.1))
            }
        };
        place.and_then(|place| std::mem::replace(place, value))
    }

    /// Kinds that checks on this path have ruled out for an origin.
    pub(super) fn cleaned(&self, origin: OriginId) -> Kinds {
        self.cleaned.get(&origin).copied().unwrap_or_default()
    }

    /// All that checks on this path have ruled out, in no order.
    pub(super) fn all_cleaned(&self) -> impl Iterator<Item = (OriginId, Kinds)> {
        self.cleaned.iter().map(|(origin, kinds)| (*origin, *kinds))
    }

    pub(super) fn any_cleaned(&self) -> bool {
        !self.cleaned.is_empty()
    }

    pub(super) fn clean(&mut self, origin: OriginId, kinds: Kinds) {
        let old = self.cleaned(origin);
        if old | kinds != old {
            self.log.push(Undo::Cleaned(origin, old));
            self.cleaned.insert(origin, old | kinds);
        }
    }

    /// A point to come back to.
    pub(super) fn mark(&self) -> usize {
        self.log.len()
    }

    /// What changed since `mark`, without going back.
    pub(super) fn delta(&self, mark: usize) -> Delta {
        let mut delta = Delta { dead: self.dead, ..Delta::default() };
        for undo in &self.log[mark..] {
            match undo {
                Undo::Cell(cell, _) => delta.cells.push((*cell, None)),
                Undo::Cleaned(origin, _) => delta.cleaned.push((*origin, Kinds::NONE)),
            }
        }
        delta.in_order();
        for (cell, value) in &mut delta.cells {
            *value = self.get(*cell).cloned();
        }
        for (origin, kinds) in &mut delta.cleaned {
            *kinds = self.cleaned(*origin);
        }
        delta
    }

    /// Goes back to `mark`; returns what had changed. Nothing goes on after a dead end, so of one only that is told.
    pub(super) fn take(&mut self, mark: usize) -> Delta {
        let mut delta = Delta { dead: self.dead, ..Delta::default() };
        if self.dead {
            self.undo(mark);
            return delta;
        }
        while self.log.len() > mark {
            // From the last change to the first: what a place held last is met first.
            match self.log.pop() {
                Some(Undo::Cell(cell, old)) => {
                    let now = self.put(cell, old);
                    delta.cells.push((cell, now));
                }
                Some(Undo::Cleaned(origin, old)) => {
                    let now = self.cleaned.insert(origin, old).unwrap_or_default();
                    delta.cleaned.push((origin, now));
                }
                None => break,
            }
        }
        delta.in_order();
        delta
    }

    /// Goes back to `mark`.
    pub(super) fn undo(&mut self, mark: usize) {
        while self.log.len() > mark {
            match self.log.pop() {
                Some(Undo::Cell(cell, old)) => {
                    self.put(cell, old);
                }
                Some(Undo::Cleaned(origin, old)) => {
                    self.cleaned.insert(origin, old);
                }
                None => break,
            }
        }
        self.dead = false;
    }

    /// Continues with what holds after all of the branches that are still alive; dead when none is.
    pub(super) fn merge(&mut self, mut branches: Vec<Delta>) {
        branches.retain(|delta| !delta.dead);
        if branches.len() <= 1 {
            match branches.pop() {
                Some(delta) => self.apply(delta),
                None => self.dead = true,
            }
            return;
        }
        if branches.iter().any(|delta| !delta.cells.is_empty()) {
            self.merge_cells(&branches);
        }
        if branches.iter().any(|delta| !delta.cleaned.is_empty()) {
            self.merge_checks(&branches);
        }
    }

    fn merge_cells(&mut self, alive: &[Delta]) {
        let obj = |value: &Value| value.data().and_then(|data| data.obj);
        let mut apart: Vec<(Cell, Vec<Value>)> = Vec::new();
        let mut next = vec![0; alive.len()];
        loop {
            let heads = alive.iter().zip(&next).filter_map(|(delta, at)| delta.cells.get(*at));
            let Some(cell) = heads.map(|(cell, _)| *cell).min() else { break };
            let base = self.get(cell).cloned();
            let mut joined: Option<Value> = None;
            let mut met = None;
            let mut same = true;
            for (delta, at) in alive.iter().zip(&mut next) {
                let way = match delta.cells.get(*at) {
                    Some((changed, value)) if *changed == cell => {
                        *at += 1;
                        value
                    }
                    _ => &base,
                };
                // A place that one branch leaves empty is, where it holds anything, what the others made it.
                let Some(way) = way else { continue };
                same &= met.replace(obj(way)).is_none_or(|met| met == obj(way));
                joined = Some(joined.map_or_else(|| way.clone(), |joined| joined.join(way)));
            }
            if !same {
                let ways = alive.iter().filter_map(|delta| delta.cell(cell).unwrap_or(&base).clone());
                apart.push((cell, ways.collect()));
            }
            if joined != base {
                self.set(cell, joined);
            }
        }
        // One container here, another there: what is in either of them, no longer by its number.
        for (cell, ways) in apart {
            let joined = ways.iter().map(|way| self.still(way, 2)).reduce(|left, right| left.join(&right));
            self.set(cell, joined);
        }
    }

    fn merge_checks(&mut self, alive: &[Delta]) {
        let mut origins: Vec<OriginId> =
            alive.iter().flat_map(|delta| delta.cleaned.iter().map(|(origin, _)| *origin)).collect();
        origins.sort_unstable();
        origins.dedup();
        for origin in origins {
            let base = self.cleaned(origin);
            let kinds = alive
                .iter()
                .map(|delta| delta.kinds(origin).unwrap_or(base))
                .reduce(|left, right| left & right)
                .unwrap_or_default();
            self.clean(origin, kinds);
        }
    }

    /// The value with its contents as they are now, instead of its container's number.
    fn still(&self, value: &Value, depth: u32) -> Value {
        let Some(obj) = value.data().and_then(|data| data.obj) else { return value.clone() };
        let mut fields = Vec::new();
        if depth > 0 {
            fields.extend(self.fields(obj).map(|(key, inner)| (key.clone(), self.still(inner, depth - 1))));
        }
        let mut still = value.clone();
        still.edit().obj = None;
        still.edit().fields = Some(std::rc::Rc::new(fields));
        still
    }

    /// Continues with one branch.
    pub(super) fn apply(&mut self, delta: Delta) {
        for (cell, value) in delta.cells {
            self.set(cell, value);
        }
        for (origin, kinds) in delta.cleaned {
            self.clean(origin, kinds);
        }
        self.dead = delta.dead;
    }
}

impl Delta {
    /// Each place once, as it was put down first, in order.
    fn in_order(&mut self) {
        if self.cells.len() > 1 {
            self.cells.sort_by_key(|(cell, _)| *cell);
            self.cells.dedup_by_key(|(cell, _)| *cell);
        }
        if self.cleaned.len() > 1 {
            self.cleaned.sort_by_key(|(origin, _)| *origin);
            self.cleaned.dedup_by_key(|(origin, _)| *origin);
        }
    }

    fn cell(&self, cell: Cell) -> Option<&Option<Value>> {
        let at = self.cells.binary_search_by_key(&cell, |(known, _)| *known).ok()?;
        Some(&self.cells[at].1)
    }

    fn kinds(&self, origin: OriginId) -> Option<Kinds> {
        let at = self.cleaned.binary_search_by_key(&origin, |(known, _)| *known).ok()?;
        Some(self.cleaned[at].1)
    }

    /// True when applying it to `state` would change nothing that a join would not keep, or nothing that was looked at:
    /// `unseen` says of a place that held nothing whether that stayed unnoticed.
    pub(super) fn is_absorbed_by(&self, state: &State, unseen: &dyn Fn(Cell) -> bool) -> bool {
        self.dead
            || self.cells.iter().all(|(cell, value)| match (state.get(*cell), value) {
                (Some(base), Some(value)) => base.join(value) == *base,
                (base, value) => base.is_some() || value.is_none() || unseen(*cell),
            })
    }
}

impl Delta {
    /// The same once more.
    pub(super) fn share(&self) -> Self {
        Self { cells: self.cells.clone(), cleaned: self.cleaned.clone(), dead: self.dead }
    }
}
