//! How far data of clients goes by calls, as far as the calls are known, and which functions it comes to of which nothing
//! is known.

use rustc_hash::FxHashSet;

use super::modules::Missed;
use super::project::{Project, Seen};
use crate::semantic::hands::{Callee, Giver, Hand, Share, Slot};
use crate::source::Span;

/// What is given to a function.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Gift {
    /// As each of its arguments.
    All,
    /// As one of them, or in an attribute of it.
    Param(u32, Option<String>),
}

/// A function that is given something.
type Place<'p> = (usize, &'p str, Gift);

/// Goes from function to function.
struct Walk<'p, 'a> {
    project: &'p Project<'a>,
    known: FxHashSet<Place<'p>>,
    queue: Vec<Place<'p>>,
    reached: FxHashSet<(usize, Span)>,
    /// Not beyond the files of the change, and not along the objects that methods are called on: what these hold is
    /// seldom what a method hands to a sink.
    within: bool,
}

impl Project<'_> {
    /// The calls of something unknown that clients' data is given to: file and place.
    pub(super) fn reached(&self) -> FxHashSet<(usize, Span)> {
        let mut walk = Walk::of(self);
        for at in 0..self.all.len() {
            for hand in self.get(at).iter().flat_map(|seen| &seen.told.hands.outside) {
                walk.give(at, hand, hand.part.as_deref());
            }
        }
        walk.queue.extend(self.surroundings.checking().map(|(at, name)| (*at, name.as_str(), Gift::All)));
        walk.go()
    }

    /// The calls of something unknown, in files of a change, that what the change wrote gives its parameters to: callers
    /// around it may have clients' data for them.
    pub(super) fn reached_from_callers(&self) -> FxHashSet<(usize, Span)> {
        let mut walk = Walk { within: true, ..Walk::of(self) };
        if self.surroundings.may_ask() {
            for at in (0..self.all.len()).filter(|at| self.surroundings.path(*at).is_none()) {
                let touched = self.modules.file(at).touched.as_ref();
                let names = self.get(at).into_iter().flat_map(|seen| seen.told.hands.givers.keys());
                let changed = names.filter(|name| touched.is_none_or(|touched| touched.rewrites(name)));
                walk.queue.extend(changed.map(|name| (at, name.as_str(), Gift::All)));
            }
        }
        walk.go()
    }
}

/// Whether a function hands on what it is given; in which attribute, where it is the object that holds it.
fn passed<'g>(gift: &'g Gift, param: u32, share: &Share) -> Option<Option<&'g str>> {
    match (gift, share) {
        (Gift::All, _) => Some(None),
        (Gift::Param(given, _), _) if *given != param => None,
        (Gift::Param(_, None), _) => Some(None),
        (Gift::Param(_, Some(part)), Share::All) => Some(Some(part)),
        (Gift::Param(_, Some(part)), Share::Attribute(name)) => (part == name).then_some(None),
        // What else a method of an object gives back is not known to hold this.
        (Gift::Param(_, Some(_)), Share::Itself) => None,
    }
}

impl<'p, 'a> Walk<'p, 'a> {
    fn of(project: &'p Project<'a>) -> Self {
        let (known, reached) = (FxHashSet::default(), FxHashSet::default());
        Self { project, known, queue: Vec::new(), reached, within: false }
    }

    /// To where nothing new comes.
    fn go(mut self) -> FxHashSet<(usize, Span)> {
        while let Some((at, name, gift)) = self.queue.pop() {
            let giver = self.giver(at, name);
            for (param, share, hand) in giver.iter().flat_map(|giver| &giver.gives) {
                if let Some(part) = passed(&gift, *param, share) {
                    self.give(at, hand, part.or(hand.part.as_deref()));
                }
            }
        }
        self.reached
    }

    fn give(&mut self, from: usize, hand: &'p Hand, part: Option<&str>) {
        let project = self.project;
        let (at, name) = match &hand.to {
            Callee::Own(name) => (from, name.as_str()),
            Callee::Known(key) => match project.modules.by_key(key) {
                Some(place) => place,
                None => return,
            },
            Callee::Unknown(dotted, place) => {
                // Methods of whatever object are nobody's.
                let missed = Missed { dotted: dotted.clone(), place: *place, brings: false };
                let known = |seen: &Seen| !dotted.starts_with('.') && seen.missed.contains(&missed);
                if !project.get(from).is_some_and(known) {
                    return;
                }
                if !(self.within && matches!(hand.slot, Slot::Object)) {
                    self.reached.insert((from, *place));
                }
                if self.within {
                    return;
                }
                let modules = &project.modules;
                let found = modules.resolve(from, dotted).or_else(|| modules.lead(from, dotted));
                match found.and_then(|(at, name)| self.defined(at, &name)) {
                    Some(place) => place,
                    None => return,
                }
            }
        };
        if self.within && project.surroundings.path(at).is_some() {
            return;
        }
        let Some(giver) = self.giver(at, name) else { return };
        for param in giver.takes(&hand.slot) {
            let place = (at, name, Gift::Param(param, part.map(str::to_owned)));
            if self.known.insert(place.clone()) {
                self.queue.push(place);
            }
        }
    }

    fn giver(&self, at: usize, name: &str) -> Option<&'p Giver> {
        self.project.get(at)?.told.hands.givers.get(name)
    }

    /// A function that was asked for, or what makes the objects of a class that was.
    fn defined(&self, at: usize, name: &str) -> Option<(usize, &'p str)> {
        let givers = &self.project.get(at)?.told.hands.givers;
        let found =
            givers.get_key_value(name).or_else(|| givers.get_key_value(&format!("{name}.__init__")))?;
        Some((at, found.0.as_str()))
    }
}
