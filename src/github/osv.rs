//! What OSV says of the versions that a change pins. Asked only where the configuration or the command line says so; no
//! token goes there.
//!
//! One request names the records that hit each version; those that are not known already are fetched one by one.

use std::collections::BTreeSet;

use futures_util::StreamExt;
use http::Method;
use serde_json::{Value, json};

use super::advisories::Learnt;
use super::client::Ask;
use super::{ApiError, Bases, Client, Clock, Network, Repository};
use crate::advisory::{Advisories, is_advisory_id, read_osv};
use crate::scan::Pin;

/// Versions in one request.
const MAX_BATCH: usize = 500;
/// So many records are fetched.
const MAX_RECORDS: usize = 300;
/// Records under way at once.
const AT_ONCE: usize = 8;
/// Bytes of an answer.
const MAX_ANSWER: usize = 4 * 1024 * 1024;

/// Asks the OSV at `address` about versions. `known` are the advisories that are there already.
pub async fn of_pins(
    address: &str,
    network: &Network<'_>,
    clock: &dyn Clock,
    pins: &[Pin],
    known: &Advisories,
) -> Learnt {
    let mut learnt = Learnt::default();
    if pins.is_empty() {
        return learnt;
    }
    match ask(address, network, clock, pins, known, &mut learnt).await {
        Ok(()) => learnt.advisories.label = "OSV as it answers today".to_owned(),
        Err(error) => {
            // The client speaks of GitHub, which this is not.
            let why = error.to_string().replace("GitHub", "it");
            learnt.troubles.push(format!("what OSV knows is not known: {why}"));
        }
    }
    learnt
}

async fn ask(
    address: &str,
    network: &Network<'_>,
    clock: &dyn Clock,
    pins: &[Pin],
    known: &Advisories,
    learnt: &mut Learnt,
) -> Result<(), ApiError> {
    let bases = Bases::of(address)?;
    // The repository is of no account: no address of one is asked for.
    let nowhere = Repository { owner: "osv".into(), name: "osv".into() };
    let client = Client::new(bases, nowhere, None, network, clock)?;
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    for batch in pins.chunks(MAX_BATCH) {
        let query =
            |pin: &Pin| json!({"package": {"name": pin.name, "ecosystem": "PyPI"}, "version": pin.version});
        let body = json!({"queries": batch.iter().map(query).collect::<Vec<_>>()});
        let ask = Ask::send("ask OSV about versions", Method::POST, "/v1/querybatch", body);
        let (answer, _) = client.page(Ask { limit: MAX_ANSWER, ..ask }).await?;
        let answer: Value = serde_json::from_slice(&answer).map_err(|error| ApiError::Malformed {
            what: "ask OSV about versions",
            why: format!("is not what OSV promises: {error}"),
        })?;
        // Answers stand in the order of the questions.
        for (pin, result) in batch.iter().zip(answer["results"].as_array().into_iter().flatten()) {
            let verdict = known.verdict(&pin.name, &pin.version, &|_| false);
            let told: BTreeSet<&str> = verdict.iter().flat_map(|verdict| verdict.ids()).collect();
            let ids = result["vulns"].as_array().into_iter().flatten().filter_map(|one| one["id"].as_str());
            wanted.extend(ids.filter(|id| is_advisory_id(id) && !told.contains(id)).map(str::to_owned));
            if result["next_page_token"].is_string() {
                learnt.troubles.push(format!("OSV knows more of `{}` than one answer holds", pin.name));
            }
        }
    }
    if wanted.len() > MAX_RECORDS {
        learnt.troubles.push(format!("OSV names {} records; the first {MAX_RECORDS} are read", wanted.len()));
    }
    let paths: Vec<String> = wanted.iter().take(MAX_RECORDS).map(|id| format!("/v1/vulns/{id}")).collect();
    let client = &client;
    let fetch = |path: &'_ String| {
        let path = path.clone();
        async move {
            let ask = Ask { limit: MAX_ANSWER, ..Ask::get("read a record of OSV", &path) };
            client.page(ask).await
        }
    };
    let mut answers = futures_util::stream::iter(paths.iter().map(fetch)).buffered(AT_ONCE);
    while let Some(answer) = answers.next().await {
        let (body, _) = answer?;
        let text = String::from_utf8_lossy(&body);
        if let Err(error) = read_osv(&text, &mut learnt.advisories) {
            learnt.troubles.push(format!("a record of OSV cannot be read: {error}"));
        }
    }
    Ok(())
}
