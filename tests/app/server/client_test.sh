#!/usr/bin/env bash
# Our own client against our own server: embeddings are the same to the bit, and so are pictures; a server that encodes
# on another one gives the same again.
#
#   client_test.sh PROGRAM MODEL
set -euo pipefail
# shellcheck source=tests/support/program_script.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/../../support/program_script.sh"
program=$1
model=$2
folder=$(mktemp -d)
cd "$folder"
jobs=()
trap 'kill "${jobs[@]}" 2>/dev/null; wait; rm -rf "$folder"' EXIT
export HOME="$folder" SERVER_KEY=open-sesame

# start_server NAME arguments…: leaves its address in $address.
start_server() {
    local name=$1
    shift
    : >"$name.txt" # there before the loop looks into it
    "$program" serve --port 0 --history-dir "$name" "$@" >"$name.txt" 2>"$name.log" &
    jobs+=($!)
    for _ in $(seq 600); do
        address=$(sed -n 's/^listening on //p' "$name.txt")
        [ -z "$address" ] || return 0
        sleep 0.1
    done
    refuse "$name does not listen: $(cat "$name.log")"
}

# Without a text encoder on this machine.
mkdir slim
for part in model_index.json scheduler transformer vae tokenizer; do
    ln -s "$model/$part" "slim/$part"
done
draw=(--width 64 --height 48 --seed 7 --steps 3 --guidance-scale 2 --metadata none)
expect 0 encode "A cat" --model-path "$model" --output local.safetensors
expect 0 generate "A cat" --model-path "$model" "${draw[@]}" --output local.png

start_server encoder --model-path "$model" --roles encoder,chat --api-key-env SERVER_KEY
encoder=$address
far=(--api-url "$encoder" --api-key-env SERVER_KEY)
for format in auto base64 float safetensors; do
    expect 0 encode "A cat" --model-path slim "${far[@]}" --api-encoding-format "$format" --output "$format.safetensors"
    same_tensors local.safetensors "$format.safetensors" || refuse "$format: other numbers"
done
for layer in -1 0 2 -4; do
    expect 0 encode "A cat" --model-path "$model" --hidden-layer "$layer" --output "here$layer.safetensors"
    expect 0 encode "A cat" --model-path slim "${far[@]}" --hidden-layer "$layer" --output "there$layer.safetensors"
    same_tensors "here$layer.safetensors" "there$layer.safetensors" || refuse "layer $layer: other numbers"
done
expect 0 generate "A cat" --model-path slim "${far[@]}" "${draw[@]}" --output far.png
cmp local.png far.png || refuse "another picture"
expect 5 encode "A cat" --model-path slim --api-url "$encoder" --output refused.safetensors
[ ! -e refused.safetensors ] || refuse "a failed command left a file"

# A server for pictures whose text encoder is behind the other one.
start_server pictures --model-path slim --api-url "$encoder" --remote-key-env SERVER_KEY
python3 - "$address" <<'PYTHON' >through.txt
import json, sys, urllib.request
def post(path, body):
    request = urllib.request.Request(sys.argv[1] + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
    return urllib.request.urlopen(request, timeout=60).read()
open("through.png", "wb").write(post("/api/generate", {
    "prompt": "A cat", "width": 64, "height": 48, "seed": 7, "steps": 3, "guidance_scale": 2}))
print(json.loads(post("/api/encode", {"prompt": "A cat"}))["shape"])
model = json.loads(urllib.request.urlopen(sys.argv[1] + "/v1/models", timeout=60).read())["data"][0]["id"]
states = json.loads(post("/v1/hidden_states", {"input": "A cat", "model": model}))
rewritten = json.loads(post("/api/rewrite", {"prompt": "A cat", "custom_system_prompt": "Expand.", "max_tokens": 4, "seed": 1}))
assert rewritten["backend"] == "api" and rewritten["original_prompt"] == "A cat", rewritten
assert states["layer"] == -2 and states["shape"][1] == 64, states["shape"]
PYTHON
python3 - local.png through.png <<'PYTHON' || refuse "the server draws another picture with a remote encoder"
import sys, zlib
def pixels(path):
    data, at, packed = open(path, "rb").read(), 8, b""
    while at < len(data):
        length = int.from_bytes(data[at:at + 4], "big")
        if data[at + 4:at + 8] == b"IDAT":
            packed += data[at + 8:at + 8 + length]
        at += length + 12
    return zlib.decompress(packed)
sys.exit(pixels(sys.argv[1]) != pixels(sys.argv[2]))
PYTHON

# A server whose weights have few bits: its numbers travel like any others, and their format is recognised.
expect 0 convert --model-path "$model" --dtype int8 --output int8
for kind in int8 int4 converted; do
    weights=(--model-path "$model" --dtype "$kind")
    [ "$kind" != converted ] || weights=(--model-path int8)
    expect 0 encode "A cat" "${weights[@]}" --output "here-$kind.safetensors"
    start_server "$kind" "${weights[@]}" --roles encoder,chat
    for format in auto base64 float safetensors safetensors-bf16; do
        expect 0 encode "A cat" --model-path slim --api-url "$address" --api-encoding-format "$format" \
            --output "$kind-$format.safetensors"
        [ "$format" = safetensors-bf16 ] || same_tensors "here-$kind.safetensors" "$kind-$format.safetensors" ||
            refuse "$kind, $format: other numbers"
    done
    [ "$kind" != int4 ] || continue # too few for so small a model: nothing agrees
    expect 0 encode "A cat" --compare-with "$address" --model-path "$model" --json
    grep -q '"finding": "other_dtype"' output.txt || refuse "$kind: $(cat output.txt)"
    grep -q '"dtype": "8 bits or fewer"' output.txt || refuse "$kind: $(cat output.txt)"
done
