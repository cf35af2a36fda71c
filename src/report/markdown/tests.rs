//! What would be posted, letter for letter.

use super::*;
use crate::report::testing;

#[test]
fn one_of_everything() {
    insta::assert_snapshot!(markdown(&testing::full()), @r#"
    **2 of 3 new findings in 2 files block (threshold high).** 1 critical, 1 high, 1 medium.

    Not listed: 3 findings in the touched files there before, 1 finding silenced.

    - `shop/app.py:1`: the mark `# nosec` silences nothing
    - `shop/\u{1b}[31mlogo.py` skipped: binary content

    ---

    ### `shop/app.py:12`

    **high** [sql-injection](https://github.com/hognose/hognose/blob/main/docs/rules/sql-injection.md): `name` comes from the request and becomes part of the SQL text; whoever sends it can read every row.

    1. `shop/app.py:10`: `request.args` is sent by the client
    2. `shop/app.py:12`: `name` becomes part of the text
    3. `shop/app.py:12`: the text is run as SQL

    Pass the value as a parameter:

    ```suggestion
            rows = db.execute("SELECT * FROM item WHERE name = ?", (name,))
    ```

    <sub>Silence: `# hognose: ignore[sql-injection] -- reason`</sub>

    ---

    ### `shop/settings.py:3`

    **critical** [hard-coded-secret](https://github.com/hognose/hognose/blob/main/docs/rules/hard-coded-secret.md): `API_KEY` is written in the code; everyone who can read it can use it.

    Read it from the environment:

    ```suggestion
    import os

    import requests

    API_KEY = os.environ["API_KEY"]
    ```

    **Check:** The variable must be set wherever the program runs.

    <sub>Silence: `# hognose: ignore[hard-coded-secret] -- reason`</sub>

    ---

    ### `shop/settings.py:7`

    **medium** [tls-verification](https://github.com/hognose/hognose/blob/main/docs/rules/tls-verification.md): The certificate is not checked, so anyone on the way can read and change the answer.

    Leave `verify` out, or name the certificate of your own authority.

    ```python
    requests.get(url, timeout=10)
    ```

    <sub>Silence: `# hognose: ignore[tls-verification] -- reason`</sub>
    "#);
}

#[test]
fn the_third_of_a_kind_refers_to_the_first() {
    let mut review = testing::review(&[("a.py", "f(1)\nf(2)\nf(3)\n")]);
    for code in ["f(1)", "f(2)", "f(3)"] {
        let mut one = testing::finding(&review, "x-rule", "a.py", code);
        one.advice = Some("Leave it out.".into());
        review.findings.push(one);
    }
    let text = markdown(&review);
    assert_eq!(text.matches("Leave it out.").count(), 2);
    assert_eq!(text.matches("More at the first one, `a.py:1`.").count(), 1);
}

#[test]
fn hostile_names_and_code_stay_data() {
    let path = "a`|\n<b>@me\u{202e}.py";
    let mut review = testing::review(&[(path, "x = '```'\n")]);
    let mut one = testing::finding(&review, "x-rule", path, "'```'");
    one.message = "see @octocat, #12, <img src=x> and https://evil.example ![x](y) `a\nb`".into();
    one.rewrite = Some(Rewrite {
        title: "Drop it".into(),
        tier: Tier::Safe,
        edits: testing::edits(&review, path, &[("'```'", "'````'")]),
        check: None,
    });
    review.findings.push(one);
    insta::assert_snapshot!(markdown(&review), @r#"
    **1 new finding in 1 file blocks (threshold high).**

    ---

    ### ``a`|\n<b>@me\u{202e}.py:1``

    **high** [x-rule](https://github.com/hognose/hognose/blob/main/docs/rules/x-rule.md): see `@octocat,` `#12,` `<img` `src=x>` and `https://evil.example` `![x](y)` `a\nb`

    Drop it:

    `````suggestion
    x = '````'
    `````

    <sub>Silence: `# hognose: ignore[x-rule] -- reason`</sub>
    "#);
}

#[test]
fn long_lists_are_cut() {
    let mut review = testing::review(&[("a.py", "f(1)\n")]);
    for _ in 0..2000 {
        review.findings.push(testing::finding(&review, "x-rule", "a.py", "f(1)"));
    }
    let listed: Vec<&Finding> = review.findings.iter().collect();
    let text = body(&review, &listed);
    assert!(text.len() < MAX_CHARS + 100 && text.contains("more\n"));
    assert_eq!(markdown(&review).matches("\n---\n").count(), MAX_COMMENTS);
}

#[test]
fn a_comment_stands_at_the_lines_of_its_suggestion() {
    let review = testing::full();
    let anchors: Vec<_> = review.findings.iter().map(|one| anchor(one, &review)).collect();
    assert_eq!(anchors, [Some((12, 12)), Some((1, 3)), Some((7, 7))]);
}

#[test]
fn an_import_far_away_makes_it_a_diff() {
    let mut review = testing::review(&[("shop/app.py", testing::SHOP)]);
    let mut one = testing::sql(&review, "shop/app.py");
    let rewrite = one.rewrite.as_mut().unwrap();
    rewrite.edits =
        testing::edits(&review, "shop/app.py", &[("import sqlite3", "import sql"), ("execute", "run")]);
    review.findings.push(one);
    let text = comment(&review.findings[0], &review, None);
    assert!(
        !text.contains("suggestion") && text.contains("```diff\n-import sqlite3\n+import sql\n@@\n-"),
        "{text}"
    );
    assert!(text.contains("they stand at lines 1, 12."));
}
