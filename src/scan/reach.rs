//! Which outside data can come to which part of a file, by who uses what.

use super::triggers::Set;
use crate::syntax::{Unit, UnitKind};

/// So often is everything joined with what it uses.
const MAX_ROUNDS: u32 = 64;

/// Who uses what. Nodes are parts by number; behind them stand words that very many parts bind.
pub(super) struct Links {
    /// A part and the function or class that it names.
    pub(super) calls: Vec<(u32, u32)>,
    /// A part and what gives a value that it reads: a statement, or a function that sets an attribute or a global.
    pub(super) values: Vec<(u32, u32)>,
    /// By part: whether it may be a table of functions, `{"name": function}`.
    pub(super) tables: Vec<bool>,
    /// Parts that use a word which very many bind.
    pub(super) crowds: Vec<u32>,
    /// How many nodes there are.
    pub(super) nodes: usize,
}

/// The data that comes to each part, as the matchers that ask for it.
#[derive(Debug, Default)]
pub(super) struct Reach {
    /// What a part and what it calls bring in.
    pub(super) gives: Vec<Set>,
    /// The same, with what its callers pass to it.
    pub(super) arrives: Vec<Set>,
}

impl Links {
    /// Where the data comes that each part brings in of itself.
    pub(super) fn reach(&self, units: &[Unit], own: &[Set]) -> Reach {
        let mut gives = vec![0; self.nodes];
        for (at, unit) in units.iter().enumerate() {
            // What stands in the head of a class concerns its methods.
            gives[at] = own[at] | unit.parent.map_or(0, |parent| own[parent as usize]);
        }
        let mut arrives = gives.clone();
        // What the users of a table of functions hand to these.
        let mut handed: Vec<Set> = vec![0; self.nodes];
        let mut rounds = 0;
        loop {
            rounds += 1;
            if rounds > MAX_ROUNDS {
                // Long chains in no order: anything may come anywhere.
                let all = gives.iter().fold(0, |all, set| all | set);
                gives.fill(all);
                arrives.fill(all);
                break;
            }
            let mut changed = false;
            let mut join = |to: &mut Set, from: Set| {
                changed |= *to | from != *to;
                *to |= from;
            };
            // Functions stand before or behind those that they call: one way for what is passed, one for what is given.
            for (user, used) in self.calls.iter().chain(self.calls.iter().rev()) {
                let (user, used) = (*user as usize, *used as usize);
                let given = gives[used];
                join(&mut gives[user], given);
                let passed = arrives[user] | gives[user] | handed[user];
                join(&mut arrives[used], passed);
            }
            for (user, used) in &self.values {
                let held = arrives[*used as usize];
                join(&mut gives[*user as usize], held);
                if self.tables.get(*used as usize) == Some(&true) {
                    let passed = arrives[*user as usize];
                    join(&mut handed[*used as usize], passed);
                }
            }
            for (to, from) in arrives.iter_mut().zip(&gives) {
                join(to, *from);
            }
            if !changed {
                break;
            }
        }
        gives.truncate(units.len());
        arrives.truncate(units.len());
        Reach { gives, arrives }
    }

    /// What the parts are `telling`, with what those functions tell that they use.
    pub(super) fn told(&self, mut telling: Vec<Set>, named: &[bool], units: &[Unit]) -> Vec<Set> {
        let mut users: Vec<Vec<u32>> = vec![Vec::new(); units.len()];
        for (user, used) in self.calls.iter().chain(&self.values) {
            let (user, used) = (*user as usize, *used as usize);
            let tells = |(at, unit): (usize, &Unit)| match unit.kind {
                UnitKind::Function => true,
                UnitKind::Statement => named[at],
                _ => false,
            };
            if user < units.len() && units.get(used).is_some_and(|unit| tells((used, unit))) {
                users[used].push(user as u32);
            }
        }
        // Too many to tell apart: taken to be telling.
        self.crowds.iter().for_each(|at| telling[*at as usize] = Set::MAX);
        let mut queue: Vec<usize> = (0..units.len()).filter(|at| telling[*at] != 0).collect();
        while let Some(at) = queue.pop() {
            let told = telling[at];
            for user in &users[at] {
                let known = &mut telling[*user as usize];
                if told & !*known != 0 {
                    *known |= told;
                    queue.push(*user as usize);
                }
            }
        }
        telling
    }
}
