//! What goes on in the functions and classes of the new side.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::rules::{Protection, Topic};
use crate::source::Span;
use crate::syntax::{ArgKind, ExprId, ExprKind, Module, StmtKind, each_child};

/// Parts of names under which something is left out.
const DROPPING: &[&str] = &["exclude", "pop", "omit", "discard"];

/// Names of which one is called where XML is read.
const READS_XML: &[&str] =
    &["parse", "fromstring", "iterparse", "parseString", "XML", "XMLParser", "fromstringlist", "read"];

/// A function or class of the new side.
pub(super) struct Place<'m> {
    pub(super) span: Span,
    pub(super) uses: BTreeSet<&'m str>,
    /// What is used otherwise than to read an attribute of it.
    whole: BTreeSet<&'m str>,
    pub(super) redirects: bool,
    pub(super) queries: bool,
    /// Its statements, but for texts alone.
    pub(super) statements: usize,
    /// It does no more than to answer one thing.
    pub(super) fixed: bool,
}

impl Place<'_> {
    /// The code goes on with what was looked at; who may do what is asked of all that follows.
    pub(super) fn still_uses(&self, one: &Protection) -> bool {
        if one.topic == Topic::Xml && one.subjects.is_empty() && one.name != "monkey_patch" {
            return READS_XML.iter().any(|name| self.uses.contains(name));
        }
        let of_all = matches!(one.topic, Topic::Access | Topic::Forgery) || one.subjects.is_empty();
        of_all || one.subjects.iter().chain(&one.roots).any(|name| self.uses(one, name))
    }

    /// The code goes on with what is called so; where one attribute of it was looked at, not only with another one.
    pub(super) fn uses(&self, one: &Protection, name: &str) -> bool {
        self.uses.contains(name)
            && (!one.holders.iter().any(|holder| holder == name) || self.whole.contains(name))
    }
}

/// Functions and classes of the new side by dotted name.
pub(super) struct Here<'m> {
    module: &'m Module,
    pub(super) scopes: FxHashMap<&'m str, Place<'m>>,
    /// Something in the file asks other hosts.
    pub(super) fetches: bool,
}

impl<'m> Here<'m> {
    pub(super) fn new(module: &'m Module) -> Self {
        let mut here = Self { module, scopes: FxHashMap::default(), fetches: false };
        let place = |span| Place {
            span,
            uses: BTreeSet::new(),
            whole: BTreeSet::new(),
            redirects: false,
            queries: false,
            statements: 0,
            fixed: false,
        };
        for class in &module.classes {
            here.scopes.entry(&class.qualname).or_insert_with(|| place(class.span));
        }
        for function in &module.functions {
            here.scopes.entry(&function.qualname).or_insert_with(|| place(function.span));
        }
        let mut only_held = vec![false; module.exprs.len()];
        for expr in &module.exprs {
            match &expr.kind {
                ExprKind::Attr { base, .. } => only_held[base.index()] = true,
                ExprKind::Call { func, .. } => {
                    if let ExprKind::Attr { base, .. } = module.expr(*func).kind {
                        only_held[base.index()] = false;
                    }
                }
                _ => {}
            }
        }
        for (expr, held) in module.exprs.iter().zip(only_held) {
            let (ExprKind::Name(name) | ExprKind::Attr { name, .. }) = &expr.kind else { continue };
            let name = module.name(*name);
            // The module is no variable called `path`.
            if let ExprKind::Attr { base, .. } = &expr.kind
                && name == "path"
                && matches!(module.expr(*base).kind, ExprKind::Name(base) if module.name(base) == "os")
            {
                continue;
            }
            here.fetches |= matches!(
                name,
                "requests" | "httpx" | "urlopen" | "aiohttp" | "urllib3" | "fetch" | "http_client"
            );
            let scope = &module.function(module.function_at(expr.span)).qualname;
            if let Some(place) = here.scopes.get_mut(scope.as_str()) {
                let lower = name.to_ascii_lowercase();
                place.redirects |= lower.contains("redirect");
                place.queries |= lower == "sql" || lower.ends_with("_sql") || lower.starts_with("sql_");
                place.uses.insert(name);
                if !held {
                    place.whole.insert(name);
                }
            }
        }
        for stmt in &module.stmts {
            let text = |id: ExprId| matches!(module.expr(id).kind, ExprKind::Str(_));
            let fixed = match &stmt.kind {
                StmtKind::Function(_) | StmtKind::Class(_) => continue,
                StmtKind::Expr(id) if text(*id) => continue,
                StmtKind::Return(value) => value.is_none_or(|value| is_fixed(module, value)),
                StmtKind::Raise { exc, .. } => exc.is_none_or(|exc| is_fixed(module, exc)),
                StmtKind::Pass => true,
                _ => false,
            };
            let scope = &module.function(module.function_at(stmt.span)).qualname;
            if let Some(place) = here.scopes.get_mut(scope.as_str()) {
                place.statements += 1;
                place.fixed = fixed && place.statements == 1;
            }
        }
        for function in &module.functions {
            if let Some(place) = here.scopes.get_mut(function.qualname.as_str()) {
                let lower = function.qualname.to_ascii_lowercase();
                place.redirects |= lower.contains("redirect");
                place.queries |= lower == "as_sql" || lower.ends_with("_sql") || lower.ends_with(".as_sql");
            }
        }
        here
    }

