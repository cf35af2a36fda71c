//! One requirement as PEP 508 writes it, taken apart with the bytes of each part.

use std::str::FromStr;

use pep440_rs::VersionSpecifier;

use super::url::{file_of_url, fragment_hash, named_archive, source_of_url};
use super::{Dependency, Dialect, Parts, Source, is_valid, marker, normalise, specifier};
use crate::source::Span;

/// A requirement's parts; spans are bytes of the text that was given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Requirement<'a> {
    /// The name as written.
    pub name: &'a str,
    /// Extras as written.
    pub extras: Vec<&'a str>,
    /// The version requirement without parentheses, outer blanks cut; empty for none.
    pub specifier: &'a str,
    /// Where it stands; empty behind the name and extras where there is none.
    pub specifier_span: Span,
    /// The address behind `@`.
    pub url: Option<&'a str>,
    /// Where it stands.
    pub url_span: Span,
    /// The marker behind `;`.
    pub marker: Option<&'a str>,
}

/// Takes a requirement apart. The error says what is wrong, without a full stop.
pub fn requirement(text: &str) -> Result<Requirement<'_>, String> {
    let offset = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    let rest = text.trim_start();
    let name_len = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
        .count();
    let (name, mut rest) = rest.split_at(name_len);
    if !is_valid(name) {
        return Err(format!("`{}` does not begin with the name of a package", shorten(text.trim())));
    }
    let mut out = Requirement { name, ..Requirement::default() };
    let mut end = offset(rest);
    rest = rest.trim_start();
    if let Some(inner) = rest.strip_prefix('[') {
        let Some(close) = inner.find(']') else { return Err("`[` is not closed".into()) };
        for extra in inner[..close].split(',').map(str::trim) {
            if extra.is_empty() && inner[..close].trim().is_empty() {
                continue;
            }
            if !is_valid(extra) {
                return Err(format!("`{}` is no name of an extra", shorten(extra)));
            }
            out.extras.push(extra);
        }
        rest = &inner[close + 1..];
        end = offset(rest);
        rest = rest.trim_start();
    }
    out.specifier_span = Span::new(end, end);
    let mut marker = None;
    if let Some(after) = rest.strip_prefix('@') {
        let url = after.trim_start();
        // Only a blank ends an address: it may hold a semicolon.
        let len = url.find(char::is_whitespace).unwrap_or(url.len());
        let (url, behind) = url.split_at(len);
        if url.is_empty() {
            return Err("no address stands behind `@`".into());
        }
        out.url = Some(url);
        out.url_span = Span::new(offset(url), offset(url) + url.len());
        let behind = behind.trim_start();
        match behind.strip_prefix(';') {
            Some(text) => marker = Some(text),
            None if behind.is_empty() => {}
            None => return Err(format!("`{}` stands behind the address", shorten(behind))),
        }
    } else {
        let (versions, behind) = match rest.find(';') {
            Some(at) => (&rest[..at], Some(&rest[at + 1..])),
            None => (rest, None),
        };
        marker = behind;
        let mut versions = versions.trim();
        if let Some(inner) = versions.strip_prefix('(') {
            let Some(inner) = inner.strip_suffix(')') else { return Err("`(` is not closed".into()) };
            versions = inner.trim();
        }
        if !versions.is_empty() {
            check_versions(versions)?;
            out.specifier = versions;
            out.specifier_span = Span::new(offset(versions), offset(versions) + versions.len());
        }
    }
    if let Some(text) = marker.map(str::trim) {
        if !marker::is_marker(text) {
            return Err(format!("`{}` is no environment marker", shorten(text)));
        }
        out.marker = Some(text);
    }
    Ok(out)
}

fn check_versions(text: &str) -> Result<(), String> {
    let mut empty = text.split(',').rev().skip(1);
    if empty.any(|part| part.trim().is_empty()) {
        return Err(format!("`{}` has a comma too many", shorten(text)));
    }
    for (_, clause) in specifier::clauses(text) {
        let free = clause.strip_prefix("===").is_some_and(|version| {
            let version = version.trim();
            !version.is_empty() && !version.contains(char::is_whitespace)
        });
        if !free && !is_plain(clause) && VersionSpecifier::from_str(clause).is_err() {
            return Err(format!("`{}` is no version requirement", shorten(clause)));
        }
    }
    Ok(())
}

/// A comparison with a version of digits and dots: valid without a closer look, as nearly all are.
fn is_plain(clause: &str) -> bool {
    let version = ["==", ">=", "<=", "!="].iter().find_map(|sign| clause.strip_prefix(sign));
    version.or(clause.strip_prefix(['<', '>'])).is_some_and(specifier::is_plain_version)
}

