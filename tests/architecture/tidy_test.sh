#!/usr/bin/env bash
# clang-tidy with the checks of .clang-tidy over the source files that were built and do not include libtorch, whose
# headers clang 14 cannot read as C++20. A file that passed is not looked at again until it, a project header that it
# includes, its compiler flags or .clang-tidy change.
#
#   tidy_test.sh ROOT BUILD         the files that changed last, at most 40 of those that did not pass yet
#   tidy_test.sh ROOT BUILD --all   every file
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=tests/architecture/source_files.sh
. "$here/source_files.sh"
root=$1
build=$2
# A file takes three to eight seconds of one core, most of it in the standard library's headers.
most=40
[ "${3:-}" != --all ] || most=1000000
export root build
passed="$build/tidy-passed"
export passed

command -v clang-tidy-14 >/dev/null || skip "clang-tidy-14 is not installed"
[ -f "$build/compile_commands.json" ] || skip "no compile_commands.json"
mkdir -p "$passed"

# Sources that are compiled with libtorch's precompiled header, whose contents ninja's list does not show.
behind_the_wall() {
    grep --after-context=1 'diptych_torch_wall\.dir/cmake_pch' "$build/compile_commands.json" |
        sed -n "s#^ *\"file\": \"$root/\(.*\)\".*#\1#p"
}

# "source TAB project header TAB …" for each object that ninja built without libtorch.
torch_free_sources() {
    (cd "$build" && ninja -t deps) | awk -v root="$root/" '
        FILENAME != "-" { behind[$0]; next }
        function flush() {
            if (source != "" && !torch && !(source in behind))
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
        END { flush() }' <(behind_the_wall) - | sort -u
}

# Project files, the last changed first; nothing where there is no history.
history_of_changes() {
    [ -e "$root/.git" ] || return 0
    git -C "$root" diff --name-only HEAD
    git -C "$root" ls-files --others --exclude-standard
    git -C "$root" log --format= --name-only
}

# Sorts sources by the last change of the file or of the header of the same name.
last_changed_first() {
    awk -F '\t' '
        function stem(path) { sub(/\.[^.\/]*$/, "", path); return path }
        FILENAME != "-" { if (!(stem($0) in rank)) rank[stem($0)] = ++count; next }
        { print (stem($1) in rank ? rank[stem($1)] : count + 1) "\t" $0 }' <(history_of_changes) - |
        sort --stable --key=1,1n | cut -f 2-
}

# key_of SOURCE HEADER…: changes with everything that the result depends on.
key_of() {
    (
        cd "$root"
        sha256sum .clang-tidy "$@"
        grep --before-context=2 --fixed-strings "\"file\": \"$root/$1\"" "$build/compile_commands.json"
    ) | sha256sum | cut -d ' ' -f 1
}

tidy_one() {
    clang-tidy-14 --quiet -p "$build" "$root/$2" 2> >(grep -v 'warnings\? generated' >&2) || return 1
    touch "$passed/$1"
}
export -f tidy_one

mapfile -t entries < <(torch_free_sources | last_changed_first)
if [ "${#entries[@]}" -eq 0 ]; then
    refuse "nothing to look at: build first"
    exit 1
fi
pending=()
for entry in "${entries[@]}"; do
    IFS=$'\t' read -r -a files <<<"$entry"
    key=$(key_of "${files[@]}")
    [ -e "$passed/$key" ] || pending+=("$key" "${files[0]}")
done
waiting=$((${#pending[@]} / 2))
pending=("${pending[@]:0:2*most}")
echo "${#entries[@]} files, $waiting of them not passed yet, $((${#pending[@]} / 2)) looked at now"
[ "${#pending[@]}" -gt 0 ] || exit 0
# shellcheck disable=SC2016  # the parameters are the inner shell's
printf '%s\0' "${pending[@]}" |
    xargs -0 -n 2 -P "$(getconf _NPROCESSORS_ONLN)" bash -c 'tidy_one "$@"' tidy_one
