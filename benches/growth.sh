#!/usr/bin/env bash
# Measures how processor time and memory grow with the input; prints a Markdown table.
#
#   benches/growth.sh [TREE…] [options of growth.py]
#
# HOGNOSE=path measures that program instead of building one.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -z "${HOGNOSE:-}" ]; then
    cargo build --profile quick --locked >&2
    HOGNOSE=${CARGO_TARGET_DIR:-target}/quick/hognose
fi

exec python3 benches/growth.py --hognose "$HOGNOSE" "$@"
