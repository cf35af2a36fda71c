//! Two stages for forks: what the first leaves is the contributor's, and decides nothing.

use std::cell::RefCell;
use std::path::PathBuf;

use github_stand_in::{Job, Token};

use super::support::{ALL, FETCH, REPO, Ran, SHOP, Scene, TOKEN};

const FILE: &str = "hognose-findings.json";

fn fork() -> (Scene, u64) {
    let scene = Scene::new();
    let number = scene.hub.with(|world| {
        world.fork(REPO, "mallory/shop");
        world.commit("mallory/shop", "fix", [("app.py", SHOP), ("net.py", FETCH)]);
        world.open_pull(REPO, "mallory:fix")
    });
    (scene, number)
}

/// Runs the first stage, and gives what it leaves.
fn first(scene: &Scene, number: u64) -> String {
    scene.hub.with(|world| world.tokens.insert(TOKEN.into(), Token::read_only(REPO)));
    let workspace = RefCell::new(PathBuf::new());
    let job = Job::pull_request(&scene.hub, REPO, number, "opened");
    let ran = scene.run_in(job, |env| *workspace.borrow_mut() = env["GITHUB_WORKSPACE"].clone().into());
    assert_eq!((ran.code, ran.output("findings-file")), (1, FILE), "{}", ran.log);
    scene.hub.with(|world| world.tokens.insert(TOKEN.into(), Token::actions(REPO, ALL)));
    std::fs::read_to_string(workspace.into_inner().join(FILE)).expect("the first stage's file")
}

/// Runs the second stage with `left` in its workspace.
fn second(scene: &Scene, number: u64, left: Option<&[u8]>) -> Ran {
    scene.run_in(Job::workflow_run(&scene.hub, REPO, number, 99), |env| {
        if let Some(left) = left {
            std::fs::write(format!("{}/{FILE}", env["GITHUB_WORKSPACE"]), left).expect("the workspace");
        }
    })
}

#[test]
fn what_the_first_stage_found_the_second_finds_again_and_tells() {
    let (scene, number) = fork();
    let left = first(&scene, number);
    assert!(!left.contains("SELECT") && !left.contains("message"), "names and nothing else: {left}");
    let ran = second(&scene, number, Some(left.as_bytes()));
    assert_eq!((ran.code, scene.comments(number).len(), scene.reviews(number)), (1, 2, 1), "{}", ran.log);
    assert!(ran.summary.contains("Of the first stage's findings 2 were found again."), "{}", ran.summary);
    assert_eq!(ran.commands("warning"), Vec::<&str>::new());
    scene.hub.assert_clean();
}

#[test]
fn only_a_run_that_cannot_speak_leaves_something() {
    let scene = Scene::new();
    let number = scene.open(vec![("app.py", SHOP)]);
    assert_eq!(scene.run(number).output("findings-file"), "");
}

#[test]
fn without_the_file_the_second_stage_stands_alone() {
    let (scene, number) = fork();
    let ran = second(&scene, number, None);
    assert_eq!(scene.comments(number).len(), 2, "{}", ran.log);
    assert!(ran.summary.contains("this review stands alone"), "{}", ran.summary);
    assert_eq!(ran.commands("warning"), Vec::<&str>::new(), "a first stage need not leave any");
}

