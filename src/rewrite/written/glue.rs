//! Writing text and values as one f-string.
//!
//! Writes what Python 3.9 reads; what that takes escapes or reused quotes for, it leaves.

use super::literal::is_visible;

/// A piece of a glued text.
#[derive(Debug, Clone)]
pub(in crate::rewrite) enum Glue {
    Char(char),
    /// As it stands between braces.
    Value(String),
}

/// An f-string for text and values glued together: `f"%{q}%"`. `None` where Python before 3.12 could not read it, or
/// the text needs escapes.
pub(in crate::rewrite) fn glued(pieces: &[Glue], preferred: char) -> Option<String> {
    let other = if preferred == '"' { '\'' } else { '"' };
    let clashes = |quote: char| {
        pieces.iter().any(|piece| match piece {
            Glue::Char(char) => *char == quote,
            Glue::Value(text) => text.contains(quote),
        })
    };
    let quote = [preferred, other].into_iter().find(|quote| !clashes(*quote))?;
    let mut out = format!("f{quote}");
    for piece in pieces {
        match piece {
            Glue::Char('\\') => return None,
            Glue::Char(char) if !is_visible(*char) => return None,
            Glue::Char(brace @ ('{' | '}')) => {
                out.push(*brace);
                out.push(*brace);
            }
            Glue::Char(char) => out.push(*char),
            Glue::Value(text) => {
                if text.contains(['\\', '\n', '\r', '#']) || text.starts_with('{') {
                    return None;
                }
                out.push('{');
                out.push_str(text);
                out.push('}');
            }
        }
    }
    out.push(quote);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glue_takes_the_quote_that_is_free() {
        let value = |text: &str| Glue::Value(text.to_owned());
        assert_eq!(
            glued(&[Glue::Char('%'), value("q"), Glue::Char('%')], '"').as_deref(),
            Some("f\"%{q}%\"")
        );
        assert_eq!(glued(&[Glue::Char('a'), value("d[\"k\"]")], '"').as_deref(), Some("f'a{d[\"k\"]}'"));
        assert_eq!(glued(&[Glue::Char('\''), value("d[\"k\"]")], '"'), None, "3.9 reads no reused quote");
        assert_eq!(glued(&[Glue::Char('{'), value("x")], '\'').as_deref(), Some("f'{{{x}'"));
        assert_eq!(glued(&[Glue::Char('\u{202e}'), value("x")], '\''), None, "nothing that cannot be seen");
    }
}
