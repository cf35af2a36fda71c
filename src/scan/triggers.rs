//! The words of all active rules, made ready for looking them up in an outline.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::FxHashMap;

use super::finder::Finder;
use crate::rules::{self, LiteralTest, On, PartTest, Rule, Signs, Words};
use crate::semantic::SourceClass;
use crate::semantic::models::{self, Home, SourceWord, Trigger};
use crate::syntax::Form;

/// A rule has about so many words of its own.
const WORDS_EACH: usize = 20;

/// A set of matchers, one bit each.
pub(super) type Set = u128;

/// A set of packages and classes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Homes([u64; 8]);

impl Homes {
    const MAX: usize = 512;

    pub(super) fn add(&mut self, number: u16) {
        self.0[number as usize / 64] |= 1 << (number % 64);
    }

    pub(super) fn has(&self, number: u16) -> bool {
        self.0[number as usize / 64] & (1 << (number % 64)) != 0
    }

    pub(super) fn join(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(own, other)| *own |= other);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|bits| *bits == 0)
    }
}

/// What a word means to the matchers.
#[derive(Debug, Clone, Default)]
pub(super) struct Meaning {
    /// Matchers that it triggers, each with what has to be named too.
    pub(super) any: Vec<(Set, Where, Form)>,
    /// Matchers whose second condition it meets in its part of the file.
    pub(super) near: Set,
    /// Matchers whose condition on the file it meets.
    pub(super) file: Set,
    /// Packages and classes that it names.
    pub(super) homes: Homes,
    /// It names a class, or what gives an object of one.
    pub(super) is_class: bool,
    /// Matchers that it triggers near a comparison.
    pub(super) compared: Set,
    /// Matchers whose data it may bring in.
    pub(super) sources: Vec<Source>,
    /// It stands for a request.
    pub(super) is_request: bool,
    /// It is something that is taken out of a request.
    pub(super) is_item: bool,
    /// It holds what a view was given with its address.
    pub(super) is_given: bool,
    /// It is the keyword that catches exceptions: one that gets no name brings nothing in.
    pub(super) is_except: bool,
    /// It is one of [`models::ROUTES`].
    pub(super) is_route: bool,
    /// Of `any`, the matchers and the ways to stand.
    pub(super) bits: Set,
    pub(super) forms: Form,
}

impl Meaning {
    /// Takes over what another meaning of the same word says.
    fn join(&mut self, other: &Self) {
        self.any.extend_from_slice(&other.any);
        self.near |= other.near;
        self.file |= other.file;
        self.homes.join(&other.homes);
        self.is_class |= other.is_class;
        self.compared |= other.compared;
        self.sources.extend_from_slice(&other.sources);
        self.is_request |= other.is_request;
        self.is_item |= other.is_item;
        self.is_given |= other.is_given;
        self.is_except |= other.is_except;
        self.is_route |= other.is_route;
        self.sum_up();
    }

    /// Puts together what `any` holds.
    fn sum_up(&mut self) {
        for (bit, _, form) in &self.any {
            self.bits |= bit;
            self.forms = self.forms.and(*form);
        }
    }

    /// True when it says something of the part where the word stands.
    pub(super) fn tells(&self) -> bool {
        self.bits | self.near | self.compared != 0
            || self.is_request
            || self.is_item
            || self.is_given
            || !self.sources.is_empty()
            || !self.homes.is_empty()
    }
}

/// How a word may bring in data.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source {
    /// For these matchers.
    pub(super) set: Set,
    /// A package that has to be named in the file.
    pub(super) package: Option<u16>,
    /// Unless files are looked at together.
    pub(super) passed: bool,
    /// As the name of a function.
    pub(super) own: bool,
}

/// Where what a word needs has to be named; homes are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    /// Nothing more is needed.
    Anywhere,
    /// In the same part of the file, unless the word is imported.
    Here(u16),
    /// Somewhere in the file, and its package, the second one, too.
    File(u16, Option<u16>),
}

