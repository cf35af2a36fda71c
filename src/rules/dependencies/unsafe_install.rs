//! Install commands that give packages too much.

use crate::manifest::{Flag, Format};
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "unsafe-install",
        summary: "Packages installed with too many rights, or chosen by a variable",
        family: Family::Dependencies,
        cwe: &[250, 829],
        owasp: Owasp::A03,
        severity: Severity::Low,
        precision: Precision::High,
        tier: Tier::Advice,
        answers: &[],
        why: "Installing a package runs code of that package. With `sudo` it runs as root, and `--break-system-packages` lets it replace \
              modules that the system itself uses. Where the package is the value of a variable, who sets the variable chooses the \
              code; in a workflow that may be the author of a pull request.",
        instead: "Install into a virtual environment, without `sudo`. Name the packages, or a requirements file with pins and hashes, in \
                  the command itself.\n\n```sh\npython3 -m venv .venv\n.venv/bin/pip install -r requirements.txt\n```",
        references: &[
            "https://pip.pypa.io/en/stable/cli/pip_install/#cmdoption-break-system-packages",
            "https://docs.python.org/3/library/venv.html",
            "https://cwe.mitre.org/data/definitions/250.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Bad { path: "setup.sh", code: "sudo pip install rich==13.9.4\n" },
            Example::Bad {
                path: ".github/workflows/ci.yml",
                code: "on: pull_request\njobs:\n  test:\n    steps:\n      - run: pip install ${{ github.event.pull_request.title }}\n",
            },
            Example::Bad { path: "setup.sh", code: "pip install \"$PACKAGE\"\n" },
            Example::Good { path: "build.sh", code: "for package in idna six; do\n  .venv/bin/pip install \"$package\"\ndone\n" },
            Example::Good { path: "setup.sh", code: "python3 -m venv .venv\n.venv/bin/pip install -r requirements.txt\n" },
            Example::Good {
                path: "Dockerfile",
                code: "FROM python:3.13\nRUN pip install --break-system-packages rich==13.9.4\n",
            },
        ]),
    },
    on: &[On::Manifest(check)],
};

/// The name of a variable that stands alone and that nothing in the file gives a value. The arguments of a script are its
/// caller's business.
fn unset<'t>(file: &str, variable: &'t str) -> Option<&'t str> {
    let name = variable.strip_prefix('$')?;
    let name = name.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')).unwrap_or(name);
    let named = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !named || name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // Options of the installer, by what such variables are called.
    let upper = name.to_ascii_uppercase();
    if ["ARG", "OPT", "FLAG"].iter().any(|word| upper.contains(word)) {
        return None;
    }
    // `NAME=x`, `NAME: x`, `ENV NAME x`, `for NAME in`, `read NAME`
    let set = file.match_indices(name).any(|(at, _)| {
        let before = file[..at].chars().next_back();
        let word = file[..at].split_whitespace().next_back().unwrap_or("");
        let after = &file[at + name.len()..];
        let starts = before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '_' | '$' | '{'));
        starts && (after.starts_with(['=', ':']) || (matches!(word, "ENV" | "for" | "read") && after.starts_with([' ', '\n'])))
    });
    (!set).then_some(name)
}

fn check(cx: &mut ManifestCx<'_>) {
    for install in &cx.manifest.installs {
        for (flag, span) in &install.flags {
            let (message, severity) = match flag {
                Flag::Sudo => ("Code of the packages runs as root while they are installed.".to_owned(), Severity::Low),
                // The system in an image is there for the program alone.
                Flag::BreakSystemPackages if cx.manifest.format == Format::Dockerfile => continue,
                Flag::BreakSystemPackages => {
                    ("The packages replace modules that the system itself uses.".to_owned(), Severity::Low)
                }
                // In an image and on a runner the system is there for this one job.
                Flag::System if cx.manifest.format != Format::Shell => continue,
                Flag::System => ("The packages are installed outside a virtual environment, among those of the system.".to_owned(), Severity::Low),
                Flag::Variable(text) if ["github.event.", "github.head_ref"].iter().any(|word| text.contains(word)) => {
                    ("Whoever writes the event that starts the workflow chooses what is installed and run here.".to_owned(), Severity::High)
                }
                Flag::Variable(text) => match unset(cx.file.text(), text) {
                    Some(name) => {
                        let message = format!("What is installed is the value of `{name}`, which this file does not set: who sets it chooses the code that runs here.");
                        (message, Severity::Low)
                    }
                    None => continue,
                },
            };
            let mut draft = cx.draft(*span, message);
            draft.draft.severity = Some(severity);
            draft.identity = format!("{}|{}", draft.identity, cx.file.slice(install.span));
            cx.report(draft);
        }
    }
}
