//! What a run hands over at its end: outputs and the job summary.

use super::World;
use super::files;
use crate::github::outputs::{Conclusion, Outputs};
use crate::github::summary;

/// The end of a run.
pub(super) struct Said {
    pub(super) conclusion: Conclusion,
    pub(super) findings: usize,
    pub(super) blocking: usize,
    pub(super) sarif_file: Option<String>,
    pub(super) report_file: Option<String>,
    pub(super) findings_file: Option<String>,
    /// The job summary, whole.
    pub(super) summary: String,
}

impl Said {
    /// Nothing to look at.
    pub(super) fn nothing(why: &str) -> Self {
        Self::plain(Conclusion::Skipped, &format!("Nothing to review: {why}."))
    }

    /// The scan could not be done.
    pub(super) fn failed(why: &str) -> Self {
        Self::plain(Conclusion::Error, &format!("hognose could not do its work: {why}"))
    }

    fn plain(conclusion: Conclusion, text: &str) -> Self {
        let summary = summary::short(text);
        Self {
            conclusion,
            findings: 0,
            blocking: 0,
            sarif_file: None,
            report_file: None,
            findings_file: None,
            summary,
        }
    }

    /// Writes both files. What could not be written is returned.
    pub(super) fn hand_over(self, world: &World<'_>) -> Vec<String> {
        let outputs = Outputs {
            findings: self.findings,
            blocking: self.blocking,
            conclusion: self.conclusion,
            sarif_file: self.sarif_file,
            report_file: self.report_file,
            findings_file: self.findings_file,
        };
        let all = [("GITHUB_OUTPUT", outputs.text()), ("GITHUB_STEP_SUMMARY", self.summary)];
        let write = |(name, text): (&str, String)| {
            let path = (world.lookup)(name).filter(|path| !path.is_empty())?;
            files::append(&path, &text).err().map(|error| format!("{error:#}"))
        };
        all.into_iter().filter_map(write).collect()
    }
}
