#include "app/cli/commands/grid_drawing.h"

#include "app/cli/embedding_output.h"
#include "app/cli/model.h"
#include "app/cli/output_names.h"
#include "app/cli/template_choice.h"
#include "app/program/version.h"
#include "core/base/file.h"
#include "core/base/stopwatch.h"
#include "core/base/text.h"
#include "core/comparison/grid.h"
#include "core/comparison/grid_manifest.h"
#include "core/comparison/result_page.h"
#include "core/image/image_file.h"
#include "core/pipeline/drawing_metadata.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace diptych::cli {

namespace {

namespace fs = std::filesystem;

GridRules rulesOf(CommandContext& context, const GridOptions& options) {
    return {&context.schema(),
            [&context, &options](GenerationRequest request,
                                 const std::string& name) -> Result<GenerationRequest> {
                PromptOptions prompt = options.prompt;
                DIPTYCH_TRY_DONE(settlePromptWith(context, prompt, name));
                std::string user = std::move(request.conversation.user);
                request.conversation = std::move(prompt.conversation);
                request.conversation.user = std::move(user);
                request.templateName = prompt.templateName;
                return request;
            }};
}

// Of an adapter's part for the text encoder, which did its work when the prompt was encoded.
constexpr std::string_view kPartUnused = "lora_part_unused";

// "Z-Image-Turbo" of "models/Z-Image-Turbo/".
std::string nameOf(const fs::path& model) {
    return (model.has_filename() ? model : model.parent_path()).filename().string();
}

bool isFlag(CommandContext& context, const GridOptions& options, const std::string& name,
            const GridRules& rules) {
    if (name == "prompt")
        return options.promptGiven;
    const config::Field* field = settingOf(name, rules);
    return field && context.settings().find(field->name);
}

Result<Grid> readGrid(CommandContext& context, const GridOptions& options, const GridRules& rules) {
    Grid grid;
    grid.base = options.request;
    const auto isPrompt = [](const std::string& field) { return field == "prompt"; };
    bool hasPrompt = options.promptGiven;
    if (!options.gridFile.empty()) {
        DIPTYCH_TRY(GridFile file, readGridFile(options.gridFile, rules));
        for (const auto& [field, value] : file.settings)
            hasPrompt = hasPrompt || isPrompt(field);
        std::erase_if(file.settings, [&](const auto& setting) {
            return isFlag(context, options, setting.first, rules);
        });
        DIPTYCH_TRY(grid.base, withFields(std::move(grid.base), file.settings, rules));
        grid.axes = std::move(file.axes);
    }
    for (const std::string& text : options.axes) {
        DIPTYCH_TRY(GridAxis axis, parseAxis(text, rules));
        grid.axes.push_back(std::move(axis));
    }
    for (const GridAxis& axis : grid.axes)
        hasPrompt = hasPrompt || isPrompt(axis.field);
    if (!hasPrompt)
        return fail(ErrorCode::Usage, "no prompt was given",
                    "put it in quotes after the command, e.g. diptych-cli compare \"A cat\" --axis "
                    "steps=4,8, or vary it with --axis prompt=…");
    grid.base.count = 1;
    grid.base.seedRule = SeedRule::Increment;
    return grid;
}

/// A grid with its folder.
struct Work {
    GridManifest manifest;
    std::size_t open = 0; ///< cells without a picture
    bool resumed = false;
};

tl::unexpected<Error> failFolder(const fs::path& folder, std::string_view holds) {
    return fail(ErrorCode::FileWrite,
                fmt::format("the folder {} holds {}", toValidUtf8(folder.string()), holds),
                "choose another --folder, or add --overwrite");
}

// What is there of this grid already; nothing in a new folder.
Result<std::optional<GridManifest>> findManifest(const GridOptions& options, Grid& grid,
                                                 const std::string& model) {
    std::error_code ignored;
    if (options.overwrite || !fs::exists(options.folder, ignored))
        return std::nullopt;
    if (!fs::exists(options.folder / kManifestName, ignored)) {
        if (!fs::is_directory(options.folder, ignored) || !fs::is_empty(options.folder, ignored))
            return failFolder(options.folder, "something else already");
        return std::nullopt;
    }
    DIPTYCH_TRY(GridManifest manifest, readManifest(options.folder));
    // Nobody chose a seed: it is the one that was drawn then.
    if (!grid.base.seed)
        grid.base.seed = manifest.grid.base.seed;
    if (!isOf(manifest, grid, model))
        return failFolder(options.folder, "another grid");
    return std::optional(std::move(manifest));
}

Result<Work> planWork(CommandContext& context, const GridOptions& options, const GridRules& rules,
                      const std::string& model) {
    DIPTYCH_TRY(Grid grid, readGrid(context, options, rules));
    DIPTYCH_TRY(std::optional<GridManifest> found, findManifest(options, grid, model));
    if (!grid.base.seed)
        grid.base.seed = drawSeed();
    DIPTYCH_TRY(std::vector<GridCell> cells, planGrid(grid, rules));
    Work work;
    work.resumed = found.has_value();
    if (found && found->cells.size() != cells.size())
        return failFolder(options.folder, "a grid that another version planned");
    if (found) {
        work.manifest = std::move(*found);
    } else {
        work.manifest.version = program::kVersion;
        work.manifest.createdAt = timestampUtc();
        work.manifest.model = model;
        work.manifest.grid = std::move(grid);
        for (GridCell& cell : cells)
            work.manifest.cells.push_back({std::move(cell), std::nullopt});
    }
    work.open = forgetMissing(work.manifest, options.folder);
    return work;
}

std::vector<GridCell> openCells(const GridManifest& manifest) {
    std::vector<GridCell> cells;
    for (const ManifestCell& cell : manifest.cells)
        if (!cell.drawn)
            cells.push_back(cell.cell);
    return cells;
}

/// Draws one cell after the other. What the text encoder gave for the last serves the next where
/// their prompts are the same.
class GridDrawer {
  public:
    GridDrawer(CommandContext& context, const GridOptions& options, ImagePipeline& pipeline)
        : context_(context), options_(options), pipeline_(pipeline) {}

