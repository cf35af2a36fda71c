//! Commands without a shell: a command line becomes a list of arguments; where the shell is needed, values are quoted.
//!
//! Splits what is written and treats each value as one opaque piece. Judges no finding.

use super::arguments;
use super::command_words::{Line, Piece, split};
use super::definition::sole_definition;
use super::imports;
use super::literal::write;
use super::template::{Glue, Hole, Template, What, glued};
use crate::finding::{Edit, Tier};
use crate::semantic::{Analysis, Type};
use crate::source::{SourceFile, Span};
use crate::syntax::{Arg, ArgKind, ExprId, ExprKind, StmtKind};

/// A call that runs a command line.
#[derive(Debug, Clone, Copy)]
pub struct CommandCall<'a> {
    /// The call.
    pub id: ExprId,
    /// Its resolved name.
    pub name: &'a str,
    /// The argument that holds the command, as written.
    pub arg: ExprId,
}

/// A command that no shell reads, or whose values are quoted for it.
#[derive(Debug)]
pub struct Safer {
    /// One sentence in the imperative, without a full stop.
    pub title: &'static str,
    /// All edits, imports included.
    pub edits: Vec<Edit>,
    /// How far it may be trusted.
    pub tier: Tier,
    /// What to check, for the review tier.
    pub check: Option<&'static str>,
}

const SPLIT: &str = "A value with spaces is one argument now, where the shell made several of it.";
const LIST: &str = "Pass the command as a list, without a shell";
const QUOTE: &str = "Quote each value for the shell";

/// Values named like these stand for several words.
const SEVERAL: &[&str] =
    &["flags", "options", "opts", "args", "arguments", "extra", "params", "parameters", "command", "cmd"];

struct Maker<'a> {
    file: &'a SourceFile,
    analysis: &'a Analysis<'a>,
    tainted: &'a dyn Fn(ExprId) -> bool,
}

