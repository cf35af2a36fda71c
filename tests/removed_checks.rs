//! A change that takes a check away from a function, whose callers with source and sink lie in files that it leaves
//! alone: told at the place that lost the check, and only where nothing takes its place.

mod support;

use std::collections::BTreeMap;

use hognose::change::Context;
use hognose::config::Settings;
use hognose::finding::{Precision, Review};
use hognose::scan::{Options, review_within};
use hognose::source::{RepoPath, SourceFile};
use support::{Sides, change};

/// Files in memory.
struct Memory<'t>(BTreeMap<RepoPath, &'t str>);

impl Context for Memory<'_> {
    fn paths(&self) -> Vec<RepoPath> {
        self.0.keys().cloned().collect()
    }

    fn load(&self, paths: &[RepoPath]) -> Vec<Option<SourceFile>> {
        let text = |path: &RepoPath| Some(SourceFile::from_text(path.clone(), self.0.get(path)?));
        paths.iter().map(text).collect()
    }
}

fn review(files: &[Sides<'_>], around: &[(&str, &str)]) -> Review {
    let memory = Memory(around.iter().map(|(path, text)| (RepoPath::new(path), *text)).collect());
    let options = Options { threads: 1, ..Options::default() };
    review_within(&change(files), &memory, &Settings::default(), options)
}

/// Surer findings as `rule sink's-path shown-path:line`.
fn shown(review: &Review) -> Vec<String> {
    let sure = review.findings.iter().filter(|finding| finding.precision > Precision::Low);
    let shown = |finding: &hognose::finding::Finding| {
        let source = &review.sources[&finding.shown_at.path];
        let line = source.position(finding.shown_at.span.start).line;
        format!("{} {} {}:{line}", finding.rule, finding.place.path, finding.shown_at.path)
    };
    sure.map(shown).collect()
}

const NONE: &[&str] = &[];

/// Asks a check of another file before it fetches.
const VIEWS: &str = "\
import requests
from flask import Flask, request
from shop import checks

app = Flask(__name__)


@app.get('/fetch')
def fetch():
    url = request.args['url']
    CHECK
    return {'text': requests.get(url, timeout=5).text}
";

const HEAD: &str = "import logging\n\nHOSTS = {'https://a.example/', 'https://b.example/'}\n\n\n";

/// A check, before and after, and how it is called.
struct Case {
    call: &'static str,
    before: &'static str,
    after: &'static str,
    /// The line that lost it; 0 where it holds still.
    line: u32,
}

const CASES: &[Case] = &[
    Case {
        call: "checks.refuse(url)",
        before: "def refuse(url):\n    if url not in HOSTS:\n        raise ValueError(url)\n    return None\n",
        after: "def refuse(url):\n    return None\n",
        line: 7,
    },
    Case {
        call: "checks.refuse(url)",
        before: "def refuse(url):\n    if url not in HOSTS:\n        raise ValueError(url)\n",
        after: "def refuse(url):\n    if url not in HOSTS:\n        logging.warning('unknown host')\n",
        line: 8,
    },
    Case {
        call: "if not checks.is_known(url):\n        return ''",
        before: "def is_known(url):\n    return url in HOSTS\n",
        after: "def is_known(url):\n    return url.startswith('http')\n",
        line: 7,
    },
    Case {
        call: "if not checks.is_known(url):\n        return ''",
        before: "def is_known(url):\n    if not url:\n        return False\n    return url in HOSTS\n",
        after: "def is_known(url):\n    if not url:\n        return False\n    return True\n",
        line: 9,
    },
    Case {
        call: "url = checks.known(url)",
        before: "def known(url):\n    if url not in HOSTS:\n        raise ValueError(url)\n    return url\n",
        after: "def known(url):\n    return url\n",
        line: 7,
    },
    Case {
        call: "checks.refuse(url)",
        before: "def refuse(url):\n    if url not in HOSTS:\n        raise ValueError(url)\n",
        after: "def refuse(address):\n    if not address in HOSTS:\n        raise ValueError('no such host')\n",
        line: 0,
    },
    Case {
        call: "checks.refuse(url)",
        before: "def refuse(url):\n    if url not in HOSTS:\n        raise ValueError(url)\n",
        after: "def refuse(url):\n    _must_be_known(url)\n\n\ndef _must_be_known(url):\n    if url in HOSTS:\n        \
                return\n    raise ValueError(url)\n",
        line: 0,
    },
    // What checks now is not known.
    Case {
        call: "checks.refuse(url)",
        before: "def refuse(url):\n    if url not in HOSTS:\n        raise ValueError(url)\n",
        after: "def refuse(url):\n    address_rules.validate(url)\n",
        line: 0,
    },
    // Another part of the file loses code.
    Case {
        call: "checks.refuse(url)",
        before: "def size(url):\n    if not url:\n        raise ValueError(url)\n    return len(url)\n\n\ndef \
                 refuse(url):\n    if url not in HOSTS:\n        raise ValueError(url)\n",
        after: "def size(url):\n    return len(url)\n\n\ndef refuse(url):\n    if url not in HOSTS:\n        raise \
                ValueError(url)\n",
        line: 0,
    },
    // Nobody calls it.
    Case {
        call: "print(url) if url in checks.HOSTS else exit(1)",
        before: "def refuse(url):\n    if url not in HOSTS:\n        raise ValueError(url)\n",
        after: "def refuse(url):\n    pass\n",
        line: 0,
    },
];

#[test]
fn a_check_of_a_function_that_an_untouched_file_calls() {
    for case in CASES {
        let import = "import address_rules\n";
        let (before, after) =
            (format!("{import}{HEAD}{}", case.before), format!("{import}{HEAD}{}", case.after));
        let views = VIEWS.replace("CHECK", case.call);
        let files = [("shop/checks.py", before.as_str(), "shop/checks.py", after.as_str())];
        let found = review(&files, &[("shop/views.py", &views)]);
        let wanted: Vec<String> = match case.line {
            0 => vec![],
            line => vec![format!("ssrf shop/views.py shop/checks.py:{}", line + 1)],
        };
        assert_eq!(shown(&found), wanted, "{}\n{}", case.call, case.after);
        // The other way about nothing opens.
        let files = [("shop/checks.py", after.as_str(), "shop/checks.py", before.as_str())];
        assert_eq!(shown(&review(&files, &[("shop/views.py", &views)])), NONE, "{}", case.after);
        // The caller is touched in another place.
        let touched = views.replace("app = ", "# The application.\napp = ");
        let files = [
            ("shop/checks.py", before.as_str(), "shop/checks.py", after.as_str()),
            ("shop/views.py", views.as_str(), "shop/views.py", touched.as_str()),
        ];
        assert_eq!(shown(&review(&files, &[])), wanted, "both touched: {}\n{}", case.call, case.after);
        // All in one file.
        let joined = |checks: &str| {
            let views = views.replace("checks.", "").replace("from shop import \n", "");
            format!("{checks}\n\n{}", views.replace("from shop import checks\n", ""))
        };
        let (before, after) = (joined(&before), joined(&after));
        let wanted: Vec<String> = match case.line {
            0 => vec![],
            line => vec![format!("ssrf shop/views.py shop/views.py:{}", line + 1)],
        };
        let found = review(&[("shop/views.py", &before, "shop/views.py", &after)], &[]);
        assert_eq!(shown(&found), wanted, "one file: {}\n{}", case.call, case.after);
    }
}

#[test]
fn what_the_finding_says() {
    let before = format!("{HEAD}{}", CASES[0].before);
    let after = format!("{HEAD}{}", CASES[0].after);
    let views = VIEWS.replace("CHECK", CASES[0].call);
    let found =
        review(&[("shop/checks.py", &before, "shop/checks.py", &after)], &[("shop/views.py", &views)]);
    let finding = &found.findings[0];
    assert!(finding.message.contains("`refuse`"), "{}", finding.message);
    assert_eq!(finding.trace.last().map(|step| step.place.path.as_str()), Some("shop/checks.py"));
    assert!(finding.rewrite.is_none());
    assert_eq!(found.older, 0);
}

#[test]
fn a_check_that_moves_to_another_file_holds() {
    let before = format!("{HEAD}{}", CASES[0].before);
    let around = VIEWS.replace("CHECK", CASES[0].call);
    let calls_it = "from shop import rules\n\n\ndef refuse(url):\n    rules.refuse(url)\n";
    let has_it = "from shop.rules import refuse\n";
    for checks in [calls_it, has_it] {
        // The other file comes with the change, or was there.
        let moved = [
            ("shop/checks.py", before.as_str(), "shop/checks.py", checks),
            ("", "", "shop/rules.py", before.as_str()),
        ];
        assert_eq!(shown(&review(&moved, &[("shop/views.py", &around)])), NONE, "{checks}");
        let around = [("shop/views.py", around.as_str()), ("shop/rules.py", before.as_str())];
        assert_eq!(shown(&review(&moved[..1], &around)), NONE, "{checks}");
    }
    // The way back: the call of a check that the change leaves alone is dropped.
    let none = "def refuse(url):\n    return url\n";
    let rules = [("shop/views.py", around.as_str()), ("shop/rules.py", before.as_str())];
    let found = review(&[("shop/checks.py", calls_it, "shop/checks.py", none)], &rules);
    assert_eq!(shown(&found), ["ssrf shop/views.py shop/checks.py:2"]);
}

#[test]
fn through_a_caller_of_the_caller() {
    let before = format!("{HEAD}{}", CASES[0].before);
    let after = format!("{HEAD}{}", CASES[0].after);
    let service = "from shop import checks\n\n\ndef refuse(url):\n    checks.refuse(url)\n";
    let views = VIEWS.replace("CHECK", "service.refuse(url)").replace("import checks", "import service");
    let around = [("shop/views.py", views.as_str()), ("shop/service.py", service)];
    let found = review(&[("shop/checks.py", &before, "shop/checks.py", &after)], &around);
    assert_eq!(shown(&found), ["ssrf shop/views.py shop/checks.py:7"]);
    // The sink lies between the check and the source.
    let client = "import requests\nfrom shop import checks\n\n\ndef fetch(url):\n    checks.refuse(url)\n    return \
                  requests.get(url, timeout=5).text\n";
    let views = VIEWS
        .replace("import checks", "import client")
        .replace("    CHECK\n", "")
        .replace("requests.get(url, timeout=5).text", "client.fetch(url)");
    let around = [("shop/views.py", views.as_str()), ("shop/client.py", client)];
    let found = review(&[("shop/checks.py", &before, "shop/checks.py", &after)], &around);
    assert_eq!(shown(&found), ["ssrf shop/client.py shop/checks.py:7"]);
}

#[test]
fn data_that_is_brought_in_without_its_check() {
    let before = format!(
        "{HEAD}from flask import request\n\n\ndef address():\n    url = request.args['url']\n    if url not in HOSTS:\n        \
         raise ValueError(url)\n    return url\n"
    );
    let after = before.replace("    if url not in HOSTS:\n        raise ValueError(url)\n", "");
    let views = VIEWS.replace("    CHECK\n", "").replace("request.args['url']", "checks.address()");
    let found =
        review(&[("shop/checks.py", &before, "shop/checks.py", &after)], &[("shop/views.py", &views)]);
    assert_eq!(shown(&found), ["ssrf shop/views.py shop/checks.py:11"]);
    let back = review(&[("shop/checks.py", &after, "shop/checks.py", &before)], &[("shop/views.py", &views)]);
    assert_eq!(shown(&back), NONE);
}

/// Both sides of an annotated file, and what is to be shown of it: `rule@line`.
fn sides(text: &str) -> (String, String, Vec<String>) {
    let (mut base, mut head, mut wanted) = (String::new(), String::new(), Vec::new());
    let mut lines = 0;
    for line in text.lines() {
        let code = line.trim_start();
        if let Some(added) = code.strip_prefix("#+ ") {
            head.push_str(&format!("{}{added}\n", &line[..line.len() - code.len()]));
            lines += 1;
        } else if let Some(gone) = line.strip_suffix("  # gone") {
            base.push_str(&format!("{gone}\n"));
        } else {
            base.push_str(&format!("{line}\n"));
            head.push_str(&format!("{line}\n"));
            lines += 1;
            if let Some(rule) = code.strip_prefix("# ruleid: ") {
                wanted.push(format!("{rule}@{}", lines + 1));
            }
        }
    }
    (base, head, wanted)
}

#[test]
fn annotated_files() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/removed");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    for file in files {
        let (base, head, mut wanted) = sides(&std::fs::read_to_string(&file).expect("a text"));
        let mut found = support::shown(&support::review_texts(&[("shop.py", &base, "shop.py", &head)]));
        found.sort();
        wanted.sort();
        assert_eq!(found, wanted, "{}", file.display());
        // The other way about, nothing is lost.
        let back = support::review_texts(&[("shop.py", &head, "shop.py", &base)]);
        assert_eq!(support::shown(&back), NONE, "{} the other way about", file.display());
    }
}
