//! The program itself, started as the runner starts the container: its environment and nothing else.

use std::process::{Command, Output};

use github_stand_in::{Job, Runner};

use super::support::{REPO, SHOP, Scene, TOKEN};

fn start(runner: &Runner) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hognose"));
    command.arg("action").env_clear().envs(&runner.env).current_dir(&runner.workspace);
    command.output().expect("the program starts")
}

#[test]
fn it_reviews_from_the_environment_alone() {
    let scene = Scene::new().input("sarif", "off");
    let number = scene.open(vec![("app.py", SHOP)]);
    let runner = scene.runner(&Job::pull_request(&scene.hub, REPO, number, "opened"));
    let output = start(&runner);
    let (log, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{log}{errors}");
    assert_eq!(scene.comments(number).len(), 1);
    assert!(log.starts_with(&format!("::add-mask::{TOKEN}\n")) && log.matches(TOKEN).count() == 1, "{log}");
    assert_eq!(errors, "");
    let outputs = runner.outputs();
    assert_eq!(outputs["conclusion"], "failure");
    assert!(runner.summary().is_some_and(|summary| summary.contains("| blocks |")));
    for name in [&outputs["sarif-file"], &outputs["report-file"]] {
        let text = std::fs::read_to_string(runner.workspace.join(name)).expect("a report in the workspace");
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
    }
    scene.hub.assert_clean();
}

#[test]
fn outside_of_a_job_it_says_what_it_wants() {
    let output = Command::new(env!("CARGO_BIN_EXE_hognose")).arg("action").env_clear().output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let log = String::from_utf8_lossy(&output.stdout);
    assert!(log.contains("`hognose action` runs inside GitHub Actions"), "{log}");
}
