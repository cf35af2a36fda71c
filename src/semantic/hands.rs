//! Who hands whose data to whom, by parameter: what clients send is followed through the calls of a file to functions of
//! others of which nothing is known yet, so that only these are asked for.

use rustc_hash::FxHashMap;

use crate::source::Span;
use crate::syntax::ParamKind;

/// A function that something is handed to.
#[derive(Debug, Clone)]
pub enum Callee {
    /// One of the module's own, by its name in it.
    Own(String),
    /// One of another module, by the key under which the world knows it.
    Known(String),
    /// Something that the world did not know: the dotted name, and the call.
    Unknown(String, Span),
}

/// Which argument.
#[derive(Debug, Clone)]
pub enum Slot {
    /// That of a parameter, from 0, `self` included.
    Param(u32),
    /// The object that a method of an unknown class is called on.
    Object,
    /// The so many-th that has no name, where the parameters are not known.
    Position(u32),
    /// One with a name.
    Name(String),
    /// Any: spread from something of which the inside is not known.
    Any,
}

/// What a function is handed, and as which argument.
#[derive(Debug, Clone)]
pub struct Hand {
    /// Whom.
    pub to: Callee,
    /// As which argument.
    pub slot: Slot,
    /// The attribute of the argument that holds it; `None` for the argument itself.
    pub part: Option<String>,
}

/// What of a parameter is handed on.
#[derive(Debug, Clone)]
pub enum Share {
    /// The parameter as it came, with whatever its attributes hold.
    All,
    /// What came of it.
    Itself,
    /// An attribute.
    Attribute(String),
}

/// A function that hands on what it is given.
#[derive(Debug, Clone, Default)]
pub struct Giver {
    /// Names and kinds of its parameters.
    pub params: Vec<(String, ParamKind)>,
    /// The first of them is the object that it is called on.
    pub is_method: bool,
    /// By parameter.
    pub gives: Vec<(u32, Share, Hand)>,
}

impl Giver {
    /// The parameters that an argument of a call may be.
    pub fn takes(&self, slot: &Slot) -> Vec<u32> {
        let of_kind = |wanted: ParamKind| self.params.iter().position(|(_, kind)| *kind == wanted);
        // A task that is bound to its worker's state takes that first, whoever sends it.
        let bound = self.is_method || self.params.first().is_some_and(|(name, _)| name == "self");
        let found = match slot {
            Slot::Param(at) => Some(*at as usize),
            Slot::Object => bound.then_some(0),
            Slot::Position(at) => {
                let at = *at as usize + usize::from(bound);
                let takes = |kind: &ParamKind| matches!(kind, ParamKind::Normal | ParamKind::PositionalOnly);
                let plain = self.params.get(at).is_some_and(|(_, kind)| takes(kind)).then_some(at);
                plain.or_else(|| of_kind(ParamKind::VarArgs))
            }
            Slot::Name(name) => {
                let named = self.params.iter().position(|(known, kind)| {
                    known == name && !matches!(kind, ParamKind::VarArgs | ParamKind::VarKeywords)
                });
                named.or_else(|| of_kind(ParamKind::VarKeywords))
            }
            Slot::Any => return (0..self.params.len() as u32).collect(),
        };
        found.into_iter().map(|at| at as u32).collect()
    }
}

/// What the functions of a module hand on.
#[derive(Debug, Clone, Default)]
pub struct Hands {
    /// What clients or other hosts send, and what exceptions say.
    pub outside: Vec<Hand>,
    /// By function, what it hands on of what it is given.
    pub givers: FxHashMap<String, Giver>,
}

impl Hands {
    /// Takes over what another look at the module found. What both found is there twice, which matters to nobody.
    pub fn join(&mut self, more: Self) {
        self.outside.extend(more.outside);
        for (name, giver) in more.givers {
            let known = self.givers.entry(name).or_default();
            (known.params, known.is_method) = (giver.params, giver.is_method);
            known.gives.extend(giver.gives);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn giver(params: &[(&str, ParamKind)], is_method: bool) -> Giver {
        let params = params.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect();
        Giver { params, is_method, gives: Vec::new() }
    }

    #[test]
    fn arguments_find_their_parameters() {
        let name = |name: &str| Slot::Name(name.to_owned());
        let plain = giver(&[("a", ParamKind::Normal), ("b", ParamKind::KeywordOnly)], false);
        assert_eq!(plain.takes(&Slot::Position(0)), [0]);
        assert_eq!(plain.takes(&Slot::Position(1)), [0; 0]);
        assert_eq!(plain.takes(&name("b")), [1]);
        assert_eq!(plain.takes(&name("c")), [0; 0]);
        assert_eq!(plain.takes(&Slot::Any), [0, 1]);
        assert_eq!(plain.takes(&Slot::Object), [0; 0]);
        let method = giver(&[("this", ParamKind::Normal), ("a", ParamKind::Normal)], true);
        assert_eq!(method.takes(&Slot::Position(0)), [1]);
        assert_eq!(method.takes(&Slot::Object), [0]);
        let task = giver(&[("self", ParamKind::Normal), ("a", ParamKind::Normal)], false);
        assert_eq!(task.takes(&Slot::Position(0)), [1]);
        let open = giver(&[("all", ParamKind::VarArgs), ("named", ParamKind::VarKeywords)], false);
        assert_eq!(open.takes(&Slot::Position(7)), [0]);
        assert_eq!(open.takes(&name("all")), [1]);
    }
}
