//! String literals as written: tokens with prefix, quotes and body, and their characters one by one.
//!
//! Works on text and spans; knows nothing of what a text is for.

use crate::source::Span;

/// One literal of an implicit concatenation.
#[derive(Debug, Clone)]
pub(in crate::rewrite) struct Token {
    /// Prefix and quotes included.
    pub(in crate::rewrite) span: Span,
    /// The letters in front of the quotes.
    pub(in crate::rewrite) prefix: Span,
    /// Between the quotes.
    pub(in crate::rewrite) body: Span,
    /// `'`, `"`, `'''` or `"""`.
    pub(in crate::rewrite) quote: &'static str,
    pub(in crate::rewrite) raw: bool,
    pub(in crate::rewrite) format: bool,
}

/// A character of a literal and the bytes that stand for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letter {
    pub(super) char: char,
    pub(super) span: Span,
}

/// Reads the literals under `span`; `holes` are the brace-to-brace spans of an f-string's holes. `None` for bytes,
/// template strings and anything that is not made of literals.
pub(in crate::rewrite) fn tokens(text: &str, span: Span, holes: &[Span]) -> Option<Vec<Token>> {
    let bytes = text.as_bytes();
    let end = span.end as usize;
    let mut at = span.start as usize;
    let mut found = Vec::new();
    while at < end {
        match *bytes.get(at)? {
            b' ' | b'\t' | b'\n' | b'\r' | b'\\' | b'\x0c' | b'(' | b')' => at += 1,
            b'#' => at += text.get(at..)?.find(['\n', '\r']).unwrap_or(end - at),
            _ => {
                let token = token(text, at, holes)?;
                at = token.span.end as usize;
                found.push(token);
            }
        }
    }
    (at == end && !found.is_empty()).then_some(found)
}

fn token(text: &str, start: usize, holes: &[Span]) -> Option<Token> {
    let bytes = text.as_bytes();
    let mut at = start;
    let (mut raw, mut format) = (false, false);
    while let Some(letter) = bytes.get(at).filter(|letter| letter.is_ascii_alphabetic()) {
        match letter.to_ascii_lowercase() {
            b'r' => raw = true,
            b'f' => format = true,
            b'u' => {}
            _ => return None,
        }
        at += 1;
    }
    let prefix = Span::new(start, at);
    let quote = ["'''", "\"\"\"", "'", "\""].into_iter().find(|quote| text[at..].starts_with(quote))?;
    at += quote.len();
    let body = at;
    loop {
        if let Some(hole) = holes.iter().find(|hole| hole.start as usize == at && !hole.is_empty()) {
            at = hole.end as usize;
            continue;
        }
        if text.get(at..)?.starts_with(quote) {
            break;
        }
        let step = if *bytes.get(at)? == b'\\' { 2 } else { 1 };
        at += step;
        while !text.is_char_boundary(at.min(text.len())) {
            at += 1;
        }
    }
    Some(Token {
        span: Span::new(start, at + quote.len()),
        prefix,
        body: Span::new(body, at),
        quote,
        raw,
        format,
    })
}

/// The characters of a token between two offsets, escapes resolved; in an f-string `{{` and `}}` are one character of
/// two bytes. `None` for an escape that carries no single character here.
pub(super) fn letters(text: &str, token: &Token, from: u32, to: u32, out: &mut Vec<Letter>) -> Option<()> {
    let mut at = from as usize;
    let end = to as usize;
    while at < end {
        let rest = text.get(at..end)?;
        let first = rest.chars().next()?;
        let (char, len) = if first == '\\' && !token.raw {
            let next = rest[1..].chars().next()?;
            match next {
                '\n' => (None, 2),
                '\r' => (None, if rest.starts_with("\\\r\n") { 3 } else { 2 }),
                'n' => (Some('\n'), 2),
                't' => (Some('\t'), 2),
                'r' => (Some('\r'), 2),
                '\\' | '\'' | '"' => (Some(next), 2),
                'a' => (Some('\x07'), 2),
                'b' => (Some('\x08'), 2),
                'f' => (Some('\x0c'), 2),
                'v' => (Some('\x0b'), 2),
                '0'..='7' => numbered(rest, 1, 3, 8)?,
                'x' => numbered(rest, 2, 2, 16)?,
                'u' => numbered(rest, 2, 4, 16)?,
                'U' => numbered(rest, 2, 8, 16)?,
                // The names of characters are not known here.
                'N' => return None,
                _ => (Some('\\'), 1),
            }
        } else if token.format && (rest.starts_with("{{") || rest.starts_with("}}")) {
            (Some(first), 2)
        } else if rest.starts_with("\r\n") {
            (Some('\n'), 2)
        } else {
            (Some(first), first.len_utf8())
        };
        if let Some(char) = char {
            out.push(Letter { char, span: Span::new(at, at + len) });
        }
        at += len;
    }
    Some(())
}

