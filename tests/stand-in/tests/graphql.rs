//! The GraphQL interface, by the very operations that GitHub's schema was tried with.

#![allow(clippy::unwrap_used, reason = "this is a test")]

mod support;

use github_stand_in::{Content, Fault, Reply};
use serde_json::{Value, json};
use support::{Client, REPO, shop};

const OPERATIONS: &str = include_str!("../data/graphql/operations.graphql");

/// One of the operations by its name.
fn operation(name: &str) -> &'static str {
    let heads = ["\nquery ", "\nmutation "];
    let start =
        heads.iter().find_map(|head| OPERATIONS.find(&format!("{head}{name}("))).expect("an operation");
    let rest = &OPERATIONS[start + 1..];
    rest.find("\n\n").map_or(rest, |end| &rest[..end])
}

fn threads(client: &Client, number: u64) -> Vec<Value> {
    let variables = json!({ "owner": "octo", "name": "shop", "number": number });
    let answer = client.graphql(operation("ReviewThreads"), variables).json;
    assert_eq!(answer.get("errors"), None, "{answer}");
    answer.pointer("/data/repository/pullRequest/reviewThreads/nodes").unwrap().as_array().unwrap().clone()
}

fn post(client: &Client, number: u64, line: u32) {
    let review = json!({ "event": "COMMENT", "comments": [{ "path": "app.py", "line": line, "body": "b" }] });
    assert_eq!(client.call("POST", &format!("/repos/{REPO}/pulls/{number}/reviews"), &review).status, 200);
}

#[test]
fn blobs_come_in_batches() {
    let (hub, client, number) = shop();
    let head = hub.with(|world| {
        world.limits.graphql_text = 100;
        let changes = [("bin", Content::Bytes(vec![0; 9])), ("long.py", Content::from("x".repeat(101)))];
        world.commit(REPO, "topic", changes);
        world.pull(REPO, number).head.clone()
    });
    let ask = |one: &str, two: &str| {
        let variables = json!({
            "owner": "octo", "name": "shop", "e0": format!("{head}:{one}"), "e1": format!("{head}:{two}"),
        });
        client.graphql(operation("Blobs"), variables)
    };
    let found = ask("lib/a.py", "no.py").json;
    assert_eq!(found.get("errors"), None);
    assert_eq!(found["data"]["repository"]["f0"]["text"], "a = 1\n");
    assert_eq!(found["data"]["repository"]["f1"], Value::Null);
    let odd = ask("bin", "long.py").json["data"]["repository"].clone();
    assert_eq!((&odd["f0"]["isBinary"], &odd["f0"]["text"]), (&json!(true), &Value::Null));
    assert_eq!((&odd["f1"]["isTruncated"], &odd["f1"]["byteSize"]), (&json!(true), &json!(101)));
    assert_eq!(odd["f1"]["text"].as_str().unwrap().len(), 100);
    assert_eq!(ask("lib", "app.py").json["data"]["repository"]["f0"]["__typename"], "Tree");
    let oid = hub.with(|world| world.objects.commit(&head).unwrap().files["lib/a.py"].oid.clone());
    let variables = json!({ "owner": "octo", "name": "shop", "o0": oid, "o1": "0".repeat(40) });
    let found = client.graphql(operation("BlobsByOid"), variables).json;
    assert_eq!(found["data"]["repository"]["b0"]["text"], "a = 1\n");
    hub.with(|world| world.limits.graphql_bytes = 100);
    assert_eq!(ask("app.py", "long.py").status, 502);
    hub.assert_clean();
}

#[test]
fn threads_are_resolved_by_those_who_may() {
    let (hub, client, number) = shop();
    post(&client, number, 5);
    post(&client, number, 14);
    let usual = Client::new(&hub, "usual");
    let seen = threads(&usual, number);
    assert_eq!(seen.len(), 2);
    assert_eq!((&seen[0]["viewerCanResolve"], &seen[0]["line"]), (&json!(false), &json!(5)));
    let comment = &seen[0]["comments"]["nodes"][0];
    assert_eq!(comment["author"], json!({ "__typename": "Bot", "login": "github-actions" }));
    assert_eq!(comment["viewerDidAuthor"], true);
    // A person's token would not see it as its own; ours is the same bot for every token.
    let refused = usual.graphql(operation("Resolve"), json!({ "threadId": seen[0]["id"] })).json;
    assert_eq!(refused["errors"][0]["type"], "FORBIDDEN");
    assert_eq!(refused["errors"][0]["path"], json!(["resolveReviewThread"]));
    assert_eq!(refused["data"]["resolveReviewThread"], Value::Null);
    let done = usual.graphql(operation("Minimize"), json!({ "id": comment["id"] })).json;
    assert_eq!(done["data"]["minimizeComment"]["minimizedComment"]["minimizedReason"], "outdated");
    assert_eq!(threads(&client, number)[0]["viewerCanResolve"], true);
    let done = client.graphql(operation("Resolve"), json!({ "threadId": seen[0]["id"] })).json;
    assert_eq!(done["data"]["resolveReviewThread"]["thread"]["isResolved"], true);
    let reply =
        client.graphql(operation("Reply"), json!({ "threadId": seen[1]["id"], "body": "still" })).json;
    assert!(reply["data"]["addPullRequestReviewThreadReply"]["comment"]["id"].is_string());
    let root = hub.with(|world| {
        world.commit(REPO, "topic", [("app.py", "import os\n")]);
        world.pull(REPO, number).threads[1].root
    });
    hub.with(|world| world.resolve_as(REPO, number, root, "alice"));
    let seen = threads(&client, number);
    assert_eq!((&seen[1]["isOutdated"], &seen[1]["line"]), (&json!(true), &Value::Null));
    assert_eq!(seen[1]["resolvedBy"]["login"], "alice");
    assert_eq!(seen[1]["comments"]["totalCount"], 2);
    hub.assert_clean();
}

