//! A change within its project: what the files that it leaves alone do with its data, and pass to it.

mod support;

use hognose::config::Settings;
use hognose::finding::{Precision, Review};
use hognose::scan::{Options, review_within};
use hognose::source::RepoPath;
use support::{Memory, Sides, change};

fn review(files: &[Sides<'_>], around: &[(&str, &str)]) -> (Review, Vec<String>) {
    let memory = Memory::of(around.iter().copied());
    let settings = Settings::default();
    let one = review_within(&change(files), &memory, &settings, Options { threads: 1, ..Options::default() });
    let read = memory.read();
    // The number of threads changes nothing.
    let two = review_within(&change(files), &memory, &settings, Options { threads: 3, ..Options::default() });
    assert_eq!(blocking(&one), blocking(&two));
    (one, read)
}

/// Surer findings as `rule path:line`, at the place where each is shown.
fn blocking(review: &Review) -> Vec<String> {
    let sure = review.findings.iter().filter(|finding| finding.precision > Precision::Low);
    let shown = |finding: &hognose::finding::Finding| {
        let source = &review.sources[&finding.shown_at.path];
        let line = source.position(finding.shown_at.span.start).line;
        format!("{} {}:{line}", finding.rule, finding.shown_at.path)
    };
    sure.map(shown).collect()
}

const NONE: &[&str] = &[];

const VIEWS: &str = "\
from flask import Flask, request
from shop import store

app = Flask(__name__)


@app.get('/search')
def search():
    return {'rows': store.find(request.args['q'])}
";

const STORE: &str = "\
import sqlite3


def find(term):
    con = sqlite3.connect('shop.db')
    return con.execute(\"SELECT * FROM items WHERE name = '\" + term + \"'\").fetchall()
";

const SAFE_STORE: &str = "\
import sqlite3


def find(term):
    con = sqlite3.connect('shop.db')
    return con.execute('SELECT * FROM items WHERE name = ?', (term,)).fetchall()
";

#[test]
fn a_route_that_the_change_leaves_alone_passes_data_to_it() {
    let (found, read) = review(
        &[("shop/store.py", SAFE_STORE, "shop/store.py", STORE)],
        &[("shop/views.py", VIEWS), ("shop/other.py", "import os\n\n\ndef price():\n    return 3\n")],
    );
    assert_eq!(blocking(&found), ["sql-injection shop/store.py:6"]);
    let finding = &found.findings[0];
    assert!(finding.rewrite.is_some());
    assert_eq!(finding.trace[0].place.path.as_str(), "shop/views.py");
    assert!(found.sources.contains_key(&RepoPath::new("shop/views.py")), "for showing the way");
    assert!(read.contains(&"shop/views.py".to_owned()));
    // Without the route it is a question at most.
    let (found, _) = review(&[("shop/store.py", SAFE_STORE, "shop/store.py", STORE)], &[]);
    assert_eq!(blocking(&found), NONE);
    // It was so before.
    let moved = format!("import os\n{STORE}");
    let (found, _) =
        review(&[("shop/store.py", STORE, "shop/store.py", &moved)], &[("shop/views.py", VIEWS)]);
    assert_eq!((blocking(&found), found.older), (vec![], 1));
}

#[test]
fn a_sink_that_the_change_leaves_alone_is_told_at_the_call() {
    let before = VIEWS.replace("store.find(request.args['q'])", "store.find('all')");
    let files = [("shop/views.py", before.as_str(), "shop/views.py", VIEWS)];
    let (found, read) = review(&files, &[("shop/store.py", STORE), ("shop/price.py", SAFE_STORE)]);
    assert_eq!(blocking(&found), ["sql-injection shop/views.py:9"]);
    let finding = &found.findings[0];
    assert_eq!(finding.place.path.as_str(), "shop/store.py");
    assert!(finding.rewrite.is_none(), "the change does not touch the place");
    assert!(!read.contains(&"shop/price.py".to_owned()), "nobody calls it");
    let (found, _) = review(&files, &[("shop/store.py", SAFE_STORE)]);
    assert_eq!(blocking(&found), NONE);
    // A change elsewhere in the file of the call brings nothing.
    let moved = format!("import os\n{VIEWS}");
    let (found, _) =
        review(&[("shop/views.py", VIEWS, "shop/views.py", &moved)], &[("shop/store.py", STORE)]);
    assert_eq!(blocking(&found), NONE);
}

#[test]
fn through_files_on_both_sides() {
    let service = "from .store import find\n\n\ndef search(text):\n    return find(text.strip())\n";
    let views = VIEWS.replace("store.find", "service.search").replace("import store", "import service");
    // Route and service are there already.
    let around = [("shop/views.py", views.as_str()), ("shop/service.py", service)];
    let (found, _) = review(&[("shop/store.py", SAFE_STORE, "shop/store.py", STORE)], &around);
    assert_eq!(blocking(&found), ["sql-injection shop/store.py:6"]);
    // Service and sink are.
    let around = [("shop/store.py", STORE), ("shop/service.py", service)];
    let (found, _) = review(&[("", "", "shop/views.py", &views)], &around);
    assert_eq!(blocking(&found), ["sql-injection shop/views.py:9"]);
    // The package has the function from its module.
    let views = VIEWS.replace("store.find", "shop.lookup").replace("from shop import store", "import shop");
    let around = [("shop/store.py", STORE), ("shop/__init__.py", "from .store import find as lookup\n")];
    let (found, _) = review(&[("", "", "shop/views.py", &views)], &around);
    assert_eq!(blocking(&found), ["sql-injection shop/views.py:9"]);
}

const FETCH: &str = "\
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

#[test]
fn checks_that_the_change_leaves_alone_hold() {
    let checks = "\
HOSTS = {'https://a.example/', 'https://b.example/'}


def refuse(url):
    if url not in HOSTS:
        raise ValueError(url)


def is_known(url):
    return url in HOSTS


def known(url):
    if url not in HOSTS:
        raise ValueError(url)
    return url


def log(url):
    print('asked')
";
    for (call, wanted) in [
        ("checks.refuse(url)", NONE),
        ("if not checks.is_known(url):\n        return ''", NONE),
        ("url = checks.known(url)", NONE),
        ("checks.log(url)", &["ssrf shop/views.py:12"]),
    ] {
        let views = FETCH.replace("CHECK", call);
        let (found, _) = review(&[("", "", "shop/views.py", &views)], &[("shop/checks.py", checks)]);
        assert_eq!(blocking(&found), wanted, "{call}");
        // The same when both files are of the change.
        let both = [("", "", "shop/checks.py", checks), ("", "", "shop/views.py", &views)];
        assert_eq!(blocking(&review(&both, &[]).0), wanted, "{call} in the change");
    }
}

#[test]
fn data_that_an_untouched_file_brings_or_passes_on() {
    let inputs = "\
from flask import request


def term():
    return request.args['q']


def number():
    return int(request.args['n'])


def trimmed(text):
    return text.strip()


def size(text):
    return len(text)
";
    for (argument, hit) in [
        ("inputs.term()", true),
        ("str(inputs.number())", false),
        ("inputs.trimmed(request.args['q'])", true),
        ("str(inputs.size(request.args['q']))", false),
    ] {
        let views = format!(
            "import subprocess\n\nfrom flask import Flask, request\nfrom shop import inputs\n\napp = \
             Flask(__name__)\n\n\n@app.get('/run')\ndef run():\n    subprocess.run('ls ' + {argument}, \
             shell=True)\n    return ''\n"
        );
        let (found, _) = review(&[("", "", "shop/views.py", &views)], &[("shop/inputs.py", inputs)]);
        let wanted = if hit { vec!["command-injection shop/views.py:11".to_owned()] } else { vec![] };
        assert_eq!(blocking(&found), wanted, "{argument}");
    }
}

#[test]
fn a_check_two_files_away_holds() {
    let checks = "HOSTS = {'https://a.example/'}\n\n\ndef known(url):\n    if url not in HOSTS:\n        raise \
                  ValueError(url)\n    return url\n";
    let service = "from shop import rules\n\n\ndef known(url):\n    return rules.known(url)\n";
    let views = FETCH.replace("CHECK", "url = checks.known(url)");
    let around = [("shop/checks.py", service), ("shop/rules.py", checks)];
    assert_eq!(blocking(&review(&[("", "", "shop/views.py", &views)], &around).0), NONE);
    let loose = checks.replace("        raise ValueError(url)", "        print('unknown')");
    let around = [("shop/checks.py", service), ("shop/rules.py", loose.as_str())];
    let (found, _) = review(&[("", "", "shop/views.py", &views)], &around);
    assert_eq!(blocking(&found), ["ssrf shop/views.py:12"]);
}

#[test]
fn a_table_of_routes_says_what_comes_into_a_view() {
    let view = "import subprocess\n\nfrom django.http import HttpResponse\n\n\ndef show(request, pk):\n    \
                subprocess.run(f'tool {pk}', shell=True)\n    return HttpResponse('')\n";
    let table = |part: &str| {
        format!(
            "from django.urls import path\n\nfrom shop import views\n\nurlpatterns = [path('{part}', views.show)]\n"
        )
    };
    for (part, wanted) in [("<int:pk>/", NONE), ("<str:pk>/", &["command-injection shop/views.py:7"])] {
        let (found, _) = review(&[("", "", "shop/views.py", view)], &[("shop/urls.py", &table(part))]);
        assert_eq!(blocking(&found), wanted, "{part}");
    }
}

#[test]
fn nothing_around_is_read_where_it_cannot_matter() {
    let plain = "from shop import store\n\n\ndef total(rows):\n    return sum(row.price for row in rows)\n";
    let (found, read) = review(
        &[("shop/total.py", "", "shop/total.py", plain)],
        &[("shop/store.py", STORE), ("shop/views.py", VIEWS)],
    );
    assert_eq!((blocking(&found), read), (vec![], vec![]));
}

const STEP: &str = "\
from flask import request


class Step:
    def run(self):
        self.handle(request.args['q'])

    def handle(self, term):
        raise NotImplementedError
";

const FIND: &str = "\
import sqlite3

from shop.step import Step


class Find(Step):
    def handle(self, term):
        con = sqlite3.connect('shop.db')
        con.execute(\"SELECT * FROM items WHERE name = '\" + term + \"'\")
";

#[test]
fn a_class_that_the_change_derives_from_passes_data_to_its_method() {
    let safe = FIND.replace("= '\" + term + \"'\"", "= ?\", (term,)");
    let around = [("shop/step.py", STEP)];
    let (found, _) = review(&[("shop/find.py", &safe, "shop/find.py", FIND)], &around);
    assert_eq!(blocking(&found), ["sql-injection shop/find.py:9"]);
    assert_eq!(found.findings[0].trace[0].place.path.as_str(), "shop/step.py");
    // A class of the same name that derives from nothing there.
    let other = FIND.replace("from shop.step import Step", "from shop.other import Step");
    let (found, _) = review(&[("shop/find.py", &safe, "shop/find.py", &other)], &around);
    assert_eq!(blocking(&found), NONE);
    // The base class passes a constant.
    let constant = STEP.replace("request.args['q']", "'all'");
    let (found, _) = review(&[("shop/find.py", &safe, "shop/find.py", FIND)], &[("shop/step.py", &constant)]);
    assert_eq!(blocking(&found), NONE);
}

/// Files that are large are read in full, and not without end.
#[test]
fn what_is_read_around_a_change_is_bounded() {
    let views = "from flask import Flask, request\nfrom shop import one, two\n\napp = Flask(__name__)\n\n\n\
                 @app.get('/')\ndef index():\n    return one.find(request.args['q']) + two.find(request.args['q'])\n";
    let old = "from flask import Flask\n\napp = Flask(__name__)\n";
    let store = |padding: usize| format!("{STORE}\n\n# {}\n", "x".repeat(padding));
    let limits = |padding: usize| {
        let text = store(padding);
        let around = [("shop/one.py", text.as_str()), ("shop/two.py", text.as_str())];
        let (found, _) = review(&[("shop/views.py", old, "shop/views.py", views)], &around);
        found.notes.iter().filter(|note| note.text.contains("flows through several")).count()
    };
    assert_eq!((limits(1_000), limits(9_000_000)), (0, 1));
}

#[test]
fn what_does_as_before_leads_to_no_caller() {
    let renamed = STORE.replace("con.", "db.").replace("con =", "db =");
    let around = [("shop/views.py", VIEWS)];
    let (found, read) = review(&[("shop/store.py", STORE, "shop/store.py", &renamed)], &around);
    assert_eq!((blocking(&found), read), (vec![], vec![]));
}

#[test]
fn one_sink_more_leads_to_the_callers() {
    let second =
        "    con.execute(\"SELECT * FROM old WHERE name = '\" + term + \"'\")\n    return con.execute(\"";
    let more = STORE.replace("    return con.execute(\"", second);
    let around = [("shop/views.py", VIEWS)];
    let (found, _) = review(&[("shop/store.py", STORE, "shop/store.py", &more)], &around);
    assert_eq!(blocking(&found).len(), 1);
}

#[test]
fn an_escape_of_another_file_that_is_called_no_more_leads_to_the_callers() {
    let store = |call: &str| {
        format!("import os\n\nfrom shop import safe\n\n\ndef find(term):\n    os.system('grep ' + {call})\n")
    };
    let safe = "import shlex\n\n\ndef quoted(term):\n    return shlex.quote(term)\n";
    let around = [("shop/views.py", VIEWS), ("shop/safe.py", safe)];
    let (before, after) = (store("safe.quoted(term)"), store("term"));
    let (found, _) = review(&[("shop/store.py", &before, "shop/store.py", &after)], &around);
    assert_eq!(blocking(&found), ["command-injection shop/store.py:7"]);
    let (found, _) = review(&[("shop/store.py", &after, "shop/store.py", &before)], &around);
    assert_eq!(blocking(&found), NONE);
    // The file has another name now.
    let views = VIEWS.replace("store", "stock");
    let around = [("shop/views.py", views.as_str()), ("shop/safe.py", safe)];
    let (found, _) = review(&[("shop/store.py", &before, "shop/stock.py", &after)], &around);
    assert_eq!(blocking(&found), ["command-injection shop/stock.py:7"]);
}

#[test]
fn a_function_of_another_file_of_the_change_that_calls_what_differs() {
    let service = "from .store import find\n\n\ndef search(text):\n    return find(text.strip())\n";
    let more = format!("{service}\n\ndef total(rows):\n    return sum(row.price for row in rows)\n");
    let views = VIEWS.replace("store.find", "service.search").replace("import store", "import service");
    let files = [
        ("shop/store.py", SAFE_STORE, "shop/store.py", STORE),
        ("shop/service.py", service, "shop/service.py", more.as_str()),
    ];
    let (found, _) = review(&files, &[("shop/views.py", &views)]);
    assert_eq!(blocking(&found), ["sql-injection shop/store.py:6"]);
    // Nothing of it is new where the store was so before.
    let (found, _) = review(&files[1..], &[("shop/views.py", &views), ("shop/store.py", STORE)]);
    assert_eq!(blocking(&found), NONE);
}

#[test]
fn another_import_leads_to_who_uses_it() {
    let store = |more: &str| {
        let find = "def find(term):\n    os.system('grep ' + quoted(term))\n";
        format!("import os\n\nfrom shop.safe import quoted\n{more}\n\n{find}")
    };
    let safe = ("shop/safe.py", "import shlex\n\n\ndef quoted(term):\n    return shlex.quote(term)\n");
    let plain = ("shop/plain.py", "def quoted(term):\n    return '\"' + term + '\"'\n");
    let around = [("shop/views.py", VIEWS), safe, plain];
    let (before, after) = (store(""), store("from shop.plain import (\n    quoted,\n)\n"));
    let (found, _) = review(&[("shop/store.py", &before, "shop/store.py", &after)], &around);
    assert_eq!(blocking(&found).len(), 1);
    // What it brings in may be what is asked for.
    let run = |from: &str| {
        format!(
            "import os\n\nfrom shop.{from} import term\n\n\ndef find():\n    os.system('grep ' + term())\n"
        )
    };
    let fixed = ("shop/fixed.py", "def term():\n    return 'price'\n");
    let asked =
        ("shop/asked.py", "from flask import request\n\n\ndef term():\n    return request.args['q']\n");
    let (before, after) = (run("fixed"), run("asked"));
    let (found, _) = review(&[("shop/run.py", &before, "shop/run.py", &after)], &[fixed, asked]);
    assert_eq!(blocking(&found).len(), 1);
}

#[test]
fn two_files_that_newly_call_the_same() {
    let store = |call: &str| {
        format!("import os\n\nfrom shop import plain\n\n\ndef find(term):\n    os.system('grep ' + {call})\n")
    };
    let (before, after) = (store("'price'"), store("plain.quoted(term)"));
    let plain = ("shop/plain.py", "def quoted(term):\n    return '\"' + term + '\"'\n");
    let other = VIEWS.replace("store", "stock").replace("'/search'", "'/stock'");
    let files = [
        ("shop/stock.py", before.as_str(), "shop/stock.py", after.as_str()),
        ("shop/store.py", before.as_str(), "shop/store.py", after.as_str()),
    ];
    let (found, _) = review(&files, &[("shop/views.py", VIEWS), ("shop/other.py", &other), plain]);
    assert_eq!(blocking(&found), ["command-injection shop/stock.py:7", "command-injection shop/store.py:7"]);
}
