//! XML parsers that fetch what a document names, or expand without bound.
//!
//! Today's parsers refuse most of this by themselves: what is found is a parser told to do it, and, as a minor matter,
//! the standard library's parsers on a client's document.

use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "xml-external-entities",
        summary: "XML parser that follows what a document names",
        family: Family::Data,
        cwe: &[611, 776],
        owasp: Owasp::A02,
        severity: Severity::Medium,
        precision: Precision::Medium,
        tier: Tier::Review,
        answers: &["B313", "B314", "B315", "B316", "B317", "B318", "B319", "B320", "S313", "S314", "S315", "S316", "S317", "S318", "S319", "S320"],
        why: "A document can name files and addresses in its entities and its DTD. A parser that follows them reads \
              files of the server into the document and makes requests from inside its network. lxml does neither \
              unless told to (before version 5 it did resolve entities). The standard library's parsers fetch nothing \
              by default, and a current expat stops entities that grow without bound: what is left there is an old \
              expat.",
        instead: "Leave lxml's options at their safe side: `etree.XMLParser(resolve_entities=False, no_network=True)`, no \
                  `load_dtd`, no `huge_tree`. For outside documents parse with `defusedxml.ElementTree`, which refuses \
                  entities; it raises `EntitiesForbidden`, a `ValueError`.",
        references: &[
            "https://lxml.de/api/lxml.etree.XMLParser-class.html",
            "https://docs.python.org/3/library/xml.html#xml-security",
            "https://cwe.mitre.org/data/definitions/611.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Rewrite {
                path: "feeds.py",
                bad: "from lxml import etree\n\nparser = etree.XMLParser(resolve_entities=True, no_network=False)\n",
                good: "from lxml import etree\n\nparser = etree.XMLParser(resolve_entities=False, no_network=True)\n",
            },
            Example::Rewrite {
                path: "feeds.py",
                bad: "from xml import sax\nfrom xml.sax.handler import feature_external_ges\n\nparser = sax.make_parser()\nparser.setFeature(feature_external_ges, True)\n",
                good: "from xml import sax\nfrom xml.sax.handler import feature_external_ges\n\nparser = sax.make_parser()\nparser.setFeature(feature_external_ges, False)\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import defusedxml.ElementTree\nimport xml.etree.ElementTree as ET\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.post(\"/order\")\ndef order():\n    return {\"tag\": ET.fromstring(request.data).tag}\n",
                good: "import defusedxml.ElementTree\nimport xml.etree.ElementTree as ET\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.post(\"/order\")\ndef order():\n    return {\"tag\": defusedxml.ElementTree.fromstring(request.data).tag}\n",
            },
            Example::Bad {
                path: "app.py",
                code: "from xml.dom import minidom\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.post(\"/order\")\ndef order():\n    return {\"nodes\": len(minidom.parseString(request.data).childNodes)}\n",
            },
            Example::Good {
                path: "app.py",
                code: "import xml.etree.ElementTree as ET\n\nfrom flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get(\"/order\")\ndef order():\n    return {\"tag\": ET.parse(\"order.xml\").getroot().tag}\n",
            },
            Example::Good {
                path: "feeds.py",
                code: "from lxml import etree\n\nparser = etree.XMLParser(resolve_entities=False, no_network=True)\nother = etree.XMLParser(remove_blank_text=True)\n",
            },
        ]),
    },
    on: &[
        On::Call(
            &["lxml.etree.XMLParser", "lxml.etree.XMLPullParser", "lxml.etree.ETCompatXMLParser", "lxml.etree.iterparse"],
            parser,
        ),
        On::Call(&[".setFeature"], feature),
        On::Flow(Kind::Xml, parsed),
    ],
};

/// Options of lxml, the value that is unsafe, and what it does.
const OPTIONS: &[(&str, bool, &str)] = &[
    ("resolve_entities", true, "puts the content of entities that the document declares into it"),
    ("no_network", false, "lets the document name addresses that are fetched"),
    ("load_dtd", true, "loads the DTD that the document names"),
    ("huge_tree", true, "lifts the limits on depth and size"),
];

