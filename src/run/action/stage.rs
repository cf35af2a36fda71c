//! The two stages for forks: the file that the first leaves for the second.

use super::Run;
use super::voice::Voice;
use crate::change::files as workspace;
use crate::finding::Review;
use crate::github::Comments;
use crate::github::event::PullRequest;
use crate::github::fetch::Fetched;
use crate::github::stage;
use crate::report::safe;
use crate::source::RepoPath;

/// Which part of the work this run has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Started by the pull request itself.
    First,
    /// Started by the end of a first stage.
    Second,
}

/// Writes the names of the findings, where this run cannot tell of them itself.
pub(super) fn leave(run: &Run<'_>, voice: &mut Voice<'_>, review: &Review, pull: &PullRequest) {
    if pull.read_only.is_some() || run.inputs.comments == Comments::Off {
        voice.leave(&stage::text(review, &pull.head));
    }
}

/// Holds what the first stage left against this review, and tells of the differences.
pub(super) fn compare(
    run: &Run<'_>,
    voice: &mut Voice<'_>,
    review: &Review,
    fetched: &Fetched,
    pull: &PullRequest,
) {
    let name = &run.inputs.findings_file;
    let Some(bytes) = workspace::bytes(&run.workspace, &RepoPath::new(name)) else {
        // A first stage that hands nothing over is as good: this one has reviewed the head itself.
        voice.remark(format!("The first stage left no {}; this review stands alone.", safe::code(name)));
        return;
    };
    match stage::read(&bytes, &pull.head) {
        Ok(named) => {
            let agreement = stage::agreement(&named, review, &fetched.commentable);
            agreement.remarks().into_iter().for_each(|text| voice.remark(text));
        }
        Err(error) => voice.warn(&format!(
            "what the first stage left in {} counts for nothing: {error}; this review stands alone",
            safe::code(name)
        )),
    }
}
