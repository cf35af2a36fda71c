//! What rules about dependencies share.

use rustc_hash::FxHashMap;

use super::super::prelude::*;
use crate::manifest::{Dependency, Format, Manifest, Source};

/// Addresses on the machine itself.
pub(super) fn is_local(address: &str) -> bool {
    let host = host(address);
    matches!(host, "localhost" | "127.0.0.1" | "::1" | "[::1]" | "0.0.0.0") || host.ends_with(".localhost")
}

/// The host of an address, without user and port; the text itself where it has no scheme.
pub(super) fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority.rsplit('@').next().unwrap_or(authority);
    match host.strip_prefix('[') {
        Some(_) => host.split(']').next().unwrap_or(host),
        None => host.split(':').next().unwrap_or(host),
    }
}

/// Rows that install something and are not a lock's own business.
pub(super) fn written<'a>(cx: &ManifestCx<'a>) -> impl Iterator<Item = &'a Dependency> {
    let lock = cx.manifest.format.is_lock();
    cx.manifest.rows.iter().filter(move |row| !lock && !row.constraint)
}

/// Rows by name, for who asks for many.
pub(super) fn by_name<'a>(
    manifests: impl Iterator<Item = &'a Manifest>,
) -> FxHashMap<&'a str, Vec<&'a Dependency>> {
    let mut out: FxHashMap<&str, Vec<&Dependency>> = FxHashMap::default();
    for row in manifests.flat_map(|one| &one.rows) {
        out.entry(row.name.as_str()).or_default().push(row);
    }
    out
}

/// A name that is safe to stand in a command.
pub(super) fn plain(row: &Dependency) -> Option<&str> {
    crate::manifest::is_valid(&row.name).then_some(row.name.as_str())
}

/// The address of a row, as far as it may be shown: without user and password.
pub(super) fn shown(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let path = path.split(['?', '#']).next().unwrap_or("");
    format!("{scheme}://{host}{path}")
}

/// Every address in the file with its bytes: options, then rows.
pub(super) fn addresses<'a>(cx: &ManifestCx<'a>) -> Vec<(&'a str, Span, Option<&'a Dependency>)> {
    let options = cx.manifest.options.iter().map(|one| (one.value.as_str(), one.value_span, None));
    let rows = cx.manifest.rows.iter().filter_map(|row| {
        let address = match &row.source {
            Source::Url(url) | Source::Vcs { url, .. } | Source::Index(url) => url.as_str(),
            Source::Default | Source::Path(_) => return None,
        };
        Some((address, row.parts.url.unwrap_or(row.span), Some(row)))
    });
    options.chain(rows).collect()
}

/// The command that brings one package of a lock to a version.
pub(super) fn lock_command(format: Format, name: &str, version: &str) -> String {
    let command = match format {
        Format::UvLock => format!("uv lock --upgrade-package {name}=={version}"),
        Format::PoetryLock => format!("poetry update {name}"),
        Format::PdmLock => format!("pdm update {name}"),
        Format::PipfileLock => format!("pipenv upgrade \"{name}=={version}\""),
        _ => format!("uv export --upgrade-package {name}=={version} --format pylock.toml -o pylock.toml"),
    };
    format!(
        "The lock is written by its tool, not by hand. Ask for version {version} or later of `{name}`:\n\n```sh\n{command}\n```\n\nWhere a \
         requirement of the project stands in the way, raise that first."
    )
}
