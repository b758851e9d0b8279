// core/checkpoint: models that other programs have fetched.
#include "core/checkpoint/model_finder.h"

#include "tests/support/test_files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace diptych {
namespace {

namespace fs = std::filesystem;

void copyModel(const fs::path& to) {
    fs::create_directories(to.parent_path());
    fs::copy(test::dataPath("tiny-zimage"), to, fs::copy_options::recursive);
}

TEST(ModelFinder, findsFoldersAndHuggingFacesCache) {
    const test::TemporaryFolder home;
    const fs::path cached =
        home / ".cache/huggingface/hub/models--Tongyi-MAI--Z-Image-Turbo/snapshots/abc123";
    copyModel(cached);
    copyModel(home / "models/pictures/mine");
    fs::create_directories(home / ".cache/huggingface/hub/models--other--text/snapshots/1");
    const auto found = findModels(usualModelFolders(home.path(), {}), {});
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].origin, ModelOrigin::HuggingFaceCache);
    EXPECT_EQ(found[0].name, "Z-Image-Turbo");
    EXPECT_EQ(found[0].model, cached);
    EXPECT_TRUE(found[0].isComplete());
    EXPECT_EQ(found[1].origin, ModelOrigin::Folder);
    EXPECT_EQ(found[1].name, "mine");
}

TEST(ModelFinder, saysWhatIsMissing) {
    const test::TemporaryFolder home;
    copyModel(home / "models/half");
    fs::remove_all(home / "models/half/vae");
    copyModel(home / "models/whole");
    const auto found = findModels({home / "models"}, {});
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].name, "whole") << "complete ones first";
    EXPECT_EQ(found[1].lacks, std::vector<std::string>{"vae"});
}

TEST(ModelFinder, findsTheSingleFilesOfComfyUi) {
    const test::TemporaryFolder home;
    const fs::path models = home / "ComfyUI/models";
    fs::create_directories(models / "diffusion_models");
    fs::create_directories(models / "vae");
    fs::copy(test::dataPath("tiny-zimage-variants/comfyui/tiny_zimage_bf16.safetensors"),
             models / "diffusion_models/z_image_turbo.safetensors");
    test::writeBytes(models / "vae/ae.safetensors", "not a model");
    const auto found = findModels(usualModelFolders(home.path(), {}), {});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].origin, ModelOrigin::ComfyUi);
    EXPECT_EQ(found[0].name, "z_image_turbo");
    EXPECT_EQ(found[0].transformer, models / "diffusion_models/z_image_turbo.safetensors");
    EXPECT_EQ(found[0].lacks, (std::vector<std::string>{"text_encoder", "vae"}));
}

TEST(ModelFinder, endsInCirclesAndWhenAsked) {
    const test::TemporaryFolder home;
    copyModel(home / "models/mine");
    fs::create_directory_symlink(home / "models", home / "models/loop");
    EXPECT_EQ(findModels({home / "models", home / "nothing"}, {}).size(), 1u);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_TRUE(findModels({home / "models"}, {stop.get_token()}).empty());
}

} // namespace
} // namespace diptych
