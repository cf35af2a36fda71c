//! Protections that are calls or arguments: escapes, comparisons, modes of files, options of parsers.

use std::collections::BTreeSet;

use super::names::{self, Manner};
use super::{General, Protection, Reader, Topic};
use crate::source::Span;
use crate::syntax::{Arg, ArgKind, ExprId, ExprKind, FuncId};

impl Reader<'_> {
    pub(super) fn calls(&mut self) {
        let module = self.analysis.module;
        let compared = self.compared();
        for (id, expr) in self.exprs() {
            match &expr.kind {
                ExprKind::List(items) => self.separator(expr.span, items),
                ExprKind::Attr { base, name, .. } => self.last_part(expr.span, *base, module.name(*name)),
                ExprKind::Call { func, args, .. } => {
                    self.switches(expr.span, args);
                    self.mode(expr.span, *func, args);
                    self.call(id, *func, args, compared.contains(&id));
                }
                _ => {}
            }
        }
    }

    /// Calls whose result is only held against something that has nothing to do with what they were given, or looked for
    /// in a text: `text.partition(escape(mark))`. In `basename(name) != name` the name itself is asked.
    fn compared(&self) -> BTreeSet<ExprId> {
        let module = self.analysis.module;
        let mut found = BTreeSet::new();
        for (_, expr) in self.exprs() {
            if let ExprKind::Call { func, args, .. } = &expr.kind
                && is_search(self.last_name(*func))
            {
                found.extend(args.first().map(|arg| arg.value));
            }
            let ExprKind::Compare { left, rest } = &expr.kind else { continue };
            let sides: Vec<ExprId> = std::iter::once(*left).chain(rest.iter().map(|(_, id)| *id)).collect();
            for (at, id) in sides.iter().enumerate() {
                let ExprKind::Call { args, .. } = &module.expr(*id).kind else { continue };
                let (mut own, mut others) = (BTreeSet::new(), BTreeSet::new());
                args.iter().for_each(|arg| self.names_in(arg.value, &mut own));
                let rest = sides.iter().enumerate().filter(|(other, _)| *other != at);
                rest.for_each(|(_, other)| self.names_in(*other, &mut others));
                if own.is_disjoint(&others) {
                    found.insert(*id);
                }
            }
        }
        found
    }

    fn call(&mut self, id: ExprId, func: ExprId, args: &[Arg], compared: bool) {
        let module = self.analysis.module;
        let span = module.expr(id).span;
        let last = self.last_name(func).to_owned();
        let dotted = self.analysis.dotted(func).unwrap_or("");
        let is_known = self.models.knows(dotted);
        let by_name = || if is_known { None } else { names::of_name(&last) };
        let known = names::of_library(self.models, dotted).or_else(by_name);
        let known = known.or_else(|| Some((self.replaced(func, args)?, Manner::Cleans)));
        // What is compared and goes nowhere makes nothing harmless.
        if compared && known.is_some_and(|(_, manner)| manner == Manner::Cleans) {
            return;
        }
        let scope = self.scope(span);
        let mut subjects = BTreeSet::new();
        args.iter().for_each(|arg| self.names_in(arg.value, &mut subjects));
        if let (ExprKind::Attr { base, .. }, true) =
            (&module.expr(func).kind, args.is_empty() || last == "replace")
        {
            self.names_in(*base, &mut subjects);
        }
        if names::is_check(&last) {
            self.found.asked.push((scope.clone(), last.clone(), subjects.clone()));
        }
        let shown = format!("`{last}`");
        let Some((topic, manner)) = known else {
            if !is_known && names::may_replace(&last) {
                let checks = names::is_general(&last) && !subjects.is_empty();
                self.found.general.push(General { name: last, shown, span, scope, subjects, checks });
            }
            return;
        };
        let asks = matches!(topic, Topic::Access | Topic::Forgery) && manner == Manner::Checks;
        if !subjects.is_empty() || asks || topic == Topic::Xml && args.is_empty() {
            self.note(topic, last, shown, span, subjects);
            self.note_holders(args);
        }
    }

    /// `Path(name).name` is `basename(name)`.
    fn last_part(&mut self, span: Span, base: ExprId, name: &str) {
        let module = self.analysis.module;
        let ExprKind::Call { func, args, .. } = &module.expr(base).kind else { return };
        let makes = |dotted: &str| {
            matches!(
                dotted,
                "pathlib.Path" | "pathlib.PurePath" | "pathlib.PurePosixPath" | "pathlib.PosixPath"
            )
        };
        if name != "name" || !self.analysis.dotted(*func).is_some_and(makes) {
            return;
        }
        let mut subjects = BTreeSet::new();
        args.iter().for_each(|arg| self.names_in(arg.value, &mut subjects));
        if !subjects.is_empty() {
            self.note(Topic::Path, "basename".to_owned(), "`Path(…).name`".to_owned(), span, subjects);
        }
    }

    /// `["git", "clone", "--", address]`: behind two dashes nothing is read as an option.
    fn separator(&mut self, span: Span, items: &[ExprId]) {
        let module = self.analysis.module;
        let dashes = |id: &ExprId| matches!(&module.expr(*id).kind, ExprKind::Str(text) if &**text == "--");
        let Some(at) = items.iter().position(dashes) else { return };
        let mut subjects = BTreeSet::new();
        items[at + 1..].iter().for_each(|id| self.names_in(*id, &mut subjects));
        if !subjects.is_empty() {
            self.note(Topic::Shell, "--".to_owned(), "`\"--\"`".to_owned(), span, subjects);
        }
    }

    /// `XMLParser(resolve_entities=False)`: what an argument switches off.
    fn switches(&mut self, span: Span, args: &[Arg]) {
        let module = self.analysis.module;
        for arg in args {
            let ArgKind::Keyword(name) = arg.kind else { continue };
            let name = module.name(name);
            let off = matches!(module.expr(arg.value).kind, ExprKind::Bool(false));
            let on = matches!(module.expr(arg.value).kind, ExprKind::Bool(true));
            let filters = matches!(&module.expr(arg.value).kind, ExprKind::Str(text) if matches!(&**text, "data" | "tar"));
            let topic = match name {
                "resolve_entities" | "load_dtd" if off => Topic::Xml,
                "no_network" | "forbid_dtd" | "forbid_entities" | "forbid_external" if on => Topic::Xml,
                "filter" if filters => Topic::Archive,
                "opener" => Topic::Mode,
                _ => continue,
            };
            let mut subjects = BTreeSet::new();
            if topic != Topic::Xml {
                let others =
                    args.iter().filter(|other| other.span != arg.span && other.kind == ArgKind::Positional);
                others.take(1).for_each(|other| self.names_in(other.value, &mut subjects));
            }
            let shown = format!("`{}`", self.file.slice(arg.span));
            let place = if topic == Topic::Mode { span } else { arg.span };
            self.note(topic, name.to_owned(), shown, place, subjects);
        }
    }

    /// `os.chmod(path, 0o600)`, `os.umask(0o077)`, `os.open(path, flags, 0o600)`
    fn mode(&mut self, span: Span, func: ExprId, args: &[Arg]) {
        let module = self.analysis.module;
        let last = self.last_name(func);
        let at = match last {
            "chmod" | "fchmod" => args.len().checked_sub(1),
            "umask" => Some(0),
            "open" if args.len() == 3 && self.analysis.dotted(func) == Some("os.open") => Some(2),
            _ => None,
        };
        let Some(mode) = at.and_then(|at| args.get(at)) else { return };
        let text = self.file.slice(mode.span);
        let keeps = match module.expr(mode.value).kind {
            ExprKind::Int(Some(mode)) if last == "umask" => mode & 0o077 == 0o077,
            ExprKind::Int(Some(mode)) => mode & 0o077 == 0,
            _ => !["GRP", "OTH"].iter().any(|word| text.contains(word)),
        };
        if keeps {
            let mut subjects = BTreeSet::new();
            args.iter()
                .filter(|arg| arg.span != mode.span)
                .for_each(|arg| self.names_in(arg.value, &mut subjects));
            if let ExprKind::Attr { base, .. } = &module.expr(func).kind {
                self.names_in(*base, &mut subjects);
            }
            let (name, shown) = (last.to_owned(), format!("`{last}`"));
            self.note(Topic::Mode, name, shown, span, subjects);
        }
    }

    /// `.replace("<", "&lt;")` and the like take marks away that mean something.
    fn replaced(&self, func: ExprId, args: &[Arg]) -> Option<Topic> {
        let module = self.analysis.module;
        let [mark, with] = args else { return None };
        let (ExprKind::Str(mark), ExprKind::Str(with)) =
            (&module.expr(mark.value).kind, &module.expr(with.value).kind)
        else {
            return None;
        };
        if self.last_name(func) != "replace" {
            return None;
        }
        match (&**mark, &**with) {
            ("<" | ">" | "'" | "\"" | "</", with) if with.starts_with('&') => Some(Topic::Markup),
            // A quote with a backslash before it ends no string; in markup it ends an attribute all the same.
            ("<" | ">" | "</", with) if with.starts_with('\\') => Some(Topic::Markup),
            ("..", _) | ("../", _) => Some(Topic::Path),
            ("\r" | "\n", with) if with.starts_with('%') => Some(Topic::Address),
            _ => None,
        }
    }

    /// `def fetch(url, verify=True)`: callers who say nothing are safe.
    pub(super) fn defaults(&mut self, at: FuncId) {
        let module = self.analysis.module;
        let function = module.function(at);
        for param in &function.params {
            let Some(default) = param.default else { continue };
            let name = module.name(param.name);
            let ExprKind::Bool(value) = module.expr(default).kind else {
                self.found.deferred.push((function.qualname.clone(), name.to_owned()));
                continue;
            };
            let (safe, topic) = match name {
                "verify" | "verify_ssl" | "ssl_verify" | "verify_certs" | "validate_certs"
                | "check_hostname" | "verify_tls" => (true, Topic::Transport),
                "allow_pickle" | "allow_dangerous_deserialization" | "trust_remote_code" => {
                    (false, Topic::Objects)
                }
                "weights_only" => (true, Topic::Objects),
                "autoescape" | "escape" => (true, Topic::Markup),
                _ => continue,
            };
            if value == safe {
                let shown = format!("`{}`", self.file.slice(param.span));
                let subjects = BTreeSet::from([name.to_owned()]);
                let scope = function.qualname.clone();
                let name = name.to_owned();
                self.found.all.push(Protection {
                    topic,
                    name,
                    shown,
                    span: param.span,
                    scope,
                    subjects,
                    roots: BTreeSet::new(),
                    holders: Vec::new(),
                });
            } else {
                self.found.opened.push((function.qualname.clone(), name.to_owned()));
            }
        }
    }
}

/// Methods that look for their first argument in a text.
fn is_search(name: &str) -> bool {
    matches!(
        name,
        "partition"
            | "rpartition"
            | "split"
            | "rsplit"
            | "find"
            | "rfind"
            | "index"
            | "count"
            | "removeprefix"
            | "removesuffix"
    )
}
