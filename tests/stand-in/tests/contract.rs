//! Every operation that is played answers as the description says, and what does not fit is refused and remembered.

#![allow(clippy::unwrap_used, reason = "this is a test")]

mod support;

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use github_stand_in::{Content, GitHub};
use serde_json::{Value, json};
use support::{Client, REPO, fill, shop};

fn packed(sarif: &Value) -> String {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(sarif.to_string().as_bytes()).unwrap();
    STANDARD.encode(gzip.finish().unwrap())
}

fn sarif() -> Value {
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "hognose", "rules": [{ "id": "r", "properties": { "security-severity": "8.0" } }] } },
            "automationDetails": { "id": "hognose/1" }, "results": [],
        }],
    })
}

#[test]
fn every_operation_answers_as_described() {
    let (hub, client, number) = shop();
    let (head, blob, tree) = hub.with(|world| {
        let head = world.pull(REPO, number).head.clone();
        let commit = world.objects.commit(&head).unwrap().clone();
        world.repo_mut(REPO).artifacts.push((9, "findings".into(), b"PK".to_vec()));
        (head, commit.files["app.py"].oid.clone(), commit.tree)
    });
    let r = format!("/repos/{REPO}");
    let p = format!("{r}/pulls/{number}");
    let review = json!({
        "commit_id": head, "event": "COMMENT", "body": "two", "comments": [
            { "path": "app.py", "line": 5, "side": "RIGHT", "body": "one" },
            { "path": "app.py", "start_line": 4, "start_side": "RIGHT", "line": 5, "side": "RIGHT", "body": "range" },
        ],
    });
    let posted = client.call("POST", &format!("{p}/reviews"), &review);
    assert_eq!(posted.status, 200, "{}", posted.text);
    let review = posted.json["id"].as_u64().unwrap();
    let file = json!({ "commit_id": head, "path": "app.py", "body": "whole", "subject_type": "file" });
    let comment = client.call("POST", &format!("{p}/comments"), &file);
    assert_eq!(comment.status, 201, "{}", comment.text);
    let comment = comment.json["id"].as_u64().unwrap();
    assert_eq!(
        client.call("POST", &format!("{p}/comments/{comment}/replies"), &json!({ "body": "y" })).status,
        201
    );
    let spoken = client.call("POST", &format!("{r}/issues/{number}/comments"), &json!({ "body": "hello" }));
    assert_eq!(spoken.status, 201, "{}", spoken.text);
    let spoken = spoken.json["id"].as_u64().unwrap();
    let check = json!({
        "name": "x", "head_sha": head, "conclusion": "success", "output": {
            "title": "t", "summary": "s", "annotations": [{
                "path": "app.py", "start_line": 1, "end_line": 1, "annotation_level": "notice", "message": "m",
            }],
        },
    });
    let check = client.call("POST", &format!("{r}/check-runs"), &check);
    assert_eq!(check.status, 201, "{}", check.text);
    let check = check.json["id"].as_u64().unwrap();
    assert_eq!(
        client.call("POST", &format!("{r}/statuses/{head}"), &json!({ "state": "success" })).status,
        201
    );
    let upload =
        json!({ "commit_sha": head, "ref": format!("refs/pull/{number}/head"), "sarif": packed(&sarif()) });
    let upload = client.call("POST", &format!("{r}/code-scanning/sarifs"), &upload);
    assert_eq!(upload.status, 202, "{}", upload.text);
    let upload = upload.json["id"].as_str().unwrap().to_owned();

    for path in [
        "/rate_limit".to_owned(),
        "/advisories?ecosystem=pip&affects=django%405.0&per_page=100".to_owned(),
        r.clone(),
        p.clone(),
        format!("{p}/files?per_page=100&page=1"),
        format!("{p}/commits"),
        format!("{p}/reviews"),
        format!("{p}/reviews/{review}"),
        format!("{p}/reviews/{review}/comments"),
        format!("{p}/comments?per_page=100"),
        format!("{r}/pulls/comments/{comment}"),
        format!("{r}/issues/{number}/comments"),
        format!("{r}/issues/comments/{spoken}"),
        format!("{r}/commits/{head}/pulls"),
        format!("{r}/commits/{head}"),
        format!("{r}/compare/main...{head}?per_page=1"),
        format!("{r}/compare/main...topic"),
        format!("{r}/contents/lib/a.py?ref={head}"),
        format!("{r}/contents/lib?ref=topic"),
        format!("{r}/git/blobs/{blob}"),
        format!("{r}/git/trees/{tree}?recursive=1"),
        format!("{r}/git/commits/{head}"),
        format!("{r}/git/ref/heads/topic"),
        format!("{r}/git/matching-refs/heads/to"),
        format!("{r}/code-scanning/sarifs/{upload}"),
        format!("{r}/code-scanning/analyses?sarif_id={upload}"),
        format!("{r}/check-runs/{check}"),
        format!("{r}/commits/{head}/check-runs"),
        format!("{r}/commits/{head}/statuses"),
        format!("{r}/actions/artifacts"),
        format!("{r}/actions/runs/9/artifacts"),
    ] {
        let answer = client.get(&path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    }
    let edited = client.call("PUT", &format!("{p}/reviews/{review}"), &json!({ "body": "new" }));
    assert_eq!(edited.json["body"], "new");
    let path = format!("{r}/pulls/comments/{comment}");
    assert_eq!(client.call("PATCH", &path, &json!({ "body": "new" })).json["body"], "new");
    let path = format!("{r}/issues/comments/{spoken}");
    assert_eq!(client.call("PATCH", &path, &json!({ "body": "new" })).json["body"], "new");
    let path = format!("{r}/check-runs/{check}");
    assert_eq!(
        client.call("PATCH", &path, &json!({ "conclusion": "failure" })).json["conclusion"],
        "failure"
    );
    assert_eq!(
        client.try_call("DELETE", &format!("{r}/pulls/comments/{comment}"), None).unwrap().status,
        204
    );
    assert_eq!(
        client.try_call("DELETE", &format!("{r}/issues/comments/{spoken}"), None).unwrap().status,
        204
    );
    let archive = client.get(&format!("{r}/actions/artifacts/1/zip"));
    assert_eq!(archive.status, 302);
    let mut bare = Client::new(&hub, "all");
    bare.token = None;
    assert_eq!(bare.send("GET", archive.header("location"), &[], None).unwrap().text, "PK");
    hub.assert_clean();
    client.send("GET", archive.header("location"), &[], None);
    assert!(hub.violations()[0].contains("a token was sent to a host that is not the API"));
}

#[test]
fn advisories_are_found_by_package_and_turned_by_cursor() {
    let (hub, client, _) = shop();
    let openapi: Value = serde_json::from_str(include_str!("../data/openapi.json")).unwrap();
    let example = openapi["components"]["examples"]["global-advisory"]["value"].clone();
    hub.with(|world| {
        for (at, name) in ["django", "Flask", "django"].iter().enumerate() {
            let mut advisory = example.clone();
            advisory["ghsa_id"] = json!(format!("GHSA-abcd-1234-ef5{at}"));
            advisory["type"] = json!(if at == 2 { "malware" } else { "reviewed" });
            advisory["vulnerabilities"][0]["package"] = json!({ "ecosystem": "pip", "name": name });
            world.advisories.push(advisory);
        }
    });
    let ids = |path: &str| {
        let answer = client.get(path);
        let rows = answer.json.as_array().unwrap().iter();
        let ids: Vec<String> = rows.map(|row| row["ghsa_id"].as_str().unwrap().to_owned()).collect();
        (ids, answer.header("link").to_owned())
    };
    assert_eq!(
        ids("/advisories?affects=django%401.0,flask%402.0").0,
        ["GHSA-abcd-1234-ef50", "GHSA-abcd-1234-ef51"]
    );
    assert_eq!(ids("/advisories?type=malware&affects=django").0, ["GHSA-abcd-1234-ef52"]);
    assert!(ids("/advisories?ecosystem=npm").0.is_empty());
    let (first, link) = ids("/advisories?per_page=1");
    assert_eq!(first, ["GHSA-abcd-1234-ef50"]);
    let next = link.trim_start_matches('<').split('>').next().unwrap().to_owned();
    let tail = next.strip_prefix(&hub.rest_url()).unwrap();
    assert_eq!(ids(tail).0, ["GHSA-abcd-1234-ef51"]);
    hub.assert_clean();
}

#[test]
fn what_does_not_fit_is_refused_and_remembered() {
    let (hub, client, number) = shop();
    let url = format!("{}/repos/{REPO}/pulls/{number}", hub.rest_url());
    let agent = [("accept", "application/json"), ("x-github-api-version", "2022-11-28")];
    assert_eq!(
        client.send("GET", &url, &[agent[0], agent[1], ("user-agent", "")], None).unwrap().status,
        403
    );
    let short = [("user-agent", "x"), ("accept", "*/*"), ("x-github-api-version", "2019-01-01")];
    assert_eq!(client.send("GET", &url, &short, None).unwrap().status, 400);
    client.send("GET", &url, &short[..2], None).unwrap();
    let path = format!("/repos/{REPO}/pulls/{number}");
    client.get(&format!("{path}/files?per_page=101"));
    client.get(&format!("{path}/files?state=open"));
    client.get("/repos/octo/shop/nowhere");
    let unknown = json!({
        "event": "COMMENT", "body": "x",
        "comments": [{ "path": "app.py", "line": 5, "body": "b", "subject_type": "line" }],
    });
    assert_eq!(client.call("POST", &format!("{path}/reviews"), &unknown).status, 422);
    assert_eq!(client.call("POST", &format!("{path}/reviews"), &json!({ "event": "SHOUT" })).status, 422);
    let wrong = client.call("POST", &format!("{path}/comments"), &json!({ "body": "x" }));
    assert_eq!(wrong.status, 422);
    assert!(wrong.json["documentation_url"].as_str().unwrap().starts_with("https://docs.github.com/"));
    let told = hub.violations().join("\n");
    for part in [
        "no User-Agent",
        "there is no version 2019-01-01",
        "no X-GitHub-Api-Version",
        "per_page=101",
        "no query parameter state",
        "no such operation",
        "'subject_type' was unexpected",
        "SHOUT",
        "\"commit_id\" is a required property",
    ] {
        assert!(told.contains(part), "{part} is not in:\n{told}");
    }
    assert!(hub.with(|world| world.pull(REPO, number).reviews.is_empty()));
    assert!(hub.defects().is_empty());
}

#[test]
fn an_enterprise_server_lives_elsewhere() {
    let hub = GitHub::enterprise();
    let number = fill(&hub);
    let client = Client::new(&hub, "all");
    assert!(hub.rest_url().ends_with("/api/v3") && hub.graphql_url().ends_with("/api/graphql"));
    let pull = client.get(&format!("/repos/{REPO}/pulls/{number}"));
    assert_eq!(pull.status, 200);
    assert!(pull.json["url"].as_str().unwrap().starts_with(&hub.rest_url()));
    assert!(pull.json["html_url"].as_str().unwrap().starts_with(&hub.server_url()));
    assert_eq!(
        client.graphql("{ viewer { login } }", json!({})).json["data"]["viewer"]["login"],
        "github-actions"
    );
    hub.assert_clean();
    // octocrab's mistake with such servers.
    assert_eq!(client.call("POST", "/graphql", &json!({ "query": "{ viewer { login } }" })).status, 404);
    assert_eq!(hub.violations().len(), 1);
}

#[test]
fn tokens_bound_what_may_be_done() {
    let (hub, client, number) = shop();
    let path = format!("/repos/{REPO}/pulls/{number}/reviews");
    let review = json!({ "event": "COMMENT", "body": "x" });
    let reader = Client::new(&hub, "read");
    let refused = reader.call("POST", &path, &review);
    assert_eq!(
        (refused.status, &refused.json["message"]),
        (403, &json!("Resource not accessible by integration"))
    );
    assert_eq!(refused.header("x-accepted-github-permissions"), "pull_requests=write");
    let refused =
        reader.call("POST", &format!("/repos/{REPO}/issues/{number}/comments"), &json!({ "body": "x" }));
    assert_eq!(refused.header("x-accepted-github-permissions"), "issues=write; pull_requests=write");
    assert_eq!(Client::new(&hub, "stolen").get("/rate_limit").status, 401);
    let mut nobody = Client::new(&hub, "");
    nobody.token = None;
    assert_eq!(nobody.get(&path).status, 200);
    assert_eq!(nobody.get(&format!("/repos/{REPO}/code-scanning/analyses")).status, 401);
    hub.with(|world| world.repo_mut(REPO).private = true);
    assert_eq!(nobody.get(&path).status, 404);
    assert_eq!(client.get(&path).status, 200);
    hub.with(|world| world.remaining = (0, 0));
    let limited = client.get(&path);
    assert_eq!((limited.status, limited.header("x-ratelimit-remaining")), (403, "0"));
    let limited = client.graphql("{ viewer { login } }", json!({}));
    assert_eq!((limited.status, &limited.json["errors"][0]["type"]), (200, &json!("RATE_LIMITED")));
    hub.assert_clean();
}

#[test]
fn sarif_is_looked_at() {
    let (hub, client, number) = shop();
    let (head, merge) = hub.with(|world| {
        world.repo_mut(REPO).scanning.pending_polls = 1;
        (world.pull(REPO, number).head.clone(), world.pull(REPO, number).merge.clone())
    });
    let path = format!("/repos/{REPO}/code-scanning/sarifs");
    let upload = |commit: &str, kind: &str, text: &str| {
        let body =
            json!({ "commit_sha": commit, "ref": format!("refs/pull/{number}/{kind}"), "sarif": text });
        client.call("POST", &path, &body)
    };
    assert_eq!(upload(&head, "merge", &packed(&sarif())).status, 400);
    assert_eq!(upload(&merge, "merge", &packed(&sarif())).status, 202);
    assert_eq!(upload(&head, "head", &STANDARD.encode("not gzip")).status, 400);
    assert_eq!(upload(&head, "head", "not base64!").status, 400);
    let status = |text: &Value| {
        let id = upload(&head, "head", &packed(text)).json["id"].as_str().unwrap().to_owned();
        let poll = || client.get(&format!("{path}/{id}")).json;
        assert_eq!(poll()["processing_status"], "pending");
        poll()
    };
    assert_eq!(status(&sarif())["processing_status"], "complete");
    let mut wrong = sarif();
    wrong["runs"][0]["tool"]["driver"]["rules"][0]["properties"]["security-severity"] = json!("high");
    let failed = status(&wrong);
    assert_eq!(failed["processing_status"], "failed");
    assert!(failed["errors"][0].as_str().unwrap().contains("is not a number"));
    let mut twice = sarif();
    twice["runs"] = json!([twice["runs"][0], twice["runs"][0]]);
    assert!(status(&twice)["errors"][0].as_str().unwrap().contains("same category"));
    let mut spaced = sarif();
    let location = json!({ "physicalLocation": { "artifactLocation": { "uri": "a b.py" } } });
    spaced["runs"][0]["results"] = json!([{ "message": { "text": "m" }, "locations": [location] }]);
    assert!(status(&spaced)["errors"][0].as_str().unwrap().contains("invalid URI"));
    hub.with(|world| world.limits.sarif = 10);
    assert_eq!(upload(&head, "head", &packed(&sarif())).status, 413);
    hub.with(|world| world.repo_mut(REPO).scanning.availability = github_stand_in::Availability::NotEnabled);
    let off = upload(&head, "head", &packed(&sarif()));
    assert_eq!(off.status, 403);
    assert!(off.json["message"].as_str().unwrap().starts_with("Code Security must be enabled"));
    assert_eq!(
        Client::new(&hub, "usual")
            .call(
                "POST",
                &path,
                &json!({
                    "commit_sha": head, "ref": "refs/heads/main", "sarif": "",
                })
            )
            .header("x-accepted-github-permissions"),
        "security_events=write"
    );
    hub.assert_clean();
}

#[test]
fn contents_come_in_their_media_types() {
    let (hub, client, _) = shop();
    hub.with(|world| {
        let changes = [
            ("link.py", Content::Symlink("old.py".into())),
            ("bytes.py", Content::Bytes(b"\xff\xfe = 1\n".to_vec())),
            ("big.py", Content::Bytes(vec![b'#'; 1_000_001])),
            ("odd ?#%.py", Content::from("odd = 1\n")),
        ];
        world.commit(REPO, "topic", changes);
    });
    let mut raw = Client::new(&hub, "all");
    raw.accept = "application/vnd.github.raw+json".to_owned();
    let at = |name: &str| format!("/repos/{REPO}/contents/{name}?ref=topic");
    assert_eq!(raw.get(&at("link.py")).text, "x = 1\ny = 2\nz = 3\n");
    assert_eq!(raw.get(&at("odd%20%3F%23%25.py")).text, "odd = 1\n");
    assert_eq!(raw.get(&at("big.py")).text.len(), 1_000_001);
    let big = client.get(&at("big.py")).json;
    assert_eq!((&big["encoding"], &big["content"]), (&json!("none"), &json!("")));
    let bytes = client.get(&at("bytes.py")).json["content"].as_str().unwrap().replace('\n', "");
    assert_eq!(STANDARD.decode(bytes).unwrap(), b"\xff\xfe = 1\n");
    assert_eq!(client.get(&at("none.py")).status, 404);
    hub.assert_clean();
}
