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
if (cd "$root/build/headless" && ninja -t deps) | grep -qiE '/qt6?/Qt|/Q(t[A-Z]|Object)'; then
    echo "an object of the configuration without Qt includes a Qt header" >&2
    exit 1
fi
ctest --test-dir "$root/build/headless" --output-on-failure --no-tests=error --label-regex '^engine$' \
    --parallel "$(build_jobs)"
