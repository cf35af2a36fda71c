//! Views that are routed by a call: `add_url_rule("/x/<int:n>", view_func=show)`, `path("<int:pk>/", show)`,
//! `app.router.add_get("/x", show)`, `Route("/x", show)`, `[(r"/x/(\d+)", Handler)]`.
//!
//! A table of routes stands at the end of a module or in a function, so it is gone through before functions are looked
//! at. It names views, and what the parts of the path can hold.

use rustc_hash::FxHashMap;

use super::engine::Engine;
use super::language::safe_language;
use crate::semantic::far::FarPath;
use crate::semantic::models::{Kinds, SourceClass};
use crate::semantic::names::NameId;
use crate::semantic::routes::{Framework, Role, Route};
use crate::semantic::value::*;
use crate::syntax::*;

/// The last words of calls that route.
const ROUTING: &[&str] = &[
    "add_url_rule",
    "path",
    "re_path",
    "url",
    "add_api_route",
    "add_api_websocket_route",
    "add_get",
    "add_post",
    "add_put",
    "add_patch",
    "add_delete",
    "add_head",
    "add_route",
    "add_websocket_route",
    "add_view",
    "Route",
    "WebSocketRoute",
    "get",
    "post",
    "put",
    "patch",
    "delete",
    "view",
    "route",
    "view_func",
    "basic_consume",
];

/// A call that routes, or a pair in a table.
struct Entry {
    path: Option<std::rc::Rc<str>>,
    views: Vec<View>,
    kind: Table,
}

/// What a call names as the view.
enum View {
    Function(FuncId),
    Class(ClassId),
    /// Of another module.
    Foreign(NameId),
}

/// Whose table it is.
#[derive(Clone, Copy, PartialEq)]
enum Table {
    Flask,
    Django,
    DjangoPattern,
    FastApi,
    Aiohttp,
    Starlette,
    Socket,
    Sanic,
    Pyramid,
    Bottle,
    Tornado,
    Messages,
    Falcon,
    WebPy,
}

