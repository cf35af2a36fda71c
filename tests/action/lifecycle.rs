//! The life of a finding on a pull request.

use github_stand_in::{Account, Content, Fault, Reply};

use super::support::{FETCH, FIXED, REPO, SHOP, Scene, mark_of};

fn two() -> (Scene, u64) {
    let scene = Scene::new();
    let number = scene.open(vec![("app.py", SHOP), ("net.py", FETCH)]);
    (scene, number)
}

#[test]
fn a_first_review_is_one_review_with_suggestions() {
    let (scene, number) = two();
    let ran = scene.run(number);
    scene.hub.assert_clean();
    assert_eq!(ran.code, 1, "{}", ran.log);
    assert_eq!(scene.reviews(number), 1);
    let comments = scene.comments(number);
    assert_eq!(comments.len(), 2, "{comments:#?}");
    assert!(
        comments[0].contains(
            "```suggestion\n        rows = db.execute(\"SELECT * FROM item WHERE name = ?\", (name,))\n```"
        ),
        "{}",
        comments[0]
    );
    let head = scene.pull(number, |pull| pull.head.clone());
    scene.pull(number, |pull| {
        let review = &pull.reviews[0];
        assert_eq!((review.state.as_str(), &review.commit), ("COMMENTED", &head));
        assert!(review.body.contains("2 new findings"), "{}", review.body);
    });
    assert_eq!((ran.output("findings-count"), ran.output("conclusion")), ("2", "failure"));
    assert!(ran.summary.starts_with("## hognose: "), "{}", ran.summary);
    assert_eq!(
        ran.commands("error"),
        Vec::<&str>::new(),
        "what is told on the pull request is not told again"
    );
}

/// Two routes whose rewrites want the same import, far above.
fn far() -> String {
    let filler: String = (0..15).map(|at| format!("LIMIT_{at} = {at}\n")).collect();
    let route = |name: &str| {
        format!(
            "\n\n@app.post(\"/{name}\")\ndef {name}():\n    if request.headers[\"X-{name}\"] != API_TOKEN:\n        abort(403)\n    return \"\"\n"
        )
    };
    let head = "import os\n\nfrom flask import Flask, abort, request\n\napp = Flask(__name__)\nAPI_TOKEN = os.environ[\"API_TOKEN\"]\n";
    format!("{head}{filler}{}{filler}{}", route("one"), route("two"))
}

#[test]
fn an_import_far_away_is_the_other_half_of_a_suggestion() {
    let scene = Scene::new();
    let number = scene.open(vec![("app.py", far())]);
    let ran = scene.run(number);
    assert_eq!(ran.output("findings-count"), "2", "{}", ran.log);
    let comments = scene.comments(number);
    // The import once, though both want it.
    assert_eq!(comments.len(), 3, "{comments:#?}");
    let halves: Vec<&String> = comments.iter().filter(|body| body.contains("the other half of")).collect();
    let [half] = halves[..] else { panic!("{comments:#?}") };
    assert!(half.contains("```suggestion\nimport hmac\nimport os\n```"), "{half}");
    let uses = comments.iter().filter(|body| body.contains("    if not hmac.compare_digest("));
    assert_eq!(
        uses.filter(|body| body.contains("It needs the suggestion at `app.py:1` as well.")).count(),
        2
    );
    assert!(ran.summary.contains("2 told at lines of the change"), "{}", ran.summary);
    scene.hub.assert_clean();
    // Told is told, and both halves go with their finding.
    scene.run(number);
    assert_eq!((scene.reviews(number), scene.comments(number).len()), (1, 3));
    scene.push(vec![("app.py", "x = 1\n")]);
    scene.run(number);
    scene.pull(number, |pull| assert!(pull.comments.iter().all(|comment| comment.minimized.is_some())));
    scene.hub.assert_clean();
}

#[test]
fn an_import_outside_of_the_diff_is_shown_with_its_use() {
    let scene = Scene::new();
    let safe = far().replace("request.headers[\"X-two\"] != API_TOKEN", "not request.headers[\"X-two\"]");
    scene.base(vec![("app.py", safe)]);
    let number = scene.open(vec![("app.py", far())]);
    scene.run(number);
    let comments = scene.comments(number);
    let [one] = &comments[..] else { panic!("{comments:#?}") };
    assert!(
        one.contains("```diff") && one.contains("+import hmac") && !one.contains("```suggestion"),
        "{one}"
    );
    scene.hub.assert_clean();
}

