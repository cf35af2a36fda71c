//! A team's own sources, sinks, sanitizers and guards, by dotted name.

mod support;

use hognose::config::{Custom, CustomRole, Settings};
use hognose::scan::{Options, scan};
use hognose::source::{RepoPath, SourceFile};

fn findings(custom: Vec<Custom>, text: &str) -> Vec<&'static str> {
    let settings = Settings { custom, ..Settings::default() };
    let load = |path: &RepoPath| Ok(SourceFile::from_text(path.clone(), text));
    let review = scan(
        &[RepoPath::new("shop/views.py")],
        &load,
        &|| (),
        &settings,
        Options { threads: 1, ..Options::default() },
    );
    review
        .findings
        .iter()
        .filter(|finding| finding.rule != "missing-timeout")
        .map(|finding| finding.rule)
        .collect()
}

fn custom(name: &str, role: CustomRole, kind: &str) -> Custom {
    Custom { name: name.into(), role, kinds: vec![kind.into()] }
}

const FETCH: &str = "
import requests
from flask import Flask, abort, request
from .security import no_ssrf, is_safe, cleaned
from shop.security import only_safe
app = Flask(__name__)

";

#[test]
fn a_guard_of_the_team_is_one_entry() {
    let called = format!(
        "{FETCH}@app.route('/')\ndef f():\n    url = request.args['u']\n    no_ssrf(url)\n    return requests.get(url).json()\n"
    );
    let tested = format!(
        "{FETCH}@app.route('/')\ndef f():\n    url = request.args['u']\n    if not is_safe(url):\n        abort(400)\n    return requests.get(url).json()\n"
    );
    let passed = format!(
        "{FETCH}@app.route('/')\ndef f():\n    return requests.get(cleaned(request.args['u'])).json()\n"
    );
    let decorated = format!(
        "{FETCH}@app.route('/<path:url>')\n@only_safe\ndef f(url):\n    return requests.get(url).json()\n"
    );
    for (text, name, role) in [
        (&called, "shop.security.no_ssrf", CustomRole::Guard),
        (&tested, "shop.security.is_safe", CustomRole::Guard),
        (&passed, "shop.security.cleaned", CustomRole::Sanitizer),
        (&decorated, "shop.security.only_safe", CustomRole::Guard),
    ] {
        if name != "shop.security.cleaned" {
            assert_eq!(findings(vec![], text), ["ssrf"], "without {name}");
        }
        assert_eq!(
            findings(vec![custom(name, role.clone(), "ssrf")], text),
            Vec::<&str>::new(),
            "with {name}"
        );
        if name != "shop.security.cleaned" {
            assert_eq!(
                findings(vec![custom(name, role, "sql-injection")], text),
                ["ssrf"],
                "{name} for another kind"
            );
        }
    }
}

#[test]
fn sources_and_sinks_of_the_team_count() {
    let text = "from shop.db import run_raw\nfrom shop.bus import message\n\ndef handle():\n    run_raw(1, message())\n";
    let source = Custom { name: "shop.bus.message".into(), role: CustomRole::Source, kinds: vec![] };
    let sink = custom("shop.db.run_raw", CustomRole::Sink { argument: 1 }, "sql-injection");
    assert_eq!(findings(vec![], text), Vec::<&str>::new());
    assert_eq!(findings(vec![source, sink], text), ["sql-injection"]);
}

/// The words by which parts of a file are chosen know nothing of a team's own names but what they are told.
#[test]
fn a_source_of_the_team_alone_makes_a_file_matter() {
    let text = "from shop.bus import message\n\n\ndef handle():\n    return open(message(\"name\")).read()\n";
    let source = Custom { name: "shop.bus.message".into(), role: CustomRole::Source, kinds: vec![] };
    assert_eq!(findings(vec![], text), Vec::<&str>::new());
    assert_eq!(findings(vec![source], text), ["path-traversal"]);
}
