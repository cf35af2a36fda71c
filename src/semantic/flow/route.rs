//! Recognising routes, and what they give back to clients.

use super::engine::Engine;
use crate::semantic::annotations;
use crate::semantic::facts::Site;
use crate::semantic::models::{Kind, Sink, SourceClass, When, at};
use crate::semantic::routes::{Framework, Role, Route};
use crate::semantic::value::*;
use crate::syntax::*;

pub(super) const METHODS: &[&str] =
    &["get", "post", "put", "patch", "delete", "head", "options", "websocket", "api_route", "route"];

/// Methods of view classes that are given the parts of the path.
const HANDLERS: &[&str] = &[
    "get",
    "post",
    "put",
    "patch",
    "delete",
    "head",
    "options",
    "dispatch",
    "setup",
    "list",
    "create",
    "retrieve",
    "update",
    "partial_update",
    "destroy",
];

impl<'m> Engine<'m> {
    /// Looks at a function as it is defined, its decorators evaluated to `decorators`.
    pub(super) fn find_route(&mut self, func: FuncId, decorators: &[(ExprId, Value)]) {
        let module = self.module;
        let route = decorators
            .iter()
            .find_map(|(id, _)| self.decorated_route(func, *id))
            .or_else(|| decorators.iter().find_map(|(id, _)| self.handler_by_decorator(func, *id)))
            .or_else(|| error_handler(module, func))
            .or_else(|| self.plain_route(func))
            .or_else(|| match module.function(func).class {
                Some(class) => self.handler_by_class(func, class),
                None => self.handler_by_name(func),
            });
        if let Some(route) = route {
            self.routes.add(func, route);
        }
    }

