// Prompt embeddings as files: safetensors with everything that is known about them in the header.
#pragma once

#include "core/base/result.h"
#include "core/checkpoint/host_tensor.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace diptych {

/// What the header of an embeddings file says; all strings, empty when unknown.
struct EmbeddingFacts {
    std::string prompt, formattedPrompt, systemPrompt, thinkingContent, assistantContent;
    std::string templateName, hiddenLayer, tokenCount, encoder, dtype, createdAt, version;

    std::map<std::string, std::string> toMetadata() const;
    static EmbeddingFacts fromMetadata(const std::map<std::string, std::string>& metadata);
};

struct EmbeddingFile {
    std::vector<HostTensor> embeddings; ///< [S, D] each
    EmbeddingFacts facts;
};

/// Writes `embeddings` (one) or `embeddings_0` … (several), and `hidden_states.0` … when
/// `hiddenStates` is not empty.
Status writeEmbeddingFile(const std::filesystem::path& path,
                          const std::vector<HostTensor>& embeddings,
                          const std::vector<HostTensor>& hiddenStates, const EmbeddingFacts& facts,
                          Overwrite overwrite);

/// Reads `embeddings`, `embeddings_0` …, or else the first tensor of two dimensions (a leading 1 is
/// dropped); a sidecar .json with the predecessor's facts is read where the header has none.
/// Errors: as SafetensorsFile::open; FileInvalid when there is no embedding in it or a value is not
/// finite.
Result<EmbeddingFile> readEmbeddingFile(const std::filesystem::path& path);

} // namespace diptych
