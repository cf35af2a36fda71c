//! Review comments one at a time, and comments on the conversation.

use serde_json::json;

use super::reviews::anchor_of;
use super::{Answer, Ask};
use crate::anchors;
use crate::auth::Level::{Read, Write};
use crate::pull::{Comment, IssueComment};
use crate::reply::Reply;

/// GitHub's words for a body that is too long. Unlike reviews, comments are refused with objects.
fn too_long(resource: &str, limit: usize) -> Reply {
    let message = format!("body is too long (maximum is {limit} characters)");
    let detail = json!({ "resource": resource, "code": "custom", "field": "body", "message": message });
    Reply::refusal(422, "Validation Failed", vec![detail])
}

fn misplaced(message: &str) -> Reply {
    let detail = json!({
        "resource": "PullRequestReviewComment", "code": "custom", "field": "pull_request_review_thread.line",
        "message": message,
    });
    Reply::refusal(422, "Validation Failed", vec![detail])
}

pub(super) fn list(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("pull-requests", Read)])?;
    let (number, repo) = (ask.pull()?, ask.repo());
    let mut comments = ask.world.pull(&repo, number).comments.clone();
    if ask.asked("direction") == Some("desc") && ask.asked("sort").is_some() {
        comments.reverse();
    }
    let shown: Vec<_> = comments.iter().map(|comment| ask.show().comment(number, comment)).collect();
    Ok(ask.listed(&shown))
}

pub(super) fn create(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("pull-requests", Write)])?;
    let (number, repo, author) = (ask.pull()?, ask.repo(), ask.caller.account());
    let (body, limit) = (ask.text("body").unwrap_or_default(), ask.world.limits.body);
    if body.chars().count() > limit {
        return Err(too_long("PullRequestReviewComment", limit));
    }
    let commit = ask.text("commit_id").unwrap_or_default();
    let anchor = anchor_of(&ask.body, &commit)?;
    let whole_file = ask.body["subject_type"] == "file";
    if whole_file == anchor.line.is_some() {
        let message = "Invalid request.\n\nNo subschema in \"oneOf\" matched.\n\"position\" wasn't supplied.\n\"in_reply_to\" wasn't supplied.\n\"subject_type\" is not a permitted key.\n\"line\" wasn't supplied.";
        return Err(Reply::error(422, message));
    }
    let hunk = anchors::check(ask.world, &repo, number, &anchor).map_err(misplaced)?;
    let review =
        anchors::post(ask.world, &repo, number, &author, "", "COMMENTED", vec![(anchor, body, hunk)]);
    let comment =
        ask.world.pull(&repo, number).comments.iter().rfind(|known| known.review == review).cloned();
    let comment = comment.ok_or_else(Reply::not_found)?;
    Ok(Reply::json(201, &ask.show().comment(number, &comment)))
}

pub(super) fn reply(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("pull-requests", Write)])?;
    let (number, repo, root) = (ask.pull()?, ask.repo(), ask.number("comment_id")?);
    let pull = ask.world.pull(&repo, number);
    let first = pull.comments.iter().find(|known| known.id == root && known.reply_to.is_none());
    let first = first.cloned().ok_or_else(Reply::not_found)?;
    let reply = Comment {
        id: ask.world.next_id(),
        reply_to: Some(root),
        author: ask.caller.account(),
        body: ask.text("body").unwrap_or_default(),
        at: ask.world.timestamp(),
        minimized: None,
        ..first
    };
    ask.world.pull_mut(&repo, number).comments.push(reply.clone());
    Ok(Reply::json(201, &ask.show().comment(number, &reply)))
}

fn find(ask: &Ask<'_>) -> Result<(u64, Comment), Reply> {
    let id = ask.number("comment_id")?;
    let pulls = &ask.world.repo(&ask.repo()).pulls;
    let mut all = pulls.values().flat_map(|pull| pull.comments.iter().map(move |known| (pull.number, known)));
    all.find(|(_, known)| known.id == id)
        .map(|(number, known)| (number, known.clone()))
        .ok_or_else(Reply::not_found)
}

