// Flags of settings: from the command line into the request.
#include "tests/app/cli/cli_fixture.h"

#include "core/image/image_file.h"

namespace diptych::test {

namespace {

class CliSettingsTest : public CliTest {
  protected:
    CliRun generate(const std::vector<std::string>& more) {
        std::vector<std::string> arguments = {"generate", "A cat", "--output",
                                              path("output/{index}.png"), "--overwrite"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }

    CliRun generateSmall(std::vector<std::string> more) {
        more.insert(more.begin(), {"--width", "32", "--height", "16"});
        return generate(more);
    }

    void writePicture(const std::string& name, int width, int height) {
        const auto count = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3;
        const Image image =
            valueOrThrow(fromInterleavedRgb8(width, height, std::vector<std::uint8_t>(count, 128)));
        valueOrThrow(writeImageFile(folder_ / name, image, {}, {}, Overwrite::Yes));
    }

    const GenerationRequest& drawn() const { return pipeline_->request->request; }
};

TEST_F(CliSettingsTest, everyNewNumberReachesThePipeline) {
    const CliRun result = generateSmall({"--image",
                                         path("photo.png"),
                                         "--strength",
                                         "0.25",
                                         "--mask",
                                         path("mask.png"),
                                         "--fit",
                                         "pad",
                                         "--background",
                                         "#102030",
                                         "--sample-posterior",
                                         "--two-pass",
                                         "--base-size",
                                         "512",
                                         "--refine-strength",
                                         "0.4",
                                         "--slg-scale",
                                         "2",
                                         "--slg-layers",
                                         "7,8,9",
                                         "--slg-start",
                                         "0.1",
                                         "--slg-stop",
                                         "0.6",
                                         "--variety",
                                         "0.3",
                                         "--variety-fraction",
                                         "0.7",
                                         "--seed-rule",
                                         "random",
                                         "--count",
                                         "2",
                                         "--long-prompt-mode",
                                         "pool",
                                         "--max-tokens",
                                         "256",
                                         "--lora-trigger-words"});
    ASSERT_EQ(result.status, 0) << result.error;
    const GenerationRequest& request = drawn();
    EXPECT_EQ(request.source,
              (SourcePicture{
                  path("photo.png"), path("mask.png"), 0.25, FitMode::Pad, {16, 32, 48}, true}));
    EXPECT_EQ(request.twoPass, (TwoPass{true, 512, 0.4}));
    EXPECT_EQ(request.skipLayers, (SkipLayerGuidance{2.0, {7, 8, 9}, 0.1, 0.6}));
    EXPECT_EQ(request.variety, (Variety{0.3, 0.7}));
    EXPECT_EQ(request.seedRule, SeedRule::Random);
    EXPECT_EQ(request.longPromptMode, LongPromptMode::Pool);
    EXPECT_EQ(request.maxPromptTokens, 256);
    EXPECT_TRUE(request.loraTriggerWords);
}

TEST_F(CliSettingsTest, thePredecessorsNamesForThemWorkToo) {
    ASSERT_EQ(generateSmall({"--img2img", "a.png", "--variety-strength", "0.5", "--slg"}).status,
              0);
    EXPECT_EQ(drawn().source.path, "a.png");
    EXPECT_EQ(drawn().variety.strength, 0.5);
    EXPECT_EQ(drawn().skipLayers.scale, 2.5);
    ASSERT_EQ(generateSmall({"--slg", "--no-slg"}).status, 0);
    EXPECT_EQ(drawn().skipLayers.scale, 0.0);
}

TEST_F(CliSettingsTest, wrongChoicesAreUsageErrorsAndWrongNumbersBadInput) {
    for (const auto& [flag, value] :
         std::vector<std::pair<std::string, std::string>>{{"--fit", "zoom"},
                                                          {"--seed-rule", "x"},
                                                          {"--long-prompt-mode", "x"},
                                                          {"--background", "white"},
                                                          {"--slg-layers", "7,x"},
                                                          {"--strength", "half"},
                                                          {"--scheduler", "euler_a"},
                                                          {"--sigma-spacing", "x"},
                                                          {"--base-size", "1.5"}}) {
        const CliRun result = generateSmall({flag, value});
        EXPECT_EQ(result.status, 2) << flag;
        EXPECT_NE(errorLine(result).find(flag), std::string::npos) << result.error;
    }
    for (const auto& [flag, value] :
         std::vector<std::pair<std::string, std::string>>{{"--strength", "1.5"},
                                                          {"--strength", "nan"},
                                                          {"--slg-start", "-1"},
                                                          {"--variety", "-1"},
                                                          {"--variety-fraction", "2"},
                                                          {"--max-tokens", "0"},
                                                          {"--base-size", "8"},
                                                          {"--refine-strength", "2"},
                                                          {"--slg-layers", "-1"}}) {
        const CliRun result = generateSmall({flag, value});
        EXPECT_EQ(result.status, 3) << flag << " " << value;
        errorLine(result);
    }
    EXPECT_TRUE(pipeline_->opened.empty());
    EXPECT_EQ(generateSmall({"--mask", "m.png"}).status, 3) << "a mask without a picture";
}

TEST_F(CliSettingsTest, withoutASizeThatOfTheSourceIsTaken) {
    writePicture("photo.png", 50, 34);
    ASSERT_EQ(generate({"--image", path("photo.png")}).status, 0);
    EXPECT_EQ(drawn().width, 48);
    EXPECT_EQ(drawn().height, 32);
    ASSERT_EQ(generate({"--image", path("photo.png"), "--width", "64", "--height", "64"}).status,
              0);
    EXPECT_EQ(drawn().width, 64);
    writeBytes(folder_ / "size.toml", "[default.generation]\nwidth = 80\nheight = 80\n");
    ASSERT_EQ(generate({"--image", path("photo.png"), "--config", path("size.toml")}).status, 0);
    EXPECT_EQ(drawn().width, 80) << "a size in the file is one, too";
    const CliRun missing = generate({"--image", path("nowhere.png")});
    EXPECT_EQ(missing.status, 3);
    EXPECT_NE(errorLine(missing).find("nowhere.png"), std::string::npos);
}

TEST_F(CliSettingsTest, theDemoModelsSizeGivesWayToTheSources) {
    variables_.clear();
    resources_ = resourcePath("");
    writePicture("photo.png", 64, 32);
    const CliRun result = generate({"--image", path("photo.png")});
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(drawn().width, 64);
    EXPECT_EQ(drawn().height, 32);
}

TEST_F(CliSettingsTest, tilesAreSetForEveryCommandThatUsesTheAutoencoder) {
    writePicture("photo.png", 32, 32);
    const std::vector<std::string> tiles = {"--tiled-vae", "--tile-size", "256", "--tile-overlap",
                                            "32"};
    const auto tilesOf = [this](std::vector<std::string> arguments,
                                const std::vector<std::string>& more) {
        pipeline_->opened.clear();
        arguments.insert(arguments.end(), more.begin(), more.end());
        const CliRun result = run(arguments);
        EXPECT_EQ(result.status, 0) << result.error;
        return pipeline_->opened.empty() ? TileSettings{} : pipeline_->opened[0].placement.tiles;
    };
    const std::vector<std::string> encode = {"vae-encode",          "--image",
                                             path("photo.png"),     "--output",
                                             path("l.safetensors"), "--overwrite"};
    const std::vector<std::string> decode = {"decode",   "--latents",   path("l.safetensors"),
                                             "--output", path("d.png"), "--overwrite"};
    EXPECT_EQ(tilesOf(encode, tiles), (TileSettings{Tiling::On, 256, 32}));
    EXPECT_EQ(tilesOf(decode, tiles), (TileSettings{Tiling::On, 256, 32}));
    EXPECT_EQ(tilesOf(decode, {"--no-tiled-vae"}).tiling, Tiling::Off);
    EXPECT_EQ(tilesOf(decode, {}).tiling, Tiling::Auto);
    ASSERT_EQ(generateSmall(tiles).status, 0);
    EXPECT_EQ(pipeline_->opened.back().placement.tiles, (TileSettings{Tiling::On, 256, 32}));
}

TEST_F(CliSettingsTest, lorasComeFromTheirFolderByName) {
    std::filesystem::create_directories(folder_ / "loras");
    writeBytes(folder_ / "loras/oil.safetensors", "x");
    ASSERT_EQ(generateSmall({"--loras-dir", path("loras"), "--lora", "oil:0.5"}).status, 0);
    EXPECT_EQ(drawn().loras, (std::vector<LoraRequest>{{path("loras/oil.safetensors"), 0.5}}));
    const CliRun slip = generateSmall({"--loras-dir", path("loras"), "--lora", "oyl"});
    EXPECT_EQ(slip.status, 3);
    EXPECT_NE(slip.error.find("did you mean oil?"), std::string::npos) << slip.error;
}

TEST_F(CliSettingsTest, lorasOfAFileAreReplacedByFlagsOrLeftOut) {
    writeBytes(
        folder_ / "l.toml",
        "[default.lora]\nentries = [{path = \"/a.safetensors\", trigger_words = \"oil\"}]\n");
    const std::vector<std::string> config = {"--config", path("l.toml")};
    const auto loras = [&](std::vector<std::string> more) {
        more.insert(more.end(), config.begin(), config.end());
        EXPECT_EQ(generateSmall(more).status, 0);
        return drawn().loras;
    };
    EXPECT_EQ(loras({}), (std::vector<LoraRequest>{{"/a.safetensors", 1.0}}));
    EXPECT_EQ(drawn().conversation.user, "oil, A cat");
    EXPECT_EQ(loras({"--lora", "/b.safetensors"}),
              (std::vector<LoraRequest>{{"/b.safetensors", 1.0}}));
    EXPECT_EQ(drawn().conversation.user, "A cat");
    EXPECT_TRUE(loras({"--no-lora"}).empty());
    EXPECT_EQ(loras({"--lora", "/b.safetensors", "--no-lora"}).size(), 1U)
        << "without those of the file";
}

TEST_F(CliSettingsTest, triggerWordsStandBeforeThePromptOnce) {
    ASSERT_EQ(generateSmall({"--lora-trigger", "oil painting", "--lora-trigger", "A cat",
                             "--lora-trigger", "oil painting"})
                  .status,
              0);
    EXPECT_EQ(drawn().conversation.user, "oil painting, A cat");
    ASSERT_EQ(generateSmall({"--lora-trigger", "oil", "--raw"}).status, 0);
    EXPECT_EQ(drawn().conversation.user, "A cat") << "a formatted prompt is sent as it is";
}

TEST_F(CliSettingsTest, picturesAreNamedByTheSeedsOfTheirRule) {
    ASSERT_EQ(generateSmall({"--seed", "5", "--count", "2", "--seed-rule", "random", "--output",
                             path("output/{seed}.png")})
                  .status,
              0);
    EXPECT_TRUE(exists("output/5.png"));
    EXPECT_TRUE(exists("output/" + std::to_string(pictureSeed(5, SeedRule::Random, 1)) + ".png"));
    const CliRun same = generateSmall({"--seed", "5", "--count", "2", "--seed-rule", "fixed",
                                       "--output", path("output/{seed}.png")});
    EXPECT_NE(same.status, 0) << "two pictures of one name";
}

} // namespace

} // namespace diptych::test
