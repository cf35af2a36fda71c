//! Where in an SQL text values stand: which holes a placeholder can take the place of.
//!
//! Reads as much of SQL as that takes: quotes, comments, words. What it cannot place is not bindable.

use crate::rewrite::written::{Composed, Glue, Unit, What};

/// A run of units that one placeholder takes the place of.
#[derive(Debug)]
pub(super) struct Bind {
    /// First unit; an opening quote when the value is quoted.
    pub(super) first: usize,
    /// Last unit.
    pub(super) last: usize,
    /// What the parameter is made of.
    pub(super) pieces: Vec<Glue>,
    /// The holes among them, by unit.
    pub(super) holes: Vec<usize>,
    pub(super) quoted: bool,
    /// The word before it, upper case: `LIKE`, `LIMIT`, `=`.
    pub(super) after: String,
}

/// What reading found.
#[derive(Debug)]
pub(super) struct Read {
    /// Values, in order.
    pub(super) binds: Vec<Bind>,
    /// Units of placeholders that stood there before: `?`, `%s`, `$1`, `:name`, in order with the binds.
    pub(super) marks: Vec<usize>,
    /// A hole that must go cannot be bound.
    pub(super) stuck: bool,
}

/// First words of statements that take parameters anywhere a value may stand.
const STATEMENTS: &[&str] = &["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "REPLACE", "MERGE", "VALUES"];
/// First words of statements that take none.
const OTHERS: &[&str] = &[
    "CREATE", "ALTER", "DROP", "PRAGMA", "SET", "GRANT", "REVOKE", "TRUNCATE", "ATTACH", "DETACH", "VACUUM",
    "USE", "SHOW", "EXEC", "EXECUTE", "CALL", "BEGIN", "COPY", "LOAD", "ANALYZE", "EXPLAIN", "DESCRIBE",
    "COMMENT", "LOCK", "LISTEN", "NOTIFY", "DO", "DECLARE", "KILL",
];
/// After these a value stands.
const BEFORE_VALUE: &[&str] = &[
    "=", "<>", "!=", "<", ">", "<=", ">=", "==", "LIKE", "ILIKE", "GLOB", "REGEXP", "RLIKE", "BETWEEN",
    "LIMIT", "OFFSET", "||", "+", "-", "*", "/",
];
/// Typed literals: the text after the word is part of the syntax.
const TYPED: &[&str] = &["INTERVAL", "DATE", "TIMESTAMP", "TIME", "TIMESTAMPTZ", "COLLATE", "ESCAPE", "AS"];

/// Reads the template. `must` tells the units of holes that have to go; others stay when they are not quoted.
/// `fragment` is for clauses such as Django's `extra(where=…)`.
pub(super) fn read(template: &Composed, fragment: bool, must: &dyn Fn(&Unit) -> bool) -> Read {
    let mut reader = Reader {
        units: &template.units,
        at: 0,
        words: Vec::new(),
        parens: Vec::new(),
        found: Read { binds: Vec::new(), marks: Vec::new(), stuck: false },
        must,
    };
    reader.run();
    let first = reader.words.iter().find(|word| *word != "(").cloned().unwrap_or_default();
    let fine = STATEMENTS.contains(&first.as_str()) || (fragment && !OTHERS.contains(&first.as_str()));
    reader.found.stuck |= !fine;
    reader.found
}

struct Reader<'a> {
    units: &'a [Unit],
    at: usize,
    /// Words and operators so far; a value is `?`.
    words: Vec<String>,
    /// For each open parenthesis, whether it holds a row of `VALUES`.
    parens: Vec<bool>,
    found: Read,
    must: &'a dyn Fn(&Unit) -> bool,
}

