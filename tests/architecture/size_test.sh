#!/usr/bin/env bash
# No C++ file is longer than 600 lines without a stated reason.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=tests/architecture/source_files.sh
. "$here/source_files.sh"
root=$1
most_lines=600

# A line "path: reason" for each exception in long_files.txt.
has_reason() {
    grep -q "^$1: ..........*" "$here/long_files.txt"
}

status=0
while IFS= read -r file; do
    lines=$(wc -l <"$root/$file")
    [ "$lines" -gt "$most_lines" ] || continue
    has_reason "$file" && continue
    refuse "$file: $lines lines, more than $most_lines: split it, or give the reason in tests/architecture/long_files.txt"
    status=1
done < <(source_files "$root" '*.h' '*.cpp')

while IFS=: read -r file _; do
    case "$file" in '' | '#'*) continue ;; esac
    if [ ! -f "$root/$file" ] || [ "$(wc -l <"$root/$file")" -le "$most_lines" ]; then
        refuse "long_files.txt: $file needs no exception any more"
        status=1
    fi
done <"$here/long_files.txt"
exit "$status"
