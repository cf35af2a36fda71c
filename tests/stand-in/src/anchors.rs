//! Which anchors GitHub takes, its words where it does not, and the posting of a review as a whole.

use crate::diff::{Hunk, Row};
use crate::pull::{Account, Anchor, Comment, Review, Side, Thread};
use crate::world::World;

/// What GitHub says about an anchor that it does not take.
pub(crate) const OUTSIDE: &str = "Pull request review thread line must be part of the diff and Pull request review thread diff hunk can't be blank";
/// The same where there are several lines.
pub(crate) const OUTSIDE_RANGE: &str = "Pull request review thread line must be part of the diff, Pull request review thread start line must be part of the same hunk as the line., and Pull request review thread diff hunk can't be blank";
/// The line is in the diff, the start line is not in its hunk.
pub(crate) const OTHER_HUNK: &str =
    "Pull request review thread start line must be part of the same hunk as the line.";
/// The start line does not come before the line.
pub(crate) const BACKWARDS: &str = "Pull request review thread start line must precede the end line.";
/// The file is not in the diff.
pub(crate) const NO_PATH: &str = "Path could not be resolved";
/// The commit is none of the pull request.
pub(crate) const NO_COMMIT: &str = "No commit found for SHA";

fn on(row: &Row, line: u32, side: Side) -> bool {
    match side {
        // A line that both sides share can be named on either, by its number there.
        Side::Right => row.new == Some(line),
        Side::Left => row.old == Some(line),
    }
}

fn text_up_to(hunk: &Hunk, at: usize) -> String {
    let rows = hunk.text.split('\n').filter(|row| !row.starts_with('\\'));
    rows.take(at + 2).collect::<Vec<_>>().join("\n")
}

/// Whether a comment can be put there; gives the hunk's text down to the line.
///
/// # Errors
/// The message that GitHub refuses with.
pub(crate) fn check(
    world: &mut World,
    repo: &str,
    number: u64,
    anchor: &Anchor,
) -> Result<String, &'static str> {
    let (base, head) = (world.merge_base(repo, number), world.pull(repo, number).head.clone());
    if !world.objects.between(&base, &head).contains(&anchor.commit) {
        return Err(NO_COMMIT);
    }
    let rows = world.rows(&base, &anchor.commit);
    let Some(file) = rows.iter().find(|row| row.path == anchor.path) else { return Err(NO_PATH) };
    let Some(line) = anchor.line else { return Ok(String::new()) };
    let outside = if anchor.start.is_some() { OUTSIDE_RANGE } else { OUTSIDE };
    let place = file.hunks.iter().find_map(|hunk| {
        let at = hunk.rows.iter().position(|row| on(row, line, anchor.side))?;
        Some((hunk, at))
    });
    let Some((hunk, at)) = place else { return Err(outside) };
    if let Some((start, side)) = anchor.start {
        let first = hunk.rows.iter().position(|row| on(row, start, side));
        match first {
            None => return Err(OTHER_HUNK),
            Some(first) if first >= at => return Err(BACKWARDS),
            Some(_) => {}
        }
    }
    Ok(text_up_to(hunk, at))
}

/// Posts a review with comments that were checked. Gives its number.
pub(crate) fn post(
    world: &mut World,
    repo: &str,
    number: u64,
    author: &Account,
    body: &str,
    state: &str,
    drafts: Vec<(Anchor, String, String)>,
) -> u64 {
    let (id, at) = (world.next_id(), world.timestamp());
    let commit = drafts.first().map(|(anchor, ..)| anchor.commit.clone());
    let commit = commit.unwrap_or_else(|| world.pull(repo, number).head.clone());
    let review = Review {
        id,
        author: author.clone(),
        body: body.to_owned(),
        state: state.to_owned(),
        commit,
        at: at.clone(),
        minimized: None,
    };
    world.pull_mut(repo, number).reviews.push(review);
    for (anchor, body, diff_hunk) in drafts {
        let root = world.next_id();
        let comment = Comment {
            id: root,
            review: id,
            reply_to: None,
            author: author.clone(),
            body,
            anchor,
            diff_hunk,
            at: at.clone(),
            minimized: None,
        };
        let pull = world.pull_mut(repo, number);
        pull.comments.push(comment);
        pull.threads.push(Thread { root, resolved_by: None });
    }
    id
}
