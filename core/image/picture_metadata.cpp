#include "core/image/picture_metadata.h"

#include "core/image/request_fields.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

namespace diptych {

namespace {

using image::JsonReader;
using image::JsonWriter;
using image::OrderedJson;
using nlohmann::json;

constexpr std::string_view kDamaged = "the picture's settings are damaged";
constexpr std::string_view kDamagedHint =
    "the picture itself is not affected; enter the settings by hand";

// One list of keys for both directions: the visitor is the writer or the reader. `Metadata` is
// const for the writer.
template <typename Metadata, typename Visitor>
void visitFields(Metadata& metadata, Visitor&& visit) {
    visit("version", metadata.version);
    image::visitTexts(metadata.request, visit);
    visit("formatted_prompt", metadata.formattedPrompt);
    image::visitNumbers(metadata.request, visit);
    visit("loras", metadata.loras);
    visit("model", metadata.model);
    visit("encoder", metadata.encoder);
    visit("dtype", metadata.dtype);
    visit("seconds", metadata.seconds);
    visit.unlessDefault("embedding_record", metadata.embeddingRecord, std::string());
}

constexpr std::array<std::string_view, 6> kPromptKeys = {"prompt",           "system_prompt",
                                                         "thinking_content", "assistant_content",
                                                         "negative_prompt",  "formatted_prompt"};

PictureMetadata withoutPrompt(PictureMetadata metadata) {
    Conversation& conversation = metadata.request.conversation;
    conversation.user.clear();
    conversation.system.clear();
    conversation.thinking.clear();
    conversation.assistant.clear();
    metadata.request.negativePrompt.clear();
    metadata.formattedPrompt.clear();
    metadata.embeddingRecord.clear();
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
        return fail(ErrorCode::FileInvalid, fmt::format("{}: they are not a JSON object", kDamaged),
                    std::string(kDamagedHint));
    PictureMetadata metadata;
    JsonReader reader(object, kDamaged, kDamagedHint);
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
