//! What modelled names do when they are called.

use super::call::Given;
use super::engine::Engine;
use super::expr::{is_container, less};
use super::fragments::Fragment;
use super::shells::{is_command_flag, is_shell};
use crate::semantic::facts::Site;
use crate::semantic::models::{Args, Effect, Kind, Kinds, Sink, When};
use crate::semantic::names::NameId;
use crate::semantic::value::*;
use crate::syntax::*;

impl Engine<'_> {
    pub(super) fn call_named(&mut self, id: ExprId, name: NameId, given: &Given<'_>) -> Value {
        let called = self.called(name);
        let text = &*called.text;
        // All names that are told apart by hand are names of functions, or of methods of classes.
        if !called.is_method
            && let Some(value) = self.special(id, text, given).or_else(|| self.taken_off(text, given))
        {
            return value;
        }
        if !called.is_known
            && !self.world.is_empty()
            && let Some(value) = self.call_abroad(id, text, given)
        {
            return value;
        }
        if let Some(method) = text.strip_prefix("str.")
            && let Some((first, rest)) = given.values.split_first()
            && given.args[0].kind == ArgKind::Positional
        {
            // `str.upper(text)`, also as a function that others call.
            let given =
                Given { args: &given.args[1..], values: rest.to_vec(), receiver: Some(first.clone()) };
            if let Some(value) = self.text_method(id, first, method, &given) {
                return value;
            }
        }
        let effects = &called.effects;
        let mut value = Value::default();
        let mut returns = true;
        for effect in effects.iter() {
            match *effect {
                Effect::Source(class) => {
                    let taint = self.source(id, class, name);
                    // A source may give its data in a form that is harmless for some kinds.
                    let kept = effects.iter().map(|other| match other {
                        Effect::Clean(args, kinds) if args.receiver => *kinds,
                        _ => Kinds::NONE,
                    });
                    let kept = kept.fold(Kinds::NONE, |all, kinds| all | kinds);
                    value.absorb(&less(&[taint], kept));
                }
                Effect::Type(class) => value.edit().what = What::Instance(Type::Outside(self.intern(class))),
                Effect::Pass(args) => {
                    let taken = self.taken(args, given);
                    value.absorb(taken.taints());
                }
                Effect::Clean(args, kinds) => {
                    let taken = self.taken(args, given);
                    let left = less(taken.taints(), kinds);
                    value.absorb(&left);
                }
                Effect::Undo(args, kinds) => {
                    let taken = self.taken(args, given);
                    let again = taken.taints().iter().map(|taint| {
                        let possible = self.origins[taint.origin.0 as usize].class.kinds();
                        Taint { kinds: taint.kinds | (kinds & possible), ..*taint }
                    });
                    let again: Vec<Taint> = again.collect();
                    value.absorb(&again);
                }
                Effect::Opaque => {}
                Effect::Sink(sink) => self.sink(id, sink, given),
                Effect::Check(args, kinds) => {
                    let taken = self.taken(args, given);
                    self.clean_value(Some(&taken), kinds);
                }
                Effect::NoReturn => returns = false,
                Effect::Guard(..) | Effect::GuardsParameters(_) => {}
            }
        }
        if !returns {
            // Only now: what it is given is a sink before it ends.
            self.frame.state.dead = true;
        }
        if called.resolves {
            let span = self.module.expr(id).span;
            value = self.stepped(&value, span, super::below::RESOLVED);
        }
        value = self.marked_escaped(text, given, value);
        self.converted(id, text, given);
        value = self.matched(id, text, given, value);
        if text == "re.sub" || text == "re.Pattern.sub" {
            let kept = replaced_kinds(text, given);
            value = value.with_taints(less(value.taints(), kept));
        }
        if text == "re.compile" {
            // A compiled pattern remembers its text.
            if let Some(pattern) = given.values.first().and_then(super::format::constant_text) {
                let pattern = std::rc::Rc::from(self.pattern_text(&pattern, given.args));
                value.edit().text = Some(std::rc::Rc::new(Text { pieces: vec![Piece::Lit(pattern)] }));
            }
        }
        if called.is_class && !called.is_known && value.refers() == &What::Unknown {
            if called.is_error {
                // An exception tells what it was made from.
                for given in &given.values {
                    value.absorb(self.seen(given).taints());
                }
            }
            // By convention a capital letter makes a class: calling it gives an instance.
            value.edit().what = What::Instance(Type::Outside(name));
        }
        value
    }

    /// Names whose effect a table cannot say.
    fn special(&mut self, id: ExprId, name: &str, given: &Given<'_>) -> Option<Value> {
        let first = given.values.first();
        match name {
            "len" => {
                let length = super::fold::length(first?)?;
                Some(Value::constant(Const::Int(length)))
            }
            "dict" | "list" | "tuple" | "set" | "sorted" => {
                let obj = self.new_obj();
                for (arg, value) in given.args.iter().zip(&given.values) {
                    match arg.kind {
                        ArgKind::Keyword(key) if name == "dict" => {
                            let key = Key::Str(std::rc::Rc::from(self.module.name(key)));
                            self.put(obj, key, value.clone());
                        }
                        ArgKind::Keyword(_) => {}
                        _ => {
                            if name != "dict" {
                                let mapped = self.iterated(value);
                                if self.is_mapping(value) {
                                    self.add(obj, mapped);
                                    continue;
                                }
                            }
                            let item = self.element(value);
                            if name == "dict"
                                && !self.is_mapping(value)
                                && (is_container(&item) || self.ordered(value).is_some())
                            {
                                self.fill_with_pairs(obj, value);
                                continue;
                            }
                            for (key, inner) in self.contents(value) {
                                let key = if matches!(name, "set" | "sorted") { Key::Any } else { key };
                                self.put(obj, key, inner);
                            }
                            if !value.taints().is_empty() {
                                self.put(obj, Key::Any, value.carried());
                                if name == "dict" {
                                    self.note_key(obj, value);
                                }
                            }
                        }
                    }
                }
                Some(self.container(if name == "sorted" { "list" } else { name }, obj))
            }
            "string.Template" => Some(self.template(first?)),
            "string.Template.substitute" | "string.Template.safe_substitute" => self.substituted(id, given),
            "str" => {
                let value = &self.as_text(id, first?);
                let mut text = self.whole(value).carried();
                text = text.with_taints(less(text.taints(), super::filters::OBJECT));
                if let Some(constant) = super::format::constant_text(value) {
                    return Some(Value::constant(Const::Str(constant)));
                }
                text.edit().what = What::Instance(Type::Outside(self.intern("str")));
                text.edit().text = value.data().and_then(|data| data.text.clone());
                Some(text)
            }
            "os.path.join" => {
                let joined = self.path_of(given);
                let span = self.module.expr(id).span;
                Some(self.stepped(&joined, span, "joined into the path"))
            }
            "os.path.splitext" => {
                // An ending holds no separator.
                let whole = self.whole(first?).carried();
                let ending = whole.with_taints(less(whole.taints(), Kinds::of(&[Kind::Path])));
                let obj = self.new_obj();
                for (at, piece) in [whole, ending].into_iter().enumerate() {
                    let piece = self.fragment(piece, Fragment::At(at as i64));
                    self.put(obj, Key::Index(at as i64), piece);
                }
                Some(self.container("tuple", obj))
            }
            "pathlib.Path" => {
                let mut joined = self.path_of(given);
                joined.edit().what = What::Instance(Type::Outside(self.intern("pathlib.Path")));
                Some(joined)
            }
            "getattr" => {
                let holder = first?;
                let name = given.values.get(1)?.as_str()?;
                let default = given.values.get(2);
                let name = match self.attribute_place(name) {
                    Key::Attr(name) => name,
                    // Only `setattr` can have put something there.
                    place => return self.stored(holder, &place).or_else(|| default.cloned()),
                };
                let holder = holder.clone();
                let there = self.stored(&holder, &Key::Attr(name)).is_some();
                let value = self.attribute(id, &holder, name);
                match default.filter(|default| !there && !self.whole(default).taints().is_empty()) {
                    Some(default) => Some(value.join(default)),
                    None => Some(value),
                }
            }
            "super" => {
                let func = self.module.function(self.func());
                let class = func.class?;
                let (value, _) = self.self_with_bases(class);
                Some(value)
            }
            // What `with` gives is what was handed over.
            "contextlib.closing" | "contextlib.aclosing" | "contextlib.nullcontext" => first.cloned(),
            "flask.stream_with_context" => first.cloned(),
            "urllib.parse.urljoin" => Some(self.joined_address(first?, given.values.get(1)?)),
            // Promised, not converted.
            "typing.cast" | "typing_extensions.cast" => given.values.get(1).cloned(),
            // How far a text is indented injects nothing: a template stays one.
            "textwrap.dedent" | "inspect.cleandoc" => {
                let text = first?;
                Some(if is_container(text) { self.whole(text).carried() } else { text.clone() })
            }
            _ => self.standard(id, name, given),
        }
    }

    /// The arguments of a call joined as parts of a path.
    fn path_of(&mut self, given: &Given<'_>) -> Value {
        let values = given.args.iter().zip(&given.values);
        let parts: Vec<(ExprId, Value)> = values.map(|(arg, value)| (arg.value, value.clone())).collect();
        self.path_join(&parts)
    }

    /// What the meant arguments carry, together.
    fn taken(&self, args: Args, given: &Given<'_>) -> Value {
        let mut taken = Value::default();
        if args.receiver
            && let Some(receiver) = &given.receiver
        {
            taken.absorb(self.seen(receiver).taints());
        }
        for (_, value) in self.meant(args, given) {
            taken.absorb(self.seen(&value).taints());
        }
        taken
    }

    /// The meant arguments, with the expressions that gave them.
    pub(super) fn meant(&self, args: Args, given: &Given<'_>) -> Vec<(ExprId, Value)> {
        let mut found = Vec::new();
        let mut position = 0;
        let mut spread = false;
        for (arg, value) in given.args.iter().zip(&given.values) {
            let is_meant = match arg.kind {
                ArgKind::Positional => {
                    let meant = if spread { args.positions != 0 } else { args.has(position) };
                    position += 1;
                    meant
                }
                ArgKind::Keyword(name) => args.has_name(self.module.name(name)),
                ArgKind::Star => {
                    spread = true;
                    args.positions >> position.min(15) != 0
                }
                ArgKind::DoubleStar => false,
            };
            if is_meant {
                found.push((arg.value, value.clone()));
            }
        }
        found
    }

    fn sink(&mut self, id: ExprId, sink: Sink, given: &Given<'_>) {
        if !self.applies(sink.when, given) {
            return;
        }
        let func = self.func();
        if sink.args.receiver
            && let Some(receiver) = given.receiver.clone()
        {
            let seen = self.seen(&receiver);
            let holder = match &self.module.expr(id).kind {
                ExprKind::Call { func, .. } => match &self.module.expr(*func).kind {
                    ExprKind::Attr { base, .. } => *base,
                    _ => *func,
                },
                _ => id,
            };
            self.hit(Site { kind: sink.kind, sink, call: id, arg: holder, func }, seen.taints());
        }
        if sink.when == When::Keys {
            return self.spread_keys(id, sink, given);
        }
        if sink.when == When::Words {
            return self.shell_words(id, sink, given);
        }
        if sink.kind == Kind::NoSql {
            return self.filter_given(id, sink, given);
        }
        if sink.kind == Kind::Mail {
            return self.mail_given(id, sink, given);
        }
        if sink.when == When::Location {
            return self.location_given(id, sink, given);
        }
        for (arg, value) in self.meant(sink.args, given) {
            let value = if sink.when == When::Shell { self.shell_text(&value, given) } else { value };
            let seen = self.seen(&value);
            let when = self.asked_of_callers(sink.when, &value, given);
            let sink = Sink { when, ..sink };
            self.hit(Site { kind: sink.kind, sink, call: id, arg, func }, seen.taints());
        }
    }

    /// `run(command, shell=shell)` with a parameter: what callers pass for it decides.
    fn asked_of_callers(&self, when: When, command: &Value, given: &Given<'_>) -> When {
        let shell = self.keyword(given, "shell").filter(|_| when == When::Shell);
        let plain = self.read_by_shell(command).is_none() && !self.names_program(command);
        let flag = shell.filter(|_| plain).and_then(|shell| self.brought(&shell));
        flag.map_or(when, |origin| When::Told(origin.0))
    }

    /// The one origin of a value that a parameter of this function brings, as a whole or in an attribute.
    pub(super) fn brought(&self, value: &Value) -> Option<OriginId> {
        let [taint] = value.taints() else { return None };
        let Origin { param, part, .. } = self.origins[taint.origin.0 as usize];
        let own = param.is_some_and(|(func, _)| Some(func) == self.frame.func);
        (own && matches!(part, None | Some(ParamPart::Field(_)))).then_some(taint.origin)
    }

    fn applies(&self, when: When, given: &Given<'_>) -> bool {
        match when {
            When::Always => true,
            // Told by the words themselves, or by the keys.
            When::Words | When::Keys | When::Location | When::Told(_) => true,
            When::Beside(package) => self.mentions(package),
            When::Mapping => given.values.first().is_some_and(|value| self.is_mapping(value)),
            When::Shell => {
                let shell = self.keyword(given, "shell").is_some_and(|value| match value.as_const() {
                    Some(constant) => constant.truth(),
                    // A flag that is decided elsewhere may well be on.
                    None => !value.is_unknown() && !value.taints().is_empty(),
                });
                shell
                    || given
                        .values
                        .first()
                        .is_some_and(|value| self.read_by_shell(value).is_some() || self.names_program(value))
            }
            When::QueryText => given.values.first().is_some_and(begins_like_query),
            When::Unless(keyword, safe) => {
                let position = given
                    .args
                    .iter()
                    .zip(&given.values)
                    .filter(|(arg, _)| arg.kind == ArgKind::Positional)
                    .nth(1)
                    .map(|(_, value)| value.clone());
                let value = self.keyword(given, keyword).or(position);
                let last = value.and_then(|value| value.name()).map(|name| self.names.text(name).to_owned());
                !last.is_some_and(|name| safe.contains(&name.rsplit('.').next().unwrap_or("")))
            }
        }
    }

    pub(super) fn keyword(&self, given: &Given<'_>, keyword: &str) -> Option<Value> {
        given.args.iter().zip(&given.values).find_map(|(arg, value)| match arg.kind {
            ArgKind::Keyword(name) if self.module.name(name) == keyword => Some(value.clone()),
            // `**{"shell": True}`
            ArgKind::DoubleStar => self.stored(value, &Key::Str(std::rc::Rc::from(keyword))),
            _ => None,
        })
    }

    /// `os.execlp("sh", "sh", "-c", text)`, `os.spawnv(mode, "/bin/sh", ["sh", "-c", text])`
    fn shell_words(&mut self, id: ExprId, sink: Sink, given: &Given<'_>) {
        let start = sink.args.positions.trailing_zeros() as usize;
        if given.args.iter().take(start + 3).any(|arg| arg.kind != ArgKind::Positional) {
            return;
        }
        let Some(first) = given.values.get(start) else { return };
        let before = start.checked_sub(1).and_then(|at| given.values.get(at));
        let (words, text) = match given.values.get(start + 1..start + 3) {
            Some([flag, text]) if !is_container(first) => {
                ([first.clone(), flag.clone()], Some((start + 2, text.clone())))
            }
            _ => {
                let at = |at: i64| self.stored(first, &Key::Index(at));
                let words = [at(0).unwrap_or_default(), at(1).unwrap_or_default()];
                (words, at(2).map(|text| (start, text)))
            }
        };
        let [name, flag] = words;
        let shell = is_shell(&name) || before.is_some_and(is_shell);
        let Some((at, text)) = text.filter(|_| shell && is_command_flag(&flag)) else { return };
        let seen = self.seen(&text);
        let site = Site { kind: sink.kind, sink, call: id, arg: given.args[at].value, func: self.func() };
        self.hit(site, seen.taints());
    }

    /// The program to be run comes from outside: `[x, "-v"]`.
    fn names_program(&self, value: &Value) -> bool {
        self.stored(value, &Key::Index(0))
            .is_some_and(|first| !self.seen(&first).taints().is_empty() && first.text().is_none())
    }

    /// What of a command a shell reads, or what names the program.
    fn shell_text(&self, value: &Value, given: &Given<'_>) -> Value {
        if let Some(text) = self.read_by_shell(value) {
            return text;
        }
        let shell = self.keyword(given, "shell").and_then(|value| value.as_const().map(Const::truth));
        if self.names_program(value) && shell != Some(true) {
            return self.stored(value, &Key::Index(0)).unwrap_or_default();
        }
        self.whole(value)
    }
}

