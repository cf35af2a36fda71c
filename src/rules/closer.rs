//! The tokens of a part of a file, for a closer look at it before it is parsed: words, string literals and signs.
//!
//! Knows how strings and comments end, nothing of grammar. What it yields of broken code is anybody's guess.

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum Token<'t> {
    /// An identifier, keyword or number.
    Word(&'t str),
    /// The inside of a string literal as written; of one with holes the tokens of the holes come in its place.
    Text(&'t str),
    /// Anything else, blanks left out.
    Sign(u8),
    /// A string with holes, or its end.
    Formatted,
}

/// Strings in holes of strings beyond this depth are taken as texts.
const DEPTH: usize = 3;

/// The tokens of a text.
pub(in crate::rules) struct Tokens<'t>(Vec<Token<'t>>);

impl<'t> Tokens<'t> {
    /// Reads them.
    pub(in crate::rules) fn of(text: &'t str) -> Self {
        let mut found = Vec::with_capacity(text.len() / 4);
        read(text, 0, &mut found);
        Self(found)
    }

    /// All, with their numbers.
    pub(in crate::rules) fn all(&self) -> impl Iterator<Item = (usize, Token<'t>)> + use<'_, 't> {
        self.0.iter().copied().enumerate()
    }

    /// So many tokens before one.
    pub(in crate::rules) fn before(&self, at: usize, by: usize) -> Option<Token<'t>> {
        self.0.get(at.checked_sub(by)?).copied()
    }

    /// So many tokens behind one.
    pub(in crate::rules) fn behind(&self, at: usize, by: usize) -> Option<Token<'t>> {
        self.0.get(at + by).copied()
    }

    /// The tokens of the expression that ends before one, last first; in doubt more, but never beyond [`MAX_OPERAND`].
    pub(in crate::rules) fn operand_before(&self, at: usize) -> Vec<Token<'t>> {
        let all = self.0.get(..at).unwrap_or_default();
        operand(all.iter().rev(), [b'(', b'[', b'{'], [b')', b']', b'}'])
    }

    /// The tokens of the expression that begins with one; likewise.
    pub(in crate::rules) fn operand_from(&self, at: usize) -> Vec<Token<'t>> {
        let all = self.0.get(at..).unwrap_or_default();
        operand(all.iter(), [b')', b']', b'}'], [b'(', b'[', b'{'])
    }
}

/// An expression is not looked at beyond so many tokens.
pub(in crate::rules) const MAX_OPERAND: usize = 64;

/// Up to a bracket that `leaves`, a comma, an assignment or a keyword that no operand holds.
fn operand<'a, 't: 'a>(
    tokens: impl Iterator<Item = &'a Token<'t>>,
    leaves: [u8; 3],
    enters: [u8; 3],
) -> Vec<Token<'t>> {
    const KEYWORDS: &[&str] = &[
        "if", "elif", "else", "and", "or", "not", "return", "assert", "while", "in", "is", "lambda", "yield",
        "for",
    ];
    let (mut depth, mut found) = (0usize, Vec::new());
    for token in tokens.take(MAX_OPERAND) {
        let ends = match token {
            Token::Sign(sign) if enters.contains(sign) => {
                depth += 1;
                false
            }
            Token::Sign(sign) if leaves.contains(sign) => {
                depth = depth.wrapping_sub(1);
                depth == usize::MAX
            }
            Token::Sign(b',' | b':' | b';' | b'=') => depth == 0,
            Token::Word(word) => depth == 0 && KEYWORDS.contains(word),
            _ => false,
        };
        if ends {
            break;
        }
        found.push(*token);
    }
    found
}

/// A sign, as [`Tokens::before`] and [`Tokens::behind`] give it.
pub(in crate::rules) const fn sign<'t>(sign: u8) -> Option<Token<'t>> {
    Some(Token::Sign(sign))
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

fn read<'t>(text: &'t str, depth: usize, found: &mut Vec<Token<'t>>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        let rest = &bytes[at..];
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b'\x0c' | b'\\' => at += 1,
            b'#' => at += memchr::memchr(b'\n', rest).unwrap_or(rest.len()),
            b'"' | b'\'' => at = string(text, at, "", depth, found),
            _ if is_word(byte) => {
                let end = at + rest.iter().position(|byte| !is_word(*byte)).unwrap_or(rest.len());
                let word = text.get(at..end).unwrap_or_default();
                let quoted = matches!(bytes.get(end), Some(b'"' | b'\''));
                if quoted && word.len() < 3 {
                    at = string(text, end, word, depth, found);
                } else {
                    found.push(Token::Word(word));
                    at = end;
                }
            }
            _ => {
                found.push(Token::Sign(byte));
                at += 1;
            }
        }
    }
}

/// Reads a string literal whose first quote stands `at`; gives the place behind it.
fn string<'t>(text: &'t str, at: usize, prefix: &str, depth: usize, found: &mut Vec<Token<'t>>) -> usize {
    let bytes = text.as_bytes();
    let quote = bytes[at];
    let triple = bytes[at..].starts_with(&[quote; 3]);
    let start = at + if triple { 3 } else { 1 };
    let mut end = start;
    let (mut inside, mut behind) = (bytes.len(), bytes.len());
    while let Some(byte) = bytes.get(end).copied() {
        if byte == b'\\' {
            end += 2;
        } else if byte == quote && (!triple || bytes[end..].starts_with(&[quote; 3])) {
            (inside, behind) = (end, end + if triple { 3 } else { 1 });
            break;
        } else {
            end += 1;
        }
    }
    let inner = text.get(start..inside).unwrap_or_default();
    if depth < DEPTH && prefix.contains(['f', 'F', 't', 'T']) {
        found.push(Token::Formatted);
        holes(inner, depth, found);
        found.push(Token::Formatted);
    } else {
        found.push(Token::Text(inner));
    }
    behind
}

/// Reads what stands between braces.
fn holes<'t>(text: &'t str, depth: usize, found: &mut Vec<Token<'t>>) {
    let (mut open, mut start, mut doubled) = (0usize, 0, false);
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'{' if open == 0 && std::mem::take(&mut doubled) => {}
            b'{' if open == 0 && bytes.get(at + 1) == Some(&b'{') => doubled = true,
            b'{' if open == 0 => (open, start) = (1, at + 1),
            b'{' => open += 1,
            b'}' if open == 1 => {
                open = 0;
                read(text.get(start..at).unwrap_or_default(), depth + 1, found);
            }
            b'}' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    // A quote of the same kind inside a hole ended the string too early: what follows comes as tokens of its own.
    if open > 0 {
        read(text.get(start..).unwrap_or_default(), depth + 1, found);
    }
}

#[cfg(test)]
mod tests {
    use super::{Token, Tokens};

    #[test]
    fn strings_and_their_holes() {
        let words = |text: &str| {
            let tokens = Tokens::of(text);
            let words = tokens.all().filter_map(|(_, token)| match token {
                Token::Word(word) => Some(word.to_owned()),
                Token::Text(text) => Some(format!("<{text}>")),
                _ => None,
            });
            words.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(words("log(rb'a\\'b', \"it's\") # no 'word'\nx"), "log <a\\'b> <it's> x");
        assert_eq!(words("f\"{{no}} {user['token']!r:>{width}} end\" + y"), "user <token> r width y");
        assert_eq!(words("'''a\n'b'''.c"), "<a\n'b> c");
        assert_eq!(words("f'{data[\"a\"]}{f\"{b}\"}'"), "data <a> b");
        assert!(words("f\"{d[\"token\"]}\"").contains("token"));
        assert_eq!(words("'open"), "<open>");
    }
}
