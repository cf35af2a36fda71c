//! Commands that install packages, in the words of a shell.

use super::requirement::{filled_in, requirement};
use super::requirements::address_row;
use super::words::{Word, commands};
use super::{Flag, Include, Install, Manifest, OptionKind, PipOption, Source};
use crate::source::Span;

/// The commands of a shell text. `base` is added to every span.
pub(super) fn shell(text: &str, base: usize, out: &mut Manifest) {
    for words in commands(text, base) {
        command(&words, out);
    }
}

/// Reads one command.
pub(super) fn command(words: &[Word], out: &mut Manifest) {
    let mut rest = words;
    let mut flags: Vec<(Flag, Span)> = Vec::new();
    let mut sudo = None;
    // What stands before the program: variables, sudo, the words of a shell.
    while let [first, more @ ..] = rest {
        match first.text.as_str() {
            "sudo" => {
                sudo = Some(first.whole);
                rest = more;
                while rest.first().is_some_and(|word| word.text.starts_with('-')) {
                    rest = &rest[1..];
                }
            }
            "env" | "command" | "exec" | "time" | "then" | "do" | "else" | "if" | "!" | "&&" | "RUN"
            | "nohup" => rest = more,
            text if text.contains('=') && text.split('=').next().is_some_and(is_variable) => rest = more,
            _ => break,
        }
    }
    let Some((program, args)) = program(rest) else { return };
    let span = words.iter().map(|word| word.whole).reduce(Span::cover).unwrap_or_default();
    if let Some(at) = sudo {
        flags.push((Flag::Sudo, at));
    }
    let mut install = Install { program, flags, span };
    match program {
        // One package, then its arguments.
        "pipx run" | "uvx" => run_one(args, out),
        _ => pip_arguments(args, &mut install, out),
    }
    out.installs.push(install);
}

fn is_variable(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !name.as_bytes()[0].is_ascii_digit()
}

/// The installer that a command runs, and what follows its `install`.
fn program(words: &[Word]) -> Option<(&'static str, &[Word])> {
    let [first, rest @ ..] = words else { return None };
    let name = first.text.rsplit('/').next().unwrap_or(&first.text);
    let numbered = |stem: &str| {
        name.strip_prefix(stem)
            .is_some_and(|tail| tail.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
    };
    let after = |words: &'_ [Word], verbs: &[&str]| -> Option<usize> {
        // Options of the program itself may stand before the verb.
        let at = words.iter().position(|word| !word.text.starts_with('-'))?;
        verbs.contains(&words[at].text.as_str()).then_some(at + 1)
    };
    if numbered("pip") {
        let at = after(rest, &["install", "download", "wheel"])?;
        return Some(("pip", &rest[at..]));
    }
    if numbered("python") || name == "py" {
        let at = rest.iter().position(|word| word.text == "-m")?;
        return program(&rest[at + 1..]);
    }
    match name {
        "pipx" => {
            if let Some(at) = after(rest, &["run"]) {
                return Some(("pipx run", &rest[at..]));
            }
            let at = after(rest, &["install"])?;
            Some(("pipx", &rest[at..]))
        }
        "uvx" => Some(("uvx", rest)),
        "uv" => match rest {
            [pip, rest @ ..] if pip.text == "pip" => {
                let at = after(rest, &["install"])?;
                Some(("uv", &rest[at..]))
            }
            [add, rest @ ..] if add.text == "add" => Some(("uv", rest)),
            [tool, run, rest @ ..] if tool.text == "tool" && run.text == "run" => Some(("uvx", rest)),
            [tool, install, rest @ ..] if tool.text == "tool" && install.text == "install" => {
                Some(("uv", rest))
            }
            _ => None,
        },
        "poetry" | "pdm" | "pipenv" => {
            let verb = if name == "pipenv" { "install" } else { "add" };
            let at = after(rest, &[verb])?;
            Some((
                if name == "poetry" {
                    "poetry"
                } else if name == "pdm" {
                    "pdm"
                } else {
                    "pipenv"
                },
                &rest[at..],
            ))
        }
        _ => None,
    }
}

