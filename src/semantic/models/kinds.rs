//! Kinds of weakness that data can cause, and kinds of source.

use std::ops::{BitAnd, BitOr, Not};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $word:literal),+ $(,)?) => {
        /// A weakness that data can cause where it arrives.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($(#[$doc])* $name),+ }
        impl Kind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
            /// The word for it in the configuration.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }
        }
    };
}
kinds! {
    /// Part of an SQL text.
    Sql "sql",
    /// Part of a command line that a shell reads, or the program that is run.
    Command "command",
    /// Python code.
    Code "code",
    /// The text of a template.
    Template "template",
    /// Markup.
    Html "html",
    /// A file's name.
    Path "path",
    /// The address of a request made by the program.
    Url "url",
    /// The address that a browser is sent to.
    Redirect "redirect",
    /// An LDAP filter or name.
    Ldap "ldap",
    /// An XPath expression.
    Xpath "xpath",
    /// Bytes that become objects.
    Deserialize "deserialize",
    /// YAML that becomes objects.
    Yaml "yaml",
    /// XML.
    Xml "xml",
    /// A regular expression.
    Regex "regex",
    /// An archive's members.
    Archive "archive",
    /// A response header.
    Header "header",
    /// A NoSQL query.
    NoSql "nosql",
    /// A log line.
    Log "log",
    /// Details of an error, shown to a client.
    Expose "expose",
    /// A secret, written where it is kept.
    Leak "leak",
    /// Key of an attribute, setting or session that outside data chooses.
    Attribute "attribute",
    /// Mail headers and recipients.
    Mail "mail",
    /// Text that a shell-less program takes as an option.
    Option "option",
    /// The key of an entry of a session.
    Session "session",
    /// JavaScript that a database runs, and names in its queries.
    Script "script",
}

/// A set of [`Kind`]s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Kinds(pub u32);

impl Kinds {
    /// No kind.
    pub const NONE: Self = Self(0);
    /// All kinds that outside data can cause: all but those that secrets and errors cause.
    pub const OUTSIDE: Self = Self(Self::CLAIMED.0 & !(1 << Kind::Expose as u32 | 1 << Kind::Leak as u32));
    /// Everything.
    pub const ALL: Self = Self(u32::MAX);

    /// [`Kind::Path`] for what was made absolute before: the check of a function that leaves that to its callers.
    pub const BELOW: Self = Self(1 << 31);

    /// No weakness but a mark: an HTML escape went over it, which holds in a page's text and in quoted attributes.
    pub const ESCAPED: Self = Self(1 << 30);
    /// The same of an escape that leaves quotes: it holds in a page's text only.
    pub const UNQUOTED: Self = Self(1 << 29);
    /// It may hold slashes, as all data may until they are taken out.
    pub const SLASHES: Self = Self(1 << 28);
    /// It may be of any length, as all data may until that is looked at.
    pub const LONG: Self = Self(1 << 27);
    /// Everything but marks that only functions give.
    const CLAIMED: Self = Self(!(Self::ESCAPED.0 | Self::UNQUOTED.0));

    /// A set of these.
    pub const fn of(kinds: &[Kind]) -> Self {
        let mut bits = 0;
        let mut next = 0;
        while next < kinds.len() {
            bits |= 1 << kinds[next] as u32;
            next += 1;
        }
        Self(bits)
    }

    /// True when the kind is in the set.
    pub const fn has(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u32) != 0
    }

    /// True for the empty set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Everything but these.
    pub const fn except(kinds: &[Kind]) -> Self {
        Self(!Self::of(kinds).0)
    }
}

impl BitOr for Kinds {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitAnd for Kinds {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl Not for Kinds {
    type Output = Self;
    fn not(self) -> Self {
        Self(!self.0)
    }
}

/// Where data comes from: how far it is in an attacker's hand, strongest first; then data that matters for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceClass {
    /// A web request, or a message from a client.
    Request,
    /// What another host answered.
    Network,
    /// A file's content.
    File,
    /// What a database holds.
    Database,
    /// The command line, standard input: whoever runs the program.
    CommandLine,
    /// The environment.
    Environment,
    /// A parameter of a function that anyone may call.
    Parameter,
    /// An exception that was caught.
    Exception,
    /// A password, key or token.
    Secret,
}

impl SourceClass {
    /// What data of this class can cause.
    pub const fn kinds(self) -> Kinds {
        match self {
            Self::Exception => Kinds::of(&[Kind::Expose]),
            Self::Secret => Kinds::of(&[Kind::Leak]),
            Self::Parameter => Kinds::CLAIMED,
            _ => Kinds::OUTSIDE,
        }
    }

    /// In an attacker's hand without further conditions.
    pub const fn is_strong(self) -> bool {
        matches!(self, Self::Request | Self::Network | Self::Exception | Self::Secret)
    }
}
