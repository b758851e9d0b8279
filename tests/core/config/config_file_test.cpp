// How a configuration file is read: values, places, suggestions.
#include "tests/core/config/config_test_support.h"

namespace diptych::config {
namespace {

using test::effective;
using test::parsedOrFail;
using test::problemLines;
using Lines = std::vector<std::string>;

TEST(ConfigFile, everyTypeOfValueIsRead) {
    const ConfigFile file = parsedOrFail(R"(
[default]
model_path = "/models/Z-Image-Turbo"
[default.generation]
width = 768
seed = 9223372036854775807
guidance_scale = 2
seed_rule = "fixed"
[default.scheduler]
shift = 2.5
type = "unipc"
[default.slg]
layers = [7, 9]
[default.source]
background = "#0A0b0C"
[default.devices]
dit = "cuda:1"
[default.prompt]
strip_quotes = true
)");
    EXPECT_EQ(problemLines(file), Lines());
    const std::vector<std::vector<Setting>> layers = {file.find("default")->settings};
    const AppConfig settings = mergeLayers(test::schema(), layers).values;
    EXPECT_EQ(settings.model.model, "/models/Z-Image-Turbo");
    EXPECT_EQ(settings.request.width, 768);
    EXPECT_EQ(settings.request.seed, 0x7FFFFFFFFFFFFFFF) << "all 63 bits";
    EXPECT_EQ(settings.request.guidanceScale, 2.0) << "a whole number is a number";
    EXPECT_EQ(settings.request.seedRule, SeedRule::Fixed);
    EXPECT_EQ(settings.request.shift, 2.5);
    EXPECT_EQ(settings.request.scheduler, "unipc");
    EXPECT_EQ(settings.request.skipLayers.layers, (std::vector<int>{7, 9}));
    EXPECT_EQ(settings.request.source.background, (std::array<std::uint8_t, 3>{10, 11, 12}));
    EXPECT_EQ(toString(settings.placement.transformer), "cuda:1");
    EXPECT_TRUE(settings.request.conversation.stripQuotes);
}

TEST(ConfigFile, settingsKnowTheirLineAndColumn) {
    const ConfigFile file = parsedOrFail("[default]\n\n[default.generation]\n  width = 768\n");
    const ValueSource& source = file.find("default")->settings.at(0).source;
    EXPECT_EQ(describe(source), "/studio/config.toml:4:3, profile default");
}

TEST(ConfigFile, anUnknownKeyIsToldWithItsPlaceAndASuggestion) {
    const ConfigFile file = parsedOrFail("[default.generation]\nwidth = 768\nstesp = 9\n");
    EXPECT_EQ(problemLines(file),
              Lines{"/studio/config.toml:3:1: unknown key 'stesp' in [default.generation]; did you "
                    "mean 'steps'?"});
    EXPECT_EQ(file.find("default")->settings.size(), 1U) << "the rest applies";
}

TEST(ConfigFile, aKeyInTheWrongTableIsToldWhereItBelongs) {
    EXPECT_EQ(problemLines(parsedOrFail("[default.generation]\nshift = 3.0\n")),
              Lines{"/studio/config.toml:2:1: unknown key 'shift' in [default.generation]; did you "
                    "mean 'scheduler.shift'?"});
}

TEST(ConfigFile, anUnknownTableIsToldOnce) {
    const Lines lines =
        problemLines(parsedOrFail("[default.genration]\nwidth = 768\nheight = 1\n"));
    EXPECT_EQ(lines, Lines{"/studio/config.toml:1:10: unknown table [default.genration]; did you "
                           "mean [default.generation]?"});
}

TEST(ConfigFile, whatStandsOutsideTheProfilesIsTold) {
    const Lines lines =
        problemLines(parsedOrFail("model_path = \"x\"\n[generation]\nwidth = 64\n"));
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_NE(lines[0].find("'model_path' stands outside a profile; put it under [default]"),
              std::string::npos);
    EXPECT_NE(lines[1].find("write [default.generation]"), std::string::npos);
}

TEST(ConfigFile, wrongTypesAreToldAndLeftOut) {
    const ConfigFile file = parsedOrFail(R"([default.generation]
width = "768"
steps = 8.5
guidance_scale = true
count = [1]
seed = 1979-05-27
[default.slg]
layers = [7, "8"]
[default]
model_path = 5
[default.prompt]
strip_quotes = 1
[default.source]
background = "white"
)");
    EXPECT_TRUE(file.find("default")->settings.empty());
    const Lines expected = {
        "2:1: generation.width needs a whole number (got \"768\")",
        "3:1: generation.steps needs a whole number (got 8.5)",
        "4:1: generation.guidance_scale needs a number (got true)",
        "5:1: generation.count needs a whole number (got [1])",
        "6:1: generation.seed needs a whole number (got \"1979-05-27\")",
        "8:1: slg.layers needs a list of whole numbers (got [7, \"8\"])",
        "10:1: model_path needs a text in quotes (got 5)",
        "12:1: prompt.strip_quotes needs true or false (got 1)",
        "14:1: source.background needs a colour such as \"#ffffff\" (got \"white\")",
    };
    const Lines lines = problemLines(file);
    ASSERT_EQ(lines.size(), expected.size());
    for (std::size_t i = 0; i < lines.size(); ++i)
        EXPECT_EQ(lines[i], "/studio/config.toml:" + expected[i]);
}

TEST(ConfigFile, valuesOutOfRangeAreToldWithTheNearestOne) {
    const ConfigFile file = parsedOrFail(R"([default.generation]
width = 1001
steps = 0
seed = -1
guidance_scale = nan
[default.scheduler]
shift = inf
type = "eulr"
[default.source]
strength = 1.5
[default.devices]
threads = -2
vae = "tpu"
[default.lora]
entries = [{path = "a.safetensors", scale = 1e9}]
)");
    EXPECT_TRUE(file.find("default")->settings.empty());
    const Lines lines = problemLines(file);
    ASSERT_EQ(lines.size(), 10U);
    EXPECT_NE(lines[0].find("2:1: generation.width: width must be a multiple of 16"),
              std::string::npos);
    EXPECT_NE(lines[0].find("the nearest valid width is 1008"), std::string::npos);
    EXPECT_NE(lines[3].find("guidance_scale must be a number of at least 0 (got nan)"),
              std::string::npos);
    EXPECT_NE(lines[5].find("unknown scheduler 'eulr'; use one of: flow_euler, unipc"),
              std::string::npos);
    for (const std::string& line : lines)
        EXPECT_NE(line.find("config.toml:"), std::string::npos) << line;
}

TEST(ConfigFile, aWholeNumberThatDoesNotFitIsNoCrash) {
    EXPECT_EQ(problemLines(parsedOrFail("[default.generation]\nwidth = 4294967296\n")),
              Lines{"/studio/config.toml:2:1: generation.width: '4294967296' is too large"});
}

TEST(ConfigFile, pathsAreRelativeToTheFileAndTheHomeFolder) {
    const ConfigFile file = parsedOrFail(R"([default.model]
path = "models/../turbo"
vae = "~/vae.safetensors"
text_encoder = "/encoder"
tokenizer = ""
dit = "~other/x"
)");
    const std::vector<std::vector<Setting>> layers = {file.find("default")->settings};
    const ModelPaths paths = mergeLayers(test::schema(), layers).values.model;
    EXPECT_EQ(paths.model, "/studio/turbo");
    EXPECT_EQ(paths.autoencoder, "/home/me/vae.safetensors");
    EXPECT_EQ(paths.textEncoder, "/encoder");
    EXPECT_EQ(paths.tokenizer, "");
    EXPECT_EQ(paths.transformer, "/studio/~other/x") << "only the user's own home is known";
}

TEST(ConfigFile, aModelMayBeMixedFromSeveralPlaces) {
    const EffectiveConfig config = effective(R"([default.model]
path = "/turbo"
transformer = "/z_image.gguf"
autoencoder = "/ae.safetensors"
)");
    EXPECT_EQ(config.values.model.transformer, "/z_image.gguf");
    EXPECT_EQ(config.values.model.autoencoder, "/ae.safetensors");
    EXPECT_EQ(config.values.model.model, "/turbo");
}

TEST(ConfigFile, everyAliasIsReadAsItsSetting) {
    for (const Field& field : test::schema().fields())
        for (const Alias& alias : field.aliases) {
            EXPECT_EQ(test::schema().findKey(alias.name), &field) << alias.name;
            EXPECT_EQ(test::schema().find(alias.name), nullptr) << alias.name;
        }
}

TEST(ConfigFile, theOwnNameWinsOverAnOlderOneWhicheverStandsFirst) {
    for (const char* text : {"[default.generation]\nsteps = 8\nnum_inference_steps = 9\n",
                             "[default.generation]\nnum_inference_steps = 9\nsteps = 8\n"}) {
        const ConfigFile file = parsedOrFail(text);
        ASSERT_EQ(file.find("default")->settings.size(), 1U);
        EXPECT_EQ(file.find("default")->settings[0].value, 8);
        ASSERT_EQ(file.find("default")->problems.size(), 1U);
        const Problem& problem = file.find("default")->problems[0];
        EXPECT_FALSE(problem.isFault());
        EXPECT_EQ(problem.message, "generation.num_inference_steps is not used");
        EXPECT_EQ(problem.hint, "generation.steps says 8");
    }
    EXPECT_TRUE(problemLines(parsedOrFail("[default.generation]\nsteps = 9\nnum_inference_steps = "
                                          "9\n"))
                    .empty())
        << "they agree";
}

TEST(ConfigFile, aTypeThatIsNotSupportedIsReplacedAndTold) {
    const EffectiveConfig config = effective("[default.pipeline]\ntorch_dtype = \"float16\"\n");
    EXPECT_EQ(config.values.placement.weightFormat, WeightFormat::BFloat16);
    ASSERT_EQ(config.notices.size(), 1U);
    EXPECT_NE(config.notices[0].message.find("float16 is not supported, bfloat16 is used"),
              std::string::npos);
}

TEST(ConfigFile, thePredecessorsTiledSwitchLeavesTheChoiceToTheProgram) {
    const auto tiling = [](const char* text) {
        return effective(text).values.placement.tiles.tiling;
    };
    EXPECT_EQ(tiling("[default.pytorch]\ntiled_vae = true\n"), Tiling::On);
    EXPECT_EQ(tiling("[default.pytorch]\ntiled_vae = false\n"), Tiling::Auto);
    EXPECT_EQ(tiling("[default.tiles]\nmode = \"off\"\n"), Tiling::Off);
    EXPECT_EQ(tiling("[default.tiles]\nmode = false\n"), Tiling::Off);
    EXPECT_EQ(tiling("[default.tiles]\nmode = true\n"), Tiling::On);
}

TEST(ConfigFile, keysWithoutEffectAreToldOnlyWhenTheyAskForSomething) {
    const EffectiveConfig config = effective(R"([default.api]
base_url = "http://mac:8080"
encoding_format = "base64"
key = "s3cret"
[default.encoder]
trust_remote_code = true
cpu_offload = true
[default.rewriter]
timeout = 120
[server]
port = 8000
)");
    std::vector<std::string> messages;
    for (const Notice& notice : config.notices)
        messages.push_back(notice.message.substr(notice.message.find("config.toml")));
    EXPECT_EQ(
        messages,
        (Lines{"config.toml: no effect of server.port: 'diptych-cli serve' takes --host and --port",
               "config.toml: no effect of api.key: a key is never read from a file: name the "
               "environment variable that holds it with api.key_env"}));
    EXPECT_EQ(config.inert.size(), 4U);
    EXPECT_EQ(config.values.placement.residency.textEncoder, Residency::Offload)
        << "encoder.cpu_offload has an effect";
}

TEST(ConfigFile, quantisationHasManySpellings) {
    const auto format = [](const std::string& text) {
        const EffectiveConfig config = effective(text.c_str());
        EXPECT_TRUE(config.notices.empty()) << text << config.notices[0].message;
        return config.values.placement.weightFormat;
    };
    EXPECT_EQ(format("[default.model]\nquantization = \"8bit\"\n"), WeightFormat::Int8);
    EXPECT_EQ(format("[default.encoder]\nquantization = \"4bit\"\n"), WeightFormat::Int4);
    EXPECT_EQ(format("[default]\nquantization = \"4bit\"\n"), WeightFormat::Int4);
    EXPECT_EQ(format("[default.encoder]\nload_in_8bit = true\n"), WeightFormat::Int8);
    EXPECT_EQ(format("[default.encoder]\nload_in_8bit = false\nload_in_4bit = true\n"),
              WeightFormat::Int4);
    EXPECT_EQ(format("[default.encoder]\nload_in_8bit = false\nload_in_4bit = false\n"),
              WeightFormat::Auto);
    EXPECT_EQ(format("[default.model]\ndtype = \"int4\"\n"), WeightFormat::Int4);
    // Beside a dtype it counts for more, unless it asks for nothing.
    EXPECT_EQ(format("[default.model]\nquantization = \"8bit\"\ndtype = \"float32\"\n"),
              WeightFormat::Int8);
    EXPECT_EQ(format("[default.model]\nquantization = \"none\"\ndtype = \"float32\"\n"),
              WeightFormat::Float32);
    EXPECT_EQ(format("[default.model]\nquantization = \"none\"\ndtype = \"int8\"\n"),
              WeightFormat::Auto);
    const EffectiveConfig wrong = effective("[default.encoder]\nquantization = \"2bit\"\n");
    ASSERT_EQ(wrong.notices.size(), 1U);
    EXPECT_NE(wrong.notices[0].message.find("none, 8bit or 4bit"), std::string::npos)
        << wrong.notices[0].message;
}

TEST(ConfigFile, serversAreATextOrAList) {
    const auto urls = [](const char* text) { return effective(text).values.remote.urls; };
    EXPECT_EQ(urls("[default.api]\nurl = \"http://a\"\n"), Lines{"http://a"});
    EXPECT_EQ(urls("[default.api]\nurl = \"http://a, http://b\"\n"),
              (Lines{"http://a", "http://b"}));
    EXPECT_EQ(urls("[default.api]\nbase_url = [\"http://a\", \"http://b\"]\n"),
              (Lines{"http://a", "http://b"}));
    EXPECT_EQ(urls("[default.api]\nurl = \"\"\n"), Lines());
    EXPECT_EQ(effective("[default.api]\nurl = 7\n").notices.size(), 1U);
    EXPECT_EQ(effective("[default.api]\nurl = [7]\n").notices.size(), 1U);
    EXPECT_EQ(effective("[default.api]\ntimeout = 0\n").notices.size(), 1U);
}

TEST(ConfigFile, thePredecessorsKindOfEncoderDecidesWhetherServersAreUsed) {
    const auto isUsed = [](const std::string& kind) {
        return effective("[default.encoder]\nbackend_type = \"" + kind +
                         "\"\napi_base_url = \"http://a\"\n")
            .values.remote.isUsed();
    };
    EXPECT_TRUE(isUsed("api"));
    EXPECT_FALSE(isUsed("transformers"));
    EXPECT_FALSE(effective("[default]\n").values.remote.isUsed());
}

TEST(ConfigFile, theDefaultsOfEveryKeyWithoutEffectAreSilent) {
    std::string text = "[default]\n";
    for (const InertKey& key : test::schema().inertKeys())
        for (const Value& harmless : key.harmless) {
            const std::string prefix = key.isShared ? "" : "default.";
            const ConfigFile file = parsedOrFail(prefix + key.name + " = " + toToml(harmless));
            EXPECT_EQ(problemLines(file), Lines()) << key.name;
        }
}

TEST(ConfigFile, problemsOfOtherProfilesAreNotTold) {
    EXPECT_TRUE(effective("[default]\n[other.generation]\nstesp = 1\n").notices.empty());
    EXPECT_EQ(effective("[default]\n[other.generation]\nstesp = 1\n", "other").notices.size(), 1U);
}

TEST(ConfigFile, strictFilesAreRefusedForTheirFirstFault) {
    const ConfigFile file =
        parsedOrFail("[default.generation]\nstesp = 1\nwidth = 1\n[default.vl]\ndevice = \"x\"\n");
    const Status status = refuseFaults(file.find("default")->problems);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, ErrorCode::ConfigInvalid);
    EXPECT_EQ(status.error().message, "/studio/config.toml:2:1: unknown key 'stesp' in "
                                      "[default.generation], and 1 more");
    EXPECT_EQ(status.error().hint, "did you mean 'steps'?");
    EXPECT_TRUE(
        refuseFaults(parsedOrFail("[default.vl]\ndevice = \"x\"\n").find("default")->problems))
        << "nothing is wrong with a key that has no effect";
}

} // namespace
} // namespace diptych::config