    Result<DrawnCell> draw(const GridCell& cell) {
        DIPTYCH_TRY(const ResolvedRequest resolved, resolve(cell.request, pipeline_.spec()));
        context_.note(resolved.notices);
        const std::string key = encodingKey(cell.request);
        GenerationInputs inputs;
        if (encoded_ && encoded_->key == key) {
            inputs.promptEmbeddings = encoded_->positive;
            inputs.negativeEmbeddings = encoded_->negative;
        } else {
            encoded_.reset();
        }
        DrawnCell drawn;
        drawn.file = cellFileName(cell.position);
        const PictureHandler save = [&](const GeneratedPicture& picture,
                                        const GenerationReport& soFar) {
            return savePicture(resolved.request, picture, soFar, drawn);
        };
        DIPTYCH_TRY(const GenerationReport report,
                    pipeline_.generate(resolved, inputs, save, context_.run()));
        context_.note(report.formattedPrompt.notices);
        for (const Notice& notice : report.notices)
            if (!encoded_ || notice.code != kPartUnused)
                context_.note(notice);
        if (!encoded_)
            keepEncoding(key, report);
        return drawn;
    }

  private:
    struct Encoded {
        std::string key;
        std::vector<HostTensor> positive, negative;
        std::string formattedPrompt, encoder;
    };

    void keepEncoding(const std::string& key, const GenerationReport& report) {
        if (report.prompts.empty())
            return;
        Encoded encoded{
            key, {report.prompts[0].embedding}, {}, report.formattedPrompt.text, report.encoder};
        if (report.prompts.size() > 1)
            encoded.negative = {report.prompts[1].embedding};
        encoded_ = std::move(encoded);
    }

    Status savePicture(const GenerationRequest& request, const GeneratedPicture& picture,
                       const GenerationReport& report, DrawnCell& drawn) {
        PictureMetadata metadata =
            metadataOfDrawing(request, *request.shift, picture.seed, report, program::kVersion);
        if (encoded_) {
            metadata.formattedPrompt = encoded_->formattedPrompt;
            metadata.encoder = encoded_->encoder;
        }
        DIPTYCH_TRY(const EncodedImage encoded,
                    encodeImage(picture.image, ImageFormat::Png,
                                pictureTextChunks(metadata, options_.metadata)));
        DIPTYCH_TRY_DONE(
            writeFileAtomically(options_.folder / drawn.file, encoded.bytes, Overwrite::Yes));
        drawn.seed = picture.seed;
        drawn.noiseHash = picture.noiseHash;
        drawn.seconds = picture.seconds;
        return Done{};
    }

