// `diptych-cli embeddings`: look at saved embeddings, compare them, make new ones out of them.
#pragma once

#include "app/cli/command.h"

namespace diptych::cli {

CommandBody makeEmbeddingsCommand(CLI::App& command, CommandContext& context);

} // namespace diptych::cli
