//! A rewrite as a SARIF fix. Applying it gives the rewritten text byte for byte.

use std::collections::BTreeMap;

use serde_json::json;
use serde_sarif::sarif;

use super::place;
use crate::finding::{Finding, Place, Review};
use crate::report::masks::Masks;

/// The fix; none when an edit cannot be placed or would hold a secret.
pub(super) fn fix(review: &Review, one: &Finding, masks: &Masks) -> Option<sarif::Fix> {
    let rewrite = one.rewrite.as_ref()?;
    let mut replacements = Vec::new();
    for edit in rewrite.edits.iter() {
        if masks.touch(&edit.text) {
            return None;
        }
        let region = place::region(review, &Place { path: one.place.path.clone(), span: edit.span })?;
        let mut replacement = sarif::Replacement::builder().deleted_region(region).build();
        if !edit.text.is_empty() {
            replacement.inserted_content =
                Some(sarif::ArtifactContent::builder().text(edit.text.clone()).build());
        }
        replacements.push(replacement);
    }
    if replacements.is_empty() {
        return None;
    }
    let change = sarif::ArtifactChange::builder()
        .artifact_location(place::artifact(one.place.path.as_str()))
        .replacements(replacements)
        .build();
    let mut bag = BTreeMap::from([("tier".to_owned(), json!(rewrite.tier.word()))]);
    if let Some(check) = &rewrite.check {
        bag.insert("check".to_owned(), json!(check));
    }
    let mut fix = sarif::Fix::builder().artifact_changes(vec![change]).build();
    fix.description = Some(place::message(&rewrite.title));
    fix.properties = Some(sarif::PropertyBag { tags: None, additional_properties: bag });
    Some(fix)
}
