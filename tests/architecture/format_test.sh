#!/usr/bin/env bash
# Every C++ file is formatted as .clang-format says. Mend with: clang-format-14 -i FILE
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=tests/architecture/source_files.sh
. "$here/source_files.sh"
root=$1

command -v clang-format-14 >/dev/null || skip "clang-format-14 is not installed"
cd "$root"
source_files "$root" '*.h' '*.cpp' | tr '\n' '\0' | xargs -0 -r clang-format-14 --dry-run -Werror
