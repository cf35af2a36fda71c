//! A second index beside the first: the one with the higher version wins.

use super::rows::{host, shown};
use crate::manifest::OptionKind;
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "dependency-confusion",
        summary: "Packages taken from whichever index has the higher version",
        family: Family::Dependencies,
        cwe: &[427, 829],
        owasp: Owasp::A03,
        severity: Severity::High,
        precision: Precision::Medium,
        tier: Tier::Advice,
        answers: &[],
        why: "With `--extra-index-url` pip asks all indexes and takes the highest version, wherever it comes from. Who uploads a \
              package to PyPI under the name of an internal one, with a higher version, has it installed in its place, and its code \
              runs on every machine that builds or tests the project.",
        instead: "Name one index with `--index-url` that serves internal packages and passes everything else on to PyPI, or tell the \
                  tool which package comes from where:\n\n```toml\n[[tool.uv.index]]\nname = \"internal\"\nurl = \
                  \"https://packages.example.com/simple\"\nexplicit = true\n\n[tool.uv.sources]\nshop-core = { index = \"internal\" \
                  }\n```\n\nAn index that is safe to use so is named in `dependencies.indexes` of the configuration.",
        references: &[
            "https://pip.pypa.io/en/stable/cli/pip_install/#cmdoption-extra-index-url",
            "https://docs.astral.sh/uv/concepts/indexes/",
            "https://cwe.mitre.org/data/definitions/427.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Bad {
                path: "requirements.txt",
                code: "--extra-index-url https://packages.example.com/simple\nshop-core==1.4\n",
            },
            Example::Bad {
                path: "Dockerfile",
                code: "FROM python:3.13\nRUN pip install --extra-index-url https://packages.example.com/simple shop-core\n",
            },
            Example::Good {
                path: "requirements.txt",
                code: "--index-url https://packages.example.com/simple\nshop-core==1.4\n",
            },
            Example::Good {
                path: "pyproject.toml",
                code: "[[tool.uv.index]]\nname = \"internal\"\nurl = \"https://packages.example.com/simple\"\nexplicit = true\n",
            },
        ]),
    },
    on: &[On::Manifest(check)],
};

/// Indexes that anyone may use, for builds that PyPI does not carry: no internal names are at stake, though PyPI may
/// still answer for theirs.
const PUBLIC: &[&str] = &["download.pytorch.org", "pypi.nvidia.com", "pypi.ngc.nvidia.com", "test.pypi.org", "wheels.vllm.ai"];

fn check(cx: &mut ManifestCx<'_>) {
    for option in cx.manifest.options.iter().filter(|option| option.kind == OptionKind::ExtraIndex) {
        let host = host(&option.value);
        if matches!(host, "pypi.org" | "pypi.python.org" | "") || cx.around.policy.trusts(&option.value) {
            continue;
        }
        let address = shown(&option.value);
        let mut draft = cx.draft(
            option.span,
            format!("Packages come from PyPI or from `{address}`, whichever has the higher version: who uploads an internal name to PyPI is installed."),
        );
        if PUBLIC.contains(&host) {
            draft.draft.severity = Some(Severity::Low);
        } else if host.starts_with('$') || option.value.starts_with('$') {
            draft.draft.precision = Some(Precision::Low);
        }
        cx.report(draft);
    }
}
