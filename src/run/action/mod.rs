//! `hognose action`: what the image does. Reads the event, reviews through the API, speaks back.
//!
//! Everything from outside comes through [`World`], so that tests run it whole without the environment or a clock. What
//! is decided is decided in `github`; this is the order of the steps and what is said when one fails.

mod advisories;
mod files;
mod pull;
mod said;
mod stage;
mod tree;
mod voice;
pub(in crate::run) mod worker;

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::Context as _;

use super::{BLOCKED, CLEAN, FAILED, configure, write};
use crate::change::Skipped;
use crate::finding::Review;
use crate::github::event::{self, Context, Job, PullRequest};
use crate::github::outputs::Conclusion;
use crate::github::{
    Bases, Client, Clock, Inputs, Network, Proxies, Repository, SystemClock, Trouble, annotations, listing,
};
use crate::report::safe;
use crate::scan::DEFECT;
use crate::source::RepoPath;
use said::Said;
use stage::Stage;

/// What the run takes from outside.
pub struct World<'a> {
    /// A variable of the environment.
    pub lookup: &'a dyn Fn(&str) -> Option<String>,
    /// The time.
    pub clock: &'a dyn Clock,
    /// Writes one line to the job's log.
    pub log: &'a dyn Fn(&str),
    /// The day that `until=` in a mark is held against.
    pub today: Option<jiff::civil::Date>,
}

/// What is known before anything is fetched.
pub(super) struct Run<'a> {
    world: &'a World<'a>,
    inputs: Inputs,
    bases: Bases,
    repository: Repository,
    workspace: PathBuf,
    /// Files that an earlier attempt of this very run died on.
    passed_over: BTreeSet<RepoPath>,
}

/// How a run ended, before it becomes an exit code.
struct Ended {
    said: Said,
    /// True when something that was to be said could not be.
    trouble: bool,
}

/// Runs on the environment of the process.
pub(super) fn main() -> u8 {
    let lookup = |name: &str| std::env::var(name).ok();
    let log = |line: &str| {
        // A closed log has nobody to tell.
        let _ = write::stdout(format!("{line}\n").as_bytes());
    };
    let world = World { lookup: &lookup, clock: &SystemClock, log: &log, today: Some(configure::today()) };
    match worker::elsewhere() {
        None => run(&world),
        Some(Ok(code)) => code,
        Some(Err(error)) => {
            let trouble = Inputs::read(world.lookup).map_or(Trouble::Scan, |inputs| inputs.trouble);
            let (said, code) = failed(&world, &error.to_string(), trouble);
            said.hand_over(&world);
            code
        }
    }
}

/// The end of a run that could not do its work.
fn failed(world: &World<'_>, why: &str, trouble: Trouble) -> (Said, u8) {
    (world.log)(&annotations::error(why));
    (Said::failed(why), if trouble == Trouble::Never { CLEAN } else { FAILED })
}

impl Run<'_> {
    /// Notes what is passed over because hognose is at fault.
    fn pass_over(&self, skipped: &mut Vec<Skipped>) {
        let one = |path: &RepoPath| Skipped { path: path.clone(), why: DEFECT.into() };
        skipped.extend(self.passed_over.iter().map(one));
        skipped.sort();
    }
}

