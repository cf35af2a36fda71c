//! A plain client, and a small scenario.

#![allow(dead_code, reason = "each test file is a program of its own")]
#![allow(clippy::unwrap_used, reason = "this is a test")]

use github_stand_in::{GitHub, Token};
use serde_json::{Value, json};

/// The repository of the scenario.
pub(crate) const REPO: &str = "octo/shop";

/// A client that behaves.
pub(crate) struct Client {
    agent: ureq::Agent,
    rest: String,
    graphql: String,
    /// The token, if any.
    pub(crate) token: Option<String>,
    /// What it accepts.
    pub(crate) accept: String,
}

/// An answer.
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// Headers by their names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    /// The body.
    pub(crate) text: String,
    /// The body as JSON; null if it is none.
    pub(crate) json: Value,
}

impl Answer {
    /// A header.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

impl Client {
    pub(crate) fn new(hub: &GitHub, token: &str) -> Self {
        let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build();
        Client {
            agent: config.into(),
            rest: hub.rest_url(),
            graphql: hub.graphql_url(),
            token: Some(token.to_owned()),
            accept: "application/vnd.github+json".to_owned(),
        }
    }

    /// Sends anything; `None` if no answer came.
    pub(crate) fn send(
        &self,
        method: &str,
        address: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Option<Answer> {
        let mut request = ureq::http::Request::builder().method(method).uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let response = match body {
            Some(body) => {
                let request = request.header("content-type", "application/json");
                self.agent.run(request.body(body.to_string()).unwrap())
            }
            None => self.agent.run(request.body(()).unwrap()),
        };
        let mut response = response.ok()?;
        let headers = response.headers().iter();
        let headers =
            headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
        let status = response.status().as_u16();
        let text = response.body_mut().with_config().limit(100 << 20).read_to_string().unwrap();
        Some(Answer { status, headers, json: serde_json::from_str(&text).unwrap_or_default(), text })
    }

    fn usual(&self) -> [(&str, &str); 3] {
        [("user-agent", "test"), ("accept", &self.accept), ("x-github-api-version", "2022-11-28")]
    }

    pub(crate) fn try_call(&self, method: &str, path: &str, body: Option<&Value>) -> Option<Answer> {
        self.send(method, &format!("{}{path}", self.rest), &self.usual(), body)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.try_call("GET", path, None).expect("an answer")
    }

    pub(crate) fn call(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.try_call(method, path, Some(body)).expect("an answer")
    }

    pub(crate) fn graphql(&self, query: &str, variables: Value) -> Answer {
        let body = json!({ "query": query, "variables": variables });
        self.send("POST", &self.graphql, &self.usual()[..2], Some(&body)).expect("an answer")
    }
}

/// The base of the scenario.
pub(crate) const BASE: &str =
    "import os\n\n\ndef a():\n    return 1\n\n\ndef b():\n    return 2\n\n\ndef c():\n    return 3\n";
/// The head: line 5 changed, and a line after 13.
pub(crate) const HEAD: &str = "import os\n\n\ndef a():\n    return 10\n\n\ndef b():\n    return 2\n\n\ndef c():\n    return 3\n    return 4\n";

/// A repository with one pull request, and a token that may do everything.
pub(crate) fn shop() -> (GitHub, Client, u64) {
    let hub = GitHub::start();
    let number = fill(&hub);
    let client = Client::new(&hub, "all");
    (hub, client, number)
}

/// Puts the scenario into a stand-in.
pub(crate) fn fill(hub: &GitHub) -> u64 {
    hub.with(|world| {
        world.add_repo(REPO);
        world.commit(
            REPO,
            "main",
            [("app.py", BASE), ("old.py", "x = 1\ny = 2\nz = 3\n"), ("lib/a.py", "a = 1\n")],
        );
        world.commit(REPO, "topic", [("app.py", HEAD)]);
        let names =
            ["contents", "pull-requests", "issues", "checks", "statuses", "actions", "security-events"];
        world.tokens.insert("all".into(), Token::actions(REPO, &names.map(|name| (name, "write"))));
        world.tokens.insert("read".into(), Token::read_only(REPO));
        let usual = Token::actions(REPO, &[("contents", "read"), ("pull-requests", "write")]);
        world.tokens.insert("usual".into(), usual);
        world.open_pull(REPO, "topic")
    })
}
