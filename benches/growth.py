#!/usr/bin/env python3
"""Measures how hognose's processor time and memory grow with its input; prints a Markdown table.

Made inputs, each in five sizes that double, and the files of real trees from an eighth to all. The ratio between the
processor times of successive sizes tells the order: 2 for twice the bytes is linear, 4 is square; where the bytes grow
otherwise it is what twice the bytes would have given. A start that costs the same for any input is measured on an empty
file and taken off before; where what is left is too short to tell, there is no ratio. Only the standard library is
used; Linux and macOS.
"""

import argparse
import math
import os
import platform
import random
import shutil
import sys
import tempfile
from pathlib import Path

MEGABYTE = 1024 * 1024
SIZES = [1, 2, 4, 8, 16]
# Below so many seconds of work a ratio says more of the clock's ticks than of the program.
TELLING = 0.02


def long_function(size):
    lines = [f"    v{at} = v{max(at - 1, 0)} + str({at})" for at in range(1, 1000 * size)]
    body = "\n".join(lines)
    return {"a.py": f"{HEAD}\ndef view():\n    v0 = request.args['x']\n{body}\n    os.system(v{1000 * size - 1})\n"}


def long_module(size):
    lines = "\n".join(f"v{at} = load({at}, name='n{at}')" for at in range(1000 * size))
    return {"a.py": f"{HEAD}\n{lines}\nos.system(v0)\n"}


def many_functions(size):
    one = "\ndef f{0}(a, b):\n    c = a + request.args['x{0}']\n    if b:\n        os.system(c)\n    return f{1}(c, b)\n"
    return {"a.py": HEAD + "".join(one.format(at, max(at - 1, 0)) for at in range(250 * size))}


def call_chain(size):
    """Functions that call each other in one long line, defined before and behind where they are called."""
    order = list(range(200 * size))
    random.Random(1).shuffle(order)
    last = 200 * size
    one = "\ndef f{0}(a):\n    return f{1}(a + 'x')\n"
    chain = "".join(one.format(at, at + 1) for at in order)
    return {"a.py": f"{HEAD}{chain}\ndef f{last}(a):\n    os.system(a)\n\n\nf0(request.args['x'])\n"}


def nested_calls(size):
    depth = 10 * size
    call = "str(" * depth + "request.args['x']" + ")" * depth
    return {"a.py": f"{HEAD}\ndef view():\n" + "".join(f"    os.system({call})\n" for _ in range(20))}


def method_chain(size):
    chain = "".join(f".filter(name='n{at}')" for at in range(15 * size))
    return {"a.py": f"{HEAD}\ndef view(q):\n" + "".join(f"    os.system(q{chain})\n" for _ in range(20))}


def large_dict(size):
    items = "".join(f"    'key{at}': {{'name': 'n{at}', 'values': [{at}, {at}]}},\n" for at in range(1000 * size))
    return {"a.py": f"{HEAD}\nTABLE = {{\n{items}}}\n\n\ndef view():\n    os.system(TABLE[request.args['x']]['name'])\n"}


def branches(size):
    """An `if` behind another, each of which may change what the next one reads."""
    one = "    if request.args['c{0}']:\n        x = x + request.args['v{0}']\n    else:\n        y = x\n"
    body = "".join(one.format(at) for at in range(250 * size))
    return {"a.py": f"{HEAD}\ndef view():\n    x = y = ''\n{body}    os.system(x + y)\n"}


def ladder(size):
    one = "    elif kind == {0}:\n        x = request.args['v{0}']\n"
    body = "".join(one.format(at) for at in range(1, 250 * size))
    return {"a.py": f"{HEAD}\ndef view(kind):\n    if kind == 0:\n        x = ''\n{body}    os.system(x)\n"}


def loops(size):
    one = "    for i{0} in request.args['r{0}']:\n        x = x + i{0}\n        while x:\n            x = x + 'a'\n"
    body = "".join(one.format(at) for at in range(60 * size))
    return {"a.py": f"{HEAD}\ndef view():\n    x = ''\n{body}    os.system(x)\n"}


def many_findings(size):
    lines = "".join(f"    os.system('ls ' + request.args['v{at}'])\n" for at in range(60 * size))
    return {"a.py": f"{HEAD}\ndef view():\n{lines}"}


def fields(size):
    made = "".join(f"        self.f{at} = request.args['v{at}']\n" for at in range(250 * size))
    used = "".join(f"        os.system(self.f{at})\n" for at in range(0, 250 * size, 10))
    return {"a.py": f"{HEAD}\nclass C:\n    def __init__(self):\n{made}\n    def run(self):\n{used}"}


def records(size):
    """Records that take the fields of the one before."""
    count = 500 * size
    made = "".join(f"@dataclass\nclass R{at}({f'R{at - 1}' if at else ''}):\n    f{at}: str\n\n\n" for at in range(count))
    used = f"def run():\n    os.system(R{count - 1}(request.args['a']).f0)\n"
    return {"a.py": f"{HEAD}\nfrom dataclasses import dataclass\n\n\n{made}{used}"}


def alike(size):
    """Classes that bind the same name, and read by it."""
    one = "class C{0}:\n    field = 'api_key'\n\n    def show(self, store):\n        log.info(store[self.field])\n\n\n"
    return {"a.py": f"import logging\n\nlog = logging.getLogger()\n\n\n{''.join(map(one.format, range(500 * size)))}"}


