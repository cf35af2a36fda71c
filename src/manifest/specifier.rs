//! What a version requirement says: the versions that it allows, an exact one, its floor.

use std::str::FromStr;

use pep440_rs::{Operator, Version, VersionSpecifier, VersionSpecifiers};

use super::Dialect;
use crate::source::Span;

/// The exact version that a requirement names, as written; `None` for a range.
pub fn exact(specifier: &str, dialect: Dialect) -> Option<&str> {
    let version = |text: &'_ str| is_plain_version(text) || Version::from_str(text).is_ok();
    for (_, clause) in clauses(specifier) {
        let bare = match dialect {
            Dialect::Pep440 => match clause.strip_prefix("===") {
                Some(text) => return Some(text.trim()).filter(|text| !text.is_empty()),
                None => clause.strip_prefix("=="),
            },
            Dialect::Poetry => match clause.strip_prefix("==").or(clause.strip_prefix('=')) {
                Some(text) => Some(text),
                None => clause.starts_with(|c: char| c.is_ascii_digit()).then_some(clause),
            },
            Dialect::Conda => clause.strip_prefix("=="),
        };
        if let Some(text) = bare.map(str::trim)
            && !text.ends_with('*')
            && version(text)
        {
            return Some(text);
        }
    }
    None
}

/// True for digits with dots between them: a version without a closer look, as nearly all are.
pub(super) fn is_plain_version(text: &str) -> bool {
    // Longer ones may hold a number that is too large.
    const MAX: usize = 18;
    let bytes = text.as_bytes();
    let edges = [bytes.first(), bytes.last()];
    bytes.len() <= MAX
        && edges.iter().all(|edge| edge.is_some_and(u8::is_ascii_digit))
        && bytes.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
        && !bytes.windows(2).any(|pair| pair == b"..")
}

/// The clauses of a requirement with where each begins and ends in it, outer blanks cut.
pub fn clauses(specifier: &str) -> impl Iterator<Item = (Span, &str)> {
    let mut at = 0;
    specifier.split(',').filter_map(move |part| {
        let start = at + (part.len() - part.trim_start().len());
        at += part.len() + 1;
        let text = part.trim();
        (!text.is_empty()).then(|| (Span::new(start, start + text.len()), text))
    })
}

/// The versions that a requirement allows; `None` when it is not one that can be told, as `===` with any text, or
/// alternatives.
pub fn ranges(specifier: &str, dialect: Dialect) -> Option<VersionSpecifiers> {
    let mut all: Vec<VersionSpecifier> = Vec::new();
    for (_, clause) in clauses(specifier) {
        match dialect {
            Dialect::Pep440 => all.push(VersionSpecifier::from_str(clause).ok()?),
            Dialect::Poetry => all.extend(poetry(clause)?),
            Dialect::Conda => all.extend(conda(clause)?),
        }
    }
    Some(all.into_iter().collect())
}

/// The least version that a requirement names as allowed: that of `>=`, `~=`, `^` and `>`. `None` without one, and for
/// exact versions.
pub fn floor(specifier: &str, dialect: Dialect) -> Option<Version> {
    let ranges = ranges(specifier, dialect)?;
    let floors = ranges.iter().filter(|one| {
        matches!(one.operator(), Operator::GreaterThanEqual | Operator::TildeEqual | Operator::EqualStar)
    });
    floors.map(|one| one.version().clone()).max()
}

fn pair(low: Version, high: Version) -> Vec<VersionSpecifier> {
    vec![VersionSpecifier::greater_than_equal_version(low), VersionSpecifier::less_than_version(high)]
}

/// The version with the part at `at` raised by one and what follows left out.
fn raised(version: &Version, at: usize) -> Option<Version> {
    let mut release: Vec<u64> = version.release().iter().copied().take(at + 1).collect();
    let last = release.last_mut()?;
    *last = last.checked_add(1)?;
    Some(Version::new(release).with_epoch(version.epoch()))
}

