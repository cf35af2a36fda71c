//! What the language of a constant pattern rules out.
//!
//! Knows patterns only as far as the parser of regular expressions does; of all others nothing is ruled out.

use crate::semantic::models::{Kind, Kinds};

/// What a pattern's whole match rules out: everything where only word characters can match, nothing where we cannot
/// tell. `whole` says that the call itself demands the whole text.
pub(super) fn safe_language(pattern: &str, whole: bool) -> Kinds {
    use regex_syntax::hir::{Class, Hir, HirKind, Look};
    // `$` also matches before a final newline; that newline matters to headers and logs only.
    let pattern = pattern.replace("\\Z", "\\z");
    let Ok(hir) = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(&pattern)
    else {
        return Kinds::NONE;
    };
    if !whole && !anchored(&hir, false) {
        return Kinds::NONE;
    }
    // The characters that a match can hold, without walking deeper than the parser's own bound.
    let mut stack: Vec<&Hir> = vec![&hir];
    let (mut slash, mut dot, mut wild) = (false, false, false);
    let harmless = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    while let Some(hir) = stack.pop() {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(Look::Start | Look::End | Look::StartLF | Look::EndLF) => {}
            HirKind::Look(_) => {}
            HirKind::Literal(literal) => {
                for byte in &literal.0 {
                    slash |= matches!(byte, b'/' | b'\\');
                    dot |= *byte == b'.';
                    wild |= !harmless(*byte) && !matches!(byte, b'/' | b'\\' | b'.');
                }
            }
            HirKind::Class(class) => {
                let ranges: Vec<(u32, u32)> = match class {
                    Class::Unicode(class) => {
                        class.iter().map(|range| (range.start() as u32, range.end() as u32)).collect()
                    }
                    Class::Bytes(class) => {
                        class.iter().map(|range| (range.start() as u32, range.end() as u32)).collect()
                    }
                };
                for (start, end) in ranges {
                    if end - start > 128 {
                        wild = true;
                        continue;
                    }
                    for code in start..=end {
                        let byte = u8::try_from(code).unwrap_or(0);
                        slash |= matches!(byte, b'/' | b'\\');
                        dot |= byte == b'.';
                        wild |= !harmless(byte) && !matches!(byte, b'/' | b'\\' | b'.');
                    }
                }
            }
            HirKind::Repetition(repetition) => stack.push(&repetition.sub),
            HirKind::Capture(capture) => stack.push(&capture.sub),
            HirKind::Concat(parts) | HirKind::Alternation(parts) => stack.extend(parts),
        }
    }
    match (wild, slash, dot) {
        (true, _, _) => Kinds::NONE,
        (false, false, false) => Kinds::ALL,
        // Without a slash it is a file in the folder, and `..` is ruled out where something else must stand there.
        (false, false, true) if demands_more(&hir) => Kinds::except(&[Kind::Url, Kind::Redirect]),
        // `..` alone still names the folder above; a slash makes addresses and paths.
        (false, false, true) => Kinds::except(&[Kind::Path, Kind::Url, Kind::Redirect]),
        (false, true, _) => {
            Kinds::except(&[Kind::Path, Kind::Url, Kind::Redirect, Kind::Regex]) & !Kinds::SLASHES
        }
    }
}

/// True for a pattern of which each match holds something besides dots.
fn demands_more(hir: &regex_syntax::hir::Hir) -> bool {
    use regex_syntax::hir::{Class, HirKind};
    let mut stack = vec![hir];
    while let Some(hir) = stack.pop() {
        match hir.kind() {
            HirKind::Literal(literal) if literal.0.iter().any(|byte| *byte != b'.') => return true,
            HirKind::Class(Class::Bytes(class))
                if !class.iter().any(|range| range.start() <= b'.' && b'.' <= range.end()) =>
            {
                return true;
            }
            HirKind::Repetition(repetition) if repetition.min > 0 => stack.push(&repetition.sub),
            HirKind::Capture(capture) => stack.push(&capture.sub),
            HirKind::Concat(parts) => stack.extend(parts),
            _ => {}
        }
    }
    false
}

