//! Outside data in the text of an SQL query.

use crate::rewrite::sql;
use crate::rewrite::written::TextCall;
use crate::rules::prelude::*;
use crate::semantic::Taint;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "sql-injection",
        summary: "SQL query built from outside data",
        family: Family::Injection,
        cwe: &[89],
        owasp: Owasp::A05,
        severity: Severity::Critical,
        precision: Precision::High,
        tier: Tier::Safe,
        answers: &["B608", "B610", "B611", "S608", "S610", "S611"],
        why: "A value that is written into the text of a query is read by the database as SQL. Whoever supplies it can \
              end the literal it stands in and go on with a query of their own: read other tables, log in without a \
              password, change or delete rows. Quotes around the value and escaping by hand do not keep it in. The \
              keys of a mapping that is spread into a filter, `objects.filter(**request.GET)`, are names in the query: \
              fields, relations, lookups, and in some versions the word that joins the conditions.",
        instead: "Keep the query's text constant and pass the values beside it, with the placeholder that the driver \
                  takes:\n\n```python\ncursor.execute(\"SELECT id FROM users WHERE name = ?\", (name,))   # sqlite3\n\
                  cursor.execute(\"SELECT id FROM users WHERE name = %s\", (name,))  # psycopg, PyMySQL, Django\n```\n\n\
                  A placeholder stands for one value. A table, a column or a sort order cannot be passed that way: look \
                  it up in a dict of the allowed ones. For a list, write one placeholder for each element. `%` and `_` in \
                  the value of a `LIKE` stay wildcards.\n\nCypher takes parameters too: \
                  `session.run(\"MATCH (u:User {name: $name}) RETURN u\", name=name)`.",
        references: &[
            "https://docs.python.org/3/library/sqlite3.html#how-to-use-placeholders-to-bind-values-in-sql-queries",
            "https://docs.djangoproject.com/en/stable/topics/db/sql/",
            "https://neo4j.com/docs/python-manual/current/query-simple/",
            "https://cwe.mitre.org/data/definitions/89.html",
        ],
        words: Words::OWN,
        examples: examples(EXAMPLES),
    },
    on: &[On::Flow(Kind::Sql, check), On::Flow(Kind::Attribute, check_keys)],
};

const EXAMPLES: &[Example] = &[
    Example::Rewrite {
        path: "app.py",
        bad: "import sqlite3\nfrom flask import request\n\ndef find():\n    name = request.args[\"name\"]\n    \
              cursor = sqlite3.connect(\"shop.db\").cursor()\n    \
              cursor.execute(f\"SELECT id FROM users WHERE name = '{name}'\")\n    return cursor.fetchall()\n",
        good: "import sqlite3\nfrom flask import request\n\ndef find():\n    name = request.args[\"name\"]\n    \
               cursor = sqlite3.connect(\"shop.db\").cursor()\n    \
               cursor.execute(\"SELECT id FROM users WHERE name = ?\", (name,))\n    return cursor.fetchall()\n",
    },
    Example::Rewrite {
        path: "views.py",
        bad: "import psycopg2\nfrom flask import request\n\ndef find(connection_string):\n    \
              cur = psycopg2.connect(connection_string).cursor()\n    cur.execute(\n        \
              \"SELECT id FROM users WHERE mail LIKE '%%@x.org' AND name = '%s' AND age > %s\"\n        \
              % (request.form[\"name\"], request.form[\"age\"])\n    )\n    return cur.fetchall()\n",
        good: "import psycopg2\nfrom flask import request\n\ndef find(connection_string):\n    \
               cur = psycopg2.connect(connection_string).cursor()\n    cur.execute(\n        \
               \"SELECT id FROM users WHERE mail LIKE '%%@x.org' AND name = %s AND age > %s\",\n        \
               (request.form[\"name\"], request.form[\"age\"])\n    )\n    return cur.fetchall()\n",
    },
    Example::Rewrite {
        path: "search.py",
        bad: "import sqlite3 as db\nfrom flask import request\n\ndef search():\n    q = request.args[\"q\"]\n    \
              with db.connect(\"shop.db\") as connection:\n        return connection.execute(\"SELECT id FROM items \
              WHERE name LIKE '%\" + q + \"%' ORDER BY name\").fetchall()\n",
        good: "import sqlite3 as db\nfrom flask import request\n\ndef search():\n    q = request.args[\"q\"]\n    \
               with db.connect(\"shop.db\") as connection:\n        return connection.execute(\"SELECT id FROM items \
               WHERE name LIKE ? ORDER BY name\", (f\"%{q}%\",)).fetchall()\n",
    },
    Example::Rewrite {
        path: "report.py",
        bad: "from django.db import connection\n\ndef report(request):\n    city = request.GET[\"city\"]\n    \
              query = \"SELECT id FROM shops WHERE city = '{}'\".format(city)\n    \
              with connection.cursor() as cursor:\n        cursor.execute(query)\n        return cursor.fetchall()\n",
        good: "from django.db import connection\n\ndef report(request):\n    city = request.GET[\"city\"]\n    \
               query = \"SELECT id FROM shops WHERE city = %s\"\n    \
               with connection.cursor() as cursor:\n        cursor.execute(query, [city])\n        \
               return cursor.fetchall()\n",
    },
    Example::Rewrite {
        path: "api.py",
        bad: "from fastapi import FastAPI\nfrom sqlalchemy import create_engine, text\n\napp = FastAPI()\nengine = \
              create_engine(\"sqlite://\")\n\n@app.get(\"/items\")\ndef items(name: str):\n    with engine.connect() as \
              connection:\n        return connection.execute(text(f\"SELECT id FROM items WHERE name = '{name}'\")).all()\n",
        good: "from fastapi import FastAPI\nfrom sqlalchemy import create_engine, text\n\napp = FastAPI()\nengine = \
               create_engine(\"sqlite://\")\n\n@app.get(\"/items\")\ndef items(name: str):\n    with engine.connect() as \
               connection:\n        return connection.execute(text(\"SELECT id FROM items WHERE name = :name\"), \
               {\"name\": name}).all()\n",
    },
    Example::Bad {
        path: "sorted.py",
        code: "import sqlite3\nfrom flask import request\n\ndef listing():\n    order = request.args[\"order\"]\n    \
               return sqlite3.connect(\"shop.db\").execute(f\"SELECT id FROM items ORDER BY {order}\").fetchall()\n",
    },
    Example::Bad {
        path: "app.py",
        code: "from shop import db, tables\n\n\ndef count(cursor, source):\n    cursor.execute(\"SELECT count(*) FROM \" + source)\n    return cursor.fetchone()\n\n\ndef index():\n    return str(count(db.cursor(), tables.GOODS))\n",
    },
    Example::Good {
        path: "app.py",
        code: "from flask import Flask, request\nfrom shop import db, tables\n\napp = Flask(__name__)\n\n\ndef count(cursor, source):\n    cursor.execute(\"SELECT count(*) FROM \" + source)\n    return cursor.fetchone()\n\n\n@app.get(\"/\")\ndef index():\n    return str(count(db.cursor(), tables.GOODS))\n",
    },
    Example::Good {
        path: "app.py",
        code: "import sqlite3\nfrom flask import request\n\ndef find():\n    age = int(request.args[\"age\"])\n    \
               cursor = sqlite3.connect(\"shop.db\").cursor()\n    \
               cursor.execute(f\"SELECT id FROM users WHERE age = {age}\")\n    return cursor.fetchall()\n",
    },
    Example::Good {
        path: "sorted.py",
        code: "import sqlite3\nfrom flask import request\n\nORDERS = {\"cheap\": \"price\", \"new\": \"created DESC\"}\n\n\
               def listing():\n    order = ORDERS.get(request.args[\"order\"], \"name\")\n    \
               return sqlite3.connect(\"shop.db\").execute(f\"SELECT id FROM items ORDER BY {order}\").fetchall()\n",
    },
    Example::Bad {
        path: "items.py",
        code: "from django.http import JsonResponse\nfrom shop.models import Item\n\ndef search(request):\n    \
               items = Item.objects.filter(**request.GET.dict())\n    \
               return JsonResponse(list(items.values(\"name\")), safe=False)\n",
    },
    Example::Good {
        path: "items.py",
        code: "from django.http import JsonResponse\nfrom shop.models import Item\n\nFIELDS = (\"name\", \"colour\")\n\n\
               def search(request):\n    \
               wanted = {name: request.GET[name] for name in FIELDS if name in request.GET}\n    \
               items = Item.objects.filter(**wanted)\n    \
               return JsonResponse(list(items.values(\"name\")), safe=False)\n",
    },
    Example::Good {
        path: "log.py",
        code: "import logging\nfrom flask import request\n\ndef note():\n    \
               logging.info(f\"SELECT from the menu: '{request.args['dish']}'\")\n",
    },
];

