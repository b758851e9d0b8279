#include "core/checkpoint/inspect.h"

#include <nlohmann/json.hpp>

namespace diptych {

std::string_view toString(DescribedKind kind) {
    switch (kind) {
    case DescribedKind::ZImageTransformer:
        return "z_image_transformer";
    case DescribedKind::Qwen3TextEncoder:
        return "qwen3_text_encoder";
    case DescribedKind::AutoencoderKL:
        return "autoencoder_kl";
    case DescribedKind::Lora:
        return "lora";
    case DescribedKind::Latents:
        return "latents";
    case DescribedKind::Embeddings:
        return "embeddings";
    case DescribedKind::Tensors:
        return "tensors";
    case DescribedKind::CheckpointFolder:
        return "checkpoint_folder";
    case DescribedKind::Gguf:
        return "gguf";
    case DescribedKind::Tokenizer:
        return "tokenizer";
    case DescribedKind::Configuration:
        return "config";
    case DescribedKind::Json:
        return "json";
    case DescribedKind::Png:
        return "png";
    case DescribedKind::Jpeg:
        return "jpeg";
    case DescribedKind::WebP:
        return "webp";
    case DescribedKind::Other:
        break;
    }
    return "other";
}

std::string toJson(const FileDescription& description) {
    using Json = nlohmann::ordered_json;
    Json json;
    json["kind"] = toString(description.kind);
    json["title"] = description.title;
    for (const Fact& fact : description.facts)
        std::visit([&](const auto& value) { json["facts"][fact.key] = value; }, fact.value);
    for (const auto& [type, count] : description.typeCounts)
        json["types"][type] = count;
    if (!description.metadata.empty()) {
        // Appended without the search for an equal key: a header may have very many of them.
        Json metadata = Json::object();
        auto& members = metadata.get_ref<Json::object_t&>();
        for (const auto& [key, value] : description.metadata)
            members.emplace_back(key, value);
        json["metadata"] = std::move(metadata);
    }
    for (const DescribedComponent& component : description.components) {
        Json entry{{"name", component.name},
                   {"class", component.className},
                   {"present", component.isPresent},
                   {"bytes", component.bytes},
                   {"title", component.title}};
        if (!component.problem.empty())
            entry["problem"] = component.problem;
        json["components"].push_back(std::move(entry));
    }
    for (const DescribedTensor& tensor : description.tensors)
        json["tensors"].push_back(Json{{"name", tensor.name},
                                       {"type", tensor.type},
                                       {"shape", tensor.shape},
                                       {"bytes", tensor.bytes}});
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace diptych
