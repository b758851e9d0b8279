// flatland-sheet: draws scenes of the Flatland world on one contact sheet and prints their
// captions, for whoever changes the world and wants to see it.
#include "app/train/world/caption.h"
#include "app/train/world/contact_sheet.h"
#include "app/train/world/held_out_prompts.h"
#include "app/train/world/paint.h"
#include "app/train/world/random_scene.h"
#include "core/image/image_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace diptych::flatland {
namespace {

struct SheetOptions {
    std::string output = "flatland.png";
    std::uint64_t seed = 1;
    std::size_t count = 36;
    int columns = 6;
    int width = 256;
    int height = 256;
    std::string style;
    bool heldOut = false;
};

void addOptions(CLI::App& program, SheetOptions& options) {
    program.add_option("OUTPUT", options.output, "the sheet, a PNG, JPEG or WebP file");
    program.add_option("--seed", options.seed, "other scenes");
    program.add_option("--count", options.count, "how many scenes")->check(CLI::Range(1, 400));
    program.add_option("--columns", options.columns, "scenes in a row")->check(CLI::Range(1, 40));
    program.add_option("--width", options.width, "of each, pixels")->check(CLI::Range(16, 2048));
    program.add_option("--height", options.height, "of each, pixels")->check(CLI::Range(16, 2048));
    program.add_option("--style", options.style, "only this one")
        ->check(CLI::IsMember({"flat", "outline", "pastel", "neon", "pencil"}));
    program.add_flag("--held-out", options.heldOut,
                     "the judge's prompts instead of training scenes");
}

/// The scenes; prints what each is called.
std::vector<Scene> scenesOf(const SheetOptions& options) {
    std::vector<Scene> scenes;
    if (options.heldOut) {
        for (const HeldOutPrompt& prompt : heldOutPrompts(options.seed, options.count)) {
            fmt::print("{}\n", prompt.prompt);
            scenes.push_back(prompt.scene);
        }
        return scenes;
    }
    SceneMix mix;
    if (!options.style.empty())
        for (const Style style : kStyles)
            mix.styles[indexOf(style)] = nameOf(style) == options.style ? 1.0F : 0.0F;
    Rng rng(options.seed);
    while (scenes.size() < options.count) {
        scenes.push_back(randomScene(rng, mix));
        fmt::print("{}\n    {}\n", caption(scenes.back(), rng), fullCaption(scenes.back()));
    }
    return scenes;
}

Status drawSheet(const SheetOptions& options) {
    const std::vector<Scene> scenes = scenesOf(options);
    std::vector<Image> pictures;
    pictures.reserve(scenes.size());
    const auto start = std::chrono::steady_clock::now();
    for (const Scene& scene : scenes)
        pictures.push_back(paint(scene, options.width, options.height));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    fmt::print("{} pictures, {:.0f} a second\n", pictures.size(),
               static_cast<double>(pictures.size()) / took.count());
    DIPTYCH_TRY_DONE(writeImageFile(options.output, contactSheet(pictures, options.columns), {}, {},
                                    Overwrite::Yes));
    return Done{};
}

} // namespace
} // namespace diptych::flatland

int main(int argc, char** argv) {
    CLI::App program("Draws scenes of the Flatland world on one sheet");
    diptych::flatland::SheetOptions options;
    diptych::flatland::addOptions(program, options);
    CLI11_PARSE(program, argc, argv);
    if (const diptych::Status drawn = diptych::flatland::drawSheet(options); !drawn) {
        fmt::print(stderr, "error: {}\nhint: {}\n", drawn.error().message, drawn.error().hint);
        return 1;
    }
    return 0;
}
