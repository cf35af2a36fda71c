//! The GraphQL interface: documents are validated against GitHub's schema and executed over JSON trees of our state.
//!
//! A tree may hold `{"__all": [...]}` for a connection, and `{"__ref": id}` for an object that is looked up when a
//! query goes there.

mod mutations;
mod nodes;

use std::cell::{Cell, RefCell};

use apollo_compiler::resolvers::{Execution, FieldError, ObjectValue, ResolveInfo, ResolvedValue};
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Schema};
use serde_json::{Value, json};

use crate::auth::{Caller, Level};
use crate::reply::Reply;
use crate::world::World;

const SCHEMA: &str = include_str!("../../data/graphql/schema.subset.graphql");

/// The schema, read once.
pub(crate) struct Graph {
    schema: Valid<Schema>,
}

impl Graph {
    /// Reads the schema.
    pub(crate) fn load() -> Self {
        let schema = Schema::parse_and_validate(SCHEMA, "schema.graphql");
        Graph { schema: schema.expect("GitHub's schema is valid") }
    }
}

/// What one execution shares.
struct State<'w> {
    world: RefCell<&'w mut World>,
    caller: Caller,
    defects: RefCell<Vec<String>>,
    bytes: Cell<usize>,
    mutations: Cell<usize>,
}

struct Item<'s, 'w> {
    state: &'s State<'w>,
    kind: String,
    value: Value,
}

