// Prompt embeddings as files: safetensors with everything that is known about them in the header,
// and numpy's .npz and .npy.
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
    /// How a tool made it out of others, a JSON object with `operation`; empty = a prompt was
    /// encoded.
    std::string record;

    /// `record` only where there is one.
    std::map<std::string, std::string> toMetadata() const;
    static EmbeddingFacts fromMetadata(const std::map<std::string, std::string>& metadata);
};

struct EmbeddingFile {
    std::vector<HostTensor> embeddings; ///< [S, D] each
    EmbeddingFacts facts;
    /// One for each embedding where the file tells (the predecessor's lists do), else empty.
    std::vector<std::string> prompts = {};
};

enum class EmbeddingFormat { Safetensors, Npz, Npy };

/// .safetensors, .npz, .npy, in any case. Errors: InvalidInput, naming these.
Result<EmbeddingFormat> embeddingFormatOfPath(const std::filesystem::path& path);

/// Writes `embeddings` (one) or `embeddings_0` … (several), and `hidden_states.0` … when
/// `hiddenStates` is not empty. The extension names the format; any that is not numpy's is
/// safetensors. numpy has no bfloat16: such numbers are widened to float32, which is exact. A .npz
/// has the facts as texts of the same names; a .npy holds one embedding and nothing else. Errors:
/// FileWrite; InvalidInput (several tensors for a .npy).
Status writeEmbeddingFile(const std::filesystem::path& path,
                          const std::vector<HostTensor>& embeddings,
                          const std::vector<HostTensor>& hiddenStates, const EmbeddingFacts& facts,
                          Overwrite overwrite);

/// Reads `embeddings`, `embeddings_0` …, or else the first tensor of two dimensions (a leading 1 is
/// dropped), from any of the formats, told apart by content. Where the header has no prompt, the
/// predecessor's `prompts` and its sidecar .json are read. Errors: as SafetensorsFile::open and
/// readNumpyFile; FileInvalid when there is no embedding in it or a value is not finite.
Result<EmbeddingFile> readEmbeddingFile(const std::filesystem::path& path);

/// The hidden states that `encode --all-layers` wrote, [S, D] each, from the embeddings on in
/// Hugging Face numbering. Errors: as readEmbeddingFile; FileInvalid when the file has none.
Result<std::vector<HostTensor>> readHiddenStates(const std::filesystem::path& path);

} // namespace diptych
