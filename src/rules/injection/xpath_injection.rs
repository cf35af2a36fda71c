//! XPath expressions put together from outside data.

use crate::rewrite::written::{Template, Written};
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "xpath-injection",
        summary: "XPath expression built from outside data",
        family: Family::Injection,
        cwe: &[643, 91],
        owasp: Owasp::A05,
        severity: Severity::High,
        precision: Precision::High,
        tier: Tier::Review,
        answers: &[],
        why: "A quote in the value ends the string inside the expression; what follows is read as XPath. \
              `' or '1'='1` matches every element: a password check passes, a search shows all records.",
        instead: "Pass values as XPath variables: `tree.xpath(\"//user[@name=$name]\", name=name)`. `ElementTree` has no \
                  variables: find the elements with a constant path and compare in Python.",
        references: &[
            "https://lxml.de/xpathxslt.html#the-xpath-method",
            "https://cwe.mitre.org/data/definitions/643.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "from flask import Flask, request\nfrom lxml import etree\n\napp = Flask(__name__)\ntree = etree.parse(\"users.xml\")\n\n\n@app.get(\"/user\")\ndef user():\n    name = request.args[\"name\"]\n    return {\"found\": len(tree.xpath(f\"//user[@name='{name}']\"))}\n",
                good: "from flask import Flask, request\nfrom lxml import etree\n\napp = Flask(__name__)\ntree = etree.parse(\"users.xml\")\n\n\n@app.get(\"/user\")\ndef user():\n    name = request.args[\"name\"]\n    return {\"found\": len(tree.xpath(\"//user[@name=$name]\", name=name))}\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import lxml.etree as et\nfrom flask import Flask, request\n\napp = Flask(__name__)\ntree = et.parse(\"users.xml\")\n\n\n@app.get(\"/user\")\ndef user():\n    return {\"found\": len(tree.xpath(\"//user[@name='\" + request.args[\"name\"] + \"']/mail\"))}\n",
                good: "import lxml.etree as et\nfrom flask import Flask, request\n\napp = Flask(__name__)\ntree = et.parse(\"users.xml\")\n\n\n@app.get(\"/user\")\ndef user():\n    return {\"found\": len(tree.xpath(\"//user[@name=$name]/mail\", name=request.args[\"name\"]))}\n",
            },
            Example::Bad {
                path: "app.py",
                code: "import xml.etree.ElementTree as ET\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\ntree = ET.parse(\"users.xml\")\n\n\n@app.get(\"/user\")\ndef user():\n    return {\"mail\": tree.findtext(\"user[@name='%s']/mail\" % request.args[\"name\"])}\n",
            },
            Example::Good {
                path: "app.py",
                code: "from flask import Flask, request\nfrom lxml import etree\n\napp = Flask(__name__)\ntree = etree.parse(\"users.xml\")\n\n\n@app.get(\"/user\")\ndef user():\n    number = int(request.args[\"number\"])\n    return {\"found\": len(tree.xpath(f\"//user[@id='{number}']\"))}\n",
            },
            Example::Good {
                path: "app.py",
                code: "import xml.etree.ElementTree as ET\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\ntree = ET.parse(\"users.xml\")\n\n\n@app.get(\"/user\")\ndef user():\n    name = request.args[\"name\"]\n    return {\"found\": any(user.get(\"name\") == name for user in tree.findall(\"user\"))}\n",
            },
        ]),
    },
    on: &[On::Flow(Kind::Xpath, check)],
};

fn check(cx: &mut Cx<'_>, hit: &Hit) {
    let Some(call) = cx.call(hit.site.call) else { return };
    let Some(draft) = cx.flow(hit, "is read as an XPath expression") else { return };
    let proposal = variables(cx, call, hit.site.arg);
    cx.report(draft.propose(proposal));
}

/// `'{name}'` to `$name`, with the value by keyword.
fn variables(cx: &Cx<'_>, call: Call<'_>, arg: ExprId) -> Option<Proposal> {
    const TAKEN: &[&str] = &["namespaces", "extensions", "smart_strings", "self", "_path"];
    if call.name != "lxml.etree._Element.xpath" || call.positional(0) != Some(arg) || call.has_spread() {
        return None;
    }
    let mut template = Template::read(cx.file, cx.module(), arg)?;
    let mut named: Vec<(String, ExprId)> = Vec::new();
    for at in 0..template.pieces.len() {
        let Written::Hole(hole) = template.pieces[at] else { continue };
        let before = at.checked_sub(1).and_then(|before| template.pieces.get(before));
        let (Some(Written::Text(before)), Some(Written::Text(after))) = (before, template.pieces.get(at + 1)) else {
            return None;
        };
        let quote = ["\\'", "\\\"", "'", "\""].into_iter().find(|quote| before.ends_with(quote))?;
        let (before, after) = (before.strip_suffix(quote)?.to_owned(), after.strip_prefix(quote)?.to_owned());
        template.pieces[at - 1] = Written::Text(before);
        template.pieces[at + 1] = Written::Text(after);
        let name = variable_for(cx, hole);
        if TAKEN.contains(&name.as_str()) || call.keyword(cx.module(), &name).is_some() {
            return None;
        }
        match named.iter().find(|(known, _)| *known == name) {
            Some((_, other)) if cx.text(*other) != cx.text(hole) => return None,
            Some(_) => {}
            None => named.push((name, hole)),
        }
    }
    if template.text_has(&['$']) {
        return None;
    }
    let text = template.write(str::to_owned, |hole| Some(format!("${}", variable_for(cx, hole))))?;
    let values: Vec<String> = named.iter().map(|(name, hole)| format!("{name}={}", cx.text(*hole))).collect();
    Some(Proposal {
        title: "Pass the value as an XPath variable".to_owned(),
        tier: Tier::Review,
        edits: vec![
            arguments::replace(cx.span(arg), text),
            arguments::append(call.args, call.parens, &values.join(", ")),
        ],
        check: Some("the value is a string or number: `None` is refused".to_owned()),
    })
}

fn variable_for(cx: &Cx<'_>, hole: ExprId) -> String {
    let module = cx.module();
    let name = match &cx.expr(hole).kind {
        ExprKind::Name(name) | ExprKind::Attr { name, .. } => Some(module.name(*name)),
        ExprKind::Subscript { index, .. } => cx.str(*index),
        ExprKind::Call { args, .. } => args.first().and_then(|first| cx.str(first.value)),
        _ => None,
    };
    let plain = |name: &&str| {
        name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
            && !matches!(*name, "class" | "from" | "import" | "in" | "is" | "for" | "def" | "pass" | "if" | "or" | "and" | "not")
    };
    name.filter(plain).unwrap_or("value").to_owned()
}