/// How a matcher's conditions are put together.
#[derive(Debug, Default)]
pub(super) struct Conditions {
    pub(super) near: Set,
    /// Of these, those that may mean a module or function by a second word, which an import can give another name.
    pub(super) named: Set,
    /// Matchers that look at comparisons.
    pub(super) compared: Set,
    pub(super) file: Set,
    pub(super) bound: Set,
    pub(super) flow: Set,
    /// Of these, matchers that ask for callers of private functions only.
    pub(super) asks: Set,
    pub(super) alone: Set,
    pub(super) source: Set,
    /// Matchers that ask for data of requests.
    pub(super) request: Set,
    pub(super) whole: Set,
    pub(super) untested: Set,
    /// Matchers that look at what is spread into calls: nothing without a `**`.
    pub(super) spread: Set,
    /// Matchers that look at calls: a constant elsewhere may be an argument.
    pub(super) calls: Set,
    /// Matchers that need several parts, with their number.
    pub(super) parts: Vec<(Set, u8)>,
    /// Of these, all: their words have to stand in decorators or in the line of the function.
    pub(super) heads: Set,
}

/// Words of which a thread keeps what they mean: the files of a project speak the same language.
const MAX_KNOWN: usize = 1 << 16;

thread_local! {
    static KNOWN: RefCell<Lexicon> = RefCell::default();
}

/// A few files hold so many words: a table that grows costs more than one that is large.
const WORDS_OF_FILES: usize = 3000;

/// What words were found to mean, by one table. A thread has one, which it lends to one file after the other.
#[derive(Default)]
pub(super) struct Lexicon {
    number: u64,
    /// The names that were fed to the table.
    fed: Fed,
    /// By word, its meaning; 0 for none.
    words: FxHashMap<Box<str>, u32>,
    /// By numbers of single meanings, all of them as one.
    joined: FxHashMap<Vec<u16>, u32>,
    all: Vec<Meaning>,
}

impl Lexicon {
    /// The thread's, for a table.
    pub(super) fn lent(triggers: &Triggers) -> Self {
        let mut known = KNOWN.take();
        if known.number != triggers.number || known.words.len() > MAX_KNOWN {
            known = Self { number: triggers.number, all: vec![Meaning::default()], ..Self::default() };
            known.words.reserve(WORDS_OF_FILES);
        }
        if !Arc::ptr_eq(&known.fed.0, &triggers.fed.0) {
            // Nothing but these names means something else now.
            for name in known.fed.0.iter().chain(triggers.fed.0.iter()) {
                known.words.remove(name);
            }
            known.fed = triggers.fed.clone();
        }
        known
    }

    /// Gives it back for the next file.
    pub(super) fn give_back(&mut self) {
        KNOWN.set(std::mem::take(self));
    }

    /// The number of what a word means; 0 for nothing.
    pub(super) fn of(&mut self, triggers: &Triggers, word: &str) -> u32 {
        match self.words.get(word) {
            Some(known) => *known,
            None => self.add(triggers, word),
        }
    }

    #[cold]
    fn add(&mut self, triggers: &Triggers, word: &str) -> u32 {
        let list = triggers.look_up(word);
        let mut at = 0;
        if !list.is_empty() {
            let next = self.all.len() as u32;
            at = *self.joined.entry(list).or_insert_with_key(|list| {
                let mut joined = Meaning::default();
                list.iter().for_each(|at| match triggers.meanings.get(*at as usize) {
                    Some(meaning) => joined.join(meaning),
                    None => joined.sources.push(FED_SOURCE),
                });
                self.all.push(joined);
                next
            });
        }
        self.words.insert(word.into(), at);
        at
    }

    /// A meaning by its number.
    pub(super) fn meaning(&self, at: u32) -> &Meaning {
        &self.all[at as usize]
    }
}

/// A table, with names that are fed to it.
#[derive(Clone)]
pub(super) struct Triggers {
    table: Arc<Table>,
    fed: Fed,
}

/// Names of functions elsewhere that bring data in, sorted.
#[derive(Clone, Default)]
struct Fed(Arc<[Box<str>]>);

/// The number of what such a name means; no table has as many meanings.
const FED: u16 = u16::MAX;

/// What such a name means: to every matcher it is a source.
const FED_SOURCE: Source = Source { set: Set::MAX, package: None, passed: false, own: false };

