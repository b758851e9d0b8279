#!/usr/bin/env bash
# Every relative link in a Markdown file leads to a file or folder of the project.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=tests/architecture/source_files.sh
. "$here/source_files.sh"
root=$1

# Prints "line<TAB>target" for each [text](target) and [name]: target outside of code.
links_of() {
    awk '
        /^ *```/ { code = !code; next }
        code { next }
        {
            text = $0
            gsub(/`[^`]*`/, "", text)
            if (match(text, /^\[[^]]+\]: +[^ ]+/)) {
                target = substr(text, RSTART, RLENGTH)
                sub(/^\[[^]]+\]: +/, "", target)
                print NR "\t" target
            }
            while (match(text, /\]\([^) ]+[^)]*\)/)) {
                target = substr(text, RSTART + 2, RLENGTH - 3)
                sub(/ .*/, "", target)
                print NR "\t" target
                text = substr(text, RSTART + RLENGTH)
            }
        }' "$1"
}

status=0
while IFS= read -r file; do
    while IFS=$'\t' read -r line target; do
        case "$target" in
        http://* | https://* | mailto:* | '#'*) continue ;;
        esac
        target=${target%%#*}
        case "$target" in
        /*) resolved="$root$target" ;;
        *) resolved="$root/$(dirname -- "$file")/$target" ;;
        esac
        if [ ! -e "$resolved" ]; then
            refuse "$file:$line: the link leads nowhere: $target"
            status=1
        fi
    done < <(links_of "$root/$file")
done < <(source_files "$root" '*.md')
exit "$status"
