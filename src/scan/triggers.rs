//! The words of all active rules, made ready for looking them up in an outline.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;

use crate::rules::{self, LiteralTest, On, Rule, Words};
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
    /// Matchers whose data it may bring in, each with a package that has to be named in the file.
    pub(super) sources: Vec<(Set, Option<u16>)>,
    /// It stands for a request.
    pub(super) is_request: bool,
    /// It is something that is taken out of a request.
    pub(super) is_item: bool,
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
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// What words were found to mean, by one table at a time.
#[derive(Default)]
struct Known {
    number: u64,
    lists: Lists,
}

#[derive(Default)]
struct Lists {
    /// By word, where its meanings begin and end.
    words: FxHashMap<Box<str>, (u32, u32)>,
    all: Vec<u16>,
}

impl Known {
    fn of(&mut self, number: u64) -> &mut Lists {
        if self.number != number || self.lists.words.len() > MAX_KNOWN {
            *self = Self { number, lists: Lists::default() };
        }
        &mut self.lists
    }
}

impl Lists {
    fn add(&mut self, word: &str, look_up: impl FnOnce(&mut Vec<u16>)) -> (u32, u32) {
        let start = self.all.len() as u32;
        look_up(&mut self.all);
        let range = (start, self.all.len() as u32);
        self.words.insert(word.into(), range);
        range
    }
}

/// The table.
pub(super) struct Triggers {
    /// No other table has it.
    number: u64,
    pub(super) conditions: Conditions,
    /// Tests on string literals.
    pub(super) literals: Vec<(Set, LiteralTest)>,
    meanings: Vec<Meaning>,
    exact: FxHashMap<Cow<'static, str>, u16>,
    /// Parts of identifiers, any case; by pattern the meaning and where it has to stand.
    globs: Option<AhoCorasick>,
    glob_ends: Vec<(u16, bool, bool)>,
    /// Texts of string literals.
    texts: Option<AhoCorasick>,
    text_meanings: Vec<u16>,
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

    fn source(&mut self, bits: Set, (word, name): SourceWord) {
        let package = name.and_then(|name| self.packages(name));
        let sources = &mut self.of(word).sources;
        match sources.iter_mut().find(|(_, known)| *known == package) {
            Some((known, _)) => *known |= bits,
            None => sources.push((bits, package)),
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
        let mut literals = Vec::new();
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
                }
                conditions.bound |= if words.bound { bit } else { 0 };
                wanted.compared.iter().for_each(|word| builder.of(word).compared |= bit);
                conditions.alone |= if words.alone { bit } else { 0 };
                conditions.whole |= if words.whole { bit } else { 0 };
                conditions.untested |= if words.untested { bit } else { 0 };
                let calls = !wanted.flow && rule.on.iter().any(|on| matches!(on, On::Call(..)));
                conditions.calls |= if calls { bit } else { 0 };
                if words.parts > 1 {
                    conditions.parts.push((bit, words.parts));
                    conditions.heads |= bit;
                }
                if let Some(fits) = words.literal {
                    literals.push((bit, fits));
                }
            }
        }
        let (requests, items) = models::request_words();
        requests.into_iter().for_each(|word| builder.of(word).is_request = true);
        items.into_iter().for_each(|word| builder.of(word).is_item = true);
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
            builder.meaning(Cow::Owned((*name).to_owned())).sources.push((Set::MAX, None));
        }
        Self::build(builder, conditions, literals)
    }

    fn build(builder: Builder, conditions: Conditions, literals: Vec<(Set, LiteralTest)>) -> Self {
        let mut globs: Vec<(Cow<'static, str>, u16)> = builder.globs.into_iter().collect();
        globs.sort();
        let mut texts: Vec<(Cow<'static, str>, u16)> = builder.texts.into_iter().collect();
        texts.sort();
        let inside = globs.iter().map(|(glob, _)| glob.trim_matches('*'));
        let automaton = AhoCorasick::builder().ascii_case_insensitive(true).build(inside).ok();
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let in_texts = AhoCorasick::new(texts.iter().map(|(text, _)| text.as_bytes()));
        Self {
            number: NEXT.fetch_add(1, Ordering::Relaxed),
            conditions,
            literals,
            meanings: builder.meanings,
            exact: builder.exact,
            glob_ends: globs
                .iter()
                .map(|(glob, at)| (*at, !glob.starts_with('*'), !glob.ends_with('*')))
                .collect(),
            globs: automaton.filter(|_| !globs.is_empty()),
            texts: in_texts.ok().filter(|_| !texts.is_empty()),
            text_meanings: texts.into_iter().map(|(_, at)| at).collect(),
        }
    }

    /// The meanings of an identifier.
    pub(super) fn word<'s>(&'s self, word: &str, found: &mut impl FnMut(&'s Meaning)) {
        KNOWN.with_borrow_mut(|known| {
            let lists = known.of(self.number);
            let (start, end) = match lists.words.get(word) {
                Some(range) => *range,
                None => lists.add(word, |list| self.look_up(word, list)),
            };
            lists.all[start as usize..end as usize].iter().for_each(|at| found(&self.meanings[*at as usize]));
        });
    }

    fn look_up(&self, word: &str, list: &mut Vec<u16>) {
        list.extend(self.exact.get(word));
        let Some(globs) = &self.globs else { return };
        for hit in globs.find_overlapping_iter(word) {
            let (at, from_start, to_end) = self.glob_ends[hit.pattern().as_usize()];
            if (!from_start || hit.start() == 0) && (!to_end || hit.end() == word.len()) {
                list.push(at);
            }
        }
    }

    /// The meanings of a string literal's text.
    pub(super) fn text(&self, text: &str, found: &mut impl FnMut(&Meaning)) {
        let Some(texts) = &self.texts else { return };
        for hit in texts.find_overlapping_iter(text) {
            let at = self.text_meanings[hit.pattern().as_usize()];
            found(&self.meanings[at as usize]);
        }
    }
}