/// `pipx run black==22.1 --check .`, `uvx --from black==22 black .`
fn run_one(words: &[Word], out: &mut Manifest) {
    let mut named = false;
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        match word.text.as_str() {
            "--from" | "--with" | "--spec" => {
                named |= word.text != "--with";
                if let Some(word) = words.get(at) {
                    package(word, true, out);
                    at += 1;
                }
            }
            "--python" | "-p" | "--index-url" | "--pip-args" => at += 1,
            text if text.starts_with('-') => {}
            _ => {
                if !named {
                    package(word, true, out);
                }
                return;
            }
        }
    }
}

/// Options of pip and uv that take a value which is of no interest here.
const VALUED: &[&str] = &[
    "-t",
    "--target",
    "--prefix",
    "--root",
    "--python",
    "-p",
    "--platform",
    "--python-version",
    "--python-platform",
    "--implementation",
    "--abi",
    "--proxy",
    "--timeout",
    "--retries",
    "--cache-dir",
    "--progress-bar",
    "--src",
    "--report",
    "--cert",
    "--client-cert",
    "--log",
    "--exists-action",
    "--no-binary",
    "--only-binary",
    "--upgrade-strategy",
    "--root-user-action",
    "--config-settings",
    "-C",
    "--config-setting",
    "--global-option",
    "--use-feature",
    "--use-deprecated",
    "--dest",
    "-d",
    "-w",
    "--wheel-dir",
    "--upgrade-package",
    "-P",
    "--reinstall-package",
    "--index-strategy",
    "--keyring-provider",
    "--resolution",
    "--prerelease",
    "--link-mode",
    "--exclude-newer",
    "--group",
    "--extra",
    "--with-editable",
    "--build-option",
    "--override",
    "-G",
    "--optional",
    "--package",
    "--source",
    "--refresh-package",
    "--no-build-package",
    "--no-binary-package",
    "--torch-backend",
];

/// What follows `pip install`.
pub(super) fn pip_arguments(words: &[Word], install: &mut Install, out: &mut Manifest) {
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        let text = word.text.as_str();
        if !text.starts_with('-') || text == "-" {
            // Redirections and what follows them.
            if text.starts_with(['>', '<'])
                || text == "2>"
                || text.starts_with("2>")
                || text.starts_with("1>")
            {
                if matches!(text, ">" | ">>" | "<" | "2>" | "1>") {
                    at += 1;
                }
                continue;
            }
            if word.variable && is_bare_variable(text) {
                install.flags.push((Flag::Variable(text.to_owned()), word.whole));
                continue;
            }
            package(word, false, out);
            continue;
        }
        let (name, mut value) = match text.split_once('=') {
            Some((name, value)) if text.starts_with("--") => (
                name,
                Some((
                    value.to_owned(),
                    Span { start: word.span.end - value.len().min(word.span.len()) as u32, ..word.span },
                )),
            ),
            _ if text.len() > 2
                && text.is_char_boundary(2)
                && !text.starts_with("--")
                && matches!(text.as_bytes()[1], b'r' | b'c' | b'e' | b'i' | b'f') =>
            {
                (&text[..2], Some((text[2..].to_owned(), word.span)))
            }
            _ => (text, None),
        };
        let kind = match name {
            "-i" | "--index-url" | "--default-index" => Some(OptionKind::Index),
            "--extra-index-url" => Some(OptionKind::ExtraIndex),
            "--index" => Some(OptionKind::ExplicitIndex),
            "-f" | "--find-links" => Some(OptionKind::FindLinks),
            "--trusted-host" | "--allow-insecure-host" => Some(OptionKind::TrustedHost),
            "--pre" => Some(OptionKind::Pre),
            "--no-index" => Some(OptionKind::NoIndex),
            "--require-hashes" => Some(OptionKind::RequireHashes),
            _ => None,
        };
        let switch = matches!(kind, Some(OptionKind::Pre | OptionKind::NoIndex | OptionKind::RequireHashes));
        let file = matches!(
            name,
            "-r" | "--requirement" | "--requirements" | "-c" | "--constraint" | "--constraints"
        );
        let editable = matches!(name, "-e" | "--editable");
        let takes_value = (kind.is_some() && !switch) || file || editable || VALUED.contains(&name);
        let whole_from = word.whole;
        if takes_value && value.is_none() {
            value = words.get(at).map(|word| (word.text.clone(), word.span));
            at += 1;
        }
        let end = words.get(at - 1).map_or(word.whole, |word| word.whole);
        let span = whole_from.cover(end);
        match (kind, value) {
            (Some(kind), value) => {
                let (value, value_span) = value.unwrap_or((String::new(), word.whole));
                out.options.push(PipOption { kind, value, span, value_span });
            }
            (None, Some((path, _))) if file => {
                let constraint = name.contains("-c");
                out.includes.push(Include { path, constraint, span });
            }
            (None, Some((path, value_span))) if editable => {
                if let Some(mut row) = address_row(&path, value_span, span) {
                    row.editable = true;
                    out.rows.push(row);
                }
            }
            _ if name == "--break-system-packages" => {
                install.flags.push((Flag::BreakSystemPackages, word.whole));
            }
            _ => {}
        }
    }
}

