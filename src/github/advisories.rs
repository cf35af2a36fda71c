//! What GitHub's global advisory database says of the versions that a change pins.
//!
//! Two requests for a usual pull request: one for vulnerabilities, one for malware. Nothing is asked where nothing is
//! pinned. An answer only adds to what is known; trouble is told and stops nothing.

use super::Client;
use super::client::Ask;
use crate::advisory::{Advisories, read_github};
use crate::scan::Pin;

/// Bytes of the list of packages in one address; servers take 8,000 of a whole one.
const MAX_LIST: usize = 6_000;
/// So many lists are asked for, each once for vulnerabilities and once for malware.
const MAX_LISTS: usize = 5;
/// So many pages of a hundred advisories are read of one list.
const MAX_PAGES: usize = 5;
/// Bytes of a page.
const MAX_ANSWER: usize = 16 * 1024 * 1024;

const WHAT: &str = "ask for advisories";

/// What was learnt from a source on the network.
#[derive(Debug, Default)]
pub struct Learnt {
    /// What it says. The label is empty when nothing came of it.
    pub advisories: Advisories,
    /// What went wrong: sentences without a full stop.
    pub troubles: Vec<String>,
}

/// Asks for the advisories of versions.
pub async fn of_pins(client: &Client<'_>, pins: &[Pin]) -> Learnt {
    let mut learnt = Learnt::default();
    let mut lists = lists(pins);
    if lists.len() > MAX_LISTS {
        lists.truncate(MAX_LISTS);
        learnt.troubles.push(format!(
            "so many versions change that GitHub was asked about the first {MAX_LISTS} lists only"
        ));
    }
    let mut answered = false;
    for list in &lists {
        for kind in ["reviewed", "malware"] {
            let path = format!("/advisories?ecosystem=pip&type={kind}&per_page=100&affects={list}");
            match pages(client, path, &mut learnt).await {
                Ok(()) => answered = true,
                Err(why) => {
                    learnt.troubles.push(format!("GitHub's advisories are not known: {why}"));
                    // What fails once fails again: a limit, a server without the list.
                    return label(learnt, answered);
                }
            }
        }
    }
    label(learnt, answered)
}

fn label(mut learnt: Learnt, answered: bool) -> Learnt {
    if answered {
        learnt.advisories.label = "GitHub's advisory database as it answers today".to_owned();
    }
    learnt
}

async fn pages(client: &Client<'_>, first: String, learnt: &mut Learnt) -> Result<(), String> {
    let mut next = Some(first);
    for _ in 0..MAX_PAGES {
        let Some(path) = next else { return Ok(()) };
        let ask = Ask { limit: MAX_ANSWER, ..Ask::get(WHAT, &path) };
        let (body, following) = client.page(ask).await.map_err(|error| error.to_string())?;
        read_github(&body, &mut learnt.advisories).map_err(|error| error.to_string())?;
        next = following;
    }
    if next.is_some() {
        learnt
            .troubles
            .push(format!("GitHub lists more than {MAX_PAGES} pages of advisories; the rest is not read"));
    }
    Ok(())
}

/// `name@version,…` as it stands in an address, in lists that fit into one.
fn lists(pins: &[Pin]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for pin in pins {
        let entry = format!("{}%40{}", pin.name, in_address(&pin.version));
        if entry.len() > MAX_LIST {
            continue;
        }
        match out.last_mut() {
            Some(list) if list.len() + entry.len() < MAX_LIST => {
                list.push(',');
                list.push_str(&entry);
            }
            _ => out.push(entry),
        }
    }
    out
}

fn in_address(text: &str) -> String {
    let escaped = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pin(name: &str, version: &str) -> Pin {
        Pin { name: name.into(), version: version.into() }
    }

    #[test]
    fn versions_stand_in_addresses_that_fit() {
        assert_eq!(lists(&[pin("a", "1.0"), pin("b", "1!2+x y&z")]), ["a%401.0,b%401%212%2Bx%20y%26z"]);
        assert!(lists(&[]).is_empty());
        let many: Vec<Pin> = (0..1_000).map(|at| pin(&format!("package-{at:04}"), "10.20.30")).collect();
        let lists = lists(&many);
        assert!(
            lists.len() <= MAX_LISTS && lists.iter().all(|list| list.len() <= MAX_LIST),
            "{}",
            lists.len()
        );
        assert_eq!(lists.iter().map(|list| list.split(',').count()).sum::<usize>(), 1_000);
        assert!(self::lists(&[pin("a", &"1".repeat(MAX_LIST))]).is_empty());
    }
}
