//! Outside data that a browser takes as markup.
//!
//! Looks at what goes out: responses, views' return values, strings marked safe, template engines without escaping.
//! Templates themselves are not read. A response that is no page (JSON, plain text) is silent.

use crate::rewrite::written::Template;
use crate::rewrite::holes;
use crate::rules::configuration::places::{definition, imports_from};
use crate::rules::pages;
use crate::rules::prelude::*;
use crate::rules::purpose;
use crate::semantic::{Kinds, Type};
use crate::semantic::markup::{Place, Reader};

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "xss",
        summary: "Outside data in a page without escaping",
        family: Family::Injection,
        cwe: &[79, 116],
        owasp: Owasp::A05,
        severity: Severity::High,
        precision: Precision::High,
        tier: Tier::Safe,
        answers: &["B703", "S308", "B704", "S704"],
        why: "Text that reaches the browser as markup can bring a script along. It runs in the visitor's session: it \
              reads what the visitor may read and does what the visitor may do. An HTML escape makes text harmless \
              between tags and in quoted attributes; in scripts, styles, addresses and attributes without quotes it \
              does not.",
        instead: "Render a template that escapes by itself, or escape each value: `markupsafe.escape`, \
                  `django.utils.html.escape`, `html.escape`. Build markup with `Markup(\"<b>{}</b>\").format(x)` or \
                  `format_html(\"<b>{}</b>\", x)`. Put data for scripts into the page with `json_script` or `tojson`, \
                  quote every attribute, and let an address begin with a constant.",
        references: &[
            "https://markupsafe.palletsprojects.com/en/stable/formatting/",
            "https://docs.djangoproject.com/en/stable/ref/utils/#django.utils.html.format_html",
            "https://cwe.mitre.org/data/definitions/79.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "from flask import Flask, render_template, request\nfrom markupsafe import Markup\n\napp = Flask(__name__)\n\n\n@app.get(\"/\")\ndef hello():\n    name = request.args[\"name\"]\n    return render_template(\"page.html\", title=Markup(f\"<b>{name}</b>\"))\n",
                good: "from flask import Flask, render_template, request\nfrom markupsafe import Markup\n\napp = Flask(__name__)\n\n\n@app.get(\"/\")\ndef hello():\n    name = request.args[\"name\"]\n    return render_template(\"page.html\", title=Markup(\"<b>{}</b>\").format(name))\n",
            },
            Example::Rewrite {
                path: "views.py",
                bad: "from django.shortcuts import render\nfrom django.utils.html import escape\nfrom django.utils.safestring import mark_safe\n\n\ndef page(request):\n    title = mark_safe(\"<b>%s</b>\" % request.GET[\"name\"])\n    return render(request, \"page.html\", {\"title\": title})\n",
                good: "from django.shortcuts import render\nfrom django.utils.html import escape, format_html\nfrom django.utils.safestring import mark_safe\n\n\ndef page(request):\n    title = format_html(\"<b>{}</b>\", request.GET[\"name\"])\n    return render(request, \"page.html\", {\"title\": title})\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "from flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.get(\"/\")\ndef hello():\n    name = request.args[\"name\"]\n    return f\"<p>Hello {name}</p>\"\n",
                good: "from flask import Flask, request\nfrom markupsafe import escape\n\napp = Flask(__name__)\n\n\n@app.get(\"/\")\ndef hello():\n    name = request.args[\"name\"]\n    return f\"<p>Hello {escape(name)}</p>\"\n",
            },
            Example::Rewrite {
                path: "views.py",
                bad: "from django.http import HttpResponse\nfrom django.utils.html import escape\n\n\ndef page(request):\n    return HttpResponse(\"<p>\" + request.GET[\"name\"] + \"</p>\")\n",
                good: "from django.http import HttpResponse\nfrom django.utils.html import escape\n\n\ndef page(request):\n    return HttpResponse(\"<p>\" + escape(request.GET[\"name\"]) + \"</p>\")\n",
            },
            Example::Bad {
                path: "views.py",
                code: "from django.shortcuts import render\nfrom django.utils.safestring import mark_safe\nfrom shop.texts import to_html\n\n\ndef page(request):\n    note = to_html(request.GET[\"note\"])\n    title = mark_safe(\"<b>%s</b><i>%s</i>\" % (request.GET[\"name\"], note))\n    return render(request, \"page.html\", {\"title\": title})\n",
            },
            Example::Bad {
                path: "app.py",
                code: "from flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.get(\"/\")\ndef hello():\n    return \"<script>var name = '{}';</script>\".format(request.args[\"name\"])\n",
            },
            Example::Bad {
                path: "app.py",
                code: "from flask import Flask, request\nfrom markupsafe import escape\n\napp = Flask(__name__)\n\n\n@app.get(\"/\")\ndef back():\n    return f'<a href=\"{escape(request.args[\"to\"])}\">Back</a>'\n",
            },
            Example::Good {
                path: "app.py",
                code: "from flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.get(\"/\")\ndef hello():\n    return {\"name\": request.args[\"name\"]}\n",
            },
            Example::Good {
                path: "views.py",
                code: "from django.http import HttpResponse\n\n\ndef page(request):\n    return HttpResponse(\"Hello \" + request.GET[\"name\"], content_type=\"text/plain\")\n",
            },
        ]),
    },
    on: &[On::Flow(Kind::Html, check)],
};

