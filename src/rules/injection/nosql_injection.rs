//! Filters of MongoDB with what clients send: operators in place of values, names of fields, JavaScript.
//!
//! A field of a form or address is a text and stays one. Only what was parsed can be a mapping.

use super::sql_injection::is_mapping;
use crate::rules::prelude::*;
use crate::semantic::Taint;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "nosql-injection",
        summary: "MongoDB filter with operators or JavaScript of the client's",
        family: Family::Injection,
        cwe: &[943],
        owasp: Owasp::A05,
        severity: Severity::High,
        precision: Precision::High,
        tier: Tier::Advice,
        answers: &[],
        why: "A value in parsed JSON need not be a text. Where a filter compares a field with it, the client sends \
              `{\"$ne\": null}` in place of a password, and everything matches; with `$gt` and `$regex` it reads what it \
              should not, piece by piece. What becomes part of a `$where` or `$function` runs in the database as \
              JavaScript.",
        instead: "Make each value what it has to be before it goes into the filter: `str(value)`, a check with \
                  `isinstance(value, str)`, a model that validates. `{\"name\": {\"$eq\": value}}` compares with the value as \
                  it is. Take the names of fields from a fixed set, and write conditions with operators instead of \
                  JavaScript.",
        references: &[
            "https://www.mongodb.com/docs/manual/reference/operator/query/",
            "https://www.mongodb.com/docs/manual/reference/operator/query/where/",
            "https://cwe.mitre.org/data/definitions/943.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Bad {
                path: "app.py",
                code: "from flask import Flask, request\nfrom pymongo import MongoClient\n\napp = Flask(__name__)\nusers = MongoClient().shop.users\n\n\n@app.post(\"/login\")\ndef login():\n    given = request.get_json()\n    user = users.find_one({\"name\": given[\"name\"], \"password\": given[\"password\"]})\n    return {\"known\": user is not None}\n",
            },
            Example::Good {
                path: "app.py",
                code: "from flask import Flask, request\nfrom pymongo import MongoClient\n\napp = Flask(__name__)\nusers = MongoClient().shop.users\n\n\n@app.post(\"/login\")\ndef login():\n    given = request.get_json()\n    user = users.find_one({\"name\": str(given[\"name\"]), \"password\": str(given[\"password\"])})\n    return {\"known\": user is not None}\n",
            },
            Example::Bad {
                path: "app.py",
                code: "from flask import Flask, request\nfrom pymongo import MongoClient\n\napp = Flask(__name__)\nusers = MongoClient().shop.users\n\n\n@app.post(\"/login\")\ndef login():\n    user = users.find_one({\"$where\": \"this.name == '\" + request.form[\"name\"] + \"'\"})\n    return {\"known\": user is not None}\n",
            },
            Example::Good {
                path: "app.py",
                code: "from flask import Flask, request\nfrom pymongo import MongoClient\n\napp = Flask(__name__)\nusers = MongoClient().shop.users\n\n\n@app.post(\"/login\")\ndef login():\n    user = users.find_one({\"name\": request.form[\"name\"]})\n    return {\"known\": user is not None}\n",
            },
            Example::Bad {
                path: "app.py",
                code: "from flask import Flask, request\nfrom pymongo import MongoClient\n\napp = Flask(__name__)\nusers = MongoClient().shop.users\n\n\n@app.post(\"/login\")\ndef login():\n    user = users.find_one(request.args.to_dict())\n    return {\"known\": user is not None}\n",
            },
        ]),
    },
    on: &[On::Flow(Kind::NoSql, check), On::Flow(Kind::Script, check_text)],
};

fn check(cx: &mut Cx<'_>, hit: &Hit) {
    let Some((_, SourceClass::Request)) = cx.strongest(hit) else { return };
    let Some(draft) = cx.flow(hit, "may hold operators where the filter wants a value") else { return };
    cx.report(draft);
}

/// Names and scripts. A text by itself is no filter: a driver takes it for the number of a document.
fn check_text(cx: &mut Cx<'_>, hit: &Hit) {
    let Some((_, SourceClass::Request)) = cx.strongest(hit) else { return };
    let told = |other: &Hit| other.site.kind == Kind::NoSql && other.site.call == hit.site.call;
    if cx.analysis.facts.hits.iter().any(told) {
        return;
    }
    let runs = cx.call(hit.site.call).is_some_and(|call| call.name.ends_with("Code") || call.name.ends_with("map_reduce"));
    let built = matches!(cx.class(hit.site.arg), Some("dict" | "list" | "tuple"));
    let whole = |taint: &Taint| is_mapping(cx, taint) && cx.analysis.origin(taint.origin).of.is_none();
    if !runs && !built && (cx.class(hit.site.arg) == Some("str") || !hit.taints.iter().any(whole)) {
        return;
    }
    let Some(draft) = cx.flow(hit, "becomes part of what the database reads as names or code") else { return };
    cx.report(draft);
}
