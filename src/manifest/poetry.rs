//! Poetry's tables in `pyproject.toml`.

use rustc_hash::FxHashMap;

use super::tree::{Node, Value};
use super::{Dependency, Dialect, Manifest, OptionKind, Parts, PipOption, Source, Vcs, exact, normalise};

/// Reads `tool.poetry`.
pub(super) fn read(text: &str, tool: &Node<'_>, out: &mut Manifest) {
    let Some(poetry) = tool.get("poetry") else { return };
    if out.project.is_none() {
        out.project = poetry.text("name").map(normalise);
    }
    table(text, poetry.get("dependencies"), None, out);
    table(text, poetry.get("dev-dependencies"), Some("dev"), out);
    for group in poetry.get("group").map_or(&[][..], Node::entries) {
        table(text, group.node.get("dependencies"), Some(&group.key), out);
    }
    let mut extras: FxHashMap<String, Vec<&str>> = FxHashMap::default();
    for extra in poetry.get("extras").map_or(&[][..], Node::entries) {
        for name in extra.node.strings() {
            extras.entry(normalise(&name)).or_default().push(&extra.key);
        }
    }
    for row in out.rows.iter_mut().filter(|row| row.groups.is_empty()) {
        for extra in extras.remove(&row.name).unwrap_or_default() {
            row.groups.push(extra.to_owned());
        }
    }
    for source in poetry.get("source").map_or(&[][..], Node::list) {
        let Some(url) = source.get("url") else { continue };
        let kind = match source.text("priority") {
            Some("explicit") => OptionKind::ExplicitIndex,
            // Asked beside others, as pip does; a source without a priority takes the place of PyPI.
            Some("supplemental" | "secondary") => OptionKind::ExtraIndex,
            _ if source.get("secondary").and_then(Node::bool) == Some(true) => OptionKind::ExtraIndex,
            _ => OptionKind::Index,
        };
        let value = url.str().unwrap_or_default().to_owned();
        out.options.push(PipOption { kind, value, span: url.span, value_span: url.inner(text) });
    }
}

/// A table of names and requirements; Poetry's and, in form, Pipenv's.
fn table(text: &str, node: Option<&Node<'_>>, group: Option<&str>, out: &mut Manifest) {
    for entry in node.map_or(&[][..], Node::entries) {
        if entry.key.eq_ignore_ascii_case("python") {
            continue;
        }
        // Several requirements for several environments.
        let single = std::slice::from_ref(&entry.node);
        let many = match &entry.node.value {
            Value::List(items) => items.as_slice(),
            _ => single,
        };
        for node in many {
            let mut row = row(text, &entry.key, node);
            row.span = if many.len() > 1 { node.span } else { entry.key_span.cover(node.span) };
            row.parts.name = entry.key_span;
            row.groups = group.iter().map(|group| (*group).to_owned()).collect();
            out.rows.push(row);
        }
    }
}

/// One requirement: a string, or a table with `version`, `git`, `path`, `url`.
fn row(text: &str, name: &str, node: &Node<'_>) -> Dependency {
    let version = if node.is_table() { node.get("version") } else { Some(node) };
    let specifier = version.and_then(Node::str).unwrap_or_default().trim().to_owned();
    let specifier = if specifier == "*" { "*".to_owned() } else { specifier };
    Dependency {
        raw_name: name.to_owned(),
        name: normalise(name),
        extras: node.get("extras").map(Node::strings).unwrap_or_default(),
        version: exact(&specifier, Dialect::Poetry).map(str::to_owned),
        dialect: Dialect::Poetry,
        marker: node.text("markers").map(str::to_owned),
        source: table_source(node),
        direct: true,
        editable: node.get("develop").and_then(Node::bool) == Some(true),
        parts: Parts {
            specifier: version.filter(|node| node.is_plain(text)).map(|node| node.inner(text)),
            url: ["git", "url"].iter().find_map(|key| node.get(key)).map(|node| node.inner(text)),
            ..Parts::default()
        },
        specifier,
        ..Dependency::default()
    }
}

/// `{git = …, rev = …}`, `{path = …}`, `{url = …}`, `{source = …}`, as Poetry, Pipenv, PDM and uv have them.
pub(super) fn table_source(node: &Node<'_>) -> Source {
    for (key, vcs) in [("git", Vcs::Git), ("hg", Vcs::Hg), ("svn", Vcs::Svn), ("bzr", Vcs::Bzr)] {
        if let Some(url) = node.text(key) {
            let revision = ["rev", "revision", "ref", "tag", "branch"].iter().find_map(|key| node.text(key));
            return Source::Vcs { vcs, url: url.to_owned(), revision: revision.map(str::to_owned) };
        }
    }
    if let Some(path) = node.text("path").or(node.text("file").filter(|file| !file.contains("://"))) {
        return Source::Path(path.to_owned());
    }
    if let Some(url) = node.text("url").or(node.text("file")) {
        return Source::Url(url.to_owned());
    }
    match node.text("source").or(node.text("index")) {
        Some(name) => Source::Index(name.to_owned()),
        None => Source::Default,
    }
}
