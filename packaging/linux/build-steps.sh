# shellcheck shell=bash
# Sourced by ./start, ./check and tests: configuring, and how many compilers may run at a time. Needs $root.
: "${root:?the root of the project}"

step() {
    printf '\n== %s\n' "$*"
}

# Prints the comment block at the head of a script, which is its help text.
usage_of() {
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$1"
}

# One a core, but no more than memory allows: a unit that includes libtorch takes up to 1.5 GiB.
build_jobs() {
    local cores memory_kib by_memory
    cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
    memory_kib=$(sed -n 's/^MemAvailable: *\([0-9]*\) kB$/\1/p' /proc/meminfo 2>/dev/null || true)
    by_memory=$((${memory_kib:-$((cores * 1572864))} / 1572864))
    [ "$by_memory" -ge 1 ] || by_memory=1
    echo $((cores < by_memory ? cores : by_memory))
}

# configure PRESET [-D…]: makes build/PRESET. From the second time on ninja sees by itself what changed, except when the
# first configure failed half way or the folder was moved since.
configure() {
    local preset=$1 cache="$root/build/$1/CMakeCache.txt"
    shift
    if [ -f "$root/build/$preset/build.ninja" ] && grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache"; then
        return 0
    fi
    (cd "$root" && cmake --preset "$preset" --fresh --log-level=NOTICE "$@" >/dev/null)
}

# build PRESET [TARGET…]
build() {
    local preset=$1 target arguments=()
    shift
    for target in "$@"; do
        arguments+=(--target "$target")
    done
    NINJA_STATUS='[%f/%t, %es] ' cmake --build "$root/build/$preset" --parallel "$(build_jobs)" "${arguments[@]}"
}
