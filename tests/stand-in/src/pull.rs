//! Pull requests, their reviews, comments and threads, and where a comment stands after the head moved.

use crate::diff::{self, Hunk};
use crate::objects::Sha;
use crate::world::World;

/// A side of the diff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The base: deleted lines.
    Left,
    /// The head: added lines and context.
    Right,
}

impl Side {
    /// GitHub's word for it.
    pub fn word(self) -> &'static str {
        match self {
            Side::Left => "LEFT",
            Side::Right => "RIGHT",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Side> {
        match word {
            "LEFT" => Some(Side::Left),
            "RIGHT" => Some(Side::Right),
            _ => None,
        }
    }
}

/// Where a comment is put.
#[derive(Debug, Clone)]
pub struct Anchor {
    /// The file.
    pub path: String,
    /// The last line, from 1; `None` for a comment on the whole file.
    pub line: Option<u32>,
    /// The side of `line`.
    pub side: Side,
    /// The first line, where there are several.
    pub start: Option<(u32, Side)>,
    /// The commit whose lines are counted.
    pub commit: Sha,
}

/// An account as answers show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The login, with `[bot]` for bots as REST writes it.
    pub login: String,
    /// Whether it is a bot.
    pub bot: bool,
}

impl Account {
    /// A person.
    pub fn person(login: &str) -> Self {
        Account { login: login.to_owned(), bot: false }
    }

    /// What `GITHUB_TOKEN` speaks as.
    pub fn actions() -> Self {
        Account { login: "github-actions[bot]".to_owned(), bot: true }
    }
}

/// A review.
#[derive(Debug, Clone)]
pub struct Review {
    /// Its number.
    pub id: u64,
    /// Who wrote it.
    pub author: Account,
    /// Its body.
    pub body: String,
    /// `COMMENTED`, `APPROVED`, `CHANGES_REQUESTED`, `DISMISSED` or `PENDING`.
    pub state: String,
    /// The commit that it speaks of.
    pub commit: Sha,
    /// When it was written.
    pub at: String,
    /// GraphQL's reason, in its lower-case form, if it was minimized.
    pub minimized: Option<String>,
}

/// A review comment.
#[derive(Debug, Clone)]
pub struct Comment {
    /// Its number.
    pub id: u64,
    /// The review that it came with.
    pub review: u64,
    /// The first comment of its thread, for replies.
    pub reply_to: Option<u64>,
    /// Who wrote it.
    pub author: Account,
    /// Its body.
    pub body: String,
    /// Where it was put.
    pub anchor: Anchor,
    /// The hunk up to its line.
    pub diff_hunk: String,
    /// When it was written.
    pub at: String,
    /// GraphQL's reason, in its lower-case form, if it was minimized.
    pub minimized: Option<String>,
}

/// A thread; its comments are those with `id == root` or `reply_to == root`.
#[derive(Debug, Clone)]
pub struct Thread {
    /// The first comment.
    pub root: u64,
    /// Who resolved it.
    pub resolved_by: Option<Account>,
}

/// A comment on the conversation.
#[derive(Debug, Clone)]
pub struct IssueComment {
    /// Its number.
    pub id: u64,
    /// Who wrote it.
    pub author: Account,
    /// Its body.
    pub body: String,
    /// When it was written.
    pub at: String,
    /// GraphQL's reason, in its lower-case form, if it was minimized.
    pub minimized: Option<String>,
}

/// A pull request.
#[derive(Debug, Clone)]
pub struct Pull {
    /// Its number in the repository.
    pub number: u64,
    /// Its number everywhere.
    pub id: u64,
    /// Its title.
    pub title: String,
    /// Who opened it.
    pub author: Account,
    /// The branch that it goes to.
    pub base_ref: String,
    /// The tip of that branch when the head last moved. Not the merge base.
    pub base_sha: Sha,
    /// The repository that it comes from; `None` once a fork was deleted.
    pub head_repo: Option<String>,
    /// The branch that it comes from.
    pub head_ref: String,
    /// The tip of that branch.
    pub head: Sha,
    /// The test merge of both.
    pub merge: Sha,
    /// Whether it is open.
    pub open: bool,
    /// Whether it is a draft.
    pub draft: bool,
    /// Reviews, oldest first.
    pub reviews: Vec<Review>,
    /// Review comments, oldest first.
    pub comments: Vec<Comment>,
    /// Threads, oldest first.
    pub threads: Vec<Thread>,
    /// Comments on the conversation, oldest first.
    pub issue_comments: Vec<IssueComment>,
}

