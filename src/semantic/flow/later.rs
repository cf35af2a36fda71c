//! Functions that are run later or elsewhere: threads, tasks, pools.

use super::call::Given;
use super::engine::Engine;
use super::expr::is_container;
use crate::semantic::value::*;
use crate::syntax::*;

impl Engine<'_> {
    /// What runs a function later or elsewhere.
    pub(super) fn later(&mut self, id: ExprId, name: &str, given: &Given<'_>) -> Option<Value> {
        let values = &given.values;
        match name {
            "threading.Thread" | "multiprocessing.Process" | "threading.Timer" => {
                let named = |wanted: &str| {
                    given.args.iter().zip(values).find_map(|(arg, value)| match arg.kind {
                        ArgKind::Keyword(name) if self.module.name(name) == wanted => Some(value.clone()),
                        _ => None,
                    })
                };
                let timer = name == "threading.Timer";
                let target = named("target").or_else(|| values.get(1).filter(|_| timer).cloned())?;
                let args = named("args").or_else(|| values.get(2).filter(|_| timer).cloned());
                let mut passed = Vec::new();
                if let Some(args) = args {
                    passed.push((ArgKind::Star, args));
                }
                if let Some(named) = named("kwargs") {
                    passed.push((ArgKind::DoubleStar, named));
                }
                if self.is_callable(&target) {
                    self.call_with(id, &target, passed);
                }
                None
            }
            "asyncio.create_task"
            | "asyncio.ensure_future"
            | "asyncio.run"
            | "asyncio.wait_for"
            | "asyncio.shield"
            | "asyncio.run_coroutine_threadsafe" => values.first().cloned(),
            "asyncio.gather" => {
                let spread = given.args.iter().any(|arg| arg.kind == ArgKind::Star);
                match spread {
                    true => {
                        let all = values.iter().map(|value| self.element(value));
                        let all = all.reduce(|left, right| left.join(&right)).unwrap_or_default();
                        Some(self.list_of_any(all))
                    }
                    false => Some(self.list_of(values.clone())),
                }
            }
            "asyncio.to_thread" => {
                let function = values.first()?.clone();
                let rest = values[1..].to_vec();
                self.is_callable(&function).then(|| self.invoke(id, id, function, &given.args[1..], rest))
            }
            _ => None,
        }
    }

    /// Methods that run a function given to them: `pool.submit(f, x)`, `loop.run_in_executor(None, f, x)`,
    /// `pool.map(f, list)`, `group.create_task(f(x))`.
    pub(super) fn handed_over(&mut self, id: ExprId, method: &str, given: &Given<'_>) -> Option<Value> {
        let values = &given.values;
        let skip = match method {
            "submit"
            | "apply_async"
            | "call_soon"
            | "call_soon_threadsafe"
            | "add_done_callback"
            | "enqueue"
            | "add_task" => 0,
            "run_in_executor" | "call_later" | "call_at" => 1,
            "create_task" | "run_until_complete" => return values.first().cloned(),
            "map" | "imap" | "imap_unordered" | "map_async" | "starmap" | "apply" => {
                return self.handed_out(id, method, given);
            }
            _ => return None,
        };
        let function = values.get(skip)?.clone();
        if !self.is_callable(&function) {
            return None;
        }
        let value = if method == "apply_async" {
            let all = values.get(1).filter(|all| is_container(all))?.clone();
            self.call_with(id, &function, vec![(ArgKind::Star, all)])
        } else {
            let rest = values[skip + 1..].to_vec();
            self.invoke(id, id, function, &given.args[skip + 1..], rest)
        };
        Some(self.whole(&value).carried())
    }

    /// `task.delay(x)`, `task.apply_async(args=[x])`: a function of this module that workers run.
    pub(super) fn sent_to_worker(
        &mut self,
        id: ExprId,
        task: &Value,
        method: &str,
        given: &Given<'_>,
    ) -> Option<Value> {
        let What::Function(func, None) = task.refers() else { return None };
        let mut passed: Vec<(ArgKind, Value)> = Vec::new();
        // `bind=True`: the task itself comes first.
        let first = self.module.function(*func).params.first();
        if first.is_some_and(|param| self.module.name(param.name) == "self") {
            passed.push((ArgKind::Positional, Value::default()));
        }
        passed.extend(self.sent_with(method, given));
        self.call_with(id, task, passed);
        Some(Value::default())
    }

    /// What a task is called with that is sent to a worker.
    pub(super) fn sent_with(&self, method: &str, given: &Given<'_>) -> Vec<(ArgKind, Value)> {
        let mut passed: Vec<(ArgKind, Value)> = Vec::new();
        let mut places = 0;
        for (arg, value) in given.args.iter().zip(&given.values) {
            match (method, arg.kind) {
                ("delay" | "send" | "s" | "si", kind) => passed.push((kind, value.clone())),
                (_, ArgKind::Keyword(name)) => match self.module.name(name) {
                    "args" => passed.push((ArgKind::Star, value.clone())),
                    "kwargs" => passed.push((ArgKind::DoubleStar, value.clone())),
                    _ => {}
                },
                (_, ArgKind::Positional) => {
                    places += 1;
                    let kind = if places == 1 { ArgKind::Star } else { ArgKind::DoubleStar };
                    if places < 3 && is_container(value) {
                        passed.push((kind, value.clone()));
                    }
                }
                _ => {}
            }
        }
        passed
    }

    /// A pool runs a function for each element, or once.
    fn handed_out(&mut self, id: ExprId, method: &str, given: &Given<'_>) -> Option<Value> {
        let (function, rest) = given.values.split_first()?;
        if rest.is_empty() || !self.is_callable(function) || given.args[1].kind != ArgKind::Positional {
            return None;
        }
        let function = function.clone();
        if method == "apply" {
            let all = rest.first().filter(|all| is_container(all))?.clone();
            return Some(self.call_with(id, &function, vec![(ArgKind::Star, all)]));
        }
        let mut items = Vec::new();
        for (arg, list) in given.args[1..].iter().zip(rest) {
            if arg.kind == ArgKind::Positional {
                items.push(self.iterated(list));
            }
        }
        if method == "starmap" {
            let pair = items.first()?.clone();
            items = self.ordered(&pair).unwrap_or_else(|| vec![self.element(&pair)]);
        }
        let item = self.call_plainly(id, &function, items);
        Some(self.list_of_any(item))
    }
}

/// Methods of a task that have a worker run it.
pub(super) fn is_for_workers(method: &str) -> bool {
    matches!(method, "delay" | "apply_async" | "send" | "s" | "si")
}
