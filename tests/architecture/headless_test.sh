#!/usr/bin/env bash
# The configuration without Qt builds, includes no Qt header, and its engine tests pass. A test program that is byte for
# byte the one in the build that runs this test is not run again: that build's own test has run it. Such a program was
# linked from the same objects, so today nothing is left to run; the first engine module that is compiled differently
# without Qt brings its tests back by itself.
#
#   headless_test.sh ROOT BUILD
set -euo pipefail
root=$1
build=$2
headless="$root/build/headless"
# shellcheck source=packaging/linux/build-steps.sh
. "$root/packaging/linux/build-steps.sh"

configure headless
build headless
# Not grep -q, which would stop reading and let ninja fail.
if qt_headers=$(cd "$headless" && ninja -t deps | grep -E '/qt6?/Qt|/Q(t[A-Z]|Object)'); then
    printf 'an object of the configuration without Qt includes Qt headers:\n%s\n' "$qt_headers" >&2
    exit 1
fi

different=()
for program in "$headless"/tests/test_*; do
    cmp --silent "$program" "$build/tests/${program##*/}" || different+=("${program##*/test_}")
done
# Tests run the programs too: diptych-cli by cli_program.
for program in "$headless"/bin/*; do
    cmp --silent "$program" "$build/bin/${program##*/}" && continue
    name=${program##*/diptych-}
    different+=("${name}_program" "$name")
done
if [ "${#different[@]}" -eq 0 ]; then
    echo "Every program is the same as in ${build##*/}: nothing to run again."
    exit 0
fi
ctest --test-dir "$headless" --output-on-failure --label-regex '^engine$' --parallel "$(build_jobs)" \
    --tests-regex "^($(IFS='|' && echo "${different[*]}"))\$"
