//! What a rule sees of a file, and how it says what it found.

use std::cell::OnceCell;
use std::sync::LazyLock;

use aho_corasick::packed::Searcher;

use crate::finding::{Edit, Precision, Severity, Tier};
use crate::semantic::far::Way;
use crate::semantic::{Analysis, Const, Hit, SourceClass, Taint, Value};
use crate::source::{SourceFile, Span};
use crate::syntax::{Arg, ArgKind, Expr, ExprId, ExprKind, FuncId, Module};

use super::{Rule, asking, cause};

/// A finding as a rule puts it; the scan adds path, scope and fingerprint.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Whose it is.
    pub rule: &'static Rule,
    /// The sink, or what is wrong.
    pub span: Span,
    /// When it differs from the rule's own.
    pub severity: Option<Severity>,
    /// When it differs from the rule's own.
    pub precision: Option<Precision>,
    /// One or two sentences; code in backticks.
    pub message: String,
    /// Steps in other files that lead here, from the source on.
    pub far: Option<Way>,
    /// Places and a few words each, from source to sink.
    pub trace: Vec<(Span, String)>,
    /// Where it comes from, when that is told of once however many places it reaches.
    pub once: Option<Span>,
    /// Where one repair mends this and what else comes of it.
    pub cause: Option<Span>,
    /// A rewrite, not proven yet.
    pub proposal: Option<Proposal>,
    /// What to do instead, where the rule's own prose is not enough.
    pub advice: Option<String>,
}

/// A rewrite that the gates have not seen yet.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// One sentence in the imperative.
    pub title: String,
    /// How far it may be trusted.
    pub tier: Tier,
    /// The replacements, imports included.
    pub edits: Vec<Edit>,
    /// For the review tier: what to check.
    pub check: Option<String>,
}

impl Draft {
    /// A finding with the rule's own severity and precision.
    pub(super) fn new(rule: &'static Rule, span: Span, message: String) -> Self {
        Self {
            rule,
            span,
            severity: None,
            precision: None,
            message,
            far: None,
            trace: Vec::new(),
            once: None,
            cause: None,
            proposal: None,
            advice: None,
        }
    }

    /// With a rewrite; `None` leaves it advice.
    #[must_use]
    pub fn propose(mut self, proposal: Option<Proposal>) -> Self {
        self.proposal = proposal;
        self
    }

    /// With a severity of its own.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// With a precision of its own.
    #[must_use]
    pub fn precision(mut self, precision: Precision) -> Self {
        self.precision = Some(precision);
        self
    }
}

/// One file in front of one rule.
pub struct Cx<'a> {
    /// The file.
    pub file: &'a SourceFile,
    /// What is known of it.
    pub analysis: &'a Analysis<'a>,
    /// The rule that is asked.
    pub rule: &'static Rule,
    /// See [`has_settings`](Self::has_settings).
    pub(super) settings: &'a OnceCell<bool>,
    pub(super) drafts: &'a mut Vec<Draft>,
}

/// A call, as rules read it.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// The call expression.
    pub id: ExprId,
    /// What is called.
    pub func: ExprId,
    /// Arguments as written.
    pub args: &'a [Arg],
    /// The parentheses with all between them.
    pub parens: Span,
    /// The dotted name; `.method` when the object's class is not known.
    pub name: &'a str,
}

impl<'a> Call<'a> {
    /// The value of the positional argument, stars not counted in.
    pub fn positional(&self, at: usize) -> Option<ExprId> {
        let before_star = self.args.iter().take_while(|arg| arg.kind != ArgKind::Star);
        before_star.filter(|arg| arg.kind == ArgKind::Positional).nth(at).map(|arg| arg.value)
    }

    /// The argument passed by that name.
    pub fn keyword(&self, module: &Module, name: &str) -> Option<&'a Arg> {
        self.args.iter().find(|arg| matches!(arg.kind, ArgKind::Keyword(key) if module.name(key) == name))
    }

    /// The argument at that position or of that name.
    pub fn argument(&self, module: &Module, at: usize, name: &str) -> Option<ExprId> {
        self.positional(at).or_else(|| self.keyword(module, name).map(|arg| arg.value))
    }

    /// True with `*args` or `**kwargs`: what is passed is not all to be seen.
    pub fn has_spread(&self) -> bool {
        self.args.iter().any(|arg| matches!(arg.kind, ArgKind::Star | ArgKind::DoubleStar))
    }
}

