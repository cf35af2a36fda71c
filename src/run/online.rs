//! `--online`: OSV is asked about versions, and it is said what is asked where.

use std::sync::Arc;

use anyhow::Context;

use super::line;
use crate::advisory::Advisories;
use crate::config::{OSV_ADDRESS, Settings};
use crate::github::{Network, Proxies, SystemClock, osv};
use crate::report::safe;
use crate::scan::{self, Pin};

/// The advisories of the settings with what OSV knows of `pins`. Trouble is a note on standard error.
pub(super) fn ask(pins: &[Pin], settings: &Settings, quiet: bool) -> anyhow::Result<Arc<Advisories>> {
    let known = scan::advisories(settings);
    if pins.is_empty() {
        return Ok(known);
    }
    let address = settings.dependencies.osv.as_deref().unwrap_or(OSV_ADDRESS);
    if !quiet {
        line::note(&safe::line(&format!("asking {address} about {} versions of packages", pins.len())));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.context("cannot start the client")?;
    let proxies = match Proxies::read(&|name| std::env::var(name).ok()) {
        Ok(proxies) => proxies,
        Err(error) => {
            line::note(&safe::line(&format!("what OSV knows is not known: {error}")));
            return Ok(known);
        }
    };
    let network = Network { certificates: None, proxies };
    let learnt = runtime.block_on(osv::of_pins(address, &network, &SystemClock, pins, &known));
    for trouble in &learnt.troubles {
        line::note(&safe::line(trouble));
    }
    let mut known = (*known).clone();
    known.merge(learnt.advisories);
    Ok(Arc::new(known))
}
