//! No configuration makes parsing it, or a scan with it, panic.
#![no_main]

use hognose::config;
use hognose::rules;
use hognose_fuzz::scan_text;
use libfuzzer_sys::fuzz_target;

const TEXT: &str = "import os\nfrom flask import request\n\nfrom shop import ask, run\n\n\ndef view():\n    \
                    run(ask())\n    os.system(request.args[\"x\"])\n";

fuzz_target!(|text: &str| {
    let known: Vec<&str> = rules::all().iter().map(|rule| rule.meta.id).collect();
    let own = config::parse(text, "hognose.toml", &known);
    let shared = config::parse_pyproject(text, "pyproject.toml", &known);
    let settings = [own.ok(), shared.ok().flatten()];
    for settings in settings.into_iter().flatten() {
        scan_text(TEXT, &settings, false);
    }
});
