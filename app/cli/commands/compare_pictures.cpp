#include "app/cli/commands/compare_pictures.h"

#include "app/cli/output_names.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/comparison/request_difference.h"
#include "core/comparison/result_page.h"
#include "core/image/image_file.h"
#include "core/image/picture_metadata.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

namespace diptych::cli {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct Picture {
    fs::path file;
    std::string name; ///< valid UTF-8
    Image image;
    std::optional<GenerationRequest> request; ///< as the file tells
};

/// A picture beside the first one.
struct Distance {
    PictureMetrics metrics;
    bool resized = false; ///< one of the two, to be compared
};

Result<std::vector<Picture>> readPictures(std::span<const fs::path> files) {
    std::vector<Picture> pictures;
    for (const fs::path& file : files) {
        DIPTYCH_TRY(LoadedImage loaded, readImageFile(file));
        Picture picture{file, toValidUtf8(file.filename().string()), std::move(loaded.image),
                        std::nullopt};
        if (auto metadata = readPictureMetadata(loaded.text.entries))
            picture.request = std::move(metadata->request);
        pictures.push_back(std::move(picture));
    }
    return pictures;
}

Result<Distance> distanceOf(const Image& first, const Image& other) {
    const AlignedPictures pair = alignPictures(first, other);
    Distance distance;
    DIPTYCH_TRY(distance.metrics, comparePictures(pair.a, pair.b));
    distance.resized = pair.resized;
    return distance;
}

// JSON has no infinity and no NaN.
Json numberOrNull(double number) {
    return std::isfinite(number) ? Json(number) : Json();
}

Json toJson(const Picture& picture, const Distance& distance) {
    const PictureMetrics& metrics = distance.metrics;
    return {{"file", picture.file.string()},
            {"width", picture.image.width()},
            {"height", picture.image.height()},
            {"resized", distance.resized},
            {"equal", metrics.meanAbsoluteError == 0.0 && !distance.resized},
            {"mae", metrics.meanAbsoluteError},
            {"similarity", 1.0 - metrics.meanAbsoluteError / 255.0},
            {"psnr", numberOrNull(metrics.psnr)},
            {"ssim", numberOrNull(metrics.ssim)},
            {"gradient_distance", numberOrNull(metrics.gradientDistance)}};
}

std::vector<std::string> captionOf(const Distance& distance) {
    const PictureMetrics& metrics = distance.metrics;
    std::vector<std::string> lines = {
        fmt::format("MAE {:.3f}", metrics.meanAbsoluteError),
        std::isfinite(metrics.psnr) ? fmt::format("PSNR {:.2f} dB", metrics.psnr) : "equal",
        fmt::format("SSIM {:.4f}", metrics.ssim),
        fmt::format("GMSD {:.4f}", metrics.gradientDistance)};
    if (distance.resized)
        lines.emplace_back("resized");
    return lines;
}

Json differencesOf(const std::vector<Picture>& pictures) {
    Json list = Json::array();
    std::vector<GenerationRequest> requests;
    for (const Picture& picture : pictures)
        if (picture.request)
            requests.push_back(*picture.request);
    if (requests.size() != pictures.size())
        return list;
    for (const FieldDifference& difference : differingFields(requests)) {
        Json values = Json::array();
        for (const std::string& value : difference.values)
            values.push_back(Json::parse(value, nullptr, false));
        list.push_back({{"field", difference.field}, {"values", std::move(values)}});
    }
    return list;
}

void addCaption(ResultCell& cell, const std::vector<std::string>& lines) {
    for (const std::string& line : lines)
        cell.facts.emplace_back("", line);
}

/// What is shown, with the pictures that are in no file.
struct Exhibition {
    ResultGrid results;
    std::map<fs::path, Image> made;
};

Result<Exhibition> showDifferences(const PictureOptions& options,
                                   const std::vector<Picture>& pictures,
                                   const std::vector<Distance>& distances) {
    Exhibition exhibition;
    exhibition.results.axes = {{"", {"", "", std::string(toString(options.difference))}},
                               {"", std::vector<std::string>(pictures.size() - 1)}};
    for (std::size_t i = 1; i < pictures.size(); ++i) {
        AlignedPictures pair = alignPictures(pictures[0].image, pictures[i].image);
        DIPTYCH_TRY(Image difference,
                    differencePicture(pair.a, pair.b, options.difference, options.threshold));
        const fs::path names[] = {fmt::format("{}-a", i), fmt::format("{}-b", i),
                                  fmt::format("{}-difference", i)};
        exhibition.made.emplace(names[0], std::move(pair.a));
        exhibition.made.emplace(names[1], std::move(pair.b));
        exhibition.made.emplace(names[2], std::move(difference));
        for (std::size_t column = 0; column < 3; ++column)
            exhibition.results.cells.push_back({{column, i - 1}, names[column], {}});
        const auto row = exhibition.results.cells.end() - 3;
        row[0].facts.emplace_back("", pictures[0].name);
        row[1].facts.emplace_back("", pictures[i].name);
        addCaption(row[2], captionOf(distances[i]));
    }
    return exhibition;
}

Exhibition showSideBySide(const std::vector<Picture>& pictures,
                          const std::vector<Distance>& distances) {
    Exhibition exhibition;
    exhibition.results.axes = {{"", std::vector<std::string>(pictures.size())}};
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        ResultCell cell{{i}, pictures[i].file, {{"", pictures[i].name}}};
        if (i > 0)
            addCaption(cell, captionOf(distances[i]));
        exhibition.results.cells.push_back(std::move(cell));
        exhibition.made.emplace(pictures[i].file, pictures[i].image);
    }
    return exhibition;
}

