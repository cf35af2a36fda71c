//! Interned names of one module.

use std::rc::Rc;

use rustc_hash::FxHashMap;

/// A name of one module, as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

/// Names to numbers and back.
#[derive(Debug, Default)]
pub struct Interner {
    names: Vec<Rc<str>>,
    index: FxHashMap<Rc<str>, Symbol>,
}

impl Interner {
    /// With room for so many names.
    pub fn with_room(names: usize) -> Self {
        let mut interner = Self::default();
        interner.names.reserve(names);
        interner.index.reserve(names);
        interner
    }

    /// The number of `name`, a new one when it is new.
    pub fn intern(&mut self, name: &str) -> Symbol {
        if let Some(symbol) = self.index.get(name) {
            return *symbol;
        }
        let symbol = Symbol(self.names.len() as u32);
        let name: Rc<str> = Rc::from(name);
        self.names.push(name.clone());
        self.index.insert(name, symbol);
        symbol
    }

    /// The number of `name` when the module holds it.
    pub fn get(&self, name: &str) -> Option<Symbol> {
        self.index.get(name).copied()
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// True before the first name.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The name of a number that this interner gave.
    pub fn name(&self, symbol: Symbol) -> &str {
        &self.names[symbol.0 as usize]
    }
}