pub(super) fn get(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("pull-requests", Read)])?;
    let (number, comment) = find(ask)?;
    Ok(Reply::json(200, &ask.show().comment(number, &comment)))
}

pub(super) fn update(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("pull-requests", Write)])?;
    let ((number, comment), repo) = (find(ask)?, ask.repo());
    let (body, limit) = (ask.text("body").unwrap_or_default(), ask.world.limits.body);
    if body.chars().count() > limit {
        return Err(too_long("PullRequestReviewComment", limit));
    }
    let comments = &mut ask.world.pull_mut(&repo, number).comments;
    let kept = comments.iter_mut().find(|known| known.id == comment.id).ok_or_else(Reply::not_found)?;
    kept.body = body;
    let comment = kept.clone();
    Ok(Reply::json(200, &ask.show().comment(number, &comment)))
}

pub(super) fn delete(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("pull-requests", Write)])?;
    let ((number, comment), repo) = (find(ask)?, ask.repo());
    ask.world.delete_comment(&repo, number, comment.id);
    Ok(Reply::empty(204))
}

const EITHER: [(&str, crate::auth::Level); 2] = [("issues", Write), ("pull-requests", Write)];

fn issue_find(ask: &Ask<'_>) -> Result<(u64, IssueComment), Reply> {
    let id = ask.number("comment_id")?;
    let pulls = &ask.world.repo(&ask.repo()).pulls;
    let mut all =
        pulls.values().flat_map(|pull| pull.issue_comments.iter().map(move |known| (pull.number, known)));
    all.find(|(_, known)| known.id == id)
        .map(|(number, known)| (number, known.clone()))
        .ok_or_else(Reply::not_found)
}

pub(super) fn issue_list(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("issues", Read), ("pull-requests", Read)])?;
    let (repo, number) = (ask.repo(), ask.number("issue_number")?);
    let pull = ask.world.repo(&repo).pulls.get(&number).cloned().ok_or_else(Reply::not_found)?;
    let shown: Vec<_> =
        pull.issue_comments.iter().map(|comment| ask.show().issue_comment(number, comment)).collect();
    Ok(ask.listed(&shown))
}

pub(super) fn issue_create(ask: &mut Ask<'_>) -> Answer {
    ask.need(&EITHER)?;
    let (repo, number) = (ask.repo(), ask.number("issue_number")?);
    let (body, limit) = (ask.text("body").unwrap_or_default(), ask.world.limits.body);
    if body.chars().count() > limit {
        return Err(too_long("IssueComment", limit));
    }
    if !ask.world.repo(&repo).pulls.contains_key(&number) {
        return Err(Reply::not_found());
    }
    let author = ask.caller.account();
    let (id, at) = (ask.world.next_id(), ask.world.timestamp());
    let comment = IssueComment { id, author, body, at, minimized: None };
    ask.world.pull_mut(&repo, number).issue_comments.push(comment.clone());
    Ok(Reply::json(201, &ask.show().issue_comment(number, &comment)))
}

pub(super) fn issue_get(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("issues", Read), ("pull-requests", Read)])?;
    let (number, comment) = issue_find(ask)?;
    Ok(Reply::json(200, &ask.show().issue_comment(number, &comment)))
}

pub(super) fn issue_update(ask: &mut Ask<'_>) -> Answer {
    ask.need(&EITHER)?;
    let ((number, mut comment), repo) = (issue_find(ask)?, ask.repo());
    let (body, limit) = (ask.text("body").unwrap_or_default(), ask.world.limits.body);
    if body.chars().count() > limit {
        return Err(too_long("IssueComment", limit));
    }
    comment.body = body;
    for known in &mut ask.world.pull_mut(&repo, number).issue_comments {
        if known.id == comment.id {
            known.clone_from(&comment);
        }
    }
    Ok(Reply::json(200, &json!(ask.show().issue_comment(number, &comment))))
}

pub(super) fn issue_delete(ask: &mut Ask<'_>) -> Answer {
    ask.need(&EITHER)?;
    let ((number, comment), repo) = (issue_find(ask)?, ask.repo());
    ask.world.pull_mut(&repo, number).issue_comments.retain(|known| known.id != comment.id);
    Ok(Reply::empty(204))
}
