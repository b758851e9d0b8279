#include "core/domain/generation_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace diptych {

namespace {

Status checkSide(const char* name, int pixels) {
    if (pixels >= kSmallestSide && pixels <= kLargestSide && pixels % kSizeMultiple == 0)
        return Done{};
    return fail(Error{ErrorCode::InvalidInput,
                      fmt::format("{} must be a multiple of {} from {} to {} (got {})", name,
                                  kSizeMultiple, kSmallestSide, kLargestSide, pixels),
                      fmt::format("the nearest valid {} is {}", name, nearestValidSide(pixels)),
                      "",
                      {name}});
}

Status checkRange(const char* name, bool valid, const std::string& expectation,
                  const std::string& got) {
    if (valid)
        return Done{};
    return fail(Error{ErrorCode::InvalidInput,
                      fmt::format("{} must be {} (got {})", name, expectation, got),
                      "",
                      "",
                      {name}});
}

Status checkGuidance(const GenerationRequest& request) {
    const auto check = [](const char* name, double value) {
        return checkRange(name, std::isfinite(value) && value >= 0.0, "a number of at least 0",
                          fmt::format("{}", value));
    };
    DIPTYCH_TRY_DONE(check("guidance_scale", request.guidanceScale));
    DIPTYCH_TRY_DONE(check("cfg_normalization", request.cfgNormalization.value_or(0.0)));
    return check("cfg_truncation", request.cfgTruncation.value_or(1.0));
}

std::int64_t drawSeed() {
    std::random_device device;
    const std::uint64_t bits = (std::uint64_t{device()} << 32) | device();
    // 32 bits are plenty of variety and a number that a person can read out and type again.
    return static_cast<std::int64_t>(bits & 0xFFFFFFFFU);
}

} // namespace

double DynamicShift::shiftFor(int width, int height) const {
    const int columns = width / kSizeMultiple;
    const int rows = height / kSizeMultiple;
    const double tokens = static_cast<double>(columns) * rows;
    const double slope = (largestMu - baseMu) / (largestTokens - baseTokens);
    return std::exp(baseMu + (tokens - baseTokens) * slope);
}

int nearestValidSide(int pixels) {
    const int clamped = std::clamp(pixels, kSmallestSide, kLargestSide);
    return (clamped + kSizeMultiple / 2) / kSizeMultiple * kSizeMultiple;
}

Result<ResolvedRequest> resolve(const GenerationRequest& request, const ModelSpec& model) {
    DIPTYCH_TRY_DONE(checkSide("width", request.width));
    DIPTYCH_TRY_DONE(checkSide("height", request.height));
    DIPTYCH_TRY_DONE(checkRange("steps", request.steps >= 1 && request.steps <= kLargestSteps,
                                fmt::format("from 1 to {}", kLargestSteps),
                                std::to_string(request.steps)));
    DIPTYCH_TRY_DONE(
        checkRange("count", request.count >= 1, "at least 1", std::to_string(request.count)));
    DIPTYCH_TRY_DONE(checkRange("seed", !request.seed || *request.seed >= 0, "at least 0",
                                request.seed ? std::to_string(*request.seed) : ""));
    DIPTYCH_TRY_DONE(checkGuidance(request));
    const double ownShift = model.dynamicShift
                                ? model.dynamicShift->shiftFor(request.width, request.height)
                                : model.shift;
    const double shift = request.shift.value_or(ownShift);
    DIPTYCH_TRY_DONE(checkRange("shift", std::isfinite(shift) && shift > 0.0,
                                "a number greater than 0", fmt::format("{}", shift)));
    const int layers = model.textLayerCount;
    DIPTYCH_TRY_DONE(checkRange(
        "hidden_layer",
        layers == 0 || (request.hiddenLayer >= -(layers + 1) && request.hiddenLayer <= layers),
        fmt::format("from {} to {}", -(layers + 1), layers), std::to_string(request.hiddenLayer)));

    for (const LoraRequest& lora : request.loras) {
        DIPTYCH_TRY_DONE(checkRange("loras", !lora.path.empty(), "files", "an empty path"));
        DIPTYCH_TRY_DONE(
            checkRange("loras", std::abs(lora.strength) <= kLargestLoraStrength,
                       fmt::format("of a strength from -{0} to {0}", kLargestLoraStrength),
                       fmt::format("{}", lora.strength)));
    }

    ResolvedRequest resolved{request, {}};
    if (!resolved.request.seed)
        resolved.request.seed = drawSeed();
    resolved.request.shift = shift;
    return resolved;
}

} // namespace diptych
