//! What the words of one file mean to the matchers.

use std::cell::LazyCell;

use super::aliases::handed_on;
use super::carried::{Carried, gives_constant, is_value};
use super::caught::names_exception;
use super::triggers::{Homes, Lexicon, Meaning, Set, Source, Triggers, Where};
use crate::rules::{Quoted, Signs};
use crate::semantic::models::{ROUTE, VIEW};
use crate::syntax::{Form, Literal, Outline, Unit, UnitKind, words_of_text};

/// What the words of one file mean.
pub(super) struct Meant<'s> {
    triggers: &'s Triggers,
    lexicon: Lexicon,
    /// By word, the number of its meaning; most mean nothing.
    words: Vec<u32>,
    /// By word, the number of what imports say of it, plus one. Empty where they say nothing.
    extra: Vec<u32>,
    imports: Vec<Imported>,
    /// Stand for a route and for a view.
    route: u32,
    view: u32,
    /// The words of each part that mean something here, with the ways in which they stand there.
    telling: Vec<(u32, Form)>,
    /// By part, the end of its words in `telling`.
    ends: Vec<u32>,
    /// Packages and classes named in the file.
    homes: Homes,
    /// Matchers whose condition on the file is met.
    file: Set,
    /// By part, the matchers of which a second word stands there, or one that is waited for near a comparison.
    holds: Vec<Set>,
    /// By part, the matchers that miss nothing there but a second word.
    missing: Vec<Set>,
    /// The signs of a part's string literals.
    signs: Vec<Signs>,
    /// Files are looked at together.
    across: bool,
}

/// What imports say of a name that they bind.
#[derive(Default)]
struct Imported {
    /// Packages and classes that they name.
    homes: Homes,
    /// What the words mean that they give another name to.
    renamed: Vec<u32>,
    /// Matchers of which a second word stands there.
    near: Set,
}

impl Drop for Meant<'_> {
    fn drop(&mut self) {
        self.lexicon.give_back();
    }
}

/// What the words of a text's outline mean; `across` where files are looked at together.
pub(super) fn meant<'s>(
    triggers: &'s Triggers,
    text: &str,
    outline: &Outline<'_>,
    across: bool,
) -> Meant<'s> {
    let mut lexicon = Lexicon::lent(triggers);
    let mut meant = Meant {
        triggers,
        words: outline.words.iter().map(|word| lexicon.of(triggers, word)).collect(),
        extra: Vec::new(),
        imports: Vec::new(),
        route: lexicon.of(triggers, ROUTE),
        view: lexicon.of(triggers, VIEW),
        telling: Vec::new(),
        ends: Vec::with_capacity(outline.units.len()),
        homes: Homes::default(),
        file: 0,
        holds: Vec::with_capacity(outline.units.len()),
        missing: Vec::with_capacity(outline.units.len()),
        signs: Vec::new(),
        across,
        lexicon,
    };
    for unit in outline.units.iter().filter(|unit| unit.imports) {
        meant.import(outline, unit);
    }
    meant.read(outline);
    // `run = subprocess.run`: names for something, as imports give them. Few files have any.
    for _ in 0..MAX_ROUNDS {
        let mut named = false;
        for (at, unit) in outline.units.iter().enumerate() {
            named |= unit.kind == UnitKind::Statement && meant.alias(outline, text, at, unit);
        }
        if !named {
            break;
        }
        meant.read(outline);
    }
    meant
}

/// So often are names looked for that stand for other names.
const MAX_ROUNDS: usize = 4;

/// A longer text is no name, in bytes.
const MAX_NAME: usize = 120;

/// The names of the functions that a text defines, sorted.
fn defined(text: &str) -> Vec<&str> {
    let blank = |letter: char| matches!(letter, ' ' | '\t' | '\\' | '\r' | '\n');
    let named = |(at, def): (usize, &str)| {
        let rest = &text[at + def.len()..];
        let name = rest.trim_start_matches(blank);
        let end =
            name.find(|letter: char| blank(letter) || matches!(letter, '(' | '[')).unwrap_or(name.len());
        (name.len() < rest.len()).then(|| &name[..end])
    };
    let mut found: Vec<&str> = text.match_indices("def").filter_map(named).collect();
    found.sort_unstable();
    found
}

