//! The event that a job runs for: GitHub's own example payloads with the scenario's numbers, names and commits.

use serde_json::{Value, json};

use crate::objects::Sha;
use crate::pull::Account;
use crate::server::GitHub;
use crate::show::Show;

macro_rules! payload {
    ($name:literal) => {
        include_str!(concat!("../data/webhooks/", $name, ".json"))
    };
}

/// A job as the runner would start it: event, payload, and what the environment says of them.
#[derive(Debug, Clone)]
pub struct Job {
    /// `GITHUB_EVENT_NAME`.
    pub event: String,
    /// The payload, free to be changed before the job is prepared.
    pub payload: Value,
    /// The repository that the workflow runs in.
    pub repo: String,
    /// `GITHUB_SHA`.
    pub sha: Sha,
    /// `GITHUB_REF`.
    pub reference: String,
    /// `GITHUB_BASE_REF` and `GITHUB_HEAD_REF`; empty but for the two pull request events.
    pub branches: (String, String),
    /// `GITHUB_ACTOR`.
    pub actor: String,
}

/// Reads an example and puts our repository and addresses where the example has its own.
fn example(text: &str, hub: &GitHub, repo: &str) -> Value {
    let (api, server) = (hub.rest_url(), hub.server_url());
    let mut value: Value = serde_json::from_str(text).unwrap_or_default();
    let own = value["repository"]["full_name"].as_str().unwrap_or_default().to_owned();
    rename(&mut value, &[("https://api.github.com", &api), ("https://github.com", &server), (&own, repo)]);
    let shown = repository(hub, repo);
    merge(&mut value["repository"], &shown);
    value
}

fn rename(value: &mut Value, pairs: &[(&str, &str)]) {
    match value {
        Value::String(text) => {
            for (from, to) in pairs.iter().filter(|(from, _)| !from.is_empty()) {
                *text = text.replace(from, to);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, pairs)),
        Value::Object(map) => map.values_mut().for_each(|item| rename(item, pairs)),
        _ => {}
    }
}

