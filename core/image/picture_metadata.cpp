#include "core/image/picture_metadata.h"

#include "core/base/text.h"
#include "core/image/infotext.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <limits>
#include <utility>

namespace diptych {

namespace {

using nlohmann::json;
using OrderedJson = nlohmann::ordered_json; // for writing only: look-up is linear

// The names under which other programs know the schedulers.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kSamplerNames = {
    {{"flow_euler", "Euler"},
     {"flow_heun", "Heun"},
     {"dpm_solver", "DPM++ 2M"},
     {"unipc", "UniPC"}}};
constexpr std::string_view kVersionPrefix = "Diptych ";

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
    visit("loras", metadata.loras);
    visit("model", metadata.model);
    visit("encoder", metadata.encoder);
    visit("dtype", metadata.dtype);
    visit("seconds", metadata.seconds);
}

constexpr std::array<std::string_view, 6> kPromptKeys = {"prompt",           "system_prompt",
                                                         "thinking_content", "assistant_content",
                                                         "negative_prompt",  "formatted_prompt"};

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

} // namespace

std::string metadataToJson(const PictureMetadata& metadata) {
    return jsonObject(metadata).dump();
}

std::vector<LoraRecord> loraRecords(const std::vector<LoraRequest>& loras) {
    std::vector<LoraRecord> records;
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
    add("Size", fmt::format("{}x{}", request.width, request.height));
    add("Model", metadata.model);
    add("Shift", request.shift ? fmt::format("{}", *request.shift) : "");
    add("Loras", lorasText(metadata.loras));
    add("Version", metadata.version.empty() ? "" : std::string(kVersionPrefix) + metadata.version);
    return formatInfotext(infotext);
}

PictureMetadata metadataFromInfotext(std::string_view text) {
    const Infotext infotext = parseInfotext(text);
    PictureMetadata metadata;
    GenerationRequest& request = metadata.request;
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
    read("Model", [&](const std::string& value) { metadata.model = value; });
    read("Shift", [&](const std::string& value) {
        if (double shift = 0.0; readNumber(value, shift) && std::isfinite(shift))
            request.shift = shift;
    });
    read("Version", [&](const std::string& value) {
        if (value.starts_with(kVersionPrefix))
            metadata.version = value.substr(kVersionPrefix.size());
    });
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
