#include "core/encoders/embedding_file.h"

#include "core/base/file.h"
#include "core/checkpoint/misplaced_file.h"
#include "core/tensor/guarded.h"
#include "core/tensor/host_values.h"

#include <ATen/ATen.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <utility>

namespace diptych {

namespace {

using nlohmann::json;

constexpr std::uint64_t kLargestSidecarBytes = 16 << 20;

// The header's key of each fact (contracts, "Files").
using Member = std::string EmbeddingFacts::*;
constexpr std::pair<const char*, Member> kFields[] = {
    {"prompt", &EmbeddingFacts::prompt},
    {"formatted_prompt", &EmbeddingFacts::formattedPrompt},
    {"system_prompt", &EmbeddingFacts::systemPrompt},
    {"thinking_content", &EmbeddingFacts::thinkingContent},
    {"assistant_content", &EmbeddingFacts::assistantContent},
    {"template", &EmbeddingFacts::templateName},
    {"hidden_layer", &EmbeddingFacts::hiddenLayer},
    {"token_count", &EmbeddingFacts::tokenCount},
    {"encoder", &EmbeddingFacts::encoder},
    {"dtype", &EmbeddingFacts::dtype},
    {"created_at", &EmbeddingFacts::createdAt},
    {"diptych_version", &EmbeddingFacts::version},
};

// The predecessor wrote its facts into a .json beside the file. Nothing in it is needed, so
// whatever is wrong with it is passed over.
void readSidecar(const std::filesystem::path& path, EmbeddingFacts& facts) {
    std::filesystem::path sidecar = path;
    sidecar.replace_extension(".json");
    const auto text = readFile(sidecar, kLargestSidecarBytes);
    if (!text)
        return;
    const json object = json::parse(*text, nullptr, false);
    if (!object.is_object())
        return;
    for (const auto& [key, member] : kFields)
        if (object.contains(key) && object[key].is_string())
            facts.*member = object[key].get<std::string>();
}

// The tensors that are embeddings, in order; empty when there is none.
std::vector<const TensorInfo*> embeddingTensors(const SafetensorsFile& file) {
    if (const TensorInfo* single = file.find("embeddings"))
        return {single};
    std::vector<const TensorInfo*> list;
    while (const TensorInfo* next = file.find(fmt::format("embeddings_{}", list.size())))
        list.push_back(next);
    if (!list.empty())
        return list;
    for (const TensorInfo& tensor : file.tensors())
        if (tensor.shape.size() == 2 || (tensor.shape.size() == 3 && tensor.shape[0] == 1))
            return {&tensor};
    return {};
}

Status checkEmbedding(const HostTensor& embedding, const std::filesystem::path& path,
                      const std::string& name) {
    const auto invalid = [&](const std::string& reason) {
        return fail(
            ErrorCode::FileInvalid,
            fmt::format("{}: tensor '{}' is no prompt embedding: {}", path.string(), name, reason),
            "use a file that 'diptych-cli encode' or --save-embeddings wrote");
    };
    if (embedding.shape.size() != 2 || embedding.shape[0] < 1 || embedding.shape[1] < 1)
        return invalid("it must have two dimensions, tokens and width");
    return guarded([&]() -> Status {
        const at::Tensor values = toTensor(embedding);
        if (!at::isFloatingType(values.scalar_type()))
            return invalid("it does not hold numbers with a fraction");
        if (!values.isfinite().all().item<bool>())
            return invalid("it holds numbers that are not finite");
        return Done{};
    });
}

} // namespace

std::map<std::string, std::string> EmbeddingFacts::toMetadata() const {
    std::map<std::string, std::string> metadata;
    for (const auto& [key, member] : kFields)
        metadata[key] = this->*member;
    return metadata;
}

EmbeddingFacts EmbeddingFacts::fromMetadata(const std::map<std::string, std::string>& metadata) {
    EmbeddingFacts facts;
    for (const auto& [key, member] : kFields)
        if (const auto entry = metadata.find(key); entry != metadata.end())
            facts.*member = entry->second;
    return facts;
}

Status writeEmbeddingFile(const std::filesystem::path& path,
                          const std::vector<HostTensor>& embeddings,
                          const std::vector<HostTensor>& hiddenStates, const EmbeddingFacts& facts,
                          Overwrite overwrite) {
    std::vector<TensorToWrite> tensors;
    for (std::size_t i = 0; i < embeddings.size(); ++i)
        tensors.push_back(embeddings[i].toWrite(
            embeddings.size() == 1 ? "embeddings" : fmt::format("embeddings_{}", i)));
    for (std::size_t i = 0; i < hiddenStates.size(); ++i)
        tensors.push_back(hiddenStates[i].toWrite(fmt::format("hidden_states.{}", i)));
    return writeSafetensors(path, tensors, facts.toMetadata(), overwrite);
}

Result<EmbeddingFile> readEmbeddingFile(const std::filesystem::path& path) {
    if (const auto misplaced = describeMisplacedFile(path, FilePlace::Embeddings))
        return fail(*misplaced);
    DIPTYCH_TRY(const auto file, SafetensorsFile::open(path));
    EmbeddingFile result;
    result.facts = EmbeddingFacts::fromMetadata(file->metadata());
    if (result.facts.prompt.empty())
        readSidecar(path, result.facts);
    for (const TensorInfo* tensor : embeddingTensors(*file)) {
        HostTensor embedding = readHostTensor(*file, *tensor);
        if (embedding.shape.size() == 3 && embedding.shape[0] == 1)
            embedding.shape.erase(embedding.shape.begin());
        DIPTYCH_TRY_DONE(checkEmbedding(embedding, path, tensor->name));
        result.embeddings.push_back(std::move(embedding));
    }
    if (result.embeddings.empty())
        return fail(ErrorCode::FileInvalid,
                    fmt::format("{} holds no prompt embedding", path.string()),
                    "use a file that 'diptych-cli encode' or --save-embeddings wrote");
    return result;
}

} // namespace diptych
