// Result folders of both kinds, labelled pictures and pages.
#include "core/comparison/grid_manifest.h"
#include "core/comparison/result_grid.h"
#include "core/comparison/result_page.h"
#include "core/comparison/result_sheet.h"
#include "core/image/image_file.h"
#include "tests/support/test_files.h"

#include <gtest/gtest.h>

namespace diptych {
namespace {

using test::TemporaryFolder;

Image plain(int width, int height, std::uint8_t value) {
    return fromInterleavedRgb8(
               width, height,
               std::vector<std::uint8_t>(static_cast<std::size_t>(width) * height * 3, value))
        .value();
}

void writePicture(const std::filesystem::path& path, std::uint8_t value) {
    std::filesystem::create_directories(path.parent_path());
    ASSERT_TRUE(writeImageFile(path, plain(16, 16, value), {}, {}, Overwrite::No));
}

int redAt(const Image& image, int x, int y) {
    return image.sample(static_cast<std::size_t>(y * image.width() + x) * 3);
}

std::string oldMetadata(const std::string& prompt, const std::string& value, int seed,
                        const std::string& file) {
    return R"({"config": {"prompt_id": ")" + prompt +
           R"(", "variable_name": "shift", "variable_value": )" + value + R"(, "seed": )" +
           std::to_string(seed) + R"(}, "output_path": "/gone/images/)" + file +
           R"(", "siglip_score": 0.25, "image_reward": null, "generation_time_seconds": 3.5})";
}

TEST(Results, thePredecessorsFoldersAreRead) {
    TemporaryFolder folder;
    const auto inner = folder / "shift_sweep_20251201_101500/shift_sweep";
    writePicture(inner / "images/a_3.png", 1);
    writePicture(inner / "images/a_10.png", 2);
    writePicture(inner / "images/b_3.png", 3);
    std::filesystem::create_directories(inner / "metadata");
    test::writeBytes(inner / "metadata/1.json", oldMetadata("cat", "10.0", 0, "a_10.png"));
    test::writeBytes(inner / "metadata/2.json", oldMetadata("cat", "3.0", 0, "a_3.png"));
    test::writeBytes(inner / "metadata/3.json", oldMetadata("dog", "3.0", 0, "b_3.png"));
    test::writeBytes(inner / "metadata/4.json", oldMetadata("dog", "10.0", 0, "lost.png"));
    test::writeBytes(inner / "metadata/5.json", "{ damaged");
    test::writeBytes(inner / "metadata/6.json", R"({"config": []})");
    test::writeBytes(inner / "shift_sweep_summary.json", "{}");
    for (const auto& path : {inner, inner.parent_path()}) {
        const auto read = readResults(path);
        ASSERT_TRUE(read) << read.error().message;
        ASSERT_EQ(read->axes.size(), 2U);
        EXPECT_EQ(read->axes[0], (ResultAxis{"shift", {"3.0", "10.0"}})) << "by value, not by name";
        EXPECT_EQ(read->axes[1], (ResultAxis{"prompt", {"cat", "dog"}}));
        ASSERT_EQ(read->cells.size(), 4U);
        EXPECT_EQ(read->cells[0].position, (std::vector<std::size_t>{1, 0}));
        EXPECT_EQ(read->cells[0].file, inner / "images/a_10.png");
        EXPECT_EQ(read->cells[0].facts, (std::vector<std::pair<std::string, std::string>>{
                                            {"SigLIP", "0.250"}, {"seconds", "3.500"}}));
        EXPECT_TRUE(read->cells[3].file.empty());
    }
    test::writeBytes(inner / "metadata/7.json", oldMetadata("dog", "3.0", 5, "b_3.png"));
    EXPECT_EQ(readResults(inner)->axes.at(2), (ResultAxis{"seed", {"0", "5"}})) << "0 is a seed";
}

TEST(Results, aPathInOldMetadataCannotLeaveTheFolder) {
    TemporaryFolder folder;
    std::filesystem::create_directories(folder / "images");
    std::filesystem::create_directories(folder / "metadata");
    test::writeBytes(folder / "secret.png", "x");
    test::writeBytes(folder / "metadata/1.json", oldMetadata("cat", "1", 0, "../../secret.png"));
    EXPECT_TRUE(readResults(folder.path())->cells[0].file.empty());
}

TEST(Results, foldersWithoutResultsAreRefused) {
    TemporaryFolder folder;
    EXPECT_EQ(readResults(folder.path()).error().code, ErrorCode::FileNotFound);
    std::filesystem::create_directories(folder / "images");
    std::filesystem::create_directories(folder / "metadata");
    EXPECT_EQ(readResults(folder.path()).error().code, ErrorCode::FileInvalid);
    test::writeBytes(folder / "grid.json", "{}");
    EXPECT_EQ(readResults(folder.path()).error().code, ErrorCode::FileInvalid);
    EXPECT_EQ(readResults(folder / "grid.json").error().code, ErrorCode::FileInvalid);
}

TEST(Results, filesStandInRowsAndColumns) {
    std::vector<std::filesystem::path> files = {"a.png", "b.png", "c.png"};
    EXPECT_EQ(extent(resultsOfFiles(files), 0), 3U);
    EXPECT_EQ(extent(resultsOfFiles(files), 1), 1U);
    files.insert(files.end(), {"d.png", "e.png"});
    const ResultGrid five = resultsOfFiles(files);
    EXPECT_EQ(extent(five, 0), 3U);
    EXPECT_EQ(extent(five, 1), 2U);
    EXPECT_EQ(five.cells[4].position, (std::vector<std::size_t>{1, 1}));
}