/// `$NAME`, `${NAME}`, `$(command)` and nothing else; a package with a variable for its version is none.
fn is_bare_variable(text: &str) -> bool {
    if text.starts_with("${{") {
        return true;
    }
    let Some(rest) = text.strip_prefix('$') else { return text.starts_with('`') };
    let name = rest.trim_start_matches('{').trim_end_matches('}');
    rest.starts_with('(')
        || name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'@' | b'*' | b'[' | b']'))
}

/// A requirement, an address or a path on a command line.
fn package(word: &Word, tool: bool, out: &mut Manifest) {
    let text = word.text.as_str();
    // Lengths that differ mean escapes or several quotes: parts then have no bytes of their own.
    let plain = text.len() == word.span.len();
    // `uvx ruff@0.4.0`, `poetry add django@latest`
    let at_version = text.split_once('@').filter(|(name, version)| {
        super::is_valid(name)
            && !version.is_empty()
            && !version.contains(['/', ':', ' '])
            && !version.starts_with('.')
    });
    if let Some((name, version)) = at_version {
        let exact = tool && version.starts_with(|c: char| c.is_ascii_digit());
        out.rows.push(super::Dependency {
            raw_name: name.to_owned(),
            name: super::normalise(name),
            specifier: format!("@{version}"),
            version: exact.then(|| version.to_owned()),
            direct: true,
            span: word.whole,
            parts: super::Parts { name: word.span, ..super::Parts::default() },
            ..super::Dependency::default()
        });
        return;
    }
    if let Some(mut row) = address_row(text, word.span, word.whole) {
        if !plain {
            row.parts = super::Parts::default();
        }
        // The project itself and files beside it are no dependencies.
        if !matches!(row.source, Source::Path(_)) || row.version.is_some() {
            out.rows.push(row);
        }
        return;
    }
    match requirement(text) {
        Ok(one) => {
            let mut row = one.row(word.span.start as usize, word.whole);
            if !plain {
                row.parts = super::Parts::default();
            }
            out.rows.push(row);
        }
        Err(_) if word.variable || text.contains("{{") => {
            out.rows.extend(filled_in(text, word.span.start as usize, word.whole).map(|mut row| {
                if !plain {
                    row.parts = super::Parts::default();
                }
                row
            }));
        }
        // A path, a word of another command: nothing to say.
        Err(_) => {}
    }
}

#[cfg(test)]
#[path = "command_tests.rs"]
mod tests;
