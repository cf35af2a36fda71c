//! Reading: few requests, odd rows, large changes, the workspace.

use github_stand_in::{Content, Fault, Job, Reply};

use super::support::{FETCH, REPO, SHOP, Scene};

#[test]
fn a_usual_pull_request_takes_few_requests() {
    let scene = Scene::new();
    let mut files: Vec<(String, String)> =
        (0..18).map(|at| (format!("pkg/m{at}.py"), format!("x{at} = {at}\n"))).collect();
    scene.base(files.iter().map(|(path, text)| (path.as_str(), text.clone())).collect());
    for (_, text) in &mut files {
        text.push_str("y = 1\n");
    }
    files.push(("app.py".into(), SHOP.into()));
    files.push(("net.py".into(), FETCH.into()));
    let number = scene.open(files.iter().map(|(path, text)| (path.as_str(), text.clone())).collect());
    let ran = scene.run(number);
    assert_eq!((ran.code, scene.comments(number).len()), (1, 2), "{}", ran.log);
    let log: Vec<String> =
        scene.hub.log().iter().map(|entry| format!("{} {}", entry.method, entry.path)).collect();
    assert!(log.len() <= 12, "{log:#?}");
    scene.hub.assert_clean();
}

#[test]
fn what_the_workspace_holds_is_not_fetched() {
    let scene = Scene::new();
    let number = scene.open(vec![("app.py", SHOP)]);
    let (head, merge) = scene.pull(number, |pull| (pull.head.clone(), pull.merge.clone()));
    for sha in [head, merge] {
        scene.hub.clear_log();
        let ran = scene.run_on(Job::pull_request(&scene.hub, REPO, number, "synchronize"), &sha);
        assert_eq!((ran.code, ran.output("findings-count")), (1, "1"), "{}", ran.log);
        let blobs = scene
            .hub
            .log()
            .iter()
            .filter(|entry| entry.body["variables"]["v0"].as_str().is_some_and(|v| v.len() == 40))
            .count();
        assert_eq!(blobs, 0);
    }
    // Another content under the same name is seen through.
    let base = scene.hub.with(|world| world.commit(REPO, "elsewhere", [("app.py", "x = 1\n")]));
    let ran = scene.run_on(Job::pull_request(&scene.hub, REPO, number, "synchronize"), &base);
    assert_eq!(ran.output("findings-count"), "1");
    scene.hub.assert_clean();
}

#[test]
fn a_change_of_dependencies_alone_is_reviewed() {
    let scene = Scene::new();
    scene.base(vec![("requirements.txt", "requests==2.33.0\n")]);
    let number = scene.open(vec![("requirements.txt", "requests==2.33.0\njinja2==2.4\n")]);
    let ran = scene.run(number);
    assert_eq!(ran.output("findings-count"), "1", "{}", ran.log);
    assert!(scene.comments(number)[0].contains("vulnerable-dependency"), "{:?}", scene.comments(number));
    scene.hub.assert_clean();
}

#[test]
fn rows_that_github_left_empty_are_no_unchanged_files() {
    let scene = Scene::new();
    scene.base(vec![("z.py", "import os\n".to_owned()), ("old.py", "def f():\n    pass\n".repeat(30))]);
    scene.hub.with(|world| world.limits.answer_patch_lines = 50);
    let long: String = (0..60).map(|at| format!("a{at} = {at}\n")).collect();
    let number = scene.open(vec![
        ("a.py", long.as_str().into()),
        ("old.py", Content::Gone),
        ("new.py", format!("{}{SHOP}", "def f():\n    pass\n".repeat(30)).into()),
        ("z.py", Content::from(FETCH)),
    ]);
    let ran = scene.run(number);
    assert_eq!((ran.code, ran.output("findings-count")), (1, "2"), "{}", ran.log);
    assert_eq!(scene.comments(number).len(), 2, "the rows were asked for by themselves");
    scene.hub.assert_clean();
}

