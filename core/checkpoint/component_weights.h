// The weights of one component by their diffusers names, whatever the container and dialect: a
// diffusers folder, a ComfyUI single file (fused, renamed, fp8, all-in-one) or a GGUF file.
//
// Dialects: reference specification sections 6 and 12, Qwen3 specification section 9; the table is
// in docs/checkpoints.md.
#pragma once

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/quantised_weights.h"
#include "core/checkpoint/stored_format.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

enum class ComponentKind { Transformer, TextEncoder, Autoencoder };

/// "transformer", "text encoder", "autoencoder".
std::string_view componentKindName(ComponentKind kind);

struct QuantisedParts;

/// Where and how one tensor of a model is stored. A part of a fused tensor is the byte range of its
/// rows, and dropped axes show in `shape` alone, so the bytes always hold exactly this shape.
struct StoredTensor {
    std::shared_ptr<const MappedFile> file;
    std::string storedName; ///< in the file
    std::uint64_t begin = 0;
    std::uint64_t byteCount = 0;
    StoredFormat format = StorageType::F32;
    std::vector<std::int64_t> shape; ///< as the model has it, row-major
    /// Factors of the decoded values: none, one for all, or one for each row.
    std::vector<float> scale;
    /// Set for a matrix that is stored quantised (quantised_weights.h). The bytes are its codes
    /// then, and `decode` is not for it; the columns of `shape` are rounded up to whole groups
    /// where the format has groups.
    std::shared_ptr<const QuantisedParts> quantised = nullptr;

    std::span<const std::byte> bytes() const { return file->bytes().subspan(begin, byteCount); }
    /// Tells the system that the bytes are not needed again soon.
    void release() const { file->release(begin, byteCount); }
    /// Tells the system that the bytes will be read soon.
    void expect() const { file->expect(begin, byteCount); }
    std::uint64_t elementCount() const;
    /// Whether the bytes can be used where they lie: float32, float16, bfloat16 or float64 without
    /// a scale, not quantised.
    bool isPlain() const;
    /// Decodes elements [first, first + values.size()), which must be whole units of the format,
    /// and multiplies them by the scale in float32.
    void decode(std::uint64_t first, std::span<float> values) const;
};

/// What belongs to the codes of a quantised matrix; types and shapes are those of
/// quantised_weights.h, and the columns ascend inside the matrix.
struct QuantisedParts {
    QuantisedFormat format = QuantisedFormat::Int8;
    StoredTensor scale;
    StoredTensor keptColumns; ///< without a file where no column is kept apart
    StoredTensor keptWeight;  ///< likewise
};

/// Immutable after `open`.
class ComponentWeights {
  public:
    /// `path` is what Checkpoint::open takes, a .gguf file, or a folder with a single one and no
    /// safetensors. Tensors of other components in an all-in-one file are left out; so are the
    /// markers and activation scales of fp8 files, and tensors that the format is known to carry
    /// along unused. Errors: as Checkpoint::open and readGgufTable; InvalidInput when the file is
    /// another kind of model (the message says which and where it belongs); Unsupported for number
    /// formats that cannot be decoded; FileInvalid (a scale, a fused tensor or a part of a
    /// quantised matrix with an impossible shape).
    static Result<ComponentWeights> open(const std::filesystem::path& path, ComponentKind kind);

    /// All tensors of a checkpoint by their own names.
    static ComponentWeights fromCheckpoint(const Checkpoint& checkpoint);

    /// Null when there is no such tensor.
    const StoredTensor* find(std::string_view name) const;
    bool contains(std::string_view name) const { return find(name) != nullptr; }
    /// One extent of a tensor's shape; 0 when there is no such tensor or axis.
    std::int64_t extent(std::string_view name, std::size_t axis) const;
    /// How many of `prefix`0`suffix`, `prefix`1`suffix`, … there are without a gap.
    std::int64_t countNumbered(const std::string& prefix, const std::string& suffix) const;

    const std::map<std::string, StoredTensor, std::less<>>& tensors() const { return tensors_; }
    /// The key-values of a GGUF file as text; empty for other files.
    const std::map<std::string, std::string>& metadata() const { return metadata_; }
    /// The single file or the index.
    const std::filesystem::path& path() const { return path_; }
    /// As stored.
    std::uint64_t totalBytes() const { return totalBytes_; }
    /// What the tensors that are neither bfloat16 nor quantised take as float32.
    std::uint64_t float32Bytes() const;

  private:
    friend class ComponentReader;
    ComponentWeights() = default;

    std::filesystem::path path_;
    std::map<std::string, StoredTensor, std::less<>> tensors_;
    std::map<std::string, std::string> metadata_;
    std::uint64_t totalBytes_ = 0;
};

/// What to tell about a file that was given as a `kind` and does not hold one: "this is a LoRA
/// (LoRA for Z-Image, rank 16), it belongs to --lora". Nothing when it is no other kind that is
/// known.
std::optional<Error> describeWrongComponent(const std::filesystem::path& path, ComponentKind kind);

/// The config.json that belongs to the weights at `path`: in the folder, or beside a file that is
/// the weights of its folder. Nothing when there is none: sizes then follow from the tensors.
std::optional<std::filesystem::path> configFileOf(const std::filesystem::path& path);

} // namespace diptych
