//! The words that a POSIX shell makes of a command line whose values are not known.

use crate::rewrite::written::{Composed, What};

/// A piece of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Char(char),
    /// A value, by unit.
    Hole(usize),
}

/// A value in a command line.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Its unit.
    pub(super) unit: usize,
    /// The quote that it stands in.
    pub(super) quote: Option<char>,
}

/// What a shell would read.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) words: Vec<Vec<Piece>>,
    /// True when something in it needs a shell: a pipe, a variable, a pattern.
    pub(super) shell: bool,
    pub(super) places: Vec<Place>,
    /// Quoted runs that hold values: their quotes' units, and whether the text in them is plain.
    pub(super) quoted: Vec<(usize, usize, bool)>,
}

const SPECIAL: &str = "|&;<>()$`*?[]{}#!\n";
/// Words that only a shell knows.
const BUILTINS: &[&str] = &[
    ".", "alias", "bg", "cd", "copy", "del", "dir", "eval", "exec", "exit", "export", "fg", "hash", "jobs",
    "popd", "pushd", "read", "set", "shift", "source", "start", "trap", "type", "ulimit", "umask", "unalias",
    "unset", "wait",
];

/// Splits. `None` for quotes that do not close.
pub(super) fn split(template: &Composed) -> Option<Line> {
    let mut line = Line::default();
    let mut word: Option<Vec<Piece>> = None;
    let units = &template.units;
    let mut at = 0;
    while at < units.len() {
        match &units[at].what {
            What::Hole(_) => {
                line.places.push(Place { unit: at, quote: None });
                word.get_or_insert_default().push(Piece::Hole(at));
            }
            What::Char(' ' | '\t') => line.words.extend(word.take()),
            What::Char(quote @ ('\'' | '"')) => {
                let open = at;
                let (mut plain, mut holes) = (true, false);
                let current = word.get_or_insert_default();
                loop {
                    at += 1;
                    match &units.get(at)?.what {
                        What::Char(char) if char == quote => break,
                        What::Char('\\') if *quote == '"' => return None,
                        What::Char(char) => {
                            line.shell |= *quote == '"' && matches!(char, '$' | '`');
                            plain &= char.is_ascii_alphanumeric() || "/._-=:,@%+".contains(*char);
                            current.push(Piece::Char(*char));
                        }
                        What::Hole(_) => {
                            holes = true;
                            line.places.push(Place { unit: at, quote: Some(*quote) });
                            current.push(Piece::Hole(at));
                        }
                    }
                }
                if holes {
                    line.quoted.push((open, at, plain));
                }
            }
            What::Char('\\') => {
                at += 1;
                match &units.get(at)?.what {
                    What::Char(char) if *char != '\n' => {
                        word.get_or_insert_default().push(Piece::Char(*char))
                    }
                    _ => return None,
                }
            }
            What::Char('~') if word.is_none() => {
                line.shell = true;
                word.get_or_insert_default().push(Piece::Char('~'));
            }
            What::Char(char) => {
                line.shell |= SPECIAL.contains(*char);
                word.get_or_insert_default().push(Piece::Char(*char));
            }
        }
        at += 1;
    }
    line.words.extend(word);
    let first: String = line
        .words
        .first()
        .into_iter()
        .flatten()
        .map(|piece| match piece {
            Piece::Char(char) => *char,
            Piece::Hole(_) => '=',
        })
        .collect();
    line.shell |= first.contains('=') || BUILTINS.contains(&first.as_str());
    Some(line)
}
