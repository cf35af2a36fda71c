"""More checks: what rules something out, and what only looks as if it did."""
import datetime
import decimal
import html
import os
import re
import shlex
import sqlite3
import uuid
from pathlib import Path
from urllib.parse import quote_plus, urlparse, urlsplit

import requests
from flask import abort, redirect, request
from markupsafe import Markup, escape
from werkzeug.utils import secure_filename

ALLOWED = ["a", "b"]
TABLE = {"a": "ls", "b": "who"}
HOSTS = {"a.example", "b.example"}
BASE = "/srv/files"
ROOT = Path("/srv/files").resolve()


def equality():
    a, b, c, d = request.args["a"], request.args["b"], request.args["c"], request.args["d"]
    if a == "x":
        # clean
        os.system(a)
    else:
        # hit
        os.system(a)
    if b != "x":
        # hit
        os.system(b)
        return
    # clean
    os.system(b)
    if not c == "x":
        abort(400)
    # clean
    os.system(c)
    if d == request.args["e"]:
        # hit
        os.system(d)
    if "x" == d:
        # clean
        os.system(d)


def membership():
    a, b, c, d = request.args["a"], request.args["b"], request.args["c"], request.args["d"]
    if a in TABLE:
        # clean
        os.system(a)
    if b in TABLE.keys():
        # clean
        os.system(b)
    if c in ["x", "y"]:
        # clean
        os.system(c)
    else:
        # hit
        os.system(c)
    if c not in [d]:
        return
    # hit
    os.system(c)


def denied():
    a = request.args["a"]
    if a in ("rm", "dd"):
        abort(400)
    # hit
    os.system(a)
    if ";" in a:
        abort(400)
    # hit
    os.system(a)


def elements():
    names = request.args.getlist("n")
    if not all(name in ALLOWED for name in names):
        abort(400)
    # clean
    os.system(" ".join(names))


def some_elements():
    names = request.args.getlist("n")
    if not any(name in ALLOWED for name in names):
        abort(400)
    # hit
    os.system(" ".join(names))


def subsets():
    names = request.args.getlist("n")
    if not set(names) <= set(ALLOWED):
        abort(400)
    # clean
    os.system(" ".join(names))


def subsets_by_method():
    names = request.args.getlist("n")
    if not set(names).issubset(ALLOWED):
        abort(400)
    # clean
    os.system(" ".join(names))


def subsets_the_wrong_way():
    names = request.args.getlist("n")
    if not set(ALLOWED).issubset(names):
        abort(400)
    # hit
    os.system(" ".join(names))


def types():
    a, b, c = request.json["a"], request.json["b"], request.json["c"]
    if not isinstance(a, int):
        abort(400)
    # clean
    os.system(f"ls {a}")
    if not isinstance(b, str):
        abort(400)
    # hit
    os.system(f"ls {b}")
    if isinstance(c, (int, float)):
        # clean
        os.system(f"ls {c}")
    else:
        # hit
        os.system(f"ls {c}")


def conversions():
    bad = request.args["x"]
    # clean
    os.system(f"ls {int(bad)}")
    # clean
    os.system(f"ls {float(bad)}")
    # clean
    os.system(f"ls {uuid.UUID(bad)}")
    # clean
    os.system(f"ls {decimal.Decimal(bad)}")
    # clean
    os.system(f"ls {datetime.datetime.strptime(bad, '%Y')}")
    # clean
    os.system(f"ls {datetime.date.fromisoformat(bad)}")
    # clean
    os.system(f"ls {bool(bad)}")
    # hit
    os.system(f"ls {str(bad)}")
    number = int(bad)
    # clean
    os.system("ls " + str(number + 1))


def words():
    a, b, c = request.args["a"], request.args["b"], request.args["c"]
    if a.isalnum():
        # clean
        os.system(a)
    if not b.isidentifier():
        abort(400)
    # clean
    os.system(b)
    if not c.isprintable():
        abort(400)
    # hit
    os.system(c)
    if c.replace("_", "").isalnum():
        # clean
        os.system(c)


def patterns():
    a, b, c, d = request.args["a"], request.args["b"], request.args["c"], request.args["d"]
    if re.match(r"^[a-z]+$", a):
        # clean
        os.system(a)
    if re.match(r"[a-z]+", b):
        # hit
        os.system(b)
    if re.search(r"^[a-z]+$", b):
        # clean
        os.system(b)
    if re.search(r"[a-z]+", c):
        # hit
        os.system(c)
    if re.fullmatch(r"[a-z; ]+", d):
        # hit
        os.system(d)
    if re.fullmatch(r"[a-z]+|[0-9]+", d) is not None:
        # clean
        os.system(d)
    if re.match(r"^[a-z]+|[0-9]+$", c):
        # hit
        os.system(c)


def pattern_refused():
    a, b = request.args["a"], request.args["b"]
    if re.fullmatch(r"[a-z]+", a) is None:
        abort(400)
    # clean
    os.system(a)
    if re.search(r"[^a-z]", b):
        abort(400)
    # clean
    os.system(b)


def pattern_groups():
    a, b = request.args["a"], request.args["b"]
    found = re.match(r"id=([0-9]+)", a)
    if found:
        os.system(found.group(1))
    found = re.match(r"id=(.+)", b)
    if found:
        # hit
        os.system(found.group(1))


def lengths():
    a = request.args["a"]
    if len(a) != 3:
        abort(400)
    # hit
    os.system(a)


