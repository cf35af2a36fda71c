//! The words by which one can tell, without parsing, that a rule may have something to say of a part of a file.
//!
//! Most rules declare none: the names that their matchers wait for and the sinks of their kinds are words enough.
//! Words may be too generous, never too narrow; `tests/slice.rs` compares what is found with and without them.

use super::{On, Rule, Signs};
use crate::semantic::models::{self, Trigger};
use crate::semantic::{Kind, SourceClass};
use crate::syntax::Form;

/// A string literal and where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Quoted<'a> {
    /// Its inside as written.
    pub text: &'a str,
    /// The signs in it.
    pub signs: Signs,
    /// A word of [`Words::near`] stands right before it.
    pub named: bool,
    /// A word of [`Words::any`] stands in the same part of the file.
    pub asked: bool,
    /// `in` or `not in` follows.
    pub sought: bool,
}

/// Looks at a string literal; true makes the rule look at the part of the file, whatever other words stand there.
pub type LiteralTest = fn(Quoted<'_>) -> bool;

/// Looks at the text of a part of the file that has all the words; false where the rule has nothing to say of it. The
/// names may stand for one of the words.
pub type PartTest = fn(&str, &[&str]) -> bool;

/// What must stand where for a rule to be asked at all. A word is an identifier, case and all; with a `*` at its
/// beginning or end only a part of one, in any case. A word of `any` with `=` at its end has to be given a value there,
/// or to be named in a string. Words with other signs are looked for in string literals.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// One of these stands in the statement, function or class head, instead of the names that matchers wait for.
    pub any: &'static [&'static str],
    /// One of these stands there too.
    pub near: &'static [&'static str],
    /// One of these stands somewhere in the file.
    pub file: &'static [&'static str],
    /// Or a string literal passes this.
    pub literal: Option<LiteralTest>,
    /// A part that has all these has to pass this too: of what is compared alone, where the rule waits for that. Flows are
    /// not asked.
    pub closer: Option<PartTest>,
    /// The words of `any` must be given a value there: settings.
    pub bound: bool,
    /// Or one of these stands near `==` or `!=`; only for these do `sources` matter then.
    pub compared: &'static [&'static str],
    /// The rule compares parts of the file, or misses something in it: the whole file is needed.
    pub whole: bool,
    /// In the decorators or the head line of so many routes of the file at least.
    pub parts: u8,
    /// Test code is of no interest.
    pub untested: bool,
    /// Beside the part itself only constants matter, not what it calls.
    pub alone: bool,
    /// Outside data has to get there, from sources of these classes. Flows say so themselves.
    pub sources: &'static [SourceClass],
    /// Callers matter: what they pass in decides. Always so for flows.
    pub callers: bool,
}

impl Words {
    /// The names that the rule's matchers wait for.
    pub const OWN: Self = Self {
        any: &[],
        near: &[],
        file: &[],
        literal: None,
        closer: None,
        bound: false,
        compared: &[],
        whole: false,
        parts: 1,
        untested: false,
        alone: false,
        sources: &[],
        callers: false,
    };

    /// These instead of the names that the rule's matchers wait for.
    pub const fn any(any: &'static [&'static str]) -> Self {
        Self { any, ..Self::OWN }
    }

    /// String literals that look so, instead of the names that the rule's matchers wait for.
    pub const fn literal(fits: LiteralTest) -> Self {
        Self { literal: Some(fits), ..Self::OWN }
    }

    /// Or a string literal that looks so.
    pub const fn or_literal(self, fits: LiteralTest) -> Self {
        Self { literal: Some(fits), ..self }
    }

    /// One of these in the same part of the file too.
    pub const fn near(self, near: &'static [&'static str]) -> Self {
        Self { near, ..self }
    }

    /// One of these in the file too.
    pub const fn file(self, file: &'static [&'static str]) -> Self {
        Self { file, ..self }
    }

    /// Settings: the words have to be given a value.
    pub const fn bound(self) -> Self {
        Self { bound: true, ..self }
    }

    /// Or one of these near `==` or `!=`.
    pub const fn or_compared(self, compared: &'static [&'static str]) -> Self {
        Self { compared, ..self }
    }

    /// The text of the part has to pass this too.
    pub const fn closer(self, holds: PartTest) -> Self {
        Self { closer: Some(holds), ..self }
    }

    /// The rule needs the file as a whole.
    pub const fn whole(self) -> Self {
        Self { whole: true, ..self }
    }

    /// In the decorators or the head line of so many routes of the file at least; the rule compares them.
    pub const fn in_parts(self, parts: u8) -> Self {
        Self { parts, ..self.whole() }
    }

    /// What callers pass in decides; a parameter of a function that is for everyone is enough.
    pub const fn with_callers(self) -> Self {
        Self { callers: true, ..self }
    }

    /// What callers pass in decides: it has to come from one of these.
    pub const fn from_outside(self, sources: &'static [SourceClass]) -> Self {
        Self { callers: true, sources, ..self }
    }

    /// What is said depends on nothing but this part of the file and on constants.
    pub const fn alone(self) -> Self {
        Self { alone: true, ..self }
    }

    /// The rule has nothing to say of test code.
    pub const fn untested(self) -> Self {
        Self { untested: true, ..self }
    }
}

