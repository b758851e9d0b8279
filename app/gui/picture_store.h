// Where finished pictures go by themselves, so that none is ever lost: a folder for each day, a
// name with the time and the seed, the whole request inside.
#pragma once

#include "core/base/result.h"
#include "core/image/image.h"
#include "core/image/picture_metadata.h"

#include <filesystem>

namespace diptych::gui {

class PictureStore {
  public:
    /// `folder` is made when the first picture comes.
    explicit PictureStore(std::filesystem::path folder);

    const std::filesystem::path& folder() const { return folder_; }

    /// Writes a PNG that replaces no other; returns its path. May be called from any thread.
    /// Errors: FileWrite.
    Result<std::filesystem::path> keep(const Image& image, const PictureMetadata& metadata) const;

  private:
    std::filesystem::path folder_;
};

} // namespace diptych::gui