/// Runs, and returns the exit code: 0 nothing blocks, 1 something does, 2 the scan could not be done.
pub fn run(world: &World<'_>) -> u8 {
    // Before anything else: whatever goes wrong may be written to the log.
    let raw = |name: &str| {
        (world.lookup)(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    };
    for secret in ["INPUT_GITHUB-TOKEN", "INPUT_GITHUB_TOKEN"].into_iter().filter_map(raw) {
        (world.log)(&annotations::mask(&secret));
    }
    let inputs = Inputs::read(world.lookup);
    let trouble = inputs.as_ref().map_or(Trouble::Scan, |inputs| inputs.trouble);
    let ended = inputs.map_err(anyhow::Error::from).and_then(|inputs| start(world, inputs));
    let (said, code) = match ended {
        Ok(ended) => {
            let blocked = if ended.said.conclusion == Conclusion::Failure { BLOCKED } else { CLEAN };
            let failed = ended.trouble && trouble == Trouble::All && blocked == CLEAN;
            (ended.said, if failed { FAILED } else { blocked })
        }
        Err(error) => failed(world, &safe::line(&format!("{error:#}")), trouble),
    };
    // The last thing that later steps and people get, and no reason to fail.
    for warning in said.hand_over(world) {
        (world.log)(&annotations::warning(&warning));
    }
    code
}

fn start(world: &World<'_>, inputs: Inputs) -> anyhow::Result<Ended> {
    let text = |name: &str| (world.lookup)(name).unwrap_or_default();
    let context = Context {
        name: text("GITHUB_EVENT_NAME"),
        git_ref: text("GITHUB_REF"),
        sha: text("GITHUB_SHA"),
        actor: text("GITHUB_ACTOR"),
    };
    anyhow::ensure!(
        !context.name.is_empty(),
        "GITHUB_EVENT_NAME is not set; `hognose action` runs inside GitHub Actions"
    );
    let payload = files::payload(&text("GITHUB_EVENT_PATH"))?;
    let job = event::job(&context, &payload)?;
    let job = match job {
        Job::Nothing(why) => return Ok(nothing(world, &why)),
        job => job,
    };
    let workspace = match text("GITHUB_WORKSPACE") {
        path if path.is_empty() => std::env::current_dir().context("cannot read the current folder")?,
        path => PathBuf::from(path),
    };
    let run = Run {
        world,
        bases: Bases::read(world.lookup)?,
        repository: Repository::parse(&text("GITHUB_REPOSITORY"))?,
        inputs,
        workspace,
        passed_over: worker::passed_over(world.lookup),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.context("cannot start the client")?.block_on(work(&run, job))
}

async fn work(run: &Run<'_>, job: Job) -> anyhow::Result<Ended> {
    let inputs = &run.inputs;
    let network =
        Network { certificates: inputs.certificates.as_deref(), proxies: Proxies::read(run.world.lookup)? };
    let token = inputs.token.as_ref();
    let client = Client::new(run.bases.clone(), run.repository.clone(), token, &network, run.world.clock)?;
    match job {
        Job::Nothing(why) => Ok(nothing(run.world, &why)),
        Job::PullRequest(pull) => pull::review(run, &client, &pull, Stage::First).await,
        Job::SecondStage { head, head_repository, .. } => {
            let found = listing::pull_request_of(&client, &head, head_repository.as_deref()).await?;
            match found {
                Some(pull) => {
                    (run.world.log)(&format!("second stage for pull request {}", pull.number));
                    pull::review(run, &client, &pull, Stage::Second).await
                }
                None => Ok(nothing(
                    run.world,
                    "no open pull request has the commit of the first workflow as its head",
                )),
            }
        }
        Job::MergeGroup { base, head } => pull::judge(run, &client, &base, &head).await,
        Job::Tree { git_ref, sha } => tree::scan(run, &client, &git_ref, &sha).await,
    }
}

fn nothing(world: &World<'_>, why: &str) -> Ended {
    (world.log)(&format!("hognose: nothing to review: {}", safe::line(why)));
    Ended { said: Said::nothing(why), trouble: false }
}

/// The result that a review comes to.
fn conclusion(review: &Review) -> Conclusion {
    if review.blocking().next().is_some() { Conclusion::Failure } else { Conclusion::Success }
}

/// A word for a pull request's address, for links.
fn tree_url(run: &Run<'_>, sha: &str) -> String {
    let Repository { owner, name } = &run.repository;
    format!("{}/{owner}/{name}/blob/{sha}", run.bases.server)
}

/// What `pull` needs of a pull request in the log.
fn heading(pull: &PullRequest) -> String {
    format!("pull request {} at {}", pull.number, pull.head.get(..7).unwrap_or_default())
}
