//! Objects of the GraphQL interface as JSON trees.

use serde_json::{Value, json};

use super::{Trouble, no_node};
use crate::auth::{Caller, Level};
use crate::diff;
use crate::objects::Mode;
use crate::pull::{Account, Comment, IssueComment, Pull, Review, Thread};
use crate::world::{World, timestamp};

/// An account. GraphQL leaves `[bot]` out of logins.
pub(super) fn actor(account: &Account) -> Value {
    let login = account.login.trim_end_matches("[bot]");
    let kind = if account.bot { "Bot" } else { "User" };
    json!({
        "__typename": kind, "login": login, "id": format!("U_{login}"), "url": format!("https://github.com/{login}"),
        "resourcePath": format!("/{login}"), "avatarUrl": "https://github.com/avatar.png", "databaseId": 1,
        "name": login, "email": "",
    })
}

pub(super) fn repository(world: &World, full_name: &str) -> Value {
    let repo = world.repo(full_name);
    let (owner, name) = full_name.split_once('/').unwrap_or_default();
    json!({
        "__typename": "Repository", "id": format!("R_{}", repo.id), "databaseId": repo.id, "name": name,
        "nameWithOwner": full_name, "isFork": repo.parent.is_some(), "isPrivate": repo.private,
        "owner": actor(&Account::person(owner)), "url": format!("{}/{full_name}", world.server_url),
        "visibility": if repo.private { "PRIVATE" } else { "PUBLIC" },
        "defaultBranchRef": reference(world, full_name, &repo.default_branch),
    })
}

pub(super) fn reference(world: &World, repo: &str, branch: &str) -> Value {
    match world.repo(repo).branches.get(branch) {
        None => Value::Null,
        Some(sha) => json!({
            "__typename": "Ref", "id": format!("REF_{branch}"), "name": branch, "prefix": "refs/heads/",
            "target": commit(world, repo, sha),
        }),
    }
}

fn commit(world: &World, repo: &str, sha: &str) -> Value {
    let Some(known) = world.objects.commit(sha) else { return Value::Null };
    let at = timestamp(known.time);
    let address = format!("/{repo}/commit/{sha}");
    let parents: Vec<Value> =
        known.parents.iter().map(|sha| json!({ "__typename": "Commit", "oid": sha })).collect();
    json!({
        "__typename": "Commit", "id": format!("C_{sha}"), "oid": sha, "abbreviatedOid": &sha[..7],
        "message": known.message, "authoredDate": at, "committedDate": at,
        "commitResourcePath": address, "commitUrl": format!("{}{address}", world.server_url),
        "tree": { "__typename": "Tree", "oid": known.tree, "id": format!("T_{}", known.tree) },
        "parents": { "__all": parents }, "repository": { "__ref": format!("R_{}", world.repo(repo).id) },
    })
}

fn blob(world: &World, repo: &str, oid: &str) -> Value {
    let Some(bytes) = world.objects.blob(oid) else { return Value::Null };
    let (binary, limit) = (diff::is_binary(bytes), world.limits.graphql_text);
    let cut = &bytes[..bytes.len().min(limit)];
    let text = if binary { Value::Null } else { json!(String::from_utf8_lossy(cut)) };
    let address = format!("/{repo}/blob/{oid}");
    json!({
        "__typename": "Blob", "id": format!("B_{oid}"), "oid": oid, "abbreviatedOid": &oid[..7],
        "byteSize": bytes.len(), "isBinary": binary, "isTruncated": bytes.len() > limit, "text": text,
        "commitResourcePath": address, "commitUrl": format!("{}{address}", world.server_url),
        "repository": { "__ref": format!("R_{}", world.repo(repo).id) },
    })
}

fn tree(world: &mut World, repo: &str, sha: &str) -> Value {
    let Some(files) = world.objects.tree(sha).cloned() else { return Value::Null };
    let mut entries: Vec<Value> = Vec::new();
    for (path, item) in files.iter() {
        let name = path.split('/').next().unwrap_or_default();
        if entries.last().is_some_and(|row| row["name"] == name) {
            continue;
        }
        let inner = if name.len() < path.len() { world.objects.folder(&files, name) } else { None };
        let (kind, oid, mode) = match &inner {
            Some(sha) => ("tree", sha.as_str(), 0o40000),
            None if item.mode == Mode::Submodule => ("commit", item.oid.as_str(), 0o160_000),
            None => {
                ("blob", item.oid.as_str(), u32::from_str_radix(item.mode.octal(), 8).unwrap_or_default())
            }
        };
        let size = world.objects.blob(oid).map_or(0, |bytes| bytes.len());
        entries.push(
            json!({ "name": name, "path": name, "type": kind, "oid": oid, "mode": mode, "size": size }),
        );
    }
    json!({
        "__typename": "Tree", "id": format!("T_{sha}"), "oid": sha, "abbreviatedOid": &sha[..7], "entries": entries,
        "repository": { "__ref": format!("R_{}", world.repo(repo).id) },
    })
}

