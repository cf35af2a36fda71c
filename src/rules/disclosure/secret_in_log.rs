//! Passwords, keys and tokens written to a log.

use super::given_names::are_names;
use super::secret_names::is_secret;
use crate::rules::closer::{Token, Tokens, sign};
use crate::rewrite::omit::{self, Message};
use crate::rules::configuration::places::{attributes_of, definition};
use crate::rules::prelude::*;
use crate::semantic::Type;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "secret-in-log",
        summary: "Secret written to a log",
        family: Family::Disclosure,
        cwe: &[532, 312],
        owasp: Owasp::A09,
        severity: Severity::Medium,
        precision: Precision::High,
        tier: Tier::Review,
        answers: &[],
        why: "Logs are read by many, copied to other services, kept for years and seldom guarded like the secrets in them. \
              Whoever reads the line has the password or the token, and can use it as its owner would.",
        instead: "Leave the secret out and log what identifies the event: the user's number, the key's name. To tell two keys apart \
                  log a few characters of a hash. A secret that has been logged must be changed.",
        references: &[
            "https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html",
            "https://cwe.mitre.org/data/definitions/532.html",
        ],
        words: Words::OWN.alone().untested().near(&[
            "*passw*", "*pwd*", "*passphrase*", "*passcode*", "*secret*", "*token*", "*authorization*",
            "*credentials*", "*jwt*", "*api_key*", "*apikey*", "*access_key*", "*accesskey*", "*private*", "*encryption*",
            "headers", "cookies", "COOKIES", "*signing*", "*session_key*", "*sessionkey*", "*auth_key*", "*authkey*", "*master*",
        ]).closer(may_tell),
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "import logging\n\nlog = logging.getLogger(__name__)\n\ndef login(email, password):\n    log.info(\"log-in of %s with %s\", email, password)\n",
                good: "import logging\n\nlog = logging.getLogger(__name__)\n\ndef login(email, password):\n    log.info(\"log-in of %s\", email)\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import logging\n\ndef connect(host, api_key):\n    logging.debug(f\"connecting to {host}, key: {api_key}\")\n",
                good: "import logging\n\ndef connect(host, api_key):\n    logging.debug(f\"connecting to {host}\")\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "from loguru import logger\n\ndef renew(session):\n    logger.warning(f\"renewing {session.access_token}\")\n",
                good: "from loguru import logger\n\ndef renew(session):\n    logger.warning(\"renewing\")\n",
            },
            Example::Bad {
                path: "app.py",
                code: "import logging\n\ndef login(form):\n    logging.info(\"wrong password: \" + form[\"password\"])\n",
            },
            Example::Bad {
                path: "app.py",
                code: "def show(user):\n    print(\"{} has {}\".format(user.name, user.password))\n",
            },
            Example::Good {
                path: "app.py",
                code: "import logging\n\ndef login(form, token_count, hashed_password):\n    logging.info(\"%d letters, %s\", len(form[\"password\"]), bool(form[\"password\"]))\n    logging.info(\"%d tokens, %s\", token_count, hashed_password)\n    logging.info(\"starts with %s\", form[\"password\"][:2])\n",
            },
            Example::Bad {
                path: "app.py",
                code: "import logging\n\nclass Visit:\n    def begin(self, customer_id, token):\n        self.session_key = f\"{customer_id}:{token}\"\n        logging.info(\"begun: \" + self.session_key.strip())\n",
            },
            Example::Good {
                path: "app.py",
                code: "import logging\n\nclass Visit:\n    def begin(self, customer_id, page_name):\n        self.session_key = f\"{customer_id}:{page_name}\"\n        logging.info(\"begun: %s\", self.session_key)\n",
            },
            Example::Good {
                path: "app.py",
                code: "import logging\n\ndef revoke(db, token):\n    db.session.delete(token)\n    logging.info(\"revoked %s\", token)\n",
            },
            Example::Good {
                path: "app.py",
                code: "import logging\n\nTOKEN = None\n\ndef login(email):\n    logging.info(\"log-in of %s with a password\", email)\n    logging.info(\"token: %s\", TOKEN)\n",
            },
        ]),
    },
    on: &[On::Call(
        &[".debug", ".info", ".warning", ".warn", ".error", ".critical", ".exception", ".log", ".success", "print"],
        check,
    )],
};

