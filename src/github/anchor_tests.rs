//! Any two texts, any hunks: every anchor lies in the diff, and applying a suggestion gives the verified text.

use proptest::prelude::*;

use super::*;
use crate::finding::{Edit, EditSet, Rewrite, Tier};
use crate::github::patch::Patch;
use crate::github::patch::tests::patch_of;
use crate::github::patch_fixture::{finding, review_of};
use crate::github::plan::{Material, NewComment, plan};
use crate::github::seen::Seen;
use crate::source::Span;

fn text() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "a = 1\n",
        "b(x)\n",
        "    c = f\"{y}\"\n",
        "\n",
        "```\n",
        "d = '''\n",
        "'''\n",
        "é = 2\n",
        "crlf\r\n",
        "cr\r",
        "end",
    ]);
    // Files with CR are the rarer ones.
    let plain = prop::sample::select(vec!["a = 1\n", "b(x)\n", "    c\n", "\n", "````\n", "é = 2\n", "end"]);
    prop_oneof![
        1 => prop::collection::vec(line, 0..30).prop_map(|lines| lines.concat()),
        3 => prop::collection::vec(plain, 0..30).prop_map(|lines| lines.concat()),
    ]
}

/// The lines of the new side that stand in the patch, counted without our own parser.
fn shown(patch: &str) -> Vec<std::ops::Range<u32>> {
    let heads = patch.lines().filter(|line| line.starts_with("@@ -"));
    heads
        .map(|head| {
            let new = head.split(' ').nth(2).unwrap().trim_start_matches('+');
            let (start, count) = new.split_once(',').unwrap_or((new, "1"));
            let (start, count): (u32, u32) = (start.parse().unwrap(), count.parse().unwrap());
            start..start + count
        })
        .collect()
}

/// What GitHub does with a suggestion: whole lines for whole lines.
fn applied(text: &str, first: u32, last: u32, comment: &str) -> String {
    let at = comment.find("suggestion\n").expect("a suggestion");
    let fence = comment[..at].rsplit('\n').next().unwrap();
    assert!(fence.len() >= 3 && fence.bytes().all(|byte| byte == b'`'));
    let body = &comment[at + "suggestion\n".len()..];
    let end = if body.starts_with(&format!("{fence}\n")) {
        0
    } else {
        body.find(&format!("\n{fence}\n")).expect("a closed fence") + 1
    };
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (first, last) = (first as usize, last as usize);
    [&lines[..first - 1].concat(), &body[..end], &lines[last..].concat()].concat()
}

