//! What the words of one file mean to the matchers.

use super::slice::renames;
use super::triggers::{Homes, Meaning, Set, Triggers, Where};
use crate::rules::Quoted;
use crate::semantic::models::{ROUTE, ROUTES, VIEW};
use crate::syntax::{Form, Outline, UnitKind};

/// What the words of one file mean.
pub(super) struct Meant<'s> {
    triggers: &'s Triggers,
    /// By word; most mean nothing.
    words: Vec<Meanings<'s>>,
    route: Meanings<'s>,
    view: Meanings<'s>,
    /// By word: what is named by the imports that give it its meaning.
    imported: Vec<Option<Box<Homes>>>,
    /// By word: what the words mean that an import gives another name to.
    renamed: Vec<Meanings<'s>>,
    /// The words of each part that mean something here, with the ways in which they stand there.
    telling: Vec<(u32, Form)>,
    /// By part, the end of its words in `telling`.
    ends: Vec<u32>,
    /// Packages and classes named in the file.
    homes: Homes,
    /// Matchers whose condition on the file is met.
    file: Set,
    /// By part: the matchers that texts in its string literals trigger, and whose second condition they meet.
    texts: Vec<(Set, Set)>,
}

/// What a word means: often nothing, seldom more than one thing.
#[derive(Default, Clone)]
struct Meanings<'s>(Vec<&'s Meaning>);

impl Meanings<'_> {
    fn set(&self, of: impl Fn(&Meaning) -> Set) -> Set {
        self.0.iter().fold(0, |set, meaning| set | of(meaning))
    }

    fn is(&self, what: impl Fn(&Meaning) -> bool) -> bool {
        self.0.iter().any(|meaning| what(meaning))
    }

    fn name(&self, homes: &mut Homes) {
        self.0.iter().for_each(|meaning| homes.join(&meaning.homes));
    }
}

/// What the words of an outline mean.
pub(super) fn meant<'s>(triggers: &'s Triggers, outline: &Outline<'_>) -> Meant<'s> {
    let mut meant = Meant {
        triggers,
        words: Vec::with_capacity(outline.words.len()),
        route: Meanings::default(),
        view: Meanings::default(),
        imported: vec![None; outline.words.len()],
        renamed: vec![Meanings::default(); outline.words.len()],
        telling: Vec::new(),
        ends: Vec::with_capacity(outline.units.len()),
        homes: Homes::default(),
        file: 0,
        texts: Vec::with_capacity(outline.units.len()),
    };
    let mut standing = vec![Form::default(); outline.words.len()];
    for (word, form) in outline.units.iter().flat_map(|unit| outline.uses(unit)) {
        standing[word as usize] = standing[word as usize].and(form);
    }
    for (word, form) in outline.words.iter().zip(standing) {
        let mut own = Meanings::default();
        // A package is imported; a class may be named in an annotation that is a text.
        let is_class = word.starts_with(|letter: char| letter.is_ascii_uppercase());
        let names = form.has(if is_class { Form::CODE } else { Form::CODE.without(Form::QUOTED) });
        triggers.word(word, &mut |meaning| {
            if names {
                meant.homes.join(&meaning.homes);
            }
            meant.file |= meaning.file;
            if !meaning.any.is_empty()
                || meaning.is_request
                || meaning.is_item
                || (meaning.near | meaning.compared) != 0
                || !meaning.sources.is_empty()
                || !meaning.homes.is_empty()
            {
                own.0.push(meaning);
            }
        });
        meant.words.push(own);
    }
    for unit in outline.units.iter().filter(|unit| unit.imports) {
        let mut named = Homes::default();
        for (word, form) in outline.uses(unit) {
            // Packages go by their first word: `django.http` has nothing to do with `http`.
            if unit.kind != UnitKind::Import || form.has(Form::GLOBAL) {
                meant.words[word as usize].name(&mut named);
            }
        }
        if renames(outline, unit) {
            let words = outline.mentions(unit).iter().flat_map(|word| &meant.words[*word as usize].0);
            let all: Vec<&Meaning> = words.copied().filter(|own| !own.any.is_empty()).collect();
            for word in outline.binds(unit) {
                meant.renamed[*word as usize].0.extend_from_slice(&all);
            }
        }
        if !named.is_empty() {
            for word in outline.binds(unit) {
                meant.imported[*word as usize].get_or_insert_default().join(&named);
            }
        }
    }
    for unit in &outline.units {
        let tells = |(word, _): &(u32, Form)| {
            let at = *word as usize;
            !meant.words[at].0.is_empty() || !meant.renamed[at].0.is_empty() || meant.imported[at].is_some()
        };
        meant.telling.extend(outline.uses(unit).filter(tells));
        meant.ends.push(meant.telling.len() as u32);
    }
    for unit in &outline.units {
        let (mut any, mut near) = (0, 0);
        for literal in outline.literals(unit) {
            triggers.text(literal.text, &mut |meaning| {
                any |= meaning.any.iter().fold(0, |set, (bit, ..)| set | bit);
                near |= meaning.near;
                meant.file |= meaning.file;
            });
        }
        meant.texts.push((any, near));
    }
    triggers.word(ROUTE, &mut |meaning| meant.route.0.push(meaning));
    triggers.word(VIEW, &mut |meaning| meant.view.0.push(meaning));
    meant
}

