//! What a person sees, letter for letter.

use super::*;
use crate::report::testing;

#[test]
fn one_of_everything() {
    insta::assert_snapshot!(text(&testing::full(), &Options::default()), @r#"
    high[sql-injection]: `name` comes from the request and becomes part of the SQL text; whoever sends
        it can read every row.
       ╭▸ shop/app.py:12:27
       │
    10 │     name = request.args["name"]
       │            ──────────────────── 1. `request.args` is sent by the client
    11 │     with sqlite3.connect("shop.db") as db:
    12 │         rows = db.execute(f"SELECT * FROM item WHERE name = '{name}'")
       │                           ┯━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┬─────━━
       │                           │                                  │
       │                           │                                  2. `name` becomes part of the text
       │                           3. the text is run as SQL
    13 │     return {"items": list(rows)}
       ╰╴
       = rewrite (safe): Pass the value as a parameter
           12 -         rows = db.execute(f"SELECT * FROM item WHERE name = '{name}'")
           12 +         rows = db.execute("SELECT * FROM item WHERE name = ?", (name,))
       = silence: # hognose: ignore[sql-injection] -- reason
       = see: https://github.com/hognose/hognose/blob/main/docs/rules/sql-injection.md

    critical[hard-coded-secret]: `API_KEY` is written in the code; everyone who can read it can use it.
      ╭▸ shop/settings.py:3:11
      │
    2 │
    3 │ API_KEY = "sk_l********"
      ╰╴          ━━━━━━━━━━━━━━
      = rewrite (review): Read it from the environment
          1 + import os
          2 +
          3 - API_KEY = "sk_l********"
          5 + API_KEY = os.environ["API_KEY"]
          Check: The variable must be set wherever the program runs.
      = silence: # hognose: ignore[hard-coded-secret] -- reason
      = see: https://github.com/hognose/hognose/blob/main/docs/rules/hard-coded-secret.md

    medium[tls-verification]: The certificate is not checked, so anyone on the way can read and change
        the answer.
      ╭▸ shop/settings.py:7:27
      │
    6 │ def load(url):
    7 │     return requests.get(url, verify=False)
      ╰╴                             ━━━━━━━━━━━━
      = advice: Leave `verify` out, or name the certificate of your own authority.
            requests.get(url, timeout=10)
      = silence: # hognose: ignore[tls-verification] -- reason
      = see: https://github.com/hognose/hognose/blob/main/docs/rules/tls-verification.md

    note: shop/app.py:1:1: the mark `# nosec` silences nothing
    skipped: shop/\u{1b}[31mlogo.py: binary content
    silenced: 1 finding; -v lists them
    older: 3 findings in the touched files were there before the change

    2 of 3 new findings in 2 files block (threshold high). 1 critical, 1 high, 1 medium.
    "#);
}

#[test]
fn quiet_is_one_line_a_finding() {
    let options = Options { verbosity: Verbosity::Quiet, ..Options::default() };
    insta::assert_snapshot!(text(&testing::full(), &options), @r#"
    shop/app.py:12:27: high[sql-injection]: `name` comes from the request and becomes part of the SQL text; whoever sends it can read every row.
    shop/settings.py:3:11: critical[hard-coded-secret]: `API_KEY` is written in the code; everyone who can read it can use it.
    shop/settings.py:7:27: medium[tls-verification]: The certificate is not checked, so anyone on the way can read and change the answer.
    2 of 3 new findings in 2 files block (threshold high). 1 critical, 1 high, 1 medium.
    "#);
}

/// Far trace, another place shown, a long line, wide characters, tabs, a span of many lines, a missing file, repeats.
fn awkward() -> Review {
    let long = format!("{}danger(x){}\n", "a = 1; ".repeat(2000), "; b = 2".repeat(2000));
    let tall = format!("f(\n{})\n", "    '値段' + x,\n".repeat(9));
    let files = [
        ("long.py", long.as_str()),
        ("wide.py", "# \u{202e}::error::\r\n\t名前 = \"漢字\"; eval(名前)  ##[error]\r\n::x\r\n"),
        ("tall.py", tall.as_str()),
        ("shop/app.py", testing::SHOP),
    ];
    let mut review = testing::review(&files);
    let mut long = testing::finding(&review, "a-made-up-rule", "long.py", "danger(x)");
    long.message = "`x` is run as code.\n::error::".into();
    long.trace = testing::sql(&review, "shop/app.py").trace;
    let wide = testing::finding(&review, "a-made-up-rule", "wide.py", "eval(名前)");
    let mut third = testing::finding(&review, "a-made-up-rule", "tall.py", &tall);
    third.shown_at = testing::place(&review, "shop/app.py", "def find");
    third.advice = Some("Not said twice.".into());
    let mut gone = testing::finding(&review, "x-rule", "tall.py", "f(");
    gone.place.path = crate::source::RepoPath::new("gone.py");
    gone.shown_at = gone.place.clone();
    gone.severity = crate::finding::Severity::Low;
    review.findings = vec![long, wide, third, gone];
    review.suppressed = testing::full().suppressed;
    review
}

#[test]
fn awkward_places() {
    let options = Options { width: 80, verbosity: Verbosity::Verbose, ..Options::default() };
    insta::assert_snapshot!(text(&awkward(), &options), @r#"
    high[a-made-up-rule]: `x` is run as code.\n::error::
      ╭▸ long.py:1:14001
      │
    1 │ … 1; a = 1; a = 1; danger(x); b = 2; b = 2; b = 2; b = 2; b = 2; b = 2; b =…
      ╰╴                   ━━━━━━━━━
      = path:
          1. shop/app.py:10:12: `request.args` is sent by the client
               name = request.args["name"]
          2. shop/app.py:12:62: `name` becomes part of the text
          3. shop/app.py:12:27: the text is run as SQL
               rows = db.execute(f"SELECT * FROM item WHERE name = '{name}'")
      = silence: # hognose: ignore[a-made-up-rule] -- reason
      = see: https://github.com/hognose/hognose/blob/main/docs/rules/a-made-up-rule.md

    high[a-made-up-rule]: `name` comes from the request and becomes part of the SQL
        text; whoever sends it can read every row.
      ╭▸ wide.py:2:13
      │
    1 │ # \u{202e}::error::
    2 │     名前 = "漢字"; eval(名前)  #\u{23}[error]
      │                    ━━━━━━━━━━
    3 │ ::x
      ╰╴
      = silence: # hognose: ignore[a-made-up-rule] -- reason
      = see: https://github.com/hognose/hognose/blob/main/docs/rules/a-made-up-rule.md

    high[a-made-up-rule]: `name` comes from the request and becomes part of the SQL
        text; whoever sends it can read every row.
      ╭▸ tall.py:1:1
      │
    1 │ f(
      │ ━━
    2 │     '値段' + x,
      ╰╴
      = change: shop/app.py:9:1
               def find():
      = see: the first a-made-up-rule at long.py:1:14001

    low[x-rule]: `name` comes from the request and becomes part of the SQL text;
        whoever sends it can read every row.
     ─▸ gone.py
     = silence: # hognose: ignore[x-rule] -- reason
     = see: https://github.com/hognose/hognose/blob/main/docs/rules/x-rule.md

    silenced: shop/settings.py: tls-verification by `# nosec B501` -- test server

    3 of 4 new findings in 4 files block (threshold high). 3 high, 1 low.
    "#);
}

#[test]
fn colours_and_links_only_when_asked_for() {
    let options = Options { color: true, links: true, ..Options::default() };
    for review in [testing::full(), awkward()] {
        assert!(!text(&review, &Options::default()).contains('\u{1b}'));
        let shown = text(&review, &options);
        assert!(shown.contains("\u{1b}]8;;https://github.com/"));
        let sequence = |c: char| c != '\n' && c != '\u{1b}' && safe::is_hostile(c);
        assert!(!shown.chars().any(sequence));
        assert!(!shown.contains("\u{1b}[31mlogo"));
    }
    let one = &mut testing::full();
    one.findings.truncate(1);
    insta::assert_snapshot!(text(one, &options).replace('\u{1b}', "^"), @r#"
    ^[1m^[91mhigh[^]8;;https://github.com/hognose/hognose/blob/main/docs/rules/sql-injection.md^\sql-injection^]8;;^\]^[0m^[1m: `name` comes from the request and becomes part of the SQL text; whoever sends
        it can read every row.^[0m
      ^[1m^[94m ╭▸ ^[0mshop/app.py:12:27
       ^[1m^[94m│^[0m
    ^[1m^[94m10^[0m ^[1m^[94m│^[0m     name = request.args["name"]
       ^[1m^[94m│^[0m            ^[1m^[94m────────────────────^[0m ^[1m^[94m1. `request.args` is sent by the client^[0m
    ^[1m^[94m11^[0m ^[1m^[94m│^[0m     with sqlite3.connect("shop.db") as db:
    ^[1m^[94m12^[0m ^[1m^[94m│^[0m         rows = db.execute(f"SELECT * FROM item WHERE name = '{name}'")
       ^[1m^[94m│^[0m                           ^[1m^[91m┯━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━^[0m^[1m^[94m┬─────^[0m^[1m^[91m━━^[0m
       ^[1m^[94m│^[0m                           ^[1m^[91m│^[0m                                  ^[1m^[94m│^[0m
       ^[1m^[94m│^[0m                           ^[1m^[91m│^[0m                                  ^[1m^[94m2. `name` becomes part of the text^[0m
       ^[1m^[94m│^[0m                           ^[1m^[91m3. the text is run as SQL^[0m
    ^[1m^[94m13^[0m ^[1m^[94m│^[0m     return {"items": list(rows)}
       ^[1m^[94m╰╴^[0m
       ^[1m^[94m=^[0m ^[1mrewrite (safe)^[0m: Pass the value as a parameter
           ^[1m^[94m12^[0m ^[31m-         rows = db.execute(f"SELECT * FROM item WHERE name = '{name}'")^[0m
           ^[1m^[94m12^[0m ^[32m+         rows = db.execute("SELECT * FROM item WHERE name = ?", (name,))^[0m
       ^[1m^[94m=^[0m ^[1msilence^[0m: # hognose: ignore[sql-injection] -- reason
       ^[1m^[94m=^[0m ^[1msee^[0m: ^]8;;https://github.com/hognose/hognose/blob/main/docs/rules/sql-injection.md^\https://github.com/hognose/hognose/blob/main/docs/rules/sql-injection.md^]8;;^\

    ^[1m^[94mnote^[0m: shop/app.py:1:1: the mark `# nosec` silences nothing
    ^[1m^[94mskipped^[0m: shop/\u{1b}[31mlogo.py: binary content
    ^[1m^[94msilenced^[0m: 1 finding; -v lists them
    ^[1m^[94molder^[0m: 3 findings in the touched files were there before the change

    ^[1m1 new finding in 2 files blocks (threshold high).^[0m
    "#);
}
