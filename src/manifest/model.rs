//! The model: a dependency as a row of some file, and what the file says besides.

use super::Format;
use crate::source::{RepoPath, Span};

/// How a version requirement is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// PEP 440: `>=1.2,<2`.
    #[default]
    Pep440,
    /// Poetry: `^1.2`, `~1.2`, a bare `1.2` is exact.
    Poetry,
    /// Conda: `=1.2` is any 1.2, `==1.2` is exact.
    Conda,
}

/// A version control system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vcs {
    /// git
    Git,
    /// Mercurial
    Hg,
    /// Subversion
    Svn,
    /// Bazaar
    Bzr,
}

impl Vcs {
    /// The word before the plus sign in a URL.
    pub fn word(self) -> &'static str {
        match self {
            Self::Git => "git",
            Self::Hg => "hg",
            Self::Svn => "svn",
            Self::Bzr => "bzr",
        }
    }
}

/// Where a package comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Source {
    /// An index: the default one, or the one of this name or address.
    #[default]
    Default,
    /// The index of this name or address.
    Index(String),
    /// A repository; the revision is what stands behind the `@`, or in a key of its own.
    Vcs {
        /// Which system.
        vcs: Vcs,
        /// Address without the `git+` and without the revision.
        url: String,
        /// Branch, tag or commit.
        revision: Option<String>,
    },
    /// An archive at an address.
    Url(String),
    /// A file or folder.
    Path(String),
}

impl Source {
    /// One word for the kind: "index", "vcs", "url", "path".
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Default | Self::Index(_) => "index",
            Self::Vcs { .. } => "vcs",
            Self::Url(_) => "url",
            Self::Path(_) => "path",
        }
    }

    /// The address, name or path, where there is one.
    pub fn location(&self) -> Option<&str> {
        match self {
            Self::Default => None,
            Self::Index(text) | Self::Url(text) | Self::Path(text) | Self::Vcs { url: text, .. } => {
                Some(text)
            }
        }
    }

    /// True for what comes from an index.
    pub fn is_index(&self) -> bool {
        matches!(self, Self::Default | Self::Index(_))
    }
}

/// Bytes of the parts of a row that an edit may want; empty spans where a part is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Parts {
    /// The name.
    pub name: Span,
    /// The version requirement, without quotes. `None` where it is not written as one text.
    pub specifier: Option<Span>,
    /// From the first hash option to the end of the last, blanks and continuations before it included.
    pub hashes: Option<Span>,
    /// The address.
    pub url: Option<Span>,
}

/// One dependency in one place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dependency {
    /// The name as written; empty where the row has none, as `-e .`.
    pub raw_name: String,
    /// The name as PEP 503 normalises it.
    pub name: String,
    /// Extras as written.
    pub extras: Vec<String>,
    /// The version requirement as written, outer blanks cut; empty for none.
    pub specifier: String,
    /// How the requirement is written.
    pub dialect: Dialect,
    /// The exact version, when the row pins one or is a lock entry.
    pub version: Option<String>,
    /// The environment marker as written.
    pub marker: Option<String>,
    /// Hashes as `sha256:…`.
    pub hashes: Vec<String>,
    /// Where it comes from.
    pub source: Source,
    /// Extras, dependency groups, environments, sessions that it belongs to, in the file's words.
    pub groups: Vec<String>,
    /// Asked for by the project itself.
    pub direct: bool,
    /// An entry of a lock file.
    pub locked: bool,
    /// Installed in place (`-e`).
    pub editable: bool,
    /// Only limits versions; installs nothing.
    pub constraint: bool,
    /// For a lock entry that is not direct: the direct dependency that brought it in, and the way from there.
    pub via: Vec<String>,
    /// Normalised names that a lock entry asks for itself.
    pub requires: Vec<String>,
    /// The whole row.
    pub span: Span,
    /// Its parts.
    pub parts: Parts,
}

/// An option that decides where packages come from, or how they are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionKind {
    /// `--index-url`: in place of PyPI.
    Index,
    /// `--extra-index-url`: beside the index.
    ExtraIndex,
    /// `--find-links`
    FindLinks,
    /// `--trusted-host`
    TrustedHost,
    /// `--require-hashes`
    RequireHashes,
    /// `--pre`
    Pre,
    /// `--no-index`
    NoIndex,
    /// An index that only the packages use that name it.
    ExplicitIndex,
}

/// One such option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PipOption {
    /// Which.
    pub kind: OptionKind,
    /// Its value; empty for a switch.
    pub value: String,
    /// The whole option.
    pub span: Span,
    /// The value.
    pub value_span: Span,
}

/// Another file that is read with this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Include {
    /// As written.
    pub path: String,
    /// `-c`
    pub constraint: bool,
    /// Where it is asked for.
    pub span: Span,
}

/// What is notable about an install command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flag {
    /// `sudo pip`
    Sudo,
    /// `--break-system-packages`
    BreakSystemPackages,
    /// The system's own Python, by `--system` or by its path.
    System,
    /// What is installed is the value of a variable: its text.
    Variable(String),
}

/// A command that installs packages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Install {
    /// `pip`, `uv`, `pipx`
    pub program: &'static str,
    /// What is notable, and where.
    pub flags: Vec<(Flag, Span)>,
    /// The whole command.
    pub span: Span,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where.
    pub span: Span,
    /// One sentence without a full stop. Text of the file stands in backticks.
    pub text: String,
}

/// All that one file says of dependencies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The file.
    pub path: RepoPath,
    /// Its format.
    pub format: Format,
    /// Its dependencies in the order of the file.
    pub rows: Vec<Dependency>,
    /// Options about indexes and checks.
    pub options: Vec<PipOption>,
    /// Files that it includes.
    pub includes: Vec<Include>,
    /// Install commands in it.
    pub installs: Vec<Install>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The normalised name of the project itself, where the file says it.
    pub project: Option<String>,
    /// Names, normalised, that only name an index of the file which no other package uses.
    pub explicit: Vec<String>,
}

impl Manifest {
    pub(super) fn new(path: RepoPath, format: Format) -> Self {
        Self {
            path,
            format,
            rows: Vec::new(),
            options: Vec::new(),
            includes: Vec::new(),
            installs: Vec::new(),
            problems: Vec::new(),
            project: None,
            explicit: Vec::new(),
        }
    }

    pub(super) fn problem(&mut self, span: Span, text: impl Into<String>) {
        // A file of nothing but faults says so often enough with these.
        const MAX: usize = 100;
        if self.problems.len() < MAX {
            self.problems.push(Problem { span, text: text.into() });
        }
    }
}
