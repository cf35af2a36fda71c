//! What is left out of a file before parsing never holds a finding: the scan of parts and the scan of whole files say
//! the same.

mod support;

use hognose::config::Settings;
use hognose::rules::{self, Example};
use hognose::scan::{Options, scan};
use hognose::source::{RepoPath, SourceFile, Span};
use hognose::syntax::{StmtId, StmtKind, parse};

/// Harmless code, so that the parts that matter are a small share of the file.
fn padding(name: &str) -> String {
    (0..40)
        .map(|at| {
            format!(
                "\n\ndef {name}_{at}(first, second):\n    total = 0\n    for one in first:\n        total += one * \
                 second\n    return total\n\n\nclass {name}{at}:\n    size = {at}\n\n    def grow(self, by):\n        \
                 return self.size * by\n"
            )
        })
        .collect()
}

fn findings(path: &str, text: &str, whole: bool) -> Vec<String> {
    let path = RepoPath::new(path);
    let load = |path: &RepoPath| Ok(SourceFile::from_text(path.clone(), text));
    let options = Options { threads: 1, whole, across: false };
    let review = scan(&[path], &load, &|| (), &Settings::default(), options);
    let line = |finding: &hognose::finding::Finding| format!("{finding:?}");
    review.findings.iter().map(line).collect()
}

fn same(path: &str, text: &str) -> usize {
    let whole = findings(path, text, true);
    assert_eq!(
        findings(path, text, false),
        whole,
        "the parts say something else than the whole of {path}:\n{text}"
    );
    whole.len()
}

fn python_files(folders: &[&str]) -> Vec<std::path::PathBuf> {
    let entries = folders.iter().flat_map(|folder| ignore::Walk::new(folder).flatten().collect::<Vec<_>>());
    entries
        .map(ignore::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|end| end == "py"))
        .collect()
}

/// The sum over all items, by plain threads: a pool inside a pool would pile the work up on one stack.
fn in_parallel<T: Sync>(items: &[T], work: impl Fn(&T) -> usize + Sync) -> usize {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let next = std::sync::atomic::AtomicUsize::new(0);
    let run = || {
        let take = || items.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        std::iter::from_fn(take).map(&work).sum::<usize>()
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
        workers.into_iter().map(|worker| worker.join().expect("no panic")).sum()
    })
}

/// The text alone, in front of harmless code, and behind its imports and harmless code.
fn same_in_company(path: &str, text: &str) -> usize {
    let behind = format!("{text}{}", padding("later"));
    same(path, text) + same(path, &behind)
}

#[test]
fn of_every_example() {
    let examples = rules::all().iter().flat_map(|rule| rule.meta.examples);
    let texts: Vec<(&str, &str)> = examples
        .flat_map(|example| match *example {
            Example::Rewrite { path, bad, good } => vec![(path, bad), (path, good)],
            Example::Bad { path, code } | Example::Good { path, code } => vec![(path, code)],
        })
        .collect();
    let seen = in_parallel(&texts, |(path, text)| same_in_company(path, text));
    assert!(seen > 200, "{seen}");
}

#[test]
fn of_every_file_in_the_corpora() {
    let files = python_files(&["tests/corpus", "tests/flow", "examples"]);
    let seen = in_parallel(&files, |path| {
        let text = std::fs::read_to_string(path).expect("a text");
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("a.py");
        same_in_company(name, &text)
    });
    assert!(seen > 500, "{seen}");
}

/// What matters in a file of the corpora may be kept for another function's sake; here each is alone with what the
/// module's own code says.
#[test]
fn of_every_function_by_itself() {
    let files = python_files(&["tests/corpus", "tests/flow"]);
    let seen = in_parallel(&files, |path| {
        let text = std::fs::read_to_string(path).expect("a text");
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("a.py");
        let module = parse(&text);
        let is_function = |id: &&StmtId| matches!(module.stmt(**id).kind, StmtKind::Function(_));
        let functions: Vec<Span> =
            module.body().iter().filter(is_function).map(|id| module.stmt(*id).span).collect();
        let alone = |kept: usize| {
            let mut alone = String::new();
            let mut from = 0;
            for (_, span) in functions.iter().enumerate().filter(|(at, _)| *at != kept) {
                alone.push_str(&text[from..span.start as usize]);
                from = span.end as usize;
            }
            alone.push_str(&text[from..]);
            alone.push_str(&padding("later"));
            same(name, &alone)
        };
        (0..functions.len()).map(alone).sum()
    });
    assert!(seen > 400, "{seen}");
}

#[test]
fn of_code_beside_an_import() {
    for text in [
        "import yaml; yaml.load(open('c'), Loader=yaml.Loader)\n",
        "from yaml import load, Loader; load(open('c'), Loader=Loader)\n",
        "from yaml import (load,\n    Loader); load(open('c'), Loader=Loader)\n",
        "if __name__ == '__main__':\n    import os, sys\n    os.system(sys.argv[1])\n",
        "try:\n    import yaml\n    C = yaml.load(open('c'), Loader=yaml.Loader)\nexcept ImportError:\n    C = None\n",
        "class Job:\n    import os, sys; os.system(sys.argv[1])\n",
        // No Python, but nothing that the parser minds.
        "import paramiko\n    client.chmod('/srv/run.sh', 0o777)\n",
        // What such code is given is looked for as well.
        "import os, sys\n\n\ndef asked():\n    return sys.argv[1]\n\n\nif True:\n    import shop\n    os.system(asked())\n",
    ] {
        assert!(same_in_company("app.py", text) >= 2, "{text}");
    }
}

