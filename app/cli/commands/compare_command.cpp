#include "app/cli/commands/compare_command.h"

#include "app/cli/commands/compare_pictures.h"
#include "app/cli/commands/grid_drawing.h"
#include "app/cli/lora_option.h"
#include "app/cli/number_options.h"
#include "app/cli/option.h"
#include "app/cli/template_choice.h"
#include "core/comparison/grid_manifest.h"
#include "core/config/lora_settings.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace diptych::cli {

namespace {

namespace fs = std::filesystem;

struct CompareOptions {
    std::vector<std::string> inputs; ///< files, folders or a prompt
    std::optional<CompareMode> mode;
    std::optional<int> thumbnail; ///< pixels
    PictureOptions pictures;
    GridOptions grid;
};

constexpr std::pair<const char*, CompareMode> kModes[] = {
    {"grid", CompareMode::Grid},
    {"side-by-side", CompareMode::SideBySide},
    {"diff", CompareMode::Difference},
};

Status takeMode(CompareOptions& options, const std::string& text) {
    for (const auto& [name, mode] : kModes)
        if (text == name) {
            options.mode = mode;
            return Done{};
        }
    return fail(ErrorCode::Usage, fmt::format("unknown mode '{}'", text),
                "use one of: grid, side-by-side, diff");
}

bool isGridFile(const fs::path& path) {
    return path.extension() == ".toml" ||
           (path.extension() == ".json" && path.filename() != kManifestName);
}

// Of the words after the command, which is the prompt of a grid to draw.
Status takeInputs(CompareOptions& options) {
    std::error_code ignored;
    for (const std::string& input : options.inputs) {
        const fs::path path = input;
        const bool isThere = fs::exists(path, ignored);
        if (isGridFile(path)) {
            if (!options.grid.gridFile.empty())
                return fail(ErrorCode::Usage, "two grid files were given", "name one of them");
            options.grid.gridFile = path;
        } else if (!isThere && !options.grid.axes.empty() && !options.grid.prompt.prompt) {
            options.grid.prompt.prompt = input;
        } else {
            options.pictures.inputs.push_back(path);
        }
    }
    const bool draws = !options.grid.axes.empty() || !options.grid.gridFile.empty();
    if (draws && !options.pictures.inputs.empty())
        return fail(ErrorCode::Usage,
                    fmt::format("{} does not go together with a grid that is to be drawn",
                                options.pictures.inputs.front().string()),
                    "compare pictures in one command, and draw a grid in another");
    if (!draws && options.pictures.inputs.empty())
        return fail(ErrorCode::Usage, "nothing to compare was named",
                    "name pictures, a folder of results or a grid file, or give --axis");
    if (draws && options.mode.value_or(CompareMode::Grid) != CompareMode::Grid)
        return fail(ErrorCode::Usage, "a grid is drawn in --mode grid only",
                    "draw it, then compare its folder in another mode");
    return Done{};
}

Status takeRequest(CommandContext& context, GridOptions& options) {
    const config::EffectiveConfig& config = context.config();
    for (std::string& words : config::triggerWordsOf(config.values.lora))
        options.prompt.triggerWords.push_back(std::move(words));
    PromptOptions settled = options.prompt;
    DIPTYCH_TRY_DONE(settlePrompt(context, settled));
    DIPTYCH_TRY(std::optional<Conversation> conversation,
                readConversation(settled, context.environment().input));
    options.promptGiven = conversation.has_value();
    options.request = config::requestOf(config.values);
    DIPTYCH_TRY(options.request.loras, config::findLoras(config.values.lora));
    options.request.conversation = conversation ? std::move(*conversation) : settled.conversation;
    options.request.templateName = settled.templateName;
    if (settled.expand) {
        DIPTYCH_TRY_DONE(
            expandPrompt(settled, options.request.seed.value_or(0), options.request.conversation));
    }
    options.sizeGiven = config.isChosen("generation.width") || config.isChosen("generation.height");
    return Done{};
}

Status run(CommandContext& context, CompareOptions options) {
    DIPTYCH_TRY_DONE(takeInputs(options));
    if (!options.grid.axes.empty() || !options.grid.gridFile.empty()) {
        options.grid.sheet = options.pictures.sheet;
        options.grid.page = options.pictures.page;
        options.grid.overwrite = options.pictures.overwrite;
        options.grid.sheetOptions.mostPixels =
            options.thumbnail.value_or(options.grid.sheetOptions.mostPixels);
        DIPTYCH_TRY_DONE(takeRequest(context, options.grid));
        return drawGrid(context, options.grid);
    }
    constexpr int kLargePictures = 1024;
    options.pictures.mode = options.mode.value_or(
        isResultFolder(options.pictures.inputs) ? CompareMode::Grid : CompareMode::SideBySide);
    const int usual = options.pictures.mode == CompareMode::Grid
                          ? options.pictures.sheetOptions.mostPixels
                          : kLargePictures;
    options.pictures.sheetOptions.mostPixels = options.thumbnail.value_or(usual);
    return comparePictureFiles(context, options.pictures);
}

void addComparison(CLI::App& command, const std::shared_ptr<CompareOptions>& options) {
    const std::string group = "Comparison";
    addRepeatableOption(command,
                        {"inputs", " ", group,
                         "pictures, a folder of results, or a grid file (.toml, .json); with "
                         "--axis the prompt"},
                        [options](const std::string& text) -> Status {
                            options->inputs.push_back(text);
                            return Done{};
                        })
        ->allow_extra_args(true);
    addRepeatableOption(command,
                        {"--axis", "NAME=V1,V2", group,
                         "draw a grid over these values of a field; one to three times: columns, "
                         "rows, pages"},
                        [options](const std::string& text) -> Status {
                            options->grid.axes.push_back(text);
                            return Done{};
                        });
    addOption(command,
              {"--mode", "NAME", group,
               "grid, side-by-side or diff (default: grid for grids and folders, side-by-side for "
               "pictures)"},
              [options](const std::string& text) { return takeMode(*options, text); });
    addOption(command,
              {"--diff-mode", "NAME", group,
               "what --mode diff shows: highlight, absolute or heatmap (default highlight)"},
              [options](const std::string& text) -> Status {
                  DIPTYCH_TRY(options->pictures.difference,
                              parseChoice<DifferenceMode>(text, "mode"));
                  return Done{};
              });
    addOption(command,
              {"--threshold", "X", group,
               "least difference that highlight marks, a share of the full range, 0 to 1"},
              options->pictures.threshold);
}

void addFiles(CLI::App& command, const std::shared_ptr<CompareOptions>& options) {
    const std::string group = "Files";
    addOption(command,
              {"-o,--output", "FILE", group,
               "the labelled picture: .png, .jpg or .webp (a grid that is drawn: grid.png in its "
               "folder)"},
              options->pictures.sheet);
    addOption(command,
              {"--html", "FILE", group,
               "a page with the pictures inside (a grid that is drawn: grid.html in its folder)"},
              options->pictures.page);
    addOption(command,
              {"--folder", "DIR", group,
               "where a grid is drawn; one that is begun there is gone on with (default " +
                   options->grid.folder.string() + ")"},
              options->grid.folder);
    addOption(command,
              {"--thumbnail-size", "N", group,
               "pixels of the longer side of a picture in the labelled one (default 256, of "
               "compared pictures 1024)"},
              [options](const std::string& text) -> Status {
                  constexpr int kLargest = 16384;
                  int pixels = 0;
                  for (const char c : text)
                      pixels = c >= '0' && c <= '9' && pixels <= kLargest ? pixels * 10 + (c - '0')
                                                                          : kLargest + 1;
                  if (text.empty() || pixels < 16 || pixels > kLargest)
                      return fail(ErrorCode::Usage, fmt::format("needs 16 to {} pixels", kLargest));
                  options->thumbnail = pixels;
                  return Done{};
              });
    addOption(command,
              {"--metadata", "WHAT", group,
               "what a drawn picture's file tells: all, no-prompt or none (default all)"},
              [options](const std::string& text) -> Status {
                  DIPTYCH_TRY(options->grid.metadata, parseMetadataLevel(text));
                  return Done{};
              });
    addSwitch(command, {"--dry-run", "", group, "tell what a grid would cost, and draw nothing"},
              options->grid.dryRun);
    addSwitch(command,
              {"--overwrite", "", group, "replace files that exist, and a grid in the folder"},
              options->pictures.overwrite);
}

constexpr const char* kExamples =
    "Examples:\n"
    "  diptych-cli compare a.png b.png --json\n"
    "  diptych-cli compare a.png b.png --mode diff --diff-mode heatmap --output diff.png\n"
    "  diptych-cli compare \"A cat on a mat\" --axis steps=4,8 --axis seed=1,2,3\n"
    "  diptych-cli compare \"A cat on a mat\" --axis \"replace=cat=>cat,cat=>dog\" --folder pets\n"
    "  diptych-cli compare grid.toml --dry-run\n"
    "  diptych-cli compare pets --html pets.html";

} // namespace

CommandBody makeCompareCommand(CLI::App& command, CommandContext& context) {
    command.description("Compare pictures, or draw a request over the values of its fields");
    command.footer(kExamples);
    auto options = std::make_shared<CompareOptions>();
    addComparison(command, options);
    addFiles(command, options);
    addPromptFlags(command, context.settings(), options->grid.prompt);
    addNumberOptions(command, context.settings());
    addLoraOptions(command, "Adapters", context.settings(), options->grid.prompt.triggerWords);
    addModelOptions(command, context.settings(), Shown::Everything);
    return [options](CommandContext& running) { return run(running, *options); };
}

} // namespace diptych::cli