/// The row of a package whose version is filled in later, by a template or from a variable: the name is known, the
/// version is not.
pub(super) fn filled_in(text: &str, base: usize, span: Span) -> Option<Dependency> {
    if !text.contains('$') && !text.contains('{') {
        return None;
    }
    let end = text.find(|c: char| "=<>~!; [${@".contains(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    // Where the name itself is filled in, nothing is known.
    if !is_valid(name) || !rest.trim_start().starts_with(['=', '<', '>', '~', '!', '[']) {
        return None;
    }
    Some(Dependency {
        raw_name: name.to_owned(),
        name: normalise(name),
        specifier: rest.trim().to_owned(),
        direct: true,
        span,
        parts: Parts { name: Span::new(base, base + name.len()), ..Parts::default() },
        ..Dependency::default()
    })
}

/// The beginning of a text that is shown in a message.
pub(super) fn shorten(text: &str) -> String {
    let text: String = text.chars().map(|c| if c == '`' { '\'' } else { c }).collect();
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

impl Requirement<'_> {
    /// The row that the requirement comes to, when its text begins at byte `base` of a file.
    pub(super) fn row(&self, base: usize, span: Span) -> Dependency {
        let moved = |span: Span| Span::new(base + span.start as usize, base + span.end as usize);
        let source = self.url.map_or(Source::Default, source_of_url);
        let from_file = self.url.and_then(file_of_url).and_then(|file| named_archive(&file));
        let version = specifier::exact(self.specifier, Dialect::Pep440).map(str::to_owned);
        Dependency {
            raw_name: self.name.to_owned(),
            name: normalise(self.name),
            extras: self.extras.iter().map(|extra| (*extra).to_owned()).collect(),
            specifier: self.specifier.to_owned(),
            version: version.or_else(|| from_file.and_then(|(_, version)| version)),
            marker: self.marker.map(str::to_owned),
            hashes: self.url.and_then(fragment_hash).into_iter().collect(),
            source,
            direct: true,
            span,
            parts: Parts {
                name: Span::new(base, base + self.name.len()),
                specifier: self.url.is_none().then(|| moved(self.specifier_span)),
                hashes: None,
                url: self.url.map(|_| moved(self.url_span)),
            },
            ..Dependency::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn parts_are_found() {
        let text = "Requests [security, socks] >= 2.8.1, == 2.8.* ; python_version < '2.7'";
        let one = requirement(text).unwrap();
        assert_eq!((one.name, one.extras.as_slice()), ("Requests", &["security", "socks"][..]));
        assert_eq!(one.specifier, ">= 2.8.1, == 2.8.*");
        assert_eq!(&text[one.specifier_span.range()], one.specifier);
        assert_eq!(one.marker, Some("python_version < '2.7'"));
        let url = requirement("pip @ https://a.org/pip-1.3.1-py3-none-any.whl#sha256=da39 ; os_name == 'nt'")
            .unwrap();
        assert_eq!(url.url, Some("https://a.org/pip-1.3.1-py3-none-any.whl#sha256=da39"));
        let row = url.row(0, Span::default());
        assert_eq!(
            (row.version.as_deref(), row.hashes.as_slice()),
            (Some("1.3.1"), &["sha256:da39".to_owned()][..])
        );
        assert_eq!(requirement("a (>=1)").unwrap().specifier, ">=1");
    }

    #[test]
    fn faults_are_named() {
        for (text, told) in [
            ("", "`` does not begin with the name of a package"),
            ("-x", "`-x` does not begin with the name of a package"),
            ("a[b", "`[` is not closed"),
            ("a>=x", "`>=x` is no version requirement"),
            ("a 1.0", "`1.0` is no version requirement"),
            ("a; b", "`b` is no environment marker"),
            ("a>=1,,<2", "`>=1,,<2` has a comma too many"),
            ("a @ ", "no address stands behind `@`"),
        ] {
            assert_eq!(requirement(text).unwrap_err(), told);
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,60}") {
            let _ = requirement(&text);
            let _ = source_of_url(&text);
        }

        #[test]
        fn spans_are_those_of_the_parts(name in "[a-z][a-z0-9]{0,6}", blanks in " {0,3}", versions in "(>=1\\.[0-9]{1,2}(,<[2-9])?)?") {
            let text = format!("{name}{blanks}{versions}");
            let one = requirement(&text).unwrap();
            prop_assert_eq!(one.name, name.as_str());
            prop_assert_eq!(&text[one.specifier_span.range()], one.specifier);
            prop_assert_eq!(one.specifier, versions.as_str());
        }
    }
}
