#include "core/pipeline/unfinished_picture.h"

#include "core/image/request_json.h"

#include <algorithm>
#include <map>
#include <string>
#include <system_error>
#include <utility>

namespace diptych {

namespace {

namespace fs = std::filesystem;

constexpr const char* kTensor = "latents";
constexpr const char* kRequestKey = "request";
constexpr const char* kEnding = ".safetensors";

} // namespace

Status keepUnfinished(const std::filesystem::path& path, const UnfinishedPicture& picture) {
    const std::map<std::string, std::string> header = {
        {kRequestKey, requestToJson(picture.metadata.request)},
        {kDiptychKeyword, metadataToJson(picture.metadata)}};
    return writeSafetensors(path, std::vector{picture.latents.toWrite(kTensor)}, header,
                            Overwrite::Yes);
}

Result<UnfinishedPicture> readUnfinished(const std::filesystem::path& path) {
    DIPTYCH_TRY(const auto file, SafetensorsFile::open(path));
    const TensorInfo* const info = file->find(kTensor);
    const auto request = file->metadata().find(kRequestKey);
    const auto metadata = file->metadata().find(kDiptychKeyword);
    if (!info || request == file->metadata().end() || metadata == file->metadata().end())
        return fail(ErrorCode::FileInvalid,
                    "this is no unfinished picture of Diptych: " + path.string());
    UnfinishedPicture picture;
    DIPTYCH_TRY(picture.metadata, metadataFromJson(metadata->second));
    DIPTYCH_TRY(picture.metadata.request, requestFromJson(request->second));
    picture.latents = readHostTensor(*file, *info);
    return picture;
}

std::vector<std::filesystem::path> unfinishedPictures(const std::filesystem::path& folder) {
    std::vector<std::pair<fs::file_time_type, fs::path>> found;
    std::error_code error;
    fs::directory_iterator files(folder, error);
    for (; !error && files != fs::directory_iterator(); files.increment(error)) {
        std::error_code ignored;
        if (files->path().extension() == kEnding && files->is_regular_file(ignored))
            found.emplace_back(fs::last_write_time(files->path(), ignored), files->path());
    }
    std::sort(found.begin(), found.end());
    std::vector<fs::path> paths;
    paths.reserve(found.size());
    for (auto& [time, path] : found)
        paths.push_back(std::move(path));
    return paths;
}

} // namespace diptych