/// Where a thread stands now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The last line; `None` once outdated, and for whole files.
    pub line: Option<u32>,
    /// The first line, where there are several.
    pub start: Option<u32>,
    /// Whether its lines have left the diff.
    pub outdated: bool,
}

impl World {
    /// Opens a pull request from `branch` or `owner:branch` to the default branch, and gives its number.
    ///
    /// # Panics
    /// If the scenario has no such branch.
    pub fn open_pull(&mut self, repo: &str, head: &str) -> u64 {
        let (owner, branch) = head.split_once(':').unwrap_or(("", head));
        let name = repo.rsplit('/').next().unwrap_or_default();
        let from = if owner.is_empty() { repo.to_owned() } else { format!("{owner}/{name}") };
        let sha =
            self.repo(&from).branches.get(branch).expect("a branch to open a pull request from").clone();
        let base_ref = self.repo(repo).default_branch.clone();
        let base_sha = self.repo(repo).branches[&base_ref].clone();
        let merge = self.test_merge(&base_sha, &sha);
        let id = self.next_id();
        let number = self.repo(repo).pulls.keys().max().unwrap_or(&6) + 1;
        let author = if owner.is_empty() { "alice" } else { owner };
        let pull = Pull {
            number,
            id,
            title: "Change".to_owned(),
            author: Account::person(author),
            base_ref,
            base_sha,
            head_repo: Some(from),
            head_ref: branch.to_owned(),
            head: sha,
            merge,
            open: true,
            draft: false,
            reviews: Vec::new(),
            comments: Vec::new(),
            threads: Vec::new(),
            issue_comments: Vec::new(),
        };
        self.repo_mut(repo).pulls.insert(number, pull);
        number
    }

    /// A pull request.
    ///
    /// # Panics
    /// If there is none of that number.
    pub fn pull(&self, repo: &str, number: u64) -> &Pull {
        self.repo(repo).pulls.get(&number).unwrap_or_else(|| panic!("{repo} has no pull request {number}"))
    }

    /// A pull request, to change it.
    ///
    /// # Panics
    /// If there is none of that number.
    pub fn pull_mut(&mut self, repo: &str, number: u64) -> &mut Pull {
        let found = self.repo_mut(repo).pulls.get_mut(&number);
        found.unwrap_or_else(|| panic!("{repo} has no pull request {number}"))
    }

    /// The commit that the diff of a pull request starts from.
    pub fn merge_base(&self, repo: &str, number: u64) -> Sha {
        let pull = self.pull(repo, number);
        let base = self.repo(repo).branches.get(&pull.base_ref).cloned().unwrap_or_default();
        self.objects.merge_base(&base, &pull.head).unwrap_or(base)
    }

    /// The hunks of one file as GitHub renders them; none where it renders no patch.
    pub fn pull_hunks(&mut self, repo: &str, number: u64, path: &str) -> Option<Vec<Hunk>> {
        let (base, head) = (self.merge_base(repo, number), self.pull(repo, number).head.clone());
        let rows = self.rows(&base, &head);
        rows.iter().find(|row| row.path == path).map(|row| row.hunks.clone())
    }