/// The character that an escape gives by number: up to `most` digits from byte `start` of `escape` on; only octal ones
/// may have fewer. Half of a surrogate pair is no character.
fn numbered(escape: &str, start: usize, most: usize, radix: u32) -> Option<(Option<char>, usize)> {
    let digits =
        escape.get(start..)?.bytes().take(most).take_while(|byte| (*byte as char).is_digit(radix)).count();
    if digits == 0 || (radix == 16 && digits < most) {
        return None;
    }
    let number = u32::from_str_radix(escape.get(start..start + digits)?, radix).ok()?;
    Some((Some(char::from_u32(number)?), start + digits))
}

/// False for control characters and for those that hide or reorder what stands beside them.
pub(super) fn is_visible(char: char) -> bool {
    let hides = matches!(
        char,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    );
    !char.is_control() && !hides
}

/// A literal for `text` in the quote given, escaped.
pub(in crate::rewrite) fn write(text: &str, quote: char) -> String {
    // The other quote saves a backslash, as people and formatters write it.
    let other = if quote == '"' { '\'' } else { '"' };
    let quote = if text.contains(quote) && !text.contains(other) { other } else { quote };
    let mut out = String::from(quote);
    for char in text.chars() {
        match char {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            _ if char == quote => {
                out.push('\\');
                out.push(char);
            }
            _ if is_visible(char) => out.push(char),
            _ if u32::from(char) < 0x100 => out.push_str(&format!("\\x{:02x}", u32::from(char))),
            _ => out.push_str(&format!("\\u{:04x}", u32::from(char))),
        }
    }
    out.push(quote);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_of_an_implicit_concatenation() {
        let text = "f'a{x[\"k\"]}' # 'no'\n  rb\"\"";
        assert!(
            tokens(text, Span::new(0, text.len()), &[Span::new(3, 11)]).is_none(),
            "bytes are left alone"
        );
        let text = "f'a{x['k']}' # 'no'\n  r\"\"\"b\"\\\"\"\"\"";
        let found = tokens(text, Span::new(0, text.len()), &[Span::new(3, 11)]).unwrap_or_default();
        let bodies: Vec<&str> = found.iter().map(|token| &text[token.body.range()]).collect();
        assert_eq!(bodies, ["a{x['k']}", "b\"\\\""]);
    }

    #[test]
    fn letters_carry_their_bytes() {
        let text = r"f'a\'{{\%'";
        let token = tokens(text, Span::new(0, text.len()), &[]).unwrap_or_default().remove(0);
        let mut out = Vec::new();
        assert!(letters(text, &token, token.body.start, token.body.end, &mut out).is_some());
        let read: String = out.iter().map(|letter| letter.char).collect();
        assert_eq!(read, "a'{\\%");
        assert_eq!(out[2].span.len(), 2);
    }

    #[test]
    fn escapes_by_number_are_one_character() {
        let read = |text: &str| {
            let token = tokens(text, Span::new(0, text.len()), &[]).unwrap_or_default().remove(0);
            let mut out = Vec::new();
            letters(text, &token, token.body.start, token.body.end, &mut out)?;
            Some(out.iter().map(|letter| (letter.char, letter.span.len())).collect::<Vec<_>>())
        };
        assert_eq!(
            read(r"'\x41\1012\u20ac\U0001f600'"),
            Some(vec![('A', 4), ('A', 4), ('2', 1), ('\u{20ac}', 6), ('\u{1f600}', 10)])
        );
        assert_eq!(read(r"'\ud800'"), None, "half a pair");
        assert_eq!(read(r"'\N{DASH}'"), None);
        assert_eq!(read(r"'\x4'"), None, "Python refuses it too");
        assert_eq!(read(r"r'\x41'").map(|letters| letters.len()), Some(4));
    }

    #[test]
    fn what_cannot_be_seen_is_written_as_an_escape() {
        assert_eq!(write("a\0\u{202e}\u{e9}", '"'), "\"a\\x00\\u202e\u{e9}\"");
    }

    #[test]
    fn written_literals_choose_the_quote_without_escapes() {
        assert_eq!(write("it's", '\''), "\"it's\"");
        assert_eq!(write("a\\\"b'", '"'), r#""a\\\"b'""#);
    }
}
