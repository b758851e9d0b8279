#!/usr/bin/env bash
# The configure step refuses what the architecture forbids, each in the words that a developer will read.
#
#   layer_check_test.sh ROOT
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
root=$1
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
status=0

# expect CASE WORDS: configuring it fails with these words; without words it succeeds.
expect() {
    local output words=${2:-}
    if output=$(cmake -S "$here/layer_check" -B "$build" -G Ninja "-DREPOSITORY=$root" "-DCASE=$1" 2>&1); then
        [ -z "$words" ] || { echo "$1: not refused" >&2; status=1; }
    elif [ -z "$words" ] || [[ $(tr -s ' \n' ' ' <<<"$output") != *"$words"* ]]; then
        printf '%s: expected "%s", got:\n%s\n' "$1" "${words:-success}" "$output" >&2
        status=1
    fi
}

expect good
expect upward "'config' (layer 2) may not depend on 'pipeline' (layer 5)"
expect sideways "'config' (layer 2) may not depend on 'net_qt' (layer 2)"
expect hidden "'config' links 'pipeline' without naming it in DEPENDS"
expect unknown "'config' depends on 'nobody', which is no module"
expect qt_in_engine "'config' belongs to the engine and may not link Qt6::Core"
expect torch_without_saying "'config' links diptych_torch without saying TORCH"
expect torch_inside_elsewhere "'config' may not use libtorch"
expect torch_public_elsewhere "'config' may not show libtorch in its headers"
expect no_layer "LAYER is a number"
expect cycle "contains the following strongly connected component (cycle)"
expect good
exit "$status"
