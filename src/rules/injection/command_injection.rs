//! Outside data in a command that a shell reads.

use crate::rewrite::command;
use crate::rewrite::written::TextCall;
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "command-injection",
        summary: "Command line built from outside data",
        family: Family::Injection,
        cwe: &[78, 88],
        owasp: Owasp::A05,
        severity: Severity::Critical,
        precision: Precision::High,
        tier: Tier::Safe,
        answers: &["B602", "B604", "B605", "B609", "S602", "S604", "S605", "S609"],
        why: "A shell reads the whole text: `;`, `|`, `$( )`, a newline in a value start another command. Whoever \
              supplies the value runs programs with the rights of this one.",
        instead: "Pass a list and no shell: `subprocess.run([\"ping\", \"-c\", \"1\", host], check=True)`. Each element \
                  is one argument, whatever stands in it. A value that begins with `-` is still read as an option: put \
                  `\"--\"` before it for programs that know it. Where a pipe or a pattern needs the shell, wrap each \
                  value in `shlex.quote`. If the value chooses the program, look it up in a dict of the allowed ones.",
        references: &[
            "https://docs.python.org/3/library/subprocess.html#security-considerations",
            "https://docs.python.org/3/library/shlex.html#shlex.quote",
            "https://cwe.mitre.org/data/definitions/78.html",
        ],
        words: Words::OWN,
        examples: examples(EXAMPLES),
    },
    on: &[On::Flow(Kind::Command, check)],
};

const EXAMPLES: &[Example] = &[
    Example::Rewrite {
        path: "app.py",
        bad: "import subprocess\nfrom flask import request\n\ndef ping():\n    host = request.args[\"host\"]\n    \
              subprocess.run(f\"ping -c 1 {host}\", shell=True, check=True)\n",
        good: "import subprocess\nfrom flask import request\n\ndef ping():\n    host = request.args[\"host\"]\n    \
               subprocess.run([\"ping\", \"-c\", \"1\", host], check=True)\n",
    },
    Example::Rewrite {
        path: "build.py",
        bad: "from subprocess import check_output as out\nfrom flask import request\n\ndef build():\n    \
              return out(\n        \"make 'OUT=build/%s.bin' all\" % request.form[\"name\"],\n        \
              shell=True,  # the old way\n        text=True,\n    )\n",
        good: "from subprocess import check_output as out\nfrom flask import request\n\ndef build():\n    \
               return out(\n        [\"make\", f'OUT=build/{request.form[\"name\"]}.bin', \"all\"],\n        \
               # the old way\n        text=True,\n    )\n",
    },
    Example::Rewrite {
        path: "images.py",
        bad: "import os\nfrom flask import request\n\ndef shrink():\n    \
              os.system(\"convert upload.png -resize \" + request.args[\"size\"] + \" small.png\")\n",
        good: "import os\nimport subprocess\nfrom flask import request\n\ndef shrink():\n    \
               subprocess.run([\"convert\", \"upload.png\", \"-resize\", request.args[\"size\"], \"small.png\"], \
               check=False)\n",
    },
    Example::Rewrite {
        path: "size.py",
        bad: "import os\nimport subprocess\nfrom flask import request\n\ndef size():\n    \
              return os.popen(\"du -sh {}\".format(request.args[\"folder\"])).read()\n",
        good: "import os\nimport subprocess\nfrom flask import request\n\ndef size():\n    \
               return subprocess.run([\"du\", \"-sh\", request.args[\"folder\"]], capture_output=True, text=True, \
               check=False).stdout\n",
    },
    Example::Rewrite {
        path: "count.py",
        bad: "import subprocess\nfrom flask import request\n\ndef count():\n    word = request.args[\"word\"]\n    \
              return subprocess.check_output(f\"grep '{word}' shop.log | wc -l\", shell=True)\n",
        good: "import shlex\nimport subprocess\nfrom flask import request\n\ndef count():\n    \
               word = request.args[\"word\"]\n    \
               return subprocess.check_output(f\"grep {shlex.quote(word)} shop.log | wc -l\", shell=True)\n",
    },
    Example::Bad {
        path: "run.py",
        code: "import os\nfrom flask import request\n\ndef run():\n    os.system(f\"{request.args['tool']} --version\")\n",
    },
    Example::Bad {
        path: "app.py",
        code: "import os\nimport sys\n\n\ndef main():\n    os.system(sys.argv[1] + \" --version\")\n",
    },
    Example::Good {
        path: "app.py",
        code: "import os\nimport sys\n\n\ndef main():\n    args = sys.argv[1:]\n    os.system(\"tool \" + \" \".join(args))\n",
    },
    Example::Good {
        path: "app.py",
        code: "import subprocess\nfrom flask import request\n\ndef ping():\n    host = request.args[\"host\"]\n    \
               subprocess.run([\"ping\", \"-c\", \"1\", host], check=True)\n",
    },
    Example::Good {
        path: "known.py",
        code: "import subprocess\nfrom flask import abort, request\n\nHOSTS = [\"alpha\", \"beta\"]\n\ndef ping():\n    \
               host = request.args[\"host\"]\n    if host not in HOSTS:\n        abort(400)\n    \
               subprocess.run(f\"ping -c 1 {host}\", shell=True, check=True)\n",
    },
    Example::Good {
        path: "constant.py",
        code: "import os\n\ndef clear():\n    os.system(\"clear\")\n",
    },
];

fn check(cx: &mut Cx<'_>, hit: &Hit) {
    let Some(draft) = cx.flow(hit, "is run as a command") else { return };
    let proposal = rewrite(cx, hit);
    cx.report(draft.propose(proposal));
}

fn rewrite(cx: &Cx<'_>, hit: &Hit) -> Option<Proposal> {
    let call = cx.call(hit.site.call)?;
    let tainted = cx.tainted(hit);
    let command = TextCall { id: call.id, name: call.name, arg: hit.site.arg };
    let safer = command::safer(cx.file, cx.analysis, command, &tainted)?;
    Some(Proposal {
        title: safer.title.to_owned(),
        tier: safer.tier,
        edits: safer.edits,
        check: safer.check.map(str::to_owned),
    })
}
