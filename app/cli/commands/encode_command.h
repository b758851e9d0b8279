// `diptych-cli encode`
#pragma once

#include "app/cli/command.h"

namespace diptych::cli {

CommandBody makeEncodeCommand(CLI::App& command, CommandContext& context);

} // namespace diptych::cli
