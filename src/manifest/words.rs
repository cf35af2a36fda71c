//! A shell text as simple commands of words. Knows no command.

use crate::source::Span;

/// A word of a command, quotes taken off.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) text: String,
    /// The bytes inside the quotes.
    pub(super) span: Span,
    /// With the quotes.
    pub(super) whole: Span,
    /// Holds the value of a variable or of a command.
    pub(super) variable: bool,
}

/// Splits a shell text into simple commands: at line ends, `;`, `&`, `|`, brackets; backslashes join lines. What a
/// here-document holds is commands only where a shell reads it.
pub(super) fn commands(text: &str, base: usize) -> Vec<Vec<Word>> {
    let bytes = text.as_bytes();
    let (mut all, mut words): (Vec<Vec<Word>>, Vec<Word>) = (Vec::new(), Vec::new());
    let mut at = 0;
    let mut line = 0;
    while at < bytes.len() {
        match bytes[at] {
            b' ' | b'\t' | b'\r' => at += 1,
            b'\\' if matches!(bytes.get(at + 1), Some(b'\n')) => at += 2,
            b'\\' if bytes[at + 1..].starts_with(b"\r\n") => at += 3,
            b'#' => at += memchr::memchr(b'\n', &bytes[at..]).unwrap_or(bytes.len() - at),
            b'\n' => {
                all.push(std::mem::take(&mut words));
                at += 1;
                at += here_documents(text.get(at..).unwrap_or_default(), &all[line..]);
                line = all.len();
            }
            b';' | b'&' | b'|' | b'(' | b')' | b'`' => {
                all.push(std::mem::take(&mut words));
                at += 1;
            }
            b'{' | b'}' if bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace) => {
                all.push(std::mem::take(&mut words));
                at += 1;
            }
            _ => {
                let (word, end) = word(text, at, base);
                words.push(word);
                at = end.max(at + 1);
            }
        }
    }
    all.push(words);
    all.retain(|words| !words.is_empty());
    all
}

/// How many bytes of `rest` are here-documents that the commands of the line before it begin, and that no shell reads.
fn here_documents(rest: &str, line: &[Vec<Word>]) -> usize {
    if line.iter().flatten().any(|word| is_shell(&word.text)) { 0 } else { bodies(rest, line) }
}

/// How many bytes of `rest` are here-documents that the commands of the line before it begin. One without an end is none,
/// and hides nothing.
pub(super) fn bodies(rest: &str, line: &[Vec<Word>]) -> usize {
    let words: Vec<&str> = line.iter().flatten().map(|word| word.text.as_str()).collect();
    let mut skipped = 0;
    for (at, word) in words.iter().enumerate() {
        let Some(end) = word.strip_prefix("<<").filter(|rest| !rest.starts_with('<')) else { continue };
        let end = match end.trim_start_matches('-') {
            "" => words.get(at + 1).copied().unwrap_or_default(),
            end => end,
        };
        let mut len = 0;
        let mut lines = rest.get(skipped..).unwrap_or_default().split_inclusive('\n');
        let found = lines.any(|line| {
            len += line.len();
            line.trim() == end
        });
        if !found {
            return skipped;
        }
        skipped += len;
    }
    skipped
}

/// True for a program that takes commands from its input.
pub(super) fn is_shell(word: &str) -> bool {
    let name = word.rsplit('/').next().unwrap_or(word);
    matches!(name, "sh" | "bash" | "dash" | "zsh" | "ksh" | "su" | "ssh")
}

/// Reads one word from byte `start`.
fn word(text: &str, start: usize, base: usize) -> (Word, usize) {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let mut variable = false;
    let mut at = start;
    let mut quote: Option<u8> = None;
    let mut pieces = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        match quote {
            Some(mark) if byte == mark => {
                quote = None;
                at += 1;
                continue;
            }
            None if matches!(byte, b'\'' | b'"') => {
                quote = Some(byte);
                pieces += 1;
                at += 1;
                continue;
            }
            None if matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b';' | b'&' | b'|' | b'(' | b')') => break,
            // `foo>=1` without quotes writes a file; people mean the requirement all the same.
            _ => {}
        }
        if byte == b'\\' && quote != Some(b'\'') {
            if bytes.get(at + 1) == Some(&b'\n') {
                at += 2;
                continue;
            }
            at += 1;
            let Some(next) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
            out.push(next);
            at += next.len_utf8();
            pieces += 2;
            continue;
        }
        if byte == b'$' && quote != Some(b'\'') {
            variable = true;
            // The inside of `$( … )` and `${ … }` is one word with what stands around it.
            let close = match bytes.get(at + 1) {
                Some(b'(') => Some(b')'),
                Some(b'{') => Some(b'}'),
                _ => None,
            };
            if let Some(close) = close {
                let len = memchr::memchr2(close, b'\n', &bytes[at..]).unwrap_or(bytes.len() - at - 1) + 1;
                let end = text.floor_char_boundary((at + len).min(text.len()));
                out.push_str(&text[at..end]);
                at = end.max(at + 1);
                continue;
            }
        }
        if byte == b'`' {
            variable = true;
        }
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        out.push(c);
        at += c.len_utf8();
    }
    let whole = Span::new(base + start, base + at);
    // In quotes as a whole, or not at all: else parts have no bytes of their own.
    let quoted = pieces == 1 && matches!(bytes[start], b'\'' | b'"') && at >= start + 2;
    let span = match (pieces, quoted) {
        (_, true) => Span::new(base + start + 1, base + at - 1),
        _ => whole,
    };
    (Word { text: out, span, whole, variable }, at)
}

#[cfg(test)]
mod tests {
    use super::commands;

    fn texts(text: &str) -> Vec<String> {
        let joined =
            |words: Vec<super::Word>| words.into_iter().map(|word| word.text).collect::<Vec<_>>().join(" ");
        commands(text, 0).into_iter().map(joined).collect()
    }

    #[test]
    fn here_documents_are_no_commands_unless_a_shell_reads_them() {
        assert_eq!(
            texts("cat <<EOF > x\npip install a\nEOF\npip install b\n"),
            ["cat <<EOF > x", "pip install b"]
        );
        assert_eq!(texts("tee x <<- 'E'\n\tpip\n\tE\nls\n"), ["tee x <<- E", "ls"]);
        assert!(texts("bash <<EOF\npip install a\nEOF\n").contains(&"pip install a".to_owned()));
        assert!(texts("cat <<EOF | sh\npip install a\nEOF\n").contains(&"pip install a".to_owned()));
        // Without an end it is no document that can hide anything.
        assert!(texts("cat <<EOF\npip install a\n").contains(&"pip install a".to_owned()));
        assert_eq!(texts("cat <<< x\npip install a\n"), ["cat <<< x", "pip install a"]);
    }
}
