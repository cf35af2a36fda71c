//! The fields of `%` and `.format`: which run of characters is the place of which value.
//!
//! Reads the forms that people write; a field that is computed, indexed or padded from another value is refused.

use super::reader::{Named, Reader};
use super::{Unit, What};
use crate::syntax::{ExprId, ExprKind};

/// The places of a text whose characters were read, with the values of `%` in them.
pub(super) fn percent(reader: &Reader<'_>, values: &[Named]) -> Option<Vec<Unit>> {
    let mut fields = Fields::new(reader, values);
    while let Some(unit) = reader.units.get(fields.at) {
        let at = fields.at;
        if !matches!(unit.what, What::Char('%')) {
            fields.keep(unit);
            continue;
        }
        let mut end = at + 1;
        if fields.char(end)? == '%' {
            fields.merge(end + 1, What::Char('%'))?;
            continue;
        }
        let mut name = None;
        if fields.char(end)? == '(' {
            let (key, close) = fields.until(end + 1, ')')?;
            (name, end) = (Some(key), close + 1);
        }
        // A number is written as a number; `%d` lets nothing else through.
        if !matches!(fields.char(end)?, 's' | 'd' | 'i' | 'u') {
            return None;
        }
        let value = match &name {
            Some(key) => fields.named(key)?,
            None => fields.next()?,
        };
        fields.merge(end + 1, What::Hole(reader.hole(value, true)))?;
    }
    fields.done()
}

/// The same for the arguments of `.format`.
pub(super) fn format(reader: &Reader<'_>, values: &[Named]) -> Option<Vec<Unit>> {
    let mut fields = Fields::new(reader, values);
    while let Some(unit) = reader.units.get(fields.at) {
        let at = fields.at;
        let What::Char(brace @ ('{' | '}')) = unit.what else {
            fields.keep(unit);
            continue;
        };
        if fields.char(at + 1) == Some(brace) {
            fields.merge(at + 2, What::Char(brace))?;
            continue;
        }
        if brace == '}' {
            return None;
        }
        let (field, close) = fields.until(at + 1, '}')?;
        let (name, change) = match field.find(['!', ':']) {
            Some(cut) => field.split_at(cut),
            None => (field.as_str(), ""),
        };
        if change.contains('{') {
            return None;
        }
        let value = if name.is_empty() {
            fields.next()?
        } else if name.chars().all(|c| c.is_ascii_digit()) {
            fields.numbered(name.parse().ok()?)?
        } else {
            fields.named(name)?
        };
        let mut hole = reader.hole(value, change.is_empty());
        hole.braced.push_str(change);
        fields.merge(close + 1, What::Hole(hole))?;
    }
    fields.done()
}

struct Fields<'a> {
    reader: &'a Reader<'a>,
    values: &'a [Named],
    /// How often each value was put in.
    used: Vec<usize>,
    /// The next value of a field without name and number.
    next: usize,
    /// The unit that is read.
    at: usize,
    out: Vec<Unit>,
}

impl<'a> Fields<'a> {
    fn new(reader: &'a Reader<'a>, values: &'a [Named]) -> Self {
        Self { reader, values, used: vec![0; values.len()], next: 0, at: 0, out: Vec::new() }
    }

    fn char(&self, at: usize) -> Option<char> {
        match self.reader.units.get(at)?.what {
            What::Char(char) => Some(char),
            What::Hole(_) => None,
        }
    }

    /// The characters from a unit on to the next `end`, and its number.
    fn until(&self, from: usize, end: char) -> Option<(String, usize)> {
        let mut text = String::new();
        let mut at = from;
        loop {
            let char = self.char(at)?;
            if char == end {
                return Some((text, at));
            }
            text.push(char);
            at += 1;
        }
    }

    fn keep(&mut self, unit: &Unit) {
        self.out.push(unit.clone());
        self.at += 1;
    }

    /// The units up to `end` become one. They must stand in one literal.
    fn merge(&mut self, end: usize, what: What) -> Option<()> {
        let first = self.reader.units.get(self.at)?;
        let last = self.reader.units.get(end.checked_sub(1)?)?;
        if first.token != last.token {
            return None;
        }
        self.out.push(Unit { span: first.span.cover(last.span), token: first.token, what });
        self.at = end;
        Some(())
    }

    fn next(&mut self) -> Option<ExprId> {
        self.next += 1;
        self.numbered(self.next - 1)
    }

    fn numbered(&mut self, number: usize) -> Option<ExprId> {
        let (key, expr) = self.values.get(number)?;
        *self.used.get_mut(number)? += 1;
        key.is_none().then_some(*expr)
    }

    fn named(&mut self, name: &str) -> Option<ExprId> {
        let number = self.values.iter().position(|(key, _)| key.as_deref() == Some(name))?;
        *self.used.get_mut(number)? += 1;
        Some(self.values.get(number)?.1)
    }

    /// Each value stands once; twice only when reading it again changes nothing.
    fn done(self) -> Option<Vec<Unit>> {
        let name = |expr: ExprId| matches!(self.reader.module.expr(expr).kind, ExprKind::Name(_));
        let fine = self
            .used
            .iter()
            .zip(self.values)
            .all(|(used, (_, expr))| *used == 1 || (*used > 1 && name(*expr)));
        fine.then_some(self.out)
    }
}
