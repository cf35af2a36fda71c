//! What the language of a constant pattern rules out.
//!
//! Knows patterns only as far as the parser of regular expressions does; of all others nothing is ruled out.

use std::borrow::Cow;

use regex_syntax::hir::{Class, Hir, HirKind, Look};

use crate::semantic::models::{Kind, Kinds};

/// Longer patterns, in bytes, are not read: checks read them anew wherever somebody asks.
const MAX_PATTERN: usize = 8 * 1024;

/// What a pattern's whole match rules out: everything where only word characters can match, nothing where we cannot
/// tell. `whole` says that the call itself demands the whole text.
pub(super) fn safe_language(pattern: &str, whole: bool) -> Kinds {
    let Some(hir) = parsed(pattern) else { return Kinds::NONE };
    if !whole && !anchored(&hir, false) {
        return Kinds::NONE;
    }
    ruled_out(&hir)
}

/// The pattern as the parser reads it. Looking around adds nothing to what is matched, so it is left out.
pub(super) fn parsed(pattern: &str) -> Option<Hir> {
    if pattern.len() > MAX_PATTERN {
        return None;
    }
    // `$` also matches before a final newline; that newline matters to headers and logs only.
    let pattern = pattern.replace("\\Z", "\\z");
    let pattern = blanks_kept(&pattern);
    let pattern = without_looks(&pattern)?;
    regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(&pattern).ok()
}

/// Where blanks say nothing, `(?x)`, they still do inside of brackets, in Python.
fn blanks_kept(pattern: &str) -> Cow<'_, str> {
    let flags = pattern.strip_prefix("(?").and_then(|rest| rest.split_once(')'));
    if !flags
        .is_some_and(|(flags, _)| flags.contains('x') && flags.bytes().all(|flag| flag.is_ascii_lowercase()))
    {
        return Cow::Borrowed(pattern);
    }
    let (mut kept, mut class, mut escaped) = (String::with_capacity(pattern.len()), false, false);
    for letter in pattern.chars() {
        if class && !escaped && letter.is_ascii_whitespace() {
            kept.push('\\');
        }
        match letter {
            '[' if !escaped => class = true,
            ']' if !escaped => class = false,
            _ => {}
        }
        escaped = letter == '\\' && !escaped;
        kept.push(letter);
    }
    Cow::Owned(kept)
}

