//! What the words of one file mean to the matchers.

use super::slice::renames;
use super::triggers::{Homes, Meaning, Set, Triggers, Where};
use crate::rules::Quoted;
use crate::semantic::models::{ROUTE, ROUTES, VIEW};
use crate::syntax::{Form, Outline, Unit};

/// What the words of one file mean.
pub(super) struct Meant<'s> {
    triggers: &'s Triggers,
    /// By word; most mean nothing.
    words: Vec<Option<Box<Meanings>>>,
    route: Meanings,
    view: Meanings,
    /// By word: what is named by the imports that give it its meaning.
    imported: Vec<Option<Box<Homes>>>,
    /// By word: what the words mean that an import gives another name to.
    renamed: Vec<Option<Box<Meanings>>>,
    /// Packages and classes named in the file.
    homes: Homes,
    /// Matchers whose condition on the file is met.
    file: Set,
    /// By part: the matchers that texts in its string literals trigger, and whose second condition they meet.
    texts: Vec<(Set, Set)>,
}

#[derive(Default, Clone)]
struct Meanings {
    any: Vec<(Set, Where, Form)>,
    near: Set,
    homes: Homes,
    source: Set,
    compared: Set,
    is_class: bool,
}

impl Meanings {
    fn take(&mut self, meaning: &Meaning) {
        self.any.extend_from_slice(&meaning.any);
        self.near |= meaning.near;
        self.homes.join(&meaning.homes);
        self.source |= meaning.source;
        self.compared |= meaning.compared;
        self.is_class |= meaning.is_class;
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
        renamed: vec![None; outline.words.len()],
        homes: Homes::default(),
        file: 0,
        texts: Vec::with_capacity(outline.units.len()),
    };
    let mut standing = vec![Form::default(); outline.words.len()];
    for (word, form) in outline.units.iter().flat_map(|unit| outline.uses(unit)) {
        standing[word as usize] = standing[word as usize].and(form);
    }
    for (word, form) in outline.words.iter().zip(standing) {
        let mut own: Option<Box<Meanings>> = None;
        triggers.word(word, &mut |meaning| {
            if form.has(Form::CODE) {
                meant.homes.join(&meaning.homes);
            }
            meant.file |= meaning.file;
            if !meaning.any.is_empty()
                || (meaning.near | meaning.source | meaning.compared) != 0
                || !meaning.homes.is_empty()
            {
                own.get_or_insert_default().take(meaning);
            }
        });
        meant.words.push(own);
    }
    for unit in outline.units.iter().filter(|unit| unit.imports) {
        let mut named = Homes::default();
        for word in outline.mentions(unit) {
            meant.words[*word as usize].iter().for_each(|meanings| named.join(&meanings.homes));
        }
        if renames(outline, unit) {
            let mut all = Meanings::default();
            for word in outline.mentions(unit) {
                meant.words[*word as usize].iter().for_each(|own| all.any.extend_from_slice(&own.any));
            }
            for word in outline.binds(unit).iter().filter(|_| !all.any.is_empty()) {
                meant.renamed[*word as usize].get_or_insert_default().any.extend_from_slice(&all.any);
            }
        }
        if !named.is_empty() {
            for word in outline.binds(unit) {
                meant.imported[*word as usize].get_or_insert_default().join(&named);
            }
        }
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
    triggers.word(ROUTE, &mut |meaning| meant.route.take(meaning));
    triggers.word(VIEW, &mut |meaning| meant.view.take(meaning));
    meant
}

impl Meant<'_> {
    /// The matchers that a word triggers in a part of the file that names `here`, where it stands in these forms.
    fn fold(&self, meanings: &Meanings, here: &Homes, form: Form) -> Set {
        let fits = |place: &Where| match place {
            Where::Anywhere => true,
            Where::Here(home) => here.has(*home),
            Where::File(home, package) => {
                self.homes.has(*home) && package.is_none_or(|package| self.homes.has(package))
            }
        };
        let known = meanings.any.iter().filter(|(_, place, wanted)| wanted.has(form) && fits(place));
        known.fold(0, |set, (bit, ..)| set | bit)
    }

    /// True when a part names a class that models speak of, or something that gives an object of one.
    pub(super) fn names_class(&self, outline: &Outline<'_>, unit: &Unit) -> bool {
        let is_class =
            |word: u32| self.words[word as usize].as_ref().is_some_and(|meanings| meanings.is_class);
        outline.uses(unit).any(|(word, form)| form.has(Form::CODE) && is_class(word))
    }

    /// The matchers that a part of the file may concern, and those whose data it may bring in.
    pub(super) fn triggered(&self, outline: &Outline<'_>, at: usize) -> (Set, Set) {
        let (unit, conditions) = (&outline.units[at], &self.triggers.conditions);
        let (mut any, mut near, mut bound, mut here) = (0, 0, 0, Homes::default());
        let mut source = 0;
        for (word, form) in outline.uses(unit) {
            if let Some(meanings) = &self.words[word as usize] {
                near |= meanings.near;
                if form.has(Form::CODE) {
                    here.join(&meanings.homes);
                    source |= meanings.source;
                }
            }
            if form.has(Form::GLOBAL) {
                self.imported[word as usize].iter().for_each(|homes| here.join(homes));
            }
        }
        let mut decorators = outline.decorator_words(unit).iter();
        let is_route = decorators.any(|word| ROUTES.contains(&outline.words[*word as usize]));
        let of = |word: u32, form: Form| {
            // Under another name it may be anything.
            let renamed = if form.has(Form::CODE) { Form::ANY } else { Form::default() };
            let own = [(&self.words[word as usize], form), (&self.renamed[word as usize], renamed)];
            let known = own.into_iter().filter_map(|(meanings, form)| Some((meanings.as_ref()?, form)));
            known.fold(0, |set, (meanings, form)| set | self.fold(meanings, &here, form))
        };
        outline.uses(unit).for_each(|(word, form)| any |= of(word, form));
        if conditions.bound != 0 {
            outline.binds(unit).iter().for_each(|word| bound |= of(*word, Form::ANY));
            any = any & !conditions.bound | bound & conditions.bound;
        }
        for word in outline.compared(unit) {
            any |= self.words[*word as usize].as_ref().map_or(0, |meanings| meanings.compared);
        }
        let called = unit.name.map(|name| outline.words[name as usize]);
        if is_route {
            any |= self.fold(&self.route, &here, Form::ANY);
            near |= self.route.near;
            source |= self.route.source;
        }
        if unit.parent.is_some() && called.is_some_and(|name| ROUTES.contains(&name)) {
            any |= self.fold(&self.view, &here, Form::ANY);
            source |= self.view.source;
        }
        any |= self.texts[at].0;
        near |= self.texts[at].1;
        for literal in outline.literals(unit) {
            let before = || {
                let words = literal.before.iter().flatten();
                words.fold(0, |set, word| {
                    set | self.words[*word as usize].as_ref().map_or(0, |word| word.near)
                })
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