/// What a part reads may be named elsewhere: by a constant of the module or of a class, a short function, another name.
#[test]
fn of_words_that_come_by_way_of_names() {
    let log = "import logging\n\nlog = logging.getLogger(__name__)\n";
    let read = |key: &str| {
        format!("\n\ndef show(settings):\n    value = settings[{key}]\n    log.info(\"%s\", value)\n")
    };
    let hook = "from flask import Flask, abort, redirect, request\n\napp = Flask(__name__)\n";
    let view = |test: &str| {
        format!(
            "\n\n@app.get(\"/go\")\ndef go():\n    url = request.args[\"url\"]\n    if {test}:\n        abort(400)\n    return redirect(url)\n"
        )
    };
    for text in [
        // Words that have to stand near others.
        format!("{log}FIELD = \"api_key\"{}", read("FIELD")),
        format!("{log}FIELDS = (\"api_key\", 1){}", read("FIELDS[0]")),
        format!("{log}FIELD = \"api_key\"\nSAME = FIELD{}", read("SAME")),
        format!("{log}\n\nclass Names:\n    one = \"api_key\"{}", read("Names.one")),
        format!("{log}\n\nclass Base:\n    one = \"api_key\"\n\n\nclass Names(Base):\n    two = 2{}", read("Names.one")),
        format!("{log}\n\ndef field():\n    return \"api_key\"{}", read("field()")),
        format!("{hook}FIELD = \"webhook_secret\"{}", view("url != app.config.get(FIELD)")),
        format!("{hook}ours = \"https://shop.example.com\"{}", view("not url.startswith(ours)")),
        "import hashlib\n\nFIELD = \"password\"\n\n\ndef register(user, form):\n    user.secret = hashlib.sha256(form.get(FIELD)).hexdigest()\n".to_owned(),
        "import os\n\nNAME = \"API_KEY\"\nAPI_KEY = os.environ.get(NAME, \"f3a91c07be5d4421\")\n".to_owned(),
        // Other names.
        "import yaml as y\n\n\ndef read(text):\n    return y.load(text)\n".to_owned(),
        "from yaml import load\n\n\ndef read(text):\n    return load(text)\n".to_owned(),
        "import random\n\nchoice = random.choice\n\n\ndef invite(user):\n    user.token = \"\".join(choice(\"abc\") for _ in range(32))\n".to_owned(),
        "import os\nfrom flask import request\n\nsystem = os\n\n\ndef shrink():\n    system.system(\"convert \" + request.args[\"size\"])\n".to_owned(),
        "from django.shortcuts import redirect\n\nto = redirect\n\n\ndef after(request):\n    return to(\"https://%s/\" % request.GET[\"shop\"])\n".to_owned(),
        "from django.http import JsonResponse\nfrom shop.models import Item\n\nfind = Item.objects.filter\n\n\ndef search(request):\n    return JsonResponse(list(find(**request.GET.dict())))\n".to_owned(),
        // Constants of classes and functions as arguments.
        "import os\n\n\nclass Modes:\n    all = 0o777\n\n\ndef share(path):\n    os.chmod(path, Modes.all)\n".to_owned(),
        "import os\n\n\nclass Modes:\n    def __init__(self):\n        self.all = 0o777\n\n    def share(self, path):\n        os.chmod(path, self.all)\n".to_owned(),
        "import os\n\n\ndef mode():\n    return 0o777\n\n\ndef share(path):\n    os.chmod(path, mode())\n".to_owned(),
        // What is put together or left elsewhere.
        "def query(name):\n    return f\"SELECT a FROM {name}\"\n\n\ndef find(cursor, name):\n    cursor.execute(query(name))\n".to_owned(),
        "import os\n\nLINE = None\n\n\ndef put(line):\n    global LINE\n    LINE = line\n\n\ndef run():\n    os.system(\"ls \" + LINE)\n".to_owned(),
        "from pathlib import Path\n\nfrom flask import request\n\nROOT = Path(\"/srv\")\n\n\ndef full(name):\n    return ROOT / name\n\n\ndef page():\n    return full(request.args[\"name\"]).read_text()\n".to_owned(),
    ] {
        assert!(same_in_company("app.py", &text) >= 2, "{text}");
    }
}

/// Functions that a server calls are known by their own names, wherever they are defined.
#[test]
fn of_handlers_inside_of_functions() {
    for text in [
        "import os\nfrom rest_framework import serializers\n\n\ndef made():\n    class Order(serializers.Serializer):\n        def validate_size(self, value):\n            open(\"/srv/\" + value).read()\n            return value\n\n    return Order\n",
        "import os\nimport tornado.web\n\nif True:\n\n    class Show(tornado.web.RequestHandler):\n        def get(self, name):\n            open(\"/srv/\" + name).read()\n",
        "import os\n\n\ndef made():\n    def order_handler(event, context):\n        open(\"/srv/\" + event[\"name\"]).read()\n\n    return order_handler\n",
    ] {
        assert!(same_in_company("app.py", text) >= 2, "{text}");
    }
}
