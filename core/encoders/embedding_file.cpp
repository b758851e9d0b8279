#include "core/encoders/embedding_file.h"

#include "core/base/file.h"
#include "core/checkpoint/file_kind.h"
#include "core/checkpoint/misplaced_file.h"
#include "core/embeddings/embedding_matrix.h"
#include "core/embeddings/numpy_file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <functional>
#include <utility>

namespace diptych {

namespace {

using nlohmann::json;

constexpr std::uint64_t kLargestSidecarBytes = 16 << 20;
constexpr const char* kRecordKey = "record";

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

// The predecessor's names for facts that have another one here (design: predecessors 3.7).
constexpr std::pair<const char*, Member> kOldFields[] = {
    {"sequence_length", &EmbeddingFacts::tokenCount},
    {"model_path", &EmbeddingFacts::encoder},
};

// What it wrote where it knew nothing.
constexpr std::string_view kUnknown = "<unknown>";

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
    const auto take = [&](const char* key, Member member) {
        if (!object.contains(key))
            return;
        const json& value = object[key];
        if (value.is_string() && value.get<std::string>() != kUnknown)
            facts.*member = value.get<std::string>();
        else if (value.is_number_integer())
            facts.*member = value.dump();
    };
    for (const auto& [key, member] : kOldFields)
        take(key, member);
    for (const auto& [key, member] : kFields)
        take(key, member);
}

// The predecessor's lists have their prompts in the header, as JSON.
std::vector<std::string> oldPrompts(const std::map<std::string, std::string>& metadata) {
    const auto found = metadata.find("prompts");
    if (found == metadata.end())
        return {};
    const json list = json::parse(found->second, nullptr, false);
    std::vector<std::string> prompts;
    if (list.is_array())
        for (const json& prompt : list)
            prompts.push_back(prompt.is_string() ? prompt.get<std::string>() : "");
    return prompts;
}

/// What a file of any format holds.
struct Content {
    std::vector<std::pair<std::string, HostTensor>> tensors;
    std::map<std::string, std::string> metadata;

    const HostTensor* find(const std::string& name) const {
        const auto found = std::find_if(tensors.begin(), tensors.end(),
                                        [&](const auto& entry) { return entry.first == name; });
        return found == tensors.end() ? nullptr : &found->second;
    }
};

bool isNumpy(const std::filesystem::path& path) {
    const FileKind kind = detectFileKind(path);
    return kind == FileKind::Numpy || kind == FileKind::Zip;
}

using Shapes = std::vector<std::pair<std::string, std::vector<std::int64_t>>>;

// The names of the tensors that are embeddings, in order; empty when there is none.
std::vector<std::string> embeddingNames(const std::function<bool(const std::string&)>& has,
                                        const Shapes& shapes) {
    if (has("embeddings"))
        return {"embeddings"};
    std::vector<std::string> list;
    while (has(fmt::format("embeddings_{}", list.size())))
        list.push_back(fmt::format("embeddings_{}", list.size()));
    if (!list.empty())
        return list;
    for (const auto& [name, shape] : shapes)
        if (shape.size() == 2 || (shape.size() == 3 && shape[0] == 1))
            return {name};
    return {};
}

// Only the tensors that are needed are copied out of a safetensors file.
Result<Content> readSafetensorsContent(const std::filesystem::path& path) {
    DIPTYCH_TRY(const auto file, SafetensorsFile::open(path));
    Content content;
    content.metadata = file->metadata();
    Shapes shapes;
    for (const TensorInfo& tensor : file->tensors())
        shapes.emplace_back(tensor.name, tensor.shape);
    for (const std::string& name : embeddingNames(
             [&](const std::string& wanted) { return file->find(wanted) != nullptr; }, shapes))
        content.tensors.emplace_back(name, readHostTensor(*file, *file->find(name)));
    return content;
}

Result<Content> readNumpyContent(const std::filesystem::path& path) {
    DIPTYCH_TRY(NumpyFile file, readNumpyFile(path));
    Content all{std::move(file.arrays), std::move(file.texts)};
    Shapes shapes;
    for (const auto& [name, tensor] : all.tensors)
        shapes.emplace_back(name, tensor.shape);
    Content content;
    for (const std::string& name : embeddingNames(
             [&](const std::string& wanted) { return all.find(wanted) != nullptr; }, shapes))
        content.tensors.emplace_back(name, *all.find(name));
    content.metadata = std::move(all.metadata);
    return content;
}

Status checkEmbedding(const HostTensor& embedding, const std::filesystem::path& path,
                      const std::string& name) {
    const auto checked =
        toEmbeddingMatrix(embedding, fmt::format("tensor '{}' of {}", name, path.string()));
    if (checked)
        return Done{};
    Error error = checked.error();
    error.code = ErrorCode::FileInvalid;
    return fail(std::move(error));
}

using NamedTensors = std::vector<std::pair<std::string, const HostTensor*>>;

Status writeNumpy(const std::filesystem::path& path, EmbeddingFormat format,
                  const NamedTensors& tensors, const EmbeddingFacts& facts, Overwrite overwrite) {
    NumpyFile content;
    for (const auto& [name, tensor] : tensors) {
        const bool hasType = tensor->type != StorageType::BF16;
        DIPTYCH_TRY(HostTensor values,
                    hasType ? Result<HostTensor>(*tensor) : widenToFloat32(*tensor));
        content.arrays.emplace_back(name, std::move(values));
    }
    if (format == EmbeddingFormat::Npy) {
        if (content.arrays.size() != 1)
            return fail(ErrorCode::InvalidInput, "a .npy file holds a single embedding",
                        "write a .npz or a .safetensors file");
        return writeNpy(path, content.arrays.front().second, overwrite);
    }
    for (const auto& [key, value] : facts.toMetadata())
        if (!value.empty())
            content.texts[key] = value;
    return writeNpz(path, content, overwrite);
}

} // namespace