/// An error of a field: GitHub's `type` and message.
pub(crate) struct Trouble(pub(crate) &'static str, pub(crate) String);

impl From<Trouble> for FieldError {
    fn from(trouble: Trouble) -> Self {
        FieldError { message: format!("{}|{}", trouble.0, trouble.1) }
    }
}

pub(crate) fn forbidden() -> Trouble {
    Trouble("FORBIDDEN", "Resource not accessible by integration".to_owned())
}

pub(crate) fn no_node(id: &str) -> Trouble {
    Trouble("NOT_FOUND", format!("Could not resolve to a node with the global id of '{id}'."))
}

fn connection(all: &[Value], arguments: &Value, field: &str) -> Result<Value, Trouble> {
    let number = |name: &str| arguments[name].as_u64().map(|count| count as usize);
    let (first, last) = (number("first"), number("last"));
    let Some(count) = first.or(last) else {
        let message = format!(
            "You must provide a `first` or `last` value to properly paginate the `{field}` connection."
        );
        return Err(Trouble("MISSING_PAGINATION_BOUNDARIES", message));
    };
    if !(1..=100).contains(&count) {
        let message = format!(
            "Requesting {count} records on the `{field}` connection exceeds the `first` limit of 100 records."
        );
        return Err(Trouble("EXCESSIVE_PAGINATION", message));
    }
    let cursor = |name: &str| {
        let text = arguments[name].as_str()?;
        text.strip_prefix("cursor:").and_then(|at| at.parse::<usize>().ok())
    };
    let from = cursor("after").map_or(0, |at| at + 1).min(all.len());
    let to = cursor("before").unwrap_or(all.len()).clamp(from, all.len());
    let (from, to) = match first {
        Some(count) => (from, to.min(from + count)),
        None => (to.saturating_sub(count).max(from), to),
    };
    let page = &all[from..to];
    let edges: Vec<Value> = page
        .iter()
        .enumerate()
        .map(|(at, node)| json!({ "cursor": format!("cursor:{}", from + at), "node": node }))
        .collect();
    let end = |at: usize| if page.is_empty() { Value::Null } else { json!(format!("cursor:{at}")) };
    Ok(json!({
        "totalCount": all.len(), "nodes": page, "edges": edges,
        "pageInfo": {
            "hasNextPage": to < all.len(), "hasPreviousPage": from > 0,
            "startCursor": end(from), "endCursor": end(to.saturating_sub(1)),
        },
    }))
}

impl<'s, 'w> Item<'s, 'w> {
    fn give(&self, value: Value, info: &ResolveInfo<'_>) -> Result<ResolvedValue<'s>, FieldError>
    where
        'w: 's,
    {
        let declared = info.field_definition().ty.inner_named_type().to_string();
        let arguments = serde_json::to_value(info.arguments()).unwrap_or_default();
        hand_out(self.state, value, &declared, &arguments, info.field_name())
    }

    fn field(&self, info: &ResolveInfo<'_>, arguments: &Value) -> Result<Value, Trouble> {
        let name = info.field_name();
        let mut world = self.state.world.borrow_mut();
        let caller = &self.state.caller;
        match (self.kind.as_str(), name) {
            ("Query", "repository") => {
                let text = |name: &str| arguments[name].as_str().unwrap_or_default().to_owned();
                let full = format!("{}/{}", text("owner"), text("name"));
                let known = world.repos.keys().find(|known| known.eq_ignore_ascii_case(&full)).cloned();
                let seen = known.filter(|repo| {
                    caller
                        .need(&world, repo, &[("contents", Level::Read), ("pull-requests", Level::Read)])
                        .is_ok()
                });
                let message = format!("Could not resolve to a Repository with the name '{full}'.");
                let repo = seen.ok_or(Trouble("NOT_FOUND", message))?;
                Ok(nodes::repository(&world, &repo))
            }
            ("Query", "node") => {
                nodes::find(&mut world, caller, arguments["id"].as_str().unwrap_or_default())
            }
            ("Query", "nodes") => {
                let ids = arguments["ids"].as_array().cloned().unwrap_or_default();
                let found = ids.iter().map(|id| {
                    nodes::find(&mut world, caller, id.as_str().unwrap_or_default()).unwrap_or_default()
                });
                Ok(found.collect())
            }
            ("Query", "rateLimit") => Ok(json!({
                "cost": 1, "limit": 1000, "nodeCount": 0, "remaining": world.remaining.1,
                "used": 1000_u64.saturating_sub(world.remaining.1), "resetAt": "2026-01-01T01:00:00Z",
            })),
            ("Query", "viewer") => {
                // A user by the schema, even where it is a bot.
                let mut viewer = nodes::actor(&caller.account());
                viewer["__typename"] = json!("User");
                Ok(viewer)
            }
            ("Mutation", name) => {
                self.state.mutations.set(self.state.mutations.get() + 1);
                if self.state.mutations.get() > world.limits.graphql_mutations {
                    let message = "Resource limits for this query exceeded.".to_owned();
                    return Err(Trouble("RESOURCE_LIMITS_EXCEEDED", message));
                }
                let Some(done) = mutations::mutate(&mut world, caller, name, &arguments["input"]) else {
                    drop(world);
                    return Err(self.unplayed(name));
                };
                let mut payload = done?;
                payload["clientMutationId"] = arguments["input"]["clientMutationId"].clone();
                Ok(payload)
            }
            ("Repository", "pullRequest") => {
                let number = arguments["number"].as_u64().unwrap_or_default();
                let repo = self.value["nameWithOwner"].as_str().unwrap_or_default();
                if !world.repo(repo).pulls.contains_key(&number) {
                    let message = format!("Could not resolve to a PullRequest with the number of {number}.");
                    return Err(Trouble("NOT_FOUND", message));
                }
                Ok(nodes::pull(&mut world, caller, repo, number))
            }
            ("Repository", "object") => {
                let repo = self.value["nameWithOwner"].as_str().unwrap_or_default().to_owned();
                let object = nodes::object(&mut world, &repo, arguments);
                self.state
                    .bytes
                    .set(self.state.bytes.get() + object["byteSize"].as_u64().unwrap_or(0) as usize);
                Ok(object)
            }
            ("Repository", "ref") => {
                let repo = self.value["nameWithOwner"].as_str().unwrap_or_default();
                let name = arguments["qualifiedName"].as_str().unwrap_or_default();
                Ok(nodes::reference(
                    &world,
                    repo,
                    name.trim_start_matches("refs/").trim_start_matches("heads/"),
                ))
            }
            _ => match self.value.get(name) {
                Some(value) => match value.get("__ref").and_then(Value::as_str) {
                    Some(id) => nodes::find(&mut world, caller, id),
                    None => Ok(value.clone()),
                },
                None => {
                    drop(world);
                    Err(self.unplayed(name))
                }
            },
        }
    }

    fn unplayed(&self, name: &str) -> Trouble {
        let message = format!("the stand-in does not play {}.{name}", self.kind);
        self.state.defects.borrow_mut().push(message.clone());
        Trouble("STAND_IN", message)
    }
}

fn hand_out<'s, 'w: 's>(
    state: &'s State<'w>,
    value: Value,
    declared: &str,
    arguments: &Value,
    field: &str,
) -> Result<ResolvedValue<'s>, FieldError> {
    match value {
        Value::Array(items) => {
            let declared = declared.to_owned();
            let items: Vec<_> =
                items.into_iter().map(|item| hand_out(state, item, &declared, &Value::Null, "")).collect();
            Ok(ResolvedValue::List(Box::new(items.into_iter())))
        }
        Value::Object(map) => {
            let value = match map.get("__all").and_then(Value::as_array) {
                Some(all) => connection(all, arguments, field)?,
                None => Value::Object(map),
            };
            let kind = value["__typename"].as_str().unwrap_or(declared).to_owned();
            Ok(ResolvedValue::object(Item { state, kind, value }))
        }
        leaf => Ok(ResolvedValue::Leaf(serde_json::from_value(leaf).unwrap_or_default())),
    }
}

