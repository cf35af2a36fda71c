//! A text put together from literals and values, as written: f-string, `%`, `.format`, `+`, implicit concatenation.
//!
//! Gives its characters and holes one by one, each with its bytes, so that an edit can change one of them and leave
//! all else. Knows nothing of what the text is for.

use crate::finding::Edit;
use crate::semantic::Analysis;
use crate::source::{SourceFile, Span};
use crate::syntax::{ArgKind, BinOp, ExprId, ExprKind, Part};

use super::literal::{Letter, Token, letters, tokens};

/// A value put into a text.
#[derive(Debug, Clone)]
pub(super) struct Hole {
    /// The expression.
    pub(super) expr: ExprId,
    /// False when a conversion or format specification changes it on the way.
    pub(super) plain: bool,
    /// How it stands between the braces of an f-string: `x`, `x!r`, `x:.2f`.
    pub(super) braced: String,
    /// True when it is an operand of `+`, false when its place is inside a literal.
    pub(super) operand: bool,
}

/// What stands at a place of the text.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// A character.
    Char(char),
    /// A value.
    Hole(Hole),
}

/// One place of the text.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// Its bytes in the file.
    pub(super) span: Span,
    /// The literal that holds it; for an operand, the one before it.
    pub(super) token: Option<usize>,
    /// What it is.
    pub(super) what: What,
}

/// How the holes got in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Holes of f-strings, operands of `+`, or none.
    Direct,
    /// The `%` operator.
    Percent,
    /// The `.format` method.
    Format,
}

/// A text with holes.
#[derive(Debug)]
pub(super) struct Template {
    /// In order.
    pub(super) units: Vec<Unit>,
    /// How the holes got in.
    pub(super) style: Style,
    /// The literals.
    pub(super) tokens: Vec<Token>,
    /// For each operand of `+`, the tokens it is made of; one entry for the whole where there is no `+`.
    pub(super) operands: Vec<(usize, usize)>,
    /// ` % values` or `.format(values)`, which goes when no hole is left.
    pub(super) tail: Option<Span>,
}

impl Template {
    /// Reads an expression. `None` when it is not such a text, or holds something that cannot be told apart.
    pub(super) fn read(file: &SourceFile, analysis: &Analysis<'_>, expr: ExprId) -> Option<Self> {
        let module = analysis.module;
        let node = module.expr(expr);
        let mut reader = Reader { file, analysis, units: Vec::new(), tokens: Vec::new() };
        match &node.kind {
            ExprKind::Str(_) | ExprKind::Format { .. } => {
                reader.literal(expr)?;
                let operands = vec![(0, reader.tokens.len())];
                Some(reader.done(Style::Direct, operands, None))
            }
            ExprKind::Binary { op: BinOp::Mod, left, right } => {
                reader.plain_literal(*left)?;
                let values = reader.percent_values(*right)?;
                reader.percent(&values)?;
                let start = trimmed_end(file.text(), module.expr(*left).span.end, node.span.end, '%')?;
                let operands = vec![(0, reader.tokens.len())];
                Some(reader.done(Style::Percent, operands, Some(Span { start, end: node.span.end })))
            }
            ExprKind::Binary { op: BinOp::Add, .. } => {
                let operands = reader.sum(expr)?;
                Some(reader.done(Style::Direct, operands, None))
            }
            ExprKind::Call { func, args, .. } => {
                let ExprKind::Attr { base, name, .. } = &module.expr(*func).kind else { return None };
                if module.name(*name) != "format" {
                    return None;
                }
                reader.plain_literal(*base)?;
                let mut values = Vec::new();
                for arg in args {
                    let key = match arg.kind {
                        ArgKind::Positional => None,
                        ArgKind::Keyword(key) => Some(module.name(key).to_owned()),
                        _ => return None,
                    };
                    values.push((key, arg.value));
                }
                reader.format(&values)?;
                let start = trimmed_end(file.text(), module.expr(*base).span.end, node.span.end, '.')?;
                let operands = vec![(0, reader.tokens.len())];
                Some(reader.done(Style::Format, operands, Some(Span { start, end: node.span.end })))
            }
            _ => None,
        }
    }

    /// The quote character of the first literal, for literals that are written anew.
    pub(super) fn quote(&self) -> char {
        self.tokens.first().and_then(|token| token.quote.chars().next()).unwrap_or('"')
    }

