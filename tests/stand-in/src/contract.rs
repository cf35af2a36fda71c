//! GitHub's published description of its REST interface: finds the operation of a request, and checks requests and
//! answers against it.

use std::collections::HashMap;

use jsonschema::{Draft, Validator};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

const OPENAPI: &str = include_str!("../data/openapi.json");

/// The version of the interface that the description is of.
pub(crate) const API_VERSIONS: &[&str] = &["2022-11-28", "2026-03-10"];

struct Route {
    method: String,
    template: String,
    operation: Value,
}

/// An operation that a request names.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// `GET /repos/{owner}/{repo}`: the method and the path's template.
    pub name: String,
    /// The template's parameters, decoded.
    pub path: HashMap<String, String>,
    /// Where GitHub documents it.
    pub docs: String,
    route: usize,
}

/// The description, with checks made when they are first needed.
pub(crate) struct Contract {
    document: Value,
    routes: Vec<Route>,
    checks: HashMap<String, Option<Validator>>,
}

/// Writes OpenAPI 3.0's `nullable` as JSON Schema has it.
fn modernise(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(modernise),
        Value::Object(map) => {
            map.values_mut().for_each(modernise);
            if map.get("nullable") != Some(&Value::Bool(true)) {
                return;
            }
            map.remove("nullable");
            if let Some(Value::Array(values)) = map.get_mut("enum")
                && !values.contains(&Value::Null)
            {
                values.push(Value::Null);
            }
            match map.get("type").cloned() {
                Some(Value::String(kind)) => {
                    map.insert("type".to_owned(), json!([kind, "null"]));
                }
                _ => {
                    let inner = Value::Object(std::mem::take(map));
                    map.insert("anyOf".to_owned(), json!([inner, { "type": "null" }]));
                }
            }
        }
        _ => {}
    }
}

/// Forbids what a request's schema does not name. GitHub ignores much of it; a client has no reason to send it.
fn close(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(close),
        Value::Object(map) => {
            let open = map.get("properties").is_some_and(Value::is_object)
                && !map.contains_key("additionalProperties");
            if open && !map.contains_key("oneOf") && !map.contains_key("anyOf") {
                map.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
            map.values_mut().for_each(close);
        }
        _ => {}
    }
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Matches a path with a template. `{path}`, `{ref}` and `{basehead}` may hold slashes where the template ends in them.
fn matches(template: &str, path: &str) -> Option<HashMap<String, String>> {
    let names: Vec<&str> = template.split('/').collect();
    let parts: Vec<&str> = path.split('/').collect();
    let greedy = ["{path}", "{ref}", "{basehead}"].contains(names.last()?);
    if parts.len() != names.len() && !(greedy && parts.len() > names.len()) {
        return None;
    }
    let mut found = HashMap::new();
    for (at, name) in names.iter().enumerate() {
        match name.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => {
                let rest = if greedy && at + 1 == names.len() {
                    parts[at..].join("/")
                } else {
                    parts[at].to_owned()
                };
                if rest.is_empty() && name != "path" {
                    return None;
                }
                found.insert(name.to_owned(), decode(&rest));
            }
            None if *name == parts[at] => {}
            None => return None,
        }
    }
    Some(found)
}

impl Contract {
    /// Reads the description.
    pub(crate) fn load() -> Self {
        let mut document: Value = serde_json::from_str(OPENAPI).expect("the description is JSON");
        // GitHub sends null for the lines of outdated comments and of comments on whole files; the description
        // leaves that out.
        for field in ["line", "original_line"] {
            let pointer = format!("/components/schemas/pull-request-review-comment/properties/{field}");
            if let Some(property) = document.pointer_mut(&pointer) {
                property["nullable"] = Value::Bool(true);
            }
        }
        modernise(&mut document);
        let mut routes = Vec::new();
        for (template, operations) in document["paths"].as_object().expect("paths") {
            for (method, operation) in operations.as_object().expect("operations of a path") {
                routes.push(Route {
                    method: method.to_uppercase(),
                    template: template.clone(),
                    operation: operation.clone(),
                });
            }
        }
        // Fixed words come before parameters, so that `pulls/comments/1` is not the pull request "comments".
        routes.sort_by_key(|route| (route.template.matches('{').count(), route.template.clone()));
        Contract { document, routes, checks: HashMap::new() }
    }