impl Engine<'_> {
    /// Goes through the module's calls and tables.
    pub(super) fn route_by_calls(&mut self) {
        const PACKAGES: &[&str] = &[
            "flask",
            "quart",
            "django",
            "fastapi",
            "starlette",
            "aiohttp",
            "sanic",
            "pyramid",
            "bottle",
            "tornado",
            "pika",
            "falcon",
            "web",
        ];
        if !PACKAGES.iter().any(|package| self.mentions(package)) {
            return;
        }
        let module = self.module;
        // Whether a part of the path is harmless in every entry that routes the view.
        let mut parts: FxHashMap<(FuncId, usize), bool> = FxHashMap::default();
        let words: Vec<Symbol> = ROUTING.iter().filter_map(|word| module.names.get(word)).collect();
        let (web, tornado) = (self.mentions("web"), self.mentions("tornado"));
        for at in 0..module.exprs.len() {
            match &module.exprs[at].kind {
                ExprKind::Call { func, .. } => match &module.expr(*func).kind {
                    ExprKind::Name(name) | ExprKind::Attr { name, .. } if words.contains(name) => {}
                    _ => continue,
                },
                ExprKind::Tuple(_) if web || tornado => {}
                _ => continue,
            }
            for entry in self.listed(ExprId(at as u32)) {
                for view in &entry.views {
                    if let View::Class(class) = view {
                        self.route_class(*class, &entry, &mut parts);
                    }
                }
            }
            let Some(entry) = self.entry(ExprId(at as u32)) else { continue };
            for view in &entry.views {
                match view {
                    View::Function(func) => self.route_function(*func, &entry, &mut parts),
                    View::Class(class) => self.route_class(*class, &entry, &mut parts),
                    View::Foreign(_) if self.world.is_empty() => {}
                    View::Foreign(name) => {
                        let parts = converters(entry.path.as_deref().unwrap_or(""), entry.kind);
                        let name = self.names.text(*name).to_owned();
                        self.paths.push(FarPath { view: name, parts });
                    }
                }
            }
        }
        for ((func, param), harmless) in parts {
            if harmless {
                self.routes.settle(func, param);
            }
        }
    }

    /// What tables of other modules say of the views of this one.
    pub(super) fn routed_elsewhere(&mut self) {
        let (module, world) = (self.module, self.world);
        for (view, param) in world.settled() {
            for (at, function) in module.functions.iter().enumerate().skip(1) {
                let name = &function.qualname;
                let fits = name == view || name.rsplit_once('.').is_some_and(|(class, _)| class == view);
                let place = function.params.iter().position(|known| module.name(known.name) == param);
                if let Some(place) = place.filter(|_| fits) {
                    self.routes.settle(FuncId(at as u32), place);
                }
            }
        }
    }

    fn entry(&mut self, id: ExprId) -> Option<Entry> {
        let module = self.module;
        match &module.expr(id).kind {
            ExprKind::Call { func, args, .. } => {
                let (word, on) = match &module.expr(*func).kind {
                    ExprKind::Name(name) => (module.name(*name), None),
                    ExprKind::Attr { base, name, .. } => (module.name(*name), Some(*base)),
                    _ => return None,
                };
                if !ROUTING.contains(&word) {
                    return None;
                }
                let dotted = self.static_ref(*func).name().map(|name| self.names.text(name).to_owned());
                let kind = self.table(word, dotted.as_deref().unwrap_or(""), on.is_some())?;
                let views: Vec<View> = args.iter().filter_map(|arg| self.view(arg.value)).collect();
                let django = matches!(kind, Table::Django | Table::DjangoPattern);
                let views: Vec<View> =
                    views.into_iter().filter(|view| django || !matches!(view, View::Foreign(_))).collect();
                let text = |arg: &Arg| match (&module.expr(arg.value).kind, arg.kind) {
                    (ExprKind::Str(text), ArgKind::Positional) => Some(text.clone()),
                    (ExprKind::Str(text), ArgKind::Keyword(name)) => {
                        let word = module.name(name);
                        matches!(word, "path" | "rule" | "route" | "uri" | "regex" | "pattern")
                            .then(|| text.clone())
                    }
                    _ => None,
                };
                (!views.is_empty()).then(|| Entry { path: args.iter().find_map(text), views, kind })
            }
            // A pair in an application's table.
            ExprKind::Tuple(items) if items.len() >= 2 && self.mentions("tornado") => {
                let ExprKind::Str(path) = &module.expr(items[0]).kind else { return None };
                let view = self.view(items[1]).filter(|view| matches!(view, View::Class(_)))?;
                Some(Entry { path: Some(path.clone()), views: vec![view], kind: Table::Tornado })
            }
            _ => None,
        }
    }

    /// `urls = ("/x/(.*)", "Page", …)` of web.py: paths and the names of classes in turn.
    fn listed(&mut self, id: ExprId) -> Vec<Entry> {
        let module = self.module;
        let ExprKind::Tuple(items) = &module.expr(id).kind else { return Vec::new() };
        if items.len() < 2 || !self.mentions("web") {
            return Vec::new();
        }
        let pair = |pair: &[ExprId]| {
            let [path, view] = pair else { return None };
            let ExprKind::Str(path) = &module.expr(*path).kind else { return None };
            let named = |name: &str| {
                let at = module.classes.iter().position(|class| module.name(class.name) == name)?;
                Some(ClassId(at as u32))
            };
            let class = match &module.expr(*view).kind {
                ExprKind::Str(name) => named(name),
                ExprKind::Name(name) => named(module.name(*name)),
                _ => None,
            }?;
            Some(Entry { path: Some(path.clone()), views: vec![View::Class(class)], kind: Table::WebPy })
        };
        items.chunks(2).filter_map(pair).collect()
    }

    fn table(&self, word: &str, dotted: &str, on_object: bool) -> Option<Table> {
        match word {
            "add_url_rule" => Some(Table::Flask),
            "path" if dotted == "django.urls.path" => Some(Table::Django),
            "re_path" if dotted == "django.urls.re_path" => Some(Table::DjangoPattern),
            "url" if dotted.starts_with("django.conf.urls.") => Some(Table::DjangoPattern),
            "add_api_route" => Some(Table::FastApi),
            "get" | "post" | "put" | "patch" | "delete" | "view" | "route"
                if dotted.starts_with("aiohttp.web.") =>
            {
                Some(Table::Aiohttp)
            }
            "route" if dotted == "bottle.route" || on_object && self.mentions("bottle") => {
                Some(Table::Bottle)
            }
            "Route" if dotted == "starlette.routing.Route" => Some(Table::Starlette),
            "WebSocketRoute" if dotted == "starlette.routing.WebSocketRoute" => Some(Table::Socket),
            "add_websocket_route" | "add_api_websocket_route" => Some(Table::Socket),
            "basic_consume" => Some(Table::Messages),
            "add_view" if self.mentions("pyramid") => Some(Table::Pyramid),
            "add_get" | "add_post" | "add_put" | "add_patch" | "add_delete" | "add_head"
                if self.mentions("aiohttp") =>
            {
                Some(Table::Aiohttp)
            }
            "add_route" if self.mentions("falcon") => Some(Table::Falcon),
            "add_route" if self.mentions("sanic") => Some(Table::Sanic),
            "add_route" if self.mentions("aiohttp") => Some(Table::Aiohttp),
            "add_route" if self.mentions("starlette") || self.mentions("fastapi") => Some(Table::Starlette),
            _ => None,
        }
    }

    /// The function or class of this module that an argument names.
    fn view(&mut self, id: ExprId) -> Option<View> {
        let id = match &self.module.expr(id).kind {
            // `add_route("/x", Show())`
            ExprKind::Call { func, .. }
                if matches!(self.module.expr(*func).kind, ExprKind::Name(_)) && self.mentions("falcon") =>
            {
                *func
            }
            // `Show.as_view()`, `Show.as_view("show")`
            ExprKind::Call { func, .. } => match &self.module.expr(*func).kind {
                ExprKind::Attr { base, name, .. } if self.module.name(*name) == "as_view" => *base,
                _ => return None,
            },
            ExprKind::Name(_) | ExprKind::Attr { .. } => id,
            _ => return None,
        };
        if !matches!(self.module.expr(id).kind, ExprKind::Name(_) | ExprKind::Attr { .. }) {
            return None;
        }
        match self.static_ref(id).refers() {
            What::Function(func, None) => Some(View::Function(*func)),
            What::Class(class) | What::Instance(Type::Local(class)) => Some(View::Class(*class)),
            What::Named(name) => Some(View::Foreign(*name)),
            _ => None,
        }
    }

    fn route_function(&mut self, func: FuncId, entry: &Entry, parts: &mut FxHashMap<(FuncId, usize), bool>) {
        let path = entry.path.as_deref().unwrap_or("");
        let module = self.module;
        let count = module.function(func).params.len();
        if matches!(module.function(func).body, Body::Lambda(_)) {
            return;
        }
        let first = |class: &'static str| {
            let mut roles = vec![Role::Nothing; count];
            if let Some(role) = roles.first_mut() {
                *role = Role::Object(class);
            }
            roles
        };
        let (framework, roles) = match entry.kind {
            Table::Flask => (Framework::Flask, self.flask_roles(func, path)),
            Table::FastApi => (Framework::FastApi, self.fast_roles(func)),
            Table::Aiohttp => (Framework::Aiohttp, first("aiohttp.web.Request")),
            Table::Starlette => (Framework::Other, first("starlette.requests.Request")),
            Table::Socket if self.mentions("fastapi") => (Framework::FastApi, self.fast_roles(func)),
            Table::Socket => (Framework::Other, first("starlette.websockets.WebSocket")),
            Table::Sanic => (Framework::Sanic, self.sanic_roles(func, path)),
            Table::Bottle => (Framework::Bottle, self.bottle_roles(func, path)),
            Table::Pyramid if count == 1 => (Framework::Other, first("pyramid.request.Request")),
            Table::Pyramid if count == 2 => {
                (Framework::Other, vec![Role::Nothing, Role::Object("pyramid.request.Request")])
            }
            Table::Django | Table::DjangoPattern => {
                let mut roles = vec![Role::Data(SourceClass::Request); count];
                if let Some(role) = roles.first_mut() {
                    *role = Role::Object("django.http.HttpRequest");
                }
                self.note_parts(func, entry, parts);
                (Framework::Django, roles)
            }
            // `callback(channel, method, properties, body)`
            Table::Messages if count == 4 => {
                let mut roles = vec![Role::Nothing; 4];
                roles[3] = Role::Data(SourceClass::Network);
                (Framework::Other, roles)
            }
            Table::Pyramid | Table::Tornado | Table::Messages | Table::Falcon | Table::WebPy => return,
        };
        let path = entry.path.as_deref().map(str::to_owned);
        self.routes.add(func, Route { framework, path, methods: Vec::new(), decorator: None, roles });
    }

    /// Methods of a view class that are given the parts of the path.
    fn route_class(&mut self, class: ClassId, entry: &Entry, parts: &mut FxHashMap<(FuncId, usize), bool>) {
        if !matches!(
            entry.kind,
            Table::Django
                | Table::DjangoPattern
                | Table::Flask
                | Table::Tornado
                | Table::Falcon
                | Table::WebPy
        ) {
            return;
        }
        let module = self.module;
        for at in 1..module.functions.len() {
            let function = &module.functions[at];
            let name = module.name(function.name);
            let takes = match entry.kind {
                Table::Falcon => name.starts_with("on_"),
                Table::WebPy => name.chars().all(|letter| letter.is_ascii_uppercase()),
                _ => super::route::METHODS.contains(&name) || name == "dispatch_request",
            };
            if function.class == Some(class) && takes {
                self.note_parts(FuncId(at as u32), entry, parts);
            }
        }
    }

    /// Which parameters an entry says to be harmless, and which not.
    fn note_parts(&self, func: FuncId, entry: &Entry, parts: &mut FxHashMap<(FuncId, usize), bool>) {
        let Some(path) = entry.path.as_deref() else { return };
        let module = self.module;
        let function = module.function(func);
        let own = usize::from(function.class.is_some());
        let mut nth = 0;
        for (at, param) in function.params.iter().enumerate().skip(own) {
            let name = module.name(param.name);
            if name == "request" {
                continue;
            }
            let harmless = match entry.kind {
                Table::DjangoPattern => group(path, name).map(|pattern| holds_nothing(&pattern)),
                Table::Falcon => {
                    field(path, name).map(|kind| matches!(kind, "int" | "uuid" | "dt" | "float"))
                }
                Table::Tornado | Table::WebPy => {
                    nth += 1;
                    group(path, name)
                        .or_else(|| nth_group(path, nth - 1))
                        .map(|pattern| holds_nothing(&pattern))
                }
                _ => converter(path, name).map(is_harmless),
            };
            if let Some(harmless) = harmless {
                parts.entry((func, at)).and_modify(|known| *known &= harmless).or_insert(harmless);
            }
        }
    }
}

