//! Contents of files: many in one GraphQL query, one by one over REST where that cannot carry them.
//!
//! A query that is too heavy comes back as 502, or in part; it is halved then. What comes is held against its name,
//! which is a hash of the content: text that GraphQL decoded with losses, and a file of the workspace that is not the
//! one of the commit, are found out so.

use std::collections::BTreeMap;

use base64::Engine;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::client::{Ask, RAW};
use super::policy::Effect;
use super::{ApiError, Client};
use crate::change::git::is_content;
use crate::source::MAX_FILE_BYTES;

/// Blobs of one query. A judgement: GitHub documents no number.
const BATCH: usize = 50;
/// Queries under way at the same time.
const AT_ONCE: usize = 3;
/// The answer to one query: every blob is cut near 500 KB.
const MAX_ANSWER: usize = 48 * 1024 * 1024;

/// How a blob is named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Name {
    /// By the hash of its content.
    Oid(String),
    /// By commit and path.
    At { commit: String, path: String },
}

/// What came of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Blob {
    Bytes(Vec<u8>),
    /// There is none by this name.
    Missing,
    /// It is nothing to be read: too large, no file. Why, in words for a person.
    Unfit(&'static str),
    /// It was not read this time: why, in words for a person.
    Failed(String),
}

/// Reads all of them. Fails only where nothing more can be expected: a limit, a refusal.
pub(super) async fn read(client: &Client<'_>, names: &[Name]) -> Result<BTreeMap<Name, Blob>, ApiError> {
    let batches: Vec<Vec<Name>> = names.chunks(BATCH).map(<[Name]>::to_vec).collect();
    let parts: Vec<Vec<(Name, Blob)>> =
        stream::iter(batches).map(|batch| batch_of(client, batch)).buffered(AT_ONCE).try_collect().await?;
    Ok(parts.into_iter().flatten().collect())
}

async fn batch_of(client: &Client<'_>, batch: Vec<Name>) -> Result<Vec<(Name, Blob)>, ApiError> {
    let mut out = Vec::with_capacity(batch.len());
    let mut left = vec![batch];
    while let Some(batch) = left.pop() {
        if batch.is_empty() {
            continue;
        }
        let alone = batch.len() == 1;
        // A heavy query is no better the second time: only a query for one blob is repeated.
        let effect = if alone { Effect::Read } else { Effect::Write };
        let (query, variables) = question(client, &batch);
        let answer = client.query("read files", effect, &query, variables, MAX_ANSWER).await;
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) if !error.is_ambiguous() => return Err(error),
            Err(error) if alone => {
                for name in batch {
                    let blob = match &name {
                        // One that is too heavy by itself may still come as bytes, or say how large it is.
                        Name::Oid(oid) => raw(client, oid).await?,
                        Name::At { .. } => Blob::Failed(error.to_string()),
                    };
                    out.push((name, blob));
                }
                continue;
            }
            Err(_) => {
                let (one, other) = batch.split_at(batch.len() / 2);
                left.extend([one.to_vec(), other.to_vec()]);
                continue;
            }
        };
        let objects = answer.data.map(|mut data| data["repository"].take()).unwrap_or_default();
        let mut again = Vec::new();
        for (at, name) in batch.into_iter().enumerate() {
            match serde_json::from_value::<Option<Object>>(objects[format!("b{at}")].clone()) {
                Ok(Some(object)) => {
                    let blob = settle(client, object).await?;
                    out.push((name, blob));
                }
                Ok(None) if answer.errors.is_empty() => out.push((name, Blob::Missing)),
                _ => again.push(name),
            }
        }
        if alone && !again.is_empty() {
            let why = answer.errors.first().map_or("no content", |error| error.message.as_str()).to_owned();
            out.extend(again.into_iter().map(|name| (name, Blob::Failed(why.clone()))));
        } else {
            let (one, other) = again.split_at(again.len() / 2);
            left.extend([one.to_vec(), other.to_vec()]);
        }
    }
    Ok(out)
}

/// A blob as GraphQL gives it; what is no blob (a submodule, a folder) has no fields.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Object {
    oid: Option<String>,
    byte_size: Option<u64>,
    is_truncated: Option<bool>,
    text: Option<String>,
}

