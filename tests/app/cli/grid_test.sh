#!/usr/bin/env bash
# The real program with the tiny checkpoint: a grid that is killed loses at most the cell that was being drawn, cells
# are what `generate` draws, embeddings of every format draw what their prompt draws.
#
#   grid_test.sh PROGRAM MODEL
set -euo pipefail
program=$1
model=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export DIPTYCH_CONFIG= # not the user's own file

refuse() {
    echo "grid_test: $*" >&2
    exit 1
}

# expect STATUS arguments…
expect() {
    local wanted=$1 status=0
    shift
    "$program" "$@" >output.txt 2>error.txt || status=$?
    [ "$status" = "$wanted" ] || refuse "status $status instead of $wanted: $* $(cat error.txt)"
}

common=(--model-path "$model" --width 64 --height 48)
grid=(compare "A cat" --axis "replace=cat=>cat,cat=>dog" --axis "steps=40,41,42,43,44,45" --seed 7 --folder grid)

# Killed as hard as can be once two cells are there.
"$program" "${grid[@]}" "${common[@]}" >output.txt 2>error.txt &
job=$!
for _ in $(seq 1200); do
    [ "$(find grid -name 'cell-*.png' 2>/dev/null | wc -l)" -ge 2 ] && break
    kill -0 "$job" 2>/dev/null || break
    sleep 0.05
done
kill -KILL "$job" 2>/dev/null || true
wait "$job" 2>/dev/null || true
drawn=$(find grid -name 'cell-*.png' | wc -l)
[ "$drawn" -ge 2 ] || refuse "no cells: $(cat error.txt)"
[ "$drawn" -lt 12 ] || refuse "the grid was done before it could be killed"
find grid -name 'cell-*.png' -exec stat -c '%n %Y.%y %i' {} + | sort >before.txt
expect 0 "${grid[@]}" "${common[@]}" --json
[ "$(find grid -name 'cell-*.png' | wc -l)" = 12 ] || refuse "cells are missing"
find grid -name 'cell-*.png' -exec stat -c '%n %Y.%y %i' {} + | sort >after.txt
# A picture may be there of which the manifest does not know yet: that cell is drawn again.
lost=$(comm -23 before.txt after.txt | wc -l)
[ "$lost" -le 1 ] || refuse "$lost cells were drawn twice"
grep -q '"resumed": true' output.txt || refuse "the grid began anew"
expect 0 "${grid[@]}" "${common[@]}" --json
grep -q '"pictures": 0' output.txt || refuse "a finished grid is drawn again"
[ "$(grep -o '"noise": "[0-9a-f]*"' output.txt | sort -u | wc -l)" = 1 ] || refuse "the same seed gave other noise"

# A cell is what generate draws.
expect 0 generate "A dog" "${common[@]}" --steps 41 --seed 7 --output dog.png
cmp dog.png grid/cell-1-1.png || refuse "a cell is not what generate draws"
expect 0 compare dog.png grid/cell-1-1.png --json
grep -q '"equal": true' output.txt || refuse "equal pictures are not called equal"
expect 0 compare grid --output sheet.png --html sheet.html
expect 0 compare dog.png grid/cell-0-1.png --mode diff --diff-mode heatmap --output diff.png

# What is exported draws what the prompt draws, bit for bit.
expect 0 generate "A dog" "${common[@]}" --steps 2 --seed 7 --metadata none --output direct.png
expect 0 encode "A dog" --model-path "$model" --output dog.safetensors
expect 0 embeddings convert dog.safetensors --output dog.npz
expect 0 embeddings convert dog.npz --output dog.npy
expect 0 embeddings blend dog.safetensors dog.npz --share 0 --output same.safetensors
for file in dog.safetensors dog.npz dog.npy same.safetensors; do
    expect 0 generate --prompt-embeds "$file" "${common[@]}" --steps 2 --seed 7 --metadata none --output "$file.png"
    cmp direct.png "$file.png" || refuse "$file draws another picture"
done
expect 0 encode "A cat" --model-path "$model" --output cat.safetensors
expect 0 embeddings compare cat.safetensors dog.safetensors --words 3 --model-path "$model" --json
[ "$(grep -c '"token_id"' output.txt)" = 3 ] || refuse "no nearest words"
expect 0 embeddings steer cat.safetensors --positive dog.safetensors --negative cat.safetensors \
    --output steered.safetensors
expect 0 generate --prompt-embeds steered.safetensors "${common[@]}" --steps 2 --seed 7 --output steered.png
expect 0 inspect steered.png --json
grep -q 'embedding_record' output.txt || refuse "the picture does not tell of the steering"
