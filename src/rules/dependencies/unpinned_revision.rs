//! A repository as a dependency, at a revision that others can move.

use super::rows::{by_name, shown, written};
use crate::manifest::{Format, Source};
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "unpinned-revision",
        summary: "Repository installed at a branch or tag that can move",
        family: Family::Dependencies,
        cwe: &[829, 494],
        owasp: Owasp::A03,
        severity: Severity::Medium,
        precision: Precision::High,
        tier: Tier::Advice,
        answers: &[],
        why: "A branch is whatever was pushed last, and a tag can be set anew. Who gets hold of the repository, or of an account that \
              may push to it, runs code wherever the project is installed next, without a change in the project.",
        instead: "Name the full commit, forty hexadecimal digits: `git ls-remote <address> <tag>` prints it. A release on an index, \
                  pinned and with hashes, is better still.\n\n```text\ntool @ git+https://code.example.com/tool@3f786850e387550fdab836ed7e6dc881de23001b\n```",
        references: &[
            "https://pip.pypa.io/en/stable/topics/vcs-support/",
            "https://cwe.mitre.org/data/definitions/829.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Bad { path: "requirements.txt", code: "tool @ git+https://code.example.com/tool@v1.2\n" },
            Example::Bad {
                path: "pyproject.toml",
                code: "[tool.poetry.dependencies]\ntool = { git = \"https://code.example.com/tool\", branch = \"main\" }\n",
            },
            Example::Good {
                path: "requirements.txt",
                code: "tool @ git+https://code.example.com/tool@3f786850e387550fdab836ed7e6dc881de23001b\n",
            },
        ]),
    },
    on: &[On::Manifest(check)],
};

fn check(cx: &mut ManifestCx<'_>) {
    let commit = |text: &String| matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let locked = by_name(cx.beside(Format::is_lock).chain(cx.left_alone(Format::is_lock)));
    let rows: Vec<_> = written(cx).collect();
    for row in rows {
        let Source::Vcs { vcs, url, revision } = &row.source else { continue };
        // A lock beside the file holds the commit.
        let held = locked.get(row.name.as_str()).is_some_and(|held| {
            held.iter().any(|one| matches!(&one.source, Source::Vcs { revision: Some(text), .. } if commit(text)))
        });
        if held {
            continue;
        }
        // Subversion counts its revisions; they cannot be moved.
        let counted = *vcs == crate::manifest::Vcs::Svn && revision.as_ref().is_some_and(|text| text.bytes().all(|b| b.is_ascii_digit()));
        let filled_in = revision.as_ref().is_some_and(|text| text.contains(['$', '{']));
        if revision.as_ref().is_some_and(commit) || counted || filled_in {
            continue;
        }
        let address = shown(url);
        let message = match revision {
            Some(revision) => format!("`{address}` is installed at `{revision}`, which who can push there may move at any time."),
            None => format!("`{address}` is installed at whatever was pushed there last."),
        };
        let draft = cx.row(row, message);
        cx.report(draft);
    }
}
