//! Reviews: posted as a whole or not at all.

use serde_json::{Value, json};

use super::{Answer, Ask};
use crate::anchors::{self, post};
use crate::auth::Level::{Read, Write};
use crate::pull::{Anchor, Review, Side};
use crate::reply::Reply;

/// GitHub's words for a review that it does not take.
pub(super) fn unprocessable(message: &str) -> Reply {
    Reply::refusal(422, "Unprocessable Entity", vec![json!(message)])
}

/// Where a draft wants to be. A side that is left out is the right one.
///
/// # Errors
/// A draft without a line, with a side that there is not, or with half a range.
pub(super) fn anchor_of(draft: &Value, commit: &str) -> Result<Anchor, Reply> {
    let number = |field: &str| draft[field].as_u64().map(|line| line as u32);
    let side = |field: &str| match draft[field].as_str() {
        None => Ok(Side::Right),
        Some(word) => {
            Side::parse(word).ok_or_else(|| unprocessable(&format!("{word} is not a side of the diff")))
        }
    };
    let start = match number("start_line") {
        Some(line) => {
            Some((line, if draft["start_side"].is_null() { side("side")? } else { side("start_side")? }))
        }
        None => None,
    };
    Ok(Anchor {
        path: draft["path"].as_str().unwrap_or_default().to_owned(),
        line: number("line"),
        side: side("side")?,
        start,
        commit: commit.to_owned(),
    })
}

pub(super) fn list(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("pull-requests", Read)])?;
    let (number, repo) = (ask.pull()?, ask.repo());
    let reviews = ask.world.pull(&repo, number).reviews.clone();
    let shown: Vec<_> = reviews.iter().map(|review| ask.show().review(number, review)).collect();
    Ok(ask.listed(&shown))
}

fn find(ask: &Ask<'_>) -> Result<(u64, Review), Reply> {
    let (number, id) = (ask.pull()?, ask.number("review_id")?);
    let pull = ask.world.pull(&ask.repo(), number);
    let review = pull.reviews.iter().find(|review| review.id == id).ok_or_else(Reply::not_found)?;
    Ok((number, review.clone()))
}

pub(super) fn get(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("pull-requests", Read)])?;
    let (number, review) = find(ask)?;
    Ok(Reply::json(200, &ask.show().review(number, &review)))
}

pub(super) fn create(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("pull-requests", Write)])?;
    let (number, repo, author) = (ask.pull()?, ask.repo(), ask.caller.account());
    let (body, limit) = (ask.text("body").unwrap_or_default(), ask.world.limits.body);
    let drafts = ask.body["comments"].as_array().cloned().unwrap_or_default();
    let event = ask.text("event");
    let state = match event.as_deref() {
        None => "PENDING",
        Some("APPROVE") => "APPROVED",
        Some("REQUEST_CHANGES") => "CHANGES_REQUESTED",
        Some(_) => "COMMENTED",
    };
    let pull = ask.world.pull(&repo, number).clone();
    if state == "APPROVED" && author.bot && !ask.world.repo(&repo).actions_may_approve {
        return Err(unprocessable("GitHub Actions is not permitted to approve pull requests."));
    }
    if state == "APPROVED" && author == pull.author {
        return Err(unprocessable("Can not approve your own pull request"));
    }
    if state == "PENDING"
        && pull.reviews.iter().any(|review| review.state == "PENDING" && review.author == author)
    {
        return Err(unprocessable("User can only have one pending review per pull request"));
    }
    if body.is_empty() && (state == "CHANGES_REQUESTED" || (state == "COMMENTED" && drafts.is_empty())) {
        return Err(unprocessable("Body can't be blank"));
    }
    if body.chars().count() > limit {
        return Err(unprocessable(&format!("Body is too long (maximum is {limit} characters)")));
    }
    let commit = ask.text("commit_id").unwrap_or_else(|| pull.head.clone());
    let mut checked = Vec::new();
    for draft in &drafts {
        let text = draft["body"].as_str().unwrap_or_default().to_owned();
        if text.trim().is_empty() {
            return Err(unprocessable("Pull request review thread comments body can't be blank"));
        }
        if text.chars().count() > limit {
            return Err(unprocessable(&format!("Body is too long (maximum is {limit} characters)")));
        }
        let anchor = anchor_of(draft, &commit)?;
        if anchor.line.is_none() {
            return Err(unprocessable("Pull request review thread line can't be blank"));
        }
        let hunk = anchors::check(ask.world, &repo, number, &anchor).map_err(unprocessable)?;
        checked.push((anchor, text, hunk));
    }
    let id = post(ask.world, &repo, number, &author, &body, state, checked);
    let review = ask.world.pull(&repo, number).reviews.iter().find(|review| review.id == id).cloned();
    let mut review = review.ok_or_else(Reply::not_found)?;
    review.commit = commit;
    Ok(Reply::json(200, &ask.show().review(number, &review)))
}

fn change(ask: &mut Ask<'_>, edit: impl FnOnce(&mut Review)) -> Answer {
    let (number, review) = find(ask)?;
    let repo = ask.repo();
    let reviews = &mut ask.world.pull_mut(&repo, number).reviews;
    let kept = reviews.iter_mut().find(|known| known.id == review.id).ok_or_else(Reply::not_found)?;
    edit(kept);
    let review = kept.clone();
    Ok(Reply::json(200, &ask.show().review(number, &review)))
}

pub(super) fn update(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("pull-requests", Write)])?;
    let (body, limit) = (ask.text("body").unwrap_or_default(), ask.world.limits.body);
    if body.chars().count() > limit {
        return Err(unprocessable(&format!("Body is too long (maximum is {limit} characters)")));
    }
    if find(ask)?.1.author != ask.caller.account() {
        return Err(Reply::error(403, "Resource not accessible by integration"));
    }
    change(ask, |review| review.body = body)
}

pub(super) fn delete(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("pull-requests", Write)])?;
    let (number, review) = find(ask)?;
    if review.state != "PENDING" {
        return Err(unprocessable("Can not delete a non-pending pull request review"));
    }
    let (repo, shown) = (ask.repo(), ask.show().review(number, &review));
    let pull = ask.world.pull_mut(&repo, number);
    pull.reviews.retain(|known| known.id != review.id);
    pull.comments.retain(|comment| comment.review != review.id);
    Ok(Reply::json(200, &shown))
}

pub(super) fn comments(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("pull-requests", Read)])?;
    let ((number, review), repo) = (find(ask)?, ask.repo());
    let comments = ask.world.pull(&repo, number).comments.clone();
    let mut shown = Vec::new();
    for comment in comments.iter().filter(|comment| comment.review == review.id) {
        let mut row = ask.show().comment(number, comment);
        // The one list of comments that still speaks in positions.
        row["position"] = json!(1);
        row["original_position"] = json!(1);
        if let Some(row) = row.as_object_mut() {
            row.remove("subject_type");
        }
        shown.push(row);
    }
    Ok(ask.listed(&shown))
}

pub(super) fn dismiss(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("pull-requests", Write)])?;
    change(ask, |review| review.state = "DISMISSED".to_owned())
}

pub(super) fn submit(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("pull-requests", Write)])?;
    if find(ask)?.1.state != "PENDING" {
        return Err(unprocessable("Could not submit a review that is not pending"));
    }
    let state = match ask.text("event").as_deref() {
        Some("APPROVE") => "APPROVED",
        Some("REQUEST_CHANGES") => "CHANGES_REQUESTED",
        _ => "COMMENTED",
    };
    change(ask, |review| review.state = state.to_owned())
}
