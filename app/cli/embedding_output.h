// From encoded prompts to an embeddings file with everything that is known about them.
#pragma once

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/domain/conversation.h"
#include "core/encoders/embedding_file.h"
#include "core/pipeline/image_pipeline.h"

#include <string>

namespace diptych::cli {

/// What the header of a file says about `encoded`; `formattedPrompt` is empty when token ids were
/// given, `templateName` when there is none.
EmbeddingFacts embeddingFacts(const EncodedPrompt& encoded, const Conversation& conversation,
                              const std::string& templateName, const std::string& formattedPrompt);

/// The time now in UTC, e.g. "2026-01-31T12:00:00Z".
std::string timestampUtc();

} // namespace diptych::cli
