#!/usr/bin/env python3
"""Measures processor time and peak memory of hognose, ruff and bandit; prints a Markdown table.

Processor time is user plus system of the program and of what it started and waited for (so `git` counts as part of
`hognose review`). Runs of the programs alternate, so that a slow minute of the machine hits all of them; the table
shows medians. Only the standard library is used. Linux and macOS.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

# hognose or ruff leaves these folders out by default. They are not copied, so that every program reads the same files.
LEFT_OUT = {
    ".git", ".tox", ".venv", "__pycache__", "__pypackages__", "_build", "_generated", "_vendor", "_vendored", "build",
    "dist", "migrations", "node_modules", "site-packages", "third-party", "third_party", "vendor", "vendored", "venv",
}  # fmt: skip

CHANGED_FILES = 10
MEGABYTE = 1024 * 1024

# Appended to the changed files in turn: ordinary code, and code that the rules have something to say about.
ADDITIONS = [
    '''

def bench_total(rows):
    total = 0
    for row in rows:
        total += int(row.get("amount", 0))
    return total
''',
    '''

def bench_lookup(connection, request):
    name = request.GET["name"]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM bench WHERE name = '{name}'")
        return cursor.fetchall()
''',
    '''

def bench_archive(folder):
    import subprocess

    return subprocess.run(["tar", "-cf", "bench.tar", folder], check=True, timeout=60)
''',
    '''

def bench_load(path):
    import pickle

    with open(path, "rb") as stream:
        return pickle.load(stream)
''',
    '''

class BenchReport:
    title = "report"

    def render(self, items):
        lines = [self.title, "=" * len(self.title)]
        lines.extend(f"- {item}" for item in sorted(items))
        return "\\n".join(lines)
''',
]


def main():
    options = arguments()
    work = Path(options.work).resolve()
    work.mkdir(parents=True, exist_ok=True)
    tools = find_tools(options)
    sheets = [measure_start(tools, options)]
    for project in options.projects or ["Django==5.1.4"]:
        origin = Path(project) if Path(project).is_dir() else fetch(project, work)
        with tempfile.TemporaryDirectory(prefix="hognose-bench-") as scratch:
            sheets.append(measure_project(project, origin, Path(scratch), tools, options))
    print_head(tools, options)
    for sheet in sheets:
        print_sheet(*sheet)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("projects", nargs="*", help="source trees, or requirements that pip can fetch (Django==5.1.4)")
    parser.add_argument("--hognose", required=True, help="the program to measure")
    parser.add_argument("--peers", help="folder that holds ruff and bandit; PATH is searched otherwise")
    parser.add_argument("--work", default="target/bench", help="where fetched projects are kept")
    parser.add_argument("--runs", type=int, default=7, help="runs of each program (default 7)")
    parser.add_argument("--slow-runs", type=int, default=3, help="runs of bandit over a whole project (default 3)")
    parser.add_argument("--threads", type=int, help="threads of hognose and ruff; all cores otherwise")
    return parser.parse_args()


def find_tools(options):
    """The programs that are there, by name; hognose must be."""
    hognose = Path(options.hognose).resolve()
    if not os.access(hognose, os.X_OK):
        sys.exit(f"{hognose}: no such program; build it with `cargo build --release`")
    tools = {"hognose": str(hognose)}
    for name in ("ruff", "bandit"):
        local = Path(options.peers).resolve() / name if options.peers else None
        found = str(local) if local and os.access(local, os.X_OK) else shutil.which(name)
        if found:
            tools[name] = found
        else:
            note(f"{name} is not there; it is left out")
    return tools


def fetch(requirement, work):
    """Unpacks the source archive of a requirement, once."""
    home = work / "projects" / "".join(c if c.isalnum() or c in ".-_" else "_" for c in requirement)
    if not home.exists():
        note(f"fetching {requirement}")
        with tempfile.TemporaryDirectory(dir=work) as scratch:
            pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
            done = subprocess.run([*pip, "--no-binary", ":all:", "--dest", scratch, requirement])
            archives = [file for file in Path(scratch).iterdir() if file.is_file()]
            if done.returncode != 0 or not archives:
                sys.exit(f"{requirement}: pip could not fetch its source archive; give the path of a source tree")
            unpacked = Path(scratch) / "unpacked"
            unpack(archives[0], unpacked)
            home.parent.mkdir(parents=True, exist_ok=True)
            unpacked.rename(home)
    return home


def unpack(archive, folder):
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(folder)
        return
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")


def copy_python(origin, folder):
    """Copies the Python files that all programs are to read; gives their relative paths, sorted."""
    copied = []
    for here, below, files in os.walk(origin):
        below[:] = sorted(name for name in below if name not in LEFT_OUT)
        for name in files:
            source = Path(here) / name
            if name.endswith(".py") and not source.is_symlink():
                relative = source.relative_to(origin)
                (folder / relative).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, folder / relative)
                copied.append(relative)
    if not copied:
        sys.exit(f"{origin}: there is no Python file in it")
    return sorted(copied)


def changed_text(text, number):
    """The text with one line of comment before its first function or class and an addition at its end."""
    lines = text.splitlines(keepends=True)
    for place, line in enumerate(lines):
        if line.startswith(("def ", "class ")):
            lines.insert(place, "# Moved down by one line.\n")
            break
    return "".join(lines).rstrip("\n") + "\n" + ADDITIONS[number % len(ADDITIONS)]


def pick_changed(tree, files):
    """Ten files of usual size, spread evenly over the tree, with their new text; the same ones every time."""
    fitting = [file for file in files if 4_000 <= (tree / file).stat().st_size <= 40_000]
    step = max(1, len(fitting) // CHANGED_FILES)
    changed = {}
    for start in range(step):
        for file in fitting[start::step]:
            if len(changed) < CHANGED_FILES:
                try:
                    text = changed_text((tree / file).read_text(encoding="utf-8"), len(changed))
                    compile(text, "changed", "exec", dont_inherit=True)
                except (UnicodeDecodeError, SyntaxError, ValueError):
                    continue
                changed[file] = text
    return changed


def git(tree, *words):
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = ["-c", "user.name=bench", "-c", "user.email=bench@localhost", "-c", "commit.gpgsign=false", "-c", "gc.auto=0"]
    subprocess.run(["git", *who, *words], cwd=tree, env={**os.environ, **plain}, check=True, stdout=subprocess.DEVNULL)


def run_once(command, cwd):
    """Seconds of processor time, bytes of peak memory and exit code of one run."""
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, env=environment()
        )
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in (0, 1):
            errors.seek(0)
            said = errors.read(2000).decode(errors="replace").strip()
            sys.exit(f"{' '.join(command[:4])} … ended with {child.returncode}: {said}")
    unit = 1 if platform.system() == "Darwin" else 1024
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit


def environment():
    return {**os.environ, "NO_COLOR": "1", **THREADS}


THREADS = {}


def floor():
    """The least peak that can be seen: a new process starts with the count of the one that made it."""
    return run_once(["true"], None)[1]


def measure(commands, runs, cwd):
    """Medians of each command. The commands take turns; each has one run that is not counted, to fill caches."""
    times = {name: [] for name in commands}
    peaks = {name: 0 for name in commands}
    most = max(runs.values())
    for turn in range(-1, most):
        for name, command in commands.items():
            # The slow ones are spread over the turns, and their first run counts.
            wanted = runs[name] == most or (turn >= 0 and turn * runs[name] % most < runs[name])
            if not wanted:
                continue
            seconds, peak = run_once(command, cwd)
            if turn >= 0:
                times[name].append(seconds)
                peaks[name] = max(peaks[name], peak)
    least = floor() * 1.05
    return {
        name: (statistics.median(times[name]), peaks[name] if peaks[name] > least else None, len(times[name]))
        for name in commands
    }


def measure_start(tools, options):
    note("start-up")
    commands = {f"{name} --version": [program, "--version"] for name, program in tools.items()}
    runs = {name: max(21, options.runs) for name in commands}
    return "Start-up", [("start", measure(commands, runs, None))]


def measure_project(project, origin, scratch, tools, options):
    tree = scratch / "tree"
    files = copy_python(origin, tree)
    size = sum((tree / file).stat().st_size for file in files)
    title = f"{project}: {len(files):,} files, {size / MEGABYTE:.1f} MB"
    threads = [] if options.threads is None else ["--threads", str(options.threads)]
    if options.threads is not None:
        THREADS["RAYON_NUM_THREADS"] = str(options.threads)

    note(f"{project}: scan of {len(files)} files")
    commands = {"hognose scan": [tools["hognose"], "scan", *threads, "."]}
    if "ruff" in tools:
        commands["ruff check --select S"] = [*ruff(tools), "."]
    if "bandit" in tools:
        commands["bandit -r"] = [tools["bandit"], "-r", "-q", "."]
    runs = {name: options.slow_runs if name.startswith("bandit") else options.runs for name in commands}
    rows = [("scan of the whole project", measure(commands, runs, tree))]

    changed = pick_changed(tree, files)
    if not changed:
        note(f"{project}: no file of a usual size; the review is left out")
        return title, rows
    base, head = scratch / "base", scratch / "head"
    for file, text in changed.items():
        for side in (base, head):
            (side / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(tree / file, base / file)
        (head / file).write_text(text, encoding="utf-8", newline="")
    names = [str(file) for file in changed]

    note(f"{project}: review of {len(names)} changed files")
    commands, cwd = {}, tree
    if shutil.which("git"):
        git(tree, "init", "--quiet", "--initial-branch=main")
        git(tree, "add", "--all")
        git(tree, "commit", "--quiet", "--message=base")
        for file in names:
            shutil.copyfile(head / file, tree / file)
        commands["hognose review (with its calls of git)"] = [tools["hognose"], "review", *threads, "--base", "HEAD"]
    else:
        note("git is not there; only folders are reviewed")
    commands["hognose review of two folders"] = [tools["hognose"], "review", *threads, str(base), str(head)]
    if "ruff" in tools:
        commands["ruff check --select S (new side only)"] = [*ruff(tools), *names]
    if "bandit" in tools:
        commands["bandit (new side only)"] = [tools["bandit"], "-q", *names]
    runs = {name: options.runs for name in commands}
    rows.append((f"review of {len(names)} changed files", measure(commands, runs, cwd)))
    return title, rows


def ruff(tools):
    return [tools["ruff"], "check", "--isolated", "--no-cache", "--select", "S"]


def print_head(tools, options):
    versions = []
    for program in tools.values():
        said = subprocess.run([program, "--version"], capture_output=True, text=True).stdout.split("\n")[0].strip()
        versions.append(said)
    cores = os.cpu_count() if options.threads is None else options.threads
    print(f"{'; '.join(versions)}; {cores} threads; {platform.system()} {platform.machine()}.")
    print("Processor time is user plus system, the median of the runs; memory is the highest peak of one process\n"
          "(\"not seen\" when it is below what the measuring program itself takes).")
    print("A ratio below 1 means less than hognose needs.")


def print_sheet(title, groups):
    print(f"\n### {title}\n")
    print("| task | program | processor time | to hognose | peak memory | runs |")
    print("|---|---|---:|---:|---:|---:|")
    for task, results in groups:
        ours = next(iter(results.values()))[0]
        for name, (seconds, peak, runs) in results.items():
            ratio = f"{seconds / ours:.2f} ×" if ours > 0 else "–"
            memory = "not seen" if peak is None else f"{peak / MEGABYTE:.0f} MB"
            print(f"| {task} | `{name}` | {seconds * 1000:,.1f} ms | {ratio} | {memory} | {runs} |")
            task = ""


def note(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
