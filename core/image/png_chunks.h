// Walks the chunks of a PNG file without interpreting them.
#pragma once

#include "core/image/byte_text.h"

#include <optional>
#include <string_view>

namespace diptych::image {

inline constexpr std::string_view kPngSignature("\x89PNG\r\n\x1a\n", 8);

struct PngChunk {
    std::string_view type; ///< 4 letters
    std::string_view data;
    std::string_view checksummed; ///< type and data
    std::uint32_t checksum = 0;
};

class PngChunks {
  public:
    /// `png` begins with kPngSignature and outlives the walk.
    explicit PngChunks(std::string_view png) : rest_(png.substr(kPngSignature.size())) {}

    /// The next whole chunk; none at the end, or where the file is cut off.
    std::optional<PngChunk> next() {
        if (rest_.size() < 12)
            return std::nullopt;
        const std::size_t length = readNumber(rest_, 0, 4, ByteOrder::Big);
        if (length > rest_.size() - 12)
            return std::nullopt;
        const PngChunk chunk{rest_.substr(4, 4), rest_.substr(8, length),
                             rest_.substr(4, 4 + length),
                             readNumber(rest_, 8 + length, 4, ByteOrder::Big)};
        rest_.remove_prefix(12 + length);
        return chunk;
    }

  private:
    std::string_view rest_;
};

} // namespace diptych::image
