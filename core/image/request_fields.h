// The keys of a request in JSON and what writes and reads their values: one list for pictures,
// history, queue and servers.
#pragma once

#include "core/base/text.h"
#include "core/domain/generation_request.h"
#include "core/image/picture_metadata.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace diptych::image {

using nlohmann::json;
using OrderedJson = nlohmann::ordered_json; // for writing only: look-up is linear

// What most pictures do without is only told where it is not the default.
template <typename Request, typename Visitor>
void visitControls(Request& request, Visitor&& visit) {
    const GenerationRequest defaults;
    visit.unlessDefault("seed_rule", request.seedRule, defaults.seedRule);
    visit.unlessDefault("variety", request.variety, defaults.variety);
    visit.unlessDefault("skip_layer_guidance", request.skipLayers, defaults.skipLayers);
    visit.unlessDefault("long_prompt_mode", request.longPromptMode, defaults.longPromptMode);
    visit.unlessDefault("max_tokens", request.maxPromptTokens, defaults.maxPromptTokens);
    visit.unlessDefault("two_pass", request.twoPass, defaults.twoPass);
    visit.unlessDefault("lora_trigger_words", request.loraTriggerWords, defaults.loraTriggerWords);
    visit.source(request.source);
    visit.embeddings(request.embeddings);
}

template <typename Request, typename Visitor> void visitTexts(Request& request, Visitor&& visit) {
    auto& conversation = request.conversation;
    visit("prompt", conversation.user);
    visit("system_prompt", conversation.system);
    visit("thinking_content", conversation.thinking);
    visit("assistant_content", conversation.assistant);
    visit("force_think_block", conversation.forceThinkBlock);
    visit("strip_quotes", conversation.stripQuotes);
    visit("clean_whitespace", conversation.cleanWhitespace);
    visit("raw", conversation.raw);
    visit("template", request.templateName);
    visit("negative_prompt", request.negativePrompt);
}

template <typename Request, typename Visitor> void visitNumbers(Request& request, Visitor&& visit) {
    visit("seed", request.seed);
    visit("width", request.width);
    visit("height", request.height);
    visit("steps", request.steps);
    visit("scheduler", request.scheduler);
    visit("sigma_spacing", request.sigmaSpacing);
    visit("shift", request.shift);
    visit("guidance_scale", request.guidanceScale);
    visit("cfg_normalization", request.cfgNormalization);
    visit("cfg_truncation", request.cfgTruncation);
    visit("hidden_layer", request.hiddenLayer);
    visit("count", request.count);
    visitControls(request, visit);
}

inline std::string colourText(const std::array<std::uint8_t, 3>& colour) {
    return fmt::format("#{:02x}{:02x}{:02x}", colour[0], colour[1], colour[2]);
}

inline std::optional<std::array<std::uint8_t, 3>> colourOf(const std::string& text) {
    std::array<std::uint8_t, 3> colour{};
    if (text.size() != 7 || text[0] != '#')
        return std::nullopt;
    for (std::size_t i = 0; i < colour.size(); ++i) {
        const char* begin = text.data() + 1 + 2 * i;
        if (std::from_chars(begin, begin + 2, colour[i], 16).ptr != begin + 2)
            return std::nullopt;
    }
    return colour;
}

/// What becomes of values that the picture does not depend on, and of the folders of files.
enum class Detail {
    Shared, ///< left out: nobody else needs them, and folders are nobody else's business
    Exact,  ///< kept: the request comes back as it was
};

class JsonWriter {
  public:
    explicit JsonWriter(OrderedJson& object, Detail detail = Detail::Shared)
        : object_(object), exact_(detail == Detail::Exact) {}