fn check(cx: &mut Cx<'_>, hit: &Hit) {
    let Some(draft) = cx.flow(hit, "runs as part of the query") else { return };
    let proposal = rewrite(cx, hit);
    cx.report(draft.propose(proposal));
}

/// What clients send as a whole, keys and all.
const MAPPINGS: &[&str] = &[
    "GET", "POST", "args", "form", "values", "json", "get_json", "data", "query_params", "body", "query", "params",
    "cookies", "headers", "forms",
];

/// True for what a client sends as a mapping, or a piece of that. Fields that a form or serializer names are none, nor
/// are parts of a route.
pub(in crate::rules) fn is_mapping(cx: &Cx<'_>, taint: &Taint) -> bool {
    let origin = cx.analysis.origin(taint.origin);
    let read = origin.note.split('`').nth(1).and_then(|read| read.rsplit('.').next());
    origin.class == SourceClass::Request && read.is_some_and(|read| MAPPINGS.contains(&read))
}

/// Keys that clients choose, in a filter.
fn check_keys(cx: &mut Cx<'_>, hit: &Hit) {
    if !hit.taints.iter().any(|taint| is_mapping(cx, taint)) {
        return;
    }
    let Some(draft) = cx.flow(hit, "names columns and lookups of the query") else { return };
    let advice = "Take out of the request the names that may be searched by, and no others: \
                  `{name: request.GET[name] for name in ALLOWED if name in request.GET}`.";
    cx.report(Draft { severity: Some(Severity::High), advice: Some(advice.to_owned()), ..draft });
}

fn rewrite(cx: &Cx<'_>, hit: &Hit) -> Option<Proposal> {
    let call = cx.call(hit.site.call)?;
    let tainted = cx.tainted(hit);
    let query = TextCall { id: call.id, name: call.name, arg: hit.site.arg };
    let bound = sql::bind(cx.file, cx.analysis, query, &tainted)?;
    let what = if bound.values == 1 { "the value" } else { "the values" };
    Some(Proposal {
        title: format!("Pass {what} beside the query, as {} takes it", bound.driver),
        tier: if bound.doubt.is_some() { Tier::Review } else { Tier::Safe },
        edits: bound.edits,
        check: bound.doubt.map(sentence),
    })
}

/// A doubt as a sentence of its own.
fn sentence(text: String) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => text,
    }
}