impl Deref for Triggers {
    type Target = Table;

    fn deref(&self) -> &Table {
        &self.table
    }
}

/// What the words mean that the rules and the project's own models name.
pub(super) struct Table {
    /// No other table has it.
    number: u64,
    pub(super) conditions: Conditions,
    /// Tests on string literals.
    pub(super) literals: Vec<(Set, LiteralTest)>,
    /// Tests on the text of a part that meets all other conditions of a matcher.
    pub(super) closer: Vec<(Set, PartTest)>,
    meanings: Vec<Meaning>,
    exact: FxHashMap<Cow<'static, str>, u16>,
    /// Parts of identifiers, any case; by pattern the meaning and where it has to stand.
    globs: Option<Finder>,
    glob_ends: Vec<(u16, bool, bool)>,
    /// Texts of string literals.
    texts: Option<Finder>,
    text_meanings: Vec<u16>,
    /// Each of these texts has one of these signs.
    text_signs: Signs,
}

/// Last names of a project's own models.
#[derive(Default)]
pub(super) struct Own<'a> {
    pub(super) sinks: Vec<&'a str>,
    pub(super) sources: Vec<&'a str>,
    /// The sinks matter only where data of clients comes to them.
    pub(super) web: bool,
}

/// The table in the making.
#[derive(Default)]
struct Builder {
    meanings: Vec<Meaning>,
    exact: FxHashMap<Cow<'static, str>, u16>,
    globs: FxHashMap<Cow<'static, str>, u16>,
    texts: FxHashMap<Cow<'static, str>, u16>,
    homes: FxHashMap<Home, u16>,
    families: FxHashMap<Vec<&'static str>, u16>,
    /// By class, its family, so that it is put together once.
    packages: FxHashMap<&'static str, Option<u16>>,
}

impl Builder {
    /// A builder with room for so many words.
    fn with_room(words: usize) -> Self {
        let mut builder = Self::default();
        builder.meanings.reserve(words);
        builder.exact.reserve(words);
        builder
    }

    fn of(&mut self, word: &'static str) -> &mut Meaning {
        self.meaning(Cow::Borrowed(word))
    }

    fn meaning(&mut self, word: Cow<'static, str>) -> &mut Meaning {
        let plain = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '@';
        let table = if word.chars().all(plain) {
            &mut self.exact
        } else if word.starts_with('*') || word.ends_with('*') {
            &mut self.globs
        } else {
            &mut self.texts
        };
        let at = *table.entry(word).or_insert_with(|| {
            self.meanings.push(Meaning::default());
            (self.meanings.len() - 1) as u16
        });
        &mut self.meanings[at as usize]
    }

    fn home(&mut self, home: Home) -> Option<u16> {
        let next = self.homes.len() + self.families.len();
        if let Some(known) = self.homes.get(&home) {
            return Some(*known);
        }
        // More homes than bits: the word counts without.
        if next >= Homes::MAX {
            return None;
        }
        self.homes.insert(home, next as u16);
        let words = match home {
            Home::Package(word) | Home::Word(word) => vec![word],
            Home::Class(class) => models::class_words(class),
        };
        let is_class = matches!(home, Home::Class(_));
        for word in words {
            let meaning = self.of(word);
            meaning.homes.add(next as u16);
            meaning.is_class |= is_class;
        }
        Some(next as u16)
    }

    /// A number for "one of the packages that give objects of the class".
    fn packages(&mut self, class: &'static str) -> Option<u16> {
        if let Some(known) = self.packages.get(class) {
            return *known;
        }
        let number = self.family(models::class_packages(class));
        self.packages.insert(class, number);
        number
    }

    fn family(&mut self, words: Vec<&'static str>) -> Option<u16> {
        let next = self.homes.len() + self.families.len();
        if let Some(known) = self.families.get(&words) {
            return Some(*known);
        }
        if next >= Homes::MAX {
            return None;
        }
        words.iter().for_each(|word| self.of(word).homes.add(next as u16));
        self.families.insert(words, next as u16);
        Some(next as u16)
    }

