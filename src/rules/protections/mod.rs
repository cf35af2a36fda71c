//! What protects in a file: calls that make data harmless, checks that turn it away, decorators that ask who is there.
//!
//! One side of a change knows nothing of the other; the scan holds what stood there before against what stands there now.

mod calls;
mod conditions;
mod model;
mod names;
mod topic;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub use model::{General, Protection, Protections, Reached};
pub use topic::Topic;

use crate::semantic::models::Models;
use crate::semantic::{Analysis, What};
use crate::source::{SourceFile, Span};
use crate::syntax::{
    Arg, Body, ClassId, Expr, ExprId, ExprKind, FuncId, Function, Stmt, StmtKind, each_child,
};

/// Finds what protects in a file.
pub fn protections(file: &SourceFile, analysis: &Analysis<'_>, models: &Models) -> Protections {
    let left_out = left_out(analysis);
    let (found, made_of) = (Protections::default(), BTreeMap::new());
    let mut reader = Reader { file, analysis, models, left_out, found, made_of };
    reader.makings();
    reader.calls();
    reader.statements();
    reader.helpers();
    reader.definitions();
    reader.sinks();
    crate::source::sort(&mut reader.found.all, |a, b| (&a.scope, a.span).cmp(&(&b.scope, b.span)));
    reader.found
}

/// Lines of a function that does little more than to protect.
const SMALL: u32 = 20;

struct Reader<'a> {
    file: &'a SourceFile,
    analysis: &'a Analysis<'a>,
    models: &'a Models,
    /// Functions that were not looked at, in order, with the numbers of their expressions.
    left_out: Vec<(Span, Range<usize>)>,
    found: Protections,
    /// By function and variable, the names that its value was made of.
    made_of: BTreeMap<(FuncId, String), BTreeSet<String>>,
}

/// The outer functions in which none was looked at. Who holds two sides against each other looks at the same functions on
/// both, so nothing is lost or new in the others.
fn left_out(analysis: &Analysis<'_>) -> Vec<(Span, Range<usize>)> {
    let Analysis { module, looked, .. } = analysis;
    let is_block = |function: &Function| matches!(function.body, Body::Block(_));
    let mut inner = vec![false; looked.len()];
    for at in (1..looked.len()).rev() {
        let parent = module.functions[at].parent.map_or(0, FuncId::index);
        inner[parent] |= is_block(&module.functions[at]) && (looked[at] || inner[at]);
    }
    // Expressions stand in the order of the text, and none reaches into a function or out of it.
    let number = |place: u32| module.exprs.partition_point(|expr| expr.span.start < place);
    let all = module.functions.iter().enumerate().skip(1);
    let unseen = all.filter(|(at, function)| {
        is_block(function) && function.parent == Some(FuncId(0)) && !looked[*at] && !inner[*at]
    });
    let mut found: Vec<(Span, Range<usize>)> = unseen
        .map(|(_, function)| (function.span, number(function.span.start)..number(function.span.end)))
        .collect();
    found.sort_by_key(|(span, _)| span.start);
    found
}

impl<'a> Reader<'a> {
    /// The expressions that are read, with their numbers.
    fn exprs(&self) -> Vec<(ExprId, &'a Expr)> {
        let all = &self.analysis.module.exprs;
        let mut read = Vec::with_capacity(all.len());
        let mut start = 0;
        for (_, left_out) in self.left_out.iter().chain([&(Span::empty(0), all.len()..all.len())]) {
            read.extend((start..left_out.start).map(|at| (ExprId(at as u32), &all[at])));
            start = left_out.end.max(start);
        }
        read
    }

    /// The statements that are read.
    fn stmts(&self) -> Vec<&'a Stmt> {
        let is_read = |stmt: &&Stmt| {
            let after = self.left_out.partition_point(|(span, _)| span.start <= stmt.span.start);
            after == 0 || !self.left_out[after - 1].0.contains(stmt.span)
        };
        self.analysis.module.stmts.iter().filter(is_read).collect()
    }
}