/// Tells of a part's text whether what is logged there may be a secret: names one inside the call, or what is read out of
/// something by such a name.
fn may_tell(text: &str, names: &[&str]) -> bool {
    let tokens = Tokens::of(text);
    let (mut depth, mut logs, mut calls) = (0usize, None, 0);
    let (mut headers, mut request) = (false, false);
    for (at, token) in tokens.all() {
        let (before, behind) = (tokens.before(at, 1), tokens.behind(at, 1));
        let read = || before == sign(b'(') && matches!(tokens.before(at, 2), Some(Token::Word("get" | "getenv" | "pop")));
        match token {
            Token::Sign(b'(' | b'[' | b'{') => depth += 1,
            Token::Sign(b')' | b']' | b'}') => {
                depth = depth.saturating_sub(1);
                logs = logs.filter(|start| depth > *start);
            }
            // It may log by another name.
            Token::Word("getattr") => return true,
            Token::Word(name) if name == "print" || before == sign(b'.') && LOGS.contains(&name) => {
                if behind != sign(b'(') {
                    return true;
                }
                calls += 1;
                logs = logs.or(Some(depth));
            }
            Token::Word("headers" | "cookies" | "COOKIES") if before == sign(b'.') => headers = true,
            Token::Word("request" | "req") => request = true,
            Token::Word(name) => {
                if names.contains(&name) && (logs.is_some() || is_read_by(&tokens, at)) {
                    return true;
                }
                // A constant may be the key.
                let is_key = || behind == sign(b']') && (before == sign(b'[') || before == sign(b'.')) || read();
                if (logs.is_some() || is_key()) && speaks_of_secret(name) && (is_key() || is_secret(name)) {
                    return true;
                }
            }
            Token::Text(text) => {
                let joined = || matches!(behind, Some(Token::Text(_)));
                let is_key = || behind == sign(b']') || before == sign(b'=') || joined() || read();
                if is_key() && speaks_of_secret(text) {
                    return true;
                }
            }
            _ => {}
        }
    }
    calls == 0 || headers && request
}

/// True where something may be read out by a constant: `settings[KEY]`, `settings.get(Names.KEY)`, `key = KEYS[0]`.
fn is_read_by(tokens: &Tokens<'_>, at: usize) -> bool {
    let mut start = at;
    while tokens.before(start, 1) == sign(b'.') {
        start = start.saturating_sub(2);
    }
    match tokens.before(start, 1) {
        Some(Token::Sign(b'(')) => matches!(tokens.before(start, 2), Some(Token::Word("get" | "getenv" | "pop"))),
        Some(Token::Sign(b'[' | b'=' | b'+') | Token::Formatted) => true,
        _ => false,
    }
}

/// Methods that log.
pub(super) const LOGS: &[&str] = &["debug", "info", "warning", "warn", "error", "critical", "exception", "log", "success"];

/// True when a name has something of a secret's, whatever else it says.
fn speaks_of_secret(name: &str) -> bool {
    let some = ["pass", "pwd", "secret", "token", "auth", "credential", "jwt", "key"];
    (3..64).contains(&name.len()) && {
        let name = name.to_ascii_lowercase();
        some.iter().any(|word| name.contains(word))
    }
}

/// A secret in a call, and how it got there.
struct Found {
    expr: ExprId,
    shown: String,
}

fn check(cx: &mut Cx<'_>, call: Call<'_>) {
    let prints = call.name == "print";
    if cx.is_test() || !(prints || is_logger(cx, call)) {
        return;
    }
    let mut found = Vec::new();
    for arg in call.args {
        let passed = match arg.kind {
            ArgKind::Positional => true,
            // Structured logging too: `log.info("…", token=token)`.
            ArgKind::Keyword(name) => !matches!(cx.module().name(name), "exc_info" | "file" | "sep" | "end" | "stack_info"),
            ArgKind::Star | ArgKind::DoubleStar => false,
        };
        if passed {
            leaves(cx, arg.value, &mut found);
        }
    }
    let Some(first) = found.first() else { return };
    let message = format!("`{}` is written in full to the {}.", first.shown, if prints { "output, which is often kept as a log" } else { "log" });
    let mut draft = cx.draft(cx.span(call.id), message);
    if prints {
        // What a command prints may be meant for the one who called it.
        draft = draft.severity(Severity::Low).precision(Precision::Medium);
    }
    let proposal = if found.len() == 1 { proposal(cx, call, first) } else { None };
    let draft = draft.propose(proposal);
    cx.report(draft);
}