/// True for a pattern that demands the beginning of the text.
pub(super) fn begins(pattern: &str) -> bool {
    let parsed = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(pattern);
    parsed.is_ok_and(|hir| anchored(&hir, true))
}

/// True when every way through a pattern goes by the beginning of the text, or by its end.
fn anchored(hir: &regex_syntax::hir::Hir, start: bool) -> bool {
    use regex_syntax::hir::{HirKind, Look};
    let mut stack = vec![hir];
    while let Some(hir) = stack.pop() {
        match hir.kind() {
            HirKind::Look(Look::Start) if start => {}
            HirKind::Look(Look::End) if !start => {}
            HirKind::Alternation(ways) => stack.extend(ways),
            HirKind::Capture(capture) => stack.push(&capture.sub),
            HirKind::Concat(parts) => match if start { parts.first() } else { parts.last() } {
                Some(part) => stack.push(part),
                None => return false,
            },
            _ => return false,
        }
    }
    true
}

/// What is ruled out where all characters that `pattern` matches were replaced by `with`: a pattern such as
/// `[^a-z0-9]` leaves only the characters that it names.
pub(super) fn kept_language(pattern: &str, with: &str) -> Kinds {
    let class = pattern.trim_end_matches(['+', '*']);
    let taken_out = class.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if taken_out.is_some_and(|inside| !inside.starts_with('^') && inside.contains('<')) && !with.contains('<')
    {
        // No tag begins any more.
        return Kinds::of(&[Kind::Html]);
    }
    let ends = matches!(class, "\\s" | "\\n" | "\n" | "\\r?\\n")
        || taken_out.is_some_and(|inside| {
            !inside.starts_with('^') && (inside.contains("\\n") || inside.contains('\n'))
        });
    if ends && !with.contains(['\r', '\n']) {
        return super::lines::LINES;
    }
    let inside = class.strip_prefix("[^").and_then(|rest| rest.strip_suffix(']'));
    let plain = with.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-'));
    match inside {
        Some(inside) if plain && !inside.contains(['[', ']']) => safe_language(&format!("[{inside}]*"), true),
        _ => Kinds::NONE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replacing() {
        assert_eq!(kept_language("[^a-z0-9]+", "-"), Kinds::ALL);
        assert_eq!(kept_language("[^a-z0-9]", "<"), Kinds::NONE);
        assert_eq!(kept_language("[a-z0-9]", ""), Kinds::NONE);
        assert_eq!(kept_language("[^<>]", ""), Kinds::NONE);
        assert!(!kept_language(r"[^\w.]", "").has(Kind::Path));
        assert!(kept_language(r#"[<>&"']"#, "").has(Kind::Html));
        assert_eq!(kept_language("[<>]", "<"), Kinds::NONE);
        assert_eq!(kept_language("<[^>]+>", ""), Kinds::NONE);
    }

    #[test]
    fn languages() {
        assert_eq!(safe_language("[a-z0-9_]+", true), Kinds::ALL);
        assert_eq!(
            safe_language("[a-z0-9_]+", false),
            Kinds::NONE,
            "match without an end lets anything follow"
        );
        assert_eq!(safe_language("^[a-z]+$", false), Kinds::ALL);
        assert_eq!(safe_language(".+", true), Kinds::NONE);
        assert!(!safe_language(r"[\w.]+", true).has(Kind::Path));
        assert!(safe_language(r"[\w.]+", true).has(Kind::Sql));
        assert!(safe_language(r"[\w.]+\.png", true).has(Kind::Path));
        assert!(!safe_language(r"[\w.]+\.", true).has(Kind::Path));
        assert!(!safe_language(r"[\w./]+\.png", true).has(Kind::Path));
        assert_eq!(safe_language("(((", true), Kinds::NONE);
    }
}
