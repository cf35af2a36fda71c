//! Notes what is handed to the functions that are called: whose data it is, and as which argument.

use rustc_hash::FxHashSet;

use super::abroad::is_told;
use super::call::Given;
use super::engine::Engine;
use crate::semantic::hands::{Callee, Giver, Hand, Hands, Share, Slot};
use crate::semantic::models::SourceClass;
use crate::semantic::names::NameId;
use crate::semantic::value::*;
use crate::source::Span;
use crate::syntax::*;

/// A function, as long as names have numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Whom {
    Own(FuncId),
    Known(NameId),
    Unknown(NameId, Span),
}

/// An argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Place {
    Param(u32),
    Object,
    Position(u32),
    Name(NameId),
    Any,
}

/// Whose data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Whose {
    Outside,
    Param(FuncId, u32, Of),
}

/// What of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Of {
    All,
    Itself,
    Attribute(Symbol),
}

/// What was noted.
#[derive(Debug, Default)]
pub(super) struct Noted(FxHashSet<(Whose, Whom, Place, Option<Symbol>)>);

impl Engine<'_> {
    /// Notes what a function is given, by its parameters.
    pub(super) fn note_given(&mut self, whom: Whom, given: &[Value]) {
        if !self.is_noting() {
            return;
        }
        for (at, value) in given.iter().enumerate() {
            self.note(whom, Place::Param(at as u32), value);
        }
    }

    /// Notes what something is given of which nothing is known.
    pub(super) fn note_missed(&mut self, dotted: &str, span: Span, given: &Given<'_>) {
        if !self.is_noting() {
            return;
        }
        let whom = Whom::Unknown(self.intern(dotted), span);
        if let Some(receiver) = &given.receiver {
            self.note(whom, Place::Object, receiver);
        }
        let mut next = 0;
        for (arg, value) in given.args.iter().zip(&given.values) {
            match arg.kind {
                ArgKind::Positional => {
                    self.note(whom, Place::Position(next), value);
                    next += 1;
                }
                ArgKind::Keyword(name) => {
                    let name = self.intern(self.module.name(name));
                    self.note(whom, Place::Name(name), value);
                }
                ArgKind::Star => match self.ordered(value) {
                    Some(values) => {
                        for value in values {
                            self.note(whom, Place::Position(next), &value);
                            next += 1;
                        }
                    }
                    None => self.note(whom, Place::Any, &self.whole(value)),
                },
                ArgKind::DoubleStar => {
                    for (key, inner) in self.contents(value) {
                        let place = match &key {
                            Key::Str(name) => Place::Name(self.intern(name)),
                            _ => Place::Any,
                        };
                        self.note(whom, place, &inner);
                    }
                    self.note(whom, Place::Any, &value.carried());
                }
            }
        }
    }

    /// Notes that something is called with data of clients, whatever it is.
    pub(super) fn note_asked(&mut self, dotted: &str, span: Span) {
        if self.is_noting() {
            let whom = Whom::Unknown(self.intern(dotted), span);
            self.noted.0.insert((Whose::Outside, whom, Place::Any, None));
        }
    }

    fn is_noting(&self) -> bool {
        self.frame.record && !self.frame.state.dead && self.world.asks()
    }

    fn note(&mut self, whom: Whom, place: Place, value: &Value) {
        if value.data().is_none() {
            return;
        }
        let own = self.parameter_that_is(value);
        if let (Some(param), Some(func)) = (own, self.frame.func) {
            self.noted.0.insert((Whose::Param(func, param, Of::All), whom, place, None));
        }
        for taint in self.handed(value).taints().to_vec() {
            self.note_taint(whom, place, None, taint);
        }
        for (key, inner) in self.contents(value) {
            if let Key::Attr(name) = key {
                for taint in self.seen(&inner).taints().to_vec() {
                    self.note_taint(whom, place, Some(name), taint);
                }
            }
        }
    }

    fn note_taint(&mut self, whom: Whom, place: Place, part: Option<Symbol>, taint: Taint) {
        let Origin { class, param, part: of, .. } = self.origins[taint.origin.0 as usize];
        let whose = match param {
            Some((func, param)) => {
                let what = match of {
                    Some(ParamPart::Field(name)) => Of::Attribute(name),
                    _ => Of::Itself,
                };
                Whose::Param(func, param, what)
            }
            None if is_told(class) || class == SourceClass::Exception => Whose::Outside,
            None => return,
        };
        self.noted.0.insert((whose, whom, place, part));
    }

    /// What was noted, for the others.
    pub fn hands(&mut self) -> Hands {
        let module = self.module;
        let text = |name: Symbol| module.name(name).to_owned();
        let known = |name: NameId| self.names.text(name).to_owned();
        let mut hands = Hands::default();
        for (whose, whom, place, part) in std::mem::take(&mut self.noted.0) {
            let to = match whom {
                Whom::Own(func) => Callee::Own(module.function(func).qualname.clone()),
                Whom::Known(key) => Callee::Known(known(key)),
                Whom::Unknown(dotted, span) => Callee::Unknown(known(dotted), span),
            };
            let slot = match place {
                Place::Param(at) => Slot::Param(at),
                Place::Object => Slot::Object,
                Place::Position(at) => Slot::Position(at),
                Place::Name(name) => Slot::Name(known(name)),
                Place::Any => Slot::Any,
            };
            let hand = Hand { to, slot, part: part.map(text) };
            match whose {
                Whose::Outside => hands.outside.push(hand),
                Whose::Param(func, param, what) => {
                    let share = match what {
                        Of::All => Share::All,
                        Of::Itself => Share::Itself,
                        Of::Attribute(name) => Share::Attribute(text(name)),
                    };
                    let function = module.function(func);
                    let giver = hands.givers.entry(function.qualname.clone()).or_insert_with(|| Giver {
                        params: function.params.iter().map(|param| (text(param.name), param.kind)).collect(),
                        is_method: function.class.is_some() && !self.is_static(func),
                        gives: Vec::new(),
                    });
                    giver.gives.push((param, share, hand));
                }
            }
        }
        hands
    }
}