async fn settle(client: &Client<'_>, object: Object) -> Result<Blob, ApiError> {
    let Some(oid) = object.oid else { return Ok(Blob::Unfit("not a file")) };
    if object.byte_size.is_some_and(|size| size > MAX_FILE_BYTES as u64) {
        return Ok(too_large());
    }
    if let (Some(text), Some(false)) = (object.text, object.is_truncated)
        && is_content(&oid, text.as_bytes())
    {
        return Ok(Blob::Bytes(text.into_bytes()));
    }
    raw(client, &oid).await
}

/// The bytes of one blob over REST.
async fn raw(client: &Client<'_>, oid: &str) -> Result<Blob, ApiError> {
    let path = format!("/git/blobs/{}", super::event::sha(oid)?);
    let ask = Ask { accept: RAW, limit: MAX_FILE_BYTES * 2, ..Ask::get("read a file", &path) };
    match client.rest(ask).await {
        Ok(answer) => Ok(match bytes(oid, &answer) {
            Some(bytes) if bytes.len() <= MAX_FILE_BYTES => Blob::Bytes(bytes),
            Some(_) => too_large(),
            None => Blob::Failed("what GitHub sent is not the file".into()),
        }),
        Err(error @ (ApiError::Limited { .. } | ApiError::Refused { status: 401 | 403, .. })) => Err(error),
        Err(ApiError::Refused { status: 404, .. }) => Ok(Blob::Missing),
        // The answer was cut off at twice the size of the largest file.
        Err(ApiError::Malformed { .. }) => Ok(too_large()),
        Err(error) => Ok(Blob::Failed(error.to_string())),
    }
}

/// The raw bytes, or those inside of the JSON that older servers answer with.
fn bytes(oid: &str, body: &[u8]) -> Option<Vec<u8>> {
    if is_content(oid, body) {
        return Some(body.to_vec());
    }
    #[derive(Deserialize)]
    struct Wrapped {
        content: String,
    }
    let wrapped: Wrapped = serde_json::from_slice(body).ok()?;
    let packed: String = wrapped.content.split_whitespace().collect();
    let bytes = base64::engine::general_purpose::STANDARD.decode(packed).ok()?;
    is_content(oid, &bytes).then_some(bytes)
}

fn too_large() -> Blob {
    Blob::Unfit("over 10 MB, too large to review")
}

const _: () = assert!(MAX_FILE_BYTES == 10 * 1024 * 1024, "the words of `too_large`");

/// The query for a batch. Names travel as variables, never in the text of the query.
fn question(client: &Client<'_>, batch: &[Name]) -> (String, Value) {
    let mut variables = Map::new();
    variables.insert("owner".into(), client.repository().owner.clone().into());
    variables.insert("name".into(), client.repository().name.clone().into());
    let (mut heads, mut fields) = (String::new(), String::new());
    for (at, name) in batch.iter().enumerate() {
        let (kind, key, value) = match name {
            Name::Oid(oid) => ("GitObjectID!", "oid", oid.clone()),
            Name::At { commit, path } => ("String!", "expression", format!("{commit}:{path}")),
        };
        heads.push_str(&format!(", $v{at}: {kind}"));
        fields.push_str(&format!(
            "b{at}: object({key}: $v{at}) {{ ... on Blob {{ oid byteSize isTruncated text }} }}\n"
        ));
        variables.insert(format!("v{at}"), value.into());
    }
    let query = format!(
        "query Blobs($owner: String!, $name: String!{heads}) {{ repository(owner: $owner, name: $name) {{\n{fields}}} }}"
    );
    (query, Value::Object(variables))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_bytes_are_unwrapped() {
        let oid = "ce013625030ba8dba906f756967f9e9ca394464a";
        assert_eq!(bytes(oid, b"hello\n").as_deref(), Some(&b"hello\n"[..]));
        assert_eq!(bytes(oid, br#"{"content":"aGVs\nbG8K\n"}"#).as_deref(), Some(&b"hello\n"[..]));
        assert_eq!(bytes(oid, br#"{"content":"aGVs"}"#), None);
    }
}
