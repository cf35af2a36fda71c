//! Strings put together: f-strings, `+`, `%`, `.format`, `join`, paths.

use std::rc::Rc;

use super::engine::Engine;
use super::expr::literal;
use crate::semantic::markup::Place;
use crate::semantic::models::{Kind, Kinds};
use crate::semantic::value::*;
use crate::syntax::*;

/// Texts of more pieces are no longer followed piece by piece.
const MAX_PIECES: usize = 96;
/// Texts put together are kept up to this many bytes: each step of a long chain would hold a copy of all before it.
pub(super) const MAX_JOINED: usize = 4 * 1024;
/// So many replacements in a row are looked through.
const MAX_REPLACED: usize = 8;

impl Engine<'_> {
    /// True for what is certainly text: a constant, something put together from pieces, an instance of `str`.
    /// `os.sep`
    pub(super) fn is_separator(&self, value: &Value) -> bool {
        value.name().is_some_and(|name| matches!(self.names.text(name), "os.sep" | "os.path.sep"))
    }

    pub(super) fn is_text(&self, value: &Value) -> bool {
        let string = |value: &Value| match value.class() {
            Some(Type::Outside(name)) => matches!(self.names.text(name), "str" | "bytes"),
            _ => false,
        };
        // These only remember a text.
        let pattern = matches!(
            value.class(),
            Some(Type::Outside(name)) if matches!(self.names.text(name), "re.Pattern" | "re.Match" | "string.Template" | "jinja2.Template")
        );
        matches!(value.as_const(), Some(Const::Str(_) | Const::Bytes(_)))
            || value.text().is_some() && !pattern
            || string(value)
            || self.is_separator(value)
    }

    pub(super) fn is_path(&self, value: &Value) -> bool {
        matches!(value.class(), Some(Type::Outside(name)) if self.names.text(name) == "pathlib.Path")
    }

    pub(super) fn format_parts(&mut self, id: ExprId, parts: &[Part], template: bool) -> Value {
        let mut pieces = Vec::new();
        for part in parts {
            match part {
                Part::Text(text) => pieces.push(Piece::Lit(text.clone())),
                Part::Hole { expr, conversion, spec, widths, .. } => {
                    let value = self.eval(*expr);
                    let mut value = self.unless_guessed(value);
                    let plain = conversion.is_none() && !*spec;
                    for width in widths {
                        // A specification may hold any character to fill up with.
                        let width = self.eval(*width);
                        value.absorb(self.seen(&width).taints());
                    }
                    self.add_piece(&mut pieces, *expr, &value, plain);
                }
            }
        }
        let mut value = self.text_of(id, pieces, "joined into the string");
        if template {
            // A t-string keeps its holes apart; what they carry reaches no text yet.
            value = Value::what(What::Instance(Type::Outside(self.intern("string.templatelib.Template"))));
        }
        value
    }

    /// Adds a value's own pieces where it has some, a hole otherwise. `plain` is false when a conversion or format
    /// specification changes it on the way.
    pub(super) fn add_piece(&mut self, pieces: &mut Vec<Piece>, expr: ExprId, value: &Value, plain: bool) {
        let text = self.as_text(expr, value);
        let value = &text;
        if plain {
            if let Some(text) = constant_text(value) {
                pieces.push(Piece::Lit(text));
                return;
            }
            if let Some(text) = value.text().filter(|_| self.is_text(value)) {
                pieces.extend(text.pieces.iter().cloned());
                return;
            }
        }
        let seen = self.seen(value);
        pieces.push(Piece::Hole(seen, expr));
    }

    /// A string of pieces: constant when all of them are.
    pub(super) fn text_of(&mut self, id: ExprId, pieces: Vec<Piece>, note: &str) -> Value {
        let mut merged: Vec<Piece> = Vec::with_capacity(pieces.len());
        for piece in pieces {
            match (merged.last_mut(), piece) {
                (Some(Piece::Lit(before)), Piece::Lit(text)) if before.len() + text.len() <= MAX_JOINED => {
                    *before = Rc::from(format!("{before}{text}"));
                }
                (_, piece) => merged.push(piece),
            }
        }
        if let [] | [Piece::Lit(_)] = merged[..] {
            let text = match merged.pop() {
                Some(Piece::Lit(text)) => text,
                _ => Rc::from(""),
            };
            return Value::constant(Const::Str(text));
        }
        if merged.iter().all(|piece| matches!(piece, Piece::Lit(_))) {
            return Value::what(What::Instance(Type::Outside(self.intern("str"))));
        }
        let mut value = Value::what(What::Instance(Type::Outside(self.intern("str"))));
        // A base of the program's own settles the host.
        let own_base = matches!(
            merged.first(),
            Some(Piece::Hole(base, _)) if !base.taints().iter().any(|taint| taint.kinds.has(Kind::Redirect))
        );
        let places = super::escapes::places_of(&merged);
        let mut before = String::new();
        for (at, piece) in merged.iter().enumerate() {
            match piece {
                Piece::Lit(text) => before.push_str(text),
                Piece::Hole(hole, expr) => {
                    let mut settled = beyond_host(&before) | super::filters::OBJECT;
                    if !hole.taints().is_empty() && self.is_quoted(*expr, &before, merged.get(at + 1)) {
                        settled = settled | Kinds::of(&[Kind::Sql]);
                    }
                    if own_base && !before.is_empty() {
                        settled = settled | Kinds::of(&[Kind::Redirect]);
                    }
                    let place = places.get(at).copied().unwrap_or(Place::Text);
                    let taints = self.placed(hole.taints(), place, &before, merged.get(at + 1));
                    value.absorb(&super::expr::less(&taints, settled));
                    before.push(HOLE);
                }
            }
        }
        let span = self.module.expr(id).span;
        value = self.stepped(&value, span, note);
        if merged.len() <= MAX_PIECES {
            value.edit().text = Some(Rc::new(Text { pieces: merged }));
        }
        value
    }

    /// `"'" + text.replace("'", "''") + "'"`: between quotes, with its own quotes doubled, as SQL writes texts and names.
    /// MySQL reads a backslash before an apostrophe too.
    fn is_quoted(&self, hole: ExprId, before: &str, after: Option<&Piece>) -> bool {
        let Some(quote) = before.chars().last().filter(|last| matches!(last, '\'' | '"' | '`')) else {
            return false;
        };
        let closed = matches!(after, Some(Piece::Lit(text)) if text.starts_with(quote));
        let mysql = || ["pymysql", "MySQLdb", "aiomysql", "mysql"].iter().any(|driver| self.mentions(driver));
        closed && self.doubles(hole, quote) && !(quote == '\'' && mysql())
    }

    /// A chain of `.replace(…)` in which one doubles the quote.
    fn doubles(&self, text: ExprId, quote: char) -> bool {
        let mut at = text;
        for _ in 0..MAX_REPLACED {
            let ExprKind::Call { func, args, .. } = &self.module.expr(at).kind else { return false };
            let ExprKind::Attr { base, name, .. } = &self.module.expr(*func).kind else { return false };
            let [sought, put] = &args[..] else { return false };
            if self.module.name(*name) != "replace" {
                return false;
            }
            if let (ExprKind::Str(sought), ExprKind::Str(put)) =
                (&self.module.expr(sought.value).kind, &self.module.expr(put.value).kind)
                && sought.chars().eq([quote])
                && put.chars().eq([quote, quote])
            {
                return true;
            }
            at = *base;
        }
        false
    }

    pub(super) fn concat(&mut self, id: ExprId, left: (ExprId, &Value), right: (ExprId, &Value)) -> Value {
        let textual = self.is_text(left.1) || self.is_text(right.1);
        if !textual {
            let mut value = self.whole(left.1).carried();
            value.absorb(self.whole(right.1).taints());
            let span = self.module.expr(id).span;
            return self.stepped(&value, span, "joined");
        }
        let mut pieces = Vec::new();
        self.add_piece(&mut pieces, left.0, left.1, true);
        self.add_piece(&mut pieces, right.0, right.1, true);
        self.text_of(id, pieces, "joined into the string")
    }

    /// `"…" % values`
    pub(super) fn percent(&mut self, id: ExprId, template: &Value, right: ExprId, values: &Value) -> Value {
        let Some(text) = constant_text(template) else {
            let mut value = self.whole(template).carried();
            value.absorb(self.whole(values).taints());
            return value;
        };
        let items = match &self.module.expr(right).kind {
            ExprKind::Tuple(items) => items.clone(),
            _ => vec![right],
        };
        let single = items.len() == 1 && items[0] == right;
        let mut pieces = Vec::new();
        let mut next = 0;
        for part in percent_parts(&text) {
            match part {
                PercentPart::Text(text) => pieces.push(literal(&text)),
                PercentPart::Field { name, number } => {
                    let (expr, value) = match name {
                        Some(name) => {
                            let key = Key::Str(Rc::from(name));
                            (right, self.stored(values, &key).unwrap_or_else(|| self.element(values)))
                        }
                        None => {
                            let item = items.get(next).copied().unwrap_or(right);
                            let place = Key::Index(next as i64);
                            next += 1;
                            let value = if single {
                                values.clone()
                            } else {
                                self.stored(values, &place).unwrap_or_default()
                            };
                            (item, value)
                        }
                    };
                    // `%d` refuses anything but a number.
                    let value = if number { Value::default() } else { self.whole(&value) };
                    let value = self.unless_guessed(value);
                    self.add_piece(&mut pieces, expr, &value, !number);
                }
            }
        }
        self.text_of(id, pieces, "joined into the string")
    }

    /// `separator.join(items)`
    pub(super) fn join_method(&mut self, id: ExprId, separator: &Value, arg: ExprId, items: &Value) -> Value {
        let contents = self.contents(items);
        let ordered = !contents.is_empty()
            && items.taints().is_empty()
            && contents.iter().enumerate().all(|(at, (key, _))| *key == Key::Index(at as i64));
        if !ordered {
            let mut hole = self.element(items);
            if constant_text(&hole).is_some() {
                // All elements are the same constant, how many is not known.
                hole = Value::default();
            }
            let mut pieces = Vec::new();
            pieces.push(Piece::Hole(self.whole(&hole).carried(), arg));
            if !separator.taints().is_empty() {
                pieces.push(Piece::Hole(separator.carried(), arg));
            }
            return self.text_of(id, pieces, "joined into the string");
        }
        let mut pieces = Vec::new();
        for (at, (_, value)) in contents.iter().enumerate() {
            if at > 0 {
                self.add_piece(&mut pieces, arg, separator, true);
            }
            self.add_piece(&mut pieces, arg, value, true);
        }
        self.text_of(id, pieces, "joined into the string")
    }

    /// Pieces of a path with slashes between them; an absolute later part drops the earlier ones, so a hole in front
    /// stays what it is.
    pub(super) fn path_join(&mut self, parts: &[(ExprId, Value)]) -> Value {
        let mut pieces = Vec::new();
        for (at, (expr, value)) in parts.iter().enumerate() {
            if at > 0 {
                pieces.push(literal("/"));
            }
            self.add_piece(&mut pieces, *expr, value, true);
        }
        let mut value = Value::default();
        for (_, part) in parts {
            value.absorb(self.whole(part).taints());
        }
        // `os.path.join(root, "")` is the root with a separator behind it.
        let closed = parts.last().is_some_and(|(_, last)| last.as_str() == Some(""));
        if pieces.len() <= MAX_PIECES && (closed || !value.taints().is_empty()) {
            value.edit().text = Some(Rc::new(Text { pieces }));
        }
        value
    }
}

