#include "app/cli/output_names.h"

#include "core/image/image_file.h"

#include <fmt/format.h>

#include <set>
#include <string_view>
#include <system_error>
#include <utility>

namespace diptych::cli {

namespace {

bool replaceAll(std::string& text, std::string_view placeholder, const std::string& value) {
    bool found = false;
    for (std::size_t at = text.find(placeholder); at != std::string::npos;
         at = text.find(placeholder, at + value.size())) {
        text.replace(at, placeholder.size(), value);
        found = true;
    }
    return found;
}

// A file in `folder`, made and removed again: rights, read-only mounts and quotas show themselves
// only on trying.
Status checkFolder(const std::filesystem::path& path) {
    std::error_code error;
    std::filesystem::path folder = std::filesystem::absolute(path, error).parent_path();
    while (!std::filesystem::exists(folder, error) && folder.has_parent_path() &&
           folder != folder.parent_path())
        folder = folder.parent_path();
    if (!std::filesystem::is_directory(folder, error))
        return fail(
            ErrorCode::FileWrite,
            fmt::format("cannot write {}: {} is not a folder", path.string(), folder.string()),
            "choose another output folder");
    DIPTYCH_TRY([[maybe_unused]] const AtomicFile probe,
                AtomicFile::create(folder / ".diptych-write-test", Overwrite::Yes));
    return Done{};
}

} // namespace

std::vector<std::filesystem::path> expandPattern(const std::string& pattern, int count,
                                                 std::int64_t firstSeed, SeedRule rule) {
    std::vector<std::filesystem::path> names;
    for (int index = 0; index < count; ++index) {
        std::string name = pattern;
        const bool hasSeed =
            replaceAll(name, "{seed}", std::to_string(pictureSeed(firstSeed, rule, index)));
        const bool hasIndex = replaceAll(name, "{index}", std::to_string(index));
        std::filesystem::path path = name;
        if (count > 1 && !hasSeed && !hasIndex) {
            std::filesystem::path stem = path.stem();
            stem += fmt::format("-{}", index);
            stem += path.extension();
            path.replace_filename(stem);
        }
        names.push_back(std::move(path));
    }
    return names;
}

Status checkOutputs(std::span<const std::filesystem::path> paths, Overwrite overwrite) {
    std::set<std::filesystem::path> seen;
    for (const std::filesystem::path& path : paths) {
        std::error_code error;
        if (!path.has_filename() || std::filesystem::is_directory(path, error))
            return fail(ErrorCode::FileWrite,
                        fmt::format("cannot write {}: it is a folder", path.string()),
                        "add a file name, e.g. picture.png");
        if (!seen.insert(std::filesystem::weakly_canonical(path, error)).second)
            return fail(ErrorCode::Usage,
                        fmt::format("two outputs would be written to {}", path.string()),
                        "give each its own name; {index} and {seed} number pictures");
        if (overwrite == Overwrite::No && std::filesystem::exists(path, error))
            return fail(ErrorCode::FileWrite, fmt::format("{} exists already", path.string()),
                        "choose another --output, or add --overwrite");
        DIPTYCH_TRY_DONE(checkFolder(path));
    }
    return Done{};
}

Status checkPictureNames(std::span<const std::filesystem::path> paths) {
    for (const std::filesystem::path& path : paths) {
        DIPTYCH_TRY([[maybe_unused]] const ImageFormat format, imageFormatOfPath(path));
    }
    return Done{};
}

} // namespace diptych::cli
