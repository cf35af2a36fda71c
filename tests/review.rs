//! What counts as introduced by a change, and where it is shown.

mod support;

use hognose::config::Settings;
use hognose::scan::{Options, review_within};
use support::{Memory, Sides, change, review_texts, shown};

const OLD: &str = "import yaml\n\n\ndef read(stream):\n    return yaml.load(stream, Loader=yaml.Loader)\n";

#[test]
fn a_new_file_brings_all_that_is_in_it() {
    assert_eq!(shown(&review_texts(&[("", "", "a.py", OLD)])), ["yaml-load@5"]);
}

#[test]
fn what_was_there_is_counted_and_not_listed() {
    let head = OLD.replace("import yaml\n", "import os\nimport yaml\n");
    let review = review_texts(&[("a.py", OLD, "a.py", &head)]);
    assert_eq!((shown(&review), review.older), (vec![], 1));
}

#[test]
fn moved_reformatted_and_renamed_code_is_silent() {
    let moved = "import yaml\n\n\nclass Reader:\n    def read_it(self, source):\n        return yaml.load(\n            source,\n            Loader=yaml.Loader,  # as ever\n        )\n";
    for (old, new, text) in [("a.py", "a.py", moved), ("a.py", "b/c.py", moved), ("a.py", "b.py", OLD)] {
        let review = review_texts(&[(old, OLD, new, text)]);
        assert_eq!(shown(&review), Vec::<String>::new(), "{old} to {new}");
    }
    // From one file of the change to another, and from a file that is gone.
    let review = review_texts(&[("a.py", OLD, "a.py", "import yaml\n"), ("", "", "b.py", moved)]);
    assert_eq!((shown(&review), review.older), (vec![], 1));
    let review = review_texts(&[("a.py", OLD, "", ""), ("", "", "b.py", moved)]);
    assert_eq!(shown(&review), Vec::<String>::new());
}

#[test]
fn a_function_that_moves_and_is_rewritten_is_silent() {
    let base = "import os\n\nfrom flask import request\n\n\ndef pack():\n    name = request.args[\"name\"]\n    \
                os.system(\"tar \" + name)\n    return name\n";
    let head = base.replace(
        "    os.system(\"tar \" + name)",
        "    command = f\"tar -c {name}\"\n    os.system(command)",
    );
    let moved =
        |text: &str| shown(&review_texts(&[("a.py", base, "a.py", "import os\n"), ("", "", "b.py", text)]));
    assert_eq!(moved(&head), Vec::<String>::new());
    // Another function, other data, and one that stays where it was and is copied.
    assert_eq!(moved(&head.replace("pack()", "unpack()")), ["command-injection@9"]);
    assert_eq!(moved(&head.replace("args", "form")), ["command-injection@9"]);
    let copied = review_texts(&[("a.py", base, "a.py", &format!("{base}\n")), ("", "", "b.py", &head)]);
    assert_eq!(shown(&copied), ["command-injection@9"]);
}

#[test]
fn a_loop_is_told_once() {
    let text = "import os\n\nfrom flask import request\n\n\ndef run(names):\n    command = \"\"\n    \
                for path in request.args.getlist(\"path\"):\n        for name in names:\n            \
                path = path.replace(\"a\", name)\n            command = f\"{command} {path}\"\n            \
                if name:\n                command = f\"{command} {name}\"\n    os.system(command)\n";
    let review = review_texts(&[("", "", "a.py", text)]);
    let [finding] = &review.findings[..] else { panic!("{:?}", review.findings) };
    let steps = finding.trace.iter().map(|step| (step.place.span.start, &step.note));
    let mut once: Vec<(u32, &String)> = steps.clone().collect();
    once.sort();
    once.dedup();
    assert_eq!(steps.count(), once.len(), "{:?}", finding.trace);
}

#[test]
fn a_copy_is_new() {
    let head = format!("{OLD}\n\ndef again(stream):\n    return yaml.load(stream, Loader=yaml.Loader)\n");
    let review = review_texts(&[("a.py", OLD, "a.py", &head)]);
    assert_eq!((shown(&review), review.older), (vec!["yaml-load@9".to_owned()], 1));
}

