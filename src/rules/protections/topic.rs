//! The weaknesses that protections stand against, and the rules that speak of them.

use crate::semantic::models::Kind;

/// A weakness that a protection stands against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Markup put together from text.
    Markup,
    /// Names of files, members of archives.
    Path,
    /// Addresses that a browser or the program goes to.
    Address,
    /// Who may do what.
    Access,
    /// Requests that another site makes a browser send.
    Forgery,
    /// Queries.
    Query,
    /// Commands.
    Shell,
    /// Regular expressions.
    Pattern,
    /// LDAP filters and names.
    Directory,
    /// XML that brings entities along.
    Xml,
    /// Comparison of secrets.
    Timing,
    /// Secrets in what is logged.
    Secret,
    /// Objects made from bytes.
    Objects,
    /// Code, and names of what code may reach.
    Code,
    /// Members of archives.
    Archive,
    /// Who may read a file.
    Mode,
    /// Certificates of other hosts.
    Transport,
}

impl Topic {
    /// The rule that speaks of the weakness; `redirects` where the code around it sends browsers elsewhere.
    pub fn rule(self, redirects: bool) -> &'static str {
        match self {
            Self::Markup => "xss",
            Self::Path => "path-traversal",
            Self::Address if redirects => "open-redirect",
            Self::Address => "ssrf",
            Self::Access => "missing-authorization",
            Self::Forgery => "csrf-disabled",
            Self::Query => "sql-injection",
            Self::Shell => "command-injection",
            Self::Pattern => "regex-denial-of-service",
            Self::Directory => "ldap-injection",
            Self::Xml => "xml-external-entities",
            Self::Timing => "timing-comparison",
            Self::Secret => "secret-in-log",
            Self::Objects => "unsafe-deserialization",
            Self::Code => "code-injection",
            Self::Archive => "archive-extraction",
            Self::Mode => "file-permissions",
            Self::Transport => "tls-verification",
        }
    }

    /// What a protection did, as the end of a sentence.
    pub fn says(self) -> &'static str {
        match self {
            Self::Markup => "kept text from being read as markup",
            Self::Path => "kept the path inside its folder",
            Self::Address => "kept the address to those that were meant",
            Self::Access => "asked whether this is allowed",
            Self::Forgery => "turned away requests that other sites cause",
            Self::Query => "kept text from becoming part of a query",
            Self::Shell => "kept text from being read as a command or option",
            Self::Pattern => "kept text from being read as a pattern",
            Self::Directory => "kept text from becoming part of an LDAP filter or name",
            Self::Xml => "kept entities out",
            Self::Timing => "compared without telling by its time how much is right",
            Self::Secret => "covered up secrets",
            Self::Objects => "kept strange objects out",
            Self::Code => "kept strange code from running",
            Self::Archive => "kept an archive's members inside the folder",
            Self::Mode => "kept other users of the machine from reading or changing a file",
            Self::Transport => "made sure of whom the program speaks to",
        }
    }

    /// The weakness that data of a kind causes where it arrives.
    pub(super) fn of_kind(kind: Kind) -> Option<Self> {
        Some(match kind {
            Kind::Path => Self::Path,
            Kind::Archive => Self::Archive,
            Kind::Url | Kind::Redirect => Self::Address,
            Kind::Html => Self::Markup,
            Kind::Sql => Self::Query,
            Kind::Command => Self::Shell,
            Kind::Regex => Self::Pattern,
            Kind::Ldap => Self::Directory,
            Kind::Deserialize => Self::Objects,
            Kind::Code => Self::Code,
            _ => return None,
        })
    }
}