def folder_before():
    path = os.path.join(BASE, request.args["p"])
    if not path.startswith(BASE + os.sep):
        abort(404)
    # hit
    open(path)


def folder_after():
    path = os.path.realpath(os.path.join(BASE, request.args["p"]))
    if not path.startswith(BASE + os.sep):
        abort(404)
    # clean
    open(path)


def folder_without_separator():
    path = os.path.realpath(os.path.join(BASE, request.args["p"]))
    if not path.startswith(BASE):
        abort(404)
    # hit
    open(path)


def folder_by_common_path():
    path = os.path.realpath(os.path.join(BASE, request.args["p"]))
    if os.path.commonpath([BASE, path]) != BASE:
        abort(404)
    # clean
    open(path)


def folder_by_common_prefix():
    path = os.path.realpath(os.path.join(BASE, request.args["p"]))
    if os.path.commonprefix([BASE, path]) != BASE:
        abort(404)
    # hit
    open(path)


def folder_parents():
    path = (ROOT / request.args["p"]).resolve()
    if ROOT not in path.parents:
        abort(404)
    # clean
    open(path)


def folder_relative():
    path = (ROOT / request.args["p"]).resolve()
    try:
        path.relative_to(ROOT)
    except ValueError:
        abort(404)
    # clean
    open(path)


def folder_relative_before():
    path = ROOT / request.args["p"]
    try:
        path.relative_to(ROOT)
    except ValueError:
        abort(404)
    # hit
    open(path)


def dots():
    name = request.args["p"]
    if ".." in name:
        abort(404)
    # hit
    open(os.path.join(BASE, name))


def names_only():
    name = request.args["p"]
    # clean
    open(os.path.join(BASE, secure_filename(name)))
    # clean
    open(os.path.join(BASE, os.path.basename(name)))
    # clean
    open(os.path.join(BASE, Path(name).name))
    # hit
    open(os.path.join(BASE, name))


def hosts():
    a, b, c = request.args["a"], request.args["b"], request.args["c"]
    parsed = urlparse(a)
    if parsed.hostname not in HOSTS:
        abort(400)
    # clean
    requests.get(a, timeout=3)
    if urlparse(b).scheme not in ("http", "https"):
        abort(400)
    # hit
    requests.get(b, timeout=3)
    if urlsplit(c).netloc != "a.example":
        abort(400)
    # clean
    redirect(c)


def hosts_by_end():
    a, b = request.args["a"], request.args["b"]
    if not urlparse(a).hostname.endswith(".a.example"):
        abort(400)
    # clean
    requests.get(a, timeout=3)
    if not urlparse(b).hostname.endswith("a.example"):
        abort(400)
    # hit
    requests.get(b, timeout=3)


def hosts_in_text():
    a, b = request.args["a"], request.args["b"]
    if "a.example" not in a:
        abort(400)
    # hit
    requests.get(a, timeout=3)
    if not b.endswith("a.example"):
        abort(400)
    # hit
    requests.get(b, timeout=3)


def quoting():
    bad = request.args["x"]
    cursor = sqlite3.connect("x").cursor()
    # clean
    os.system("ls " + shlex.quote(bad))
    # hit
    os.system("ls " + str(escape(bad)))
    # clean
    Markup("<b>" + escape(bad))
    # hit
    Markup("<b>" + shlex.quote(bad))
    # hit
    cursor.execute("select '" + html.escape(bad) + "'")
    # hit
    cursor.execute("select " + shlex.quote(bad))
    # clean
    cursor.execute("select ?", (bad,))
    # clean
    requests.get("https://a.example/?q=" + quote_plus(bad), timeout=3)


def require(value):
    if value not in ALLOWED:
        raise ValueError(value)


def require_or_say(value):
    if value not in ALLOWED:
        print(value)


def require_word(value):
    if not value.isalnum():
        abort(400)
    return value


def require_short(value):
    if len(value) > 4:
        raise ValueError(value)
    return value


def raising():
    a, b, c = request.args["a"], request.args["b"], request.args["c"]
    require(a)
    # clean
    os.system(a)
    require_or_say(b)
    # hit
    os.system(b)
    # clean
    os.system(require_word(c))
    # hit
    os.system(require_short(b))


def is_known(value):
    for known in ALLOWED:
        if value == known:
            return True
    return False


def is_long(value):
    if len(value) > 4:
        return True
    return False


def is_known_or_short(value):
    return value in ALLOWED or len(value) < 4


def is_known_and_short(value):
    return value in ALLOWED and len(value) < 4


def is_bad(value):
    return value not in ALLOWED


def answers():
    a, b, c, d, e = (request.args[key] for key in "abcde")
    if not is_known(a):
        abort(400)
    os.system(a)


def more_answers():
    b, c, d, e = request.args["b"], request.args["c"], request.args["d"], request.args["e"]
    if is_long(b):
        # hit
        os.system(b)
    if is_known_or_short(c):
        # hit
        os.system(c)
    if is_known_and_short(d):
        # clean
        os.system(d)
    if is_bad(e):
        abort(400)
    # clean
    os.system(e)


class Checker:
    allowed = {"a", "b"}

    def check(self, value):
        if value not in self.allowed:
            raise ValueError(value)

    def fine(self, value):
        return value in self.allowed

    def use(self):
        a, b, c = request.args["a"], request.args["b"], request.args["c"]
        self.check(a)
        # clean
        os.system(a)
        if not self.fine(b):
            return
        # clean
        os.system(b)
        if self.fine(c):
            pass
        # hit
        os.system(c)
