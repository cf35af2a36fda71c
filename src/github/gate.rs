//! What a pull request must not decide about itself: marks that it brings along silence nothing here, and its own
//! version of the configuration is not the one in force.
//!
//! Once merged, a mark is the team's decision like any other.

use std::collections::BTreeMap;

use crate::change::{ChangeSet, FileChange};
use crate::finding::{Finding, Note, NoteKind, Review};
use crate::source::RepoPath;

/// Makes findings count again that are silenced by a comment on an added or altered line. Each such mark is noted.
pub fn unsilence(review: &mut Review, change: &ChangeSet) {
    let files: BTreeMap<&RepoPath, &FileChange> =
        change.files.iter().map(|file| (&file.path, file)).collect();
    let silenced = std::mem::take(&mut review.suppressed);
    for one in silenced {
        let file = files.get(&one.finding.place.path);
        let brought = one.mark.zip(file.and_then(|file| file.head.as_ref().map(|head| (file, head))));
        let brought = brought.filter(|(mark, (file, head))| {
            let (first, last) = head.line_range(*mark);
            (first..=last).any(|line| file.hunks.touches(line))
        });
        let Some((mark, _)) = brought else {
            review.suppressed.push(one);
            continue;
        };
        review.notes.push(Note {
            path: one.finding.place.path.clone(),
            span: Some(mark),
            kind: NoteKind::Suppression,
            text: format!(
                "the mark {} comes with this change, so it silences nothing here; the finding of `{}` counts",
                one.by, one.finding.rule
            ),
        });
        review.findings.push(one.finding);
    }
    review.findings.sort_by(Finding::by_place);
    review.notes.sort();
    review.notes.dedup();
}

/// Notes the files of configuration that the change touches. `used` are those that a configuration may be read from.
pub fn note_configuration(review: &mut Review, touched: impl Iterator<Item = RepoPath>, used: &[String]) {
    for path in touched.filter(|path| used.iter().any(|used| used == path.as_str())) {
        let own = path.file_name() == "hognose.toml";
        let what = if own { "the configuration" } else { "what may hold the configuration" };
        let text = format!("{what} is changed here; the review used the base branch's version");
        // A pyproject.toml changes for many reasons; saying it each time would be noise.
        if own {
            review.notes.push(Note { path, span: None, kind: NoteKind::Suppression, text });
        }
    }
    review.notes.sort();
}
