//! Bytes to requests and answers to bytes; the checks that every request goes through; the order of what happens.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::auth::Caller;
use crate::contract::API_VERSIONS;
use crate::fault::Effect;
use crate::log::Entry;
use crate::reply::Reply;
use crate::rest::{self, Ask};
use crate::server::Core;
use crate::{graphql, world};

/// More than GitHub takes for anything.
const MOST: usize = 64 << 20;

pub(crate) struct Running {
    pub(crate) api: SocketAddr,
    pub(crate) storage: SocketAddr,
    pub(crate) thread: JoinHandle<()>,
}

/// A request with its body read.
struct Heard {
    method: String,
    path: String,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    storage: bool,
}

enum Verdict {
    Answer(Reply),
    Drop,
    Hang,
}

/// Binds two ports and serves on a thread until `stopped` comes.
pub(crate) fn start(core: Arc<Mutex<Core>>, stopped: oneshot::Receiver<()>) -> io::Result<Running> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let bind = || runtime.block_on(TcpListener::bind(("127.0.0.1", 0)));
    let (api, storage) = (bind()?, bind()?);
    let (api_at, storage_at) = (api.local_addr()?, storage.local_addr()?);
    let thread = std::thread::spawn(move || {
        runtime.spawn(accept(api, core.clone(), false));
        runtime.spawn(accept(storage, core, true));
        runtime.block_on(stopped).ok();
    });
    Ok(Running { api: api_at, storage: storage_at, thread })
}

