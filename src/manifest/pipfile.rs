//! `Pipfile` and `Pipfile.lock`.

use super::poetry::table_source;
use super::tree::Node;
use super::{Dependency, Dialect, Manifest, Parts, exact, normalise, toml, tools, yaml};
use crate::source::SourceFile;
use rustc_hash::FxHashMap;

pub(super) fn read(file: &SourceFile, out: &mut Manifest) {
    let text = file.text();
    let root = toml::parse(text, out);
    for section in root.entries() {
        match &*section.key {
            "source" => tools::pipenv_indexes(text, Some(&section.node), out),
            "requires" | "scripts" | "pipenv" => {}
            key => {
                // Any other table is a category of packages.
                let group = match key {
                    "packages" => "default",
                    "dev-packages" => "develop",
                    other => other,
                };
                packages(text, &section.node, group, out);
            }
        }
    }
}

fn packages(text: &str, section: &Node<'_>, group: &str, out: &mut Manifest) {
    for entry in section.entries() {
        let node = &entry.node;
        let version = if node.is_table() { node.get("version") } else { Some(node) };
        let specifier = version.and_then(Node::str).unwrap_or_default().trim().to_owned();
        out.rows.push(Dependency {
            raw_name: entry.key.to_string(),
            name: normalise(&entry.key),
            extras: node.get("extras").map(Node::strings).unwrap_or_default(),
            version: exact(&specifier, Dialect::Pep440).map(str::to_owned),
            marker: node.text("markers").map(str::to_owned),
            source: table_source(node),
            groups: vec![group.to_owned()],
            direct: true,
            editable: node.get("editable").and_then(Node::bool) == Some(true),
            span: entry.key_span.cover(node.span),
            parts: Parts {
                name: entry.key_span,
                specifier: version.filter(|node| node.is_plain(text)).map(|node| node.inner(text)),
                hashes: None,
                url: ["git", "file"].iter().find_map(|key| node.get(key)).map(|node| node.inner(text)),
            },
            specifier,
            ..Dependency::default()
        });
    }
}

/// The lock is JSON. It does not say what is direct: where the Pipfile is at hand, `link` does. Without one, what names its
/// index or comes from elsewhere is, for Pipenv writes that of what the Pipfile asks for.
pub(super) fn read_lock(file: &SourceFile, out: &mut Manifest) {
    let text = file.text();
    // JSON is YAML, but for tabs, which YAML forbids where they indent.
    let root = yaml::parse(text, out);
    let mut known: FxHashMap<(String, Option<String>), usize> = FxHashMap::default();
    for section in root.entries().iter().filter(|section| section.key != "_meta") {
        for entry in section.node.entries() {
            let node = &entry.node;
            let specifier = version_of(node).unwrap_or_default().to_owned();
            // The same package in several sections is one row with several groups.
            let name = normalise(&entry.key);
            let version = exact(&specifier, Dialect::Pep440).map(str::to_owned);
            let at = *known.entry((name.clone(), version.clone())).or_insert(out.rows.len());
            if let Some(known) = out.rows.get_mut(at) {
                known.groups.push(section.key.to_string());
                known.direct |= node.get("index").is_some();
                continue;
            }
            let hashes = node.get("hashes");
            out.rows.push(Dependency {
                raw_name: entry.key.to_string(),
                name,
                extras: node.get("extras").map(Node::strings).unwrap_or_default(),
                version,
                marker: node.text("markers").map(str::to_owned),
                hashes: hashes.map(Node::strings).unwrap_or_default(),
                source: table_source(node),
                groups: vec![section.key.to_string()],
                direct: node.get("index").is_some() || version_of(node).is_none(),
                locked: true,
                editable: node.get("editable").and_then(Node::bool) == Some(true),
                span: entry.key_span,
                parts: Parts { name: entry.key_span, ..Parts::default() },
                specifier,
                ..Dependency::default()
            });
        }
    }
    // Locks of older versions of Pipenv name no index: then all may be.
    if !out.rows.iter().any(|row| row.direct) {
        out.rows.iter_mut().for_each(|row| row.direct = true);
    }
}

fn version_of<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    node.text("version")
}
