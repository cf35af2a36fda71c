//! Events, environments and checkouts as the runner gives them.

#![allow(clippy::unwrap_used, reason = "this is a test")]

mod support;

use std::fs;
use std::process::Command;

use github_stand_in::{GitHub, Job, checkout};
use serde_json::{Value, json};
use support::{REPO, fill, shop};

fn forked() -> (GitHub, u64) {
    let hub = GitHub::start();
    fill(&hub);
    let number = hub.with(|world| {
        world.fork(REPO, "eve/shop");
        world.commit("eve/shop", "patch-1", [("app.py", "import os\nos.system(input())\n")]);
        world.open_pull(REPO, "eve:patch-1")
    });
    (hub, number)
}

#[test]
fn the_environment_is_the_runners() {
    let (hub, _, number) = shop();
    let folder = tempfile::tempdir().unwrap();
    let job = Job::pull_request(&hub, REPO, number, "synchronize");
    let runner = job.prepare(&hub, folder.path(), "secret").input("fail-on", "low");
    let env = |name: &str| runner.env.get(name).map_or("-", String::as_str);
    let (head, merge) =
        hub.with(|world| (world.pull(REPO, number).head.clone(), world.pull(REPO, number).merge.clone()));
    assert_eq!((env("GITHUB_SHA"), env("GITHUB_EVENT_NAME")), (merge.as_str(), "pull_request"));
    assert_eq!(env("GITHUB_REF"), format!("refs/pull/{number}/merge"));
    assert_eq!((env("GITHUB_BASE_REF"), env("GITHUB_HEAD_REF")), ("main", "topic"));
    assert_eq!((env("INPUT_GITHUB-TOKEN"), env("INPUT_FAIL-ON"), env("INPUT_CONFIG")), ("secret", "low", ""));
    assert_eq!((env("GITHUB_TOKEN"), env("HOME")), ("-", "-"));
    let payload: Value = serde_json::from_slice(&fs::read(env("GITHUB_EVENT_PATH")).unwrap()).unwrap();
    assert_eq!((&payload["number"], &payload["after"]), (&json!(number), &json!(head)));
    assert_eq!(payload["pull_request"]["head"]["sha"], head);
    assert_eq!(payload["pull_request"]["head"]["repo"]["full_name"], REPO);
    assert_eq!(
        (&payload["repository"]["full_name"], &payload["pull_request"]["changed_files"]),
        (&json!(REPO), &json!(1))
    );
    fs::write(env("GITHUB_OUTPUT"), "a=1=2\nb<<EOF\nx\ny\nEOF\n").unwrap();
    let outputs = runner.outputs();
    assert_eq!((outputs["a"].as_str(), outputs["b"].as_str()), ("1=2", "x\ny"));
    fs::write(env("GITHUB_STEP_SUMMARY"), "x".repeat((1 << 20) + 1)).unwrap();
    assert_eq!(runner.summary(), None);
    hub.assert_clean();
}

#[test]
fn forks_are_seen_in_the_payload() {
    let (hub, number) = forked();
    let job = Job::pull_request(&hub, REPO, number, "opened");
    let head = &job.payload["pull_request"]["head"];
    assert_eq!((&head["repo"]["full_name"], &head["repo"]["fork"]), (&json!("eve/shop"), &json!(true)));
    assert_eq!((&head["label"], job.actor.as_str()), (&json!("eve:patch-1"), "eve"));
    assert_eq!(job.payload["pull_request"]["base"]["repo"]["full_name"], REPO);
    hub.with(|world| world.pull_mut(REPO, number).head_repo = None);
    let job = Job::pull_request(&hub, REPO, number, "synchronize");
    assert_eq!(job.payload["pull_request"]["head"]["repo"], Value::Null);
    hub.assert_clean();
}

#[test]
fn other_events_have_their_own_shapes() {
    let (hub, number) = forked();
    let target = Job::pull_request_target(&hub, REPO, number, "opened");
    let main = hub.with(|world| world.repo(REPO).branches["main"].clone());
    assert_eq!((target.sha.as_str(), target.reference.as_str()), (main.as_str(), "refs/heads/main"));
    let group = Job::merge_group(&hub, REPO, number);
    let own = &group.payload["merge_group"];
    assert_eq!((&own["base_sha"], &own["head_sha"]), (&json!(main), &json!(group.sha)));
    assert!(group.reference.starts_with(&format!("refs/heads/gh-readonly-queue/main/pr-{number}-")));
    assert!(group.payload.get("pull_request").is_none() && group.payload.get("number").is_none());
    let run = Job::workflow_run(&hub, REPO, number, 9);
    let own = &run.payload["workflow_run"];
    assert_eq!(
        (&own["pull_requests"], &own["head_repository"]["full_name"]),
        (&json!([]), &json!("eve/shop"))
    );
    assert_eq!((&own["head_branch"], &own["event"]), (&json!("patch-1"), &json!("pull_request")));
    let push = Job::push(&hub, REPO, "topic", true);
    assert_eq!(push.payload["before"], "0".repeat(40));
    assert_eq!(push.payload["after"], push.sha);
    assert_ne!(Job::push(&hub, REPO, "topic", false).payload["before"], "0".repeat(40));
    let bot = Job::dependabot(&hub, REPO, number, "opened");
    assert_eq!(
        (bot.actor.as_str(), &bot.payload["sender"]["login"]),
        ("dependabot[bot]", &json!("dependabot[bot]"))
    );
    assert_eq!(bot.payload["pull_request"]["user"]["login"], "dependabot[bot]");
    let text = format!("{}{}{}", group.payload, run.payload, push.payload);
    assert!(!text.contains("https://api.github.com"), "an address that would lead out");
    hub.assert_clean();
}

/// Git makes the very ids that the server names: blobs, trees, commits and the merge.
#[test]
fn a_checkout_is_what_the_server_says() {
    let (hub, number) = forked();
    let (merge, tree) = hub.with(|world| {
        world.commit("eve/shop", "patch-1", [("a b/\u{e9}\".py", "x = 1\n"), ("lib.py", "y = 2\n")]);
        let merge = world.pull(REPO, number).merge.clone();
        let tree = world.objects.commit(&merge).unwrap().tree.clone();
        (merge, tree)
    });
    let folder = tempfile::tempdir().unwrap();
    hub.with(|world| checkout(world, &merge, folder.path()));
    let git = |arguments: &[&str]| {
        let output = Command::new("git").current_dir(folder.path()).args(arguments).output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    assert_eq!(git(&["rev-parse", "HEAD"]), merge);
    assert_eq!(git(&["rev-parse", "HEAD^{tree}"]), tree);
    assert_eq!(git(&["status", "--porcelain"]), "");
    assert_eq!(fs::read_to_string(folder.path().join("a b/\u{e9}\".py")).unwrap(), "x = 1\n");
    let head = hub.with(|world| world.pull(REPO, number).head.clone());
    assert_eq!(git(&["rev-parse", "HEAD^2"]), head);
}
