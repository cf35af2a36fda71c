//! A pull request, and a group in the merge queue.

use std::path::Path;

use anyhow::Context;

use super::said::Said;
use super::{Ended, Run, advisories, conclusion, files, heading, nothing, tree_url};
use crate::change::{Folder, NoContext};
use crate::config::{Selection, Settings};
use crate::finding::Review;
use crate::github::event::PullRequest;
use crate::github::fetch::{self, Fetched};
use crate::github::listing::{self, Listing};
use crate::github::plan::Material;
use crate::github::post::{self, Spoken};
use crate::github::upload::{self, Target, Uploaded};
use crate::github::{Client, Comments, Upload, annotations, gate, settings, summary};
use crate::report::{self, markdown, safe};
use crate::rules;
use crate::scan::{self, Options};
use crate::source::RepoPath;

/// Reviews a pull request and speaks on it.
pub(super) async fn review(run: &Run<'_>, client: &Client<'_>, pull: &PullRequest) -> anyhow::Result<Ended> {
    let listing =
        listing::pull_request(client, pull.number, &pull.base, &pull.head, pull.changed_files).await?;
    let Some(Looked { mut fetched, review, troubles }) = look(run, client, &listing, &pull.base).await?
    else {
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
    voice.mention(&troubles);
    let sarif = voice.write(&review);

    // The log first: what it is accepted for decides what the comments have to say.
    let mut alerts = false;
    if let Some(reason) = pull.read_only {
        voice.remark(format!("Nothing was posted: {}.", reason.word()));
    } else if run.inputs.sarif == Upload::Auto {
        if fetched.is_whole() {
            match upload::upload(client, &sarif, &target(pull)).await {
                Uploaded::Accepted => alerts = true,
                Uploaded::Not(why) => voice.warn(&format!("code scanning does not show the findings: {why}")),
            }
        } else {
            voice
                .warn("the SARIF log was not uploaded: an incomplete one would close alerts that still hold");
        }
    }
    let mut shown = alerts;
    if pull.read_only.is_none() && run.inputs.comments != Comments::Off {
        match speak(run, client, pull, &listing, &mut fetched, &review, alerts).await {
            Ok(spoken) => {
                shown = true;
                spoken.warnings.iter().for_each(|warning| voice.warn(warning));
                voice.remarks.extend(remarks(&spoken));
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
    let Some(Looked { fetched, review, troubles }) = look(run, client, &listing, base).await? else {
        return Ok(nothing(run.world, "no Python file is changed"));
    };
    let mut voice = Voice::new(run);
    voice.mention(&troubles);
    voice.write(&review);
    Ok(voice.end(&review, &fetched.partial, Shown { shown: false, sha: head, title: "merge group", client }))
}

/// What came of reading and scanning.
struct Looked {
    fetched: Fetched,
    review: Review,
    /// What sources of advisories on the network did not answer.
    troubles: Vec<String>,
}

/// Reads and scans; `None` when the change touches nothing of interest.
async fn look(
    run: &Run<'_>,
    client: &Client<'_>,
    listing: &Listing,
    base: &str,
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
    let want = |path: &RepoPath| selection.wants(path) && inputs.asks_for(path);
    if !listing.any(&want) {
        return Ok(None);
    }
    let workspace = Some(run.workspace.as_path()).filter(|path: &&Path| path.is_dir());
    let fetched = fetch::read(client, listing, workspace, &want).await?;
    // Without a checkout the files around the change would cost requests; it is reviewed by itself then.
    let around = fetched.checked_out.then(|| Folder::below(&run.workspace, &want).ok()).flatten();
    let context: &dyn crate::change::Context = match &around {
        Some(folder) => folder,
        None => &NoContext,
    };
    let troubles = advisories::ask(run, client, &fetched.change, &mut settings).await;
    let mut review = scan::review_within(&fetched.change, context, &settings, Options::default());
    gate::unsilence(&mut review, &fetched.change);
    gate::note_configuration(&mut review, listing.paths(), &candidates);
    Ok(Some(Looked { fetched, review, troubles }))
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
fn remarks(spoken: &Spoken) -> Vec<String> {
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

/// What is said in the job: to the log as it happens, to the summary at the end.
pub(super) struct Voice<'a> {
    run: &'a Run<'a>,
    pub(super) remarks: Vec<String>,
    trouble: bool,
    sarif_file: Option<String>,
    report_file: Option<String>,
}

/// How the findings were shown.
pub(super) struct Shown<'a> {
    /// True when they are on the pull request, or in code scanning.
    pub(super) shown: bool,
    /// The reviewed commit.
    pub(super) sha: &'a str,
    /// What was reviewed.
    pub(super) title: &'a str,
    /// For the number of requests.
    pub(super) client: &'a Client<'a>,
}

impl<'a> Voice<'a> {
    pub(super) fn new(run: &'a Run<'a>) -> Self {
        Self { run, remarks: Vec::new(), trouble: false, sarif_file: None, report_file: None }
    }

    pub(super) fn remark(&mut self, text: String) {
        self.remarks.push(text);
    }

    /// What is worth knowing and fails nothing: to the log and the summary.
    fn mention(&mut self, troubles: &[String]) {
        for text in troubles {
            (self.run.world.log)(&format!("note: {}", safe::line(text)));
            self.remark(format!("> [!NOTE]\n> {}.", safe::prose(text)));
        }
    }

    /// Trouble in speaking back: a warning, and no reason to fail unless the workflow says so.
    pub(super) fn warn(&mut self, text: &str) {
        self.trouble = true;
        (self.run.world.log)(&annotations::warning(text));
        self.remarks.push(format!("> [!NOTE]\n> {}.", safe::prose(text)));
    }

    /// Writes SARIF and JSON into the workspace, and returns the first.
    pub(super) fn write(&mut self, review: &Review) -> String {
        let inputs = &self.run.inputs;
        let sarif = report::sarif::sarif_of(review, rules::all(), inputs.working_directory.as_str());
        let json = report::json::json(review, rules::all());
        for (name, text, is_sarif) in
            [(&inputs.sarif_file, &sarif, true), (&inputs.report_file, &json, false)]
        {
            match files::report(&self.run.workspace, name, text) {
                Ok(()) if is_sarif => self.sarif_file = Some(name.clone()),
                Ok(()) => self.report_file = Some(name.clone()),
                Err(error) => self.warn(&format!("{error:#}")),
            }
        }
        sarif
    }

    /// The log's report, the annotations where nothing else shows the findings, and the summary.
    pub(super) fn end(self, review: &Review, partial: &[String], how: Shown<'_>) -> Ended {
        let log = self.run.world.log;
        log(&format!("hognose: {}, {} requests", safe::line(how.title), how.client.requests()));
        let options = report::text::Options { width: 100, ..report::text::Options::default() };
        report::text::text(review, &options).lines().for_each(log);
        for text in partial {
            log(&annotations::warning(&format!("partial: {text}")));
        }
        if !how.shown {
            annotations::annotations(review).iter().for_each(|command| log(command));
        }
        let tree = tree_url(self.run, how.sha);
        let summary =
            summary::summary(summary::Material { review, tree: &tree, remarks: &self.remarks, partial });
        let said = Said {
            conclusion: conclusion(review),
            findings: review.findings.len(),
            blocking: review.blocking().count(),
            sarif_file: self.sarif_file,
            report_file: self.report_file,
            summary,
        };
        Ended { said, trouble: self.trouble }
    }
}