    /// The operation of a method and a path that is still encoded.
    pub(crate) fn find(&self, method: &str, path: &str) -> Option<Found> {
        let candidates = self.routes.iter().enumerate().filter(|(_, route)| route.method == method);
        let (at, route, path) = candidates
            .filter_map(|(at, route)| matches(&route.template, path).map(|found| (at, route, found)))
            .max_by_key(|(_, route, _)| {
                // The most words in common wins; a greedy tail counts least.
                route.template.split('/').filter(|part| !part.starts_with('{')).count()
            })?;
        let docs = route.operation["externalDocs"]["url"].as_str().unwrap_or_default().to_owned();
        Some(Found { name: format!("{method} {}", route.template), path, docs, route: at })
    }

    fn resolved<'a>(&'a self, mut value: &'a Value) -> &'a Value {
        while let Some(pointer) = value.get("$ref").and_then(Value::as_str) {
            value = self.document.pointer(pointer.trim_start_matches('#')).unwrap_or(&Value::Null);
        }
        value
    }

    fn complain(&mut self, key: String, schema: Value, instance: &Value) -> Vec<String> {
        let components = &self.document["components"];
        let check = self.checks.entry(key).or_insert_with(|| {
            let mut schema = schema;
            schema.as_object_mut()?.insert("components".to_owned(), components.clone());
            let built =
                jsonschema::options().with_draft(Draft::Draft7).should_validate_formats(false).build(&schema);
            Some(built.expect("a schema of the description"))
        });
        let Some(check) = check else { return Vec::new() };
        let told = check.iter_errors(instance).take(5);
        told.map(|error| format!("{}: {}", error.instance_path(), shortened(&error.to_string()))).collect()
    }

    /// What is wrong with the query.
    pub(crate) fn query(&mut self, found: &Found, query: &[(String, String)]) -> Vec<String> {
        let operation = &self.routes[found.route].operation;
        let parameters: Vec<Value> = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|parameter| self.resolved(parameter).clone())
            .filter(|parameter| parameter["in"] == "query")
            .collect();
        let mut wrong = Vec::new();
        for (name, text) in query {
            let Some(parameter) = parameters.iter().find(|known| known["name"] == name.as_str()) else {
                wrong.push(format!("there is no query parameter {name}"));
                continue;
            };
            let value = match self.resolved(&parameter["schema"])["type"].as_str() {
                Some("integer" | "number" | "boolean") => {
                    serde_json::from_str(text).unwrap_or_else(|_| json!(text))
                }
                _ => json!(text),
            };
            let key = format!("{} query {name}", found.name);
            let said = self.complain(key, parameter["schema"].clone(), &value);
            wrong.extend(said.into_iter().map(|said| format!("query parameter {name} {said}")));
            if name == "per_page" && !(1..=100).contains(&value.as_i64().unwrap_or(0)) {
                wrong.push(format!("per_page={text} is not from 1 to 100"));
            }
        }
        for parameter in parameters.iter().filter(|parameter| parameter["required"] == true) {
            if !query.iter().any(|(name, _)| parameter["name"] == name.as_str()) {
                wrong.push(format!("the query parameter {} is required", parameter["name"]));
            }
        }
        wrong
    }

    /// What is wrong with the body; `None` for a request without one.
    pub(crate) fn body(&mut self, found: &Found, body: Option<&Value>) -> Vec<String> {
        let asked = self.routes[found.route].operation.get("requestBody").cloned();
        match (asked, body) {
            (None, None) => Vec::new(),
            (None, Some(_)) => vec!["this operation takes no body".to_owned()],
            (Some(asked), None) if asked["required"] == true => vec!["the body is missing".to_owned()],
            (Some(_), None) => Vec::new(),
            (Some(asked), Some(body)) => {
                let mut schema = self.resolved(&asked)["content"]["application/json"]["schema"].clone();
                close(&mut schema);
                self.complain(format!("{} body", found.name), schema, body)
            }
        }
    }

    /// What is wrong with an answer of our own.
    pub(crate) fn answer(&mut self, found: &Found, status: u16, body: &Value) -> Vec<String> {
        let responses = &self.routes[found.route].operation["responses"];
        let Some(response) = responses.get(status.to_string()) else {
            return if status < 300 { vec![format!("no answer {status} is described")] } else { Vec::new() };
        };
        let schema = self.resolved(response)["content"]["application/json"]["schema"].clone();
        if schema.is_null() {
            return Vec::new();
        }
        self.complain(format!("{} answer {status}", found.name), schema, body)
    }

    /// An example of the description, to be filled in: whole objects with every field that GitHub sends.
    pub(crate) fn example(&self, name: &str) -> Map<String, Value> {
        let example = &self.document["components"]["examples"][name]["value"];
        let example = if example.is_array() { &example[0] } else { example };
        example.as_object().cloned().unwrap_or_default()
    }
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(300).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
