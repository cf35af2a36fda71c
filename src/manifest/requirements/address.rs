//! Rows that are an address or a path, without a name in front.

use super::super::url::{file_of_url, fragment_hash, named_archive, source_of_url};
use super::super::{Dependency, Parts, Source, is_valid, normalise};
use crate::source::Span;

/// A row that is an address or a path, with the name that it can be known by.
pub(in crate::manifest) fn address_row(args: &str, url_span: Span, span: Span) -> Option<Dependency> {
    // Most rows are a name and a version.
    if !args.starts_with('.') && memchr::memchr2(b'/', b':', args.as_bytes()).is_none() && !is_archive(args) {
        return None;
    }
    let bare = args.split(" ;").next().unwrap_or(args).trim();
    let marker = args.split_once(" ;").map(|(_, marker)| marker.trim().to_owned());
    let is_url = bare.contains("://")
        && !bare.split("://").next().unwrap_or("").contains([' ', '@', '=', '<', '>', ';', '['])
        || bare.starts_with("git@")
        || bare.starts_with("file:");
    let archive = is_archive(bare);
    let is_path = bare.starts_with("./")
        || bare.starts_with("../")
        || bare.starts_with('/')
        || bare == "."
        || bare == ".."
        || bare.starts_with(".[")
        || (archive && !bare.contains(['=', ' ', '@']));
    if !is_url && !is_path {
        return None;
    }
    // `./folder[extra]`
    let listed = bare.strip_suffix(']').filter(|_| is_path).and_then(|inner| inner.split_once('['));
    let source = source_of_url(listed.map_or(bare, |(path, _)| path));
    let fragment = bare.split_once('#').map(|(_, fragment)| fragment).unwrap_or("");
    let egg = fragment.split('&').find_map(|part| part.strip_prefix("egg="));
    let (egg, mut extras) = match egg.and_then(|egg| egg.split_once('[')) {
        Some((name, extras)) => (Some(name), split_extras(extras)),
        None => (egg, Vec::new()),
    };
    if let Some((_, listed)) = listed {
        extras = split_extras(listed);
    }
    let archive = file_of_url(bare).and_then(|file| named_archive(&file));
    let (raw_name, version) = match (egg, archive) {
        (Some(egg), archive) => (egg.to_owned(), archive.and_then(|(_, version)| version)),
        (None, Some((name, version))) => (name, version),
        (None, None) => (repository_name(&source).unwrap_or_default(), None),
    };
    Some(Dependency {
        name: normalise(&raw_name),
        raw_name,
        extras,
        version,
        marker,
        hashes: fragment_hash(bare).into_iter().collect(),
        source,
        direct: true,
        span,
        parts: Parts {
            url: Some(Span { end: url_span.start + bare.len() as u32, ..url_span }),
            ..Parts::default()
        },
        ..Dependency::default()
    })
}

fn is_archive(text: &str) -> bool {
    matches!(text.as_bytes().last(), Some(b'l' | b'z' | b'p' | b'2'))
        && [".whl", ".tar.gz", ".zip", ".tgz", ".tar.bz2"].iter().any(|end| text.ends_with(end))
}

/// The last part of a repository's address: what the package is called most often. Nothing of a path.
fn repository_name(source: &Source) -> Option<String> {
    let Source::Vcs { url, .. } = source else { return None };
    let last = url.trim_end_matches('/').rsplit(['/', ':']).next()?;
    let name = last.strip_suffix(".git").unwrap_or(last);
    is_valid(name).then(|| name.to_owned())
}

fn split_extras(text: &str) -> Vec<String> {
    let list = text.split(']').next().unwrap_or("");
    list.split(',').map(str::trim).filter(|extra| is_valid(extra)).map(str::to_owned).collect()
}