/// A logger by its class, or by its name.
fn is_logger(cx: &Cx<'_>, call: Call<'_>) -> bool {
    if call.name.starts_with("logging.") || call.name.starts_with("loguru.logger.") {
        return true;
    }
    let ExprKind::Attr { base, .. } = &cx.expr(call.func).kind else { return false };
    if matches!(cx.value(*base).class(), Some(Type::Local(_))) {
        return false;
    }
    let name = match &cx.expr(*base).kind {
        ExprKind::Name(name) | ExprKind::Attr { name, .. } => cx.module().name(*name).to_lowercase(),
        _ => return false,
    };
    matches!(name.trim_matches('_'), "log" | "logger" | "logging") || name.ends_with("_log") || name.ends_with("logger")
}

/// The secrets whose text becomes part of a text: through formatting and joining, not through functions that say
/// something about them.
fn leaves(cx: &Cx<'_>, id: ExprId, found: &mut Vec<Found>) {
    let mut queue = vec![id];
    while let Some(id) = queue.pop() {
        if let Some(shown) = secret(cx, id) {
            found.push(Found { expr: id, shown });
            continue;
        }
        match &cx.expr(id).kind {
            ExprKind::Format { parts, .. } => {
                queue.extend(parts.iter().filter_map(|part| match part {
                    Part::Hole { expr, .. } => Some(*expr),
                    Part::Text(_) => None,
                }));
            }
            ExprKind::Binary { op: BinOp::Add | BinOp::Mod, left, right } => queue.extend([*left, *right]),
            ExprKind::Tuple(items) | ExprKind::List(items) => queue.extend(items),
            ExprKind::Dict(items) => queue.extend(items.iter().map(|(_, value)| *value)),
            ExprKind::Logic { values, .. } => queue.extend(values),
            ExprKind::Conditional { then, otherwise, .. } => queue.extend([*then, *otherwise]),
            ExprKind::Call { args, .. } if cx.call(id).is_some_and(|call| call.name == "json.dumps") => {
                queue.extend(args.first().map(|arg| arg.value));
            }
            ExprKind::Call { func, args, .. } => match &cx.expr(*func).kind {
                ExprKind::Attr { base, name, .. } if matches!(cx.module().name(*name), "format" | "decode" | "strip" | "encode") => {
                    queue.push(*base);
                    queue.extend(args.iter().map(|arg| arg.value));
                }
                ExprKind::Name(name) if matches!(cx.module().name(*name), "str" | "repr" | "dict") => {
                    queue.extend(args.iter().map(|arg| arg.value));
                }
                _ => {}
            },
            _ => {}
        }
    }
    crate::source::sort(found, |one, other| cx.span(one.expr).start.cmp(&cx.span(other.expr).start));
}

/// How an expression that holds a secret is called.
fn secret(cx: &Cx<'_>, id: ExprId) -> Option<String> {
    let module = cx.module();
    if is_all_headers(cx, id) {
        return Some(cx.shorten(cx.span(id)).replace('`', "'"));
    }
    let name = match &module.expr(id).kind {
        // `token.key`: the text of a token that is kept as a row.
        ExprKind::Attr { base, name, .. } if module.name(*name) == "key" && ends_in_token(cx, *base) => "token",
        ExprKind::Name(name) | ExprKind::Attr { name, .. } => module.name(*name),
        ExprKind::Subscript { index, .. } => cx.str(*index)?,
        ExprKind::Call { func, args, .. } => match &module.expr(*func).kind {
            ExprKind::Attr { name, .. } if matches!(module.name(*name), "get" | "getenv" | "pop") => {
                cx.str(args.first()?.value)?
            }
            _ => return None,
        },
        _ => return None,
    };
    if is_secret(name) && !is_harmless(cx, id, name) {
        return Some(cx.shorten(cx.span(id)).replace('`', "'"));
    }
    // `p = form["password"]`
    let made = definition(cx, id);
    (made != id && matches!(cx.expr(made).kind, ExprKind::Subscript { .. }))
        .then(|| secret(cx, made))
        .flatten()
        .map(|_| cx.shorten(cx.span(id)).replace('`', "'"))
}

