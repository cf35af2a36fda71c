//! Requests, one at a time: octocrab carries them, everything that decides is ours.
//!
//! octocrab's own repetition and following of redirects are not even compiled in: the first posts reviews twice, the
//! second leaves the host. Answers are read with a limit. Knows nothing of pull requests.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use http::{HeaderMap, Method, Uri, header};
use http_body_util::{BodyExt, Limited};
use octocrab::Octocrab;
use serde::Deserialize;
use serde_json::{Value, json};

use super::policy::{self, Effect, Next, Outcome};
use super::{ApiError, Bases, Proxies, Token, carrier};

/// Answers are not read further than this unless a request says otherwise.
const MAX_ANSWER: usize = 32 * 1024 * 1024;
/// Redirects that are followed, all on the same host: a repository that was renamed.
const MAX_REDIRECTS: u32 = 3;
/// One request takes at most so long. Time lost so counts as waited.
pub(super) const TIMEOUT: Duration = Duration::from_secs(30);

/// What JSON is asked for by.
pub(super) const JSON: &str = "application/vnd.github+json";
/// What the bytes of a file are asked for by.
pub(super) const RAW: &str = "application/vnd.github.raw+json";

/// The time, so that tests wait for nothing.
pub trait Clock {
    /// Seconds since 1970.
    fn now(&self) -> u64;
    /// Waits.
    fn sleep(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + '_>>;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> u64 {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since.map_or(0, |since| since.as_secs())
    }

    fn sleep(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + '_>> {
        Box::pin(tokio::time::sleep(time))
    }
}

/// A connection to one repository.
pub struct Client<'a> {
    rest: Octocrab,
    graphql: Octocrab,
    bases: Bases,
    repository: Repository,
    program: bool,
    clock: &'a dyn Clock,
    waited: Cell<Duration>,
    sent: Cell<u32>,
}

/// Owner and name of a repository; both go into addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repository {
    /// The owner.
    pub owner: String,
    /// The name.
    pub name: String,
}

impl Repository {
    /// Reads `GITHUB_REPOSITORY`: `owner/name`.
    pub fn parse(text: &str) -> Result<Self, ApiError> {
        let plain = |part: &str| {
            !matches!(part, "" | "." | "..")
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        };
        match text.split_once('/') {
            Some((owner, name)) if plain(owner) && plain(name) => {
                Ok(Self { owner: owner.to_owned(), name: name.to_owned() })
            }
            _ => Err(ApiError::Environment {
                name: "GITHUB_REPOSITORY".into(),
                what: "does not name a repository as `owner/name`".into(),
                remedy: "run inside GitHub Actions".into(),
            }),
        }
    }
}

/// How servers are reached.
pub struct Network<'a> {
    /// Authorities in PEM that are trusted besides the web's.
    pub certificates: Option<&'a str>,
    /// Those that the environment names.
    pub proxies: Proxies,
}

/// One request.
pub(super) struct Ask<'a> {
    /// What it is for, in messages: "read the list of files".
    pub(super) what: &'static str,
    pub(super) method: Method,
    /// Below the repository's own address, with its query: `/pulls/1/files?page=2`.
    pub(super) path: &'a str,
    pub(super) accept: &'static str,
    pub(super) body: Option<Value>,
    /// Bytes of the answer.
    pub(super) limit: usize,
}

impl<'a> Ask<'a> {
    pub(super) fn get(what: &'static str, path: &'a str) -> Self {
        Self { what, method: Method::GET, path, accept: JSON, body: None, limit: MAX_ANSWER }
    }

    pub(super) fn send(what: &'static str, method: Method, path: &'a str, body: Value) -> Self {
        Self { what, method, path, accept: JSON, body: Some(body), limit: MAX_ANSWER }
    }
}

/// What a GraphQL query brought: there may be both.
#[derive(Deserialize)]
pub(super) struct Graphql {
    pub(super) data: Option<Value>,
    #[serde(default, deserialize_with = "some_or_none")]
    pub(super) errors: Vec<GraphqlError>,
}

/// Servers differ in whether a list without entries is left out, empty, or null.
fn some_or_none<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<GraphqlError>, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

#[derive(Deserialize)]
pub(super) struct GraphqlError {
    #[serde(rename = "type", default)]
    pub(super) kind: Option<String>,
    #[serde(default)]
    pub(super) message: String,
}

struct Sent {
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

enum Failed {
    /// No answer, or not all of it.
    NoAnswer(String),
    /// An answer longer than asked for.
    TooLong,
}

impl<'a> Client<'a> {
    /// A client for `repository`. Without a token GitHub allows very few requests, and no writing.
    pub fn new(
        bases: Bases,
        repository: Repository,
        token: Option<&Token>,
        network: &Network<'_>,
        clock: &'a dyn Clock,
    ) -> Result<Self, ApiError> {
        let roots = carrier::roots(network.certificates)?;
        let rest = carrier::carrier(&bases.api, token, roots.clone(), &network.proxies)?;
        let graphql = carrier::carrier(&bases.graphql, token, roots, &network.proxies)?;
        let (waited, sent) = (Cell::new(Duration::ZERO), Cell::new(0));
        let program = token.is_some_and(Token::is_program);
        Ok(Self { rest, graphql, bases, repository, program, clock, waited, sent })
    }

