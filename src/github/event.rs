//! The event that started the job: what there is to do, and what the token may do, from the payload alone.
//!
//! The payload is GitHub's, but names in it are the contributor's. Reads no file and no environment: both are handed in.

use serde::Deserialize;

use super::ApiError;

/// Payloads are at most 25 MB by GitHub's own limit.
pub const MAX_PAYLOAD: u64 = 32 * 1024 * 1024;

/// What there is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Job {
    /// Review a pull request and speak on it.
    PullRequest(PullRequest),
    /// Judge a group in the merge queue; say nothing on any pull request.
    MergeGroup {
        /// The commit that the group is built on.
        base: String,
        /// The group's commit.
        head: String,
    },
    /// Scan the whole tree that is checked out.
    Tree {
        /// The full name of the ref: `refs/heads/main`.
        git_ref: String,
        /// The commit.
        sha: String,
    },
    /// The second stage for forks: find the pull request of this commit, then as [`Job::PullRequest`].
    SecondStage {
        /// The head commit that the first stage ran on.
        head: String,
        /// The repository that it lies in; `None` when that was deleted.
        head_repository: Option<String>,
        /// Its branch.
        head_branch: String,
    },
    /// Nothing, and why.
    Nothing(String),
}

/// A pull request, as far as the work needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullRequest {
    /// Its number.
    pub number: u64,
    /// The head commit: what is reviewed, and what comments belong to.
    pub head: String,
    /// The base branch's tip at the time of the event: where configuration is read from. Not the merge base.
    pub base: String,
    /// How many files it changes, where the payload says so.
    pub changed_files: Option<u64>,
    /// Why the token cannot write, where it cannot.
    pub read_only: Option<ReadOnly>,
}

/// Why nothing can be posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadOnly {
    /// The head lies in another repository, or in one that was deleted.
    Fork,
    /// Dependabot's runs are treated as those of forks.
    Dependabot,
}

impl ReadOnly {
    /// The reason in a few words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fork => "the pull request comes from a fork, so the job's token can only read",
            Self::Dependabot => "the run was started by Dependabot, so the job's token can only read",
        }
    }
}

#[derive(Deserialize)]
struct Payload {
    action: Option<String>,
    pull_request: Option<Pull>,
    merge_group: Option<Group>,
    workflow_run: Option<Run>,
    sender: Option<Account>,
    after: Option<String>,
    deleted: Option<bool>,
}

#[derive(Deserialize)]
pub(super) struct Pull {
    number: u64,
    state: Option<String>,
    changed_files: Option<u64>,
    head: Side,
    base: Side,
}

#[derive(Deserialize)]
struct Side {
    sha: String,
    repo: Option<Repository>,
}

#[derive(Deserialize)]
struct Repository {
    full_name: String,
}

#[derive(Deserialize)]
struct Account {
    login: String,
}

#[derive(Deserialize)]
struct Group {
    base_sha: String,
    head_sha: String,
}

#[derive(Deserialize)]
struct Run {
    event: String,
    head_sha: String,
    head_branch: Option<String>,
    head_repository: Option<Repository>,
}

/// What the environment says besides the payload.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// `GITHUB_EVENT_NAME`.
    pub name: String,
    /// `GITHUB_REF`.
    pub git_ref: String,
    /// `GITHUB_SHA`.
    pub sha: String,
    /// `GITHUB_ACTOR`.
    pub actor: String,
}

/// Decides what to do. `payload` is the text of `GITHUB_EVENT_PATH`.
pub fn job(context: &Context, payload: &[u8]) -> Result<Job, ApiError> {
    let read = || -> Result<Payload, ApiError> {
        serde_json::from_slice(payload).map_err(|error| {
            ApiError::Payload(format!("is not what GitHub sends (GITHUB_EVENT_PATH): {error}"))
        })
    };
    match context.name.as_str() {
        "pull_request" | "pull_request_target" => pull_request(context, &read()?),
        "merge_group" => {
            let payload = read()?;
            if payload.action.as_deref() == Some("destroyed") {
                return Ok(Job::Nothing("the merge group was taken apart".into()));
            }
            let group = payload.merge_group.ok_or_else(|| lacks("merge_group"))?;
            Ok(Job::MergeGroup { base: sha(&group.base_sha)?, head: sha(&group.head_sha)? })
        }
        "push" => {
            let payload = read()?;
            let none = |sha: &String| sha.bytes().all(|byte| byte == b'0');
            if payload.deleted == Some(true) || payload.after.as_ref().is_some_and(none) {
                return Ok(Job::Nothing("the branch was deleted".into()));
            }
            tree(context)
        }
        "schedule" | "workflow_dispatch" => tree(context),
        "workflow_run" => second_stage(read()?),
        other => Ok(Job::Nothing(format!("the event `{other}` brings nothing to review"))),
    }
}