ResultGrid twoByTwo() {
    ResultGrid grid;
    grid.title = "t";
    grid.axes = {{"steps", {"4", "8"}}, {"seed", {"1", "2"}}};
    grid.cells = {{{0, 0}, "10", {}}, {{1, 0}, "20", {}}, {{0, 1}, "30", {}}, {{1, 1}, "", {}}};
    return grid;
}

TEST(ResultSheet, putsEveryPictureIntoItsPlace) {
    const PictureReader read = [](const std::filesystem::path& path) -> Result<Image> {
        return plain(100, 80, static_cast<std::uint8_t>(std::stoi(path.string())));
    };
    SheetOptions options;
    options.textScale = 1;
    const Image sheet = drawResultSheet(twoByTwo(), read, options, {}).value();
    // From the bottom right corner: gap, cell, gap, cell.
    const int gap = 6;
    const int right = sheet.width() - gap - 50;
    const int bottom = sheet.height() - 2 * gap - 40;
    EXPECT_EQ(redAt(sheet, right, bottom), 228) << "nothing is there";
    EXPECT_EQ(redAt(sheet, right - 106, bottom), 30);
    EXPECT_EQ(redAt(sheet, right - 156, bottom - 40), 30) << "its first pixel";
    EXPECT_EQ(redAt(sheet, right - 156, bottom - 41), 255);
    EXPECT_EQ(redAt(sheet, right, bottom - 86), 20);
    EXPECT_EQ(redAt(sheet, right - 106, bottom - 86), 10);
    // Labels stand beside them.
    int ink = 0;
    for (int y = 0; y < sheet.height(); ++y)
        for (int x = 0; x < right - 156 - gap; ++x)
            ink += redAt(sheet, x, y) == 20 ? 1 : 0;
    EXPECT_GT(ink, 40) << "seed: 1, seed: 2";
}

TEST(ResultSheet, largePicturesAreMadeSmaller) {
    const PictureReader read = [](const std::filesystem::path&) -> Result<Image> {
        return plain(400, 200, 9);
    };
    SheetOptions options;
    options.mostPixels = 100;
    const Image small = drawResultSheet(twoByTwo(), read, options, {}).value();
    options.mostPixels = 400;
    const Image large = drawResultSheet(twoByTwo(), read, options, {}).value();
    EXPECT_EQ(large.width() - small.width(), 2 * (400 - 118)) << "118: room for ten letters";
    EXPECT_EQ(large.height() - small.height(), 2 * (200 - 50));
    options.mostPixels = 3;
    EXPECT_EQ(drawResultSheet(twoByTwo(), read, options, {}).error().code, ErrorCode::InvalidInput);
    options = {};
    options.textScale = 0;
    EXPECT_EQ(drawResultSheet(twoByTwo(), read, options, {}).error().code, ErrorCode::InvalidInput);
}

TEST(ResultSheet, whatCannotBeReadIsAnEmptyBoxAndCancelEndsIt) {
    const PictureReader read = [](const std::filesystem::path&) -> Result<Image> {
        return fail(ErrorCode::FileInvalid, "damaged");
    };
    EXPECT_TRUE(drawResultSheet(twoByTwo(), read, {}, {}));
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(
        drawResultSheet(twoByTwo(), read, {}, {stop.get_token(), nullptr, nullptr}).error().code,
        ErrorCode::Cancelled);
}

TEST(ResultSheet, aThirdAxisBecomesPagesBelowEachOther) {
    ResultGrid grid = twoByTwo();
    const PictureReader read = [](const std::filesystem::path&) -> Result<Image> {
        return plain(64, 64, 9);
    };
    const Image one = drawResultSheet(grid, read, {}, {}).value();
    grid.axes.push_back({"scheduler", {"a", "b"}});
    for (ResultCell& cell : grid.cells)
        cell.position.push_back(1);
    const Image two = drawResultSheet(grid, read, {}, {}).value();
    EXPECT_GT(two.height(), 2 * one.height() - 40);
    EXPECT_EQ(two.width(), one.width());
}

TEST(ResultPage, embedsPicturesAndEscapesLabels) {
    TemporaryFolder folder;
    writePicture(folder / "a.png", 5);
    ResultGrid grid;
    grid.title = "<script>alert('x')</script>";
    grid.axes = {{"prompt", {"a \"cat\" & <dog>", "b"}}};
    grid.cells = {{{0}, folder / "a.png", {{"seed", "<1>"}}}, {{1}, folder / "none.png", {}}};
    const std::string page = resultPage(grid, {}).value();
    EXPECT_TRUE(page.starts_with("<!doctype html>"));
    EXPECT_EQ(page.find("<script"), std::string::npos);
    EXPECT_NE(page.find("a &quot;cat&quot; &amp; &lt;dog&gt;"), std::string::npos);
    EXPECT_NE(page.find("&lt;1&gt;"), std::string::npos);
    EXPECT_NE(page.find("<img src=\"data:image/png;base64,iVBOR"), std::string::npos);
    EXPECT_NE(page.find("no picture"), std::string::npos);
    EXPECT_EQ(page.find("http:"), std::string::npos) << "nothing from elsewhere";
    EXPECT_EQ(page.find(folder.path().string()), std::string::npos) << "folders are private";
    EXPECT_EQ(escapeHtml("'\xFF"), "&#39;\xEF\xBF\xBD");
}

} // namespace
} // namespace diptych
