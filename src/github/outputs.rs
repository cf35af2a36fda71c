//! What the step hands to later ones: `name=value` lines for `GITHUB_OUTPUT`.

/// The job's result in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conclusion {
    /// Nothing blocks.
    Success,
    /// A finding blocks.
    Failure,
    /// There was nothing to review.
    Skipped,
    /// The scan could not be done.
    Error,
}

impl Conclusion {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
            Self::Skipped => "skipped",
            Self::Error => "error",
        }
    }
}

/// The outputs of one run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outputs {
    /// Findings.
    pub findings: usize,
    /// Those that block.
    pub blocking: usize,
    /// The result.
    pub conclusion: Conclusion,
    /// The SARIF log, relative to the workspace; `None` when none was written.
    pub sarif_file: Option<String>,
    /// The JSON report, likewise.
    pub report_file: Option<String>,
    /// The findings by name for the second stage, likewise.
    pub findings_file: Option<String>,
}

impl Outputs {
    /// The lines. Values are words, numbers, and paths from the workflow's own inputs, which hold no line break; one that
    /// does is left empty, so that it cannot set another output.
    pub fn text(&self) -> String {
        let file = |path: &Option<String>| {
            path.clone().filter(|path| !path.chars().any(char::is_control)).unwrap_or_default()
        };
        format!(
            "findings-count={}\nblocking-count={}\nconclusion={}\nsarif-file={}\nreport-file={}\nfindings-file={}\n",
            self.findings,
            self.blocking,
            self.conclusion.word(),
            file(&self.sarif_file),
            file(&self.report_file),
            file(&self.findings_file)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_cannot_set_another_output() {
        let outputs = Outputs {
            findings: 3,
            blocking: 1,
            conclusion: Conclusion::Failure,
            sarif_file: Some("hognose.sarif".into()),
            report_file: Some("a\nconclusion=success".into()),
            findings_file: None,
        };
        assert_eq!(
            outputs.text(),
            "findings-count=3\nblocking-count=1\nconclusion=failure\nsarif-file=hognose.sarif\nreport-file=\nfindings-file=\n"
        );
    }
}
