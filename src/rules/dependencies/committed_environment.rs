//! A virtual environment in the repository.

use crate::manifest::Format;
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "committed-environment",
        summary: "Virtual environment committed to the repository",
        family: Family::Dependencies,
        cwe: &[1357, 506],
        owasp: Owasp::A08,
        severity: Severity::Medium,
        precision: Precision::High,
        tier: Tier::Advice,
        answers: &[],
        why: "Thousands of files of other projects come into the repository, and nobody reads them. A change to one of them is a change \
              to what runs, and no advisory, hash or update reaches it.",
        instead: "Take the folder out with `git rm -r --cached`, name it in `.gitignore`, and let a requirements file or a lock say what \
                  is installed.",
        references: &[
            "https://docs.python.org/3/library/venv.html",
            "https://cwe.mitre.org/data/definitions/1357.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Bad { path: "env/pyvenv.cfg", code: "home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.13.1\n" },
            Example::Good { path: "requirements.txt", code: "six==1.17.0\n" },
        ]),
    },
    on: &[On::Manifest(check)],
};

fn check(cx: &mut ManifestCx<'_>) {
    let text = cx.file.text();
    if cx.manifest.format != Format::VirtualEnvironment || !text.contains("home") || cx.file.path().is_test() {
        return;
    }
    let line = cx.file.lines().span(1);
    let draft = cx.draft(line, "A whole virtual environment is part of the repository: nobody reads its code, and no update reaches it.");
    cx.report(draft);
}
