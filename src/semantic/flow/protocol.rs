//! Methods that Python calls by itself: `__enter__`, `__iter__`, `__str__`, operators, `__getattr__`.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::engine::Engine;
use super::expr::is_container;
use super::fragments::Fragment;
use super::summary::Summary;
use crate::semantic::value::*;
use crate::syntax::*;

impl Engine<'_> {
    /// Calls such a method, where the value's class is one of this module's and has it.
    pub(super) fn protocol(
        &mut self,
        id: ExprId,
        value: &Value,
        name: &str,
        given: &[Value],
    ) -> Option<Value> {
        let Some(Type::Local(class)) = value.class() else { return None };
        let name = self.module.names.get(name)?;
        let method = self.class_member(class, value, name).ok()?;
        matches!(method.refers(), What::Function(..)).then(|| self.call_plainly(id, &method, given.to_vec()))
    }

    /// What `with manager as …` gives. Most managers give themselves.
    pub(super) fn entered(&mut self, id: ExprId, manager: Value) -> Value {
        for name in ["__enter__", "__aenter__"] {
            if let Some(value) = self.protocol(id, &manager, name, &[]) {
                return value;
            }
        }
        let made =
            matches!(manager.class(), Some(Type::Outside(name)) if self.names.text(name) == "generator");
        // `@contextmanager`: what the function yields.
        if made { self.element(&manager) } else { manager }
    }

    /// What going through a value gives, by its own `__iter__` where it has one.
    pub(super) fn gone_through(&mut self, id: ExprId, value: &Value) -> Value {
        if let Some(Type::Local(_)) = value.class() {
            let mut stream = value.clone();
            for name in ["__iter__", "__aiter__"] {
                stream = self.protocol(id, value, name, &[]).unwrap_or(stream);
            }
            for name in ["__next__", "__anext__"] {
                if let Some(item) = self.protocol(id, &stream, name, &[]) {
                    return item;
                }
            }
            return self.iterated(&stream);
        }
        if let Some(item) = self.each_passed(id, value) {
            return item;
        }
        let mut item = self.unless_guessed(self.iterated(value));
        if item.is_unknown() && self.holds_constants(value) {
            // One of several texts of the program's own, whichever it is.
            item = Value::what(What::Instance(Type::Outside(self.intern("str"))));
        }
        if is_container(value) { item } else { self.fragment(item, Fragment::Taken(id)) }
    }

    /// Nothing but texts that stand in the code.
    fn holds_constants(&self, value: &Value) -> bool {
        let places = self.contents(value);
        !places.is_empty() && places.iter().all(|(_, value)| value.as_str().is_some())
    }

    /// The text that an object makes of itself; any other value as it is.
    pub(super) fn as_text(&mut self, id: ExprId, value: &Value) -> Value {
        for name in ["__str__", "__repr__"] {
            if let Some(text) = self.protocol(id, value, name, &[]) {
                return text;
            }
        }
        value.clone()
    }

    /// An operator that the left side's class defines.
    pub(super) fn own_operator(
        &mut self,
        id: ExprId,
        op: BinOp,
        left: &Value,
        right: &Value,
    ) -> Option<Value> {
        let Some(Type::Local(_)) = left.class() else { return None };
        let name = match op {
            BinOp::Add => "__add__",
            BinOp::Sub => "__sub__",
            BinOp::Mul => "__mul__",
            BinOp::Div => "__truediv__",
            BinOp::Mod => "__mod__",
            BinOp::Or => "__or__",
            BinOp::And => "__and__",
            _ => return None,
        };
        self.protocol(id, left, name, std::slice::from_ref(right))
    }

    /// `self.step()` in a class of which others of the module derive: the method as each of them has it.
    pub(super) fn overridden(&mut self, callee: &Value) -> Option<Vec<Value>> {
        let What::Function(func, Some(bound)) = callee.refers() else { return None };
        let own = bound.data().and_then(|data| data.obj);
        if own.is_none() || own != self.frame.self_obj {
            return None;
        }
        let Some(Type::Local(class)) = bound.class() else { return None };
        if self.module.function(self.func()).class != Some(class) {
            // `super().step()` means the one method.
            return None;
        }
        if self.frame.self_class.is_some() {
            return None;
        }
        let derived = self.derived.get(&class)?;
        let name = self.module.function(*func).name;
        // A method that only says that there must be one gives nothing.
        let mut found = Vec::new();
        if self.summaries[func.index()].as_ref().is_none_or(|summary| !summary.diverges) {
            found.push(callee.clone());
        }
        for class in derived {
            let own = self.scopes.class_var(*class, name).and_then(|var| self.globals.get(&var));
            if let Some(What::Function(other, None)) = own.map(Value::refers) {
                let mut bound = bound.clone();
                bound.edit().what = What::Instance(Type::Local(*class));
                found.push(Value::what(What::Function(*other, Some(bound))));
            }
        }
        let other = |value: &Value| !matches!(value.refers(), What::Function(known, _) if known == func);
        let several = found.iter().any(other);
        self.frame.asks_class |= several;
        several.then_some(found)
    }

    /// What a method does for an object that was made as one of a known class, where that decides which others it calls.
    pub(super) fn method_of(&mut self, target: FuncId, object: &Value) -> Option<Rc<Summary>> {
        let data = object.data()?;
        let made = data.fields.is_some() || data.obj.is_some() && data.obj != self.frame.self_obj;
        let (Some(Type::Local(class)), true) = (object.class(), made) else { return None };
        if !self.summaries[target.index()].as_ref()?.asks_class {
            return None;
        }
        if let Some(known) = self.by_class.get(&(target, class)) {
            return known.clone();
        }
        if self.by_class.len() >= MAX_BY_CLASS {
            return None;
        }
        self.by_class.insert((target, class), None);
        let summary = Rc::new(self.look_as(target, true, Some(class)));
        self.by_class.insert((target, class), Some(Rc::clone(&summary)));
        Some(summary)
    }
}

/// So many methods are looked at anew for the class of their object.
const MAX_BY_CLASS: usize = 64;
/// So many classes that derive from one are looked at.
const MAX_DERIVED: usize = 8;

/// Classes of the module by their bases, as far as these are named plainly.
pub(super) fn derived(module: &Module) -> FxHashMap<ClassId, Vec<ClassId>> {
    let mut by_name: FxHashMap<Symbol, ClassId> = FxHashMap::default();
    let mut above: Vec<Vec<ClassId>> = Vec::new();
    let mut derived: FxHashMap<ClassId, Vec<ClassId>> = FxHashMap::default();
    for (at, class) in module.classes.iter().enumerate() {
        let id = ClassId(at as u32);
        let mut bases: Vec<ClassId> = Vec::new();
        for arg in class.bases.iter().filter(|arg| arg.kind == ArgKind::Positional) {
            let ExprKind::Name(name) = module.expr(arg.value).kind else { continue };
            if let Some(base) = by_name.get(&name) {
                bases.push(*base);
                bases.extend(above.get(base.index()).into_iter().flatten());
            }
        }
        bases.truncate(MAX_DERIVED);
        for base in &bases {
            let known = derived.entry(*base).or_default();
            if known.len() < MAX_DERIVED && !known.contains(&id) {
                known.push(id);
            }
        }
        above.push(bases);
        by_name.insert(class.name, id);
    }
    derived
}
