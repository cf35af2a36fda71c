//! Bytes from outside that are unpickled, and kin.

use crate::rules::prelude::*;
use crate::rules::purpose;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "unsafe-deserialization",
        summary: "Outside data turned into Python objects",
        family: Family::Data,
        cwe: &[502],
        owasp: Owasp::A08,
        severity: Severity::Critical,
        precision: Precision::High,
        tier: Tier::Review,
        answers: &["B301", "S301", "B302", "S302", "B614", "S614"],
        why: "A pickle is a program: loading it calls whatever it names, `os.system` included. The same holds for what builds on \
              it (`dill`, `cloudpickle`, `joblib`, `shelve`, pandas, torch and numpy files) and for `jsonpickle` and `marshal`. \
              Whoever writes the bytes runs code in the program that loads them; no look at the result comes early enough.",
        instead: "Take a format that carries data only: JSON or msgpack for state, Parquet or CSV for tables, safetensors or skops \
                  for models. Where it must be a pickle, sign the bytes and check the signature *before* loading, with a key \
                  that the sender of the bytes doesn't have:\n\n\
                  ```python\n\
                  expected = hmac.digest(key, data, \"sha256\")\n\
                  if not hmac.compare_digest(expected, signature):\n    \
                      raise ValueError(\"not ours\")\n\
                  state = pickle.loads(data)\n\
                  ```",
        references: &[
            "https://docs.python.org/3/library/pickle.html",
            "https://pytorch.org/docs/stable/generated/torch.load.html",
            "https://cwe.mitre.org/data/definitions/502.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Bad {
                path: "app.py",
                code: "import base64\nimport pickle\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n@app.get('/basket')\n\
                       def basket():\n    raw = base64.b64decode(request.cookies['basket'])\n    return {'items': len(pickle.loads(raw))}\n",
            },
            Example::Rewrite {
                path: "model.py",
                bad: "import torch\n\ndef read(path):\n    return torch.load(path, weights_only=False)\n",
                good: "import torch\n\ndef read(path):\n    return torch.load(path, weights_only=True)\n",
            },
            Example::Rewrite {
                path: "model.py",
                bad: "import numpy as np\n\ndef read(path):\n    return np.load(path, allow_pickle=True)\n",
                good: "import numpy as np\n\ndef read(path):\n    return np.load(path)\n",
            },
            Example::Good {
                path: "app.py",
                code: "import pickle\n\ndef cached():\n    with open('/var/lib/app/cache.pickle', 'rb') as file:\n        return pickle.load(file)\n",
            },
            Example::Good {
                path: "app.py",
                code: "import json\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n@app.get('/basket')\n\
                       def basket():\n    return {'items': len(json.loads(request.cookies['basket']))}\n",
            },
        ]),
    },
    on: &[On::Flow(Kind::Deserialize, flow), On::Call(&["torch.load"], torch), On::Call(&["numpy.load"], numpy)],
};

fn flow(cx: &mut Cx<'_>, hit: &Hit) {
    let name = cx.call(hit.site.call).map(|call| call.name);
    // These have arguments that decide, and checks of their own.
    if cx.is_test() || matches!(name, Some("torch.load" | "numpy.load")) {
        return;
    }
    let Some((_, class)) = cx.strongest(hit) else { return };
    // A name on the command line or in the environment is the user's own file.
    if matches!(class, SourceClass::CommandLine | SourceClass::Environment | SourceClass::File) || is_signed(cx, hit) {
        return;
    }
    let Some(mut draft) = cx.flow(hit, "is loaded as Python objects, which runs the code that it names") else { return };
    if class == SourceClass::Network {
        draft = draft.severity(Severity::High).precision(Precision::Medium);
    }
    cx.report(draft);
}

