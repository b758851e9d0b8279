// A picture that was drawn but not decoded and saved yet: its latents in a small file, so that
// neither a crash nor a want of memory at the very end costs the work of minutes.
#pragma once

#include "core/base/result.h"
#include "core/checkpoint/host_tensor.h"
#include "core/domain/generation_request.h"
#include "core/image/picture_metadata.h"

#include <filesystem>
#include <vector>

namespace diptych {

struct UnfinishedPicture {
    HostTensor latents;       ///< [1, 16, h, w] float32, sampling space
    PictureMetadata metadata; ///< its request is that of this one picture, with whole paths
};

/// Writes it whole or not at all, as a latents file that `diptych-cli decode` reads too. Errors:
/// FileWrite.
Status keepUnfinished(const std::filesystem::path& path, const UnfinishedPicture& picture);

/// Errors: FileNotFound, FileInvalid (damaged, or not made by keepUnfinished).
Result<UnfinishedPicture> readUnfinished(const std::filesystem::path& path);

/// The files of a folder that keepUnfinished wrote, oldest first; none when there is no folder.
std::vector<std::filesystem::path> unfinishedPictures(const std::filesystem::path& folder);

} // namespace diptych
