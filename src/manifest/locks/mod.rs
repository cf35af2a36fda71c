//! Lock files: what a tool chose.

pub(super) mod pdm;
pub(super) mod poetry;
pub(super) mod pylock;
pub(super) mod uv;

use super::tree::Node;
use super::{Dependency, Manifest, Parts, normalise};

/// The row of a `[[package]]`, without its source, hashes and requirements.
fn package(node: &Node<'_>, out: &mut Manifest) -> Option<Dependency> {
    let Some(name) = node.get("name") else {
        out.problem(node.span, "a package without a name");
        return None;
    };
    let raw_name = name.str().unwrap_or_default().to_owned();
    let version = node.text("version").map(str::to_owned);
    Some(Dependency {
        name: normalise(&raw_name),
        raw_name,
        specifier: version.as_ref().map(|version| format!("=={version}")).unwrap_or_default(),
        version,
        locked: true,
        span: node.get("version").map_or(name.span, |version| name.span.cover(version.span)),
        parts: Parts { name: name.span, ..Parts::default() },
        ..Dependency::default()
    })
}
