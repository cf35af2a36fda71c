//! Commands that install packages, in the words of a shell.

mod package;
mod program;

use super::requirements::address_row;
use super::words::{Word, commands};
use super::{Flag, Include, Install, Manifest, OptionKind, PipOption};
use crate::source::Span;
use package::package;
use program::{VALUED, is_of_system, program};

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
    let first = rest.first();
    let Some((program, args)) = program(rest) else { return };
    let span = words.iter().map(|word| word.whole).reduce(Span::cover).unwrap_or_default();
    if let Some(at) = sudo {
        flags.push((Flag::Sudo, at));
    } else if let Some(word) = first.filter(|word| is_of_system(&word.text)) {
        flags.push((Flag::System, word.whole));
    }
    let mut install = Install { program, flags, span };
    match program {
        // One package, then its arguments.
        "pipx run" | "uvx" => run_one(args, out),
        "uv run" => {
            for pair in args.windows(2).filter(|pair| pair[0].text == "--with") {
                package(&pair[1], true, out);
            }
        }
        _ => pip_arguments(args, &mut install, out),
    }
    out.installs.push(install);
}

fn is_variable(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !name.as_bytes()[0].is_ascii_digit()
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
            _ if name == "--system" => install.flags.push((Flag::System, word.whole)),
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

#[cfg(test)]
mod tests;