/// `object(oid:)` or `object(expression:)`. What is not there is null without an error.
pub(super) fn object(world: &mut World, repo: &str, arguments: &Value) -> Value {
    let (name, path) = match (arguments["oid"].as_str(), arguments["expression"].as_str()) {
        (Some(oid), _) => (oid.to_owned(), None),
        (None, Some(text)) => match text.split_once(':') {
            Some((name, path)) => (name.to_owned(), Some(path.trim_end_matches('/').to_owned())),
            None => (text.to_owned(), None),
        },
        (None, None) => return Value::Null,
    };
    if path.is_none() && world.objects.blob(&name).is_some() {
        return blob(world, repo, &name);
    }
    if path.is_none() && world.objects.tree(&name).is_some() {
        return tree(world, repo, &name);
    }
    let Some(sha) = world.resolve(repo, &name) else { return Value::Null };
    let Some(path) = path else { return commit(world, repo, &sha) };
    let files = world.objects.commit(&sha).map(|commit| commit.files.clone()).unwrap_or_default();
    if let Some(item) = files.get(&path) {
        return blob(world, repo, &item.oid);
    }
    match world.objects.folder(&files, &path) {
        Some(sha) => tree(world, repo, &sha),
        None => Value::Null,
    }
}

fn review(world: &World, caller: &Caller, repo: &str, pull: &Pull, review: &Review) -> Value {
    let own = review.author == caller.account();
    let write = caller.may(world, repo, "pull-requests", Level::Write);
    let comments = pull.comments.iter().filter(|comment| comment.review == review.id);
    let comments: Vec<Value> =
        comments.map(|comment| json!({ "__ref": format!("PRRC_{}", comment.id) })).collect();
    json!({
        "__typename": "PullRequestReview", "id": format!("PRR_{}", review.id), "fullDatabaseId": review.id.to_string(),
        "author": actor(&review.author), "authorAssociation": "NONE", "body": review.body, "state": review.state,
        "commit": { "__typename": "Commit", "oid": review.commit }, "createdAt": review.at, "updatedAt": review.at,
        "submittedAt": if review.state == "PENDING" { Value::Null } else { json!(review.at) },
        "isMinimized": review.minimized.is_some(), "minimizedReason": review.minimized,
        "viewerDidAuthor": own, "viewerCanUpdate": own && write, "viewerCanMinimize": write,
        "url": format!("{}/{repo}/pull/{}#pullrequestreview-{}", world.server_url, pull.number, review.id),
        "comments": { "__all": comments }, "pullRequest": { "__ref": format!("PR_{}", pull.id) },
        "repository": { "__ref": format!("R_{}", world.repo(repo).id) },
    })
}

fn comment(world: &mut World, caller: &Caller, repo: &str, pull: &Pull, comment: &Comment) -> Value {
    let stands = world.standing(repo, pull.number, &comment.anchor);
    let own = comment.author == caller.account();
    let write = caller.may(world, repo, "pull-requests", Level::Write);
    let anchor = &comment.anchor;
    let commit = |sha: &str| json!({ "__typename": "Commit", "oid": sha });
    json!({
        "__typename": "PullRequestReviewComment", "id": format!("PRRC_{}", comment.id),
        "fullDatabaseId": comment.id.to_string(), "author": actor(&comment.author), "authorAssociation": "NONE",
        "body": comment.body, "createdAt": comment.at, "updatedAt": comment.at, "diffHunk": comment.diff_hunk,
        "path": anchor.path, "line": stands.line, "startLine": stands.start, "originalLine": anchor.line,
        "originalStartLine": anchor.start.map(|(line, _)| line), "outdated": stands.outdated,
        "commit": commit(if stands.outdated { &anchor.commit } else { &pull.head }),
        "originalCommit": commit(&anchor.commit), "state": "SUBMITTED",
        "subjectType": if anchor.line.is_some() { "LINE" } else { "FILE" },
        "isMinimized": comment.minimized.is_some(), "minimizedReason": comment.minimized,
        "viewerDidAuthor": own, "viewerCanUpdate": own && write, "viewerCanDelete": own && write,
        "viewerCanMinimize": write,
        "url": format!("{}/{repo}/pull/{}#discussion_r{}", world.server_url, pull.number, comment.id),
        "replyTo": comment.reply_to.map(|root| json!({ "__ref": format!("PRRC_{root}") })),
        "pullRequest": { "__ref": format!("PR_{}", pull.id) },
        "pullRequestReview": { "__ref": format!("PRR_{}", comment.review) },
        "repository": { "__ref": format!("R_{}", world.repo(repo).id) },
    })
}

