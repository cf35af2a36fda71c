//! Passwords, keys and tokens written into the code.

use crate::rules::prelude::*;
use crate::rules::{Signs, purpose, secrets};

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "hard-coded-secret",
        summary: "Password, key or token in the code",
        family: Family::Cryptography,
        cwe: &[798],
        owasp: Owasp::A04,
        severity: Severity::High,
        precision: Precision::Medium,
        tier: Tier::Review,
        answers: &["B105", "B106", "B107", "S105", "S106", "S107"],
        why: "Everyone who can read the code has the secret: colleagues, contractors, whoever finds an old clone or a build. It stays \
              in the history after the line is gone, and it can't be changed without a release.",
        instead: "Revoke the secret and make a new one: taking it out of the code is not enough. Read the new one from the environment \
                  (`os.environ[\"NAME\"]`, without a default) or from a secret store, in the way that the project's settings do.",
        references: &[
            "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
            "https://cwe.mitre.org/data/definitions/798.html",
        ],
        // Any file may hold a key that is known by its form.
        words: Words::literal(may_be_secret).alone().near(&[
            "*pass*", "*pwd*", "*secret*", "*token*", "*key*", "*credential*", "*auth*", "*salt*",
            // The variable's name may be a constant.
            "get", "getenv",
        ]),
        examples: examples(&[
            Example::Rewrite {
                path: "settings.py",
                bad: "import os\n\nSECRET_KEY = 'p8Zr!4vq_T2m#x90bLwe'\n",
                good: "import os\n\nSECRET_KEY = os.environ[\"SECRET_KEY\"]\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import os\n\ndef connect(driver):\n    return driver.connect(user='shop', password='n7Kq2wXy94')\n",
                good: "import os\n\ndef connect(driver):\n    return driver.connect(user='shop', password=os.environ[\"DB_PASSWORD\"])\n",
            },
            Example::Rewrite {
                path: "settings.py",
                bad: "import os\n\nAPI_KEY = os.environ.get('API_KEY', 'f3a91c07be5d4421')\n",
                good: "import os\n\nAPI_KEY = os.environ['API_KEY']\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import os\n\nAPI_KEY = os.environ.get(\n    'API_KEY',\n    'f3a91c07be5d4421',\n)\n",
                good: "import os\n\nAPI_KEY = os.environ['API_KEY']\n",
            },
            Example::Good { path: "settings.py", code: "import os\n\nSECRET_KEY = os.environ['SECRET_KEY']\nAPI_KEY = 'changeme'\n" },
            Example::Good {
                path: "app.py",
                code: "PASSWORD_FIELD = 'user-password-1'\nTOKEN_URL = 'https://login.example.com/oauth2/token'\nerrors = {'password': 'Passwords do not match.'}\n",
            },
        ]),
    },
    on: &[On::Str(check), On::Assign(bytes)],
};

/// Where a string stands.
struct Slot {
    /// The name that it goes to.
    name: String,
    /// The variable of the environment that fits.
    variable: String,
    /// What the rewrite replaces, and the environment's name when it is known already.
    fallback: Option<(ExprId, ExprId, ExprId)>,
}

/// Tells of a string literal, as written, whether it may be one.
fn may_be_secret(Quoted { text, signs, named, .. }: Quoted<'_>) -> bool {
    let named = || named && (signs.has(Signs::BACKSLASH) || secrets::looks_real(text));
    text.len() >= 8 && (named() || secrets::may_have_form(text, signs) && secrets::known_form(text).is_some())
}

