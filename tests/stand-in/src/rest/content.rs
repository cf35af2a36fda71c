//! Contents, blobs, trees, commits and refs.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{Answer, Ask};
use crate::auth::Level::Read;
use crate::objects::{Files, Mode, Sha};
use crate::reply::Reply;

const RAW: &str = "application/vnd.github.raw+json; charset=utf-8";

fn is_raw(ask: &Ask<'_>) -> bool {
    ask.wants("application/vnd.github.raw") || ask.wants("application/vnd.github.v3.raw")
}

/// Base64 as GitHub breaks it: 60 characters a line.
fn base64_lines(bytes: &[u8]) -> String {
    let text = STANDARD.encode(bytes);
    let lines = text.as_bytes().chunks(60).map(|line| String::from_utf8_lossy(line).into_owned() + "\n");
    lines.collect()
}

pub(super) fn repository(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("contents", Read), ("pull-requests", Read)])?;
    Ok(Reply::json(200, &ask.show().repository(true)))
}

fn links(ask: &Ask<'_>, path: &str, sha: &str, kind: &str) -> Value {
    let (api, server, repo) = (&ask.world.rest_url, &ask.world.server_url, ask.repo());
    let url = format!("{api}/repos/{repo}/contents/{path}");
    let git = format!("{api}/repos/{repo}/git/{}/{sha}", if kind == "dir" { "trees" } else { "blobs" });
    let html = format!("{server}/{repo}/blob/HEAD/{path}");
    json!({
        "url": url, "git_url": git, "html_url": html,
        "download_url": if kind == "dir" { Value::Null } else { json!(format!("{server}/{repo}/raw/HEAD/{path}")) },
        "_links": { "self": url, "git": git, "html": html },
    })
}

fn entry(ask: &Ask<'_>, path: &str, kind: &str, sha: &str, size: usize) -> Value {
    let mut shown = links(ask, path, sha, kind);
    shown["name"] = json!(path.rsplit('/').next().unwrap_or_default());
    (shown["path"], shown["sha"], shown["type"], shown["size"]) =
        (json!(path), json!(sha), json!(kind), json!(size));
    shown
}

fn folder(ask: &mut Ask<'_>, files: &Files, path: &str) -> Option<Vec<Value>> {
    let prefix = if path.is_empty() { String::new() } else { format!("{path}/") };
    let mut rows = Vec::new();
    let mut seen = Vec::new();
    for (name, item) in files {
        let Some(rest) = name.strip_prefix(&prefix) else { continue };
        let first = rest.split('/').next().unwrap_or_default();
        if seen.contains(&first) {
            continue;
        }
        seen.push(first);
        let full = format!("{prefix}{first}");
        rows.push(if first.len() < rest.len() {
            let sha = ask.world.objects.folder(files, &full).unwrap_or_default();
            entry(ask, &full, "dir", &sha, 0)
        } else {
            let kind = match item.mode {
                Mode::Symlink => "symlink",
                Mode::Submodule => "file",
                Mode::Regular | Mode::Executable => "file",
            };
            let size = ask.world.objects.blob(&item.oid).map_or(0, |blob| blob.len());
            entry(ask, &full, kind, &item.oid, size)
        });
    }
    (!rows.is_empty() || path.is_empty()).then_some(rows)
}

pub(super) fn contents(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("contents", Read)])?;
    let (repo, path) = (ask.repo(), ask.part("path"));
    let at = ask.asked("ref").unwrap_or("HEAD").to_owned();
    let Some(sha) = ask.world.resolve(&repo, &at) else {
        return Err(Reply::error(404, &format!("No commit found for the ref {at}")));
    };
    let files = ask.world.objects.commit(&sha).map(|commit| commit.files.clone()).unwrap_or_default();
    let mut found = files.get(&path).cloned();
    if let Some(link) = found.as_ref().filter(|entry| entry.mode == Mode::Symlink) {
        // Followed inside the repository, one step; shown as a link where it leads out.
        let target = ask.world.objects.blob(&link.oid).map(|blob| String::from_utf8_lossy(blob).into_owned());
        let parent = path.rsplit_once('/').map_or(String::new(), |(parent, _)| format!("{parent}/"));
        let target = format!("{parent}{}", target.unwrap_or_default());
        found = files.get(&target).cloned().or(found);
    }
    let Some(item) = found else {
        let rows = folder(ask, &files, path.trim_end_matches('/')).ok_or_else(Reply::not_found)?;
        return Ok(Reply::json(200, &json!(rows.into_iter().take(1000).collect::<Vec<_>>())));
    };
    let bytes = ask.world.objects.blob(&item.oid).cloned().unwrap_or_else(|| [].into());
    if bytes.len() > 100_000_000 {
        return Err(Reply::error(403, "This API returns blobs up to 100 MB in size."));
    }
    if is_raw(ask) {
        return Ok(Reply::raw(200, RAW, bytes.to_vec()));
    }
    let mut shown = entry(ask, &path, "file", &item.oid, bytes.len());
    let large = bytes.len() > 1_000_000;
    shown["encoding"] = json!(if large { "none" } else { "base64" });
    shown["content"] = json!(if large { String::new() } else { base64_lines(&bytes) });
    Ok(Reply::json(200, &shown))
}

