//! The outline of a file: its top-level statements, classes and functions, and the words in each, found without
//! parsing. One pass over the bytes, ten times faster than the parser, so that only what can matter is parsed.
//!
//! Knows nothing of rules and of what names mean. Every byte belongs to exactly one unit, and every identifier outside
//! comments and docstrings counts as a word of its unit: text that confuses the scan can make a unit too large, never
//! hide a word. In strings it does so up to the first blank; [`Outline::literals`] has the rest.

use std::ops::Range;

use super::form::{Form, Stand};
use super::scan::{Scanner, starts_word};
use super::words::{Says, Word, Words, each_word};
use crate::source::Span;

/// A word of the file, by number.
pub type WordId = u32;

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitKind {
    /// A statement at module level or in the body of a class, compound ones whole.
    Statement,
    /// Imports and nothing else.
    Import,
    /// A function or method, decorators included.
    Function,
    /// The head of a class, up to its body; the body's parts are units of their own.
    Class,
}

/// A part of the file.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its bytes, whole lines; comments and blank lines below it are part of it.
    pub span: Span,
    /// Lines before it.
    pub row: u32,
    /// What it is.
    pub kind: UnitKind,
    /// True when an import stands inside, be it with other code: `try: import x …`, `import x; x.run()`.
    pub imports: bool,
    /// The class in whose body it stands.
    pub parent: Option<u32>,
    /// How many of its lines begin with a decorator.
    pub decorators: u32,
    decorator_words: Range<u32>,
    head_words: Range<u32>,
    compared: Range<u32>,
    /// The name of the function or class.
    pub name: Option<WordId>,
    mentions: Range<u32>,
    binds: Range<u32>,
    literals: Range<u32>,
}

/// What a word is that a unit gives a meaning to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// A function, class, import or variable.
    Name,
    /// An attribute of an object.
    Attribute,
    /// A variable's object, which is changed.
    Changed,
    /// A variable that a function declares to be the module's.
    Global,
}

/// The units of a file in order, and their words.
#[derive(Debug, Default)]
pub struct Outline<'t> {
    /// All units; they cover the text without gaps.
    pub units: Vec<Unit>,
    /// Distinct words; a [`WordId`] is an index.
    pub words: Vec<&'t str>,
    /// Lines of the whole text.
    pub rows: u32,
    mentions: Vec<WordId>,
    /// By mention: how the word stands there.
    forms: Vec<Form>,
    binds: Vec<WordId>,
    /// By bind: what it is.
    bound: Vec<Bound>,
    decorator_words: Vec<WordId>,
    head_words: Vec<WordId>,
    literals: Vec<Literal<'t>>,
    compared: Vec<WordId>,
}

/// A string literal.
#[derive(Debug, Clone, Copy)]
pub struct Literal<'t> {
    /// Its inside as written.
    pub text: &'t str,
    /// The words before it in its line, the nearest first, those of other literals included.
    pub before: [Option<WordId>; 3],
    /// `in` or `not in` follows.
    pub sought: bool,
}

impl<'t> Outline<'t> {
    /// An empty one with room for as much as a text of so many bytes usually holds.
    fn with_room(bytes: usize) -> Self {
        Self {
            units: Vec::with_capacity(bytes / 256),
            mentions: Vec::with_capacity(bytes / 24),
            forms: Vec::with_capacity(bytes / 24),
            binds: Vec::with_capacity(bytes / 128),
            bound: Vec::with_capacity(bytes / 128),
            literals: Vec::with_capacity(bytes / 128),
            ..Self::default()
        }
    }

    /// The words of a unit, each once.
    pub fn mentions(&self, unit: &Unit) -> &[WordId] {
        &self.mentions[unit.mentions.start as usize..unit.mentions.end as usize]
    }

    /// The words of a unit with the ways in which they stand there.
    pub fn uses(&self, unit: &Unit) -> impl Iterator<Item = (WordId, Form)> + use<'_, 't> {
        let range = unit.mentions.start as usize..unit.mentions.end as usize;
        self.mentions[range.clone()].iter().copied().zip(self.forms[range].iter().copied())
    }

