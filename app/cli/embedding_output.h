// From encoded prompts to an embeddings file with everything that is known about them.
#pragma once

#include "core/pipeline/embedding_facts.h"

#include <string>

namespace diptych::cli {

/// What the header of a file says about `encoded`; `formattedPrompt` is empty when token ids were
/// given, `templateName` when there is none.
EmbeddingFacts embeddingFacts(const EncodedPrompt& encoded, const Conversation& conversation,
                              const std::string& templateName, const std::string& formattedPrompt);

} // namespace diptych::cli
