// `diptych-cli config`: which settings are in force, what one means, what is wrong in a file.
#pragma once

#include "app/cli/command.h"

namespace diptych::cli {

CommandBody makeConfigCommand(CLI::App& command, CommandContext& context);

} // namespace diptych::cli
