// What the header of an embeddings file says about a prompt that was encoded.
#pragma once

#include "core/domain/conversation.h"
#include "core/encoders/embedding_file.h"
#include "core/pipeline/image_pipeline.h"

#include <string>

namespace diptych {

/// `formattedPrompt` is empty when token ids were given, `templateName` when there is none;
/// `version` is the program's. The time is now, in UTC.
EmbeddingFacts factsOfEncoding(const EncodedPrompt& encoded, const Conversation& conversation,
                               const std::string& templateName, const std::string& formattedPrompt,
                               const std::string& version);

/// The time now in UTC, e.g. "2026-01-31T12:00:00Z".
std::string timestampUtc();

} // namespace diptych
