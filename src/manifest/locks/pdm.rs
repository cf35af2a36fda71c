//! `pdm.lock`.

use super::super::tree::Node;
use super::super::{Dependency, Manifest, Source, Vcs, graph, requirement, toml};
use super::poetry::hashes;
use crate::source::SourceFile;
use rustc_hash::FxHashMap;

pub(in crate::manifest) fn read(file: &SourceFile, out: &mut Manifest) {
    let root = toml::parse_lock(file.text(), out);
    let metadata = root.at(&["metadata", "files"]).map(Node::by_key).unwrap_or_default();
    let mut rows: Vec<Dependency> = Vec::new();
    let mut known: FxHashMap<(String, Option<String>), usize> = FxHashMap::default();
    for node in root.get("package").map_or(&[][..], Node::list) {
        let Some(mut row) = super::package(node, out) else { continue };
        row.groups = node.get("groups").map(Node::strings).unwrap_or_default();
        row.marker = node.text("marker").map(str::to_owned);
        row.extras = node.get("extras").map(Node::strings).unwrap_or_default();
        row.source = source_of(node);
        let asked = node.get("dependencies").map(Node::strings).unwrap_or_default();
        row.requires = asked
            .iter()
            .filter_map(|text| Some(super::super::normalise(requirement(text).ok()?.name)))
            .collect();
        let key = format!("{} {}", row.raw_name, row.version.as_deref().unwrap_or_default());
        row.hashes = hashes(node.get("files").or_else(|| metadata.get(key.as_str()).copied()));
        // A package stands once more for each set of extras that somebody asks for.
        let at = *known.entry((row.name.clone(), row.version.clone())).or_insert(rows.len());
        match rows.get_mut(at) {
            Some(known) => {
                if known.hashes.is_empty() {
                    known.hashes = row.hashes;
                }
                known.requires.extend(row.requires.into_iter().filter(|name| *name != row.name));
                for extra in row.extras {
                    if !known.extras.contains(&extra) {
                        known.extras.push(extra);
                    }
                }
            }
            None => rows.push(row),
        }
    }
    graph::guess(&mut rows);
    out.rows = rows;
}

fn source_of(node: &Node<'_>) -> Source {
    if let Some(url) = node.text("git") {
        let revision = node.text("revision").or(node.text("ref")).map(str::to_owned);
        return Source::Vcs { vcs: Vcs::Git, url: url.to_owned(), revision };
    }
    if let Some(url) = node.text("url") {
        return Source::Url(url.to_owned());
    }
    match node.text("path") {
        Some(path) => Source::Path(path.to_owned()),
        None => Source::Default,
    }
}