    /// The edits that turn the literals into plain ones, once the units of `gone` are replaced by other edits: the `f`
    /// goes where no hole is left, doubled braces become single ones, and the tail goes. `kept` tells holes that stay.
    pub(super) fn plain_literals(
        &self,
        gone: &[Span],
        kept: &dyn Fn(&Unit) -> bool,
        text: &str,
    ) -> Vec<Edit> {
        let mut edits = Vec::new();
        let stays = |span: Span| !gone.iter().any(|gone| gone.overlaps(span));
        for (at, token) in self.tokens.iter().enumerate() {
            let own = || self.units.iter().filter(move |unit| unit.token == Some(at));
            let holes_left = own().any(|unit| {
                matches!(&unit.what, What::Hole(hole) if !hole.operand) && kept(unit) && stays(unit.span)
            });
            if token.format && !holes_left {
                let prefix: String = text[token.prefix.range()]
                    .chars()
                    .filter(|letter| !matches!(letter, 'f' | 'F'))
                    .collect();
                if stays(token.prefix) {
                    edits.push(Edit { span: token.prefix, text: prefix });
                }
            }
            if (token.format && !holes_left) || self.style == Style::Format {
                for unit in own().filter(|unit| unit.span.len() == 2 && stays(unit.span)) {
                    if let What::Char(brace @ ('{' | '}')) = unit.what {
                        edits.push(Edit { span: unit.span, text: brace.to_string() });
                    }
                }
            }
        }
        edits.extend(self.tail.map(|span| Edit { span, text: String::new() }));
        edits
    }
}

/// Where the literal ends, its closing parentheses included, and the operator or dot follows.
fn trimmed_end(text: &str, from: u32, to: u32, sign: char) -> Option<u32> {
    let between = text.get(from as usize..to as usize)?;
    let at = between.find(sign)?;
    let head = between[..at].trim_end_matches([' ', '\t', '\n', '\r', '\\']);
    if !head.chars().all(|c| c == ')' || c.is_whitespace()) {
        return None;
    }
    Some(from + head.len() as u32)
}

struct Reader<'a> {
    file: &'a SourceFile,
    analysis: &'a Analysis<'a>,
    units: Vec<Unit>,
    tokens: Vec<Token>,
}

