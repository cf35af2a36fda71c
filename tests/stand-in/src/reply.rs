//! Answers: status, headers, body; GitHub's shape of errors; pages.

use serde_json::{Value, json};

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    /// An answer in JSON.
    pub fn json(status: u16, body: &Value) -> Self {
        let headers = vec![("content-type".to_owned(), "application/json; charset=utf-8".to_owned())];
        Reply { status, headers, body: body.to_string().into_bytes() }
    }

    /// An answer in another media type.
    pub fn raw(status: u16, kind: &str, body: Vec<u8>) -> Self {
        Reply { status, headers: vec![("content-type".to_owned(), kind.to_owned())], body }
    }

    /// An answer without a body.
    pub fn empty(status: u16) -> Self {
        Reply { status, headers: Vec::new(), body: Vec::new() }
    }

    /// An error; the server adds the address of the documentation.
    pub fn error(status: u16, message: &str) -> Self {
        Reply::json(status, &json!({ "message": message, "status": status.to_string() }))
    }

    /// An error with details: plain strings, or objects.
    pub fn refusal(status: u16, message: &str, errors: Vec<Value>) -> Self {
        let body = json!({ "message": message, "errors": errors, "status": status.to_string() });
        Reply::json(status, &body)
    }

    /// What GitHub says of all that is not there, or may not be seen.
    pub fn not_found() -> Self {
        Reply::error(404, "Not Found")
    }

    /// The page that stands in front of GitHub when its servers do not answer: no JSON.
    pub fn bad_gateway() -> Self {
        Reply::raw(502, "text/html", b"<html><body><h1>502 Bad Gateway</h1></body></html>".to_vec())
    }

    /// The secondary limit; `retry_after` in seconds, which GitHub may leave out.
    pub fn secondary_limit(status: u16, retry_after: Option<u64>) -> Self {
        let message =
            "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
        let reply = Reply::error(status, message);
        match retry_after {
            Some(seconds) => reply.header("retry-after", &seconds.to_string()),
            None => reply,
        }
    }

    /// The primary limit; `reset` in seconds since 1970.
    pub fn primary_limit(status: u16, reset: u64) -> Self {
        Reply::error(status, "API rate limit exceeded for installation.")
            .header("x-ratelimit-limit", "1000")
            .header("x-ratelimit-remaining", "0")
            .header("x-ratelimit-used", "1000")
            .header("x-ratelimit-reset", &reset.to_string())
            .header("x-ratelimit-resource", "core")
    }

    /// Throttling in the disguise of a validation error.
    pub fn abuse() -> Self {
        Reply::refusal(422, "Validation Failed", vec![json!({ "code": "abuse" })])
    }

    /// With one more header; it takes the place of one of the same name.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The value of a header.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON; null if it is none.
    pub fn value(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// The part of a list that a request asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    /// From 1.
    pub number: usize,
    /// At most 100.
    pub size: usize,
}

impl Page {
    /// Cuts the page out.
    pub(crate) fn of<T: Clone>(self, all: &[T]) -> Vec<T> {
        all.iter().skip((self.number - 1) * self.size).take(self.size).cloned().collect()
    }

    /// The `Link` header for a list of that length; none where one page holds all.
    pub(crate) fn links(self, address: &str, query: &[(String, String)], length: usize) -> Option<String> {
        let last = length.div_ceil(self.size).max(1);
        if last == 1 && self.number == 1 {
            return None;
        }
        let to = |page: usize, rel: &str| {
            let kept = query.iter().filter(|(name, _)| name != "page");
            let mut parts: Vec<String> = kept.map(|(name, value)| format!("{name}={value}")).collect();
            parts.push(format!("page={page}"));
            format!("<{address}?{}>; rel=\"{rel}\"", parts.join("&"))
        };
        let mut links = Vec::new();
        if self.number > 1 {
            links.push(to((self.number - 1).min(last), "prev"));
        }
        if self.number < last {
            links.push(to(self.number + 1, "next"));
            links.push(to(last, "last"));
        }
        if self.number > 1 {
            links.push(to(1, "first"));
        }
        Some(links.join(", "))
    }
}
