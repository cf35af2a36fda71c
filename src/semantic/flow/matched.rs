//! What a match of a constant pattern holds, group by group: the language of the group counts, not that of the whole.

use std::rc::Rc;

use super::call::Given;
use super::engine::Engine;
use super::expr::{key_of, less};
use super::fragments::Fragment;
use super::language::{Groups, safe_language};
use crate::semantic::models::Kinds;
use crate::semantic::value::*;
use crate::syntax::*;

/// The class of what `re.match` gives.
pub(super) const MATCH: &str = "re.Match";

impl Engine<'_> {
    /// The constant pattern of a call, and what the function does with it.
    fn pattern_called<'n>(&self, name: &'n str, given: &Given<'_>) -> Option<(Rc<str>, &'n str)> {
        let verb = name.strip_prefix("re.")?;
        let verb = verb.strip_prefix("Pattern.").unwrap_or(verb);
        if !matches!(verb, "match" | "fullmatch" | "search" | "findall" | "finditer") {
            return None;
        }
        let pattern = match name.strip_suffix(verb) {
            Some("re.") => {
                let text = given.values.first().and_then(super::format::constant_text)?;
                Rc::from(self.pattern_text(&text, given.args))
            }
            Some("re.Pattern.") => pattern_kept(given.receiver.as_ref()?)?,
            _ => return None,
        };
        Some((pattern, verb))
    }

    /// What a function of `re` gives: nothing but what its pattern lets through.
    pub(super) fn matched(&mut self, id: ExprId, name: &str, given: &Given<'_>, value: Value) -> Value {
        if value.taints().is_empty() {
            return value;
        }
        let Some((pattern, verb)) = self.pattern_called(name, given) else { return value };
        let Some(groups) = self.groups(&pattern) else { return value };
        if verb == "findall" {
            let found = match groups.len() {
                0 => self.group_of(&value, &groups, 0),
                1 => self.group_of(&value, &groups, 1),
                _ => self.all_groups(&value, &groups, &Value::default()),
            };
            let found = self.fragment(found, Fragment::Taken(id));
            return self.list_of_any(found);
        }
        // It remembers the pattern, as the compiled pattern does, and the text that was looked through.
        let mut found = value.with_taints(less(value.taints(), groups.ruled_out(0)));
        found.edit().what = What::Instance(Type::Outside(self.intern(MATCH)));
        let pieces = vec![Piece::Lit(pattern), Piece::Hole(value.carried(), id)];
        found.edit().text = Some(Rc::new(Text { pieces }));
        if verb == "finditer" { self.list_of_any(found) } else { found }
    }

    /// The groups of the pattern that a match remembers.
    pub(super) fn groups_of(&mut self, found: &Value) -> Option<Rc<Groups>> {
        let pattern = pattern_kept(found)?;
        if self.is_match(found) { self.groups(&pattern) } else { None }
    }

    /// `found.group(1)`, `found.groups()`, `found.groupdict()`
    pub(super) fn group_method(&mut self, found: &Value, method: &str, given: &Given<'_>) -> Option<Value> {
        if !matches!(method, "group" | "groups" | "groupdict" | "__getitem__") {
            return None;
        }
        let groups = self.groups_of(found)?;
        // In place of groups that took no part.
        let default = given.values.first().map(|value| self.seen(value)).unwrap_or_default();
        let value = match method {
            "groups" => self.all_groups(found, &groups, &default),
            "groupdict" => {
                let obj = self.new_obj();
                for (at, name) in groups.names() {
                    let mut value = self.group_of(found, &groups, at);
                    value.absorb(default.taints());
                    self.put(obj, Key::Str(Rc::from(name)), value);
                }
                self.container("dict", obj)
            }
            _ if given.args.iter().any(|arg| arg.kind != ArgKind::Positional) => return None,
            _ => match &given.values[..] {
                [] => self.group_of(found, &groups, 0),
                [only] => self.group_by(found, &groups, only)?,
                several => {
                    let several = several.iter().map(|key| self.group_by(found, &groups, key));
                    let several: Option<Vec<Value>> = several.collect();
                    self.tuple_of(several?)
                }
            },
        };
        Some(value)
    }

    /// The group that a key means; `None` where that is not known.
    pub(super) fn group_by(&mut self, found: &Value, groups: &Groups, key: &Value) -> Option<Value> {
        let at = match key_of(key) {
            Key::Index(at) => usize::try_from(at).ok()?,
            Key::Str(name) => groups.named(&name)?,
            _ => return None,
        };
        Some(self.group_of(found, groups, at))
    }

    /// `found.string`: all of the text, of which the pattern may have seen a part.
    pub(super) fn subject_of(&self, found: &Value) -> Option<Value> {
        let [Piece::Lit(pattern), Piece::Hole(subject, call)] = &found.text()?.pieces[..] else {
            return None;
        };
        let ExprKind::Call { func, .. } = &self.module.expr(*call).kind else { return None };
        let ExprKind::Attr { name, .. } = self.module.expr(*func).kind else { return None };
        let through = match self.module.name(name) {
            verb @ ("match" | "fullmatch") => safe_language(pattern, verb == "fullmatch"),
            _ => Kinds::NONE,
        };
        let left = less(subject.taints(), through);
        self.is_match(found).then(|| subject.with_taints(left))
    }

    fn is_match(&self, found: &Value) -> bool {
        matches!(found.class(), Some(Type::Outside(name)) if self.names.text(name) == MATCH)
    }

    fn group_of(&mut self, found: &Value, groups: &Groups, at: usize) -> Value {
        let left = less(found.taints(), groups.ruled_out(at));
        let mut group = self.fragment(Value::default().with_taints(left), Fragment::At(at as i64));
        group.edit().what = What::Instance(Type::Outside(self.intern("str")));
        group
    }

    fn all_groups(&mut self, found: &Value, groups: &Groups, default: &Value) -> Value {
        let mut all = Vec::with_capacity(groups.len());
        for at in 1..=groups.len() {
            let mut group = self.group_of(found, groups, at);
            group.absorb(default.taints());
            all.push(group);
        }
        self.tuple_of(all)
    }

    fn tuple_of(&mut self, values: Vec<Value>) -> Value {
        let mut tuple = self.list_of(values);
        tuple.edit().what = What::Instance(Type::Outside(self.intern("tuple")));
        tuple
    }
}

/// The pattern that a compiled one, or a match, remembers.
pub(super) fn pattern_kept(value: &Value) -> Option<Rc<str>> {
    match &value.text()?.pieces[..] {
        [Piece::Lit(text)] | [Piece::Lit(text), Piece::Hole(..)] => Some(text.clone()),
        _ => None,
    }
}
