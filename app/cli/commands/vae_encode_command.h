// `diptych-cli vae-encode`
#pragma once

#include "app/cli/command.h"

namespace diptych::cli {

CommandBody makeVaeEncodeCommand(CLI::App& command, CommandContext& context);

} // namespace diptych::cli
