//! `setup.py`, read as Python: what stands there as constants, nothing that has to be run.

pub(super) mod nox;
mod values;

use rustc_hash::FxHashMap;

use super::requirement::requirement;
use super::{Manifest, Parts, normalise};
use crate::source::{SourceFile, Span};
use crate::syntax::{self, ExprId, ExprKind, Module};
use values::{Constant, Values, constant};

pub(super) fn read_setup(file: &SourceFile, out: &mut Manifest) {
    let module = syntax::parse(file.text());
    let values = Values { file, module: &module };
    let mut known = Known::default();
    for expr in &module.exprs {
        let ExprKind::Call { func, args, .. } = &expr.kind else { continue };
        if last_name(&module, *func) != Some("setup") {
            continue;
        }
        for (name, value) in values.arguments(args) {
            match name.as_str() {
                "name" => out.project = constant(&module, value).map(|(name, _)| normalise(&name)),
                "install_requires" => rows(values.strings(value), None, &mut known, out),
                "setup_requires" => rows(values.strings(value), Some("setup"), &mut known, out),
                "tests_require" => rows(values.strings(value), Some("tests"), &mut known, out),
                "extras_require" => {
                    for (extra, value) in values.entries(value) {
                        let extra = extra.split(':').next().unwrap_or(&extra);
                        rows(values.strings(value), Some(extra), &mut known, out);
                    }
                }
                _ => {}
            }
        }
    }
}

/// Rows by their bytes: a list may be given to several keywords and extras, and its rows stand once, with all their groups.
type Known = FxHashMap<Span, usize>;

fn rows(found: Vec<Constant>, group: Option<&str>, known: &mut Known, out: &mut Manifest) {
    for Constant { text, whole, inner } in found {
        if let Some(row) = known.get(&whole).and_then(|at| out.rows.get_mut(*at)) {
            match group {
                None => row.groups.clear(),
                Some(group) if !row.groups.is_empty() && !row.groups.iter().any(|own| own == group) => {
                    row.groups.push(group.to_owned());
                }
                Some(_) => {}
            }
            continue;
        }
        let base = inner.unwrap_or(whole).start as usize;
        let row = requirement(&text).map(|one| {
            let lead = text.len() - text.trim_start().len();
            let mut row = one.row(base, whole);
            row.parts.name = Span::new(base + lead, base + lead + one.name.len());
            if inner.is_none() {
                row.parts = Parts::default();
            }
            row
        });
        match row {
            Ok(mut row) => {
                row.groups = group.iter().map(|group| (*group).to_owned()).collect();
                known.insert(whole, out.rows.len());
                out.rows.push(row);
            }
            Err(why) => out.problem(whole, format!("not a requirement: {why}")),
        }
    }
}

fn last_name(module: &Module, id: ExprId) -> Option<&str> {
    match &module.expr(id).kind {
        ExprKind::Name(name) | ExprKind::Attr { name, .. } => Some(module.name(*name)),
        _ => None,
    }
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
        let text = "REQ = ['a==1', 'b']\nREQ += ['c']\nREQ.append('d')\nMORE = {'x': REQ}\nMORE['y'] = ['e']\nLINES = \"\"\"\nf==2\n# no\n g\n\"\"\"\nsetup(install_requires=[*REQ, 'h'], tests_require=LINES.splitlines(), setup_requires='i j'.split(),\n  extras_require=dict(z=['k'], **MORE), **{'name': 'N'})\n";
        let out = read(text, Format::SetupPy);
        let rows: Vec<_> = out
            .rows
            .iter()
            .map(|row| format!("{} {}", &text[row.span.range()], row.groups.join(",")))
            .collect();
        let wanted = [
            "'a==1' ",
            "'b' ",
            "'c' ",
            "'d' ",
            "'h' ",
            "f==2 tests",
            "g tests",
            "i setup",
            "j setup",
            "'k' z",
            "'e' y",
        ];
        assert_eq!(rows, wanted);
        assert_eq!(&text[out.rows[5].parts.specifier.unwrap().range()], "==2");
        let twice =
            read("X = {'a': ['b']}\nsetup(extras_require=X)\nsetup(extras_require=X)\n", Format::SetupPy);
        assert_eq!(twice.rows[0].groups, ["a"]);
        assert!(read("a = a\nsetup(install_requires=a)", Format::SetupPy).rows.is_empty());
    }
}
