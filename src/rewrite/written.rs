//! A string put together in one expression, as it is written: literal text and holes, whatever the syntax.
//!
//! Reads f-strings, `+`, `%` and `.format` and writes the text again with something else in the holes. Escapes, quotes
//! and prefixes stay as they were. What it cannot read letter by letter it leaves alone.

use crate::source::SourceFile;
use crate::syntax::{Arg, ArgKind, BinOp, ExprId, ExprKind, Module, Part};

/// A string with holes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// `r` or nothing.
    prefix: String,
    /// The quotes around it.
    quote: String,
    /// In order.
    pub pieces: Vec<Written>,
}

/// A piece as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// Source text between the quotes, braces and percent signs single.
    Text(String),
    /// A value.
    Hole(ExprId),
}

impl Template {
    /// Reads `expr`; `None` when it is no such string, or not one whose text can be kept.
    pub fn read(file: &SourceFile, module: &Module, expr: ExprId) -> Option<Self> {
        let reader = Reader { file, module };
        let template = reader.read(expr)?;
        template.pieces.iter().any(|piece| matches!(piece, Written::Hole(_))).then_some(template)
    }

    /// The holes in order.
    pub fn holes(&self) -> Vec<ExprId> {
        let holes = self.pieces.iter().filter_map(|piece| match piece {
            Written::Hole(expr) => Some(*expr),
            Written::Text(_) => None,
        });
        holes.collect()
    }

    /// True when a literal part holds one of these characters.
    pub fn text_has(&self, wanted: &[char]) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Written::Text(text) if text.contains(wanted)))
    }

    /// The plain literal with `hole` in place of each hole and `text` applied to what is between.
    pub fn write(
        &self,
        text: impl Fn(&str) -> String,
        mut hole: impl FnMut(ExprId) -> Option<String>,
    ) -> Option<String> {
        let mut out = format!("{}{}", self.prefix, self.quote);
        for piece in &self.pieces {
            match piece {
                Written::Text(part) => out.push_str(&text(part)),
                Written::Hole(expr) => out.push_str(&hole(*expr)?),
            }
        }
        out.push_str(&self.quote);
        Some(out)
    }
}

struct Reader<'a> {
    file: &'a SourceFile,
    module: &'a Module,
}

/// Operands of one `+` chain that are looked at.
const MAX_OPERANDS: usize = 64;

