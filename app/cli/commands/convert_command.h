// `diptych-cli convert`: a model in another number format, as a folder of its own.
#pragma once

#include "app/cli/command.h"

namespace diptych::cli {

CommandBody makeConvertCommand(CLI::App& command, CommandContext& context);

} // namespace diptych::cli
