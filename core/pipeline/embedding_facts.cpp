#include "core/pipeline/embedding_facts.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>

namespace diptych {

EmbeddingFacts factsOfEncoding(const EncodedPrompt& encoded, const Conversation& conversation,
                               const std::string& templateName, const std::string& formattedPrompt,
                               const std::string& version) {
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
    facts.version = version;
    return facts;
}

std::string timestampUtc() {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

} // namespace diptych
