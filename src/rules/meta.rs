//! What a rule says of itself: the one source of the registry, `rules`, `explain`, the docs page, the SARIF entry,
//! the prefilter words and the example tests.

use super::context::{Call, Cx};
use super::manifest_context::ManifestCx;
use super::words::Words;
use crate::finding::{Precision, Severity, Tier};
use crate::semantic::{Hit, Kind};
use crate::syntax::{ClassId, ExprId, FuncId, StmtId};

/// A group of rules that a person would look for together; also the folder that holds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Outside data that becomes code, query, command, markup or path.
    Injection,
    /// Requests to elsewhere and the transport under them.
    Network,
    /// Data that becomes objects or files.
    Data,
    /// Hashes, ciphers, randomness, secrets.
    Cryptography,
    /// Who may do what: sessions, tokens, routes.
    Access,
    /// How an application is set up.
    Configuration,
    /// What a project installs.
    Dependencies,
    /// What leaks out.
    Disclosure,
}

impl Family {
    /// All families in the order of the documentation.
    pub const ALL: &'static [Self] = &[
        Self::Injection,
        Self::Network,
        Self::Data,
        Self::Cryptography,
        Self::Access,
        Self::Configuration,
        Self::Dependencies,
        Self::Disclosure,
    ];

    /// The word for it; the folder's name too.
    pub fn word(self) -> &'static str {
        match self {
            Self::Injection => "injection",
            Self::Network => "network",
            Self::Data => "data",
            Self::Cryptography => "cryptography",
            Self::Access => "access",
            Self::Configuration => "configuration",
            Self::Dependencies => "dependencies",
            Self::Disclosure => "disclosure",
        }
    }
}

/// A category of the OWASP Top 10:2025.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owasp {
    /// Broken Access Control (server-side request forgery included).
    A01,
    /// Security Misconfiguration.
    A02,
    /// Software Supply Chain Failures.
    A03,
    /// Cryptographic Failures.
    A04,
    /// Injection.
    A05,
    /// Insecure Design.
    A06,
    /// Authentication Failures.
    A07,
    /// Software or Data Integrity Failures.
    A08,
    /// Security Logging and Alerting Failures.
    A09,
    /// Mishandling of Exceptional Conditions.
    A10,
}

impl Owasp {
    /// Code and title: "A05:2025 Injection".
    pub fn title(self) -> &'static str {
        match self {
            Self::A01 => "A01:2025 Broken Access Control",
            Self::A02 => "A02:2025 Security Misconfiguration",
            Self::A03 => "A03:2025 Software Supply Chain Failures",
            Self::A04 => "A04:2025 Cryptographic Failures",
            Self::A05 => "A05:2025 Injection",
            Self::A06 => "A06:2025 Insecure Design",
            Self::A07 => "A07:2025 Authentication Failures",
            Self::A08 => "A08:2025 Software or Data Integrity Failures",
            Self::A09 => "A09:2025 Security Logging and Alerting Failures",
            Self::A10 => "A10:2025 Mishandling of Exceptional Conditions",
        }
    }
}

/// Code that shows a rule and tests it.
#[derive(Debug, Clone, Copy)]
pub enum Example {
    /// `bad` fires; its rewrite is `good`, letter for letter, and `good` is silent.
    Rewrite {
        /// The file's name, which a rule may care about; "app.py" in most cases.
        path: &'static str,
        /// Before.
        bad: &'static str,
        /// After.
        good: &'static str,
    },
    /// Fires, and no rewrite is offered.
    Bad {
        /// The file's name.
        path: &'static str,
        /// The code.
        code: &'static str,
    },
    /// Stays silent.
    Good {
        /// The file's name.
        path: &'static str,
        /// The code.
        code: &'static str,
    },
}

/// The facts and the prose of a rule.
#[derive(Debug, Clone, Copy)]
pub struct Meta {
    /// Kebab-case name, the only identifier; never renamed without an alias.
    pub id: &'static str,
    /// One line, no full stop: "SQL built from outside data".
    pub summary: &'static str,
    /// Its group.
    pub family: Family,
    /// CWE numbers, the most telling first.
    pub cwe: &'static [u16],
    /// OWASP Top 10:2025 category.
    pub owasp: Owasp,
    /// Severity where the finding does not choose another.
    pub severity: Severity,
    /// Precision where the finding does not choose another.
    pub precision: Precision,
    /// The best tier that its rewrite can have; [`Tier::Advice`] when it only advises.
    pub tier: Tier,
    /// Codes of bandit (`B608`) and ruff (`S608`) whose silencing marks it honours.
    pub answers: &'static [&'static str],
    /// What goes wrong and what an attacker gains: Markdown, one or two paragraphs.
    pub why: &'static str,
    /// What to do instead: Markdown; also the advice shown where there is no rewrite.
    pub instead: &'static str,
    /// Links to the libraries' own documentation, to CWE, to OWASP.
    pub references: &'static [&'static str],
    /// By which words one can tell that the rule may fire.
    pub words: Words,
    /// Bad and good code.
    pub examples: &'static [Example],
}

/// The examples of a rule. They are for readers of its page and for tests: a program that explains nothing is built
/// without them.
pub const fn examples(all: &'static [Example]) -> &'static [Example] {
    if cfg!(any(test, feature = "commands")) { all } else { &[] }
}

/// What a rule waits for, and what it does when that is met. Code that cannot run is never shown, except to
/// [`On::Function`], [`On::Class`], [`On::Statement`] and [`On::Module`].
#[derive(Clone, Copy)]
pub enum On {
    /// Outside data that reaches a sink of the kind.
    Flow(Kind, fn(&mut Cx<'_>, &Hit)),
    /// A call of one of these dotted names; `.method` fits a method of that name on any object.
    Call(&'static [&'static str], fn(&mut Cx<'_>, Call<'_>)),
    /// An import of one of these modules or of a name in them.
    Import(&'static [&'static str], fn(&mut Cx<'_>, StmtId, &str)),
    /// Any assignment: target and value. A chain `a = b = v` is shown once for each target.
    Assign(fn(&mut Cx<'_>, ExprId, ExprId)),
    /// Any constant string.
    Str(fn(&mut Cx<'_>, ExprId, &str)),
    /// Any comparison.
    Compare(fn(&mut Cx<'_>, ExprId)),
    /// Any statement.
    Statement(fn(&mut Cx<'_>, StmtId)),
    /// Each function, method and lambda, and the module's own code.
    Function(fn(&mut Cx<'_>, FuncId)),
    /// Each class.
    Class(fn(&mut Cx<'_>, ClassId)),
    /// The file as a whole, once.
    Module(fn(&mut Cx<'_>)),
    /// A file that names dependencies, once.
    Manifest(fn(&mut ManifestCx<'_>)),
}

/// A rule: what it says of itself, and what it waits for.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Facts and prose.
    pub meta: Meta,
    /// What it waits for.
    pub on: &'static [On],
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.meta.id)
    }
}

impl Rule {
    /// True for a rule that looks at files with dependencies and not at Python.
    pub fn is_of_manifests(&self) -> bool {
        self.on.iter().all(|on| matches!(on, On::Manifest(_)))
    }
}
