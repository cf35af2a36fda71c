//! A scenario as a JSON file, for the program: what there is, and which event happens.
//!
//! ```json
//! {
//!   "repo": "octo/shop", "private": false, "enterprise": false,
//!   "base": {"folder": "shop/base"}, "head": {"files": {"app.py": "import os\n"}},
//!   "fork": "eve", "permissions": {"contents": "read", "pull-requests": "write"}, "token": "secret",
//!   "event": "pull_request", "action": "synchronize"
//! }
//! ```
//!
//! `base` becomes the default branch and `head` the pull request; each is a folder beside the scenario, or files. All
//! but `repo` and `head` may be left out.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::auth::Token;
use crate::event::Job;
use crate::server::GitHub;
use crate::world::Content;

type Tree = Vec<(String, Content)>;

fn walk(root: &Path, folder: &Path, found: &mut Tree) -> Result<(), String> {
    let trouble = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut entries: Vec<_> =
        fs::read_dir(folder).map_err(trouble)?.collect::<Result<_, _>>().map_err(trouble)?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        if path.is_dir() {
            walk(root, &path, found)?;
            continue;
        }
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
        found.push((name, Content::Bytes(fs::read(&path).map_err(trouble)?)));
    }
    Ok(())
}

fn tree(beside: &Path, value: &Value) -> Result<Tree, String> {
    if let Some(name) = value["folder"].as_str() {
        let (root, mut found) = (beside.join(name), Vec::new());
        walk(&root, &root, &mut found)?;
        return Ok(found);
    }
    let files = value["files"].as_object().into_iter().flatten();
    files
        .map(|(path, text)| match text.as_str() {
            Some(text) => Ok((path.clone(), Content::from(text))),
            None => Err(format!("the content of {path} must be a text")),
        })
        .collect()
}

/// Starts a stand-in with the scenario, and gives it with the job and the token.
///
/// # Errors
/// What the file lacks, or what of it cannot be read.
pub fn load(path: &Path) -> Result<(GitHub, Job, String), String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let value: Value = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let repo = value["repo"].as_str().ok_or("the scenario lacks \"repo\"")?;
    let beside = path.parent().unwrap_or(Path::new("."));
    let (base, mut head) = (tree(beside, &value["base"])?, tree(beside, &value["head"])?);
    let hub = if value["enterprise"] == true { GitHub::enterprise() } else { GitHub::start() };
    let token = value["token"].as_str().unwrap_or("stand-in-token").to_owned();
    let default = serde_json::json!({ "contents": "read", "pull-requests": "write" });
    let wanted = if value["permissions"].is_object() { &value["permissions"] } else { &default };
    let wanted = wanted.as_object().into_iter().flatten();
    let permissions: Vec<(&str, &str)> =
        wanted.map(|(name, level)| (name.as_str(), level.as_str().unwrap_or("none"))).collect();
    let number = hub.with(|world| {
        world.add_repo(repo).private = value["private"] == true;
        let kept: BTreeSet<String> = head.iter().map(|(path, _)| path.clone()).collect();
        let gone = base.iter().filter(|(path, _)| !kept.contains(path));
        head.extend(gone.map(|(path, _)| (path.clone(), Content::Gone)).collect::<Vec<_>>());
        world.commit(repo, "main", base);
        let from = match value["fork"].as_str() {
            None => repo.to_owned(),
            Some(owner) => {
                let name = format!("{owner}/{}", repo.rsplit('/').next().unwrap_or_default());
                world.fork(repo, &name);
                name
            }
        };
        world.commit(&from, "topic", head);
        world.tokens.insert(token.clone(), Token::actions(repo, &permissions));
        let owner = value["fork"].as_str().map_or(String::new(), |owner| format!("{owner}:"));
        world.open_pull(repo, &format!("{owner}topic"))
    });
    let action = value["action"].as_str().unwrap_or("opened");
    let job = match value["event"].as_str().unwrap_or("pull_request") {
        "pull_request" => Job::pull_request(&hub, repo, number, action),
        "pull_request_target" => Job::pull_request_target(&hub, repo, number, action),
        "merge_group" => Job::merge_group(&hub, repo, number),
        "push" => Job::push(&hub, repo, "main", false),
        "schedule" => Job::schedule(&hub, repo),
        "workflow_dispatch" => Job::workflow_dispatch(&hub, repo),
        "workflow_run" => Job::workflow_run(&hub, repo, number, 1),
        other => Job::other(&hub, repo, other, serde_json::json!({})),
    };
    Ok((hub, job, token))
}
