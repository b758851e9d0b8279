// `diptych-cli rewrite`
#pragma once

#include "app/cli/command.h"

namespace diptych::cli {

CommandBody makeRewriteCommand(CLI::App& command, CommandContext& context);

} // namespace diptych::cli
