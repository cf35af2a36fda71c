//! SARIF: what is uploaded where, what a refusal says, and what is left to code scanning.

use github_stand_in::Availability;

use super::support::{FETCH, REPO, SHOP, Scene};

#[test]
fn the_log_goes_to_the_head_of_the_pull_request() {
    let scene = Scene::new();
    let number = scene.open(vec![("app.py", SHOP), ("net.py", FETCH)]);
    scene.hub.with(|world| world.repo_mut(REPO).scanning.pending_polls = 2);
    let ran = scene.run(number);
    let head = scene.pull(number, |pull| pull.head.clone());
    scene.hub.with(|world| {
        let [upload] = &world.repo(REPO).scanning.uploads[..] else { panic!("one upload") };
        assert_eq!((upload.reference.clone(), &upload.commit), (format!("refs/pull/{number}/head"), &head));
        assert_eq!((upload.errors.len(), upload.polls), (0, 3));
        assert_eq!(upload.sarif["runs"][0]["results"].as_array().map(Vec::len), Some(2));
        assert_eq!(upload.sarif["runs"][0]["automationDetails"]["id"], "hognose/");
    });
    assert_eq!(ran.output("sarif-file"), "hognose.sarif");
    scene.hub.assert_clean();
}

#[test]
fn a_clean_change_is_uploaded_too() {
    let scene = Scene::new();
    let number = scene.open(vec![("app.py", "x = 1\n")]);
    let ran = scene.run(number);
    assert_eq!((ran.code, scene.reviews(number)), (0, 0), "quiet when clean");
    scene.push(vec![("notes.txt", "x")]);
    scene.hub.with(|world| {
        world.commit_on(REPO, "other", &world.repo(REPO).branches["main"].clone(), [("notes.txt", "x")])
    });
    let other = scene.hub.with(|world| world.open_pull(REPO, "other"));
    assert_eq!(scene.run(other).output("conclusion"), "skipped");
    scene.hub.with(|world| {
        let uploads = &world.repo(REPO).scanning.uploads;
        let results: Vec<usize> = uploads
            .iter()
            .map(|upload| upload.sarif["runs"][0]["results"].as_array().map_or(9, Vec::len))
            .collect();
        assert_eq!(results, [0, 0], "no pull request is left waiting for a configuration");
    });
    scene.hub.assert_clean();
}

#[test]
fn what_keeps_code_scanning_from_it_is_named() {
    let scene = Scene::new();
    let number = scene.open(vec![("app.py", SHOP)]);
    scene.allow(&[("contents", "read"), ("pull-requests", "write")]);
    let ran = scene.run(number);
    let [warning] = ran.commands("warning")[..] else { panic!("{}", ran.log) };
    assert!(warning.contains("`security-events: write`"), "{warning}");
    assert_eq!((ran.code, scene.comments(number).len()), (1, 1));
    assert!(ran.summary.contains("\nCode scanning does not show the findings: "), "{}", ran.summary);
    assert!(ran.summary.contains("“Resource not accessible by integration”"), "{}", ran.summary);
    assert!(ran.summary.contains("`security-events: write`"), "{}", ran.summary);
    // Once is enough: the workflow may well be meant so. The summary goes on to say it.
    let ran = scene.run(number);
    assert_eq!(ran.commands("warning"), Vec::<&str>::new());
    assert!(ran.summary.contains("or set `sarif: off`"), "{}", ran.summary);
    let strict = scene.input("fail-on-trouble", "all").input("fail-on", "never");
    assert_eq!(strict.run(number).code, 0, "to upload where it may is no trouble where it may not");
    for state in [Availability::NotEnabled, Availability::NotEnabledOld] {
        let scene = Scene::new();
        let number = scene.open(vec![("app.py", SHOP)]);
        scene.hub.with(|world| world.repo_mut(REPO).scanning.availability = state);
        let ran = scene.run(number);
        let [warning] = ran.commands("warning")[..] else { panic!("{}", ran.log) };
        assert!(warning.contains("enable code scanning"), "{warning}");
        assert_eq!(scene.comments(number).len(), 1);
    }
    let scene = Scene::new().input("sarif", "off");
    let number = scene.open(vec![("app.py", SHOP)]);
    assert_eq!(scene.run(number).commands("warning").len(), 0);
    assert_eq!(scene.hub.count("POST", "/code-scanning/sarifs"), 0);
}

#[test]
fn nothing_is_told_twice_and_comments_can_be_had_or_not() {
    // A finding without flow, rewrite or words of its own; the alert says all there is to say.
    let plain = "import telnetlib\n\nDEBUG = True\napp = __import__(\"flask\").Flask(__name__)\napp.run(host=\"0.0.0.0\", debug=True)\n";
    let counts = |comments: &str, sarif: &str| {
        let scene = Scene::new().input("comments", comments).input("sarif", sarif).input("fail-on", "low");
        let number = scene.open(vec![("app.py", SHOP), ("run.py", plain)]);
        let ran = scene.run(number);
        let all: usize = ran.output("findings-count").parse().unwrap();
        (all, scene.comments(number).len(), ran)
    };
    let (all, told, _) = counts("all", "auto");
    assert_eq!(told, all);
    let (_, told, _) = counts("auto", "off");
    assert_eq!(told, all, "nothing else shows them");
    let (_, told, ran) = counts("auto", "auto");
    if told < all {
        assert!(
            ran.summary.contains(&format!("shown by code scanning alone: {}", all - told)),
            "{}",
            ran.summary
        );
    }
    let (_, told, ran) = counts("off", "off");
    assert_eq!(
        (told, ran.commands("error").len() + ran.commands("warning").len() + ran.commands("notice").len()),
        (0, all)
    );
}
