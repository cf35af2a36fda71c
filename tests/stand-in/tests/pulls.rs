//! File lists, anchors, threads and faults: what a reviewer meets on a pull request.

#![allow(clippy::unwrap_used, reason = "this is a test")]

mod support;

use std::process::{Command, Stdio};

use github_stand_in::{Content, Fault, Hunk, Reply, hunks};
use serde_json::{Value, json};
use support::{BASE, Client, REPO, shop};

fn rows(client: &Client, number: u64, query: &str) -> Vec<Value> {
    let answer = client.get(&format!("/repos/{REPO}/pulls/{number}/files{query}"));
    answer.json.as_array().cloned().expect("a list of files")
}

#[test]
fn the_rows_of_the_file_list_have_their_oddities() {
    let (hub, client, number) = shop();
    hub.with(|world| {
        world.limits.file_patch_lines = 50;
        let many = |count: usize| (0..count).map(|at| format!("x{at} = {at}\n")).collect::<String>();
        let changes = [
            ("new.py", Content::MovedFrom("old.py".into())),
            ("moved.py", Content::MovedFrom("lib/a.py".into())),
            ("end.py", Content::from("eval(x)")),
            ("large.py", Content::from(many(60))),
            ("logo.png", Content::Bytes(vec![0, 1, 2])),
            ("vendor", Content::Submodule("1".repeat(40))),
        ];
        world.commit(REPO, "topic", changes);
        world.commit(REPO, "topic", [("moved.py", "a = 1\nb = 2\n")]);
    });
    let rows = rows(&client, number, "?per_page=100");
    let row = |name: &str| rows.iter().find(|row| row["filename"] == name).unwrap();
    let app = "@@ -2,7 +2,7 @@ import os\n \n \n def a():\n-    return 1\n+    return 10\n \n \n def b():\n@@ -11,3 +11,4 @@ def b():\n \n def c():\n     return 3\n+    return 4";
    assert_eq!(row("app.py")["patch"], app);
    assert_eq!(row("end.py")["patch"], "@@ -0,0 +1 @@\n+eval(x)\n\\ No newline at end of file");
    let shape = |name: &str| {
        let row = row(name);
        (row["status"].as_str().unwrap(), row["changes"].as_u64().unwrap(), row.get("patch").is_some())
    };
    assert_eq!(shape("new.py"), ("renamed", 0, false));
    assert_eq!(row("new.py")["previous_filename"], "old.py");
    assert_eq!(shape("moved.py"), ("renamed", 1, true));
    assert_eq!(shape("large.py"), ("added", 60, false));
    assert_eq!(shape("logo.png"), ("added", 0, false));
    assert_eq!(row("vendor")["sha"], Value::Null);
    hub.assert_clean();
}

#[test]
fn rows_come_back_empty_once_an_answer_is_long_and_whole_on_a_page_of_their_own() {
    let (hub, client, number) = shop();
    hub.with(|world| {
        world.limits.answer_patch_lines = 12;
        let files = (0..4).map(|at| (format!("f{at}.py"), "a = 1\n".repeat(8)));
        world.commit(REPO, "topic", files);
    });
    let whole = rows(&client, number, "?per_page=100");
    // app.py has 13 rows and headers: all after it is empty.
    assert_eq!(whole.iter().filter(|row| row["changes"] == 0 && row.get("patch").is_none()).count(), 4);
    assert_eq!(whole[1]["status"], "added");
    let alone = rows(&client, number, "?per_page=1&page=3");
    assert_eq!((&alone[0]["filename"], &alone[0]["changes"]), (&json!("f1.py"), &json!(8)));
    hub.assert_clean();
}

#[test]
fn three_thousand_files_and_not_one_more() {
    let (hub, client, number) = shop();
    hub.with(|world| {
        world.commit(REPO, "topic", (0..3100).map(|at| (format!("gen/{at:04}.py"), format!("x = {at}\n"))));
    });
    let mut path = Some(format!("/repos/{REPO}/pulls/{number}/files?per_page=100"));
    let mut count = 0;
    while let Some(page) = path {
        let answer = client.get(&page);
        count += answer.json.as_array().unwrap().len();
        let next =
            answer.header("link").split(", ").find(|link| link.ends_with("rel=\"next\"")).map(str::to_owned);
        path = next.map(|link| {
            let address = link.trim_start_matches('<').split('>').next().unwrap().to_owned();
            address.strip_prefix(&hub.rest_url()).unwrap().to_owned()
        });
    }
    assert_eq!(count, 3000);
    assert_eq!(client.get(&format!("/repos/{REPO}/pulls/{number}")).json["changed_files"], 3101);
    assert_eq!(hub.count("GET", "/pulls/*/files"), 30);
    let mut diff = Client::new(&hub, "all");
    diff.accept = "application/vnd.github.diff".to_owned();
    let refused = diff.get(&format!("/repos/{REPO}/pulls/{number}"));
    assert_eq!((refused.status, &refused.json["errors"][0]["code"]), (406, &json!("too_large")));
    let compared = client.get(&format!("/repos/{REPO}/compare/main...topic"));
    assert_eq!(compared.json["files"].as_array().unwrap().len(), 300);
    hub.assert_clean();
}

