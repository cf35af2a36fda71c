//! Configuration texts and what they come to.

use super::*;

const RULES: &[&str] = &["sql-injection", "ssrf", "weak-hash", "missing-timeout"];

fn told(text: &str) -> String {
    parse(text, "hognose.toml", RULES).map_or_else(|error| error.to_string(), |_| "accepted".into())
}

#[test]
fn a_full_file_is_read() {
    let text = r#"
select = ["sql-injection", "ssrf"]
ignore = ["weak-hash"]
exclude = ["legacy/", "*_old.py"]
default-excludes = false
fail-on = "medium"

[per-path-ignores]
"scripts/**" = ["ssrf"]

[severity]
missing-timeout = "critical"

[[sources]]
name = "shop.bus.read"

[[sinks]]
name = "shop.db.run"
argument = 1
kind = "sql-injection"

[[sanitizers]]
name = "shop.urls.clean"
kinds = ["ssrf"]

[[guards]]
name = "shop.security.no_ssrf"
kinds = ["ssrf"]
"#;
    let settings = parse(text, "hognose.toml", RULES).unwrap();
    assert_eq!(settings.select, ["sql-injection", "ssrf"]);
    assert_eq!(settings.ignore, ["weak-hash"]);
    assert_eq!(settings.exclude, ["legacy/", "*_old.py"]);
    assert!(!settings.default_excludes);
    assert_eq!(settings.fail_on, Threshold(Some(Severity::Medium)));
    assert_eq!(settings.per_path_ignores, [("scripts/**".to_owned(), vec!["ssrf".to_owned()])]);
    assert_eq!(settings.severity, [("missing-timeout".to_owned(), Severity::Critical)]);
    let custom: Vec<_> =
        settings.custom.iter().map(|c| (c.name.as_str(), &c.role, c.kinds.join(","))).collect();
    assert_eq!(
        custom,
        [
            ("shop.bus.read", &CustomRole::Source, String::new()),
            ("shop.db.run", &CustomRole::Sink { argument: 1 }, "sql-injection".into()),
            ("shop.urls.clean", &CustomRole::Sanitizer, "ssrf".into()),
            ("shop.security.no_ssrf", &CustomRole::Guard, "ssrf".into()),
        ]
    );
}

#[test]
fn an_empty_file_is_the_default() {
    let settings = parse("", "hognose.toml", RULES).unwrap();
    assert_eq!(format!("{settings:?}"), format!("{:?}", Settings::default()));
    assert_eq!(parse("fail-on = 'never'", "x", RULES).unwrap().fail_on, Threshold(None));
}