/// Lays the fields of one object over those of another.
fn merge(target: &mut Value, fields: &Value) {
    match (target, fields) {
        (Value::Object(target), Value::Object(fields)) => {
            for (name, value) in fields {
                merge(target.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
        (target, value) => target.clone_from(value),
    }
}

fn repository(hub: &GitHub, repo: &str) -> Value {
    hub.with_contract(|contract, world| {
        let show = Show { contract, world, repo: repo.to_owned() };
        show.repository(false)
    })
}

fn pull(hub: &GitHub, repo: &str, number: u64) -> Value {
    hub.with_contract(|contract, world| {
        let mut show = Show { contract, world, repo: repo.to_owned() };
        show.pull(number, true)
    })
}

impl Job {
    /// `pull_request` with an action: `opened`, `synchronize`, `reopened`. A pull request from a fork gets the payload
    /// of one, with `head.repo` null where the scenario says that the fork is gone.
    pub fn pull_request(hub: &GitHub, repo: &str, number: u64, action: &str) -> Self {
        let known = hub.with(|world| world.pull(repo, number).clone());
        let text = match (action, known.head_repo.as_deref()) {
            (_, None) => payload!("derived/pull_request.synchronize.fork_deleted"),
            (_, Some(head)) if head != repo => payload!("derived/pull_request.synchronize.fork"),
            ("opened", _) => payload!("pull_request.opened"),
            ("reopened", _) => payload!("pull_request.reopened"),
            _ => payload!("pull_request.synchronize"),
        };
        let mut payload = example(text, hub, repo);
        merge(&mut payload["pull_request"], &pull(hub, repo, number));
        (payload["action"], payload["number"]) = (json!(action), json!(number));
        let map = payload.as_object_mut();
        match (action, map) {
            ("synchronize", Some(map)) => {
                let parents =
                    hub.with(|world| world.objects.commit(&known.head).map(|head| head.parents.clone()));
                let before = parents.and_then(|parents| parents.first().cloned());
                map.insert("before".to_owned(), json!(before));
                map.insert("after".to_owned(), json!(known.head));
            }
            (_, Some(map)) => {
                map.remove("before");
                map.remove("after");
            }
            _ => {}
        }
        merge(&mut payload["sender"], &json!({ "login": known.author.login }));
        Job {
            event: "pull_request".to_owned(),
            payload,
            repo: repo.to_owned(),
            sha: known.merge,
            reference: format!("refs/pull/{number}/merge"),
            branches: (known.base_ref, known.head_ref),
            actor: known.author.login,
        }
    }

    /// `pull_request_target`: the same payload, the environment of the default branch.
    pub fn pull_request_target(hub: &GitHub, repo: &str, number: u64, action: &str) -> Self {
        let mut job = Self::pull_request(hub, repo, number, action);
        job.event = "pull_request_target".to_owned();
        (job.sha, job.reference) = default_branch(hub, repo);
        job
    }

    /// `pull_request` of Dependabot: same repository, read-only token.
    pub fn dependabot(hub: &GitHub, repo: &str, number: u64, action: &str) -> Self {
        hub.with(|world| {
            world.pull_mut(repo, number).author = Account { login: "dependabot[bot]".to_owned(), bot: true };
        });
        let mut job = Self::pull_request(hub, repo, number, action);
        merge(&mut job.payload["sender"], &json!({ "login": "dependabot[bot]", "type": "Bot" }));
        job
    }

    /// `merge_group` for a pull request on top of its base branch.
    pub fn merge_group(hub: &GitHub, repo: &str, number: u64) -> Self {
        let mut payload = example(payload!("merge_group.checks_requested"), hub, repo);
        let (base, head, name) = hub.with(|world| {
            let known = world.pull(repo, number).clone();
            let base = world.repo(repo).branches.get(&known.base_ref).cloned().unwrap_or_default();
            let head = world.test_merge(&base, &known.head);
            let name = format!("gh-readonly-queue/{}/pr-{number}-{base}", known.base_ref);
            world.repo_mut(repo).branches.insert(name.clone(), head.clone());
            payload["merge_group"]["base_ref"] = json!(format!("refs/heads/{}", known.base_ref));
            (base, head, name)
        });
        let reference = format!("refs/heads/{name}");
        merge(
            &mut payload["merge_group"],
            &json!({ "base_sha": base, "head_sha": head, "head_ref": reference, "head_commit": { "id": head } }),
        );
        Job::elsewhere("merge_group", payload, repo, head, reference)
    }

    /// `push` of the tip of a branch; `before` is its parent, or zeros for a new branch.
    pub fn push(hub: &GitHub, repo: &str, branch: &str, new: bool) -> Self {
        let text = if new { payload!("push.new_branch") } else { payload!("derived/push.existing_branch") };
        let mut payload = example(text, hub, repo);
        let (tip, parent) = hub.with(|world| {
            let tip = world.repo(repo).branches.get(branch).cloned().expect("a branch that was pushed");
            let parent = world.objects.commit(&tip).and_then(|commit| commit.parents.first().cloned());
            (tip, parent.unwrap_or_default())
        });
        let reference = format!("refs/heads/{branch}");
        let before = if new { "0".repeat(40) } else { parent };
        merge(
            &mut payload,
            &json!({ "ref": reference, "before": before, "after": tip, "created": new, "head_commit": { "id": tip } }),
        );
        Job::elsewhere("push", payload, repo, tip, reference)
    }

    /// `schedule` on the default branch. Its payload holds the repository and little more.
    pub fn schedule(hub: &GitHub, repo: &str) -> Self {
        let (sha, reference) = default_branch(hub, repo);
        let payload = json!({ "schedule": "17 4 * * 1", "repository": repository(hub, repo) });
        Job::elsewhere("schedule", payload, repo, sha, reference)
    }

    /// `workflow_dispatch` on the default branch.
    pub fn workflow_dispatch(hub: &GitHub, repo: &str) -> Self {
        let (sha, reference) = default_branch(hub, repo);
        let payload = json!({ "inputs": null, "ref": reference, "repository": repository(hub, repo) });
        Job::elsewhere("workflow_dispatch", payload, repo, sha, reference)
    }

    /// `workflow_run` after a workflow on this pull request; `pull_requests` is empty for forks, as at GitHub.
    pub fn workflow_run(hub: &GitHub, repo: &str, number: u64, run: u64) -> Self {
        let known = hub.with(|world| world.pull(repo, number).clone());
        let fork = known.head_repo.as_deref() != Some(repo);
        let mut payload =
            example(payload!("derived/workflow_run.completed.from_fork_pull_request"), hub, repo);
        let head_repository = known.head_repo.as_deref().map_or(Value::Null, |name| repository(hub, name));
        let pulls = if fork {
            json!([])
        } else {
            let end = |reference: &str, sha: &str| json!({ "ref": reference, "sha": sha });
            json!([{
                "number": number, "id": known.id, "head": end(&known.head_ref, &known.head),
                "base": end(&known.base_ref, &known.base_sha),
            }])
        };
        let run_of = &mut payload["workflow_run"];
        merge(
            run_of,
            &json!({
                "id": run, "event": "pull_request", "head_sha": known.head, "head_branch": known.head_ref,
                "conclusion": "success", "head_repository": head_repository,
                "artifacts_url": format!("{}/repos/{repo}/actions/runs/{run}/artifacts", hub.rest_url()),
            }),
        );
        run_of["pull_requests"] = pulls;
        let (sha, reference) = default_branch(hub, repo);
        Job::elsewhere("workflow_run", payload, repo, sha, reference)
    }

    /// An event that the program under test may not know.
    pub fn other(hub: &GitHub, repo: &str, event: &str, payload: Value) -> Self {
        let (sha, reference) = default_branch(hub, repo);
        Job::elsewhere(event, payload, repo, sha, reference)
    }

    fn elsewhere(event: &str, payload: Value, repo: &str, sha: Sha, reference: String) -> Self {
        Job {
            event: event.to_owned(),
            payload,
            repo: repo.to_owned(),
            sha,
            reference,
            branches: Default::default(),
            actor: "alice".to_owned(),
        }
    }
}

fn default_branch(hub: &GitHub, repo: &str) -> (Sha, String) {
    hub.with(|world| {
        let known = world.repo(repo);
        let sha = known.branches.get(&known.default_branch).cloned().unwrap_or_default();
        (sha, format!("refs/heads/{}", known.default_branch))
    })
}
