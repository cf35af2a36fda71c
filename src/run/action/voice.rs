//! What is said in the job: to the log as it happens, to the summary and in files at the end.

use super::said::Said;
use super::{Ended, Run, conclusion, files, tree_url};
use crate::finding::{Review, Subject};
use crate::github::{Client, annotations, summary};
use crate::report::{self, safe};
use crate::rules;

/// What is said in the job: to the log as it happens, to the summary at the end.
pub(super) struct Voice<'a> {
    run: &'a Run<'a>,
    pub(super) remarks: Vec<String>,
    trouble: bool,
    sarif_file: Option<String>,
    report_file: Option<String>,
    findings_file: Option<String>,
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
        Self {
            run,
            remarks: Vec::new(),
            trouble: false,
            sarif_file: None,
            report_file: None,
            findings_file: None,
        }
    }

    pub(super) fn remark(&mut self, text: String) {
        self.remarks.push(text);
    }

    /// Trouble in speaking back: a warning, and no reason to fail unless the workflow says so.
    pub(super) fn warn(&mut self, text: &str) {
        self.trouble = true;
        (self.run.world.log)(&annotations::warning(text));
        self.remarks.push(format!("> [!NOTE]\n> {}.", sentence(text)));
    }

    /// What is good to know and no trouble; `aloud` as a warning of the job too.
    pub(super) fn mention(&mut self, text: &str, aloud: bool) {
        if aloud {
            (self.run.world.log)(&annotations::warning(text));
        }
        self.remarks.push(format!("{}.", sentence(text)));
    }

    /// What sources of advisories did not answer: to the log and the summary.
    pub(super) fn note(&mut self, troubles: &[String]) {
        for text in troubles {
            (self.run.world.log)(&format!("note: {}", safe::line(text)));
            self.remark(format!("> [!NOTE]\n> {}.", safe::prose(text)));
        }
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

    /// Writes what the second stage for forks is to find.
    pub(super) fn leave(&mut self, text: &str) {
        let name = &self.run.inputs.findings_file;
        match files::report(&self.run.workspace, name, text) {
            Ok(()) => self.findings_file = Some(name.clone()),
            Err(error) => self.warn(&format!("{error:#}")),
        }
    }

    /// The log's report, the annotations where nothing else shows the findings, and the summary.
    pub(super) fn end(self, review: &Review, partial: &[String], how: Shown<'_>) -> Ended {
        let log = self.run.world.log;
        log(&format!("hognose: {}, {} requests", safe::line(how.title), how.client.requests()));
        // A mark in the change itself silences nothing here.
        let silencing = review.subject != Subject::Change;
        let options = report::text::Options { width: 100, silencing, ..report::text::Options::default() };
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
            findings_file: self.findings_file,
            summary,
        };
        Ended { said, trouble: self.trouble }
    }
}

/// A message as the beginning of a sentence of Markdown.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
    safe::prose(&format!("{first}{}", letters.as_str()))
}
