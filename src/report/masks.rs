//! Secrets in the code under review are not to be copied into logs, comments and reports.
//!
//! The values are the contents of the string literals under the findings of the rule `hard-coded-secret`, and the
//! passwords in addresses under those of `index-credentials`, silenced ones too. Wherever one of them would be shown, in whatever finding's snippet or diff, four characters
//! and an ellipsis stand for it; short values are covered whole. It doesn't know what a secret looks like.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{ADDRESS_RULE, SECRET_RULE, places};
use crate::finding::{Finding, Review};

/// Values shorter than this are not looked for: they would match everywhere.
const LEAST: usize = 4;
/// Values shorter than this are covered whole, since four characters would give away too much.
const PREFIXED: usize = 12;
/// What stands for the covered part.
pub(super) const COVER: &str = "********";

/// The values that must not be shown, longest first.
#[derive(Debug, Default)]
pub(super) struct Masks(Vec<String>);

impl Masks {
    /// Collects the values of a review.
    pub(super) fn of(review: &Review) -> Self {
        let mut values = BTreeSet::new();
        let silenced = review.suppressed.iter().map(|one| &one.finding);
        for finding in review.findings.iter().chain(silenced) {
            match finding.rule {
                SECRET_RULE => collect(review, finding, &mut values),
                ADDRESS_RULE => collect_passwords(review, finding, &mut values),
                _ => {}
            }
        }
        let mut values: Vec<String> = values.into_iter().filter(|value| value.len() >= LEAST).collect();
        values.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        Self(values)
    }

    /// The parts of `text` to cover, in order and disjoint.
    pub(super) fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        let mut out: Vec<Range<usize>> = Vec::new();
        for value in &self.0 {
            let keep = if value.chars().count() < PREFIXED {
                0
            } else {
                value.char_indices().nth(4).map_or(0, |(at, _)| at)
            };
            for (at, _) in text.match_indices(value.as_str()) {
                let range = at + keep..at + value.len();
                if !out.iter().any(|other| other.start < range.end && range.start < other.end) {
                    out.push(range);
                }
            }
        }
        crate::source::sort(&mut out, |one, other| one.start.cmp(&other.start));
        out
    }

    /// True when `text` holds a value.
    pub(super) fn touch(&self, text: &str) -> bool {
        self.0.iter().any(|value| text.contains(value.as_str()))
    }

    /// The text with every value covered.
    pub(super) fn apply(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for range in self.ranges(text) {
            out.push_str(&text[at..range.start]);
            out.push_str(COVER);
            at = range.end;
        }
        out.push_str(&text[at..]);
        out
    }
}

/// Passwords in the addresses of the lines of a finding: `https://user:password@host`.
fn collect_passwords(review: &Review, finding: &Finding, values: &mut BTreeSet<String>) {
    let Some(source) = review.sources.get(&finding.place.path) else { return };
    let (first, last) = source.line_range(places::clamp(source.text(), finding.place.span));
    let whole = source.lines().span(first).cover(source.lines().span(last));
    let text = source.slice(places::clamp(source.text(), whole));
    for rest in text.split("://").skip(1) {
        let authority = rest.split(['/', '?', '#', ' ', '\n', '"', '\'']).next().unwrap_or(rest);
        if let Some((user, _)) = authority.rsplit_once('@') {
            values.insert(user.split_once(':').map_or(user, |(_, secret)| secret).to_owned());
        }
    }
}

fn collect(review: &Review, finding: &Finding, values: &mut BTreeSet<String>) {
    let Some(source) = review.sources.get(&finding.place.path) else { return };
    let span = places::clamp(source.text(), finding.place.span);
    let mut found = literals(source.slice(span));
    if found.is_empty() {
        // The span names the variable only: every literal of its lines is taken.
        let (first, last) = source.line_range(span);
        let whole = source.lines().span(first).cover(source.lines().span(last));
        found = literals(source.slice(places::clamp(source.text(), whole)));
    }
    for value in found {
        // Shown text is cut into lines, so each line of a longer value counts by itself.
        values.extend(value.lines().map(|line| line.trim().to_owned()));
        values.insert(value.to_owned());
    }
}

/// Contents of the quoted strings in a piece of Python. Quotes in comments may be taken for strings: that covers
/// too much, never too little.
fn literals(code: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find(['"', '\'']) {
        let tail = &rest[at..];
        let quote =
            ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| tail.starts_with(quote)).unwrap_or("\"");
        let body = &tail[quote.len()..];
        let mut end = None;
        let mut skip = false;
        for (index, c) in body.char_indices() {
            if skip {
                skip = false;
            } else if c == '\\' {
                skip = true;
            } else if body[index..].starts_with(quote) {
                end = Some(index);
                break;
            }
        }
        let end = end.unwrap_or(body.len());
        out.push(&body[..end]);
        rest = body.get(end + quote.len()..).unwrap_or_default();
    }
    out.retain(|value| !value.is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    #[test]
    fn literals_of_every_kind_are_found() {
        assert_eq!(literals(r#"a = "x\"y" + 'z' + """q"r""" + ''"#), [r#"x\"y"#, "z", "q\"r"]);
        assert_eq!(literals("open = 'never closed"), ["never closed"]);
    }

    #[test]
    fn passwords_in_addresses_are_covered() {
        let text = "--index-url https://deploy:hunter2-9f31@packages.example.com/simple\n";
        let mut review = testing::review(&[("requirements.txt", text)]);
        review.findings.push(testing::finding(&review, ADDRESS_RULE, "requirements.txt", "https"));
        let covered = Masks::of(&review).apply(text);
        assert!(!covered.contains("hunter2-9f31") && covered.contains("deploy:"), "{covered}");
    }

    #[test]
    fn the_value_is_covered_wherever_it_stands() {
        let text = "KEY = \"sk_live_abcdefgh\"\nshort = 'hunter2'\n";
        let mut review = testing::review(&[("a.py", text)]);
        review.findings.push(testing::finding(&review, SECRET_RULE, "a.py", "\"sk_live_abcdefgh\""));
        let masks = Masks::of(&review);
        assert_eq!(masks.apply("f('sk_live_abcdefgh')"), "f('sk_l********')");
        assert_eq!(masks.apply("hunter2"), "hunter2");
        review.findings.push(testing::finding(&review, SECRET_RULE, "a.py", "short"));
        assert_eq!(Masks::of(&review).apply("hunter2!"), "********!");
    }
}
