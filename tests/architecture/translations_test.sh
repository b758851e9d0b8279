#!/usr/bin/env bash
# Every text of the window is in every catalogue of translations/, and nothing else is.
#
#   translations_test.sh SOURCE_FOLDER
#
# When it fails: lupdate -I . -recursive app/connection app/gui app/worker widgets -locations none -no-obsolete -ts translations/*.ts
# brings the catalogues up to date; what is new in them is marked as unfinished. The English one holds plural forms alone: call it
# for translations/diptych_en.ts with -pluralonly instead, and for the others by name.
set -euo pipefail
cd "$1"
lupdate=$(command -v lupdate || true)
for place in /usr/lib/qt6/bin/lupdate /usr/lib64/qt6/bin/lupdate; do
    [ ! -x "$place" ] || lupdate=$place
done
if [ -z "$lupdate" ]; then
    echo "translations_test: lupdate is missing (package qt6-l10n-tools)" >&2
    exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp translations/*.ts "$folder"
update() {
    "$lupdate" -silent -I . -recursive app/connection app/gui app/worker widgets -locations none -no-obsolete "$@"
}
update -pluralonly -ts "$folder/diptych_en.ts"
mapfile -t others < <(find "$folder" -name '*.ts' ! -name diptych_en.ts)
update -ts "${others[@]}"
status=0
for catalogue in translations/*.ts; do
    name=$(basename "$catalogue")
    if grep -q 'type="unfinished"' "$folder/$name"; then
        echo "$catalogue lacks translations:" >&2
        grep -B3 'type="unfinished"' "$folder/$name" | grep '<source>' | head -20 >&2
        status=1
    fi
    messages() { grep -c '<message' "$1"; }
    if [ "$(messages "$catalogue")" != "$(messages "$folder/$name")" ]; then
        echo "$catalogue has texts that the window does not have, or the other way round" >&2
        status=1
    fi
done
exit "$status"
