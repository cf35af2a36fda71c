//! Permissions that are missing, limits, servers that fail.

use std::time::Duration;

use github_stand_in::{Fault, Job, Reply};

use super::support::{FETCH, REPO, SHOP, Scene};

#[test]
fn without_the_permission_to_comment_the_job_tells() {
    let scene = Scene::new();
    scene.allow(&[("contents", "read"), ("pull-requests", "read")]);
    let number = scene.open(vec![("app.py", SHOP)]);
    let ran = scene.run(number);
    assert_eq!((ran.code, scene.reviews(number)), (1, 0));
    let warnings = ran.commands("warning").join("\n");
    assert!(
        warnings.contains("`pull-requests: write`") && warnings.contains("pull_requests=write"),
        "{warnings}"
    );
    assert!(warnings.contains("`security-events: write`"), "{warnings}");
    assert_eq!(ran.commands("error").len(), 1, "the finding as an annotation: {}", ran.log);
    assert!(ran.summary.contains("pull-requests: write"), "{}", ran.summary);
    let strict = scene.input("fail-on-trouble", "all").input("fail-on", "never");
    assert_eq!(strict.run(number).code, 2);
}

#[test]
fn without_the_permission_to_read_the_scan_fails() {
    let scene = Scene::new();
    let number = scene.open(vec![("app.py", SHOP)]);
    scene.hub.with(|world| world.repo_mut(REPO).private = true);
    scene.allow(&[("contents", "read")]);
    let ran = scene.run(number);
    assert_eq!((ran.code, ran.output("conclusion")), (2, "error"), "{}", ran.log);
    assert_eq!(ran.commands("error").len(), 1);
}

#[test]
fn limits_are_waited_for_and_then_given_up() {
    let scene = Scene::new();
    let number = scene.open(vec![("app.py", SHOP)]);
    scene.hub.fault(Fault::on("GET", "/pulls/*/files").answer(Reply::secondary_limit(429, Some(30))));
    scene.hub.fault(Fault::on("POST", "/pulls/*/reviews").answer(Reply::secondary_limit(403, Some(20))));
    let ran = scene.run(number);
    assert_eq!((ran.code, scene.reviews(number)), (1, 1), "{}", ran.log);
    assert!(ran.slept >= Duration::from_secs(50) && ran.slept < Duration::from_secs(70), "{:?}", ran.slept);

    let scene = Scene::new().input("sarif", "off");
    let number = scene.open(vec![("app.py", SHOP)]);
    scene.hub.fault(
        Fault::on("POST", "/pulls/*/reviews").always().answer(Reply::primary_limit(403, 1_790_003_000)),
    );
    let ran = scene.run(number);
    assert_eq!((ran.code, scene.hub.count("POST", "/pulls/*/reviews")), (1, 1));
    assert!(ran.slept < Duration::from_secs(120));
    assert!(
        ran.commands("warning").iter().any(|line| line.contains("limit on requests is used up")),
        "{}",
        ran.log
    );
    assert_eq!(ran.commands("error").len(), 1);
}

#[test]
fn throttling_in_the_guise_of_a_mistake_is_waited_for() {
    let scene = Scene::new();
    let number = scene.open(vec![("app.py", SHOP)]);
    scene.hub.fault(Fault::on("POST", "/pulls/*/reviews").answer(Reply::abuse()));
    let ran = scene.run(number);
    assert_eq!((scene.reviews(number), scene.comments(number).len()), (1, 1), "{}", ran.log);
}

#[test]
fn reads_are_repeated_and_an_end_is_told() {
    let scene = Scene::new();
    let number = scene.open(vec![("app.py", SHOP)]);
    scene.hub.fault(Fault::on("GET", "/pulls/*/files").times(2).answer(Reply::bad_gateway()));
    scene.hub.fault(Fault::on("POST", "/graphql").drop_connection());
    assert_eq!((scene.run(number).code, scene.reviews(number)), (1, 1));

    let scene = Scene::new();
    let number = scene.open(vec![("app.py", SHOP)]);
    scene.hub.fault(Fault::on("GET", "/pulls/*/files").always().answer(Reply::bad_gateway()));
    let ran = scene.run(number);
    assert_eq!((ran.code, scene.hub.count("GET", "/pulls/*/files")), (2, 4));
    assert!(
        ran.commands("error")[0].contains("list the files of the pull request: GitHub answered 502"),
        "{}",
        ran.log
    );
}

#[test]
fn a_redirect_to_another_host_is_not_followed() {
    let scene = Scene::new();
    let number = scene.open(vec![("app.py", SHOP)]);
    let away = Reply::empty(302).header("location", "http://127.0.0.1:9/steal");
    scene.hub.fault(Fault::on("GET", "/pulls/*/files").answer(away));
    let ran = scene.run(number);
    assert_eq!(ran.code, 2);
    assert!(ran.log.contains("redirects (302) where it is not followed"), "{}", ran.log);
    let here = format!("{}/repos/{REPO}/pulls/{number}/files?per_page=100&page=1", scene.hub.rest_url());
    scene.hub.fault(Fault::on("GET", "/pulls/*/files").answer(Reply::empty(301).header("location", &here)));
    assert_eq!(scene.run(number).code, 1, "a repository that was renamed");
}

#[test]
fn an_answer_that_is_no_answer_is_an_error() {
    let scene = Scene::new();
    let number = scene.open(vec![("app.py", SHOP)]);
    for body in ["<html>", "[{\"filename\":1}]", &"[".repeat(5_000)] {
        let reply = Reply::raw(200, "application/json", body.as_bytes().to_vec());
        scene.hub.fault(Fault::on("GET", "/pulls/*/files").answer(reply));
        let ran = scene.run(number);
        assert_eq!(ran.code, 2);
        assert!(ran.log.contains("is not what GitHub promises"), "{}", ran.log);
    }
}

#[test]
fn wrong_inputs_are_named() {
    let scene = Scene::new().input("comments", "some");
    let number = scene.open(vec![("app.py", SHOP)]);
    let ran = scene.run(number);
    assert_eq!((ran.code, ran.output("conclusion")), (2, "error"));
    assert!(
        ran.commands("error")[0].contains("the input `comments` has the unknown value `some`"),
        "{}",
        ran.log
    );
    assert!(scene.hub.log().is_empty());
}

#[test]
fn a_file_on_which_hognose_died_is_passed_over_and_named() {
    let scene = Scene::new();
    let number = scene.open(vec![("app.py", SHOP), ("net.py", FETCH)]);
    let word = tempfile::tempdir().expect("a folder");
    let run = |passed_over: &str| {
        std::fs::write(word.path().join("passed-over"), passed_over).expect("a folder");
        let job = Job::pull_request(&scene.hub, REPO, number, "synchronize");
        scene.run_in(job, |env| {
            env.insert("HOGNOSE_WORKER".into(), word.path().display().to_string());
        })
    };
    let ran = run(r#"["net.py"]"#);
    assert_eq!((ran.code, ran.output("findings-count")), (1, "1"), "{}", ran.log);
    assert!(
        ran.summary.contains("not reviewed: `net.py`, internal error; please report it"),
        "{}",
        ran.summary
    );
    // With nothing left it is no change without files.
    let ran = run(r#"["net.py", "app.py"]"#);
    assert_eq!((ran.output("findings-count"), ran.output("conclusion")), ("0", "success"), "{}", ran.log);
    assert!(ran.summary.contains("not reviewed: `app.py`"), "{}", ran.summary);
    scene.pull(number, |pull| assert!(pull.comments.iter().all(|comment| comment.minimized.is_none())));
    scene.hub.assert_clean();
}