    CommandContext& context_;
    const GridOptions& options_;
    ImagePipeline& pipeline_;
    std::optional<Encoded> encoded_;
};

std::string timeText(double seconds) {
    return seconds < 90.0 ? fmt::format("{:.0f} s", seconds)
                          : fmt::format("{:.0f} min", seconds / 60.0);
}

void tellCell(CommandContext& context, const GridManifest& manifest, std::size_t done,
              std::size_t index, double seconds, double workDone) {
    const std::vector<GridCell> rest = openCells(manifest);
    const double remaining = seconds / workDone * costOf(rest).work;
    const DrawnCell& drawn = *manifest.cells[index].drawn;
    context.summary(
        fmt::format("{} ({} of {}): seed {}, noise {}, {:.1f} s{}", drawn.file, done,
                    done + rest.size(), drawn.seed, drawn.noiseHash, drawn.seconds,
                    rest.empty() ? "" : fmt::format(", about {} left", timeText(remaining))));
}

Status drawCells(CommandContext& context, const GridOptions& options, ImagePipeline& pipeline,
                 Work& work) {
    GridDrawer drawer(context, options, pipeline);
    const Stopwatch watch;
    double workDone = 0.0;
    std::size_t done = 0;
    DIPTYCH_TRY_DONE(writeManifest(options.folder, work.manifest));
    for (std::size_t i = 0; i < work.manifest.cells.size(); ++i) {
        ManifestCell& cell = work.manifest.cells[i];
        if (cell.drawn)
            continue;
        Result<DrawnCell> drawn = drawer.draw(cell.cell);
        if (!drawn && done > 0)
            context.note(Notice{"finished_pictures_kept",
                                "the finished cells are kept; the same command goes on with them"});
        DIPTYCH_TRY(cell.drawn, std::move(drawn));
        DIPTYCH_TRY_DONE(writeManifest(options.folder, work.manifest));
        workDone += costOf(std::vector{cell.cell}).work;
        tellCell(context, work.manifest, ++done, i, watch.seconds(), workDone);
    }
    return Done{};
}

Status writeSummaries(CommandContext& context, const GridOptions& options, const fs::path& sheet,
                      const fs::path& page, const GridManifest& manifest) {
    const ResultGrid results = resultsOf(manifest, options.folder);
    // The last of many cells are not repeated as progress.
    const RunContext quiet{context.run().cancel, nullptr, nullptr};
    DIPTYCH_TRY(const Image picture,
                drawResultSheet(results, readPicture, options.sheetOptions, quiet));
    DIPTYCH_TRY([[maybe_unused]] const auto notices,
                writeImageFile(sheet, picture, {}, {}, Overwrite::Yes));
    DIPTYCH_TRY(const std::string html, resultPage(results, quiet));
    return writeFileAtomically(page, html, Overwrite::Yes);
}

nlohmann::ordered_json toJson(const GridCost& cost) {
    return {{"pictures", cost.pictures},
            {"steps", cost.steps},
            {"prompts", cost.prompts},
            {"work", cost.work}};
}

nlohmann::ordered_json cellsAsJson(const GridManifest& manifest, const fs::path& folder) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const auto& [cell, drawn] : manifest.cells) {
        nlohmann::ordered_json values = nlohmann::ordered_json::object();
        for (std::size_t axis = 0; axis < cell.position.size(); ++axis) {
            const GridAxis& varied = manifest.grid.axes[axis];
            values[varied.field] = varied.values[cell.position[axis]];
        }
        list.push_back(
            {{"position", cell.position},
             {"values", std::move(values)},
             {"file", drawn ? nlohmann::ordered_json((folder / drawn->file).string())
                            : nlohmann::ordered_json()},
             {"seed", drawn ? drawn->seed : cell.request.seed.value_or(0)},
             {"noise", drawn ? nlohmann::ordered_json(drawn->noiseHash) : nlohmann::ordered_json()},
             {"seconds",
              drawn ? nlohmann::ordered_json(drawn->seconds) : nlohmann::ordered_json()}});
    }
    return list;
}

Status checkTargets(const GridOptions& options, const fs::path& sheet, const fs::path& page,
                    bool resumed) {
    DIPTYCH_TRY_DONE(checkPictureNames(std::vector{sheet}));
    const bool replaces = options.overwrite || resumed;
    return checkOutputs(std::vector{sheet, page}, replaces ? Overwrite::Yes : Overwrite::No);
}

} // namespace

Status drawGrid(CommandContext& context, const GridOptions& options) {
    const ChosenModel model = chooseModel(context);
    const std::string modelName = nameOf(model.location.model);
    const GridRules rules = rulesOf(context, options);
    DIPTYCH_TRY(Work work, planWork(context, options, rules, modelName));
    const fs::path sheet = options.sheet.empty() ? options.folder / "grid.png" : options.sheet;
    const fs::path page = options.page.empty() ? options.folder / "grid.html" : options.page;
    const GridCost cost = costOf(openCells(work.manifest));
    context.summary(fmt::format("{}: {}{}", options.folder.string(), costText(cost),
                                work.resumed ? fmt::format(" ({} are drawn already)",
                                                           work.manifest.cells.size() - work.open)
                                             : ""));
    if (!options.dryRun) {
        DIPTYCH_TRY_DONE(checkTargets(options, sheet, page, work.resumed));
        if (model.isDemo && !options.sizeGiven)
            noteDemoModel(context, options.request);
        if (work.open > 0) {
            DIPTYCH_TRY(const std::unique_ptr<ImagePipeline> pipeline,
                        openModel(context, model, EncodesPrompts::Yes));
            DIPTYCH_TRY_DONE(drawCells(context, options, *pipeline, work));
        }
        DIPTYCH_TRY_DONE(writeSummaries(context, options, sheet, page, work.manifest));
        context.summary(fmt::format("{} and {}", sheet.string(), page.string()));
    }
    if (context.common().json)
        context.writeJson({{"folder", options.folder.string()},
                           {"sheet", options.dryRun ? nlohmann::ordered_json()
                                                    : nlohmann::ordered_json(sheet.string())},
                           {"page", options.dryRun ? nlohmann::ordered_json()
                                                   : nlohmann::ordered_json(page.string())},
                           {"cost", toJson(cost)},
                           {"resumed", work.resumed},
                           {"cells", cellsAsJson(work.manifest, options.folder)},
                           {"notices", context.noticesAsJson()}});
    return Done{};
}

} // namespace diptych::cli
