#include "core/generation/generate_tokens.h"

#include <algorithm>
#include <utility>

namespace diptych::generation {

Result<GeneratedTokens> generateTokens(TokenScorer& scorer, TokenSampler& sampler,
                                       std::span<const std::int32_t> prompt,
                                       const GenerationLimits& limits, const TokenHandler& onToken,
                                       const RunContext& context) {
    GeneratedTokens generated;
    DIPTYCH_TRY(std::vector<float> scores, scorer.extend(prompt, context));
    while (true) {
        DIPTYCH_TRY(const std::int32_t id, sampler.next(std::move(scores)));
        generated.ids.push_back(id);
        onToken(id);
        if (context.cancelled())
            return fail(cancelledError());
        if (std::find(limits.stopIds.begin(), limits.stopIds.end(), id) != limits.stopIds.end()) {
            generated.finishReason = FinishReason::Stop;
            return generated;
        }
        if (generated.ids.size() >= static_cast<std::size_t>(std::max(limits.maxTokens, 1)))
            return generated;
        DIPTYCH_TRY(scores, scorer.extend({&id, 1}, context));
    }
}

} // namespace diptych::generation
