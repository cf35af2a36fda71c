//! Made-up reviews and diffs for the tests of this room.

use std::collections::BTreeMap;

use super::patch::{Commentable, Patch};
use crate::finding::{
    Edit, EditSet, Finding, Fingerprint, Place, Precision, Review, Rewrite, Scope, Severity, Subject,
    Threshold, Tier,
};
use crate::source::{RepoPath, SourceFile, Span};

/// A finding of high severity at each of `codes`, the first time that it stands in the text.
pub(super) fn review_of(path: &str, text: &str, codes: &[&str]) -> Review {
    let file = RepoPath::new(path);
    let findings = codes.iter().map(|code| {
        let at = text.find(code).expect("code of the text");
        finding(&file, Span::new(at, at + code.len()), code)
    });
    Review {
        subject: Subject::Change,
        findings: findings.collect(),
        older: 0,
        suppressed: Vec::new(),
        notes: Vec::new(),
        skipped: Vec::new(),
        files_reviewed: 1,
        sources: BTreeMap::from([(file.clone(), SourceFile::from_text(file.clone(), text))]),
        threshold: Threshold(Some(Severity::High)),
        dependency_threshold: None,
        advisories: None,
    }
}

/// One finding; `salt` makes its fingerprint.
pub(super) fn finding(path: &RepoPath, span: Span, salt: &str) -> Finding {
    let place = Place { path: path.clone(), span };
    Finding {
        rule: "weak-hash",
        shown_at: place.clone(),
        place,
        scope: Scope { name: String::new(), span: Span::new(0, 0) },
        severity: Severity::High,
        precision: Precision::High,
        message: "Something is wrong.".into(),
        trace: Vec::new(),
        rewrite: None,
        advice: None,
        fingerprint: Fingerprint::of(&[path.as_str(), salt]),
        package: None,
    }
}

/// The finding with its place replaced by `text`.
pub(super) fn rewritten(one: &Finding, text: &str) -> Finding {
    let edit = Edit { span: one.place.span, text: text.into() };
    let edits = EditSet::new(vec![edit]).expect("one edit");
    let rewrite = Rewrite { title: "Do that".into(), tier: Tier::Safe, edits, check: None };
    Finding { rewrite: Some(rewrite), ..one.clone() }
}

/// Every line of every file as added.
pub(super) fn added(review: &Review) -> BTreeMap<RepoPath, Commentable> {
    let whole = |source: &SourceFile| {
        let rows: Vec<String> = source.text().lines().map(|line| format!("+{line}")).collect();
        let patch = format!("@@ -0,0 +1,{} @@\n{}", rows.len(), rows.join("\n"));
        Patch::parse(&patch).map(|patch| patch.commentable()).unwrap_or_default()
    };
    review.sources.iter().map(|(path, source)| (path.clone(), whole(source))).collect()
}
