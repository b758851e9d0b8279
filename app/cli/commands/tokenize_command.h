// `diptych-cli tokenize`
#pragma once

#include "app/cli/command.h"

namespace diptych::cli {

CommandBody makeTokenizeCommand(CLI::App& command, CommandContext& context);

} // namespace diptych::cli