#[test]
fn a_copy_above_is_the_new_one() {
    let head = OLD.replace(
        "    return yaml",
        "    first = yaml.load(stream, Loader=yaml.Loader)\n    print(first)\n    return yaml",
    );
    let review = review_texts(&[("a.py", OLD, "a.py", &head)]);
    assert_eq!((shown(&review), review.older), (vec!["yaml-load@5".to_owned()], 1));
}

#[test]
fn what_was_split_or_taken_out_of_other_code_is_silent() {
    let base = "import yaml\n\n\ndef read(stream, name):\n    print(name); return {name: yaml.load(stream, \
                Loader=yaml.Loader)}\n";
    let head = "import yaml\n\n\ndef read(stream, name):\n    print(name)\n    return {\n        name: \
                yaml.load(\n            stream,\n            Loader=yaml.Loader,\n        )\n    }\n";
    let review = review_texts(&[("a.py", base, "a.py", head)]);
    assert_eq!((shown(&review), review.older), (vec![], 1));
    // What another file lost is other code: a word differs.
    let lost = "import yaml\n\n\ndef read(stream):\n    return yaml.load(stream, Loader=yaml.UnsafeLoader)\n";
    let review = review_texts(&[("a.py", lost, "a.py", "import yaml\n"), ("", "", "b.py", OLD)]);
    assert_eq!((shown(&review), review.older), (vec!["yaml-load@5".to_owned()], 0));
}

#[test]
fn a_mark_that_is_taken_away_bares_its_finding() {
    let marked = OLD.replace("Loader)\n", "Loader)  # nosec B506\n");
    assert_eq!(shown(&review_texts(&[("a.py", &marked, "a.py", OLD)])), ["yaml-load@5"]);
    let review = review_texts(&[("a.py", OLD, "a.py", &marked)]);
    assert_eq!(
        (review.findings.len(), review.suppressed.len()),
        (0, 0),
        "it was there before, and is silent now"
    );
}

const SQL: &str = "\
import sqlite3
from flask import Flask, abort, request

app = Flask(__name__)
ORDERS = ('name', 'price')


@app.route('/goods')
def goods():
    order = request.args['order']
    if order not in ORDERS:
        abort(400)
    rows = sqlite3.connect('shop.db').execute('SELECT * FROM goods ORDER BY ' + order)
    return {'rows': rows.fetchall()}
";

#[test]
fn a_removed_check_is_shown_where_it_stood() {
    let head = SQL.replace("    if order not in ORDERS:\n        abort(400)\n", "");
    assert_eq!(shown(&review_texts(&[("a.py", SQL, "a.py", SQL)])), Vec::<String>::new());
    assert_eq!(shown(&review_texts(&[("a.py", SQL, "a.py", &head)])), ["sql-injection@11"]);
}

#[test]
fn a_step_of_the_trace_is_shown_when_the_sink_did_not_change() {
    let base = "import sqlite3\nfrom flask import Flask, request\napp = Flask(__name__)\n\n@app.route('/')\ndef f():\n    name = 'all'\n    q = 'SELECT * FROM t WHERE n = ' + name\n    return str(sqlite3.connect('x').execute(q).fetchall())\n";
    let head = base.replace("'all'", "request.args['n']");
    assert_eq!(shown(&review_texts(&[("a.py", base, "a.py", &head)])), ["sql-injection@7"]);
}

const DELETION: &str = "import os
from flask import Flask, request
app = Flask(__name__)
ROOT = '/srv/files/'

@app.post('/delete')
def delete():
    name = request.form['name']
    os.remove(ROOT + name)
    return ''
";

#[test]
fn a_way_or_sink_that_was_rewritten_is_not_new() {
    for (old, new) in [
        ("os.remove(ROOT + name)", "os.unlink(os.path.join(ROOT, name))"),
        ("    os.remove(ROOT + name)\n", "    path = f'{ROOT}{name.strip()}'\n    take_away(path)\n"),
    ] {
        let helper = "\n\ndef take_away(path):\n    os.unlink(path)\n";
        let head = format!("{}{helper}", DELETION.replace(old, new));
        let review = review_texts(&[("a.py", DELETION, "a.py", &head)]);
        assert_eq!((shown(&review), review.older), (vec![], 1), "{new}");
    }
}

