// Says what a file or folder is: which model, in whose names, how large, in which formats. Reads
// tables, not tensors.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace diptych {

enum class DescribedKind {
    ZImageTransformer,
    Qwen3TextEncoder,
    AutoencoderKL,
    Lora,
    Latents,
    Embeddings,
    Tensors, ///< safetensors that fit none of the above
    CheckpointFolder,
    Gguf,
    Tokenizer,
    Configuration,
    Json,
    Png, ///< pictures: only the kind is told here
    Jpeg,
    WebP,
    Other
};

/// The stable spelling in JSON: "z_image_transformer", "checkpoint_folder", …
std::string_view toString(DescribedKind kind);

struct Fact {
    std::string key; ///< snake_case, stable
    std::variant<std::string, std::int64_t, bool> value;
};

struct DescribedTensor {
    std::string name;
    std::string type; ///< "BF16", "Q8_0"
    std::vector<std::int64_t> shape;
    std::uint64_t bytes = 0; ///< 0 when unknown
};

/// A part of a checkpoint folder.
struct DescribedComponent {
    std::string name;      ///< "transformer"
    std::string className; ///< from model_index.json; may be empty
    bool isPresent = false;
    std::uint64_t bytes = 0;
    std::string title;   ///< what was found there; empty when nothing was
    std::string problem; ///< why it cannot be used; empty when it can
};

struct FileDescription {
    DescribedKind kind = DescribedKind::Other;
    std::string title; ///< "Z-Image transformer, ComfyUI names, bf16, 6.15 B parameters"
    std::vector<Fact> facts;
    std::vector<std::pair<std::string, std::int64_t>> typeCounts; ///< tensors by format, most first
    std::vector<std::pair<std::string, std::string>> metadata;    ///< the file's own header
    std::vector<DescribedComponent> components;                   ///< of a checkpoint folder
    std::vector<DescribedTensor> tensors;                         ///< when asked for
};

enum class ListTensors { No, Yes };

/// A file that is not a model (a web page, a pickle, a git-lfs pointer) is described, not refused.
/// Errors: FileNotFound (nothing there, or a folder without anything known); FileInvalid (damaged);
/// InvalidInput (a folder with several candidates); Unsupported (dtype, GGUF version).
Result<FileDescription> describeFile(const std::filesystem::path& path,
                                     ListTensors listTensors = ListTensors::No);

/// One JSON object with the keys kind, title, facts, types, metadata, components, tensors; empty
/// ones are left out.
std::string toJson(const FileDescription& description);

} // namespace diptych
