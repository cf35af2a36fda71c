//! Check runs, commit statuses, artifacts, and the rate limit.

use serde_json::{Value, json};

use super::{Answer, Ask};
use crate::auth::Level::{Read, Write};
use crate::reply::Reply;

fn fill(check: &mut Value, body: &Value) {
    for field in ["name", "head_sha", "status", "conclusion", "details_url", "external_id"] {
        if let Some(value) = body.get(field) {
            check[field] = value.clone();
        }
    }
    if body.get("conclusion").is_some() {
        check["status"] = json!("completed");
    }
    for field in ["title", "summary", "text"] {
        if let Some(value) = body.pointer(&format!("/output/{field}")) {
            check["output"][field] = value.clone();
        }
    }
    let new = body.pointer("/output/annotations").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut kept = check["annotations"].as_array().cloned().unwrap_or_default();
    // Annotations of later requests come after those of earlier ones.
    kept.extend(new);
    check["output"]["annotations_count"] = json!(kept.len());
    check["annotations"] = json!(kept);
}

/// The check as GitHub shows it: its annotations are a list of their own.
fn shown(check: &Value) -> Value {
    let mut shown = check.clone();
    if let Some(map) = shown.as_object_mut() {
        map.remove("annotations");
    }
    shown
}

pub(super) fn create_check(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("checks", Write)])?;
    let (repo, id, at) = (ask.repo(), ask.world.next_id(), ask.world.timestamp());
    let mut check = json!(ask.contract.example("check-run"));
    (check["id"], check["node_id"]) = (json!(id), json!(format!("CR_{id}")));
    (check["conclusion"], check["status"]) = (Value::Null, json!("queued"));
    check["url"] = json!(format!("{}/repos/{repo}/check-runs/{id}", ask.world.rest_url));
    (check["started_at"], check["completed_at"]) = (json!(at), Value::Null);
    fill(&mut check, &ask.body);
    ask.world.repo_mut(&repo).check_runs.push(check.clone());
    Ok(Reply::json(201, &shown(&check)))
}

fn check(ask: &mut Ask<'_>) -> Result<Value, Reply> {
    let id = ask.number("check_run_id")?;
    let checks = &ask.world.repo(&ask.repo()).check_runs;
    checks.iter().find(|check| check["id"] == id).cloned().ok_or_else(Reply::not_found)
}

pub(super) fn get_check(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("checks", Read)])?;
    Ok(Reply::json(200, &shown(&check(ask)?)))
}

pub(super) fn update_check(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("checks", Write)])?;
    let (mut check, repo) = (check(ask)?, ask.repo());
    fill(&mut check, &ask.body);
    for known in &mut ask.world.repo_mut(&repo).check_runs {
        if known["id"] == check["id"] {
            known.clone_from(&check);
        }
    }
    Ok(Reply::json(200, &shown(&check)))
}

pub(super) fn checks_of(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("checks", Read)])?;
    let (repo, name) = (ask.repo(), ask.part("ref"));
    let sha = ask.world.resolve(&repo, &name).ok_or_else(Reply::not_found)?;
    let checks = ask.world.repo(&repo).check_runs.iter().filter(|check| check["head_sha"] == sha.as_str());
    let all: Vec<Value> = checks.map(shown).collect();
    let body = json!({ "total_count": all.len(), "check_runs": ask.page().of(&all) });
    Ok(ask.linked(Reply::json(200, &body), all.len()))
}

pub(super) fn create_status(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("statuses", Write)])?;
    let (repo, sha) = (ask.repo(), ask.part("sha"));
    if ask.world.objects.commit(&sha).is_none() {
        return Err(Reply::error(422, &format!("No commit found for SHA: {sha}")));
    }
    let id = ask.world.next_id();
    let mut status = ask.contract.example("status");
    status.insert("id".to_owned(), json!(id));
    for field in ["state", "context", "description", "target_url"] {
        let value = ask.body.get(field).cloned();
        status.insert(
            field.to_owned(),
            value.unwrap_or_else(|| if field == "context" { json!("default") } else { Value::Null }),
        );
    }
    let status = json!(status);
    ask.world.repo_mut(&repo).statuses.push((sha, status.clone()));
    Ok(Reply::json(201, &status))
}

pub(super) fn statuses(ask: &mut Ask<'_>) -> Answer {
    let (repo, name) = (ask.repo(), ask.part("ref"));
    ask.need(&[("statuses", Read)])?;
    let sha = ask.world.resolve(&repo, &name).ok_or_else(Reply::not_found)?;
    let statuses = ask.world.repo(&repo).statuses.iter().rev().filter(|(of, _)| *of == sha);
    let all: Vec<Value> = statuses.map(|(_, status)| status.clone()).collect();
    Ok(ask.listed(&all))
}

pub(super) fn artifacts(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("actions", Read)])?;
    let (repo, run) = (ask.repo(), ask.part("run_id"));
    let example = ask.contract.example("artifact-paginated")["artifacts"][0].clone();
    let api = ask.world.rest_url.clone();
    let mut all = Vec::new();
    for (at, (of, name, bytes)) in ask.world.repo(&repo).artifacts.iter().enumerate() {
        if (!run.is_empty() && run != of.to_string()) || ask.asked("name").is_some_and(|asked| asked != name)
        {
            continue;
        }
        let mut row = example.clone();
        let url = format!("{api}/repos/{repo}/actions/artifacts/{}", at + 1);
        (row["id"], row["name"], row["size_in_bytes"]) = (json!(at + 1), json!(name), json!(bytes.len()));
        (row["archive_download_url"], row["url"]) = (json!(format!("{url}/zip")), json!(url));
        (row["expired"], row["workflow_run"]["id"]) = (json!(false), json!(of));
        all.push(row);
    }
    let body = json!({ "total_count": all.len(), "artifacts": ask.page().of(&all) });
    Ok(ask.linked(Reply::json(200, &body), all.len()))
}

/// A redirect to another host, which wants no token.
pub(super) fn download(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("actions", Read)])?;
    let (repo, at) = (ask.repo(), ask.number("artifact_id")?);
    if at == 0 || ask.world.repo(&repo).artifacts.get(at as usize - 1).is_none() {
        return Err(Reply::not_found());
    }
    let target = format!("{}/archives/{repo}/{at}", ask.world.storage_url);
    Ok(Reply::empty(302).header("location", &target))
}

pub(super) fn rate_limit(ask: &mut Ask<'_>) -> Answer {
    let mut shown = json!(ask.contract.example("rate-limit-overview"));
    let (core, points) = ask.world.remaining;
    for (name, left) in [("core", core), ("graphql", points)] {
        let row = &mut shown["resources"][name];
        (row["limit"], row["remaining"]) = (json!(1000), json!(left));
        row["used"] = json!(1000_u64.saturating_sub(left));
    }
    Ok(Reply::json(200, &shown))
}