impl Reader<'_> {
    fn read(&self, expr: ExprId) -> Option<Template> {
        match &self.module.expr(expr).kind {
            ExprKind::Str(_) | ExprKind::Format { template: false, .. } => self.literal(expr),
            ExprKind::Binary { op: BinOp::Add, .. } => self.sum(expr),
            ExprKind::Binary { op: BinOp::Mod, left, right } => self.percent(*left, *right),
            ExprKind::Call { func, args, .. } => match &self.module.expr(*func).kind {
                ExprKind::Attr { base, name, .. } if self.module.name(*name) == "format" => {
                    self.format(*base, args)
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn slice(&self, expr: ExprId) -> &str {
        self.file.slice(self.module.expr(expr).span)
    }

    /// One string token, with or without holes.
    fn literal(&self, expr: ExprId) -> Option<Template> {
        let source = self.slice(expr);
        let start = source.find(['"', '\''])?;
        let letters = &source[..start];
        if !letters.chars().all(|letter| matches!(letter, 'f' | 'F' | 'r' | 'R')) {
            return None;
        }
        let mark = &source[start..=start];
        let quote =
            if source[start..].starts_with(&mark.repeat(3)) { mark.repeat(3) } else { mark.to_owned() };
        let inner = source.get(start + quote.len()..source.len().checked_sub(quote.len())?)?;
        if !source.ends_with(&quote) {
            return None;
        }
        let prefix: String = letters.chars().filter(|letter| matches!(letter, 'r' | 'R')).collect();
        let raw = !prefix.is_empty();
        let mut pieces = Vec::new();
        match &self.module.expr(expr).kind {
            ExprKind::Format { parts, .. } => {
                let base = self.module.expr(expr).span.start as usize + start + quote.len();
                let mut at = 0;
                for part in parts {
                    let Part::Hole { expr, conversion: None, spec: false, span } = part else {
                        if matches!(part, Part::Text(_)) {
                            continue;
                        }
                        return None;
                    };
                    let (from, to) =
                        ((span.start as usize).checked_sub(base)?, (span.end as usize).checked_sub(base)?);
                    let written = inner.get(from..to)?.strip_prefix('{')?.strip_suffix('}')?;
                    if written.trim() != self.slice(*expr) {
                        return None;
                    }
                    push_text(&mut pieces, undouble(inner.get(at..from)?)?, &quote)?;
                    pieces.push(Written::Hole(*expr));
                    at = to;
                }
                push_text(&mut pieces, undouble(inner.get(at..)?)?, &quote)?;
            }
            _ => push_text(&mut pieces, inner.to_owned(), &quote)?,
        }
        // Text with holes moved out of a raw string may not end in a backslash.
        if raw && inner.ends_with('\\') {
            return None;
        }
        Some(Template { prefix, quote, pieces })
    }

    fn sum(&self, expr: ExprId) -> Option<Template> {
        let mut operands = Vec::new();
        let mut at = expr;
        while let ExprKind::Binary { op: BinOp::Add, left, right } = &self.module.expr(at).kind {
            operands.push(*right);
            // Numbers may be added before the first text.
            if !self.has_text(*left) {
                operands.push(*left);
                break;
            }
            if !matches!(self.module.expr(*left).kind, ExprKind::Binary { op: BinOp::Add, .. }) {
                operands.push(*left);
                break;
            }
            at = *left;
            if operands.len() > MAX_OPERANDS {
                return None;
            }
        }
        operands.reverse();
        let mut whole: Option<Template> = None;
        let mut pieces: Vec<Written> = Vec::new();
        for operand in operands {
            match &self.module.expr(operand).kind {
                ExprKind::Str(_) | ExprKind::Format { .. } => {
                    let part = self.literal(operand)?;
                    if whole
                        .as_ref()
                        .is_some_and(|whole| whole.prefix != part.prefix || whole.quote != part.quote)
                    {
                        return None;
                    }
                    pieces.extend(part.pieces.iter().cloned());
                    whole.get_or_insert(part);
                }
                _ if self.is_value(operand) => pieces.push(Written::Hole(operand)),
                _ => return None,
            }
        }
        let whole = whole?;
        Some(Template { pieces, ..whole })
    }

    fn has_text(&self, expr: ExprId) -> bool {
        match &self.module.expr(expr).kind {
            ExprKind::Str(_) | ExprKind::Format { .. } => true,
            ExprKind::Binary { op: BinOp::Add, left, right } => {
                let right =
                    matches!(self.module.expr(*right).kind, ExprKind::Str(_) | ExprKind::Format { .. });
                right || self.has_text(*left)
            }
            _ => false,
        }
    }

    fn percent(&self, left: ExprId, right: ExprId) -> Option<Template> {
        if !matches!(self.module.expr(left).kind, ExprKind::Str(_)) {
            return None;
        }
        let literal = self.literal(left)?;
        let values = match &self.module.expr(right).kind {
            ExprKind::Tuple(items) => items.clone(),
            _ => vec![right],
        };
        let [Written::Text(text)] = &literal.pieces[..] else { return None };
        let mut pieces = Vec::new();
        let mut values = values.into_iter();
        let mut run = String::new();
        let mut rest = text.as_str();
        while let Some(at) = rest.find('%') {
            run.push_str(&rest[..at]);
            let after = &rest[at + 1..];
            if let Some(after) = after.strip_prefix('%') {
                run.push('%');
                rest = after;
            } else {
                rest = after.strip_prefix('s')?;
                let value = values.next().filter(|value| self.is_value(*value))?;
                pieces.push(Written::Text(std::mem::take(&mut run)));
                pieces.push(Written::Hole(value));
            }
        }
        run.push_str(rest);
        pieces.push(Written::Text(run));
        values.next().is_none().then_some(Template { pieces, ..literal })
    }

    fn format(&self, base: ExprId, args: &[Arg]) -> Option<Template> {
        if !matches!(self.module.expr(base).kind, ExprKind::Str(_)) {
            return None;
        }
        let literal = self.literal(base)?;
        let [Written::Text(text)] = &literal.pieces[..] else { return None };
        let mut pieces = Vec::new();
        let mut run = String::new();
        let (mut auto, mut rest) = (0, text.as_str());
        while let Some(at) = rest.find(['{', '}']) {
            run.push_str(&rest[..at]);
            let brace = &rest[at..=at];
            let after = &rest[at + 1..];
            if let Some(after) = after.strip_prefix(brace) {
                run.push_str(brace);
                rest = after;
                continue;
            }
            let end = after.find('}').filter(|_| brace == "{")?;
            let field = &after[..end];
            let arg = if field.is_empty() {
                auto += 1;
                args.get(auto - 1)
            } else if let Ok(number) = field.parse::<usize>() {
                args.get(number)
            } else {
                args.iter()
                    .find(|arg| matches!(arg.kind, ArgKind::Keyword(key) if self.module.name(key) == field))
            };
            let arg = arg.filter(|arg| {
                let named = matches!(arg.kind, ArgKind::Keyword(_));
                let numbered = field.is_empty() || field.starts_with(|c: char| c.is_ascii_digit());
                (arg.kind == ArgKind::Positional || named && !numbered) && self.is_value(arg.value)
            })?;
            pieces.push(Written::Text(std::mem::take(&mut run)));
            pieces.push(Written::Hole(arg.value));
            rest = &after[end + 1..];
        }
        run.push_str(rest);
        pieces.push(Written::Text(run));
        Some(Template { pieces, ..literal })
    }

    /// An expression that can stand as an argument without parentheses of its own.
    fn is_value(&self, expr: ExprId) -> bool {
        is_value(self.module, expr)
    }
}

/// True for names, attributes, items, calls and what operators make of them: what can stand as an argument as it is.
pub fn is_value(module: &Module, expr: ExprId) -> bool {
    matches!(
        module.expr(expr).kind,
        ExprKind::Name(_)
            | ExprKind::Attr { .. }
            | ExprKind::Subscript { .. }
            | ExprKind::Call { .. }
            | ExprKind::Binary { .. }
            | ExprKind::Conditional { .. }
            | ExprKind::Logic { .. }
            | ExprKind::Await(_)
    )
}

/// Doubled braces made single; `None` when one stands alone (`\N{DASH}`).
fn undouble(text: &str) -> Option<String> {
    let rest = text.replace("{{", "").replace("}}", "");
    (!rest.contains(['{', '}'])).then(|| text.replace("{{", "{").replace("}}", "}"))
}

/// Adds text of one token; `None` when the token ends inside it, as in an implicit concatenation.
fn push_text(pieces: &mut Vec<Written>, text: String, quote: &str) -> Option<()> {
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter == '\\' {
            letters.next();
        } else if quote.starts_with(letter) && (quote.len() == 1 || letters.as_str().starts_with(&quote[1..]))
        {
            return None;
        }
    }
    if !text.is_empty() {
        pieces.push(Written::Text(text));
    }
    Some(())
}

/// What a string's own syntax puts in: the expression is a hole of an f-string, an operand of `+` or `%`, an argument
/// of `.format`. `None` when it reaches the string some other way, as an element of a list does.
pub fn holder(module: &Module, hole: ExprId) -> Option<Holder> {
    module.exprs.iter().skip(hole.index() + 1).find_map(|expr| match &expr.kind {
        ExprKind::Format { parts, .. } => parts.iter().find_map(|part| match part {
            Part::Hole { expr, conversion: None, spec: false, .. } if *expr == hole => Some(Holder::Format),
            _ => None,
        }),
        ExprKind::Binary { op: BinOp::Add, left, right } if *left == hole || *right == hole => {
            Some(Holder::Add)
        }
        ExprKind::Binary { op: BinOp::Mod, left, right } if *left != hole => {
            let inside = match &module.expr(*right).kind {
                ExprKind::Tuple(items) => items.contains(&hole),
                _ => *right == hole,
            };
            inside.then_some(Holder::Percent)
        }
        ExprKind::Call { func, args, .. } => match &module.expr(*func).kind {
            ExprKind::Attr { name, .. } if module.name(*name) == "format" => {
                let plain = |arg: &&Arg| matches!(arg.kind, ArgKind::Positional | ArgKind::Keyword(_));
                args.iter().filter(plain).any(|arg| arg.value == hole).then_some(Holder::Format)
            }
            _ => None,
        },
        _ => None,
    })
}

/// How a value gets into a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// A hole of an f-string or an argument of `.format`.
    Format,
    /// An operand of `%`.
    Percent,
    /// An operand of `+`.
    Add,
}