Status write(CommandContext& context, const PictureOptions& options, const Exhibition& exhibition) {
    const PictureReader read = [&](const fs::path& path) -> Result<Image> {
        if (const auto found = exhibition.made.find(path); found != exhibition.made.end())
            return found->second;
        return readPicture(path);
    };
    if (!options.sheet.empty()) {
        DIPTYCH_TRY(const Image sheet,
                    drawResultSheet(exhibition.results, read, options.sheetOptions, context.run()));
        DIPTYCH_TRY(const auto notices,
                    writeImageFile(options.sheet, sheet, {}, {},
                                   options.overwrite ? Overwrite::Yes : Overwrite::No));
        context.note(notices);
        context.summary(options.sheet.string());
    }
    if (!options.page.empty()) {
        DIPTYCH_TRY(const std::string page, resultPage(exhibition.results, context.run()));
        DIPTYCH_TRY_DONE(writeFileAtomically(options.page, page,
                                             options.overwrite ? Overwrite::Yes : Overwrite::No));
        context.summary(options.page.string());
    }
    return Done{};
}

Status checkTargets(const PictureOptions& options) {
    std::vector<fs::path> targets;
    if (!options.sheet.empty()) {
        DIPTYCH_TRY_DONE(checkPictureNames(std::vector{options.sheet}));
        targets.push_back(options.sheet);
    }
    if (!options.page.empty())
        targets.push_back(options.page);
    if (!options.page.empty() && options.mode == CompareMode::Difference)
        return fail(ErrorCode::Usage, "--html does not go together with --mode diff",
                    "write the differences with --output");
    return checkOutputs(targets, options.overwrite ? Overwrite::Yes : Overwrite::No);
}

std::vector<fs::path> filesOf(const ResultGrid& results) {
    std::vector<fs::path> files;
    for (const ResultCell& cell : results.cells)
        if (!cell.file.empty())
            files.push_back(cell.file);
    return files;
}

Status showGrid(CommandContext& context, const PictureOptions& options, const ResultGrid& results) {
    DIPTYCH_TRY_DONE(write(context, options, {results, {}}));
    Json cells = Json::array();
    for (const ResultCell& cell : results.cells) {
        Json object = {{"position", cell.position},
                       {"file", cell.file.empty() ? Json() : Json(cell.file.string())}};
        for (const auto& [key, value] : cell.facts)
            if (!key.empty())
                object[key] = value;
        cells.push_back(std::move(object));
    }
    Json axes = Json::array();
    for (const ResultAxis& axis : results.axes)
        axes.push_back({{"title", axis.title}, {"labels", axis.labels}});
    if (context.common().json)
        context.writeJson({{"title", results.title},
                           {"axes", std::move(axes)},
                           {"cells", std::move(cells)},
                           {"notices", context.noticesAsJson()}});
    if (options.sheet.empty() && options.page.empty())
        context.summary(
            fmt::format("{} cells; --output and --html show them", results.cells.size()));
    return Done{};
}

Status compareWithFirst(CommandContext& context, const PictureOptions& options,
                        std::span<const fs::path> files) {
    DIPTYCH_TRY(const std::vector<Picture> pictures, readPictures(files));
    if (pictures.size() < 2)
        return fail(ErrorCode::Usage, "there is nothing to compare the picture with",
                    "name two pictures or more");
    std::vector<Distance> distances(1);
    Json compared = Json::array();
    for (std::size_t i = 1; i < pictures.size(); ++i) {
        DIPTYCH_TRY(Distance distance, distanceOf(pictures[0].image, pictures[i].image));
        compared.push_back(toJson(pictures[i], distance));
        if (distance.resized)
            context.note(Notice{"sizes_differ", fmt::format("{} and {} differ in size: the larger "
                                                            "was made smaller to be compared",
                                                            pictures[0].name, pictures[i].name)});
        context.summary(fmt::format("{} and {}: {}", pictures[0].name, pictures[i].name,
                                    fmt::join(captionOf(distance), ", ")));
        distances.push_back(distance);
    }
    const Json differences = differencesOf(pictures);
    for (const Json& difference : differences)
        context.summary(fmt::format("  {}: {}", difference["field"].get<std::string>(),
                                    difference["values"].dump()));
    if (options.mode == CompareMode::Difference) {
        DIPTYCH_TRY(const Exhibition shown, showDifferences(options, pictures, distances));
        DIPTYCH_TRY_DONE(write(context, options, shown));
    } else {
        DIPTYCH_TRY_DONE(write(context, options, showSideBySide(pictures, distances)));
    }
    if (context.common().json)
        context.writeJson({{"reference", pictures[0].file.string()},
                           {"pictures", std::move(compared)},
                           {"differences", differences},
                           {"notices", context.noticesAsJson()}});
    return Done{};
}

} // namespace

bool isResultFolder(const std::vector<fs::path>& inputs) {
    std::error_code ignored;
    return inputs.size() == 1 &&
           (fs::is_directory(inputs.front(), ignored) || inputs.front().extension() == ".json");
}

Status comparePictureFiles(CommandContext& context, const PictureOptions& options) {
    DIPTYCH_TRY_DONE(checkTargets(options));
    ResultGrid results;
    if (isResultFolder(options.inputs)) {
        DIPTYCH_TRY(results, readResults(options.inputs.front()));
    } else {
        results = resultsOfFiles(options.inputs);
    }
    if (options.mode == CompareMode::Grid)
        return showGrid(context, options, results);
    return compareWithFirst(context, options, filesOf(results));
}

} // namespace diptych::cli
