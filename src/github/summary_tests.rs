//! The job summary.

use super::*;
use crate::finding::Step;
use crate::github::patch_fixture::{finding, review_of};
use crate::source::{RepoPath, Span};

const TREE: &str = "https://github.com/octo/shop/blob/abc";

fn made(review: &Review) -> String {
    summary(Material { review, tree: TREE, remarks: &["Said.".into()], partial: &[] })
}

#[test]
fn verdict_table_flow_and_rest() {
    let mut review = review_of("shop/a b.py", "def f(q):\n    run(q)\n", &["run(q)"]);
    let one = &mut review.findings[0];
    let step = |at: usize, note: &str| Step {
        place: crate::finding::Place { path: RepoPath::new("shop/a b.py"), span: Span::new(at, at + 1) },
        note: note.into(),
    };
    one.trace = vec![step(6, "`q` comes from the request"), step(18, "`q` is run")];
    review.older = 2;
    review.skipped.push(crate::change::Skipped { path: RepoPath::new("x.py"), why: "binary content".into() });
    insta::assert_snapshot!(made(&review), @r#"
    ## hognose: 1 new finding in 1 file blocks (threshold high)

    | | Severity | Rule | Place | Finding |
    | --- | --- | --- | --- | --- |
    | blocks | high | [weak-hash](https://github.com/hognose/hognose/blob/main/docs/rules/weak-hash.md) | [`shop/a b.py:2`](https://github.com/octo/shop/blob/abc/shop/a%20b.py#L2) | Something is wrong. |

    <details><summary>Way of the data to weak-hash</summary>

    [`shop/a b.py:2`](https://github.com/octo/shop/blob/abc/shop/a%20b.py#L2)

    ```mermaid
    flowchart TD
      s0["shop/a b.py:1<br/>'q' comes from the request"]
      s1["shop/a b.py:2<br/>'q' is run"]
      s0 --> s1
    ```

    </details>

    Said.

    Findings in the touched files that were there before: 2.

    - not reviewed: `x.py`, binary content
    "#);
}

/// A line without its inline code, its own links and its headings.
fn outside_code(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line.trim_start_matches('#');
    while let Some(at) = rest.find('`') {
        out.push_str(&rest[..at]);
        let run = rest[at..].len() - rest[at..].trim_start_matches('`').len();
        let fence = &rest[at..at + run];
        let inner = &rest[at + run..];
        rest = inner.find(fence).map_or("", |end| &inner[end + run..]);
    }
    out.push_str(rest);
    let links =
        out.split("](https://github.com/").map(|part| part.split_once(')').map_or(part, |(_, rest)| rest));
    links.collect()
}

#[test]
fn a_hostile_change_stays_data() {
    let path = "a|`\n]\"(x){}<script>@me#1.py";
    let mut review = review_of(path, "f(1)\nf(2)\n", &["f(1)"]);
    let evil = "x\"]; click s0 href \"https://evil.example\"\n```\n<img src=x> @octocat #12 ##[group] %%{init: {}}%% --> end";
    review.findings[0].message = evil.into();
    let place = review.findings[0].place.clone();
    review.findings[0].trace =
        vec![Step { place: place.clone(), note: evil.into() }, Step { place, note: evil.into() }];
    let text = made(&review);
    let boxes: Vec<&str> = text.lines().filter(|line| line.starts_with("  s")).collect();
    assert_eq!(boxes.len(), 3, "{boxes:#?}");
    for line in &boxes[..2] {
        let label = line.split_once("[\"").and_then(|(_, rest)| rest.strip_suffix("\"]")).unwrap();
        assert!(
            !label.replace("<br/>", "").contains(['"', '<', '>', '[', ']', '{', '}', '`', '@', '|', '\n']),
            "{label}"
        );
    }
    assert!(!text.contains("##["));
    let outside: Vec<String> =
        text.lines().filter(|line| !line.starts_with("  s")).map(outside_code).collect();
    let outside = outside.join("\n");
    assert!(
        !outside.contains("<script") && !outside.contains("<img") && !outside.contains(['@', '#']),
        "{outside}"
    );
    assert_eq!(text.matches("\n```").count(), 2, "the one block is closed once");
    let row = text.lines().find(|line| line.starts_with("| blocks")).unwrap();
    assert_eq!(row.replace("\\|", "").matches('|').count(), 6, "{row}");
}

#[test]
fn it_is_cut_between_rows() {
    let mut review = review_of("a.py", "f(1)\n", &[]);
    let path = RepoPath::new(&format!("{}.py", "x".repeat(4000)));
    for number in 0..5000 {
        let mut one = finding(&path, Span::new(0, 4), &number.to_string());
        one.message = "word ".repeat(200);
        review.findings.push(one);
    }
    let text = made(&review);
    assert!(text.len() < 1024 * 1024, "{}", text.len());
    assert!(text.contains("more, in the report and the SARIF log."));
    assert!(text.starts_with("## hognose: 5000 of 5000 new findings in 1 file block (threshold high)\n"));
}
