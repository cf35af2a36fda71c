#!/usr/bin/env bash
# Pictures of what hognose posts: a review comment and the job summary of a scenario of the stand-in, in GitHub's look.
#
#   tools/pictures.sh [FOLDER]     writes comment.png, summary.png and review.png with their pages there; target/pictures
#                                  by default. The first two are what docs/images has.
#
# Needs npm for the renderers (fetched into target/) and a Chromium; BROWSER names one that is not found by itself.
set -euo pipefail
cd "$(dirname "$0")/.."
scenario=tests/stand-in/scenarios/shop.json
files=examples/shop/head
place=$PWD/target/pictures
out=${1:-$place}
mkdir -p "$place" "$out"
out=$(cd "$out" && pwd)

browser=${BROWSER:-}
for name in chromium chromium-browser google-chrome; do
    if [ -z "$browser" ] && command -v "$name" >/dev/null; then browser=$name; fi
done
[ -n "$browser" ] || { echo "no Chromium found: install one, or name it in BROWSER" >&2; exit 2; }
command -v npm >/dev/null || { echo "npm is needed to fetch the renderers" >&2; exit 2; }
[ -d "$place/node_modules/marked" ] || npm install --silent --no-save --ignore-scripts --prefix "$place" \
    marked@18.2.1 github-markdown-css@5.9.0 mermaid@12.3.0

cargo build --quiet --locked -p github-stand-in -p hognose
built=${CARGO_TARGET_DIR:-target}/debug
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkfifo "$folder/hold"
"$built/github-stand-in" "$scenario" "$folder/step" < "$folder/hold" > "$folder/address" &
server=$!
exec 9> "$folder/hold"
while [ ! -s "$folder/address" ]; do
    kill -0 "$server" 2>/dev/null || { echo "the stand-in did not start" >&2; exit 1; }
    sleep 0.1
done
mapfile -t env < "$folder/step/env"
# Findings block, so 1 is how it ends.
env -i "${env[@]}" "$built/hognose" action > "$folder/log" || [ $? -eq 1 ]
exec 9>&-
wait "$server"

node tools/pictures.mjs "$folder/step" "$files" "$place/node_modules" "$out"
picture() {
    "$browser" --headless=new --no-sandbox --disable-gpu --hide-scrollbars --virtual-time-budget=20000 \
        --allow-file-access-from-files --window-size="$2" --force-device-scale-factor=0.85 --screenshot="$out/$1.png" "file://$out/$1.html" 2>/dev/null
    echo "$out/$1.png"
}
picture comment 920,440
picture summary 1040,1120
picture review 920,2600
