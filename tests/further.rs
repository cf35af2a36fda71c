//! What a change adds to ways that were there before, through files that it leaves alone: calls, methods that derived
//! classes have, variables of modules.

mod support;

use hognose::config::Settings;
use hognose::finding::Precision;
use hognose::scan::{Options, review_within};
use support::{Memory, change};

/// Between what was there and what the change adds: nothing that either has to do with.
const BETWEEN: &str = "\n\ndef one():\n    pass\n\n\ndef two():\n    pass\n";

/// Places of the surer findings, and the files that were read.
fn review(name: &str, before: &str, added: &str, around: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let after = format!("{before}{added}");
    let memory = Memory::of(around.iter().copied());
    let options = Options { threads: 1, ..Options::default() };
    let files = [(name, before, name, after.as_str())];
    let review = review_within(&change(&files), &memory, &Settings::default(), options);
    let sure = review.findings.iter().filter(|finding| finding.precision > Precision::Low);
    let shown = |finding: &hognose::finding::Finding| {
        let line = review.sources[&finding.shown_at.path].position(finding.shown_at.span.start).line;
        format!("{}:{line}", finding.shown_at.path)
    };
    (sure.map(shown).collect(), memory.read())
}

const SINK: &str = "import os\n\n\ndef run(text):\n    os.system('find ' + text)\n";

#[test]
fn of_several_ways_that_of_the_change_is_told() {
    let view = |name: &str, given: &str| format!("\n\ndef {name}():\n    tools.run({given})\n");
    let old = view("old", "request.args['q']");
    let before = format!("from flask import request\nfrom shop import tools\n{old}{BETWEEN}");
    let around = [("shop/tools.py", SINK)];
    let (found, _) = review("shop/views.py", &before, &view("new", "request.args['k']"), &around);
    assert_eq!(found, ["shop/views.py:18"]);
    let (found, _) = review("shop/views.py", &before, &view("new", "'all'"), &around);
    assert!(found.is_empty(), "{found:?}");
}

const IMPL: &str = "import os\nfrom shop.base import Base\n\n\nclass Impl(Base):\n    def perform(self, text):\n        \
                    os.system('find ' + text)\n";

#[test]
fn a_method_left_open_is_asked_for_where_data_goes_into_it() {
    let before = "from flask import request\n\n\nclass Base:\n    def perform(self, text):\n        raise \
                  NotImplementedError\n\n    def one(self):\n        self.perform(request.args['q'])\n\n    def two(self):\n        \
                  pass\n\n    def three(self):\n        pass\n";
    let around = [("shop/impl.py", IMPL), ("shop/other.py", "class Other:\n    pass\n")];
    let method = |given: &str| format!("\n    def new(self):\n        self.perform({given})\n");
    let (found, read) = review("shop/base.py", before, &method("request.args['k']"), &around);
    assert_eq!(found, ["shop/base.py:18"]);
    assert!(read.iter().any(|path| path == "shop/impl.py"), "{read:?}");
    let (found, read) = review("shop/base.py", before, &method("'all'"), &around);
    assert!(found.is_empty() && read.is_empty(), "{found:?} {read:?}");
    // One that does something of itself.
    let own = before.replace("raise NotImplementedError", "print(text)");
    let (found, _) = review("shop/base.py", &own, &method("request.args['k']"), &around);
    assert!(found.is_empty(), "{found:?}");
    // Derived from a class of the same name elsewhere.
    let elsewhere = IMPL.replace("shop.base", "tools.base");
    let (found, _) =
        review("shop/base.py", before, &method("request.args['k']"), &[("shop/impl.py", &elsewhere)]);
    assert!(found.is_empty(), "{found:?}");
}

const STATE: &str = "last = ''\nlimit = 3\n";

const WRITER: &str = "from flask import request\nfrom shop import state\n\n\ndef write():\n    state.last = request.args['q']\n    \
                      state.limit = request.args['n']\n";

const READER: &str =
    "import os\nfrom shop import state\n\n\ndef read():\n    os.system('find ' + state.last)\n";

#[test]
fn a_variable_that_is_read_near_a_sink_is_asked_about() {
    let around = [("shop/state.py", STATE), ("shop/writer.py", WRITER)];
    let before = format!("import os\nfrom shop import state\n{BETWEEN}");
    let reads = |what: &str| format!("\n\ndef new():\n    os.system('find %s' % {what})\n");
    let (found, _) = review("shop/reader.py", &before, &reads("state.last"), &around);
    assert_eq!(found, ["shop/reader.py:14"]);
    // No variable by its first value; nobody is asked who writes it.
    let (found, read) = review("shop/reader.py", &before, &reads("state.limit"), &around);
    assert!(found.is_empty() && !read.iter().any(|path| path == "shop/writer.py"), "{found:?} {read:?}");
    let number = WRITER.replace("request.args['q']", "int(request.args['q'])");
    let (found, _) =
        review("shop/reader.py", &before, &reads("state.last"), &[around[0], ("shop/writer.py", &number)]);
    assert!(found.is_empty(), "{found:?}");
    // What reads it already does so after the change.
    let before = format!("{READER}{BETWEEN}");
    let (found, _) = review("shop/reader.py", &before, &reads("state.last"), &around);
    assert_eq!(found, ["shop/reader.py:18"]);
}

#[test]
fn who_reads_what_the_change_leaves_in_a_variable_is_asked() {
    let around = [("shop/state.py", STATE), ("shop/reader.py", READER)];
    let before = format!("from flask import request\nfrom shop import state\n{BETWEEN}");
    let writes = |what: &str| format!("\n\ndef new():\n    state.{what}\n");
    let (found, _) = review("shop/writer.py", &before, &writes("last = request.args['k']"), &around);
    assert_eq!(found, ["shop/writer.py:14"]);
    for harmless in ["last = 'all'", "other = request.args['k']", "last = int(request.args['k'])"] {
        let (found, _) = review("shop/writer.py", &before, &writes(harmless), &around);
        assert!(found.is_empty(), "{harmless} {found:?}");
    }
    // The sink had such data before.
    let (found, _) =
        review("shop/writer.py", &format!("{WRITER}{BETWEEN}"), &writes("last = request.args['k']"), &around);
    assert!(found.is_empty(), "{found:?}");
}
