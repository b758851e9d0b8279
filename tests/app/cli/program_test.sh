#!/usr/bin/env bash
# The real program with the tiny checkpoint: the same seed gives the same file, saved embeddings and latents give the
# same picture, Ctrl-C leaves no file.
#
#   program_test.sh PROGRAM MODEL
set -euo pipefail
# shellcheck source=tests/support/program_script.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/../../support/program_script.sh"
program=$1
model=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

common=(--model-path "$model" --width 64 --height 48 --seed 7 --steps 3)
expect 0 generate "A cat" "${common[@]}" --output a.png --save-embeddings e.safetensors --save-latents l.safetensors
expect 0 generate "A cat" "${common[@]}" --output b.png
cmp a.png b.png || refuse "the same seed gives another file"
expect 0 generate --prompt-embeds e.safetensors "${common[@]}" --output c.png
cmp a.png c.png || refuse "saved embeddings give another picture"
expect 0 generate "A dog" "${common[@]}" --output d.png
! cmp -s a.png d.png || refuse "another prompt gives the same file"
expect 0 decode --latents l.safetensors --model-path "$model" --output f.png
expect 0 generate "A cat" "${common[@]}" --metadata none --output g.png
cmp f.png g.png || refuse "decoding saved latents gives another picture"
expect 0 vae-encode --image a.png --model-path "$model" --output v.safetensors
expect 0 encode "A cat" --all-layers --model-path "$model" --output h.safetensors
expect 0 inspect a.png --json
grep -q '"prompt": "A cat"' output.txt || refuse "inspect does not give the prompt back"

printf '[default.model]\npath = "%s"\n[default.generation]\nwidth = 64\nheight = 48\nsteps = 3\n' "$model" >c.toml
expect 0 generate "A cat" --config c.toml --seed 7 --output i.png
cmp a.png i.png || refuse "a configuration file and the same flags give other pictures"
expect 0 config check c.toml
echo 'width = 1001' >>c.toml
expect 3 config check c.toml
grep -q '^c.toml:7:' output.txt || grep -q '^error: c.toml:7:' error.txt || refuse "no place: $(cat output.txt error.txt)"

# Quantised while it is loaded, or converted before: one picture, and not that of the full weights.
expect 0 convert --model-path "$model" --dtype int8 --output int8
converted=(--model-path int8 --width 64 --height 48 --seed 7 --steps 3)
expect 0 generate "A cat" "${common[@]}" --quantization 8bit --metadata none --output j.png
expect 0 generate "A cat" "${converted[@]}" --metadata none --output k.png
cmp j.png k.png || refuse "a converted model draws another picture than one quantised while loading"
! cmp -s g.png j.png || refuse "quantised weights draw the picture of the full ones"
expect 0 generate "A cat" "${converted[@]}" --output l.png
expect 0 inspect l.png --json
grep -q '"dtype": "int8"' output.txt || refuse "the metadata do not tell that the weights are int8"
expect 0 encode "A cat" --model-path int8 --output m.safetensors
expect 0 rewrite "A cat" --model-path int8 --max-tokens 4 --raw
expect 0 bench --stage decode-tokens --random-weights tiny --repeat 1 --quantization 4bit --json
grep -q '"dtype": "int4"' output.txt || refuse "bench does not measure int4: $(cat output.txt)"

expect 3 generate "A cat" "${common[@]}" --output a.png
[ "$(cut -d: -f1 error.txt | paste -sd' ')" = "error hint" ] || refuse "an error without its two lines"
expect 3 generate "A cat" "${common[@]}" --output /proc/a.png

# A picture that takes minutes, stopped while it is drawn.
"$program" generate "A cat" --model-path "$model" --width 1024 --height 1024 --steps 500 --output stopped.png \
    >output.txt 2>error.txt &
job=$!
for _ in $(seq 600); do
    grep -q '^encode' error.txt && break
    sleep 0.1
done
kill -INT "$job"
status=0
wait "$job" || status=$?
[ "$status" = 130 ] || refuse "status $status instead of 130 after SIGINT: $(cat error.txt)"
[ -z "$(find . -name 'stopped*')" ] || refuse "a stopped command left a file"