fn check(cx: &mut Cx<'_>, id: ExprId, text: &str) {
    if text.len() < 8 {
        return;
    }
    let known = secrets::known_form(text);
    if known.is_none() && !(is_given(cx, id) && secrets::looks_real(text)) || purpose::is_showcase(cx) {
        return;
    }
    let slot = slot(cx, id);
    let (said, precision) = match (known, &slot) {
        (Some(what), _) => (format!("Everyone who can read this file has {what}."), Precision::High),
        (None, Some(slot)) if purpose::holds_secret(&slot.name) && !secrets::is_name_like(&slot.name, text) => {
            let shown: String = slot.name.chars().filter(|letter| letter.is_alphanumeric() || "_-".contains(*letter)).take(40).collect();
            (format!("Everyone who can read this file has the value of `{shown}`."), Precision::Medium)
        }
        _ => return,
    };
    if in_test_class(cx, id) || precision == Precision::Medium && is_sample(cx, id) {
        return;
    }
    let proposal = slot.and_then(|slot| rewrite(cx, id, &slot)).filter(|_| !text.contains("://"));
    let draft = cx.draft(cx.span(id), said).precision(precision).propose(proposal);
    cx.report(draft);
}

/// The text before it says that the string is a value with a name: quickly told, as tables hold many strings.
fn is_given(cx: &Cx<'_>, id: ExprId) -> bool {
    let before = &cx.file.text()[..cx.span(id).start as usize];
    let before = before.trim_end_matches(|c: char| c == '(' || c.is_ascii_whitespace());
    match before.as_bytes().last() {
        Some(b'=' | b':') => true,
        // `os.getenv("KEY", "…")`, also with a line for each argument.
        Some(b',') => {
            let near = before.bytes().rev().take(256).position(|byte| byte == b'(');
            let call = near.map_or(before, |back| &before[..before.len() - back - 1]);
            [before, call].iter().any(|text| text.lines().next_back().is_some_and(|line| line.contains("env")))
        }
        _ => false,
    }
}

/// `KEY = b"…"`: the environment holds text, so how to turn it into bytes is the project's to say.
fn bytes(cx: &mut Cx<'_>, target: ExprId, value: ExprId) {
    let ExprKind::Bytes(text) = &cx.expr(value).kind else { return };
    if text.len() < 8 || purpose::is_showcase(cx) || in_test_class(cx, value) {
        return;
    }
    let named = purpose::name_of(cx, target).filter(|name| purpose::holds_secret(name));
    let real = secrets::known_form(text).is_some() || named.is_some() && secrets::looks_real(text);
    if real {
        let said = "Everyone who can read this file has the key.";
        let draft = cx.draft(cx.span(value), said);
        cx.report(draft);
    }
}

/// Settings of tests.
fn in_test_class(cx: &Cx<'_>, id: ExprId) -> bool {
    let span = cx.span(id);
    let test = |name: &str| purpose::has_word(name, &["test", "testing", "tests", "example", "fake", "mock", "dummy"]);
    cx.module().classes.iter().any(|class| class.span.contains(span) && test(&class.qualname))
        || purpose::function_name(cx, span).is_some_and(|name| test(&name))
}

/// A value among made-up ones, under a name such as `example`, or a part of an address: data that shows what something
/// looks like, and opens nothing.
fn is_sample(cx: &Cx<'_>, id: ExprId) -> bool {
    let module = cx.module();
    let sample = |name: &str| purpose::has_word(name, &["example", "examples", "sample", "samples", "demo", "dummy", "placeholder"]);
    let mut child = id;
    for around in purpose::ancestors(cx, id) {
        let found = match &cx.expr(around).kind {
            ExprKind::Dict(items) => items.iter().any(|(key, value)| {
                let key = key.and_then(|key| cx.str(key)).unwrap_or_default();
                let neighbour = *value != id
                    && child == id
                    && cx.str(*value).is_some_and(|text| secrets::counts_up(&text.to_ascii_lowercase()));
                *value == child && sample(key) || neighbour
            }),
            // `reverse("order", kwargs={"secret": …})`: whoever is sent the address has it.
            ExprKind::Call { func, args, .. } => {
                let arg = args.iter().find(|arg| arg.value == child);
                let keyword = match arg.map(|arg| arg.kind) {
                    Some(ArgKind::Keyword(key)) => module.name(key),
                    _ => "",
                };
                let address = || {
                    cx.callee(*func).or_else(|| name_text(cx, *func)).is_some_and(|name| {
                        let last = name.rsplit('.').next().unwrap_or(name);
                        purpose::has_word(last, &["reverse", "url", "uri", "eventreverse"])
                    })
                };
                sample(keyword) || keyword == "kwargs" && address()
            }
            _ => false,
        };
        if found {
            return true;
        }
        child = around;
    }
    let stmt = purpose::statement(cx, cx.span(id)).map(|stmt| &module.stmt(stmt).kind);
    matches!(stmt, Some(StmtKind::Assign { targets, .. }) if child != id
        && targets.iter().any(|target| purpose::name_of(cx, *target).is_some_and(|name| sample(&name))))
}