#[test]
fn another_sink_or_source_beside_the_old_one_is_new() {
    let second = DELETION.replace("    return ''", "    os.rmdir(ROOT + name)\n    return ''");
    let review = review_texts(&[("a.py", DELETION, "a.py", &second)]);
    assert_eq!((shown(&review), review.older), (vec!["path-traversal@10".to_owned()], 1));
    let other = DELETION.replace("os.remove(ROOT + name)", "os.remove(ROOT + request.args['id'])");
    let review = review_texts(&[("a.py", DELETION, "a.py", &other)]);
    assert_eq!(shown(&review), ["path-traversal@9"]);
}

#[test]
fn a_stronger_source_is_new() {
    let base = "import os\n\ndef run(name):\n    os.system('ls ' + name)\n";
    let head = "import os\nfrom flask import request\n\ndef run(name):\n    os.system('ls ' + name)\n\ndef view():\n    run(request.args['n'])\n";
    let review = review_texts(&[("a.py", base, "a.py", head)]);
    assert_eq!(shown(&review).len(), 1);
    assert!(review.blocking().count() == 1);
}

#[test]
fn threads_do_not_matter() {
    let files: Vec<(String, String)> =
        (0..40).map(|n| (format!("f{n}.py"), format!("{OLD}# {n}\n"))).collect();
    let sides: Vec<support::Sides<'_>> =
        files.iter().map(|(path, text)| ("", "", path.as_str(), text.as_str())).collect();
    let change = support::change(&sides);
    let settings = hognose::config::Settings::default();
    let run = |threads| {
        let review = hognose::scan::review(
            &change,
            &settings,
            hognose::scan::Options { threads, ..Default::default() },
        );
        format!("{:?}", (&review.findings, &review.notes))
    };
    assert_eq!(run(1), run(3));
}

#[test]
fn a_change_elsewhere_in_a_long_statement_is_not_a_new_finding() {
    let table = |first: &str| {
        format!(
            "import hashlib\n\nNAMES = [\n    {first},\n    hashlib.md5(b\"abc\").hexdigest(),\n    \"last\",\n]\n"
        )
    };
    let review = review_texts(&[("a.py", &table("\"one\""), "a.py", &table("\"another\""))]);
    assert_eq!((shown(&review), review.older), (vec![], 1));
}

const STATUS: &str = "\
import requests


def status(session, path):
    return session.get('https://a.example/' + path).json()


def session():
    return requests.Session()
";

#[test]
fn a_type_that_is_written_down_brings_nothing() {
    let typed = "def status(session: requests.Session, path: str) -> dict:";
    let head = STATUS.replace("def status(session, path):", typed);
    assert_eq!(shown(&review_texts(&[("a.py", STATUS, "a.py", &head)])), Vec::<String>::new());
    // With the call it is new.
    let base =
        STATUS.replace("    return session.get('https://a.example/' + path).json()\n", "    return {}\n");
    assert_eq!(shown(&review_texts(&[("a.py", &base, "a.py", &head)])), ["missing-timeout@5"]);
    // Something else changed with it.
    let head =
        head.replace("    return session.get", "    session = requests.Session()\n    return session.get");
    assert_eq!(shown(&review_texts(&[("a.py", STATUS, "a.py", &head)])), ["missing-timeout@5"]);
}

#[test]
fn a_call_with_other_arguments_was_there() {
    let base = "import requests\n\n\ndef search(query):\n    return requests.get('https://a.example/search', params=query)\n";
    let head = "import requests\n\n\ndef search(query):\n    for path in ('search', 'find'):\n        url = f'https://a.example/{path}'\n        \
                answer = requests.get(url, params=query, headers=HEADERS)\n        if answer.ok:\n            return answer\n";
    let review = review_texts(&[("a.py", base, "a.py", head)]);
    assert_eq!((shown(&review), review.older), (vec![], 1));
    // Another one beside it is new, and so is one of something else.
    let more = head.replace(
        "        if answer.ok",
        "        requests.get(url + '/seen', params=query)\n        if answer.ok",
    );
    assert_eq!(shown(&review_texts(&[("a.py", base, "a.py", &more)])), ["missing-timeout@8"]);
    let other = head.replace("requests.get(url", "requests.post(url");
    assert_eq!(shown(&review_texts(&[("a.py", base, "a.py", &other)])), ["missing-timeout@7"]);
}