#[test]
fn how_to_silence_says_where_that_counts() {
    let (scene, number) = two();
    let ran = scene.run(number);
    for body in scene.comments(number) {
        assert!(body.contains("which counts once it is on the base branch</sub>"), "{body}");
    }
    assert!(!ran.log.contains("= silence:"), "{}", ran.log);
}

#[test]
fn an_unchanged_push_says_nothing() {
    let (scene, number) = two();
    scene.run(number);
    scene.hub.clear_log();
    scene.push(vec![("notes.txt", "x")]);
    // Lines drift: the findings are the same.
    scene.push(vec![("app.py", format!("# one\n# two\n{SHOP}"))]);
    let ran = scene.run(number);
    assert_eq!((ran.code, scene.reviews(number), scene.comments(number).len()), (1, 1, 2));
    assert_eq!(scene.hub.count("POST", "/pulls/*/reviews"), 0);
    assert!(ran.summary.contains("told on the pull request before: 2"), "{}", ran.summary);
    scene.hub.assert_clean();
}

#[test]
fn a_force_push_says_nothing() {
    let (scene, number) = two();
    scene.run(number);
    scene.hub.with(|world| {
        world.commit(REPO, "main", [("other.txt", "x")]);
        let base = world.repo(REPO).branches["main"].clone();
        world.commit_on(REPO, "topic", &base, [("app.py", SHOP), ("net.py", FETCH)]);
    });
    scene.run(number);
    assert_eq!((scene.reviews(number), scene.comments(number).len()), (1, 2));
    scene.hub.assert_clean();
}

#[test]
fn half_fixed_then_fixed_then_back() {
    let (scene, number) = two();
    scene.run(number);
    let marks: Vec<String> = scene.comments(number).iter().map(|body| mark_of(body).to_owned()).collect();
    scene.push(vec![("app.py", FIXED)]);
    let ran = scene.run(number);
    assert_eq!(ran.code, 1);
    assert_eq!(scene.reviews(number), 1, "what is gone is no news for a review");
    let state = |scene: &Scene| -> Vec<(bool, bool)> {
        scene.pull(number, |pull| {
            let first = pull.comments.iter().filter(|comment| comment.reply_to.is_none());
            first
                .map(|comment| (comment.body.contains("**Not found any more**"), comment.minimized.is_some()))
                .collect()
        })
    };
    assert_eq!(state(&scene), [(true, true), (false, false)]);

    scene.push(vec![("net.py", "import requests\n")]);
    let ran = scene.run(number);
    assert_eq!((ran.code, ran.output("conclusion")), (0, "success"));
    assert_eq!(state(&scene), [(true, true), (true, true)]);
    scene.hub.clear_log();
    scene.run(number);
    assert!(
        scene.hub.log().iter().all(|entry| !entry.writes() || entry.path.ends_with("/sarifs")),
        "a second run writes nothing"
    );

    scene.push(vec![("app.py", SHOP)]);
    let ran = scene.run(number);
    assert_eq!((ran.code, scene.reviews(number), scene.comments(number).len()), (1, 2, 3));
    assert_eq!(mark_of(&scene.comments(number)[2]), marks[0], "the same finding, told anew");
    scene.hub.assert_clean();
}

#[test]
fn where_the_token_may_the_thread_is_resolved() {
    let (scene, number) = two();
    scene.allow(&[("contents", "write"), ("pull-requests", "write"), ("security-events", "write")]);
    scene.run(number);
    scene.push(vec![("app.py", FIXED)]);
    scene.run(number);
    scene.pull(number, |pull| {
        let resolved: Vec<bool> = pull.threads.iter().map(|thread| thread.resolved_by.is_some()).collect();
        assert_eq!(resolved, [true, false]);
        assert!(pull.comments.iter().all(|comment| comment.minimized.is_none()));
    });
    scene.hub.assert_clean();
}

