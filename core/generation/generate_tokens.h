// The loop that lets a language model write: read the prompt, choose a token, read it, and so on.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/domain/text_sampling.h"
#include "core/generation/token_sampler.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace diptych::generation {

/// A model in the middle of a text.
class TokenScorer {
  public:
    virtual ~TokenScorer() = default;

    /// Reads `ids` behind what was read before and returns a score for every token that could
    /// follow. Errors: Cancelled, and what the model adds.
    virtual Result<std::vector<float>> extend(std::span<const std::int32_t> ids,
                                              const RunContext& context) = 0;
};

struct GenerationLimits {
    std::vector<std::int32_t> stopIds; ///< each ends the text and is part of it
    int maxTokens = 0;                 ///< at least 1
};

struct GeneratedTokens {
    std::vector<std::int32_t> ids; ///< without the prompt
    FinishReason finishReason = FinishReason::Length;
};

/// Hears about every token as soon as it is chosen, the one that ends the text too.
using TokenHandler = std::function<void(std::int32_t id)>;

/// Errors: those of the scorer and the sampler; Cancelled, at the latest one token after the stop
/// was requested.
Result<GeneratedTokens> generateTokens(TokenScorer& scorer, TokenSampler& sampler,
                                       std::span<const std::int32_t> prompt,
                                       const GenerationLimits& limits, const TokenHandler& onToken,
                                       const RunContext& context);

} // namespace diptych::generation
