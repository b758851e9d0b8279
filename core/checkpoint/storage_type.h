// The number formats in which checkpoints store their tensors, named as the safetensors format
// names them.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace diptych {

enum class StorageType {
    F64,
    F32,
    F16,
    BF16,
    F8E4M3,
    F8E5M2,
    I64,
    I32,
    I16,
    I8,
    U64,
    U32,
    U16,
    U8,
    Bool
};

/// Bytes of one element.
std::size_t elementSize(StorageType type);

/// The spelling in a safetensors header: "F32", "BF16", "F8_E4M3", "BOOL".
std::string_view toString(StorageType type);

/// "float32", "bfloat16", … as other programs spell a format; "F8_E4M3" and the like as they are.
std::string formatName(StorageType type);

/// The inverse of `toString`. Errors: Unsupported for formats that exist but that Diptych cannot
/// hold (below one byte an element, complex, F8_E8M0); FileInvalid for anything else.
Result<StorageType> parseStorageType(std::string_view text);

} // namespace diptych