#[test]
fn one_bad_anchor_sinks_the_review() {
    let (hub, client, number) = shop();
    let path = format!("/repos/{REPO}/pulls/{number}/reviews");
    let post =
        |comments: Value| client.call("POST", &path, &json!({ "event": "COMMENT", "comments": comments }));
    let good = json!({ "path": "app.py", "line": 5, "body": "good" });
    let said = |bad: Value| {
        let answer = post(json!([good, bad]));
        assert_eq!(answer.status, 422, "{}", answer.text);
        answer.json["errors"][0].as_str().unwrap().to_owned()
    };
    let line = |line: u32| json!({ "path": "app.py", "line": line, "side": "RIGHT", "body": "b" });
    let range = |from: u32, to: u32| json!({ "path": "app.py", "start_line": from, "start_side": "RIGHT", "line": to, "side": "RIGHT", "body": "b" });
    assert!(said(line(1)).starts_with("Pull request review thread line must be part of the diff and"));
    assert!(said(line(0)).starts_with("Pull request review thread line must be part of the diff and"));
    assert!(said(range(4, 9)).contains("start line must be part of the same hunk as the line., and"));
    assert_eq!(
        said(range(5, 12)),
        "Pull request review thread start line must be part of the same hunk as the line."
    );
    assert!(said(range(6, 5)).contains("precede"));
    assert!(said(range(5, 5)).contains("precede"));
    assert_eq!(said(json!({ "path": "no.py", "line": 1, "body": "b" })), "Path could not be resolved");
    let long = post(json!([{ "path": "app.py", "line": 5, "body": "x".repeat(65_537) }]));
    assert_eq!(long.json["errors"][0], "Body is too long (maximum is 65536 characters)");
    let single = json!({
        "commit_id": hub.with(|world| world.pull(REPO, number).head.clone()), "path": "app.py", "line": 1, "body": "b",
    });
    let single = client.call("POST", &format!("/repos/{REPO}/pulls/{number}/comments"), &single);
    assert_eq!((single.status, &single.json["errors"][0]["code"]), (422, &json!("custom")));
    let left = json!({ "path": "app.py", "line": 5, "side": "LEFT", "body": "deleted" });
    assert_eq!(hub.with(|world| world.pull(REPO, number).comments.len()), 0);
    assert_eq!(post(json!([good, left, range(4, 5), line(14)])).status, 200);
    assert_eq!(hub.with(|world| world.pull(REPO, number).comments.len()), 4);
    let comments = client.get(&format!("/repos/{REPO}/pulls/{number}/comments")).json;
    assert!(comments[0]["diff_hunk"].as_str().unwrap().ends_with("-    return 1\n+    return 10"));
    assert_eq!(
        (&comments[0]["user"]["login"], &comments[0]["user"]["type"]),
        (&json!("github-actions[bot]"), &json!("Bot"))
    );
    let body = |value: Value| client.call("POST", &path, &value).json["errors"][0].clone();
    assert_eq!(body(json!({ "event": "COMMENT" })), "Body can't be blank");
    let approve = body(json!({ "event": "APPROVE", "body": "fine" }));
    assert_eq!(approve, "GitHub Actions is not permitted to approve pull requests.");
    let stray = json!({ "event": "COMMENT", "body": "x", "commit_id": "0".repeat(40), "comments": [good] });
    assert_eq!(body(stray), "No commit found for SHA");
    assert_eq!(client.call("POST", &path, &json!({})).json["state"], "PENDING");
    assert_eq!(body(json!({})), "User can only have one pending review per pull request");
    hub.assert_clean();
}