    void operator()(const char* key, const std::string& value) {
        object_[key] = toValidUtf8(value);
    }
    void operator()(const char* key, const std::vector<LoraRecord>& loras) {
        OrderedJson list = OrderedJson::array();
        for (const LoraRecord& lora : loras)
            list.push_back({{"name", toValidUtf8(lora.name)}, {"scale", lora.scale}});
        object_[key] = std::move(list);
    }
    void operator()(const char* key, const std::vector<LoraRequest>& loras) {
        OrderedJson list = OrderedJson::array();
        for (const LoraRequest& lora : loras)
            list.push_back({{"path", toValidUtf8(lora.path)}, {"scale", lora.strength}});
        object_[key] = std::move(list);
    }
    // What is off has no numbers to tell.
    void operator()(const char* key, const Variety& variety) {
        if (variety.strength == 0.0 && !exact_)
            return;
        object_[key] = {{"strength", variety.strength}, {"fraction", variety.fraction}};
    }
    void operator()(const char* key, const SkipLayerGuidance& guidance) {
        if (guidance.scale == 0.0 && !exact_)
            return;
        object_[key] = {{"scale", guidance.scale},
                        {"layers", guidance.layers},
                        {"start", guidance.start},
                        {"stop", guidance.stop}};
    }
    void operator()(const char* key, const TwoPass& passes) {
        if (!passes.enabled && !exact_)
            return;
        object_[key] = {{"base_size", passes.baseSide}, {"strength", passes.strength}};
        if (!passes.enabled)
            object_[key]["enabled"] = false;
    }
    template <Enumeration Enum> void operator()(const char* key, const Enum& value) {
        object_[key] = toString(value);
    }
    template <typename Value>
    void unlessDefault(const char* key, const Value& value, const Value& defaultValue) {
        if (value != defaultValue)
            (*this)(key, value);
    }
    void source(const SourcePicture& source) {
        const SourcePicture defaults;
        if (source.path.empty() && (!exact_ || source == defaults))
            return;
        (*this)("source_image", fileName(source.path));
        if (!source.mask.empty())
            (*this)("source_mask", fileName(source.mask));
        (*this)("strength", source.strength);
        unlessDefault("fit", source.fit, defaults.fit);
        unlessDefault("background", colourText(source.background), colourText(defaults.background));
        unlessDefault("sample_posterior", source.samplePosterior, defaults.samplePosterior);
    }
    void embeddings(const EmbeddingFiles& files) {
        if (!files.prompt.empty())
            (*this)("prompt_embeddings", fileName(files.prompt));
        if (!files.negative.empty())
            (*this)("negative_embeddings", fileName(files.negative));
    }
    template <typename Number>
    void operator()(const char* key, const std::optional<Number>& value) {
        object_[key] = value ? OrderedJson(*value) : OrderedJson(nullptr);
    }
    template <typename Plain> void operator()(const char* key, const Plain& value) {
        object_[key] = value;
    }

  private:
    std::string fileName(const std::string& path) const {
        return exact_ ? path : std::filesystem::path(path).filename().string();
    }

    OrderedJson& object_;
    bool exact_;
};

// Reads values into the fields and remembers the first key whose value does not fit.
class JsonReader {
  public:
    /// `what` begins the message of an error: "the picture's settings are damaged".
    JsonReader(const json& object, std::string_view what, std::string_view hint)
        : object_(object), what_(what), hint_(hint) {}

    template <typename Field> void operator()(const char* key, Field& field) {
        const auto found = object_.find(key);
        if (found == object_.end() || error_)
            return;
        if (found->is_null())
            return clear(field);
        const char* expected = assign(*found, field);
        if (expected)
            error_ = Error{ErrorCode::FileInvalid,
                           fmt::format("{}: '{}' is not {}", what_, key, expected),
                           std::string(hint_),
                           "",
                           {key}};
    }
    template <typename Field> void unlessDefault(const char* key, Field& field, const Field&) {
        (*this)(key, field);
    }
    void source(SourcePicture& source) {
        (*this)("source_image", source.path);
        (*this)("source_mask", source.mask);
        (*this)("strength", source.strength);
        (*this)("fit", source.fit);
        (*this)("background", source.background);
        (*this)("sample_posterior", source.samplePosterior);
    }
    void embeddings(EmbeddingFiles& files) {
        (*this)("prompt_embeddings", files.prompt);
        (*this)("negative_embeddings", files.negative);
    }
    const std::optional<Error>& error() const { return error_; }

  private:
    // Null is a value of an open choice, and no value of any other field.
    template <typename Field> static void clear(Field&) {}
    template <typename Number> static void clear(std::optional<Number>& field) { field.reset(); }

