//! A pull request, and a group in the merge queue.

use std::path::Path;

use anyhow::Context;

use super::stage::{self, Stage};
use super::voice::{Shown, Voice};
use super::{Ended, Run, advisories, heading, nothing};
use crate::change::{Context as Surroundings, Folder};
use crate::config::{Selection, Settings};
use crate::finding::Review;
use crate::github::around::{self, Examined};
use crate::github::event::PullRequest;
use crate::github::fetch::{self, Fetched};
use crate::github::listing::{self, Listing};
use crate::github::plan::Material;
use crate::github::post::{self, Spoken};
use crate::github::upload::{self, Target, Uploaded};
use crate::github::{Client, Comments, Upload, gate, settings};
use crate::report::{self, markdown};
use crate::rules;
use crate::scan::{self, Options};
use crate::source::RepoPath;

/// Reviews a pull request and speaks on it.
pub(super) async fn review(
    run: &Run<'_>,
    client: &Client<'_>,
    pull: &PullRequest,
    part: Stage,
) -> anyhow::Result<Ended> {
    let listing =
        listing::pull_request(client, pull.number, &pull.base, &pull.head, pull.changed_files).await?;
    let looked = look(run, client, &listing, &pull.base, &pull.head, part).await?;
    let Some(Looked { mut fetched, review, remarks, troubles }) = looked else {
        let ended = nothing(run.world, "no Python file is changed");
        // Where branches are uploaded, a pull request without an upload would wait for one.
        if run.inputs.sarif == Upload::Auto && pull.read_only.is_none() && listing.is_whole() {
            let sarif =
                report::sarif::sarif_of(&empty(), rules::all(), run.inputs.working_directory.as_str());
            upload::upload(client, &sarif, &target(pull)).await;
        }
        return Ok(ended);
    };
    let mut voice = Voice::new(run);
    voice.note(&troubles);
    let sarif = voice.write(&review);
    if part == Stage::First {
        stage::leave(run, &mut voice, &review, pull);
    }

    // The log first: what it is accepted for decides what the comments have to say.
    let (mut alerts, mut denied) = (false, None);
    if let Some(reason) = pull.read_only {
        voice.remark(format!("Nothing was posted: {}.", reason.word()));
    } else if run.inputs.sarif == Upload::Auto {
        if fetched.is_whole() {
            match upload::upload(client, &sarif, &target(pull)).await {
                Uploaded::Accepted => alerts = true,
                Uploaded::Denied(why) => denied = Some(why),
                Uploaded::Not(why) => voice.warn(&format!("code scanning does not show the findings: {why}")),
            }
        } else {
            voice
                .warn("the SARIF log was not uploaded: an incomplete one would close alerts that still hold");
        }
    }
    let (mut shown, mut spoke_before) = (alerts, false);
    if pull.read_only.is_none() && run.inputs.comments != Comments::Off {
        match speak(run, client, pull, &listing, &mut fetched, &review, alerts).await {
            Ok(spoken) => {
                (shown, spoke_before) = (true, spoken.before);
                spoken.warnings.iter().for_each(|warning| voice.warn(warning));
                voice.remarks.extend(said_of(&spoken));
            }
            Err(error) => {
                let hint = if error.is_permission() {
                    "; give the job the permission `pull-requests: write`, or set `comments: off`"
                } else {
                    ""
                };
                voice.warn(&format!("no review was posted: {error}{hint}"));
            }
        }
    }
    if let Some(why) = denied {
        // To upload where it may is the default: a team that does not want it should not be warned at every push.
        let aloud = !review.findings.is_empty() && !spoke_before;
        voice.mention(&format!("code scanning does not show the findings: {why}"), aloud);
    }
    if part == Stage::Second {
        stage::compare(run, &mut voice, &review, &fetched, pull);
    }
    voice.remarks.extend(remarks);
    Ok(voice.end(&review, &fetched.partial, Shown { shown, sha: &pull.head, title: &heading(pull), client }))
}

/// Judges a group in the merge queue. Says nothing anywhere but in the job.
pub(super) async fn judge(
    run: &Run<'_>,
    client: &Client<'_>,
    base: &str,
    head: &str,
) -> anyhow::Result<Ended> {
    let listing = listing::comparison(client, base, head).await?;
    let Some(Looked { fetched, review, remarks, troubles }) =
        look(run, client, &listing, base, head, Stage::First).await?
    else {
        return Ok(nothing(run.world, "no Python file is changed"));
    };
    let mut voice = Voice::new(run);
    voice.note(&troubles);
    voice.remarks.extend(remarks);
    voice.write(&review);
    Ok(voice.end(&review, &fetched.partial, Shown { shown: false, sha: head, title: "merge group", client }))
}

