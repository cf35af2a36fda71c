#!/usr/bin/env bash
# The image of the action: built, measured, and run as GitHub's runner runs it, against the stand-in.
#
#   tools/container.sh build            builds the image hognose:local from the Dockerfile
#   tools/container.sh size             holds the program to 8 MB and its compressed form to 4 MB
#   tools/container.sh try [SCENARIO]   runs it on a scenario of the stand-in and looks at what it did
#   tools/container.sh check            all of these; ends well with a word if there is no engine
#
# The engine is docker or podman, whichever answers; CONTAINER_ENGINE names another program that takes
# `build TAG FOLDER` and `run ARGUMENTS...`. One that stands beside the repository is found by itself.
set -euo pipefail
cd "$(dirname "$0")/.."
IMAGE=hognose:local
MEGABYTE=1000000

beside=../shared/tools/container-engine
engine=${CONTAINER_ENGINE:-}
if [ -z "$engine" ] && [ -x "$beside" ]; then engine=$beside; fi
if [ -z "$engine" ]; then
    for program in docker podman; do
        if command -v "$program" >/dev/null && "$program" info >/dev/null 2>&1; then engine=$program; break; fi
    done
fi
ordinary() { [ "$engine" = docker ] || [ "$engine" = podman ]; }

need_engine() {
    [ -n "$engine" ] && return
    echo "no container engine answers: install docker or podman, or name one in CONTAINER_ENGINE" >&2
    exit 2
}

setup() { if ! ordinary; then "$engine" setup; fi; }

build() {
    if ordinary; then "$engine" build -t "$IMAGE" .; else "$engine" build "$IMAGE" .; fi
}

run() {
    if ordinary; then "$engine" run --rm --network=host "$@"; else "$engine" run "$@"; fi
}

# The program out of the image, through the tar of a container's file system: the image has no shell and no cp.
extract() {
    local program=docker box
    if ! ordinary; then program=podman; else program=$engine; fi
    box=$("$program" create "$IMAGE")
    "$program" export "$box" | tar -xO hognose > "$1"
    "$program" rm "$box" >/dev/null
}

size() {
    local folder bytes packed
    folder=$(mktemp -d)
    extract "$folder/hognose"
    bytes=$(stat -c %s "$folder/hognose")
    packed=$(gzip -9 -c "$folder/hognose" | wc -c)
    rm -rf "$folder"
    echo "the program: $bytes bytes; compressed with gzip: $packed bytes"
    [ "$bytes" -le $((8 * MEGABYTE)) ] || { echo "the program is larger than 8 MB" >&2; return 1; }
    [ "$packed" -le $((4 * MEGABYTE)) ] || { echo "the compressed program is larger than 4 MB" >&2; return 1; }
}

try() {
    local scenario=${1:-tests/stand-in/scenarios/shop.json} folder server status=0 served=0
    folder=$(mktemp -d)
    cargo build --quiet --locked -p github-stand-in
    local program=${CARGO_TARGET_DIR:-target}/debug/github-stand-in
    mkfifo "$folder/hold"
    "$program" "$scenario" "$folder/step" < "$folder/hold" > "$folder/address" &
    server=$!
    exec 9> "$folder/hold"
    while [ ! -s "$folder/address" ]; do
        kill -0 "$server" 2>/dev/null || { echo "the stand-in did not start" >&2; return 1; }
        sleep 0.1
    done
    # Inside the container the runner's folders have names of their own.
    sed -e "s#=$folder/step/workspace#=/github/workspace#" -e "s#=$folder/step/#=/github/#" \
        "$folder/step/env" > "$folder/env"
    echo 'HOME=/github/home' >> "$folder/env"
    run --workdir /github/workspace --env-file "$folder/env" \
        -v "$folder/step/workspace:/github/workspace" -v "$folder/step/workflow:/github/workflow" \
        -v "$folder/step/file_commands:/github/file_commands" -v "$folder/step/home:/github/home" \
        -v "$folder/step/runner_temp:/github/runner_temp" \
        "$IMAGE" action > "$folder/out" 2> "$folder/err" || status=$?
    exec 9>&-
    wait "$server" || served=$?
    LOG="$folder/step/log.json" OUTPUT="$folder/step/file_commands/output" STATUS=$status SERVED=$served \
        NAME="$scenario" python3 - <<'PY' || { cat "$folder/out" "$folder/err" >&2; return 1; }
import json, os, sys
log = json.load(open(os.environ["LOG"]))
outputs = dict(line.split("=", 1) for line in open(os.environ["OUTPUT"]).read().splitlines() if "=" in line)
wrong = log["violations"] + log["defects"]
if os.environ["STATUS"] != "1":
    wrong.append(f"the container ended with {os.environ['STATUS']}; the scenario's findings block, so 1 was due")
if len(log["reviews"]) != 1:
    wrong.append(f"{len(log['reviews'])} reviews were posted, not one")
if int(outputs.get("findings-count", 0)) == 0 or outputs.get("conclusion") != "failure":
    wrong.append(f"the outputs are {outputs}")
if os.environ["SERVED"] != "0" and not wrong:
    wrong.append("the stand-in failed")
comments = sum(len(review["comments"]) for review in log["reviews"])
print(f"{os.environ['NAME']}: {len(log['requests'])} requests, {comments} comments in {len(log['reviews'])} review(s)")
sys.exit("\n".join(wrong) or 0)
PY
    rm -rf "$folder"
}

# An error is told, and is status 2, though this program has no tables to trace a stack by.
fails() {
    local folder status=0
    folder=$(mktemp -d)
    printf 'RUST_BACKTRACE=1\n' > "$folder/env"
    run --env-file "$folder/env" "$IMAGE" action > "$folder/out" 2>&1 || status=$?
    if [ "$status" != 2 ] || ! grep -q "runs inside GitHub Actions" "$folder/out"; then
        echo "outside of a job the container ended with $status instead of an error:" >&2
        cat "$folder/out" >&2
        return 1
    fi
    rm -rf "$folder"
}

check() {
    if [ -z "$engine" ]; then
        echo "skipped: no container engine answers (docker, podman, or what CONTAINER_ENGINE names)"
        return
    fi
    # To install an engine, make its base image and build ours takes longer than all other checks together: that is left
    # to who asks for it by name.
    if [ -z "${CONTAINER_ENGINE:-}" ] && ! ordinary && ! command -v podman >/dev/null; then
        echo "skipped: the engine beside this repository is not set up; CONTAINER_ENGINE=$engine tools/container.sh check does so"
        return
    fi
    echo "engine: $engine"
    setup
    build
    run "$IMAGE" --version
    size
    fails
    try tests/stand-in/scenarios/shop.json
    try tests/stand-in/scenarios/enterprise.json
}

verb=${1:-}
shift || true
case "$verb" in
    build) need_engine; setup; build ;;
    size) need_engine; size ;;
    try) need_engine; try "$@" ;;
    check) check ;;
    *) sed -n '2,10p' "$0"; exit 2 ;;
esac
