#!/usr/bin/env python3
"""Asks the reference readers what they make of requirements, and writes it to reference.json beside this file.

    python3 -m venv /tmp/reference && /tmp/reference/bin/pip install packaging==26.4 pip==25.3
    /tmp/reference/bin/python tests/reference/make.py

`packaging` reads single requirements and versions, pip's own parser whole requirements files. The cases are made from a
fixed seed and by hand; the same versions of both give the same file. Nothing is installed and nothing is fetched.
"""

import json
import pathlib
import random
import re
import tempfile

import packaging
import pip
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version
from pip._internal.network.session import PipSession
from pip._internal.req.req_file import parse_requirements

HERE = pathlib.Path(__file__).parent
RNG = random.Random(20261128)

NAMES = ["a", "Django", "zope.interface", "ruamel_yaml", "A--b", "x1", "-a", "a-", "_a", "a b", "é", "python-dateutil"]
EXTRAS = ["", "", "", "[x]", "[x,y]", " [ x , y ] ", "[]", "[x", "[x,]", "[-]"]
SPECIFIERS = [
    "", "", "==1.0", "== 1.0", ">=1,<2", ">= 1 , < 2", "~=1.4.2", "!=1.5", "===weird", "==1.*", "(>=1)", "( ==1.0 )", "==",
    ">=x", "1.0", "=1.0", ">=1,,<2", ">=1,", "==1.0+local", ">=1.0+local", "==1!2.0", "~=1", "<2.0rc1", "==1.0.dev1", "=>1",
    "== 1.0 2.0", "!=1.*", "<=1.*", "== v1.0", "==1.0-1", "^1.0", "~1.0", ">1;", "==1.0.*", "===1.0.*",
]
URLS = [" @ https://h/x-1.0.zip", "@https://h/x.zip", " @ git+https://h/x@v1", " @ ", " @ file:///x", " @ https://h/x ; os_name=='nt'"]
MARKERS = [
    "", "", "", "; python_version < '3.8'", " ; sys_platform == \"win32\" and extra == 'a'", "; (os_name == 'nt')", ";",
    "; python_version", "; python_version <", "; nonsense == '1'", "; 'linux' in sys_platform", "; os_name not in 'a b'",
    "; os_name == 'a' or", "; (os_name == 'a'", "; python_full_version>='3.8.1'", "; platform_machine != 'arm64' # c",
    "; os_name === 'a'", "; python_version ~= '3.8'", ";python_version>'3'", "; implementation_name == 'cpython'",
]
VERSIONS = [
    "1.0", "1", "1.0.0", "0.9", "1.0rc1", "1.0a1", "1.0.dev1", "1.0.post1", "1.0+local", "1.0+local.2", "1!1.0", "2.0", "v1.0",
    "1.0-1", "1.0.0.0.1", "2024.1", "1.0a1.dev2", "1.0.post1.dev3", "01.0", "1_0", "1.0-rc.1", "final", "1..0", "", "1.0+a_b",
]


def requirement(text):
    try:
        one = Requirement(text)
    except InvalidRequirement:
        return {"text": text, "valid": False}
    return {
        "text": text,
        "valid": True,
        "name": one.name,
        "normalised": canonicalize_name(one.name),
        "extras": sorted(one.extras),
        "specifier": sorted(str(each) for each in one.specifier),
        "url": one.url,
        "marker": one.marker is not None,
    }


def requirements():
    texts = set()
    for name in NAMES:
        texts.add(name)
    for _ in range(700):
        tail = RNG.choice(URLS) if RNG.random() < 0.15 else RNG.choice(SPECIFIERS)
        texts.add(RNG.choice(NAMES[:6] * 3 + NAMES) + RNG.choice(EXTRAS) + tail + RNG.choice(MARKERS))
    return [requirement(text) for text in sorted(texts)]


def order():
    """Every pair of versions: -1, 0, 1, or None where one of them is no version."""
    rows = []
    for one in VERSIONS:
        for other in VERSIONS:
            try:
                a, b = Version(one), Version(other)
                rows.append([one, other, (a > b) - (a < b)])
            except InvalidVersion:
                rows.append([one, other, None])
    return rows


