#include "app/gui/picture_store.h"

#include "core/image/image_file.h"

#include <QDateTime>

#include <fmt/format.h>

#include <string>
#include <system_error>
#include <utility>

namespace diptych::gui {

namespace {

constexpr int kMostOfOneName = 1000; // pictures of one seed within one second

std::filesystem::path nameOf(const std::string& stem, int attempt) {
    return attempt == 0 ? stem + ".png" : fmt::format("{}-{}.png", stem, attempt);
}

} // namespace

PictureStore::PictureStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

Result<std::filesystem::path> PictureStore::keep(const Image& image,
                                                 const PictureMetadata& metadata) const {
    const QDateTime now = QDateTime::currentDateTime();
    const std::filesystem::path day =
        folder_ / now.toString(QStringLiteral("yyyy-MM-dd")).toStdString();
    const std::string stem =
        fmt::format("{}-{}", now.toString(QStringLiteral("HHmmss")).toStdString(),
                    metadata.request.seed.value_or(0));
    const auto texts = pictureTextChunks(metadata, MetadataLevel::All);
    for (int attempt = 0; attempt < kMostOfOneName; ++attempt) {
        const std::filesystem::path path = day / nameOf(stem, attempt);
        std::error_code error;
        if (std::filesystem::exists(path, error))
            continue;
        DIPTYCH_TRY([[maybe_unused]] const auto notices,
                    writeImageFile(path, image, texts, {}, Overwrite::No));
        return path;
    }
    return fail(ErrorCode::FileWrite, "no name is left for another picture",
                "look into " + day.string());
}

} // namespace diptych::gui