#[test]
fn a_contributor_can_neither_silence_nor_speak_through_the_file() {
    let (scene, number) = fork();
    let left = first(&scene, number);
    let head = scene.pull(number, |pull| pull.head.clone());
    let row = |rule: &str, path: &str, line: u32| {
        format!(r#"{{"rule":"{rule}","path":"{path}","line":{line},"fingerprint":"0123456789abcdef"}}"#)
    };
    let file =
        |rows: &[String]| format!(r#"{{"version":1,"head":"{head}","findings":[{}]}}"#, rows.join(","));
    // Nothing named: all is told the same.
    let ran = second(&scene, number, Some(file(&[]).as_bytes()));
    assert_eq!(scene.comments(number).len(), 2, "{}", ran.log);
    assert!(ran.summary.contains("Found here alone: 2"), "{}", ran.summary);
    let comments = scene.comments(number);

    // Invented: told in the job alone, and only what lies in the diff.
    let rows = [
        row("code-injection", "app.py", 3),
        row("code-injection", "app.py", 999),
        row("code-injection", "README.md", 1),
        row("code-injection", "<img src=x>", 1),
    ];
    let ran = second(&scene, number, Some(file(&rows).as_bytes()));
    assert_eq!((ran.output("findings-count"), scene.comments(number)), ("2", comments.clone()));
    assert!(ran.summary.contains("- `code-injection` at `app.py:3`"), "{}", ran.summary);
    assert!(ran.summary.contains("passed over: 3"), "{}", ran.summary);
    assert!(!ran.summary.contains("<img") && !ran.log.contains("<img"));

    // Not ours at all.
    let old = left.replace(&head, &"0".repeat(40));
    for left in [
        b"PK\x03\x04".as_slice(),
        b"\xff\xfe{}",
        b"::set-output name=x::y",
        b"null",
        b"",
        "[".repeat(200_000).as_bytes(),
        " ".repeat(3 << 20).as_bytes(),
        file(&[row("no-such-rule", "app.py", 1)]).as_bytes(),
        file(&[row("code-injection", "../../etc/passwd", 1)]).as_bytes(),
        old.as_bytes(),
    ] {
        let ran = second(&scene, number, Some(left));
        assert_eq!((ran.code, scene.comments(number)), (1, comments.clone()), "{}", ran.log);
        assert_eq!(ran.commands("warning").len(), 1, "{}", ran.log);
        assert!(ran.commands("warning")[0].contains("counts for nothing: "), "{}", ran.log);
        assert!(!ran.log.contains("set-output") && !ran.log.contains("passwd"), "{}", ran.log);
    }
    scene.hub.assert_clean();
}

#[test]
#[cfg(unix)]
fn a_link_in_place_of_the_file_is_not_followed() {
    let (scene, number) = fork();
    let left = first(&scene, number);
    let outside = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(outside.path(), left).expect("a file");
    let ran = scene.run_in(Job::workflow_run(&scene.hub, REPO, number, 99), |env| {
        let link = format!("{}/{FILE}", env["GITHUB_WORKSPACE"]);
        std::os::unix::fs::symlink(outside.path(), link).expect("a link");
    });
    assert!(ran.summary.contains("The first stage left no `hognose-findings.json`"), "{}", ran.summary);
}

#[test]
fn files_that_came_along_are_no_checkout() {
    // The changed file as it is, and beside it a function that is not in the commit and makes the data harmless.
    let (store, route) = (
        "import sqlite3\n\n\ndef find(term):\n    db = sqlite3.connect(\"shop.db\")\n    return db.execute(f\"SELECT * FROM item WHERE name = '{term}'\").fetchall()\n",
        "from flask import Flask, request\n\nfrom store import find\nfrom clean import clean\n\napp = Flask(__name__)\n\n\n@app.get(\"/find\")\ndef search():\n    return {\"rows\": find(clean(request.args[\"q\"]))}\n",
    );
    let scene = Scene::new();
    scene.base(vec![("clean.py", "def clean(text):\n    return text.strip()\n")]);
    let number = scene.hub.with(|world| {
        world.fork(REPO, "mallory/shop");
        world.commit("mallory/shop", "fix", [("store.py", store), ("views.py", route)]);
        world.open_pull(REPO, "mallory:fix")
    });
    let files =
        [("store.py", store), ("views.py", route), ("clean.py", "def clean(text):\n    return int(text)\n")];
    let ran = scene.run_in(Job::workflow_run(&scene.hub, REPO, number, 99), |env| {
        for (name, text) in files {
            std::fs::write(format!("{}/{name}", env["GITHUB_WORKSPACE"]), text).expect("the workspace");
        }
    });
    assert_eq!((ran.code, ran.output("blocking-count")), (1, "1"), "{}", ran.log);
    assert_eq!(scene.comments(number).len(), 1);
    scene.hub.assert_clean();
}