#[test]
fn a_file_too_large_for_a_patch_is_told_of_in_the_body() {
    let scene = Scene::new();
    scene.hub.with(|world| world.limits.file_patch_lines = 100);
    let text = format!("{}{SHOP}", "# line\n".repeat(200));
    let number = scene.open(vec![("app.py", text)]);
    scene.run(number);
    assert_eq!((scene.reviews(number), scene.comments(number).len()), (1, 0));
    scene.pull(number, |pull| {
        assert!(pull.reviews[0].body.contains("`app.py:212`"), "{}", pull.reviews[0].body)
    });
    scene.hub.assert_clean();
}

#[test]
fn old_findings_and_moves_are_no_news() {
    let scene = Scene::new();
    scene.base(vec![("app.py", SHOP), ("net.py", FETCH)]);
    let number = scene.open(vec![
        ("shop/views.py", Content::MovedFrom("app.py".into())),
        ("net.py", Content::from(format!("{FETCH}\n\ndef other():\n    return 1\n"))),
    ]);
    let ran = scene.run(number);
    assert_eq!((ran.code, ran.output("findings-count"), scene.reviews(number)), (0, "0", 0), "{}", ran.log);
    scene.hub.assert_clean();
}

#[test]
fn bytes_that_are_no_utf8_are_read_as_they_are() {
    let scene = Scene::new();
    let latin = |text: &str| -> Vec<u8> {
        format!("# -*- coding: latin-1 -*-\n# caf\u{1}\n{text}")
            .bytes()
            .map(|byte| if byte == 1 { 0xe9 } else { byte })
            .collect()
    };
    let mut marked = "\u{feff}".as_bytes().to_vec();
    marked.extend(FETCH.as_bytes());
    scene.base(vec![("app.py", latin("import os\n"))]);
    let number = scene.open(vec![
        ("app.py", latin(SHOP)),
        ("bom.py", marked),
        ("bad.py", b"x = '\xff'\n".to_vec()),
        ("nul.py", b"\0\0".to_vec()),
    ]);
    let ran = scene.run(number);
    assert_eq!(ran.output("findings-count"), "2", "{}", ran.log);
    assert!(ran.summary.contains("not reviewed: `bad.py`, not valid UTF-8"), "{}", ran.summary);
    scene.hub.assert_clean();
}

#[test]
fn heavy_answers_are_halved() {
    let scene = Scene::new();
    let big = |at: usize| {
        format!("{}{}", "# filler\n".repeat(2_000), FETCH.replace("fetch", &format!("fetch{at}")))
    };
    let files: Vec<(String, String)> = (0..8).map(|at| (format!("m{at}.py"), big(at))).collect();
    let number = scene.open(files.iter().map(|(path, text)| (path.as_str(), text.clone())).collect());
    scene.hub.with(|world| world.limits.graphql_bytes = 50_000);
    let ran = scene.run(number);
    assert_eq!(ran.output("findings-count"), "8", "{}", ran.log);
    scene.hub.with(|world| world.limits.graphql_text = 1_000);
    assert_eq!(scene.run(number).output("findings-count"), "8", "what is cut is read over REST");
    scene.hub.assert_clean();
}

/// More files than GitHub lists; the one with a finding comes after all that it does.
fn many(count: usize) -> Vec<(String, String)> {
    let plain = (0..count).map(|at| (format!("p{}/m{at}.py", at % 40), format!("x = {at}\n")));
    plain.chain([("z.py".to_owned(), SHOP.to_owned())]).collect()
}

#[test]
fn three_thousand_files_and_one_more() {
    let scene = Scene::new();
    let files = many(3_001);
    let number = scene.open(files.iter().map(|(path, text)| (path.as_str(), text.clone())).collect());
    let ran = scene.run(number);
    assert_eq!((ran.code, ran.output("findings-count")), (1, "1"), "{}", ran.log);
    assert!(!ran.summary.contains("Partial"), "{}", ran.summary);
    assert!(scene.hub.log().len() < 110, "{}", scene.hub.log().len());
    scene.pull(number, |pull| {
        assert!(pull.reviews[0].body.contains("`z.py:12`"), "no row, no line to stand at")
    });
    scene.hub.assert_clean();
}