/// Where something is read, or named as what a function or a parameter is.
const READ: Form = Form::CODE.without(Form::KEYWORD).without(Form::SET);

/// In code, and in no text.
const NAMED: Form = Form::CODE.without(Form::QUOTED);

impl Meant<'_> {
    /// Looks up which words of each part mean something.
    fn read(&mut self, outline: &Outline<'_>) {
        self.telling.clear();
        self.ends.clear();
        for unit in &outline.units {
            for (word, form) in outline.uses(unit) {
                let meaning = self.words[word as usize];
                if meaning == 0 && self.imported(word).is_none() {
                    continue;
                }
                let meaning = self.lexicon.meaning(meaning);
                if !meaning.homes.is_empty() {
                    // A package is imported; a class may be named in an annotation that is a text.
                    let is_class =
                        outline.words[word as usize].starts_with(|letter: char| letter.is_ascii_uppercase());
                    if form.has(if is_class { Form::CODE } else { NAMED }) {
                        self.homes.join(&meaning.homes);
                    }
                }
                self.file |= meaning.file;
                if meaning.tells() || self.imported(word).is_some() {
                    self.telling.push((word, form));
                }
            }
            self.ends.push(self.telling.len() as u32);
        }
    }

    /// Notes what an import says of the names that it binds.
    fn import(&mut self, outline: &Outline<'_>, unit: &Unit) {
        let (mut homes, mut near) = (Homes::default(), 0);
        // A method's name may be a function's here, and under another name it may be anything.
        let words = || outline.mentions(unit).iter();
        let all = words().any(|word| outline.words[*word as usize] == "as");
        for (word, form) in outline.uses(unit) {
            let meaning = self.of(word);
            // Packages go by their first word: `django.http` has nothing to do with `http`.
            if unit.kind != UnitKind::Import || form.has(Form::GLOBAL) {
                homes.join(&meaning.homes);
            }
            near |= meaning.near & self.triggers.conditions.named;
        }
        let mut renamed: Vec<u32> = Vec::new();
        if all {
            let meanings = words().map(|word| self.words[*word as usize]);
            renamed.extend(meanings.filter(|at| self.lexicon.meaning(*at).bits != 0));
        }
        self.name(outline, unit, &homes, &renamed, near);
    }

    /// Notes what a statement that hands something on says of the names that it gives it; true for something new.
    fn alias(&mut self, outline: &Outline<'_>, text: &str, at: usize, unit: &Unit) -> bool {
        if outline.binds(unit).is_empty() || !gives_constant(outline, unit) {
            return false;
        }
        let tells = |(word, form): &(u32, Form)| {
            let meaning = self.of(*word);
            form.has(Form::CODE.without(Form::QUOTED))
                && (meaning.bits != 0 || !meaning.homes.is_empty() || self.imported(*word).is_some())
        };
        if !self.telling(at).any(|used| tells(&used)) {
            return false;
        }
        let handed = handed_on(&text[unit.span.range()]);
        if handed.as_ref().is_some_and(Vec::is_empty) {
            return false;
        }
        let is_handed =
            |word: u32| handed.as_ref().is_none_or(|words| words.contains(&outline.words[word as usize]));
        let (mut homes, mut renamed, mut near) = (Homes::default(), Vec::new(), 0);
        for (word, form) in self.telling(at).filter(|used| tells(used) && is_handed(used.0)) {
            let meaning = self.of(word);
            homes.join(&meaning.homes);
            near |= meaning.near & self.triggers.conditions.named;
            renamed.extend((meaning.bits != 0).then_some(self.words[word as usize]));
            if let Some(imported) = self.imported(word).filter(|_| form.has(Form::GLOBAL)) {
                homes.join(&imported.homes);
                near |= imported.near;
                renamed.extend_from_slice(&imported.renamed);
            }
        }
        self.name(outline, unit, &homes, &renamed, near)
    }

    /// The names that a statement binds stand for this; true where that is new of one.
    fn name(
        &mut self,
        outline: &Outline<'_>,
        unit: &Unit,
        homes: &Homes,
        renamed: &[u32],
        near: Set,
    ) -> bool {
        if homes.is_empty() && renamed.is_empty() && near == 0 {
            return false;
        }
        let mut grows = false;
        self.extra.resize(outline.words.len(), 0);
        for word in outline.binds(unit) {
            let extra = &mut self.extra[*word as usize];
            if *extra == 0 {
                self.imports.push(Imported::default());
                *extra = self.imports.len() as u32;
            }
            let imported = &mut self.imports[*extra as usize - 1];
            let known = (imported.homes, imported.near, imported.renamed.len());
            imported.homes.join(homes);
            imported.near |= near;
            for at in renamed {
                if !imported.renamed.contains(at) {
                    imported.renamed.push(*at);
                }
            }
            grows |= known != (imported.homes, imported.near, imported.renamed.len());
        }
        grows
    }

    /// What a word means.
    fn of(&self, word: u32) -> &Meaning {
        self.lexicon.meaning(self.words[word as usize])
    }

    /// What imports say of a word.
    fn imported(&self, word: u32) -> Option<&Imported> {
        let extra = *self.extra.get(word as usize)?;
        self.imports.get((extra as usize).checked_sub(1)?)
    }

    /// The matchers that a word triggers in a part of the file that names `here`, where it stands in these forms.
    fn fold(&self, meaning: &Meaning, here: &Homes, form: Form) -> Set {
        if !meaning.forms.has(form) {
            return 0;
        }
        let fits = |place: &Where| match place {
            Where::Anywhere => true,
            Where::Here(home) => here.has(*home),
            Where::File(home, package) => {
                self.homes.has(*home) && package.is_none_or(|package| self.homes.has(package))
            }
        };
        let known = meaning.any.iter().filter(|(_, place, wanted)| wanted.has(form) && fits(place));
        known.fold(0, |set, (bit, ..)| set | bit)
    }

    /// The same, with what imports say of the word.
    fn triggers(&self, word: u32, here: &Homes, form: Form) -> Set {
        let mut set = self.fold(self.of(word), here, form);
        if form.has(Form::CODE) {
            // Under another name it may be anything.
            let renamed = self.imported(word).into_iter().flat_map(|imported| &imported.renamed);
            set = renamed.fold(set, |set, at| set | self.fold(self.lexicon.meaning(*at), here, Form::ANY));
        }
        set
    }

    /// The matchers that a part triggers by other names for something.
    pub(super) fn by_other_names(&self, outline: &Outline<'_>, unit: &Unit) -> Set {
        let renamed = outline.mentions(unit).iter().filter_map(|word| self.imported(*word));
        let renamed = renamed.flat_map(|imported| &imported.renamed);
        renamed.fold(0, |set, at| set | self.lexicon.meaning(*at).bits)
    }

    /// True when the models speak of a word.
    pub(super) fn knows(&self, word: u32) -> bool {
        self.of(word).tells()
    }

    /// The words of a part that mean something, with the ways in which they stand there.
    fn telling(&self, at: usize) -> impl Iterator<Item = (u32, Form)> + use<'_> {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.telling[start as usize..self.ends[at] as usize].iter().copied()
    }

    /// The matchers whose data a word may bring in; `is_own` tells whether it is the name of a function.
    fn brings(&self, meaning: &Meaning, is_own: impl Fn() -> bool) -> Set {
        let named = |source: &&Source| {
            let with = source.package.is_none_or(|package| self.homes.has(package));
            (with || source.passed && self.across) && (!source.own || is_own())
        };
        meaning.sources.iter().filter(named).fold(0, |all, source| all | source.set)
    }

    /// True when a part names a class that models speak of, or something that gives an object of one.
    pub(super) fn names_class(&self, at: usize) -> bool {
        self.telling(at).any(|(word, form)| form.has(Form::CODE) && self.of(word).is_class)
    }

    /// True when a part stands below a decorator of a route.
    fn is_route(&self, outline: &Outline<'_>, unit: &Unit) -> bool {
        outline.decorator_words(unit).iter().any(|word| self.of(*word).is_route)
    }

    /// True for a method that is called like a verb.
    fn is_view(&self, unit: &Unit) -> bool {
        unit.parent.is_some() && unit.name.is_some_and(|name| self.of(name).is_route)
    }

    /// The matchers whose data a part of the file may bring in.
    pub(super) fn sources(&self, outline: &Outline<'_>, text: &str, at: usize) -> Set {
        let unit = &outline.units[at];
        let stands = if unit.kind == UnitKind::Import { Form::GLOBAL } else { READ };
        let part = || &text[unit.span.range()];
        let defined = LazyCell::new(|| defined(part()));
        let (mut source, mut requests, mut items, mut given) = (0, false, false, false);
        for (word, form) in self.telling(at) {
            let meaning = self.of(word);
            if form.has(stands) && !meaning.sources.is_empty() {
                let name = outline.words[word as usize];
                let is_own = || {
                    unit.name == Some(word) || form.has(Form::NAME) && defined.binary_search(&name).is_ok()
                };
                let brings = self.brings(meaning, is_own);
                let is_new = brings & !source != 0;
                if is_new && (!meaning.is_except || names_exception(part())) {
                    source |= brings;
                }
            }
            requests |= meaning.is_request && form.has(Form::CODE);
            items |= meaning.is_item && form.has(Form::DOTTED);
            given |= meaning.is_given && form.has(Form::DOTTED);
        }
        // Something is taken out of a request, or out of what a view was given with its address.
        if given || requests && (items || self.given_with_request(outline, unit)) {
            source |= self.triggers.conditions.request;
        }
        if self.is_route(outline, unit) {
            source |= self.brings(self.lexicon.meaning(self.route), || true);
        }
        if self.is_view(unit) {
            source |= self.brings(self.lexicon.meaning(self.view), || true);
        }
        source
    }

    /// True when a function is given what was taken out of a request beside it.
    fn given_with_request(&self, outline: &Outline<'_>, unit: &Unit) -> bool {
        let head = outline.head_words(unit);
        let is_request = |word: u32| self.of(word).is_request;
        let plain = |word: u32| matches!(outline.words[word as usize], "self" | "cls" | "args" | "None");
        head.iter().any(|word| is_request(*word))
            && !head.iter().all(|word| is_request(*word) || plain(*word))
    }

    /// The matchers that a part of the file may concern, but for the condition that [`Meant::in_file`] knows.
    pub(super) fn triggered(&mut self, outline: &Outline<'_>, at: usize) -> Set {
        let triggers = self.triggers;
        let (unit, conditions) = (&outline.units[at], &triggers.conditions);
        let (mut any, mut near, mut compared, mut here) = (0, 0, 0, Homes::default());
        for (word, form) in self.telling(at) {
            let meaning = self.of(word);
            near |= meaning.near;
            compared |= meaning.compared;
            if form.has(NAMED) && !meaning.homes.is_empty() {
                here.join(&meaning.homes);
            }
            if let Some(imported) = self.imported(word).filter(|_| form.has(Form::CODE)) {
                here.join(&imported.homes);
                near |= imported.near;
            }
        }
        for (word, form) in self.telling(at) {
            any |= self.triggers(word, &here, form);
        }
        if conditions.bound != 0 {
            let bound = outline
                .binds(unit)
                .iter()
                .filter(|word| self.words[**word as usize] != 0 || !self.extra.is_empty());
            let bound = bound.fold(0, |set, word| set | self.triggers(*word, &here, Form::ANY));
            any = any & !conditions.bound | bound & conditions.bound;
        }
        for word in outline.compared(unit) {
            any |= self.of(*word).compared;
        }
        let is_route = self.is_route(outline, unit);
        if is_route {
            let route = self.lexicon.meaning(self.route);
            any |= self.fold(route, &here, Form::ANY);
            near |= route.near;
        }
        if self.is_view(unit) {
            any |= self.fold(self.lexicon.meaning(self.view), &here, Form::ANY);
        }
        if conditions.heads != 0 {
            // Routes that carry something, or ask for it by a parameter.
            let heads = outline.decorator_words(unit).iter().chain(outline.head_words(unit));
            let is_view =
                || outline.head_words(unit).iter().any(|word| outline.words[*word as usize] == "request");
            let carried = if is_route || is_view() {
                heads.fold(0, |set, word| set | self.triggers(*word, &here, Form::ANY))
            } else {
                0
            };
            any = any & !conditions.heads | carried & conditions.heads;
        }
        self.literals(outline.literals(unit), &mut any, &mut near);
        if any & conditions.near & !near != 0 {
            near |= self.in_prose(outline.literals(unit));
        }
        self.holds.push(near | compared);
        self.missing.push(any & conditions.near & !near);
        any & (near | !conditions.near)
    }

    /// What the string literals of a part trigger.
    fn literals(&mut self, literals: &[Literal<'_>], any: &mut Set, near: &mut Set) {
        let triggers = self.triggers;
        self.signs.clear();
        for literal in literals {
            let signs = Signs::of(literal.text);
            self.signs.push(signs);
            triggers.text(literal.text, signs, &mut |meaning| {
                *any |= meaning.bits;
                *near |= meaning.near;
                self.file |= meaning.file;
            });
        }
        for (literal, signs) in literals.iter().zip(&self.signs) {
            let before = literal.before.iter().flatten().fold(0, |set, word| set | self.of(*word).near);
            for (bit, fits) in &triggers.literals {
                let asked = *any & bit != 0;
                if asked && *near & bit != 0 {
                    continue;
                }
                let named = before & bit != 0;
                if fits(Quoted { text: literal.text, signs: *signs, named, asked, sought: literal.sought }) {
                    *any |= bit;
                    *near |= bit;
                }
            }
        }
    }

    /// Adds to the matchers of each part those whose words come to it by way of names. To be asked after all parts were
    /// looked at.
    pub(super) fn carry(&mut self, outline: &Outline<'_>, any: &mut [Set]) -> Carried {
        let conditions = &self.triggers.conditions;
        let closer = self.triggers.closer.iter().fold(0, |all, (bit, _)| all | bit);
        let compares = |unit| if outline.compared(unit).is_empty() { 0 } else { conditions.compared };
        let wanted = outline.units.iter().zip(any.iter()).zip(&self.missing);
        let wanted =
            wanted.fold(0, |all, ((unit, any), missing)| all | any & closer | missing | compares(unit));
        let wanted = self.in_file(wanted);
        if wanted == 0 {
            return Carried::default();
        }
        for (at, unit) in outline.units.iter().enumerate() {
            if self.holds[at] & wanted != 0 && gives_constant(outline, unit) {
                let literals =
                    outline.literals(unit).iter().filter(|literal| is_value(outline, unit, literal));
                self.holds[at] = literals.fold(0, |all, literal| all | self.said(literal));
            }
        }
        let carried = Carried::of(outline, &self.holds, wanted);
        for ((unit, any), missing) in outline.units.iter().zip(any).zip(&self.missing) {
            if *missing != 0 {
                *any |= missing & carried.to(outline, unit);
            }
            for word in outline.compared(unit) {
                *any |= carried.by(*word) & conditions.compared;
            }
        }
        carried
    }

    /// The matchers of which a string literal that could be a name, or an address, has a second word.
    fn said(&mut self, literal: &Literal<'_>) -> Set {
        let triggers = self.triggers;
        if literal.text.len() > MAX_NAME || literal.text.contains(char::is_whitespace) {
            return 0;
        }
        let mut said = 0;
        triggers.text(literal.text, Signs::of(literal.text), &mut |meaning| said |= meaning.near);
        words_of_text(literal.text, &mut |word| {
            let meaning = self.lexicon.of(triggers, word);
            let meaning = self.lexicon.meaning(meaning);
            said |= meaning.near | meaning.compared;
        });
        said
    }

    /// The matchers of which a second word stands in these literals behind a blank: keys of a table, maybe. The outline
    /// leaves such words out, as few parts need them.
    fn in_prose(&mut self, literals: &[Literal<'_>]) -> Set {
        let mut near = 0;
        let is_key =
            |literal: &&Literal<'_>| literal.text.len() <= MAX_NAME && literal.text.contains([' ', '\n']);
        for literal in literals.iter().filter(is_key) {
            words_of_text(literal.text, &mut |word| {
                let meaning = self.lexicon.of(self.triggers, word);
                near |= self.lexicon.meaning(meaning).near;
            });
        }
        near
    }

    /// Of some matchers, those whose condition on the file is met. To be asked after all parts were looked at.
    pub(super) fn in_file(&self, set: Set) -> Set {
        set & (self.file | !self.triggers.conditions.file)
    }
}
