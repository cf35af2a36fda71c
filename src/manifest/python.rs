//! `setup.py` and `noxfile.py`, read as Python: what stands there as constants, nothing that has to be run.

use super::command::pip_arguments;
use super::requirement::requirement;
use super::words::Word;
use super::{Install, Manifest, Parts, normalise};
use crate::source::{SourceFile, Span};
use crate::syntax::{self, Arg, ArgKind, BinOp, ExprId, ExprKind, Module, StmtKind};

/// Lists are followed through names and sums so far.
const MAX_STEPS: usize = 32;

/// A constant string and its bytes.
type Constant = (String, Span);

pub(super) fn read_setup(file: &SourceFile, out: &mut Manifest) {
    let module = syntax::parse(file.text());
    for expr in &module.exprs {
        let ExprKind::Call { func, args, .. } = &expr.kind else { continue };
        if last_name(&module, *func) != Some("setup") {
            continue;
        }
        for arg in args {
            let ArgKind::Keyword(name) = arg.kind else { continue };
            match module.name(name) {
                "name" => out.project = constant(&module, arg.value).map(|(name, _)| normalise(&name)),
                "install_requires" => rows(file, strings(&module, arg.value), None, out),
                "setup_requires" => rows(file, strings(&module, arg.value), Some("setup"), out),
                "tests_require" => rows(file, strings(&module, arg.value), Some("tests"), out),
                "extras_require" => {
                    let dict = followed(&module, arg.value);
                    let ExprKind::Dict(items) = &module.expr(dict).kind else { continue };
                    for (key, value) in items {
                        let Some((extra, _)) = key.and_then(|key| constant(&module, key)) else { continue };
                        let extra = extra.split(':').next().unwrap_or(&extra).to_owned();
                        rows(file, strings(&module, *value), Some(&extra), out);
                    }
                }
                _ => {}
            }
        }
    }
}

pub(super) fn read_nox(file: &SourceFile, out: &mut Manifest) {
    let module = syntax::parse(file.text());
    for expr in &module.exprs {
        let ExprKind::Call { func, args, .. } = &expr.kind else { continue };
        let ExprKind::Attr { base, name, .. } = &module.expr(*func).kind else { continue };
        if !matches!(&module.expr(*base).kind, ExprKind::Name(name) if module.name(*name).contains("session"))
        {
            continue;
        }
        let words: Vec<Word> = args.iter().filter_map(|arg| word(&module, arg)).collect();
        let given = match module.name(*name) {
            "install" => words.as_slice(),
            "run" | "run_always" => match words.as_slice() {
                [pip, install, rest @ ..] if pip.text == "pip" && install.text == "install" => rest,
                [python, m, pip, install, rest @ ..]
                    if python.text.starts_with("python")
                        && m.text == "-m"
                        && pip.text == "pip"
                        && install.text == "install" =>
                {
                    rest
                }
                _ => continue,
            },
            _ => continue,
        };
        let function = module.function(module.function_at(expr.span));
        let group = module.name(function.name).to_owned();
        let before = out.rows.len();
        let mut install = Install { program: "pip", flags: Vec::new(), span: expr.span };
        pip_arguments(given, &mut install, out);
        out.installs.push(install);
        for row in &mut out.rows[before..] {
            // The parts of a literal are where they seem to be only if it holds no escape.
            let quoted = file.slice(row.span);
            if quoted.get(1..quoted.len().saturating_sub(1)).is_none_or(|inner| inner.contains('\\')) {
                row.parts = Parts::default();
            }
            row.groups = vec![group.clone()];
        }
    }
}

/// A constant argument as a word of a command.
fn word(module: &Module, arg: &Arg) -> Option<Word> {
    if arg.kind != ArgKind::Positional {
        return None;
    }
    let (text, span) = constant(module, arg.value)?;
    let inner = Span { start: span.start + 1, end: span.end.saturating_sub(1).max(span.start + 1) };
    Some(Word { text, span: inner, whole: span, variable: false })
}

fn rows(file: &SourceFile, found: Vec<Constant>, group: Option<&str>, out: &mut Manifest) {
    for (value, span) in found {
        let row = requirement(&value).map(|one| {
            let mut row = one.row(span.start as usize + 1, span);
            let raw = file.slice(span);
            // Prefix, triple quotes, escapes: then the parts have no bytes of their own.
            let plain = raw.get(1..raw.len().saturating_sub(1)) == Some(value.as_str());
            let lead = value.len() - value.trim_start().len();
            row.parts.name =
                Span::new(span.start as usize + 1 + lead, span.start as usize + 1 + lead + one.name.len());
            if !plain {
                row.parts = Parts::default();
            }
            row
        });
        match row {
            Ok(mut row) => {
                row.groups = group.iter().map(|group| (*group).to_owned()).collect();
                out.rows.push(row);
            }
            Err(why) => out.problem(span, format!("not a requirement: {why}")),
        }
    }
}

