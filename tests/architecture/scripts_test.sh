#!/usr/bin/env bash
# The scripts parse, shellcheck has nothing to say, they may be executed, and they work from anywhere.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=tests/architecture/source_files.sh
. "$here/source_files.sh"
root=$1
status=0

scripts=(start check .ci/run)
mapfile -t -O "${#scripts[@]}" scripts < <(source_files "$root" '*.sh')
cd "$root"
for script in "${scripts[@]}"; do
    bash -n "$script" || status=1
    if [[ $(head -c 2 "$script") == '#!' && ! -x $script ]]; then
        refuse "$script: not executable"
        status=1
    fi
done
if command -v shellcheck >/dev/null; then
    shellcheck --external-sources "${scripts[@]}" || status=1
else
    echo "shellcheck is not installed; its part is left out"
fi

# Called through a path with a space, from another folder.
odd_place=$(mktemp -d)
trap 'rm -rf "$odd_place"' EXIT
ln -s "$root" "$odd_place/a folder"
cd /
for script in start check; do
    if [[ $("$odd_place/a folder/$script" --help) != *"./$script"* ]]; then
        refuse "$script --help does not work from another folder"
        status=1
    fi
    if "$odd_place/a folder/$script" --no-such-option 2>/dev/null; then
        refuse "$script accepts an unknown option"
        status=1
    fi
done
if [[ $("$root/packaging/linux/install-packages.sh" --list check) != *libtorch-dev* ]]; then
    refuse "install-packages.sh --list does not list"
    status=1
fi
exit "$status"
