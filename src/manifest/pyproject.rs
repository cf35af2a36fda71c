//! `pyproject.toml`: the standard tables. Those of tools are read in [`poetry`](super::poetry) and
//! [`tools`](super::tools).

use rustc_hash::FxHashMap;

use super::requirement::requirement;
use super::tree::{Node, Value};
use super::{Dependency, Include, Manifest, Parts, normalise, poetry, toml, tools};
use crate::source::{SourceFile, Span};

/// Groups may include groups so deep.
const MAX_INCLUDES: usize = 16;

pub(super) fn read(file: &SourceFile, out: &mut Manifest) {
    let text = file.text();
    let root = toml::parse(text, out);
    if let Some(build) = root.get("build-system") {
        list(text, build.get("requires"), &["build"], out);
    }
    if let Some(project) = root.get("project") {
        out.project = project.text("name").map(normalise);
        list(text, project.get("dependencies"), &[], out);
        for entry in project.get("optional-dependencies").map_or(&[][..], Node::entries) {
            list(text, Some(&entry.node), &[&entry.key], out);
        }
    }
    if let Some(groups) = root.get("dependency-groups") {
        read_groups(text, groups, out);
    }
    if let Some(tool) = root.get("tool") {
        poetry::read(text, tool, out);
        tools::read(text, tool, out);
        dynamic(tool, out);
    }
}

/// Setuptools takes requirements from files where `project.dynamic` says so.
fn dynamic(tool: &Node<'_>, out: &mut Manifest) {
    let Some(dynamic) = tool.at(&["setuptools", "dynamic"]) else { return };
    let extras = dynamic.get("optional-dependencies").map_or(&[][..], Node::entries);
    let files = dynamic.get("dependencies").into_iter().chain(extras.iter().map(|entry| &entry.node));
    for node in files.filter_map(|node| node.get("file")) {
        for path in node.strings() {
            out.includes.push(Include { path, constraint: false, span: node.span });
        }
    }
}

/// Requirements in a list of strings.
pub(super) fn list(text: &str, node: Option<&Node<'_>>, groups: &[&str], out: &mut Manifest) {
    for item in node.map_or(&[][..], Node::list) {
        if let Some(mut row) = item_row(text, item, out) {
            row.groups = groups.iter().map(|group| (*group).to_owned()).collect();
            out.rows.push(row);
        }
    }
}

/// The row of one string.
pub(super) fn item_row(text: &str, item: &Node<'_>, out: &mut Manifest) -> Option<Dependency> {
    let Some(value) = item.str() else {
        out.problem(item.span, "not a requirement: a string is wanted here");
        return None;
    };
    match requirement(value) {
        Ok(one) => {
            let inner = item.inner(text);
            let mut row = one.row(inner.start as usize, item.span);
            let lead = value.len() - value.trim_start().len();
            row.parts.name =
                Span::new(inner.start as usize + lead, inner.start as usize + lead + one.name.len());
            if !item.is_plain(text) {
                row.parts = Parts::default();
            }
            Some(row)
        }
        Err(why) => {
            out.problem(item.span, format!("not a requirement: {why}"));
            None
        }
    }
}

/// PEP 735: `{include-group = "test"}` puts the rows of one group into another. Each row stands once, with all its
/// groups.
fn read_groups(text: &str, groups: &Node<'_>, out: &mut Manifest) {
    let entries = groups.entries();
    let numbers: FxHashMap<String, usize> =
        entries.iter().enumerate().map(|(at, entry)| (normalise(&entry.key), at)).collect();
    // By group, those that include it.
    let mut included_by: Vec<Vec<usize>> = vec![Vec::new(); entries.len()];
    for (at, entry) in entries.iter().enumerate() {
        for item in entry.node.list() {
            let Value::Table(_) = item.value else { continue };
            let Some(other) = item.text("include-group") else {
                out.problem(item.span, "a table in a group says `include-group`");
                continue;
            };
            match numbers.get(&normalise(other)) {
                Some(target) => included_by[*target].push(at),
                None => out.problem(item.span, format!("no group `{}`", super::requirement::shorten(other))),
            }
        }
    }
    for (at, entry) in entries.iter().enumerate() {
        let mut all = vec![at];
        let mut next = 0;
        while let Some(group) = all.get(next).copied() {
            next += 1;
            for other in &included_by[group] {
                if !all.contains(other) && all.len() < MAX_INCLUDES * MAX_INCLUDES {
                    all.push(*other);
                }
            }
        }
        for item in entry.node.list().iter().filter(|item| !item.is_table()) {
            if let Some(mut row) = item_row(text, item, out) {
                row.groups = all.iter().map(|group| entries[*group].key.to_string()).collect();
                out.rows.push(row);
            }
        }
    }
}
