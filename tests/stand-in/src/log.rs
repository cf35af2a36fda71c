//! What was asked, and how it was answered.

use serde_json::{Value, json};

/// One request.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The method.
    pub method: String,
    /// The path, encoded as it came, without query.
    pub path: String,
    /// The query, decoded.
    pub query: Vec<(String, String)>,
    /// Headers, names in lower case, without the value of `authorization`.
    pub headers: Vec<(String, String)>,
    /// The body as JSON; null if there was none, or none in JSON.
    pub body: Value,
    /// Whether a token came with it.
    pub authorized: bool,
    /// Whether it went to the host that archives come from, not to the API.
    pub storage: bool,
    /// The answer's status; `None` where none was given.
    pub status: Option<u16>,
    /// Bytes of the answer's body.
    pub length: usize,
}

impl Entry {
    /// Whether the method is this one and the path ends like this; `*` stands for one segment.
    pub fn is(&self, method: &str, path: &str) -> bool {
        let wanted: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let parts: Vec<&str> = self.path.split('/').collect();
        let Some(from) = parts.len().checked_sub(wanted.len()) else { return false };
        self.method == method
            && wanted.iter().zip(&parts[from..]).all(|(wanted, part)| *wanted == "*" || wanted == part)
    }

    /// Whether it would change something: neither GET nor a GraphQL query.
    pub fn writes(&self) -> bool {
        let query = self.body["query"].as_str().unwrap_or_default().trim_start();
        let reads = if self.path.ends_with("/graphql") {
            !query.starts_with("mutation")
        } else {
            self.method == "GET"
        };
        !reads
    }

    /// The entry as JSON, for the log of the program.
    pub fn to_json(&self) -> Value {
        json!({
            "method": self.method, "path": self.path, "query": self.query, "body": self.body,
            "authorized": self.authorized, "storage": self.storage, "status": self.status, "length": self.length,
        })
    }
}
