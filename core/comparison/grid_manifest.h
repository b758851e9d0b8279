// What is known about a grid's folder: the grid and the cells that are drawn. Written whole after
// every cell, so that a grid that was killed goes on where it was.
#pragma once

#include "core/base/result.h"
#include "core/comparison/grid.h"
#include "core/comparison/result_grid.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

inline constexpr const char* kManifestName = "grid.json";

/// A picture in the grid's folder.
struct DrawnCell {
    std::string file; ///< a plain name
    std::int64_t seed = 0;
    std::string
        noiseHash; ///< GeneratedPicture::noiseHash: equal where cells began with the same noise
    double seconds = 0.0;

    bool operator==(const DrawnCell&) const = default;
};

struct ManifestCell {
    GridCell cell;
    std::optional<DrawnCell> drawn;

    bool operator==(const ManifestCell&) const = default;
};

struct GridManifest {
    std::string version;   ///< of Diptych
    std::string createdAt; ///< UTC, "2026-01-31T12:00:00Z"
    std::string model;     ///< name of the checkpoint
    Grid grid;
    std::vector<ManifestCell> cells; ///< in the order of drawing

    bool operator==(const GridManifest&) const = default;
};

/// JSON, a line for each cell. Keys: diptych_grid (1), version, created_at, model, request (all of
/// it, with paths), axes (a list of {field, values}), cells (a list of {position, request, file,
/// seed, noise, seconds}, the last four null until it is drawn).
std::string manifestToJson(const GridManifest& manifest);

/// Errors: FileInvalid (no such JSON, a value of the wrong type, a position outside of the axes, a
/// file that is not a plain name, too many cells).
Result<GridManifest> manifestFromJson(std::string_view text);

/// Reads and writes `folder`/grid.json, the latter whole or not at all. Errors: as
/// manifestFromJson; FileNotFound, FileWrite.
Result<GridManifest> readManifest(const std::filesystem::path& folder);
Status writeManifest(const std::filesystem::path& folder, const GridManifest& manifest);

/// Whether the manifest is that of this grid, so that its pictures need not be drawn again.
bool isOf(const GridManifest& manifest, const Grid& grid, std::string_view model);

/// Cells without a picture; those whose file is not in the folder any more count, and become so.
std::size_t forgetMissing(GridManifest& manifest, const std::filesystem::path& folder);

/// "cell-2-0.png": the picture of a cell.
std::string cellFileName(const std::vector<std::size_t>& position);

/// For sheets and pages.
ResultGrid resultsOf(const GridManifest& manifest, const std::filesystem::path& folder);

} // namespace diptych
