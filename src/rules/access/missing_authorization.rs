//! A route without the guard that its siblings carry.

use std::collections::BTreeMap;

use super::guards::{self, Carried, Guard};
use crate::rules::configuration::places::{indentation, whole_lines, words};
use crate::rules::prelude::*;
use crate::semantic::{Framework, Route};

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "missing-authorization",
        summary: "Route without the guard that its siblings carry",
        family: Family::Access,
        cwe: &[862, 306],
        owasp: Owasp::A01,
        severity: Severity::High,
        precision: Precision::Medium,
        tier: Tier::Review,
        answers: &[],
        why: "The other routes of the same module ask who is there before they do anything; this one does not, and it \
              changes something or reads what is named in the request. Whoever finds its address can use it without \
              being logged in. Forgetting the guard on a new route is the commonest way in which access control breaks.",
        instead: "Give the route the guard of its siblings, or put the guard where a new route cannot miss it: \
                  `before_request` of the blueprint, `dependencies` of the router, a mixin of the view. If the route is \
                  public on purpose, say so with a suppression and its reason.",
        references: &[
            "https://owasp.org/Top10/2025/",
            "https://flask-login.readthedocs.io/en/latest/#protecting-views",
            "https://cwe.mitre.org/data/definitions/862.html",
        ],
        words: Words::any(&["*login*", "*auth*", "*permission*", "*role*", "*admin*", "*require*", "*protect*", "*jwt*", "*token*",
                     "*staff*", "*superuser*", "*current*", "*scope*", "*principal*", "*logged*", "user_passes_test"])
            
            .in_parts(3)
            .untested(),
        examples: examples(&[
            Example::Rewrite {
                path: "orders.py",
                bad: BAD_FLASK,
                good: GOOD_FLASK,
            },
            Example::Rewrite {
                path: "api.py",
                bad: BAD_FASTAPI,
                good: GOOD_FASTAPI,
            },
            Example::Good {
                path: "orders.py",
                code: "from flask import Blueprint\nfrom flask_login import login_required, login_user\nfrom shop import store\n\nbp = Blueprint(\"orders\", __name__)\n\n@bp.post(\"/orders\")\n@login_required\ndef create():\n    return store.create()\n\n@bp.put(\"/orders/<int:number>\")\n@login_required\ndef change(number):\n    return store.change(number)\n\n@bp.get(\"/orders/<int:number>\")\n@login_required\ndef show(number):\n    return store.show(number)\n\n@bp.post(\"/login\")\ndef login():\n    return login_user(store.user())\n",
            },
            Example::Good {
                path: "orders.py",
                code: "from flask import Blueprint\nfrom flask_login import login_required\nfrom shop import store\n\nbp = Blueprint(\"orders\", __name__)\n\n@bp.post(\"/orders\")\n@login_required\ndef create():\n    return store.create()\n\n@bp.delete(\"/orders/<int:number>\")\ndef cancel(number):\n    return store.cancel(number)\n",
            },
        ]),
    },
    on: &[On::Module(check)],
};

const BAD_FLASK: &str = "from flask import Blueprint\nfrom flask_login import login_required\nfrom shop import store\n\nbp = Blueprint(\"orders\", __name__)\n\n@bp.post(\"/orders\")\n@login_required\ndef create():\n    return store.create()\n\n@bp.put(\"/orders/<int:number>\")\n@login_required\ndef change(number):\n    return store.change(number)\n\n@bp.get(\"/orders/<int:number>\")\n@login_required\ndef show(number):\n    return store.show(number)\n\n@bp.delete(\"/orders/<int:number>\")\ndef cancel(number):\n    return store.cancel(number)\n";
const GOOD_FLASK: &str = "from flask import Blueprint\nfrom flask_login import login_required\nfrom shop import store\n\nbp = Blueprint(\"orders\", __name__)\n\n@bp.post(\"/orders\")\n@login_required\ndef create():\n    return store.create()\n\n@bp.put(\"/orders/<int:number>\")\n@login_required\ndef change(number):\n    return store.change(number)\n\n@bp.get(\"/orders/<int:number>\")\n@login_required\ndef show(number):\n    return store.show(number)\n\n@bp.delete(\"/orders/<int:number>\")\n@login_required\ndef cancel(number):\n    return store.cancel(number)\n";
const BAD_FASTAPI: &str = "from fastapi import APIRouter, Depends\nfrom shop import store\nfrom shop.users import User, current_user\n\nrouter = APIRouter()\n\n@router.post(\"/orders\")\ndef create(user: User = Depends(current_user)):\n    return store.create(user)\n\n@router.put(\"/orders/{number}\")\ndef change(number: int, user: User = Depends(current_user)):\n    return store.change(number)\n\n@router.get(\"/orders/{number}\")\ndef show(number: int, user: User = Depends(current_user)):\n    return store.show(number)\n\n@router.delete(\"/orders/{number}\")\ndef cancel(number: int):\n    return store.cancel(number)\n";
const GOOD_FASTAPI: &str = "from fastapi import APIRouter, Depends\nfrom shop import store\nfrom shop.users import User, current_user\n\nrouter = APIRouter()\n\n@router.post(\"/orders\")\ndef create(user: User = Depends(current_user)):\n    return store.create(user)\n\n@router.put(\"/orders/{number}\")\ndef change(number: int, user: User = Depends(current_user)):\n    return store.change(number)\n\n@router.get(\"/orders/{number}\")\ndef show(number: int, user: User = Depends(current_user)):\n    return store.show(number)\n\n@router.delete(\"/orders/{number}\")\ndef cancel(number: int, user: User = Depends(current_user)):\n    return store.cancel(number)\n";

