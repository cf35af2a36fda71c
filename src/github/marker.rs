//! Hidden marks in what hognose posts, by which it knows its own words again.
//!
//! An HTML comment with the tool's name, a version, and words of lower-case letters and digits: nothing from the code
//! under review, never `--`. Anyone can paste one, so a mark alone proves nothing: see [`super::plan`].

use crate::finding::Fingerprint;

/// What a mark says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// The comment is about this finding.
    Finding(String),
    /// The finding was gone when the comment was last looked at.
    Gone,
    /// The review is about this head commit; the second word is the same for the same content.
    Review(String, String),
    /// Findings that the review's body lists.
    Listed(Vec<String>),
    /// There were more than can be marked: from then on, what is not known counts as said.
    Rest,
}

const OPEN: &str = "<!-- hognose v1 ";
const CLOSE: &str = " -->";
/// Nothing that hognose posts has more.
const MAX_MARKS: usize = 64;
/// So many fingerprints are marked in a body; 17 characters each.
pub const MAX_LISTED: usize = 2_000;

impl Mark {
    /// The mark as it stands in the text.
    pub fn text(&self) -> String {
        let words = match self {
            Self::Finding(print) => format!("finding {print}"),
            Self::Gone => "gone".to_owned(),
            Self::Review(head, content) => format!("review {head} {content}"),
            Self::Listed(prints) => format!("listed {}", prints.join(" ")),
            Self::Rest => "rest".to_owned(),
        };
        format!("{OPEN}{words}{CLOSE}")
    }
}

/// The mark of a finding.
pub fn of(print: &Fingerprint) -> Mark {
    Mark::Finding(print.as_str().to_owned())
}

/// The marks at the head of a text, in order. What is not exactly as [`Mark::text`] writes it is no mark. What follows
/// the first other line is not looked at: code under review is quoted there, and may hold marks of its own.
pub fn read(text: &str) -> Vec<Mark> {
    let words = text.lines().map_while(|line| line.strip_prefix(OPEN)?.strip_suffix(CLOSE));
    words.map_while(parse).take(MAX_MARKS).collect()
}

fn parse(words: &str) -> Option<Mark> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b' ';
    if !words.bytes().all(plain) {
        return None;
    }
    let words: Vec<&str> = words.split(' ').collect();
    let print = |word: &&str| word.len() == 16 && is_hex(word);
    match words.as_slice() {
        ["finding", one] if print(one) => Some(Mark::Finding((*one).to_owned())),
        ["gone"] => Some(Mark::Gone),
        ["rest"] => Some(Mark::Rest),
        ["review", head, content] if is_hex(head) && print(content) => {
            Some(Mark::Review((*head).to_owned(), (*content).to_owned()))
        }
        ["listed", prints @ ..] if prints.len() <= MAX_LISTED && prints.iter().all(print) => {
            Some(Mark::Listed(prints.iter().map(|print| (*print).to_owned()).collect()))
        }
        _ => None,
    }
}

fn is_hex(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_as_they_are_written() {
        let marks = vec![
            of(&Fingerprint::of(&["a"])),
            Mark::Gone,
            Mark::Review("ab".repeat(20), "0123456789abcdef".into()),
            Mark::Listed(vec!["0123456789abcdef".into(), "fedcba9876543210".into()]),
            Mark::Rest,
        ];
        let text: Vec<String> = marks.iter().map(Mark::text).collect();
        assert!(text.iter().all(|mark| !mark[4..mark.len() - 3].contains("--")));
        assert_eq!(read(&format!("{}\r\nwords\n{}", text.join("\n"), Mark::Gone.text())), marks);
    }

    #[test]
    fn what_others_write_is_no_mark() {
        for text in [
            "words\n<!-- hognose v1 gone -->",
            " <!-- hognose v1 gone -->",
            "`<!-- hognose v1 gone -->`",
            "<!-- hognose v1 finding 0123 -->",
            "<!-- hognose v1 finding 0123456789ABCDEF -->",
            "<!-- hognose v2 gone -->",
            "<!-- hognose v1 gone --> x",
            "<!-- hognose v1 listed 0123456789abcdef x -->",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
        assert_eq!(read(&"<!-- hognose v1 gone -->\n".repeat(1000)).len(), MAX_MARKS);
    }
}
