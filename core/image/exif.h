// The two facts of an EXIF block that matter here: how to turn the picture upright, and the user
// comment, where image generators keep their settings in JPEG and WebP files.
#pragma once

#include <string>
#include <string_view>

namespace diptych::image {

struct ExifFacts {
    int orientation = 1;     ///< 1…8
    std::string userComment; ///< UTF-8; empty when there is none
};

/// Reads a TIFF structure, with or without "Exif\0\0" before it. Damaged or cyclic structures give
/// what can be read.
ExifFacts readExif(std::string_view exif);

/// A TIFF structure that holds only the user comment (UNICODE, UTF-16 in big-endian order like the
/// structure itself, which is what peers write and expect), without "Exif\0\0".
std::string buildExif(std::string_view userComment);

} // namespace diptych::image
