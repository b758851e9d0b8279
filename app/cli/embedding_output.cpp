#include "app/cli/embedding_output.h"

#include "app/cli/tensor_files.h"
#include "app/program/version.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>

namespace diptych::cli {

EmbeddingFacts embeddingFacts(const EncodedPrompt& encoded, const Conversation& conversation,
                              const std::string& templateName, const std::string& formattedPrompt) {
    EmbeddingFacts facts;
    facts.prompt = conversation.user;
    facts.formattedPrompt = formattedPrompt;
    facts.systemPrompt = conversation.system;
    facts.thinkingContent = conversation.thinking;
    facts.assistantContent = conversation.assistant;
    facts.templateName = templateName;
    facts.hiddenLayer = std::to_string(encoded.hiddenLayer);
    facts.tokenCount = std::to_string(encoded.embedding.shape.at(0));
    facts.encoder = encoded.encoder;
    facts.dtype = formatName(encoded.embedding.type);
    facts.createdAt = timestampUtc();
    facts.version = program::kVersion;
    return facts;
}

std::string timestampUtc() {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

} // namespace diptych::cli
