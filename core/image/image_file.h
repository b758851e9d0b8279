// Picture files: PNG, JPEG and WebP, read by content and written by extension, with the texts
// inside them.
#pragma once

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/domain/notice.h"
#include "core/image/image.h"
#include "core/image/text_entry.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

enum class ImageFormat { Png, Jpeg, WebP };

/// "PNG", "JPEG", "WebP".
std::string_view imageFormatName(ImageFormat format);

inline constexpr int kLargestReadSide = 16384;                  ///< pixels
inline constexpr std::int64_t kLargestReadPixels = 256'000'000; ///< width × height
inline constexpr std::uint64_t kLargestReadBytes = 1ULL << 30;  ///< of the file

struct ImageText {
    ImageFormat format = ImageFormat::Png;
    std::vector<TextEntry> entries; ///< in file order; keywords may repeat
    std::vector<Notice> notices;    ///< what could not be read
};

struct LoadedImage {
    Image image; ///< upright: the file's EXIF orientation is applied already
    ImageText text;
};

/// The texts of a picture file without decoding the picture. PNG: its text chunks. JPEG and WebP:
/// the EXIF user comment as `parameters`, the properties of our XMP packet under their names, a
/// JPEG comment as `comment`. Errors: FileInvalid when the bytes are none of the three formats.
Result<ImageText> readImageText(std::string_view bytes);

/// The picture and its texts. Channels and depth are those of the file: palettes become RGB,
/// transparency becomes an alpha channel, less than 8 bits become 8, CMYK becomes RGB. These limits
/// are checked before anything is allocated: kLargestReadSide, kLargestReadPixels. Errors:
/// FileInvalid (none of the three formats, damaged, cut off, too large), Unsupported (animated
/// WebP).
Result<LoadedImage> decodeImage(std::string_view bytes);

/// `decodeImage` for a file. Errors also: FileNotFound; messages name the path.
Result<LoadedImage> readImageFile(const std::filesystem::path& path);

/// Which format a name asks for: .png, .jpg, .jpeg, .webp, in any case. Errors: InvalidInput,
/// naming these.
Result<ImageFormat> imageFormatOfPath(const std::filesystem::path& path);

struct ImageWriteOptions {
    int jpegQuality = 95;      ///< 1…100; from 90 on colours are not subsampled
    int webpQuality = 90;      ///< 0…100
    bool webpLossless = false; ///< exact, webpQuality is ignored
    int pngCompression = 6;    ///< 0 (fast) … 9 (small)
};

struct EncodedImage {
    std::string bytes;
    std::vector<Notice> notices; ///< texts that the format had no room for
};

/// The picture as a file in memory. PNG keeps channels and depth. JPEG and WebP get 8 bits, JPEG
/// composes alpha over white. PNG puts `texts` into chunks right behind IHDR. JPEG and WebP put
/// `parameters` into the EXIF user comment and the others into an XMP packet; a JPEG has room for
/// 64 KiB of each, and longer ones are left out with a notice. Errors: InvalidInput (an option out
/// of range, a side too long for the format, a keyword that cannot be stored).
Result<EncodedImage> encodeImage(const Image& image, ImageFormat format,
                                 const std::vector<TextEntry>& texts = {},
                                 const ImageWriteOptions& options = {});

/// `encodeImage` in the format of the extension, written whole or not at all. Returns the notices.
/// Errors also: InvalidInput (unknown extension), FileWrite.
Result<std::vector<Notice>> writeImageFile(const std::filesystem::path& path, const Image& image,
                                           const std::vector<TextEntry>& texts,
                                           const ImageWriteOptions& options, Overwrite overwrite);

} // namespace diptych