/// The command without a shell, or quoted. `tainted` tells the holes that have to be made safe.
pub fn safer(
    file: &SourceFile,
    analysis: &Analysis<'_>,
    call: CommandCall<'_>,
    tainted: &dyn Fn(ExprId) -> bool,
) -> Option<Safer> {
    let module = analysis.module;
    let ExprKind::Call { func, args, parens } = &module.expr(call.id).kind else { return None };
    if args.iter().any(|arg| matches!(arg.kind, ArgKind::Star | ArgKind::DoubleStar)) {
        return None;
    }
    let maker = Maker { file, analysis, tainted };
    let arg = args.iter().find(|arg| arg.value == call.arg)?;
    let mut text = call.arg;
    let mut shell_list = false;
    if let ExprKind::List(items) = &module.expr(text).kind {
        let [shell, flag, command] = items[..] else { return None };
        let constant = |expr: ExprId| analysis.value(expr).as_str().unwrap_or_default();
        let name = constant(shell).rsplit('/').next().unwrap_or_default();
        if !matches!(name, "sh" | "bash" | "dash") || constant(flag) != "-c" {
            return None;
        }
        (text, shell_list) = (command, true);
    }
    let named = matches!(module.expr(text).kind, ExprKind::Name(_));
    let source = if named { sole_definition(analysis, text)? } else { text };
    let template = Template::read(file, analysis, source)?;
    let line = split(&template)?;
    let remote = call.name.starts_with("paramiko.") || call.name.starts_with("fabric.");
    if line.shell || remote {
        return if shell_list && named { None } else { maker.quoted(call, &template, &line, remote) };
    }
    let (items, sure) = maker.items(&template, &line)?;
    let list = format!("[{}]", items.join(", "));
    let tier = if sure && !shell_list { Tier::Safe } else { Tier::Review };
    let done = |edits: Vec<Edit>, tier: Tier, check: &'static str| {
        let check = (tier == Tier::Review).then_some(check);
        Some(Safer { title: LIST, edits, tier, check })
    };
    let place = |text: &str| -> Vec<Edit> {
        // A command in a variable of its own stays there, as a list.
        vec![arguments::replace(
            if named { module.expr(source).span } else { module.expr(call.arg).span },
            text,
        )]
    };
    let run = |tail: &str, more: &str| -> Option<Vec<Edit>> {
        let spelled = imports::spell(file, analysis, module.expr(call.id).span, "subprocess", "run")?;
        let whole = outer_read(analysis, call.id, call.name)?;
        let given = if named { file.slice(module.expr(call.arg).span) } else { &list };
        let mut edits =
            vec![arguments::replace(whole, format!("{}({given}, {more}check=False){tail}", spelled.text))];
        if named {
            edits.push(arguments::replace(module.expr(source).span, list.as_str()));
        }
        edits.extend(spelled.edit);
        Some(edits)
    };
    match call.name {
        "subprocess.run"
        | "subprocess.call"
        | "subprocess.check_call"
        | "subprocess.check_output"
        | "subprocess.Popen" => {
            if has(module, args, "executable") {
                return None;
            }
            let mut edits = place(&list);
            match args.iter().find(|arg| is_keyword(module, arg, "shell")) {
                Some(shell) => edits.push(arguments::remove(file, args, *parens, shell)),
                None if !shell_list => return None,
                None => {}
            }
            done(edits, tier, SPLIT)
        }
        "os.system" if args.len() == 1 => {
            let statement = is_statement(analysis, call.id);
            let tail = if statement { "" } else { ".returncode" };
            let check = if statement {
                "A program that cannot be found raises `FileNotFoundError` now, and a value with spaces is one argument."
            } else {
                "The result is an exit code now (3), where it was a wait status (768); a missing program raises."
            };
            done(run(tail, "")?, Tier::Review, check)
        }
        "os.popen" if args.len() == 1 => done(
            run(".stdout", "capture_output=True, text=True, ")?,
            Tier::Review,
            "What the program writes to standard error is no longer shown, and a missing program raises.",
        ),
        "subprocess.getoutput" if args.len() == 1 => done(
            run(
                ".stdout.removesuffix(\"\\n\")",
                "stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, ",
            )
            .filter(|edits| edits.iter().any(|edit| edit.text.starts_with("subprocess.run(")))?,
            Tier::Review,
            "A program that cannot be found raises `FileNotFoundError` now.",
        ),
        "asyncio.create_subprocess_shell" if !named => {
            let spelled = imports::spell(
                file,
                analysis,
                module.expr(call.id).span,
                "asyncio",
                "create_subprocess_exec",
            )?;
            let mut edits = vec![
                arguments::replace(module.expr(*func).span, spelled.text),
                arguments::replace(arg.span, items.join(", ")),
            ];
            edits.extend(spelled.edit);
            done(edits, tier, SPLIT)
        }
        _ => None,
    }
}

