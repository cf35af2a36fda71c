//! Commands without a shell: a command line becomes a list of arguments; where the shell is needed, values are quoted.
//!
//! Splits what is written and treats each value as one opaque piece. Judges no finding.

mod list;
mod quote;
mod values;
mod words;

use super::arguments;
use super::definition::sole_definition;
use super::imports;
use super::written::{Composed, TextCall};
use crate::finding::{Edit, Tier};
use crate::semantic::Analysis;
use crate::source::{SourceFile, Span};
use crate::syntax::{Arg, ArgKind, ExprId, ExprKind, StmtKind};
use words::split;

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

/// What the two ways of making a command safe need.
struct Maker<'a> {
    file: &'a SourceFile,
    analysis: &'a Analysis<'a>,
    tainted: &'a dyn Fn(ExprId) -> bool,
}

/// The command without a shell, or quoted. `tainted` tells the holes that have to be made safe.
pub fn safer(
    file: &SourceFile,
    analysis: &Analysis<'_>,
    call: TextCall<'_>,
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
    let template = Composed::read(file, module, source)?;
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