/// What a replacement of all that a constant pattern matches rules out.
fn replaced_kinds(name: &str, given: &Given<'_>) -> Kinds {
    let (pattern, with) = if name == "re.sub" {
        (given.values.first().and_then(super::format::constant_text), given.values.get(1))
    } else {
        let pattern = given.receiver.as_ref().and_then(super::matched::pattern_kept);
        (pattern, given.values.first())
    };
    match (pattern, with.and_then(Value::as_str)) {
        (Some(pattern), Some(with)) => super::language::kept_language(&pattern, with),
        _ => Kinds::NONE,
    }
}

/// The text begins with a verb of SQL.
fn begins_like_query(value: &Value) -> bool {
    let start = match (value.as_str(), value.text()) {
        (Some(text), _) => text.to_owned(),
        (None, Some(text)) => match text.pieces.first() {
            Some(Piece::Lit(text)) => text.to_string(),
            _ => return false,
        },
        _ => return false,
    };
    let word: String = start.trim_start().chars().take_while(char::is_ascii_alphabetic).collect();
    const VERBS: &[&str] = &[
        "SELECT",
        "INSERT",
        "UPDATE",
        "DELETE",
        "REPLACE",
        "WITH",
        "CREATE",
        "DROP",
        "ALTER",
        "TRUNCATE",
        "MERGE",
        "CALL",
        "EXEC",
        "EXECUTE",
        "GRANT",
        "REVOKE",
        "SAVEPOINT",
        "COPY",
        "PRAGMA",
        "EXPLAIN",
        "SHOW",
        "SET",
        "USE",
        "LOCK",
    ];
    VERBS.iter().any(|verb| word.eq_ignore_ascii_case(verb))
}
