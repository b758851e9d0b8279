# shellcheck shell=bash
# Sourced by the tests in this folder.

# source_files ROOT PATTERN…: the project's files that match, one a line, relative to ROOT: what git tracks or would
# track, or, in an unpacked archive, every file outside build/.
source_files() {
    local root=$1 pattern file
    shift
    if [ -e "$root/.git" ] && git -C "$root" rev-parse --git-dir >/dev/null 2>&1; then
        git -C "$root" ls-files --cached --others --exclude-standard -- "$@" | while IFS= read -r file; do
            [ ! -f "$root/$file" ] || printf '%s\n' "$file"
        done
        return
    fi
    for pattern in "$@"; do
        (cd "$root" && find . -path ./build -prune -o -path ./.git -prune -o -type f -name "$pattern" -print)
    done | sed 's#^\./##' | sort
}

# refuse MESSAGE…: one line per finding, on standard error.
refuse() {
    printf '%s\n' "$*" >&2
}

# skip REASON: ctest shows the test as skipped.
skip() {
    printf 'skipped: %s\n' "$*"
    exit 77
}
