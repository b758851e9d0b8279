// `diptych-cli decode`
#pragma once

#include "app/cli/command.h"

namespace diptych::cli {

CommandBody makeDecodeCommand(CLI::App& command, CommandContext& context);

} // namespace diptych::cli
