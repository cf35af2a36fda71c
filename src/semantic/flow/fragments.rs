//! Pieces of what one origin brings: `data["kind"]`, `name[:2]`, `upload.filename`. What a check says of a piece it does
//! not say of the rest.

use super::engine::Engine;
use super::expr::is_container;
use crate::semantic::models::Kinds;
use crate::semantic::value::*;
use crate::syntax::*;

use rustc_hash::FxHashMap;

/// Pieces of pieces are told apart so deep.
const MAX_DEPTH: usize = 3;

/// Which piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Fragment {
    /// What lies under a name, or is called so.
    Key(KeyId),
    /// The so many-th.
    At(i64),
    /// What some expression takes out of it.
    Taken(ExprId),
    /// What a function takes out of what it is given.
    Same(OriginId),
    /// Whatever lies in it under a key: what a check says of all of these.
    Each,
}

/// The pieces that were told apart.
#[derive(Debug, Default)]
pub(super) struct Fragments {
    known: FxHashMap<(OriginId, Fragment), OriginId>,
    /// All of what lies in some mapping was checked.
    each: bool,
}

impl Engine<'_> {
    /// A piece of what carries something, in place of the whole; a container knows better what lies where.
    pub(super) fn fragment(&mut self, value: Value, piece: Fragment) -> Value {
        if value.taints().is_empty() || is_container(&value) {
            return value;
        }
        let mut taints: Vec<Taint> = Vec::new();
        for taint in value.taints().to_vec() {
            let origin = self.fragment_of(taint.origin, piece);
            taints = join_taints(&taints, &[Taint { origin, ..taint }]);
        }
        value.with_taints(taints)
    }

    /// The piece that a key means, at an expression that reads it.
    pub(super) fn piece_of(&mut self, key: &Key, read: ExprId) -> Fragment {
        match key {
            Key::Str(name) => Fragment::Key(self.key_id(name)),
            Key::Index(at) => Fragment::At(*at),
            _ => Fragment::Taken(read),
        }
    }

    pub(super) fn fragment_of(&mut self, whole: OriginId, piece: Fragment) -> OriginId {
        if let Some(known) = self.fragments.known.get(&(whole, piece)) {
            return *known;
        }
        if self.wholes(whole).count() > MAX_DEPTH {
            return whole;
        }
        let origin = Origin { of: Some(whole), ..self.origins[whole.0 as usize].clone() };
        let id = OriginId(self.origins.len() as u32);
        self.origins.push(origin);
        self.fragments.known.insert((whole, piece), id);
        self.fragments.each |= piece == Fragment::Each;
        id
    }

    /// An origin, and those that it is a piece of, inside out.
    pub(super) fn wholes(&self, origin: OriginId) -> impl Iterator<Item = OriginId> + use<'_> {
        std::iter::successors(Some(origin), |origin| self.origins[origin.0 as usize].of)
    }

    /// What was ruled out for all that lies in an origin.
    pub(super) fn ruled_out_inside(&self, whole: OriginId) -> Kinds {
        let each = self.fragments.each.then(|| self.fragments.known.get(&(whole, Fragment::Each))).flatten();
        each.map_or(Kinds::NONE, |each| self.frame.state.cleaned(*each))
    }
}
