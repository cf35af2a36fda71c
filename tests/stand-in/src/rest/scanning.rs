//! SARIF uploads and what became of them.

use serde_json::json;

use super::{Answer, Ask};
use crate::auth::Level::{Read, Write};
use crate::reply::Reply;
use crate::scanning::{Availability, Upload, category, process, unpack};

fn available(ask: &Ask<'_>) -> Result<(), Reply> {
    match ask.world.repo(&ask.repo()).scanning.availability {
        Availability::On => Ok(()),
        Availability::NotEnabled => {
            Err(Reply::error(403, "Code Security must be enabled for this repository to use code scanning."))
        }
        Availability::NotEnabledOld => Err(Reply::error(
            403,
            "Advanced Security must be enabled for this repository to use code scanning.",
        )),
    }
}

pub(super) fn upload(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("security-events", Write)])?;
    available(ask)?;
    let (repo, reference) = (ask.repo(), ask.text("ref").unwrap_or_default());
    let commit = ask.text("commit_sha").unwrap_or_default();
    if ask.world.objects.commit(&commit).is_none() {
        return Err(Reply::error(404, "commit not found"));
    }
    let known = match reference.strip_prefix("refs/") {
        Some(name) if name.starts_with("heads/") || name.starts_with("pull/") => {
            ask.world.resolve(&repo, &reference)
        }
        _ => None,
    };
    let Some(tip) = known else {
        return Err(Reply::error(
            400,
            "ref must be a fully qualified ref of the repository, such as refs/heads/main",
        ));
    };
    // A head's commit under the merge ref, or the other way round, misplaces every line. GitHub takes it in
    // silence; here it is refused, as no client can want it.
    if reference.starts_with("refs/pull/") && tip != commit {
        let pulls = &ask.world.repo(&repo).pulls;
        if pulls.values().any(|pull| pull.head == commit || pull.merge == commit) {
            return Err(Reply::error(400, &format!("commit_sha is not the commit of {reference}")));
        }
    }
    let text = ask.text("sarif").unwrap_or_default();
    let sarif = match unpack(&text, ask.world.limits.sarif) {
        Ok(sarif) => sarif,
        Err((large, message)) => return Err(Reply::error(if large { 413 } else { 400 }, &message)),
    };
    let number = ask.world.next_id();
    let id = format!("47177e22-5596-11eb-80a1-{number:012x}");
    let url = format!("{}/repos/{repo}/code-scanning/sarifs/{id}", ask.world.rest_url);
    let errors = process(&sarif);
    let upload = Upload { id: id.clone(), commit, reference, sarif, errors, polls: 0 };
    ask.world.repo_mut(&repo).scanning.uploads.push(upload);
    Ok(Reply::json(202, &json!({ "id": id, "url": url })))
}

pub(super) fn status(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("security-events", Read)])?;
    available(ask)?;
    let (repo, id) = (ask.repo(), ask.part("sarif_id"));
    let url = format!("{}/repos/{repo}/code-scanning/analyses?sarif_id={id}", ask.world.rest_url);
    let scanning = &mut ask.world.repo_mut(&repo).scanning;
    let pending = scanning.pending_polls;
    let upload = scanning.uploads.iter_mut().find(|upload| upload.id == id).ok_or_else(Reply::not_found)?;
    upload.polls += 1;
    Ok(Reply::json(
        200,
        &if upload.polls <= pending {
            json!({ "processing_status": "pending" })
        } else if upload.errors.is_empty() {
            json!({ "processing_status": "complete", "analyses_url": url })
        } else {
            json!({ "processing_status": "failed", "analyses_url": null, "errors": upload.errors })
        },
    ))
}

pub(super) fn analyses(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("security-events", Read)])?;
    available(ask)?;
    let repo = ask.repo();
    let example = ask.contract.example("code-scanning-analysis-items");
    let mut shown = Vec::new();
    for upload in ask.world.repo(&repo).scanning.uploads.iter().filter(|upload| upload.errors.is_empty()) {
        let wanted = |name: &str, value: &str| ask.asked(name).is_none_or(|asked| asked == value);
        if !wanted("sarif_id", &upload.id) || !wanted("ref", &upload.reference) {
            continue;
        }
        for run in upload.sarif["runs"].as_array().into_iter().flatten() {
            let mut row = example.clone();
            let fields = json!({
                "ref": upload.reference, "commit_sha": upload.commit, "sarif_id": upload.id,
                "category": category(run), "analysis_key": category(run), "error": "", "warning": "",
                "results_count": run["results"].as_array().map_or(0, Vec::len),
                "rules_count": run["tool"]["driver"]["rules"].as_array().map_or(0, Vec::len),
            });
            row.extend(fields.as_object().cloned().unwrap_or_default());
            row["tool"]["name"] = run["tool"]["driver"]["name"].clone();
            shown.push(json!(row));
        }
    }
    if shown.is_empty() {
        return Err(Reply::error(404, "no analysis found"));
    }
    shown.reverse();
    Ok(ask.listed(&shown))
}
