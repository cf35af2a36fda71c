//! Tables of PDM, Hatch and uv in `pyproject.toml`.

use rustc_hash::FxHashMap;

use super::poetry::table_source;
use super::pyproject::list;
use super::tree::{Node, Value};
use super::{Manifest, OptionKind, PipOption, normalise};

pub(super) fn read(text: &str, tool: &Node<'_>, out: &mut Manifest) {
    if let Some(pdm) = tool.get("pdm") {
        for entry in pdm.get("dev-dependencies").map_or(&[][..], Node::entries) {
            pdm_list(text, &entry.node, &entry.key, out);
        }
        indexes(text, pdm.get("source"), "url", out);
    }
    if let Some(hatch) = tool.get("hatch") {
        for entry in hatch.get("envs").map_or(&[][..], Node::entries) {
            list(text, entry.node.get("dependencies"), &[&entry.key], out);
            list(text, entry.node.get("extra-dependencies"), &[&entry.key], out);
        }
        list(text, hatch.at(&["build", "dependencies"]), &["build"], out);
    }
    if let Some(uv) = tool.get("uv") {
        list(text, uv.get("dev-dependencies"), &["dev"], out);
        let before = out.rows.len();
        list(text, uv.get("constraint-dependencies"), &[], out);
        for row in &mut out.rows[before..] {
            row.constraint = true;
            row.direct = false;
        }
        list(text, uv.get("override-dependencies"), &["override"], out);
        list(text, uv.get("build-constraint-dependencies"), &["build"], out);
        uv_indexes(text, uv, out);
        sources(uv.get("sources"), out);
    }
}

/// Rows of PDM may begin with `-e`.
fn pdm_list(text: &str, node: &Node<'_>, group: &str, out: &mut Manifest) {
    for item in node.list() {
        let editable = item.str().and_then(|value| value.strip_prefix("-e "));
        let row = match editable {
            Some(address) => {
                let inner = item.inner(text);
                let url =
                    crate::source::Span { start: inner.end - address.len().min(inner.len()) as u32, ..inner };
                super::requirements::address_row(address.trim(), url, item.span).map(|mut row| {
                    row.editable = true;
                    row
                })
            }
            None => super::pyproject::item_row(text, item, out),
        };
        if let Some(mut row) = row {
            row.groups = vec![group.to_owned()];
            out.rows.push(row);
        }
    }
}

fn indexes(text: &str, node: Option<&Node<'_>>, key: &str, out: &mut Manifest) {
    for source in node.map_or(&[][..], Node::list) {
        let Some(url) = source.get(key) else { continue };
        // A source named `pypi` takes the place of the default one.
        let replaces = source.text("name").is_some_and(|name| name.eq_ignore_ascii_case("pypi"));
        let kind = match (replaces, source.get("include_packages").is_some()) {
            (true, _) => OptionKind::Index,
            (_, true) => OptionKind::ExplicitIndex,
            _ => OptionKind::ExtraIndex,
        };
        push(text, kind, url, out);
        if source.get("verify_ssl").and_then(Node::bool) == Some(false) {
            let host = url.str().unwrap_or_default().to_owned();
            let span = source.get("verify_ssl").map_or(url.span, |node| node.span);
            out.options.push(PipOption {
                kind: OptionKind::TrustedHost,
                value: host,
                span,
                value_span: span,
            });
        }
    }
}

/// Pipenv's `[[source]]` tables are of the same form.
pub(super) fn pipenv_indexes(text: &str, node: Option<&Node<'_>>, out: &mut Manifest) {
    // The first one is the default.
    let before = out.options.len();
    indexes(text, node, "url", out);
    if let Some(first) = out.options.get_mut(before).filter(|option| option.kind == OptionKind::ExtraIndex) {
        first.kind = OptionKind::Index;
    }
    // Pipenv takes a package from the index that it names, and from the first one else.
    for option in out.options[before..].iter_mut().filter(|option| option.kind == OptionKind::ExtraIndex) {
        option.kind = OptionKind::ExplicitIndex;
    }
}

fn push(text: &str, kind: OptionKind, url: &Node<'_>, out: &mut Manifest) {
    let value = url.str().unwrap_or_default().to_owned();
    out.options.push(PipOption { kind, value, span: url.span, value_span: url.inner(text) });
}

fn uv_indexes(text: &str, uv: &Node<'_>, out: &mut Manifest) {
    for index in uv.get("index").map_or(&[][..], Node::list) {
        let flag = |key: &str| index.get(key).and_then(Node::bool) == Some(true);
        let kind = match (flag("explicit"), flag("default")) {
            (true, _) => OptionKind::ExplicitIndex,
            (_, true) => OptionKind::Index,
            // uv takes the first index that has the package and looks no further.
            _ => OptionKind::ExplicitIndex,
        };
        if let Some(url) = index.get("url") {
            push(text, kind, url, out);
        }
    }
    for holder in [Some(uv), uv.get("pip")].into_iter().flatten() {
        if let Some(url) = holder.get("index-url") {
            push(text, OptionKind::Index, url, out);
        }
        // With uv's other strategies all indexes are asked, as pip does.
        let unsafe_strategy = holder.text("index-strategy").is_some_and(|word| word.starts_with("unsafe"));
        let kind = if unsafe_strategy { OptionKind::ExtraIndex } else { OptionKind::ExplicitIndex };
        for url in holder.get("extra-index-url").map_or(&[][..], Node::list) {
            push(text, kind, url, out);
        }
        for host in holder.get("allow-insecure-host").map_or(&[][..], Node::list) {
            push(text, OptionKind::TrustedHost, host, out);
        }
    }
}

/// `[tool.uv.sources]` says where packages that are named elsewhere come from.
fn sources(node: Option<&Node<'_>>, out: &mut Manifest) {
    let mut rows: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (at, row) in out.rows.iter().enumerate() {
        rows.entry(row.name.clone()).or_default().push(at);
    }
    for entry in node.map_or(&[][..], Node::entries) {
        let name = normalise(&entry.key);
        let table = match &entry.node.value {
            Value::List(items) => items.first(),
            _ => Some(&entry.node),
        };
        let Some(table) = table else { continue };
        let local = table.get("workspace").and_then(Node::bool) == Some(true);
        let source = if local { super::Source::Path(".".to_owned()) } else { table_source(table) };
        if table.text("index").is_some() {
            out.explicit.push(name.clone());
        }
        // Taken out, so that a name that is repeated costs nothing.
        for at in rows.remove(&name).unwrap_or_default() {
            let row = &mut out.rows[at];
            row.source = source.clone();
            row.editable |= table.get("editable").and_then(Node::bool) == Some(true);
        }
    }
}
