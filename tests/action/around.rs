//! The files around a change: out of a checkout, or over the interface in few requests.

use std::collections::BTreeMap;

use github_stand_in::{Content, Fault, Job, Reply};

use super::support::{REPO, SHOP, Scene};

/// A route that passes what clients send to a function of another file.
const ROUTE: &str = "from flask import Flask, request\n\nfrom shop import store\n\napp = Flask(__name__)\n\n\n@app.get(\"/find\")\ndef find():\n    return {\"rows\": store.find(request.args[\"q\"])}\n";

const STORE: &str = "import sqlite3\n\n\ndef find(term):\n    db = sqlite3.connect(\"shop.db\")\n    return db.execute(f\"SELECT * FROM item WHERE name = '{term}'\").fetchall()\n";

const HARMLESS: &str = "def find(term):\n    return []\n";

/// A shop of which the change alters one file; `others` lie beside it.
fn shop(store: (&str, &str), route: (&str, &str), others: usize) -> (Scene, u64) {
    let scene = Scene::new();
    let mut files: BTreeMap<String, String> =
        (0..others).map(|at| (format!("far/m{at}.py"), format!("x = {at}\n"))).collect();
    files.insert("shop/__init__.py".into(), String::new());
    files.insert("shop/store.py".into(), store.0.into());
    files.insert("shop/views.py".into(), route.0.into());
    scene.base(files.iter().map(|(path, text)| (path.as_str(), text.clone())).collect());
    let both = [("shop/store.py", store), ("shop/views.py", route)];
    let changed = both.iter().filter(|(_, (old, new))| old != new);
    let number = scene.open(changed.map(|(path, (_, new))| (*path, *new)).collect());
    (scene, number)
}

#[test]
fn a_checkout_shows_what_lies_around_the_change() {
    let (scene, number) = shop((HARMLESS, STORE), (ROUTE, ROUTE), 0);
    let head = scene.pull(number, |pull| pull.head.clone());
    let ran = scene.run_on(Job::pull_request(&scene.hub, REPO, number, "synchronize"), &head);
    assert_eq!((ran.code, ran.output("blocking-count")), (1, "1"), "{}", ran.log);
    assert!(scene.comments(number)[0].contains("shop/views.py"), "{:?}", scene.comments(number));
    assert_eq!(scene.hub.count("GET", "/git/trees/*"), 0, "nothing is asked for that lies there");
    scene.hub.assert_clean();
}

#[test]
fn without_one_the_callers_of_the_change_are_read_over_the_interface() {
    let (scene, number) = shop((HARMLESS, STORE), (ROUTE, ROUTE), 40);
    let ran = scene.run(number);
    assert_eq!((ran.code, ran.output("blocking-count")), (1, "1"), "{}", ran.log);
    assert!(scene.comments(number)[0].contains("shop/views.py"), "{:?}", scene.comments(number));
    assert!(!ran.summary.contains("Around the change"), "{}", ran.summary);
    assert!(scene.hub.log().len() <= 12, "{}", scene.hub.log().len());
    scene.hub.assert_clean();
}

#[test]
fn so_is_what_the_change_calls() {
    let (scene, number) = shop((STORE, STORE), ("x = 1\n", ROUTE), 0);
    let ran = scene.run(number);
    assert_eq!(ran.output("findings-count"), "1", "{}", ran.log);
    assert!(scene.comments(number)[0].contains("shop/store.py"), "{:?}", scene.comments(number));
    scene.hub.assert_clean();
    // Once read, the answer is the same: nothing is told again, and nothing closed.
    let ran = scene.run(number);
    assert_eq!((ran.output("findings-count"), scene.comments(number).len()), ("1", 1));
}

#[test]
fn a_fork_has_surroundings_too() {
    let scene = Scene::new();
    scene.base(vec![("shop/__init__.py", ""), ("shop/store.py", HARMLESS), ("shop/views.py", ROUTE)]);
    let number = scene.hub.with(|world| {
        world.fork(REPO, "mallory/shop");
        world.commit("mallory/shop", "fix", [("shop/store.py", STORE)]);
        world.open_pull(REPO, "mallory:fix")
    });
    let ran = scene.run(number);
    assert_eq!((ran.code, ran.output("blocking-count")), (1, "1"), "{}", ran.log);
    scene.hub.assert_clean();
}

#[test]
fn what_asks_for_nothing_costs_nothing() {
    let scene = Scene::new();
    scene.base(vec![("other.py", SHOP)]);
    let number = scene.open(vec![("app.py", "import os\n\nprint(os.name)\n")]);
    scene.run(number);
    assert_eq!(scene.hub.count("GET", "/git/trees/*"), 0);
}

#[test]
fn a_large_project_is_looked_through_near_the_change_and_that_is_said() {
    let (scene, number) = shop((HARMLESS, STORE), (ROUTE, ROUTE), 400);
    let ran = scene.run(number);
    assert_eq!(ran.output("blocking-count"), "1", "what is near comes first: {}", ran.log);
    assert!(ran.summary.contains("Around the change: 2"), "{}", ran.summary);
    assert!(ran.summary.contains("farther away were not looked through"), "{}", ran.summary);
    assert!(!ran.summary.contains("Partial"), "it is the same at each run: {}", ran.summary);
    assert!(scene.hub.log().len() <= 12, "{}", scene.hub.log().len());
    scene.hub.assert_clean();
}

#[test]
fn a_list_that_ends_early_is_used_as_far_as_it_goes() {
    let (scene, number) = shop((HARMLESS, STORE), (ROUTE, ROUTE), 0);
    let tree = r#"{"sha":"0123456789012345678901234567890123456789","tree":[],"truncated":true}"#;
    let reply = Reply::raw(200, "application/json", tree.as_bytes().to_vec());
    scene.hub.fault(Fault::on("GET", "/git/trees/*").answer(reply));
    let ran = scene.run(number);
    assert_eq!(ran.output("blocking-count"), "0", "{}", ran.log);
    assert!(ran.summary.contains("GitHub lists only a part of this repository"), "{}", ran.summary);
}

#[test]
fn surroundings_that_cannot_be_read_cost_no_finding_and_close_nothing() {
    let (scene, number) = shop((HARMLESS, STORE), (ROUTE, ROUTE), 0);
    scene.run(number);
    assert_eq!(scene.comments(number).len(), 1);
    scene.push(vec![(
        "shop/net.py",
        Content::from("import requests\n\nrequests.get('https://example.com', timeout=3, verify=False)\n"),
    )]);
    scene.hub.fault(Fault::on("GET", "/git/trees/*").always().answer(Reply::bad_gateway()));
    let uploads = scene.hub.count("POST", "/code-scanning/sarifs");
    let ran = scene.run(number);
    assert_eq!(ran.output("findings-count"), "2", "{}", ran.log);
    assert!(ran.summary.contains("Partial: files around the change were not read"), "{}", ran.summary);
    assert_eq!(scene.hub.count("POST", "/code-scanning/sarifs"), uploads, "an incomplete log closes alerts");
    scene.pull(number, |pull| assert!(pull.comments.iter().all(|comment| comment.minimized.is_none())));
}
