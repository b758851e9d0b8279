// `encode --compare-with`: whether another text encoder gives the same numbers for the prompt, and
// what it does differently where it does not.
#pragma once

#include "app/cli/command.h"
#include "core/domain/conversation.h"

#include <string>

namespace diptych::cli {

/// `with` is a server's address, which is compared with the text encoder here, or a file of
/// `encode`, with which whoever encodes now (here or `--api-url`) is compared. Prints what is
/// found. Errors: those of both encoders and of the file; InvalidInput (a file of another prompt or
/// layer).
Status compareEncoders(CommandContext& context, const Conversation& conversation, int hiddenLayer,
                       const std::string& with);

} // namespace diptych::cli
