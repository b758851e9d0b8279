// `diptych-cli compare`: pictures side by side, their differences, and grids of one request.
#pragma once

#include "app/cli/command.h"

namespace diptych::cli {

CommandBody makeCompareCommand(CLI::App& command, CommandContext& context);

} // namespace diptych::cli
