//! Findings as results.

use std::collections::BTreeMap;

use serde_json::json;
use serde_sarif::sarif;

use super::{MAX_RESULTS, fixes, place};
use crate::finding::{Finding, Review, Severity, Suppressed};
use crate::report::masks::Masks;
use crate::report::{line_hash, places, safe};
use crate::source::RepoPath;

/// Steps of a flow that GitHub keeps.
pub(super) const MAX_STEPS: usize = 1_000;
/// Related locations that GitHub keeps.
pub(super) const MAX_RELATED: usize = 100;

struct Maker<'a> {
    review: &'a Review,
    rules: &'a [&'static str],
    masks: Masks,
    hashes: BTreeMap<&'a RepoPath, Vec<String>>,
}

/// All results, findings first, and how many were left out. The order of the review is kept.
pub(super) fn all(review: &Review, rules: &[&'static str]) -> (Vec<sarif::Result>, usize) {
    let silenced = review.suppressed.iter().map(|one| (&one.finding, Some(one)));
    let mut list: Vec<(&Finding, Option<&Suppressed>)> =
        review.findings.iter().map(|finding| (finding, None)).chain(silenced).collect();
    let dropped = list.len().saturating_sub(MAX_RESULTS);
    if dropped > 0 {
        let mut order: Vec<usize> = (0..list.len()).collect();
        order.sort_by_key(|index| {
            (list[*index].1.is_some(), std::cmp::Reverse(list[*index].0.severity), *index)
        });
        order.truncate(MAX_RESULTS);
        order.sort_unstable();
        list = order.into_iter().map(|index| list[index]).collect();
    }
    let mut maker = Maker { review, rules, masks: Masks::of(review), hashes: BTreeMap::new() };
    (list.into_iter().map(|(finding, silenced)| maker.result(finding, silenced)).collect(), dropped)
}

/// The level that goes with a severity.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "note",
    }
}

impl<'a> Maker<'a> {
    fn result(&mut self, one: &'a Finding, silenced: Option<&Suppressed>) -> sarif::Result {
        let (message, related) = self.message(one);
        let mut made = sarif::Result::builder()
            .message(message)
            .rule_id(one.rule)
            .locations(vec![place::location(self.review, &one.shown_at, true)])
            .partial_fingerprints(self.fingerprints(one))
            .build();
        made.rule_index =
            self.rules.iter().position(|id| *id == one.rule).and_then(|at| i64::try_from(at).ok());
        made.level = Some(match level(one.severity) {
            "error" => sarif::ResultLevel::Error,
            "warning" => sarif::ResultLevel::Warning,
            _ => sarif::ResultLevel::Note,
        });
        if !related.is_empty() {
            made.related_locations = Some(related);
        }
        if !one.trace.is_empty() {
            made.code_flows = Some(vec![self.flow(one)]);
        }
        if let Some(fix) = fixes::fix(self.review, one, &self.masks) {
            made.fixes = Some(vec![fix]);
        }
        let mut bag = BTreeMap::from([
            ("severity".to_owned(), json!(one.severity.word())),
            ("precision".to_owned(), json!(one.precision.word())),
        ]);
        if let Some(rewrite) = &one.rewrite {
            bag.insert("tier".to_owned(), json!(rewrite.tier.word()));
        }
        let mut tags = None;
        if let Some(package) = &one.package {
            bag.insert("package".to_owned(), json!(package.name));
            bag.insert("version".to_owned(), json!(package.version));
            bag.insert("safe_version".to_owned(), json!(package.safe));
            bag.insert("advisories".to_owned(), json!(package.advisories));
            bag.insert("advisory_level".to_owned(), json!(package.level));
            bag.insert("via".to_owned(), json!(package.via));
            tags = Some(package.advisories.iter().take(super::rules::MAX_TAGS).cloned().collect());
        }
        made.properties = Some(sarif::PropertyBag { tags, additional_properties: bag });
        made.suppressions = silenced.map(|mark| vec![suppression(mark)]);
        made
    }

    /// The message, with a link to each place that it speaks of but does not stand at: source, and the real place.
    fn message(&self, one: &Finding) -> (sarif::Message, Vec<sarif::Location>) {
        // Square brackets and backslashes would be read as links.
        let mut text = String::new();
        for c in safe::line(&one.message).chars() {
            if matches!(c, '[' | ']' | '\\') {
                text.push('\\');
            }
            text.push(c);
        }
        let mut text = place::cut(&text, 900);
        let mut related = Vec::new();
        let mut add = |name: &str, place: &crate::finding::Place| {
            let id = related.len() + 1;
            if id > MAX_RELATED {
                return;
            }
            let mut location = place::location(self.review, place, true);
            location.id = i64::try_from(id).ok();
            location.message = Some(place::message(name));
            related.push(location);
            text.push_str(&format!(" [{name}]({id})"));
        };
        if one.place != one.shown_at {
            add("Place", &one.place);
        }
        if let Some(source) = one.trace.first() {
            add("Source", &source.place);
        }
        (sarif::Message::builder().text(text).build(), related)
    }

    fn flow(&self, one: &Finding) -> sarif::CodeFlow {
        // Source and sink say the most: what goes beyond the limit is taken from the middle.
        let over = one.trace.len().saturating_sub(MAX_STEPS);
        let half = MAX_STEPS / 2;
        let steps = one
            .trace
            .iter()
            .enumerate()
            .filter(|(index, _)| over == 0 || *index < half || *index >= half + over);
        let locations = steps.map(|(_, step)| {
            let mut location = place::location(self.review, &step.place, true);
            location.message = Some(place::message(&step.note));
            sarif::ThreadFlowLocation::builder().location(location).build()
        });
        let flow = sarif::ThreadFlow::builder().locations(locations.collect::<Vec<_>>()).build();
        sarif::CodeFlow::builder().thread_flows(vec![flow]).build()
    }

    fn fingerprints(&mut self, one: &'a Finding) -> BTreeMap<String, String> {
        let mut made = BTreeMap::from([("hognose/v1".to_owned(), one.fingerprint.as_str().to_owned())]);
        if let Some(source) = self.review.sources.get(&one.shown_at.path) {
            let hashes = self.hashes.entry(&one.shown_at.path).or_insert_with(|| line_hash::of_file(source));
            let line = places::line(self.review, &one.shown_at) as usize;
            if let Some(hash) = line.checked_sub(1).and_then(|at| hashes.get(at)) {
                made.insert("primaryLocationLineHash".to_owned(), hash.clone());
            }
        }
        made
    }
}

fn suppression(one: &Suppressed) -> sarif::Suppression {
    // Marks in the code are comments; everything else comes from the configuration.
    let kind = if one.by.contains('#') { "inSource" } else { "external" };
    let reason = match &one.reason {
        Some(reason) => format!("{} -- {reason}", one.by),
        None => one.by.clone(),
    };
    sarif::Suppression::builder()
        .kind(json!(kind))
        .justification(place::cut(&safe::line(&reason), 1_000))
        .build()
}
