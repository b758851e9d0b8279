// Manifests come back as they were, say what is missing, and are not believed when they are
// hostile.
#include "core/comparison/grid_manifest.h"

#include "tests/support/test_files.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <functional>

namespace diptych {
namespace {

GridManifest sample() {
    GridManifest manifest;
    manifest.version = "0.1.0";
    manifest.createdAt = "2026-01-31T12:00:00Z";
    manifest.model = "tiny";
    manifest.grid.base.conversation.user = "a \"cat\", 猫";
    manifest.grid.base.seed = 42;
    manifest.grid.base.loras = {{"/l/a.safetensors", 0.5}};
    manifest.grid.axes = {{"steps", {"4", "8"}}, {"replace", {"cat=>dog"}}};
    for (const std::size_t column : {0U, 1U}) {
        GenerationRequest request = manifest.grid.base;
        request.steps = column == 0 ? 4 : 8;
        manifest.cells.push_back({{{column, 0}, request}, std::nullopt});
    }
    manifest.cells[0].drawn = DrawnCell{"cell-0-0.png", 42, "00112233445566aa", 1.5};
    return manifest;
}

TEST(GridManifest, comesBackAsItWas) {
    const GridManifest manifest = sample();
    const auto read = manifestFromJson(manifestToJson(manifest));
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(*read, manifest);
    test::TemporaryFolder folder;
    ASSERT_TRUE(writeManifest(folder.path(), manifest));
    EXPECT_EQ(readManifest(folder.path()).value(), manifest);
    EXPECT_EQ(readManifest(folder / "none").error().code, ErrorCode::FileNotFound);
}

TEST(GridManifest, knowsItsGrid) {
    const GridManifest manifest = sample();
    Grid grid = manifest.grid;
    EXPECT_TRUE(isOf(manifest, grid, "tiny"));
    EXPECT_FALSE(isOf(manifest, grid, "large"));
    grid.base.steps = 99;
    EXPECT_FALSE(isOf(manifest, grid, "tiny"));
    grid = manifest.grid;
    grid.axes[0].values.push_back("16");
    EXPECT_FALSE(isOf(manifest, grid, "tiny"));
}

TEST(GridManifest, forgetsPicturesThatAreGone) {
    test::TemporaryFolder folder;
    GridManifest manifest = sample();
    test::writeBytes(folder / "cell-0-0.png", "there");
    EXPECT_EQ(forgetMissing(manifest, folder.path()), 1U);
    EXPECT_TRUE(manifest.cells[0].drawn);
    std::filesystem::remove(folder / "cell-0-0.png");
    EXPECT_EQ(forgetMissing(manifest, folder.path()), 2U);
    EXPECT_FALSE(manifest.cells[0].drawn);
}

TEST(GridManifest, hostileOnesAreRefused) {
    const auto refused = [](const std::function<void(nlohmann::json&)>& change) {
        auto object = nlohmann::json::parse(manifestToJson(sample()));
        change(object);
        const auto read = manifestFromJson(object.dump());
        return !read && read.error().code == ErrorCode::FileInvalid;
    };
    EXPECT_FALSE(refused([](auto&) {}));
    for (const char* file : {"../../etc/passwd", "/etc/passwd", "..", "", "a\\b"})
        EXPECT_TRUE(refused([&](auto& json) { json["cells"][0]["file"] = file; })) << file;
    EXPECT_TRUE(refused([](auto& json) { json["cells"][0]["position"] = {9, 0}; }));
    EXPECT_TRUE(refused([](auto& json) { json["cells"][0]["position"] = {-1, 0}; }));
    EXPECT_TRUE(refused([](auto& json) { json["cells"][0]["position"] = {0}; }));
    EXPECT_TRUE(refused([](auto& json) { json["cells"][0] = 3; }));
    EXPECT_TRUE(refused([](auto& json) { json["cells"][0]["request"] = "x"; }));
    EXPECT_TRUE(refused([](auto& json) { json["cells"][0]["seed"] = "x"; }));
    EXPECT_TRUE(refused([](auto& json) { json["axes"] = nlohmann::json::array(); }));
    EXPECT_TRUE(refused([](auto& json) { json["axes"][0]["values"] = {1, 2}; }));
    EXPECT_TRUE(refused([](auto& json) { json["axes"][0] = {}; }));
    EXPECT_TRUE(refused([](auto& json) { json["diptych_grid"] = 2; }));
    EXPECT_TRUE(refused([](auto& json) { json.erase("request"); }));
    EXPECT_TRUE(refused([](auto& json) {
        json["cells"] = nlohmann::json::array();
        for (int i = 0; i < 10'001; ++i)
            json["cells"].push_back(1);
    }));
    EXPECT_FALSE(manifestFromJson("[]"));
    EXPECT_FALSE(manifestFromJson(""));
    const std::string text = manifestToJson(sample());
    for (std::size_t length = 0; length + 2 < text.size(); length += 7)
        EXPECT_FALSE(manifestFromJson(text.substr(0, length))) << length;
}

TEST(GridManifest, becomesResultsWithLabels) {
    const ResultGrid results = resultsOf(sample(), "folder");
    ASSERT_EQ(results.axes.size(), 2U);
    EXPECT_EQ(results.axes[0], (ResultAxis{"steps", {"4", "8"}}));
    EXPECT_EQ(results.axes[1].labels, std::vector<std::string>{"cat → dog"});
    EXPECT_EQ(results.cells[0].file, "folder/cell-0-0.png");
    EXPECT_TRUE(results.cells[1].file.empty());
}

} // namespace
} // namespace diptych
