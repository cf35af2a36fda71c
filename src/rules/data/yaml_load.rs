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
        words: Words::any(&["load", "load_all", "*Loader", "YAML", "unsafe_load", "unsafe_load_all", "full_load", "full_load_all"])
            .near(&["*yaml*", "*Loader", "unsafe_load", "unsafe_load_all", "full_load", "full_load_all"])
            .file(&["*yaml*"]),
        examples: examples(&[
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
            Example::Rewrite {
                path: "app.py",
                bad: "import yaml\n\ndata = yaml.load(open('x'), Loader=yaml.CLoader)\n",
                good: "import yaml\n\ndata = yaml.load(open('x'), Loader=yaml.CSafeLoader)\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import yaml\n\nclass OurLoader(yaml.Loader):\n    pass\n",
                good: "import yaml\n\nclass OurLoader(yaml.SafeLoader):\n    pass\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "from ruamel.yaml import YAML\n\ndata = YAML(typ='unsafe').load(open('x'))\n",
                good: "from ruamel.yaml import YAML\n\ndata = YAML(typ=\"safe\").load(open('x'))\n",
            },
            Example::Good {
                path: "app.py",
                code: "from yaml import load\ntry:\n    from yaml import CSafeLoader as Loader\nexcept ImportError:\n    from yaml import SafeLoader as Loader\n\ndef read(stream):\n    return load(stream, Loader=Loader)\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "from yaml import load\ntry:\n    from yaml import CLoader as Loader\nexcept ImportError:\n    from yaml import Loader\n\ndef read(stream):\n    return load(stream, Loader=Loader)\n",
                good: "import yaml\nfrom yaml import load\ntry:\n    from yaml import CLoader as Loader\nexcept ImportError:\n    from yaml import Loader\n\ndef read(stream):\n    return yaml.safe_load(stream)\n",
            },
            Example::Good {
                path: "tests/test_app.py",
                code: "import yaml\n\ndef test_export(stream):\n    assert yaml.load(stream, Loader=yaml.Loader) == {}\n",
            },
            Example::Good {
                path: "app.py",
                code: "import yaml\n\ndata = yaml.load(open('x'), Loader=yaml.SafeLoader)\nmore = yaml.safe_load('a: 1')\n",
            },
        ]),
    },
    on: &[On::Call(LOADS, check), On::Call(&["ruamel.yaml.YAML"], ruamel), On::Class(derived)],
};

const LOADS: &[&str] = &[
    "yaml.load",
    "yaml.load_all",
    "yaml.unsafe_load",
    "yaml.unsafe_load_all",
    "yaml.full_load",
    "yaml.full_load_all",
];

const TAGS: &str = "Documents with `!!python/` tags, and constructors registered on the old loader, no longer work.";

/// True for the last part of the name of a loader that builds objects.
fn is_unsafe(name: &str) -> bool {
    matches!(name, "Loader" | "UnsafeLoader" | "FullLoader" | "CLoader" | "CFullLoader" | "CUnsafeLoader")
}

/// The last part of the name of a loader of PyYAML's own.
fn loader_name<'a>(cx: &Cx<'a>, id: ExprId) -> Option<&'a str> {
    cx.dotted(id)?.strip_prefix("yaml.")?.rsplit('.').next()
}

/// `from yaml import CLoader as Loader`, and where that fails `from yaml import Loader`: unsafe whichever it is.
fn imported_either_way(cx: &Cx<'_>, id: ExprId) -> bool {
    let module = cx.module();
    let ExprKind::Name(loader) = cx.expr(id).kind else { return false };
    let mut names = 0;
    let is_unsafe = module.stmts.iter().all(|stmt| match &stmt.kind {
        StmtKind::ImportFrom { level, module: from, names: imported, .. } => {
            let mut bound = imported.iter().filter(|import| import.alias.unwrap_or(import.name) == loader);
            bound.all(|import| {
                names += 1;
                *level == 0 && module.name(*from) == "yaml" && is_unsafe(module.name(import.name))
            })
        }
        StmtKind::Assign { targets, .. } => {
            targets.iter().all(|target| !matches!(cx.expr(*target).kind, ExprKind::Name(name) if name == loader))
        }
        _ => true,
    });
    is_unsafe && names > 1
}

/// Safe by itself; not where the module teaches loaders tags of its own, or speaks of Python's.
fn tier(cx: &Cx<'_>) -> (Tier, Option<String>) {
    let text = cx.file.text();
    let taught = ["add_constructor", "add_multi_constructor", "YAMLObject", "!!python/"].iter().any(|word| text.contains(word));
    if taught { (Tier::Review, Some(TAGS.to_owned())) } else { (Tier::Safe, None) }
}