#[test]
fn what_a_person_resolved_is_not_told_again() {
    let (scene, number) = two();
    scene.run(number);
    let root = scene.roots(number)[0];
    scene.hub.with(|world| world.resolve_as(REPO, number, root, "alice"));
    scene.push(vec![("app.py", format!("# moved\n{SHOP}"))]);
    scene.run(number);
    assert_eq!((scene.reviews(number), scene.comments(number).len()), (1, 2));
    scene.push(vec![("app.py", FIXED)]);
    scene.run(number);
    scene.push(vec![("app.py", SHOP)]);
    scene.run(number);
    assert_eq!((scene.reviews(number), scene.comments(number).len()), (2, 3), "it was gone, and came back");
    scene.hub.assert_clean();
}

#[test]
fn a_thread_that_a_person_answered_in_is_left_alone() {
    let (scene, number) = two();
    scene.run(number);
    let root = scene.roots(number)[0];
    scene.hub.with(|world| world.reply_as(REPO, number, root, "alice", "why?"));
    let before = scene.comments(number)[0].clone();
    scene.push(vec![("app.py", FIXED)]);
    scene.run(number);
    scene.pull(number, |pull| {
        let first = &pull.comments[0];
        assert_eq!((&first.body, first.minimized.is_some()), (&before, false));
        assert!(pull.threads[0].resolved_by.is_none());
    });
    scene.hub.assert_clean();
}

#[test]
fn a_pasted_mark_is_not_believed() {
    let (scene, number) = two();
    scene.run(number);
    let mark = mark_of(&scene.comments(number)[0]).to_owned();
    let other = Scene::new();
    let number = other.open(vec![("app.py", SHOP), ("net.py", FETCH)]);
    for login in ["mallory", "other-app[bot]"] {
        other.hub.with(|world| world.comment_as(REPO, number, login, "app.py", 1, &format!("{mark}\nmine")));
    }
    other.run(number);
    assert_eq!(other.comments(number).len(), 4, "both findings are told");
    other.push(vec![("app.py", FIXED)]);
    other.run(number);
    other.pull(number, |pull| {
        let strangers = pull.comments.iter().filter(|comment| comment.author != Account::actions());
        assert!(strangers.map(|comment| comment.body.as_str()).all(|body| body.ends_with("\nmine")));
        let minimized = pull.comments.iter().filter(|comment| comment.minimized.is_some()).count();
        assert_eq!(minimized, 1, "hognose's own");
    });
    other.hub.assert_clean();
}

#[test]
fn own_comments_are_known_under_any_token() {
    let app = Account { login: "hognose-review[bot]".into(), bot: true };
    for (token, account) in [
        ("ghp_0123456789abcdef0123456789abcdef0123", Account::person("carol")),
        ("github_pat_0123456789abcdef_0123456789abcdef", Account::person("carol")),
        ("ghs_fedcba9876543210fedcba9876543210fedc", app),
        ("ghu_fedcba9876543210fedcba9876543210fedc", Account::person("carol")),
    ] {
        let scene = Scene::new().speaking_as(token, account.clone());
        let number = scene.open(vec![("app.py", SHOP), ("net.py", FETCH)]);
        scene.run(number);
        scene.run(number);
        assert_eq!((scene.reviews(number), scene.comments(number).len()), (1, 2), "told once by {token}");
        scene.pull(number, |pull| assert!(pull.comments.iter().all(|comment| comment.author == account)));

        // The job's own account wrote nothing here, whatever mark it carries; nor did anyone else.
        let mark = mark_of(&scene.comments(number)[0]).to_owned();
        for login in ["mallory", "github-actions[bot]"] {
            let body = format!("{mark}\nnot mine");
            scene.hub.with(|world| world.comment_as(REPO, number, login, "app.py", 1, &body));
        }
        scene.push(vec![("app.py", FIXED)]);
        scene.run(number);
        scene.pull(number, |pull| {
            let hidden: Vec<bool> = pull.comments.iter().map(|comment| comment.minimized.is_some()).collect();
            assert_eq!(hidden, [true, false, false, false], "{token}");
            assert!(pull.comments[2..].iter().all(|comment| comment.body.ends_with("\nnot mine")));
        });
        scene.hub.assert_clean();
    }
}