#[test]
fn comments_follow_their_lines_and_go_out_of_date() {
    let (hub, client, number) = shop();
    let review = json!({ "event": "COMMENT", "comments": [
        { "path": "app.py", "line": 5, "body": "first" }, { "path": "app.py", "line": 14, "body": "second" },
    ]});
    assert_eq!(client.call("POST", &format!("/repos/{REPO}/pulls/{number}/reviews"), &review).status, 200);
    let first_head = hub.with(|world| world.pull(REPO, number).head.clone());
    let fixed = support::HEAD.replace("return 10", "return 1").replace("import os", "import os\nimport re");
    hub.with(|world| world.commit(REPO, "topic", [("app.py", fixed)]));
    let comments = client.get(&format!("/repos/{REPO}/pulls/{number}/comments")).json;
    assert_eq!((&comments[0]["line"], &comments[0]["original_line"]), (&Value::Null, &json!(5)));
    assert_eq!(comments[0]["commit_id"], first_head);
    assert_eq!((&comments[1]["line"], &comments[1]["original_line"]), (&json!(15), &json!(14)));
    assert_ne!(comments[1]["commit_id"], first_head);
    // A force push that leaves the first commit behind: it is none of the pull request's any more.
    let base = hub.with(|world| world.merge_base(REPO, number));
    hub.with(|world| world.commit_on(REPO, "topic", &base, [("app.py", "import os\n")]));
    let stale = json!({
        "event": "COMMENT", "commit_id": first_head, "comments": [{ "path": "app.py", "line": 5, "body": "b" }],
    });
    assert_eq!(client.call("POST", &format!("/repos/{REPO}/pulls/{number}/reviews"), &stale).status, 422);
    hub.assert_clean();
}

#[test]
fn trouble_strikes_where_it_was_laid() {
    let (hub, client, number) = shop();
    let path = format!("/repos/{REPO}/pulls/{number}/reviews");
    let review = json!({ "event": "COMMENT", "body": "x" });
    let kept = || hub.with(|world| world.pull(REPO, number).reviews.len());
    hub.fault(Fault::on("POST", "/pulls/*/reviews").nth(2).answer_after(Reply::bad_gateway()));
    assert_eq!(client.call("POST", &path, &review).status, 200);
    assert_eq!((client.call("POST", &path, &review).status, kept()), (502, 2));
    hub.fault(Fault::on("POST", "/pulls/*/reviews").drop_connection());
    assert!(client.try_call("POST", &path, Some(&review)).is_none());
    assert_eq!(kept(), 2);
    hub.fault(Fault::on("POST", "/pulls/*/reviews").drop_after());
    assert!(client.try_call("POST", &path, Some(&review)).is_none());
    assert_eq!(kept(), 3);
    hub.fault(Fault::on("GET", "/pulls/*").answer(Reply::secondary_limit(429, Some(60))).times(2));
    let limited = client.get(&format!("/repos/{REPO}/pulls/{number}"));
    assert_eq!((limited.status, limited.header("retry-after")), (429, "60"));
    hub.heal();
    let push = |world: &mut github_stand_in::World| {
        world.commit(REPO, "topic", [("app.py", BASE)]);
    };
    hub.fault(Fault::on("POST", "/pulls/*/reviews").before(push));
    let late = json!({ "event": "COMMENT", "comments": [{ "path": "app.py", "line": 14, "body": "b" }] });
    assert_eq!(client.call("POST", &path, &late).status, 422);
    let log = hub.log();
    assert_eq!(hub.count("POST", "/pulls/*/reviews"), 5);
    assert_eq!(log.iter().filter(|entry| entry.status.is_none()).count(), 2);
    assert!(
        log.iter()
            .all(|entry| entry.authorized && !entry.headers.iter().any(|(name, _)| name == "authorization"))
    );
    hub.assert_clean();
}

/// Git itself takes our patches and makes the new text of the old one.
#[test]
fn git_applies_the_patches() {
    let mut seed = 7_u32;
    let mut random = |below: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % below
    };
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..60 {
        let mut text = |count: u32| {
            let lines: Vec<String> = (0..random(count))
                .map(|_| {
                    format!("line {}\r\n", random(6)).replace('\r', if random(3) == 0 { "\r" } else { "" })
                })
                .collect();
            let text = lines.concat();
            if random(3) == 0 { text.trim_end().to_owned() } else { text }
        };
        let (old, new) = (text(40), text(40));
        if old == new || old.is_empty() || new.is_empty() {
            continue;
        }
        let body = hunks(old.as_bytes(), new.as_bytes())
            .iter()
            .map(|hunk: &Hunk| hunk.text.clone() + "\n")
            .collect::<String>();
        std::fs::write(folder.path().join("f"), &old).unwrap();
        let mut apply = Command::new("git")
            .current_dir(folder.path())
            .args(["apply", "--whitespace=nowarn", "-"])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(
            &mut apply.stdin.take().unwrap(),
            format!("--- a/f\n+++ b/f\n{body}").as_bytes(),
        )
        .unwrap();
        assert!(apply.wait().unwrap().success(), "{body}");
        assert_eq!(std::fs::read_to_string(folder.path().join("f")).unwrap(), new);
    }
}
