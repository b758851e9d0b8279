// Writes safetensors files that the reference implementation, numpy and PyTorch can open.
#pragma once

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/checkpoint/storage_type.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace diptych {

struct TensorToWrite {
    std::string name;
    StorageType type = StorageType::F32;
    std::vector<std::int64_t> shape;  ///< row-major, empty for a scalar
    std::span<const std::byte> bytes; ///< borrowed; contiguous, little-endian
};

/// Writes all or nothing (AtomicFile). Tensors are laid out by descending element size, then by
/// name, and the header is padded with spaces to a multiple of 8, so that every tensor is aligned.
/// Bytes of `metadata` that are not UTF-8 become U+FFFD. Errors: InvalidInput (a name twice,
/// reserved or not UTF-8; shape and bytes disagree); FileWrite.
Status writeSafetensors(const std::filesystem::path& path, std::span<const TensorToWrite> tensors,
                        const std::map<std::string, std::string>& metadata, Overwrite overwrite);

/// The same file as bytes in memory. Errors: InvalidInput as above.
Result<std::string> safetensorsBytes(std::span<const TensorToWrite> tensors,
                                     const std::map<std::string, std::string>& metadata);

} // namespace diptych
