// `diptych-cli generate`
#pragma once

#include "app/cli/command.h"

namespace diptych::cli {

CommandBody makeGenerateCommand(CLI::App& command, CommandContext& context);

} // namespace diptych::cli
