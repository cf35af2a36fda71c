//! Which configuration counts, and what is said of a wrong one.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails the test")]

mod cli_support;

use cli_support::{folder, git, refused, run};

const APP: (&str, &str) = ("app.py", "x = 1\n");

#[test]
fn a_wrong_configuration_is_one_line_with_its_place() {
    let lines: Vec<String> = [
        ("hognose.toml", "\nselct = []\n"),
        ("hognose.toml", "fail-on = 'hgih'\n"),
        ("hognose.toml", "fail-on = \n"),
        ("hognose.toml", "exclude = 'a'\n"),
        ("pyproject.toml", "[tool.hognose]\nexclud = []\n"),
    ]
    .iter()
    .map(|file| refused(folder(&[APP, *file]).path(), &["scan"]))
    .collect();
    insta::assert_snapshot!(lines.join("\n"), @r###"
    hognose: hognose.toml:2: unknown key `selct`; did you mean `select`?
    hognose: hognose.toml:1: unknown threshold `hgih`; did you mean `high`?
    hognose: hognose.toml:1: not valid TOML: string values must be quoted, expected literal string; mend the line
    hognose: hognose.toml:1: `exclude` is a string, not a list of strings; write a list of strings
    hognose: pyproject.toml:2: unknown key `exclud` in `[tool.hognose]`; did you mean `exclude`?
    "###);
}

#[test]
fn an_unknown_rule_in_the_configuration_is_refused() {
    let here = folder(&[APP, ("hognose.toml", "ignore = [\n  'sql-injecton',\n]\n")]);
    let line = refused(here.path(), &["scan"]);
    assert!(line.starts_with("hognose: hognose.toml:2: unknown rule `sql-injecton`; "), "{line}");
}

#[test]
fn a_project_file_that_does_not_name_us_is_nobody_s_business() {
    let here = folder(&[APP, ("pyproject.toml", "[broken\n")]);
    assert_eq!(run(here.path(), &["scan"]).0, 0);
}

#[test]
fn our_own_file_wins_and_that_is_said() {
    let here = folder(&[
        APP,
        ("hognose.toml", "fail-on = 'low'\n"),
        ("pyproject.toml", "[tool.hognose]\nfail-on = 'wrong'\n"),
    ]);
    let (code, _, err) = run(here.path(), &["scan"]);
    assert_eq!(code, 0);
    assert_eq!(err, "hognose: note: hognose.toml counts, [tool.hognose] in pyproject.toml does not\n");
    assert_eq!(run(here.path(), &["scan", "-q"]).2, "");
}

#[test]
fn the_file_that_is_named_is_the_one_that_counts() {
    let here =
        folder(&[APP, ("hognose.toml", "teapot = 1\n"), ("other.toml", ""), ("pyproject.toml", "[tool]\n")]);
    assert_eq!(run(here.path(), &["scan", "--config", "other.toml"]).0, 0);
    let line = refused(here.path(), &["scan", "--config", "pyproject.toml"]);
    assert_eq!(
        line,
        "hognose: \"pyproject.toml\" has no table [tool.hognose]; add one, or name another file with --config"
    );
    let line = refused(here.path(), &["scan", "--config", "othr.toml"]);
    assert_eq!(line, "hognose: no configuration file \"othr.toml\"; did you mean \"other.toml\"?");
}

#[test]
fn the_search_goes_up_to_the_root_of_the_repository_and_no_further() {
    let here = folder(&[
        ("hognose.toml", "outer = 1\n"),
        ("repo/hognose.toml", "inner = 1\n"),
        ("repo/a/base/x.py", ""),
        ("repo/a/head/x.py", "x = 1\n"),
        ("plain/base/x.py", ""),
        ("plain/head/x.py", "x = 1\n"),
    ]);
    git(here.path(), &["init", "-q", "repo"]);
    let line = refused(here.path(), &["review", "repo/a/base", "repo/a/head"]);
    assert!(line.starts_with("hognose: repo/hognose.toml:1: unknown key `inner`"), "{line}");
    // Without a repository only the folder itself is looked at.
    assert_eq!(run(here.path(), &["review", "plain/base", "plain/head"]).0, 0);
}
