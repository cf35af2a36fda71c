//! Types of parameters that nobody wrote down: what the callers in the file pass, where that is a request or a client of
//! other hosts. `def host(req): return req.form["host"]`, called with Flask's request.

use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};

use super::engine::Engine;
use crate::semantic::models::SourceClass;
use crate::semantic::value::*;
use crate::syntax::*;

/// So often what hangs together by such calls is looked at again.
const MAX_ROUNDS: usize = 4;
/// So many functions are, each time.
const MAX_AGAIN: usize = 256;

/// What is known by the callers.
#[derive(Debug, Default)]
pub(super) struct Hints {
    /// Parameters of which no type is known otherwise.
    open: FxHashSet<(FuncId, u32)>,
    types: FxHashMap<(FuncId, u32), What>,
    /// Functions, and the numbers of those that pass them such a thing.
    callers: FxHashSet<(FuncId, u32)>,
    /// Functions of which this tells something new.
    fresh: Vec<FuncId>,
}

impl<'m> Engine<'m> {
    /// The type that callers pass for a parameter that has none of its own.
    pub(super) fn hinted(&mut self, func: FuncId, param: u32, value: &Value) -> Option<What> {
        if *value.refers() != What::Unknown || value.data().is_some_and(|data| data.obj.is_some()) {
            return None;
        }
        self.hints.open.insert((func, param));
        self.hints.types.get(&(func, param)).cloned()
    }

    /// Notes requests and clients among what a function of the module is given.
    pub(super) fn hint(&mut self, target: FuncId, given: &[Value]) {
        let Some(caller) = self.frame.func.filter(|_| self.frame.record) else { return };
        for (at, value) in given.iter().enumerate() {
            let place = (target, at as u32);
            let what = value.refers();
            if *what == What::Unknown || !self.is_telling_object(value) || !self.hints.open.contains(&place) {
                continue;
            }
            self.hints.callers.insert((target, caller.0));
            if let Entry::Vacant(new) = self.hints.types.entry(place) {
                new.insert(what.clone());
                self.hints.fresh.push(target);
            }
        }
    }

    /// Looks again at the functions whose parameters turned out to be something, and at those that call them.
    pub(super) fn look_at_hinted(&mut self) {
        for _ in 0..MAX_ROUNDS {
            let mut queue = std::mem::take(&mut self.hints.fresh);
            let mut next = 0;
            while let Some(func) = queue.get(next).copied().filter(|_| queue.len() < MAX_AGAIN) {
                next += 1;
                let callers = self.hints.callers.iter().filter(|(called, _)| *called == func);
                for caller in callers.map(|(_, caller)| FuncId(*caller)) {
                    if !queue.contains(&caller) {
                        queue.push(caller);
                    }
                }
            }
            if queue.is_empty() {
                return;
            }
            // Those that are called before those that call them.
            for func in queue.into_iter().filter(|func| func.0 != 0).take(MAX_AGAIN) {
                if matches!(self.module.function(func).body, Body::Block(_)) {
                    let summary = self.look(func, true);
                    self.summaries[func.index()] = Some(std::rc::Rc::new(summary));
                }
            }
        }
    }

    /// A request, or something that sends some.
    fn is_telling_object(&self, value: &Value) -> bool {
        let name = match value.refers() {
            What::Named(name) | What::Instance(Type::Outside(name)) => self.names.text(*name),
            _ => return false,
        };
        let (module, last) = name.rsplit_once('.').unwrap_or(("", name));
        !module.is_empty()
            && matches!(
                last,
                "request"
                    | "Request"
                    | "HttpRequest"
                    | "HTTPServerRequest"
                    | "Session"
                    | "Client"
                    | "AsyncClient"
                    | "ClientSession"
            )
    }

    /// What a function may take out of a request that it is given, where the function was left out.
    pub(super) fn taken_of_request(&mut self, id: ExprId, value: &Value) -> Option<Taint> {
        let (What::Named(name) | What::Instance(Type::Outside(name))) = *value.refers() else { return None };
        let last = self.names.text(name).rsplit('.').next().unwrap_or_default();
        let is_request = matches!(last, "request" | "Request" | "HttpRequest" | "HTTPServerRequest");
        (is_request && self.is_telling_object(value)).then(|| self.source(id, SourceClass::Request, name))
    }
}