fn last_name(module: &Module, id: ExprId) -> Option<&str> {
    match &module.expr(id).kind {
        ExprKind::Name(name) | ExprKind::Attr { name, .. } => Some(module.name(*name)),
        _ => None,
    }
}

fn constant(module: &Module, id: ExprId) -> Option<Constant> {
    let expr = module.expr(id);
    match &expr.kind {
        ExprKind::Str(text) => Some((text.to_string(), expr.span)),
        _ => None,
    }
}

/// What a name stands for that is given a value once in the file.
fn followed(module: &Module, id: ExprId) -> ExprId {
    let ExprKind::Name(wanted) = module.expr(id).kind else { return id };
    let mut values = module.stmts.iter().filter_map(|stmt| match &stmt.kind {
        StmtKind::Assign { targets, value } => targets
            .iter()
            .any(|target| matches!(module.expr(*target).kind, ExprKind::Name(name) if name == wanted))
            .then_some(*value),
        _ => None,
    });
    match (values.next(), values.next()) {
        (Some(value), None) => value,
        _ => id,
    }
}

/// The constant strings of a list, a tuple, a sum of them, a text of lines; through names.
fn strings(module: &Module, id: ExprId) -> Vec<Constant> {
    let mut out = Vec::new();
    let mut open = vec![id];
    let mut steps = 0;
    while let Some(id) = open.pop() {
        steps += 1;
        if steps > MAX_STEPS {
            break;
        }
        let id = followed(module, id);
        match &module.expr(id).kind {
            ExprKind::List(items) | ExprKind::Tuple(items) | ExprKind::Set(items) => {
                out.extend(items.iter().filter_map(|item| constant(module, *item)));
            }
            ExprKind::Binary { op: BinOp::Add, left, right } => open.extend([*right, *left]),
            ExprKind::Str(_) => out.extend(constant(module, id).filter(|(text, _)| !text.contains('\n'))),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Format;
    use crate::source::RepoPath;

    fn read(text: &str, format: Format) -> Manifest {
        crate::manifest::read(&SourceFile::from_text(RepoPath::new("setup.py"), text), format)
    }

    #[test]
    fn setup_is_read_and_not_run() {
        let text = "from setuptools import setup\nBASE = ['requests>=2.0', 'six']\nsetup(name='My_Shop', install_requires=BASE + ['flask==1.0'],\n      extras_require={'dev': ['pytest'], 'x:os_name==\"nt\"': ('pywin32',)}, tests_require='mock')\n";
        let out = read(text, Format::SetupPy);
        let rows: Vec<_> = out.rows.iter().map(|row| (row.name.as_str(), row.groups.join(","))).collect();
        assert_eq!(
            rows,
            [
                ("requests", "".into()),
                ("six", "".into()),
                ("flask", "".into()),
                ("pytest", "dev".into()),
                ("pywin32", "x".into()),
                ("mock", "tests".into())
            ]
        );
        assert_eq!(&text[out.rows[2].parts.specifier.unwrap().range()], "==1.0");
        assert_eq!(out.project.as_deref(), Some("my-shop"));
        assert!(read("setup(install_requires=open('x').read())", Format::SetupPy).rows.is_empty());
        assert!(read("a = a\nsetup(install_requires=a)", Format::SetupPy).rows.is_empty());
    }

    #[test]
    fn nox_installs_are_read() {
        let text = "import nox\n@nox.session\ndef tests(session):\n    session.install('-r', 'dev.txt', 'pytest==7.0', '.')\n    session.run('pip', 'install', 'mock')\n";
        let out = read(text, Format::Nox);
        let rows: Vec<_> = out.rows.iter().map(|row| (row.name.as_str(), row.groups.join(","))).collect();
        assert_eq!(rows, [("pytest", "tests".into()), ("mock", "tests".into())]);
        assert_eq!(out.includes[0].path, "dev.txt");
        assert_eq!(&text[out.rows[0].parts.specifier.unwrap().range()], "==7.0");
    }
}