fn thread(world: &mut World, caller: &Caller, repo: &str, pull: &Pull, thread: &Thread) -> Value {
    let of = |known: &&Comment| known.id == thread.root || known.reply_to == Some(thread.root);
    let comments: Vec<Comment> = pull.comments.iter().filter(of).cloned().collect();
    let Some(root) = comments.first() else { return Value::Null };
    let stands = world.standing(repo, pull.number, &root.anchor);
    let write = caller.may(world, repo, "pull-requests", Level::Write);
    // Resolving needs leave to write contents, of all things.
    let may = write && caller.may(world, repo, "contents", Level::Write);
    let anchor = root.anchor.clone();
    let shown: Vec<Value> = comments.iter().map(|known| comment(world, caller, repo, pull, known)).collect();
    let resolved = thread.resolved_by.is_some();
    json!({
        "__typename": "PullRequestReviewThread", "id": format!("PRRT_{}", thread.root), "path": anchor.path,
        "isResolved": resolved, "resolvedBy": thread.resolved_by.as_ref().map(|by| {
            let mut by = actor(by);
            by["__typename"] = json!("User");
            by
        }),
        "isOutdated": stands.outdated, "isCollapsed": resolved || stands.outdated,
        "line": stands.line, "startLine": stands.start, "originalLine": anchor.line,
        "originalStartLine": anchor.start.map(|(line, _)| line), "diffSide": anchor.side.word(),
        "startDiffSide": anchor.start.map(|(_, side)| side.word()),
        "subjectType": if anchor.line.is_some() { "LINE" } else { "FILE" },
        "viewerCanReply": write, "viewerCanResolve": may && !resolved, "viewerCanUnresolve": may && resolved,
        "comments": { "__all": shown }, "pullRequest": { "__ref": format!("PR_{}", pull.id) },
        "repository": { "__ref": format!("R_{}", world.repo(repo).id) },
    })
}

fn issue_comment(world: &World, caller: &Caller, repo: &str, pull: &Pull, comment: &IssueComment) -> Value {
    let own = comment.author == caller.account();
    let write = caller.may(world, repo, "issues", Level::Write)
        || caller.may(world, repo, "pull-requests", Level::Write);
    json!({
        "__typename": "IssueComment", "id": format!("IC_{}", comment.id), "fullDatabaseId": comment.id.to_string(),
        "author": actor(&comment.author), "authorAssociation": "NONE", "body": comment.body,
        "createdAt": comment.at, "updatedAt": comment.at, "isMinimized": comment.minimized.is_some(),
        "minimizedReason": comment.minimized, "viewerDidAuthor": own, "viewerCanUpdate": own && write,
        "viewerCanDelete": own && write, "viewerCanMinimize": write,
        "url": format!("{}/{repo}/pull/{}#issuecomment-{}", world.server_url, pull.number, comment.id),
        "pullRequest": { "__ref": format!("PR_{}", pull.id) },
        "repository": { "__ref": format!("R_{}", world.repo(repo).id) },
    })
}