/// All parts that a path names, true for those that can do no harm.
fn converters(path: &str, kind: Table) -> Vec<(String, bool)> {
    if kind == Table::DjangoPattern {
        let names = path.split("(?P<").skip(1).filter_map(|part| Some(part.split_once('>')?.0));
        let harmless = |name: &str| group(path, name).is_some_and(|pattern| holds_nothing(&pattern));
        return names.map(|name| (name.to_owned(), harmless(name))).collect();
    }
    let parts = path.split('<').skip(1).filter_map(|part| Some(part.split_once('>')?.0));
    let part = |inside: &str| {
        let (kind, name) = inside.split_once(':').unwrap_or(("", inside));
        (name.to_owned(), is_harmless(kind))
    };
    parts.map(part).collect()
}

fn is_harmless(converter: &str) -> bool {
    matches!(converter, "int" | "float" | "uuid" | "slug")
}

/// `int` of `<int:pk>`; of `<pk>` an empty word.
fn converter<'p>(path: &'p str, name: &str) -> Option<&'p str> {
    path.split('<').skip(1).find_map(|part| {
        let inside = part.split('>').next()?;
        match inside.split_once(':') {
            Some((kind, variable)) if variable == name => Some(kind),
            None if inside == name => Some(""),
            _ => None,
        }
    })
}