    fn source(&mut self, set: Set, SourceWord { word, package, passed, own }: SourceWord) {
        let package = package.and_then(|name| self.packages(name));
        let sources = &mut self.of(word).sources;
        let like = |known: &&mut Source| (known.package, known.passed, known.own) == (package, passed, own);
        match sources.iter_mut().find(like) {
            Some(known) => known.set |= set,
            None => sources.push(Source { set, package, passed, own }),
        }
    }

    fn trigger(&mut self, bit: Set, trigger: Trigger) {
        let home = trigger.home.and_then(|home| Some((home, self.home(home)?)));
        let place = match home {
            None => Where::Anywhere,
            Some((Home::Package(_), number)) => Where::Here(number),
            Some((Home::Class(class), number)) => Where::File(number, self.packages(class)),
            Some((Home::Word(_), number)) => Where::File(number, None),
        };
        self.of(trigger.word).any.push((bit, place, trigger.form));
    }
}

impl Triggers {
    /// The table of some rules and of a project's own models.
    pub(super) fn new(rules: impl Iterator<Item = &'static Rule>, own: &Own<'_>) -> Self {
        let mut builder = Builder::with_room(rules.size_hint().0 * WORDS_EACH);
        let mut conditions = Conditions::default();
        let (mut literals, mut closer) = (Vec::new(), Vec::new());
        // Many rules ask for the same sources.
        let mut sources: Vec<(&[SourceClass], Rc<[SourceWord]>)> = Vec::new();
        let mut source_words = |classes: &'static [SourceClass]| {
            if let Some((_, words)) = sources.iter().find(|(known, _)| *known == classes) {
                return Rc::clone(words);
            }
            let words: Rc<[SourceWord]> = models::source_words(classes).into();
            sources.push((classes, Rc::clone(&words)));
            words
        };
        let mut next = 0u32;
        let mut bit = || {
            // The last bit serves all that come after: generous, never wrong.
            let bit: Set = 1 << next;
            next = (next + 1).min(Set::BITS - 1);
            bit
        };
        for rule in rules {
            let words: &Words = &rule.meta.words;
            for wanted in rules::wanted(rule) {
                let bit = bit();
                for trigger in wanted.words {
                    builder.trigger(bit, trigger);
                }
                if wanted.asks {
                    conditions.asks |= bit;
                    // Not asked for, but where a source is near, more of the file decides.
                    conditions.request |= bit;
                    let words = source_words(rules::SOURCES);
                    words.iter().for_each(|word| builder.source(bit, *word));
                }
                if wanted.spread {
                    conditions.spread |= bit;
                }
                if wanted.flow {
                    conditions.flow |= bit;
                }
                if !wanted.sources.is_empty() {
                    let words = source_words(wanted.sources);
                    words.iter().for_each(|word| builder.source(bit, *word));
                    conditions.source |= bit;
                    if wanted.sources.contains(&SourceClass::Request) {
                        conditions.request |= bit;
                    }
                }
                if !words.file.is_empty() {
                    words.file.iter().for_each(|word| builder.of(word).file |= bit);
                    conditions.file |= bit;
                }
                if !words.near.is_empty() {
                    words.near.iter().for_each(|word| builder.of(word).near |= bit);
                    conditions.near |= bit;
                    conditions.named |= if wanted.closer.is_none() { bit } else { 0 };
                }
                conditions.bound |= if words.bound { bit } else { 0 };
                wanted.compared.iter().for_each(|word| builder.of(word).compared |= bit);
                conditions.compared |= if wanted.compared.is_empty() { 0 } else { bit };
                conditions.alone |= if words.alone { bit } else { 0 };
                conditions.whole |= if words.whole { bit } else { 0 };
                conditions.untested |= if words.untested { bit } else { 0 };
                let calls = !wanted.flow && rule.on.iter().any(|on| matches!(on, On::Call(..)));
                conditions.calls |= if calls { bit } else { 0 };
                if words.parts > 1 {
                    conditions.parts.push((bit, words.parts));
                    conditions.heads |= bit;
                }
                if let Some(fits) = words.literal.filter(|_| wanted.literal) {
                    literals.push((bit, fits));
                }
                closer.extend(wanted.closer.map(|holds| (bit, holds)));
            }
        }
        let (requests, items) = models::request_words();
        requests.into_iter().for_each(|word| builder.of(word).is_request = true);
        items.into_iter().for_each(|word| builder.of(word).is_item = true);
        builder.of("kwargs").is_given = true;
        builder.of("except").is_except = true;
        models::ROUTES.iter().for_each(|word| builder.of(word).is_route = true);
        let rest = bit();
        conditions.flow |= rest;
        if own.web {
            let words = models::source_words(rules::CLIENTS);
            words.iter().for_each(|word| builder.source(rest, *word));
            conditions.source |= rest;
            conditions.request |= rest;
        }
        for name in &own.sinks {
            builder.meaning(Cow::Owned((*name).to_owned())).any.push((rest, Where::Anywhere, Form::CODE));
        }
        for name in &own.sources {
            builder.meaning(Cow::Owned((*name).to_owned())).sources.push(FED_SOURCE);
        }
        let table = Table { closer, ..Table::build(builder, conditions, literals) };
        Self { table: Arc::new(table), fed: Fed::default() }
    }

    /// The same table with names of functions elsewhere that bring data in.
    pub(super) fn with_fed(&self, names: &[&str]) -> Self {
        let mut names: Vec<Box<str>> = names.iter().map(|name| (*name).into()).collect();
        names.sort_unstable();
        Self { table: Arc::clone(&self.table), fed: Fed(names.into()) }
    }

    /// The meanings of an identifier, by number.
    fn look_up(&self, word: &str) -> Vec<u16> {
        let mut list = self.table.look_up(word);
        list.extend(self.fed.0.binary_search_by(|name| (**name).cmp(word)).is_ok().then_some(FED));
        list
    }
}

