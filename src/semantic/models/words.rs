//! The models as words: which identifiers stand in code that a model speaks of.

use std::sync::{LazyLock, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::aliases::{aliases_called, aliases_to, cut, first, last};
use super::{Args, Effect, Kind, Model, Sink, SourceClass, When, entries};
use crate::syntax::Form;

/// A word that code holds where a dotted name is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trigger {
    /// The identifier: `run` of `subprocess.run`.
    pub word: &'static str,
    /// What has to be named too: `None` for builtins and methods of any object.
    pub home: Option<Home>,
    /// How the word stands there: a method after a dot, a builtin without.
    pub form: Form,
}

/// Where a name lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Home {
    /// A package: it is named where the name is used, or the name was imported.
    Package(&'static str),
    /// A class, by dotted name: the file holds one of [`class_words`] and one of [`class_packages`].
    Class(&'static str),
    /// A word that stands somewhere in the file.
    Word(&'static str),
}

/// By class: what gives an object of it.
static MAKERS: LazyLock<FxHashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut makers: FxHashMap<&'static str, Vec<&'static str>> = FxHashMap::default();
    for Model(name, effect) in entries() {
        if let Effect::Type(class) = effect {
            makers.entry(class).or_default().push(name);
        }
    }
    makers
});

fn makers(class: &str) -> &'static [&'static str] {
    MAKERS.get(class).map_or(&[], Vec::as_slice)
}

