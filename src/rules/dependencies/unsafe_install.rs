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
        examples: &[
            Example::Bad { path: "setup.sh", code: "sudo pip install rich==13.9.4\n" },
            Example::Bad {
                path: ".github/workflows/ci.yml",
                code: "on: pull_request\njobs:\n  test:\n    steps:\n      - run: pip install ${{ github.event.pull_request.title }}\n",
            },
            Example::Good { path: "setup.sh", code: "python3 -m venv .venv\n.venv/bin/pip install -r requirements.txt\n" },
            Example::Good {
                path: "Dockerfile",
                code: "FROM python:3.13\nRUN pip install --break-system-packages rich==13.9.4\n",
            },
        ],
    },
    on: &[On::Manifest(check)],
};

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
                Flag::Variable(text) => {
                    let outside = ["github.event.", "github.head_ref"].iter().any(|word| text.contains(word));
                    if !outside {
                        continue;
                    }
                    ("Whoever writes the event that starts the workflow chooses what is installed and run here.".to_owned(), Severity::High)
                }
            };
            let mut draft = cx.draft(*span, message);
            draft.draft.severity = Some(severity);
            draft.identity = format!("{}|{}", draft.identity, cx.file.slice(install.span));
            cx.report(draft);
        }
    }
}