impl Reader<'_> {
    fn done(self, style: Style, operands: Vec<(usize, usize)>, tail: Option<Span>) -> Template {
        Template { units: self.units, style, tokens: self.tokens, operands, tail }
    }

    /// A literal without holes of its own.
    fn plain_literal(&mut self, expr: ExprId) -> Option<()> {
        match &self.analysis.module.expr(expr).kind {
            ExprKind::Str(_) => self.literal(expr),
            _ => None,
        }?;
        // An f-string without holes has its own doubled braces; not worth telling apart.
        self.tokens.iter().all(|token| !token.format).then_some(())
    }

    fn literal(&mut self, expr: ExprId) -> Option<()> {
        let node = self.analysis.module.expr(expr);
        let text = self.file.text();
        let parts: &[Part] = match &node.kind {
            ExprKind::Format { parts, template: false } => parts,
            ExprKind::Str(_) => &[],
            _ => return None,
        };
        let holes: Vec<(Span, Hole)> = parts
            .iter()
            .filter_map(|part| match part {
                Part::Hole { expr, conversion, spec, span } => Some((expr, conversion, spec, span)),
                Part::Text(_) => None,
            })
            .map(|(expr, conversion, spec, span)| {
                let inside = self.file.slice(Span { start: span.start + 1, end: span.end - 1 });
                let value = self.file.slice(self.analysis.module.expr(*expr).span);
                let plain = conversion.is_none() && !*spec;
                // Anything else between the braces is parentheses, or the `=` that writes the expression too.
                if plain && inside.trim() != value && inside.trim_end().ends_with('=') {
                    return None;
                }
                let braced = if plain { value.to_owned() } else { inside.trim().to_owned() };
                Some((*span, Hole { expr: *expr, plain, braced, operand: false }))
            })
            .collect::<Option<_>>()?;
        let spans: Vec<Span> = holes.iter().map(|(span, _)| *span).collect();
        for token in tokens(text, node.span, &spans)? {
            let number = self.tokens.len();
            let mut at = token.body.start;
            for (span, hole) in holes.iter().filter(|(span, _)| token.body.contains(*span)) {
                self.text(&token, number, at, span.start)?;
                self.units.push(Unit { span: *span, token: Some(number), what: What::Hole(hole.clone()) });
                at = span.end;
            }
            self.text(&token, number, at, token.body.end)?;
            self.tokens.push(token);
        }
        Some(())
    }

    fn text(&mut self, token: &Token, number: usize, from: u32, to: u32) -> Option<()> {
        let mut out: Vec<Letter> = Vec::new();
        letters(self.file.text(), token, from, to, &mut out)?;
        self.units.extend(out.into_iter().map(|letter| Unit {
            span: letter.span,
            token: Some(number),
            what: What::Char(letter.char),
        }));
        Some(())
    }

    fn percent_values(&self, right: ExprId) -> Option<Vec<(Option<String>, ExprId)>> {
        let module = self.analysis.module;
        Some(match &module.expr(right).kind {
            ExprKind::Tuple(items) => {
                if items.iter().any(|item| matches!(module.expr(*item).kind, ExprKind::Star(_))) {
                    return None;
                }
                items.iter().map(|item| (None, *item)).collect()
            }
            ExprKind::Dict(items) => items
                .iter()
                .map(|(key, value)| match &module.expr((*key)?).kind {
                    ExprKind::Str(key) => Some((Some(key.to_string()), *value)),
                    _ => None,
                })
                .collect::<Option<_>>()?,
            ExprKind::List(_) | ExprKind::Comprehension { .. } => return None,
            _ => vec![(None, right)],
        })
    }

    fn char_at(&self, at: usize) -> Option<char> {
        match self.units.get(at)?.what {
            What::Char(char) => Some(char),
            What::Hole(_) => None,
        }
    }

    /// Units `from..to` become one.
    fn fold(&mut self, from: usize, to: usize, what: What) -> Option<()> {
        let first = self.units.get(from)?.clone();
        let last = self.units.get(to - 1)?;
        if first.token != last.token {
            return None;
        }
        let span = first.span.cover(last.span);
        self.units.splice(from..to, [Unit { span, token: first.token, what }]);
        Some(())
    }

    fn percent(&mut self, values: &[(Option<String>, ExprId)]) -> Option<()> {
        let mut used = vec![0usize; values.len()];
        let mut next = 0;
        let mut at = 0;
        while at < self.units.len() {
            if self.char_at(at) != Some('%') {
                at += 1;
                continue;
            }
            let mut end = at + 1;
            if self.char_at(end)? == '%' {
                self.fold(at, end + 1, What::Char('%'))?;
                at += 1;
                continue;
            }
            let mut name = None;
            if self.char_at(end)? == '(' {
                let mut key = String::new();
                end += 1;
                while self.char_at(end)? != ')' {
                    key.push(self.char_at(end)?);
                    end += 1;
                }
                end += 1;
                name = Some(key);
            }
            let plain = match self.char_at(end)? {
                's' => true,
                // A number is written as a number; `%d` lets nothing else through.
                'd' | 'i' | 'u' => true,
                _ => return None,
            };
            let which = match &name {
                Some(key) => values.iter().position(|(name, _)| name.as_ref() == Some(key))?,
                None => {
                    next += 1;
                    next - 1
                }
            };
            let (key, expr) = values.get(which)?;
            if key.is_some() != name.is_some() {
                return None;
            }
            used[which] += 1;
            let hole = self.hole(*expr, plain);
            self.fold(at, end + 1, What::Hole(hole))?;
            at += 1;
        }
        self.all_used(&used, values)
    }

    fn format(&mut self, values: &[(Option<String>, ExprId)]) -> Option<()> {
        let mut used = vec![0usize; values.len()];
        let mut next = 0;
        let mut at = 0;
        while at < self.units.len() {
            let Some(brace @ ('{' | '}')) = self.char_at(at) else {
                at += 1;
                continue;
            };
            if self.char_at(at + 1) == Some(brace) {
                self.fold(at, at + 2, What::Char(brace))?;
                at += 1;
                continue;
            }
            let mut field = String::new();
            let mut end = at + 1;
            while self.char_at(end)? != '}' {
                field.push(self.char_at(end)?);
                end += 1;
            }
            let (name, change) = match field.find(['!', ':']) {
                Some(cut) => field.split_at(cut),
                None => (field.as_str(), ""),
            };
            if brace == '}' || change.contains('{') {
                return None;
            }
            let which = if name.is_empty() {
                next += 1;
                next - 1
            } else if let Ok(number) = name.parse::<usize>() {
                number
            } else {
                values.iter().position(|(key, _)| key.as_deref() == Some(name))?
            };
            let (key, expr) = values.get(which)?;
            if key.is_some() != (!name.is_empty() && name.parse::<usize>().is_err()) {
                return None;
            }
            used[which] += 1;
            let mut hole = self.hole(*expr, change.is_empty());
            hole.braced.push_str(change);
            self.fold(at, end + 1, What::Hole(hole))?;
            at += 1;
        }
        self.all_used(&used, values)
    }

    /// Each value stands once; twice only when reading it again changes nothing.
    fn all_used(&self, used: &[usize], values: &[(Option<String>, ExprId)]) -> Option<()> {
        let name = |expr: ExprId| matches!(self.analysis.module.expr(expr).kind, ExprKind::Name(_));
        let fine = used.iter().zip(values).all(|(used, (_, expr))| *used == 1 || (*used > 1 && name(*expr)));
        fine.then_some(())
    }

    fn hole(&self, expr: ExprId, plain: bool) -> Hole {
        let braced = self.file.slice(self.analysis.module.expr(expr).span).to_owned();
        Hole { expr, plain, braced, operand: false }
    }

    /// The operands of a chain of `+`: literals, and values with the parentheses around them.
    fn sum(&mut self, expr: ExprId) -> Option<Vec<(usize, usize)>> {
        let module = self.analysis.module;
        let text = self.file.text();
        let whole = module.expr(expr).span;
        let mut operands = Vec::new();
        let mut left = expr;
        while let ExprKind::Binary { op: BinOp::Add, left: inner, right } = &module.expr(left).kind {
            operands.push(*right);
            left = *inner;
        }
        operands.push(left);
        operands.reverse();
        let mut ranges = Vec::new();
        for (at, operand) in operands.iter().enumerate() {
            let span = module.expr(*operand).span;
            let before = at.checked_sub(1).map_or(whole.start, |at| module.expr(operands[at]).span.end);
            let after = operands.get(at + 1).map_or(whole.end, |next| module.expr(*next).span.start);
            let gap = text.get(before as usize..span.start as usize)?;
            let next_gap = text.get(span.end as usize..after as usize)?;
            let opened = gap.chars().rev().take_while(|c| *c == '(').count() as u32;
            let closed = next_gap.chars().take_while(|c| *c == ')').count() as u32;
            let own = opened.min(closed);
            let span = Span { start: span.start - own, end: span.end + own };
            match &module.expr(*operand).kind {
                ExprKind::Str(_) | ExprKind::Format { .. } => {
                    let first = self.tokens.len();
                    self.literal(*operand)?;
                    ranges.push((first, self.tokens.len()));
                }
                ExprKind::Bytes(_) => return None,
                _ => {
                    // A constant name in the sum is a piece of the text like any other; it stays.
                    let hole = Hole { operand: true, ..self.hole(*operand, true) };
                    let token = self.tokens.len().checked_sub(1);
                    self.units.push(Unit { span, token, what: What::Hole(hole) });
                    ranges.push((self.tokens.len(), self.tokens.len()));
                }
            }
        }
        (!self.tokens.is_empty()).then_some(ranges)
    }
}

