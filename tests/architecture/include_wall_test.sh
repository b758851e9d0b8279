#!/usr/bin/env bash
# Nothing includes what the architecture forbids (the rules are in include_wall.awk), and each rule does refuse.
#
#   include_wall_test.sh ROOT BUILD         looks at the project
#   include_wall_test.sh --refuses          looks at one wrong file per rule
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=tests/architecture/source_files.sh
. "$here/source_files.sh"

# expect PATH TEXT WORDS: a project with this one more file is refused with these words; "-" means it is accepted.
expect() {
    local path=$1 text=$2 words=$3 project output
    project=$(mktemp -d)
    mkdir -p "$project"/core/{base,domain,net,pipeline,prompt,tensor} "$project"/{app/cli,widgets/panels} \
        "$(dirname "$project/$path")"
    printf '// A value.\n#include <ATen/core/Tensor.h>\n' >"$project/core/tensor/ops.h"
    printf '// A value.\n#include "core/tensor/ops.h"\n' >"$project/core/tensor/linear.h"
    printf '// A value.\n' >"$project/core/base/error.h"
    printf '// A value.\n' >"$project/core/domain/notice.h"
    printf '%s\n' 'core/base base' 'core/domain domain base' 'core/prompt prompt domain' 'core/tensor tensor base' \
        'core/pipeline pipeline tensor prompt' >"$project/modules.txt"
    printf '%b' "$text" >"$project/$path"
    output=$(cd "$project" && find core app widgets -type f | sort |
        xargs awk -f "$here/include_wall.awk" modules.txt) || true
    rm -rf "$project"
    if [ "$words" = - ]; then
        [ -z "$output" ] || { refuse "refused without reason: $output"; status=1; }
    elif [[ $output != "$path:"*"$words"* ]]; then
        refuse "$path: expected a refusal with '$words', got: ${output:-nothing}"
        status=1
    fi
}

refuses() {
    status=0
    expect core/prompt/a.cpp '#include <ATen/ATen.h>\n' "behind its wall"
    expect core/pipeline/a.h '// A.\n#include <c10/core/Device.h>\n' "behind its wall"
    expect core/pipeline/a.cpp '#include <ATen/ATen.h>\n#include "core/tensor/linear.h"\n' -
    expect core/pipeline/a.h '// A.\n#include "core/tensor/linear.h"\n' "brings in libtorch through core/tensor/ops.h"
    expect core/pipeline/inside/a.h '// A.\n#include "core/tensor/linear.h"\n' -
    expect core/pipeline/a.cpp '#include "core/pipeline/inside/job.h"\n' -
    expect core/prompt/a.cpp '#include "core/pipeline/inside/job.h"\n' "is for its own module only"
    expect app/cli/a.cpp '#include "core/tensor/linear.h"\n' "brings in libtorch"
    expect widgets/panels/a.cpp '#  include <ATen/ATen.h>\n' "behind its wall"
    expect core/tensor/a.cpp '#include <torch/torch.h>\n' "takes in all of libtorch"
    expect core/domain/a.cpp '#include <QString>\n' "never heard of Qt"
    expect core/domain/a.cpp '#include <QtCore/QString>\n' "never heard of Qt"
    expect core/net/qt/a.cpp '#include <QUrl>\n' -
    expect core/net/a.cpp '#include <QUrl>\n' "never heard of Qt"
    expect widgets/panels/a.cpp '#include <QtWidgets>\n' "takes in a whole Qt module"
    expect widgets/panels/a.cpp '#include <QWidget>\n#include "a.moc"\n' -
    expect core/prompt/a.cpp '#include "core/base/error.h"\n#include "core/domain/notice.h"\n' -
    expect core/domain/a.cpp '#include "core/prompt/format.h"\n' "in its DEPENDS"
    expect core/base/a.cpp '#include "app/cli/a.h"\n' "does not know its clients"
    expect widgets/panels/a.cpp '#include "app/gui/main_window.h"\n' "does not know the program around it"
    expect core/base/a.cpp '#include "../domain/notice.h"\n' "named from the root"
    expect core/base/a.cpp 'int x;\n  using namespace std;\n' "used nowhere"
    expect core/base/a.h '#pragma once\n' "opens with a comment"
    exit "$status"
}

[ "$1" != --refuses ] || refuses
root=$1
build=$2
cd "$root"
source_files "$root" '*.h' '*.cpp' | grep -E '^(core|widgets|app|tests)/' | tr '\n' '\0' |
    xargs -0 awk -f "$here/include_wall.awk" "$build/generated/modules.txt" >&2
