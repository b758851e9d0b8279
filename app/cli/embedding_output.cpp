#include "app/cli/embedding_output.h"

#include "app/program/version.h"

namespace diptych::cli {

EmbeddingFacts embeddingFacts(const EncodedPrompt& encoded, const Conversation& conversation,
                              const std::string& templateName, const std::string& formattedPrompt) {
    return factsOfEncoding(encoded, conversation, templateName, formattedPrompt, program::kVersion);
}

} // namespace diptych::cli
