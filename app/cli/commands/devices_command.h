// `diptych-cli devices`
#pragma once

#include "app/cli/command.h"

namespace diptych::cli {

CommandBody makeDevicesCommand(CLI::App& command, CommandContext& context);

} // namespace diptych::cli
