//! What to say on a pull request, given what stands there: a pure function, so that running twice, or after a crash
//! between any two steps, comes to the same end.
//!
//! A comment is hognose's own when two things hold: its mark, and that the token's owner wrote it, as a program where
//! the token is one's. The mark alone can be pasted by anyone. A finding is known by its fingerprint alone, never by a line.
//!
//! The life of a finding: told once. Gone, its comment says so (that is the memory by which a return is told from a
//! person's "resolved"), and its thread is resolved where the token may, else hidden. Back, it is told anew. A thread
//! that a person answered in, or resolved, is left as it is.

use std::collections::{BTreeMap, BTreeSet};

use super::anchor::{self, Anchor};
use super::marker::{self, MAX_LISTED, Mark};
use super::patch::Commentable;
use super::placing::{Placed, place};
use super::seen::{Seen, Thread};
use crate::finding::{Finding, Fingerprint, Review};
use crate::report::markdown::{self, MAX_CHARS, Telling};
use crate::source::RepoPath;

/// Threads that are closed in one run; the rest in the next.
pub const MAX_CLOSED: usize = 20;

/// Bytes of a body for what follows the list.
const MAX_NOTES: usize = 8_000;

/// What the plan is made from, besides what stands on the pull request.
#[derive(Clone, Copy)]
pub struct Material<'a> {
    /// The review.
    pub review: &'a Review,
    /// The lines that may carry a comment.
    pub lines: &'a BTreeMap<RepoPath, Commentable>,
    /// The reviewed commit.
    pub head: &'a str,
    /// Most comments in one review; 0 lists everything in its body.
    pub most: usize,
    /// True when code scanning shows the findings; then only those are told to which there is more to say.
    pub alerts: bool,
    /// True for files in which the absence of a finding means that it is gone.
    pub looked_at: &'a dyn Fn(&RepoPath) -> bool,
}

/// What to do, in this order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The one review to post.
    pub review: Option<NewReview>,
    /// Threads whose finding is gone.
    pub closing: Vec<Closing>,
    /// Findings that were told before.
    pub told: usize,
    /// Findings that are left to code scanning.
    pub left_to_alerts: usize,
}

/// A review to post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReview {
    /// Its text.
    pub body: String,
    /// Its comments.
    pub comments: Vec<NewComment>,
    /// The mark by which it is recognised if the answer to the post gets lost.
    pub mark: Mark,
    /// Findings that the comments tell; a rewrite in two halves takes two.
    pub told: usize,
    /// Findings that only the body tells.
    pub listed: usize,
}

/// A comment of a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewComment {
    /// The file.
    pub path: String,
    /// Where.
    pub anchor: Anchor,
    /// Its text.
    pub body: String,
}

/// A thread to close.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// GraphQL's name of the thread.
    pub thread: String,
    /// GraphQL's name of its first comment.
    pub comment: String,
    /// The comment's new text, where it does not say yet that the finding is gone; with REST's number for it.
    pub edit: Option<(u64, String)>,
    /// What else.
    pub then: Then,
}

/// How a thread is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Resolve it.
    Resolve,
    /// Hide its comment as outdated.
    Minimize,
    /// It is closed already, or the token may do neither.
    Nothing,
}

/// Decides.
pub fn plan(seen: &Seen, material: Material<'_>) -> Plan {
    let mut plan = Plan::default();
    let own: Vec<Own<'_>> = seen.threads.iter().filter_map(Own::of).collect();
    let told_by_thread: BTreeSet<&str> =
        own.iter().filter(|own| !own.gone).map(|own| own.print.as_str()).collect();
    let (listed, rest_told) = told_by_body(seen);
    let present: BTreeSet<&str> =
        material.review.findings.iter().map(|one| one.fingerprint.as_str()).collect();

    plan.closing = own.iter().filter_map(|own| own.closing(&present, material)).take(MAX_CLOSED).collect();
    if !seen.complete {
        // What was not read may hold the very comment that would be posted again.
        return plan;
    }
    let mut new: Vec<&Finding> = Vec::new();
    for one in &material.review.findings {
        let print = one.fingerprint.as_str();
        if rest_told || told_by_thread.contains(print) || listed.contains(print) {
            plan.told += 1;
        } else if material.alerts
            && is_plain(one)
            && anchor::alert_is_shown(one, material.review, material.lines)
        {
            plan.left_to_alerts += 1;
        } else {
            new.push(one);
        }
    }
    let (mut inline, body) = place(&new, material);
    if inline.is_empty() && body.is_empty() {
        return plan;
    }
    crate::source::sort(&mut inline, |a, b| a.order().cmp(&b.order()));
    plan.review = Some(compose(&inline, &body, plan.told, material));
    plan
}

/// A comment of ours that opens a thread.
struct Own<'a> {
    thread: &'a Thread,
    print: String,
    gone: bool,
}

impl<'a> Own<'a> {
    fn of(thread: &'a Thread) -> Option<Self> {
        if !thread.first.own {
            return None;
        }
        let marks = marker::read(&thread.first.body);
        let print = marks.iter().find_map(|mark| match mark {
            Mark::Finding(print) => Some(print.clone()),
            _ => None,
        })?;
        Some(Self { thread, print, gone: marks.contains(&Mark::Gone) })
    }