#[test]
fn every_wrong_thing_is_told_with_line_and_remedy() {
    for (text, message) in [
        ("\nselct = []", "hognose.toml:2: unknown key `selct`; did you mean `select`?"),
        (
            "default_excludes = true",
            "hognose.toml:1: unknown key `default_excludes`; did you mean `default-excludes`?",
        ),
        (
            "teapot = 1",
            "hognose.toml:1: unknown key `teapot`; known: select, ignore, per-path-ignores, severity, exclude, default-excludes, fail-on, sources, sinks, sanitizers, guards, dependencies",
        ),
        (
            "select = 'ssrf'",
            "hognose.toml:1: `select` is a string, not a list of strings; write a list of strings",
        ),
        (
            "select = [\n  'ssrf',\n  'sql-injecton',\n]",
            "hognose.toml:3: unknown rule `sql-injecton`; did you mean `sql-injection`?",
        ),
        (
            "ignore = ['ssrf', 3]",
            "hognose.toml:1: `ignore` holds an integer, not strings only; put it in quotes",
        ),
        (
            "default-excludes = 'no'",
            "hognose.toml:1: `default-excludes` is a string, not true or false; write true or false",
        ),
        ("fail-on = 'hihg'", "hognose.toml:1: unknown threshold `hihg`; did you mean `high`?"),
        (
            "exclude = ['a[']",
            "hognose.toml:1: `a[` is not a glob: unclosed character class; missing ']'; mend the pattern",
        ),
        (
            "[severity]\nssrf = 'severe'",
            "hognose.toml:2: unknown severity `severe`; known: low, medium, high, critical",
        ),
        ("[severity]\nsrsf = 'low'", "hognose.toml:2: unknown rule `srsf`; did you mean `ssrf`?"),
        (
            "[per-path-ignores]\n'a' = 'ssrf'",
            "hognose.toml:2: `a` is a string, not a list of strings; write a list of strings",
        ),
        ("severity = 3", "hognose.toml:1: `severity` is an integer, not a table; write a table"),
        (
            "[[sinks]]\nname = 'a.b'",
            "hognose.toml:1: `[[sinks]]` has no `kind`; add `kind = \"sql-injection\"`",
        ),
        (
            "[[sinks]]\nname = 'a.b'\nkind = 'ssrf'\nargument = -1",
            "hognose.toml:4: `argument` is an integer, not a position from 0 to 255; write a position from 0 to 255",
        ),
        (
            "[[sinks]]\nname = 'a.b'\nkinds = ['ssrf']",
            "hognose.toml:3: unknown key `kinds` in `[[sinks]]`; did you mean `kind`?",
        ),
        (
            "[[guards]]\nname = 'a b'\nkinds = []",
            "hognose.toml:2: `a b` is not a dotted name; write it as Python imports it: `package.module.function`",
        ),
        ("[[guards]]\nname = 'a.b'", "hognose.toml:1: `[[guards]]` has no `kinds`; add `kinds = [\"ssrf\"]`"),
        (
            "[sources]\nname = 'a.b'",
            "hognose.toml:1: `sources` is a table, not a list of tables; write a list of tables",
        ),
        ("select = [", "hognose.toml:1: not valid TOML: unclosed array, expected `]`; mend the line"),
        ("ignore = []\nignore = []", "hognose.toml:2: not valid TOML: duplicate key; mend the line"),
    ] {
        assert_eq!(told(text), message, "{text}");
    }
}

#[test]
fn pyproject_is_read_under_its_table_only() {
    let other = "[project]\nname = 'shop'\n[tool.ruff]\nselect = ['S']\n";
    assert!(parse_pyproject(other, "pyproject.toml", RULES).unwrap().is_none());
    let own = format!("{other}[tool.hognose]\nignore = ['ssrf']\n[[tool.hognose.sources]]\nname = 'a.b'\n");
    let settings = parse_pyproject(&own, "pyproject.toml", RULES).unwrap().unwrap();
    assert_eq!(settings.ignore, ["ssrf"]);
    assert_eq!(settings.custom.len(), 1);
    let wrong = format!("{other}[tool.hognose]\nignroe = []\n");
    let error = parse_pyproject(&wrong, "pyproject.toml", RULES).unwrap_err();
    assert_eq!(
        error.to_string(),
        "pyproject.toml:6: unknown key `ignroe` in `[tool.hognose]`; did you mean `ignore`?"
    );
}

#[test]
fn deep_nesting_is_refused_without_harm() {
    let text = format!("select = {}", "[".repeat(100_000));
    assert!(told(&text).starts_with("hognose.toml:1: not valid TOML"));
}

#[test]
fn osv_is_switched_on_or_named() {
    let osv = |value: &str| {
        parse(&format!("[dependencies]\nosv = {value}\n"), "h", &[]).map(|settings| settings.dependencies.osv)
    };
    assert_eq!(osv("true").unwrap().as_deref(), Some("https://api.osv.dev"));
    assert_eq!(osv("false").unwrap(), None);
    assert_eq!(osv("\"https://osv.example.com\"").unwrap().as_deref(), Some("https://osv.example.com"));
    assert!(osv("\"http://127.0.0.1:80/x\"").is_ok());
    for wrong in ["\"http://osv.example.com\"", "\"http://localhost.example.com\"", "1"] {
        assert!(osv(wrong).is_err(), "{wrong}");
    }
}
