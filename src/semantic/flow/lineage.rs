//! What classes derive from and which fields they take: asked again and again, and answered once for as long as no
//! variable names another class, module or function than before.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::engine::Engine;
use crate::semantic::scopes::VarId;
use crate::semantic::value::*;
use crate::syntax::*;

/// More fields than these are found out anew each time.
const MAX_KEPT: usize = 64;

/// While this stays the same, names mean the same.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Stamp {
    /// The look at a function, and what its own variables named so far; 0 where they don't matter.
    look: u32,
    own: u32,
    /// The same of all others.
    globals: u32,
}

/// Answers by class, with what they hold for.
type Answers<T> = FxHashMap<ClassId, (Stamp, Rc<[T]>)>;

/// All answers so far.
#[derive(Debug, Default)]
pub(super) struct Lineage {
    bases: Answers<Type>,
    outside: Answers<Rc<str>>,
    fields: Answers<Symbol>,
}

/// What variables hold once their function has run, for code elsewhere that reads them.
#[derive(Debug, Default)]
pub(super) struct Globals {
    values: Vec<Option<Value>>,
    /// How often one of them came to name something else.
    renamed: u32,
}

impl Globals {
    pub(super) fn get(&self, var: &VarId) -> Option<&Value> {
        self.values.get(var.0 as usize)?.as_ref()
    }

    pub(super) fn insert(&mut self, var: VarId, value: Value) {
        let at = var.0 as usize;
        if at >= self.values.len() {
            self.values.resize(at + 1, None);
        }
        self.renamed += u32::from(names_another(self.values[at].as_ref(), Some(&value)));
        self.values[at] = Some(value);
    }
}

/// True where a name meant a class, or something outside, and means another thing than that.
pub(super) fn names_another(before: Option<&Value>, after: Option<&Value>) -> bool {
    let meant = |value: Option<&Value>| match value.map(Value::refers) {
        Some(What::Named(name)) => Some(Type::Outside(*name)),
        Some(What::Class(class)) => Some(Type::Local(*class)),
        _ => None,
    };
    meant(before) != meant(after)
}

impl Engine<'_> {
    /// `None` inside loops of the module: what is read there before it is set is noted, for which it must be read.
    fn stamp(&self) -> Option<Stamp> {
        let globals = self.globals.renamed;
        if self.func() != FuncId(0) && !self.has_inner_classes {
            // All that stands in classes of the module is the module's own.
            return Some(Stamp { look: 0, own: 0, globals });
        }
        let own = self.frame.state.renamed();
        self.frame.loops.is_empty().then_some(Stamp { look: self.look_number, own, globals })
    }

    /// The bases of a class, as far as their names are known.
    pub(super) fn bases(&mut self, class: ClassId) -> Rc<[Type]> {
        let stamp = self.stamp();
        if let Some((known, bases)) = self.lineage.bases.get(&class)
            && Some(*known) == stamp
        {
            return Rc::clone(bases);
        }
        let module = self.module;
        let mut found = Vec::new();
        for arg in module.class(class).bases.iter().filter(|arg| arg.kind == ArgKind::Positional) {
            match self.static_ref(arg.value).refers() {
                What::Class(base) if *base != class => found.push(Type::Local(*base)),
                What::Named(name) => found.push(Type::Outside(*name)),
                _ => {}
            }
        }
        let bases: Rc<[Type]> = found.into();
        if let Some(stamp) = stamp {
            self.lineage.bases.insert(class, (stamp, Rc::clone(&bases)));
        }
        bases
    }

    /// Dotted names of the outside classes that a class descends from.
    pub(super) fn all_outside_bases(&mut self, class: ClassId) -> Rc<[Rc<str>]> {
        let stamp = self.stamp();
        if let Some((known, outside)) = self.lineage.outside.get(&class)
            && Some(*known) == stamp
        {
            return Rc::clone(outside);
        }
        let mut queue = vec![class];
        let mut found = Vec::new();
        let mut at = 0;
        while at < queue.len() && at < 16 {
            for base in self.bases(queue[at]).iter() {
                match *base {
                    Type::Local(base) if !queue.contains(&base) => queue.push(base),
                    Type::Local(_) => {}
                    Type::Outside(name) => found.push(self.names.shared(name)),
                }
            }
            at += 1;
        }
        let outside: Rc<[Rc<str>]> = found.into();
        if let Some(stamp) = stamp {
            self.lineage.outside.insert(class, (stamp, Rc::clone(&outside)));
        }
        outside
    }

    /// Fields that a class without a constructor of its own takes: annotated names, or those made by a field maker.
    pub(super) fn data_fields(&mut self, class: ClassId) -> Rc<[Symbol]> {
        let stamp = self.stamp();
        if let Some((known, fields)) = self.lineage.fields.get(&class)
            && Some(*known) == stamp
        {
            return Rc::clone(fields);
        }
        let fields: Rc<[Symbol]> = self.find_fields(class).into();
        // Each of a long row of classes takes the fields of all before it: kept for all, these would be very many.
        if let Some(stamp) = stamp.filter(|_| fields.len() <= MAX_KEPT) {
            self.lineage.fields.insert(class, (stamp, Rc::clone(&fields)));
        }
        fields
    }

    fn find_fields(&mut self, class: ClassId) -> Vec<Symbol> {
        let module = self.module;
        let init = module.names.get("__init__");
        if init.is_some_and(|init| self.scopes.class_var(class, init).is_some()) {
            return Vec::new();
        }
        let mut fields = Vec::new();
        for base in self.bases(class).iter() {
            if let Type::Local(base) = *base
                && base.index() < class.index()
            {
                fields.extend(self.data_fields(base).iter());
            }
        }
        for stmt in &module.class(class).body {
            let target = match &module.stmt(*stmt).kind {
                StmtKind::AnnAssign { value: Some(value), .. } if self.is_left_out(*value) => continue,
                StmtKind::AnnAssign { target, .. } => *target,
                StmtKind::Assign { targets, value } => {
                    let ExprKind::Call { func, .. } = module.expr(*value).kind else { continue };
                    let maker = self.static_ref(func);
                    let name = maker.name().map(|name| self.names.text(name));
                    if !matches!(name, Some("attr.ib" | "attr.attrib" | "attrs.field" | "attr.field")) {
                        continue;
                    }
                    targets[0]
                }
                _ => continue,
            };
            if let ExprKind::Name(name) = module.expr(target).kind
                && !fields.contains(&name)
            {
                fields.push(name);
            }
        }
        fields
    }
}
