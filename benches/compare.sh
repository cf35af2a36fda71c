#!/usr/bin/env bash
# Measures hognose against ruff and bandit on the same files in the same run; prints a Markdown table.
#
#   benches/compare.sh [PROJECT…] [options of compare.py]
#
# A project is the path of a source tree, or a requirement such as Django==5.1.4 whose source archive pip fetches.
# HOGNOSE=path measures that program instead of building one. Everything lands in the target folder.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${CARGO_TARGET_DIR:-target}
work=$target/bench
mkdir -p "$work"

if [ -z "${HOGNOSE:-}" ]; then
    cargo build --release --locked >&2
    HOGNOSE=$target/release/hognose
fi

venv=$work/venv
if [ ! -x "$venv/bin/python" ] && ! python3 -m venv "$venv" >&2; then
    echo "no virtual environment could be made (Debian: apt install python3-venv); hognose is measured alone" >&2
fi
if [ -x "$venv/bin/python" ]; then
    for peer in ruff bandit; do
        [ -x "$venv/bin/$peer" ] || "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$peer" >&2 \
            || echo "$peer could not be installed; it is left out" >&2
    done
fi

exec python3 benches/compare.py --hognose "$HOGNOSE" --peers "$venv/bin" --work "$work" "$@"
