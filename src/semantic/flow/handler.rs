//! Handlers of frameworks other than the big three: recognised by decorator, by class or by name, with the roles of
//! their parameters.

use super::engine::Engine;
use crate::semantic::models::SourceClass;
use crate::semantic::routes::{Framework, Role, Route};
use crate::syntax::*;

const REQUEST: Role = Role::Data(SourceClass::Request);

/// A route without path and methods.
fn bare(framework: Framework, decorator: Option<ExprId>, roles: Vec<Role>) -> Option<Route> {
    Some(Route { framework, path: None, methods: Vec::new(), decorator, roles })
}

impl Engine<'_> {
    /// `@view_config(…)`, `@cherrypy.expose`, `@mcp.tool()`, `@register.filter`, `@click.command()` and the like.
    pub(super) fn handler_by_decorator(&mut self, func: FuncId, id: ExprId) -> Option<Route> {
        let module = self.module;
        let (target, args) = match &module.expr(id).kind {
            ExprKind::Call { func, args, .. } => (*func, args.as_slice()),
            _ => (id, &[][..]),
        };
        let word = match &module.expr(target).kind {
            ExprKind::Name(name) | ExprKind::Attr { name, .. } => module.name(*name),
            _ => return None,
        };
        let function = module.function(func);
        let first = usize::from(function.class.is_some() && !self.is_static(func));
        let count = function.params.len();
        let dotted =
            self.peek(target).name().map(|name| self.names.text(name).to_owned()).unwrap_or_default();
        let all = |role: Role| (0..count).map(|at| if at < first { Role::Plain } else { role }).collect();
        let named = |at: usize| function.params.get(at).map_or("", |param| module.name(param.name));
        match word {
            // A bare name: `from bottle import route, get`.
            _ if dotted.strip_prefix("bottle.").is_some_and(|rest| super::route::METHODS.contains(&rest)) => {
                let path = args.iter().find_map(|arg| self.peek(arg.value).as_str().map(str::to_owned));
                let roles = self.bottle_roles(func, path.as_deref().unwrap_or(""));
                bare(Framework::Bottle, Some(id), roles)
            }
            "view_config" if self.mentions("pyramid") => {
                let request = if count == first + 2 { first + 1 } else { first };
                let mut roles = vec![Role::Plain; count];
                if let Some(context) = roles.get_mut(first) {
                    *context = Role::Nothing;
                }
                *roles.get_mut(request)? = Role::Object("pyramid.request.Request");
                bare(Framework::Other, Some(id), roles)
            }
            _ if dotted == "cherrypy.expose" => bare(Framework::CherryPy, Some(id), all(REQUEST)),
            _ if dotted == "functions_framework.http" && count > 0 => {
                bare(Framework::Flask, Some(id), all(Role::Object("flask.request")))
            }
            _ if dotted == "werkzeug.wrappers.Request.application" && count > first => {
                bare(Framework::Other, Some(id), all(Role::Object("werkzeug.wrappers.Request")))
            }
            // `def pull(endpoint, values)`: what the path of the request holds.
            "url_value_preprocessor" | "app_url_value_preprocessor"
                if self.mentions("flask") || self.mentions("quart") =>
            {
                let of = |at| if at == first + 1 { REQUEST } else { Role::Nothing };
                bare(Framework::Other, Some(id), (0..count).map(of).collect())
            }
            "tool" | "prompt" | "resource" if self.mentions("mcp") || self.mentions("fastmcp") => {
                let roles = self.fast_roles(func);
                bare(Framework::Other, Some(id), roles)
            }
            "call_tool" | "get_prompt" | "read_resource" if self.mentions("mcp") => {
                bare(Framework::Other, Some(id), all(REQUEST))
            }
            "on" | "event" if self.mentions("flask_socketio") || self.mentions("socketio") => {
                let of = |at| {
                    if at < first || matches!(named(at), "sid" | "environ") { Role::Nothing } else { REQUEST }
                };
                bare(Framework::Other, Some(id), (0..count).map(of).collect())
            }
            // What a template passes to its tags was put there by anyone.
            "filter" | "simple_tag" | "inclusion_tag" | "simple_block_tag"
                if self.mentions("django") && matches!(module.expr(target).kind, ExprKind::Attr { .. }) =>
            {
                // With `autoescape` the filter itself decides what to escape.
                let aware = (0..count).any(|at| named(at) == "autoescape");
                let in_context = args.iter().any(|arg| {
                    matches!(arg.kind, ArgKind::Keyword(key) if module.name(key) == "takes_context")
                        && matches!(module.expr(arg.value).kind, ExprKind::Bool(true))
                });
                let of = |at: usize| match named(at) {
                    "context" if in_context => Role::Object(super::params::CONTEXT),
                    _ if aware => Role::Nothing,
                    "context" | "autoescape" | "parser" | "token" => Role::Nothing,
                    _ => Role::Data(SourceClass::Database),
                };
                bare(Framework::Other, Some(id), (0..count).map(of).collect())
            }
            "command" | "callback" if self.mentions("click") || self.mentions("typer") => {
                let roles = (0..count).map(|at| self.option_role(func, at, first)).collect();
                bare(Framework::Program, Some(id), roles)
            }
            _ => None,
        }
    }

    /// A parameter of a command: what its option or argument lets through.
    fn option_role(&mut self, func: FuncId, at: usize, first: usize) -> Role {
        let module = self.module;
        let function = module.function(func);
        let Some(param) = function.params.get(at).filter(|_| at >= first) else { return Role::Plain };
        let name = module.name(param.name);
        if let Some(annotation) = param.annotation
            && self.fast_role(annotation, 0) == Role::Nothing
        {
            return Role::Nothing;
        }
        let mut declared = false;
        for decorator in &function.decorators {
            let ExprKind::Call { args, .. } = &module.expr(*decorator).kind else { continue };
            let is_named = args.iter().any(|arg| match &module.expr(arg.value).kind {
                ExprKind::Str(text) if arg.kind == ArgKind::Positional => {
                    text.trim_start_matches('-').replace('-', "_").eq_ignore_ascii_case(name)
                }
                _ => false,
            });
            let keyword = |wanted: &str| {
                args.iter()
                    .find(|arg| matches!(arg.kind, ArgKind::Keyword(key) if module.name(key) == wanted))
            };
            if !is_named {
                continue;
            }
            declared = true;
            if keyword("is_flag").is_some() || keyword("count").is_some() {
                return Role::Nothing;
            }
            let Some(kind) = keyword("type").map(|arg| arg.value) else { continue };
            let kind = match &module.expr(kind).kind {
                ExprKind::Call { func, .. } => *func,
                _ => kind,
            };
            if let ExprKind::Name(name) | ExprKind::Attr { name, .. } = &module.expr(kind).kind
                && matches!(
                    module.name(*name),
                    "int"
                        | "float"
                        | "bool"
                        | "INT"
                        | "FLOAT"
                        | "BOOL"
                        | "UUID"
                        | "IntRange"
                        | "FloatRange"
                        | "Choice"
                        | "DateTime"
                )
            {
                return Role::Nothing;
            }
        }
        // click names each option; what it doesn't name is a context.
        if declared || !self.mentions("click") { Role::Data(SourceClass::CommandLine) } else { Role::Plain }
    }

    /// Bottle's paths: `<name>` and `<name:filter>`.
    pub(super) fn bottle_roles(&self, func: FuncId, path: &str) -> Vec<Role> {
        self.path_roles(func, path, '<', '>', |kind| !matches!(kind, "int" | "float"))
    }

    /// Sanic's paths: `<name:type>`; the request comes first.
    pub(super) fn sanic_roles(&self, func: FuncId, path: &str) -> Vec<Role> {
        let clean =
            |kind: &str| matches!(kind, "int" | "float" | "number" | "uuid" | "ymd" | "alpha" | "slug");
        let mut roles = self.path_roles(func, path, '<', '>', |kind| !clean(kind));
        let function = self.module.function(func);
        let first = usize::from(function.class.is_some());
        if let Some(request) = roles.get_mut(first) {
            *request = Role::Object("sanic.request.Request");
        }
        roles
    }

    /// Parameters that a path names, `name` or `name:type`.
    pub(super) fn path_roles(
        &self,
        func: FuncId,
        path: &str,
        open: char,
        close: char,
        carries: impl Fn(&str) -> bool,
    ) -> Vec<Role> {
        let module = self.module;
        let function = module.function(func);
        let of = |(at, param): (usize, &Param)| {
            if at == 0 && function.class.is_some() {
                return Role::Plain;
            }
            let name = module.name(param.name);
            let kind = path.split(open).skip(1).find_map(|part| {
                let inside = part.split(close).next()?;
                let mut parts = inside.splitn(3, ':');
                (parts.next()? == name).then(|| parts.next().unwrap_or(""))
            });
            match kind {
                Some(kind) if carries(kind) => REQUEST,
                _ => Role::Nothing,
            }
        };
        function.params.iter().enumerate().map(of).collect()
    }

    /// Methods that a server calls, by their class and name.
    pub(super) fn handler_by_class(&mut self, func: FuncId, class: ClassId) -> Option<Route> {
        let module = self.module;
        let function = module.function(func);
        let name = module.name(function.name);
        let count = function.params.len();
        let bases = self.all_outside_bases(class);
        let class_name = module.name(module.class(class).name);
        // What ends the name ends its last word.
        let ends = |ending: &str| bases.iter().any(|base| base.ends_with(ending));
        let mut roles = vec![Role::Plain; count];
        let named = |at: usize| function.params.get(at).map_or("", |param| module.name(param.name));
        let unannotated = |at: usize| function.params.get(at).is_some_and(|param| param.annotation.is_none());
        if ends("Servicer") && count == 3 && !name.starts_with('_') {
            roles[1] = REQUEST;
            roles[2] = Role::Nothing;
            return bare(Framework::Other, None, roles);
        }
        if name == "on_message"
            && count == 2
            && bases.iter().any(|base| &**base == "tornado.web.RequestHandler")
        {
            roles[1] = REQUEST;
            return bare(Framework::Other, None, roles);
        }
        if name.starts_with("receive") && ends("Consumer") && self.mentions("channels") {
            roles.iter_mut().skip(1).for_each(|role| *role = REQUEST);
            return bare(Framework::Other, None, roles);
        }
        if count > 1 && ends("Endpoint") && self.mentions("starlette") {
            let socket = bases.iter().any(|base| base.rsplit('.').next() == Some("WebSocketEndpoint"));
            roles[1] = match socket {
                true => Role::Object("starlette.websockets.WebSocket"),
                false => Role::Object("starlette.requests.Request"),
            };
            if name == "on_receive" {
                roles.iter_mut().skip(2).for_each(|role| *role = REQUEST);
            }
            return bare(Framework::Other, None, roles);
        }
        if count > 2 && name.starts_with("on_") && self.mentions("falcon") {
            roles.iter_mut().skip(3).for_each(|role| *role = REQUEST);
            roles[1] = Role::Object("falcon.Request");
            roles[2] = Role::Nothing;
            return bare(Framework::Other, None, roles);
        }
        if count > 1 && self.mentions("cherrypy") && self.is_exposed(class, name) {
            roles.iter_mut().skip(1).for_each(|role| *role = REQUEST);
            return bare(Framework::CherryPy, None, roles);
        }
        if matches!(name, "GET" | "POST" | "PUT" | "DELETE") && bases.is_empty() && self.mentions("web") {
            roles.iter_mut().skip(1).for_each(|role| *role = REQUEST);
            return bare(Framework::WebPy, None, roles);
        }
        if name == "__init__"
            && (2..4).contains(&count)
            && named(count - 1) == "request"
            && self.mentions("pyramid")
        {
            roles[count - 1] = Role::Object("pyramid.request.Request");
            return bare(Framework::Other, None, roles);
        }
        if name == "handle" && ends("BaseCommand") && self.mentions("django") {
            roles.iter_mut().skip(1).for_each(|role| *role = Role::Data(SourceClass::CommandLine));
            return bare(Framework::Program, None, roles);
        }
        let serializer = bases.iter().any(|base| base.starts_with("rest_framework.serializers."));
        if serializer && count > 1 {
            let given = match name {
                "create" | "validate" | "to_internal_value" => 1,
                "update" => 2,
                _ => {
                    let field = name.strip_prefix("validate_")?;
                    roles[1] = if self.is_plain_field(class, field) { Role::Nothing } else { REQUEST };
                    return bare(Framework::Other, None, roles);
                }
            };
            *roles.get_mut(given)? = REQUEST;
            return bare(Framework::Other, None, roles);
        }
        let takes_request = named(1) == "request" && unannotated(1);
        // What Django puts around all views is often a plain class.
        let middleware = class_name.ends_with("Middleware")
            || ends("MiddlewareMixin")
            || takes_request && self.is_given_response(class);
        let hook = matches!(name, "__call__" | "process_request" | "process_view" | "process_response");
        let in_django = self.mentions("django") || self.is_given_response(class);
        if takes_request && middleware && hook && in_django {
            roles[1] = Role::Object("django.http.HttpRequest");
            roles.iter_mut().skip(2).for_each(|role| *role = Role::Nothing);
            return bare(Framework::Other, None, roles);
        }
        if takes_request
            && super::route::METHODS.contains(&name)
            && bases.iter().any(|base| &**base == "sanic.views.HTTPMethodView")
        {
            roles[1] = Role::Object("sanic.request.Request");
            return bare(Framework::Sanic, None, roles);
        }
        if count < 2 || !self.mentions("django") && !self.mentions("rest_framework") {
            // All that follows has to do with the parameter behind `self`.
            return None;
        }
        if count == 2 && unannotated(1) && bases.iter().any(|base| self.is_django_view(base)) {
            let given = match (name, named(1)) {
                ("form_valid" | "form_invalid", "form") => Some("django.forms.Form"),
                ("perform_create" | "perform_update", "serializer") => {
                    Some("rest_framework.serializers.Serializer")
                }
                _ => None,
            };
            if let Some(given) = given {
                roles[1] = Role::Object(given);
                return bare(Framework::Other, None, roles);
            }
        }
        if takes_request && (ends("ModelAdmin") || ends("TabularInline")) {
            roles[1] = Role::Object("django.http.HttpRequest");
            return bare(Framework::Other, None, roles);
        }
        None
    }

    /// `def __init__(self, get_response)`: what Django puts around all views.
    fn is_given_response(&self, class: ClassId) -> bool {
        let module = self.module;
        let Some(get_response) = module.names.get("get_response") else { return false };
        module.functions.iter().any(|function| {
            function.class == Some(class)
                && module.name(function.name) == "__init__"
                && function.params.iter().any(|param| param.name == get_response)
        })
    }

    /// `page.exposed = True` behind a method of CherryPy, or `exposed = True` in a class whose methods are those of HTTP.
    fn is_exposed(&self, class: ClassId, method: &str) -> bool {
        let module = self.module;
        let http = matches!(method, "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS");
        module.class(class).body.iter().any(|stmt| {
            let StmtKind::Assign { targets, value } = &module.stmt(*stmt).kind else { return false };
            let exposes = |target: &ExprId| match module.expr(*target).kind {
                ExprKind::Name(name) => http && module.name(name) == "exposed",
                ExprKind::Attr { base, name, .. } => {
                    module.name(name) == "exposed"
                        && matches!(module.expr(base).kind, ExprKind::Name(own) if module.name(own) == method)
                }
                _ => false,
            };
            matches!(module.expr(*value).kind, ExprKind::Bool(true)) && targets.iter().any(exposes)
        })
    }

    /// Plain functions that a server calls, by the name of their first parameter.
    pub(super) fn handler_by_name(&mut self, func: FuncId) -> Option<Route> {
        let module = self.module;
        let function = module.function(func);
        let count = function.params.len();
        let param = function.params.first()?;
        let mut roles = vec![Role::Plain; count];
        let unannotated = param.annotation.is_none();
        if function.params.iter().any(|param| self.is_asked_for(param)) {
            let roles = self.fast_roles(func);
            return bare(Framework::Other, None, roles);
        }
        let around = function.parent.map(|parent| &module.function(parent).params);
        let middleware = around.is_some_and(|params| {
            params.first().is_some_and(|param| module.name(param.name) == "get_response")
        });
        match module.name(param.name) {
            "request" if unannotated && count == 1 && middleware => {
                roles[0] = Role::Object("django.http.HttpRequest");
                bare(Framework::Other, None, roles)
            }
            "request"
                if unannotated && count == 1 && self.mentions("starlette") && !self.mentions("fastapi") =>
            {
                roles[0] = Role::Object("starlette.requests.Request");
                bare(Framework::Other, None, roles)
            }
            "request" if unannotated && count == 1 && self.mentions("pyramid") => {
                roles[0] = Role::Object("pyramid.request.Request");
                bare(Framework::Other, None, roles)
            }
            "request" if unannotated && function.is_async && self.mentions("sanic") => {
                roles.fill(REQUEST);
                roles[0] = Role::Object("sanic.request.Request");
                bare(Framework::Other, None, roles)
            }
            "websocket" | "ws" if function.is_async && count <= 2 && self.mentions("websockets") => {
                roles.fill(Role::Nothing);
                roles[0] = REQUEST;
                bare(Framework::Other, None, roles)
            }
            _ => None,
        }
    }
}
