//! Requests to an address that outside data chooses.

use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "ssrf",
        summary: "Request to a host that outside data chooses",
        family: Family::Network,
        cwe: &[918],
        owasp: Owasp::A01,
        severity: Severity::High,
        precision: Precision::High,
        tier: Tier::Advice,
        answers: &["B310", "S310"],
        why: "The server sends the request from inside its own network and with its own rights. Whoever chooses the host \
              reaches what the internet cannot: the cloud's metadata service with its credentials, databases and \
              administration pages on `localhost` and private addresses. `urlopen` opens `file:` addresses too.\n\n\
              A check of the text is not enough: `https://api.example.com.evil.org` begins like the right address, and \
              `https://api.example.com@evil.org` holds its name.",
        instead: "Take the address from the program and only the path from outside, or look the host up in a set. Where any \
                  host must be allowed, check the scheme and every address that the name resolves to; follow no redirect \
                  unchecked; set a timeout:\n\n\
                  ```python\n\
                  ALLOWED_HOSTS = {\"api.example.com\", \"cdn.example.com\"}\n\n\
                  def checked(url):\n    \
                      parts = urlsplit(url)\n    \
                      if parts.scheme != \"https\" or parts.username or parts.hostname not in ALLOWED_HOSTS:\n        \
                          raise ValueError(\"address not allowed\")\n    \
                      # Without a list of hosts, no address may be private, local or shared:\n    \
                      for *_, address in socket.getaddrinfo(parts.hostname, parts.port or 443):\n        \
                          ip = ipaddress.ip_address(address[0])\n        \
                          if not ip.is_global or ip.is_multicast:\n            \
                              raise ValueError(\"address not allowed\")\n    \
                      return url\n\n\
                  requests.get(checked(url), timeout=10, allow_redirects=False)\n\
                  ```\n\n\
                  The name can resolve to another address between the check and the request; a list of hosts is not open to that.",
        references: &[
            "https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html",
            "https://cwe.mitre.org/data/definitions/918.html",
        ],
        words: Words::OWN.untested(),
        examples: examples(&[
            Example::Bad {
                path: "app.py",
                code: "import requests\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n@app.get('/preview')\n\
                       def preview():\n    return requests.get(request.args['url'], timeout=5).text\n",
            },
            Example::Bad {
                path: "app.py",
                code: "import httpx as client\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n@app.get('/status')\n\
                       def status():\n    host = request.args['host']\n    return client.get('https://{}/status'.format(host)).text\n",
            },
            Example::Bad {
                path: "app.py",
                code: "import requests\nfrom flask import Flask, request\nfrom shop.urls import API, URL\n\napp = Flask(__name__)\n\n@app.get('/news')\n\
                       def news():\n    url = URL(API)\n    url.host = request.args['shop']\n    return requests.get(url, timeout=5).text\n",
            },
            Example::Good {
                path: "app.py",
                code: "import requests\nfrom flask import Flask, request\nfrom shop.urls import API, URL\n\napp = Flask(__name__)\n\n@app.get('/news')\n\
                       def news():\n    url = URL(API)\n    url.path = request.args['shop']\n    return requests.get(url, timeout=5).text\n",
            },
            Example::Good {
                path: "app.py",
                code: "import requests\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n@app.get('/user')\n\
                       def user():\n    name = request.args['name']\n    return requests.get(f'https://api.example.com/users/{name}', timeout=5).text\n",
            },
            Example::Good {
                path: "app.py",
                code: "import requests\nfrom flask import Flask, abort, request\n\nHOSTS = {'a.example.com', 'b.example.com'}\napp = Flask(__name__)\n\n\
                       @app.get('/status')\ndef status():\n    host = request.args['host']\n    if host not in HOSTS:\n        abort(400)\n    \
                       return requests.get(f'https://{host}/status', timeout=5).text\n",
            },
        ]),
    },
    on: &[On::Flow(Kind::Url, check)],
};

fn check(cx: &mut Cx<'_>, hit: &Hit) {
    let Some((_, class)) = cx.strongest(hit) else { return };
    // Addresses in settings, arguments and the answers of known hosts are there to be followed.
    if cx.is_test() || !matches!(class, SourceClass::Request | SourceClass::Database) {
        return;
    }
    // A function that is named after the weakness is there to rule it out.
    if cx.module().function(hit.site.func).qualname.to_lowercase().contains("ssrf") {
        return;
    }
    if sets_path_alone(cx, hit.site.arg) {
        return;
    }
    let Some(mut draft) = cx.flow(hit, "decides which host the server asks, those inside its own network included") else { return };
    if follows_a_base(cx, hit.site.arg) {
        draft = draft.precision(Precision::Low);
    }
    cx.report(draft);
}

/// `url = URL(API)` and then `url.path = given`: an address of the program's own, of which outside data is a part that
/// names no host.
fn sets_path_alone(cx: &Cx<'_>, arg: ExprId) -> bool {
    let module = cx.module();
    let Some(var) = cx.analysis.scopes.resolve(arg) else { return false };
    let outside = |id: ExprId| !cx.value(id).taints().is_empty();
    let mut parts = 0;
    for stmt in &module.stmts {
        let StmtKind::Assign { targets, value } = &stmt.kind else { continue };
        for target in targets {
            match &module.expr(*target).kind {
                ExprKind::Attr { base, name, .. } if cx.analysis.scopes.resolve(*base) == Some(var) && outside(*value) => {
                    if !matches!(module.name(*name), "path" | "query" | "params" | "fragment" | "args") {
                        return false;
                    }
                    parts += 1;
                }
                ExprKind::Name(_) if cx.analysis.scopes.resolve(*target) == Some(var) && outside(*value) => return false,
                _ => {}
            }
        }
    }
    parts > 0
}

/// `base + rest` where the base is not known here: it may end in the slash that closes the host.
fn follows_a_base(cx: &Cx<'_>, arg: ExprId) -> bool {
    let Some(text) = cx.value(arg).text() else { return false };
    matches!(text.pieces.first(), Some(Piece::Hole(base, _)) if base.taints().is_empty())
        && matches!(text.pieces.get(1), Some(Piece::Hole(..)))
}
