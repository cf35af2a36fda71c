#!/usr/bin/env python3
"""Holds `hognose deps` against independent readers on real projects, and writes what came of it to projects.json.

    python3 -m venv /tmp/reference && /tmp/reference/bin/pip install packaging==26.4 pip==25.3
    cd FOLDER && /tmp/reference/bin/pip download --no-deps --no-binary :all: celery pdm poetry …   # unpack them here
    /tmp/reference/bin/python tests/reference/compare.py PROGRAM FOLDER

FOLDER holds unpacked source distributions. Locks and pyproject.toml are read with `tomllib`, `json` and `packaging`,
requirements with pip's own parser. Compared are, file by file: name, version and line of every row; of locks also the
hashes, and where the lock says it itself what is direct and in which groups. Nothing is built, installed or fetched.
"""

import collections
import contextlib
import io
import json
import pathlib
import re
import subprocess
import sys
import tomllib

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from pip._internal.network.session import PipSession
from pip._internal.req.req_file import parse_requirements

HERE = pathlib.Path(__file__).parent


def pin(requirement):
    exact = [each.version for each in requirement.specifier if each.operator in ("==", "===") and not each.version.endswith(".*")]
    return exact[0] if exact else None


def single(text):
    try:
        one = Requirement(text)
    except InvalidRequirement:
        return None
    return canonicalize_name(one.name), None if one.url else pin(one)


def lines_of(text, header):
    """The line of the `name` of each package, in order."""
    found, wanted = [], False
    for at, line in enumerate(text.splitlines(), 1):
        if line.startswith("["):
            wanted = line.strip() == header
        elif wanted and re.match(r"name\s*=", line):
            found.append(at)
            wanted = False
    return found


def hashes(package):
    files = package.get("files", []) + package.get("wheels", []) + ([package["sdist"]] if "sdist" in package else [])
    out = [file["hash"] for file in files if "hash" in file]
    for file in files:
        out += [f"{kind}:{digest}" for kind, digest in file.get("hashes", {}).items()]
    return sorted(out)


def lock(path):
    """Rows by their line: name, version, hashes, and what else the lock says itself."""
    text = path.read_text()
    document = tomllib.loads(text)
    key = "packages" if path.name.startswith("pylock") else "package"
    packages = document.get(key, [])
    # Before Poetry 1.2 the files of all packages stood in one table, before PDM 2.8 too.
    apart = document.get("metadata", {}).get("files", {})
    rows, roots = {}, collections.defaultdict(set)
    for package, line in zip(packages, lines_of(text, f"[[{key}]]"), strict=True):
        name, source = canonicalize_name(package["name"]), package.get("source", {})
        if path.name == "uv.lock" and ("editable" in source or "virtual" in source):
            for one in package.get("dependencies", []):
                roots[canonicalize_name(one["name"])].add("")
            for table in ("optional-dependencies", "dev-dependencies"):
                for group, names in package.get(table, {}).items():
                    for one in names:
                        roots[canonicalize_name(one["name"])].add(group)
            continue
        key_of = package["name"] if path.name == "poetry.lock" else f"{package['name']} {package.get('version')}"
        rows[line] = [name, package.get("version"), hashes({"files": apart.get(key_of, []), **package})]
        if path.name == "poetry.lock":
            rows[line].append(package.get("groups", [package["category"]] if "category" in package else []))
    if path.name == "uv.lock":
        for row in rows.values():
            row.append(row[0] in roots)
    return rows


def ours_of_lock(path, rows):
    more = {"uv.lock": lambda row: [row["direct"]], "poetry.lock": lambda row: [row["groups"]]}.get(path.name, lambda row: [])
    return {row["line"]: [row["name"], row["version"], sorted(row["hashes"]), *more(row)] for row in rows}


def pipfile_lock(path):
    document = json.loads(path.read_text())
    rows = collections.defaultdict(set)
    for section, packages in document.items():
        for name, package in packages.items() if section != "_meta" else ():
            version = package.get("version", "").removeprefix("==") or None
            rows[canonicalize_name(name), version, tuple(sorted(package.get("hashes", [])))].add(section)
    return {str((*key, sorted(groups))): True for key, groups in rows.items()}


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
        place = re.search(r"\(line (\d+)\)", str(row.comes_from))
        if row.constraint or f"{path} (line" not in str(row.comes_from) or not place:
            continue
        one = single(row.requirement)
        if one:
            rows[(*one, int(place[1]))] += 1
    return rows


def compare(path, rows):
    """What only we have, and what only they have; None for files that are not compared."""
    name = path.name
    if name in ("uv.lock", "poetry.lock", "pdm.lock") or re.fullmatch(r"pylock(\..+)?\.toml", name):
        theirs, mine = lock(path), ours_of_lock(path, rows)
        if name == "pdm.lock":
            # A package stands once more for each set of extras; we join these.
            first = {}
            for line, row in theirs.items():
                first.setdefault((row[0], row[1]), line)
            theirs = {line: row for line, row in theirs.items() if first[row[0], row[1]] == line}
        only = lambda one, other: [f"{line}: {row}" for line, row in one.items() if other.get(line) != row]
        return len(theirs), only(mine, theirs), only(theirs, mine)
    if name == "Pipfile.lock":
        theirs = pipfile_lock(path)
        mine = {str((row["name"], row["version"], tuple(sorted(row["hashes"])), sorted(row["groups"]))): True for row in rows}
        return len(theirs), [row for row in mine if row not in theirs], [row for row in theirs if row not in mine]
    if name == "pyproject.toml":
        theirs = pyproject(path)
        mine = collections.Counter((row["name"], row["version"]) for row in rows)
        tool = set(tomllib.loads(path.read_text()).get("tool", {})) & {"poetry", "pdm", "hatch", "uv"}
        # Tables of tools are read by us alone.
        more = [] if tool else list(map(str, mine - theirs))
        return theirs.total(), more, list(map(str, theirs - mine))
    if rows and rows[0]["format"] == "requirements":
        theirs = requirements(path)
        mine = collections.Counter((row["name"], row["version"], row["line"]) for row in rows if row["raw_name"])
        return theirs.total(), list(map(str, mine - theirs)), list(map(str, theirs - mine))
    return None


def main():
    program, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    projects = sorted(path for path in folder.iterdir() if path.is_dir())
    counts, total, different = collections.Counter(), 0, {}
    for project in projects:
        out = subprocess.run([program, "deps", ".", "--format", "json", "-q"], cwd=project, capture_output=True, check=True)
        ours = collections.defaultdict(list)
        for row in json.loads(out.stdout):
            ours[row["file"]].append(row)
        for path in sorted(path for path in project.rglob("*") if path.is_file()):
            file = path.relative_to(project).as_posix()
            try:
                # pip prints its usage before it fails.
                with contextlib.redirect_stderr(io.StringIO()):
                    compared = compare(path, ours[file])
            except Exception as error:
                different[f"{project.name}/{file}"] = {"reference": f"cannot read it: {type(error).__name__}", "we": len(ours[file])}
                continue
            if compared is None:
                continue
            rows, only_we, only_they = compared
            counts[path.name if ours[file] and ours[file][0]["format"] != "requirements" else "requirements"] += 1
            total += rows
            if only_we or only_they:
                different[f"{project.name}/{file}"] = {"only_we": only_we[:20], "only_they": only_they[:20]}
    result = {"projects": [path.name for path in projects], "files": dict(sorted(counts.items())), "rows": total, "different": different}
    (HERE / "projects.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    print(f"{len(projects)} projects, {counts.total()} files, {total} rows, {len(different)} files differ")


if __name__ == "__main__":
    main()
