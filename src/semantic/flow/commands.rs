//! Options of Django's management commands: `add_arguments` says what `handle` is given.

use std::rc::Rc;

use super::engine::Engine;
use crate::semantic::value::*;
use crate::syntax::*;

impl Engine<'_> {
    /// Marks the options of a command in the mapping `obj` that its `handle` is given: those that a type, a choice or a
    /// fixed action lets nothing through to inject.
    pub(super) fn command_options(&mut self, func: FuncId, obj: ObjId) {
        let module = self.module;
        let function = module.function(func);
        let Some(class) = function.class.filter(|_| module.name(function.name) == "handle") else { return };
        let declares = |function: &&Function| {
            function.class == Some(class) && module.name(function.name) == "add_arguments"
        };
        let Some(declared) = module.functions.iter().find(declares).map(|function| function.span) else {
            return;
        };
        let (mut harmless, mut others) = (Vec::new(), Vec::new());
        for expr in module.exprs.iter().filter(|expr| declared.contains(expr.span)) {
            let ExprKind::Call { func, args, .. } = &expr.kind else { continue };
            let ExprKind::Attr { name, .. } = &module.expr(*func).kind else { continue };
            if module.name(*name) != "add_argument" {
                continue;
            }
            // Whatever it declares, it may be any of them.
            let Some((name, fixed)) = declaration(module, args) else { return };
            if fixed { harmless.push(name) } else { others.push(name) }
        }
        for name in harmless.into_iter().filter(|name| !others.contains(name)) {
            self.put(obj, Key::Str(Rc::from(name)), Value::default());
        }
    }
}

/// The name of a declared option, and whether nothing to inject gets through it.
fn declaration(module: &Module, args: &[Arg]) -> Option<(String, bool)> {
    let text = |id: ExprId| match &module.expr(id).kind {
        ExprKind::Str(text) => Some(text.to_string()),
        _ => None,
    };
    let (mut flags, mut dest, mut fixed) = (Vec::new(), None, false);
    for arg in args {
        match arg.kind {
            ArgKind::Positional => flags.push(text(arg.value)?),
            ArgKind::Keyword(word) => match module.name(word) {
                "dest" => dest = Some(text(arg.value)?),
                "choices" => fixed = true,
                "type" => {
                    fixed |= matches!(&module.expr(arg.value).kind, ExprKind::Name(name)
                        if matches!(module.name(*name), "int" | "float" | "bool"));
                }
                "action" => {
                    let action = text(arg.value).unwrap_or_default();
                    fixed |= super::options::FIXED.contains(&action.as_str());
                }
                _ => {}
            },
            ArgKind::Star | ArgKind::DoubleStar => return None,
        }
    }
    // The first long one names it, else the first.
    let long = flags.iter().find(|flag| flag.starts_with("--"));
    let name =
        dest.or_else(|| long.or(flags.first()).map(|flag| flag.trim_start_matches('-').replace('-', "_")))?;
    Some((name, fixed))
}
