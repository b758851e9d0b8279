// `compare`: grids that are drawn and gone on with, pictures beside each other.
#include "tests/app/cli/cli_fixture.h"

#include "core/comparison/grid_manifest.h"
#include "core/image/image_file.h"
#include "core/image/picture_metadata.h"

#include <algorithm>

namespace diptych::test {

namespace {

class CliCompareTest : public CliTest {
  protected:
    /// `compare` of 32×16 pictures into the folder `grid`, with further arguments.
    CliRun grid(const std::vector<std::string>& more) {
        std::vector<std::string> arguments = {"compare", "--width",  "32",        "--height",
                                              "16",      "--folder", path("grid")};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }
    PictureMetadata metadataOf(const std::string& name) {
        const LoadedImage picture = valueOrThrow(readImageFile(folder_ / name));
        return readPictureMetadata(picture.text.entries).value();
    }
    void writePlain(const std::string& name, int width, int height, std::uint8_t value) {
        const std::size_t count = static_cast<std::size_t>(width) * height * 3;
        ASSERT_TRUE(writeImageFile(
            folder_ / name,
            fromInterleavedRgb8(width, height, std::vector<std::uint8_t>(count, value)).value(), {},
            {}, Overwrite::Yes));
    }
};

TEST_F(CliCompareTest, aGridIsDrawnIntoItsFolder) {
    const CliRun result = grid({"A cat", "--axis", "steps=1,2", "--axis", "seed=5,6,7", "--json"});
    ASSERT_EQ(result.status, 0) << result.error;
    for (const char* name : {"grid/grid.json", "grid/grid.png", "grid/grid.html",
                             "grid/cell-0-0.png", "grid/cell-1-2.png"})
        EXPECT_TRUE(exists(name)) << name;
    const nlohmann::json json = result.json();
    EXPECT_EQ(json.at("cost").at("pictures"), 6);
    EXPECT_EQ(json.at("cost").at("steps"), 9);
    EXPECT_EQ(json.at("cost").at("prompts"), 1);
    ASSERT_EQ(json.at("cells").size(), 6U);
    for (const nlohmann::json& cell : json.at("cells"))
        EXPECT_EQ(cell.at("noise"), "noise of " + cell.at("values").at("seed").get<std::string>());
    const PictureMetadata metadata = metadataOf("grid/cell-1-2.png");
    EXPECT_EQ(metadata.request.steps, 2);
    EXPECT_EQ(metadata.request.seed, 7);
    EXPECT_EQ(metadata.request.conversation.user, "A cat");
    EXPECT_EQ(metadata.encoder, "fake-encoder");
    EXPECT_NE(metadata.formattedPrompt.find("A cat"), std::string::npos);
}

TEST_F(CliCompareTest, thePromptOfManyCellsIsEncodedOnce) {
    ASSERT_EQ(
        grid({"A cat", "--axis", "replace=cat=>cat,cat=>dog", "--axis", "steps=1,2,3"}).status, 0);
    EXPECT_EQ(pipeline_->encoded.size(), 2U);
    EXPECT_EQ(pipeline_->requests.size(), 6U);
    EXPECT_FALSE(pipeline_->inputs.promptEmbeddings.empty()) << "the last cell's";
    EXPECT_EQ(metadataOf("grid/cell-1-2.png").formattedPrompt,
              metadataOf("grid/cell-1-0.png").formattedPrompt);
}

TEST_F(CliCompareTest, aGridGoesOnWhereItFailed) {
    int pictures = 0;
    pipeline_->beforeDecode = [&](const RunContext&) -> Status {
        if (++pictures == 3)
            return fail(ErrorCode::OutOfMemory, "no memory", "buy some");
        return Done{};
    };
    const std::vector<std::string> axes = {"A cat", "--axis", "steps=1,2,3,4"};
    EXPECT_EQ(grid(axes).status, 4);
    EXPECT_TRUE(exists("grid/cell-1.png"));
    EXPECT_FALSE(exists("grid/cell-2.png"));
    const std::string first = readBytes(folder_ / "grid/cell-0.png");
    pipeline_->requests.clear();
    const CliRun second = grid(axes);
    ASSERT_EQ(second.status, 0) << second.error;
    EXPECT_EQ(pipeline_->requests.size(), 2U) << "only what was missing";
    EXPECT_NE(second.output.find("2 are drawn already"), std::string::npos) << second.output;
    EXPECT_EQ(readBytes(folder_ / "grid/cell-0.png"), first);
    const GridManifest manifest = readManifest(folder_ / "grid").value();
    for (const ManifestCell& cell : manifest.cells)
        EXPECT_EQ(cell.drawn->seed, manifest.grid.base.seed) << "the seed that was drawn at first";
    pipeline_->requests.clear();
    std::filesystem::remove(folder_ / "grid/cell-3.png");
    ASSERT_EQ(grid(axes).status, 0);
    EXPECT_EQ(pipeline_->requests.size(), 1U) << "a lost picture is drawn again";
}

TEST_F(CliCompareTest, anotherGridOrOtherFilesAreNotTouched) {
    ASSERT_EQ(grid({"A cat", "--axis", "steps=1,2", "--seed", "1"}).status, 0);
    EXPECT_EQ(grid({"A dog", "--axis", "steps=1,2", "--seed", "1"}).status, 3);
    EXPECT_EQ(grid({"A cat", "--axis", "steps=1,2,3", "--seed", "1"}).status, 3);
    EXPECT_EQ(grid({"A cat", "--axis", "steps=1,2", "--seed", "2"}).status, 3);
    EXPECT_EQ(grid({"A dog", "--axis", "steps=1", "--seed", "1", "--overwrite"}).status, 0);
    std::filesystem::create_directories(folder_ / "full");
    writeBytes(folder_ / "full/letter.txt", "keep me");
    const CliRun refused = run({"compare", "A cat", "--axis", "steps=1", "--folder", path("full")});
    EXPECT_EQ(refused.status, 3);
    EXPECT_EQ(readBytes(folder_ / "full/letter.txt"), "keep me");
}

TEST_F(CliCompareTest, aDryRunTellsTheCostOnly) {
    const CliRun result = grid({"A cat", "--axis", "steps=4,8", "--dry-run"});
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_NE(result.output.find("2 pictures, 12 steps, 1 prompt to encode"), std::string::npos);
    EXPECT_TRUE(pipeline_->opened.empty());
    EXPECT_FALSE(exists("grid"));
}

TEST_F(CliCompareTest, aGridFileGivesSettingsThatFlagsOverride) {
    writeBytes(folder_ / "pets.toml", "[settings]\nprompt = \"A cat\"\nsteps = 2\nshift = 2.5\n"
                                      "[axes]\nreplace = [\"cat=>cat\", \"cat=>dog\"]\n");
    ASSERT_EQ(grid({path("pets.toml"), "--shift", "4", "--seed", "3"}).status, 0);
    ASSERT_EQ(pipeline_->requests.size(), 2U);
    EXPECT_EQ(pipeline_->requests[1].conversation.user, "A dog");
    EXPECT_EQ(pipeline_->requests[1].steps, 2);
    EXPECT_EQ(pipeline_->requests[1].shift, 4.0);
    EXPECT_EQ(pipeline_->requests[1].width, 32);
}

TEST_F(CliCompareTest, templatesAreAnAxis) {
    std::filesystem::create_directories(folder_ / "templates");
    writeBytes(folder_ / "templates/noir.md",
               "---\nname: noir\ndescription: d\ncategory: c\n---\nPaint it black.\n");
    const CliRun result = grid({"A cat", "--axis", "template=none,noir", "--steps", "1"});
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(metadataOf("grid/cell-0.png").request.templateName, "");
    EXPECT_EQ(metadataOf("grid/cell-1.png").request.templateName, "noir");
    EXPECT_EQ(metadataOf("grid/cell-1.png").request.conversation.system, "Paint it black.");
    EXPECT_EQ(grid({"A cat", "--axis", "template=missing", "--overwrite"}).status, 3);
}

TEST_F(CliCompareTest, impossibleGridsAreRefusedBeforeAnythingIsLoaded) {
    const std::vector<std::vector<std::string>> all = {
        {"A cat", "--axis", "stesp=1"},
        {"A cat", "--axis", "steps=0"},
        {"A cat", "--axis", "replace=dog=>cat"},
        {"A cat", "--axis", "steps=1", "--output", path("grid.gif")}};
    for (const auto& arguments : all)
        EXPECT_EQ(grid(arguments).status, 3) << arguments[2];
    EXPECT_EQ(grid({"--axis", "steps=1"}).status, 2) << "no prompt";
    EXPECT_EQ(grid({"A cat", "--axis", "steps=1", "--mode", "diff"}).status, 2);
    EXPECT_TRUE(pipeline_->opened.empty());
    EXPECT_FALSE(exists("grid"));
}

TEST_F(CliCompareTest, picturesAreComparedInNumbers) {
    writePlain("a.png", 20, 20, 100);
    writePlain("b.png", 20, 20, 110);
    const CliRun result = run({"compare", path("a.png"), path("b.png"), "--json"});
    ASSERT_EQ(result.status, 0) << result.error;
    const nlohmann::json picture = result.json().at("pictures").at(0);
    EXPECT_EQ(picture.at("mae"), 10.0);
    EXPECT_NEAR(picture.at("psnr").get<double>(), 28.1308, 1e-3);
    EXPECT_NEAR(picture.at("similarity").get<double>(), 1.0 - 10.0 / 255.0, 1e-12);
    EXPECT_EQ(picture.at("equal"), false);
    EXPECT_EQ(picture.at("resized"), false);
    const CliRun same = run({"compare", path("a.png"), path("a.png"), "--json"});
    EXPECT_EQ(same.json().at("pictures").at(0).at("equal"), true);
    EXPECT_TRUE(same.json().at("pictures").at(0).at("psnr").is_null()) << "infinite";
}

TEST_F(CliCompareTest, differentSizesAreSaid) {
    writePlain("a.png", 20, 20, 100);
    writePlain("b.png", 40, 40, 100);
    const CliRun result = run({"compare", path("a.png"), path("b.png"), "--json"});
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(result.json().at("pictures").at(0).at("resized"), true);
    EXPECT_EQ(result.json().at("notices").at(0).at("code"), "sizes_differ");
}

TEST_F(CliCompareTest, fieldsThatDifferAreListed) {
    ASSERT_EQ(grid({"A cat", "--axis", "steps=1,2", "--seed", "4"}).status, 0);
    const CliRun result =
        run({"compare", path("grid/cell-0.png"), path("grid/cell-1.png"), "--json"});
    ASSERT_EQ(result.status, 0) << result.error;
    const nlohmann::json differences = result.json().at("differences");
    ASSERT_EQ(differences.size(), 1U);
    EXPECT_EQ(differences.at(0).at("field"), "steps");
    EXPECT_EQ(differences.at(0).at("values"), nlohmann::json({1, 2}));
}

TEST_F(CliCompareTest, sheetsPagesAndDifferencesAreWritten) {
    writePlain("a.png", 64, 64, 100);
    writePlain("b.png", 64, 64, 200);
    const std::vector<std::string> both = {"compare", path("a.png"), path("b.png")};
    const auto with = [&](std::vector<std::string> more) {
        more.insert(more.begin(), both.begin(), both.end());
        return run(more);
    };
    ASSERT_EQ(with({"--output", path("side.png"), "--html", path("side.html")}).status, 0);
    EXPECT_NE(readBytes(folder_ / "side.html").find("a.png"), std::string::npos);
    for (const char* mode : {"highlight", "absolute", "heatmap"})
        ASSERT_EQ(with({"--mode", "diff", "--diff-mode", mode, "--output",
                        path(std::string(mode) + ".png")})
                      .status,
                  0);
    EXPECT_NE(readBytes(folder_ / "highlight.png"), readBytes(folder_ / "heatmap.png"));
    EXPECT_EQ(with({"--output", path("side.png")}).status, 3) << "it exists";
    EXPECT_EQ(with({"--output", path("side.gif")}).status, 3);
    EXPECT_EQ(with({"--mode", "sideways"}).status, 2);
    EXPECT_EQ(with({"--diff-mode", "x"}).status, 2);
    EXPECT_EQ(with({"--mode", "diff", "--threshold", "2", "--output", path("t.png")}).status, 3);
    EXPECT_EQ(with({"--mode", "diff", "--html", path("x.html")}).status, 2);
}

TEST_F(CliCompareTest, aFolderOfResultsIsReadBack) {
    ASSERT_EQ(grid({"A cat", "--axis", "steps=1,2", "--seed", "4"}).status, 0);
    for (const std::string& input : {path("grid"), path("grid/grid.json")}) {
        const CliRun result = run({"compare", input, "--json"});
        ASSERT_EQ(result.status, 0) << result.error;
        EXPECT_EQ(result.json().at("axes").at(0).at("labels"), nlohmann::json({"1", "2"}));
        EXPECT_EQ(result.json().at("cells").at(1).at("seed"), "4");
    }
    ASSERT_EQ(
        run({"compare", path("grid"), "--output", path("again.png"), "--thumbnail-size", "64"})
            .status,
        0);
    EXPECT_EQ(run({"compare", path("grid"), "--mode", "side-by-side", "--json"})
                  .json()
                  .at("pictures")
                  .size(),
              1U);
}

TEST_F(CliCompareTest, nothingToCompareIsAUsageError) {
    EXPECT_EQ(run({"compare"}).status, 2);
    writePlain("a.png", 8, 8, 1);
    EXPECT_EQ(run({"compare", path("a.png")}).status, 2);
    EXPECT_EQ(run({"compare", path("a.png"), path("missing.png")}).status, 3);
    EXPECT_EQ(run({"compare", path("a.png"), "A cat", "--axis", "steps=1"}).status, 2);
    EXPECT_EQ(run({"compare", path("a.png"), "--thumbnail-size", "5"}).status, 2);
}

} // namespace

} // namespace diptych::test