/// Stands for a value in the text before a hole.
pub(super) const HOLE: char = '\u{0}';

/// What a hole cannot cause any more because of the text before it: past the host, outside data chooses the path or the
/// query only.
fn beyond_host(before: &str) -> Kinds {
    match before.split_once("://") {
        Some((scheme, rest)) if rest.contains(['/', '?', '#']) => {
            if scheme.contains(HOLE) || rest.starts_with(HOLE) {
                Kinds::of(&[Kind::Url])
            } else {
                Kinds::of(&[Kind::Url, Kind::Redirect])
            }
        }
        Some(_) => Kinds::NONE,
        // `/path`, or a base that is put in whole.
        None if before.starts_with('/') && !before.starts_with("//") => Kinds::of(&[Kind::Url]),
        None if before.starts_with(HOLE) && before.contains(['/', '?', '#']) => Kinds::of(&[Kind::Url]),
        None => Kinds::NONE,
    }
}

/// The text of a constant as `str` would give it.
pub(super) fn constant_text(value: &Value) -> Option<Rc<str>> {
    match value.as_const()? {
        Const::Str(text) | Const::Bytes(text) => Some(text.clone()),
        Const::Int(number) => Some(Rc::from(number.to_string())),
        Const::Bool(true) => Some(Rc::from("True")),
        Const::Bool(false) => Some(Rc::from("False")),
        Const::None => Some(Rc::from("None")),
        Const::Float(_) => None,
    }
}

