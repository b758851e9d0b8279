// Text chunks of PNG files, read and written by our own code. Why not the image library: peers read
// only uncompressed tEXt and iTXt, some of them only near the start of the file, and general
// readers fold line breaks or inflate without a limit.
#pragma once

#include "core/base/result.h"
#include "core/domain/notice.h"
#include "core/image/text_entry.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

inline constexpr std::size_t kLargestTextBytes = std::size_t{16} << 20; ///< one text, inflated
inline constexpr std::size_t kLargestTextTotal = std::size_t{64} << 20; ///< all texts of a file

struct PngText {
    std::vector<TextEntry> entries; ///< in file order; keywords may repeat
    std::vector<Notice> notices;    ///< chunks that were skipped, and why
};

/// The texts of tEXt, zTXt and iTXt chunks. tEXt and zTXt are tried as UTF-8 first, then read as
/// Latin-1. A chunk with a wrong checksum, damaged compression or an inflated text above the limits
/// is skipped with a notice; a file that ends early gives what came before. Errors: FileInvalid
/// when the bytes are no PNG.
Result<PngText> readPngText(std::string_view png);

/// `png` with `entries` right behind IHDR: tEXt when keyword and text are ASCII, else iTXt in
/// UTF-8, never compressed. Ill-formed UTF-8 and U+0000 become U+FFFD. Errors: FileInvalid (no
/// PNG), InvalidInput (a keyword that PNG does not allow, a text above 2 GiB).
Result<std::string> withPngText(std::string_view png, const std::vector<TextEntry>& entries);

} // namespace diptych