    /// The expressions inside a place. What comments and texts say of them is not among these.
    pub(super) fn expressions(&self, place: Span) -> impl Iterator<Item = Span> {
        self.module.exprs.iter().map(|expr| expr.span).filter(move |span| place.contains(*span))
    }

    /// The names that code inside a place drops, with where they stand: `form.pop("name")`, `dict(exclude={"name"})`.
    pub(super) fn dropped(&self, place: Span) -> impl Iterator<Item = (&'m str, Span)> {
        let module = self.module;
        let drops = |name: &str| DROPPING.iter().any(|word| name.contains(word));
        let named = |id: ExprId| match &module.expr(id).kind {
            ExprKind::Name(name) | ExprKind::Attr { name, .. } => drops(module.name(*name)),
            _ => false,
        };
        let mut queue: Vec<ExprId> = Vec::new();
        for expr in module.exprs.iter().filter(|expr| place.contains(expr.span)) {
            let ExprKind::Call { func, args, .. } = &expr.kind else { continue };
            let by_name =
                |kind: &ArgKind| matches!(kind, ArgKind::Keyword(name) if drops(module.name(*name)));
            let all = named(*func);
            queue.extend(args.iter().filter(|arg| all || by_name(&arg.kind)).map(|arg| arg.value));
        }
        for stmt in module.stmts.iter().filter(|stmt| place.contains(stmt.span)) {
            match &stmt.kind {
                StmtKind::Delete(targets) => queue.extend(targets),
                StmtKind::Assign { targets, value } if targets.iter().any(|target| named(*target)) => {
                    queue.push(*value);
                }
                _ => {}
            }
        }
        let mut found = Vec::new();
        while let Some(id) = queue.pop() {
            if let ExprKind::Str(text) = &module.expr(id).kind {
                found.push((&**text, module.expr(id).span));
            }
            each_child(&module.expr(id).kind, &mut |child| queue.push(child));
        }
        found.into_iter()
    }
}

/// `None`, `"text"`, `HttpResponseBadRequest("not any more")`
fn is_fixed(module: &Module, id: ExprId) -> bool {
    let plain = |id: ExprId| {
        matches!(
            module.expr(id).kind,
            ExprKind::Str(_) | ExprKind::Int(_) | ExprKind::Bool(_) | ExprKind::None | ExprKind::Name(_)
        )
    };
    match &module.expr(id).kind {
        ExprKind::Call { func, args, .. } => {
            let simple = matches!(module.expr(*func).kind, ExprKind::Name(_));
            simple
                && args
                    .iter()
                    .all(|arg| plain(arg.value) && !matches!(module.expr(arg.value).kind, ExprKind::Name(_)))
        }
        _ => plain(id),
    }
}
