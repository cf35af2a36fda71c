//! How the program is called: help, wrong use, outputs, pipes.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails the test")]

mod cli_support;

use std::fs;
use std::process::Stdio;

use cli_support::{folder, hognose, refused, run, told};

#[test]
fn help_version_and_the_generated_pages_are_printed() {
    let here = folder(&[]);
    for (args, part) in [
        (&["--help"][..], "review"),
        (&["review", "--help"], "merge base"),
        (&["--version"], env!("CARGO_PKG_VERSION")),
        (&["man"], ".TH hognose 1"),
        (&["man", "review"], "hognose-review"),
        (&["completions", "bash"], "complete -F _hognose"),
        (&["completions", "zsh"], "#compdef hognose"),
        (&["completions", "fish"], "complete -c hognose"),
    ] {
        let (code, out, err) = run(here.path(), args);
        assert_eq!((code, err.as_str()), (0, ""), "{args:?}");
        assert!(out.contains(part), "{args:?}: {out}");
    }
    let (_, out, _) = run(here.path(), &["--help"]);
    assert!(!out.contains("dev"), "hidden commands stay hidden");
}

#[test]
fn wrong_use_is_one_line_with_the_nearest_word() {
    let here = folder(&[("app.py", "x = 1\n"), ("docs/x.py", "")]);
    let lines: Vec<String> = [
        &["scan", "--formt", "json"][..],
        &["scna"],
        &["scan", "--format", "jsno"],
        &["scan", "--format", "yaml"],
        &["scan", "--format=json="],
        &["scan", "--fail-on", "hihg"],
        &["scan", "--color", "alwys"],
        &["scan", "--threads", "many"],
        &["scan", "--fix=saef"],
        &["scan", "-q", "-v"],
        &["explain"],
        &[],
        &["completions", "bsh"],
        &["man", "reveiw"],
        &["scan", "ap.py"],
        &["scan", "dcos/x.py"],
        &["scan", "zzzzzz"],
        &["scan", "--format", "text", "--format", "json"],
        &["scan", "--diff", "--format", "json"],
        &["scan", "--output", "docs"],
        &["scan", "--output", "nowhere/x"],
        &["scan", "--config", "app.yp"],
        &["review", "docs", "dosc"],
        &["review", "main", "docs"],
        &["review"],
        &["dev", "docs"],
    ]
    .iter()
    .map(|args| refused(here.path(), args))
    .map(|line| line.replace(here.path().canonicalize().unwrap().to_str().unwrap(), "HERE"))
    .collect();
    insta::assert_snapshot!(lines.join("\n"), @r###"
    hognose: unexpected argument '--formt' found; a similar argument exists: '--format'
    hognose: unrecognized subcommand 'scna'; a similar subcommand exists: 'scan'
    hognose: invalid value 'jsno' for '--format <FORMAT[=FILE]>': did you mean `json`?
    hognose: invalid value 'yaml' for '--format <FORMAT[=FILE]>': known: text, json, sarif, markdown; try `hognose --help`
    hognose: invalid value 'json=' for '--format <FORMAT[=FILE]>': no file after the equals sign; write json=FILE; try `hognose --help`
    hognose: invalid value 'hihg' for '--fail-on <SEVERITY>' [possible values: low, medium, high, critical, never]; a similar value exists: 'high'
    hognose: invalid value 'alwys' for '--color <WHEN>' [possible values: auto, always, never]; a similar value exists: 'always'
    hognose: invalid value 'many' for '--threads <N>': invalid digit found in string; try `hognose --help`
    hognose: invalid value 'saef' for '--fix[=<TIER>]' [possible values: safe, review]; a similar value exists: 'safe'
    hognose: the argument '--quiet' cannot be used with '--verbose'; try `hognose --help`
    hognose: the following required arguments were not provided: <RULE>; try `hognose --help`
    hognose: no command given; try `hognose review`, or `hognose --help`
    hognose: invalid value 'bsh' for '<SHELL>' [possible values: bash, elvish, fish, powershell, zsh]; a similar value exists: 'bash'
    hognose: unknown command `reveiw`; did you mean `review`?
    hognose: no file or folder "ap.py"; did you mean "app.py"?
    hognose: no file or folder "dcos/x.py"; did you mean "docs"?
    hognose: no file or folder "zzzzzz"; check the spelling, paths are taken from the current folder
    hognose: text and json cannot both go to standard output; write `--format json=FILE`
    hognose: `--diff` takes the place of `--format json`; write `--format json=FILE` to have both
    hognose: cannot write "docs": it is a folder; name a file
    hognose: cannot write "nowhere/x": there is no folder "nowhere"; make it first
    hognose: no configuration file "app.yp"; did you mean "app.py"?
    hognose: no folder "dosc"; did you mean "docs"?; to name a commit give --base
    hognose: no folder "main"; check the spelling, paths are taken from the current folder; to name a commit give --base
    hognose: "HERE" is not inside a git repository: change to one, or compare two folders
    hognose: there is no folder src/rules here; run this at the root of hognose's repository
    "###);
}

#[test]
fn an_unknown_rule_is_refused_with_a_remedy() {
    let here = folder(&[]);
    let line = refused(here.path(), &["explain", "sql-injecton"]);
    assert!(line.starts_with("hognose: unknown rule `sql-injecton`; "), "{line}");
}

#[test]
fn control_characters_in_arguments_do_not_reach_the_screen() {
    let here = folder(&[]);
    for args in [&["scan", "a\u{1b}[2J\nb"][..], &["explain", "\u{1b}]0;x\u{7}"], &["\u{1b}[31mx"]] {
        let line = refused(here.path(), args);
        assert!(!line.contains(|letter: char| letter.is_control()), "{line:?}");
    }
}

#[test]
fn an_internal_error_is_one_line() {
    let here = folder(&[("src/rules/x", "")]);
    let line = refused(here.path(), &["dev", "panic"]);
    assert!(line.starts_with("hognose: internal error at src/run/dev.rs:"), "{line}");
    assert!(line.contains("asked for by `dev panic`; please report it at https://"), "{line}");
}

#[test]
fn several_outputs_in_one_run() {
    let here = folder(&[("app.py", "x = 1\n")]);
    let args = ["scan", "--format", "text", "--format", "sarif=out.sarif", "--format", "json=out.json"];
    let (code, out, err) = run(here.path(), &args);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(!out.is_empty());
    for name in ["out.sarif", "out.json"] {
        let text = fs::read_to_string(here.path().join(name)).unwrap();
        assert!(serde_json::from_str::<serde_json::Value>(&text).unwrap().is_object(), "{name}");
    }
    let (code, out, _) = run(here.path(), &["scan", "--format", "json", "--output", "alone.json"]);
    assert_eq!((code, out.as_str()), (0, ""));
    assert!(here.path().join("alone.json").is_file());
}

#[test]
fn a_run_that_fails_leaves_files_as_they_were() {
    let here = folder(&[("app.py", "x = 1\n"), ("out.json", "old"), ("hognose.toml", "teapot = 1\n")]);
    refused(here.path(), &["scan", "--format", "json=out.json"]);
    assert_eq!(fs::read_to_string(here.path().join("out.json")).unwrap(), "old");
    // One of two outputs cannot be written: neither is.
    fs::remove_file(here.path().join("hognose.toml")).unwrap();
    refused(here.path(), &["scan", "--format", "json=out.json", "--format", "sarif=no/where.sarif"]);
    assert_eq!(fs::read_to_string(here.path().join("out.json")).unwrap(), "old");
    let mut names: Vec<_> =
        fs::read_dir(here.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["app.py", "out.json"], "no temporary file is left");
}

#[test]
fn colours_follow_the_option_and_the_environment() {
    let here = folder(&[("app.py", "x = 1\n")]);
    let coloured = |args: &[&str], vars: &[(&str, &str)]| {
        let mut command = hognose(here.path(), args);
        command.envs(vars.iter().copied());
        told(command.output().unwrap()).1.contains('\u{1b}')
    };
    assert!(!coloured(&["scan"], &[]), "a pipe is no terminal");
    assert!(coloured(&["scan"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&["scan"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(coloured(&["scan", "--color", "always"], &[("NO_COLOR", "1")]));
    assert!(!coloured(&["scan", "--color=never"], &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let here = folder(&[("app.py", "x = 1\n")]);
    for args in [&["scan"][..], &["--help"], &["completions", "bash"], &["man"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let child = hognose(here.path(), args).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        assert_eq!(told(child.wait_with_output().unwrap()), (0, String::new(), String::new()), "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let here = folder(&[("app.py", "x = 1\n")]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let (code, _, err) = told(hognose(here.path(), &["scan"]).stdout(full).output().unwrap());
    assert_eq!(code, 2);
    assert_eq!(err, "hognose: cannot write to standard output: No space left on device (os error 28)\n");
}

#[test]
fn a_patch_of_nothing_is_empty() {
    let here = folder(&[("app.py", "x = 1\n")]);
    assert_eq!(run(here.path(), &["scan", "--diff"]), (0, String::new(), String::new()));
    let (code, _, err) = run(here.path(), &["scan", "--fix"]);
    assert_eq!((code, err.as_str()), (0, "hognose: note: applied 0 rewrites in 0 files\n"));
}

#[test]
fn the_repository_s_own_tasks() {
    let here = folder(&[("src/rules/x", ""), ("docs/rules/gone.md", "")]);
    let line = refused(here.path(), &["dev", "docs", "--check"]);
    assert!(line.ends_with("; run `hognose dev docs`"), "{line}");
    assert_eq!(run(here.path(), &["dev", "docs"]).0, 0);
    assert!(!here.path().join("docs/rules/gone.md").exists());
    assert!(here.path().join("docs/rules/README.md").exists());
    assert_eq!(run(here.path(), &["dev", "docs", "--check"]), (0, String::new(), String::new()));
    assert_eq!(run(here.path(), &["dev", "new-rule", "data", "a-brand-new-rule"]).0, 0);
    assert!(here.path().join("src/rules/data/a_brand_new_rule.rs").is_file());
    let line = refused(here.path(), &["dev", "new-rule", "dta", "other-rule"]);
    assert_eq!(line, "hognose: unknown family `dta`; did you mean `data`?");
    let line = refused(here.path(), &["dev", "new-rule", "data", "Other_Rule"]);
    assert_eq!(line, "hognose: `Other_Rule` is not a rule's name; write it in kebab-case: `weak-hash`");
}
