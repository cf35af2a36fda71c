//! Marks in code, and what they silence. Comments and statements come from small readers of this file's own, good
//! for the snippets below: the syntax room has the real ones.

use super::*;
use crate::finding::{Precision, Severity, Tier};
use crate::rules::{Family, Owasp};
use crate::source::RepoPath;

const SQL: Meta = meta("sql-injection", &["B608", "S608"]);
const SECRET: Meta = meta("hard-coded-secret", &["B105", "S105"]);
const KNOWN: &[&str] = &["sql-injection", "hard-coded-secret"];

const fn meta(id: &'static str, answers: &'static [&'static str]) -> Meta {
    Meta {
        id,
        summary: "",
        family: Family::Injection,
        cwe: &[89],
        owasp: Owasp::A05,
        severity: Severity::High,
        precision: Precision::High,
        tier: Tier::Safe,
        answers,
        why: "",
        instead: "",
        references: &[],
        words: crate::rules::Words::OWN,
        examples: &[],
    }
}

/// Reads the marks of `code`. A number sign starts a comment unless a quote precedes it on the line.
fn marks(code: &str, statements: &[(u32, u32)]) -> (SourceFile, Marks) {
    let source = SourceFile::from_text(RepoPath::new("app.py"), code);
    let mut comments = Vec::new();
    let mut at = 0;
    for line in code.split_inclusive('\n') {
        let body = line.trim_end();
        if let Some(sign) = body.find('#').filter(|sign| !body[..*sign].contains('"')) {
            comments.push((Span::new(at + sign, at + body.len()), &body[sign..]));
        }
        at += line.len();
    }
    let today = jiff::civil::date(2026, 6, 15);
    let marks = Marks::read_knowing(KNOWN, &comments, &source, statements, Some(today));
    (source, marks)
}

/// Who silences `rule` on `line` of `code`, whose statements take a line each.
fn by(code: &str, rule: &Meta, line: u32) -> Option<String> {
    let lines = code.lines().enumerate();
    let code_lines = lines.filter(|(_, text)| !text.trim().is_empty() && !text.trim().starts_with('#'));
    let statements: Vec<_> = code_lines.map(|(at, _)| (at as u32 + 1, at as u32 + 1)).collect();
    marks(code, &statements).1.silences(rule, (line, line)).map(|silenced| silenced.by)
}

fn notes(code: &str) -> Vec<String> {
    let (source, marks) = marks(code, &[(1, 1)]);
    marks.silences(&SQL, (1, 1));
    marks.notes(&source).into_iter().map(|note| note.text).collect()
}

#[test]
fn the_marks_of_three_tools_on_their_own_line() {
    let none = None::<&str>;
    for (comment, sql, secret) in [
        ("# hognose: ignore[sql-injection] -- why", Some("`# hognose: ignore[sql-injection]`"), none),
        (
            "#hognose:ignore[ hard-coded-secret ,sql-injection]-- why",
            Some("`# hognose: ignore[sql-injection]`"),
            Some("`# hognose: ignore[hard-coded-secret]`"),
        ),
        ("# Hognose: Ignore[sql-injection] -- why", Some("`# hognose: ignore[sql-injection]`"), none),
        ("# hognose: ignore[SQL-injection] -- why", none, none),
        ("# hognose: ignore", none, none),
        ("# hognose: ignore[]", none, none),
        ("# nosec", Some("`# nosec`"), Some("`# nosec`")),
        ("#nosec", Some("`# nosec`"), Some("`# nosec`")),
        ("# nosec because it is fine", Some("`# nosec`"), Some("`# nosec`")),
        ("# nosec B608", Some("`# nosec B608`"), none),
        ("# nosec: B602,B608", Some("`# nosec B608`"), none),
        ("# nosec B105 B602", none, Some("`# nosec B105`")),
        ("# nosec hardcoded_sql_expressions", Some("`# nosec B608`"), none),
        ("# NOSEC", none, none),
        ("# nosecurity", none, none),
        ("# noqa", Some("`# noqa`"), Some("`# noqa`")),
        ("# NoQA", Some("`# noqa`"), Some("`# noqa`")),
        ("# noqa: S608", Some("`# noqa: S608`"), none),
        ("# noqa : E501 S608,S105", Some("`# noqa: S608`"), Some("`# noqa: S105`")),
        ("# noqa: S608 the value is a constant", Some("`# noqa: S608`"), none),
        ("# noqa: s608", none, none),
        ("# noqa:", none, none),
        ("# type: ignore # noqa: S608", Some("`# noqa: S608`"), none),
        ("# nosec B105 # noqa: S608", Some("`# noqa: S608`"), Some("`# nosec B105`")),
        ("# say noqa: S608", none, none),
        ("# ruff: noqa", none, none),
    ] {
        let code = format!("x = 1  {comment}\n");
        assert_eq!(by(&code, &SQL, 1).as_deref(), sql, "{comment}");
        assert_eq!(by(&code, &SECRET, 1).as_deref(), secret, "{comment}");
    }
}

#[test]
fn strings_are_not_comments() {
    assert_eq!(by("x = \"# nosec\"\n", &SQL, 1), None);
}

#[test]
fn a_file_mark_stands_alone_and_holds_everywhere() {
    assert_eq!(by("# ruff: noqa: S608\n\nx = 1\n", &SQL, 3).as_deref(), Some("`# ruff: noqa: S608`"));
    assert_eq!(by("# flake8: noqa\nx = 1\n", &SQL, 2).as_deref(), Some("`# ruff: noqa`"));
}

#[test]
fn a_mark_of_ours_alone_speaks_of_the_next_statement() {
    let code = "# hognose: ignore[sql-injection] -- why\n\n# words\nx = 1\ny = 2\n";
    assert!(by(code, &SQL, 4).is_some());
    assert!(by(code, &SQL, 5).is_none());
    assert!(by("# nosec\nx = 1\n", &SQL, 2).is_none(), "bandit does not look ahead");
}

#[test]
fn a_mark_holds_for_a_statement_of_several_lines() {
    let code = "run(\n    a,\n    # hognose: ignore[sql-injection] -- why\n    b,\n)\nother()\n";
    let (_, marks) = marks(code, &[(1, 5), (6, 6)]);
    for (line, silent) in [(1, true), (2, true), (5, true), (6, false)] {
        assert_eq!(marks.silences(&SQL, (line, line)).is_some(), silent, "line {line}");
    }
    let code = "# hognose: ignore[sql-injection] -- why\nrun(\n    a,\n)  # nosec B105\n";
    let (_, marks) = self::marks(code, &[(2, 4)]);
    assert!(marks.silences(&SQL, (3, 3)).is_some() && marks.silences(&SECRET, (2, 2)).is_some());
}

#[test]
fn a_mark_on_a_header_does_not_reach_into_the_body() {
    let code = "@route\n@login\ndef f(a,\n      b):  # nosec\n    # hognose: ignore[sql-injection] -- why\n    one()\n    two()\n";
    // Decorated definition, definition, body: as a tree would give them.
    let (_, marks) = marks(code, &[(1, 7), (3, 7), (6, 6), (7, 7)]);
    for (line, sql, secret) in [(3, true, true), (4, true, true), (6, true, false), (7, false, false)] {
        assert_eq!(marks.silences(&SQL, (line, line)).is_some(), sql, "line {line}");
        assert_eq!(marks.silences(&SECRET, (line, line)).is_some(), secret, "line {line}");
    }
    let code = "# hognose: ignore[sql-injection] -- why\n@route\ndef f():\n    one()\n";
    let (_, marks) = self::marks(code, &[(2, 4), (3, 4), (4, 4)]);
    assert!(marks.silences(&SQL, (2, 2)).is_some() && marks.silences(&SQL, (3, 3)).is_some());
    assert!(marks.silences(&SQL, (4, 4)).is_none());
}

#[test]
fn reasons_are_kept() {
    let code =
        "x = 1  # hognose: ignore[sql-injection] until=2026-12-31 -- see issue #12 -- really # nosec\n";
    let (_, marks) = marks(code, &[(1, 1)]);
    let silenced = marks.silences(&SQL, (1, 1)).unwrap();
    assert_eq!(silenced.reason.as_deref(), Some("see issue #12 -- really"));
    assert_eq!(marks.silences(&SECRET, (1, 1)).unwrap().reason, None);
}

#[test]
fn what_is_wrong_with_a_mark_is_noted() {
    for (comment, wanted) in [
        ("# hognose: ignore[sql-injection] -- why", &[][..]),
        ("# hognose: ignore[sql-injection] until=2026-06-15 -- why", &[]),
        ("# hognose: ignore[sql-injection] -- why, until=2099-01-01.", &[]),
        ("# nosec B105", &[]),
        ("# words about hognose", &[]),
        ("# hognose: ignore[sql-injection]", &["the mark gives no reason; add ` -- ` and why it is safe"]),
        (
            "# hognose: ignore[sql-injecton] -- why",
            &["the mark names an unknown rule `sql-injecton`; did you mean `sql-injection`?"],
        ),
        (
            "# hognose: ignore[hard-coded-secret] -- why",
            &["the mark for `hard-coded-secret` silences nothing; remove it"],
        ),
        (
            "# hognose: ignore[sql-injection] until=2026-06-14 -- why",
            &["the mark expired after 2026-06-14; what it silenced counts again"],
        ),
        (
            "# hognose: ignore[sql-injection] until=soon -- why",
            &["the mark's date `soon` is not a day; write `until=YYYY-MM-DD`"],
        ),
        ("# hognose: ignore -- why", &["the mark names no rule; write `# hognose: ignore[rule] -- reason`"]),
        (
            "# hognose: ingore[sql-injection] -- why",
            &[
                "the mark `hognose: ingore` is not known; did you mean `ignore`?; write `# hognose: ignore[rule] -- reason`",
            ],
        ),
    ] {
        assert_eq!(notes(&format!("x = 1  {comment}\n")), wanted, "{comment}");
    }
}

#[test]
fn an_expired_or_broken_mark_does_not_silence() {
    for tail in ["until=2026-06-14 -- why", "until=soon -- why"] {
        assert_eq!(by(&format!("x = 1  # hognose: ignore[sql-injection] {tail}\n"), &SQL, 1), None, "{tail}");
    }
}

#[test]
fn a_rule_that_did_not_run_leaves_no_unused_mark() {
    let (source, marks) = marks("x = 1  # hognose: ignore[sql-injection] -- why\n", &[(1, 1)]);
    assert_eq!(marks.notes_about(&source, &|_| false), []);
    assert_eq!(marks.notes(&source).len(), 1);
}

#[test]
fn hostile_files_cost_no_more_than_their_length() {
    let lines = 200_000;
    let own = "# hognose: ignore[sql-injection] -- why\n";
    let every_line: Vec<(u32, u32)> = (1..=lines).map(|line| (line, line)).collect();
    let nested: Vec<(u32, u32)> = (1..=lines).map(|line| (line, lines)).collect();
    let one_line: Vec<(u32, u32)> = (1..=lines).map(|last| (1, last)).collect();
    for (code, statements) in [
        ("x = 1  # nosec\n".repeat(lines as usize), &every_line),
        (own.repeat(lines as usize), &every_line),
        (own.repeat(lines as usize), &nested),
        ("x  # noqa\n".repeat(lines as usize), &one_line),
        ("#".repeat(1_000_000), &Vec::new()),
        ("# nosec".repeat(200_000), &Vec::new()),
    ] {
        let (source, marks) = marks(&code, statements);
        marks.silences(&SQL, (1, 1));
        assert!(marks.notes(&source).len() <= 20_002);
    }
}