/// The inside of `str(x)`, otherwise the expression itself.
pub(super) fn without_str(analysis: &Analysis<'_>, expr: ExprId) -> ExprId {
    match &analysis.module.expr(expr).kind {
        ExprKind::Call { func, args, .. }
            if args.len() == 1
                && args[0].kind == ArgKind::Positional
                && analysis.dotted(*func) == Some("str") =>
        {
            args[0].value
        }
        _ => expr,
    }
}

/// An f-string for text and values glued together: `f"%{q}%"`. `None` where Python before 3.12 could not read it, or
/// the text needs escapes.
pub(super) fn glued(pieces: &[Glue], preferred: char) -> Option<String> {
    let other = if preferred == '"' { '\'' } else { '"' };
    let clashes = |quote: char| {
        pieces.iter().any(|piece| match piece {
            Glue::Char(char) => *char == quote,
            Glue::Value(text) => text.contains(quote),
        })
    };
    let quote = [preferred, other].into_iter().find(|quote| !clashes(*quote))?;
    let mut out = format!("f{quote}");
    for piece in pieces {
        match piece {
            Glue::Char('\\' | '\n' | '\r' | '\t') => return None,
            Glue::Char(brace @ ('{' | '}')) => {
                out.push(*brace);
                out.push(*brace);
            }
            Glue::Char(char) => out.push(*char),
            Glue::Value(text) => {
                if text.contains(['\\', '\n', '\r', '#']) || text.starts_with('{') {
                    return None;
                }
                out.push('{');
                out.push_str(text);
                out.push('}');
            }
        }
    }
    out.push(quote);
    Some(out)
}

/// A piece of a glued text.
#[derive(Debug, Clone)]
pub(super) enum Glue {
    Char(char),
    /// As it stands between braces.
    Value(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glue_takes_the_quote_that_is_free() {
        let value = |text: &str| Glue::Value(text.to_owned());
        assert_eq!(
            glued(&[Glue::Char('%'), value("q"), Glue::Char('%')], '"').as_deref(),
            Some("f\"%{q}%\"")
        );
        assert_eq!(glued(&[Glue::Char('a'), value("d[\"k\"]")], '"').as_deref(), Some("f'a{d[\"k\"]}'"));
        assert_eq!(glued(&[Glue::Char('\''), value("d[\"k\"]")], '"'), None, "3.9 reads no reused quote");
        assert_eq!(glued(&[Glue::Char('{'), value("x")], '\'').as_deref(), Some("f'{{{x}'"));
    }
}
