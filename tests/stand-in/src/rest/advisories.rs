//! The global advisory database.

use serde_json::{Value, json};

use super::{Answer, Ask};
use crate::reply::Reply;

/// Whether an advisory has a package of an `affects` parameter: `name` or `name@version`, several by commas.
///
/// The version is compared for equality with the bounds only; the server does not play GitHub's version logic, so a
/// package that matches by name is returned, as GitHub does for what it cannot order. Clients check ranges themselves.
fn affects(advisory: &Value, asked: &str) -> bool {
    let names: Vec<&str> =
        asked.split(',').map(|part| part.rsplit_once('@').map_or(part, |(name, _)| name)).collect();
    let rows = advisory["vulnerabilities"].as_array().into_iter().flatten();
    rows.filter_map(|row| row["package"]["name"].as_str())
        .any(|package| names.iter().any(|name| name.eq_ignore_ascii_case(package)))
}

pub(super) fn list(ask: &mut Ask<'_>) -> Answer {
    let all: Vec<&Value> = ask
        .world
        .advisories
        .iter()
        .filter(|advisory| {
            let same = |name: &str, field: &str| ask.asked(name).is_none_or(|asked| advisory[field] == asked);
            let kind = ask.asked("type").unwrap_or("reviewed");
            let withdrawn = ask
                .asked("is_withdrawn")
                .is_none_or(|asked| (asked == "true") != advisory["withdrawn_at"].is_null());
            let ecosystem = ask.asked("ecosystem").is_none_or(|asked| {
                let mut rows = advisory["vulnerabilities"].as_array().into_iter().flatten();
                rows.any(|row| row["package"]["ecosystem"] == asked)
            });
            same("ghsa_id", "ghsa_id")
                && same("cve_id", "cve_id")
                && same("severity", "severity")
                && advisory["type"] == kind
                && withdrawn
                && ecosystem
                && ask.asked("affects").is_none_or(|asked| affects(advisory, asked))
        })
        .collect();
    // This list goes by cursors, not by pages.
    let size = ask.page().size;
    let from: usize = match ask.asked("after") {
        None => 0,
        Some(cursor) => cursor
            .strip_prefix("cursor-")
            .and_then(|at| at.parse().ok())
            .ok_or_else(|| Reply::error(422, "Invalid cursor"))?,
    };
    let page: Vec<&Value> = all.iter().skip(from).take(size).copied().collect();
    let reply = Reply::json(200, &json!(page));
    if from + size >= all.len() {
        return Ok(reply);
    }
    let kept = ask.query.iter().filter(|(name, _)| name != "after");
    let mut parts: Vec<String> = kept.map(|(name, value)| format!("{name}={value}")).collect();
    parts.push(format!("after=cursor-{}", from + size));
    Ok(reply.header("link", &format!("<{}?{}>; rel=\"next\"", ask.address, parts.join("&"))))
}

pub(super) fn get(ask: &mut Ask<'_>) -> Answer {
    let id = ask.part("ghsa_id");
    let found = ask.world.advisories.iter().find(|advisory| advisory["ghsa_id"] == id.as_str());
    found.map(|advisory| Reply::json(200, advisory)).ok_or_else(Reply::not_found)
}