impl Table {
    fn build(mut builder: Builder, conditions: Conditions, literals: Vec<(Set, LiteralTest)>) -> Self {
        builder.meanings.iter_mut().for_each(Meaning::sum_up);
        let mut globs: Vec<(Cow<'static, str>, u16)> = builder.globs.into_iter().collect();
        globs.sort();
        let mut texts: Vec<(Cow<'static, str>, u16)> = builder.texts.into_iter().collect();
        texts.sort();
        let inside = globs.iter().map(|(glob, _)| glob.trim_matches('*'));
        let automaton = Finder::of(inside, true);
        let text_signs = texts.iter().fold(Signs::NONE, |all, (text, _)| all.and(Signs::telling(text)));
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let in_texts = Finder::of(texts.iter().map(|(text, _)| &**text), false);
        Self {
            number: NEXT.fetch_add(1, Ordering::Relaxed),
            conditions,
            literals,
            closer: Vec::new(),
            meanings: builder.meanings,
            exact: builder.exact,
            glob_ends: globs
                .iter()
                .map(|(glob, at)| (*at, !glob.starts_with('*'), !glob.ends_with('*')))
                .collect(),
            globs: automaton.filter(|_| !globs.is_empty()),
            text_signs,
            texts: in_texts.filter(|_| !texts.is_empty()),
            text_meanings: texts.into_iter().map(|(_, at)| at).collect(),
        }
    }

    /// The meanings of an identifier, by number.
    fn look_up(&self, word: &str) -> Vec<u16> {
        let mut list: Vec<u16> = self.exact.get(word).copied().into_iter().collect();
        let Some(globs) = &self.globs else { return list };
        globs.each(word, &mut |pattern, hit| {
            let (at, from_start, to_end) = self.glob_ends[pattern];
            if (!from_start || hit.start == 0) && (!to_end || hit.end == word.len()) && !list.contains(&at) {
                list.push(at);
            }
        });
        list
    }

    /// The meanings of a string literal's text that has some `signs` in it.
    pub(super) fn text(&self, text: &str, signs: Signs, found: &mut impl FnMut(&Meaning)) {
        let Some(texts) = self.texts.as_ref().filter(|_| signs.has(self.text_signs)) else { return };
        texts.each(text, &mut |pattern, _| found(&self.meanings[self.text_meanings[pattern] as usize]));
    }
}