fn check(cx: &mut Cx<'_>, hit: &Hit) {
    let Some((taint, class)) = cx.strongest(hit) else { return };
    if !matches!(class, SourceClass::Request | SourceClass::Network | SourceClass::Database) {
        return;
    }
    let call = cx.call(hit.site.call).filter(|_| hit.site.call != hit.site.arg);
    if is_undone(cx, hit.site.call) {
        return;
    }
    let marked = call.is_some_and(|call| is_marking(call.name));
    let page = match call {
        Some(call) => marked || pages::is_page(cx, call),
        None if pages::returned_as_other(cx, hit.site.arg) => false,
        None => is_text(cx, hit) && !cx.analysis.origin(taint.origin).note.contains("json`"),
    };
    if !page {
        return;
    }
    let arg = hit.site.arg;
    if call.is_some_and(|call| call.name.starts_with("tornado.")) && is_mapping(cx, arg) {
        // Tornado sends it as JSON.
        return;
    }
    let places = places(cx, arg);
    let bad_place = places.iter().flatten().find(|place| !place.is_escapable()).copied();
    let what = match bad_place {
        _ if marked => "counts as markup and is not escaped".to_owned(),
        None => "reaches the page without being escaped".to_owned(),
        Some(place) => format!("reaches the page {}", place.words()),
    };
    let Some(mut draft) = cx.flow(hit, &what) else { return };
    if is_json(cx, arg) {
        // A browser that takes it for a page is what is wrong here, not the text.
        draft = draft.severity(Severity::Medium).precision(Precision::Medium);
        draft.advice = Some("Say that it is JSON: return the dict itself, `jsonify(…)` or `JsonResponse(…)`.".to_owned());
        cx.report(draft);
        return;
    }
    if let Some(place) = bad_place {
        draft.advice = Some(format!(
            "The value stands {}, where an HTML escape does not hold it. Put data for scripts into the page as JSON \
             (`json_script`, `tojson`), quote the attribute, or let the address begin with a constant.",
            place.words()
        ));
        cx.report(draft);
        return;
    }
    let proposal = match call {
        Some(call) if marked => markup(cx, call, arg),
        _ => escape(cx, hit, call.map(|call| call.name)),
    };
    cx.report(draft.propose(proposal));
}

/// `Markup(text).striptags()`: plain text again, at once.
fn is_undone(cx: &Cx<'_>, marking: ExprId) -> bool {
    cx.module().exprs.iter().any(|expr| match &expr.kind {
        ExprKind::Attr { base, name, .. } if *base == marking => {
            matches!(cx.module().name(*name), "striptags" | "unescape")
        }
        _ => false,
    })
}