/// Packages of which one is named in every file that has an object of a class.
pub fn class_packages(class: &'static str) -> Vec<&'static str> {
    let mut found = vec![first(class)];
    found.extend(makers(class).iter().map(|name| first(name)));
    found.sort_unstable();
    found.dedup();
    let mut next = 0;
    while let Some(package) = found.get(next).copied() {
        for (from, _) in aliases_to(package) {
            if !found.contains(&first(from)) {
                found.push(first(from));
            }
        }
        next += 1;
    }
    found.sort_unstable();
    found
}

/// By class, what [`class_words`] has found.
static CLASS_WORDS: LazyLock<Mutex<FxHashMap<&'static str, Vec<&'static str>>>> =
    LazyLock::new(Default::default);

/// Words of which one stands in every file that has an object of a class.
pub fn class_words(class: &'static str) -> Vec<&'static str> {
    let mut known = CLASS_WORDS.lock().unwrap_or_else(PoisonError::into_inner);
    known.entry(class).or_insert_with(|| words_of_class(class)).clone()
}

fn words_of_class(class: &'static str) -> Vec<&'static str> {
    let mut found = vec![last(class)];
    found.extend(makers(class).iter().map(|name| last(name)));
    let named: Vec<&'static str> = found.clone();
    found.extend(named.into_iter().flat_map(aliases_called).map(|(from, _)| last(from)));
    // Views are given their request without naming its class.
    if last(class).ends_with("Request") {
        found.push("request");
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Methods that are looked for on any object and mean something only where this is named with them.
const SAID_WITH: &[(&str, &str)] = &[(".save", "files")];

/// Verbs of route decorators and methods of views: what such functions return goes to a client.
pub const ROUTES: &[&str] = &[
    "route",
    "get",
    "post",
    "put",
    "patch",
    "delete",
    "head",
    "options",
    "websocket",
    "api_route",
    "dispatch_request",
    "errorhandler",
    "url_value_preprocessor",
    "app_url_value_preprocessor",
    "app_errorhandler",
    "exception_handler",
    "GET",
    "POST",
    "view_config",
    "expose",
    "http",
    "application",
    "tool",
    "prompt",
    "resource",
    "call_tool",
    "get_prompt",
    "read_resource",
    "on",
    "event",
    "filter",
    "simple_tag",
    "inclusion_tag",
    "simple_block_tag",
    "command",
    "callback",
];

/// Words of handlers that are known by a parameter, or by what they look at.
const HANDLERS: &[&str] =
    &["ws", "websocket", "websockets", "cleaned_data", "validated_data", "Depends", "Security"];

/// Functions that a server calls, by their own name, with the package that then is named with the class.
const CALLED: &[(&str, Option<&str>)] = &[
    ("on_message", Some("tornado")),
    ("receive*", Some("channels")),
    ("on_*", Some("falcon")),
    ("on_receive", Some("starlette")),
    ("GET", None),
    ("POST", None),
    ("PUT", None),
    ("PATCH", None),
    ("DELETE", None),
    ("form_valid", None),
    ("form_invalid", None),
    ("perform_create", None),
    ("perform_update", None),
    ("validate*", Some("rest_framework")),
    ("to_internal_value", Some("rest_framework")),
    ("*handler", None),
];

/// Of a method that is called like a verb, the package that is named with its class.
const VIEWS: &[&str] = &["tornado", "flask", "flask_restful"];

/// Stands for a function with a decorator that has one of the words of [`ROUTES`].
pub const ROUTE: &str = "@route";

/// Stands for a method that is called like one of [`ROUTES`].
pub const VIEW: &str = "@view";

/// The words of a dotted name, and of the names that mean the same.
pub fn trigger(name: &'static str) -> Vec<Trigger> {
    let mut found = vec![of(name)];
    if !name.contains('.') {
        let home = Some(Home::Package("builtins"));
        found.push(Trigger { word: name, home, form: Form::METHOD });
    }
    for (from, to) in aliases_to(name) {
        if *to == name {
            found.push(of(from));
        } else if name.strip_prefix(to).is_some_and(|rest| rest.starts_with('.')) && !to.is_empty() {
            // The same word under another package.
            let home = match of(name).home {
                Some(Home::Package(_)) => Some(Home::Package(first(from))),
                home => home,
            };
            found.push(Trigger { home, ..of(name) });
        }
    }
    sorted(found)
}

fn sorted(mut found: Vec<Trigger>) -> Vec<Trigger> {
    found.sort_unstable_by_key(|trigger| (trigger.word, trigger.home));
    found.dedup_by(|later, first| {
        let same = later.word == first.word && later.home == first.home;
        if same {
            first.form = first.form.and(later.form);
        }
        same
    });
    found
}

fn of(name: &'static str) -> Trigger {
    let Some((before, word)) = cut(name) else {
        return Trigger { word: name, home: None, form: Form::GLOBAL };
    };
    // What stands below an object's attribute is named with the object's class: `Handler.wfile.write`.
    let class = up_to_class(before);
    let upper = class.is_some();
    let home = if before.is_empty() {
        SAID_WITH.iter().find(|(method, _)| *method == name).map(|(_, with)| Home::Package(with))
    } else if let Some(class) = class {
        Some(Home::Class(class))
    } else {
        Some(Home::Package(first(before)))
    };
    let method = before.is_empty() || upper;
    Trigger { word, home, form: if method { Form::METHOD } else { Form::METHOD.and(Form::GLOBAL) } }
}

/// A dotted name up to the last class in it.
fn up_to_class(name: &'static str) -> Option<&'static str> {
    let mut name = name;
    loop {
        if is_class(last(name)) {
            return Some(name);
        }
        name = cut(name)?.0;
    }
}

/// Classes are named in capitals.
fn is_class(name: &str) -> bool {
    name.trim_start_matches('_').starts_with(|letter: char| letter.is_ascii_uppercase())
}

/// The words of a sink. Where it takes nothing but its first argument, a call that is given a literal text there is
/// none.
fn sink_triggers(model: &Model) -> Vec<Trigger> {
    let told = match model.1 {
        Effect::Sink(Sink { args: Args { positions: 1, keywords, receiver: false }, when, .. })
            if keywords.len() < 2 && when != When::Words =>
        {
            Form::TOLD.and(Form::TOLD_ATTRIBUTE)
        }
        _ => Form::default(),
    };
    let mut found = trigger(model.0);
    for trigger in &mut found {
        trigger.form = trigger.form.without(told);
        if let Effect::Sink(Sink { when: When::Beside(package), .. }) = model.1 {
            trigger.home = Some(Home::Word(package));
        }
    }
    found
}

/// The last names of calls of which the keys of what is spread into them are asked.
pub fn spread_words() -> impl Iterator<Item = &'static str> {
    let asked = |model: &&Model| matches!(model.1, Effect::Sink(Sink { when: When::Keys, .. }));
    entries().filter(asked).map(|model| last(model.0))
}

/// The words of everything that is a sink of a kind.
pub fn sink_words(kind: Kind) -> Vec<Trigger> {
    let sinks = entries().filter(|model| match model.1 {
        // A filter holds scripts, too.
        Effect::Sink(sink) => sink.kind == kind || kind == Kind::Script && sink.kind == Kind::NoSql,
        _ => false,
    });
    let mut found: Vec<Trigger> = sinks.flat_map(sink_triggers).collect();
    if matches!(kind, Kind::Html | Kind::Expose) {
        found.push(Trigger { word: ROUTE, home: None, form: Form::ANY });
        let packages = ["flask", "flask_restful", "quart", "web"];
        found.extend(packages.map(|package| Trigger {
            word: VIEW,
            home: Some(Home::Word(package)),
            form: Form::ANY,
        }));
    }
    if kind == Kind::Redirect {
        // The header that is put into a response, and the attribute that stands for it.
        found.extend(["Location", "location"].map(|word| Trigger { word, home: None, form: Form::QUOTED }));
        found.push(Trigger { word: "location", home: Some(Home::Package("flask")), form: Form::FIELD });
    }
    if kind == Kind::Session {
        // What is written into is no call.
        for name in SESSIONS {
            found.extend(trigger(name).into_iter().map(|trigger| Trigger { form: SESSION, ..trigger }));
        }
    }
    sorted(found)
}

/// Where sessions stand, as they are spelt.
const SESSIONS: &[&str] = &[
    "flask.session",
    "django.http.HttpRequest.session",
    "starlette.requests.Request.session",
    "pyramid.request.Request.session",
    "cherrypy.session",
    "aiohttp_session.get_session",
    "aiohttp_session.new_session",
];

/// Looked into or called on, by itself or as an attribute.
const SESSION: Form = Form::NAME.and(Form::ATTRIBUTE).and(Form::FIELD);

/// The classes of requests, and modules' objects that stand for one.
fn is_request(name: &str) -> bool {
    is_class(name) && name.ends_with("Request") || name == "request"
}

/// Words for requests, and words for what is taken out of one: where both stand, outside data is brought in. What is
/// not taken out of a request (its user, its session) is none.
pub fn request_words() -> (Vec<&'static str>, Vec<&'static str>) {
    let (mut requests, mut items) = (vec!["request", "Request"], Vec::new());
    for Model(name, effect) in entries() {
        if *effect != Effect::Source(SourceClass::Request) {
            continue;
        }
        let Some((before, item)) = cut(name) else { continue };
        if is_request(last(before)) {
            requests.extend(class_words(before));
            requests.push(last(before));
            items.push(item);
        }
    }
    for words in [&mut requests, &mut items] {
        words.sort_unstable();
        words.dedup();
    }
    (requests, items)
}

/// A word that stands where data comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceWord {
    /// The identifier.
    pub word: &'static str,
    /// A dotted name whose package, or another that has it too, is named in such a file.
    pub package: Option<&'static str>,
    /// Unless another file has made the object, or the class that a class derives from.
    pub passed: bool,
    /// It is the name of a function that is given the data.
    pub own: bool,
}

impl SourceWord {
    const fn new(word: &'static str, package: Option<&'static str>) -> Self {
        Self { word, package, passed: false, own: false }
    }

    /// One that needs no package where files are looked at together.
    const fn passed(self) -> Self {
        Self { passed: true, ..self }
    }

    const fn own(self) -> Self {
        Self { own: true, ..self }
    }
}

/// Words of which one stands in every function that takes data from a source of these classes, or in one that passes
/// it there.
pub fn source_words(classes: &[SourceClass]) -> Vec<SourceWord> {
    let mut found: Vec<SourceWord> = Vec::new();
    let plain = |word: &&'static str| SourceWord::new(word, None);
    for model in entries() {
        let Effect::Source(class) = model.1 else { continue };
        if classes.contains(&class) {
            let Some((before, word)) = cut(model.0) else {
                found.push(SourceWord::new(model.0, None));
                continue;
            };
            let last = last(before);
            let package = (!before.is_empty()).then_some(model.0);
            let of_package = |word: &'static str| SourceWord::new(word, package);
            if is_request(last) && class == SourceClass::Request {
                // See `request_words`.
            } else if is_class(last) && class == SourceClass::Request {
                // A parameter, by name or annotation, or the base of a handler's class.
                let theirs = last.ends_with("Field") || last == "Server";
                let word = |word: &&'static str| SourceWord::new(word, package.filter(|_| theirs));
                found.extend(class_words(before).iter().map(word));
                found.push(SourceWord::new("websocket", None));
            } else if is_class(last) && last.ends_with("Response") {
                // What a function has given can be read only where that is named; an object may keep a session.
                let by_function = |maker: &&str| cut(maker).is_some_and(|(of, _)| !is_class(self::last(of)));
                if makers(before).iter().all(by_function) {
                    found.extend(class_words(before).into_iter().map(of_package));
                } else {
                    found.extend(class_packages(before).iter().map(plain));
                }
            } else if is_class(last) {
                found.push(of_package(word).passed());
            } else if class == SourceClass::Request {
                // What stands below an object of a module is named with it.
                found.push(of_package(last));
            } else {
                found.push(of_package(word));
            }
        }
    }
    if classes.contains(&SourceClass::Request) {
        found.extend([ROUTE].iter().chain(HANDLERS).map(plain));
        found.extend(VIEWS.iter().map(|package| SourceWord::new(VIEW, Some(package)).passed()));
        found.extend(CALLED.iter().map(|(word, package)| SourceWord::new(word, *package).passed().own()));
    }
    if classes.contains(&SourceClass::CommandLine) {
        // Of a management command.
        found.push(SourceWord::new("handle", None).own());
    }
    if classes.contains(&SourceClass::Exception) {
        found.extend(["except", "errorhandler", "app_errorhandler", "exception_handler"].iter().map(plain));
    }
    found.sort_unstable();
    found.dedup();
    found
}