/// A pattern without `(?=…)` and its like; `None` where one of them holds a group of its own, which others count.
fn without_looks(pattern: &str) -> Option<Cow<'_, str>> {
    const LOOKS: &[&str] = &["(?=", "(?!", "(?<=", "(?<!"];
    if !LOOKS.iter().any(|look| pattern.contains(look)) {
        return Some(Cow::Borrowed(pattern));
    }
    let (bytes, mut kept) = (pattern.as_bytes(), String::with_capacity(pattern.len()));
    let (mut at, mut from, mut depth, mut class) = (0, 0, 0_u32, false);
    while at < bytes.len() {
        let rest = &bytes[at..];
        match bytes[at] {
            b'\\' => at += 1,
            b'[' if !class => {
                class = true;
                // A bracket that comes first is one of the characters.
                at += usize::from(rest[1..].starts_with(b"^"));
                at += usize::from(bytes[at + 1..].starts_with(b"]"));
            }
            b']' => class = false,
            b'(' if !class && depth > 0 => {
                if !rest.starts_with(b"(?") || rest.starts_with(b"(?P<") {
                    return None;
                }
                depth += 1;
            }
            b'(' if !class && LOOKS.iter().any(|look| rest.starts_with(look.as_bytes())) => {
                kept.push_str(&pattern[from..at]);
                depth = 1;
            }
            b')' if !class && depth > 0 => {
                depth -= 1;
                from = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    kept.push_str(&pattern[from..]);
    (depth == 0).then_some(Cow::Owned(kept))
}

/// The groups of a pattern with what each of them rules out; the first is the whole match.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Groups(Vec<(Option<Box<str>>, Kinds)>);

impl Groups {
    /// `None` for a pattern that cannot be read.
    pub(super) fn of(pattern: &str) -> Option<Self> {
        let hir = parsed(pattern)?;
        let mut found = vec![(0, None, ruled_out(&hir))];
        let mut stack = vec![&hir];
        while let Some(hir) = stack.pop() {
            if let HirKind::Capture(capture) = hir.kind() {
                found.push((capture.index, capture.name.clone(), ruled_out(&capture.sub)));
            }
            stack.extend(hir.kind().subs());
        }
        crate::source::sort(&mut found, |one, other| one.0.cmp(&other.0));
        // A group that is written out several times, as `(a){2}` may be, is one and the same.
        found.dedup_by(|(later, _, more), (index, _, kinds)| {
            *kinds = if later == index { *kinds & *more } else { *kinds };
            later == index
        });
        let whole = found.iter().enumerate().all(|(at, (index, ..))| *index as usize == at);
        whole.then(|| Self(found.into_iter().map(|(_, name, kinds)| (name, kinds)).collect()))
    }

    /// So many groups besides the whole.
    pub(super) fn len(&self) -> usize {
        self.0.len().saturating_sub(1)
    }

    /// What a group rules out.
    pub(super) fn ruled_out(&self, group: usize) -> Kinds {
        self.0.get(group).map_or(Kinds::NONE, |(_, kinds)| *kinds)
    }

    /// The number of a group.
    pub(super) fn named(&self, wanted: &str) -> Option<usize> {
        self.0.iter().position(|(name, _)| name.as_deref() == Some(wanted))
    }

    /// Those that have names.
    pub(super) fn names(&self) -> impl Iterator<Item = (usize, &str)> {
        self.0.iter().enumerate().filter_map(|(at, (name, _))| Some((at, name.as_deref()?)))
    }
}

/// What the characters rule out that a match can hold, without walking deeper than the parser's own bound.
fn ruled_out(hir: &Hir) -> Kinds {
    let mut stack: Vec<&Hir> = vec![hir];
    let (mut slash, mut dot, mut wild) = (false, false, false);
    let harmless = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    while let Some(hir) = stack.pop() {
        match hir.kind() {
            HirKind::Literal(literal) => {
                for byte in &literal.0 {
                    slash |= matches!(byte, b'/' | b'\\');
                    dot |= *byte == b'.';
                    wild |= !harmless(*byte) && !matches!(byte, b'/' | b'\\' | b'.');
                }
            }
            HirKind::Class(class) => {
                for (start, end) in ranges(class) {
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
            kind => stack.extend(kind.subs()),
        }
    }
    match (wild, slash, dot) {
        (true, _, _) => Kinds::NONE,
        (false, false, false) => Kinds::ALL,
        // Without a slash it is a file in the folder, and `..` is ruled out where something else must stand there.
        (false, false, true) if demands_more(hir) => Kinds::except(&[Kind::Url, Kind::Redirect]),
        // `..` alone still names the folder above; a slash makes addresses and paths.
        (false, false, true) => Kinds::except(&[Kind::Path, Kind::Url, Kind::Redirect]),
        (false, true, _) => {
            Kinds::except(&[Kind::Path, Kind::Url, Kind::Redirect, Kind::Regex]) & !Kinds::SLASHES
        }
    }
}

pub(super) fn ranges(class: &Class) -> Vec<(u32, u32)> {
    match class {
        Class::Unicode(class) => {
            class.iter().map(|range| (range.start() as u32, range.end() as u32)).collect()
        }
        Class::Bytes(class) => class.iter().map(|range| (range.start() as u32, range.end() as u32)).collect(),
    }
}

/// True for a pattern of which each match holds something besides dots.
fn demands_more(hir: &Hir) -> bool {
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
    parsed(pattern).is_some_and(|hir| anchored(&hir, true))
}

/// True when every way through a pattern goes by the beginning of the text, or by its end.
fn anchored(hir: &Hir, start: bool) -> bool {
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
        assert_eq!(safe_language(r"(?!-)[a-z0-9-]+(?<!-)", true), Kinds::ALL);
        assert_eq!(safe_language(r"(?=[(\])])[a-z]+", true), Kinds::ALL);
        assert_eq!(safe_language(r"[(?=a)]+", true), Kinds::NONE, "characters, in a class");
        assert_eq!(safe_language(r"\(?=a\)", true), Kinds::NONE, "an escaped bracket");
        assert_eq!(safe_language("(?=a", true), Kinds::NONE);
        assert_eq!(safe_language(&"a".repeat(MAX_PATTERN + 1), true), Kinds::NONE);
        assert_eq!(safe_language("(?x) [a-z]+ # a word", true), Kinds::ALL);
        assert_eq!(safe_language("(?x) [a-z ]+ # words", true), Kinds::NONE);
    }

    #[test]
    fn groups() {
        let of = |pattern: &str, group: usize| Groups::of(pattern).map(|groups| groups.ruled_out(group));
        assert_eq!(of(r"(\w+)=(.*)", 0), Some(Kinds::NONE));
        assert_eq!(of(r"(\w+)=(.*)", 1), Some(Kinds::ALL));
        assert_eq!(of(r"(\w+)=(.*)", 2), Some(Kinds::NONE));
        assert_eq!(of(r"((\d+)|(.+)){2}", 2), Some(Kinds::ALL));
        assert_eq!(of(r"(a)?", 2), Some(Kinds::NONE), "no such group");
        assert_eq!(of(r"(?=(.+))(\d+)", 1), None, "a group that looks ahead is counted too");
        assert_eq!(Groups::of(r"(?P<a>\d)(?P<b>.)").and_then(|groups| groups.named("b")), Some(2));
        assert_eq!(Groups::of(r"(?:x)(y)").map(|groups| groups.len()), Some(1));
    }
}
