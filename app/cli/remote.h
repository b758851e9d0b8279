// From the settings of a remote text encoder to the clients of its servers: one encodes, one
// writes.
#pragma once

#include "app/cli/command.h"
#include "core/net/hidden_states.h"
#include "core/pipeline/prompt_rewriter.h"

#include <memory>
#include <string>

namespace diptych::cli {

/// Null when prompts are encoded locally. No server is asked yet. Errors: InvalidInput (an address,
/// a key), Unsupported (a build without network), FileNotFound and FileInvalid for certificates.
Result<std::shared_ptr<net::HiddenStatesService>> openRemoteEncoder(CommandContext& context);

/// One server by its address, with the other settings of the configured ones. Errors: likewise.
Result<std::shared_ptr<net::HiddenStatesService>> openServer(CommandContext& context,
                                                             const std::string& url);

/// The same for a rewriter: null when the text encoder of this machine writes.
Result<std::unique_ptr<PromptRewriter>> openRemoteRewriter(CommandContext& context);

} // namespace diptych::cli
