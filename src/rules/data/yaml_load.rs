//! `yaml.load` with a loader that builds arbitrary objects.

use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "yaml-load",
        summary: "YAML loaded with a loader that can build any Python object",
        family: Family::Data,
        cwe: &[502],
        owasp: Owasp::A08,
        severity: Severity::High,
        precision: Precision::High,
        tier: Tier::Safe,
        answers: &["B506", "S506"],
        why: "PyYAML's `Loader`, `UnsafeLoader` and `FullLoader` follow tags in the document such as \
              `!!python/object/apply:os.system`. Whoever writes the document runs code in the program that loads it.",
        instead: "Load with `yaml.safe_load`, which builds only plain data: dicts, lists, strings, numbers, dates.",
        references: &["https://pyyaml.org/wiki/PyYAMLDocumentation", "https://cwe.mitre.org/data/definitions/502.html"],
        words: &["yaml"],
        examples: &[
            Example::Rewrite {
                path: "app.py",
                bad: "import yaml\n\ndef read(stream):\n    return yaml.load(stream, Loader=yaml.Loader)\n",
                good: "import yaml\n\ndef read(stream):\n    return yaml.safe_load(stream)\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "from yaml import load, FullLoader\nimport yaml as y\n\ndata = load(open('x'), FullLoader)\n",
                good: "from yaml import load, FullLoader\nimport yaml as y\n\ndata = y.safe_load(open('x'))\n",
            },
            Example::Good {
                path: "app.py",
                code: "import yaml\n\ndata = yaml.load(open('x'), Loader=yaml.SafeLoader)\nmore = yaml.safe_load('a: 1')\n",
            },
        ],
    },
    on: &[On::Call(&["yaml.load", "yaml.load_all", "yaml.unsafe_load", "yaml.full_load"], check)],
};

fn check(cx: &mut Cx<'_>, call: Call<'_>) {
    let module = cx.module();
    let loader = call.argument(module, 1, "Loader");
    if let Some(loader) = loader {
        match cx.dotted(loader).and_then(|name| name.rsplit('.').next()) {
            Some("Loader" | "UnsafeLoader" | "FullLoader" | "CLoader" | "CFullLoader" | "CUnsafeLoader") => {}
            // A loader of the project's own may be derived from a safe one.
            _ => return,
        }
    } else if call.has_spread() {
        return;
    }
    let draft = cx.draft(cx.span(call.id), "The document can make this call build any Python object, and so run code.");
    let draft = draft.propose(rewrite(cx, call));
    cx.report(draft);
}

fn rewrite(cx: &Cx<'_>, call: Call<'_>) -> Option<Proposal> {
    if call.has_spread() {
        return None;
    }
    let stream = call.argument(cx.module(), 0, "stream")?;
    let all = if call.name.ends_with("load_all") { "safe_load_all" } else { "safe_load" };
    let spelled = imports::spell(cx.file, cx.analysis, cx.span(call.id), "yaml", all)?;
    let mut edits = vec![
        arguments::replace(cx.span(call.func), spelled.text),
        arguments::replace(call.parens, format!("({})", cx.text(stream))),
    ];
    edits.extend(spelled.edit);
    Some(Proposal {
        title: format!("Load with `{all}`"),
        tier: Tier::Safe,
        edits,
        check: None,
    })
}