pub(super) fn blob(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("contents", Read)])?;
    let sha: Sha = ask.part("file_sha");
    let bytes = ask.world.objects.blob(&sha).cloned().ok_or_else(Reply::not_found)?;
    if is_raw(ask) {
        return Ok(Reply::raw(200, RAW, bytes.to_vec()));
    }
    let url = format!("{}/repos/{}/git/blobs/{sha}", ask.world.rest_url, ask.repo());
    let body = json!({
        "sha": sha, "node_id": format!("B_{sha}"), "size": bytes.len(), "url": url,
        "content": base64_lines(&bytes), "encoding": "base64",
    });
    Ok(Reply::json(200, &body))
}

pub(super) fn tree(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("contents", Read)])?;
    let (repo, name) = (ask.repo(), ask.part("tree_sha"));
    let files = match ask.world.objects.tree(&name).cloned() {
        Some(files) => files,
        None => {
            let sha = ask.world.resolve(&repo, &name).ok_or_else(Reply::not_found)?;
            ask.world.objects.commit(&sha).map(|commit| commit.files.clone()).unwrap_or_default()
        }
    };
    let sha = ask.world.objects.add_tree(&files);
    let recursive = ask.asked("recursive").is_some();
    let mut rows = Vec::new();
    let mut folders = Vec::new();
    for (path, item) in files.iter() {
        for (at, _) in path.match_indices('/') {
            let name = &path[..at];
            if folders.contains(&name) || (!recursive && name.contains('/')) {
                continue;
            }
            folders.push(name);
            let sha = ask.world.objects.folder(&files, name).unwrap_or_default();
            rows.push(json!({ "path": name, "mode": "040000", "type": "tree", "sha": sha }));
        }
        if recursive || !path.contains('/') {
            let kind = if item.mode == Mode::Submodule { "commit" } else { "blob" };
            let mut row = json!({ "path": path, "mode": item.mode.octal(), "type": kind, "sha": item.oid });
            if let Some(bytes) = ask.world.objects.blob(&item.oid) {
                row["size"] = json!(bytes.len());
            }
            rows.push(row);
        }
    }
    let truncated = rows.len() > 100_000;
    rows.truncate(100_000);
    let url = format!("{}/repos/{repo}/git/trees/{sha}", ask.world.rest_url);
    Ok(Reply::json(200, &json!({ "sha": sha, "url": url, "tree": rows, "truncated": truncated })))
}

pub(super) fn git_commit(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("contents", Read)])?;
    let sha = ask.part("commit_sha");
    let shown = ask.show().git_commit(&sha).ok_or_else(Reply::not_found)?;
    Ok(Reply::json(200, &shown))
}

pub(super) fn commit(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("contents", Read)])?;
    let (repo, name) = (ask.repo(), ask.part("ref"));
    let Some(sha) = ask.world.resolve(&repo, &name) else {
        return Err(Reply::error(422, &format!("No commit found for SHA: {name}")));
    };
    if ask.wants("application/vnd.github.sha") {
        return Ok(Reply::raw(200, "application/vnd.github.sha; charset=utf-8", sha.into_bytes()));
    }
    let parents = ask.world.objects.commit(&sha).map(|commit| commit.parents.clone()).unwrap_or_default();
    let rows = match parents.first() {
        Some(parent) => ask.world.rows(parent, &sha),
        None => Vec::new().into(),
    };
    let show = ask.show();
    let mut shown = show.commit(&sha).ok_or_else(Reply::not_found)?;
    shown["files"] = rows.iter().map(|row| show.file(row, &sha, false)).collect();
    let (more, less): (usize, usize) =
        (rows.iter().map(|row| row.additions).sum(), rows.iter().map(|row| row.deletions).sum());
    shown["stats"] = json!({ "additions": more, "deletions": less, "total": more + less });
    Ok(Reply::json(200, &shown))
}

fn reference(ask: &Ask<'_>, name: &str, sha: &str) -> Value {
    let (api, repo) = (&ask.world.rest_url, ask.repo());
    json!({
        "ref": format!("refs/heads/{name}"), "node_id": format!("REF_{name}"),
        "url": format!("{api}/repos/{repo}/git/refs/heads/{name}"),
        "object": { "type": "commit", "sha": sha, "url": format!("{api}/repos/{repo}/git/commits/{sha}") },
    })
}

pub(super) fn git_ref(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("contents", Read)])?;
    let name = ask.part("ref");
    let branch = name.strip_prefix("heads/").ok_or_else(Reply::not_found)?;
    let sha = ask.world.repo(&ask.repo()).branches.get(branch).cloned().ok_or_else(Reply::not_found)?;
    Ok(Reply::json(200, &reference(ask, branch, &sha)))
}

pub(super) fn matching_refs(ask: &mut Ask<'_>) -> Answer {
    ask.need(&[("contents", Read)])?;
    let name = ask.part("ref");
    let prefix = name.strip_prefix("heads/").unwrap_or_default().to_owned();
    let branches = ask.world.repo(&ask.repo()).branches.clone();
    let matching = branches.iter().filter(|(branch, _)| branch.starts_with(&prefix));
    let rows: Vec<_> = matching.map(|(branch, sha)| reference(ask, branch, sha)).collect();
    Ok(Reply::json(200, &json!(rows)))
}