def handlers(size):
    """A function that speaks of many that are called like handlers."""
    names = "".join(f"        on_{at}_handler,\n" for at in range(1000 * size))
    return {"a.py": f"{HEAD}\ndef table(x):\n    def first(): pass\n    os.system(x)\n    return [\n{names}    ]\n"}


def checks(size):
    """A function that looks at one key after another, and may return after each."""
    body = "".join(
        f"    if data['k{at}'] not in KNOWN:\n        return data['k{at}']\n" for at in range(250 * size)
    )
    head = f"{HEAD}KNOWN = {{'a'}}\n\n\ndef check(data):\n{body}    return data\n"
    return {"a.py": f"{head}\n\ndef view():\n    os.system(check(request.args)['x'])\n"}


def modules(size):
    """Modules that all import each other; at most 500."""
    count = 500 * size // SIZES[-1]
    imports = "".join(f"from shop import m{at}\n" for at in range(count))
    one = "\n\ndef run(x):\n    os.system(m{0}.run(x + request.args['x']))\n"
    return {f"shop/m{at}.py": HEAD + imports + one.format((at + 1) % count) for at in range(count)}


def modules_across(size):
    return modules(size)


HEAD = "import os\n\nfrom flask import request\n\nfrom shop import load\n\n"
MADE = [
    ("statements in one function, 1,000 to 16,000", long_function),
    ("statements in a module, 1,000 to 16,000", long_module),
    ("functions in a file, 250 to 4,000", many_functions),
    ("functions that call the next, 200 to 3,200", call_chain),
    ("calls inside calls, 10 to 160 deep", nested_calls),
    ("methods of methods, 15 to 240", method_chain),
    ("entries of a dict, 1,000 to 16,000", large_dict),
    ("branches in a row, 250 to 4,000", branches),
    ("steps of an elif ladder, 250 to 4,000", ladder),
    ("loops in a row, 60 to 960", loops),
    ("findings in a file, 60 to 960", many_findings),
    ("fields of an object, 250 to 4,000", fields),
    ("records that derive from the one before, 500 to 8,000", records),
    ("classes that bind the same name, 500 to 8,000", alike),
    ("names of handlers in a function, 1,000 to 16,000", handlers),
    ("checks of keys with returns, 250 to 4,000", checks),
    ("modules that import each other, 31 to 500, and imports in each", modules),
    ("the same modules, data followed from one to the other", modules_across),
]
OPTIONS = {modules_across: ["--across"]}


def measure(program, folder, runs, options=()):
    """Processor seconds and peak megabytes: the least of some runs, as whatever disturbs only adds."""
    best = None
    for _ in range(runs):
        process = os.fork()
        if process == 0:
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.execv(program, [program, "scan", "--quiet", "--threads", "1", "--format", "json", *options, str(folder)])
        _, status, usage = os.wait4(process, 0)
        code = os.waitstatus_to_exitcode(status)
        if code not in (0, 1):
            raise SystemExit(f"{program} ended with {code} on {folder}")
        peak = usage.ru_maxrss / (MEGABYTE if platform.system() == "Darwin" else 1024)
        found = (usage.ru_utime + usage.ru_stime, peak)
        best = found if best is None else (min(best[0], found[0]), min(best[1], found[1]))
    return best


def write(folder, files):
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def shares(tree, folder):
    """An eighth, a quarter, a half and all of a tree's Python files, drawn evenly; one after the other in `folder`."""
    files = sorted(path for path in tree.rglob("*.py") if path.is_file())
    random.Random(1).shuffle(files)
    for share in (8, 4, 2, 1):
        shutil.rmtree(folder, ignore_errors=True)
        size = 0
        for path in files[: len(files) // share]:
            target = folder / path.relative_to(tree)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
            size += path.stat().st_size
        yield f"{size / MEGABYTE:.1f} MB", size


def row(name, points, start):
    """`points`: label, size, seconds, megabytes."""
    cells, before = [], None
    for _, size, seconds, peak in points:
        work = seconds - start
        cell = f"{seconds:.2f} s, {peak:.0f} MB"
        if before and before[1] > TELLING and size > before[0]:
            # As if the bytes had doubled, whatever they did.
            ratio = (work / before[1]) ** (math.log(2) / math.log(size / before[0]))
            cell += f" (×{ratio:.1f})"
        before = (size, work)
        cells.append(cell)
    print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hognose", required=True, help="the program")
    parser.add_argument("--runs", type=int, default=3, help="runs of each input, of which the least counts")
    parser.add_argument("--only", default="", help="only inputs whose name holds this")
    parser.add_argument("trees", nargs="*", type=Path, help="source trees, measured from an eighth to all")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "input"
        write(folder, {"a.py": ""})
        start = measure(args.hognose, folder, args.runs)
        print(f"An empty file takes {start[0]:.3f} s and {start[1]:.0f} MB; ratios are without it.\n")
        print("| input | smallest |" + " doubled |" * 4 + "\n| --- |" + " --- |" * 5)
        for name, make in MADE:
            if args.only not in name:
                continue
            points = []
            for size in SIZES:
                write(folder, make(size))
                total = sum(path.stat().st_size for path in folder.rglob("*.py"))
                points.append((str(size), total, *measure(args.hognose, folder, args.runs, OPTIONS.get(make, ()))))
            row(name, points, start[0])
        for tree in args.trees:
            points = [(label, size, *measure(args.hognose, folder, args.runs)) for label, size in shares(tree, folder)]
            if args.only in tree.name:
                row(f"{tree.name}: an eighth to all, {points[0][0]} to {points[-1][0]}", points, start[0])


if __name__ == "__main__":
    sys.exit(main())
