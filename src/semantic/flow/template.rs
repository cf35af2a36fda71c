//! Templates that are filled in: `.format`, `format_map`, `string.Template`.

use std::rc::Rc;

use super::call::Given;
use super::engine::Engine;
use super::expr::literal;
use super::format::constant_text;
use crate::semantic::value::*;
use crate::syntax::*;

/// What fills a template: values by position and by name, with the expressions that gave them.
#[derive(Default)]
struct Filling {
    places: Vec<(ExprId, Value)>,
    named: Vec<(Rc<str>, ExprId, Value)>,
    /// What was spread without its places or names being known.
    rest: Value,
    loose: bool,
}

impl Filling {
    fn field(&self, name: &str, auto: &mut usize) -> Option<(ExprId, Value)> {
        if name.is_empty() || name.bytes().all(|byte| byte.is_ascii_digit()) {
            let at = match name.parse::<usize>() {
                Ok(at) => at,
                Err(_) => {
                    *auto += 1;
                    *auto - 1
                }
            };
            return self.places.get(at).cloned();
        }
        let found = self.named.iter().rev().find(|(known, ..)| &**known == name);
        found.map(|(_, expr, value)| (*expr, value.clone()))
    }
}

impl Engine<'_> {
    fn filling(&self, args: &[Arg], values: &[Value]) -> Filling {
        let mut filling = Filling::default();
        for (arg, value) in args.iter().zip(values) {
            match arg.kind {
                ArgKind::Positional => filling.places.push((arg.value, value.clone())),
                ArgKind::Keyword(name) => {
                    filling.named.push((Rc::from(self.module.name(name)), arg.value, value.clone()));
                }
                ArgKind::Star => match self.ordered(value) {
                    Some(inner) => {
                        filling.places.extend(inner.into_iter().map(|value| (arg.value, value)));
                    }
                    None => {
                        filling.loose = true;
                        filling.rest.absorb(self.whole(value).taints());
                    }
                },
                ArgKind::DoubleStar => self.fill_from(&mut filling, arg.value, value),
            }
        }
        filling
    }

    /// `**values`, or a mapping given as such.
    fn fill_from(&self, filling: &mut Filling, expr: ExprId, value: &Value) {
        for (key, inner) in self.contents(value) {
            match key {
                Key::Str(name) => filling.named.push((name, expr, inner)),
                Key::Names => {}
                _ => {
                    filling.loose = true;
                    filling.rest.absorb(self.whole(&inner).taints());
                }
            }
        }
        filling.loose |= !self.is_mapping(value) || !value.taints().is_empty();
        filling.rest.absorb(value.taints());
    }

    /// `"…".format(…)`
    pub(super) fn format_method(
        &mut self,
        id: ExprId,
        template: &str,
        args: &[Arg],
        values: &[Value],
    ) -> Value {
        let filling = self.filling(args, values);
        self.fill(id, template, &filling)
    }

    /// `"…".format_map(values)`
    pub(super) fn format_map(&mut self, id: ExprId, template: &str, expr: ExprId, values: &Value) -> Value {
        let mut filling = Filling::default();
        self.fill_from(&mut filling, expr, values);
        self.fill(id, template, &filling)
    }

    fn fill(&mut self, id: ExprId, template: &str, filling: &Filling) -> Value {
        let mut pieces = Vec::new();
        let mut auto = 0;
        for part in format_parts(template) {
            match part {
                FormatPart::Text(text) => pieces.push(literal(&text)),
                FormatPart::Field { name, plain, inner } => {
                    let first: &str = name.split(['.', '[']).next().unwrap_or("");
                    let whole = first.len() == name.len();
                    let found = filling.field(first, &mut auto);
                    let (expr, mut value) = found.unwrap_or_else(|| (id, filling.rest.clone()));
                    if !whole {
                        value = self.format_field(&value, &name[first.len()..]);
                    }
                    for width in inner {
                        // A specification may hold any character to fill up with.
                        let width = filling.field(&width, &mut auto).map(|(_, width)| width);
                        value.absorb(self.whole(&width.unwrap_or_default()).taints());
                    }
                    self.add_piece(&mut pieces, expr, &value, plain && whole);
                }
            }
        }
        self.text_of(id, pieces, "joined into the string")
    }

    /// `{0.name}`, `{0[key]}`: the part that a field names, as far as it is known apart.
    fn format_field(&self, value: &Value, path: &str) -> Value {
        let mut value = value.clone();
        let mut rest = path;
        while !rest.is_empty() {
            let key = if let Some(inside) = rest.strip_prefix('[') {
                let Some((key, after)) = inside.split_once(']') else { break };
                rest = after;
                key.parse().map_or_else(|_| Key::Str(Rc::from(key)), Key::Index)
            } else {
                let name = rest.trim_start_matches('.');
                let end = name.find(['.', '[']).unwrap_or(name.len());
                rest = &name[end..];
                match self.module.names.get(&name[..end]) {
                    Some(name) => Key::Attr(name),
                    None => Key::Any,
                }
            };
            match self.stored(&value, &key) {
                Some(inner) => value = inner,
                None => break,
            }
        }
        self.whole(&value).carried()
    }

    /// `string.Template("…").substitute(…)`; nothing where the template is not a constant.
    pub(super) fn substituted(&mut self, id: ExprId, given: &Given<'_>) -> Option<Value> {
        let template = match &given.receiver.as_ref()?.text()?.pieces[..] {
            [Piece::Lit(text)] => text.clone(),
            _ => return None,
        };
        let mut filling = Filling::default();
        for (arg, value) in given.args.iter().zip(&given.values) {
            if arg.kind == ArgKind::Positional {
                self.fill_from(&mut filling, arg.value, value);
            }
        }
        let named = self.filling(given.args, &given.values).named;
        filling.named.extend(named);
        let mut pieces = Vec::new();
        for part in dollar_parts(&template) {
            match part {
                FormatPart::Text(text) => pieces.push(literal(&text)),
                FormatPart::Field { name, .. } => {
                    let found = filling.field(&name, &mut 0);
                    let (expr, value) = found.unwrap_or_else(|| (id, filling.rest.clone()));
                    self.add_piece(&mut pieces, expr, &value, true);
                }
            }
        }
        Some(self.text_of(id, pieces, "joined into the string"))
    }

    /// `string.Template("…")`, which remembers its text.
    pub(super) fn template(&mut self, text: &Value) -> Value {
        let mut value = self.whole(text).carried();
        value.edit().what = What::Instance(Type::Outside(self.intern("string.Template")));
        if let Some(text) = constant_text(text) {
            value.edit().text = Some(Rc::new(Text { pieces: vec![Piece::Lit(text)] }));
        }
        value
    }
}