    /// Where a comment stands now.
    pub fn standing(&mut self, repo: &str, number: u64, anchor: &Anchor) -> Standing {
        let head = self.pull(repo, number).head.clone();
        let outdated = Standing { outdated: true, ..Standing::default() };
        let Some(hunks) = self.pull_hunks(repo, number, &anchor.path) else { return outdated };
        let Some(line) = anchor.line else { return Standing::default() };
        let text = |world: &World, commit: &str| {
            let entry = world.objects.commit(commit)?.files.get(&anchor.path)?.clone();
            world.objects.blob(&entry.oid).cloned()
        };
        let moved = match (text(self, &anchor.commit), text(self, &head)) {
            (Some(old), Some(new)) if old != new && anchor.side == Side::Right => {
                Some(diff::survivors(&old, &new))
            }
            _ => None,
        };
        let follow = |line: u32, side: Side| {
            let at = match &moved {
                Some(map) => map.get(line as usize - 1).copied().flatten()? + 1,
                None => line,
            };
            let on = |row: &diff::Row| match side {
                Side::Right => row.new == Some(at),
                Side::Left => row.old == Some(at),
            };
            hunks.iter().any(|hunk| hunk.rows.iter().any(on)).then_some(at)
        };
        let Some(at) = follow(line, anchor.side) else { return outdated };
        let start = match anchor.start {
            None => None,
            Some((line, side)) => match follow(line, side) {
                None => return outdated,
                start => start,
            },
        };
        Standing { line: Some(at), start, outdated: false }
    }

    /// A comment goes away. A thread goes with its last comment; when its first goes, the next takes its place.
    pub fn delete_comment(&mut self, repo: &str, number: u64, id: u64) {
        let pull = self.pull_mut(repo, number);
        pull.comments.retain(|comment| comment.id != id);
        let next =
            pull.comments.iter().find(|comment| comment.reply_to == Some(id)).map(|comment| comment.id);
        let Some(next) = next else {
            pull.threads.retain(|thread| thread.root != id);
            return;
        };
        for comment in &mut pull.comments {
            if comment.id == next {
                comment.reply_to = None;
            } else if comment.reply_to == Some(id) {
                comment.reply_to = Some(next);
            }
        }
        pull.threads.iter_mut().filter(|thread| thread.root == id).for_each(|thread| thread.root = next);
    }

    /// A person resolves a thread.
    ///
    /// # Panics
    /// If no thread begins with that comment.
    pub fn resolve_as(&mut self, repo: &str, number: u64, root: u64, login: &str) {
        let threads = &mut self.pull_mut(repo, number).threads;
        let thread = threads.iter_mut().find(|thread| thread.root == root).expect("a thread of that root");
        thread.resolved_by = Some(Account::person(login));
    }

    /// A person answers in a thread. Gives the new comment's number.
    ///
    /// # Panics
    /// If no thread begins with that comment.
    pub fn reply_as(&mut self, repo: &str, number: u64, root: u64, login: &str, body: &str) -> u64 {
        let (id, at) = (self.next_id(), self.timestamp());
        let pull = self.pull_mut(repo, number);
        let first = pull.comments.iter().find(|comment| comment.id == root).expect("a comment to answer");
        let reply = Comment {
            id,
            reply_to: Some(root),
            author: Account::person(login),
            body: body.to_owned(),
            at,
            minimized: None,
            ..first.clone()
        };
        pull.comments.push(reply);
        id
    }

    /// A person (or, with `[bot]`, a bot) begins a thread of their own. Gives the comment's number.
    ///
    /// # Panics
    /// If the line is not in the diff.
    pub fn comment_as(
        &mut self,
        repo: &str,
        number: u64,
        login: &str,
        path: &str,
        line: u32,
        body: &str,
    ) -> u64 {
        let commit = self.pull(repo, number).head.clone();
        let (path, line) = (path.to_owned(), Some(line));
        let anchor = Anchor { path, line, side: Side::Right, start: None, commit };
        let author = Account { login: login.to_owned(), bot: login.ends_with("[bot]") };
        let hunk = crate::anchors::check(self, repo, number, &anchor).expect("a line of the diff");
        let drafts = vec![(anchor, body.to_owned(), hunk)];
        let review = crate::anchors::post(self, repo, number, &author, "", "COMMENTED", drafts);
        let last = self.pull(repo, number).comments.iter().rfind(|comment| comment.review == review);
        last.map(|comment| comment.id).expect("the comment just posted")
    }
}