fn is_marking(name: &str) -> bool {
    matches!(
        name,
        "markupsafe.Markup" | "django.utils.safestring.mark_safe" | "django.utils.safestring.SafeString"
    )
}

/// A view gives back text, not an object that becomes JSON.
fn is_text(cx: &Cx<'_>, hit: &Hit) -> bool {
    let value = cx.value(hit.site.arg);
    if cx.module().function(hit.site.func).class.is_some() && imports_from(cx, &["flask_restful", "flask_restx"]) {
        return false;
    }
    match value.class() {
        Some(Type::Outside(name)) => matches!(cx.analysis.names.text(name), "str" | "bytes"),
        Some(Type::Local(_)) => false,
        None => match &cx.expr(hit.site.arg).kind {
            // `return json.loads(body)`
            ExprKind::Call { func, .. } => !cx.dotted(*func).is_some_and(|name| name.ends_with("loads")),
            // The arguments as a whole are a dict.
            _ => !cx.dotted(hit.site.arg).is_some_and(|name| name.starts_with("flask.request.")),
        },
    }
}

/// `{"name": name}`
fn is_mapping(cx: &Cx<'_>, expr: ExprId) -> bool {
    matches!(cx.value(expr).class(), Some(Type::Outside(name)) if cx.analysis.names.text(name) == "dict")
}

/// `json.dumps(…)`
fn is_json(cx: &Cx<'_>, expr: ExprId) -> bool {
    cx.call(expr).is_some_and(|call| call.name.ends_with("json.dumps"))
}

/// Surely text: by its class, or a single field of a request.
fn is_field(cx: &Cx<'_>, expr: ExprId) -> bool {
    match (cx.value(expr).class(), &cx.expr(expr).kind) {
        (Some(Type::Outside(name)), _) => cx.analysis.names.text(name) == "str",
        (_, ExprKind::Subscript { .. } | ExprKind::Name(_)) => true,
        (_, ExprKind::Call { .. }) => cx.call(expr).is_some_and(|call| call.name.ends_with(".get")),
        _ => false,
    }
}

/// Where the outside values stand; `None` when the text is not known piece by piece.
fn places(cx: &Cx<'_>, arg: ExprId) -> Option<Vec<Place>> {
    let mut reader = Reader::default();
    let mut found = Vec::new();
    for piece in &cx.value(arg).text()?.pieces {
        match piece {
            Piece::Lit(text) => reader.text(text),
            Piece::Hole(value, _) => {
                let place = reader.hole();
                if value.taints().iter().any(|taint| {
                    let escaped = !(taint.kinds & Kinds::ESCAPED).is_empty();
                    taint.kinds.has(Kind::Html) || escaped && !place.is_escapable()
                }) {
                    found.push(place);
                }
            }
        }
    }
    Some(found)
}

/// A value that was escaped or put together as markup before, or that is called so: escaped once more, its tags would be
/// read as text.
fn may_be_markup(cx: &Cx<'_>, hole: ExprId) -> bool {
    const MADE: &[&str] = &[
        "html", "markup", "markdown", "render", "rendered", "escape", "escaped", "safe", "svg", "linebreaks", "urlize", "widget",
        "highlight", "sanitize", "sanitized", "clean", "bleach", "snippet",
    ];
    let is_called_so = |name: &str| purpose::has_word(name, MADE);
    [hole, definition(cx, hole)].into_iter().any(|id| match &cx.expr(id).kind {
        ExprKind::Name(name) | ExprKind::Attr { name, .. } => is_called_so(cx.module().name(*name)),
        ExprKind::Call { func, .. } => match &cx.expr(*func).kind {
            ExprKind::Name(name) | ExprKind::Attr { name, .. } => is_called_so(cx.module().name(*name)),
            _ => false,
        },
        ExprKind::Str(_) | ExprKind::Format { .. } | ExprKind::Binary { .. } => cx.text(id).contains('<'),
        _ => false,
    })
}