std::map<std::string, std::string> EmbeddingFacts::toMetadata() const {
    std::map<std::string, std::string> metadata;
    for (const auto& [key, member] : kFields)
        metadata[key] = this->*member;
    if (!record.empty())
        metadata[kRecordKey] = record;
    return metadata;
}

EmbeddingFacts EmbeddingFacts::fromMetadata(const std::map<std::string, std::string>& metadata) {
    EmbeddingFacts facts;
    for (const auto& [key, member] : kFields)
        if (const auto entry = metadata.find(key); entry != metadata.end())
            facts.*member = entry->second;
    if (const auto entry = metadata.find(kRecordKey); entry != metadata.end())
        facts.record = entry->second;
    return facts;
}

Result<EmbeddingFormat> embeddingFormatOfPath(const std::filesystem::path& path) {
    std::string extension = path.extension().string();
    for (char& c : extension)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (extension == ".safetensors")
        return EmbeddingFormat::Safetensors;
    if (extension == ".npz")
        return EmbeddingFormat::Npz;
    if (extension == ".npy")
        return EmbeddingFormat::Npy;
    return fail(ErrorCode::InvalidInput,
                fmt::format("'{}' names no format of embeddings", path.filename().string()),
                "use .safetensors, .npz or .npy");
}

Status writeEmbeddingFile(const std::filesystem::path& path,
                          const std::vector<HostTensor>& embeddings,
                          const std::vector<HostTensor>& hiddenStates, const EmbeddingFacts& facts,
                          Overwrite overwrite) {
    NamedTensors tensors;
    for (std::size_t i = 0; i < embeddings.size(); ++i)
        tensors.emplace_back(embeddings.size() == 1 ? "embeddings"
                                                    : fmt::format("embeddings_{}", i),
                             &embeddings[i]);
    for (std::size_t i = 0; i < hiddenStates.size(); ++i)
        tensors.emplace_back(fmt::format("hidden_states.{}", i), &hiddenStates[i]);
    const auto format = embeddingFormatOfPath(path).value_or(EmbeddingFormat::Safetensors);
    if (format != EmbeddingFormat::Safetensors)
        return writeNumpy(path, format, tensors, facts, overwrite);
    std::vector<TensorToWrite> toWrite;
    for (const auto& [name, tensor] : tensors)
        toWrite.push_back(tensor->toWrite(name));
    return writeSafetensors(path, toWrite, facts.toMetadata(), overwrite);
}

Result<EmbeddingFile> readEmbeddingFile(const std::filesystem::path& path) {
    if (const auto misplaced = describeMisplacedFile(path, FilePlace::Embeddings))
        return fail(*misplaced);
    DIPTYCH_TRY(Content content,
                isNumpy(path) ? readNumpyContent(path) : readSafetensorsContent(path));
    EmbeddingFile result;
    result.facts = EmbeddingFacts::fromMetadata(content.metadata);
    result.prompts = oldPrompts(content.metadata);
    if (result.facts.prompt.empty() && result.prompts.size() == 1)
        result.facts.prompt = result.prompts.front();
    if (result.facts.prompt.empty() && result.prompts.empty())
        readSidecar(path, result.facts);
    for (auto& [name, embedding] : content.tensors) {
        if (embedding.shape.size() == 3 && embedding.shape[0] == 1)
            embedding.shape.erase(embedding.shape.begin());
        DIPTYCH_TRY_DONE(checkEmbedding(embedding, path, name));
        result.embeddings.push_back(std::move(embedding));
    }
    if (result.embeddings.empty())
        return fail(ErrorCode::FileInvalid,
                    fmt::format("{} holds no prompt embedding", path.string()),
                    "use a file that 'diptych-cli encode' or --save-embeddings wrote");
    if (result.prompts.size() != result.embeddings.size())
        result.prompts.clear();
    return result;
}

Result<std::vector<HostTensor>> readHiddenStates(const std::filesystem::path& path) {
    std::vector<HostTensor> states;
    const auto nameOf = [&] { return fmt::format("hidden_states.{}", states.size()); };
    if (isNumpy(path)) {
        DIPTYCH_TRY(NumpyFile file, readNumpyFile(path));
        const Content content{std::move(file.arrays), {}};
        while (const HostTensor* next = content.find(nameOf()))
            states.push_back(*next);
    } else {
        DIPTYCH_TRY(const auto file, SafetensorsFile::open(path));
        while (const TensorInfo* next = file->find(nameOf()))
            states.push_back(readHostTensor(*file, *next));
    }
    if (states.empty())
        return fail(ErrorCode::FileInvalid,
                    fmt::format("{} does not hold the hidden states of all layers", path.string()),
                    "write one with 'diptych-cli encode --all-layers'");
    for (std::size_t i = 0; i < states.size(); ++i)
        DIPTYCH_TRY_DONE(checkEmbedding(states[i], path, fmt::format("hidden_states.{}", i)));
    return states;
}

} // namespace diptych