/// An edit: where, how long, what comes.
fn spot() -> impl Strategy<Value = (f64, usize, &'static str)> {
    (0.0..1.0f64, 0usize..30, prop::sample::select(vec!["", "x", "y\n", "`````", "\n"]))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn anchors_lie_in_the_diff_and_suggestions_give_the_verified_text(
        base in text(), head in text(),
        spots in prop::collection::vec((spot(), prop::option::of(spot())), 0..6),
    ) {
        let Some(patch) = patch_of(&base, &head) else { return Ok(()) };
        let path = RepoPath::new("a.py");
        let mut review = review_of("a.py", &head, &[]);
        for (number, (spot, other)) in spots.iter().enumerate() {
            let edit = |(at, length, new): &(f64, usize, &'static str)| {
                let start = head.floor_char_boundary((at * head.len() as f64) as usize);
                let end = head.ceil_char_boundary((start + length).min(head.len())).max(start);
                Edit { span: Span::new(start, end), text: (*new).into() }
            };
            let first = edit(spot);
            let mut one = finding(&path, first.span, &number.to_string());
            // An edit somewhere else, as that of an import is.
            let both = [first].into_iter().chain(other.iter().map(edit));
            let Ok(edits) = EditSet::new(both.collect()) else { continue };
            one.rewrite = Some(Rewrite { title: "Do that".into(), tier: Tier::Safe, edits, check: None });
            review.findings.push(one);
        }
        let lines = Patch::parse(&patch).unwrap().commentable();
        let lines = std::collections::BTreeMap::from([(path.clone(), lines)]);
        let seen = Seen { head: "0".repeat(40), open: true, complete: true, ..Seen::default() };
        let looked_at = |_: &RepoPath| true;
        let head_name = "0".repeat(40);
        let made = plan(&seen, Material { review: &review, lines: &lines, head: &head_name, most: 30, alerts: false, looked_at: &looked_at });
        let Some(posted) = made.review else {
            prop_assert!(review.findings.is_empty());
            return Ok(());
        };
        prop_assert_eq!(posted.told + posted.listed, review.findings.len(), "none is lost");
        for comment in &posted.comments {
            let Anchor { first, last, suggestion } = comment.anchor;
            let hunks = shown(&patch);
            prop_assert!(hunks.iter().any(|hunk| hunk.contains(&first) && hunk.contains(&last)), "{:?} {:?}", comment.anchor, hunks);
            prop_assert_eq!(suggestion, comment.body.contains("suggestion\n"));
            if !suggestion || comment.body.contains("the other half of") {
                continue;
            }
            prop_assert!(!head.contains('\r'));
            let print = &comment.body[..comment.body.find('\n').unwrap()];
            let one = review.findings.iter().find(|one| print.contains(one.fingerprint.as_str())).unwrap();
            let verified = one.rewrite.as_ref().unwrap().edits.apply(&head).unwrap();
            let mut parts = vec![comment];
            if let Some((_, rest)) = comment.body.split_once("It needs the suggestion at `a.py:") {
                let line: u32 = rest.split('`').next().unwrap().parse().unwrap();
                let stands = |other: &&NewComment| other.anchor.suggestion && other.anchor.last == line;
                parts.push(posted.comments.iter().find(stands).expect("the half that is named"));
            }
            // From below, so that lines keep their numbers; the ranges must be disjoint for a batch.
            parts.sort_by_key(|part| std::cmp::Reverse(part.anchor.first));
            prop_assert!(parts.windows(2).all(|two| two[1].anchor.last < two[0].anchor.first));
            let text = parts.iter().fold(head.clone(), |text, part| {
                applied(&text, part.anchor.first, part.anchor.last, &part.body)
            });
            prop_assert_eq!(text, verified);
        }
        // No two suggestions of one review touch the same line.
        let mut ranges: Vec<Anchor> = posted.comments.iter().map(|one| one.anchor).filter(|at| at.suggestion).collect();
        ranges.sort_by_key(|at| at.first);
        prop_assert!(ranges.windows(2).all(|two| two[0].last < two[1].first), "{ranges:?}");
    }
}

#[test]
fn a_suggestion_that_leaves_its_hunk_becomes_a_diff() {
    let head = "f(\n  1,\n  2,\n)\n";
    let review = review_of("a.py", head, &["f(\n  1,\n  2,\n)"]);
    let mut one = review.findings[0].clone();
    one.rewrite = crate::github::patch_fixture::rewritten(&one, "g()").rewrite;
    let lines =
        |patch: &str| BTreeMap::from([(RepoPath::new("a.py"), Patch::parse(patch).unwrap().commentable())]);
    let whole = lines("@@ -1,4 +1,4 @@\n f(\n   1,\n   2,\n )");
    assert_eq!(anchor(&one, &review, &whole), Some(Anchor { first: 1, last: 4, suggestion: true }));
    let part = lines("@@ -3,1 +3,1 @@\n   2,");
    assert_eq!(anchor(&one, &review, &part), Some(Anchor { first: 3, last: 3, suggestion: false }));
    let deleted = lines("@@ -1,5 +1,4 @@\n f(\n-  0,\n   1,\n   2,\n )");
    assert_eq!(anchor(&one, &review, &deleted), Some(Anchor { first: 1, last: 1, suggestion: false }));
    assert!(!alert_is_shown(&one, &review, &part) && alert_is_shown(&one, &review, &whole));
    assert_eq!(anchor(&one, &review, &BTreeMap::new()), None);
}
