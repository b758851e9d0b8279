#include "core/history/thumbnails.h"

#include "core/image/fit.h"
#include "core/image/image_file.h"

#include <algorithm>
#include <cmath>
#include <system_error>
#include <utility>

namespace diptych::history {

namespace {

namespace fs = std::filesystem;

constexpr int kJpegQuality = 88;

bool isHash(const std::string& text) {
    return text.size() == 16 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

} // namespace

std::filesystem::path thumbnailPath(const std::filesystem::path& folder,
                                    const std::string& pixelHash) {
    // What a damaged database says must not lead anywhere else.
    if (!isHash(pixelHash))
        return {};
    return folder / "thumbnails" / pixelHash.substr(0, 2) / (pixelHash + ".jpg");
}

Result<Image> shrinkToThumbnail(const Image& image) {
    const double factor = std::min(1.0, static_cast<double>(kThumbnailSide) /
                                            std::max(image.width(), image.height()));
    const auto side = [factor](int pixels) {
        return std::max(1, static_cast<int>(std::lround(pixels * factor)));
    };
    DIPTYCH_TRY(const Image small,
                fitTo(image, side(image.width()), side(image.height()), FitMode::Stretch));
    return toRgb8(small);
}

Status keepThumbnail(const std::filesystem::path& folder, const std::string& pixelHash,
                     const Image& image) {
    const fs::path path = thumbnailPath(folder, pixelHash);
    if (path.empty())
        return Done{};
    DIPTYCH_TRY(const Image small, shrinkToThumbnail(image));
    ImageWriteOptions options;
    options.jpegQuality = kJpegQuality;
    DIPTYCH_TRY([[maybe_unused]] const auto notices,
                writeImageFile(path, small, {}, options, Overwrite::Yes));
    return Done{};
}

Result<Image> loadThumbnail(const std::filesystem::path& folder, const std::string& pixelHash,
                            const std::filesystem::path& picture) {
    const fs::path path = thumbnailPath(folder, pixelHash);
    if (!path.empty())
        if (auto kept = readImageFile(path))
            return toRgb8(kept->image);
    DIPTYCH_TRY(const LoadedImage whole, readImageFile(picture));
    DIPTYCH_TRY(Image small, shrinkToThumbnail(whole.image));
    [[maybe_unused]] const Status kept = keepThumbnail(folder, pixelHash, small);
    return small;
}

void removeThumbnail(const std::filesystem::path& folder, const std::string& pixelHash) {
    const fs::path path = thumbnailPath(folder, pixelHash);
    std::error_code ignored;
    if (!path.empty())
        fs::remove(path, ignored);
}

} // namespace diptych::history
