#include "core/comparison/result_grid.h"

#include "core/base/text.h"
#include "core/comparison/grid_manifest.h"
#include "core/comparison/predecessor_results.h"

#include <fmt/format.h>

#include <cmath>
#include <system_error>

namespace diptych {

std::size_t extent(const ResultGrid& grid, std::size_t axis) {
    return axis < grid.axes.size() ? grid.axes[axis].labels.size() : 1;
}

ResultGrid resultsOfFiles(std::span<const std::filesystem::path> files) {
    constexpr std::size_t kMostInOneRow = 3;
    const std::size_t columns =
        files.size() <= kMostInOneRow
            ? files.size()
            : static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(files.size()))));
    ResultGrid grid;
    grid.axes = {
        {"", std::vector<std::string>(columns)},
        {"", std::vector<std::string>(columns == 0 ? 0 : (files.size() + columns - 1) / columns)}};
    for (std::size_t i = 0; i < files.size(); ++i)
        grid.cells.push_back({{i % columns, i / columns},
                              files[i],
                              {{"", toValidUtf8(files[i].filename().string())}}});
    return grid;
}

Result<ResultGrid> readResults(const std::filesystem::path& path) {
    std::error_code ignored;
    const bool isFolder = std::filesystem::is_directory(path, ignored);
    const std::filesystem::path folder = isFolder ? path : path.parent_path();
    if (!isFolder || std::filesystem::exists(path / kManifestName, ignored)) {
        if (!isFolder && path.filename() != kManifestName)
            return fail(ErrorCode::FileInvalid,
                        fmt::format("{} is no folder of results", toValidUtf8(path.string())),
                        fmt::format("name the folder, or its {}", kManifestName));
        DIPTYCH_TRY(GridManifest manifest, readManifest(folder));
        forgetMissing(manifest, folder);
        return resultsOf(manifest, folder);
    }
    if (const auto old = findPredecessorResults(path))
        return readPredecessorResults(*old);
    return fail(ErrorCode::FileNotFound,
                fmt::format("there are no results in {}", toValidUtf8(path.string())),
                fmt::format("a folder of results has a {}, or the folders images and metadata",
                            kManifestName));
}

} // namespace diptych
