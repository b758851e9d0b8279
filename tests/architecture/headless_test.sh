#!/usr/bin/env bash
# The configuration without Qt builds, and its engine tests pass.
#
#   headless_test.sh ROOT
set -euo pipefail
root=$1
# shellcheck source=packaging/linux/build-steps.sh
. "$root/packaging/linux/build-steps.sh"

configure headless
build headless
# Not grep -q, which would stop reading and let ninja fail.
if qt_headers=$(cd "$root/build/headless" && ninja -t deps | grep -E '/qt6?/Qt|/Q(t[A-Z]|Object)'); then
    printf 'an object of the configuration without Qt includes Qt headers:\n%s\n' "$qt_headers" >&2
    exit 1
fi
ctest --test-dir "$root/build/headless" --output-on-failure --no-tests=error --label-regex '^engine$' \
    --parallel "$(build_jobs)"
