//! The whole tree of a branch: for pushes, schedules and runs by hand.

use anyhow::Context;

use super::voice::{Shown, Voice};
use super::{Ended, Run, nothing};
use crate::change::files;
use crate::config::Selection;
use crate::github::upload::{self, Target, Uploaded};
use crate::github::{Client, Upload};
use crate::run::configure;
use crate::scan::{self, Options};
use crate::source::RepoPath;

/// Scans what is checked out, and uploads the log to the branch.
pub(super) async fn scan(
    run: &Run<'_>,
    client: &Client<'_>,
    git_ref: &str,
    sha: &str,
) -> anyhow::Result<Ended> {
    let (inputs, root) = (&run.inputs, &run.workspace);
    let mut settings = configure::read_from(
        &inputs.working_directory.under(root),
        inputs.config.as_ref().map(|path| path.under(root)).as_deref(),
        true,
    )?;
    settings.today = run.world.today;
    if let Some(threshold) = inputs.fail_on {
        settings.fail_on = threshold;
    }
    let selection = Selection::new(&settings).context("cannot compile the globs of the configuration")?;
    let passed_over = &run.passed_over;
    let want =
        |path: &RepoPath| selection.wants(path) && inputs.asks_for(path) && !passed_over.contains(path);
    let (listed, skipped) = files::list(root, &[], &want)?;
    if listed.is_empty() && skipped.is_empty() && passed_over.is_empty() {
        if !root.join(".git").exists() {
            anyhow::bail!("the workspace is empty; run actions/checkout before");
        }
        return Ok(nothing(run.world, "there is no Python file"));
    }
    let load = |path: &RepoPath| files::load(root, path);
    let mut review = scan::scan(&listed, &load, &|| (), &settings, Options::default());
    review.skipped.extend(skipped);
    run.pass_over(&mut review.skipped);

    let mut voice = Voice::new(run);
    let sarif = voice.write(&review);
    let mut shown = false;
    if inputs.sarif == Upload::Auto && git_ref.starts_with("refs/heads/") {
        let target = Target { git_ref: git_ref.to_owned(), sha: sha.to_owned() };
        match upload::upload(client, &sarif, &target).await {
            Uploaded::Accepted => shown = true,
            Uploaded::Denied(why) | Uploaded::Not(why) => {
                voice.warn(&format!("code scanning does not show the findings: {why}"))
            }
        }
    }
    Ok(voice.end(&review, &[], Shown { shown, sha, title: git_ref, client }))
}