pub(super) fn pull(world: &mut World, caller: &Caller, repo: &str, number: u64) -> Value {
    let pull = world.pull(repo, number).clone();
    let base = world.merge_base(repo, number);
    let rows = world.rows(&base, &pull.head);
    let commits = world.objects.between(&base, &pull.head);
    let commits: Vec<Value> = commits
        .iter()
        .map(|sha| json!({ "__typename": "PullRequestCommit", "id": format!("PC_{sha}"), "commit": commit(world, repo, sha) }))
        .collect();
    let files: Vec<Value> = rows
        .iter()
        .take(world.limits.files)
        .map(|row| {
            json!({
                "path": row.path, "additions": row.additions, "deletions": row.deletions,
                "changeType": row.status.word().to_uppercase().replace("REMOVED", "DELETED"),
            })
        })
        .collect();
    let threads: Vec<Value> =
        pull.threads.iter().map(|known| thread(world, caller, repo, &pull, known)).collect();
    let threads: Vec<Value> = threads.into_iter().filter(|thread| !thread.is_null()).collect();
    let reviews: Vec<Value> =
        pull.reviews.iter().map(|known| review(world, caller, repo, &pull, known)).collect();
    let comments: Vec<Value> =
        pull.issue_comments.iter().map(|known| issue_comment(world, caller, repo, &pull, known)).collect();
    let head = pull.head_repo.as_deref().filter(|name| world.repos.contains_key(*name));
    let owner = head.and_then(|name| name.split('/').next());
    json!({
        "__typename": "PullRequest", "id": format!("PR_{}", pull.id), "fullDatabaseId": pull.id.to_string(),
        "number": number, "title": pull.title, "body": "", "state": if pull.open { "OPEN" } else { "CLOSED" },
        "author": actor(&pull.author), "authorAssociation": "NONE", "isDraft": pull.draft, "locked": false,
        "isCrossRepository": pull.head_repo.as_deref() != Some(repo), "isInMergeQueue": false,
        "baseRefName": pull.base_ref, "baseRefOid": pull.base_sha, "headRefName": pull.head_ref,
        "headRefOid": pull.head, "headRepository": head.map(|name| repository(world, name)),
        "headRepositoryOwner": owner.map(|owner| actor(&Account::person(owner))),
        "baseRepository": repository(world, repo), "repository": repository(world, repo),
        "changedFiles": rows.len(), "additions": rows.iter().map(|row| row.additions).sum::<usize>(),
        "deletions": rows.iter().map(|row| row.deletions).sum::<usize>(),
        "mergeable": "MERGEABLE", "maintainerCanModify": false, "mergeCommit": null,
        "potentialMergeCommit": commit(world, repo, &pull.merge),
        "url": format!("{}/{repo}/pull/{number}", world.server_url),
        "commits": { "__all": commits }, "files": { "__all": files }, "reviewThreads": { "__all": threads },
        "reviews": { "__all": reviews }, "latestReviews": { "__all": reviews }, "comments": { "__all": comments },
    })
}

/// Which pull request an id lies in.
pub(super) fn place(world: &World, id: &str) -> Option<(String, u64, u64)> {
    let (kind, number) = id.rsplit_once('_')?;
    let number: u64 = number.parse().ok()?;
    let pulls = world.repos.iter().flat_map(|(name, repo)| repo.pulls.values().map(move |pull| (name, pull)));
    let (repo, pull) = pulls.into_iter().find(|(_, pull)| match kind {
        "PR" => pull.id == number,
        "PRR" => pull.reviews.iter().any(|known| known.id == number),
        "PRRC" => pull.comments.iter().any(|known| known.id == number),
        "PRRT" => pull.threads.iter().any(|known| known.root == number),
        "IC" => pull.issue_comments.iter().any(|known| known.id == number),
        _ => false,
    })?;
    Some((repo.clone(), pull.number, number))
}

/// The object of a global id.
pub(super) fn find(world: &mut World, caller: &Caller, id: &str) -> Result<Value, Trouble> {
    if let Some(number) = id.strip_prefix("R_") {
        let known = world.repos.values().find(|repo| repo.id.to_string() == number);
        let name = known.map(|repo| repo.full_name.clone()).ok_or_else(|| no_node(id))?;
        return Ok(repository(world, &name));
    }
    let (repo, number, own) = place(world, id).ok_or_else(|| no_node(id))?;
    if caller.need(world, &repo, &[("pull-requests", Level::Read)]).is_err() {
        return Err(no_node(id));
    }
    let known = world.pull(&repo, number).clone();
    let shown = match id.split('_').next().unwrap_or_default() {
        "PR" => Some(pull(world, caller, &repo, number)),
        "PRR" => {
            known.reviews.iter().find(|of| of.id == own).map(|of| review(world, caller, &repo, &known, of))
        }
        "PRRC" => {
            known.comments.iter().find(|of| of.id == own).map(|of| comment(world, caller, &repo, &known, of))
        }
        "PRRT" => {
            known.threads.iter().find(|of| of.root == own).map(|of| thread(world, caller, &repo, &known, of))
        }
        _ => {
            let found = known.issue_comments.iter().find(|of| of.id == own);
            found.map(|of| issue_comment(world, caller, &repo, &known, of))
        }
    };
    shown.ok_or_else(|| no_node(id))
}
