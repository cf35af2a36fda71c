//! Requirements files as pip reads them.

use super::*;
use crate::manifest::OptionKind;
use crate::source::RepoPath;
use proptest::prelude::*;

fn read_text(text: &str) -> Manifest {
    crate::manifest::read(
        &SourceFile::from_text(RepoPath::new("requirements.txt"), text),
        Format::Requirements,
    )
}

#[test]
fn rows_have_the_bytes_of_their_parts() {
    let text = "# head\nDjango[argon2] == 3.2.1 ; python_version >= '3.8'  # why\nflask\n";
    let out = read_text(text);
    let [django, flask] = out.rows.as_slice() else { panic!("{out:?}") };
    assert_eq!(&text[django.parts.specifier.unwrap().range()], "== 3.2.1");
    assert_eq!(&text[django.parts.name.range()], "Django");
    assert_eq!(&text[django.span.range()], "Django[argon2] == 3.2.1 ; python_version >= '3.8'");
    assert_eq!((django.name.as_str(), django.version.as_deref()), ("django", Some("3.2.1")));
    let place = flask.parts.specifier.unwrap();
    assert_eq!((place.start, place.is_empty()), (text.find("flask").unwrap() as u32 + 5, true));
}

#[test]
fn lines_are_joined_and_hashes_taken_whole() {
    let text = "a==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\nb==2\n";
    let out = read_text(text);
    assert_eq!(out.rows.len(), 2);
    assert_eq!(out.rows[0].hashes, ["sha256:aa", "sha256:bb"]);
    assert_eq!(
        &text[out.rows[0].parts.hashes.unwrap().range()],
        " \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb"
    );
    assert_eq!(&text[out.rows[1].span.range()], "b==2");
    let split = read_text("foo==1.\\\n0\r\nbar\n");
    assert_eq!(split.rows[0].version.as_deref(), Some("1.0"));
    assert_eq!(split.rows[1].name, "bar");
}

#[test]
fn options_and_includes_are_read() {
    let text = "-r base.txt\n-cother.txt\n--index-url https://a/simple\n--extra-index-url=https://b --trusted-host b\n--bogus\n";
    let out = read_text(text);
    let includes: Vec<_> = out.includes.iter().map(|one| (one.path.as_str(), one.constraint)).collect();
    assert_eq!(includes, [("base.txt", false), ("other.txt", true)]);
    let options: Vec<_> = out.options.iter().map(|one| (one.kind, one.value.as_str())).collect();
    assert_eq!(
        options,
        [
            (OptionKind::Index, "https://a/simple"),
            (OptionKind::ExtraIndex, "https://b"),
            (OptionKind::TrustedHost, "b")
        ]
    );
    assert_eq!(&text[out.options[1].value_span.range()], "https://b");
    assert_eq!(out.problems[0].text, "unknown option `--bogus`");
}

#[test]
fn addresses_and_paths_are_rows() {
    let out = read_text(
        "git+https://g.com/o/shop.git@abc#egg=Shop[x]\n-e .\nhttps://h/p-1.2-py3-none-any.whl\n./local\n-e git+ssh://git@g.com/o/n.git ; os_name == 'nt'\nx @ git+https://g.com/x@v1\n",
    );
    let rows: Vec<_> = out
        .rows
        .iter()
        .map(|row| (row.name.as_str(), row.version.as_deref(), row.source.kind(), row.editable))
        .collect();
    assert_eq!(
        rows,
        [
            ("shop", None, "vcs", false),
            ("", None, "path", true),
            ("p", Some("1.2"), "url", false),
            ("", None, "path", false),
            ("n", None, "vcs", true),
            ("x", None, "vcs", false),
        ]
    );
    assert_eq!(out.rows[4].marker.as_deref(), Some("os_name == 'nt'"));
    let own = read_text("-e ./shop[dev, test]\n");
    assert_eq!(own.rows[0].source.location(), Some("./shop"));
    assert_eq!(own.rows[0].extras, ["dev", "test"]);
}

#[test]
fn broken_lines_are_named_and_the_rest_read() {
    let out = read_text("a==1\n!!!\n{{ x }}\nb==2\nc==\n");
    assert_eq!(out.rows.len(), 2);
    let told: Vec<_> = out.problems.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(
        told,
        [
            "not a requirement: `!!!` does not begin with the name of a package",
            "`{{ x }}` is filled in by a template and not read",
            "not a requirement: `==` is no version requirement",
        ]
    );
}

proptest! {
    #[test]
    fn no_text_makes_it_panic_and_spans_fit(text in "([a-z=\\-#\\\\ \n\r\t;@:/.\\[\\]\u{e9}']|--hash=|-r |-e |git\\+){0,60}") {
        let out = read_text(&text);
        for row in &out.rows {
            prop_assert!(text.get(row.span.range()).is_some());
            for part in [row.parts.specifier, row.parts.hashes, row.parts.url].into_iter().flatten() {
                prop_assert!(text.get(part.range()).is_some(), "{:?}", row);
            }
        }
    }
}