async fn accept(listener: TcpListener, core: Arc<Mutex<Core>>, storage: bool) {
    while let Ok((stream, _)) = listener.accept().await {
        let core = core.clone();
        let service = service_fn(move |request| answer(request, core.clone(), storage));
        tokio::spawn(async move {
            // A client that goes away, or a connection that was to be dropped: neither is of interest here.
            hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await
                .ok();
        });
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

async fn hear(request: Request<Incoming>, storage: bool) -> Heard {
    let (head, body) = request.into_parts();
    let query = head.uri.query().unwrap_or_default();
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let query = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let headers = head.headers.iter();
    let text = |value: &hyper::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let body = Limited::new(body, MOST).collect().await;
    Heard {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: query.map(|(name, value)| (decoded(name), decoded(value))).collect(),
        headers: headers.map(|(name, value)| (name.to_string(), text(value))).collect(),
        body: body.map(|body| body.to_bytes().to_vec()).unwrap_or_default(),
        storage,
    }
}

async fn answer(
    request: Request<Incoming>,
    core: Arc<Mutex<Core>>,
    storage: bool,
) -> Result<Response<Full<Bytes>>, io::Error> {
    let heard = hear(request, storage).await;
    let verdict = core.lock().unwrap_or_else(PoisonError::into_inner).take(&heard);
    let reply = match verdict {
        Verdict::Answer(reply) => reply,
        Verdict::Drop => return Err(io::Error::other("dropped on demand")),
        Verdict::Hang => {
            let never: Infallible = std::future::pending().await;
            match never {}
        }
    };
    let mut response = Response::builder().status(reply.status);
    for (name, value) in &reply.headers {
        response = response.header(name, value);
    }
    response.body(Full::new(Bytes::from(reply.body))).map_err(io::Error::other)
}

impl Heard {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn token(&self) -> Option<&str> {
        let value = self.header("authorization")?;
        let (scheme, token) = value.split_once(' ')?;
        (scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("token"))
            .then_some(token.trim())
    }
}

impl Core {
    /// Everything that happens on one request: faults around it, its effect, its entry in the log.
    fn take(&mut self, heard: &Heard) -> Verdict {
        let text = String::from_utf8_lossy(&heard.body).into_owned();
        let hit = self.faults.iter_mut().position(|fault| fault.hits(&heard.method, &heard.path, &text));
        let mut fault = hit.map(|at| self.faults.remove(at));
        let verdict = match fault.as_mut().map(|fault| &mut fault.effect) {
            None => Verdict::Answer(self.respond(heard)),
            Some(Effect::Answer(reply)) => Verdict::Answer(reply.clone()),
            Some(Effect::AnswerAfter(reply)) => {
                self.respond(heard);
                Verdict::Answer(reply.clone())
            }
            Some(Effect::Drop) => Verdict::Drop,
            Some(Effect::DropAfter) => {
                self.respond(heard);
                Verdict::Drop
            }
            Some(Effect::Hang) => Verdict::Hang,
            Some(Effect::Before(happen)) => {
                happen(&mut self.world);
                Verdict::Answer(self.respond(heard))
            }
            Some(Effect::After(happen)) => {
                let reply = self.respond(heard);
                happen(&mut self.world);
                Verdict::Answer(reply)
            }
        };
        if let (Some(at), Some(fault)) = (hit, fault) {
            self.faults.insert(at, fault);
        }
        let (status, length) = match &verdict {
            Verdict::Answer(reply) => (Some(reply.status), reply.body.len()),
            Verdict::Drop | Verdict::Hang => (None, 0),
        };
        let shown = heard.headers.iter().filter(|(name, _)| name != "authorization");
        self.log.push(Entry {
            method: heard.method.clone(),
            path: heard.path.clone(),
            query: heard.query.clone(),
            headers: shown.cloned().collect(),
            body: serde_json::from_slice(&heard.body).unwrap_or_default(),
            authorized: heard.header("authorization").is_some(),
            storage: heard.storage,
            status,
            length,
        });
        verdict
    }

    fn violation(&mut self, heard: &Heard, what: &str) {
        self.violations.push(format!("{} {}: {what}", heard.method, heard.path));
    }

    fn respond(&mut self, heard: &Heard) -> Reply {
        if heard.storage {
            return self.archive(heard);
        }
        let (prefix, graph) = if self.enterprise { ("/api/v3", "/api/graphql") } else { ("", "/graphql") };
        let reply = match self.courtesies(heard) {
            Err(refusal) => refusal,
            Ok(caller) if heard.path == graph => self.graphql(heard, &caller),
            Ok(caller) => match heard.path.strip_prefix(prefix) {
                Some(path) => self.rest(heard, path, caller),
                None => {
                    self.violation(heard, "nothing of the API lives there");
                    Reply::not_found()
                }
            },
        };
        let left = if heard.path == graph { self.world.remaining.1 } else { self.world.remaining.0 };
        let mut reply = reply.header("x-github-request-id", &format!("{:X}", self.log.len() + 0x1000));
        let time = self.world.tick();
        for (name, value) in [
            ("x-ratelimit-limit", 1000),
            ("x-ratelimit-remaining", left),
            ("x-ratelimit-used", 1000_u64.saturating_sub(left)),
            ("x-ratelimit-reset", time + 3600),
        ] {
            if reply.get(name).is_none() {
                reply = reply.header(name, &value.to_string());
            }
        }
        reply
    }

    /// What GitHub wants of every request, whatever it is about.
    fn courtesies(&mut self, heard: &Heard) -> Result<Caller, Reply> {
        if heard.header("user-agent").is_none_or(str::is_empty) {
            self.violation(heard, "no User-Agent");
            return Err(Reply::error(
                403,
                "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.",
            ));
        }
        if heard.header("accept").is_none() {
            self.violation(heard, "no Accept");
        }
        if !heard.body.is_empty()
            && !heard.header("content-type").is_some_and(|kind| kind.starts_with("application/json"))
        {
            self.violation(heard, "the body is not said to be application/json");
        }
        if heard.query.iter().any(|(name, _)| name == "access_token") {
            self.violation(heard, "a token in the address");
        }
        let token = match (heard.header("authorization"), heard.token()) {
            (None, _) => None,
            (Some(_), Some(token)) if self.world.tokens.contains_key(token) => {
                self.world.tokens.get(token).cloned()
            }
            (Some(_), _) => return Err(Reply::error(401, "Bad credentials")),
        };
        Ok(Caller { token })
    }

    fn graphql(&mut self, heard: &Heard, caller: &Caller) -> Reply {
        if heard.method != "POST" {
            self.violation(heard, "GraphQL is asked by POST");
            return Reply::not_found();
        }
        if caller.token.is_none() {
            return Reply::error(401, "This endpoint requires you to be authenticated.");
        }
        if self.world.remaining.1 == 0 {
            let message = "API rate limit exceeded for installation.";
            let body = json!({ "errors": [{ "type": "RATE_LIMITED", "message": message }] });
            return Reply::json(200, &body);
        }
        self.world.remaining.1 -= 1;
        let Ok(body) = serde_json::from_slice::<Value>(&heard.body) else {
            self.violation(heard, "the body is not JSON");
            return Reply::error(400, "Problems parsing JSON");
        };
        for field in body.as_object().into_iter().flat_map(|body| body.keys()) {
            if !["query", "variables", "operationName"].contains(&field.as_str()) {
                self.violation(heard, &format!("GraphQL takes no field {field}"));
            }
        }
        let outcome = graphql::execute(&self.graph, &mut self.world, caller, &body);
        outcome.violations.iter().for_each(|what| self.violation(heard, what));
        self.defects.extend(outcome.defects);
        outcome.reply
    }

    fn rest(&mut self, heard: &Heard, path: &str, caller: Caller) -> Reply {
        match heard.header("x-github-api-version") {
            None => self.violation(heard, "no X-GitHub-Api-Version"),
            Some(version) if API_VERSIONS.contains(&version) => {}
            Some(version) => {
                let version = version.to_owned();
                self.violation(heard, &format!("there is no version {version}"));
                return Reply::error(400, &format!("{version} is not a supported version of the API."));
            }
        }
        if self.world.remaining.0 == 0 {
            let reset = self.world.tick() + 3600;
            return Reply::primary_limit(403, reset);
        }
        self.world.remaining.0 -= 1;
        let Some(found) = self.contract.find(&heard.method, path) else {
            self.violation(heard, "no such operation in the description");
            return Reply::not_found();
        };
        let documented = |reply: Reply| {
            let mut body = reply.value();
            if reply.status < 400 || !body.is_object() || body.get("documentation_url").is_some() {
                return reply;
            }
            body["documentation_url"] = json!(found.docs);
            Reply { body: body.to_string().into_bytes(), ..reply }
        };
        for what in self.contract.query(&found, &heard.query) {
            self.violation(heard, &what);
        }
        let body = if heard.body.is_empty() {
            None
        } else {
            match serde_json::from_slice::<Value>(&heard.body) {
                Ok(body) => Some(body),
                Err(_) => {
                    self.violation(heard, "the body is not JSON");
                    return documented(Reply::error(400, "Problems parsing JSON"));
                }
            }
        };
        let wrong = self.contract.body(&found, body.as_ref());
        if !wrong.is_empty() {
            wrong.iter().for_each(|what| self.violation(heard, what));
            return documented(Reply::error(422, &format!("Invalid request.\n\n{}", wrong.join("\n"))));
        }
        let address = format!("{}{path}", self.world.rest_url);
        let mut ask = Ask {
            contract: &self.contract,
            world: &mut self.world,
            found: found.clone(),
            caller,
            query: heard.query.clone(),
            body: body.unwrap_or_default(),
            accept: heard.header("accept").unwrap_or_default().to_owned(),
            address,
        };
        let Some(reply) = rest::answer(&mut ask) else {
            self.defects.push(format!("the stand-in does not play {}", found.name));
            return Reply::error(500, "the stand-in does not play this operation");
        };
        let reply = documented(reply);
        if reply.get("content-type").is_some_and(|kind| kind.starts_with("application/json")) {
            for what in self.contract.answer(&found, reply.status, &reply.value()) {
                self.defects.push(format!("{}: {} {what}", heard.path, found.name));
            }
        }
        reply
    }

    /// The host that archives come from: wants no token, and is upset by one.
    fn archive(&mut self, heard: &Heard) -> Reply {
        if heard.header("authorization").is_some() {
            self.violation(heard, "a token was sent to a host that is not the API");
            return Reply::raw(403, "application/xml", b"<Error>AuthenticationFailed</Error>".to_vec());
        }
        let parts: Vec<&str> = heard.path.trim_start_matches('/').split('/').collect();
        let ["archives", owner, name, number] = parts[..] else { return Reply::not_found() };
        let repo = self.world.repos.get(&format!("{owner}/{name}"));
        let at: usize = number.parse().unwrap_or_default();
        let found = repo.and_then(|repo: &world::Repo| repo.artifacts.get(at.checked_sub(1)?));
        match found {
            Some((_, _, bytes)) => Reply::raw(200, "application/zip", bytes.clone()),
            None => Reply::not_found(),
        }
    }
}
