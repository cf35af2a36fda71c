//! Commands of installers.

use super::*;
use crate::manifest::Format;
use crate::source::{RepoPath, SourceFile};
use proptest::prelude::*;

fn read(text: &str) -> Manifest {
    crate::manifest::read(&SourceFile::from_text(RepoPath::new("a.sh"), text), Format::Shell)
}

fn rows(text: &str) -> Vec<String> {
    read(text).rows.iter().map(|row| format!("{}{}", row.raw_name, row.specifier)).collect()
}

#[test]
fn installers_are_known() {
    for (text, wanted) in [
        ("pip install a==1 'b>=2' c", &["a==1", "b>=2", "c"][..]),
        ("python3.11 -m pip install --no-cache-dir -U a", &["a"]),
        ("FOO=1 sudo -H pip3 install a && echo b", &["a"]),
        ("pip install \\\n  a==1 \\\n  b==2\n", &["a==1", "b==2"]),
        ("uv pip install --system a", &["a"]),
        ("uv add 'a[x]>=1'", &["a>=1"]),
        ("uvx ruff@0.4.0 check .", &["ruff@0.4.0"]),
        ("uvx --from black==22.1 black .", &["black==22.1"]),
        ("pipx run black==22.1 --check src", &["black==22.1"]),
        ("pipx install poetry==1.8.0", &["poetry==1.8.0"]),
        ("poetry add requests", &["requests"]),
        ("/opt/venv/bin/pip install -t /x a # b", &["a"]),
        ("pip install a >/dev/null 2>&1", &["a"]),
        ("pip freeze; pip list", &[]),
        ("echo pip install a", &[]),
        ("pip install .", &[]),
        ("pip install -e .[dev]", &[""]),
        ("pip install a==${V} $PACKAGES", &["a==${V}"]),
        ("(pip install a)", &["a"]),
    ] {
        assert_eq!(rows(text), wanted, "{text}");
    }
}

#[test]
fn what_is_notable_is_kept() {
    let text =
        "sudo pip install --break-system-packages $NAME \"$@\" -r reqs.txt --extra-index-url=http://x\n";
    let out = read(text);
    let flags: Vec<_> =
        out.installs[0].flags.iter().map(|(flag, span)| (flag.clone(), &text[span.range()])).collect();
    assert_eq!(
        flags,
        [
            (Flag::Sudo, "sudo"),
            (Flag::BreakSystemPackages, "--break-system-packages"),
            (Flag::Variable("$NAME".into()), "$NAME"),
            (Flag::Variable("$@".into()), "\"$@\""),
        ]
    );
    assert_eq!(out.includes[0].path, "reqs.txt");
    assert_eq!(&text[out.options[0].value_span.range()], "http://x");
}

#[test]
fn parts_have_their_bytes() {
    let text = "pip install 'django>=1,<2'\n";
    let out = read(text);
    assert_eq!(&text[out.rows[0].parts.specifier.unwrap().range()], ">=1,<2");
    assert_eq!(&text[out.rows[0].span.range()], "'django>=1,<2'");
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "(pip install |uv |pipx run |-r|-e |--index-url=|[a-z=$(){}`'\"\\\\ \n;&|@\u{e9}]){0,40}") {
        for row in read(&text).rows {
            prop_assert!(text.get(row.span.range()).is_some());
            for part in [row.parts.specifier, row.parts.url].into_iter().flatten() {
                prop_assert!(text.get(part.range()).is_some());
            }
        }
    }
}

#[test]
fn what_is_run_or_injected_with_packages_names_them() {
    let text = "uv run --with foo==1.0 --with 'bar>=2' script.py --with-x\npipx inject --force poetry a==2 b\nuv run pytest\n";
    assert_eq!(rows(text), ["foo==1.0", "bar>=2", "a==2", "b"]);
}
