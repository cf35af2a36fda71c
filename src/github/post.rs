//! Carries out a plan: one review at most, then the threads whose finding is gone.
//!
//! Before a write whose end is unclear is repeated, the pull request is read again, and the plan made anew.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};

use super::client::Ask;
use super::plan::{Closing, Material, NewReview, Plan, Then, plan};
use super::policy::Effect;
use super::seen::{self, Seen};
use super::{ApiError, Client};

/// Between two writes.
const PAUSE: Duration = Duration::from_secs(1);
/// Before looking whether a write took place after all.
const LOOK: Duration = Duration::from_secs(3);
/// Posts of one review.
const TRIES: u32 = 3;
const MAX_ANSWER: usize = 1024 * 1024;

/// What was said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spoken {
    /// Findings told at lines.
    pub comments: usize,
    /// Findings that the body lists.
    pub listed: usize,
    /// Threads closed.
    pub closed: usize,
    /// Findings told before.
    pub told: usize,
    /// True when hognose had posted a review on the pull request before.
    pub before: bool,
    /// Findings left to code scanning.
    pub left_to_alerts: usize,
    /// Why nothing was said, though there was something: the head moved, the pull request was closed.
    pub silent: Option<&'static str>,
    /// Trouble that did not keep the review from being posted.
    pub warnings: Vec<String>,
}

const MOVED: &str = "the pull request has a newer commit; its own run reports";
const CLOSED: &str = "the pull request was closed in the meantime";

/// Speaks on the pull request. An error means that the review is not there, as far as can be known.
pub async fn speak(client: &Client<'_>, number: u64, material: Material<'_>) -> Result<Spoken, ApiError> {
    let mut seen = seen::read(client, number).await?;
    let mut spoken = Spoken { before: !seen.reviews.is_empty(), ..Spoken::default() };
    let mut most = material.most;
    let mut posted: Option<NewReview> = None;
    for tries in 1.. {
        if let Some(why) = stale(&seen, material.head) {
            // A review that turned out to be there stays; the rest is the newer run's.
            spoken.silent = Some(why).filter(|_| posted.is_none());
            break;
        }
        let Plan { review, closing, told, left_to_alerts } = plan(&seen, Material { most, ..material });
        // After a post, what it told counts as told; the first count is the one to report.
        if posted.is_none() {
            (spoken.told, spoken.left_to_alerts) = (told, left_to_alerts);
        }
        let Some(review) = review.filter(|_| posted.is_none()) else {
            if !seen.complete {
                spoken.warnings.push(
                    "there are too many threads on the pull request to read; nothing new was posted".into(),
                );
            }
            close(client, closing, &mut spoken).await;
            break;
        };
        match post(client, number, &review, material.head).await {
            Ok(()) => {
                posted = Some(review);
            }
            Err(error) if error.is_ambiguous() && tries <= TRIES => {
                client.pause(LOOK).await;
                let again = seen::read(client, number).await?;
                let there = again.reviews.iter().any(|marks| marks.contains(&review.mark));
                if there {
                    posted = Some(review);
                } else if tries == TRIES {
                    return Err(error);
                }
                seen = again;
                continue;
            }
            Err(ApiError::Refused { status: 422, message, .. }) if !review.comments.is_empty() => {
                // Nothing was posted, and nothing says which anchor is wrong. The head may have moved.
                seen = seen::read(client, number).await?;
                if stale(&seen, material.head).is_none() {
                    spoken.warnings.push(format!(
                        "GitHub refused the comments at lines ({}); the findings are listed instead",
                        crate::report::safe::line(&message.chars().take(200).collect::<String>())
                    ));
                }
                most = 0;
                continue;
            }
            Err(error) => return Err(error),
        }
        // The threads that were there before are closed by the plan already made.
        client.pause(PAUSE).await;
        close(client, closing, &mut spoken).await;
        break;
    }
    if let Some(review) = posted {
        (spoken.comments, spoken.listed) = (review.told, review.listed);
    }
    Ok(spoken)
}

fn stale(seen: &Seen, head: &str) -> Option<&'static str> {
    if seen.head != head {
        Some(MOVED)
    } else if !seen.open {
        Some(CLOSED)
    } else {
        None
    }
}

async fn post(client: &Client<'_>, number: u64, review: &NewReview, head: &str) -> Result<(), ApiError> {
    let comments: Vec<Value> = review
        .comments
        .iter()
        .map(|one| {
            let mut comment =
                json!({ "path": one.path, "body": one.body, "line": one.anchor.last, "side": "RIGHT" });
            if one.anchor.first < one.anchor.last {
                comment["start_line"] = one.anchor.first.into();
                comment["start_side"] = "RIGHT".into();
            }
            comment
        })
        .collect();
    let body = json!({ "commit_id": head, "event": "COMMENT", "body": review.body, "comments": comments });
    let path = format!("/pulls/{number}/reviews");
    client.rest(Ask::send("post the review", Method::POST, &path, body)).await.map(drop)
}

/// Closes threads one after the other. Trouble is told once and ends it: the next run goes on where this one stopped.
async fn close(client: &Client<'_>, closing: Vec<Closing>, spoken: &mut Spoken) {
    for one in closing {
        if let Err(error) = close_one(client, &one).await {
            spoken.warnings.push(format!("threads of findings that are gone stay open: {error}"));
            return;
        }
        spoken.closed += 1;
    }
}

async fn close_one(client: &Client<'_>, one: &Closing) -> Result<(), ApiError> {
    if let Some((number, body)) = &one.edit {
        let path = format!("/pulls/comments/{number}");
        let ask = Ask::send("edit a comment", Method::PATCH, &path, json!({ "body": body }));
        match client.rest(ask).await {
            // Somebody deleted it: there is nothing left to close.
            Err(ApiError::Refused { status: 404, .. }) => return Ok(()),
            // Writing the same text twice is writing it once, so an unclear end is no trouble: the next run sees.
            Err(error) => return Err(error),
            Ok(_) => client.pause(PAUSE).await,
        }
    }
    match one.then {
        Then::Nothing => Ok(()),
        Then::Resolve => match mutate(client, "resolve a thread", RESOLVE, &one.thread).await {
            // GitHub may say that the token may, and then refuse all the same.
            Err(ApiError::Refused { .. }) => mutate(client, "hide a comment", MINIMIZE, &one.comment).await,
            other => other,
        },
        Then::Minimize => mutate(client, "hide a comment", MINIMIZE, &one.comment).await,
    }
}

const RESOLVE: &str = "mutation Resolve($id: ID!) { resolveReviewThread(input: { threadId: $id }) { thread { id isResolved } } }";
const MINIMIZE: &str = "mutation Minimize($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized } } }";

async fn mutate(client: &Client<'_>, what: &'static str, mutation: &str, id: &str) -> Result<(), ApiError> {
    let answer = client.query(what, Effect::Write, mutation, json!({ "id": id }), MAX_ANSWER).await?;
    client.pause(PAUSE).await;
    if answer.errors.is_empty() { Ok(()) } else { Err(seen::refused(what, &answer.errors)) }
}
