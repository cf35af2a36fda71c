//! Nothing that a file holds can crash the review, or change it by how it is laid out.

mod support;

use proptest::prelude::*;
use support::{review_texts, scan_text};

/// Pieces of Python, whole and broken, put together at random.
fn soup() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "import yaml",
        "import os, sys as s",
        "from . import x",
        "from flask import request",
        "from a import *",
        "\n",
        "\n    ",
        "\n        ",
        "\n\t",
        "def f(a, *b, c=1, **d):",
        "async def g():",
        "class C(B, metaclass=M):",
        "@app.route('/')",
        "if x:",
        "elif y:",
        "else:",
        "try:",
        "except E as e:",
        "finally:",
        "while True:",
        "for i in x:",
        "with a as b:",
        "match x:",
        "case [1, *_]:",
        "case {'a': 1}:",
        "return",
        "yield x",
        "await y",
        "lambda x: ",
        "global x",
        "nonlocal y",
        "del x",
        "raise",
        "assert x",
        "break",
        "continue",
        "pass",
        "x = ",
        "x += ",
        "x: int = ",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        ".",
        "=",
        "==",
        " not in ",
        " is ",
        " and ",
        " or ",
        "not ",
        "*",
        "**",
        "%",
        "+",
        "f'{x!r:>{w}} {{'",
        "b'\\xff'",
        "r'\\d'",
        "'''",
        "\"",
        "'",
        "\\",
        "#",
        "# hognose: ignore[",
        "# nosec",
        "0x",
        "1e",
        "yaml.load(x)",
        "os.system(request.args['x'])",
        "eval(x)",
        "self.x",
        "x[1:2, ...]",
        "(y := z)",
        "é",
        "\u{202e}",
        "\r\n",
        "\u{0}",
        "[i for i in x if i]",
        "{**a}",
        "print x",
        "%s",
        ";",
        "`",
        "$",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_crashes_the_scan(text in soup()) {
        let review = scan_text("app.py", &format!("import yaml\n{text}"), None);
        prop_assert!(review.skipped.is_empty(), "{:?}", review.skipped);
        for finding in &review.findings {
            prop_assert!(finding.place.span.end as usize <= text.len() + 12);
        }
    }

    #[test]
    fn no_change_crashes_the_review(before in soup(), after in soup()) {
        let review = review_texts(&[("a.py", &before, "a.py", &after)]);
        prop_assert!(review.skipped.is_empty(), "{:?}", review.skipped);
        let same = review_texts(&[("a.py", &after, "b.py", &after)]);
        prop_assert!(same.findings.is_empty());
    }
}

#[test]
fn deep_nesting_is_bounded_and_said() {
    let deep = 100_000;
    for (open, close) in
        [("[", "]"), ("(", ")"), ("{", "}"), ("not ", ""), ("a.b(", ")"), ("-", ""), ("lambda: ", "")]
    {
        let text = format!("import yaml\nx = {}1{}\nyaml.load(x)\n", open.repeat(deep), close.repeat(deep));
        let review = scan_text("app.py", &text, None);
        assert!(review.skipped.is_empty(), "{open}: {:?}", review.skipped);
        assert!(!review.notes.is_empty(), "{open}: the bound is said");
    }
    let chain = format!("import yaml\nx = a{}\nyaml.load(x)\n", ".b()".repeat(deep));
    assert!(scan_text("app.py", &chain, None).skipped.is_empty());
    let ladder: String = (0..5_000).map(|n| format!("elif x == {n}:\n    y = {n}\n")).collect();
    let text = format!("import yaml\nif x:\n    y = 1\n{ladder}yaml.load(x)\n");
    assert_eq!(scan_text("app.py", &text, None).findings.len(), 1);
}

#[test]
fn a_string_right_behind_a_letter_beyond_ascii_is_looked_at() {
    let review = scan_text("app.py", "PASSWORD = é'n7Kq2wXy94'\n", None);
    assert!(review.skipped.is_empty(), "{:?}", review.skipped);
}

#[test]
fn a_broken_file_is_reviewed_around_its_broken_part() {
    let text = "import yaml\n\ndef broken(:\n    pass\n\ndef read(stream):\n    return yaml.load(stream, Loader=yaml.Loader)\n";
    let review = scan_text("app.py", text, Some("yaml-load"));
    assert_eq!(review.findings.len(), 1);
    assert_eq!(review.notes.len(), 1);
    assert!(review.findings[0].rewrite.is_none(), "no rewrite in a file that does not parse");
}

#[test]
fn thousands_of_findings_in_one_file_hide_none() {
    let line = |at: u32| format!("password = \"kq7Zt{at:05}Rw9xLmB4\"\n");
    let mut text: String = (1001..2501).map(line).collect();
    text.push_str("import yaml\n\n\ndef read(stream):\n    return yaml.load(stream, Loader=yaml.Loader)\n");
    let review = scan_text("a.py", &text, None);
    assert_eq!(review.findings.len(), 1501);
    assert_eq!(review.findings.last().map(|finding| finding.rule), Some("yaml-load"));
}

#[test]
fn thousands_of_classes_that_bind_the_same_names_are_gone_through_once() {
    let class = |at: u32| {
        format!(
            "class Page{at}(Base):\n    URL = r'https?://(?:www\\.)?shop{at}\\.example/([a-z]+)*'\n    NAME = 'page{at}'\n\n\n"
        )
    };
    let mut text = "import re\n\n\nclass Base:\n    URL = None\n\n    @classmethod\n    def suitable(cls, url):\n        return \
                    cls.matched(url) is not None\n\n    @classmethod\n    def matched(cls, url):\n        return \
                    re.compile(cls.URL).match(url)\n\n\n"
        .to_owned();
    text.extend((0..1500).map(class));
    text.push_str("PAGES = {");
    text.extend((0..1500).map(|at| format!("'{at}': Page{at}, ")));
    text.push_str("}\n");
    assert!(scan_text("a.py", &text, None).skipped.is_empty());
}

#[test]
fn what_helpers_split_and_hand_on_does_not_double_at_every_step() {
    let mut text = "import os\n\n\ndef split(rows, kind):\n    some = [row for row in rows if isinstance(row, kind)]\n    \
                    rest = [row for row in rows if row not in some]\n    return some, rest\n"
        .to_owned();
    for step in 0..60 {
        text.push_str(&format!(
            "\n\ndef step_{step}(rows):\n    some, rest = split(rows, {step})\n    for row in some:\n        keep([{{'a': row.a, \
             'b': row.b}}])\n    return rest\n"
        ));
    }
    text.push_str("\n\ndef all_steps(rows):\n");
    (0..60).for_each(|step| text.push_str(&format!("    rows = step_{step}(rows)\n")));
    text.push_str("    os.system('echo %s' % rows)\n");
    let review = scan_text("a.py", &text, None);
    assert!(review.skipped.is_empty());
}

#[test]
fn a_variable_that_is_made_from_a_test_of_itself_is_followed_once() {
    let text = "def f(data, kind):\n    data = encode({} if data is None else data, kind)\n    if data:\n        return \
                send(data)\n    return encode(data and kind or data)\n";
    let whole = format!("import os\n\n\ndef send(data):\n    os.system(data)\n\n\n{text}");
    // A stack that ran over would end the test program.
    assert!(scan_text("a.py", &whole, None).skipped.is_empty());
}