fn poetry(clause: &str) -> Option<Vec<VersionSpecifier>> {
    if clause == "*" {
        return Some(Vec::new());
    }
    if clause.contains('|') {
        return None;
    }
    if let Some(text) = clause.strip_prefix('^') {
        let version = Version::from_str(text.trim()).ok()?;
        // The first part that is not zero is the one that may not change.
        let release = version.release();
        let at = release.iter().position(|part| *part > 0).unwrap_or(release.len() - 1);
        let high = raised(&version, at)?;
        return Some(pair(version, high));
    }
    if let Some(text) = clause.strip_prefix('~').filter(|rest| !rest.starts_with('=')) {
        let version = Version::from_str(text.trim()).ok()?;
        let high = raised(&version, usize::from(version.release().len() > 1))?;
        return Some(pair(version, high));
    }
    let bare = clause.starts_with(|c: char| c.is_ascii_digit());
    let single = clause.strip_prefix('=').filter(|rest| !rest.starts_with('='));
    let text = match (bare, single) {
        (true, _) => format!("=={clause}"),
        (_, Some(rest)) => format!("=={}", rest.trim()),
        _ => clause.to_owned(),
    };
    // Poetry takes blanks for commas: `>=1.2 <2`.
    let parts = text.split_whitespace().fold(Vec::new(), |mut parts: Vec<String>, word| {
        match parts.last_mut() {
            Some(last) if last.ends_with(['=', '<', '>', '~', '!']) => last.push_str(word),
            _ => parts.push(word.to_owned()),
        }
        parts
    });
    parts.iter().map(|part| VersionSpecifier::from_str(part).ok()).collect()
}

fn conda(clause: &str) -> Option<Vec<VersionSpecifier>> {
    if clause.contains('|') {
        return None;
    }
    if clause == "*" {
        return Some(Vec::new());
    }
    let single = clause.strip_prefix('=').filter(|rest| !rest.starts_with('='));
    let text = match single {
        Some(version) => format!("=={}.*", version.trim().trim_end_matches(".*")),
        None if clause.starts_with(|c: char| c.is_ascii_digit()) => format!("=={clause}"),
        None => clause.to_owned(),
    };
    Some(vec![VersionSpecifier::from_str(&text).ok()?])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn exact_versions_are_told_from_ranges() {
        for (text, dialect, wanted) in [
            ("==1.2", Dialect::Pep440, Some("1.2")),
            ("== 1.2", Dialect::Pep440, Some("1.2")),
            ("==1.*", Dialect::Pep440, None),
            ("===weird", Dialect::Pep440, Some("weird")),
            (">=1,<2", Dialect::Pep440, None),
            (">=1,==1.5", Dialect::Pep440, Some("1.5")),
            ("1.2.3", Dialect::Poetry, Some("1.2.3")),
            ("1.2.*", Dialect::Poetry, None),
            ("^1.2", Dialect::Poetry, None),
            ("=1.2", Dialect::Conda, None),
            ("==1.2", Dialect::Conda, Some("1.2")),
        ] {
            assert_eq!(exact(text, dialect), wanted, "{text}");
        }
    }

    proptest! {
        #[test]
        fn plain_versions_are_versions(text in "[0-9.]{0,19}") {
            prop_assert!(!is_plain_version(&text) || Version::from_str(&text).is_ok());
        }
    }

    #[test]
    fn dialects_allow_what_their_tools_allow() {
        let allows = |text: &str, dialect, version: &str| {
            ranges(text, dialect).unwrap().contains(&Version::from_str(version).unwrap())
        };
        for (text, yes, no) in [
            ("^1.2.3", "1.9", "2.0"),
            ("^0.2.3", "0.2.9", "0.3.0"),
            ("^0.0.3", "0.0.3", "0.0.4"),
            ("^0", "0.9", "1.0"),
            ("~1.2.3", "1.2.9", "1.3"),
            ("~1", "1.9", "2.0"),
            (">=1.2 <2", "1.9", "2.0"),
            (">= 1.2, < 2", "1.9", "2.0"),
            ("1.2.*", "1.2.9", "1.3"),
        ] {
            assert!(allows(text, Dialect::Poetry, yes), "{text} {yes}");
            assert!(!allows(text, Dialect::Poetry, no), "{text} {no}");
        }
        assert!(allows("=1.2", Dialect::Conda, "1.2.5") && !allows("=1.2", Dialect::Conda, "1.3"));
        assert!(ranges("^1 || ^2", Dialect::Poetry).is_none());
    }

    #[test]
    fn floors_are_the_highest_lower_bound() {
        let of = |text: &str| floor(text, Dialect::Pep440).map(|version| version.to_string());
        assert_eq!(of(">=1.2,>=1.3,<2").as_deref(), Some("1.3"));
        assert_eq!(of("~=1.4").as_deref(), Some("1.4"));
        assert_eq!(of("<2"), None);
        assert_eq!(of("==1.0"), None);
    }
}
