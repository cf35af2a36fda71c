//! The mutations that a reviewer needs, with the permissions that they ask for.

use serde_json::{Value, json};

use super::{Trouble, forbidden, no_node, nodes};
use crate::anchors;
use crate::auth::{Caller, Level};
use crate::pull::{Account, Anchor, Comment, IssueComment, Side};
use crate::world::World;

type Done = Result<Value, Trouble>;

fn text(input: &Value, field: &str) -> String {
    input[field].as_str().unwrap_or_default().to_owned()
}

/// The pull request of an id, if the caller may write to it.
fn writable(world: &World, caller: &Caller, id: &str, also: &[&str]) -> Result<(String, u64, u64), Trouble> {
    let (repo, number, own) = nodes::place(world, id).ok_or_else(|| no_node(id))?;
    if caller.need(world, &repo, &[("pull-requests", Level::Read)]).is_err() {
        return Err(no_node(id));
    }
    let held = |name: &&str| caller.may(world, &repo, name, Level::Write);
    let may = ["pull-requests"].iter().chain(also).all(held);
    if may { Ok((repo, number, own)) } else { Err(forbidden()) }
}

fn unprocessable(message: impl Into<String>) -> Trouble {
    Trouble("UNPROCESSABLE", message.into())
}

fn too_long(world: &World, body: &str) -> Result<(), Trouble> {
    let limit = world.limits.body;
    if body.chars().count() > limit {
        return Err(unprocessable(format!("Body is too long (maximum is {limit} characters)")));
    }
    Ok(())
}

/// Does a mutation. `None` for those that the stand-in does not play.
pub(super) fn mutate(world: &mut World, caller: &Caller, name: &str, input: &Value) -> Option<Done> {
    Some(match name {
        "resolveReviewThread" => resolve(world, caller, input, true),
        "unresolveReviewThread" => resolve(world, caller, input, false),
        "minimizeComment" => minimize(world, caller, input, true),
        "unminimizeComment" => minimize(world, caller, input, false),
        "addPullRequestReviewThreadReply" => reply(world, caller, input),
        "addPullRequestReview" => review(world, caller, input),
        "updatePullRequestReviewComment" => update(world, caller, input, "pullRequestReviewCommentId"),
        "updatePullRequestReview" => update(world, caller, input, "pullRequestReviewId"),
        "updateIssueComment" => update(world, caller, input, "id"),
        "deletePullRequestReviewComment" => delete(world, caller, input),
        "deleteIssueComment" => delete(world, caller, input),
        "addComment" => comment(world, caller, input),
        _ => return None,
    })
}

fn resolve(world: &mut World, caller: &Caller, input: &Value, to: bool) -> Done {
    let id = text(input, "threadId");
    let (repo, number, root) = writable(world, caller, &id, &["contents"])?;
    let by = to.then(|| caller.account());
    for thread in &mut world.pull_mut(&repo, number).threads {
        if thread.root == root {
            thread.resolved_by.clone_from(&by);
        }
    }
    Ok(json!({ "thread": nodes::find(world, caller, &id)? }))
}

fn minimize(world: &mut World, caller: &Caller, input: &Value, to: bool) -> Done {
    let id = text(input, "subjectId");
    let (repo, number, own) = writable(world, caller, &id, &[])?;
    // OFF_TOPIC is given back as off-topic.
    let reason = to.then(|| text(input, "classifier").to_lowercase().replace('_', "-"));
    let pull = world.pull_mut(&repo, number);
    let comments = pull.comments.iter_mut().map(|known| (known.id, &mut known.minimized));
    let reviews = pull.reviews.iter_mut().map(|known| (known.id, &mut known.minimized));
    let others = pull.issue_comments.iter_mut().map(|known| (known.id, &mut known.minimized));
    for (known, minimized) in comments.chain(reviews).chain(others) {
        if known == own {
            minimized.clone_from(&reason);
        }
    }
    let field = if to { "minimizedComment" } else { "unminimizedComment" };
    Ok(json!({ field: nodes::find(world, caller, &id)? }))
}

fn reply(world: &mut World, caller: &Caller, input: &Value) -> Done {
    let (id, body) = (text(input, "pullRequestReviewThreadId"), text(input, "body"));
    let (repo, number, root) = writable(world, caller, &id, &[])?;
    too_long(world, &body)?;
    let first = world.pull(&repo, number).comments.iter().find(|known| known.id == root).cloned();
    let first = first.ok_or_else(|| no_node(&id))?;
    let (new, at) = (world.next_id(), world.timestamp());
    let author = caller.account();
    let reply = Comment { id: new, reply_to: Some(root), author, body, at, minimized: None, ..first };
    world.pull_mut(&repo, number).comments.push(reply);
    Ok(json!({ "comment": nodes::find(world, caller, &format!("PRRC_{new}"))? }))
}