fn name_text<'a>(cx: &Cx<'a>, func: ExprId) -> Option<&'a str> {
    match cx.expr(func).kind {
        ExprKind::Name(name) | ExprKind::Attr { name, .. } => Some(cx.module().name(name)),
        _ => None,
    }
}

fn slot(cx: &Cx<'_>, id: ExprId) -> Option<Slot> {
    let module = cx.module();
    let plain = |name: String, variable: Option<String>| {
        let variable = environment_name(variable.as_deref().unwrap_or(&name));
        Some(Slot { name, variable, fallback: None })
    };
    let around = purpose::ancestors(cx, id);
    let Some(parent) = around.first().copied() else {
        let stmt = module.stmt(purpose::statement(cx, cx.span(id))?);
        return match &stmt.kind {
            StmtKind::Assign { targets, value } if *value == id => {
                // `os.environ["KEY"] = "…"` too.
                plain(purpose::name_of(cx, *targets.first()?)?, None)
            }
            StmtKind::AnnAssign { target, value: Some(value), .. } if *value == id => plain(purpose::name_of(cx, *target)?, None),
            StmtKind::Function(func) => {
                let param = module.function(*func).params.iter().find(|param| param.default == Some(id))?;
                plain(module.name(param.name).to_owned(), None).map(|slot| Slot { variable: String::new(), ..slot })
            }
            _ => None,
        };
    };
    match &cx.expr(parent).kind {
        ExprKind::Call { func, args, .. } => {
            let arg = args.iter().find(|arg| arg.value == id)?;
            let call = cx.call(parent);
            if let ArgKind::Keyword(key) = arg.kind {
                let name = module.name(key).to_owned();
                let callee = cx.callee(*func).unwrap_or_default();
                let database = ["connect", "create_engine", "Connection", "create_pool"].iter().any(|end| callee.ends_with(end));
                let variable = (database && purpose::has_word(&name, purpose::PASSWORD)).then(|| "DB_PASSWORD".to_owned());
                return plain(name, variable);
            }
            let call = call.filter(|call| matches!(call.name, "os.environ.get" | "os.getenv"))?;
            let name = call.positional(0).filter(|first| *first != id)?;
            let text = cx.str(name)?.to_owned();
            Some(Slot { variable: environment_name(&text), name: text, fallback: Some((parent, name, *func)) })
        }
        ExprKind::Dict(items) => {
            let (key, _) = items.iter().find(|(_, value)| *value == id)?;
            plain(cx.str((*key)?)?.to_owned(), None)
        }
        _ => None,
    }
}

fn environment_name(name: &str) -> String {
    purpose::words(name).join("_").to_uppercase()
}

fn rewrite(cx: &Cx<'_>, id: ExprId, slot: &Slot) -> Option<Proposal> {
    let spelled = imports::spell(cx.file, cx.analysis, cx.span(id), "os", "environ")?;
    let (span, text) = match slot.fallback {
        Some((call, name, _)) => (cx.span(call), format!("{}[{}]", spelled.text, cx.text(name))),
        None if slot.variable.is_empty() || !slot.variable.is_ascii() => return None,
        None => (cx.span(id), format!("{}[\"{}\"]", spelled.text, slot.variable)),
    };
    let mut edits = vec![arguments::replace(span, text)];
    edits.extend(spelled.edit);
    Some(Proposal {
        title: "Read it from the environment".to_owned(),
        tier: Tier::Review,
        edits,
        check: Some(
            "The secret is in the history and must be revoked and made anew; the program stops at the start where the variable is not set."
                .to_owned(),
        ),
    })
}
