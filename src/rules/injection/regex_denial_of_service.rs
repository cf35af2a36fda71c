//! Regular expressions that outside data can make run for ever: by its text, or as the pattern itself.

use crate::rewrite::holes;
use crate::rules::{Signs, backtracking};
use crate::rules::prelude::*;
use crate::semantic::Taint;
use crate::semantic::models::Kinds;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "regex-denial-of-service",
        summary: "Regular expression that outside data can make run for ever",
        family: Family::Injection,
        cwe: &[1333, 400, 730],
        owasp: Owasp::A10,
        severity: Severity::Medium,
        precision: Precision::High,
        tier: Tier::Review,
        answers: &[],
        why: "Python's `re` goes back and tries again where a match fails. In a pattern such as `(\\w+\\s?)*$` one text \
              can be split in so many ways that thirty characters keep a processor busy for minutes. Where outside data \
              is the pattern, the attacker brings such a pattern along, or one that matches what it should not.",
        instead: "Let only one way lead through the text: `\\w+(\\s\\w+)*` for `(\\w+\\s?)*`, `a+` for `(a+)+`; Python 3.11 \
                  has possessive quantifiers (`++`). Bound the text's length before. Escape outside text in a pattern \
                  with `re.escape`.",
        references: &[
            "https://docs.python.org/3/library/re.html#re.escape",
            "https://owasp.org/www-community/attacks/Regular_expression_Denial_of_Service_-_ReDoS",
            "https://cwe.mitre.org/data/definitions/1333.html",
        ],
        words: Words::literal(may_explode).with_callers(),
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "import re\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\nLINES = [\"tea\", \"cups\"]\n\n\n@app.get(\"/search\")\ndef search():\n    wanted = request.args[\"wanted\"]\n    return {\"found\": [line for line in LINES if re.search(rf\"\\b{wanted}\\b\", line)]}\n",
                good: "import re\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\nLINES = [\"tea\", \"cups\"]\n\n\n@app.get(\"/search\")\ndef search():\n    wanted = request.args[\"wanted\"]\n    return {\"found\": [line for line in LINES if re.search(rf\"\\b{re.escape(wanted)}\\b\", line)]}\n",
            },
            Example::Bad {
                path: "app.py",
                code: "import re\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\nNAME = re.compile(r\"^(\\w+\\s?)*$\")\n\n\n@app.get(\"/check\")\ndef check():\n    return {\"valid\": bool(NAME.match(request.args[\"name\"]))}\n",
            },
            Example::Bad {
                path: "app.py",
                code: "import re\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get(\"/check\")\ndef check(name: str):\n    return {\"valid\": bool(re.fullmatch(\"(a|b|ab)*\", name))}\n",
            },
            Example::Good {
                path: "app.py",
                code: "import re\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\nNAME = re.compile(r\"^\\w+(\\s\\w+)*$\")\n\n\n@app.get(\"/check\")\ndef check():\n    return {\"valid\": bool(NAME.match(request.args[\"name\"]))}\n",
            },
            Example::Good {
                path: "app.py",
                code: "import re\n\nNAME = re.compile(r\"^(\\w+\\s?)*$\")\nassert NAME.match(\"a constant\")\n",
            },
        ]),
    },
    on: &[
        On::Flow(Kind::Regex, pattern_from_outside),
        On::Call(
            &["re.match", "re.search", "re.fullmatch", "re.sub", "re.subn", "re.split", "re.findall", "re.finditer"],
            applied,
        ),
        On::Call(
            &[
                "re.Pattern.match", "re.Pattern.search", "re.Pattern.fullmatch", "re.Pattern.sub", "re.Pattern.subn",
                "re.Pattern.split", "re.Pattern.findall", "re.Pattern.finditer",
            ],
            compiled,
        ),
    ],
};

/// Tells of a string literal whether it may be a pattern that repeats a group.
fn may_explode(quoted: Quoted<'_>) -> bool {
    let bytes = quoted.text.as_bytes();
    quoted.signs.has(Signs::CLOSING) && bytes.windows(2).any(|pair| pair[0] == b')' && matches!(pair[1], b'+' | b'*' | b'{' | b'?'))
}

