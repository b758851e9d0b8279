// diptych-cli templates: which templates there are, what one says, and whether a collection keeps
// the rules.
#pragma once

#include "app/cli/command.h"

namespace diptych::cli {

CommandBody makeTemplatesCommand(CLI::App& command, CommandContext& context);

} // namespace diptych::cli
