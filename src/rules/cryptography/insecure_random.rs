//! Tokens, passwords and codes from a generator that can be foretold.

use crate::rules::prelude::*;
use crate::rules::purpose;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "insecure-random",
        summary: "Secret made with a generator that can be foretold",
        family: Family::Cryptography,
        cwe: &[338, 330],
        owasp: Owasp::A04,
        severity: Severity::High,
        precision: Precision::High,
        tier: Tier::Safe,
        answers: &["B311", "S311"],
        why: "`random` computes each value from the last ones. Whoever sees enough of its output, a few hundred tokens of their own \
              for instance, knows its state and with it every token, password or code that comes next.",
        instead: "Draw secrets from the operating system: `secrets.token_urlsafe()`, `secrets.choice()`, `secrets.randbelow()`, or \
                  `random.SystemRandom()`, which has the methods of `random`. For an identifier that must not be guessed take \
                  `uuid.uuid4()`, not `uuid1()`, which is made of the clock and the network card.",
        references: &[
            "https://docs.python.org/3/library/secrets.html",
            "https://cwe.mitre.org/data/definitions/338.html",
        ],
        words: Words::OWN.alone().untested().near(&[
            "*token*", "*secret*", "*passw*", "*pwd*", "*key*", "*otp*", "*salt*", "*nonce*", "*csrf*", "*session*", "*code*",
            "*pin*", "*link*", "*id*", "*captcha*", "*pass*", "*credential*", "*signature*", "*auth*",
        ]),
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "import random\nimport string\n\ndef reset_token():\n    return ''.join(random.choice(string.ascii_letters) for _ in range(32))\n",
                good: "import random\nimport string\n\ndef reset_token():\n    return ''.join(random.SystemRandom().choice(string.ascii_letters) for _ in range(32))\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import random as r\nimport secrets\n\ndef invite(user):\n    user.api_key = '%032x' % r.getrandbits(128)\n",
                good: "import random as r\nimport secrets\n\ndef invite(user):\n    user.api_key = '%032x' % secrets.randbits(128)\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import uuid\n\ndef log_in(user):\n    user.session_id = str(uuid.uuid1())\n",
                good: "import uuid\n\ndef log_in(user):\n    user.session_id = str(uuid.uuid4())\n",
            },
            Example::Bad {
                path: "app.py",
                code: "import numpy as np\n\ndef salt():\n    return np.random.bytes(16)\n",
            },
            Example::Good {
                path: "app.py",
                code: "import random\n\ndef throw():\n    return random.randint(1, 6)\n\ndef mix(products):\n    random.shuffle(products)\n",
            },
            Example::Good {
                path: "app.py",
                code: "import random\nimport string\n\ndef reset_token():\n    return ''.join(random.SystemRandom().choice(string.ascii_letters) for _ in range(32))\n",
            },
            Example::Good {
                path: "app.py",
                code: "import random\n\nrandom.seed(7)\ntoken = ''.join(random.choice('ab') for _ in range(9))\n",
            },
        ]),
    },
    on: &[On::Call(DRAWS, check), On::Call(NUMPY, check), On::Call(&["uuid.uuid1"], check)],
};

const DRAWS: &[&str] = &[
    "random.choice",
    "random.choices",
    "random.sample",
    "random.shuffle",
    "random.randint",
    "random.randrange",
    "random.getrandbits",
    "random.randbytes",
    "random.random",
    "random.uniform",
];
const NUMPY: &[&str] =
    &["numpy.random.randint", "numpy.random.choice", "numpy.random.bytes", "numpy.random.random", "numpy.random.rand"];

/// Names that say nothing but what they hold: never a plain number, colour or index.
const ALWAYS: &[&str] =
    &["otp", "totp", "salt", "nonce", "csrf", "sessionid", "resetcode", "authcode", "csrftoken", "pincode", "captcha"];
/// `code` and `id` are secret after one of these.
const QUALIFIERS: &[&str] = &[
    "verification", "verify", "reset", "auth", "otp", "confirmation", "confirm", "activation", "activate", "login", "security",
    "invite", "invitation", "access", "recovery", "backup", "sms", "mfa", "pin", "2fa", "session", "secret",
];
/// Functions that make what their name ends with.
fn is_secret(name: &str) -> bool {
    let mut words = purpose::words(name);
    // `token_hex`, `password_for`: what is made stands before.
    while words.len() > 1 && words.last().is_some_and(|last| matches!(last.as_str(), "hex" | "string" | "str" | "value" | "bytes" | "for" | "chars")) {
        words.pop();
    }
    let Some(last) = words.last().map(String::as_str) else { return false };
    let before = |qualifiers: &[&str]| words[..words.len() - 1].iter().any(|word| qualifiers.contains(&word.as_str()));
    purpose::holds_secret(&words.join("_"))
        || ALWAYS.contains(&last)
        || matches!(last, "code" | "id" | "pin" | "link") && before(QUALIFIERS)
}