    /// `@app.route("/x")`, `@router.get("/x")`: the object may come from another module, the form decides.
    fn decorated_route(&mut self, func: FuncId, id: ExprId) -> Option<Route> {
        let module = self.module;
        let ExprKind::Call { func: callee, args, .. } = &module.expr(id).kind else { return None };
        let ExprKind::Attr { base, name, .. } = &module.expr(*callee).kind else { return None };
        let verb = module.name(*name).to_owned();
        if !METHODS.contains(&verb.as_str()) {
            return None;
        }
        let path = args.iter().find(|arg| match arg.kind {
            ArgKind::Positional => true,
            ArgKind::Keyword(key) => matches!(module.name(key), "path" | "rule"),
            _ => false,
        })?;
        let path = self
            .peek(path.value)
            .as_str()
            .filter(|path| path.starts_with('/') || path.is_empty())?
            .to_owned();
        let owner = self.peek(*base);
        let class = owner.class().map(|class| match class {
            Type::Outside(name) => self.names.text(name).to_owned(),
            Type::Local(_) => String::new(),
        });
        let framework = match owner.name().map(|name| self.names.text(name)) {
            // `import bottle`: the module routes.
            Some("bottle") => Framework::Bottle,
            _ => self.framework_of(class.as_deref(), &verb),
        };
        let methods = if verb == "route" || verb == "api_route" {
            self.listed_methods(args)
        } else {
            vec![verb.to_uppercase()]
        };
        let first = usize::from(module.function(func).class.is_some());
        let with_request = |mut roles: Vec<Role>, class: &'static str| {
            if let Some(role) = roles.get_mut(first) {
                *role = Role::Object(class);
            }
            roles
        };
        let roles = match framework {
            Framework::FastApi => {
                let roles = self.fast_roles(func);
                let ninja = self.mentions("ninja");
                if ninja { with_request(roles, "django.http.HttpRequest") } else { roles }
            }
            Framework::Bottle => self.bottle_roles(func, &path),
            Framework::Sanic => self.sanic_roles(func, &path),
            Framework::Chalice => self.path_roles(func, &path, '{', '}', |_| true),
            Framework::Aiohttp => {
                with_request(vec![Role::Plain; module.function(func).params.len()], "aiohttp.web.Request")
            }
            _ if self.mentions("flask_sock") && class.as_deref() != Some("flask.Flask") => {
                with_request(self.flask_roles(func, &path), "simple_websocket.Server")
            }
            _ => {
                let prefix = self.prefix_of(*base);
                self.flask_roles(func, &format!("{prefix}{path}"))
            }
        };
        Some(Route { framework, path: Some(path), methods, decorator: Some(id), roles })
    }

    /// `app.add_url_rule("/x/<name>", view_func=show)`
    pub(super) fn routed_by_call(&mut self, given: &super::call::Given<'_>) {
        let module = self.module;
        let (mut path, mut view) = (None, None);
        let mut places = 0;
        for (arg, value) in given.args.iter().zip(&given.values) {
            let word = match arg.kind {
                ArgKind::Keyword(name) => module.name(name),
                ArgKind::Positional => {
                    places += 1;
                    ["rule", "endpoint", "view_func"].get(places - 1).copied().unwrap_or("")
                }
                _ => continue,
            };
            match (word, value.refers()) {
                ("rule", _) => path = value.as_str().map(str::to_owned),
                ("view_func", What::Function(func, _)) => view = Some(*func),
                _ => {}
            }
        }
        let (Some(path), Some(func)) = (path, view) else { return };
        let (methods, roles) = (self.listed_methods(given.args), self.flask_roles(func, &path));
        let route = Route { framework: Framework::Flask, path: Some(path), methods, decorator: None, roles };
        self.routes.add(func, route);
    }

    /// Whose route it is: by the class of the object, or by what the module imports.
    fn framework_of(&self, class: Option<&str>, verb: &str) -> Framework {
        match class {
            Some("fastapi.FastAPI" | "fastapi.APIRouter" | "starlette.applications.Starlette") => {
                Framework::FastApi
            }
            Some("flask.Flask" | "flask.Blueprint") => Framework::Flask,
            Some("sanic.Sanic" | "sanic.Blueprint") => Framework::Sanic,
            Some("bottle.Bottle") => Framework::Bottle,
            Some("chalice.Chalice" | "chalice.Blueprint") => Framework::Chalice,
            Some("aiohttp.web.RouteTableDef") => Framework::Aiohttp,
            _ if verb != "route" && (self.mentions("fastapi") || self.mentions("ninja")) => {
                Framework::FastApi
            }
            _ if self.mentions("flask") || self.mentions("quart") => Framework::Flask,
            _ if self.mentions("sanic") => Framework::Sanic,
            _ if self.mentions("bottle") => Framework::Bottle,
            _ if self.mentions("chalice") => Framework::Chalice,
            _ if self.mentions("aiohttp") => Framework::Aiohttp,
            _ => Framework::Flask,
        }
    }

    /// `bp = Blueprint("b", __name__, url_prefix="/<lang>")`: what stands before all paths of an object of the module.
    fn prefix_of(&mut self, object: ExprId) -> &'m str {
        let module = self.module;
        let word = module.names.get("url_prefix");
        let (ExprKind::Name(_), Some(word)) = (&module.expr(object).kind, word) else { return "" };
        let Some(var) = self.scopes.resolve(object) else { return "" };
        let [(_, Some(made))] = self.stored_in(var)[..] else { return "" };
        let ExprKind::Call { args, .. } = &module.expr(made).kind else { return "" };
        let prefix = args.iter().find(|arg| arg.kind == ArgKind::Keyword(word));
        match prefix.map(|prefix| &module.expr(prefix.value).kind) {
            Some(ExprKind::Str(text)) => text,
            _ => "",
        }
    }

    fn listed_methods(&mut self, args: &[Arg]) -> Vec<String> {
        let module = self.module;
        let list = args
            .iter()
            .find(|arg| matches!(arg.kind, ArgKind::Keyword(key) if module.name(key) == "methods"));
        let Some(list) = list else { return vec!["GET".to_owned()] };
        let list = self.peek(list.value);
        self.contents(&list).iter().filter_map(|(_, value)| Some(value.as_str()?.to_uppercase())).collect()
    }

    /// Parts of the path are text unless a converter says otherwise.
    pub(super) fn flask_roles(&self, func: FuncId, path: &str) -> Vec<Role> {
        let module = self.module;
        let function = module.function(func);
        let is_method = function.class.is_some();
        let converter = |name: &str| {
            path.split('<').skip(1).find_map(|part| {
                let inside = part.split('>').next()?;
                match inside.split_once(':') {
                    Some((converter, variable)) if variable == name => Some(converter),
                    None if inside == name => Some("string"),
                    _ => None,
                }
            })
        };
        let roles = function.params.iter().enumerate().map(|(at, param)| {
            if is_method && at == 0 {
                return Role::Plain;
            }
            match converter(module.name(param.name)) {
                Some("int" | "float" | "uuid") => Role::Nothing,
                Some(kind) if kind.starts_with("any(") => Role::Nothing,
                Some(_) => Role::Data(SourceClass::Request),
                // What other decorators pass in.
                None => Role::Nothing,
            }
        });
        roles.collect()
    }

    /// Views that are routed elsewhere: by the name of their first parameter, by their class.
    fn plain_route(&mut self, func: FuncId) -> Option<Route> {
        let module = self.module;
        let function = module.function(func);
        let first = usize::from(function.class.is_some() && !self.is_static(func));
        let route = |framework, roles| {
            Some(Route { framework, path: None, methods: Vec::new(), decorator: None, roles })
        };
        let name = module.name(function.name);
        let plain = || vec![Role::Plain; function.params.len()];
        if let Some(class) = function.class {
            let bases = self.all_outside_bases(class);
            if bases.iter().any(|base| &**base == "tornado.web.RequestHandler") && METHODS.contains(&name) {
                let mut roles = plain();
                roles.iter_mut().skip(1).for_each(|role| *role = Role::Data(SourceClass::Request));
                return route(Framework::Tornado, roles);
            }
            let flask_view = bases
                .iter()
                .any(|base| base.starts_with("flask.views.") || base.starts_with("flask_restful."));
            if flask_view && (METHODS.contains(&name) || name == "dispatch_request") {
                let mut roles = plain();
                roles.iter_mut().skip(1).for_each(|role| *role = Role::Data(SourceClass::Request));
                return route(Framework::Flask, roles);
            }
            let takes_request =
                function.params.get(1).is_some_and(|param| module.name(param.name) == "request");
            if !takes_request || !bases.iter().any(|base| self.is_django_view(base)) {
                return None;
            }
        }
        // A view's own helpers are given the request along with values that the view has looked at.
        let routed = match function.class {
            Some(_) => HANDLERS.contains(&name) || !function.decorators.is_empty(),
            None => function.params.len() < 2 || !self.is_helper(function.name),
        };
        let param = function.params.get(first)?;
        let annotated = param.annotation.is_some();
        let mut roles = plain();
        match module.name(param.name) {
            "request" if self.mentions("django") || self.mentions("rest_framework") => {
                roles[first] = Role::Object("django.http.HttpRequest");
                if routed {
                    // An object was looked up by whoever calls: the address brings texts and numbers only.
                    let is_text = |param: &Param| {
                        !param.annotation.is_some_and(|id| annotations::is_object(module, id))
                    };
                    let rest = roles.iter_mut().zip(&function.params).skip(first + 1);
                    rest.filter(|(_, param)| is_text(param))
                        .for_each(|(role, _)| *role = Role::Data(SourceClass::Request));
                }
                route(Framework::Django, roles)
            }
            "request" if function.is_async && self.mentions("aiohttp") && !self.mentions("fastapi") => {
                roles[first] = Role::Object("aiohttp.web.Request");
                route(Framework::Aiohttp, roles)
            }
            "request" if self.reads_as_django(func) => {
                roles[first] = Role::Object("django.http.HttpRequest");
                route(Framework::Django, roles)
            }
            "event"
                if (!annotated || self.is_context(func))
                    && function.params.len() == 2
                    && name.ends_with("handler") =>
            {
                roles[first] = Role::Data(SourceClass::Request);
                roles[first + 1] = Role::Nothing;
                route(Framework::Lambda, roles)
            }
            _ => None,
        }
    }

    /// `request.GET`: nobody else's request has such attributes.
    fn reads_as_django(&mut self, func: FuncId) -> bool {
        const THEIRS: [&str; 4] = ["GET", "POST", "COOKIES", "FILES"];
        let module = self.module;
        if THEIRS.iter().all(|name| module.names.get(name).is_none())
            || ["flask", "pyramid", "webob", "aiohttp", "sanic"].iter().any(|other| self.mentions(other))
        {
            return false;
        }
        let reads = self.django_reads.get_or_insert_with(|| {
            let read = |expr: &Expr| {
                let ExprKind::Attr { base, name, .. } = expr.kind else { return None };
                let ExprKind::Name(of) = module.expr(base).kind else { return None };
                let theirs = module.name(of) == "request" && THEIRS.contains(&module.name(name));
                theirs.then_some(expr.span.start)
            };
            let mut reads: Vec<u32> = module.exprs.iter().filter_map(read).collect();
            reads.sort_unstable();
            reads
        });
        let span = module.function(func).span;
        let first = reads.partition_point(|place| *place < span.start);
        reads.get(first).is_some_and(|place| *place < span.end)
    }

    /// The second parameter is called like the context that comes with an event.
    fn is_context(&self, func: FuncId) -> bool {
        let second = self.module.function(func).params.get(1);
        second
            .is_some_and(|param| matches!(self.module.name(param.name), "context" | "_context" | "ctx" | "_"))
    }

    /// A base class of Django's, or one of the project's own that is called as views are.
    pub(super) fn is_django_view(&self, base: &str) -> bool {
        let last = base.rsplit('.').next().unwrap_or(base);
        let named = last.contains("View") || last.ends_with("Mixin");
        let theirs = base.starts_with("django.") || base.starts_with("rest_framework.");
        let other =
            ["flask", "tornado", "aiohttp", "PyQt", "PySide"].iter().any(|package| base.starts_with(package));
        named && (theirs || !other && (self.mentions("django") || self.mentions("rest_framework")))
    }

    /// `self.request` and `self.kwargs` of a Django view, which its base classes set.
    pub(super) fn view_member(&mut self, id: ExprId, class: ClassId, name: Symbol) -> Option<Value> {
        if let Some(data) = self.checked_data(id, class, name) {
            return Some(data);
        }
        let member = self.module.name(name);
        if !matches!(member, "request" | "kwargs") {
            return None;
        }
        // A class without bases of its own may be there for views that derive from it.
        let below = self.derived.get(&class).cloned().unwrap_or_default();
        let mut classes = std::iter::once(class).chain(below);
        if !classes.any(|class| self.all_outside_bases(class).iter().any(|base| self.is_django_view(base))) {
            return None;
        }
        if member == "request" {
            let request = self.intern("django.http.HttpRequest");
            return Some(Value::what(What::Instance(Type::Outside(request))));
        }
        let parts = self.intern("django.views.View.kwargs");
        let taint = self.source(id, SourceClass::Request, parts);
        Some(Value::default().with_taints(vec![taint]))
    }

    /// True for a function that the module calls itself, or that lies among helpers.
    fn is_helper(&mut self, function: Symbol) -> bool {
        const HELPERS: &[&str] =
            &["utils", "util", "helpers", "helper", "backends", "services", "tools", "lib"];
        let module = self.module;
        let called = self.called.get_or_insert_with(|| {
            let names = module.exprs.iter().filter_map(|expr| match expr.kind {
                ExprKind::Call { func, .. } => match module.expr(func).kind {
                    ExprKind::Name(name) => Some(name),
                    _ => None,
                },
                _ => None,
            });
            names.collect()
        });
        let among_helpers = || self.module_name.split('.').any(|part| HELPERS.contains(&part));
        called.contains(&function) || !self.module_name.contains("view") && among_helpers()
    }

    /// `@app.get("/", response_class=HTMLResponse)`
    fn answers_html(&mut self, func: FuncId) -> bool {
        let module = self.module;
        let Some(decorator) = self.routes.of(func).and_then(|route| route.decorator) else { return false };
        let ExprKind::Call { args, .. } = &module.expr(decorator).kind else { return false };
        let class = args
            .iter()
            .find(|arg| matches!(arg.kind, ArgKind::Keyword(key) if module.name(key) == "response_class"));
        let Some(class) = class else { return false };
        let class = self.peek(class.value);
        class.name().is_some_and(|name| self.names.text(name) == "starlette.responses.HTMLResponse")
    }

    /// What a route returns goes to the client: text as a page, anything as words about an error.
    pub(super) fn returned_to_client(&mut self, expr: ExprId, value: &Value) {
        let func = self.func();
        let Some(framework) = self.routes.of(func).map(|route| route.framework) else { return };
        let module = self.module;
        if let ExprKind::Tuple(items) = &module.expr(expr).kind
            && framework == Framework::Flask
        {
            self.location_returned(items, value);
        }
        // `return body, 400`
        let (expr, value) = match &module.expr(expr).kind {
            ExprKind::Tuple(items) if framework == Framework::Flask => match items.first() {
                Some(first) => (*first, self.stored(value, &Key::Index(0)).unwrap_or_default()),
                None => return,
            },
            _ => (expr, value.clone()),
        };
        let seen = self.seen(&value);
        let site = |kind| Site {
            kind,
            sink: Sink { kind, args: at(&[]), when: When::Always },
            call: expr,
            arg: expr,
            func,
        };
        let page = matches!(
            framework,
            Framework::Flask | Framework::Bottle | Framework::CherryPy | Framework::WebPy
        ) || framework == Framework::FastApi && self.answers_html(func);
        if page && !super::expr::is_container(&value) {
            self.hit(site(Kind::Html), seen.taints());
        } else if page && value.class().is_none() {
            // Data on one way, text on another: what the text carries.
            let text = self.seen(&value.carried());
            self.hit(site(Kind::Html), text.taints());
        }
        if matches!(framework, Framework::Flask | Framework::FastApi) {
            self.hit(site(Kind::Expose), seen.taints());
        }
    }
}