    /// Words that the unit gives a meaning to: functions, classes, globals, imported names, attributes of objects.
    pub fn binds(&self, unit: &Unit) -> &[WordId] {
        &self.binds[unit.binds.start as usize..unit.binds.end as usize]
    }

    /// Of these, what is no attribute of an object.
    pub fn names(&self, unit: &Unit) -> impl Iterator<Item = WordId> + use<'_, 't> {
        let range = unit.binds.start as usize..unit.binds.end as usize;
        let all = self.binds[range.clone()].iter().zip(&self.bound[range]);
        all.filter(|(_, bound)| **bound == Bound::Name).map(|(word, _)| *word)
    }

    /// What the unit gives a meaning to, with what that is.
    pub fn bindings(&self, unit: &Unit) -> impl Iterator<Item = (WordId, Bound)> + use<'_, 't> {
        let range = unit.binds.start as usize..unit.binds.end as usize;
        self.binds[range.clone()].iter().copied().zip(self.bound[range].iter().copied())
    }

    /// The words of lines that begin with a decorator.
    pub fn decorator_words(&self, unit: &Unit) -> &[WordId] {
        &self.decorator_words[unit.decorator_words.start as usize..unit.decorator_words.end as usize]
    }

    /// The words of lines that begin with `def` or `class`, behind the name.
    pub fn head_words(&self, unit: &Unit) -> &[WordId] {
        &self.head_words[unit.head_words.start as usize..unit.head_words.end as usize]
    }

    /// Words that stand near `==` or `!=`, up to three on either side.
    pub fn compared(&self, unit: &Unit) -> &[WordId] {
        &self.compared[unit.compared.start as usize..unit.compared.end as usize]
    }

    /// The unit's string literals, docstrings left out.
    pub fn literals(&self, unit: &Unit) -> &[Literal<'t>] {
        &self.literals[unit.literals.start as usize..unit.literals.end as usize]
    }
}

/// The outline of a text, or `None` where its lines do not fit together: an open bracket or string at the end, mixed
/// line ends. Such a file has to be parsed whole.
pub fn outline(text: &str) -> Option<Outline<'_>> {
    let mut builder = Builder::new(text);
    Scanner::new(text).run(&mut builder)?;
    Some(builder.finish())
}

/// Where the comments of a text are, or `None` where its lines do not fit together.
pub(super) fn comments(text: &str) -> Option<Vec<Span>> {
    Scanner::new(text).run(&mut Builder { idle: true, ..Builder::new(&text[..0]) })
}

/// A longer text is no name, in bytes.
const MAX_NAME: usize = 120;

/// A text of so many bytes is read at once: with fewer than three words in it, what stands before it is near, too.
const SHORT: usize = 8;

/// What a scan tells of one logical line's start.
pub(super) struct Line<'t> {
    /// Offset of the first byte of the line.
    pub(super) start: usize,
    /// Lines before it.
    pub(super) row: u32,
    /// Columns of white space.
    pub(super) indent: u32,
    /// The first word, or the first byte where that is no word.
    pub(super) first: &'t str,
    /// The second word where the first is `async`.
    pub(super) second: &'t str,
}

struct Container {
    unit: u32,
    header: u32,
    body: Option<u32>,
}

/// Puts lines and words together into units.
pub(super) struct Builder<'t> {
    text: &'t str,
    outline: Outline<'t>,
    words: Words<'t>,
    /// Mentions in the string literals that are being read.
    texts: Vec<u32>,
    /// Only lines are looked at, no words.
    idle: bool,
    containers: Vec<Container>,
    decorated: bool,
    /// Names at depth 0 of the present line, with a dot before or a bracket after.
    pending: Vec<(WordId, bool)>,
    binding: Binding,
    previous: Option<WordId>,
    previous_dotted: bool,
    recent: [Option<WordId>; 3],
    /// Text of a literal whose words stand before `recent`, not read yet.
    passed: Range<usize>,
    /// So many words more stand near a comparison.
    comparing: u8,
}