#[test]
fn a_mark_is_the_word_of_whose_token_it_is() {
    let (scene, number) = two();
    scene.run(number);
    let mark = mark_of(&scene.comments(number)[0]).to_owned();
    // Both pasted somebody's comment; one of them is the person whose token speaks here.
    let other =
        Scene::new().speaking_as("ghp_0123456789abcdef0123456789abcdef0123", Account::person("carol"));
    let number = other.open(vec![("app.py", SHOP), ("net.py", FETCH)]);
    other.hub.with(|world| world.comment_as(REPO, number, "carol", "app.py", 1, &format!("{mark}\nmine")));
    other.hub.with(|world| world.comment_as(REPO, number, "dave", "net.py", 1, &format!("{mark}\nmine")));
    other.run(number);
    assert_eq!(other.comments(number).len(), 3, "the one that nobody spoke of");
    other.hub.assert_clean();
}

#[test]
fn a_post_whose_answer_got_lost_is_not_repeated() {
    for fault in [
        Fault::on("POST", "/pulls/*/reviews").answer_after(Reply::bad_gateway()),
        Fault::on("POST", "/pulls/*/reviews").drop_after(),
    ] {
        let (scene, number) = two();
        scene.hub.fault(fault);
        let ran = scene.run(number);
        assert_eq!((scene.reviews(number), scene.comments(number).len()), (1, 2), "{}", ran.log);
        assert_eq!(scene.hub.count("POST", "/pulls/*/reviews"), 1);
        assert_eq!(ran.commands("warning"), Vec::<&str>::new());
        scene.hub.assert_clean();
    }
}

#[test]
fn a_post_that_was_lost_is_made_again() {
    let (scene, number) = two();
    scene.hub.fault(Fault::on("POST", "/pulls/*/reviews").answer(Reply::bad_gateway()));
    scene.run(number);
    assert_eq!((scene.reviews(number), scene.comments(number).len()), (1, 2));
    assert_eq!(scene.hub.count("POST", "/pulls/*/reviews"), 2);
}

#[test]
fn a_crash_anywhere_is_made_good_by_the_next_run() {
    // Every write of the second run fails once, before or after it took place; the third comes to the same end.
    for write in ["/pulls/comments/*", "/graphql"] {
        for after in [false, true] {
            let (scene, number) = two();
            scene.run(number);
            scene.push(vec![("app.py", FIXED), ("net.py", "import requests\n")]);
            let method = if write == "/graphql" { "POST" } else { "PATCH" };
            let fault = Fault::on(method, write);
            let fault = if write == "/graphql" { fault.holding("minimizeComment") } else { fault };
            let broken = Reply::error(500, "Server Error");
            scene.hub.fault(if after { fault.answer_after(broken) } else { fault.answer(broken) });
            let ran = scene.run(number);
            assert_eq!(ran.commands("warning").len(), 1, "{}", ran.log);
            scene.run(number);
            scene.pull(number, |pull| {
                assert_eq!((pull.reviews.len(), pull.comments.len()), (1, 2));
                for comment in &pull.comments {
                    assert_eq!(comment.body.matches("**Not found any more**").count(), 1);
                    assert!(comment.minimized.is_some());
                }
            });
        }
    }
}

#[test]
fn the_head_moves_between_reading_and_posting() {
    let (scene, number) = two();
    let late = Fault::on("POST", "/graphql").holding("reviewThreads").before(|world| {
        world.commit(REPO, "topic", [("late.txt", Content::from("x"))]);
    });
    scene.hub.fault(late);
    let ran = scene.run(number);
    assert_eq!((ran.code, scene.reviews(number)), (1, 0));
    assert!(ran.summary.contains("has a newer commit"), "{}", ran.summary);
    scene.run(number);
    assert_eq!(scene.reviews(number), 1);
}

#[test]
fn a_refused_anchor_costs_no_finding() {
    let (scene, number) = two();
    let message = "Pull request review thread line must be part of the diff and Pull request review thread diff hunk can't be blank";
    scene.hub.fault(Fault::on("POST", "/pulls/*/reviews").answer(Reply::refusal(
        422,
        "Unprocessable Entity",
        vec![message.into()],
    )));
    let ran = scene.run(number);
    assert_eq!((scene.reviews(number), scene.comments(number).len()), (1, 0));
    scene.pull(number, |pull| {
        assert!(pull.reviews[0].body.contains("`app.py:12`") && pull.reviews[0].body.contains("`net.py:5`"))
    });
    assert_eq!(ran.commands("warning").len(), 1, "{}", ran.log);
    scene.run(number);
    assert_eq!((scene.reviews(number), scene.comments(number).len()), (1, 0), "told is told");
}
