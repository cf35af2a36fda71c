//! Made-up reviews for the tests of this room.

use std::collections::BTreeMap;

use crate::change::Skipped;
use crate::finding::{
    Edit, EditSet, Finding, Fingerprint, Note, NoteKind, Place, Precision, Review, Rewrite, Scope, Severity,
    Step, Subject, Suppressed, Threshold, Tier,
};
use crate::rules::{Example, Family, Meta, Owasp, Rule};
use crate::source::{RepoPath, SourceFile, Span};

pub(super) const SHOP: &str = "\
import sqlite3

from flask import Flask, request

app = Flask(__name__)


@app.get(\"/find\")
def find():
    name = request.args[\"name\"]
    with sqlite3.connect(\"shop.db\") as db:
        rows = db.execute(f\"SELECT * FROM item WHERE name = '{name}'\")
    return {\"items\": list(rows)}
";

pub(super) static SQL: Rule = Rule {
    on: &[],
    meta: Meta {
        id: "sql-injection",
        summary: "SQL built from outside data",
        family: Family::Injection,
        cwe: &[89, 943],
        owasp: Owasp::A05,
        severity: Severity::High,
        precision: Precision::High,
        tier: Tier::Safe,
        answers: &["B608", "S608"],
        why: "Text from outside becomes part of a query, so it can end the value and go on as SQL.\n\nAn attacker reads or changes every row.",
        instead: "Pass the value apart from the statement:\n\n```python\ndb.execute(\"SELECT * FROM item WHERE name = ?\", (name,))\n```",
        references: &["https://docs.python.org/3/library/sqlite3.html"],
        words: crate::rules::Words::any(&["execute"]),
        examples: &[
            Example::Rewrite {
                path: "app.py",
                bad: "db.execute(f\"SELECT {x}\")\n",
                good: "db.execute(\"SELECT ?\", (x,))\n",
            },
            Example::Bad { path: "app.py", code: "db.execute(build(x))\n" },
            Example::Good { path: "app.py", code: "db.execute(\"SELECT 1\")\n" },
        ],
    },
};

/// A review of nothing but these files.
pub(super) fn review(files: &[(&str, &str)]) -> Review {
    let sources: BTreeMap<RepoPath, SourceFile> = files
        .iter()
        .map(|(path, text)| (RepoPath::new(path), SourceFile::from_text(RepoPath::new(path), text)))
        .collect();
    Review {
        subject: Subject::Change,
        findings: Vec::new(),
        older: 0,
        suppressed: Vec::new(),
        notes: Vec::new(),
        skipped: Vec::new(),
        files_reviewed: files.len(),
        sources,
        threshold: Threshold(Some(Severity::High)),
        advisories: None,
        dependency_threshold: None,
    }
}

/// The first place of `code` in the file.
pub(super) fn place(review: &Review, path: &str, code: &str) -> Place {
    let path = RepoPath::new(path);
    let text = review.sources[&path].text();
    let start = text.find(code).unwrap_or_else(|| panic!("{code:?} is not in {path}"));
    Place { path, span: Span::new(start, start + code.len()) }
}

/// A bare finding at `code`.
pub(super) fn finding(review: &Review, rule: &'static str, path: &str, code: &str) -> Finding {
    let place = place(review, path, code);
    let fingerprint = Fingerprint::of(&[rule, path, &place.span.start.to_string()]);
    Finding {
        rule,
        shown_at: place.clone(),
        scope: Scope { name: "find".into(), span: place.span },
        place,
        severity: Severity::High,
        precision: Precision::High,
        message: "`name` comes from the request and becomes part of the SQL text; whoever sends it can read every row.".into(),
        trace: Vec::new(),
        rewrite: None,
        advice: None,
        fingerprint,
        package: None,
    }
}

/// Edits that put `new` in the place of `old`, each found once.
pub(super) fn edits(review: &Review, path: &str, pairs: &[(&str, &str)]) -> EditSet {
    let edits =
        pairs.iter().map(|(old, new)| Edit { span: place(review, path, old).span, text: (*new).into() });
    EditSet::new(edits.collect()).unwrap()
}

/// The SQL injection of [`SHOP`] with its trace and its rewrite.
pub(super) fn sql(review: &Review, path: &str) -> Finding {
    let query = "f\"SELECT * FROM item WHERE name = '{name}'\"";
    let mut one = finding(review, "sql-injection", path, query);
    one.trace = vec![
        Step {
            place: place(review, path, "request.args[\"name\"]"),
            note: "`request.args` is sent by the client".into(),
        },
        Step { place: place(review, path, "{name}"), note: "`name` becomes part of the text".into() },
        Step { place: place(review, path, query), note: "the text is run as SQL".into() },
    ];
    one.rewrite = Some(Rewrite {
        title: "Pass the value as a parameter".into(),
        tier: Tier::Safe,
        edits: edits(review, path, &[(query, "\"SELECT * FROM item WHERE name = ?\", (name,)")]),
        check: None,
    });
    one
}

/// One of everything.
pub(super) fn full() -> Review {
    let settings = "import requests\n\nAPI_KEY = \"sk_live_0123456789\"\n\n\ndef load(url):\n\treturn requests.get(url, verify=False)\n";
    let mut review = review(&[("shop/app.py", SHOP), ("shop/settings.py", settings)]);
    review.findings.push(sql(&review, "shop/app.py"));
    let mut secret = finding(&review, super::SECRET_RULE, "shop/settings.py", "\"sk_live_0123456789\"");
    secret.severity = Severity::Critical;
    secret.message = "`API_KEY` is written in the code; everyone who can read it can use it.".into();
    secret.rewrite = Some(Rewrite {
        title: "Read it from the environment".into(),
        tier: Tier::Review,
        edits: edits(
            &review,
            "shop/settings.py",
            &[
                ("import requests\n", "import os\n\nimport requests\n"),
                ("\"sk_live_0123456789\"", "os.environ[\"API_KEY\"]"),
            ],
        ),
        check: Some("The variable must be set wherever the program runs.".into()),
    });
    review.findings.push(secret);
    let mut tls = finding(&review, "tls-verification", "shop/settings.py", "verify=False");
    tls.severity = Severity::Medium;
    tls.message =
        "The certificate is not checked, so anyone on the way can read and change the answer.".into();
    tls.advice = Some("Leave `verify` out, or name the certificate of your own authority.\n\n```python\nrequests.get(url, timeout=10)\n```\n".into());
    review.findings.push(tls);
    review.older = 3;
    let mut silent = finding(&review, "tls-verification", "shop/settings.py", "requests.get");
    silent.severity = Severity::Low;
    review.suppressed.push(Suppressed {
        finding: silent,
        reason: Some("test server".into()),
        by: "`# nosec B501`".into(),
        mark: None,
    });
    review.notes.push(Note {
        path: RepoPath::new("shop/app.py"),
        span: Some(Span::new(0, 6)),
        kind: NoteKind::Suppression,
        text: "the mark `# nosec` silences nothing".into(),
    });
    review
        .skipped
        .push(Skipped { path: RepoPath::new("shop/\u{1b}[31mlogo.py"), why: "binary content".into() });
    review.files_reviewed = 2;
    review
}
