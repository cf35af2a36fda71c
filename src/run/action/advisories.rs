//! What sources on the network know of the versions that a change pins, put beside what the program carries.

use std::sync::Arc;

use super::Run;
use crate::change::ChangeSet;
use crate::config::Settings;
use crate::github::{Client, Network, Proxies, advisories, osv};
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
        match Proxies::read(run.world.lookup) {
            Ok(proxies) => {
                let network = Network { certificates, proxies };
                let learnt = osv::of_pins(address, &network, run.world.clock, &pins, &known).await;
                known.merge(learnt.advisories);
                troubles.extend(learnt.troubles);
            }
            Err(error) => troubles.push(format!("what OSV knows is not known: {error}")),
        }
    }
    settings.advisories = Some(Arc::new(known));
    troubles
}