/// What one matcher of a rule waits for.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Words of the part of the file, each with what has to be named for it to count.
    pub words: Vec<Trigger>,
    /// Or one of these near `==` or `!=`.
    pub compared: &'static [&'static str],
    /// The classes of source that data has to come from; empty for no matter.
    pub sources: &'static [SourceClass],
    /// Callers matter too: what they pass in decides.
    pub flow: bool,
    /// Callers matter only for functions that are not for everyone: a parameter of the others is source enough.
    pub asks: bool,
    /// Something has to be spread into a call there.
    pub spread: bool,
    /// Or a string literal passes the rule's test.
    pub literal: bool,
    /// The part's text has to pass this too.
    pub closer: Option<PartTest>,
}

impl Wanted {
    /// Waits for nothing yet.
    const NONE: Self = Self {
        words: Vec::new(),
        compared: &[],
        sources: &[],
        flow: false,
        asks: false,
        spread: false,
        literal: false,
        closer: None,
    };
}

/// A word as rules write it; one that ends in `=` has to be given a value, or to stand in a string by itself.
fn plain(word: &'static str) -> Trigger {
    match word.strip_suffix('=') {
        Some(word) => Trigger { word, home: None, form: Form::GIVEN },
        None => Trigger { word, home: None, form: Form::CODE },
    }
}

/// What the matchers of a rule wait for, one an entry.
pub fn wanted(rule: &Rule) -> Vec<Wanted> {
    let meta = &rule.meta.words;
    let asks_callers = meta.callers && meta.sources.is_empty();
    let of_rule = || Wanted { flow: meta.callers, asks: asks_callers, closer: meta.closer, ..Wanted::NONE };
    let mut all = Vec::new();
    if !meta.any.is_empty() || meta.literal.is_some() {
        let words = meta.any.iter().map(|word| plain(word)).collect();
        let sources = if meta.compared.is_empty() { meta.sources } else { &[] };
        let closer = meta.closer.filter(|_| meta.compared.is_empty());
        all.push(Wanted { words, sources, closer, literal: meta.literal.is_some(), ..of_rule() });
    }
    if !meta.compared.is_empty() {
        all.push(Wanted { compared: meta.compared, sources: meta.sources, ..of_rule() });
    }
    for on in rule.on {
        match on {
            On::Flow(kind, _) => all.push(Wanted {
                words: models::sink_words(*kind),
                sources: if asks(*kind) { &[] } else { strong(*kind) },
                flow: true,
                asks: asks(*kind),
                spread: *kind == Kind::Attribute,
                ..Wanted::NONE
            }),
            On::Call(names, _) if meta.any.is_empty() && meta.literal.is_none() => {
                let words = names.iter().flat_map(|name| models::trigger(name)).collect();
                all.push(Wanted { words, sources: meta.sources, ..of_rule() });
            }
            On::Import(modules, _) => {
                let words = modules.iter().flat_map(|name| models::trigger(name)).collect();
                all.push(Wanted { words, ..Wanted::NONE });
            }
            _ => {}
        }
    }
    all
}

/// Kinds for which the parameter of a public function is source enough.
pub(super) fn asks(kind: Kind) -> bool {
    matches!(kind, Kind::Sql | Kind::Command | Kind::Code | Kind::Template | Kind::Ldap | Kind::Xpath)
}

/// All classes of outside data.
pub const SOURCES: &[SourceClass] = &[
    SourceClass::Request,
    SourceClass::Network,
    SourceClass::File,
    SourceClass::Database,
    SourceClass::CommandLine,
    SourceClass::Environment,
];

/// What clients and other hosts send.
pub const CLIENTS: &[SourceClass] = &[SourceClass::Request, SourceClass::Network];

/// What comes over a network, or was put into a database by somebody.
const WEB: &[SourceClass] = &[SourceClass::Request, SourceClass::Network, SourceClass::Database];

/// The classes of source that a kind is spoken of for.
fn strong(kind: Kind) -> &'static [SourceClass] {
    match kind {
        Kind::Expose => &[SourceClass::Exception],
        Kind::Leak => &[SourceClass::Secret],
        Kind::Session | Kind::Script | Kind::NoSql | Kind::Header | Kind::Mail => &[SourceClass::Request],
        Kind::Html | Kind::Path | Kind::Redirect | Kind::Url | Kind::Regex => WEB,
        _ => SOURCES,
    }
}