struct Sibling<'a> {
    func: FuncId,
    route: &'a Route,
    guards: Vec<Guard>,
}

fn check(cx: &mut Cx<'_>) {
    if cx.is_test() {
        return;
    }
    let mut groups: BTreeMap<String, Vec<Sibling<'_>>> = BTreeMap::new();
    for (func, route) in cx.analysis.routes.all() {
        let Some(group) = group_of(cx, func, route) else { continue };
        groups.entry(group).or_default().push(Sibling { func, route, guards: guards::of(cx, func) });
    }
    for (group, routes) in groups {
        if guarded_as_a_whole(cx, &group) {
            continue;
        }
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for route in &routes {
            let mut names: Vec<&str> = route.guards.iter().map(|guard| guard.name.as_str()).collect();
            names.sort_unstable();
            names.dedup();
            names.into_iter().for_each(|name| *counts.entry(name).or_default() += 1);
        }
        let Some((name, count)) = counts.into_iter().max_by_key(|(_, count)| *count) else { continue };
        // Routes with any guard at all are somebody's decision; so are routes that are public by their name.
        let bare: Vec<&Sibling<'_>> = routes.iter().filter(|route| route.guards.is_empty()).collect();
        let bare: Vec<&Sibling<'_>> = bare.into_iter().filter(|route| !is_public(cx, route)).collect();
        if count < 3 || bare.len() > 2 {
            continue;
        }
        let open: Vec<_> =
            bare.into_iter().filter(|route| matters(cx, route) && !asks_inside(cx, route.func)).collect();
        for route in open {
            let function = cx.module().function(route.func);
            let message = format!(
                "Anybody can call `{}`: {count} routes beside it carry `{name}`, and this one does not.",
                cx.module().name(function.name)
            );
            let proposal = proposal(cx, route, &routes, name);
            let draft = cx.draft(function.name_span, message).propose(proposal);
            cx.report(draft);
        }
    }
}

/// Routes of one group are guarded alike: those of one blueprint or router, the views of one Django module.
fn group_of(cx: &Cx<'_>, func: FuncId, route: &Route) -> Option<String> {
    let module = cx.module();
    let function = module.function(func);
    if let Some(decorator) = route.decorator {
        // A handler of errors has no path.
        route.path.as_ref()?;
        let ExprKind::Call { func, .. } = &module.expr(decorator).kind else { return None };
        let ExprKind::Attr { base, .. } = &module.expr(*func).kind else { return None };
        return Some(cx.text(*base).to_owned());
    }
    let name = module.name(function.name);
    let is_view = route.framework == Framework::Django
        && function.class.is_none()
        && function.parent.is_some_and(|parent| parent.0 == 0)
        && !name.starts_with('_')
        && !is_called(cx, name);
    is_view.then(|| "django views".to_owned())
}

/// A function that the module itself calls is a helper and no view.
fn is_called(cx: &Cx<'_>, wanted: &str) -> bool {
    let module = cx.module();
    module.exprs.iter().any(|expr| match &expr.kind {
        ExprKind::Call { func, .. } => {
            matches!(&module.expr(*func).kind, ExprKind::Name(name) if module.name(*name) == wanted)
        }
        _ => false,
    })
}

/// `@bp.before_request`, `APIRouter(dependencies=…)`.
fn guarded_as_a_whole(cx: &Cx<'_>, owner: &str) -> bool {
    let module = cx.module();
    let hook = format!("{owner}.before_request");
    let hooked = module
        .functions
        .iter()
        .any(|function| function.decorators.iter().any(|decorator| cx.text(*decorator).starts_with(&hook)))
        || cx.has_text(&format!("{hook}("));
    hooked
        || module.stmts.iter().any(|stmt| match &stmt.kind {
            StmtKind::Assign { targets, value } => {
                targets.iter().any(|target| cx.text(*target) == owner) && cx.text(*value).contains("dependencies")
            }
            _ => false,
        })
}