    /// How to close the thread, if its finding is gone and nobody has a say in it.
    fn closing(&self, present: &BTreeSet<&str>, material: Material<'_>) -> Option<Closing> {
        let thread = self.thread;
        let back = present.contains(self.print.as_str());
        // A thread that was marked stays closed even if its finding came back: a new one tells of that.
        if thread.replies > 0 || (back && !self.gone) || !(material.looked_at)(&RepoPath::new(&thread.path)) {
            return None;
        }
        let edit = (!self.gone).then_some(thread.first.number).flatten();
        let edit = edit.map(|number| (number, gone_text(&thread.first.body, material.head)));
        let then = if thread.resolved || thread.first.minimized {
            Then::Nothing
        } else if thread.can_resolve {
            Then::Resolve
        } else if thread.first.can_minimize {
            Then::Minimize
        } else {
            Then::Nothing
        };
        let idle = edit.is_none() && then == Then::Nothing;
        (!idle).then(|| Closing { thread: thread.id.clone(), comment: thread.first.id.clone(), edit, then })
    }
}

/// The comment's text with the news in front. The text stays: somebody may have a link to it.
fn gone_text(body: &str, head: &str) -> String {
    let marks = marker::read(body);
    let lines = body.split_inclusive('\n').skip(marks.len());
    let heads: String = marks.iter().map(|mark| format!("{}\n", mark.text())).collect();
    let short = head.get(..7).unwrap_or(head);
    format!(
        "{heads}{}\n**Not found any more** as of `{short}`.\n\n{}",
        Mark::Gone.text(),
        lines.collect::<String>()
    )
}

/// Fingerprints that bodies of earlier reviews list, and whether one said that there were more than it could list.
fn told_by_body(seen: &Seen) -> (BTreeSet<&str>, bool) {
    let mut prints = BTreeSet::new();
    let mut rest = false;
    for mark in seen.reviews.iter().flatten() {
        match mark {
            Mark::Listed(listed) => prints.extend(listed.iter().map(String::as_str)),
            Mark::Rest => rest = true,
            _ => (),
        }
    }
    (prints, rest)
}

/// True when an alert of code scanning says all that there is to say.
fn is_plain(one: &Finding) -> bool {
    one.rewrite.is_none() && one.trace.is_empty() && one.advice.is_none()
}

fn compose(inline: &[Placed<'_>], body: &[&Finding], told: usize, material: Material<'_>) -> NewReview {
    let order: Vec<&Finding> = inline.iter().map(|placed| placed.one).collect();
    let mut comments = Vec::new();
    for (at, placed) in inline.iter().enumerate() {
        let one = placed.one;
        let mut add = |anchor: Anchor, text: &str| {
            let text = format!("{}\n{text}", marker::of(&one.fingerprint).text());
            let path = one.shown_at.path.as_str().to_owned();
            comments.push(NewComment { path, anchor, body: fitting(text, one) });
        };
        let repeat_of = markdown::repeat_of(&order[..at], one);
        let telling = Telling { repeat_of, shown: placed.shown(), marks_wait: true };
        add(placed.at, &markdown::comment_as(one, material.review, &telling));
        if let Some(half) = placed.half.as_ref().filter(|half| half.posted) {
            add(half.at, &markdown::half_comment(one, &half.there, placed.at.last));
        }
    }
    let prints: BTreeSet<&str> = order.iter().chain(body).map(|one| one.fingerprint.as_str()).collect();
    let content = Fingerprint::of(&prints.into_iter().collect::<Vec<_>>());
    let mark = Mark::Review(material.head.to_owned(), content.as_str().to_owned());
    let mut heads = vec![mark.clone()];
    if !body.is_empty() {
        let listed = body.iter().take(MAX_LISTED).map(|one| one.fingerprint.as_str().to_owned());
        heads.push(Mark::Listed(listed.collect()));
        heads.extend((body.len() > MAX_LISTED).then_some(Mark::Rest));
    }
    let heads: String = heads.iter().map(|mark| format!("{}\n", mark.text())).collect();
    let shown = &body[..body.len().min(MAX_LISTED)];
    let room = MAX_CHARS - heads.len() - MAX_NOTES;
    let mut text = markdown::body_within(material.review, shown, room);
    cut(&mut text, room + MAX_NOTES);
    if body.len() > shown.len() {
        text.push_str(&format!("\nAnd {} more; the job's summary has them all.\n", body.len() - shown.len()));
    }
    if told > 0 {
        text.push_str(&format!("\n{told} of them told earlier on this pull request.\n"));
    }
    NewReview { body: format!("{heads}{text}"), comments, mark, told: inline.len(), listed: body.len() }
}

/// Shortens to whole lines; there is no block in a body that could stay open.
fn cut(text: &mut String, most: usize) {
    if text.len() > most {
        let end = text[..text.floor_char_boundary(most)].rfind('\n').map_or(0, |at| at + 1);
        text.truncate(end);
    }
}

/// A comment over GitHub's limit says the least that is of use.
fn fitting(text: String, one: &Finding) -> String {
    if text.chars().count() <= MAX_CHARS {
        return text;
    }
    let mark = marker::of(&one.fingerprint).text();
    format!(
        "{mark}\n**{}** `{}`: the explanation is too long for a comment; see the job's summary.\n",
        one.severity, one.rule
    )
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
