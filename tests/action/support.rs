//! A repository, a pull request, a runner, and one run of the action after the other.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::time::Duration;

use github_stand_in::{Account, Content, GitHub, Job, Pull, Runner, Token};
use hognose::github::Clock;
use hognose::run::action::{World, run};
use tempfile::TempDir;

pub(crate) const REPO: &str = "octo/shop";
pub(crate) const TOKEN: &str = "ghs_0123456789abcdefABCDEF";

/// A view with one flow into SQL, which has a rewrite at its own line.
pub(crate) const SHOP: &str = "import sqlite3

from flask import Flask, request

app = Flask(__name__)


@app.get(\"/find\")
def find():
    name = request.args[\"name\"]
    with sqlite3.connect(\"shop.db\") as db:
        rows = db.execute(f\"SELECT * FROM item WHERE name = '{name}'\")
    return {\"items\": list(rows)}
";

/// The same view as it should be.
pub(crate) const FIXED: &str = "import sqlite3

from flask import Flask, request

app = Flask(__name__)


@app.get(\"/find\")
def find():
    name = request.args[\"name\"]
    with sqlite3.connect(\"shop.db\") as db:
        rows = db.execute(\"SELECT * FROM item WHERE name = ?\", (name,))
    return {\"items\": list(rows)}
";

/// A second weakness in a file of its own.
pub(crate) const FETCH: &str = "import requests


def fetch(url):
    return requests.get(url, timeout=5, verify=False)
";

/// Time that passes without waiting.
#[derive(Default)]
pub(crate) struct NoWait(Cell<Duration>);

impl Clock for NoWait {
    fn now(&self) -> u64 {
        1_790_000_000 + self.0.get().as_secs()
    }

    fn sleep(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + '_>> {
        self.0.set(self.0.get() + time);
        Box::pin(std::future::ready(()))
    }
}

/// What one run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: u8,
    pub(crate) log: String,
    pub(crate) outputs: BTreeMap<String, String>,
    pub(crate) summary: String,
    pub(crate) slept: Duration,
}

impl Ran {
    pub(crate) fn output(&self, name: &str) -> &str {
        self.outputs.get(name).map_or("", String::as_str)
    }

    /// The workflow commands of one kind.
    pub(crate) fn commands(&self, kind: &str) -> Vec<&str> {
        let head = [format!("::{kind} "), format!("::{kind}::")];
        self.log.lines().filter(|line| head.iter().any(|head| line.starts_with(head))).collect()
    }
}

/// A stand-in with a repository.
pub(crate) struct Scene {
    pub(crate) hub: GitHub,
    folder: TempDir,
    token: String,
    inputs: Vec<(String, String)>,
    runs: Cell<u32>,
}

/// Permissions of the usual workflow with code scanning.
pub(crate) const ALL: &[(&str, &str)] =
    &[("contents", "read"), ("pull-requests", "write"), ("security-events", "write")];

impl Scene {
    pub(crate) fn new() -> Self {
        Self::on(GitHub::start())
    }

    pub(crate) fn on(hub: GitHub) -> Self {
        hub.with(|world| {
            world.add_repo(REPO);
            world.commit(REPO, "main", [("README.md", "shop\n")]);
            world.tokens.insert(TOKEN.into(), Token::actions(REPO, ALL));
        });
        let folder = TempDir::new().expect("a folder");
        Self { hub, folder, token: TOKEN.to_owned(), inputs: Vec::new(), runs: Cell::new(0) }
    }

    /// Hands over another token than the job's: that of an account of one's own.
    pub(crate) fn speaking_as(mut self, token: &str, account: Account) -> Self {
        let held = Token { account, ..Token::actions(REPO, ALL) };
        self.hub.with(|world| world.tokens.insert(token.to_owned(), held));
        self.token = token.to_owned();
        self
    }

    /// Gives the token these permissions and no others.
    pub(crate) fn allow(&self, permissions: &[(&str, &str)]) {
        self.hub.with(|world| world.tokens.insert(TOKEN.into(), Token::actions(REPO, permissions)));
    }

    /// Sets an input of the action.
    pub(crate) fn input(mut self, name: &str, value: &str) -> Self {
        self.inputs.push((format!("INPUT_{}", name.to_uppercase()), value.to_owned()));
        self
    }

    pub(crate) fn base<C: Into<Content>>(&self, files: Vec<(&str, C)>) {
        self.hub.with(|world| world.commit(REPO, "main", files));
    }

    pub(crate) fn push<C: Into<Content>>(&self, files: Vec<(&str, C)>) -> String {
        self.hub.with(|world| world.commit(REPO, "topic", files))
    }

    /// Pushes files and opens a pull request.
    pub(crate) fn open<C: Into<Content>>(&self, files: Vec<(&str, C)>) -> u64 {
        self.push(files);
        self.hub.with(|world| world.open_pull(REPO, "topic"))
    }

    pub(crate) fn pull<T>(&self, number: u64, look: impl FnOnce(&Pull) -> T) -> T {
        self.hub.with(|world| look(world.pull(REPO, number)))
    }

    /// Bodies of the comments that open threads, oldest first.
    pub(crate) fn comments(&self, number: u64) -> Vec<String> {
        self.pull(number, |pull| {
            let first = pull.comments.iter().filter(|comment| comment.reply_to.is_none());
            first.map(|comment| comment.body.clone()).collect()
        })
    }

    /// The numbers of the comments that open threads.
    pub(crate) fn roots(&self, number: u64) -> Vec<u64> {
        self.pull(number, |pull| pull.threads.iter().map(|thread| thread.root).collect())
    }

    pub(crate) fn reviews(&self, number: u64) -> usize {
        self.pull(number, |pull| pull.reviews.len())
    }

    /// Runs for the pull request as it stands.
    pub(crate) fn run(&self, number: u64) -> Ran {
        self.run_job(Job::pull_request(&self.hub, REPO, number, "synchronize"))
    }

    pub(crate) fn run_job(&self, job: Job) -> Ran {
        self.run_in(job, |_| ())
    }

    /// A runner's environment and folder for the program itself.
    pub(crate) fn runner(&self, job: &Job) -> Runner {
        let runner = job.prepare(&self.hub, &self.folder.path().join("program"), &self.token);
        self.inputs.iter().fold(runner, |mut runner, (name, value)| {
            runner.env.insert(name.clone(), value.clone());
            runner
        })
    }

    /// Runs; `arrange` may change the environment.
    pub(crate) fn run_in(&self, job: Job, arrange: impl FnOnce(&mut BTreeMap<String, String>)) -> Ran {
        self.run_with(job, None, arrange)
    }

    /// Runs with a commit in the workspace.
    pub(crate) fn run_on(&self, job: Job, sha: &str) -> Ran {
        self.run_with(job, Some(sha), |_| ())
    }

    fn run_with(
        &self,
        job: Job,
        checkout: Option<&str>,
        arrange: impl FnOnce(&mut BTreeMap<String, String>),
    ) -> Ran {
        self.runs.set(self.runs.get() + 1);
        let folder: PathBuf = self.folder.path().join(self.runs.get().to_string());
        let mut runner = job.prepare(&self.hub, &folder, &self.token);
        if let Some(sha) = checkout {
            runner = runner.checkout(&self.hub, sha);
        }
        let mut env: BTreeMap<String, String> =
            runner.env.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
        env.extend(self.inputs.iter().cloned());
        arrange(&mut env);
        let lines = RefCell::new(Vec::new());
        let clock = NoWait::default();
        let world = World {
            lookup: &|name| env.get(name).cloned(),
            clock: &clock,
            log: &|line| lines.borrow_mut().push(line.to_owned()),
            today: None,
        };
        let code = run(&world);
        let read = |name: &str| {
            env.get(name).and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default()
        };
        let outputs = read("GITHUB_OUTPUT");
        let outputs = outputs.lines().filter_map(|line| line.split_once('='));
        let outputs = outputs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let log = lines.into_inner().join("\n");
        assert!(
            log.matches(&self.token).count() <= 1,
            "only the command that masks it holds the token:\n{log}"
        );
        Ran { code, log, outputs, summary: read("GITHUB_STEP_SUMMARY"), slept: clock.0.get() }
    }
}

/// The first line of a comment, by which it is known again.
pub(crate) fn mark_of(body: &str) -> &str {
    body.lines().next().unwrap_or_default()
}
