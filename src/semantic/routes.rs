//! Entry points of web frameworks: which functions clients reach, and what their parameters bring.

use rustc_hash::FxHashMap;

use super::models::SourceClass;
use super::names::NameId;
use crate::syntax::{ExprId, FuncId};

/// A web framework.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Framework {
    /// Flask, Quart and those that route the same way.
    Flask,
    /// Django and Django REST framework.
    Django,
    /// FastAPI and Starlette.
    FastApi,
    /// aiohttp's server.
    Aiohttp,
    /// Tornado.
    Tornado,
    /// Functions that a platform calls with an event.
    Lambda,
    /// Bottle.
    Bottle,
    /// CherryPy.
    CherryPy,
    /// web.py.
    WebPy,
    /// Sanic.
    Sanic,
    /// Chalice.
    Chalice,
    /// Whatever else answers clients or renders what they sent: sockets, procedures, template tags.
    Other,
    /// A command of a program: whoever runs it is no client.
    Program,
}

/// What a parameter brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Data of that class.
    Data(SourceClass),
    /// An object of that class, by dotted name.
    Object(&'static str),
    /// What a function of the module gives, which the framework calls first.
    Given(FuncId),
    /// The same of a function or class of another module.
    Abroad(NameId),
    /// An object of a class elsewhere of which nothing is known, that most likely holds what the client sent.
    Body,
    /// Nothing of interest: a dependency, a session.
    Nothing,
    /// Whatever its annotation says.
    Plain,
}

/// A function that clients reach.
#[derive(Debug, Clone)]
pub struct Route {
    /// Whose route it is.
    pub framework: Framework,
    /// The path, where it is a constant.
    pub path: Option<String>,
    /// HTTP methods in upper case; empty when not said.
    pub methods: Vec<String>,
    /// The decorator that makes it one.
    pub decorator: Option<ExprId>,
    /// By parameter.
    pub roles: Vec<Role>,
}

impl Route {
    /// `Some(Some(class))` for data of a class, `Some(None)` for nothing of interest, `None` for a plain parameter.
    pub fn param(&self, at: usize) -> Option<Option<SourceClass>> {
        match self.roles.get(at)? {
            Role::Data(class) => Some(Some(*class)),
            Role::Object(_) | Role::Given(_) | Role::Abroad(_) | Role::Body | Role::Nothing => Some(None),
            Role::Plain => None,
        }
    }

    /// The class of the object that a parameter brings.
    pub fn class_of(&self, at: usize) -> Option<&'static str> {
        match self.roles.get(at)? {
            Role::Object(class) => Some(class),
            _ => None,
        }
    }
}

/// All routes of a module.
#[derive(Debug, Default)]
pub struct Routes {
    by_func: FxHashMap<FuncId, Route>,
}

impl Routes {
    /// The route that a function is.
    pub fn of(&self, func: FuncId) -> Option<&Route> {
        self.by_func.get(&func)
    }

    /// Adds one; the first description stays.
    pub fn add(&mut self, func: FuncId, route: Route) {
        self.by_func.entry(func).or_insert(route);
    }

    /// What a route's path lets into a parameter can do no harm.
    pub fn settle(&mut self, func: FuncId, param: usize) {
        let role = self.by_func.get_mut(&func).and_then(|route| route.roles.get_mut(param));
        if let Some(role) = role.filter(|role| matches!(role, Role::Data(_))) {
            *role = Role::Nothing;
        }
    }

    /// All routes, in the order of the text.
    pub fn all(&self) -> Vec<(FuncId, &Route)> {
        let mut routes: Vec<(FuncId, &Route)> =
            self.by_func.iter().map(|(func, route)| (*func, route)).collect();
        routes.sort_by_key(|(func, _)| *func);
        routes
    }
}
