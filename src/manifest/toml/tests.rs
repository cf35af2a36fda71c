//! Documents, whole and broken, as trees.

use super::*;
use crate::manifest::Format;
use crate::source::RepoPath;
use proptest::prelude::*;

fn read(text: &str) -> (Node<'_>, Manifest) {
    let mut out = Manifest::new(RepoPath::new("a.toml"), Format::Pyproject);
    (parse(text, &mut out), out)
}

#[test]
fn tables_lists_and_dotted_keys_come_together() {
    let text = "top = 'x'\n[a.b]\nc.d = \"y\\u0041\"\nlist = [1, {k = true}]\n[[a.many]]\nn = '1'\n[a.many.sub]\nz = 'q'\n[[a.many]]\nn = '2'\n";
    let (root, out) = read(text);
    assert!(out.problems.is_empty(), "{:?}", out.problems);
    assert_eq!(root.text("top"), Some("x"));
    assert_eq!(root.at(&["a", "b", "c", "d"]).and_then(Node::str), Some("yA"));
    let many = root.at(&["a", "many"]).unwrap().list();
    assert_eq!((many.len(), many[1].text("n")), (2, Some("2")));
    assert_eq!(many[0].at(&["sub", "z"]).and_then(Node::str), Some("q"));
    let top = root.get("top").unwrap();
    assert_eq!(&text[top.span.range()], "'x'");
    assert_eq!(&text[top.inner(text).range()], "x");
}

#[test]
fn faults_are_named_and_the_rest_is_read() {
    let (root, out) = read("[a]\nx = \ny = 'good'\n[b\nz = 'also'\n");
    assert!(!out.problems.is_empty());
    assert_eq!(root.at(&["a", "y"]).and_then(Node::str), Some("good"));
}

/// What is passed over in lists of files is kept everywhere else: an address says where a package comes from.
#[test]
fn only_lists_of_files_are_cut() {
    let text = "[[package]]\nsource = { url = 'u' }\nwheels = [{ url = 'w', hash = 'h' }]\nother = [{ url = 'o' }]\n[[package]]\nmore = [{ wheels = [{ url = 'x' }] }]\n";
    let mut out = Manifest::new(RepoPath::new("uv.lock"), Format::UvLock);
    let root = parse_lock(text, &mut out);
    let [first, second] = root.get("package").unwrap().list() else { panic!("{root:?}") };
    assert_eq!(first.at(&["source", "url"]).and_then(Node::str), Some("u"));
    let wheel = &first.get("wheels").unwrap().list()[0];
    assert_eq!((wheel.text("url"), wheel.text("hash")), (None, Some("h")));
    assert_eq!(first.get("other").unwrap().list()[0].text("url"), Some("o"));
    let inner = &second.get("more").unwrap().list()[0].get("wheels").unwrap().list()[0];
    assert_eq!(inner.text("url"), Some("x"));
}

/// The same text read by the parser alone: blanks that no tool writes keep it from being taken line by line.
#[test]
fn lists_of_files_are_what_the_parser_makes_of_them() {
    let line = "    { url = \"https://h/a.whl\", hash = \"sha256:aa\", size = 12, upload-time = \"2024-01-01T00:00:00Z\" },";
    let lock = |line: &str| {
        format!(
            "[[package]]\nname = \"a\"\nwheels = [\n{line}\n{line}\n]\nlast = 1\n\n[[package]]\nname = \"b\"\nfiles = [\n    {{file = \"b\", hash = \"sha256:b\"}},\n]\n"
        )
    };
    for (text, hashes) in [
        (line.to_owned(), 2),
        (line.replace("sha256:aa", "sha256:\\u0061"), 2),
        (line.replace("hash = ", "name = "), 0),
        (line.replace("url", "hashes"), 2),
        (line.replace("12", "0x12"), 2),
    ] {
        let text = lock(&text);
        let other = text.replace("wheels = [", "wheels =  [").replace("files = [", "files =  [");
        let (mut out, mut plain) = (Vec::new(), Vec::new());
        for (text, told) in [(&text, &mut out), (&other, &mut plain)] {
            let mut manifest = Manifest::new(RepoPath::new("uv.lock"), Format::UvLock);
            let root = parse_lock(text, &mut manifest);
            assert!(manifest.problems.is_empty(), "{text} {:?}", manifest.problems);
            for package in root.get("package").unwrap().list() {
                told.push(
                    package.entries().iter().map(|entry| entry.key.to_string()).collect::<Vec<_>>().join(" "),
                );
                for file in ["wheels", "files"].iter().filter_map(|key| package.get(key)).flat_map(Node::list)
                {
                    told.extend(
                        file.entries().iter().map(|entry| format!("{} {:?}", entry.key, entry.node.str())),
                    );
                }
            }
        }
        assert_eq!(out, plain, "{text}");
        assert_eq!(
            out.iter().filter(|told| told.starts_with("hash Some(\"sha256:a")).count(),
            hashes,
            "{out:?}"
        );
    }
    let broken = lock("    { url = ");
    let mut manifest = Manifest::new(RepoPath::new("uv.lock"), Format::UvLock);
    parse_lock(&broken, &mut manifest);
    assert!(!manifest.problems.is_empty());
}

#[test]
fn deep_nesting_does_no_harm() {
    let text = format!("a = {}", "[".repeat(200_000));
    assert!(!read(&text).1.problems.is_empty());
    let text = format!("a = {}", "{b=".repeat(100_000));
    assert!(!read(&text).1.problems.is_empty());
    let text = format!("[{}x]\ny=1\n", "a.".repeat(10_000));
    read(&text);
}

proptest! {
    #[test]
    fn agrees_with_toml_edit(text in "(\\[\\[package\\]\\]\n|\\[\\[?[ab](\\.[ab])?\\]?\\]\n|[cd](\\.[ef])? = (1|'s'|\"t\"|true|\\[1, 'x'\\]|\\{g = 'h'\\})\n|# c\n){0,12}") {
        let Ok(document) = text.parse::<toml_edit::Document<String>>() else { return Ok(()) };
        let (root, _) = read(&text);
        same(document.as_item(), &root)?;
    }
}

fn same(item: &toml_edit::Item, node: &Node<'_>) -> Result<(), TestCaseError> {
    if let Some(text) = item.as_str() {
        prop_assert_eq!(Some(text), node.str());
    }
    if let Some(table) = item.as_table_like() {
        prop_assert_eq!(table.iter().count(), node.entries().len());
        for (key, value) in table.iter() {
            let Some(own) = node.get(key) else { return Err(TestCaseError::fail(key.to_owned())) };
            same(value, own)?;
        }
    }
    if let Some(tables) = item.as_array_of_tables() {
        prop_assert_eq!(tables.len(), node.list().len());
    }
    if let Some(array) = item.as_array() {
        prop_assert_eq!(array.len(), node.list().len());
    }
    Ok(())
}
