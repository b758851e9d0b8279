// Which numbers go with which checkpoint.
#include "core/config/model_preset.h"
#include "tests/core/config/config_test_support.h"

namespace diptych::config {
namespace {

using diptych::test::resourcePath;
using diptych::test::writeBytes;
using test::schema;
using test::TemporaryFolder;

std::vector<ModelPreset> bundled() {
    return valueOrThrow(readModelPresets(resourcePath("models"), schema()));
}

std::string presetFor(const std::string& name, std::optional<double> shift = std::nullopt) {
    const std::vector<ModelPreset> presets = bundled();
    const ModelPreset* preset = matchPreset(presets, {name, shift});
    return preset ? preset->name : "";
}

std::filesystem::path modelWithShift(const TemporaryFolder& folder, const std::string& scheduler) {
    std::filesystem::path model = folder / "My_Model";
    std::filesystem::create_directories(model / "scheduler");
    writeBytes(model / "scheduler/scheduler_config.json", scheduler);
    return model;
}

AppConfig settingsFor(const std::filesystem::path& model, const std::string& wish = "auto") {
    ConfigInputs inputs;
    inputs.presetFolder = resourcePath("models");
    inputs.flags = {test::flag("model.path", model.string()), test::flag("model.preset", wish)};
    const auto config = loadConfig(schema(), inputs);
    EXPECT_TRUE(config) << (config ? "" : config.error().message);
    return config ? config->values : AppConfig{};
}

TEST(ModelPreset, everyBundledFileIsRead) {
    const std::vector<ModelPreset> presets = bundled();
    std::vector<std::string> names;
    for (const ModelPreset& preset : presets) {
        names.push_back(preset.name);
        EXPECT_FALSE(preset.description.empty()) << preset.name;
        EXPECT_FALSE(preset.settings.empty()) << preset.name;
    }
    EXPECT_EQ(names, (std::vector<std::string>{"tiny", "z-image", "z-image-turbo"}));
}

TEST(ModelPreset, namesOfTheUsualPlacesFit) {
    for (const char* name : {"z-image-turbo", "tongyi-mai--z-image-turbo", "z-image-turbo-bf16"})
        EXPECT_EQ(presetFor(name), "z-image-turbo") << name;
    for (const char* name : {"z-image", "models--tongyi-mai--z-image", "z-image-base",
                             "z-image-bf16", "z-image-fp8-scaled", "z-image-q4-k-m"})
        EXPECT_EQ(presetFor(name), "z-image") << name;
    EXPECT_EQ(presetFor("tiny"), "tiny");
    EXPECT_EQ(presetFor("something-else"), "");
}

TEST(ModelPreset, theCheckpointsShiftDecidesOverItsName) {
    EXPECT_EQ(presetFor("z-image", 3.0), "z-image-turbo") << "a Turbo model in a folder z-image";
    EXPECT_EQ(presetFor("my-model", 6.0), "z-image");
    EXPECT_EQ(presetFor("z-image-turbo", 1.5), "");
    EXPECT_EQ(presetFor("tiny", 3.0), "tiny") << "the name decides between equal shifts";
}

TEST(ModelPreset, aCheckpointIsIdentifiedByItsFilesNames) {
    const auto name = [](const std::filesystem::path& path) {
        return identifyModel({.model = path}).name;
    };
    EXPECT_EQ(name("/m/Z-Image_Turbo"), "z-image-turbo");
    EXPECT_EQ(name("/m/Z-Image-Turbo/"), "z-image-turbo");
    EXPECT_EQ(name("/m/z_image_turbo_bf16.safetensors"), "z-image-turbo-bf16");
    EXPECT_EQ(name("/hub/models--Tongyi-MAI--Z-Image-Turbo/snapshots/0a1b2c"),
              "models--tongyi-mai--z-image-turbo");
    EXPECT_EQ(identifyModel({.model = "/m/turbo", .transformer = "/m/z_image.gguf"}).name,
              "z-image");
    EXPECT_EQ(identifyModel({}).name, "");
}

TEST(ModelPreset, theShiftIsReadFromTheSchedulersFile) {
    const TemporaryFolder folder;
    const auto shift = [&](const char* text) {
        return identifyModel({.model = modelWithShift(folder, text)}).shift;
    };
    EXPECT_EQ(shift("{\"shift\": 6.0}"), 6.0);
    EXPECT_EQ(shift("{\"shift\": 3}"), 3.0);
    EXPECT_EQ(shift("{\"shift\": 3.0, \"use_dynamic_shifting\": true}"), 0.0);
    for (const char* damaged : {"{", "[]", "{\"shift\": \"3\"}", "", "{\"shift\": null}"})
        EXPECT_EQ(shift(damaged), std::nullopt) << damaged;
}

TEST(ModelPreset, anUndistilledCheckpointGetsItsNumbers) {
    const TemporaryFolder folder;
    const AppConfig settings = settingsFor(modelWithShift(folder, "{\"shift\": 6.0}"));
    EXPECT_EQ(settings.request.steps, 50);
    EXPECT_EQ(settings.request.guidanceScale, 4.0);
    EXPECT_EQ(settings.request.shift, 6.0);
    EXPECT_EQ(settingsFor(modelWithShift(folder, "{\"shift\": 6.0}"), "none").request.steps, 8);
    EXPECT_EQ(
        settingsFor(modelWithShift(folder, "{\"shift\": 6.0}"), "z-image-turbo").request.shift,
        3.0);
}

TEST(ModelPreset, aFileAndAFlagWinOverThePreset) {
    const TemporaryFolder folder;
    ConfigInputs inputs;
    inputs.presetFolder = resourcePath("models");
    inputs.file = folder / "c.toml";
    writeBytes(inputs.file, "[default]\nmodel_path = \"/m/z-image-base\"\n"
                            "[default.generation]\nguidance_scale = 2\n");
    inputs.flags = {test::flag("scheduler.shift", "1")};
    const auto config = loadConfig(schema(), inputs);
    ASSERT_TRUE(config);
    EXPECT_EQ(config->preset, "z-image");
    EXPECT_EQ(config->values.request.steps, 50);
    EXPECT_EQ(config->values.request.guidanceScale, 2.0);
    EXPECT_EQ(config->values.request.shift, 1.0);
    const ValueSource source = config->sourceOf("generation.steps");
    EXPECT_EQ(source.kind, SourceKind::Preset);
    EXPECT_EQ(source.name, "z-image");
    EXPECT_GT(source.line, 0);
    EXPECT_FALSE(config->isChosen("generation.steps"));
}

TEST(ModelPreset, anUnknownOneIsAnErrorThatListsThem) {
    ConfigInputs inputs;
    inputs.presetFolder = resourcePath("models");
    inputs.flags = {test::flag("model.preset", "sdxl")};
    const auto config = loadConfig(schema(), inputs);
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(config.error().hint, "use one of: auto, none, tiny, z-image, z-image-turbo");
}

TEST(ModelPreset, aDamagedFileIsNamed) {
    const TemporaryFolder folder;
    for (const char* text :
         {"[generation]\nstesp = 8\n", "[match]\nname = \"x\"\n", "x = 1\n", "["}) {
        writeBytes(folder / "bad.toml", text);
        const auto presets = readModelPresets(folder.path(), schema());
        ASSERT_FALSE(presets) << text;
        EXPECT_EQ(presets.error().code, ErrorCode::ConfigInvalid);
        EXPECT_NE(presets.error().message.find("bad.toml"), std::string::npos);
    }
    EXPECT_TRUE(readModelPresets(folder / "nowhere", schema())->empty());
}

} // namespace
} // namespace diptych::config