/// A part of a `%` template.
#[derive(Debug, PartialEq)]
pub(super) enum PercentPart {
    Text(String),
    Field { name: Option<String>, number: bool },
}

/// Splits a `%` template.
pub(super) fn percent_parts(text: &str) -> Vec<PercentPart> {
    let mut parts = Vec::new();
    let mut run = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        run.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('%') {
            run.push('%');
            rest = after;
            continue;
        }
        let mut name = None;
        if let Some(inside) = rest.strip_prefix('(') {
            let end = inside.find(')').unwrap_or(inside.len());
            name = Some(inside[..end].to_owned());
            rest = inside.get(end + 1..).unwrap_or("");
        }
        let letter = rest.find(|c: char| c.is_ascii_alphabetic() && !matches!(c, 'h' | 'l' | 'L'));
        let Some(letter) = letter else { break };
        let number = matches!(
            rest.as_bytes()[letter],
            b'd' | b'i' | b'u' | b'f' | b'F' | b'e' | b'g' | b'x' | b'X' | b'o'
        );
        if !run.is_empty() {
            parts.push(PercentPart::Text(std::mem::take(&mut run)));
        }
        parts.push(PercentPart::Field { name, number });
        rest = &rest[letter + 1..];
    }
    run.push_str(rest);
    if !run.is_empty() {
        parts.push(PercentPart::Text(run));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates() {
        let field = |name: Option<&str>, number| PercentPart::Field { name: name.map(str::to_owned), number };
        let text = |text: &str| PercentPart::Text(text.to_owned());
        assert_eq!(
            percent_parts("a %s %% %(x)d %"),
            [text("a "), field(None, false), text(" % "), field(Some("x"), true), text(" ")]
        );
    }
}
