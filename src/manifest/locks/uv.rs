//! `uv.lock`.

use super::super::tree::Node;
use super::super::{Manifest, Source, graph, normalise, toml};
use crate::manifest::url::source_of_url;
use crate::source::SourceFile;

pub(in crate::manifest) fn read(file: &SourceFile, out: &mut Manifest) {
    let root = toml::parse_lock(file.text(), out);
    let packages = root.get("package").map_or(&[][..], Node::list);
    let mut roots: Vec<(String, Option<String>)> = Vec::new();
    let mut rows = Vec::with_capacity(packages.len());
    for node in packages {
        let Some(mut row) = super::package(node, out) else { continue };
        let source = node.get("source");
        // The project itself and other members of its workspace: what they ask for is direct.
        let own =
            source.is_some_and(|source| ["editable", "virtual"].iter().any(|key| source.get(key).is_some()));
        if own {
            out.project.get_or_insert_with(|| row.name.clone());
            let mut ask = |list: Option<&Node<'_>>, group: Option<&str>| {
                for name in names(list) {
                    roots.push((name, group.map(str::to_owned)));
                }
            };
            ask(node.get("dependencies"), None);
            for key in ["optional-dependencies", "dev-dependencies"] {
                for entry in node.get(key).map_or(&[][..], Node::entries) {
                    ask(Some(&entry.node), Some(&entry.key));
                }
            }
            continue;
        }
        row.source = source.map(source_of).unwrap_or_default();
        row.requires = names(node.get("dependencies"));
        for entry in node.get("optional-dependencies").map_or(&[][..], Node::entries) {
            row.requires.extend(names(Some(&entry.node)));
        }
        let archives = node.get("wheels").map_or(&[][..], Node::list).iter().chain(node.get("sdist"));
        row.hashes = archives.filter_map(|archive| archive.text("hash").map(str::to_owned)).collect();
        rows.push(row);
    }
    graph::spread(&mut rows, &roots);
    out.rows = rows;
}

fn names(list: Option<&Node<'_>>) -> Vec<String> {
    let items = list.map_or(&[][..], Node::list);
    items.iter().filter_map(|item| item.text("name").map(normalise)).collect()
}

fn source_of(node: &Node<'_>) -> Source {
    if let Some(url) = node.text("git") {
        // `https://…/name?tag=v1#<commit>`: the commit is what is installed.
        let (address, commit) =
            url.split_once('#').map_or((url, None), |(address, commit)| (address, Some(commit)));
        let bare = address.split('?').next().unwrap_or(address);
        if let Source::Vcs { vcs, url, .. } = source_of_url(&format!("git+{bare}")) {
            return Source::Vcs { vcs, url, revision: commit.map(str::to_owned) };
        }
    }
    if let Some(url) = node.text("url") {
        return Source::Url(url.to_owned());
    }
    if let Some(path) = ["path", "directory"].iter().find_map(|key| node.text(key)) {
        return Source::Path(path.to_owned());
    }
    match node.text("registry") {
        Some(registry) if registry.trim_end_matches('/') != "https://pypi.org/simple" => {
            Source::Index(registry.to_owned())
        }
        _ => Source::Default,
    }
}
