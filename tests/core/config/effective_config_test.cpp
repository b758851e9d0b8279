// Which layer wins, and that every value knows where it comes from.
#include "tests/core/config/config_test_support.h"

namespace diptych::config {
namespace {

using test::effective;
using test::flag;
using test::TemporaryFolder;

constexpr const char* kProfiles = R"([default]
[default.generation]
width = 512
height = 512
steps = 4
[large]
[large.generation]
width = 2048
)";

TEST(EffectiveConfig, aProfileInheritsFromDefault) {
    const EffectiveConfig config = effective(kProfiles, "large");
    EXPECT_EQ(config.values.request.width, 2048);
    EXPECT_EQ(config.values.request.height, 512);
    EXPECT_EQ(config.sourceOf("generation.width").profile, "large");
    EXPECT_EQ(config.sourceOf("generation.width").line, 8);
    EXPECT_EQ(config.sourceOf("generation.height").profile, "default");
    EXPECT_EQ(config.sourceOf("generation.count").kind, SourceKind::BuiltIn);
    EXPECT_TRUE(config.isChosen("generation.width"));
    EXPECT_FALSE(config.isChosen("generation.count"));
    EXPECT_EQ(config.profile, "large");
    EXPECT_EQ(effective(kProfiles).values.request.width, 512);
}

TEST(EffectiveConfig, whatWasChosenMoreCloselyCountsFirst) {
    const EffectiveConfig config = effective(kProfiles, "large", {flag("generation.steps", "6")});
    EXPECT_TRUE(config.isChosenOver("generation.steps", "generation.width"));
    EXPECT_TRUE(config.isChosenOver("generation.width", "generation.height"));
    EXPECT_FALSE(config.isChosenOver("generation.height", "generation.width"));
    EXPECT_TRUE(config.isChosenOver("generation.height", "generation.height"));
    EXPECT_FALSE(config.isChosenOver("generation.count", "generation.seed")); // nobody chose it
}

TEST(EffectiveConfig, aFlagWinsOverEveryFile) {
    const EffectiveConfig config = effective(kProfiles, "large", {flag("generation.width", "640")});
    EXPECT_EQ(config.values.request.width, 640);
    EXPECT_EQ(describe(config.sourceOf("generation.width")), "the flag --width");
}

TEST(EffectiveConfig, everySettingObeysTheThreeLayers) {
    // The default, a file's value and a flag's, for each setting that a flag and a file can set.
    for (const Field& field : test::schema().fields()) {
        if (!field.show || !field.parse)
            continue;
        const Value builtIn = defaultOf(field);
        const auto differing = [&](int salt) -> std::string {
            if (!field.choices.empty())
                return field.choices[static_cast<std::size_t>(salt) % field.choices.size()].name;
            if (builtIn.is_boolean())
                return salt % 2 == 0 ? "false" : "true";
            if (builtIn.is_number_integer())
                return std::to_string(32 + 16 * salt);
            if (builtIn.is_number() || field.name == "scheduler.shift")
                return salt == 1 ? "0.25" : "0.75";
            if (field.name == "generation.seed")
                return std::to_string(salt);
            if (builtIn.is_array())
                return salt == 1 ? "1,2" : "3";
            if (field.name == "source.background")
                return salt == 1 ? "#000001" : "#000002";
            if (field.name.starts_with("devices."))
                return salt == 1 ? "cpu" : "cuda:1";
            if (field.name == "model.dtype")
                return salt == 1 ? "float32" : "bfloat16";
            return salt == 1 ? "/a" : "/b";
        };
        std::vector<Setting> file = {flag(field.name, differing(1))};
        file[0].source = {SourceKind::File, "", "x.toml", "default", 1, 1};
        const std::vector<Setting> flags = {flag(field.name, differing(2))};
        const auto shown = [&](const std::vector<std::vector<Setting>>& layers) {
            return field.show(mergeLayers(test::schema(), layers).values);
        };
        EXPECT_EQ(shown({}), builtIn) << field.name;
        EXPECT_EQ(shown({file}), file[0].value) << field.name;
        EXPECT_EQ(shown({file, flags}), flags[0].value) << field.name;
        EXPECT_NE(file[0].value, flags[0].value) << field.name;
        const EffectiveConfig both =
            mergeLayers(test::schema(), std::vector<std::vector<Setting>>{file, flags});
        EXPECT_EQ(both.sourceOf(field.name).kind, SourceKind::Flag) << field.name;
    }
}

TEST(EffectiveConfig, aFlagForAllDevicesWinsOverAFilesDeviceOfOne) {
    const EffectiveConfig config = effective("[default.devices]\ndit = \"cuda\"\nall = \"mps\"\n",
                                             "", {flag("devices.all", "cpu")});
    EXPECT_EQ(toString(config.values.placement.transformer), "cpu");
    EXPECT_EQ(describe(config.sourceOf("devices.dit")), "the flag --device");
    const EffectiveConfig file = effective("[default.devices]\ndit = \"cuda\"\nall = \"mps\"\n");
    EXPECT_EQ(toString(file.values.placement.transformer), "cuda:0") << "the one beats the all";
    EXPECT_EQ(toString(file.values.placement.textEncoder), "mps");
}

TEST(EffectiveConfig, aQuantisationIsToldWhereItWasAskedFor) {
    const EffectiveConfig none =
        effective("[default.model]\ndtype = \"float32\"\nquantization = \"none\"\n"
                  "[default.encoder]\nload_in_8bit = false\n");
    EXPECT_EQ(none.sourceOf("model.dtype").line, 2) << "\"none\" leaves it as it is";
    EXPECT_EQ(none.sourceOf("model.quantization").line, 3);
    EXPECT_FALSE(effective("", "", {flag("model.quantization", "none")}).isChosen("model.dtype"));
    const EffectiveConfig eight = effective("[default.model]\ndtype = \"float32\"\n", "",
                                            {flag("model.quantization", "8bit")});
    EXPECT_EQ(eight.values.placement.weightFormat, WeightFormat::Int8);
    EXPECT_EQ(describe(eight.sourceOf("model.dtype")), "the flag --quantization");
    const EffectiveConfig four = effective("", "", {flag("model.dtype", "int4")});
    EXPECT_EQ(describe(four.sourceOf("model.quantization")), "the flag --dtype");
}

TEST(EffectiveConfig, thePipelinesDeviceIsThatOfTransformerAndAutoencoder) {
    const EffectiveConfig config = effective("[default.pipeline]\ndevice = \"cuda\"\n");
    EXPECT_EQ(toString(config.values.placement.transformer), "cuda:0");
    EXPECT_EQ(toString(config.values.placement.autoencoder), "cuda:0");
    EXPECT_EQ(toString(config.values.placement.textEncoder), "auto");
}

TEST(EffectiveConfig, skipLayerGuidanceIsSwitchedWithoutForgettingItsScale) {
    const auto scale = [](const char* text, std::vector<Setting> flags = {}) {
        return requestOf(effective(text, "", std::move(flags)).values).skipLayers.scale;
    };
    const char* const kOff = "[default.slg]\nenabled = false\nscale = 3.5\n";
    EXPECT_EQ(scale(""), 0.0);
    EXPECT_EQ(scale("", {flag("slg.enabled", "true")}), 2.5);
    EXPECT_EQ(scale(kOff), 0.0);
    EXPECT_EQ(scale(kOff, {flag("slg.enabled", "true")}), 3.5);
    EXPECT_EQ(scale(kOff, {flag("slg.scale", "1")}), 1.0);
    EXPECT_EQ(scale("[default.slg]\nscale = 3.5\n"), 3.5);
    EXPECT_EQ(scale("[default.slg]\nscale = 3.5\n", {flag("slg.enabled", "false")}), 0.0);
    EXPECT_EQ(scale("[default.slg]\nscale = 3.5\n", {flag("slg.scale", "0")}), 0.0);
}

TEST(EffectiveConfig, autoTakesBackASeed) {
    const char* const kSeed = "[default.generation]\nseed = 7\n[default.scheduler]\nshift = 2\n";
    EXPECT_EQ(effective(kSeed).values.request.seed, 7);
    const EffectiveConfig config =
        effective(kSeed, "", {flag("generation.seed", "auto"), flag("scheduler.shift", "auto")});
    EXPECT_EQ(config.values.request.seed, std::nullopt);
    EXPECT_EQ(config.values.request.shift, std::nullopt);
}

TEST(EffectiveConfig, aMissingProfileListsThoseThatAreThere) {
    const TemporaryFolder folder;
    ConfigInputs inputs;
    inputs.file = folder / "c.toml";
    diptych::test::writeBytes(inputs.file, kProfiles);
    inputs.profile = "lrge";
    const auto config = loadConfig(test::schema(), inputs);
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().code, ErrorCode::ConfigInvalid);
    EXPECT_NE(config.error().message.find("no profile 'lrge'"), std::string::npos);
    EXPECT_EQ(config.error().hint, "did you mean large? it has default, large");
    inputs.file.clear();
    EXPECT_EQ(loadConfig(test::schema(), inputs).error().code, ErrorCode::ConfigInvalid);
    inputs.profile = "default";
    EXPECT_TRUE(loadConfig(test::schema(), inputs)) << "there is always a default";
}

