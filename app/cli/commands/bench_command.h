// `diptych-cli bench`
#pragma once

#include "app/cli/command.h"

namespace diptych::cli {

CommandBody makeBenchCommand(CLI::App& command, CommandContext& context);

} // namespace diptych::cli