impl<'a> Cx<'a> {
    /// The lowered tree.
    pub fn module(&self) -> &'a Module {
        self.analysis.module
    }

    /// The expression.
    pub fn expr(&self, id: ExprId) -> &'a Expr {
        self.module().expr(id)
    }

    /// Its bytes.
    pub fn span(&self, id: ExprId) -> Span {
        self.expr(id).span
    }

    /// Its text as written.
    pub fn text(&self, id: ExprId) -> &'a str {
        self.file.slice(self.span(id))
    }

    /// What is known of its value.
    pub fn value(&self, id: ExprId) -> &'a Value {
        self.analysis.value(id)
    }

    /// Its constant string.
    pub fn str(&self, id: ExprId) -> Option<&'a str> {
        match &self.expr(id).kind {
            ExprKind::Str(text) => Some(text),
            _ => self.value(id).as_str(),
        }
    }

    /// Its constant.
    pub fn constant(&self, id: ExprId) -> Option<&'a Const> {
        self.value(id).as_const()
    }

    /// True when it is the constant `True`.
    pub fn is_true(&self, id: ExprId) -> bool {
        matches!(self.constant(id), Some(Const::Bool(true)))
    }

    /// True when it is the constant `False`.
    pub fn is_false(&self, id: ExprId) -> bool {
        matches!(self.constant(id), Some(Const::Bool(false)))
    }

    /// The dotted name that it refers to.
    pub fn dotted(&self, id: ExprId) -> Option<&'a str> {
        self.analysis.dotted(id)
    }

    /// The dotted name of the class that it is an instance of.
    pub fn class(&self, id: ExprId) -> Option<&'a str> {
        match self.value(id).class()? {
            crate::semantic::Type::Outside(name) => Some(self.analysis.names.text(name)),
            crate::semantic::Type::Local(_) => None,
        }
    }

    /// The call behind an expression, when it is one.
    pub fn call(&self, id: ExprId) -> Option<Call<'a>> {
        let ExprKind::Call { func, args, parens } = &self.expr(id).kind else { return None };
        Some(Call { id, func: *func, args, parens: *parens, name: self.callee(*func)? })
    }

    /// The name under which a callee is looked up: dotted, or its bare method name with a dot in front.
    pub fn callee(&self, func: ExprId) -> Option<&'a str> {
        self.dotted(func).or(match &self.expr(func).kind {
            ExprKind::Attr { name_span, .. } => {
                // The dot stands right before the name but for white space.
                let start = name_span.start as usize;
                let text = self.file.text();
                text[..start].ends_with('.').then(|| &text[start - 1..name_span.end as usize])
            }
            _ => None,
        })
    }

    /// True when the file's text holds this anywhere, comments and strings included: a quick look before a closer one.
    pub fn has_text(&self, text: &str) -> bool {
        memchr::memmem::find(self.file.text().as_bytes(), text.as_bytes()).is_some()
    }

    /// False when the file's text holds none of the settings that rules about whole files ask for. Few files have any,
    /// and one pass over the text is a fraction of one for each of the rules.
    pub fn has_settings(&self) -> bool {
        static WORDS: LazyLock<Option<Searcher>> = LazyLock::new(|| {
            Searcher::new(["WTF_CSRF", "SessionMiddleware", "_COOKIE_", "DEBUG", "CORS_ALLOW_CREDENTIALS"])
        });
        *self
            .settings
            .get_or_init(|| WORDS.as_ref().is_none_or(|words| words.find(self.file.text()).is_some()))
    }

    /// True for test code.
    pub fn is_test(&self) -> bool {
        self.file.path().is_test()
    }

    /// The innermost named function around a place; the module's own code outside of all.
    pub fn function_at(&self, span: Span) -> FuncId {
        self.module().function_at(span)
    }

    /// The beginning of a finding.
    pub fn draft(&self, span: Span, message: impl Into<String>) -> Draft {
        Draft {
            rule: self.rule,
            span,
            severity: None,
            precision: None,
            message: message.into(),
            far: None,
            trace: Vec::new(),
            once: None,
            cause: None,
            proposal: None,
            advice: None,
        }
    }

    /// Says it.
    pub fn report(&mut self, draft: Draft) {
        self.drafts.push(draft);
    }

    /// The strongest source that reaches a sink.
    pub fn strongest(&self, hit: &Hit) -> Option<(Taint, SourceClass)> {
        hit.taints
            .iter()
            .map(|taint| (*taint, self.analysis.origin(taint.origin).class))
            .min_by_key(|(_, class)| *class)
    }

    /// Tells the expressions whose value carries what a hit found, where a text was put together.
    pub fn tainted<'h>(&'h self, hit: &'h Hit) -> impl Fn(ExprId) -> bool + 'h {
        let kind = hit.site.kind;
        move |expr| {
            self.value(expr).taints().iter().any(|taint| {
                // A parameter stands for what callers pass; what a check has cleaned is not among the hit's own.
                let own = hit.taints.iter().any(|known| known.origin == taint.origin);
                taint.kinds.has(kind) && (own || self.analysis.origin(taint.origin).param.is_some())
            })
        }
    }

    /// The beginning of a finding from a flow: place, trace, and severity and precision by the strength of the
    /// source. `None` where the source is too weak to speak of. `what` says what happens at the sink: "runs as part
    /// of the query".
    pub fn flow(&self, hit: &Hit, what: &str) -> Option<Draft> {
        let (taint, class) = self.strongest(hit)?;
        // What tests send themselves attacks nobody.
        if self.is_test() {
            return None;
        }
        let origin = self.analysis.origin(taint.origin);
        let call = self.span(hit.site.call);
        if class == SourceClass::Parameter && !self.worth_asking(hit, origin.param.map(|(func, _)| func)) {
            return None;
        }
        if !asking::is_asked(self, hit, taint, class) {
            return None;
        }
        let mut trace: Vec<(Span, String)> =
            self.analysis.trail(taint.step).into_iter().map(|step| (step.span, step.note.clone())).collect();
        let arg = self.span(hit.site.arg);
        let (source, name) = self.named_source(&origin.note, origin.param.is_some(), &trace);
        let message = match name {
            Some(name) if self.file.slice(arg) == name => format!("{source} and {what}."),
            // The code is in the snippet; a long piece of it says nothing in a sentence.
            _ if self.file.slice(arg).chars().count() > 40 => format!("{source} and {what}."),
            _ => format!("{source}, and {}.", sentence(&self.shorten(arg), what)),
        };
        // The step says what happens there; what comes of it is in the message.
        trace.push((arg, what.split(", ").next().unwrap_or(what).to_owned()));
        let mut draft = self.draft(call, message);
        draft.trace = trace;
        draft.far = origin.way.clone();
        draft.once = asking::is_told_once(class).then_some(origin.span);
        draft.cause = cause::is_shared(hit.site.kind).then(|| cause::of(self, hit.site.arg));
        match class {
            SourceClass::Request | SourceClass::Exception | SourceClass::Secret => {}
            SourceClass::Network | SourceClass::File | SourceClass::Database => {
                draft.precision = Some(Precision::Medium.min(self.rule.meta.precision));
                draft.severity = Some(Severity::Medium.min(self.rule.meta.severity));
            }
            SourceClass::CommandLine | SourceClass::Environment | SourceClass::Parameter => {
                draft.precision = Some(Precision::Low);
                draft.severity = Some(Severity::Medium.min(self.rule.meta.severity));
            }
        }
        Some(draft)
    }

    /// A parameter of a public function is a question only for sinks that nothing harmless needs: a path or an
    /// address given by the caller is what most functions are for.
    fn worth_asking(&self, hit: &Hit, func: Option<FuncId>) -> bool {
        let dangerous = super::words::asks(hit.site.kind);
        let public = func.is_none_or(|func| {
            let function = self.module().function(func);
            !self.module().name(function.name).starts_with('_')
                || function.parent.is_some_and(|parent| parent.0 != 0)
        });
        dangerous && public && !self.is_test()
    }

    /// Where the data comes from, in words, told by the variable that it is put into at once: who reads a change
    /// looks for `name` and not for `request.args`. Also that variable, or the parameter.
    fn named_source<'t>(
        &self,
        note: &'t str,
        is_param: bool,
        trace: &'t [(Span, String)],
    ) -> (String, Option<&'t str>) {
        let mut parts = note.splitn(3, '`');
        let (Some(""), Some(read), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
            return (note.to_owned(), None);
        };
        if is_param {
            return (note.to_owned(), Some(read));
        }
        let assigned = match trace {
            [(from, _), (target, step), ..] => step
                .strip_prefix("assigned to `")
                .and_then(|name| name.strip_suffix('`'))
                .filter(|name| self.file.slice(*target) == *name)
                .filter(|_| {
                    let between = self.file.text().get(target.end as usize..from.start as usize);
                    between.is_some_and(|between| matches!(between.trim(), "=" | ":="))
                }),
            _ => None,
        };
        match assigned {
            Some(name) => (format!("`{name}`{rest}"), Some(name)),
            None => (note.to_owned(), Some(read)),
        }
    }

    /// An expression as one short line for a message.
    pub fn shorten(&self, span: Span) -> String {
        let text: String = self.file.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() <= 40 {
            return text;
        }
        let head: String = text.chars().take(39).collect();
        format!("{}…", head.trim_end())
    }
}

fn sentence(shown: &str, what: &str) -> String {
    format!("`{}` {what}", shown.replace('`', "'"))
}
