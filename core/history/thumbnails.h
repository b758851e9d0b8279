// Small versions of the history's pictures, kept as files beside the database and made again when
// they are missing. They are named after the pixels, so that copies of a picture share one.
#pragma once

#include "core/base/result.h"
#include "core/image/image.h"

#include <filesystem>
#include <string>

namespace diptych::history {

inline constexpr int kThumbnailSide = 320; ///< pixels of the longer side, at most

/// Where the thumbnail of these pixels lies; empty when the hash is none.
std::filesystem::path thumbnailPath(const std::filesystem::path& folder,
                                    const std::string& pixelHash);

/// The picture made smaller, never larger.
Result<Image> shrinkToThumbnail(const Image& image);

/// Makes and keeps the thumbnail of a picture that is at hand. Errors: FileWrite.
Status keepThumbnail(const std::filesystem::path& folder, const std::string& pixelHash,
                     const Image& image);

/// The thumbnail of an entry, 8-bit RGB, made from the picture file when there is none. Any thread;
/// a thumbnail that cannot be kept is returned all the same. Errors: those of readImageFile.
Result<Image> loadThumbnail(const std::filesystem::path& folder, const std::string& pixelHash,
                            const std::filesystem::path& picture);

/// Does nothing where there is none.
void removeThumbnail(const std::filesystem::path& folder, const std::string& pixelHash);

} // namespace diptych::history
