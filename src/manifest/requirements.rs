//! pip's requirements and constraints files.
//!
//! The rules are pip's: a backslash joins lines, a comment begins at the start of a line or behind a blank, options
//! of one requirement follow it, `${NAME}` stands for a variable, which is left as it is.

use std::borrow::Cow;

use super::requirement::{
    file_of_url, filled_in, fragment_hash, named_archive, requirement, shorten, source_of_url,
};
use super::{Dependency, Format, Include, Manifest, OptionKind, Parts, PipOption, Source, normalise};
use crate::source::{SourceFile, Span};

/// A line after joining, with the way back to the bytes of the file.
pub(super) struct Logical<'a> {
    text: Cow<'a, str>,
    /// Where pieces begin: in `text`, and in the file.
    pieces: Vec<(usize, usize)>,
    end: usize,
}

impl Logical<'_> {
    /// The byte of the file for a byte of the line.
    fn place(&self, at: usize) -> usize {
        let after = self.pieces.partition_point(|(start, _)| *start <= at);
        let (start, file) = self.pieces[after.saturating_sub(1)];
        (file + at - start).min(self.end)
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let from = self.place(start);
        // The end of a part belongs to the piece of its last byte.
        let to = if end > start { self.place(end - 1) + 1 } else { from };
        Span::new(from, to.max(from))
    }
}

pub(super) fn read(file: &SourceFile, out: &mut Manifest) {
    let constraint = out.format == Format::Constraints;
    for line in logical_lines(file.text()) {
        read_line(&line, constraint, out);
    }
}

/// Lines joined at their backslashes; each begins and ends where the file's do.
fn logical_lines(text: &str) -> impl Iterator<Item = Logical<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let mut pieces = Vec::new();
        let mut joined: Option<String> = None;
        let mut first = "";
        loop {
            let start = at;
            let rest = &text[start..];
            let len = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
            let line = &rest[..len];
            at = start + len + if rest[len..].starts_with("\r\n") { 2 } else { 1 };
            let comment = line.trim_start().starts_with('#') || line.contains(" #") || line.contains("\t#");
            let continues = line.ends_with('\\') && !(comment && is_comment(line));
            let body = if continues { &line[..len - 1] } else { line };
            pieces.push((joined.as_ref().map_or(first.len(), String::len), start));
            match &mut joined {
                None if !continues && pieces.len() == 1 => {
                    first = body;
                }
                None => joined = Some(body.to_owned()),
                Some(all) => {
                    // A comment ends what is joined, whatever stands before it.
                    if is_comment(line) {
                        all.push(' ');
                        if let Some(last) = pieces.last_mut() {
                            last.0 += 1;
                        }
                    }
                    all.push_str(body);
                }
            }
            if !continues || at >= text.len() {
                let end = (start + len).min(text.len());
                let text = joined.map_or(Cow::Borrowed(first), Cow::Owned);
                return Some(Logical { text, pieces, end });
            }
        }
    })
}

/// As pip asks it: a comment at the very beginning, blanks aside.
fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// The line without its comment.
fn without_comment(line: &str) -> &str {
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'#', &line.as_bytes()[from..]) {
        let at = from + at;
        if at == 0 || line[..at].ends_with(char::is_whitespace) {
            return line[..at].trim_end();
        }
        from = at + 1;
    }
    line.trim_end()
}

fn read_line(line: &Logical<'_>, constraint: bool, out: &mut Manifest) {
    let text = without_comment(&line.text);
    let body = text.trim_start();
    if body.is_empty() {
        return;
    }
    let start = text.len() - body.len();
    if body.starts_with("{%") || body.starts_with("{#") {
        return;
    }
    if body.starts_with('-') {
        return read_options(line, body, start, constraint, out);
    }
    // Options follow the first word that begins with a hyphen.
    let mut cut = body.len();
    for (at, _) in body.match_indices([' ', '\t']) {
        if body[at + 1..].starts_with('-') {
            cut = at;
            break;
        }
    }
    let (args, options) = (body[..cut].trim_end(), &body[cut..]);
    let span = line.span(start, start + body.len());
    let Some(mut row) = row(line, args, start, span, out) else { return };
    let mut hashes: Option<(usize, usize)> = None;
    let mut words = words(options).peekable();
    while let Some((at, word)) = words.next() {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name, Some((at, value))),
            None => (word, None),
        };
        if name != "--hash" {
            continue;
        }
        let value = match value {
            Some(value) => Some(value),
            None => words.next_if(|(_, next)| !next.starts_with('-')),
        };
        let Some((from, value)) = value else {
            out.problem(span, "`--hash` has no value");
            continue;
        };
        let end = start + cut + if from == at { at + word.len() } else { from + value.len() };
        hashes = Some((hashes.map_or(start + args.len(), |(first, _)| first), end));
        row.hashes.push(value.to_owned());
    }
    // Blanks and continuations between the requirement and its hashes go with them.
    row.parts.hashes = hashes.map(|(from, to)| {
        let behind = |at: usize| line.place(at.saturating_sub(1)) + 1;
        Span::new(behind(from), behind(to).max(behind(from)))
    });
    row.constraint = constraint;
    row.direct = !constraint;
    out.rows.push(row);
}

