//! One finding of the JSON report.

use serde::Serialize;

use super::{Location, Region, location, region};
use crate::finding::{self, Place, Review};
use crate::report::advice;
use crate::report::masks::Masks;
use crate::rules::Rule;

#[derive(Serialize)]
pub(super) struct Finding<'a> {
    rule: &'a str,
    severity: &'static str,
    precision: &'static str,
    blocks: bool,
    message: &'a str,
    place: Location<'a>,
    shown_at: Location<'a>,
    scope: &'a str,
    trace: Vec<Step<'a>>,
    fingerprint: &'a str,
    rewrite: Option<Rewrite<'a>>,
    advice: Option<&'a str>,
    cwe: &'static [u16],
    owasp: Option<&'static str>,
    docs: String,
    package: Option<Package<'a>>,
}

#[derive(Serialize)]
struct Package<'a> {
    name: &'a str,
    version: Option<&'a str>,
    before: Option<&'a str>,
    safe: Option<&'a str>,
    advisories: &'a [String],
    level: &'static str,
    direct: bool,
    via: &'a [String],
}

#[derive(Serialize)]
struct Step<'a> {
    note: &'a str,
    place: Location<'a>,
}

#[derive(Serialize)]
struct Rewrite<'a> {
    tier: &'static str,
    title: &'a str,
    check: Option<&'a str>,
    edits: Vec<Edit>,
}

#[derive(Serialize)]
struct Edit {
    region: Option<Region>,
    text: String,
}

impl<'a> Finding<'a> {
    pub(super) fn new(
        review: &Review,
        one: &'a finding::Finding,
        rules: &[&'static Rule],
        masks: &Masks,
    ) -> Self {
        let meta = rules.iter().find(|rule| rule.meta.id == one.rule).map(|rule| &rule.meta);
        Self {
            rule: one.rule,
            severity: one.severity.word(),
            precision: one.precision.word(),
            blocks: review.blocks(one),
            message: &one.message,
            place: location(review, &one.place),
            shown_at: location(review, &one.shown_at),
            scope: &one.scope.name,
            trace: one
                .trace
                .iter()
                .map(|step| Step { note: &step.note, place: location(review, &step.place) })
                .collect(),
            fingerprint: one.fingerprint.as_str(),
            rewrite: one.rewrite.as_ref().map(|rewrite| Rewrite {
                tier: rewrite.tier.word(),
                title: &rewrite.title,
                check: rewrite.check.as_deref(),
                edits: rewrite
                    .edits
                    .iter()
                    .map(|edit| Edit {
                        region: region(review, &Place { path: one.place.path.clone(), span: edit.span }),
                        text: masks.apply(&edit.text),
                    })
                    .collect(),
            }),
            advice: advice(one),
            cwe: meta.map_or(&[], |meta| meta.cwe),
            owasp: meta.map(|meta| meta.owasp.title()),
            docs: crate::report::docs_url(one.rule),
            package: one.package.as_ref().map(|package| Package {
                name: &package.name,
                version: package.version.as_deref(),
                before: package.before.as_deref(),
                safe: package.safe.as_deref(),
                advisories: &package.advisories,
                level: package.level,
                direct: package.via.is_empty(),
                via: &package.via,
            }),
        }
    }
}