impl Maker<'_> {
    /// The arguments as Python writes them, and whether each value is surely one word.
    fn items(&self, template: &Template, line: &Line) -> Option<(Vec<String>, bool)> {
        let quote = template.quote();
        let mut sure = true;
        let mut items = Vec::new();
        for (at, word) in line.words.iter().enumerate() {
            let holes: Vec<usize> = word
                .iter()
                .filter_map(|piece| match piece {
                    Piece::Hole(unit) => Some(*unit),
                    Piece::Char(_) => None,
                })
                .collect();
            // A value at the start chooses the program.
            if at == 0 && !holes.is_empty() {
                return None;
            }
            let mut glue = Vec::new();
            let alone = word.len() == 1;
            for piece in word {
                match piece {
                    Piece::Char(char) => glue.push(Glue::Char(*char)),
                    Piece::Hole(unit) => {
                        let What::Hole(hole) = &template.units[*unit].what else { return None };
                        let quoted =
                            line.places.iter().any(|place| place.unit == *unit && place.quote.is_some());
                        let (text, text_sure) = self.value(hole, quoted, alone)?;
                        sure &= text_sure;
                        glue.push(Glue::Value(text));
                    }
                }
            }
            items.push(match (&glue[..], holes.len()) {
                ([Glue::Value(text)], 1) => text.clone(),
                (_, 0) => {
                    let text: String = glue
                        .iter()
                        .filter_map(|piece| match piece {
                            Glue::Char(char) => Some(*char),
                            Glue::Value(_) => None,
                        })
                        .collect();
                    write(&text, quote)
                }
                _ => glued(&glue, quote)?,
            });
        }
        (!items.is_empty()).then_some((items, sure))
    }

    /// How a value stands in the list, and whether it is surely one word of text.
    fn value(&self, hole: &Hole, quoted: bool, alone: bool) -> Option<(String, bool)> {
        let module = self.analysis.module;
        let mut expr = hole.expr;
        let mut was_quoted = false;
        if let ExprKind::Call { func, args, .. } = &module.expr(expr).kind
            && self.analysis.dotted(*func) == Some("shlex.quote")
            && args.len() == 1
        {
            (expr, was_quoted) = (args[0].value, true);
        }
        if was_quoted && quoted {
            return None;
        }
        let text = self.file.slice(module.expr(expr).span).to_owned();
        if !quoted && !was_quoted && self.means_several(expr) {
            return None;
        }
        let known = self.analysis.value(expr).as_const().is_some();
        let number = self.class(expr) == Some("int");
        // What a check or an escape has made harmless may have been changed for the shell.
        if !(self.tainted)(expr) && !was_quoted && !number {
            let word = |text: &str| {
                !text.is_empty()
                    && text.chars().all(|c| c.is_ascii_alphanumeric() || "/._-=:,@%+".contains(c))
            };
            if !known || !self.analysis.value(expr).as_str().is_none_or(word) {
                return None;
            }
        }
        if !hole.plain {
            return if alone {
                Some((glued(&[Glue::Value(hole.braced.clone())], '"')?, false))
            } else {
                Some((hole.braced.clone(), false))
            };
        }
        let sure = self.surely_text(expr, 0) || known || hole.operand;
        if !alone {
            return Some((text, sure || number));
        }
        Some(match (sure, number) {
            (_, true) => (format!("str({text})"), true),
            (true, _) => (text, true),
            (false, _) => (format!("str({text})"), quoted),
        })
    }

    fn class(&self, expr: ExprId) -> Option<&str> {
        match self.analysis.value(expr).class()? {
            Type::Outside(name) => Some(self.analysis.names.text(name)),
            Type::Local(_) => None,
        }
    }

    fn means_several(&self, expr: ExprId) -> bool {
        let module = self.analysis.module;
        let name = match &module.expr(expr).kind {
            ExprKind::Name(name) | ExprKind::Attr { name, .. } => module.name(*name),
            ExprKind::Subscript { index, .. } => match &module.expr(*index).kind {
                ExprKind::Str(text) => text,
                _ => return false,
            },
            _ => return false,
        };
        let name = name.to_lowercase();
        SEVERAL.iter().any(|word| name == *word || name.ends_with(&format!("_{word}")))
    }

    /// True when the value is a `str` or a path whatever comes in.
    fn surely_text(&self, expr: ExprId, depth: u8) -> bool {
        let module = self.analysis.module;
        if matches!(self.class(expr), Some("str" | "pathlib.Path"))
            || self.analysis.value(expr).text().is_some()
        {
            return true;
        }
        match &module.expr(expr).kind {
            ExprKind::Str(_) | ExprKind::Format { .. } => true,
            ExprKind::Subscript { base, .. } => matches!(
                self.analysis.dotted(*base),
                Some(
                    "flask.request.args"
                        | "flask.request.form"
                        | "flask.request.values"
                        | "flask.request.cookies"
                        | "flask.request.headers"
                        | "django.http.HttpRequest.GET"
                        | "django.http.HttpRequest.POST"
                        | "os.environ"
                        | "sys.argv"
                )
            ),
            ExprKind::Name(_) if depth < 4 => {
                if self.annotated(expr) {
                    return true;
                }
                super::definition::assigned_once(self.analysis, expr, false)
                    .is_some_and(|value| self.surely_text(value, depth + 1))
            }
            _ => false,
        }
    }

    /// True for a parameter that is annotated `str`.
    fn annotated(&self, expr: ExprId) -> bool {
        let module = self.analysis.module;
        let Some(var) = self.analysis.scopes.resolve(expr) else { return false };
        let var = self.analysis.scopes.var(var);
        let params = &module.function(var.owner).params;
        params.iter().any(|param| {
            param.name == var.name
                && param.annotation.is_some_and(|note| {
                    matches!(self.file.slice(module.expr(note).span), "str" | "Path" | "pathlib.Path")
                })
        })
    }

    /// The shell stays, and every outside value is wrapped in `shlex.quote`.
    fn quoted(&self, call: CommandCall<'_>, template: &Template, line: &Line, remote: bool) -> Option<Safer> {
        let module = self.analysis.module;
        let spelled = imports::spell(self.file, self.analysis, module.expr(call.id).span, "shlex", "quote")?;
        let mut edits: Vec<Edit> = spelled.edit.into_iter().collect();
        let mut sure = true;
        for place in &line.places {
            let What::Hole(hole) = &template.units[place.unit].what else { continue };
            let bad = (self.tainted)(hole.expr);
            if !bad {
                // Other values in the same quotes would lose them.
                if place.quote.is_some() {
                    let run =
                        line.quoted.iter().find(|(open, close, _)| (*open..*close).contains(&place.unit))?;
                    let with_bad = line.places.iter().any(|other| {
                        (run.0..run.1).contains(&other.unit)
                            && matches!(&template.units[other.unit].what, What::Hole(hole) if (self.tainted)(hole.expr))
                    });
                    if with_bad {
                        return None;
                    }
                }
                continue;
            }
            if !hole.plain || (place.quote.is_none() && self.means_several(hole.expr)) || place.unit == 0 {
                return None;
            }
            let span = module.expr(hole.expr).span;
            let text = self.surely_text(hole.expr, 0) || hole.operand;
            sure &= text;
            let (open, close) = if text {
                (format!("{}(", spelled.text), ")")
            } else {
                (format!("{}(str(", spelled.text), "))")
            };
            edits.push(Edit { span, text: format!("{open}{}{close}", self.file.slice(span)) });
            if place.quote.is_some() {
                let (from, to, plain) =
                    line.quoted.iter().find(|(open, close, _)| (*open..*close).contains(&place.unit))?;
                if !plain {
                    return None;
                }
                for quote in [from, to] {
                    edits.push(Edit { span: template.units[*quote].span, text: String::new() });
                }
            }
        }
        edits.sort_by_key(|edit| (edit.span, edit.text.clone()));
        edits.dedup();
        let safe = remote && sure;
        Some(Safer {
            title: QUOTE,
            edits,
            tier: if safe { Tier::Safe } else { Tier::Review },
            check: (!safe).then_some("The shell still reads the command: a value with spaces is one word now, and no value may stand for several."),
        })
    }
}

fn is_keyword(module: &crate::syntax::Module, arg: &Arg, name: &str) -> bool {
    matches!(arg.kind, ArgKind::Keyword(key) if module.name(key) == name)
}

fn has(module: &crate::syntax::Module, args: &[Arg], name: &str) -> bool {
    args.iter().any(|arg| is_keyword(module, arg, name))
}

/// True when a call's result is not used.
fn is_statement(analysis: &Analysis<'_>, call: ExprId) -> bool {
    analysis.module.stmts.iter().any(|stmt| matches!(stmt.kind, StmtKind::Expr(value) if value == call))
}

/// The bytes that a `subprocess.run` takes the place of: for `os.popen` the `.read()` too, and nothing without one.
fn outer_read(analysis: &Analysis<'_>, call: ExprId, name: &str) -> Option<Span> {
    let module = analysis.module;
    let own = module.expr(call).span;
    if name != "os.popen" {
        return Some(own);
    }
    module.exprs.iter().find_map(|expr| {
        let ExprKind::Call { func, args, .. } = &expr.kind else { return None };
        let ExprKind::Attr { base, name, .. } = &module.expr(*func).kind else { return None };
        (*base == call && module.name(*name) == "read" && args.is_empty()).then_some(expr.span)
    })
}
