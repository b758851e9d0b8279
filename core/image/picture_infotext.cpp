// The readable text inside a picture: what other programs call their generation parameters.
#include "core/image/infotext.h"
#include "core/image/picture_metadata.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace diptych {

namespace {

// The names under which other programs know the schedulers.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kSamplerNames = {
    {{"flow_euler", "Euler"},
     {"flow_heun", "Heun"},
     {"dpm_solver", "DPM++ 2M"},
     {"unipc", "UniPC"}}};
constexpr std::string_view kVersionPrefix = "Diptych ";

std::string samplerName(const std::string& scheduler) {
    for (const auto& [ours, theirs] : kSamplerNames) {
        if (scheduler == ours)
            return std::string(theirs);
    }
    return scheduler;
}

std::string lorasText(const std::vector<LoraRecord>& loras) {
    std::string text;
    for (const LoraRecord& lora : loras)
        text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", lora.name, lora.scale);
    return text;
}

// A number that fills the whole text; `target` keeps its value otherwise.
template <typename Number> bool readNumber(std::string_view text, Number& target) {
    Number value{};
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end)
        return false;
    target = value;
    return true;
}

void readSize(std::string_view text, GenerationRequest& request) {
    const std::size_t cross = text.find('x');
    int width = 0;
    int height = 0;
    if (cross == std::string_view::npos || !readNumber(text.substr(0, cross), width) ||
        !readNumber(text.substr(cross + 1), height))
        return;
    request.width = width;
    request.height = height;
}

void readGuidance(std::string_view text, GenerationRequest& request) {
    constexpr double kPrecision = 1e9; // undoes the rounding of + 1 and - 1
    double scale = 1.0;
    if (readNumber(text, scale) && std::isfinite(scale))
        request.guidanceScale = std::max(0.0, std::round((scale - 1.0) * kPrecision) / kPrecision);
}

// The first of two passes; the picture's own size when it is drawn in one.
PictureSize firstPassSize(const GenerationRequest& request) {
    const PictureSize whole{request.width, request.height};
    if (!request.twoPass.enabled)
        return whole;
    const PictureSize base = sizeWithArea(request.width, request.height, request.twoPass.baseSide);
    return base.width < whole.width && base.height < whole.height ? base : whole;
}

// Size, and what that format calls image to image and "hires fix": there the size is that of the
// first pass.
std::vector<std::pair<const char*, std::string>> passSettings(const GenerationRequest& request) {
    const PictureSize base = firstPassSize(request);
    const bool isEnlarged = base != PictureSize{request.width, request.height};
    std::vector<std::pair<const char*, std::string>> settings;
    settings.emplace_back("Size", fmt::format("{}x{}", base.width, base.height));
    if (!request.source.path.empty())
        settings.emplace_back("Denoising strength", fmt::format("{}", request.source.strength));
    else if (isEnlarged)
        settings.emplace_back("Denoising strength", fmt::format("{}", request.twoPass.strength));
    if (!isEnlarged)
        return settings;
    // A factor where a whole one tells it, else the size.
    const int factor = request.width / base.width;
    if (base.width * factor == request.width && base.height * factor == request.height)
        settings.emplace_back("Hires upscale", fmt::format("{}", factor));
    else
        settings.emplace_back("Hires resize", fmt::format("{}x{}", request.width, request.height));
    settings.emplace_back("Hires upscaler", "Latent");
    return settings;
}

// When the size of the first pass is known.
void readPasses(const Infotext& infotext, GenerationRequest& request) {
    double strength = -1.0;
    if (const std::string* text = infotext.find("Denoising strength"))
        readNumber(*text, strength);
    const bool hasStrength = strength >= 0.0 && strength <= 1.0;
    const std::string* upscale = infotext.find("Hires upscale");
    const std::string* resize = infotext.find("Hires resize");
    if (!upscale && !resize) {
        if (hasStrength)
            request.source.strength = strength;
        return;
    }
    const PictureSize base{request.width, request.height};
    if (base.width < 1 || base.height < 1)
        return;
    double factor = 0.0;
    if (resize) {
        readSize(*resize, request);
    } else if (readNumber(*upscale, factor) && factor >= 1.0 && factor <= kLargestSide) {
        const auto enlarged = [factor](int pixels) {
            return nearestValidSide(static_cast<int>(
                std::lround(std::min(pixels * factor, static_cast<double>(kLargestSide)))));
        };
        request.width = enlarged(base.width);
        request.height = enlarged(base.height);
    }
    request.twoPass.enabled = true;
    request.twoPass.baseSide =
        static_cast<int>(std::lround(std::sqrt(static_cast<double>(base.width) * base.height)));
    if (hasStrength)
        request.twoPass.strength = strength;
}

} // namespace

std::string toInfotext(const PictureMetadata& metadata) {
    const GenerationRequest& request = metadata.request;
    Infotext infotext;
    infotext.prompt = request.conversation.user;
    infotext.negativePrompt = request.negativePrompt;
    const auto add = [&infotext](const char* name, std::string value) {
        if (!value.empty())
            infotext.settings.emplace_back(name, std::move(value));
    };
    add("Steps", fmt::format("{}", request.steps));
    add("Sampler", samplerName(request.scheduler));
    add("CFG scale", fmt::format("{}", request.guidanceScale + 1.0));
    add("Seed", request.seed ? fmt::format("{}", *request.seed) : "");
    for (const auto& [name, value] : passSettings(request))
        add(name, value);
    add("Model", metadata.model);
    add("Shift", request.shift ? fmt::format("{}", *request.shift) : "");
    add("Loras", lorasText(metadata.loras));
    add("Prompt template", request.templateName);
    add("Version", metadata.version.empty() ? "" : std::string(kVersionPrefix) + metadata.version);
    return formatInfotext(infotext);
}

PictureMetadata metadataFromInfotext(std::string_view text, const GenerationRequest& base) {
    const Infotext infotext = parseInfotext(text);
    PictureMetadata metadata;
    GenerationRequest& request = metadata.request;
    request = base;
    request.conversation.user = infotext.prompt;
    request.negativePrompt = infotext.negativePrompt;
    const auto read = [&infotext](const char* name, auto&& use) {
        if (const std::string* value = infotext.find(name))
            use(*value);
    };
    read("Steps", [&](const std::string& value) { readNumber(value, request.steps); });
    read("Sampler", [&](const std::string& value) {
        for (const auto& [ours, theirs] : kSamplerNames) {
            if (value == theirs || value == ours)
                request.scheduler = ours;
        }
    });
    read("CFG scale", [&](const std::string& value) { readGuidance(value, request); });
    read("Seed", [&](const std::string& value) {
        if (std::int64_t seed = 0; readNumber(value, seed) && seed >= 0)
            request.seed = seed;
    });
    read("Size", [&](const std::string& value) { readSize(value, request); });
    readPasses(infotext, request);
    read("Model", [&](const std::string& value) { metadata.model = value; });
    read("Shift", [&](const std::string& value) {
        if (double shift = 0.0; readNumber(value, shift) && std::isfinite(shift))
            request.shift = shift;
    });
    read("Prompt template", [&](const std::string& value) { request.templateName = value; });
    read("Version", [&](const std::string& value) {
        if (value.starts_with(kVersionPrefix))
            metadata.version = value.substr(kVersionPrefix.size());
    });
    return metadata;
}

} // namespace diptych
