#include "core/history/record_picture.h"

#include "core/history/pixel_hash.h"
#include "core/history/thumbnails.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <system_error>
#include <utility>

namespace diptych::history {

namespace {

namespace fs = std::filesystem;

std::string_view extensionOf(ImageFormat format) {
    switch (format) {
    case ImageFormat::Png:
        return "png";
    case ImageFormat::Jpeg:
        return "jpg";
    case ImageFormat::WebP:
        break;
    }
    return "webp";
}

std::int64_t milliseconds(std::chrono::system_clock::time_point time) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

std::int64_t modifiedMs(const fs::path& path) {
    std::error_code error;
    const auto time = fs::last_write_time(path, error);
    return error ? 0 : milliseconds(std::chrono::file_clock::to_sys(time));
}

void fillIn(HistoryEntry& entry, const Image& image) {
    entry.width = image.width();
    entry.height = image.height();
    entry.pixelHash = pixelHash(image);
}

// A history without small pictures is still a history: they are made again when they are wanted.
void keepThumbnailIfPossible(const HistoryStore& store, const HistoryEntry& entry,
                             const Image& image) {
    [[maybe_unused]] const Status kept = keepThumbnail(store.folder(), entry.pixelHash, image);
}

} // namespace

std::string freePictureName(const std::filesystem::path& folder, std::int64_t createdMs,
                            std::int64_t seed, ImageFormat format) {
    const std::tm time = fmt::gmtime(static_cast<std::time_t>(createdMs / 1000));
    const std::string stem =
        fmt::format("{}/{:%Y-%m}/{:%Y%m%d-%H%M%S}-{}", kPicturesFolder, time, time, seed);
    std::error_code ignored;
    for (int attempt = 1;; ++attempt) {
        const std::string more = attempt == 1 ? "" : fmt::format("-{}", attempt);
        std::string name = fmt::format("{}{}.{}", stem, more, extensionOf(format));
        if (!fs::exists(folder / name, ignored))
            return name;
    }
}

Result<HistoryEntry> storePictureFile(const std::filesystem::path& folder, HistoryEntry entry,
                                      const Image& image, const RecordOptions& options) {
    if (entry.createdMs == 0)
        entry.createdMs = milliseconds(std::chrono::system_clock::now());
    fillIn(entry, image);
    entry.picture =
        freePictureName(folder, entry.createdMs, entry.request.seed.value_or(0), options.format);
    DIPTYCH_TRY([[maybe_unused]] const auto notices,
                writeImageFile(folder / entry.picture, image,
                               pictureTextChunks(metadataOf(entry), options.metadata),
                               options.write, Overwrite::No));
    std::error_code ignored;
    if (!options.replaces.empty())
        fs::remove(options.replaces, ignored);
    return entry;
}

Result<HistoryEntry> recordPicture(HistoryStore& store, HistoryEntry entry, const Image& image,
                                   const RecordOptions& options) {
    DIPTYCH_TRY(entry, storePictureFile(store.folder(), std::move(entry), image, options));
    keepThumbnailIfPossible(store, entry, image);
    DIPTYCH_TRY(entry.id, store.append(entry));
    return entry;
}

Result<std::vector<std::string>> unrecordedPictures(HistoryStore& store, std::int64_t graceMs) {
    const std::int64_t newest = milliseconds(std::chrono::system_clock::now()) - graceMs;
    std::vector<std::pair<std::int64_t, std::string>> found;
    std::error_code error;
    fs::recursive_directory_iterator files(store.folder() / kPicturesFolder,
                                           fs::directory_options::skip_permission_denied, error);
    for (; !error && files != fs::recursive_directory_iterator(); files.increment(error)) {
        std::error_code ignored;
        if (!files->is_regular_file(ignored) || !imageFormatOfPath(files->path()))
            continue;
        std::string name = files->path().lexically_relative(store.folder()).generic_string();
        DIPTYCH_TRY(const bool recorded, store.isRecorded(name));
        const std::int64_t modified = recorded ? 0 : modifiedMs(files->path());
        if (!recorded && modified <= newest)
            found.emplace_back(modified, std::move(name));
    }
    std::sort(found.begin(), found.end());
    std::vector<std::string> names;
    names.reserve(found.size());
    for (auto& [modified, name] : found)
        names.push_back(std::move(name));
    return names;
}

Result<HistoryEntry> adoptPicture(HistoryStore& store, const std::string& picture) {
    const fs::path path = store.picturePath(picture);
    DIPTYCH_TRY(const LoadedImage loaded, readImageFile(path));
    HistoryEntry entry;
    if (auto metadata = readPictureMetadata(loaded.text.entries)) {
        entry.request = std::move(metadata->request);
        entry.formattedPrompt = std::move(metadata->formattedPrompt);
        entry.version = std::move(metadata->version);
        entry.model = std::move(metadata->model);
        entry.encoder = std::move(metadata->encoder);
        entry.dtype = std::move(metadata->dtype);
        entry.seconds.sample = metadata->seconds;
    }
    if (!entry.request.seed)
        entry.request.seed = 0;
    entry.picture = picture;
    entry.createdMs = modifiedMs(path);
    fillIn(entry, loaded.image);
    keepThumbnailIfPossible(store, entry, loaded.image);
    DIPTYCH_TRY(entry.id, store.append(entry));
    return entry;
}

} // namespace diptych::history
