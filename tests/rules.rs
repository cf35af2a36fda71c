//! Every example of every rule: bad code fires, good code is silent, and the rewrite of the bad is the good, letter
//! for letter.

mod support;

use hognose::finding::Review;
use hognose::rules::{self, Example, Rule};
use support::scan_text;

/// What is wrong with one example; empty when nothing is.
fn judge(rule: &Rule, example: &Example) -> Vec<String> {
    let id = rule.meta.id;
    let mut wrong = Vec::new();
    let of_rule = |review: &Review| review.findings.iter().filter(|finding| finding.rule == id).count();
    let mut fires = |path: &str, code: &str| {
        let review = scan_text(path, code, Some(id));
        if of_rule(&review) != 1 {
            wrong.push(format!("{} findings in a bad example:\n{code}", of_rule(&review)));
        }
        if !review.notes.is_empty() {
            wrong.push(format!("{:?} in\n{code}", review.notes));
        }
        review
    };
    match example {
        Example::Bad { path, code } => {
            let review = fires(path, code);
            if review.findings.iter().any(|finding| finding.rewrite.is_some()) {
                wrong.push(format!("a rewrite where none is promised:\n{code}"));
            }
        }
        Example::Good { path, code } => {
            let review = scan_text(path, code, Some(id));
            for finding in &review.findings {
                wrong.push(format!("a good example fires: {}\n{code}", finding.message));
            }
        }
        Example::Rewrite { path, bad, good } => {
            let review = fires(path, bad);
            let rewrites: Vec<_> =
                review.findings.iter().filter_map(|finding| finding.rewrite.as_ref()).collect();
            match rewrites[..] {
                [rewrite] => {
                    let made = rewrite.edits.apply(bad).expect("proven edits apply");
                    if made != *good {
                        wrong.push(format!("the rewrite gives\n{made}\nand not\n{good}"));
                    }
                }
                _ => wrong.push(format!("{} rewrites of\n{bad}", rewrites.len())),
            }
            if of_rule(&scan_text(path, good, Some(id))) != 0 {
                wrong.push(format!("the good side fires:\n{good}"));
            }
        }
    }
    wrong
}

#[test]
fn examples_hold() {
    let mut wrong = Vec::new();
    for rule in rules::all() {
        for example in rule.meta.examples {
            wrong.extend(judge(rule, example).into_iter().map(|what| format!("{}: {what}", rule.meta.id)));
        }
    }
    assert!(wrong.is_empty(), "{} examples do not hold\n\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn metadata_is_whole() {
    let mut ids: Vec<&str> = Vec::new();
    for rule in rules::all() {
        let meta = &rule.meta;
        let id = meta.id;
        assert!(!ids.contains(&id), "{id} twice");
        ids.push(id);
        let kebab = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        assert!(id.split('-').all(kebab), "{id}: not kebab-case");
        assert!(!meta.summary.is_empty() && !meta.summary.ends_with('.'), "{id}: summary");
        assert!(meta.summary.len() <= 100, "{id}: a long summary");
        assert!(meta.why.len() > 60 && meta.instead.len() > 30, "{id}: prose");
        assert!(!meta.cwe.is_empty() && !meta.references.is_empty(), "{id}: no CWE or reference");
        assert!(meta.references.iter().all(|link| link.starts_with("https://")), "{id}: references");
        let bad = meta.examples.iter().filter(|example| !matches!(example, Example::Good { .. })).count();
        let good = meta.examples.iter().filter(|example| !matches!(example, Example::Bad { .. })).count();
        assert!(bad >= 1 && good >= 1, "{id}: needs bad and good examples");
        let rewrites = meta.examples.iter().any(|example| matches!(example, Example::Rewrite { .. }));
        let promised = meta.tier != hognose::finding::Tier::Advice;
        assert_eq!(rewrites, promised, "{id}: a rule with a rewrite shows one, a rule without shows none");
    }
}

/// What a test sends itself attacks nobody; secrets and the like count there, too.
#[test]
fn flows_in_tests_are_silent() {
    let text = "import os\nfrom flask import Flask, redirect, request\n\napp = Flask(__name__)\n\n\n@app.route(\"/\")\ndef \
                show():\n    os.system(request.args[\"a\"])\n    open(request.args[\"b\"])\n    return redirect(request.args[\"c\"])\n";
    assert_eq!(scan_text("views.py", text, None).findings.len(), 3);
    for path in ["tests/views.py", "shop/test/views.py", "test_views.py"] {
        assert_eq!(scan_text(path, text, None).findings.len(), 0, "{path}");
    }
}
