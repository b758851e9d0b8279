#include "core/domain/generation_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
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

Status checkNotNegative(const char* name, double value) {
    return checkRange(name, std::isfinite(value) && value >= 0.0, "a number of at least 0",
                      fmt::format("{}", value));
}

Status checkShare(const char* name, double value) {
    return checkRange(name, value >= 0.0 && value <= 1.0, "a number from 0 to 1",
                      fmt::format("{}", value));
}

Status checkGuidance(const GenerationRequest& request) {
    DIPTYCH_TRY_DONE(checkNotNegative("guidance_scale", request.guidanceScale));
    DIPTYCH_TRY_DONE(checkNotNegative("cfg_normalization", request.cfgNormalization.value_or(0.0)));
    DIPTYCH_TRY_DONE(checkNotNegative("cfg_truncation", request.cfgTruncation.value_or(1.0)));
    const SkipLayerGuidance& skip = request.skipLayers;
    DIPTYCH_TRY_DONE(checkRange("slg_scale", std::isfinite(skip.scale), "a number",
                                fmt::format("{}", skip.scale)));
    DIPTYCH_TRY_DONE(checkShare("slg_start", skip.start));
    DIPTYCH_TRY_DONE(checkShare("slg_stop", skip.stop));
    for (const int layer : skip.layers)
        DIPTYCH_TRY_DONE(
            checkRange("slg_layers", layer >= 0, "numbers from 0", std::to_string(layer)));
    return Done{};
}

Status checkPrompt(const GenerationRequest& request, int layers) {
    DIPTYCH_TRY_DONE(checkRange(
        "hidden_layer",
        layers == 0 || (request.hiddenLayer >= -(layers + 1) && request.hiddenLayer <= layers),
        fmt::format("from {} to {}", -(layers + 1), layers), std::to_string(request.hiddenLayer)));
    DIPTYCH_TRY_DONE(checkRange("max_tokens", request.maxPromptTokens >= 1, "at least 1",
                                std::to_string(request.maxPromptTokens)));
    DIPTYCH_TRY_DONE(checkNotNegative("variety_strength", request.variety.strength));
    return checkShare("variety_fraction", request.variety.fraction);
}

Status checkLoras(const std::vector<LoraRequest>& loras) {
    for (const LoraRequest& lora : loras) {
        DIPTYCH_TRY_DONE(checkRange("loras", !lora.path.empty(), "files", "an empty path"));
        DIPTYCH_TRY_DONE(
            checkRange("loras", std::abs(lora.strength) <= kLargestLoraStrength,
                       fmt::format("of a strength from -{0} to {0}", kLargestLoraStrength),
                       fmt::format("{}", lora.strength)));
    }
    return Done{};
}

Status checkPasses(const GenerationRequest& request) {
    DIPTYCH_TRY_DONE(checkShare("strength", request.source.strength));
    if (!request.source.mask.empty() && request.source.path.empty())
        return fail(Error{ErrorCode::InvalidInput,
                          "a mask needs the picture that it is for",
                          "give the picture too, or leave the mask out",
                          "",
                          {"mask"}});
    DIPTYCH_TRY_DONE(checkShare("refine_strength", request.twoPass.strength));
    return checkRange("base_size",
                      request.twoPass.baseSide >= kSmallestSide &&
                          request.twoPass.baseSide <= kLargestSide,
                      fmt::format("from {} to {}", kSmallestSide, kLargestSide),
                      std::to_string(request.twoPass.baseSide));
}

} // namespace

template <> std::span<const Choice<SeedRule>> choicesOf<SeedRule>() {
    static constexpr std::array kChoices = {
        Choice<SeedRule>{SeedRule::Increment, "increment",
                         "the seed goes up by one from each picture to the next"},
        Choice<SeedRule>{SeedRule::Fixed, "fixed", "all pictures have the same seed"},
        Choice<SeedRule>{SeedRule::Random, "random",
                         "seeds without a pattern, the same ones for the same first seed"},
    };
    return kChoices;
}

template <> std::span<const Choice<LongPromptMode>> choicesOf<LongPromptMode>() {
    static constexpr std::array kChoices = {
        Choice<LongPromptMode>{LongPromptMode::Full, "full", "the whole prompt counts"},
        Choice<LongPromptMode>{LongPromptMode::Truncate, "truncate", "the end is cut off"},
        Choice<LongPromptMode>{LongPromptMode::Interpolate, "interpolate",
                               "the embedding is drawn together linearly"},
        Choice<LongPromptMode>{LongPromptMode::Pool, "pool", "neighbouring tokens are averaged"},
        Choice<LongPromptMode>{LongPromptMode::AttentionPool, "attention_pool",
                               "neighbours are averaged, those that stand out weigh more"},
    };
    return kChoices;
}

template <> std::span<const Choice<FitMode>> choicesOf<FitMode>() {
    static constexpr std::array kChoices = {
        Choice<FitMode>{FitMode::Crop, "crop", "fill the size, cut off what stands over"},
        Choice<FitMode>{FitMode::Pad, "pad", "fit inside, fill the rest with the background"},
        Choice<FitMode>{FitMode::Stretch, "stretch", "ignore the aspect ratio"},
    };
    return kChoices;
}

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

std::int64_t pictureSeed(std::int64_t first, SeedRule rule, int index) {
    constexpr std::uint64_t kMask = 0x7FFFFFFFFFFFFFFFULL;
    if (rule == SeedRule::Fixed || index == 0)
        return first;
    const std::uint64_t counted =
        static_cast<std::uint64_t>(first) + static_cast<std::uint64_t>(index);
    if (rule == SeedRule::Increment)
        return static_cast<std::int64_t>(counted & kMask); // wraps like a generator's state would
    // SplitMix64's output function (Steele, Lea, Flood 2014); 32 bits as a drawn seed.
    std::uint64_t z = counted * 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return static_cast<std::int64_t>((z ^ (z >> 31)) & 0xFFFFFFFFU);
}

PictureSize sizeWithArea(int width, int height, int side) {
    const double scale = side / std::sqrt(static_cast<double>(width) * height);
    const auto scaled = [&](int pixels) {
        return nearestValidSide(static_cast<int>(
            std::lround(std::min(pixels * scale, static_cast<double>(kLargestSide)))));
    };
    return {scaled(width), scaled(height)};
}

PictureSize sizeForSource(int width, int height) {
    constexpr int kSide = 1024; // what the model draws best
    if (static_cast<double>(width) * height > static_cast<double>(kSide) * kSide)
        return sizeWithArea(width, height, kSide);
    return {nearestValidSide(width), nearestValidSide(height)};
}

int firstStep(int steps, double strength) {
    const double kept = steps - std::min(steps * strength, static_cast<double>(steps));
    return static_cast<int>(std::max(kept, 0.0));
}

std::int64_t drawSeed() {
    std::random_device device;
    const std::uint64_t bits = (std::uint64_t{device()} << 32) | device();
    // 32 bits are plenty of variety and a number that a person can read out and type again.
    return static_cast<std::int64_t>(bits & 0xFFFFFFFFU);
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
    DIPTYCH_TRY_DONE(checkPrompt(request, model.textLayerCount));
    DIPTYCH_TRY_DONE(checkPasses(request));
    DIPTYCH_TRY_DONE(checkLoras(request.loras));
    ResolvedRequest resolved{request, {}};
    if (!resolved.request.seed)
        resolved.request.seed = drawSeed();
    resolved.request.shift = shift;
    return resolved;
}

} // namespace diptych
