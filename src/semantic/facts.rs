//! What the analysis found out, for rules to read.

use super::models::{Kind, Sink};
use super::value::{Taint, Value};
use crate::syntax::{ExprId, FuncId};

/// Values by expression, and the sinks that outside data reach.
#[derive(Debug, Default)]
pub struct Facts {
    values: Vec<Value>,
    /// By expression: the number of the look that recorded it last, 0 for none.
    looks: Vec<u32>,
    look: u32,
    /// Outside data in a sink, one for each sink and kind; sinks reached from parameters only are among them.
    pub hits: Vec<Hit>,
    /// A function whose budget of steps ran out; what follows in it was not looked at.
    pub exhausted: Option<FuncId>,
}

/// Outside data that reaches a sink.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The sink.
    pub site: Site,
    /// The data, the strongest source first; each carries the way that it took.
    pub taints: Vec<Taint>,
}

/// A sink in the code.
#[derive(Debug, Clone)]
pub struct Site {
    /// Which weakness.
    pub kind: Kind,
    /// The model that says so.
    pub sink: Sink,
    /// The call, or the returned or assigned expression.
    pub call: ExprId,
    /// The argument that the data is in; the same as `call` where there is none.
    pub arg: ExprId,
    /// The function that holds it.
    pub func: FuncId,
}

impl Facts {
    pub(super) fn new(exprs: usize) -> Self {
        Self { values: vec![Value::default(); exprs], looks: vec![0; exprs], ..Self::default() }
    }

    /// A new look begins: what it records replaces what earlier looks did.
    pub(super) fn begin(&mut self) {
        self.look += 1;
    }

    pub(super) fn record(&mut self, expr: ExprId, value: Value) {
        let at = expr.index();
        let known = &mut self.values[at];
        if self.looks[at] == self.look {
            if *known != value {
                *known = known.join(&value);
            }
        } else {
            *known = value;
            self.looks[at] = self.look;
        }
    }

    /// What is known of an expression's value, over all ways to it.
    pub fn value(&self, expr: ExprId) -> &Value {
        &self.values[expr.index()]
    }

    /// False for code that cannot run: behind a constant condition, after a return.
    pub fn reached(&self, expr: ExprId) -> bool {
        self.looks[expr.index()] > 0
    }
}