fn is_public(cx: &Cx<'_>, route: &Sibling<'_>) -> bool {
    const PUBLIC: &[&str] = &[
        "login", "logout", "signin", "signout", "register", "registration", "signup", "sign", "health", "healthz", "healthcheck",
        "ready", "live", "static", "webhook", "webhooks", "hook", "callback", "public", "ping", "status", "forgot", "reset",
        "index", "home", "about", "robots", "favicon", "metrics", "docs", "openapi", "oauth", "oauth2", "token", "tokens",
        "refresh", "verify", "confirm", "confirmation", "activate", "activation", "unsubscribe", "contact", "error",
        "guest", "anonymous", "landing", "version", "sso", "saml", "auth", "authenticate", "session",
    ];
    let function = cx.module().function(route.func);
    // `@router.get("/", auth=[AllowAnonymous()])`: whoever wrote it has said who may call.
    let says_who = |id: &ExprId| match &cx.expr(*id).kind {
        ExprKind::Call { args, .. } => args.iter().any(|arg| match arg.kind {
            ArgKind::Keyword(key) => matches!(cx.module().name(key), "auth" | "permission" | "permission_classes"),
            _ => false,
        }),
        _ => false,
    };
    if function.decorators.iter().any(says_who) {
        return true;
    }
    let path = route.route.path.as_deref().unwrap_or("");
    let name = cx.module().name(function.name);
    [name, path].iter().any(|name| words(name).iter().any(|word| PUBLIC.contains(&word.as_str())))
}

/// It changes something, or reads what the request names.
fn matters(cx: &Cx<'_>, route: &Sibling<'_>) -> bool {
    let function = cx.module().function(route.func);
    let writes = |method: &String| matches!(method.as_str(), "POST" | "PUT" | "PATCH" | "DELETE");
    let named = route.route.path.as_deref().is_some_and(|path| path.contains(['<', '{']));
    let text = cx.file.slice(function.span);
    let django = route.route.framework == Framework::Django
        && (function.params.len() > 1 || text.contains("request.POST") || text.contains("request.method"));
    route.route.methods.iter().any(writes) || named || django
}

/// The body asks by itself.
fn asks_inside(cx: &Cx<'_>, func: FuncId) -> bool {
    const ASKS: &[&str] = &[
        "current_user", "is_authenticated", "401", "403", "g.user", "permission", "Permission", "authoriz", "Authoriz",
        "request.user", "session[", "session.get", "authenticate", "login", "jwt", "UNAUTHORIZED", "FORBIDDEN", "signature",
        "require_", "api_key", "API_KEY",
    ];
    let function = cx.module().function(func);
    let text = cx.file.slice(Span { start: function.name_span.start, end: function.span.end });
    // A comment that speaks of a check is none.
    let mut code = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    code.any(|line| ASKS.iter().any(|known| line.contains(known)))
}

/// The guard as most siblings write it, when they all write it alike.
fn proposal(cx: &Cx<'_>, bare: &Sibling<'_>, routes: &[Sibling<'_>], name: &str) -> Option<Proposal> {
    let carried: Vec<(&Sibling<'_>, &Guard)> = routes
        .iter()
        .filter_map(|route| Some((route, route.guards.iter().find(|guard| guard.name == name)?)))
        .collect();
    let (model, guard) = *carried.first()?;
    if carried.iter().any(|(_, other)| other.text != guard.text) {
        return None;
    }
    let function = cx.module().function(bare.func);
    let edit = match guard.carried {
        Carried::Decorator(decorator) => {
            let before_route = model.route.decorator.is_some_and(|route| cx.span(decorator).start < cx.span(route).start);
            let newline = cx.file.newline();
            match bare.route.decorator {
                Some(route) if !before_route => {
                    let lines = whole_lines(cx, cx.span(route));
                    // The decorator's line begins with the at sign.
                    let indent = indentation(cx, cx.span(route).start - 1)?;
                    arguments::replace(Span::empty(lines.end as usize), format!("{indent}{}{newline}", guard.text))
                }
                _ => {
                    let indent = indentation(cx, function.span.start)?;
                    let text = format!("{}{newline}{indent}", guard.text);
                    arguments::replace(Span::empty(function.span.start as usize), text)
                }
            }
        }
        Carried::Parameter(_) => {
            let plain = |param: &crate::syntax::Param| {
                !matches!(param.kind, crate::syntax::ParamKind::VarArgs | crate::syntax::ParamKind::VarKeywords)
            };
            if !function.params.iter().all(plain) {
                return None;
            }
            let has_default = guard.text.contains('=');
            match function.params.last() {
                Some(last) if has_default || last.default.is_none() => {
                    arguments::replace(Span::empty(last.span.end as usize), format!(", {}", guard.text))
                }
                Some(_) => return None,
                None => {
                    let open = function.name_span.end as usize;
                    let parens = cx.file.text().get(open..)?.starts_with("()");
                    parens.then(|| arguments::replace(Span::empty(open + 1), guard.text.clone()))?
                }
            }
        }
        Carried::Dependencies(_) => {
            let ExprKind::Call { args, parens, .. } = &cx.expr(bare.route.decorator?).kind else { return None };
            arguments::append(args, *parens, &guard.text)
        }
    };
    Some(Proposal {
        title: format!("Add the guard `{name}`"),
        tier: Tier::Review,
        edits: vec![edit],
        check: Some("Callers without a log-in are refused from now on; a route that is meant for everyone must not have it.".to_owned()),
    })
}
