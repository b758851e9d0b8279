#include "core/image/picture_metadata.h"

#include "core/base/text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <utility>

namespace diptych {

namespace {

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
}

// One list of keys for both directions: the visitor is the writer or the reader. `Metadata` is
// const for the writer.
template <typename Metadata, typename Visitor>
void visitFields(Metadata& metadata, Visitor&& visit) {
    auto& request = metadata.request;
    auto& conversation = request.conversation;
    visit("version", metadata.version);
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
    visit("formatted_prompt", metadata.formattedPrompt);
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
    visit("loras", metadata.loras);
    visit("model", metadata.model);
    visit("encoder", metadata.encoder);
    visit("dtype", metadata.dtype);
    visit("seconds", metadata.seconds);
}

constexpr std::array<std::string_view, 6> kPromptKeys = {"prompt",           "system_prompt",
                                                         "thinking_content", "assistant_content",
                                                         "negative_prompt",  "formatted_prompt"};

std::string colourText(const std::array<std::uint8_t, 3>& colour) {
    return fmt::format("#{:02x}{:02x}{:02x}", colour[0], colour[1], colour[2]);
}

std::optional<std::array<std::uint8_t, 3>> colourOf(const std::string& text) {
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

class JsonWriter {
  public:
    explicit JsonWriter(OrderedJson& object) : object_(object) {}

    void operator()(const char* key, const std::string& value) {
        object_[key] = toValidUtf8(value);
    }
    void operator()(const char* key, const std::vector<LoraRecord>& loras) {
        OrderedJson list = OrderedJson::array();
        for (const LoraRecord& lora : loras)
            list.push_back({{"name", toValidUtf8(lora.name)}, {"scale", lora.scale}});
        object_[key] = std::move(list);
    }
    // What is off has no numbers to tell.
    void operator()(const char* key, const Variety& variety) {
        if (variety.strength == 0.0)
            return;
        object_[key] = {{"strength", variety.strength}, {"fraction", variety.fraction}};
    }
    void operator()(const char* key, const SkipLayerGuidance& guidance) {
        if (guidance.scale == 0.0)
            return;
        object_[key] = {{"scale", guidance.scale},
                        {"layers", guidance.layers},
                        {"start", guidance.start},
                        {"stop", guidance.stop}};
    }
    void operator()(const char* key, const TwoPass& passes) {
        if (passes.enabled)
            object_[key] = {{"base_size", passes.baseSide}, {"strength", passes.strength}};
    }
    template <Enumeration Enum> void operator()(const char* key, const Enum& value) {
        object_[key] = toString(value);
    }
    template <typename Value>
    void unlessDefault(const char* key, const Value& value, const Value& defaultValue) {
        if (value != defaultValue)
            (*this)(key, value);
    }
    // Names of files without their folders, which are nobody else's business.
    void source(const SourcePicture& source) {
        if (source.path.empty())
            return;
        const SourcePicture defaults;
        (*this)("source_image", std::filesystem::path(source.path).filename().string());
        if (!source.mask.empty())
            (*this)("source_mask", std::filesystem::path(source.mask).filename().string());
        (*this)("strength", source.strength);
        unlessDefault("fit", source.fit, defaults.fit);
        unlessDefault("background", colourText(source.background), colourText(defaults.background));
        unlessDefault("sample_posterior", source.samplePosterior, defaults.samplePosterior);
    }
    template <typename Number>
    void operator()(const char* key, const std::optional<Number>& value) {
        object_[key] = value ? OrderedJson(*value) : OrderedJson(nullptr);
    }
    template <typename Plain> void operator()(const char* key, const Plain& value) {
        object_[key] = value;
    }

  private:
    OrderedJson& object_;
};

// Reads values into the fields and remembers the first key whose value does not fit.
class JsonReader {
  public:
    explicit JsonReader(const json& object) : object_(object) {}

    template <typename Field> void operator()(const char* key, Field& field) {
        const auto found = object_.find(key);
        if (found == object_.end() || error_)
            return;
        if (found->is_null())
            return clear(field);
        const char* expected = assign(*found, field);
        if (expected)
            error_ = Error{
                ErrorCode::FileInvalid,
                fmt::format("the picture's settings are damaged: '{}' is not {}", key, expected),
                "the picture itself is not affected; enter the settings by hand",
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
        JsonReader reader(value);
        reader("strength", field.strength);
        reader("fraction", field.fraction);
        return reader.error() ? kExpected : nullptr;
    }
    static const char* assign(const json& value, SkipLayerGuidance& field) {
        constexpr const char* kExpected = "an object with scale, layers, start and stop";
        if (!value.is_object())
            return kExpected;
        JsonReader reader(value);
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
        JsonReader reader(value);
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
            JsonReader reader(element);
            reader("name", lora.name);
            reader("scale", lora.scale);
            if (reader.error())
                return kExpected;
            field.push_back(std::move(lora));
        }
        return nullptr;
    }

    const json& object_;
    std::optional<Error> error_;
};

PictureMetadata withoutPrompt(PictureMetadata metadata) {
    Conversation& conversation = metadata.request.conversation;
    conversation.user.clear();
    conversation.system.clear();
    conversation.thinking.clear();
    conversation.assistant.clear();
    metadata.request.negativePrompt.clear();
    metadata.formattedPrompt.clear();
    return metadata;
}

OrderedJson jsonObject(const PictureMetadata& metadata) {
    OrderedJson object = OrderedJson::object();
    visitFields(metadata, JsonWriter(object));
    return object;
}

} // namespace

std::string metadataToJson(const PictureMetadata& metadata) {
    return jsonObject(metadata).dump();
}

std::vector<LoraRecord> loraRecords(const std::vector<LoraRequest>& loras) {
    std::vector<LoraRecord> records;
    records.reserve(loras.size());
    for (const LoraRequest& lora : loras)
        records.push_back({std::filesystem::path(lora.path).stem().string(), lora.strength});
    return records;
}

Result<PictureMetadata> metadataFromJson(std::string_view text) {
    const json object = json::parse(text, nullptr, false);
    if (!object.is_object())
        return fail(ErrorCode::FileInvalid,
                    "the picture's settings are damaged: they are not a JSON object",
                    "the picture itself is not affected; enter the settings by hand");
    PictureMetadata metadata;
    JsonReader reader(object);
    visitFields(metadata, reader);
    if (reader.error())
        return fail(*reader.error());
    for (const LoraRecord& lora : metadata.loras)
        metadata.request.loras.push_back({lora.name, lora.scale});
    return metadata;
}

Result<MetadataLevel> parseMetadataLevel(std::string_view text) {
    for (const MetadataLevel level :
         {MetadataLevel::All, MetadataLevel::NoPrompt, MetadataLevel::None}) {
        if (text == toString(level))
            return level;
    }
    return fail(ErrorCode::InvalidInput, fmt::format("'{}' is not a level of metadata", text),
                "use all, no-prompt or none");
}

std::string_view toString(MetadataLevel level) {
    switch (level) {
    case MetadataLevel::All:
        return "all";
    case MetadataLevel::NoPrompt:
        return "no-prompt";
    case MetadataLevel::None:
        break;
    }
    return "none";
}

std::vector<TextEntry> pictureTextChunks(const PictureMetadata& metadata, MetadataLevel level) {
    if (level == MetadataLevel::None)
        return {};
    if (level == MetadataLevel::All)
        return {{kParametersKeyword, toInfotext(metadata)},
                {kDiptychKeyword, metadataToJson(metadata)}};
    const PictureMetadata allowed = withoutPrompt(metadata);
    OrderedJson object = jsonObject(allowed);
    // An absent key says "not told", an empty text would say "there was none".
    for (const std::string_view key : kPromptKeys)
        object.erase(std::string(key));
    return {{kParametersKeyword, toInfotext(allowed)}, {kDiptychKeyword, object.dump()}};
}

std::optional<PictureMetadata> readPictureMetadata(const std::vector<TextEntry>& texts) {
    const auto find = [&texts](std::string_view keyword) -> const TextEntry* {
        const auto found = std::find_if(texts.begin(), texts.end(), [&](const TextEntry& entry) {
            return entry.keyword == keyword;
        });
        return found == texts.end() ? nullptr : &*found;
    };
    if (const TextEntry* own = find(kDiptychKeyword)) {
        if (auto metadata = metadataFromJson(own->text))
            return std::move(*metadata);
    }
    if (const TextEntry* infotext = find(kParametersKeyword))
        return metadataFromInfotext(infotext->text);
    return std::nullopt;
}

} // namespace diptych
