// Saved embeddings as the tools of `diptych-cli embeddings` take them, and what results are said to
// be made of.
#pragma once

#include "app/cli/command.h"
#include "core/embeddings/embedding_matrix.h"
#include "core/encoders/embedding_file.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace diptych::cli {

/// One embedding of a file.
struct EmbeddingItem {
    std::filesystem::path file;
    std::string name; ///< of the file without its folder; "list.safetensors#1" in a list
    EmbeddingFacts facts;
    std::string prompt; ///< empty when unknown
    EmbeddingMatrix matrix;
};

/// All embeddings of all files, in order. Errors: as readEmbeddingFile.
Result<std::vector<EmbeddingItem>> readItems(std::span<const std::filesystem::path> files);

std::vector<EmbeddingMatrix> matricesOf(std::span<const EmbeddingItem> items);

/// {"file", "prompt", "record"}, without what is not known and without folders.
nlohmann::ordered_json originOf(const EmbeddingItem& item);
nlohmann::ordered_json originsOf(std::span<const EmbeddingItem> items);

/// What the header of a result says: what all inputs agree about, their prompts with + between
/// them, and the record.
EmbeddingFacts factsOfResult(std::span<const EmbeddingItem> inputs, const EmbeddingMatrix& result,
                             const nlohmann::ordered_json& record);

} // namespace diptych::cli
