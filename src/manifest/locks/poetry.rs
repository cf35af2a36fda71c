//! `poetry.lock`. It does not say what is direct: where `pyproject.toml` is at hand, `link` does.

use super::super::tree::{Node, Value};
use super::super::{Manifest, Source, Vcs, graph, normalise, toml};
use crate::source::SourceFile;

pub(in crate::manifest) fn read(file: &SourceFile, out: &mut Manifest) {
    let root = toml::parse_lock(file.text(), out);
    // Before Poetry 1.2 the files of all packages stand in one table.
    let files = root.at(&["metadata", "files"]).map(Node::by_key).unwrap_or_default();
    let mut rows = Vec::new();
    for node in root.get("package").map_or(&[][..], Node::list) {
        let Some(mut row) = super::package(node, out) else { continue };
        row.groups = match (node.get("groups"), node.text("category")) {
            (Some(groups), _) => groups.strings(),
            (None, Some(category)) => vec![category.to_owned()],
            (None, None) => Vec::new(),
        };
        row.marker = node.text("markers").map(str::to_owned);
        row.source = node.get("source").map(source_of).unwrap_or_default();
        let asked = node.get("dependencies").map_or(&[][..], Node::entries);
        row.requires = asked.iter().map(|entry| normalise(&entry.key)).collect();
        let own = node.get("files").or_else(|| files.get(row.raw_name.as_str()).copied());
        row.hashes = hashes(own);
        rows.push(row);
    }
    graph::guess(&mut rows);
    out.rows = rows;
}

/// `files = [{file = …, hash = …}]`
pub(super) fn hashes(node: Option<&Node<'_>>) -> Vec<String> {
    let files = node.map_or(&[][..], Node::list);
    files.iter().filter_map(|file| file.text("hash").map(str::to_owned)).collect()
}

fn source_of(node: &Node<'_>) -> Source {
    let url = node.text("url").unwrap_or_default().to_owned();
    match node.text("type") {
        Some("git") => {
            let revision = node.text("resolved_reference").or(node.text("reference")).map(str::to_owned);
            Source::Vcs { vcs: Vcs::Git, url, revision }
        }
        Some("url") => Source::Url(url),
        Some("directory" | "file") => Source::Path(url),
        Some("legacy") => Source::Index(url),
        _ => match node.value {
            Value::Table(_) if !url.is_empty() => Source::Index(url),
            _ => Source::Default,
        },
    }
}