/// What came of reading and scanning.
struct Looked {
    fetched: Fetched,
    review: Review,
    /// What there is to say of the files around the change.
    remarks: Vec<String>,
    /// What sources of advisories on the network did not answer.
    troubles: Vec<String>,
}

/// Reads and scans; `None` when the change touches nothing of interest.
async fn look(
    run: &Run<'_>,
    client: &Client<'_>,
    listing: &Listing,
    base: &str,
    head: &str,
    part: Stage,
) -> anyhow::Result<Option<Looked>> {
    let inputs = &run.inputs;
    if !listing.any(&|path| Selection::knows(path) && inputs.asks_for(path)) {
        return Ok(None);
    }
    let candidates = settings::candidates(inputs.config.as_ref(), &inputs.working_directory);
    let mut settings: Settings =
        settings::settings(client, base, &candidates, inputs.config.is_some()).await?;
    settings.today = run.world.today;
    if let Some(threshold) = inputs.fail_on {
        settings.fail_on = threshold;
    }
    let selection = Selection::new(&settings).context("cannot compile the globs of the configuration")?;
    let asked = |path: &RepoPath| selection.wants(path) && inputs.asks_for(path);
    if !listing.any(&asked) {
        return Ok(None);
    }
    let passed_over = &run.passed_over;
    let want = |path: &RepoPath| asked(path) && !passed_over.contains(path);
    // What lies in a second stage's workspace may have come with the contributor's artifact.
    let workspace =
        Some(run.workspace.as_path()).filter(|path: &&Path| part == Stage::First && path.is_dir());
    let mut fetched = fetch::read(client, listing, workspace, &want).await?;
    run.pass_over(&mut fetched.change.skipped);
    let checkout = fetched.checked_out.then(|| Folder::below(&run.workspace, &want).ok()).flatten();
    let troubles = advisories::ask(run, client, &fetched.change, &mut settings).await;
    let scan = |context: &dyn Surroundings| {
        scan::review_within(&fetched.change, context, &settings, Options::default())
    };
    let (mut review, remarks) = match &checkout {
        Some(folder) => (scan(folder), Vec::new()),
        None => {
            let near = fetched.change.files.iter().map(|file| file.path.clone()).collect();
            let Examined { review, left_out, failed } =
                around::examine(client, head, &near, &want, &scan).await;
            // What was not read this time may hold the reason for a finding that stands already.
            fetched.partial.extend(failed.map(|why| format!("files around the change were not read: {why}")));
            (review, left_out.map(|text| format!("Around the change: {text}.")).into_iter().collect())
        }
    };
    gate::unsilence(&mut review, &fetched.change);
    gate::note_configuration(&mut review, listing.paths(), &candidates);
    Ok(Some(Looked { fetched, review, remarks, troubles }))
}

async fn speak(
    run: &Run<'_>,
    client: &Client<'_>,
    pull: &PullRequest,
    listing: &Listing,
    fetched: &mut Fetched,
    review: &Review,
    alerts: bool,
) -> Result<Spoken, crate::github::ApiError> {
    let places: Vec<&RepoPath> = review.findings.iter().map(|one| &one.shown_at.path).collect();
    listing::repair(client, listing, &mut fetched.commentable, &places).await?;
    let fetched = &*fetched;
    let looked_at = |path: &RepoPath| {
        fetched.is_whole()
            && run.inputs.asks_for(path)
            && !review.skipped.iter().any(|skipped| skipped.path == *path)
    };
    let material = Material {
        review,
        lines: &fetched.commentable,
        head: &pull.head,
        most: markdown::MAX_COMMENTS,
        alerts: alerts && run.inputs.comments == Comments::Auto,
        looked_at: &looked_at,
    };
    post::speak(client, pull.number, material).await
}

fn target(pull: &PullRequest) -> Target {
    // The head's own lines were reviewed, not those of the merge commit.
    Target { git_ref: format!("refs/pull/{}/head", pull.number), sha: pull.head.clone() }
}

/// What was said, for the summary.
fn said_of(spoken: &Spoken) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(why) = spoken.silent {
        out.push(format!("Nothing was posted: {why}."));
    }
    if spoken.comments + spoken.listed > 0 {
        let listed =
            if spoken.listed > 0 { format!(", {} listed in its body", spoken.listed) } else { String::new() };
        out.push(format!("One review posted: {} told at lines of the change{listed}.", spoken.comments));
    }
    for (number, what) in [
        (spoken.told, "told on the pull request before"),
        (spoken.left_to_alerts, "shown by code scanning alone"),
        (spoken.closed, "gone, their threads closed"),
    ] {
        if number > 0 {
            out.push(format!("Findings {what}: {number}."));
        }
    }
    out
}

fn empty() -> Review {
    scan::review(&crate::change::ChangeSet::default(), &Settings::default(), Options::default())
}