/// `Markup("…{}…").format(x)`, `format_html("…{}…", x)`
fn markup(cx: &Cx<'_>, call: Call<'_>, arg: ExprId) -> Option<Proposal> {
    if call.args.len() != 1 || call.positional(0) != Some(arg) {
        return None;
    }
    let template = Template::read(cx.file, cx.module(), arg)?;
    let holes = template.holes();
    if holes.iter().any(|hole| may_be_markup(cx, *hole)) {
        return None;
    }
    let text = template.write(|text| text.replace('{', "{{").replace('}', "}}"), |_| Some("{}".to_owned()))?;
    let values: Vec<&str> = holes.iter().map(|hole| cx.text(*hole)).collect();
    let values = values.join(", ");
    let (title, mut edits) = if call.name == "markupsafe.Markup" {
        let edit = arguments::replace(call.parens, format!("({text}).format({values})"));
        ("Let `Markup` escape the value", vec![edit])
    } else {
        let spelled = imports::spell_name(cx.file, cx.analysis, cx.span(call.id), "django.utils.html", "format_html")?;
        let mut edits = vec![arguments::replace(cx.span(call.func), spelled.text)];
        edits.push(arguments::replace(call.parens, format!("({text}, {values})")));
        edits.extend(spelled.edit);
        ("Build the markup with `format_html`", edits)
    };
    edits.sort();
    let own = holes.iter().find(|hole| cx.value(**hole).taints().is_empty());
    Some(Proposal {
        title: title.to_owned(),
        tier: if own.is_some() { Tier::Review } else { Tier::Safe },
        edits,
        check: own.map(|hole| format!("`{}` is escaped too, unless it is marked safe already", cx.text(*hole))),
    })
}

/// `escape(x)` around each outside value.
fn escape(cx: &Cx<'_>, hit: &Hit, sink: Option<&str>) -> Option<Proposal> {
    let arg = hit.site.arg;
    let at = cx.span(hit.site.call);
    let holes = match cx.value(arg).text() {
        Some(_) => holes::tainted(cx.analysis, arg, Kind::Html)?,
        None => vec![arg],
    };
    if holes.iter().any(|hole| may_be_markup(cx, *hole)) {
        return None;
    }
    let here = cx.function_at(at);
    if holes.iter().any(|hole| cx.function_at(cx.span(*hole)) != here || is_json(cx, *hole)) {
        return None;
    }
    let flask = sink.map_or_else(|| imports_from(cx, &["flask", "quart"]), |name| name.starts_with("flask."));
    let spelled = if flask {
        imports::spell_name(cx.file, cx.analysis, at, "markupsafe", "escape")?
    } else if sink.is_some_and(|name| name.starts_with("django.")) {
        imports::spell_name(cx.file, cx.analysis, at, "django.utils.html", "escape")?
    } else {
        imports::spell(cx.file, cx.analysis, at, "html", "escape")?
    };
    let mut edits = if holes == [arg] && cx.value(arg).text().is_none() {
        if !holes::is_value(cx.module(), arg) || !is_field(cx, arg) {
            return None;
        }
        vec![arguments::replace(cx.span(arg), format!("{}({})", spelled.text, cx.text(arg)))]
    } else {
        // Text added to markupsafe's `Markup` is escaped as a whole: only a plain `str` keeps its tags.
        holes::wrap(cx.file, cx.analysis, &holes, &spelled.text, flask)?
    };
    edits.extend(spelled.edit);
    let mut shown: Vec<String> = holes.iter().map(|hole| format!("`{}`", cx.shorten(cx.span(*hole)))).collect();
    shown.dedup();
    let are = if shown.len() == 1 { "is" } else { "are" };
    Some(Proposal {
        title: "Escape the value".to_owned(),
        tier: Tier::Review,
        edits,
        check: Some(format!("{} {are} text and not meant to hold markup", shown.join(", "))),
    })
}