#[test]
fn reviews_go_through_the_same_gate() {
    let (hub, client, number) = shop();
    let variables = json!({ "owner": "octo", "name": "shop", "number": number });
    let pull =
        client.graphql(operation("PullRequest"), variables).json["data"]["repository"]["pullRequest"].clone();
    assert_eq!(pull["changedFiles"], 1);
    let review = |line: u32| {
        let variables = json!({
            "pr": pull["id"], "commit": pull["headRefOid"], "body": "x",
            "threads": [{ "path": "app.py", "line": line, "body": "b" }],
        });
        client.graphql(operation("Review"), variables).json
    };
    assert_eq!(review(1)["errors"][0]["type"], "UNPROCESSABLE");
    assert_eq!(review(5)["data"]["addPullRequestReview"]["pullRequestReview"]["state"], "COMMENTED");
    assert_eq!(threads(&client, number).len(), 1);
    hub.assert_clean();
}

#[test]
fn what_the_schema_forbids_is_refused_and_remembered() {
    let (hub, client, number) = shop();
    assert!(
        client.graphql("{ repository(owner: \"o\", name: \"n\") { nothing } }", json!({})).json["errors"]
            .is_array()
    );
    assert!(client.graphql("query($n: Int!) { viewer { login } }", json!({})).json["errors"].is_array());
    let told = hub.violations().join(
        "
",
    );
    assert!(
        told.contains("does not have a field `nothing`") && told.contains("unused variable: `$n`"),
        "{told}"
    );
    let missing = client.graphql("{ repository(owner: \"o\", name: \"n\") { id } }", json!({})).json;
    assert_eq!(missing["errors"][0]["type"], "NOT_FOUND");
    let threads = |arguments: &str| {
        let query = format!(
            "{{ repository(owner: \"octo\", name: \"shop\") {{ pullRequest(number: {number}) {{ reviewThreads{arguments} {{ totalCount }} }} }} }}"
        );
        client.graphql(&query, json!({})).json["errors"][0]["type"].clone()
    };
    assert_eq!(threads(""), "MISSING_PAGINATION_BOUNDARIES");
    assert_eq!(threads("(first: 101)"), "EXCESSIVE_PAGINATION");
    assert_eq!(threads("(first: 100)"), Value::Null);
    assert!(hub.defects().is_empty());
}

#[test]
fn many_mutations_run_out_of_resources() {
    let (hub, client, number) = shop();
    post(&client, number, 5);
    let id = threads(&client, number)[0]["comments"]["nodes"][0]["id"].clone();
    let each = |at: usize| {
        format!(
            "m{at}: minimizeComment(input: {{subjectId: {id}, classifier: RESOLVED}}) {{ clientMutationId }}"
        )
    };
    let query = format!("mutation {{ {} }}", (0..16).map(each).collect::<Vec<_>>().join(" "));
    let answer = client.graphql(&query, json!({})).json;
    assert_eq!(answer["errors"].as_array().unwrap().len(), 2);
    assert_eq!(answer["errors"][0]["type"], "RESOURCE_LIMITS_EXCEEDED");
    assert!(answer["data"]["m13"].is_object() && answer["data"]["m14"].is_null());
    hub.fault(Fault::on("POST", "/graphql").holding("reviewThreads").answer(Reply::bad_gateway()));
    assert_eq!(client.graphql("{ viewer { login } }", json!({})).status, 200);
    hub.assert_clean();
}

#[test]
fn pages_follow_one_another() {
    let (hub, client, number) = shop();
    (0..3).for_each(|_| post(&client, number, 5));
    let query = "query($after: String, $number: Int!) { repository(owner: \"octo\", name: \"shop\") { pullRequest(number: $number) { reviewThreads(first: 2, after: $after) { pageInfo { hasNextPage endCursor } nodes { id } } } } }";
    let page = |after: Value| {
        let answer = client.graphql(query, json!({ "number": number, "after": after })).json;
        answer["data"]["repository"]["pullRequest"]["reviewThreads"].clone()
    };
    let first = page(Value::Null);
    assert_eq!(
        (first["nodes"].as_array().unwrap().len(), &first["pageInfo"]["hasNextPage"]),
        (2, &json!(true))
    );
    let second = page(first["pageInfo"]["endCursor"].clone());
    assert_eq!(
        (second["nodes"].as_array().unwrap().len(), &second["pageInfo"]["hasNextPage"]),
        (1, &json!(false))
    );
    hub.assert_clean();
}
