//! Checks that are known by what they are called: `is_safe_url(url)` whose body is not read, or compares the host in a way
//! that the engine does not follow.
//!
//! A function that is read and plainly compares nothing of the kind stays no check, whatever its name.

use super::engine::Engine;
use super::guard::{HOST, PATH};
use super::summary::Summary;
use crate::semantic::models::Kinds;
use crate::syntax::*;

const JUDGEMENTS: &[&str] = &["safe", "valid", "allowed", "trusted", "permitted"];
const ADDRESSES: &[&str] =
    &["url", "urls", "uri", "host", "hostname", "redirect", "origin", "link", "domain", "next", "target"];

/// What a function rules out that answers yes, by its name: `is_safe_url`, `path_is_allowed`, `url_has_allowed_host`.
/// A name that only says that something is well-formed, `is_valid`, rules out nothing.
fn vouches(name: &str) -> Kinds {
    let words: Vec<&str> = name.split('_').filter(|word| !word.is_empty()).collect();
    // `client.allows_redirect_uri(uri)`
    const VERBS: &[&str] = &["validate", "verify", "allow", "allows", "permits", "trusts"];
    let refuses = words.first().is_some_and(|first| VERBS.contains(first));
    let asks = refuses
        || words.first().is_some_and(|first| matches!(*first, "is" | "are"))
        || words.iter().skip(1).any(|word| matches!(*word, "is" | "are" | "has"));
    let judges = refuses || words.iter().any(|word| JUDGEMENTS.contains(word));
    if !asks
        || !judges
        || words.iter().any(|word| matches!(*word, "not" | "no" | "extension" | "type" | "format"))
    {
        return Kinds::NONE;
    }
    if words.iter().any(|word| ADDRESSES.contains(word)) {
        return HOST;
    }
    let names_path =
        words.iter().any(|word| matches!(*word, "path" | "filepath" | "filename" | "directory" | "dir"));
    if names_path { PATH } else { Kinds::NONE }
}

impl Engine<'_> {
    /// A test by a function that is not read, and was given a name that says what it tests.
    pub(super) fn refine_named(&mut self, func: ExprId, dotted: &str, args: &[Arg]) {
        let name = match &self.module.expr(func).kind {
            ExprKind::Name(name) | ExprKind::Attr { name, .. } => self.module.name(*name),
            _ => return,
        };
        let kinds = vouches(name);
        if kinds.is_empty() || self.world.function(dotted).is_some() {
            return;
        }
        for arg in args {
            if arg.kind == ArgKind::Positional || matches!(arg.kind, ArgKind::Keyword(_)) {
                self.refine_place(arg.value, kinds);
            }
        }
    }

    /// A function that takes the host out of an address, and is named after the answer that it gives, checks its first
    /// parameter. Not where it looks at the host's ends or for a part of it: that is no check of a host.
    pub(super) fn note_named(&self, func: FuncId, summary: &mut Summary) {
        let module = self.module;
        let function = module.function(func);
        if vouches(module.name(function.name)) != HOST {
            return;
        }
        let first = u32::from(function.class.is_some() && !self.is_static(func));
        let Some(param) = function.params.get(first as usize).map(|param| param.name) else { return };
        if !summary.guards.of(first).is_empty() {
            return;
        }
        // Most modules take no host out of anything, and are not gone through.
        if ["netloc", "hostname"].iter().all(|name| module.names.get(name).is_none()) {
            return;
        }
        let is_host = |id: ExprId| match &module.expr(id).kind {
            ExprKind::Attr { name, .. } => matches!(module.name(*name), "netloc" | "hostname"),
            _ => false,
        };
        let (mut reads, mut partly) = (false, false);
        for (at, expr) in module.exprs.iter().enumerate() {
            if !function.span.contains(expr.span) {
                continue;
            }
            reads |= is_host(ExprId(at as u32));
            partly |= match &expr.kind {
                ExprKind::Call { func: callee, .. } => match &module.expr(*callee).kind {
                    ExprKind::Attr { base, name, .. } => {
                        let own = matches!(module.expr(*base).kind, ExprKind::Name(name) if name == param);
                        matches!(module.name(*name), "startswith" | "endswith" | "find") && !own
                    }
                    _ => false,
                },
                ExprKind::Compare { rest, .. } => {
                    rest.iter().any(|(op, right)| matches!(op, CmpOp::In | CmpOp::NotIn) && is_host(*right))
                }
                _ => false,
            };
        }
        if reads && !partly {
            summary.guards.params.push((first, HOST));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_say_what_is_checked() {
        for name in [
            "is_safe_url",
            "is_safe_redirect_url",
            "url_is_allowed",
            "url_has_allowed_host",
            "validate_next_url",
            "is_trusted_origin",
            "allows_redirect_uri",
        ] {
            assert_eq!(vouches(name), HOST, "{name}");
        }
        assert_eq!(vouches("is_safe_path"), PATH);
        for name in [
            "is_valid",
            "safe_url",
            "is_url",
            "check_url",
            "is_not_safe_url",
            "is_valid_url_format",
            "allowed_file",
        ] {
            assert!(vouches(name).is_empty(), "{name}");
        }
    }
}
