//! `noxfile.py`: what sessions install.

use super::values::constant;
use crate::manifest::command::pip_arguments;
use crate::manifest::words::Word;
use crate::manifest::{Install, Manifest, Parts};
use crate::source::{SourceFile, Span};
use crate::syntax::{self, Arg, ArgKind, ExprKind, Module};

pub(in crate::manifest) fn read(file: &SourceFile, out: &mut Manifest) {
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

#[cfg(test)]
mod tests {
    use crate::manifest::Format;
    use crate::source::{RepoPath, SourceFile};

    #[test]
    fn nox_installs_are_read() {
        let text = "import nox\n@nox.session\ndef tests(session):\n    session.install('-r', 'dev.txt', 'pytest==7.0', '.')\n    session.run('pip', 'install', 'mock')\n";
        let file = SourceFile::from_text(RepoPath::new("noxfile.py"), text);
        let out = crate::manifest::read(&file, Format::Nox);
        let rows: Vec<_> = out.rows.iter().map(|row| (row.name.as_str(), row.groups.join(","))).collect();
        assert_eq!(rows, [("pytest", "tests".into()), ("mock", "tests".into())]);
        assert_eq!(out.includes[0].path, "dev.txt");
        assert_eq!(&text[out.rows[0].parts.specifier.unwrap().range()], "==7.0");
    }
}
