//! The state at one point of a function, with an undo log, so that a branch costs what it changes.

use rustc_hash::FxHashMap;

use crate::semantic::models::Kinds;
use crate::semantic::value::{Key, ObjId, OriginId, Value};

/// A place that can change.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Cell {
    Var(u32),
    Field(ObjId, Key),
}

/// Variables, containers, checks passed.
#[derive(Debug, Default)]
pub(super) struct State {
    /// `None` for a variable that nothing was assigned to yet.
    vars: Vec<Option<Value>>,
    fields: FxHashMap<(ObjId, Key), Option<Value>>,
    keys: FxHashMap<ObjId, Vec<Key>>,
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
    pub(super) fn new(slots: usize) -> Self {
        Self { vars: vec![None; slots], ..Self::default() }
    }

    /// The value of a place; `None` where nothing was put there.
    pub(super) fn get(&self, cell: &Cell) -> Option<Value> {
        match cell {
            Cell::Var(slot) => self.vars.get(*slot as usize).cloned().flatten(),
            Cell::Field(obj, key) => self.fields.get(&(*obj, key.clone())).cloned().flatten(),
        }
    }

    pub(super) fn set(&mut self, cell: Cell, value: Value) {
        self.set_option(cell, Some(value));
    }

    /// Empties a place, as `del` does.
    pub(super) fn unset(&mut self, cell: Cell) {
        self.set_option(cell, None);
    }

    fn set_option(&mut self, cell: Cell, value: Option<Value>) {
        let old = self.put(&cell, value);
        self.log.push(Undo::Cell(cell, old));
    }

    fn put(&mut self, cell: &Cell, value: Option<Value>) -> Option<Value> {
        match cell {
            Cell::Var(slot) => {
                self.vars.get_mut(*slot as usize).and_then(|place| std::mem::replace(place, value))
            }
            Cell::Field(obj, key) => {
                let old = self.fields.insert((*obj, key.clone()), value);
                if old.is_none() {
                    self.keys.entry(*obj).or_default().push(key.clone());
                }
                old.flatten()
            }
        }
    }

    /// The places of a container that were ever written, in the order of their first writing.
    pub(super) fn keys(&self, obj: ObjId) -> &[Key] {
        self.keys.get(&obj).map_or(&[], Vec::as_slice)
    }

    /// Kinds that checks on this path have ruled out for an origin.
    pub(super) fn cleaned(&self, origin: OriginId) -> Kinds {
        self.cleaned.get(&origin).copied().unwrap_or_default()
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
        let (mut cells, mut cleaned): (Vec<&Cell>, Vec<OriginId>) = (Vec::new(), Vec::new());
        for undo in &self.log[mark..] {
            match undo {
                Undo::Cell(cell, _) => cells.push(cell),
                Undo::Cleaned(origin, _) => cleaned.push(*origin),
            }
        }
        cells.sort_unstable();
        cells.dedup();
        cleaned.sort_unstable();
        cleaned.dedup();
        Delta {
            cells: cells.into_iter().map(|cell| (cell.clone(), self.get(cell))).collect(),
            cleaned: cleaned.into_iter().map(|origin| (origin, self.cleaned(origin))).collect(),
            dead: self.dead,
        }
    }

    /// Goes back to `mark`; returns what had changed.
    pub(super) fn take(&mut self, mark: usize) -> Delta {
        let delta = self.delta(mark);
        while self.log.len() > mark {
            match self.log.pop() {
                Some(Undo::Cell(cell, old)) => {
                    self.put(&cell, old);
                }
                Some(Undo::Cleaned(origin, old)) => {
                    self.cleaned.insert(origin, old);
                }
                None => break,
            }
        }
        self.dead = false;
        delta
    }

    /// Continues with what holds after all of the branches that are still alive; dead when none is.
    pub(super) fn merge(&mut self, branches: Vec<Delta>) {
        let mut alive: Vec<Delta> = branches.into_iter().filter(|delta| !delta.dead).collect();
        if alive.len() <= 1 {
            match alive.pop() {
                Some(delta) => self.apply(delta),
                None => self.dead = true,
            }
            return;
        }
        let mut cells: Vec<Cell> =
            alive.iter().flat_map(|delta| delta.cells.iter().map(|(cell, _)| cell.clone())).collect();
        cells.sort_unstable();
        cells.dedup();
        let mut apart: Vec<(Cell, Vec<Value>)> = Vec::new();
        for cell in cells {
            let base = self.get(&cell);
            let ways: Vec<Value> =
                alive.iter().filter_map(|delta| delta.cell(&cell).unwrap_or(&base).clone()).collect();
            let obj = |value: &Value| value.data().and_then(|data| data.obj);
            let same = ways.windows(2).all(|pair| obj(&pair[0]) == obj(&pair[1]));
            // A place that one branch leaves empty is, where it holds anything, what the others made it.
            let joined = ways
                .iter()
                .skip(1)
                .fold(ways.first().cloned(), |joined, way| joined.map(|joined| joined.join(way)));
            if !same {
                apart.push((cell.clone(), ways));
            }
            if joined != base {
                self.set_option(cell, joined);
            }
        }
        // One container here, another there: what is in either of them, no longer by its number.
        for (cell, ways) in apart {
            let joined = ways.iter().map(|way| self.still(way, 2)).reduce(|left, right| left.join(&right));
            self.set_option(cell, joined);
        }
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
        for key in self.keys(obj).iter().filter(|_| depth > 0) {
            if let Some(inner) = self.get(&Cell::Field(obj, key.clone())) {
                fields.push((key.clone(), self.still(&inner, depth - 1)));
            }
        }
        let mut still = value.clone();
        still.edit().obj = None;
        still.edit().fields = Some(std::rc::Rc::new(fields));
        still
    }

    /// Continues with one branch.
    pub(super) fn apply(&mut self, delta: Delta) {
        for (cell, value) in delta.cells {
            self.set_option(cell, value);
        }
        for (origin, kinds) in delta.cleaned {
            self.clean(origin, kinds);
        }
        self.dead = delta.dead;
    }
}

impl Delta {
    fn cell(&self, cell: &Cell) -> Option<&Option<Value>> {
        let at = self.cells.binary_search_by(|(known, _)| known.cmp(cell)).ok()?;
        Some(&self.cells[at].1)
    }

    fn kinds(&self, origin: OriginId) -> Option<Kinds> {
        let at = self.cleaned.binary_search_by_key(&origin, |(known, _)| *known).ok()?;
        Some(self.cleaned[at].1)
    }

    /// True when applying it to `state` would change nothing that a join would not keep, or nothing that was looked at:
    /// `unseen` says of a place that held nothing whether that stayed unnoticed.
    pub(super) fn is_absorbed_by(&self, state: &State, unseen: &dyn Fn(&Cell) -> bool) -> bool {
        self.dead
            || self.cells.iter().all(|(cell, value)| match (state.get(cell), value) {
                (Some(base), Some(value)) => base.join(value) == base,
                (base, value) => base.is_some() || value.is_none() || unseen(cell),
            })
    }
}

impl Delta {
    /// The same once more.
    pub(super) fn share(&self) -> Self {
        Self { cells: self.cells.clone(), cleaned: self.cleaned.clone(), dead: self.dead }
    }
}