    /// True when the token speaks for a program.
    pub(super) fn is_program(&self) -> bool {
        self.program
    }

    /// How many requests were sent.
    pub fn requests(&self) -> u32 {
        self.sent.get()
    }

    /// The repository.
    pub(super) fn repository(&self) -> &Repository {
        &self.repository
    }

    /// Waits between two writes, as GitHub asks for.
    pub(super) async fn pause(&self, time: Duration) {
        self.clock.sleep(time).await;
    }

    /// Sends a request to the repository's part of the REST interface; the answer's body.
    pub(super) async fn rest(&self, ask: Ask<'_>) -> Result<Vec<u8>, ApiError> {
        let Repository { owner, name } = &self.repository;
        let effect = if ask.method == Method::GET { Effect::Read } else { Effect::Write };
        let mut path = format!("/repos/{owner}/{name}{}", ask.path);
        let mut redirects = 0;
        loop {
            let sent = self.persist(&self.rest, &ask, &path, effect, None).await?;
            if !(300..400).contains(&sent.status) {
                return Ok(sent.body);
            }
            redirects += 1;
            let next = sent.headers.get(header::LOCATION).and_then(|to| to.to_str().ok());
            path = match next.and_then(|to| self.inside(to)) {
                Some(path) if effect == Effect::Read && redirects <= MAX_REDIRECTS => path,
                _ => {
                    let why = format!("redirects ({}) where it is not followed", sent.status);
                    return Err(ApiError::Malformed { what: ask.what, why });
                }
            };
        }
    }

    /// Sends a request that belongs to no repository, and only reads: the answer's body, and the path of the page that
    /// follows. Not repeated where the server fails: nothing that is asked so is worth a wait.
    pub(super) async fn page(&self, ask: Ask<'_>) -> Result<(Vec<u8>, Option<String>), ApiError> {
        let sent = self.persist(&self.rest, &ask, ask.path, Effect::Write, None).await?;
        if !(200..300).contains(&sent.status) {
            let why = format!("redirects ({}) where it is not followed", sent.status);
            return Err(ApiError::Malformed { what: ask.what, why });
        }
        let links = sent.headers.get(header::LINK).and_then(|links| links.to_str().ok()).unwrap_or_default();
        let next = links.split(',').find(|link| link.contains("rel=\"next\""));
        let next = next.and_then(|link| link.trim().strip_prefix('<')?.split('>').next());
        Ok((sent.body, next.and_then(|to| self.inside(to))))
    }

    /// The path below the base of an address on the same host; `None` for any other.
    fn inside(&self, to: &str) -> Option<String> {
        let to: Uri = to.parse().ok()?;
        if !Bases::same_origin(&to, &self.bases.api) {
            return None;
        }
        let base = self.bases.api.path().trim_end_matches('/');
        let path = to.path_and_query()?.as_str().strip_prefix(base)?;
        path.starts_with('/').then(|| path.to_owned())
    }

    /// As [`Client::rest`], and reads the answer as JSON.
    pub(super) async fn json<T: serde::de::DeserializeOwned>(&self, ask: Ask<'_>) -> Result<T, ApiError> {
        let what = ask.what;
        let answer = self.rest(ask).await?;
        serde_json::from_slice(&answer).map_err(|error| ApiError::Malformed {
            what,
            why: format!("is not what GitHub promises: {error}"),
        })
    }

    /// Sends a GraphQL query or mutation.
    pub(super) async fn query(
        &self,
        what: &'static str,
        effect: Effect,
        query: &str,
        variables: Value,
        limit: usize,
    ) -> Result<Graphql, ApiError> {
        let body = Some(json!({ "query": query, "variables": variables }));
        let path = self.bases.graphql_path.clone();
        let ask = Ask { what, method: Method::POST, path: &path, accept: JSON, body, limit };
        let mut answer = None;
        self.persist(&self.graphql, &ask, &path, effect, Some(&mut answer)).await?;
        answer.ok_or(ApiError::Malformed { what, why: "is not what GitHub promises".into() })
    }

