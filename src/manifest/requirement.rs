//! One requirement as PEP 508 writes it, taken apart with the bytes of each part.

use std::str::FromStr;

use pep440_rs::VersionSpecifier;

use super::{Dependency, Dialect, Parts, Source, Vcs, is_valid, marker, normalise, specifier};
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
        if !free && VersionSpecifier::from_str(clause).is_err() {
            return Err(format!("`{}` is no version requirement", shorten(clause)));
        }
    }
    Ok(())
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

/// What an address names: a repository, an archive or a file.
pub(super) fn source_of_url(url: &str) -> Source {
    let bare = url.split('#').next().unwrap_or(url);
    for vcs in [Vcs::Git, Vcs::Hg, Vcs::Svn, Vcs::Bzr] {
        let prefix = bare.get(..vcs.word().len()).filter(|start| start.eq_ignore_ascii_case(vcs.word()));
        let Some(rest) = prefix.and_then(|prefix| bare[prefix.len()..].strip_prefix('+')) else { continue };
        return vcs_source(vcs, rest);
    }
    if bare.starts_with("git://") || bare.starts_with("git@") {
        return vcs_source(Vcs::Git, bare);
    }
    match bare.strip_prefix("file:") {
        Some(path) => Source::Path(path.trim_start_matches("//").to_owned()),
        None if bare.contains("://") => Source::Url(url.to_owned()),
        None => Source::Path(url.to_owned()),
    }
}

/// `https://host/owner/name.git@rev`; an `@` before the path belongs to the user's name.
fn vcs_source(vcs: Vcs, url: &str) -> Source {
    let path = url.find("://").map_or(0, |at| {
        let after = at + 3;
        url[after..].find('/').map_or(url.len(), |slash| after + slash)
    });
    // `git@github.com:owner/name` has its first `@` before the colon.
    let path = if path == 0 { url.find([':', '/']).unwrap_or(0) } else { path };
    match url[path..].rfind('@') {
        Some(at) => Source::Vcs {
            vcs,
            url: url[..path + at].to_owned(),
            revision: Some(url[path + at + 1..].to_owned()).filter(|revision| !revision.is_empty()),
        },
        None => Source::Vcs { vcs, url: url.to_owned(), revision: None },
    }
}

/// `#sha256=…` of an address.
pub(super) fn fragment_hash(url: &str) -> Option<String> {
    let fragment = url.split_once('#')?.1;
    fragment.split('&').find_map(|part| {
        let (name, digest) = part.split_once('=')?;
        let known = matches!(name, "sha256" | "sha384" | "sha512" | "sha224" | "sha1" | "md5");
        (known && !digest.is_empty()).then(|| format!("{name}:{digest}"))
    })
}

/// The file's name at the end of an address or a path.
pub(super) fn file_of_url(url: &str) -> Option<String> {
    let bare = url.split(['#', '?']).next()?;
    let name = bare.trim_end_matches('/').rsplit(['/', '\\']).next()?;
    // The plus sign of a local version is often written in percent.
    Some(name.replace("%2B", "+").replace("%2b", "+"))
}

/// Name and version in the name of a wheel or of a source archive.
pub(super) fn named_archive(file: &str) -> Option<(String, Option<String>)> {
    if let Some(stem) = file.strip_suffix(".whl") {
        let mut parts = stem.split('-');
        let (name, version) = (parts.next()?, parts.next()?);
        let right = is_valid(name) && pep440_rs::Version::from_str(version).is_ok();
        return right.then(|| (name.to_owned(), Some(version.to_owned())));
    }
    let stem =
        [".tar.gz", ".zip", ".tar.bz2", ".tgz", ".tar.xz"].iter().find_map(|end| file.strip_suffix(end))?;
    let (name, version) = stem.rsplit_once('-')?;
    let right = is_valid(name) && pep440_rs::Version::from_str(version).is_ok();
    right.then(|| (name.to_owned(), Some(version.to_owned())))
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

    #[test]
    fn addresses_name_their_source() {
        let git = |url: &str, revision: Option<&str>| Source::Vcs {
            vcs: Vcs::Git,
            url: url.to_owned(),
            revision: revision.map(str::to_owned),
        };
        for (url, wanted) in [
            ("git+https://g.com/a/b.git@v1", git("https://g.com/a/b.git", Some("v1"))),
            ("git+https://user:pw@g.com/a/b", git("https://user:pw@g.com/a/b", None)),
            ("git+ssh://git@g.com/a/b@abc#egg=b", git("ssh://git@g.com/a/b", Some("abc"))),
            ("git@g.com:a/b.git@x", git("git@g.com:a/b.git", Some("x"))),
            ("https://h/x.zip", Source::Url("https://h/x.zip".into())),
            ("file:///tmp/x", Source::Path("/tmp/x".into())),
            ("./x", Source::Path("./x".into())),
        ] {
            assert_eq!(source_of_url(url), wanted, "{url}");
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