impl Meant<'_> {
    /// The matchers that a word triggers in a part of the file that names `here`, where it stands in these forms.
    fn fold(&self, meanings: &Meanings<'_>, here: &Homes, form: Form) -> Set {
        let fits = |place: &Where| match place {
            Where::Anywhere => true,
            Where::Here(home) => here.has(*home),
            Where::File(home, package) => {
                self.homes.has(*home) && package.is_none_or(|package| self.homes.has(package))
            }
        };
        let any = meanings.0.iter().flat_map(|meaning| &meaning.any);
        let known = any.filter(|(_, place, wanted)| wanted.has(form) && fits(place));
        known.fold(0, |set, (bit, ..)| set | bit)
    }

    /// True when a word means anything at all.
    pub(super) fn knows(&self, word: u32) -> bool {
        !self.words[word as usize].0.is_empty()
    }

    /// The words of a part that mean something, with the ways in which they stand there.
    fn telling(&self, at: usize) -> impl Iterator<Item = (u32, Form)> + use<'_> {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.telling[start as usize..self.ends[at] as usize].iter().copied()
    }

    /// The matchers whose data a word may bring in.
    fn brings(&self, meanings: &Meanings<'_>) -> Set {
        let named = |package: &Option<u16>| package.is_none_or(|package| self.homes.has(package));
        let sources = meanings.0.iter().flat_map(|meaning| &meaning.sources);
        sources.filter(|(_, package)| named(package)).fold(0, |all, (set, _)| all | set)
    }

    /// True when a part takes something out of a request, or is given what was taken out of one beside it.
    fn takes_from_request(&self, outline: &Outline<'_>, at: usize) -> bool {
        let unit = &outline.units[at];
        let is_request = |word: u32| self.words[word as usize].is(|meaning| meaning.is_request);
        let (mut requests, mut items) = (false, false);
        for (word, form) in self.telling(at) {
            requests |= form.has(Form::CODE) && is_request(word);
            items |= form.has(Form::DOTTED) && self.words[word as usize].is(|meaning| meaning.is_item);
        }
        // What a view was given with its address.
        if outline
            .uses(unit)
            .any(|(word, form)| form.has(Form::DOTTED) && outline.words[word as usize] == "kwargs")
        {
            return true;
        }
        let head = outline.head_words(unit);
        let plain = |word: &u32| matches!(outline.words[*word as usize], "self" | "cls" | "args" | "None");
        requests
            && (items
                || head.iter().any(|word| is_request(*word))
                    && !head.iter().all(|word| plain(word) || is_request(*word)))
    }

    /// True when a part names a class that models speak of, or something that gives an object of one.
    pub(super) fn names_class(&self, at: usize) -> bool {
        let is_class = |word: u32| self.words[word as usize].is(|meaning| meaning.is_class);
        self.telling(at).any(|(word, form)| form.has(Form::CODE) && is_class(word))
    }

    /// The matchers that a part of the file may concern, and those whose data it may bring in.
    pub(super) fn triggered(&self, outline: &Outline<'_>, at: usize) -> (Set, Set) {
        let (unit, conditions) = (&outline.units[at], &self.triggers.conditions);
        let (mut any, mut near, mut bound, mut here) = (0, 0, 0, Homes::default());
        let mut source = 0;
        for (word, form) in self.telling(at) {
            let meanings = &self.words[word as usize];
            near |= meanings.set(|meaning| meaning.near);
            let stands = if unit.kind == UnitKind::Import { Form::GLOBAL } else { Form::CODE };
            if form.has(stands) {
                source |= self.brings(meanings);
            }
            if form.has(Form::CODE.without(Form::QUOTED)) {
                meanings.name(&mut here);
            }
            if form.has(Form::GLOBAL) {
                self.imported[word as usize].iter().for_each(|homes| here.join(homes));
            }
        }
        if self.takes_from_request(outline, at) {
            source |= conditions.request;
        }
        let mut decorators = outline.decorator_words(unit).iter();
        let is_route = decorators.any(|word| ROUTES.contains(&outline.words[*word as usize]));
        let of = |word: u32, form: Form| {
            // Under another name it may be anything.
            let renamed = if form.has(Form::CODE) { Form::ANY } else { Form::default() };
            let (own, other) = (&self.words[word as usize], &self.renamed[word as usize]);
            self.fold(own, &here, form) | self.fold(other, &here, renamed)
        };
        self.telling(at).for_each(|(word, form)| any |= of(word, form));
        if conditions.bound != 0 {
            outline.binds(unit).iter().for_each(|word| bound |= of(*word, Form::ANY));
            any = any & !conditions.bound | bound & conditions.bound;
        }
        for word in outline.compared(unit) {
            any |= self.words[*word as usize].set(|meaning| meaning.compared);
        }
        let called = unit.name.map(|name| outline.words[name as usize]);
        if is_route {
            any |= self.fold(&self.route, &here, Form::ANY);
            near |= self.route.set(|meaning| meaning.near);
            source |= self.brings(&self.route);
        }
        if unit.parent.is_some() && called.is_some_and(|name| ROUTES.contains(&name)) {
            any |= self.fold(&self.view, &here, Form::ANY);
            source |= self.brings(&self.view);
        }
        if conditions.heads != 0 {
            // Routes that carry something, or ask for it by a parameter.
            let heads = outline.decorator_words(unit).iter().chain(outline.head_words(unit));
            let is_view =
                || outline.head_words(unit).iter().any(|word| outline.words[*word as usize] == "request");
            let carried = heads.fold(0, |set, word| set | of(*word, Form::ANY));
            any =
                any & !conditions.heads | if is_route || is_view() { carried & conditions.heads } else { 0 };
        }
        any |= self.texts[at].0;
        near |= self.texts[at].1;
        for literal in outline.literals(unit) {
            let before = || {
                let words = literal.before.iter().flatten();
                words.fold(0, |set, word| set | self.words[*word as usize].set(|meaning| meaning.near))
            };
            for (bit, fits) in &self.triggers.literals {
                let asked = any & bit != 0;
                if asked && near & bit != 0 {
                    continue;
                }
                let named = before() & bit != 0;
                if fits(Quoted { text: literal.text, named, asked, sought: literal.sought }) {
                    any |= bit;
                    near |= bit;
                }
            }
        }
        (any & (near | !conditions.near) & (self.file | !conditions.file), source)
    }
}