/// Words between blanks, with where each begins.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace().map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

fn row(line: &Logical<'_>, args: &str, start: usize, span: Span, out: &mut Manifest) -> Option<Dependency> {
    let templated = args.contains("{{") || args.contains("{%");
    if let Some(found) = address_row(args, line.span(start, start + args.len()), span) {
        return Some(found);
    }
    match requirement(args) {
        Ok(one) => {
            let mut row = one.row(0, span);
            let moved = |part: Span| line.span(start + part.start as usize, start + part.end as usize);
            row.parts = Parts {
                name: line.span(start, start + one.name.len()),
                specifier: one.url.is_none().then(|| moved(one.specifier_span)),
                hashes: None,
                url: one.url.map(|_| moved(one.url_span)),
            };
            if one.specifier.is_empty() && one.url.is_none() {
                // An empty place is the byte behind the name and extras.
                let at = line.place((start + one.specifier_span.start as usize).saturating_sub(1)) + 1;
                row.parts.specifier = Some(Span::new(at, at));
            }
            Some(row)
        }
        Err(_) if filled_in(args, 0, span).is_some() => {
            let mut row = filled_in(args, 0, span)?;
            row.parts.name = line.span(start, start + row.raw_name.len());
            Some(row)
        }
        Err(_) if templated => {
            out.problem(span, format!("`{}` is filled in by a template and not read", shorten(args)));
            None
        }
        Err(why) => {
            out.problem(span, format!("not a requirement: {why}"));
            None
        }
    }
}

/// A row that is an address or a path, with the name that it can be known by.
pub(super) fn address_row(args: &str, url_span: Span, span: Span) -> Option<Dependency> {
    let bare = args.split(" ;").next().unwrap_or(args).trim();
    let marker = args.split_once(" ;").map(|(_, marker)| marker.trim().to_owned());
    let is_url = bare.contains("://")
        && !bare.split("://").next().unwrap_or("").contains([' ', '@', '=', '<', '>', ';', '['])
        || bare.starts_with("git@")
        || bare.starts_with("file:");
    let archive = [".whl", ".tar.gz", ".zip", ".tgz", ".tar.bz2"].iter().any(|end| bare.ends_with(end));
    let is_path = bare.starts_with("./")
        || bare.starts_with("../")
        || bare.starts_with('/')
        || bare == "."
        || bare == ".."
        || bare.starts_with(".[")
        || (archive && !bare.contains(['=', ' ', '@']));
    if !is_url && !is_path {
        return None;
    }
    let source = source_of_url(bare);
    let fragment = bare.split_once('#').map(|(_, fragment)| fragment).unwrap_or("");
    let egg = fragment.split('&').find_map(|part| part.strip_prefix("egg="));
    let (egg, mut extras) = match egg.and_then(|egg| egg.split_once('[')) {
        Some((name, extras)) => (Some(name), split_extras(extras)),
        None => (egg, Vec::new()),
    };
    if is_path && let Some((_, listed)) = bare.split_once('[') {
        extras = split_extras(listed);
    }
    let archive = file_of_url(bare).and_then(|file| named_archive(&file));
    let (raw_name, version) = match (egg, archive) {
        (Some(egg), archive) => (egg.to_owned(), archive.and_then(|(_, version)| version)),
        (None, Some((name, version))) => (name, version),
        (None, None) => (repository_name(&source).unwrap_or_default(), None),
    };
    Some(Dependency {
        name: normalise(&raw_name),
        raw_name,
        extras,
        version,
        marker,
        hashes: fragment_hash(bare).into_iter().collect(),
        source,
        direct: true,
        span,
        parts: Parts {
            url: Some(Span { end: url_span.start + bare.len() as u32, ..url_span }),
            ..Parts::default()
        },
        ..Dependency::default()
    })
}

/// The last part of a repository's address: what the package is called most often. Nothing of a path.
fn repository_name(source: &Source) -> Option<String> {
    let Source::Vcs { url, .. } = source else { return None };
    let last = url.trim_end_matches('/').rsplit(['/', ':']).next()?;
    let name = last.strip_suffix(".git").unwrap_or(last);
    super::is_valid(name).then(|| name.to_owned())
}

fn split_extras(text: &str) -> Vec<String> {
    let list = text.split(']').next().unwrap_or("");
    list.split(',').map(str::trim).filter(|extra| super::is_valid(extra)).map(str::to_owned).collect()
}

/// A line of options: `-r other.txt`, `--index-url https://…`, several on one line too.
fn read_options(line: &Logical<'_>, body: &str, start: usize, constraint: bool, out: &mut Manifest) {
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

#[cfg(test)]
#[path = "requirements_tests.rs"]
mod tests;