TEST(EffectiveConfig, aFileWithoutADefaultSaysWhichProfilesItHas) {
    const EffectiveConfig config = effective("[large.generation]\nwidth = 2048\n");
    EXPECT_EQ(config.values.request.width, 1024);
    ASSERT_EQ(config.notices.size(), 1U);
    EXPECT_NE(config.notices[0].message.find("--profile (large)"), std::string::npos);
}

TEST(EffectiveConfig, flagsOutOfRangeAreErrors) {
    ConfigInputs inputs;
    inputs.flags = {flag("generation.width", "1001")};
    const auto config = loadConfig(test::schema(), inputs);
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(config.error().hint, "the nearest valid width is 1008");
}

TEST(EffectiveConfig, theEnvironmentStandsBelowAFile) {
    ConfigInputs inputs;
    Setting path = flag("model.path", "/from/environment");
    path.source = {SourceKind::Environment, "DIPTYCH_MODEL_PATH", "", "", 0, 0};
    inputs.environment = {path};
    const auto config = loadConfig(test::schema(), inputs);
    ASSERT_TRUE(config);
    EXPECT_EQ(config->values.model.model, "/from/environment");
    EXPECT_EQ(describe(config->sourceOf("model.path")), "environment variable DIPTYCH_MODEL_PATH");
    const TemporaryFolder folder;
    inputs.file = folder / "c.toml";
    diptych::test::writeBytes(inputs.file, "[default]\nmodel_path = \"/from/file\"\n");
    EXPECT_EQ(loadConfig(test::schema(), inputs)->values.model.model, "/from/file");
}

} // namespace
} // namespace diptych::config