fn anchor(thread: &Value, commit: &str) -> Anchor {
    let number = |field: &str| thread[field].as_u64().map(|line| line as u32);
    let side = |field: &str| thread[field].as_str().and_then(Side::parse).unwrap_or(Side::Right);
    Anchor {
        path: text(thread, "path"),
        line: number("line"),
        side: side("side"),
        start: number("startLine").map(|line| (line, side("startSide"))),
        commit: commit.to_owned(),
    }
}

fn review(world: &mut World, caller: &Caller, input: &Value) -> Done {
    let id = text(input, "pullRequestId");
    let (repo, number, _) = writable(world, caller, &id, &[])?;
    let (body, author): (String, Account) = (text(input, "body"), caller.account());
    too_long(world, &body)?;
    let commit = input["commitOID"].as_str().map(str::to_owned);
    let commit = commit.unwrap_or_else(|| world.pull(&repo, number).head.clone());
    let mut drafts = Vec::new();
    for thread in input["threads"].as_array().into_iter().flatten() {
        too_long(world, &text(thread, "body"))?;
        let anchor = anchor(thread, &commit);
        let hunk = anchors::check(world, &repo, number, &anchor).map_err(unprocessable)?;
        drafts.push((anchor, text(thread, "body"), hunk));
    }
    let state = match input["event"].as_str() {
        None => "PENDING",
        Some("APPROVE") if author.bot => {
            return Err(unprocessable("GitHub Actions is not permitted to approve pull requests."));
        }
        Some("APPROVE") => "APPROVED",
        Some("REQUEST_CHANGES") => "CHANGES_REQUESTED",
        Some(_) => "COMMENTED",
    };
    if body.is_empty() && drafts.is_empty() && state == "COMMENTED" {
        return Err(unprocessable("Body can't be blank"));
    }
    let new = anchors::post(world, &repo, number, &author, &body, state, drafts);
    Ok(json!({ "pullRequestReview": nodes::find(world, caller, &format!("PRR_{new}"))? }))
}

fn update(world: &mut World, caller: &Caller, input: &Value, field: &str) -> Done {
    let (id, body) = (text(input, field), text(input, "body"));
    let (repo, number, own) = writable(world, caller, &id, &[])?;
    too_long(world, &body)?;
    let me = caller.account();
    let pull = world.pull_mut(&repo, number);
    let comments = pull.comments.iter_mut().map(|known| (known.id, &known.author, &mut known.body));
    let reviews = pull.reviews.iter_mut().map(|known| (known.id, &known.author, &mut known.body));
    let others = pull.issue_comments.iter_mut().map(|known| (known.id, &known.author, &mut known.body));
    for (known, author, text) in comments.chain(reviews).chain(others) {
        if known == own {
            if *author != me {
                return Err(forbidden());
            }
            text.clone_from(&body);
        }
    }
    let shown = nodes::find(world, caller, &id)?;
    Ok(match field {
        "pullRequestReviewCommentId" => json!({ "pullRequestReviewComment": shown }),
        "pullRequestReviewId" => json!({ "pullRequestReview": shown }),
        _ => json!({ "issueComment": shown }),
    })
}

fn delete(world: &mut World, caller: &Caller, input: &Value) -> Done {
    let id = text(input, "id");
    let (repo, number, own) = writable(world, caller, &id, &[])?;
    let shown = nodes::find(world, caller, &id)?;
    if id.starts_with("IC_") {
        world.pull_mut(&repo, number).issue_comments.retain(|known| known.id != own);
        return Ok(json!({}));
    }
    let review = shown["pullRequestReview"].clone();
    world.delete_comment(&repo, number, own);
    Ok(json!({ "pullRequestReviewComment": shown, "pullRequestReview": review }))
}

fn comment(world: &mut World, caller: &Caller, input: &Value) -> Done {
    let (subject, body) = (text(input, "subjectId"), text(input, "body"));
    let (repo, number, _) = writable(world, caller, &subject, &[])?;
    too_long(world, &body)?;
    let (id, at) = (world.next_id(), world.timestamp());
    let comment = IssueComment { id, author: caller.account(), body, at, minimized: None };
    world.pull_mut(&repo, number).issue_comments.push(comment);
    Ok(json!({ "subject": nodes::find(world, caller, &subject)? }))
}
