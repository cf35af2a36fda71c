#!/usr/bin/env python3
"""Holds `hognose deps` against independent readers on real projects.

    tests/reference/compare.py PROGRAM FOLDER

FOLDER holds unpacked source distributions. Locks and pyproject.toml are read with `tomllib` and `packaging`, requirements
with pip's own parser; names with versions are compared as multisets, file by file. Differences are printed. Needs the
environment that make.py describes. Nothing is built, installed or fetched.
"""

import collections
import json
import pathlib
import subprocess
import sys
import tomllib

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from pip._internal.network.session import PipSession
from pip._internal.req.req_file import parse_requirements


def pin(requirement):
    exact = [each.version for each in requirement.specifier if each.operator in ("==", "===") and not each.version.endswith(".*")]
    return exact[0] if exact else None


def single(text):
    try:
        one = Requirement(text)
    except InvalidRequirement:
        return None
    return canonicalize_name(one.name), None if one.url else pin(one)


def lock(path, key="package"):
    document = tomllib.loads(path.read_text())
    rows = set()
    for package in document.get(key, []):
        source = package.get("source", {})
        if path.name == "uv.lock" and ("editable" in source or "virtual" in source):
            continue
        rows.add((canonicalize_name(package["name"]), package.get("version")))
    return collections.Counter(rows)


def pyproject(path):
    document = tomllib.loads(path.read_text())
    project = document.get("project", {})
    texts = list(document.get("build-system", {}).get("requires", []))
    texts += project.get("dependencies", [])
    for group in project.get("optional-dependencies", {}).values():
        texts += group
    for group in document.get("dependency-groups", {}).values():
        texts += [item for item in group if isinstance(item, str)]
    return collections.Counter(row for row in map(single, texts) if row)


def requirements(path):
    options = type("Options", (), {"require_hashes": False, "features_enabled": [], "isolated_mode": True})()
    rows = collections.Counter()
    for row in parse_requirements(str(path), PipSession(), finder=None, options=options):
        # Those of files that are included are in the comparison of these.
        if row.constraint or f"{path} (line" not in str(row.comes_from):
            continue
        one = single(row.requirement)
        if one:
            rows[one] += 1
    return rows


def main():
    program, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    files = same = 0
    for project in sorted(path for path in folder.iterdir() if path.is_dir()):
        out = subprocess.run([program, "deps", ".", "--format", "json", "-q"], cwd=project, capture_output=True, check=True)
        ours = collections.defaultdict(list)
        for row in json.loads(out.stdout):
            ours[row["file"]].append(row)
        for path in sorted(project.rglob("*")):
            name = path.name
            if not path.is_file():
                continue
            file = path.relative_to(project).as_posix()
            rows = ours[file]
            try:
                if name in ("uv.lock", "poetry.lock", "pdm.lock"):
                    theirs, standard = lock(path), rows
                elif name == "pylock.toml":
                    theirs, standard = lock(path, "packages"), rows
                elif name == "pyproject.toml":
                    theirs = pyproject(path)
                    document = tomllib.loads(path.read_text())
                    # Tables of tools are read by us alone.
                    tool = set(document.get("tool", {})) & {"poetry", "pdm", "hatch", "uv"}
                    if tool:
                        missing = theirs - collections.Counter((row["name"], row["version"]) for row in rows)
                        theirs, standard = missing, []
                    else:
                        standard = rows
                elif rows and rows[0]["format"] == "requirements":
                    theirs, standard = requirements(path), [row for row in rows if row["raw_name"]]
                else:
                    continue
            except Exception as error:
                print(f"{project.name}/{file}: not read by the reference: {type(error).__name__}")
                continue
            files += 1
            mine = collections.Counter((row["name"], row["version"] if row["source"]["kind"] != "url" else None) for row in standard)
            if name.endswith((".lock", "pylock.toml")):
                mine = collections.Counter({(row["name"], row["version"]) for row in standard})
            if mine == theirs:
                same += 1
                continue
            print(f"{project.name}/{file}: only we {sorted(map(str, mine - theirs))[:8]}, only they {sorted(map(str, theirs - mine))[:8]}")
    print(f"{same} of {files} files are the same")


if __name__ == "__main__":
    main()
