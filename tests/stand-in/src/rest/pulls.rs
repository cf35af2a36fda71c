//! Pull requests, their files and commits, and comparisons.

use serde_json::json;

use super::{Answer, Ask};
use crate::auth::Level::Read;
use crate::diff::FileRow;
use crate::reply::Reply;

fn whole(rows: &[FileRow]) -> String {
    let mut text = String::new();
    for row in rows {
        let old = row.previous.as_deref().unwrap_or(&row.path);
        text.push_str(&format!("diff --git a/{old} b/{}\n", row.path));
        if let Some(patch) = &row.patch {
            text.push_str(&format!("--- a/{old}\n+++ b/{}\n{patch}\n", row.path));
        }
    }
    text
}

/// The diff media type, which gives up where the web page does.
fn as_diff(ask: &Ask<'_>, rows: &[FileRow], docs: &str) -> Answer {
    let too_large = |message: &str| {
        let detail = json!({ "resource": "PullRequest", "field": "diff", "code": "too_large" });
        let body = json!({
            "message": message, "errors": [detail], "documentation_url": docs, "status": "406",
        });
        Err(Reply::json(406, &body))
    };
    if rows.len() > ask.world.limits.compare_files {
        return too_large(
            "Sorry, the diff exceeded the maximum number of files (300). Consider using 'List pull requests files' API or locally cloning the repository instead.",
        );
    }
    if rows.iter().map(|row| row.additions + row.deletions).sum::<usize>()
        > ask.world.limits.answer_patch_lines
    {
        return too_large("Sorry, the diff exceeded the maximum number of lines (20000)");
    }
    Ok(Reply::raw(200, "application/vnd.github.diff; charset=utf-8", whole(rows).into_bytes()))
}

pub(super) fn get(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("pull-requests", Read)])?;
    let number = ask.pull()?;
    if ask.wants("application/vnd.github.diff") || ask.wants("application/vnd.github.v3.diff") {
        let repo = ask.repo();
        let (base, head) = (ask.world.merge_base(&repo, number), ask.world.pull(&repo, number).head.clone());
        let rows = ask.world.rows(&base, &head);
        return as_diff(ask, &rows, "https://docs.github.com/rest/pulls/pulls#list-pull-requests-files");
    }
    Ok(Reply::json(200, &ask.show().pull(number, true)))
}

pub(super) fn files(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("pull-requests", Read)])?;
    let (number, repo, page) = (ask.pull()?, ask.repo(), ask.page());
    let (base, head) = (ask.world.merge_base(&repo, number), ask.world.pull(&repo, number).head.clone());
    let rows = ask.world.rows(&base, &head);
    let rows = &rows[..rows.len().min(ask.world.limits.files)];
    let (mut spent, budget) = (0, ask.world.limits.answer_patch_lines);
    let mut shown = Vec::new();
    for row in page.of(rows) {
        // The row that reaches the budget is still whole; those after it come back empty.
        shown.push(ask.show().file(&row, &head, spent >= budget));
        spent += row.patch.as_ref().map_or(0, |patch| patch.lines().count());
    }
    Ok(ask.linked(Reply::json(200, &json!(shown)), rows.len()))
}

pub(super) fn commits(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("pull-requests", Read)])?;
    let (number, repo) = (ask.pull()?, ask.repo());
    let (base, head) = (ask.world.merge_base(&repo, number), ask.world.pull(&repo, number).head.clone());
    let commits = ask.world.objects.between(&base, &head);
    let shown: Vec<_> = commits.iter().take(250).filter_map(|sha| ask.show().commit(sha)).collect();
    Ok(ask.listed(&shown))
}

pub(super) fn of_commit(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("pull-requests", Read)])?;
    let (sha, repo) = (ask.part("commit_sha"), ask.repo());
    let pulls: Vec<u64> = ask.world.repo(&repo).pulls.keys().copied().collect();
    let mut shown = Vec::new();
    for number in pulls {
        let (base, head) = (ask.world.merge_base(&repo, number), ask.world.pull(&repo, number).head.clone());
        if ask.world.objects.between(&base, &head).contains(&sha) {
            shown.push(ask.show().pull(number, false));
        }
    }
    Ok(ask.listed(&shown))
}

pub(super) fn compare(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("contents", Read)])?;
    let (repo, basehead, page) = (ask.repo(), ask.part("basehead"), ask.page());
    let (base, head) = basehead.split_once("...").ok_or_else(Reply::not_found)?;
    let resolve = |name: &str| ask.world.resolve(&repo, name).ok_or_else(Reply::not_found);
    let (base, head) = (resolve(base)?, resolve(head)?);
    let Some(origin) = ask.world.objects.merge_base(&base, &head) else {
        return Err(Reply::error(404, &format!("No common ancestor between {base} and {head}.")));
    };
    let rows = ask.world.rows(&origin, &head);
    if ask.wants("application/vnd.github.diff") || ask.wants("application/vnd.github.v3.diff") {
        return as_diff(ask, &rows, "https://docs.github.com/rest/commits/commits#compare-two-commits");
    }
    let (ahead, behind) = (ask.world.objects.between(&base, &head), ask.world.objects.between(&head, &base));
    // Files come on the first page alone, and never more than a rendered diff holds; rows empty out as in the list.
    let (mut spent, budget) = (0, ask.world.limits.answer_patch_lines);
    let mut files = Vec::new();
    for row in rows.iter().take(if page.number == 1 { ask.world.limits.compare_files } else { 0 }) {
        files.push(ask.show().file(row, &head, spent >= budget));
        spent += row.patch.as_ref().map_or(0, |patch| patch.lines().count());
    }
    let status = match (ahead.is_empty(), behind.is_empty()) {
        (true, true) => "identical",
        (false, true) => "ahead",
        (true, false) => "behind",
        (false, false) => "diverged",
    };
    let show = ask.show();
    let commits: Vec<_> = ahead.iter().filter_map(|sha| show.commit(sha)).collect();
    let mut shown = show.contract.example("commit-comparison");
    let page_of = format!("{}/{repo}/compare/{base}...{head}", show.world.server_url);
    let fields = json!({
        "url": format!("{}/repos/{repo}/compare/{basehead}", show.world.rest_url),
        "html_url": page_of, "permalink_url": page_of,
        "diff_url": format!("{page_of}.diff"), "patch_url": format!("{page_of}.patch"),
        "base_commit": show.commit(&base), "merge_base_commit": show.commit(&origin),
        "status": status, "ahead_by": ahead.len(), "behind_by": behind.len(), "total_commits": ahead.len(),
        "files": files,
    });
    shown.extend(fields.as_object().cloned().unwrap_or_default());
    shown.insert("commits".to_owned(), json!(page.of(&commits)));
    Ok(ask.linked(Reply::json(200, &json!(shown)), commits.len()))
}
