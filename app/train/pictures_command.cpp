#include "app/train/subcommands.h"

#include "app/train/world/caption.h"
#include "app/train/world/paint.h"
#include "app/train/world/random_scene.h"
#include "core/base/file.h"
#include "core/image/image_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <ostream>
#include <string>

namespace diptych::train {

namespace {

struct PicturesOptions {
    std::filesystem::path output;
    std::string style = "flat";
    int count = 200;
    int side = 256;
    std::uint64_t seed = 1;
};

std::vector<std::string> styleNames() {
    std::vector<std::string> names;
    for (const flatland::Style style : flatland::kStyles)
        names.emplace_back(flatland::nameOf(style));
    return names;
}

flatland::Style styleOf(const std::string& name) {
    return *std::find_if(flatland::kStyles.begin(), flatland::kStyles.end(),
                         [&](flatland::Style style) { return flatland::nameOf(style) == name; });
}

// The captions leave the style out: an adapter is to bring it whatever the prompt says.
Status writePictures(const PicturesOptions& options, std::ostream& output,
                     const RunContext& context) {
    for (int i = 0; i < options.count; ++i) {
        if (context.cancelled())
            return fail(cancelledError());
        flatland::Rng rng(flatland::mixBits(options.seed) + static_cast<std::uint64_t>(i));
        flatland::Scene scene = flatland::randomScene(rng);
        scene.style = styleOf(options.style);
        flatland::Mentions mentions = flatland::randomMentions(scene, rng);
        mentions.style = false;
        const std::string name = fmt::format("{}-{:04}", options.style, i);
        DIPTYCH_TRY_DONE(writeFileAtomically(options.output / (name + ".txt"),
                                             flatland::caption(scene, mentions, rng) + "\n",
                                             Overwrite::Yes));
        const Image picture = flatland::paint(scene, options.side, options.side);
        DIPTYCH_TRY(const auto notices, writeImageFile(options.output / (name + ".png"), picture,
                                                       {}, {}, Overwrite::Yes));
    }
    output << fmt::format("{} pictures in {}", options.count, options.output.string()) << std::endl;
    return Done{};
}

} // namespace

Subcommand addPicturesCommand(CLI::App& app, std::ostream& output) {
    const auto options = std::make_shared<PicturesOptions>();
    CLI::App* const command =
        app.add_subcommand("pictures", "draw captioned pictures of Flatland to train on");
    command->add_option("--output", options->output, "folder to write to")->required();
    command->add_option("--style", options->style, "how they are drawn")
        ->check(CLI::IsMember(styleNames()))
        ->capture_default_str();
    command->add_option("--count", options->count, "how many")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    command->add_option("--side", options->side, "pixels")
        ->check(CLI::Range(32, 2048))
        ->capture_default_str();
    command->add_option("--seed", options->seed, "the same seed gives the same pictures")
        ->capture_default_str();
    return {command, [options, &output](const RunContext& context) {
                return writePictures(*options, output, context);
            }};
}

} // namespace diptych::train