fn check(cx: &mut Cx<'_>, call: Call<'_>) {
    // A test reads what it wrote itself.
    if cx.is_test() {
        return;
    }
    let module = cx.module();
    let named = matches!(call.name, "yaml.load" | "yaml.load_all");
    let loader = call.args.iter().find(|arg| match arg.kind {
        ArgKind::Keyword(key) => module.name(key) == "Loader",
        _ => named && call.positional(1) == Some(arg.value),
    });
    if let Some(loader) = loader {
        // A loader of the project's own may be derived from a safe one.
        if !loader_name(cx, loader.value).is_some_and(is_unsafe) && !imported_either_way(cx, loader.value) {
            return;
        }
    } else if call.has_spread() {
        return;
    }
    let said = "The document can make this call build any Python object, and so run code.";
    let mut draft = cx.draft(cx.span(call.id), said).propose(rewrite(cx, call, loader));
    let from_outside = cx.analysis.facts.hits.iter().find(|hit| hit.site.call == call.id && hit.site.kind == Kind::Yaml);
    if let Some(flow) = from_outside.filter(|hit| {
        cx.strongest(hit).is_some_and(|(_, class)| class == SourceClass::Request)
    }).and_then(|hit| cx.flow(hit, "can make the call build any Python object, and so run code")) {
        draft.message = flow.message;
        draft.trace = flow.trace;
        draft.severity = Some(Severity::Critical);
    }
    cx.report(draft);
}

fn rewrite(cx: &Cx<'_>, call: Call<'_>, loader: Option<&Arg>) -> Option<Proposal> {
    if call.has_spread() {
        return None;
    }
    let (tier, check) = tier(cx);
    let fast = |loader: &&Arg| loader_name(cx, loader.value).is_some_and(|name| name.starts_with('C'));
    if let Some(loader) = loader.filter(fast) {
        // The loader written in C stays: it is there for its speed.
        let spelled = imports::spell(cx.file, cx.analysis, cx.span(call.id), "yaml", "CSafeLoader")?;
        let mut edits = vec![arguments::replace(cx.span(loader.value), spelled.text)];
        edits.extend(spelled.edit);
        return Some(Proposal { title: "Load with `CSafeLoader`".to_owned(), tier, edits, check });
    }
    let all = if call.name.ends_with("_all") { "safe_load_all" } else { "safe_load" };
    let spelled = imports::spell(cx.file, cx.analysis, cx.span(call.id), "yaml", all)?;
    let mut edits = vec![arguments::replace(cx.span(call.func), spelled.text)];
    if let Some(loader) = loader {
        let edit = arguments::remove(cx.file, call.args, call.parens, loader);
        if cx.file.slice(edit.span).contains('#') {
            return None;
        }
        edits.push(edit);
    }
    edits.extend(spelled.edit);
    Some(Proposal { title: format!("Load with `{all}`"), tier, edits, check })
}

/// `YAML(typ="unsafe")`
fn ruamel(cx: &mut Cx<'_>, call: Call<'_>) {
    let Some(kind) = call.keyword(cx.module(), "typ").filter(|arg| cx.str(arg.value) == Some("unsafe")) else { return };
    let proposal = Proposal {
        title: "Load plain data only".to_owned(),
        tier: Tier::Review,
        edits: vec![arguments::replace(cx.span(kind.value), "\"safe\"")],
        check: Some("Documents with `!!python/` tags no longer load.".to_owned()),
    };
    let said = "Documents read with `typ=\"unsafe\"` can build any Python object, and so run code.";
    let draft = cx.draft(cx.span(call.id), said).propose(Some(proposal));
    cx.report(draft);
}

/// `class OurLoader(yaml.Loader)`
fn derived(cx: &mut Cx<'_>, id: ClassId) {
    let module = cx.module();
    let class = module.class(id);
    for base in class.bases.iter().filter(|base| base.kind == ArgKind::Positional) {
        let Some(name) = loader_name(cx, base.value).filter(|name| is_unsafe(name)) else { continue };
        let safe = if name.starts_with('C') { "CSafeLoader" } else { "SafeLoader" };
        let proposal = imports::spell(cx.file, cx.analysis, cx.span(base.value), "yaml", safe).map(|spelled| Proposal {
            title: format!("Derive from `{safe}`"),
            tier: Tier::Review,
            edits: std::iter::once(arguments::replace(cx.span(base.value), spelled.text)).chain(spelled.edit).collect(),
            check: Some("Documents with `!!python/` tags no longer load.".to_owned()),
        });
        let said = format!(
            "Documents read with `{}` can build any Python object, and so run code: it inherits that from `{name}`.",
            module.name(class.name)
        );
        let draft = cx.draft(cx.span(base.value), said).propose(proposal);
        cx.report(draft);
    }
}