/// The function computes an HMAC of the same data and compares it in constant time before the load.
fn is_signed(cx: &Cx<'_>, hit: &Hit) -> bool {
    let mut loaded = None;
    purpose::inside(cx, hit.site.arg, &mut |inner| {
        if let ExprKind::Name(name) = cx.expr(inner).kind {
            loaded = loaded.or(Some(name));
        }
        false
    });
    let Some(loaded) = loaded else { return false };
    let (load, func) = (cx.span(hit.site.call), cx.function_at(cx.span(hit.site.call)));
    let (mut digest, mut compared) = (false, false);
    for at in 0..cx.module().exprs.len() {
        let id = ExprId(at as u32);
        let span = cx.span(id);
        if span.start >= load.start || !matches!(cx.expr(id).kind, ExprKind::Call { .. }) || cx.function_at(span) != func {
            continue;
        }
        let Some(call) = cx.call(id) else { continue };
        match call.name {
            "hmac.new" | "hmac.digest" | "hmac.HMAC" => {
                digest |= call.args.iter().any(|arg| {
                    purpose::inside(cx, arg.value, &mut |inner| matches!(cx.expr(inner).kind, ExprKind::Name(name) if name == loaded))
                });
            }
            "hmac.compare_digest" | "secrets.compare_digest" => compared = true,
            _ => {}
        }
    }
    digest && compared
}

/// Outside data names or is what is loaded.
fn reached(cx: &Cx<'_>, call: Call<'_>) -> bool {
    cx.analysis.facts.hits.iter().any(|hit| {
        hit.site.call == call.id
            && hit.site.kind == Kind::Deserialize
            && cx.strongest(hit).is_some_and(|(_, class)| matches!(class, SourceClass::Request | SourceClass::Network))
    })
}

fn torch(cx: &mut Cx<'_>, call: Call<'_>) {
    let weights = call.keyword(cx.module(), "weights_only");
    if cx.is_test() || call.has_spread() || weights.is_some_and(|arg| !cx.is_false(arg.value)) {
        return;
    }
    let edit = match weights {
        Some(arg) => arguments::replace(cx.span(arg.value), "True"),
        None => arguments::append(call.args, call.parens, "weights_only=True"),
    };
    let proposal = Proposal {
        title: "Load tensors and plain containers only".to_owned(),
        tier: Tier::Review,
        edits: vec![edit],
        check: Some("A file that holds a whole pickled model no longer loads; save its `state_dict()` instead.".to_owned()),
    };
    let said = if weights.is_some() {
        "`weights_only=False` lets the file build any object: whoever wrote it runs code here."
    } else {
        "Before torch 2.6 this lets the file build any object: whoever wrote it runs code here."
    };
    let draft = cx.draft(cx.span(call.id), said).propose(Some(proposal));
    let draft = match (reached(cx, call), weights.is_some()) {
        (true, _) => draft,
        (false, true) => draft.severity(Severity::Medium).precision(Precision::Medium),
        (false, false) => draft.severity(Severity::Medium).precision(Precision::Low),
    };
    cx.report(draft);
}

fn numpy(cx: &mut Cx<'_>, call: Call<'_>) {
    let Some(pickled) = call.keyword(cx.module(), "allow_pickle").filter(|arg| cx.is_true(arg.value)) else { return };
    if cx.is_test() {
        return;
    }
    let edit = arguments::remove(cx.file, call.args, call.parens, pickled);
    let proposal = (!cx.file.slice(edit.span).contains('#')).then(|| Proposal {
        title: "Load arrays of plain values only".to_owned(),
        tier: Tier::Review,
        edits: vec![edit],
        check: Some("A file that holds arrays of objects no longer loads.".to_owned()),
    });
    let said = "`allow_pickle=True` lets the file build any object: whoever wrote it runs code here.";
    let mut draft = cx.draft(cx.span(call.id), said).propose(proposal);
    if !reached(cx, call) {
        draft = draft.severity(Severity::Medium).precision(Precision::Medium);
    }
    cx.report(draft);
}
