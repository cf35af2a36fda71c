//! The SARIF log to code scanning.
//!
//! The log is packed within GitHub's limits, sent with the pair of ref and commit that its lines belong to, and its
//! processing is looked at for a bounded time. What fails is said with the permission that would have been needed.

use std::io::Write;
use std::time::Duration;

use base64::Engine;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::Method;
use serde::Deserialize;
use serde_json::json;

use super::client::Ask;
use super::{ApiError, Client};
use crate::report::safe;

/// GitHub's limit on the packed log.
const MAX_PACKED: usize = 10 * 1024 * 1024;
/// How often the processing is looked at; the waits double from the first.
const LOOKS: u32 = 5;
const FIRST_WAIT: Duration = Duration::from_secs(2);

/// What a log belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// `refs/pull/1/head` with the pull request's head, or `refs/heads/main` with a commit of it.
    pub git_ref: String,
    /// The commit.
    pub sha: String,
}

/// How it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Uploaded {
    /// Code scanning shows the findings.
    Accepted,
    /// The token may not, or the repository has no code scanning: what is missing, and how to do without.
    Denied(String),
    /// It does not: why.
    Not(String),
}

/// The log as it is sent; `None` when it is too large.
fn packed(sarif: &str) -> Option<String> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(sarif.as_bytes()).ok()?;
    let bytes = encoder.finish().ok()?;
    (bytes.len() <= MAX_PACKED).then(|| base64::engine::general_purpose::STANDARD.encode(bytes))
}

/// Uploads, and waits for GitHub to have processed it, as long as that takes no more than a minute.
pub async fn upload(client: &Client<'_>, sarif: &str, target: &Target) -> Uploaded {
    let Some(sarif) = packed(sarif) else {
        return Uploaded::Not("the SARIF log is over 10 MB packed, more than GitHub takes".into());
    };
    #[derive(Deserialize)]
    struct Receipt {
        id: Option<String>,
    }
    let body = json!({
        "commit_sha": target.sha, "ref": target.git_ref, "sarif": sarif, "tool_name": env!("CARGO_PKG_NAME"),
    });
    let ask = Ask::send("upload the SARIF log", Method::POST, "/code-scanning/sarifs", body);
    match client.json::<Receipt>(ask).await {
        Ok(Receipt { id: Some(id) }) => settle(client, &id).await,
        Ok(Receipt { id: None }) => Uploaded::Accepted,
        Err(error) => remedy(&error),
    }
}

async fn settle(client: &Client<'_>, id: &str) -> Uploaded {
    #[derive(Deserialize)]
    struct Status {
        processing_status: Option<String>,
        errors: Option<Vec<String>>,
    }
    let path = format!("/code-scanning/sarifs/{}", safe::url_segment(id));
    let mut wait = FIRST_WAIT;
    for _ in 0..LOOKS {
        client.pause(wait).await;
        wait *= 2;
        // Not being able to look is no failure: private repositories want `actions: read` for it.
        let Ok(status) =
            client.json::<Status>(Ask::get("look at the processing of the SARIF log", &path)).await
        else {
            return Uploaded::Accepted;
        };
        match status.processing_status.as_deref() {
            Some("complete") => return Uploaded::Accepted,
            Some("failed") => {
                let errors = status.errors.unwrap_or_default();
                let errors: Vec<String> = errors
                    .iter()
                    .take(3)
                    .map(|one| safe::line(&one.chars().take(300).collect::<String>()))
                    .collect();
                return Uploaded::Not(format!(
                    "code scanning could not process the SARIF log: {}",
                    errors.join("; ")
                ));
            }
            _ => (),
        }
    }
    Uploaded::Accepted
}

/// What is missing, by name.
fn remedy(error: &ApiError) -> Uploaded {
    let ApiError::Refused { status, message, .. } = error else { return Uploaded::Not(error.to_string()) };
    let lower = message.to_ascii_lowercase();
    if lower.contains("must be enabled") {
        return Uploaded::Denied(format!(
            "{error}; enable code scanning in the repository's settings, or set `sarif: off`"
        ));
    }
    match status {
        401 | 403 | 404 => Uploaded::Denied(format!(
            "{error}; give the job the permission `security-events: write` (and `actions: read` in a private repository), or set `sarif: off`"
        )),
        413 => Uploaded::Not("the SARIF log is larger than GitHub takes".into()),
        _ => Uploaded::Not(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn the_log_is_packed() {
        let text = "{\"runs\":[]}".repeat(100);
        let bytes = base64::engine::general_purpose::STANDARD.decode(packed(&text).unwrap()).unwrap();
        let mut back = String::new();
        flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut back).unwrap();
        assert_eq!(back, text);
    }

    #[test]
    fn what_is_missing_is_named() {
        let denied = |message: &str| {
            let (what, message) = ("upload the SARIF log", message.to_owned());
            match remedy(&ApiError::Refused { what, status: 403, message, wants: None }) {
                Uploaded::Denied(text) => text,
                other => panic!("{other:?}"),
            }
        };
        assert!(denied("Resource not accessible by integration").contains("`security-events: write`"));
        let disabled = denied("Code Security must be enabled for this repository to use code scanning.");
        assert!(disabled.contains("enable code scanning") && !disabled.contains("security-events"));
        let large = ApiError::Refused { what: "x", status: 413, message: String::new(), wants: None };
        assert!(matches!(remedy(&large), Uploaded::Not(text) if !text.contains("sarif: off")));
    }
}