impl Reader<'_> {
    fn scope(&self, span: Span) -> String {
        let module = self.analysis.module;
        module.function(module.function_at(span)).qualname.clone()
    }

    /// The last name of what is called.
    fn last_name(&self, func: ExprId) -> &str {
        let module = self.analysis.module;
        match &module.expr(func).kind {
            ExprKind::Name(name) | ExprKind::Attr { name, .. } => module.name(*name),
            _ => "",
        }
    }

    /// The names in arguments of which only an attribute is handed on: `options` in `check(options.folder)`. A part of an
    /// address stands for all of it.
    fn holders(&self, args: &[Arg]) -> Vec<String> {
        let module = self.analysis.module;
        let (mut plain, mut held) = (Vec::new(), Vec::new());
        let mut queue: Vec<(ExprId, bool)> = args.iter().map(|arg| (arg.value, false)).collect();
        while let Some((id, is_holder)) = queue.pop() {
            let kind = &module.expr(id).kind;
            if let ExprKind::Name(name) | ExprKind::Attr { name, .. } = kind {
                let names = if is_holder { &mut held } else { &mut plain };
                names.push(module.name(*name).to_owned());
            }
            match kind {
                ExprKind::Attr { base, name, .. } => {
                    queue.push((*base, !conditions::is_part_of_address(module.name(*name))));
                }
                // A method sees all of its object.
                ExprKind::Call { func, args, .. } => {
                    if let ExprKind::Attr { base, .. } = module.expr(*func).kind {
                        queue.push((base, false));
                    }
                    queue.extend(args.iter().map(|arg| (arg.value, false)));
                }
                kind => each_child(kind, &mut |child| queue.push((child, false))),
            }
        }
        held.retain(|name| !plain.contains(name));
        held
    }

    fn note(&mut self, topic: Topic, name: String, shown: String, span: Span, subjects: BTreeSet<String>) {
        let func = self.analysis.module.function_at(span);
        let made = |subject: &String| self.made_of.get(&(func, subject.clone()));
        let roots = subjects.iter().filter_map(made).flatten().cloned().collect();
        let scope = self.scope(span);
        let holders = Vec::new();
        self.found.all.push(Protection { topic, name, shown, span, scope, subjects, roots, holders });
    }

    /// Variables and attributes that an expression reads, called functions left out.
    fn names_in(&self, id: ExprId, names: &mut BTreeSet<String>) {
        let module = self.analysis.module;
        let mut queue = vec![id];
        while let Some(id) = queue.pop() {
            match &module.expr(id).kind {
                ExprKind::Name(name) => {
                    let name = module.name(*name);
                    if !matches!(name, "self" | "cls" | "os" | "str") {
                        names.insert(name.to_owned());
                    }
                }
                ExprKind::Attr { base, name, .. } => {
                    names.insert(module.name(*name).to_owned());
                    if self.analysis.dotted(*base).is_none() {
                        queue.push(*base);
                    }
                }
                ExprKind::Call { func, args, .. } => {
                    if let ExprKind::Attr { base, .. } = &module.expr(*func).kind
                        && self.analysis.dotted(*base).is_none()
                    {
                        queue.push(*base);
                    }
                    queue.extend(args.iter().map(|arg| arg.value));
                }
                kind => each_child(kind, &mut |child| queue.push(child)),
            }
        }
    }

    /// What variables are made of: assigned values, what loops go through.
    fn makings(&mut self) {
        let module = self.analysis.module;
        for stmt in self.stmts() {
            let (targets, value) = match &stmt.kind {
                StmtKind::Assign { targets, value } => (&targets[..], *value),
                StmtKind::For { target, iter, .. } => (std::slice::from_ref(target), *iter),
                _ => continue,
            };
            let func = module.function_at(module.expr(value).span);
            let (mut made, mut from) = (BTreeSet::new(), BTreeSet::new());
            for target in targets {
                match &module.expr(*target).kind {
                    // The object is made of what it was made of before.
                    ExprKind::Attr { name, .. } => _ = made.insert(module.name(*name).to_owned()),
                    _ => self.names_in(*target, &mut made),
                }
            }
            self.names_in(value, &mut from);
            from.extend(conditions::parts_of_addresses(self.analysis, value).map(str::to_owned));
            for name in made {
                self.made_of.entry((func, name)).or_default().extend(from.iter().cloned());
            }
        }
    }

    /// Of what was noted last.
    fn note_holders(&mut self, args: &[Arg]) {
        let holders = self.holders(args);
        if let Some(last) = self.found.all.last_mut() {
            last.holders = holders;
        }
    }

    fn statements(&mut self) {
        let module = self.analysis.module;
        for stmt in self.stmts() {
            if let StmtKind::Assign { targets, value } = &stmt.kind {
                self.denied(targets, *value);
            }
            let (test, body, orelse) = match &stmt.kind {
                StmtKind::If { test, body, orelse } => (*test, &body[..], !orelse.is_empty()),
                StmtKind::Assert { test, .. } => (*test, &[][..], true),
                _ => continue,
            };
            let leaves = conditions::leaves(self.analysis, body);
            if !leaves && !orelse && !conditions::decides(self.analysis, body) {
                continue;
            }
            let denies = conditions::denies(self.analysis, body);
            let parts = if denies {
                conditions::alternatives(self.analysis, test)
            } else {
                conditions::parts(self.analysis, test)
            };
            if matches!(body.last().map(|id| &module.stmt(*id).kind), Some(StmtKind::Raise { .. })) {
                conditions::parts(self.analysis, test).iter().for_each(|part| self.matched(*part));
            }
            let told: Vec<Option<Topic>> = parts.iter().map(|part| self.topic(*part)).collect();
            let by_answer = leaves.then(|| conditions::answer(self.file, self.analysis, body)).flatten();
            let own = self.own_topic(stmt.span).filter(|_| leaves);
            // Where no part of the condition says what it is about, all parts are about what the answer says, or the
            // function around.
            let of_all = if told.iter().all(Option::is_none) { by_answer.or(own) } else { own };
            for (part, told) in parts.iter().zip(told) {
                let Some(topic) = told.or(of_all).filter(|_| !self.asks_for_attribute(*part)) else {
                    continue;
                };
                if topic == Topic::Path && conditions::sorts(self.file, self.analysis, *part, body) {
                    continue;
                }
                let mut subjects = BTreeSet::new();
                self.names_in(*part, &mut subjects);
                let span = module.expr(*part).span;
                let text: String = self.file.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
                let short = text.chars().count() <= 60;
                let shown = if short {
                    format!("the check `{}`", text.replace('`', "'"))
                } else {
                    "a check".to_owned()
                };
                self.note(topic, "check".to_owned(), shown, span, subjects);
            }
        }
    }

    /// `hasattr(request, "user")` asks what an object has, and nothing of it.
    fn asks_for_attribute(&self, part: ExprId) -> bool {
        matches!(&self.analysis.module.expr(part).kind, ExprKind::Call { func, .. } if self.last_name(*func) == "hasattr")
    }

    /// What a part of a condition asks about; `scheme` where that was taken from an address is as good as `address.scheme`.
    fn topic(&self, part: ExprId) -> Option<Topic> {
        let module = self.analysis.module;
        conditions::topic(self.file, self.analysis, part).or_else(|| {
            let ExprKind::Compare { left, .. } = &module.expr(part).kind else { return None };
            let ExprKind::Name(name) = module.expr(*left).kind else { return None };
            let func = module.function_at(module.expr(part).span);
            let made = self.made_of.get(&(func, module.name(name).to_owned()))?;
            made.iter().any(|name| conditions::is_part_of_address(name)).then_some(Topic::Address)
        })
    }

    /// `if not NAME.fullmatch(column): raise ValueError`: text of another form is refused.
    fn matched(&mut self, part: ExprId) {
        let module = self.analysis.module;
        let ExprKind::Call { func, args, .. } = &module.expr(part).kind else { return };
        let name = self.last_name(*func).to_owned();
        if !matches!(name.as_str(), "match" | "fullmatch" | "search") {
            return;
        }
        let mut subjects = BTreeSet::new();
        args.iter().for_each(|arg| self.names_in(arg.value, &mut subjects));
        let span = module.expr(part).span;
        let shown = format!("the check `{}`", self.file.slice(span).replace('`', "'"));
        let (scope, checks) = (self.scope(span), !subjects.is_empty() && span.len() <= 80);
        self.found.general.push(General { name, shown, span, scope, subjects, checks });
    }

    /// `BLOCKED_HOSTS = {"localhost", "169.254.169.254"}`
    fn denied(&mut self, targets: &[ExprId], value: ExprId) {
        let module = self.analysis.module;
        let [target] = targets else { return };
        let name = self.last_name(*target).to_owned();
        let mut value = value;
        if let ExprKind::Call { args, .. } = &module.expr(value).kind
            && let [only] = &args[..]
        {
            value = only.value;
        }
        let items: Vec<ExprId> = match &module.expr(value).kind {
            ExprKind::Tuple(items) | ExprKind::List(items) | ExprKind::Set(items) => items.clone(),
            ExprKind::Dict(items) => items.iter().filter_map(|(key, _)| *key).collect(),
            _ => return,
        };
        let Some(topic) = names::of_denied(&name) else { return };
        for item in items {
            let span = module.expr(item).span;
            if matches!(module.expr(item).kind, ExprKind::Str(_)) && span.len() <= 60 {
                let shown = format!("`{}` in `{name}`", self.file.slice(span).replace('`', "'"));
                self.note(topic, "entry".to_owned(), shown, span, BTreeSet::from([name.clone()]));
            }
        }
    }

    /// What the function around a place is a check of, by its name.
    fn own_topic(&self, span: Span) -> Option<Topic> {
        let module = self.analysis.module;
        let name = module.name(module.function(module.function_at(span)).name);
        names::is_check(name).then(|| names::of_name(name))?.map(|(topic, _)| topic)
    }

    /// Calls of small functions of the file that protect inside, whatever they are called.
    fn helpers(&mut self) {
        let module = self.analysis.module;
        let mut holders: BTreeMap<&str, BTreeSet<Topic>> = BTreeMap::new();
        for held in self.found.all.iter().filter(|held| !matches!(held.topic, Topic::Access | Topic::Mode)) {
            holders.entry(&held.scope).or_default().insert(held.topic);
        }
        let mut calls = Vec::new();
        for (_, expr) in self.exprs() {
            let ExprKind::Call { func, args, .. } = &expr.kind else { continue };
            let What::Function(target, _) = self.analysis.value(*func).refers() else { continue };
            let function = module.function(*target);
            let (first, last) = self.file.line_range(function.span);
            let Some(topics) = holders.get(function.qualname.as_str()).filter(|_| last - first < SMALL)
            else {
                continue;
            };
            let name = module.name(function.name);
            let told = names::of_name(name).map(|(topic, _)| topic);
            let mut subjects = BTreeSet::new();
            args.iter().for_each(|arg| self.names_in(arg.value, &mut subjects));
            if !subjects.is_empty() {
                let untold = topics.iter().filter(|topic| Some(**topic) != told);
                calls
                    .extend(untold.map(|topic| (*topic, name.to_owned(), expr.span, subjects.clone(), args)));
            }
        }
        for (topic, name, span, subjects, args) in calls {
            let shown = format!("`{name}`");
            self.note(topic, name, shown, span, subjects);
            self.note_holders(args);
        }
    }

    /// Decorators and defaults of functions, bases of classes.
    fn definitions(&mut self) {
        let module = self.analysis.module;
        for at in 1..module.functions.len() {
            let function = module.function(FuncId(at as u32));
            for decorator in &function.decorators {
                self.definition(*decorator, &function.qualname);
            }
            self.defaults(FuncId(at as u32));
        }
        for at in 0..module.classes.len() {
            let class = module.class(ClassId(at as u32));
            for base in &class.bases {
                let name = self.last_name(base.value).to_owned();
                self.found.bases.insert((class.qualname.clone(), name));
                self.definition(base.value, &class.qualname);
            }
        }
    }

    fn definition(&mut self, id: ExprId, scope: &str) {
        let module = self.analysis.module;
        let func = match &module.expr(id).kind {
            ExprKind::Call { func, .. } => *func,
            _ => id,
        };
        let name = self.last_name(func).to_owned();
        let Some(topic) = names::of_decorator(&name) else { return };
        self.found.all.push(Protection {
            topic,
            shown: format!("`{name}`"),
            name,
            span: module.expr(id).span,
            scope: scope.to_owned(),
            subjects: BTreeSet::new(),
            roots: BTreeSet::new(),
            holders: Vec::new(),
        });
    }

    /// Where data arrives that nothing known has made harmless, the parameters of functions with it.
    fn sinks(&mut self) {
        let module = self.analysis.module;
        for hit in &self.analysis.facts.hits {
            let Some(topic) = Topic::of_kind(hit.site.kind) else { continue };
            let mut names = BTreeSet::new();
            self.names_in(hit.site.arg, &mut names);
            for taint in &hit.taints {
                if let Some((func, at)) = self.analysis.origin(taint.origin).param
                    && let Some(param) = module.function(func).params.get(at as usize)
                {
                    names.insert(module.name(param.name).to_owned());
                }
            }
            let scope = self.scope(module.expr(hit.site.call).span);
            self.found.reached.push(Reached { topic, scope, names });
        }
    }
}
