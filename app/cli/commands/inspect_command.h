// `diptych-cli inspect`
#pragma once

#include "app/cli/command.h"

namespace diptych::cli {

CommandBody makeInspectCommand(CLI::App& command, CommandContext& context);

} // namespace diptych::cli