def contains():
    """Which versions a requirement allows, pre-releases included."""
    rows = []
    for text in SPECIFIERS:
        text = text.strip("() ")
        try:
            allowed = SpecifierSet(text)
        except InvalidSpecifier:
            continue
        if not text or "===" in text:
            continue
        for version in VERSIONS:
            try:
                Version(version)
            except InvalidVersion:
                continue
            rows.append([text, version, allowed.contains(version, prereleases=True)])
    return rows


FILES = [
    "a==1\nb==2\n",
    "# comment\n\n  a==1  # why\nb # c\n",
    "a==1 \\\n  --hash=sha256:aa \\\n  --hash sha256:bb\nb\n",
    "a==1.\\\n0\n",
    "a \\\n# comment\nb\n",
    "a==1 \\\n\nb\n",
    "# comment \\\na==1\n",
    "a#b\n",
    "git+https://h/x@v1#egg=x\n",
    "-e git+https://h/x.git@v1#egg=x&subdirectory=s\n",
    "--editable=git+https://h/x#egg=x[y]\n",
    "https://h/pay_lib-2.0-py3-none-any.whl\n",
    "https://h/x-1.0.tar.gz#sha256=aa\n",
    "x @ https://h/x.zip\n",
    "--index-url https://i\n--extra-index-url https://e\n--trusted-host t\na\n",
    "-i https://i --extra-index-url=https://e\na\n",
    "--require-hashes\na==1 --hash=sha256:aa\n",
    "--pre\n--no-index\n--find-links ./wheels\na\n",
    "a==1 ; python_version < '3'\n",
    "a==1;python_version<'3' --hash=sha256:aa\n",
    "\ufeffa==1\n",
    "a==1\r\nb==2\r\n",
    "a==1\rb==2\r",
    "a[x,y]>=1,<2\n",
    "a (>=1)\n",
    "A.b_C\n",
    "  a  \n\t b\n",
    "a==1 --config-settings=x=y\n",
    "--no-binary :all:\n--only-binary=a\na\n",
    "a==1 # --hash=sha256:aa\n",
    "a==${V}\n",
    "a @ https://${USER}@h/a.zip\n",
]


def one_file(text):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "requirements.txt")
        path.write_bytes(text.encode())

        options = type("Options", (), {"require_hashes": False, "features_enabled": [], "isolated_mode": True})()
        rows = []
        try:
            for row in parse_requirements(str(path), PipSession(), finder=None, options=options):
                hashes = (row.options or {}).get("hashes", {})
                rows.append(
                    {
                        "requirement": row.requirement,
                        # pip refuses some of what it has read when it comes to install it.
                        "valid": "/" in row.requirement or requirement(row.requirement)["valid"] or "${" in row.requirement,
                        "editable": row.is_editable,
                        "line": int(re.search(r"line (\d+)", f"{row.comes_from} {row.line_source}")[1]),
                        "hashes": sorted(f"{kind}:{value}" for kind, values in hashes.items() for value in values),
                    }
                )
        except Exception as error:  # the kind of fault is pip's business
            return {"text": text, "fault": type(error).__name__}
        return {"text": text, "rows": rows}


def main():
    out = {
        "made_by": f"packaging {packaging.__version__}, pip {pip.__version__}",
        "requirements": requirements(),
        "order": order(),
        "contains": contains(),
        "files": [one_file(text) for text in FILES],
    }
    lines = ["{"]
    for at, (key, value) in enumerate(out.items()):
        comma = "," if at + 1 < len(out) else ""
        if isinstance(value, list):
            body = ",\n".join(json.dumps(each, ensure_ascii=True) for each in value)
            lines.append(f'"{key}": [\n{body}\n]{comma}')
        else:
            lines.append(f'"{key}": {json.dumps(value)}{comma}')
    lines.append("}\n")
    HERE.joinpath("reference.json").write_text("\n".join(lines))


if __name__ == "__main__":
    main()
