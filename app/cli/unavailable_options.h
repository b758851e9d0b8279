// Flags that are understood although there is nothing behind them: names of the predecessor that
// stand for a Python mechanism (a note says what Diptych does instead), and capabilities that this
// version does not have (an error, so that nobody believes they had an effect).
#pragma once

#include "core/domain/notice.h"

#include <vector>

namespace CLI { // NOLINT(readability-identifier-naming): theirs
class App;
} // namespace CLI

namespace diptych::cli {

/// Adds them, hidden, unless `app` has a real flag of that name. Notes are appended to `notices`.
void addUnavailableOptions(CLI::App& app, std::vector<Notice>& notices);

} // namespace diptych::cli
