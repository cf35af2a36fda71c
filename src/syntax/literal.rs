//! What string and number literals mean.

/// How a string literal begins: its prefix letters and its quotes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Prefix {
    pub(super) raw: bool,
    pub(super) bytes: bool,
    pub(super) format: bool,
    pub(super) template: bool,
}

impl Prefix {
    /// Reads the token that opens a string: `rb"""`.
    pub(super) fn read(start: &str) -> Self {
        let mut prefix = Self::default();
        for letter in start.bytes() {
            match letter {
                b'r' | b'R' => prefix.raw = true,
                b'b' | b'B' => prefix.bytes = true,
                b'f' | b'F' => prefix.format = true,
                b't' | b'T' => prefix.template = true,
                _ => {}
            }
        }
        prefix
    }
}

/// Resolves backslash escapes; `\N{…}` becomes the replacement character, as we carry no name table.
pub(super) fn unescape(text: &str, prefix: Prefix, out: &mut String) {
    if prefix.raw || !text.contains('\\') {
        push_newlines(text, out);
        return;
    }
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        push_newlines(&rest[..at], out);
        rest = &rest[at + 1..];
        let Some(letter) = rest.chars().next() else {
            out.push('\\');
            return;
        };
        let digits = |from: usize, most: usize, radix: u32| {
            let text = &rest[from..];
            let len = text.chars().take(most).take_while(|c| c.is_digit(radix)).count();
            (u32::from_str_radix(&text[..len], radix).ok().and_then(char::from_u32), from + len)
        };
        let plain = |c: char| (Some(c), letter.len_utf8());
        let (value, used) = match letter {
            'n' => plain('\n'),
            't' => plain('\t'),
            'r' => plain('\r'),
            'a' => plain('\x07'),
            'b' => plain('\x08'),
            'f' => plain('\x0c'),
            'v' => plain('\x0b'),
            '\\' | '\'' | '"' => plain(letter),
            '\n' => (None, 1),
            '\r' => (None, if rest.starts_with("\r\n") { 2 } else { 1 }),
            '0'..='7' => digits(0, 3, 8),
            'x' => digits(1, 2, 16),
            'u' if !prefix.bytes => digits(1, 4, 16),
            'U' if !prefix.bytes => digits(1, 8, 16),
            'N' if !prefix.bytes && rest.starts_with("N{") => {
                (Some('\u{fffd}'), rest.find('}').map_or(rest.len(), |end| end + 1))
            }
            other => {
                out.push('\\');
                plain(other)
            }
        };
        out.extend(value);
        rest = &rest[used..];
    }
    push_newlines(rest, out);
}

/// Python reads CRLF and CR inside a literal as LF.
fn push_newlines(text: &str, out: &mut String) {
    if text.contains('\r') {
        out.push_str(&text.replace("\r\n", "\n").replace('\r', "\n"));
    } else {
        out.push_str(text);
    }
}

/// The value of an integer literal when it fits.
pub(super) fn integer(text: &str) -> Option<i64> {
    let plain = text.replace('_', "");
    let lower = plain.to_ascii_lowercase();
    let radix = |digits: &str, radix| i64::from_str_radix(digits, radix).ok();
    match lower.get(..2) {
        Some("0x") => radix(&lower[2..], 16),
        Some("0o") => radix(&lower[2..], 8),
        Some("0b") => radix(&lower[2..], 2),
        _ => radix(&lower, 10),
    }
}

#[cfg(test)]
mod tests {
    use super::{Prefix, integer, unescape};

    #[test]
    fn escapes() {
        let read = |text: &str, start: &str| {
            let mut out = String::new();
            unescape(text, Prefix::read(start), &mut out);
            out
        };
        assert_eq!(read(r"a\n\x41\u00e9\101\q", "\""), "a\nA\u{e9}A\\q");
        assert_eq!(read(r"a\n", "r'"), "a\\n");
        assert_eq!(read(r"\u0041", "b'"), "\\u0041");
        assert_eq!(read("a\\\nb\r\nc", "'"), "ab\nc");
        assert_eq!(read("\\", "'"), "\\");
        assert_eq!(read(r"\N{BULLET}x", "'"), "\u{fffd}x");
    }

    #[test]
    fn integers() {
        assert_eq!(integer("0x_ff"), Some(255));
        assert_eq!(integer("1_000"), Some(1000));
        assert_eq!(integer("99999999999999999999"), None);
    }
}
