// How the numbers of a stored tensor are encoded: element by element, or in ggml's blocks.
#pragma once

#include "core/checkpoint/storage_type.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace diptych {

/// Block formats of ggml that can be decoded; the names are ggml's without the underscore. A block
/// holds 32 or 256 consecutive elements of one row.
enum class BlockFormat { Q40, Q41, Q50, Q51, Q80, Q2K, Q3K, Q4K, Q5K, Q6K, Iq4Nl, Iq4Xs };

struct BlockSize {
    std::size_t elements = 0;
    std::size_t bytes = 0;
};

BlockSize blockSize(BlockFormat format);

using StoredFormat = std::variant<StorageType, BlockFormat>;

/// Of one element or one block: every row of a tensor is a whole number of these.
BlockSize unitSize(const StoredFormat& format);

/// "BF16", "F8_E4M3", "Q4_K".
std::string_view toString(const StoredFormat& format);

/// The format of ggml's type number (ggml.h, enum ggml_type); nothing for numbers that are not
/// known and for formats that cannot be decoded.
std::optional<StoredFormat> formatOfGgmlType(std::uint32_t number);

} // namespace diptych