fn check(cx: &mut Cx<'_>, call: Call<'_>) {
    if cx.is_test() || is_seeded(cx) {
        return;
    }
    let mut names = purpose::names(cx, call.id);
    if call.name == "random.shuffle" {
        names = call.positional(0).and_then(|list| purpose::name_of(cx, list)).into_iter().collect();
    }
    // What keeps the parts of a message apart must be new, not secret.
    let apart = ["boundary", "separator", "delimiter"];
    names.extend(purpose::function_name(cx, cx.span(call.id)).filter(|name| purpose::has_word(name, &apart)));
    if names.iter().any(|name| purpose::has_word(name, &apart)) {
        return;
    }
    let Some(name) = names.into_iter().find(|name| is_secret(name)) else { return };
    // A token drawn from a list of tokens, as language models have them, is a choice and no secret.
    if is_plain_choice(cx, call) && purpose::has_word(&name, &["token", "key"]) {
        return;
    }
    let shown: String = name.chars().filter(|letter| letter.is_alphanumeric() || "_-".contains(*letter)).take(40).collect();
    let result = purpose::function_name(cx, cx.span(call.id)).is_some_and(|function| function == name);
    let shown = if result { format!("what `{shown}` gives") } else { format!("`{shown}`") };
    let said = if call.name == "uuid.uuid1" {
        format!("A UUID of this kind is made of the clock and the network card's address: {shown} can be guessed.")
    } else {
        format!("Whoever has seen enough values of this generator can foretell {shown}.")
    };
    let draft = cx.draft(cx.span(call.id), said).propose(rewrite(cx, call));
    cx.report(draft);
}

/// The generator is seeded, so that its values are meant to repeat.
fn is_seeded(cx: &Cx<'_>) -> bool {
    let text = cx.file.text();
    text.contains("random.seed(") || text.contains("import seed")
}

/// `name = random.choice(names)`: one of what is there.
fn is_plain_choice(cx: &Cx<'_>, call: Call<'_>) -> bool {
    if !matches!(call.name, "random.choice" | "random.sample" | "random.choices" | "numpy.random.choice") {
        return false;
    }
    let around = purpose::ancestors(cx, call.id);
    let joined = around.iter().any(|id| {
        matches!(cx.expr(*id).kind, ExprKind::Comprehension { .. } | ExprKind::Binary { .. } | ExprKind::Format { .. })
            || cx.call(*id).is_some_and(|call| call.name.ends_with(".join"))
    });
    let alphabet = call.positional(0).is_some_and(|from| {
        cx.str(from).is_some() || cx.dotted(from).is_some_and(|name| name.starts_with("string."))
    });
    let grows = purpose::statement(cx, cx.span(call.id))
        .is_some_and(|stmt| matches!(cx.module().stmt(stmt).kind, StmtKind::AugAssign { .. }));
    let collected = around.iter().any(|id| cx.call(*id).is_some_and(|call| call.name.ends_with(".append")));
    !joined && !alphabet && !grows && !collected
}

fn rewrite(cx: &Cx<'_>, call: Call<'_>) -> Option<Proposal> {
    let at = cx.span(call.id);
    let spell = |module: &str, member: &str| imports::spell(cx.file, cx.analysis, at, module, member);
    if call.name == "uuid.uuid1" {
        let spelled = spell("uuid", "uuid4")?;
        let mut edits = vec![arguments::replace(cx.span(call.func), spelled.text), arguments::replace(call.parens, "()")];
        edits.extend(spelled.edit);
        return Some(Proposal {
            title: "Draw the identifier from the operating system".to_owned(),
            tier: Tier::Review,
            edits,
            check: Some("The values no longer sort by the time at which they were made.".to_owned()),
        });
    }
    let method = call.name.strip_prefix("random.")?;
    let direct = match method {
        "choice" => Some("choice"),
        "getrandbits" => Some("randbits"),
        "randbytes" => Some("token_bytes"),
        _ => None,
    };
    let ready = direct.and_then(|member| spell("secrets", member)).filter(|spelled| spelled.edit.is_none());
    let spelled = match (ready, &cx.expr(call.func).kind) {
        (Some(spelled), _) => spelled,
        // What is imported already has a generator that reads from the operating system.
        (None, ExprKind::Attr { base, .. }) if cx.dotted(*base) == Some("random") => imports::Spelled {
            text: format!("{}.SystemRandom().{method}", cx.text(*base)),
            edit: None,
        },
        (None, _) => match (spell("random", "SystemRandom").filter(|spelled| spelled.edit.is_none()), direct) {
            (Some(spelled), _) => imports::Spelled { text: format!("{}().{method}", spelled.text), edit: None },
            (None, Some(member)) => spell("secrets", member)?,
            (None, None) => {
                let spelled = spell("secrets", "SystemRandom")?;
                imports::Spelled { text: format!("{}().{method}", spelled.text), edit: spelled.edit }
            }
        },
    };
    let mut edits = vec![arguments::replace(cx.span(call.func), spelled.text)];
    edits.extend(spelled.edit);
    Some(Proposal { title: "Draw from the operating system".to_owned(), tier: Tier::Safe, edits, check: None })
}
