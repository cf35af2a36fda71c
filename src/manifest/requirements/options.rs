//! Lines of options in a requirements file.

use super::super::requirement::{requirement, shorten};
use super::super::{Dependency, Include, Manifest, OptionKind, PipOption, Source};
use super::address::address_row;
use super::lines::{Logical, words};

/// A line of options: `-r other.txt`, `--index-url https://…`, several on one line too.
pub(super) fn read_options(
    line: &Logical<'_>,
    body: &str,
    start: usize,
    constraint: bool,
    out: &mut Manifest,
) {
    let mut words = words(body).peekable();
    while let Some((at, word)) = words.next() {
        let (name, mut value) = match word.split_once('=') {
            Some((name, value)) if word.starts_with("--") => (name, Some((at + name.len() + 1, value))),
            // `-rother.txt`
            _ if word.len() > 2
                && word.is_char_boundary(2)
                && word.starts_with('-')
                && !word.starts_with("--")
                && matches!(word.as_bytes()[1], b'r' | b'c' | b'e' | b'i' | b'f') =>
            {
                (&word[..2], Some((at + 2, &word[2..])))
            }
            _ => (word, None),
        };
        let takes_value = matches!(
            name,
            "-r" | "--requirement"
                | "-c"
                | "--constraint"
                | "-e"
                | "--editable"
                | "-i"
                | "--index-url"
                | "--pypi-url"
                | "--extra-index-url"
                | "-f"
                | "--find-links"
                | "--trusted-host"
                | "--no-binary"
                | "--only-binary"
                | "--use-feature"
        );
        if takes_value && value.is_none() {
            value = words.next();
        }
        let span_from = start + at;
        let whole = |to: usize| line.span(span_from, start + to);
        match (name, value) {
            ("-r" | "--requirement" | "-c" | "--constraint", Some((from, path))) => {
                let path = unquoted(path);
                let only = constraint || matches!(name, "-c" | "--constraint");
                out.includes.push(Include {
                    path: path.to_owned(),
                    constraint: only,
                    span: whole(from + path.len()),
                });
            }
            ("-e" | "--editable", Some((from, _))) => {
                // The rest of the line is the requirement: a marker may follow.
                let rest = unquoted(body[from..].trim_end());
                let span = line.span(start, start + body.len());
                let url_span = line.span(start + from, start + from + rest.len());
                let found = address_row(rest, url_span, span).or_else(|| {
                    let one = requirement(rest).ok().filter(|one| one.url.is_some());
                    one.map(|one| one.row(start + from, span)).or_else(|| {
                        let path = Source::Path(rest.to_owned());
                        Some(Dependency { source: path, direct: true, span, ..Dependency::default() })
                    })
                });
                if let Some(mut row) = found {
                    row.editable = true;
                    row.constraint = constraint;
                    out.rows.push(row);
                }
                return;
            }
            (_, value) => {
                let kind = match name {
                    "-i" | "--index-url" | "--pypi-url" => OptionKind::Index,
                    "--extra-index-url" => OptionKind::ExtraIndex,
                    "-f" | "--find-links" => OptionKind::FindLinks,
                    "--trusted-host" => OptionKind::TrustedHost,
                    "--require-hashes" => OptionKind::RequireHashes,
                    "--pre" => OptionKind::Pre,
                    "--no-index" => OptionKind::NoIndex,
                    "--no-binary"
                    | "--only-binary"
                    | "--prefer-binary"
                    | "--use-feature"
                    | "--process-dependency-links"
                    | "-Z"
                    | "--always-unzip"
                    | "--use-wheel"
                    | "--no-use-wheel" => continue,
                    _ => {
                        out.problem(whole(at + word.len()), format!("unknown option `{}`", shorten(name)));
                        continue;
                    }
                };
                if takes_value && value.is_none() {
                    out.problem(whole(at + word.len()), format!("`{name}` has no value"));
                    continue;
                }
                let (from, text) = value.unwrap_or((at + word.len(), ""));
                out.options.push(PipOption {
                    kind,
                    value: unquoted(text).to_owned(),
                    span: whole(from + text.len()),
                    value_span: line.span(start + from, start + from + text.len()),
                });
            }
        }
    }
}

fn unquoted(text: &str) -> &str {
    let inner = |quote: char| text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inner('"').or_else(|| inner('\'')).unwrap_or(text)
}