/// So many calls around headers are looked through.
const MAX_WRAPPED: usize = 8;

/// `request.headers` as a whole: cookies and the `Authorization` of the client are among them. `request.cookies`: so is
/// the session.
fn is_all_headers(cx: &Cx<'_>, id: ExprId) -> bool {
    let mut id = definition(cx, id);
    // `headers = dict(headers)` leads back to itself.
    for _ in 0..MAX_WRAPPED {
        let ExprKind::Call { func, args, .. } = &cx.expr(id).kind else { break };
        // `request.headers.items()` gives them all the same.
        if let (ExprKind::Attr { base, name, .. }, []) = (&cx.expr(*func).kind, &args[..])
            && matches!(cx.module().name(*name), "items" | "values" | "copy" | "to_wsgi_list" | "to_dict")
        {
            id = definition(cx, *base);
            continue;
        }
        let wraps = match &cx.expr(*func).kind {
            ExprKind::Name(name) => matches!(cx.module().name(*name), "dict" | "str" | "repr" | "list"),
            ExprKind::Attr { .. } => cx.call(id).is_some_and(|call| call.name == "json.dumps"),
            _ => false,
        };
        match args.first() {
            Some(first) if wraps => id = definition(cx, first.value),
            _ => return false,
        }
    }
    let ExprKind::Attr { base, name, .. } = &cx.expr(id).kind else { return false };
    let holder = match &cx.expr(*base).kind {
        ExprKind::Name(name) | ExprKind::Attr { name, .. } => cx.module().name(*name),
        _ => return false,
    };
    matches!(cx.module().name(*name), "headers" | "cookies" | "COOKIES") && matches!(holder, "request" | "req")
}

fn ends_in_token(cx: &Cx<'_>, id: ExprId) -> bool {
    match cx.expr(id).kind {
        ExprKind::Name(name) | ExprKind::Attr { name, .. } => {
            let name = cx.module().name(name);
            is_secret(name) && name.to_lowercase().ends_with("token")
        }
        _ => false,
    }
}

/// A flag, a constant that says nothing, or a value that was covered up.
fn is_harmless(cx: &Cx<'_>, id: ExprId, name: &str) -> bool {
    if matches!(cx.constant(id), Some(Const::Bool(_) | Const::None | Const::Int(_) | Const::Float(_))) {
        return true;
    }
    if !matches!(cx.value(id).refers(), What::Unknown | What::Instance(_) | What::Member(..) | What::Named(_)) {
        return true;
    }
    // A token of a language, not of a log-in.
    let lower = name.to_lowercase();
    if matches!(lower.as_str(), "token") && speaks_of_language(cx) {
        return true;
    }
    // What has attributes of its own is an object that stands for the secret: its text is what its class makes of it.
    const OF_TEXT: &[&str] =
        &["strip", "encode", "decode", "split", "startswith", "endswith", "lower", "upper", "replace", "hex"];
    if attributes_of(cx, id).iter().any(|name| !OF_TEXT.contains(name)) {
        return true;
    }
    if is_row(cx, id) || are_names(cx, id) {
        return true;
    }
    let made = definition(cx, id);
    let made = if made == id { set_once(cx, id).unwrap_or(id) } else { made };
    if made == id {
        return false;
    }
    match &cx.expr(made).kind {
        // `key = f"{customer_id}:{page}"` holds what it is put together from.
        ExprKind::Format { parts, .. } => {
            let mut holes = Vec::new();
            for part in parts {
                if let Part::Hole { expr, .. } = part {
                    holes.push(*expr);
                }
            }
            !holes.is_empty() && holes.into_iter().all(|hole| tells_who(cx, hole))
        }
        ExprKind::Call { func, .. } => {
            let text = cx.text(*func).to_lowercase();
            ["mask", "redact", "hash", "digest", "len", "bool", "sha", "md5", "censor", "hide", "scrub", "crypt"]
                .iter()
                .any(|word| text.contains(word))
        }
        ExprKind::Compare { .. } | ExprKind::Bool(_) | ExprKind::None => true,
        // `token[:4] + "…"`
        ExprKind::Subscript { index, .. } => matches!(cx.expr(*index).kind, ExprKind::Slice(_)),
        _ => false,
    }
}

