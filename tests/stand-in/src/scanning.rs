//! Code scanning: what GitHub refuses at once, what fails while it is processed, and what is kept.

use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::objects::Sha;

/// Whether a repository has code scanning.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Availability {
    /// Uploads are taken.
    #[default]
    On,
    /// The repository is private and Code Security is not bought.
    NotEnabled,
    /// The same in the words of older Enterprise Servers.
    NotEnabledOld,
}

/// What became of an upload.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The id that the receipt named.
    pub id: String,
    /// The commit.
    pub commit: Sha,
    /// The ref.
    pub reference: String,
    /// The file, unpacked.
    pub sarif: Value,
    /// What processing found wrong; empty where it was taken.
    pub errors: Vec<String>,
    /// How often the status has been asked for.
    pub polls: u32,
}

/// A repository's code scanning.
#[derive(Debug, Clone, Default)]
pub struct CodeScanning {
    /// Whether there is any.
    pub availability: Availability,
    /// How many times the status says `pending` before it says more.
    pub pending_polls: u32,
    /// Uploads, oldest first.
    pub uploads: Vec<Upload>,
}

/// Unpacks an upload.
///
/// # Errors
/// Why GitHub answers 400, or 413 where the flag is set.
pub(crate) fn unpack(text: &str, limit: usize) -> Result<Value, (bool, String)> {
    let packed =
        STANDARD.decode(text).map_err(|_| (false, "Invalid SARIF. It is not valid base64.".to_owned()))?;
    if packed.len() > limit {
        return Err((true, "Payload too large".to_owned()));
    }
    let mut bytes = Vec::new();
    let unpacked = flate2::read::GzDecoder::new(packed.as_slice()).take(1 << 30).read_to_end(&mut bytes);
    unpacked.map_err(|_| (false, "Invalid SARIF. It is not compressed with gzip.".to_owned()))?;
    let sarif: Value =
        serde_json::from_slice(&bytes).map_err(|_| (false, "Invalid SARIF. JSON syntax error".to_owned()))?;
    for field in ["$schema", "version", "runs"] {
        if sarif.get(field).is_none() {
            return Err((false, format!("Invalid SARIF. Missing '{field}'")));
        }
    }
    Ok(sarif)
}

/// The part of `automationDetails.id` that GitHub calls the category.
pub(crate) fn category(run: &Value) -> String {
    let id = run["automationDetails"]["id"].as_str().unwrap_or_default();
    id.rsplit_once('/').map_or(String::new(), |(category, _)| category.to_owned())
}

fn each<'a>(value: &'a Value, path: &str) -> impl Iterator<Item = &'a Value> {
    value.pointer(path).and_then(Value::as_array).into_iter().flatten()
}

/// What processing finds wrong, in GitHub's words as far as they are known.
pub(crate) fn process(sarif: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let runs: Vec<&Value> = each(sarif, "/runs").collect();
    if runs.len() > 20 {
        wrong.push(format!("rejecting SARIF, as there are more runs than allowed ({} > 20)", runs.len()));
    }
    let mut kinds: Vec<_> =
        runs.iter().map(|run| (run.pointer("/tool/driver/name").cloned(), category(run))).collect();
    kinds.sort_by_key(|(tool, category)| (tool.as_ref().map(Value::to_string), category.clone()));
    if kinds.windows(2).any(|pair| pair[0] == pair[1]) {
        wrong.push("A delivery cannot contain multiple runs with the same category".to_owned());
    }
    for run in runs {
        let Some(results) = run["results"].as_array() else {
            wrong.push("Invalid SARIF. Missing 'results' array in run.".to_owned());
            continue;
        };
        let rules: Vec<&Value> = each(run, "/tool/driver/rules").collect();
        if results.len() > 25_000 {
            let count = results.len();
            wrong.push(format!(
                "rejecting SARIF, as there are more results per run than allowed ({count} > 25000)"
            ));
        }
        if rules.len() > 25_000 {
            let count = rules.len();
            wrong.push(format!(
                "rejecting SARIF, as there are more rules per run than allowed ({count} > 25000)"
            ));
        }
        for rule in rules {
            let severity = &rule["properties"]["security-severity"];
            let number = severity.as_str().and_then(|text| text.parse::<f64>().ok());
            if !severity.is_null() && number.is_none() {
                wrong.push(
                    "could not convert rules: invalid security severity value, is not a number".to_owned(),
                );
            }
        }
        for result in results {
            let uri =
                result.pointer("/locations/0/physicalLocation/artifactLocation/uri").and_then(Value::as_str);
            match uri {
                None => wrong.push("locationFromSarifResult: expected artifact location".to_owned()),
                Some(uri) if uri.starts_with("file:") => {
                    wrong.push("SARIF URI scheme file did not match the checkout URI scheme https".to_owned())
                }
                Some(uri)
                    if uri
                        .bytes()
                        .any(|byte| byte <= b' ' || byte >= 0x7f || b"<>\"\\^`{|}".contains(&byte)) =>
                {
                    wrong.push("an invalid URI was provided as a SARIF location".to_owned());
                }
                Some(_) => {}
            }
        }
    }
    wrong
}
