//! One job for each event.

use github_stand_in::{GitHub, Job, Token};
use serde_json::json;

use super::support::{FETCH, REPO, SHOP, Scene, TOKEN};

#[test]
fn a_merge_group_is_judged_in_silence() {
    let scene = Scene::new();
    let number = scene.open(vec![("app.py", SHOP)]);
    let ran = scene.run_job(Job::merge_group(&scene.hub, REPO, number));
    scene.hub.assert_clean();
    assert_eq!((ran.code, ran.output("blocking-count")), (1, "1"));
    assert_eq!(ran.commands("error").len(), 1, "{}", ran.log);
    assert!(scene.hub.log().iter().all(|entry| !entry.writes()), "nothing is posted, and nothing uploaded");
}

#[test]
fn a_push_scans_the_tree_and_uploads_to_its_branch() {
    let scene = Scene::new();
    scene.base(vec![("app.py", SHOP), ("net.py", FETCH)]);
    let sha = scene.hub.with(|world| world.repo(REPO).branches["main"].clone());
    for job in [
        Job::push(&scene.hub, REPO, "main", false),
        Job::schedule(&scene.hub, REPO),
        Job::workflow_dispatch(&scene.hub, REPO),
    ] {
        let ran = scene.run_on(job, &sha);
        assert_eq!((ran.code, ran.output("findings-count")), (1, "2"), "{}", ran.log);
    }
    scene.hub.with(|world| {
        let uploads = &world.repo(REPO).scanning.uploads;
        assert_eq!(uploads.len(), 3);
        assert!(uploads.iter().all(|upload| upload.reference == "refs/heads/main" && upload.commit == sha));
    });
    scene.hub.assert_clean();
    let ran = scene.run_job(Job::push(&scene.hub, REPO, "main", false));
    assert_eq!(ran.code, 2);
    assert!(ran.log.contains("run actions/checkout before"), "{}", ran.log);
}

#[test]
fn a_fork_is_read_and_judged_without_a_write() {
    for gone in [false, true] {
        let scene = Scene::new();
        let number = scene.hub.with(|world| {
            world.fork(REPO, "mallory/shop");
            world.commit("mallory/shop", "fix", [("app.py", SHOP)]);
            let number = world.open_pull(REPO, "mallory:fix");
            world.tokens.insert(TOKEN.into(), Token::read_only(REPO));
            if gone {
                world.pull_mut(REPO, number).head_repo = None;
            }
            number
        });
        let ran = scene.run(number);
        assert_eq!((ran.code, ran.output("conclusion")), (1, "failure"), "{}", ran.log);
        assert!(scene.hub.log().iter().all(|entry| !entry.writes()), "no write is tried");
        assert_eq!(ran.commands("error").len(), 1, "{}", ran.log);
        assert_eq!(ran.commands("warning").len(), 0, "{}", ran.log);
        assert!(ran.summary.contains("comes from a fork"), "{}", ran.summary);
        scene.hub.assert_clean();
    }
}

#[test]
fn dependabot_is_read_only_too() {
    let scene = Scene::new();
    let number = scene.open(vec![("app.py", SHOP)]);
    scene.hub.with(|world| world.tokens.insert(TOKEN.into(), Token::read_only(REPO)));
    let ran = scene.run_job(Job::dependabot(&scene.hub, REPO, number, "opened"));
    assert_eq!(ran.code, 1);
    assert!(scene.hub.log().iter().all(|entry| !entry.writes()));
    assert!(ran.summary.contains("Dependabot"), "{}", ran.summary);
}

#[test]
fn a_fork_is_spoken_on_from_the_target_s_side_and_in_the_second_stage() {
    for second in [false, true] {
        let scene = Scene::new();
        let number = scene.hub.with(|world| {
            world.fork(REPO, "mallory/shop");
            world.commit("mallory/shop", "fix", [("app.py", SHOP)]);
            world.open_pull(REPO, "mallory:fix")
        });
        let job = if second {
            Job::workflow_run(&scene.hub, REPO, number, 99)
        } else {
            Job::pull_request_target(&scene.hub, REPO, number, "opened")
        };
        let ran = scene.run_job(job);
        assert_eq!((ran.code, scene.comments(number).len()), (1, 1), "{}", ran.log);
        scene.hub.assert_clean();
    }
}

