//! What a change hands on to files that it leaves alone: only those are read that clients' data comes to.

mod support;

use hognose::config::Settings;
use hognose::finding::Precision;
use hognose::scan::{Options, review_within};
use support::{Memory, change};

/// The rules that speak of clients' data where a change brings in `views`, and the files around it that were read.
fn review(views: &str, around: &[(&str, &str)]) -> (Vec<&'static str>, Vec<String>) {
    let memory = Memory::of(around.iter().copied());
    let files = [("", "", "shop/views.py", views)];
    let options = Options { threads: 1, ..Options::default() };
    let found = review_within(&change(&files), &memory, &Settings::default(), options);
    let sure = found.findings.iter().filter(|finding| finding.precision > Precision::Low);
    let read = memory.read();
    (sure.map(|finding| finding.rule).collect(), read)
}

const HEAD: &str = "from flask import Flask, request\n\nfrom shop import jobs\n\napp = Flask(__name__)\n\n\n";
const JOBS: &str = "\
import subprocess

from shop import prices


def label(name, size='s'):
    return name.upper(), prices.find(size)


def convert(name):
    subprocess.run('convert ' + name, shell=True)


class Job:
    def __init__(self, name):
        self.name = name

    def run(self):
        subprocess.run('convert ' + self.name, shell=True)
";

fn view(body: &str) -> String {
    format!("{HEAD}{body}\n\n\n@app.post('/convert')\ndef start():\n    BODY\n    return ''\n")
}

#[test]
fn by_helpers_of_the_change() {
    let around = [("shop/jobs.py", JOBS), ("shop/prices.py", "def find(size):\n    return size\n")];
    for (helper, call, hits) in [
        ("", "jobs.convert(request.form['name'])", true),
        ("def one(text, name):\n    jobs.convert(name)", "one('', request.form['name'])", true),
        ("def one(text, name):\n    jobs.convert(name)", "one(request.form['name'], '')", false),
        (
            "def two(name):\n    jobs.convert(name)\n\n\ndef one(**named):\n    two(named['name'])",
            "one(name=request.form['name'])",
            true,
        ),
        (
            "class Work:\n    def __init__(self, name, kind):\n        self.name, self.kind = name, kind\n\n    def \
             start(self):\n        jobs.convert(self.name)",
            "Work(request.form['name'], 'a').start()",
            true,
        ),
        (
            "class Work:\n    def __init__(self, name, kind):\n        self.name, self.kind = name, kind\n\n    def \
             start(self):\n        jobs.convert(self.name)",
            "Work('a', request.form['kind']).start()",
            false,
        ),
    ] {
        let (found, _) = review(&view(helper).replace("BODY", call), &around);
        let wanted: &[&str] = if hits { &["command-injection"] } else { &[] };
        assert_eq!(found, wanted, "{helper}: {call}");
    }
}

#[test]
fn by_workers() {
    let task = "from celery import shared_task\n\n\n@shared_task(bind=True)\ndef convert(self, size, name):\n    \
                open(name, 'w')\n";
    for (call, hits) in [
        ("jobs.convert.delay('s', request.form['name'])", true),
        ("jobs.convert.delay(request.form['size'], 'a')", false),
        ("jobs.convert.apply_async(args=['s', request.form['name']])", true),
        ("jobs.convert.apply_async(kwargs={'size': 's', 'name': request.form['name']})", true),
        ("jobs.convert.apply_async(kwargs={'size': request.form['size'], 'name': 'a'})", false),
        ("jobs.convert.si('s', request.form['name'])", true),
    ] {
        let (found, _) = review(&view("").replace("BODY", call), &[("shop/jobs.py", task)]);
        let wanted: &[&str] = if hits { &["path-traversal"] } else { &[] };
        assert_eq!(found, wanted, "{call}");
    }
}

/// Of what a function around the change calls, only what it hands the client's own data to is asked for in turn.
#[test]
fn only_where_the_data_goes() {
    let prices = "from shop import sizes\n\n\ndef find(size):\n    return sizes.of(size)\n";
    let sizes = "def of(size):\n    return size\n";
    let around = [("shop/jobs.py", JOBS), ("shop/prices.py", prices), ("shop/sizes.py", sizes)];
    let reads =
        |call: &str| review(&view("").replace("BODY", call), &around).1.contains(&"shop/sizes.py".into());
    assert!(!reads("jobs.label(request.form['name'])"));
    assert!(reads("jobs.label('a', size=request.form['size'])"));
    assert!(!reads("jobs.label('a')"));
}

/// A file around the change calls what the change brings in.
#[test]
fn data_that_the_change_brings_to_others() {
    let run = "import os\n\nfrom shop.views import term, number\n\n\ndef show():\n    os.system('ls ' + term())\n\n\ndef count():\n    os.system('ls %d' % number())\n";
    let lazy = "import os\n\n\ndef show():\n    from shop.views import term\n    os.system('ls ' + term())\n";
    let views = format!(
        "{HEAD}def term():\n    return request.args['q']\n\n\ndef number():\n    return int(request.args['n'])\n"
    );
    for around in [run, lazy] {
        assert_eq!(review(&views, &[("shop/run.py", around)]).0, ["command-injection"], "{around}");
    }
    let checked = views.replace("return request.args['q']", "return str(int(request.args['q']))");
    assert_eq!(review(&checked, &[("shop/run.py", run)]).0, [""; 0]);
    // The request is no data, but what is taken out of it.
    let view = format!(
        "{HEAD}import os\n\nfrom shop.terms import term\n\n\n@app.get('/')\ndef show():\n    os.system('ls ' + term(request))\n"
    );
    let terms = "def term(req):\n    return req.args['q']\n";
    let django = "import os\n\nfrom django.http import HttpResponse\nfrom shop.terms import term\n\n\ndef show(request):\n    os.system('ls ' + term(request))\n    return HttpResponse('')\n";
    let theirs = "def term(request):\n    return request.GET['q']\n";
    assert_eq!(review(&view, &[("shop/terms.py", terms)]).0, [""; 0], "not followed through files by type");
    assert_eq!(review(django, &[("shop/terms.py", theirs)]).0, ["command-injection"]);
}