    // Each gives what was expected, or null on success.
    static const char* assign(const json& value, std::string& field) {
        if (!value.is_string())
            return "a text";
        field = value.get<std::string>();
        return nullptr;
    }
    static const char* assign(const json& value, bool& field) {
        if (!value.is_boolean())
            return "true or false";
        field = value.get<bool>();
        return nullptr;
    }
    static const char* assign(const json& value, std::int64_t& field) {
        constexpr auto kLargest =
            static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        if (!value.is_number_integer() ||
            (value.is_number_unsigned() && value.get<std::uint64_t>() > kLargest))
            return "a whole number below 2^63";
        field = value.get<std::int64_t>();
        return nullptr;
    }
    static const char* assign(const json& value, int& field) {
        std::int64_t wide = 0;
        if (assign(value, wide) || wide != static_cast<int>(wide))
            return "a whole number of moderate size";
        field = static_cast<int>(wide);
        return nullptr;
    }
    static const char* assign(const json& value, double& field) {
        if (!value.is_number())
            return "a number";
        field = value.get<double>();
        return nullptr;
    }
    template <typename Number>
    static const char* assign(const json& value, std::optional<Number>& field) {
        return assign(value, field.emplace());
    }
    template <Enumeration Enum> static const char* assign(const json& value, Enum& field) {
        const auto choice =
            parseChoice<Enum>(value.is_string() ? value.get<std::string>() : "", "choice");
        if (!choice)
            return "one of its choices";
        field = *choice;
        return nullptr;
    }
    static const char* assign(const json& value, std::array<std::uint8_t, 3>& field) {
        const auto colour = colourOf(value.is_string() ? value.get<std::string>() : "");
        if (!colour)
            return "a colour such as #ffffff";
        field = *colour;
        return nullptr;
    }
    static const char* assign(const json& value, std::vector<int>& field) {
        constexpr const char* kExpected = "a list of whole numbers";
        if (!value.is_array())
            return kExpected;
        field.clear();
        for (const json& element : value)
            if (assign(element, field.emplace_back()))
                return kExpected;
        return nullptr;
    }
    static const char* assign(const json& value, Variety& field) {
        constexpr const char* kExpected = "an object with strength and fraction";
        if (!value.is_object())
            return kExpected;
        JsonReader reader(value, {}, {});
        reader("strength", field.strength);
        reader("fraction", field.fraction);
        return reader.error() ? kExpected : nullptr;
    }
    static const char* assign(const json& value, SkipLayerGuidance& field) {
        constexpr const char* kExpected = "an object with scale, layers, start and stop";
        if (!value.is_object())
            return kExpected;
        JsonReader reader(value, {}, {});
        reader("scale", field.scale);
        reader("layers", field.layers);
        reader("start", field.start);
        reader("stop", field.stop);
        return reader.error() ? kExpected : nullptr;
    }
    static const char* assign(const json& value, TwoPass& field) {
        constexpr const char* kExpected = "an object with base_size and strength";
        if (!value.is_object())
            return kExpected;
        field.enabled = true;
        JsonReader reader(value, {}, {});
        reader("enabled", field.enabled);
        reader("base_size", field.baseSide);
        reader("strength", field.strength);
        return reader.error() ? kExpected : nullptr;
    }
    static const char* assign(const json& value, std::vector<LoraRecord>& field) {
        constexpr const char* kExpected = "a list of objects with name and scale";
        if (!value.is_array())
            return kExpected;
        for (const json& element : value) {
            if (!element.is_object())
                return kExpected;
            LoraRecord lora;
            JsonReader reader(element, {}, {});
            reader("name", lora.name);
            reader("scale", lora.scale);
            if (reader.error())
                return kExpected;
            field.push_back(std::move(lora));
        }
        return nullptr;
    }
    static const char* assign(const json& value, std::vector<LoraRequest>& field) {
        constexpr const char* kExpected = "a list of objects with path and scale";
        if (!value.is_array())
            return kExpected;
        for (const json& element : value) {
            if (!element.is_object())
                return kExpected;
            LoraRequest lora;
            JsonReader reader(element, {}, {});
            reader("path", lora.path);
            reader("scale", lora.strength);
            if (reader.error())
                return kExpected;
            field.push_back(std::move(lora));
        }
        return nullptr;
    }

    const json& object_;
    std::string_view what_;
    std::string_view hint_;
    std::optional<Error> error_;
};

} // namespace diptych::image
