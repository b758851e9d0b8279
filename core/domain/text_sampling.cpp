#include "core/domain/text_sampling.h"

#include <fmt/format.h>

namespace diptych {

namespace {

Status checkRange(std::string_view name, double value, double least, double most) {
    if (value >= least && value <= most) // false for NaN too
        return Done{};
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} must be {} to {} (got {})", name, least, most, value));
}

Status checkAtLeast(std::string_view name, int value, int least) {
    if (value >= least)
        return Done{};
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} must be at least {} (got {})", name, least, value));
}

} // namespace

Status checkSampling(const TextSampling& sampling) {
    DIPTYCH_TRY_DONE(checkRange("the temperature", sampling.temperature, 0.0, 2.0));
    DIPTYCH_TRY_DONE(checkRange("top-p", sampling.topP, 0.0, 1.0));
    DIPTYCH_TRY_DONE(checkAtLeast("top-k", sampling.topK, 0));
    DIPTYCH_TRY_DONE(checkRange("min-p", sampling.minP, 0.0, 1.0));
    DIPTYCH_TRY_DONE(checkRange("the presence penalty", sampling.presencePenalty, -2.0, 2.0));
    DIPTYCH_TRY_DONE(checkRange("the frequency penalty", sampling.frequencyPenalty, -2.0, 2.0));
    DIPTYCH_TRY_DONE(checkRange("the repetition penalty", sampling.repetitionPenalty, 0.1, 2.0));
    return checkAtLeast("the number of tokens", sampling.maxTokens, 1);
}

std::string_view toString(FinishReason reason) {
    return reason == FinishReason::Stop ? "stop" : "length";
}

} // namespace diptych