/// `@app.errorhandler(Exception)`, `@app.exception_handler(Exception)`: a handler of whatever goes wrong is given the
/// exception and answers the client. Handlers of single statuses and of a project's own exceptions are given texts
/// that are meant for clients; what Flask's answer is a page all the same.
fn error_handler(module: &Module, func: FuncId) -> Option<Route> {
    let function = module.function(func);
    let (decorator, fast, any) = function.decorators.iter().find_map(|id| {
        let ExprKind::Call { func: callee, args, .. } = &module.expr(*id).kind else { return None };
        let ExprKind::Attr { name, .. } = &module.expr(*callee).kind else { return None };
        let fast = match module.name(*name) {
            "errorhandler" | "app_errorhandler" => false,
            "exception_handler" => true,
            _ => return None,
        };
        let any = matches!(module.expr(args.first()?.value).kind, ExprKind::Name(caught)
            if matches!(module.name(caught), "Exception" | "BaseException"));
        (any || !fast).then_some((*id, fast, any))
    })?;
    let mut roles = vec![Role::Nothing; function.params.len()];
    if fast {
        *roles.first_mut()? = Role::Object("starlette.requests.Request");
    }
    if any {
        *roles.get_mut(usize::from(fast))? = Role::Data(SourceClass::Exception);
    }
    let framework = if fast { Framework::FastApi } else { Framework::Flask };
    Some(Route { framework, path: None, methods: Vec::new(), decorator: Some(decorator), roles })
}
