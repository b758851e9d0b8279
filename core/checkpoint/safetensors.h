// Reads safetensors files: a memory map, a strictly checked table of tensors, and views of their
// bytes. The format: https://github.com/huggingface/safetensors (u64 little-endian header length,
// JSON header, data).
#pragma once

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/checkpoint/storage_type.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace diptych {

struct TensorInfo {
    std::string name;
    StorageType type = StorageType::F32;
    std::vector<std::int64_t> shape; ///< row-major, empty for a scalar, every entry ≥ 0
    std::uint64_t begin = 0; ///< absolute byte offsets in the file; [begin, end) lies inside it
    std::uint64_t end = 0;

    std::uint64_t byteCount() const { return end - begin; }
    std::uint64_t elementCount() const { return byteCount() / elementSize(type); }
};

/// Where the tensors of a safetensors file lie in its bytes.
struct SafetensorsTable {
    std::vector<TensorInfo> tensors; ///< in the order of their bytes
    std::map<std::string, std::string> metadata;
};

/// The table of a file that is in memory as a whole; `name` stands for it in messages. Checked, and
/// refused, as SafetensorsFile::open does.
Result<SafetensorsTable> readSafetensorsTable(const std::filesystem::path& name,
                                              std::span<const std::byte> bytes);

/// Immutable after `open`, so any thread may read it. The tensor table is checked as the reference
/// implementation checks it: known dtypes, shape × element size equals the byte range, the ranges
/// follow one another without overlap or hole and fill the file to its end. Beginnings need not be
/// aligned to the element size.
class SafetensorsFile {
  public:
    /// Reads header and table; tensor bytes are read on first touch. Errors: FileNotFound;
    /// FileInvalid (the message names the file, the tensor where there is one, and what is wrong;
    /// another kind of file is named as such); Unsupported for dtypes beyond StorageType.
    static Result<std::shared_ptr<const SafetensorsFile>> open(const std::filesystem::path& path);

    SafetensorsFile(const SafetensorsFile&) = delete;
    SafetensorsFile& operator=(const SafetensorsFile&) = delete;

    const std::filesystem::path& path() const { return file_->path(); }
    /// In the order of their bytes in the file.
    const std::vector<TensorInfo>& tensors() const { return tensors_; }
    /// Borrowed from this file; null when there is no such tensor.
    const TensorInfo* find(std::string_view name) const;
    /// The header's `__metadata__`.
    const std::map<std::string, std::string>& metadata() const { return metadata_; }

    /// `info` must come from this file. The view is valid as long as `mappedFile()` lives; it may
    /// be unaligned.
    std::span<const std::byte> bytes(const TensorInfo& info) const;
    /// Tells the system that these bytes are not needed again soon.
    void release(const TensorInfo& info) const;
    /// For tensors that look into the map and outlive this object.
    const std::shared_ptr<const MappedFile>& mappedFile() const { return file_; }

  private:
    SafetensorsFile() = default;

    std::shared_ptr<const MappedFile> file_;
    std::vector<TensorInfo> tensors_;
    std::unordered_map<std::string_view, std::size_t> indexByName_; // keys look into tensors_
    std::map<std::string, std::string> metadata_;
};

} // namespace diptych
