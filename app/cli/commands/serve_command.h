// The command `serve`: the model over HTTP.
#pragma once

#include "app/cli/command.h"

namespace diptych::cli {

CommandBody makeServeCommand(CLI::App& command, CommandContext& context);

} // namespace diptych::cli