#[test]
fn the_second_stage_trusts_only_the_pull_request_that_github_names() {
    let scene = Scene::new();
    let number = scene.hub.with(|world| {
        world.fork(REPO, "mallory/shop");
        world.commit("mallory/shop", "fix", [("app.py", SHOP)]);
        world.open_pull(REPO, "mallory:fix")
    });
    let job = Job::workflow_run(&scene.hub, REPO, number, 99);
    scene.hub.with(|world| world.commit("mallory/shop", "fix", [("late.py", "x = 1\n")]));
    let ran = scene.run_job(job);
    assert_eq!((ran.code, ran.output("conclusion"), scene.reviews(number)), (0, "skipped", 0), "{}", ran.log);
}

#[test]
fn what_brings_nothing_ends_at_once() {
    let scene = Scene::new();
    let number = scene.open(vec![("notes.txt", "x"), ("app.js", "eval(x)")]);
    for job in [
        Job::other(&scene.hub, REPO, "issues", json!({})),
        Job::other(&scene.hub, REPO, "push", json!({ "deleted": true })),
    ] {
        let ran = scene.run_job(job);
        assert_eq!((ran.code, ran.output("conclusion")), (0, "skipped"));
        assert!(ran.log.contains("nothing to review: "), "{}", ran.log);
    }
    assert!(scene.hub.log().is_empty(), "nothing is asked");
    let scene = scene.input("sarif", "off");
    let ran = scene.run(number);
    assert_eq!((ran.code, ran.output("conclusion")), (0, "skipped"));
    assert_eq!(scene.hub.log().len(), 1, "the list of files");
    scene.hub.assert_clean();
}

#[test]
fn an_enterprise_server_has_its_own_addresses() {
    let scene = Scene::on(GitHub::enterprise());
    let number = scene.open(vec![("app.py", SHOP)]);
    let ran = scene.run(number);
    assert_eq!((ran.code, scene.comments(number).len()), (1, 1), "{}", ran.log);
    assert!(scene.hub.log().iter().all(|entry| entry.path.starts_with("/api/")));
    assert!(
        ran.summary.contains(&format!("]({}/octo/shop/blob/", scene.hub.server_url())),
        "{}",
        ran.summary
    );
    scene.hub.assert_clean();
}

#[test]
fn the_configuration_is_the_base_branch_s() {
    let scene = Scene::new();
    scene.base(vec![("hognose.toml", "fail-on = \"never\"\n")]);
    let number = scene.open(vec![("app.py", SHOP), ("hognose.toml", "ignore = [\"sql-injection\"]\n")]);
    let ran = scene.run(number);
    assert_eq!((ran.code, ran.output("findings-count")), (0, "1"), "{}", ran.log);
    assert!(ran.summary.contains("the review used the base branch's version"), "{}", ran.summary);
    let ran = scene.input("fail-on", "high").run(number);
    assert_eq!(ran.code, 1, "an input has the last word");
}

#[test]
fn a_broken_configuration_is_an_error_with_its_place() {
    let scene = Scene::new();
    scene.base(vec![("hognose.toml", "\nfail-on = \"hihg\"\n")]);
    let number = scene.open(vec![("app.py", SHOP)]);
    let ran = scene.run(number);
    assert_eq!((ran.code, ran.output("conclusion")), (2, "error"));
    assert!(ran.commands("error")[0].contains("hognose.toml:2:"), "{}", ran.log);
    assert_eq!(scene.input("fail-on-trouble", "never").run(number).code, 0);
}

#[test]
fn a_mark_that_the_change_brings_silences_nothing() {
    let marked = SHOP.replace("'{name}'\")", "'{name}'\")  # hognose: ignore[sql-injection] -- trust me");
    let scene = Scene::new();
    let number = scene.open(vec![("app.py", marked.clone())]);
    let ran = scene.run(number);
    assert_eq!((ran.code, ran.output("blocking-count")), (1, "1"), "{}", ran.log);
    assert!(ran.summary.contains("comes with this change"), "{}", ran.summary);

    // On the base branch it is the team's word. The finding is new, the mark is not.
    let scene = Scene::new();
    let harmless = marked.replace("f\"SELECT * FROM item WHERE name = '{name}'\"", "\"SELECT 1\"");
    scene.base(vec![(
        "app.py",
        harmless
            .replace("        rows", "        # hognose: ignore[sql-injection] -- known\n        rows")
            .replace("  # hognose: ignore[sql-injection] -- trust me", ""),
    )]);
    let both =
        SHOP.replace("        rows", "        # hognose: ignore[sql-injection] -- known\n        rows");
    let number = scene.open(vec![("app.py", both)]);
    let ran = scene.run(number);
    assert_eq!((ran.code, ran.output("findings-count")), (0, "0"), "{}", ran.log);
}