    /// Sends, and sends again as the policy says. Redirects come back as they are.
    async fn persist(
        &self,
        carrier: &Octocrab,
        ask: &Ask<'_>,
        path: &str,
        effect: Effect,
        mut graphql: Option<&mut Option<Graphql>>,
    ) -> Result<Sent, ApiError> {
        let what = ask.what;
        let mut tries = 0;
        loop {
            tries += 1;
            let sent = match self.once(carrier, ask, path).await {
                Ok(sent) => Ok(sent),
                Err(Failed::NoAnswer(why)) => Err(why),
                Err(Failed::TooLong) => {
                    return Err(ApiError::Malformed {
                        what,
                        why: format!("is over {} bytes long", ask.limit),
                    });
                }
            };
            let mut message = String::new();
            let outcome = match &sent {
                Ok(sent) if (200..400).contains(&sent.status) => match graphql.as_deref_mut() {
                    None => None,
                    Some(slot) => {
                        let read: Graphql = serde_json::from_slice(&sent.body).map_err(|error| {
                            let why = format!("is not what GitHub promises: {error}");
                            ApiError::Malformed { what, why }
                        })?;
                        let limited =
                            read.errors.iter().any(|error| error.kind.as_deref() == Some("RATE_LIMITED"));
                        *slot = Some(read);
                        limited.then(|| Outcome::GraphqlLimit {
                            reset: number(&sent.headers, "x-ratelimit-reset"),
                        })
                    }
                },
                Ok(sent) => {
                    message = said(&sent.body);
                    Some(Outcome::Status {
                        status: sent.status,
                        retry_after: number(&sent.headers, "retry-after"),
                        remaining: number(&sent.headers, "x-ratelimit-remaining"),
                        reset: number(&sent.headers, "x-ratelimit-reset"),
                        message: &message,
                    })
                }
                Err(_) => Some(Outcome::None),
            };
            let Some(outcome) = outcome else {
                return sent.map_err(|why| ApiError::Unanswered { what, why });
            };
            match policy::next(effect, outcome, tries, self.waited.get(), self.clock.now()) {
                Next::After(wait) => {
                    self.waited.set(self.waited.get() + wait);
                    self.clock.sleep(wait).await;
                }
                Next::Limited(wait_for) => return Err(ApiError::Limited { what, wait_for }),
                Next::Refused => {
                    let (status, wants) = sent.map_or((0, None), |sent| {
                        let wants = sent.headers.get("x-accepted-github-permissions");
                        let wants = wants.and_then(|value| value.to_str().ok()).map(str::to_owned);
                        (sent.status, wants)
                    });
                    return Err(ApiError::Refused { what, status, message, wants });
                }
                Next::Unknown => {
                    let why = match sent {
                        Ok(sent) => format!("GitHub answered {}", sent.status),
                        Err(why) => why,
                    };
                    return Err(ApiError::Unanswered { what, why });
                }
            }
        }
    }

    async fn once(&self, carrier: &Octocrab, ask: &Ask<'_>, path: &str) -> Result<Sent, Failed> {
        self.sent.set(self.sent.get() + 1);
        let builder =
            http::Request::builder().method(ask.method.clone()).uri(path).header(header::ACCEPT, ask.accept);
        let request = carrier
            .build_request(builder, ask.body.as_ref())
            .map_err(|_| Failed::NoAnswer("the request cannot be put together".into()))?;
        let exchange = async {
            let answer = carrier.send(request).await.map_err(|error| Failed::NoAnswer(reason(&error)))?;
            let (parts, body) = answer.into_parts();
            let body = Limited::new(body, ask.limit).collect().await.map_err(|error| {
                if error.is::<http_body_util::LengthLimitError>() {
                    Failed::TooLong
                } else {
                    Failed::NoAnswer("the connection broke off".into())
                }
            })?;
            Ok(Sent { status: parts.status.as_u16(), headers: parts.headers, body: body.to_bytes().to_vec() })
        };
        match tokio::time::timeout(TIMEOUT, exchange).await {
            Ok(sent) => sent,
            Err(_) => {
                self.waited.set(self.waited.get() + TIMEOUT);
                Err(Failed::NoAnswer(format!("no answer within {} s", TIMEOUT.as_secs())))
            }
        }
    }
}

/// The innermost reason of a failed exchange: octocrab's own words carry a backtrace, and the address.
fn reason(error: &octocrab::Error) -> String {
    let mut inner: &dyn std::error::Error = error;
    while let Some(next) = inner.source() {
        inner = next;
    }
    let text: String = inner.to_string().lines().next().unwrap_or_default().chars().take(200).collect();
    if text.is_empty() { "no connection".into() } else { format!("no answer: {text}") }
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

/// GitHub's message with its list of errors, which are strings or objects.
fn said(body: &[u8]) -> String {
    let Ok(value) = serde_json::from_slice::<Value>(body) else { return String::new() };
    let mut parts: Vec<&str> = value["message"].as_str().into_iter().collect();
    for error in value["errors"].as_array().into_iter().flatten().take(5) {
        parts.extend(error.as_str().or_else(|| error["message"].as_str()).or_else(|| error["code"].as_str()));
    }
    parts.join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_is_two_plain_words() {
        assert!(Repository::parse("octo-org/shop.py_2").is_ok());
        for text in ["", "a", "a/b/c", "a/..", "a/b?x", "a/b%2f", "/b"] {
            assert!(Repository::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn messages_of_both_shapes_are_read() {
        assert_eq!(
            said(br#"{"message":"Validation Failed","errors":[{"code":"abuse"}]}"#),
            "Validation Failed: abuse"
        );
        assert_eq!(said(br#"{"message":"x","errors":["a","b"]}"#), "x: a: b");
        assert_eq!(said(b"<html>"), "");
    }
}
