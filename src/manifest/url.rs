//! Addresses of packages: what they name, and what the name of an archive says.

use std::str::FromStr;

use pep440_rs::Version;

use super::{Source, Vcs, is_valid};

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
        let right = is_valid(name) && Version::from_str(version).is_ok();
        return right.then(|| (name.to_owned(), Some(version.to_owned())));
    }
    let stem =
        [".tar.gz", ".zip", ".tar.bz2", ".tgz", ".tar.xz"].iter().find_map(|end| file.strip_suffix(end))?;
    let (name, version) = stem.rsplit_once('-')?;
    let right = is_valid(name) && Version::from_str(version).is_ok();
    right.then(|| (name.to_owned(), Some(version.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
