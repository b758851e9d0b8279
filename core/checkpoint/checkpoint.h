// One component's weights, whether they lie in one safetensors file or in an index of shards.
#pragma once

#include "core/base/result.h"
#include "core/checkpoint/safetensors.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace diptych {

/// A tensor and the file that holds it. `info` is owned by `file`.
struct CheckpointTensor {
    std::shared_ptr<const SafetensorsFile> file;
    const TensorInfo* info = nullptr;
};

/// Cheap to copy apart from the table; immutable after `open`.
class Checkpoint {
  public:
    /// `path` is a folder, a .safetensors file or a .safetensors.index.json file. In a folder the
    /// first of these is taken: diffusion_pytorch_model.safetensors, model.safetensors, their index
    /// files, the only other index file, the only other .safetensors file. An index must name plain
    /// files beside it, all of them present, and every tensor of its weight_map must be in the file
    /// that it names; tensors that the index does not name are left out. Errors: FileNotFound (no
    /// such path; no weights in the folder; shards missing, all of them listed); FileInvalid;
    /// InvalidInput (several candidates in the folder); Unsupported (dtype).
    static Result<Checkpoint> open(const std::filesystem::path& path);

    /// What `open` would read: the single file or the index. Errors as `open`, of the folder only.
    static Result<std::filesystem::path> locate(const std::filesystem::path& path);

    /// Null when there is no such tensor.
    const CheckpointTensor* find(std::string_view name) const;
    /// File by file, in the order of their bytes.
    const std::vector<CheckpointTensor>& tensors() const { return tensors_; }
    std::vector<std::string> names() const;
    const std::vector<std::shared_ptr<const SafetensorsFile>>& files() const { return files_; }
    /// The single file or the index.
    const std::filesystem::path& path() const { return path_; }

    /// Of all tensors together.
    std::uint64_t totalBytes() const { return totalBytes_; }
    /// Elements of all tensors together, scales and other helpers included.
    std::uint64_t parameterCount() const { return parameterCount_; }
    /// The type that holds the most elements; F32 for a checkpoint without tensors.
    StorageType dominantType() const { return dominantType_; }

  private:
    Checkpoint() = default;
    Status openIndex(const std::filesystem::path& index);
    void addTensor(std::shared_ptr<const SafetensorsFile> file, const TensorInfo& info);
    void summarise();

    std::filesystem::path path_;
    std::vector<std::shared_ptr<const SafetensorsFile>> files_;
    std::vector<CheckpointTensor> tensors_;
    std::unordered_map<std::string_view, std::size_t>
        indexByName_; // keys look into the files' tables
    std::uint64_t totalBytes_ = 0;
    std::uint64_t parameterCount_ = 0;
    StorageType dominantType_ = StorageType::F32;
};

} // namespace diptych
