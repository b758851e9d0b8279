// How a language model writes the answer to a request, wherever it runs: reading the prompt,
// choosing tokens, taking the answer apart.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/generation/generate_tokens.h"
#include "core/pipeline/prompt_rewriter.h"
#include "core/tokenizer/tokenizer.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace diptych {

/// A model that can write.
struct WritingModel {
    const Tokenizer& tokenizer;
    std::vector<std::int32_t> ends; ///< tokens that end a text
    std::int64_t contextLength = 0; ///< tokens that the model can read
    /// Begins a text of at most so many tokens.
    std::function<Result<std::unique_ptr<generation::TokenScorer>>(std::int64_t capacity)> start;
};

/// `stopIds` and those that the tokenizer has for the purpose.
std::vector<std::int32_t> endsOfText(const Tokenizer& tokenizer, std::vector<std::int32_t> stopIds);

/// Writes what `request`, which is checked already, asks for; `prompt` are the tokens of
/// `formatRewrite`. Errors: InvalidInput (a prompt longer than the model's context), Cancelled, and
/// what the model adds.
Result<RewriteResult> writeText(const WritingModel& model, const RewriteRequest& request,
                                std::span<const std::int32_t> prompt, TextSink* sink,
                                const RunContext& context);

} // namespace diptych
