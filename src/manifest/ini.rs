//! `setup.cfg` and `tox.ini`: configuration as Python's `configparser` reads it, and the requirements in it.

use super::requirement::{requirement, shorten};
use super::{Include, Manifest, normalise};
use crate::source::{SourceFile, Span};

/// One line of a value, with the byte that it starts at.
type Line<'a> = (usize, &'a str);

struct Key<'a> {
    section: &'a str,
    name: String,
    lines: Vec<Line<'a>>,
}

/// Keys with the lines of their values, comments left out.
fn keys(text: &str) -> Vec<Key<'_>> {
    let mut out: Vec<Key<'_>> = Vec::new();
    let mut section = "";
    let mut at = 0;
    // A line that is indented deeper than its key goes on with its value.
    let mut indent = 0;
    let mut open = false;
    for raw in text.split_inclusive(['\n', '\r']) {
        let start = at;
        at += raw.len();
        let line = raw.trim_end_matches(['\n', '\r']);
        let body = line.trim_start();
        let own = line.len() - body.len();
        if body.is_empty() {
            continue;
        }
        if body.starts_with(['#', ';']) {
            continue;
        }
        let body = body.trim_end();
        if open && own > indent {
            if let Some(key) = out.last_mut() {
                key.lines.push((start + own, body));
            }
            continue;
        }
        open = false;
        if let Some(name) = body.strip_prefix('[') {
            section = name.split(']').next().unwrap_or(name).trim();
            continue;
        }
        let Some(cut) = body.find(['=', ':']) else { continue };
        let name = body[..cut].trim().to_ascii_lowercase();
        let value = body[cut + 1..].trim_start();
        let mut lines = Vec::new();
        if !value.is_empty() {
            lines.push((start + own + body.len() - value.len(), value));
        }
        out.push(Key { section, name, lines });
        (indent, open) = (own, true);
    }
    out
}

/// The line without a comment of its own (` #`), as setuptools and tox leave it.
fn plain(line: &str) -> &str {
    line.find(" #").map_or(line, |at| &line[..at]).trim_end()
}

fn row(start: usize, line: &str, groups: &[&str], out: &mut Manifest) {
    let text = plain(line);
    let span = Span::new(start, start + text.len());
    match requirement(text) {
        Ok(one) => {
            let mut row = one.row(start, span);
            row.groups = groups.iter().map(|group| (*group).to_owned()).collect();
            out.rows.push(row);
        }
        Err(why) => out.problem(span, format!("not a requirement: {why}")),
    }
}

pub(super) fn read_setup_cfg(file: &SourceFile, out: &mut Manifest) {
    for key in keys(file.text()) {
        let groups: Vec<&str> = match (key.section, key.name.as_str()) {
            ("metadata", "name") => {
                out.project = key.lines.first().map(|(_, name)| normalise(name));
                continue;
            }
            ("options", "install_requires") => vec![],
            ("options", "setup_requires") => vec!["setup"],
            ("options", "tests_require") => vec!["tests"],
            ("options.extras_require", extra) => vec![extra.split(':').next().unwrap_or(extra)],
            _ => continue,
        };
        for (start, line) in parts_of(&key.lines) {
            // `%(test)s` repeats the rows of another key.
            if line.starts_with("%(") && line.ends_with(")s") {
                continue;
            }
            if let Some(path) = line.strip_prefix("file:") {
                for path in path.split(',').map(str::trim) {
                    let span = Span::new(start, start + line.len());
                    out.includes.push(Include { path: path.to_owned(), constraint: false, span });
                }
                continue;
            }
            row(start, line, &groups, out);
        }
    }
}

/// The lines of a value. Requirements on a single line are set apart by semicolons, where each part is one: a marker
/// follows a semicolon too.
fn parts_of<'a>(lines: &[Line<'a>]) -> Vec<Line<'a>> {
    let [(start, line)] = lines else { return lines.to_vec() };
    let text = plain(line);
    let parts: Vec<Line<'a>> = text
        .split(';')
        .map(|part| {
            let bare = part.trim_start();
            (start + (bare.as_ptr() as usize - text.as_ptr() as usize), bare.trim_end())
        })
        .filter(|(_, part)| !part.is_empty())
        .collect();
    let all_are = parts.len() > 1
        && requirement(text).is_err()
        && parts.iter().all(|(_, part)| requirement(part).is_ok());
    if all_are { parts } else { lines.to_vec() }
}

/// So many lines of other sections are taken into one list.
const MAX_TAKEN: usize = 1_000;

