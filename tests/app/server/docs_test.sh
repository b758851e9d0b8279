#!/usr/bin/env bash
# The curl commands in docs/server.md run as they stand there, but for the port and the model's name. Exit status 77: no
# curl.
#
#   docs_test.sh PROGRAM MODEL PAGE
set -euo pipefail
program=$1
model=$2
page=$3
command -v curl >/dev/null || exit 77
folder=$(mktemp -d)
cd "$folder"
: >address.txt # there before the loop looks into it
"$program" serve --port 0 --history-dir history --model-path "$model" --model-id MODEL >address.txt 2>log.txt &
server=$!
trap 'kill "$server" 2>/dev/null; wait; rm -rf "$folder"' EXIT
export HOME="$folder"
for _ in $(seq 600); do
    port=$(sed -n 's/^listening on .*:\([0-9]*\)$/\1/p' address.txt)
    [ -z "$port" ] || break
    sleep 0.1
done
[ -n "$port" ] || { echo "docs_test: the server does not listen: $(cat log.txt)" >&2; exit 1; }

# Lines that begin with "    curl", and what follows on lines that end with a backslash.
awk '/^    curl /{on = 1} on {print; on = /\\$/}' "$page" |
    sed "s|127.0.0.1:7860|127.0.0.1:$port|; s|curl -s|curl --silent --show-error --fail-with-body|" >commands.sh
[ "$(grep -c curl commands.sh)" -ge 12 ] || { echo "docs_test: too few commands in $page" >&2; exit 1; }
bash -e commands.sh >answers.txt || { echo "docs_test: $(tail -c 500 answers.txt)" >&2; exit 1; }
[ "$(head -c 4 cat.png | tail -c 3)" = PNG ] || { echo "docs_test: cat.png is no picture" >&2; exit 1; }
