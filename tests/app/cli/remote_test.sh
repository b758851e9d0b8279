#!/usr/bin/env bash
# The real program with the text encoder "on another machine": tests/support/stub_server.py, which answers with what the
# local encoder has written. Embeddings are the same to the bit, and so are pictures.
#
#   remote_test.sh PROGRAM MODEL STUB
set -euo pipefail
# shellcheck source=tests/support/program_script.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/../../support/program_script.sh"
program=$1
model=$2
stub=$3
folder=$(mktemp -d)
cd "$folder"
mkfifo hold
trap 'exec 9>&-; wait; rm -rf "$folder"' EXIT

draw=(--model-path "$model" --width 64 --height 48 --seed 7 --steps 3 --guidance-scale 2 --metadata none)
expect 0 encode "A cat" --model-path "$model" --output local.safetensors
expect 0 encode "" --model-path "$model" --output empty.safetensors
expect 0 generate "A cat" "${draw[@]}" --output local.png

python3 "$stub" --golden local.safetensors empty.safetensors <hold >ports.json &
exec 9>hold # the stub ends when this does
for _ in $(seq 200); do
    [ -s ports.json ] && break
    sleep 0.05
done
port=$(sed 's/.*"http": \([0-9]*\).*/\1/' ports.json)

# Without a text encoder on this machine.
mkdir slim
for part in model_index.json scheduler transformer vae tokenizer; do
    ln -s "$model/$part" "slim/$part"
done

for server in golden golden-old; do
    url="http://127.0.0.1:$port/$server"
    formats=(auto float safetensors)
    [ "$server" = golden ] || formats=(auto safetensors) # which it does not know
    for format in "${formats[@]}"; do
        expect 0 encode "A cat" --model-path slim --api-url "$url" --api-model stub-encoder \
            --api-encoding-format "$format" --output "$server-$format.safetensors"
        same_tensors local.safetensors "$server-$format.safetensors" || refuse "$server, $format: other numbers"
    done
    expect 0 generate "A cat" "${draw[@]}" --model-path slim --api-url "$url" --output "$server.png"
    cmp local.png "$server.png" || refuse "$server: another picture"
done
expect 0 encode "A cat" --api-url "http://127.0.0.1:$port/golden" --output bare.safetensors
same_tensors local.safetensors bare.safetensors || refuse "without a model: other numbers"

expect 0 generate "A cat" --model-path slim --width 64 --height 48 --steps 1 --output named.png \
    --api-url "http://127.0.0.1:$port/nowhere,http://127.0.0.1:$port/golden" --api-model stub-encoder
grep -q "^note: .*/nowhere does not have .*/golden encoded the prompt instead" error.txt || refuse "$(cat error.txt)"
expect 0 inspect named.png --json
grep -q "\"encoder\": \"stub-encoder at http://127.0.0.1:$port/golden\"" output.txt || refuse "the encoder is not named"

expect 5 encode "A cat" --api-url "http://127.0.0.1:$port/nan" --api-model x --output n.safetensors
grep -q "not finite" error.txt || refuse "$(cat error.txt)"
expect 5 generate "A cat" "${draw[@]}" --api-url "http://127.0.0.1:$port/status-401" --api-model x --output n.png
expect 3 generate "A cat" "${draw[@]}" --api-url "127.0.0.1:$port" --output n.png
grep -q "^hint: write http://127.0.0.1:$port" error.txt || refuse "$(cat error.txt)"
[ -z "$(find . -name 'n.*')" ] || refuse "a failed command left a file"

# A text from a chat server, in the dialects that there are.
for server in chat chat-reasoning chat-plain chat-strict; do
    expect 0 rewrite "A cat" --instruction Expand. --seed 7 --api-url "http://127.0.0.1:$port/$server" --api-model w
    [ "$(cat output.txt)" = "Expand. A cat, seed 7" ] || refuse "$server: $(cat output.txt)"
    grep -qx "Hm\." error.txt || refuse "$server, thoughts: $(cat error.txt)"
done
grep -q "^note: .* does not take top-k" error.txt || refuse "chat-strict: $(cat error.txt)"
expect 0 rewrite "A cat" --rewriter none --seed 7 --json --api-url "http://127.0.0.1:$port/chat"
grep -q '"thinking": "Hm."' output.txt || refuse "JSON: $(cat output.txt)"
expect 5 rewrite "A cat" --rewriter none --api-url "http://127.0.0.1:$port/status-401" --api-model w
expect 3 rewrite "A cat" --raw --api-url "http://127.0.0.1:$port/chat" --api-model w

# Ctrl-C in the middle of a text.
"$program" rewrite "A cat" --rewriter none --api-url "http://127.0.0.1:$port/chat-slow" --api-model w \
    >output.txt 2>error.txt &
job=$!
for _ in $(seq 600); do
    grep -q 'word word' output.txt && break
    sleep 0.1
done
kill -INT "$job"
status=0
wait "$job" || status=$?
[ "$status" = 130 ] || refuse "status $status instead of 130 after SIGINT: $(cat error.txt)"

# Ctrl-C while the server is silent.
"$program" encode "A cat" --api-url "http://127.0.0.1:$port/silent" --api-model x --output s.safetensors 2>error.txt &
job=$!
for _ in $(seq 600); do
    grep -q '^encode' error.txt && break
    sleep 0.1
done
kill -INT "$job"
status=0
wait "$job" || status=$?
[ "$status" = 130 ] || refuse "status $status instead of 130 after SIGINT: $(cat error.txt)"
