// Prompts to hidden states for every endpoint that needs them.
#pragma once

#include "app/server/server_context.h"
#include "core/pipeline/image_pipeline.h"

#include <tl/expected.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace diptych::server {

/// What an endpoint wants, or what it answers instead.
template <typename T> using Outcome = tl::expected<T, HttpReply>;

/// Ids of a text, at most `maxTokens` of them. Only where there is a tokenizer.
std::vector<std::int32_t> tokensOf(const ServerContext& context, const std::string& text,
                                   std::int64_t maxTokens);

/// Encodes a formatted prompt, here or on the server that is configured. `hiddenLayer` in Hugging
/// Face numbering; of more than `maxTokens` tokens the first are kept.
Outcome<EncodedPrompt> encodeText(ServerContext& context, const HttpCall& call, Family family,
                                  const std::string& text, std::int64_t maxTokens, int hiddenLayer,
                                  LastLayer last);

} // namespace diptych::server
