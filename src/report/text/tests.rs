//! What a person sees, letter for letter.

use super::*;
use crate::report::testing;

#[test]
fn one_of_everything() {
    insta::assert_snapshot!(text(&testing::full(), &Options::default()), @r#"
    high[sql-injection]: `name` comes from the request and becomes part of the SQL text; whoever sends it can read every row.
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

    medium[tls-verification]: The certificate is not checked, so anyone on the way can read and change the answer.
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