#[test]
fn a_call_that_several_made_and_a_helper_makes_now() {
    let base = "import hmac\n\n\ndef ask(link, key):\n    link.send(hmac.new(key, b'1', 'md5').digest())\n\n\n\
                def answer(link, key):\n    digest = hmac.new(key, b'1', 'md5').digest()\n    link.send(digest)\n";
    let head = "import hmac\n\n\ndef signed(key):\n    code = hmac.new(key, b'1', 'md5')\n    return code.digest()\n\n\n\
                def ask(link, key):\n    link.send(signed(key))\n\n\ndef answer(link, key):\n    link.send(signed(key))\n";
    let review = review_texts(&[("a.py", base, "a.py", head)]);
    assert_eq!((shown(&review), review.older), (vec![], 1));
    // Of another text, it is another one.
    let other = head.replace("b'1'", "b'2'");
    assert_eq!(shown(&review_texts(&[("a.py", base, "a.py", &other)])), ["weak-hash@5"]);
    // While the others stay, one more is.
    let more = format!(
        "{base}\n\ndef signed(key):\n    code = hmac.new(key, b'1', 'md5')\n    return code.digest()\n"
    );
    assert_eq!(shown(&review_texts(&[("a.py", base, "a.py", &more)])), ["weak-hash@14"]);
}

#[test]
fn a_sink_that_got_another_argument_is_not_new() {
    // Moved under a condition besides.
    let base = "import subprocess\nimport sys\n\n\ndef start(line):\n    return subprocess.Popen(line, shell=True)\n";
    let head = "import subprocess\nimport sys\n\n\nif sys.platform != 'x':\n    def start(line):\n        \
                return subprocess.Popen(line, shell=True, text=True)\n";
    let review = review_texts(&[("a.py", base, "a.py", head)]);
    assert_eq!((shown(&review), review.older), (vec![], 1));
    let base = "import sys\n\n\ndef handle():\n    exec(sys.stdin.read(), globals())\n";
    let head = "import sys\n\n\ndef handle():\n    exec(sys.stdin.read(), {**globals(), **more()})\n\n\n\
                def more():\n    return {'a': 1}\n";
    let review = review_texts(&[("a.py", base, "a.py", head)]);
    assert_eq!((shown(&review), review.older), (vec![], 1));
    // Data from elsewhere is.
    let other = head.replace("sys.stdin.read()", "sys.argv[1]");
    assert_eq!(shown(&review_texts(&[("a.py", base, "a.py", &other)])), ["code-injection@5"]);
}

/// A review of one file with others around it.
fn among(file: Sides<'_>, around: &[(&str, &str)]) -> (Vec<String>, usize) {
    let memory = Memory::of(around.iter().copied());
    let options = Options { threads: 1, ..Options::default() };
    let review = review_within(&change(&[file]), &memory, &Settings::default(), options);
    (shown(&review), review.older)
}

#[test]
fn a_function_that_a_module_of_the_project_only_handed_on() {
    let base = "import json\n\nfrom shop.compat import urlopen\n\n\ndef read(uri):\n    return json.loads(urlopen(uri).read())\n";
    let head = "import json\nfrom urllib.request import urlopen\n\n\ndef read(uri):\n    with urlopen(uri) as answer:\n        \
                return json.loads(answer.read())\n";
    let hands_on = "try:\n    from urllib.request import urlopen\nexcept ImportError:\n    from urllib2 import urlopen\n";
    let changed = ("shop/app.py", base, "shop/app.py", head);
    let silent = (vec![], 1);
    assert_eq!(among(changed, &[("shop/compat.py", hands_on)]), silent);
    let near = base.replace("shop.compat", ".compat");
    assert_eq!(among(("shop/app.py", &near, "shop/app.py", head), &[("shop/compat.py", hands_on)]), silent);
    // What the module itself made of it may have done more.
    let told = (vec!["missing-timeout@6".to_owned()], 0);
    let more = "from functools import partial\nfrom urllib import request\n\nurlopen = partial(request.urlopen, timeout=9)\n";
    assert_eq!(among(changed, &[("shop/compat.py", more)]), told);
    assert_eq!(among(changed, &[]), told);
    // The call was another one.
    let bounded = base.replace("urlopen(uri)", "urlopen(uri, timeout=9)");
    assert_eq!(among(("shop/app.py", &bounded, "shop/app.py", head), &[("shop/compat.py", hands_on)]), told);
}
