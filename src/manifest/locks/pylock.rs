//! `pylock.toml`, PEP 751.

use super::super::tree::{Node, Value};
use super::super::{Manifest, Source, Vcs, graph, normalise, toml};
use crate::source::SourceFile;

pub(in crate::manifest) fn read(file: &SourceFile, out: &mut Manifest) {
    let root = toml::parse_lock(file.text(), out);
    let mut rows = Vec::new();
    for node in root.get("packages").map_or(&[][..], Node::list) {
        let Some(mut row) = super::package(node, out) else { continue };
        row.marker = node.text("marker").map(str::to_owned);
        row.source = source_of(node);
        let asked = node.get("dependencies").map_or(&[][..], Node::list);
        row.requires = asked.iter().filter_map(|item| item.text("name").map(normalise)).collect();
        let wheels = node.get("wheels").map_or(&[][..], Node::list);
        let archives = wheels.iter().chain(node.get("sdist")).chain(node.get("archive"));
        for archive in archives {
            for entry in archive.get("hashes").map_or(&[][..], Node::entries) {
                if let Value::Str(digest) = &entry.node.value {
                    row.hashes.push(format!("{}:{digest}", entry.key));
                }
            }
        }
        rows.push(row);
    }
    graph::guess(&mut rows);
    out.rows = rows;
}

fn source_of(node: &Node<'_>) -> Source {
    if let Some(vcs) = node.get("vcs") {
        let system = match vcs.text("type") {
            Some("hg") => Vcs::Hg,
            Some("svn") => Vcs::Svn,
            Some("bzr") => Vcs::Bzr,
            _ => Vcs::Git,
        };
        let url = vcs.text("url").or(vcs.text("path")).unwrap_or_default().to_owned();
        return Source::Vcs { vcs: system, url, revision: vcs.text("commit-id").map(str::to_owned) };
    }
    if let Some(path) = node.at(&["directory", "path"]).and_then(Node::str) {
        return Source::Path(path.to_owned());
    }
    if let Some(archive) = node.get("archive") {
        return match archive.text("url") {
            Some(url) => Source::Url(url.to_owned()),
            None => Source::Path(archive.text("path").unwrap_or_default().to_owned()),
        };
    }
    match node.text("index") {
        Some(index) if index.trim_end_matches('/') != "https://pypi.org/simple" => {
            Source::Index(index.to_owned())
        }
        _ => Source::Default,
    }
}