fn pull_request(context: &Context, payload: &Payload) -> Result<Job, ApiError> {
    let pull = payload.pull_request.as_ref().ok_or_else(|| lacks("pull_request"))?;
    if pull.state.as_deref() == Some("closed") {
        return Ok(Job::Nothing("the pull request is closed".into()));
    }
    let bot = |name: &str| name == "dependabot[bot]";
    let dependabot = bot(&context.actor) || payload.sender.as_ref().is_some_and(|sender| bot(&sender.login));
    // What runs for the target branch has that branch's rights, whoever sent the change.
    let read_only = match context.name.as_str() {
        "pull_request_target" => None,
        _ if pull.is_fork() => Some(ReadOnly::Fork),
        _ if dependabot => Some(ReadOnly::Dependabot),
        _ => None,
    };
    Ok(Job::PullRequest(pull.value(read_only)?))
}

impl Pull {
    fn is_fork(&self) -> bool {
        let name = |side: &Side| side.repo.as_ref().map(|repo| repo.full_name.to_ascii_lowercase());
        name(&self.head).is_none() || name(&self.head) != name(&self.base)
    }

    fn value(&self, read_only: Option<ReadOnly>) -> Result<PullRequest, ApiError> {
        Ok(PullRequest {
            number: self.number,
            head: sha(&self.head.sha)?,
            base: sha(&self.base.sha)?,
            changed_files: self.changed_files,
            read_only,
        })
    }
}

fn second_stage(payload: Payload) -> Result<Job, ApiError> {
    let run = payload.workflow_run.ok_or_else(|| lacks("workflow_run"))?;
    if payload.action.as_deref().is_some_and(|action| action != "completed") {
        return Ok(Job::Nothing("the first workflow has not ended yet".into()));
    }
    if !matches!(run.event.as_str(), "pull_request" | "pull_request_target") {
        return Ok(Job::Nothing(format!(
            "the first workflow ran for `{}`, not for a pull request",
            run.event
        )));
    }
    Ok(Job::SecondStage {
        head: sha(&run.head_sha)?,
        head_repository: run.head_repository.map(|repository| repository.full_name),
        head_branch: run.head_branch.unwrap_or_default(),
    })
}

/// The open pull request whose head is `head` in `repository`, from the answer to "pull requests of a commit".
/// Several can share a head commit; the newest is the one that people look at.
pub(super) fn choose(
    pulls: &[Pull],
    head: &str,
    repository: Option<&str>,
) -> Result<Option<PullRequest>, ApiError> {
    let fits = |pull: &&Pull| {
        let from = pull.head.repo.as_ref().map(|repo| repo.full_name.to_ascii_lowercase());
        pull.state.as_deref() == Some("open")
            && pull.head.sha == head
            && from == repository.map(str::to_ascii_lowercase)
    };
    let found = pulls.iter().filter(fits).max_by_key(|pull| pull.number);
    found.map(|pull| pull.value(None)).transpose()
}

fn tree(context: &Context) -> Result<Job, ApiError> {
    if context.git_ref.is_empty() {
        return Err(ApiError::Environment {
            name: "GITHUB_REF".into(),
            what: "is not set".into(),
            remedy: "run inside GitHub Actions".into(),
        });
    }
    Ok(Job::Tree { git_ref: context.git_ref.clone(), sha: sha(&context.sha)? })
}

fn lacks(key: &str) -> ApiError {
    ApiError::Payload(format!(
        "has no `{key}`; GITHUB_EVENT_NAME and GITHUB_EVENT_PATH do not belong together"
    ))
}

/// A commit's name: it becomes part of requests, so nothing else passes.
pub(super) fn sha(text: &str) -> Result<String, ApiError> {
    let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if matches!(text.len(), 40 | 64) && text.bytes().all(hex) {
        return Ok(text.to_owned());
    }
    Err(ApiError::Payload("names a commit that is none; a commit is 40 hexadecimal digits".into()))
}

#[cfg(test)]
#[path = "event_tests.rs"]
mod tests;