fn pattern_from_outside(cx: &mut Cx<'_>, hit: &Hit) {
    let Some((_, SourceClass::Request)) = cx.strongest(hit) else { return };
    let Some(draft) = cx.flow(hit, "is read as a regular expression") else { return };
    let proposal = escape(cx, hit);
    cx.report(draft.propose(proposal));
}

/// `re.escape(x)` around each outside value.
fn escape(cx: &Cx<'_>, hit: &Hit) -> Option<Proposal> {
    let arg = hit.site.arg;
    let at = cx.span(hit.site.call);
    let spelled = imports::spell(cx.file, cx.analysis, at, "re", "escape")?;
    let mut edits = if cx.value(arg).text().is_some() {
        let holes = holes::tainted(cx.analysis, arg, Kind::Regex)?;
        let here = cx.function_at(at);
        if holes.iter().any(|hole| cx.function_at(cx.span(*hole)) != here) {
            return None;
        }
        holes::wrap(cx.file, cx.analysis, &holes, &spelled.text, false)?
    } else if holes::is_value(cx.module(), arg) {
        vec![arguments::replace(cx.span(arg), format!("{}({})", spelled.text, cx.text(arg)))]
    } else {
        return None;
    };
    edits.extend(spelled.edit);
    Some(Proposal {
        title: "Escape the value with `re.escape`".to_owned(),
        tier: Tier::Review,
        edits,
        check: Some("the value is looked for as it stands: who sent it can no longer write a pattern".to_owned()),
    })
}

fn applied(cx: &mut Cx<'_>, call: Call<'_>) {
    let (Some(pattern), method) = (call.argument(cx.module(), 0, "pattern"), call.name.trim_start_matches("re.")) else {
        return;
    };
    let at = if method.starts_with("sub") { 2 } else { 1 };
    let Some(text) = cx.str(pattern) else { return };
    judge(cx, call, text, method, at);
}

fn compiled(cx: &mut Cx<'_>, call: Call<'_>) {
    let ExprKind::Attr { base, .. } = &cx.expr(call.func).kind else { return };
    let Some([Piece::Lit(text)]) = cx.value(*base).text().map(|text| &text.pieces[..]) else { return };
    let method = call.name.trim_start_matches("re.Pattern.");
    let at = usize::from(method.starts_with("sub"));
    judge(cx, call, text, method, at);
}

fn judge(cx: &mut Cx<'_>, call: Call<'_>, pattern: &str, method: &str, at: usize) {
    let Some(subject) = call.argument(cx.module(), at, "string") else { return };
    let long = |taint: &&Taint| taint.kinds.has(Kind::Regex) && !(taint.kinds & Kinds::LONG).is_empty();
    let outside = cx.value(subject).taints().iter().filter(long);
    let strongest = outside
        .map(|taint| (*taint, cx.analysis.origin(taint.origin)))
        .filter(|(_, origin)| {
            matches!(origin.class, SourceClass::Request | SourceClass::Network | SourceClass::Parameter)
        })
        .min_by_key(|(_, origin)| origin.class);
    let Some((taint, origin)) = strongest else { return };
    // In verbose patterns blanks mean nothing. Few patterns explode, so this is asked last.
    let verbose = || ["re.X", "re.VERBOSE", "VERBOSE"].iter().any(|flag| cx.has_text(flag));
    if cx.is_test() || !backtracking::explodes(pattern, method == "fullmatch") || verbose() {
        return;
    }
    let shown = cx.shorten(cx.span(subject)).replace('`', "'");
    let message = format!(
        "{}, and the pattern can split `{shown}` in exponentially many ways before it gives up: a short text keeps the \
         process busy.",
        origin.note
    );
    let mut draft = cx.draft(cx.span(call.id), message);
    draft.trace =
        cx.analysis.trail(taint.step).into_iter().map(|step| (step.span, step.note.clone())).collect();
    draft.trace.push((cx.span(subject), "is matched with a pattern that can explode".to_owned()));
    match origin.class {
        SourceClass::Request => {}
        SourceClass::Network => draft.precision = Some(Precision::Medium),
        _ => {
            draft.precision = Some(Precision::Low);
            draft.severity = Some(Severity::Low);
        }
    }
    cx.report(draft);
}