#[test]
fn a_list_that_cannot_be_completed_is_called_partial() {
    let scene = Scene::new();
    let mut files = many(120);
    files.push(("a.py".into(), FETCH.into()));
    let number = scene.open(files.iter().map(|(path, text)| (path.as_str(), text.clone())).collect());
    scene.hub.with(|world| world.limits.files = 100);
    let tree = r#"{"sha":"0123456789012345678901234567890123456789","tree":[],"truncated":true}"#;
    let reply = Reply::raw(200, "application/json", tree.as_bytes().to_vec());
    scene.hub.fault(Fault::on("GET", "/git/trees/*").answer(reply));
    let ran = scene.run(number);
    assert_eq!((ran.code, ran.output("findings-count")), (1, "1"), "{}", ran.log);
    assert!(ran.summary.contains("Partial: GitHub lists 100 of the 122 files"), "{}", ran.summary);
    assert_eq!(scene.hub.count("POST", "/code-scanning/sarifs"), 0, "an incomplete log closes alerts");
}

#[test]
fn a_large_merge_group_is_judged_as_a_whole() {
    let scene = Scene::new();
    scene.base(vec![("old.py", FETCH)]);
    let files = many(310);
    let mut files: Vec<(&str, Content)> =
        files.iter().map(|(path, text)| (path.as_str(), Content::from(text.clone()))).collect();
    files.push(("old.py", Content::Gone));
    files.push(("zz/new.py", Content::from(FETCH)));
    let number = scene.open(files);
    let ran = scene.run_job(Job::merge_group(&scene.hub, REPO, number));
    assert_eq!((ran.code, ran.output("findings-count")), (1, "1"), "the moved file is no news: {}", ran.log);
    scene.hub.assert_clean();
}

#[test]
fn files_of_equal_content_are_read_each() {
    let scene = Scene::new();
    let number = scene.open(vec![("a/net.py", FETCH), ("b/net.py", FETCH), ("c/net.py", FETCH)]);
    let ran = scene.run(number);
    assert_eq!(ran.output("findings-count"), "3", "{}", ran.log);
    assert!(!ran.summary.contains("not reviewed"), "{}", ran.summary);
    scene.hub.assert_clean();
}

#[test]
fn an_old_side_that_could_not_be_fetched_makes_no_news() {
    let scene = Scene::new();
    scene.base(vec![("net.py", FETCH)]);
    scene.hub.with(|world| world.limits.file_patch_lines = 3);
    let number = scene.open(vec![("net.py", format!("{FETCH}\n\n# more\n# and more\n"))]);
    let bases = Fault::on("POST", "/graphql").holding(":net.py").always().answer(Reply::bad_gateway());
    scene.hub.fault(bases);
    let ran = scene.run(number);
    assert_eq!((ran.code, ran.output("findings-count"), scene.reviews(number)), (0, "0", 0), "{}", ran.log);
    assert!(ran.summary.contains("not reviewed: `net.py`, old side not compared"), "{}", ran.summary);
    scene.hub.heal();
    assert_eq!(scene.run(number).output("findings-count"), "0");
    scene.hub.assert_clean();
}

#[test]
fn a_huge_file_is_named_and_not_read() {
    let scene = Scene::new();
    let huge = "# twenty megabytes of nothing much\n".repeat(600_000);
    let number = scene.open(vec![("huge.py", huge), ("net.py", FETCH.to_owned())]);
    let ran = scene.run(number);
    assert_eq!(ran.output("findings-count"), "1", "{}", ran.log);
    assert!(ran.summary.contains("not reviewed: `huge.py`, over 10 MB"), "{}", ran.summary);
    scene.hub.assert_clean();
}

#[test]
fn a_file_that_could_not_be_fetched_closes_nothing() {
    let scene = Scene::new();
    let number = scene.open(vec![("app.py", SHOP), ("net.py", FETCH)]);
    scene.run(number);
    scene.push(vec![("app.py", format!("# moved\n{SHOP}"))]);
    scene.hub.fault(Fault::on("GET", "/git/blobs/*").always().answer(Reply::bad_gateway()));
    scene.hub.fault(
        Fault::on("POST", "/graphql").holding("query Blobs").nth(2).times(20).answer(Reply::bad_gateway()),
    );
    let ran = scene.run(number);
    assert!(ran.summary.contains("not reviewed: "), "{}", ran.summary);
    scene.pull(number, |pull| assert!(pull.comments.iter().all(|comment| comment.minimized.is_none())));
}
