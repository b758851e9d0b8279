// diptych-cli shard: a text model spread over several machines.
#pragma once

#include "app/cli/command.h"

namespace diptych::cli {

CommandBody makeShardCommand(CLI::App& command, CommandContext& context);

} // namespace diptych::cli