/// `db.session.delete(token)`: a row of a table, whose text is what its class makes of it.
fn is_row(cx: &Cx<'_>, id: ExprId) -> bool {
    let Some(var) = cx.analysis.scopes.resolve(id) else { return false };
    let module = cx.module();
    module.exprs.iter().any(|expr| {
        let ExprKind::Call { func, args, .. } = &expr.kind else { return false };
        let ExprKind::Attr { base, name, .. } = &module.expr(*func).kind else { return false };
        let (ExprKind::Name(holder) | ExprKind::Attr { name: holder, .. }) = &module.expr(*base).kind else { return false };
        matches!(module.name(*name), "add" | "delete" | "merge" | "refresh" | "expunge")
            && matches!(module.name(*holder), "session" | "db_session" | "db")
            && args.first().is_some_and(|arg| cx.analysis.scopes.resolve(arg.value) == Some(var))
    })
}

/// The value of `self.name` where the file sets it in one place.
fn set_once(cx: &Cx<'_>, id: ExprId) -> Option<ExprId> {
    let module = cx.module();
    let attribute = |id: ExprId| match &module.expr(id).kind {
        ExprKind::Attr { base, name, .. } => match &module.expr(*base).kind {
            ExprKind::Name(object) => Some((*object, *name)),
            _ => None,
        },
        _ => None,
    };
    let wanted = attribute(id)?;
    let mut values = module.stmts.iter().filter_map(|stmt| match &stmt.kind {
        StmtKind::Assign { targets, value } => {
            targets.iter().any(|target| attribute(*target) == Some(wanted)).then_some(*value)
        }
        StmtKind::AnnAssign { target, value, .. } if attribute(*target) == Some(wanted) => *value,
        _ => None,
    });
    let texts = |value: &ExprId| !matches!(&cx.expr(*value).kind, ExprKind::Str(text) if text.is_empty()) && !matches!(cx.expr(*value).kind, ExprKind::None);
    let mut values = values.by_ref().filter(texts);
    let first = values.next()?;
    values.next().is_none().then_some(first)
}

/// Names of numbers and identities, none of a secret.
fn tells_who(cx: &Cx<'_>, id: ExprId) -> bool {
    match cx.expr(id).kind {
        ExprKind::Name(name) | ExprKind::Attr { name, .. } => {
            let name = cx.module().name(name).to_lowercase();
            !is_secret(&name) && (name.ends_with("id") || name.ends_with("name") || name.ends_with("number") || name == "session" || name == "page")
        }
        _ => false,
    }
}

fn speaks_of_language(cx: &Cx<'_>) -> bool {
    let text = cx.file.text();
    ["tokenize", "Tokenizer", "tokenizer", "lexer", "Lexer", "nltk", "spacy", "pygments", "Parser("]
        .iter()
        .any(|word| text.contains(word))
}

const CHECK: &str = "Nothing that reads the log relies on the value; what was logged already must be changed.";

fn proposal(cx: &Cx<'_>, call: Call<'_>, found: &Found) -> Option<Proposal> {
    let message = Message { args: call.args, parens: call.parens };
    let (title, edits) = match call.args.iter().position(|arg| arg.value == found.expr).filter(|at| *at > 0) {
        Some(at) => (
            "Drop the argument and its placeholder",
            omit::argument(cx.file, cx.module(), message, at, &is_secret)?,
        ),
        None => ("Leave the secret out", omit::hole(cx.file, cx.module(), message, found.expr, &is_secret)?),
    };
    Some(Proposal { title: title.to_owned(), tier: Tier::Review, edits, check: Some(CHECK.to_owned()) })
}