impl Reader<'_> {
    fn char(&self, at: usize) -> Option<char> {
        match self.units.get(at)?.what {
            What::Char(char) => Some(char),
            What::Hole(_) => None,
        }
    }

    fn word(&self, back: usize) -> &str {
        self.words.len().checked_sub(back).and_then(|at| self.words.get(at)).map_or("", String::as_str)
    }

    fn run(&mut self) {
        while self.at < self.units.len() {
            let Some(char) = self.char(self.at) else {
                self.bare_hole();
                self.at += 1;
                continue;
            };
            match char {
                _ if char.is_whitespace() => self.at += 1,
                '\'' => self.quoted(),
                '"' | '`' => self.skip_to(|reader| reader.char(reader.at) == Some(char)),
                '[' => self.skip_to(|reader| reader.char(reader.at) == Some(']')),
                '-' if self.char(self.at + 1) == Some('-') => {
                    self.skip_to(|reader| reader.char(reader.at) == Some('\n'));
                }
                '/' if self.char(self.at + 1) == Some('*') => self.skip_to(|reader| {
                    reader.char(reader.at) == Some('/') && reader.char(reader.at - 1) == Some('*')
                }),
                '$' if !self.char(self.at + 1).is_some_and(|c| c.is_ascii_digit()) => {
                    // Dollar quoting: nothing behind it is read.
                    self.found.stuck = true;
                    self.at = self.units.len();
                }
                ';' => {
                    let rest = &self.units[self.at + 1..];
                    let blank =
                        |unit: &Unit| matches!(unit.what, What::Char(c) if c.is_whitespace() || c == ';');
                    self.found.stuck |= !rest.iter().all(blank);
                    self.at = self.units.len();
                }
                '(' => {
                    let row = self.word(1) == "VALUES" || (self.word(1) == "," && self.word(2) == "ROW)");
                    self.parens.push(row);
                    self.words.push("(".to_owned());
                    self.at += 1;
                }
                ')' => {
                    let row = self.parens.pop().unwrap_or(false);
                    self.words.push(if row { "ROW)" } else { ")" }.to_owned());
                    self.at += 1;
                }
                ',' => {
                    self.words.push(",".to_owned());
                    self.at += 1;
                }
                '?' => self.mark(1),
                '$' => self.mark_while(|c| c.is_ascii_digit()),
                '%' if self.char(self.at + 1) == Some('s') => self.mark(2),
                ':' if self.char(self.at + 1) == Some(':') => {
                    self.words.push("::".to_owned());
                    self.at += 2;
                }
                ':' if self.char(self.at + 1).is_some_and(|c| c.is_alphanumeric() || c == '_') => {
                    self.mark_while(|c| c.is_alphanumeric() || c == '_');
                }
                _ if char.is_alphanumeric() || char == '_' || char == '.' || char == '@' => self.plain_word(),
                _ => self.operator(),
            }
        }
    }

    fn mark(&mut self, len: usize) {
        self.found.marks.push(self.at);
        self.words.push("?".to_owned());
        self.at += len;
    }

    fn mark_while(&mut self, fits: fn(char) -> bool) {
        let start = self.at;
        self.at += 1;
        while self.char(self.at).is_some_and(fits) {
            self.at += 1;
        }
        self.found.marks.push(start);
        self.words.push("?".to_owned());
    }

    fn plain_word(&mut self) {
        let mut word = String::new();
        while let Some(char) =
            self.char(self.at).filter(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '@' | '$'))
        {
            word.extend(char.to_uppercase());
            self.at += 1;
        }
        self.words.push(word);
    }

    fn operator(&mut self) {
        let mut word = String::new();
        while let Some(char) = self.char(self.at).filter(|c| "=<>!|+-*/&^~#%".contains(*c)) {
            if (char == '-' && self.char(self.at + 1) == Some('-'))
                || (char == '/' && self.char(self.at + 1) == Some('*'))
            {
                break;
            }
            word.push(char);
            self.at += 1;
        }
        if word.is_empty() {
            self.at += 1;
            word.push('~');
        }
        self.words.push(word);
    }

    /// Quoted names and comments: holes in them are not values.
    fn skip_to(&mut self, done: impl Fn(&Self) -> bool) {
        let start = self.at;
        self.at += 1;
        while self.at < self.units.len() && !done(self) {
            if matches!(self.units[self.at].what, What::Hole(_)) {
                self.found.stuck |= (self.must)(&self.units[self.at]);
            }
            self.at += 1;
        }
        self.at = (self.at + 1).min(self.units.len());
        if matches!(self.char(start), Some('"' | '`' | '[')) {
            self.words.push("NAME".to_owned());
        }
    }

    /// `'…'`: one value, whatever holes are in it.
    fn quoted(&mut self) {
        let first = self.at;
        // `E'…'`, `N'…'`: the letter is part of the literal.
        let prefixed = first > 0
            && matches!(self.units[first - 1].what, What::Char(c) if c.is_alphanumeric() || c == '_' || c == '\'');
        let mut pieces = Vec::new();
        let mut holes = Vec::new();
        let mut backslash = false;
        self.at += 1;
        loop {
            let Some(unit) = self.units.get(self.at) else {
                self.found.stuck |=
                    holes.iter().any(|at: &usize| (self.must)(&self.units[*at])) || !holes.is_empty();
                return;
            };
            match &unit.what {
                What::Char('\'') if self.char(self.at + 1) == Some('\'') => {
                    pieces.push(Glue::Char('\''));
                    self.at += 2;
                    continue;
                }
                What::Char('\'') => break,
                What::Char(char) => {
                    backslash |= *char == '\\';
                    pieces.push(Glue::Char(*char));
                }
                What::Hole(hole) => {
                    holes.push(self.at);
                    pieces.push(Glue::Value(hole.braced.clone()));
                }
            }
            self.at += 1;
        }
        let last = self.at;
        self.at += 1;
        let must = holes.iter().any(|at| (self.must)(&self.units[*at]));
        if must {
            let after = self.word(1).to_owned();
            let typed = TYPED.contains(&after.as_str()) || after == ".";
            self.found.stuck |= typed || prefixed || backslash;
            self.found.binds.push(Bind { first, last, pieces, holes, quoted: true, after });
        }
        self.words.push("?".to_owned());
    }

    /// A hole outside quotes: a value when what stands before it says so.
    fn bare_hole(&mut self) {
        let at = self.at;
        let unit = &self.units[at];
        let What::Hole(hole) = &unit.what else { return };
        if !(self.must)(unit) {
            self.words.push("HOLE".to_owned());
            return;
        }
        let joins =
            |char: Option<char>| char.is_some_and(|c| c.is_alphanumeric() || "_.'\"`$@%:[(".contains(c));
        let before = at.checked_sub(1).and_then(|at| self.char(at));
        let next_is_hole = matches!(self.units.get(at + 1).map(|unit| &unit.what), Some(What::Hole(_)));
        let before_is_hole = at > 0 && matches!(self.units[at - 1].what, What::Hole(_));
        let cast = self.char(at + 1) == Some(':') && self.char(at + 2) == Some(':');
        let glued = (before.is_some_and(|c| c != '(') && joins(before))
            || (joins(self.char(at + 1)) && !cast)
            || next_is_hole
            || before_is_hole;
        let word = self.word(1);
        let in_row = self.parens.last() == Some(&true) && matches!(word, "(" | ",");
        let between = word == "AND" && self.word(2) == "?" && self.word(3) == "BETWEEN";
        let paging = word == "," && self.word(2) == "?" && self.word(3) == "LIMIT";
        // `SELECT *` and `COUNT(*)` end in an operator too; an operand has to stand before arithmetic.
        let arithmetic = matches!(word, "*" | "-" | "+" | "/");
        let operand = !matches!(self.word(2), "" | "SELECT" | "(" | "," | "DISTINCT");
        let value = (BEFORE_VALUE.contains(&word) && (!arithmetic || operand)) || in_row || between || paging;
        let after = if in_row { "VALUES".to_owned() } else { word.to_owned() };
        if glued || !value {
            self.found.stuck = true;
        }
        self.found.binds.push(Bind {
            first: at,
            last: at,
            pieces: vec![Glue::Value(hole.braced.clone())],
            holes: vec![at],
            quoted: false,
            after,
        });
        self.words.push("?".to_owned());
    }
}
