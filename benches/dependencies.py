#!/usr/bin/env python3
"""Measures `hognose deps` on a uv.lock of 1,000 packages and a requirements file of 10,000 rows.

    benches/dependencies.py PROGRAM [RUNS]

Prints the processor time of one run, start-up included, in milliseconds: the least of RUNS (20), and the median.
The files are made anew each time, from a fixed seed.
"""

import hashlib
import os
import pathlib
import random
import resource
import statistics
import subprocess
import sys
import tempfile


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def lock(count):
    """A lock as uv writes it: eight wheels and a source archive for each package."""
    out = ['version = 1\nrevision = 2\nrequires-python = ">=3.12"\n']
    names = [f"package-{at:04}" for at in range(count)]
    rng = random.Random(1)
    for at, name in enumerate(names):
        version = f"{rng.randint(0, 9)}.{rng.randint(0, 30)}.{rng.randint(0, 9)}"
        base = f"https://files.pythonhosted.org/packages/{digest(name)[:2]}/{digest(name)[2:4]}/{digest(name)[4:60]}"
        out.append(f'\n[[package]]\nname = "{name}"\nversion = "{version}"\n')
        out.append('source = { registry = "https://pypi.org/simple" }\n')
        needs = rng.sample(names[at + 1 :], min(3, count - at - 1))
        if needs:
            out.append("dependencies = [\n" + "".join(f'    {{ name = "{need}" }},\n' for need in needs) + "]\n")
        out.append(
            f'sdist = {{ url = "{base}/{name}-{version}.tar.gz", hash = "sha256:{digest(name + version)}", '
            f"size = {rng.randint(10_000, 900_000)} }}\nwheels = [\n"
        )
        for tag in range(8):
            out.append(
                f'    {{ url = "{base}/{name}-{version}-cp3{tag}-cp3{tag}-manylinux_2_17_x86_64.whl", '
                f'hash = "sha256:{digest(f"{name}{version}{tag}")}", size = {rng.randint(10_000, 900_000)} }},\n'
            )
        out.append("]\n")
    out.append('\n[[package]]\nname = "shop"\nversion = "0"\nsource = { virtual = "." }\ndependencies = [\n')
    out.extend(f'    {{ name = "{name}" }},\n' for name in names[:50])
    out.append("]\n")
    return "".join(out)


def requirements(count):
    rng = random.Random(2)
    rows = []
    for at in range(count):
        extras = "[extra]" if at % 11 == 0 else ""
        marker = ' ; python_version >= "3.9"' if at % 7 == 0 else ""
        rows.append(f"package-{at:05}{extras}=={rng.randint(0, 9)}.{rng.randint(0, 30)}.{rng.randint(0, 9)}{marker}\n")
    return "".join(rows)


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    with tempfile.TemporaryDirectory() as folder:
        for name, text in [("uv.lock", lock(1_000)), ("requirements.txt", requirements(10_000))]:
            pathlib.Path(folder, name).write_text(text)
            print(f"{name}: {len(text):,} bytes")
        for label, paths in [
            ("uv.lock", ["uv.lock"]),
            ("requirements.txt", ["requirements.txt"]),
            ("both, as a folder", ["."]),
        ]:
            times = []
            for _ in range(runs):
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                subprocess.run([program, "deps", *paths, "--format", "json"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
                times.append(spent * 1_000)
            print(f"{label}: {min(times):.1f} ms at least, {statistics.median(times):.1f} ms in the middle")


if __name__ == "__main__":
    main()
