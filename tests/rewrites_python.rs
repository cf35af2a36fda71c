//! Rewrites put to the proof by Python itself: edited files compile; a query and a command give the same for harmless
//! input before and after, and nothing for hostile input after. Needs `python3` on the path.

mod support;

use std::io::Write as _;
use std::process::{Command, Stdio};

use hognose::finding::Tier;
use hognose::rules::{self, Example};
use support::scan_text;

/// Runs a script with `input` on its standard input; what it prints.
fn python(script: &str, input: &serde_json::Value) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = Command::new("python3")
        .args(["-I", "-W", "error", "-c", script])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("python3 is installed");
    child.stdin.take().expect("a pipe").write_all(input.to_string().as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn every_example_compiles() {
    let mut texts = Vec::new();
    for rule in rules::all() {
        for example in rule.meta.examples {
            let (path, all) = match example {
                Example::Rewrite { path, bad, good } => (path, vec![*bad, *good]),
                Example::Bad { path, code } | Example::Good { path, code } => (path, vec![*code]),
            };
            // Rules about dependencies look at other files too.
            if path.ends_with(".py") {
                texts.extend(all.into_iter().map(|code| (rule.meta.id, code)));
            }
        }
    }
    let script = r#"
import json, sys
for rule, text in json.load(sys.stdin):
    try:
        compile(text, rule, "exec")
    except SyntaxError as error:
        print(rule, error, text, sep="\n")
"#;
    assert!(!texts.is_empty());
    assert_eq!(python(script, &serde_json::json!(texts)), "");
}

/// Before and after of a text whose one finding has a rewrite of that tier.
fn rewritten(rule: &str, text: &str, tier: Tier) -> String {
    let review = scan_text("app.py", text, Some(rule));
    let [finding] = &review.findings[..] else { panic!("{} findings in\n{text}", review.findings.len()) };
    let rewrite = finding.rewrite.as_ref().unwrap_or_else(|| panic!("no rewrite of\n{text}"));
    assert_eq!(rewrite.tier, tier, "of\n{text}");
    assert_eq!(rewrite.check.is_some(), tier == Tier::Review, "only a review has something to check");
    rewrite.edits.apply(text).expect("proven edits apply")
}

/// `request.args` without Flask.
const STAND_IN: &str = r#"
import json, sqlite3, sys, types
flask = types.ModuleType("flask")
flask.request = types.SimpleNamespace(args={})
sys.modules["flask"] = flask

def run(text, value):
    flask.request.args = {"q": value}
    space = {}
    exec(compile(text, "app.py", "exec"), space)
    return space["find"]()
"#;

#[test]
fn queries_give_the_same_and_let_nothing_in() {
    // Query expression, harmless value, hostile value.
    let cases = [
        (r#"f"SELECT id FROM t WHERE name = '{q}'""#, "ann", "x' OR '1'='1"),
        (r#"f"SELECT id FROM t WHERE age = {q}""#, "30", "0 OR 1=1"),
        (r#"f"SELECT id FROM t WHERE name LIKE '%{q}%' ORDER BY id""#, "nn", "zz' OR 1=1 --"),
        (r#"f"SELECT id FROM t WHERE name = 'user_{q}'""#, "7", "x' OR '1'='1"),
        (r#"f"SELECT id, '{{}}' FROM t WHERE name = '{q}'""#, "ann", "x' OR '1'='1"),
        (r#"rf"SELECT id, '\d' FROM t WHERE name = '{q}'""#, "ann", "x' OR '1'='1"),
        (r#""SELECT id FROM t WHERE name = '%s'" % q"#, "ann", "x' OR '1'='1"),
        (r#""SELECT id FROM t WHERE name LIKE '%%n' AND name = '%s'" % (q,)"#, "ann", "x' OR '1'='1"),
        (r#""SELECT id FROM t WHERE name = '%(q)s' OR name = '%(q)s'" % {"q": q}"#, "ann", "x' OR '1'='1"),
        (r#""SELECT id FROM t WHERE name = '{}' AND '{{}}' = '{{}}'".format(q)"#, "ann", "x' OR '1'='1"),
        (r#""SELECT id FROM t WHERE name = '{who}'".format(who=q)"#, "ann", "x' OR '1'='1"),
        (r#""SELECT id FROM t WHERE name = '" + q + "'""#, "ann", "x' OR '1'='1"),
        (r#""SELECT id FROM t WHERE name = '" + q + "' AND age > 0 ORDER BY id""#, "ann", "x' OR '1'='1"),
        (r#"'SELECT id FROM t WHERE name = "ann" AND age = ' + q"#, "30", "0 OR 1=1"),
        (r#""SELECT id FROM t WHERE name = '" + q + '\' AND age > 0'"#, "ann", "x' OR '1'='1' --"),
        (
            "(\n        \"SELECT id FROM t \"\n        f\"WHERE name = '{q}' \"  # who\n        \"AND age > 0\"\n    )",
            "ann",
            "x' OR '1'='1",
        ),
        (
            "f\"\"\"\n        SELECT id FROM t\n        WHERE name = '{q}'\n        AND age BETWEEN 0 AND 99\n    \"\"\"",
            "ann",
            "x' OR '1'='1",
        ),
        ("\"SELECT id FROM t WHERE name = '\" + q + \\\n        \"' AND age > 0\"", "ann", "x' OR '1'='1"),
        (r#"f"SELECT id FROM t WHERE age BETWEEN {q} AND {q}""#, "30", "0 AND 99 OR 1"),
        (r#"f"SELECT id FROM {TABLE} WHERE name = '{q}'""#, "ann", "x' OR '1'='1"),
        (r#"f"SELECT id FROM t WHERE name = '{q}' AND age = ?", (30,)"#, "ann", "x' OR '1'='1' OR '"),
        (r#"f"SELECT id FROM t WHERE age = ? AND name = '{q}'", [30]"#, "ann", "x' OR '1'='1"),
        (r#"f"SELECT id FROM t WHERE name = '{request.args['q']}'""#, "ann", "x' OR '1'='1"),
    ];
    let mut work = Vec::new();
    for (query, harmless, hostile) in cases {
        for variable in [false, true] {
            if variable && (query.contains(", (") || query.contains(", [")) {
                continue;
            }
            let run = if variable {
                format!("query = {query}\n    return cursor.execute(query).fetchall()")
            } else {
                format!("return cursor.execute({query}).fetchall()")
            };
            let before = format!(
                "import sqlite3\n\nfrom flask import request\n\nTABLE = \"t\"\n\n\ndef find():\n    \
                 q = request.args[\"q\"]\n    cursor = sqlite3.connect(\"shop.db\").cursor()\n    {run}\n"
            );
            let after = rewritten("sql-injection", &before, Tier::Safe);
            assert!(after.contains('?'), "{after}");
            work.push((before, after, harmless, hostile));
        }
    }
    let script = format!(
        r#"{STAND_IN}
with sqlite3.connect("shop.db") as connection:
    connection.execute("CREATE TABLE t (id INTEGER, name TEXT, age INTEGER)")
    connection.executemany("INSERT INTO t VALUES (?, ?, ?)", [(1, "ann", 30), (2, "bob", 40), (3, "user_7", 50)])
for before, after, harmless, hostile in json.load(sys.stdin):
    try:
        expected, got = run(before, harmless), run(after, harmless)
        assert expected and expected == got, (expected, got)
        assert run(before, hostile), "the hostile value does nothing before"
        assert not run(after, hostile), "the hostile value still works"
    except Exception as error:
        print(repr(error), after, sep="\n")
"#
    )
    .replace("-W error", "");
    assert_eq!(python(&script, &serde_json::json!(work)), "");
}

#[test]
fn commands_give_the_same_and_run_nothing_else() {
    let cases = [
        (r#"subprocess.check_output(f"printf %s {q}", shell=True, text=True)"#, Tier::Safe),
        (r#"subprocess.check_output("printf %s " + q, text=True, shell=True)"#, Tier::Safe),
        (r#"subprocess.check_output("printf '%%s|' 'a b' '%s'" % q, shell=True, text=True)"#, Tier::Safe),
        (r#"subprocess.check_output("printf %s pre/{}.bin".format(q), shell=True, text=True)"#, Tier::Safe),
        (r#"subprocess.check_output(f'printf %s "x {q}"', shell=True, text=True)"#, Tier::Safe),
        (r#"subprocess.check_output(f"printf %s {q} | cat", shell=True, text=True)"#, Tier::Review),
        (r#"subprocess.check_output(f"printf %s '{q}' | cat", shell=True, text=True)"#, Tier::Review),
        (
            r#"subprocess.run(f"printf %s {q}", shell=True, capture_output=True, text=True, check=True).stdout"#,
            Tier::Safe,
        ),
        (r#"subprocess.check_output(["sh", "-c", f"printf %s {q}"], text=True)"#, Tier::Review),
        (r#"os.popen(f"printf %s {q}").read()"#, Tier::Review),
        (r#"subprocess.getoutput(f"printf %s {q}")"#, Tier::Review),
        (r#"os.system(f"test {q} = harmless")"#, Tier::Review),
    ];
    let mut work = Vec::new();
    for (call, tier) in cases {
        let before = format!(
            "import os\nimport subprocess\n\nfrom flask import request\n\n\ndef find():\n    \
             q = request.args[\"q\"]\n    return {call}\n"
        );
        work.push((before.clone(), rewritten("command-injection", &before, tier)));
    }
    let script = format!(
        r#"{STAND_IN}
import os
for before, after in json.load(sys.stdin):
    try:
        expected, got = run(before, "harmless"), run(after, "harmless")
        assert expected == got, (expected, got)
        for hostile in ["x; touch hacked #", "x' ; touch hacked; '", "x\" ; touch hacked; \"", "$(touch hacked)"]:
            try:
                run(after, hostile)
            except Exception as error:
                print(repr(error), after, sep="\n")
            assert not os.path.exists("hacked"), hostile
    except Exception as error:
        print(repr(error), after, sep="\n")
"#
    );
    assert_eq!(python(&script, &serde_json::json!(work)), "");
}

#[test]
fn what_cannot_be_bound_stays_advice() {
    for query in [
        r#"f"SELECT id FROM {q}""#,
        r#"f"SELECT id FROM report_{q}""#,
        r#"f"SELECT id FROM t ORDER BY {q}""#,
        r#"f"SELECT id FROM t WHERE {q}""#,
        r#"f"SELECT id FROM t WHERE id IN ({q})""#,
        r#"f"SELECT {q} FROM t WHERE name = '{q}'""#,
        r#"f"PRAGMA table_info('{q}')""#,
        r#"f"CREATE TABLE {q} (id)""#,
        r#"f"SELECT id FROM t WHERE \"{q}\" = 1""#,
        r#"f"SELECT id FROM t -- {q}""#,
        r#"f"SELECT date('now', '+' || INTERVAL '{q} days')""#,
        r#"f"SELECT id FROM t WHERE name = '{q}'; DELETE FROM t""#,
        r#"f"SELECT id FROM t WHERE name = '{q}'", values"#,
        r#"f"SELECT id FROM t WHERE name = ? AND name = '{q}'""#,
        r#"f"SELECT id FROM t WHERE name = '{q}'", *values"#,
    ] {
        let text = format!(
            "import sqlite3\nfrom flask import request\n\ndef find(values):\n    q = request.args[\"q\"]\n    \
             return sqlite3.connect(\"shop.db\").execute({query}).fetchall()\n"
        );
        let review = scan_text("app.py", &text, Some("sql-injection"));
        assert_eq!(review.findings.len(), 1, "{text}");
        assert!(review.findings[0].rewrite.is_none(), "{text}\n{:?}", review.findings[0].rewrite);
    }
    for body in [
        "query = f\"SELECT id FROM t WHERE name = '{q}'\"\n    print(query)\n    return c.execute(query)",
        "query = f\"SELECT id FROM t WHERE name = '{q}'\"\n    q = 'b'\n    return c.execute(query), q",
        "query = \"SELECT id FROM t\"\n    if q:\n        query += f\" WHERE name = '{q}'\"\n    return c.execute(query)",
        "return c.executescript(f\"SELECT id FROM t WHERE name = '{q}'\")",
        "return other.execute(f\"SELECT id FROM t WHERE name = '{q}'\")",
    ] {
        let text = format!(
            "import sqlite3\nfrom flask import request\nfrom shop import other\n\ndef find():\n    \
             q = request.args[\"q\"]\n    c = sqlite3.connect(\"shop.db\")\n    {body}\n"
        );
        let review = scan_text("app.py", &text, Some("sql-injection"));
        assert_eq!(review.findings.len(), 1, "{text}");
        assert!(review.findings[0].rewrite.is_none(), "{text}\n{:?}", review.findings[0].rewrite);
    }
    for call in [
        r#"subprocess.run(f"{q} -v", shell=True)"#,
        r#"subprocess.run(q, shell=True)"#,
        r#"subprocess.run("ls " + extra_flags, shell=True)"#,
        r#"subprocess.run(f"ls {q}", shell=True, executable="/bin/zsh")"#,
        r#"subprocess.run(f"ls {q}", **options)"#,
    ] {
        let text = format!(
            "import subprocess\nfrom flask import request\n\ndef find(options):\n    q = request.args[\"q\"]\n    \
             extra_flags = request.args[\"flags\"]\n    return {call}\n"
        );
        let review = scan_text("app.py", &text, Some("command-injection"));
        assert!(review.findings.iter().all(|finding| finding.rewrite.is_none()), "{text}");
    }
}

#[test]
fn each_driver_has_its_own_placeholders() {
    let rewrite = |imports: &str, call: &str| {
        let text = format!(
            "{imports}from flask import request\n\n\nasync def find(c):\n    q = request.args[\"q\"]\n    {call}\n"
        );
        let review = scan_text("app.py", &text, Some("sql-injection"));
        assert_eq!(review.findings.len(), 1, "{text}");
        let Some(rewrite) = &review.findings[0].rewrite else { panic!("no rewrite of\n{text}") };
        let after = rewrite.edits.apply(&text).expect("applies");
        format!("{} {}", rewrite.tier.word(), after.lines().last().unwrap_or_default().trim())
    };
    let text = "f\"SELECT 1 FROM t WHERE a = '{q}' AND b LIKE '%x'\"";
    assert_eq!(
        rewrite("import psycopg\n", &format!("psycopg.connect().cursor().execute({text})")),
        "safe psycopg.connect().cursor().execute(\"SELECT 1 FROM t WHERE a = %s AND b LIKE '%%x'\", (q,))"
    );
    assert_eq!(
        rewrite("import asyncpg\n", &format!("await (await asyncpg.connect()).fetch({text}, timeout=3)")),
        "safe await (await asyncpg.connect()).fetch(\"SELECT 1 FROM t WHERE a = $1 AND b LIKE '%x'\", q, timeout=3)"
    );
    assert_eq!(
        rewrite(
            "import asyncpg\n",
            "await (await asyncpg.connect()).fetch(f\"SELECT 1 FROM t WHERE b = $1 AND a = {q}\", 3)"
        ),
        "review await (await asyncpg.connect()).fetch(\"SELECT 1 FROM t WHERE b = $1 AND a = $2\", 3, q)"
    );
    assert_eq!(
        rewrite("import oracledb\n", &format!("oracledb.connect().cursor().execute({text})")),
        "safe oracledb.connect().cursor().execute(\"SELECT 1 FROM t WHERE a = :1 AND b LIKE '%x'\", [q])"
    );
    assert_eq!(
        rewrite("from sqlalchemy import text\n", &format!("c.execute(text({text}))")),
        "safe c.execute(text(\"SELECT 1 FROM t WHERE a = :q AND b LIKE '%x'\"), {\"q\": q})"
    );
    assert_eq!(
        rewrite("from sqlalchemy import text\n", &format!("return text({text})")),
        "safe return text(\"SELECT 1 FROM t WHERE a = :q AND b LIKE '%x'\").bindparams(q=q)"
    );
    assert_eq!(
        rewrite("from django.db import connection\n", &format!("connection.cursor().execute({text})")),
        "safe connection.cursor().execute(\"SELECT 1 FROM t WHERE a = %s AND b LIKE '%%x'\", [q])"
    );
    let django = "from django.db import models\nclass Shop(models.Model):\n    pass\n";
    assert_eq!(
        rewrite(django, "return Shop.objects.raw(f\"SELECT id FROM shop WHERE city = '{q}'\")"),
        "safe return Shop.objects.raw(\"SELECT id FROM shop WHERE city = %s\", [q])"
    );
    assert_eq!(
        rewrite(django, "return Shop.objects.extra(where=[f\"city = '{q}'\"])"),
        "safe return Shop.objects.extra(where=[\"city = %s\"], params=[q])"
    );
    assert_eq!(
        rewrite("import pymysql\n", "pymysql.connect().cursor().execute(f\"SELECT 1 FROM t LIMIT {q}\")"),
        "review pymysql.connect().cursor().execute(\"SELECT 1 FROM t LIMIT %s\", (q,))"
    );
}

/// A body of `find`, before and after; `c` is a sqlite3 connection, `q` outside data.
fn body(newline: &str, body: &str) -> String {
    let text = format!(
        "import sqlite3\nfrom flask import request\n\ndef find(d, f):\n    q = request.args[\"q\"]\n    \
         c = sqlite3.connect(\"shop.db\")\n    {body}"
    );
    let text = text.replace('\n', newline);
    let review = scan_text("app.py", &text, Some("sql-injection"));
    let Some(rewrite) = review.findings.first().and_then(|finding| finding.rewrite.as_ref()) else {
        return "advice".to_owned();
    };
    let after = rewrite.edits.apply(&text).expect("applies");
    let start = after.find("shop.db\")").map_or(0, |at| at + 9 + newline.len() + 4);
    after[start..].to_owned()
}

#[test]
fn layout_and_position_stay() {
    let lf = |text: &str| body("\n", text);
    // Line endings, no newline at the end, characters beyond ASCII, tabs.
    assert_eq!(
        body(
            "\r\n",
            "return c.execute(\n\t\tf\"SELECT '\u{e9}' FROM t WHERE a = '{q}'\",  # \u{1f600}\n    )"
        ),
        "return c.execute(\r\n\t\t\"SELECT '\u{e9}' FROM t WHERE a = ?\",\r\n\t\t(q,),  # \u{1f600}\r\n    )"
    );
    // Where the call stands.
    let positions = [
        ("x = [c.execute(Q) for _ in d]\n", true),
        ("x = lambda: c.execute(Q)\n", true),
        ("if (x := c.execute(Q)):\n        pass\n", true),
        ("print(f(c.execute(Q)), 1)\n", true),
        ("with f(c.execute(Q)) as x:\n        pass\n", true),
        ("return (c.execute((Q)))\n", true),
        ("c.execute(sql=Q)\n", false),
        ("c.execute(Q, **d)\n", false),
    ];
    for (position, rewritten) in positions {
        let before = position.replace('Q', "f\"SELECT 1 FROM t WHERE a = '{q}'\"");
        let parens = position.contains("((Q))");
        let query = "\"SELECT 1 FROM t WHERE a = ?\"";
        let after = if parens {
            position.replace("(Q)", &format!("({query}), (q,)"))
        } else {
            position.replace('Q', &format!("{query}, (q,)"))
        };
        assert_eq!(lf(&before), if rewritten { after.as_str() } else { "advice" }, "of {before}");
    }
    // What stands in the quotes with the value, and what it is.
    let values = [
        ("f\"SELECT 1 FROM t WHERE a = '{q!r}'\"", "\"SELECT 1 FROM t WHERE a = ?\", (f\"{q!r}\",)"),
        ("f\"SELECT 1 FROM t WHERE a = '{d['k'] + q}'\"", "\"SELECT 1 FROM t WHERE a = ?\", (d['k'] + q,)"),
        ("f\"SELECT 1 FROM t WHERE a = 'O''{q}'\"", "\"SELECT 1 FROM t WHERE a = ?\", (f\"O'{q}\",)"),
        ("f'SELECT 1 FROM t WHERE a = {str(q)}'", "'SELECT 1 FROM t WHERE a = ?', (q,)"),
        ("f\"INSERT INTO t (a, b) VALUES ('{q}', {d})\"", "f\"INSERT INTO t (a, b) VALUES (?, {d})\", (q,)"),
        (
            "f\"UPDATE t SET a = '{q}', b = '{q}' WHERE c = 1\"",
            "\"UPDATE t SET a = ?, b = ? WHERE c = 1\", (q, q)",
        ),
    ];
    for (before, after) in values {
        let got = lf(&format!("return c.execute({before})\n"));
        // An unknown parameter may be bound as well; what must hold is that the outside value is.
        if before.contains("{d})") {
            assert!(got.contains("VALUES (?, "), "{got}");
            continue;
        }
        assert_eq!(got, format!("return c.execute({after})\n"));
    }
}

#[test]
fn two_on_one_line_and_marks() {
    let text = "import sqlite3\nfrom flask import request\n\ndef find(c: sqlite3.Connection):\n    \
                q = request.args[\"q\"]\n    \
                return c.execute(f\"SELECT 1 FROM t WHERE a = '{q}'\"), c.execute(f\"SELECT 2 FROM t WHERE a = '{q}'\")\n";
    let review = scan_text("app.py", text, Some("sql-injection"));
    let rewrites: Vec<_> = review.findings.iter().filter_map(|finding| finding.rewrite.as_ref()).collect();
    assert_eq!((review.findings.len(), rewrites.len()), (2, 2));
    let both =
        rewrites[0].edits.merge(&rewrites[1].edits).expect("each stands alone").apply(text).expect("applies");
    assert_eq!(both.matches("WHERE a = ?\", (q,))").count(), 2, "{both}");
    let marked = text.replace("'{q}'\")\n", "'{q}'\")  # nosec B608\n");
    assert!(scan_text("app.py", &marked, Some("sql-injection")).findings.is_empty());
}

#[test]
fn commands_as_they_are_written() {
    let rewrite = |call: &str| {
        let text = format!(
            "import asyncio\nimport os\nimport shlex\nimport subprocess\nfrom flask import request\n\n\
             async def find(d, n: int):\n    q = request.args[\"q\"]\n    {call}\n"
        );
        let review = scan_text("app.py", &text, Some("command-injection"));
        assert_eq!(review.findings.len(), 1, "{text}");
        match &review.findings[0].rewrite {
            Some(rewrite) => {
                let after = rewrite.edits.apply(&text).expect("applies");
                format!("{} {}", rewrite.tier.word(), after.lines().last().unwrap_or_default().trim())
            }
            None => "advice".to_owned(),
        }
    };
    let cases = [
        ("os.system('rm ' + q)", "review subprocess.run(['rm', q], check=False)"),
        ("rc = os.system(f'rm {q}')", "review rc = subprocess.run(['rm', q], check=False).returncode"),
        (
            "subprocess.Popen(f\"a 'x y' {q}\", shell=True, cwd='/')",
            "safe subprocess.Popen([\"a\", \"x y\", q], cwd='/')",
        ),
        ("subprocess.run(f\"a -n {n} {q}\", shell=True)", "safe subprocess.run([\"a\", \"-n\", str(n), q])"),
        (
            "subprocess.run(f\"a {shlex.quote(d)} {q}\", shell=True)",
            "review subprocess.run([\"a\", str(d), q])",
        ),
        ("subprocess.run(args=f'a {q}', shell=True)", "safe subprocess.run(args=['a', q])"),
        (
            "subprocess.call('cd /srv && ls ' + q, shell=True)",
            "review subprocess.call('cd /srv && ls ' + shlex.quote(q), shell=True)",
        ),
        (
            "subprocess.call(f'ls {q}*', shell=True)",
            "review subprocess.call(f'ls {shlex.quote(q)}*', shell=True)",
        ),
        (
            "subprocess.call(f'X=1 ls {q}', shell=True)",
            "review subprocess.call(f'X=1 ls {shlex.quote(q)}', shell=True)",
        ),
        ("subprocess.call(f'echo \"a b {q}\" > x', shell=True)", "advice"),
        ("subprocess.call(f'{q} > x', shell=True)", "advice"),
        (
            "await asyncio.create_subprocess_shell(f'a {q}', stdout=d)",
            "safe await asyncio.create_subprocess_exec('a', q, stdout=d)",
        ),
    ];
    for (before, after) in cases {
        assert_eq!(rewrite(before), after, "of {before}");
    }
}
