#!/usr/bin/env bash
# clang-tidy with the checks of .clang-tidy over every source file that was built and does not include libtorch, whose
# headers clang 14 cannot read as C++20. A file that passed is not looked at again until it, a project header that it
# includes, or .clang-tidy changes.
#
#   tidy_test.sh ROOT BUILD
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=tests/architecture/source_files.sh
. "$here/source_files.sh"
root=$1
build=$2
export root build
passed="$build/tidy-passed"
export passed

command -v clang-tidy-14 >/dev/null || skip "clang-tidy-14 is not installed"
[ -f "$build/compile_commands.json" ] || skip "no compile_commands.json"
mkdir -p "$passed"

# "source TAB project header TAB …" for each object that ninja built without libtorch.
torch_free_sources() {
    (cd "$build" && ninja -t deps) | awk -v root="$root/" '
        function flush() {
            if (source != "" && !torch)
                print source files
            source = files = ""
            torch = 0
        }
        /^[^ ].*: #deps/ { flush(); next }
        /\/(ATen|c10|torch)\// { torch = 1 }
        { path = $1 }
        # The compiler cache writes project paths relative to the build folder, which lies in the project.
        index(path, "../../") == 1 { path = root substr(path, 7) }
        index(path, root) == 1 {
            path = substr(path, length(root) + 1)
            if (path ~ /^build\//)
                next
            if (path ~ /^(core|widgets|app)\/.*\.cpp$/ && source == "")
                source = path
            else
                files = files "\t" path
        }
        END { flush() }' | sort -u
}

tidy_one() {
    local files key
    IFS=$'\t' read -r -a files <<<"$1"
    key=$(cd "$root" && sha256sum .clang-tidy "${files[@]}" | sha256sum | cut -d ' ' -f 1)
    [ ! -e "$passed/$key" ] || return 0
    clang-tidy-14 --quiet -p "$build" "$root/${files[0]}" 2> >(grep -v 'warnings\? generated' >&2) || return 1
    touch "$passed/$key"
}
export -f tidy_one

mapfile -t entries < <(torch_free_sources)
if [ "${#entries[@]}" -eq 0 ]; then
    refuse "nothing to look at: build first"
    exit 1
fi
echo "${#entries[@]} files"
# shellcheck disable=SC2016  # $1 is the inner shell's
printf '%s\0' "${entries[@]}" |
    xargs -0 -n 1 -P "$(getconf _NPROCESSORS_ONLN)" bash -c 'tidy_one "$1"' tidy_one