fn parser(cx: &mut Cx<'_>, call: Call<'_>) {
    if cx.is_test() {
        return;
    }
    let module = cx.module();
    let unsafe_options: Vec<_> = OPTIONS
        .iter()
        .filter_map(|(name, bad, what)| {
            let arg = call.keyword(module, name)?;
            let set = if *bad { cx.is_true(arg.value) } else { cx.is_false(arg.value) };
            set.then_some((*name, arg, *bad, *what))
        })
        .collect();
    let Some((name, _, bad, what)) = unsafe_options.first().copied() else { return };
    let value = if bad { "True" } else { "False" };
    let mut draft = cx.draft(cx.span(call.id), format!("`{name}={value}` {what}."));
    if name == "huge_tree" {
        draft = draft.severity(Severity::Low);
    }
    let edits = unsafe_options
        .iter()
        .map(|(_, arg, bad, _)| arguments::replace(cx.span(arg.value), if *bad { "False" } else { "True" }))
        .collect();
    let proposal = Proposal {
        title: "Switch the option off".to_owned(),
        tier: Tier::Review,
        edits,
        check: Some("documents that rely on their own entities, on a DTD or on great size parse differently".to_owned()),
    };
    cx.report(draft.propose(Some(proposal)));
}

/// SAX told to fetch external entities.
fn feature(cx: &mut Cx<'_>, call: Call<'_>) {
    let (Some(name), Some(value)) = (call.positional(0), call.positional(1)) else { return };
    let external = cx.dotted(name).is_some_and(|name| {
        matches!(name.rsplit('.').next(), Some("feature_external_ges" | "feature_external_pes"))
    }) || cx.str(name).is_some_and(|name| name.starts_with("http://xml.org/sax/features/external-"));
    let on = cx.constant(value).is_some_and(Const::truth);
    if !external || !on || cx.is_test() {
        return;
    }
    let draft = cx.draft(cx.span(call.id), "The parser fetches files and addresses that the document names.");
    let proposal = Proposal {
        title: "Leave external entities out".to_owned(),
        tier: Tier::Review,
        edits: vec![arguments::replace(cx.span(value), "False")],
        check: Some("documents that include parts by external entities lose them".to_owned()),
    };
    cx.report(draft.propose(Some(proposal)));
}

/// A client's document in a parser of the standard library.
fn parsed(cx: &mut Cx<'_>, hit: &Hit) {
    let Some((_, SourceClass::Request)) = cx.strongest(hit) else { return };
    let Some(call) = cx.call(hit.site.call) else { return };
    if !call.name.starts_with("xml.") || cx.is_test() {
        return;
    }
    let Some(draft) = cx.flow(hit, "is parsed as XML, whose entities an old expat expands without bound") else {
        return;
    };
    let proposal = defused(cx, call);
    cx.report(draft.severity(Severity::Low).propose(proposal));
}

/// The same function of `defusedxml`, where the file has it already.
fn defused(cx: &Cx<'_>, call: Call<'_>) -> Option<Proposal> {
    let (module, member) = call.name.rsplit_once('.')?;
    let module = module.strip_prefix("xml.etree.").or_else(|| module.strip_prefix("xml.dom.")).or_else(|| module.strip_prefix("xml."))?;
    let module = format!("defusedxml.{module}");
    let spelled = imports::spell(cx.file, cx.analysis, cx.span(call.id), &module, member)?;
    if spelled.edit.is_some() {
        return None;
    }
    Some(Proposal {
        title: "Parse with `defusedxml`".to_owned(),
        tier: Tier::Review,
        edits: vec![arguments::replace(cx.span(call.func), spelled.text)],
        check: Some("forbidden entities raise `EntitiesForbidden`, a `ValueError`, not `ParseError`".to_owned()),
    })
}
