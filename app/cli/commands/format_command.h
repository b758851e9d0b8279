// `diptych-cli format`
#pragma once

#include "app/cli/command.h"

namespace diptych::cli {

CommandBody makeFormatCommand(CLI::App& command, CommandContext& context);

} // namespace diptych::cli