impl<'s, 'w: 's> ObjectValue for Item<'s, 'w> {
    fn type_name(&self) -> &str {
        &self.kind
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Result<ResolvedValue<'a>, FieldError> {
        let arguments = serde_json::to_value(info.arguments()).unwrap_or_default();
        let value = self.field(info, &arguments)?;
        self.give(value, info)
    }
}

/// What came of a document.
pub(crate) struct Outcome {
    pub(crate) reply: Reply,
    /// What the client did against the schema.
    pub(crate) violations: Vec<String>,
    /// What the stand-in cannot do.
    pub(crate) defects: Vec<String>,
}

/// Executes a request's body.
pub(crate) fn execute(graph: &Graph, world: &mut World, caller: &Caller, body: &Value) -> Outcome {
    let invalid = |errors: Vec<Value>, violations: Vec<String>| Outcome {
        reply: Reply::json(200, &json!({ "errors": errors })),
        violations,
        defects: Vec::new(),
    };
    let Some(query) = body["query"].as_str() else {
        let reply = Reply::error(400, "A query attribute must be specified and must be a string.");
        let violations = vec!["a GraphQL request without a query".to_owned()];
        return Outcome { reply, violations, defects: Vec::new() };
    };
    let document = match ExecutableDocument::parse_and_validate(&graph.schema, query, "request.graphql") {
        Ok(document) => document,
        Err(wrong) => {
            let errors: Vec<Value> =
                wrong.errors.iter().filter_map(|error| serde_json::to_value(error.to_json()).ok()).collect();
            let told = errors.iter().map(|error| format!("GraphQL: {}", error["message"])).collect();
            return invalid(errors, told);
        }
    };
    let variables = match &body["variables"] {
        Value::Object(_) => serde_json::from_value(body["variables"].clone()).unwrap_or_default(),
        _ => Default::default(),
    };
    let operation = match document.operations.get(body["operationName"].as_str()) {
        Ok(operation) => operation,
        Err(wrong) => {
            let message = wrong.message().to_string();
            return invalid(vec![json!({ "message": message })], vec![format!("GraphQL: {message}")]);
        }
    };
    let root = operation.object_type().to_string();
    let state = State {
        world: RefCell::new(world),
        caller: caller.clone(),
        defects: RefCell::default(),
        bytes: Cell::new(0),
        mutations: Cell::new(0),
    };
    let item = Item { state: &state, kind: root, value: json!({}) };
    let execution =
        Execution::new(&graph.schema, &document).operation(operation).raw_variable_values(&variables);
    let response = match execution.execute_sync(&item) {
        Ok(response) => response,
        Err(wrong) => {
            let message = wrong.message().to_string();
            return invalid(vec![json!({ "message": message })], vec![format!("GraphQL: {message}")]);
        }
    };
    let mut shown = serde_json::to_value(&response).unwrap_or_default();
    for error in shown["errors"].as_array_mut().into_iter().flatten() {
        let text =
            error["message"].as_str().map(|text| text.trim_start_matches("resolver error: ").to_owned());
        if let Some((kind, message)) = text.as_ref().and_then(|text| text.split_once('|')) {
            let (kind, message) = (kind.to_owned(), message.to_owned());
            (error["type"], error["message"]) = (json!(kind), json!(message));
        }
    }
    if let Some(map) = shown.as_object_mut() {
        map.retain(|name, value| {
            name != "errors" || value.as_array().is_some_and(|errors| !errors.is_empty())
        });
    }
    let too_heavy = state.bytes.get() > state.world.borrow().limits.graphql_bytes;
    let reply = if too_heavy { Reply::bad_gateway() } else { Reply::json(200, &shown) };
    let defects = state.defects.take();
    Outcome { reply, violations: Vec::new(), defects }
}