/// `int` of `{pk:int}` or `{pk:int(2)}`; of `{pk}` an empty word.
fn field<'p>(path: &'p str, name: &str) -> Option<&'p str> {
    path.split('{').skip(1).find_map(|part| {
        let inside = part.split('}').next()?;
        let (variable, kind) = inside.split_once(':').unwrap_or((inside, ""));
        (variable == name).then(|| kind.split('(').next().unwrap_or(""))
    })
}

/// What a named group of a pattern matches: `\d+` of `(?P<pk>\d+)`.
fn group(pattern: &str, name: &str) -> Option<String> {
    let head = format!("(?P<{name}>");
    let start = pattern.find(&head)? + head.len();
    closed(&pattern[start..])
}

/// What a group without a name matches, by its number.
fn nth_group(pattern: &str, nth: usize) -> Option<String> {
    let starts = pattern.match_indices('(').map(|(at, _)| at);
    let plain = starts.filter(|at| !pattern[at + 1..].starts_with('?') && !pattern[..*at].ends_with('\\'));
    let start = plain.clone().nth(nth)? + 1;
    closed(&pattern[start..])
}

/// The text up to the bracket that closes the group.
fn closed(rest: &str) -> Option<String> {
    let (mut depth, mut escaped, mut class) = (0, false, false);
    for (at, letter) in rest.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => class = true,
            ']' => class = false,
            '(' if !class => depth += 1,
            ')' if !class && depth == 0 => return Some(rest[..at].to_owned()),
            ')' if !class => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Nothing that could be injected matches.
fn holds_nothing(pattern: &str) -> bool {
    (Kinds::OUTSIDE & !safe_language(pattern, true)).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_paths() {
        assert_eq!(converter("a/<int:pk>/<name>/", "pk"), Some("int"));
        assert_eq!(converter("a/<int:pk>/<name>/", "name"), Some(""));
        assert_eq!(group(r"^a/(?P<pk>[0-9)]+)/$", "pk").as_deref(), Some("[0-9)]+"));
        assert_eq!(nth_group(r"/a/(\d+)/(?:x)/(.*)", 1).as_deref(), Some(".*"));
        assert!(holds_nothing(r"\d+") && holds_nothing(r"[\w-]+"));
        assert!(!holds_nothing(".*") && !holds_nothing("[^/]+"));
    }
}
