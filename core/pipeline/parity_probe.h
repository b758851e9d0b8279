// Asks two text encoders for the same short prompt and compares: the reference is a local text
// encoder or a file that one wrote.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/domain/conversation.h"
#include "core/net/hidden_states.h"
#include "core/pipeline/image_pipeline.h"
#include "core/pipeline/parity.h"

#include <filesystem>
#include <string>

namespace diptych {

/// The prompt that is encoded where nobody names one: a system part, blanks and marks, so that
/// different formatting shows.
Conversation parityConversation();

/// Everything about a prompt that a difference can be recognised by: all layers, and the other ways
/// in which servers are known to format. `pipeline` must have a text encoder and a tokenizer of its
/// own. Errors: those of ImagePipeline::encode and allHiddenStates.
Result<ParityReference> makeParityReference(ImagePipeline& pipeline,
                                            const Conversation& conversation, int layer,
                                            const RunContext& context);

/// A reference that was stored: a file of `diptych-cli encode`, best with --all-layers, and the
/// formatted prompt that it holds.
struct StoredParity {
    ParityReference reference;
    std::string formattedPrompt; ///< empty where the file does not tell
};

/// Errors: those of readEmbeddingFile.
Result<StoredParity> readParityReference(const std::filesystem::path& path);

/// Lets the service encode the formatted prompt and compares. Neither the number of tokens nor the
/// width is insisted on: both are part of what is found. Errors: those of
/// HiddenStatesService::encode.
Result<ParityReport> probeParity(net::HiddenStatesService& service,
                                 const ParityReference& reference,
                                 const std::string& formattedPrompt, const RunContext& context);

} // namespace diptych
