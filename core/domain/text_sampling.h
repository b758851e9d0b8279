// How a language model's next token is chosen, as numbers: for the prompt rewriter and whoever else
// lets the text encoder write.
#pragma once

#include "core/base/result.h"

#include <string_view>

namespace diptych {

/// The defaults are those that Qwen3 is published with for answers that think first.
struct TextSampling {
    double temperature = 0.6;       ///< 0 to 2; 0 = always the best token
    double topP = 0.95;             ///< 0 to 1: the best tokens that together have this share
    int topK = 20;                  ///< this many of the best tokens; 0 = all
    double minP = 0.0;              ///< 0 to 1: at least this share of the best token's
    double presencePenalty = 0.0;   ///< −2 to 2, off scores of tokens that were written already
    double frequencyPenalty = 0.0;  ///< −2 to 2, the same for each time that they were
    double repetitionPenalty = 1.0; ///< 0.1 to 2, on tokens of the prompt too; 1 = none
    int maxTokens = 512;            ///< at least 1

    bool operator==(const TextSampling&) const = default;
};

/// Whether all numbers are in range. Errors: InvalidInput, naming the number.
Status checkSampling(const TextSampling& sampling);

/// Why a text ended.
enum class FinishReason {
    Stop,   ///< the model wrote a token that ends a text
    Length, ///< as many tokens as allowed, or the end of the model's context
};

/// "stop", "length", as in the interfaces of language model servers.
std::string_view toString(FinishReason reason);

} // namespace diptych
