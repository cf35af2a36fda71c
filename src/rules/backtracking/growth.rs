//! How fast the time of a match grows with the text: for holding one pattern against another.

use regex_syntax::ast::parse::Parser;

use super::{Automaton, Set, gives_nothing_back, overlap};

/// How the time to match grows with the text, as a power: 1 for patterns that go through it once; `None` where it
/// cannot be told. Looks ahead and behind count as passed.
pub(in crate::rules) fn power(pattern: &str) -> Option<u32> {
    if pattern.len() > 2000 {
        return None;
    }
    let pattern = without_looks(&pattern.replace("\\Z", "\\z")).filter(|all| !gives_nothing_back(all))?;
    let ast = Parser::new().parse(&pattern).ok()?;
    let mut automaton = Automaton::default();
    let root = automaton.add(&ast, &pattern)?;
    // Where the match may simply end, it never has to go back.
    let goes_back = |ring: &Vec<usize>| ring.iter().all(|position| !root.last.contains(position));
    if automaton.ambiguous().iter().any(goes_back) {
        return Some(EXPONENTIAL);
    }
    Some(automaton.chain(&root.last))
}

/// The power of patterns that explode.
pub const EXPONENTIAL: u32 = 100;

/// Repetitions of single characters that are held against one another.
const MAX_LOOPS: usize = 24;

/// A pattern with its looks ahead and behind and what refers back left out; `None` where a look stands in what is
/// repeated: it may be what lets a text be split in one way only, as in `(?:[^#]|#+(?=[^#]))*`.
fn without_looks(pattern: &str) -> Option<String> {
    let bytes = pattern.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let (mut at, mut class) = (0, false);
    // By open group, whether a look stands in it.
    let mut looks = vec![false];
    while at < bytes.len() {
        let rest = &bytes[at..];
        // What a group matched before is text like any other here.
        let again = if rest.starts_with(b"(?P=") { closing(rest)? + 1 } else { 0 };
        if !class && again > 0 {
            at += again;
            out.extend_from_slice(b"(?:)");
            continue;
        }
        if rest[0] == b'\\' {
            let back = !class && rest.get(1).is_some_and(|digit| matches!(digit, b'1'..=b'9'));
            out.extend_from_slice(if back { b"(?:)" } else { &rest[..rest.len().min(2)] });
            at += 2;
            continue;
        }
        let look = [&b"(?="[..], b"(?!", b"(?<=", b"(?<!"].iter().any(|look| rest.starts_with(look));
        if !class && look {
            at += closing(rest)? + 1;
            out.extend_from_slice(b"(?:)");
            looks.last_mut().into_iter().for_each(|look| *look = true);
            continue;
        }
        match rest[0] {
            b'(' if !class => looks.push(false),
            b')' if !class => {
                let look = looks.pop()?;
                if look && matches!(rest.get(1), Some(b'*' | b'+' | b'{')) {
                    return None;
                }
                looks.last_mut().into_iter().for_each(|outer| *outer |= look);
            }
            _ => {}
        }
        class = match rest[0] {
            b'[' => true,
            b']' => false,
            _ => class,
        };
        out.push(rest[0]);
        at += 1;
    }
    String::from_utf8(out).ok()
}

/// Where the group that begins a text ends.
fn closing(text: &[u8]) -> Option<usize> {
    let (mut depth, mut at, mut class) = (0u32, 0, false);
    while at < text.len() {
        match text[at] {
            b'\\' => at += 1,
            b'[' => class = true,
            b']' => class = false,
            b'(' if !class => depth += 1,
            b')' if !class => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
        at += 1;
    }
    None
}

impl Automaton {
    /// The longest row of repeated characters of which each can take over text from the one before it, so that one text
    /// can be split between them in many ways.
    fn chain(&self, last: &[usize]) -> u32 {
        let repeats = |at: &usize| !self.sets[*at].is_empty() && self.steps.contains_key(&(*at, *at));
        let loops: Vec<usize> = (0..self.sets.len()).filter(repeats).take(MAX_LOOPS).collect();
        let mut next: Vec<Vec<usize>> = vec![Vec::new(); self.sets.len()];
        for (from, to) in self.steps.keys() {
            next[*from].push(*to);
        }
        let mut longest: Vec<u32> = vec![1; loops.len()];
        for to in 0..loops.len() {
            for from in 0..to {
                if self.takes_over(loops[from], loops[to], &next) {
                    longest[to] = longest[to].max(longest[from] + 1);
                }
            }
        }
        // Where the match may simply end, it never has to go back.
        let ends = loops.iter().zip(longest).filter(|(at, _)| !last.contains(at));
        ends.map(|(_, power)| power).max().unwrap_or(1)
    }

    /// True when text that both repeat leads from one to the other.
    fn takes_over(&self, from: usize, to: usize, next: &[Vec<usize>]) -> bool {
        let common = common(&self.sets[from], &self.sets[to]);
        let mut seen = vec![false; next.len()];
        let mut queue = vec![from];
        while let Some(at) = queue.pop() {
            for step in next[at].iter().copied() {
                if !seen[step] && overlap(&self.sets[step], &common) {
                    if step == to {
                        return true;
                    }
                    seen[step] = true;
                    queue.push(step);
                }
            }
        }
        false
    }
}

/// The characters that are in both.
fn common(left: &Set, right: &Set) -> Set {
    let pairs =
        left.iter().flat_map(|one| right.iter().map(move |other| (one.0.max(other.0), one.1.min(other.1))));
    pairs.filter(|(start, end)| start <= end).collect()
}

#[cfg(test)]
mod tests {
    use super::{EXPONENTIAL, power};

    #[test]
    fn powers() {
        for (pattern, wanted) in [
            (r"^[a-z]+$", 1),
            (r"^\w+(\s\w+)*$", 1),
            (r"\s*\s*x", 2),
            (r"^(?P<lead>[(<]*)(?P<word>.*?)(?P<trail>[.,)]*)$", 3),
            (r"<([^>]*\srel=([^>]+)[^>]*)>", 3),
            (r"^(a+)+$", EXPONENTIAL),
            (r"(?=x)a*(?!y)a*b", 2),
            (r"\d{1,3}\.\d{1,3}$", 1),
            (r"\*+\++(?:b+?[*+]+)?c", 1),
        ] {
            assert_eq!(power(pattern), Some(wanted), "{pattern}");
        }
        assert_eq!(power(r"^('|x)(\\.|[^'])*\1$"), Some(EXPONENTIAL));
        assert_eq!(power(r"(?P<mark>a)(?P=mark)b*$"), Some(1));
        assert_eq!(power(r"(?=("), None);
        // Each of these texts can be split in one way.
        let header = r"(?:\\.|[^\\#]|#+(?=[^#\n]))*#*(?:\n|$)";
        let quoted = r#""{3}(?:\\.|"{1,2}(?!")|[^"\\])*"{3}"#;
        for pattern in [header, quoted] {
            assert_eq!(power(pattern), None, "{pattern}");
        }
        // Nothing is given back.
        for pattern in [r"[a-z ]*+\s*$", r"(?>a+)+b", r"a{2,}+b", r"a?+b*c"] {
            assert_eq!(power(pattern), None, "{pattern}");
        }
    }
}