/// What the names of a line are to their unit.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Binding {
    /// Bound when an assignment sign follows.
    #[default]
    Assigned,
    /// All bound: an import, a `for`, a `global`.
    All,
    /// All are the module's: a `global`.
    Declares,
    /// The next one is bound: `def`, `class`.
    Next,
    /// A decorator's words.
    Decorates,
    /// What follows the name in the line of a function or class.
    Head,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            outline: Outline::with_room(text.len()),
            words: Words::of(text),
            texts: Vec::new(),
            idle: false,
            containers: Vec::new(),
            decorated: false,
            pending: Vec::new(),
            binding: Binding::default(),
            previous: None,
            previous_dotted: false,
            recent: [None; 3],
            passed: 0..0,
            comparing: 0,
        }
    }

    /// A logical line begins. `None` where it fits nowhere.
    pub(super) fn line(&mut self, line: &Line<'t>) -> Option<()> {
        self.pending.clear();
        self.previous = None;
        self.recent = [None; 3];
        self.passed = 0..0;
        self.comparing = 0;
        self.binding = match line.first {
            "import" | "from" | "for" | "with" | "del" | "(" | "[" | "*" => Binding::All,
            "global" | "nonlocal" => Binding::Declares,
            "def" | "class" => Binding::Next,
            "@" => Binding::Decorates,
            "async" if line.second == "def" => Binding::Next,
            "async" => Binding::All,
            _ => Binding::Assigned,
        };
        let level = loop {
            match self.containers.last_mut() {
                None => break 0,
                Some(Container { header, body: body @ None, .. }) if line.indent > *header => {
                    *body = Some(line.indent);
                    break line.indent;
                }
                Some(Container { body: Some(body), .. }) if line.indent >= *body => break *body,
                Some(_) => {
                    self.containers.pop();
                }
            }
        };
        if line.indent > level {
            let unit = self.outline.units.last_mut()?;
            unit.decorators += u32::from(line.first == "@");
            return Some(());
        }
        let parent = self.containers.last().map(|container| container.unit);
        if matches!(line.first, "else" | "elif" | "except" | "finally") {
            return self.outline.units.last().is_some_and(|unit| unit.parent == parent).then_some(());
        }
        let kind = match line.first {
            "def" => UnitKind::Function,
            "async" if line.second == "def" => UnitKind::Function,
            "class" => UnitKind::Class,
            _ => UnitKind::Statement,
        };
        if self.decorated {
            self.decorated = line.first == "@";
            let unit = self.outline.units.last_mut()?;
            unit.kind = kind;
            unit.decorators += u32::from(line.first == "@");
            return Some(());
        }
        self.decorated = line.first == "@";
        // The first unit also has what stands before it: comments, blank lines.
        let (start, row) = if self.outline.units.is_empty() { (0, 0) } else { (line.start, line.row) };
        self.close(start);
        let at = |list: usize| list as u32..list as u32;
        self.outline.units.push(Unit {
            span: Span::new(start, start),
            row,
            kind,
            imports: false,
            parent,
            decorators: u32::from(line.first == "@"),
            name: None,
            mentions: at(self.outline.mentions.len()),
            binds: at(self.outline.binds.len()),
            decorator_words: at(self.outline.decorator_words.len()),
            head_words: at(self.outline.head_words.len()),
            compared: at(self.outline.compared.len()),
            literals: at(self.outline.literals.len()),
        });
        Some(())
    }

    /// A logical line ends; `opens` when a block is to follow.
    pub(super) fn end_line(&mut self, line: &Line<'t>, opens: bool) {
        let Some(at) = self.outline.units.len().checked_sub(1) else { return };
        let level = self.containers.last().map_or(0, |container| container.body.unwrap_or(0));
        if line.indent != level || line.first != "class" {
            return;
        }
        if opens {
            self.containers.push(Container { unit: at as u32, header: line.indent, body: None });
        } else {
            // `class A: pass`: no head without its body.
            self.outline.units[at].kind = UnitKind::Statement;
        }
    }

    /// An identifier.
    pub(super) fn word(&mut self, word: Word, stand: Stand) {
        let Some(at) = self.outline.units.len().checked_sub(1).filter(|_| !self.idle) else { return };
        let Stand { dotted, depth, .. } = stand;
        let id = self.words.number(word);
        let known = &mut self.words.known[id as usize];
        if known.last != at as u32 + 1 {
            known.last = at as u32 + 1;
            known.slot = self.outline.mentions.len() as u32;
            self.outline.mentions.push(id);
            self.outline.forms.push(stand.form);
        } else {
            let form = &mut self.outline.forms[known.slot as usize];
            *form = form.and(stand.form);
        }
        let (slot, says, never_bound) = (known.slot, known.says, known.never_bound);
        self.recent = [Some(id), self.recent[0], self.recent[1]];
        if self.comparing > 0 {
            self.comparing -= 1;
            self.outline.compared.push(id);
        }
        if stand.quoted {
            if stand.form == Form::TEXT {
                self.texts.push(slot);
            }
            return;
        }
        let unit = &mut self.outline.units[at];
        let is_function = unit.kind == UnitKind::Function;
        match says {
            Says::Import if !is_function => {
                unit.imports = true;
                self.binding = Binding::All;
            }
            Says::As => self.binding = Binding::All,
            Says::Changes if dotted => {
                if let Some(changed) = self.previous {
                    let bound = if self.previous_dotted { Bound::Attribute } else { Bound::Changed };
                    self.bind(changed, bound);
                }
            }
            _ => {}
        }
        match self.binding {
            Binding::Decorates => self.outline.decorator_words.push(id),
            Binding::Head => self.outline.head_words.push(id),
            Binding::Next if says != Says::Opens => {
                self.binding = Binding::Head;
                // A function inside a function is no name of the module.
                let name = &mut self.outline.units[at].name;
                if name.is_none() {
                    *name = Some(id);
                    self.bind(id, Bound::Name);
                }
            }
            _ if never_bound => {}
            Binding::Declares => self.bind(id, Bound::Global),
            Binding::All if !is_function => self.bind(id, Bound::Name),
            Binding::All if depth == 0 && !dotted => self.bind(id, Bound::Name),
            _ if depth == 0 && (!is_function || dotted || stand.indexed) => {
                // `a.b = c` gives `b` a meaning, not `a`.
                if dotted && self.pending.last().map(|(last, _)| *last) == self.previous {
                    self.pending.pop();
                }
                self.pending.push((id, dotted));
            }
            _ => {}
        }
        self.previous = Some(id);
        self.previous_dotted = dotted;
    }

    /// An assignment sign outside brackets: the names before it are bound.
    pub(super) fn assigned(&mut self) {
        // In a function only what has an index behind it can be more than a name of its own.
        let unit = self.outline.units.last();
        let is_function = unit.is_some_and(|unit| unit.kind == UnitKind::Function);
        let plain = if is_function { Bound::Changed } else { Bound::Name };
        for (id, dotted) in self.pending.drain(..) {
            self.outline.binds.push(id);
            self.outline.bound.push(if dotted { Bound::Attribute } else { plain });
        }
    }

    fn bind(&mut self, id: WordId, bound: Bound) {
        self.outline.binds.push(id);
        self.outline.bound.push(bound);
    }

    /// `==` or `!=`
    pub(super) fn compare(&mut self) {
        self.recall();
        self.outline.compared.extend(self.recent.iter().flatten());
        self.comparing = 3;
    }

    /// Words come that stand near a comparison.
    pub(super) fn is_comparing(&self) -> bool {
        self.comparing > 0
    }

    /// A text of a literal was passed over.
    pub(super) fn passed(&mut self, text: Range<usize>) {
        if self.idle || text.is_empty() {
            return;
        }
        if text.len() > SHORT {
            self.recent = [None; 3];
            self.passed = text;
            return;
        }
        let mut recent = self.recent();
        each_word(&self.text.as_bytes()[..text.end], text.start, &mut |word| {
            recent = [Some(self.words.number(word)), recent[0], recent[1]];
        });
        self.recent = recent;
    }

    /// Reads the last words of what was passed over, as far as fewer than three stand behind it.
    fn recall(&mut self) {
        let bytes = self.text.as_bytes();
        let Range { start, mut end } = std::mem::take(&mut self.passed);
        let goes_on =
            |at: &usize| bytes[*at].is_ascii_digit() || starts_word(bytes[*at]) || bytes[*at] >= 0x80;
        for slot in self.recent.iter_mut().filter(|slot| slot.is_none()) {
            // Digits in front of a word are none of its letters, and by themselves they are no word.
            *slot = loop {
                let Some(last) = (start..end).rev().find(goes_on) else { return };
                end = (start..last).rev().find(|at| !goes_on(at)).map_or(start, |before| before + 1);
                if let Some(from) = (end..=last).find(|at| starts_word(bytes[*at])) {
                    break Some(self.words.number(Word::at(bytes, from)));
                }
            };
        }
    }

    /// A string literal begins: the words before it.
    pub(super) fn recent(&mut self) -> [Option<WordId>; 3] {
        self.recall();
        self.recent
    }

    /// A string literal begins: its words come from here on.
    pub(super) fn texts(&self) -> usize {
        self.texts.len()
    }

    /// A string literal ends: where it may name something, its words count as names.
    pub(super) fn quoted(&mut self, from: usize, text: &str) {
        if text.len() <= MAX_NAME && !text.contains([' ', '\n', '/', '-', '<']) {
            for slot in &self.texts[from..] {
                let form = &mut self.outline.forms[*slot as usize];
                *form = form.and(Form::QUOTED);
            }
        }
        self.texts.truncate(from);
    }

    /// The inside of a string literal, and the words before it.
    pub(super) fn literal(&mut self, start: usize, end: usize, before: [Option<WordId>; 3], sought: bool) {
        if let Some(text) = self.text.get(start..end)
            && !self.outline.units.is_empty()
        {
            self.outline.literals.push(Literal { text, before, sought });
        }
    }

    fn close(&mut self, end: usize) {
        if let Some(unit) = self.outline.units.last_mut() {
            unit.span.end = end as u32;
            unit.mentions.end = self.outline.mentions.len() as u32;
            unit.binds.end = self.outline.binds.len() as u32;
            unit.compared.end = self.outline.compared.len() as u32;
            unit.decorator_words.end = self.outline.decorator_words.len() as u32;
            unit.head_words.end = self.outline.head_words.len() as u32;
            unit.literals.end = self.outline.literals.len() as u32;
        }
    }

    fn finish(mut self) -> Outline<'t> {
        self.close(self.text.len());
        self.outline.words = self.words.texts;
        for unit in self.outline.units.iter_mut().filter(|unit| unit.imports) {
            let text = self.text.get(unit.span.range()).unwrap_or_default();
            if unit.kind == UnitKind::Statement && only_imports(text) {
                unit.kind = UnitKind::Import;
            }
        }
        self.outline
    }

    pub(super) fn rows(&mut self, rows: u32) {
        self.outline.rows = rows;
    }
}

/// True when a statement with an import in it does nothing else. What is not sure does more.
fn only_imports(text: &str) -> bool {
    let mut code = text.split('\n').map(|line| line.split('#').next().unwrap_or(line));
    // The brackets of an import are the only thing beside names and commas.
    let plain =
        |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ',' | '*' | '\\' | ')') || c.is_whitespace();
    code.all(|line| match line.split_once('(') {
        Some((before, after)) => {
            before.trim_end().ends_with("import") && before.chars().all(plain) && after.chars().all(plain)
        }
        None => line.chars().all(plain),
    })
}

#[cfg(test)]
#[path = "outline_tests.rs"]
mod tests;
