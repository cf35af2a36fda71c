//! Events to jobs.

use super::*;

const HEAD: &str = "ec26c3e57ca3a959ca5aad62de7213c562f8c821";
const BASE: &str = "f95f852bd8fca8fcc58a9a2d6c842781e32a215e";

fn pull(head_repository: &str, more: &str) -> String {
    format!(
        r#"{{"action":"synchronize","number":2,"sender":{{"login":"someone"}},{more}
        "pull_request":{{"number":2,"state":"open","changed_files":3,
        "head":{{"sha":"{HEAD}","repo":{head_repository}}},
        "base":{{"sha":"{BASE}","repo":{{"full_name":"octo/shop"}}}}}}}}"#
    )
}

fn context(name: &str) -> Context {
    Context {
        name: name.into(),
        git_ref: "refs/heads/main".into(),
        sha: HEAD.into(),
        actor: "someone".into(),
    }
}

fn read_only(name: &str, actor: &str, payload: &str) -> Option<ReadOnly> {
    let context = Context { actor: actor.into(), ..context(name) };
    match job(&context, payload.as_bytes()).unwrap() {
        Job::PullRequest(pull) => pull.read_only,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_the_token_may_do_is_known_from_the_payload() {
    let (own, fork) = (r#"{"full_name":"Octo/Shop"}"#, r#"{"full_name":"mallory/shop"}"#);
    let bot = "\"sender\":{\"login\":\"dependabot[bot]\"},";
    for (name, actor, payload, wanted) in [
        ("pull_request", "someone", pull(own, ""), None),
        ("pull_request", "someone", pull(fork, ""), Some(ReadOnly::Fork)),
        ("pull_request", "someone", pull("null", ""), Some(ReadOnly::Fork)),
        ("pull_request", "dependabot[bot]", pull(own, ""), Some(ReadOnly::Dependabot)),
        (
            "pull_request",
            "someone",
            pull(own, "").replace("\"sender\":{\"login\":\"someone\"},", bot),
            Some(ReadOnly::Dependabot),
        ),
        ("pull_request_target", "someone", pull(fork, ""), None),
    ] {
        assert_eq!(read_only(name, actor, &payload), wanted, "{name} {actor} {payload}");
    }
}

#[test]
fn other_events_have_their_jobs() {
    let group = format!(
        r#"{{"action":"checks_requested","merge_group":{{"base_sha":"{BASE}","head_sha":"{HEAD}"}}}}"#
    );
    let run = |event: &str, action: &str| {
        format!(
            r#"{{"action":"{action}","workflow_run":{{"event":"{event}","head_sha":"{HEAD}","head_branch":"fix","head_repository":null}}}}"#
        )
    };
    let made = |name: &str, payload: &str| job(&context(name), payload.as_bytes()).unwrap();
    assert_eq!(made("merge_group", &group), Job::MergeGroup { base: BASE.into(), head: HEAD.into() });
    let tree = Job::Tree { git_ref: "refs/heads/main".into(), sha: HEAD.into() };
    assert_eq!(made("push", r#"{"after":"abc"}"#), tree);
    assert_eq!(made("schedule", "not read"), tree);
    assert_eq!(made("workflow_dispatch", "{}"), tree);
    let stage = Job::SecondStage { head: HEAD.into(), head_repository: None, head_branch: "fix".into() };
    assert_eq!(made("workflow_run", &run("pull_request", "completed")), stage);
    for (name, payload) in [
        ("workflow_run", run("pull_request", "requested")),
        ("workflow_run", run("push", "completed")),
        ("push", r#"{"deleted":true}"#.into()),
        ("push", format!(r#"{{"after":"{}"}}"#, "0".repeat(40))),
        ("issues", "{}".into()),
        ("pull_request", pull("null", "").replace("\"open\"", "\"closed\"")),
    ] {
        assert!(matches!(made(name, &payload), Job::Nothing(_)), "{name} {payload}");
    }
}

#[test]
fn payloads_that_cannot_be_used_are_refused() {
    for (name, payload) in [
        ("pull_request", "{}".to_owned()),
        ("pull_request", "[".repeat(100_000)),
        ("pull_request", pull("null", "").replace(HEAD, "--upload-pack=x")),
        ("merge_group", "{}".into()),
    ] {
        assert!(matches!(job(&context(name), payload.as_bytes()), Err(ApiError::Payload(_))), "{name}");
    }
}

#[test]
fn the_pull_request_of_a_commit_must_have_it_as_its_head() {
    let one = |number: u64, state: &str, head: &str, repository: &str| {
        format!(
            r#"{{"number":{number},"state":"{state}","head":{{"sha":"{head}","repo":{{"full_name":"{repository}"}}}},"base":{{"sha":"{BASE}","repo":null}}}}"#
        )
    };
    let list = format!(
        "[{},{},{},{},{}]",
        one(1, "open", HEAD, "mallory/shop"),
        one(2, "open", HEAD, "Mallory/Shop"),
        one(3, "closed", HEAD, "mallory/shop"),
        one(4, "open", BASE, "mallory/shop"),
        one(5, "open", HEAD, "eve/shop")
    );
    let pulls: Vec<Pull> = serde_json::from_str(&list).unwrap();
    let found = choose(&pulls, HEAD, Some("mallory/shop")).unwrap();
    assert_eq!(found.map(|pull| pull.number), Some(2));
    assert_eq!(choose(&pulls, HEAD, None).unwrap(), None);
}
