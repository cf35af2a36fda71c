//! `Location`, the header that sends a browser elsewhere: given to a response, put into its headers, or returned.

use super::call::Given;
use super::engine::Engine;
use crate::semantic::facts::Site;
use crate::semantic::models::{Kind, Sink, When, at};
use crate::semantic::value::*;
use crate::syntax::*;

/// Responses of which a header is an element, and of which it is an attribute.
const BY_KEY: &[&str] = &["django.http.HttpResponse"];
const BY_NAME: &[&str] = &["flask.Response", "werkzeug.wrappers.Response"];

impl Engine<'_> {
    /// `Response(status=302, headers={"Location": target})`, `self.send_header("Location", target)`
    pub(super) fn location_given(&mut self, id: ExprId, sink: Sink, given: &Given<'_>) {
        let func = self.func();
        let named = given.values.first().and_then(Value::as_str).is_some_and(is_location);
        let second =
            given.args.get(1).filter(|arg| arg.kind == ArgKind::Positional).map(|_| &given.values[1]);
        let status = self.keyword(given, "status").or_else(|| self.keyword(given, "status_code"));
        let status = status.or_else(|| second.cloned());
        for (arg, value) in self.meant(sink.args, given) {
            let found = match named {
                true => Some((arg, value)),
                false => self.location_in(arg, &value).filter(|_| status.as_ref().is_some_and(redirects)),
            };
            if let Some((arg, value)) = found {
                let seen = self.seen(&value);
                self.hit(Site { kind: sink.kind, sink, call: id, arg, func }, seen.taints());
            }
        }
    }

    /// `response.headers["Location"] = target`, `response.location = target`
    pub(super) fn location_written(&mut self, target: ExprId, given: ExprId, value: &Value) {
        let module = self.module;
        let base = match &module.expr(target).kind {
            ExprKind::Subscript { base, index } => match &module.expr(*index).kind {
                ExprKind::Str(key) if is_location(key) => *base,
                _ => return,
            },
            ExprKind::Attr { base, name, .. } if module.name(*name) == "location" => *base,
            _ => return,
        };
        let holder = self.peek(base);
        let is = |engine: &Self, classes: &[&str]| match holder.class() {
            Some(Type::Outside(class)) => classes.contains(&engine.names.text(class)),
            _ => false,
        };
        let sends = match (&module.expr(target).kind, &module.expr(base).kind) {
            (ExprKind::Attr { .. }, _) => is(self, BY_NAME),
            (_, ExprKind::Attr { name, .. }) if module.name(*name) == "headers" => true,
            _ => is(self, BY_KEY),
        };
        if sends {
            self.sent_elsewhere(given, value);
        }
    }

    /// `return "", 302, {"Location": target}`
    pub(super) fn location_returned(&mut self, items: &[ExprId], value: &Value) {
        let place =
            |engine: &Self, at: usize| engine.stored(value, &Key::Index(at as i64)).unwrap_or_default();
        let [_, _, headers] = items else { return };
        if redirects(&place(self, 1))
            && let Some((expr, target)) = self.location_in(*headers, &place(self, 2))
        {
            self.sent_elsewhere(expr, &target);
        }
    }

    fn sent_elsewhere(&mut self, expr: ExprId, target: &Value) {
        let seen = self.seen(target);
        let kind = Kind::Redirect;
        let sink = Sink { kind, args: at(&[]), when: When::Always };
        self.hit(Site { kind, sink, call: expr, arg: expr, func: self.func() }, seen.taints());
    }

    /// The address in a display of headers, and the expression that gives it.
    fn location_in(&mut self, headers: ExprId, value: &Value) -> Option<(ExprId, Value)> {
        let module = self.module;
        let ExprKind::Dict(items) = &module.expr(headers).kind else { return None };
        items.iter().find_map(|(key, given)| match &module.expr((*key)?).kind {
            ExprKind::Str(key) if is_location(key) => {
                Some((*given, self.stored(value, &Key::Str(key.clone())).unwrap_or_default()))
            }
            _ => None,
        })
    }
}

fn is_location(header: &str) -> bool {
    header.eq_ignore_ascii_case("location")
}

/// A status with which a browser goes where `Location` says: not that of something that was made there.
fn redirects(status: &Value) -> bool {
    match status.as_const() {
        Some(Const::Int(status)) => !(200..300).contains(status),
        Some(Const::Str(status)) => !status.starts_with('2'),
        Some(_) => false,
        None => true,
    }
}