/// The lines of a value with those of the keys that it names as `{[section]key}`.
fn taken<'a>(lines: &[Line<'a>], all: &[Key<'a>]) -> Vec<Line<'a>> {
    let mut out = Vec::new();
    let mut open: Vec<Line<'a>> = lines.iter().rev().copied().collect();
    let mut seen: Vec<(&str, &str)> = Vec::new();
    while let Some((start, line)) = open.pop().filter(|_| out.len() < MAX_TAKEN) {
        let named = line
            .strip_prefix("{[")
            .and_then(|rest| rest.strip_suffix('}'))
            .and_then(|rest| rest.split_once(']'));
        match named {
            Some(named) if !seen.contains(&named) => {
                seen.push(named);
                let key = all.iter().find(|key| (key.section, key.name.as_str()) == named);
                open.extend(key.iter().flat_map(|key| key.lines.iter().rev()));
            }
            Some(_) => {}
            None => out.push((start, line)),
        }
    }
    out
}

pub(super) fn read_tox(file: &SourceFile, out: &mut Manifest) {
    let all = keys(file.text());
    for key in &all {
        let environment = key.section.strip_prefix("testenv").map(|rest| rest.trim_start_matches(':'));
        let groups: Vec<&str> = match (environment, key.section, key.name.as_str()) {
            (Some(name), _, "deps") => vec![if name.is_empty() { "testenv" } else { name }],
            (None, "tox", "requires") => vec!["tox"],
            _ => continue,
        };
        for (mut start, mut line) in taken(&key.lines, &all) {
            // `py{38,39}: pytest` holds for some environments only.
            if let Some((factors, rest)) = line.split_once(": ")
                && !factors.contains(['=', '<', '>', '[', '@', ' '])
            {
                start += line.len() - rest.trim_start().len();
                line = rest.trim_start();
            }
            let text = plain(line);
            let span = Span::new(start, start + text.len());
            let option = ["-r", "-c", "--requirement", "--constraint"].iter().find_map(|option| {
                let rest = text.strip_prefix(option)?;
                Some((*option, rest.trim_start_matches(['=', ' '])))
            });
            match option {
                Some((option, path)) => {
                    let path = path.replace("{toxinidir}/", "").replace("{tox_root}/", "");
                    let constraint = option.contains('c') && option != "--requirement";
                    out.includes.push(Include { path, constraint, span });
                }
                None if text.starts_with('-')
                    || text.contains('{')
                    || text == "."
                    || text.starts_with(".[") =>
                {
                    if text.contains('{') && !text.starts_with('{') {
                        out.problem(span, format!("`{}` is filled in by tox and not read", shorten(text)));
                    }
                }
                None => row(start, line, &groups, out),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Format;
    use crate::source::RepoPath;
    use proptest::prelude::*;

    fn read(text: &str, format: Format) -> Manifest {
        crate::manifest::read(&SourceFile::from_text(RepoPath::new("x"), text), format)
    }

    #[test]
    fn setup_cfg_is_read() {
        let text = "[metadata]\nname = My.Shop\n[options]\ninstall_requires =\n    requests>=2 # why\n    # no\n    flask==1.0; python_version<'3'\n[options.extras_require]\ntest = pytest\ndocs =\n  sphinx\n";
        let out = read(text, Format::SetupCfg);
        let rows: Vec<_> = out.rows.iter().map(|row| (row.name.as_str(), row.groups.join(","))).collect();
        assert_eq!(
            rows,
            [
                ("requests", "".into()),
                ("flask", "".into()),
                ("pytest", "test".into()),
                ("sphinx", "docs".into())
            ]
        );
        assert_eq!(&text[out.rows[0].parts.specifier.unwrap().range()], ">=2");
        assert_eq!(out.project.as_deref(), Some("my-shop"));
        let text = "[options]\nsetup_requires = wheel; pbr>=1 # c\ninstall_requires = a; os_name=='nt'\n[options.extras_require]\nall = %(docs)s\n";
        let out = read(text, Format::SetupCfg);
        let rows: Vec<_> = out.rows.iter().map(|row| (row.name.as_str(), &text[row.span.range()])).collect();
        assert_eq!(rows, [("wheel", "wheel"), ("pbr", "pbr>=1"), ("a", "a; os_name=='nt'")]);
        assert!(out.problems.is_empty());
    }

    #[test]
    fn tox_is_read() {
        let text = "[base]\ndeps = six==1.0\n  {[testenv:lint]deps}\n[testenv:all]\ndeps = {[base]deps}\n  {[all]deps}\n";
        let out = read(text, Format::Tox);
        assert_eq!(out.rows.iter().map(|row| row.raw_name.as_str()).collect::<Vec<_>>(), ["six"]);
        let text = "[tox]\nrequires = tox>=4\n[testenv]\ndeps =\n  -r{toxinidir}/requirements.txt\n  py38: mock==1.0\n  pytest\n  a=={env:V}\n[testenv:lint]\ndeps = flake8\n";
        let out = read(text, Format::Tox);
        let rows: Vec<_> = out.rows.iter().map(|row| (row.raw_name.as_str(), row.groups.join(","))).collect();
        assert_eq!(
            rows,
            [
                ("tox", "tox".into()),
                ("mock", "testenv".into()),
                ("pytest", "testenv".into()),
                ("flake8", "lint".into())
            ]
        );
        assert_eq!(out.includes[0].path, "requirements.txt");
        assert_eq!(out.problems.len(), 1);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(\\[options\\]\n|install_requires|deps|[a-z=:#; \n\r\t\\[\\]{}\u{e9}-]){0,50}") {
            for format in [Format::SetupCfg, Format::Tox] {
                for row in read(&text, format).rows {
                    prop_assert!(text.get(row.span.range()).is_some());
                }
            }
        }
    }
}
