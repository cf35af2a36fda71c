//! What sources on the network know of the versions that a change pins, put beside what the program carries.

use std::sync::Arc;

use super::Run;
use crate::change::ChangeSet;
use crate::config::Settings;
use crate::github::{Client, advisories, osv};
use crate::scan;

/// Asks GitHub, and OSV where the configuration of the base says so, and puts what they know into the settings. Returns
/// what went wrong, which is nothing that a job fails for.
pub(super) async fn ask(
    run: &Run<'_>,
    client: &Client<'_>,
    change: &ChangeSet,
    settings: &mut Settings,
) -> Vec<String> {
    let pins = scan::pins_of_change(change, settings);
    if pins.is_empty() {
        return Vec::new();
    }
    let mut known = (*scan::advisories(settings)).clone();
    let mut troubles = Vec::new();
    let learnt = advisories::of_pins(client, &pins).await;
    known.merge(learnt.advisories);
    troubles.extend(learnt.troubles);
    if let Some(address) = &settings.dependencies.osv {
        let certificates = run.inputs.certificates.as_deref();
        let learnt = osv::of_pins(address, certificates, run.world.clock, &pins, &known).await;
        known.merge(learnt.advisories);
        troubles.extend(learnt.troubles);
    }
    settings.advisories = Some(Arc::new(known));
    troubles
}
