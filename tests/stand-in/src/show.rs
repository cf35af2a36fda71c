//! What REST answers look like: the description's own examples, with our state in the fields that mean something.

use serde_json::{Map, Value, json};

use crate::contract::Contract;
use crate::diff::FileRow;
use crate::pull::{Account, Comment, IssueComment, Pull, Review};
use crate::world::World;
use crate::{objects, world};

/// Example, world and repository: all that is needed to show something.
pub(crate) struct Show<'a> {
    /// Where the examples come from.
    pub contract: &'a Contract,
    /// The state.
    pub world: &'a mut World,
    /// The repository.
    pub repo: String,
}

/// A number that stays the same for a login.
fn account_id(login: &str) -> u64 {
    login.bytes().fold(7, |sum, byte| (sum * 31 + u64::from(byte)) % 1_000_003)
}

fn put(target: &mut Map<String, Value>, fields: Value) {
    if let Value::Object(fields) = fields {
        target.extend(fields);
    }
}

impl Show<'_> {
    fn example(&self, name: &str) -> Map<String, Value> {
        let mut value = Value::Object(self.contract.example(name));
        self.relocate(&mut value);
        match value {
            Value::Object(map) => map,
            _ => Map::new(),
        }
    }

    /// Addresses of the examples' repository become those of ours.
    fn relocate(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                *text = text
                    .replace("https://api.github.com", &self.world.rest_url)
                    .replace("octocat/Hello-World", &self.repo)
                    .replace("octocat/hello-world", &self.repo);
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.relocate(item)),
            Value::Object(map) => map.values_mut().for_each(|item| self.relocate(item)),
            _ => {}
        }
    }

    fn api(&self, tail: &str) -> String {
        format!("{}/repos/{}/{tail}", self.world.rest_url, self.repo)
    }

    fn page(&self, tail: &str) -> String {
        format!("{}/{}/{tail}", self.world.server_url, self.repo)
    }

    /// An account.
    pub(crate) fn account(&self, account: &Account) -> Value {
        let example = self.example("pull-request-review");
        let mut user = example["user"].as_object().cloned().unwrap_or_default();
        let kind = if account.bot { "Bot" } else { "User" };
        put(&mut user, json!({ "login": account.login, "id": account_id(&account.login), "type": kind }));
        user.insert("html_url".to_owned(), json!(format!("{}/{}", self.world.server_url, account.login)));
        Value::Object(user)
    }

    /// A repository in full.
    pub(crate) fn repository(&self, full: bool) -> Value {
        let mut shown = if full {
            self.example("full-repository-default-response")
        } else {
            let pull = self.example("pull-request");
            pull["base"]["repo"].as_object().cloned().unwrap_or_default()
        };
        let repo = self.world.repo(&self.repo);
        let (owner, name) = self.repo.split_once('/').unwrap_or_default();
        put(
            &mut shown,
            json!({
                "id": repo.id, "name": name, "full_name": self.repo, "private": repo.private,
                "fork": repo.parent.is_some(), "default_branch": repo.default_branch,
                "owner": self.account(&Account::person(owner)),
                "language": "Python", "url": self.api("").trim_end_matches('/'), "html_url": self.page("").trim_end_matches('/'),
            }),
        );
        // The example shows a fork's.
        for field in ["parent", "source", "template_repository"] {
            shown.remove(field);
        }
        Value::Object(shown)
    }

    fn end(&mut self, label: &str, branch: &str, sha: &str, repo: Option<String>) -> Value {
        let here = self.repo.clone();
        let owner = repo.as_deref().unwrap_or("unknown").split('/').next().unwrap_or_default().to_owned();
        let shown = match repo {
            Some(name) => {
                self.repo = name;
                self.repository(false)
            }
            None => Value::Null,
        };
        let mut end = self.example("pull-request")[label].as_object().cloned().unwrap_or_default();
        self.repo = here;
        put(
            &mut end,
            json!({
                "label": format!("{owner}:{branch}"), "ref": branch, "sha": sha, "repo": shown,
                "user": self.account(&Account::person(&owner)),
            }),
        );
        Value::Object(end)
    }

    /// A pull request in full, or as a list shows it.
    pub(crate) fn pull(&mut self, number: u64, full: bool) -> Value {
        let mut shown = self.example(if full { "pull-request" } else { "pull-request-simple-items" });
        let pull: Pull = self.world.pull(&self.repo, number).clone();
        let base = self.world.merge_base(&self.repo, number);
        let rows = self.world.rows(&base, &pull.head);
        let commits = self.world.objects.between(&base, &pull.head).len();
        let head = self.end("head", &pull.head_ref, &pull.head, pull.head_repo.clone());
        let here = Some(self.repo.clone());
        let base = self.end("base", &pull.base_ref, &pull.base_sha, here);
        put(
            &mut shown,
            json!({
                "id": pull.id, "node_id": format!("PR_{}", pull.id), "number": number, "title": pull.title,
                "state": if pull.open { "open" } else { "closed" }, "draft": pull.draft,
                "user": self.account(&pull.author), "merge_commit_sha": pull.merge, "head": head, "base": base,
                "url": self.api(&format!("pulls/{number}")), "html_url": self.page(&format!("pull/{number}")),
                "merged_at": null, "closed_at": null, "locked": false, "active_lock_reason": null, "requested_teams": [],
            }),
        );
        if full {
            put(
                &mut shown,
                json!({
                    "changed_files": rows.len(), "commits": commits,
                    "additions": rows.iter().map(|row| row.additions).sum::<usize>(),
                    "deletions": rows.iter().map(|row| row.deletions).sum::<usize>(),
                    "comments": pull.issue_comments.len(), "review_comments": pull.comments.len(),
                    "merged": false, "merged_by": null, "mergeable": true, "mergeable_state": "clean",
                }),
            );
        }
        Value::Object(shown)
    }

    /// A row of a file list; without counts and patch where the answer was too long for it.
    pub(crate) fn file(&self, row: &FileRow, head: &str, emptied: bool) -> Value {
        let path = percent_encoding::utf8_percent_encode(&row.path, percent_encoding::NON_ALPHANUMERIC);
        let mut shown = json!({
            "sha": row.sha, "filename": row.path, "status": row.status.word(),
            "additions": row.additions, "deletions": row.deletions, "changes": row.additions + row.deletions,
            "blob_url": self.page(&format!("blob/{head}/{path}")),
            "raw_url": self.page(&format!("raw/{head}/{path}")),
            "contents_url": self.api(&format!("contents/{path}?ref={head}")),
        });
        if let Some(previous) = &row.previous {
            shown["previous_filename"] = json!(previous);
        }
        if emptied {
            for count in ["additions", "deletions", "changes"] {
                shown[count] = json!(0);
            }
        } else if let Some(patch) = &row.patch {
            shown["patch"] = json!(patch);
        }
        shown
    }

    /// A review.
    pub(crate) fn review(&self, number: u64, review: &Review) -> Value {
        let mut shown = self.example("pull-request-review");
        let (html, api) = (
            self.page(&format!("pull/{number}#pullrequestreview-{}", review.id)),
            self.api(&format!("pulls/{number}")),
        );
        put(
            &mut shown,
            json!({
                "id": review.id, "node_id": format!("PRR_{}", review.id), "user": self.account(&review.author),
                "body": review.body, "state": review.state, "html_url": html, "pull_request_url": api,
                "_links": { "html": { "href": html }, "pull_request": { "href": api } },
                "submitted_at": review.at, "commit_id": review.commit, "author_association": "NONE",
            }),
        );
        if review.state == "PENDING" {
            shown.remove("submitted_at");
        }
        Value::Object(shown)
    }

    /// A review comment. Says nothing of resolved or minimized, as GitHub does.
    pub(crate) fn comment(&mut self, number: u64, comment: &Comment) -> Value {
        let mut shown = self.example("pull-request-review-comment");
        let stands = self.world.standing(&self.repo, number, &comment.anchor);
        let head = self.world.pull(&self.repo, number).head.clone();
        let (anchor, id) = (&comment.anchor, comment.id);
        let html = self.page(&format!("pull/{number}#discussion_r{id}"));
        let (url, api) = (self.api(&format!("pulls/comments/{id}")), self.api(&format!("pulls/{number}")));
        let start = anchor.start;
        put(
            &mut shown,
            json!({
                "id": id, "node_id": format!("PRRC_{id}"), "pull_request_review_id": comment.review,
                "url": url, "html_url": html, "pull_request_url": api, "path": anchor.path,
                "_links": {
                    "self": { "href": url }, "html": { "href": html }, "pull_request": { "href": api },
                },
                "user": self.account(&comment.author), "body": comment.body, "diff_hunk": comment.diff_hunk,
                "commit_id": if stands.outdated { &anchor.commit } else { &head },
                "original_commit_id": anchor.commit, "created_at": comment.at, "updated_at": comment.at,
                "author_association": "NONE", "side": anchor.side.word(),
                "line": stands.line, "original_line": anchor.line,
                "start_line": stands.start, "original_start_line": start.map(|(line, _)| line),
                "start_side": start.map(|(_, side)| side.word()),
                "subject_type": if anchor.line.is_some() { "line" } else { "file" },
            }),
        );
        for retired in ["position", "original_position", "in_reply_to_id"] {
            shown.remove(retired);
        }
        if let Some(root) = comment.reply_to {
            shown.insert("in_reply_to_id".to_owned(), json!(root));
        }
        Value::Object(shown)
    }

    /// A comment on the conversation.
    pub(crate) fn issue_comment(&self, number: u64, comment: &IssueComment) -> Value {
        let mut shown = self.example("issue-comment");
        let id = comment.id;
        put(
            &mut shown,
            json!({
                "id": id, "node_id": format!("IC_{id}"), "body": comment.body,
                "user": self.account(&comment.author), "created_at": comment.at, "updated_at": comment.at,
                "url": self.api(&format!("issues/comments/{id}")),
                "html_url": self.page(&format!("pull/{number}#issuecomment-{id}")),
                "issue_url": self.api(&format!("issues/{number}")), "author_association": "NONE",
            }),
        );
        Value::Object(shown)
    }

    /// A commit as the git interface shows it.
    pub(crate) fn git_commit(&self, sha: &str) -> Option<Value> {
        let commit = self.world.objects.commit(sha)?;
        let mut shown = self.example("git-commit-2");
        let (name, email) = objects::AUTHOR;
        let person = json!({ "name": name, "email": email, "date": world::timestamp(commit.time) });
        let link = |sha: &str| {
            json!({
                "sha": sha, "url": self.api(&format!("git/commits/{sha}")),
                "html_url": self.page(&format!("commit/{sha}")),
            })
        };
        put(&mut shown, link(sha));
        put(
            &mut shown,
            json!({
                "node_id": format!("C_{sha}"), "author": person, "committer": person, "message": commit.message,
                "tree": { "sha": commit.tree, "url": self.api(&format!("git/trees/{}", commit.tree)) },
                "parents": commit.parents.iter().map(|sha| link(sha)).collect::<Vec<_>>(),
            }),
        );
        Some(Value::Object(shown))
    }

    /// A commit as the lists of commits show it.
    pub(crate) fn commit(&self, sha: &str) -> Option<Value> {
        let commit = self.world.objects.commit(sha)?;
        let mut shown = self.example("commit-comparison")["base_commit"].as_object().cloned()?;
        let git = self.git_commit(sha)?;
        let mut inner = shown["commit"].as_object().cloned().unwrap_or_default();
        for field in ["author", "committer", "message", "tree", "url"] {
            inner.insert(field.to_owned(), git[field].clone());
        }
        put(
            &mut shown,
            json!({
                "sha": sha, "node_id": git["node_id"], "commit": inner,
                "url": self.api(&format!("commits/{sha}")), "html_url": git["html_url"],
                "comments_url": self.api(&format!("commits/{sha}/comments")),
                "parents": git["parents"], "author": null, "committer": null,
            }),
        );
        debug_assert_eq!(git["parents"].as_array().map(Vec::len), Some(commit.parents.len()));
        Some(Value::Object(shown))
    }
}