/// A part of a `.format` template.
#[derive(Debug, PartialEq)]
pub(super) enum FormatPart {
    Text(String),
    /// `inner` are the fields inside its specification.
    Field {
        name: String,
        plain: bool,
        inner: Vec<String>,
    },
}

/// Splits a `.format` template.
pub(super) fn format_parts(text: &str) -> Vec<FormatPart> {
    let mut parts = Vec::new();
    let mut run = String::new();
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '{' if letters.peek().is_some_and(|(_, next)| *next == '{') => {
                letters.next();
                run.push('{');
            }
            '}' => {
                if letters.peek().is_some_and(|(_, next)| *next == '}') {
                    letters.next();
                }
                run.push('}');
            }
            '{' => {
                if !run.is_empty() {
                    parts.push(FormatPart::Text(std::mem::take(&mut run)));
                }
                let mut depth = 1;
                let mut end = text.len();
                for (at, letter) in letters.by_ref() {
                    match letter {
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        _ => {}
                    }
                    if depth == 0 {
                        end = at;
                        break;
                    }
                }
                let field = &text[at + 1..end];
                let cut = field.find([':', '!']).unwrap_or(field.len());
                let inner = field[cut..].split('{').skip(1);
                let inner = inner.filter_map(|hole| hole.split(['}', ':', '!']).next().map(str::to_owned));
                parts.push(FormatPart::Field {
                    name: field[..cut].to_owned(),
                    plain: cut == field.len(),
                    inner: inner.collect(),
                });
            }
            other => run.push(other),
        }
    }
    if !run.is_empty() {
        parts.push(FormatPart::Text(run));
    }
    parts
}

/// Splits the text of a `string.Template`.
fn dollar_parts(text: &str) -> Vec<FormatPart> {
    let mut parts = Vec::new();
    let mut run = String::new();
    let mut rest = text;
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    while let Some(at) = rest.find('$') {
        run.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let (name, after) = if let Some(inside) = rest.strip_prefix('{') {
            inside.split_once('}').unwrap_or(("", rest))
        } else {
            rest.split_at(rest.find(|letter: char| !is_name(letter)).unwrap_or(rest.len()))
        };
        if name.is_empty() {
            // `$$`, or a sign of its own.
            run.push('$');
            rest = rest.strip_prefix('$').unwrap_or(rest);
            continue;
        }
        rest = after;
        if !run.is_empty() {
            parts.push(FormatPart::Text(std::mem::take(&mut run)));
        }
        parts.push(FormatPart::Field { name: name.to_owned(), plain: true, inner: Vec::new() });
    }
    run.push_str(rest);
    if !run.is_empty() {
        parts.push(FormatPart::Text(run));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates() {
        let field = |name: &str, plain, inner: &[&str]| FormatPart::Field {
            name: name.to_owned(),
            plain,
            inner: inner.iter().map(|name| (*name).to_owned()).collect(),
        };
        let text = |text: &str| FormatPart::Text(text.to_owned());
        assert_eq!(
            format_parts("{{a}} {} {x.y!r} {0:{1}>{w}}b"),
            [
                text("{a} "),
                field("", true, &[]),
                text(" "),
                field("x.y", false, &[]),
                text(" "),
                field("0", false, &["1", "w"]),
                text("b")
            ]
        );
        assert_eq!(format_parts("{unclosed"), [field("unclosed", true, &[])]);
        assert_eq!(
            dollar_parts("$a ${b}$$c $ d"),
            [field("a", true, &[]), text(" "), field("b", true, &[]), text("$c $ d")]
        );
    }
}
