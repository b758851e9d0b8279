// A tensor as plain values, for everyone outside the libtorch wall: what files hold and what
// crosses threads.
#pragma once

#include "core/base/result.h"
#include "core/checkpoint/safetensors.h"
#include "core/checkpoint/safetensors_writer.h"
#include "core/checkpoint/storage_type.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace diptych {

struct HostTensor {
    StorageType type = StorageType::F32;
    std::vector<std::int64_t> shape; ///< row-major
    std::vector<std::byte> bytes;    ///< contiguous, little-endian

    /// Borrows this tensor's bytes.
    TensorToWrite toWrite(std::string name) const { return {std::move(name), type, shape, bytes}; }

    bool operator==(const HostTensor&) const = default;
};

/// A copy of one tensor of a file.
HostTensor readHostTensor(const SafetensorsFile& file, const TensorInfo& info);

/// The tensor `name` of a safetensors file. Errors as SafetensorsFile::open; FileInvalid when it
/// has no such tensor.
Result<HostTensor> readHostTensor(const std::filesystem::path& path, std::string_view name);

} // namespace diptych
