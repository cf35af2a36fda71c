//! Edits of files with dependencies: applied, the text read anew, and kept only where every gate holds.

use std::collections::BTreeMap;

use super::super::pool::guarded;
use super::Dependencies;
use crate::finding::{EditSet, Finding, Rewrite, Tier};
use crate::manifest::{self, Dependency, Manifest};
use crate::rules::{self, Around, Proposal, Rule};
use crate::source::{SourceFile, Span};
use crate::syntax;

/// So many rewrites are proven in one file.
const MAX_PROOFS: usize = 60;
/// All rows that are read for the proofs of one file, together.
const MAX_PROVEN_ROWS: usize = 100_000;

type Counts = BTreeMap<&'static str, usize>;

fn is_ours(finding: &Finding) -> bool {
    rules::find(finding.rule).is_some_and(Rule::is_of_manifests)
}

impl Dependencies<'_> {
    /// Puts the rewrites that hold into their findings, and takes all proposals of rules about dependencies away.
    pub(in crate::scan) fn prove(&self, findings: &mut [(Finding, Option<Proposal>)]) {
        for (at, source) in self.sources.iter().enumerate() {
            let manifest = &self.manifests[at];
            let mut left = MAX_PROOFS.min(MAX_PROVEN_ROWS / manifest.rows.len().max(1)).max(1);
            let mut counts: Option<Counts> = None;
            for (finding, proposal) in findings.iter_mut() {
                if finding.place.path != *source.path() || !is_ours(finding) {
                    continue;
                }
                let Some(proposal) = proposal.take().filter(|_| left > 0) else { continue };
                left -= 1;
                let around = self.around_edit(&self.manifests, at);
                let before = counts.get_or_insert_with(|| self.count(source, manifest, &around));
                let proven = guarded(source.path(), || self.prove_one(at, before, finding, &proposal));
                finding.rewrite = proven.ok().flatten();
            }
        }
    }

    /// Without the locks that the change leaves alone: they have to be written anew after an edit of their manifest, which
    /// is no reason against it.
    fn around_edit<'s>(&'s self, manifests: &'s [Manifest], at: usize) -> Around<'s> {
        Around { neighbours: &[], ..self.around(manifests, self.before[at].as_ref()) }
    }

    fn count(&self, source: &SourceFile, manifest: &Manifest, around: &Around<'_>) -> Counts {
        let mut counts = Counts::new();
        for one in self.drafts(source, manifest, around) {
            *counts.entry(one.draft.rule.meta.id).or_default() += 1;
        }
        counts
    }

    /// The file reads as before, the other rows are what they were, the finding is gone, and nothing new is found.
    fn prove_one(
        &self,
        at: usize,
        before: &Counts,
        finding: &Finding,
        proposal: &Proposal,
    ) -> Option<Rewrite> {
        if proposal.tier == Tier::Advice {
            return None;
        }
        let (source, manifest) = (&self.sources[at], &self.manifests[at]);
        let edits = EditSet::new(proposal.edits.clone()).ok().filter(|edits| !edits.is_empty())?;
        let text = edits.apply(source.text()).ok()?;
        source.encode(&text)?;
        if source.path().is_python()
            && syntax::parse(&text).errors.len() > syntax::parse(source.text()).errors.len()
        {
            return None;
        }
        let edited = source.with_text(&text);
        let new = manifest::read(&edited, manifest.format);
        if !is_same_but(manifest, &new, finding.place.span) {
            return None;
        }
        let mut all = self.manifests.clone();
        all[at] = new.clone();
        let around = self.around_edit(&all, at);
        let now = self.count(&edited, &new, &around);
        let of = |counts: &Counts, rule: &'static str| counts.get(rule).copied().unwrap_or(0);
        let gone = of(&now, finding.rule) < of(before, finding.rule);
        let nothing_new = now.keys().all(|rule| of(&now, rule) <= of(before, rule));
        (gone && nothing_new).then(|| Rewrite {
            title: proposal.title.clone(),
            tier: proposal.tier,
            edits,
            check: proposal.check.clone(),
        })
    }
}

/// The same rows but for the one at `place`, whose name, extras, marker, groups and source stay as well, and no fault
/// that was not there.
fn is_same_but(old: &Manifest, new: &Manifest, place: Span) -> bool {
    let bare = |row: &Dependency, edited: bool| {
        let mut row = row.clone();
        (row.span, row.parts) = (Span::default(), manifest::Parts::default());
        if edited {
            (row.specifier, row.version, row.hashes) = (String::new(), None, Vec::new());
            row.source = manifest::Source::Default;
        }
        row
    };
    let options = |one: &Manifest| one.options.iter().map(|option| option.kind).collect::<Vec<_>>();
    let problems =
        |one: &Manifest| one.problems.iter().map(|problem| problem.text.clone()).collect::<Vec<_>>();
    old.rows.len() == new.rows.len()
        && options(old) == options(new)
        && problems(old) == problems(new)
        && old.includes.len() == new.includes.len()
        && old.installs.len() == new.installs.len()
        && old.rows.iter().zip(&new.rows).all(|(one, other)| {
            let edited = one.span.overlaps(place) || one.span == place;
            bare(one, edited) == bare(other, edited) && one.source.kind() == other.source.kind()
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Format;
    use crate::source::RepoPath;

    #[test]
    fn every_other_row_has_to_stay() {
        let read = |text: &str| {
            manifest::read(
                &SourceFile::from_text(RepoPath::new("requirements.txt"), text),
                Format::Requirements,
            )
        };
        let old = read("a==1\nb==2\n");
        let place = old.rows[0].span;
        assert!(is_same_but(&old, &read("a==3\nb==2\n"), place));
        for wrong in
            ["a==3\nb==3\n", "a==3\n", "a[x]==3\nb==2\n", "c==3\nb==2\n", "a==3\nb==2\n!\n", "-e a\nb==2\n"]
        {
            assert!(!is_same_but(&old, &read(wrong), place), "{wrong}");
        }
    }
}
