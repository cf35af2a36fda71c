//! What would be posted, letter for letter.

use super::*;
use crate::report::testing;

#[test]
fn one_of_everything() {
    insta::assert_snapshot!(markdown(&testing::full()), @"");
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
    insta::assert_snapshot!(markdown(&review), @"");
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
