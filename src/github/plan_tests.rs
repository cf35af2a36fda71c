//! The life of findings on a pull request, without one.

use super::*;
use crate::github::patch_fixture::{added, review_of};
use crate::github::seen::Comment;

const HEAD: &str = "ec26c3e57ca3a959ca5aad62de7213c562f8c821";

/// A file of calls; one finding at each.
fn review(calls: usize) -> Review {
    let text: String = (0..calls).map(|at| format!("f({at})\n")).collect();
    let codes: Vec<String> = (0..calls).map(|at| format!("f({at})")).collect();
    review_of("a.py", &text, &codes.iter().map(String::as_str).collect::<Vec<_>>())
}

struct World {
    review: Review,
    lines: BTreeMap<RepoPath, Commentable>,
    seen: Seen,
}

impl World {
    fn new(review: Review) -> Self {
        let lines = added(&review);
        Self {
            review,
            lines,
            seen: Seen { head: HEAD.into(), open: true, complete: true, ..Seen::default() },
        }
    }

    fn plan(&self) -> Plan {
        self.plan_with(|material| material)
    }

    fn plan_with(&self, with: impl FnOnce(Material<'_>) -> Material<'_>) -> Plan {
        let looked_at = |_: &RepoPath| true;
        let (review, lines) = (&self.review, &self.lines);
        plan(
            &self.seen,
            with(Material { review, lines, head: HEAD, most: 30, alerts: false, looked_at: &looked_at }),
        )
    }

    /// What GitHub makes of a plan.
    fn carry_out(&mut self, plan: Plan) {
        if let Some(review) = plan.review {
            self.seen.reviews.push(marker::read(&review.body));
            for comment in review.comments {
                let number = self.seen.threads.len() as u64;
                self.seen.threads.push(Thread {
                    id: format!("t{number}"),
                    path: comment.path,
                    resolved: false,
                    can_resolve: false,
                    replies: 0,
                    first: Comment {
                        id: format!("c{number}"),
                        number: Some(number),
                        body: comment.body,
                        minimized: false,
                        can_minimize: true,
                        own: true,
                    },
                });
            }
        }
        for closing in plan.closing {
            let thread = self.seen.threads.iter_mut().find(|thread| thread.id == closing.thread).unwrap();
            if let Some((_, body)) = closing.edit {
                thread.first.body = body;
            }
            match closing.then {
                Then::Resolve => thread.resolved = true,
                Then::Minimize => thread.first.minimized = true,
                Then::Nothing => (),
            }
        }
    }

    fn go(&mut self) -> (usize, usize) {
        let plan = self.plan();
        let counts = (plan.review.as_ref().map_or(0, |review| review.comments.len()), plan.closing.len());
        self.carry_out(plan);
        assert_eq!(self.plan().review, None, "a second run has nothing to post");
        assert_eq!(self.plan().closing, [], "nor to close");
        counts
    }
}

#[test]
fn a_finding_is_told_once() {
    let mut world = World::new(review(3));
    assert_eq!(world.go(), (3, 0));
    // A line moved; another head; the comment is outdated: the fingerprint is the same.
    assert_eq!(world.go(), (0, 0));
    assert_eq!(world.plan().told, 3);
    let clean = World::new(review(0));
    assert_eq!(clean.plan(), Plan::default());
}

#[test]
fn a_gone_finding_is_closed_and_told_anew_when_it_comes_back() {
    let mut world = World::new(review(2));
    world.go();
    let all = world.review.findings.clone();
    world.review.findings.truncate(1);
    assert_eq!(world.go(), (0, 1));
    let thread = &world.seen.threads[1];
    assert!(thread.first.minimized && thread.first.body.contains("**Not found any more** as of `ec26c3e`."));
    assert_eq!(marker::read(&thread.first.body).len(), 2, "{}", thread.first.body);
    world.review.findings = all;
    assert_eq!(world.go(), (1, 0));
}

#[test]
fn a_thread_is_resolved_where_the_token_may() {
    let mut world = World::new(review(1));
    world.go();
    world.seen.threads[0].can_resolve = true;
    world.review.findings.clear();
    assert_eq!(world.plan().closing[0].then, Then::Resolve);
    world.seen.threads[0].first.number = None;
    assert_eq!(world.plan().closing[0].edit, None, "an old server without numbers");
}

#[test]
fn what_a_person_resolved_stays_so_until_it_was_gone() {
    let mut world = World::new(review(1));
    world.go();
    world.seen.threads[0].resolved = true;
    assert_eq!(world.go(), (0, 0));
    let all = std::mem::take(&mut world.review.findings);
    assert_eq!(world.go(), (0, 1), "the comment is marked, for its return");
    world.review.findings = all;
    assert_eq!(world.go(), (1, 0));
}

#[test]
fn threads_with_replies_are_left_alone() {
    let mut world = World::new(review(1));
    world.go();
    world.seen.threads[0].replies = 1;
    let all = std::mem::take(&mut world.review.findings);
    assert_eq!(world.go(), (0, 0));
    world.review.findings = all;
    assert_eq!(world.go(), (0, 0));
}

#[test]
fn a_mark_that_another_pasted_counts_for_nothing() {
    let mut world = World::new(review(1));
    world.go();
    world.seen.threads[0].first.own = false;
    world.seen.reviews.clear();
    assert_eq!(world.plan().review.map(|review| review.comments.len()), Some(1));
    world.review.findings.clear();
    assert_eq!(world.plan().closing, [], "a stranger's comment is not touched");
}

#[test]
fn a_mark_in_quoted_code_counts_for_nothing() {
    let mut world = World::new(review(2));
    world.go();
    let print = world.review.findings[1].fingerprint.clone();
    let body = &mut world.seen.threads[0].first.body;
    body.push_str(&format!("\n{}\n{}\n", marker::of(&print).text(), Mark::Gone.text()));
    world.seen.threads.truncate(1);
    let plan = world.plan();
    assert_eq!((plan.told, plan.review.map(|review| review.comments.len())), (1, Some(1)));
}

#[test]
fn a_crash_between_any_two_steps_comes_to_the_same_end() {
    let mut world = World::new(review(3));
    world.go();
    world.review.findings.truncate(1);
    let whole = world.plan();
    for done in 0..=whole.closing.len() {
        for edited_only in [false, true] {
            let mut seen =
                World { review: world.review.clone(), lines: world.lines.clone(), seen: world.seen.clone() };
            let mut closing = whole.closing[..done].to_vec();
            if edited_only && let Some(last) = closing.last_mut() {
                last.then = Then::Nothing;
            }
            seen.carry_out(Plan { closing, ..Plan::default() });
            seen.go();
            let hidden = seen.seen.threads.iter().filter(|thread| thread.first.minimized).count();
            assert_eq!((hidden, seen.seen.threads.len()), (2, 3));
        }
    }
}

#[test]
fn what_was_not_looked_at_is_not_gone() {
    let mut world = World::new(review(1));
    world.go();
    world.review.findings.clear();
    assert_eq!(
        world.plan_with(|material| Material { looked_at: &|_: &RepoPath| false, ..material }).closing,
        []
    );
}

#[test]
fn what_could_not_be_read_may_hold_the_comment() {
    let mut world = World::new(review(1));
    world.seen.complete = false;
    assert_eq!(world.plan().review, None);
}

#[test]
fn thirty_comments_and_the_rest_in_the_body() {
    let mut world = World::new(review(700));
    let plan = world.plan();
    let posted = plan.review.clone().unwrap();
    assert_eq!((posted.comments.len(), posted.listed), (30, 670));
    assert!(posted.body.chars().count() < 65_000);
    assert!(posted.body.contains(" more\n"), "not all of them have a row");
    world.carry_out(plan);
    assert!(world.plan().review.is_none(), "all of them are told");
}

#[test]
fn more_findings_than_can_be_marked_are_not_told_again_and_again() {
    let mut world = World::new(review(2_100));
    let plan = world.plan();
    let posted = plan.review.clone().unwrap();
    assert!(posted.body.contains("And 70 more; the job's summary has them all."));
    assert!(posted.body.chars().count() < 65_000);
    world.carry_out(plan);
    assert!(world.plan().review.is_none());
}

#[test]
fn a_finding_outside_of_the_diff_is_listed_once() {
    let mut world = World::new(review(1));
    world.lines.clear();
    let plan = world.plan();
    let posted = plan.review.clone().unwrap();
    assert_eq!((posted.comments.len(), posted.listed), (0, 1));
    assert!(posted.body.contains("`a.py:1`"));
    world.carry_out(plan);
    assert_eq!(world.plan().review, None);
}

#[test]
fn alerts_take_what_they_say_as_well() {
    let mut world = World::new(review(2));
    world.review.findings[0].advice = Some("Do this.".into());
    let plan = world.plan_with(|material| Material { alerts: true, ..material });
    assert_eq!((plan.left_to_alerts, plan.review.map(|review| review.comments.len())), (1, Some(1)));
    world.lines.clear();
    let plan = world.plan_with(|material| Material { alerts: true, ..material });
    assert_eq!(plan.left_to_alerts, 0, "an alert outside of the diff is not shown on the pull request");
}

#[test]
fn two_suggestions_never_overlap() {
    let mut world = World::new(review_of("a.py", "f(1); g(2)\n", &["f(1)", "g(2)"]));
    for one in &mut world.review.findings {
        *one = crate::github::patch_fixture::rewritten(one, "h()");
    }
    let posted = world.plan().review.unwrap();
    let suggestions: Vec<bool> = posted.comments.iter().map(|comment| comment.anchor.suggestion).collect();
    assert_eq!(suggestions.iter().filter(|yes| **yes).count(), 1, "{suggestions:?}");
    let blocks = posted.comments.iter().filter(|comment| comment.body.contains("```suggestion\n")).count();
    assert_eq!(blocks, 1);
}
