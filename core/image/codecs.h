// The three file formats behind image_file: pixels and embedded blocks, nothing about what the
// texts mean.
#pragma once

#include "core/base/result.h"
#include "core/image/image.h"
#include "core/image/image_file.h"

#include <string>
#include <string_view>
#include <vector>

namespace diptych::image {

/// Blocks of metadata as a file holds them; empty when it does not.
struct EmbeddedBlocks {
    std::string_view exif;
    std::string_view xmp;
    std::vector<std::string_view> comments; ///< JPEG only
};

/// All decoders give the picture as stored, without the EXIF orientation. Errors as decodeImage.
Result<Image> decodePng(std::string_view bytes);
/// The eXIf chunk, if its checksum is right.
std::string_view findPngExif(std::string_view bytes);
/// Without texts. Errors: Internal.
Result<std::string> encodePng(const Image& image, int compression);

Result<Image> decodeJpeg(std::string_view bytes);
EmbeddedBlocks findJpegBlocks(std::string_view bytes);
/// The largest block that fits into one JPEG segment, with the segment's identifier taken off.
inline constexpr std::size_t kLargestJpegExif = 65533 - 6;
inline constexpr std::size_t kLargestJpegXmp = 65533 - 29;
/// `image` is grey or RGB with 8 bits; `exif` and `xmp` may be empty and fit into their segments.
Result<std::string> encodeJpeg(const Image& image, int quality, std::string_view exif,
                               std::string_view xmp);

Result<Image> decodeWebp(std::string_view bytes);
EmbeddedBlocks findWebpBlocks(std::string_view bytes);
/// `image` is RGB or RGBA with 8 bits; `exif` and `xmp` may be empty.
Result<std::string> encodeWebp(const Image& image, const ImageWriteOptions& options,
                               std::string_view exif, std::string_view xmp);

} // namespace diptych::image
