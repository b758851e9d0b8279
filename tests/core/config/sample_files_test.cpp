// Files written for the predecessor, as its documents print them, and our own example.
#include "tests/core/config/config_test_support.h"

#include <algorithm>
#include <regex>
#include <set>
#include <sstream>

namespace diptych::config {
namespace {

using test::effective;
using test::parsedOrFail;
using test::problemLines;
using Lines = std::vector<std::string>;

TEST(SampleFiles, theDistributedGuidesFileLoads) {
    const EffectiveConfig config = effective(R"([default]
model_path = "/path/to/z-image-turbo"
templates_dir = "templates/z_image"

[default.api]
base_url = "http://mac:8080"
model_id = "Qwen3-4B-mlx"
encoding_format = "base64"  # 73% smaller than JSON floats

[default.devices]
dit = "cuda"
vae = "cuda"

[default.generation]
width = 1024
height = 1024
steps = 9
)");
    EXPECT_EQ(config.values.model.model, "/path/to/z-image-turbo");
    EXPECT_EQ(toString(config.values.placement.transformer), "cuda:0");
    EXPECT_EQ(toString(config.values.placement.autoencoder), "cuda:0");
    EXPECT_EQ(toString(config.values.placement.textEncoder), "auto");
    EXPECT_EQ(config.values.request.steps, 9);
    EXPECT_TRUE(config.notices.empty()) << config.notices[0].message;
    EXPECT_EQ(config.values.remote.urls, Lines{"http://mac:8080"});
    EXPECT_EQ(config.values.remote.model, "Qwen3-4B-mlx");
    EXPECT_EQ(config.values.remote.format, WireFormat::Base64);
    EXPECT_TRUE(config.values.remote.isUsed());
}

TEST(SampleFiles, theRewritersTableLoads) {
    const EffectiveConfig config = effective(R"([default.rewriter]
use_api = true
api_url = "http://mac:8080"
api_model = "Qwen3-4B-mlx"
temperature = 1.0
top_p = 0.95
max_tokens = 512
)");
    EXPECT_EQ(config.values.rewriter.sampling.temperature, 1.0);
    EXPECT_EQ(config.values.rewriter.sampling.topP, 0.95);
    EXPECT_EQ(config.values.rewriter.sampling.maxTokens, 512);
    ASSERT_EQ(config.notices.size(), 1U);
    EXPECT_NE(config.notices[0].message.find("rewriter.use_api, rewriter.api_url, "
                                             "rewriter.api_model: 'diptych-cli rewrite' takes the "
                                             "server as --api-url"),
              std::string::npos)
        << config.notices[0].message;
}

TEST(SampleFiles, theReadmesFileLoadsWithoutAWord) {
    const EffectiveConfig config = effective(R"([default]
model_path = "/path/to/z-image-turbo"
templates_dir = "templates/z_image"

[default.devices]
text_encoder = "cpu"
dit = "cuda"
vae = "cuda"

[default.generation]
width = 1024
height = 1024
steps = 9
guidance_scale = 0.0

[default.scheduler]
type = "flow_euler"  # flow_euler, flow_heun, dpm_solver, unipc
shift = 3.0

[default.lora]
paths = ["/loras/style.safetensors"]
scales = [0.8]
)");
    EXPECT_TRUE(config.notices.empty()) << config.notices[0].message;
    EXPECT_EQ(toString(config.values.placement.textEncoder), "cpu");
    EXPECT_EQ(config.values.request.scheduler, "flow_euler");
    EXPECT_EQ(config.values.request.shift, 3.0);
    EXPECT_EQ(config.values.lora.entries.at(0).strength, 0.8);
}

TEST(SampleFiles, theManualsFileLoadsWithoutAWord) {
    const EffectiveConfig config = effective(R"(# config.toml
[default]
model_path = "/path/to/z-image-turbo"
templates_dir = "templates/z_image"

[default.encoder]
device = "auto"
torch_dtype = "bfloat16"
quantization = "none"  # v5 API: "none", "4bit", "8bit"
cpu_offload = false

[default.pipeline]
device = "cuda"

[default.generation]
width = 1024
height = 1024
steps = 9
guidance_scale = 0.0

[default.scheduler]
shift = 3.0

[default.optimization]
flash_attn = false
compile = false
cpu_offload = false

[default.pytorch]
attention_backend = "auto"    # auto/flash_attn_2/flash_attn_3/sage/xformers/sdpa
use_custom_scheduler = false  # Use pure PyTorch FlowMatchScheduler
tiled_vae = false             # Enable for 2K+ images
tile_size = 512               # Tile size in pixels
tile_overlap = 64             # Overlap for smooth blending

[default.lora]
paths = []
scales = []
)");
    EXPECT_TRUE(config.notices.empty()) << config.notices[0].message;
    EXPECT_EQ(config.values.placement.weightFormat, WeightFormat::BFloat16);
    EXPECT_EQ(toString(config.values.placement.transformer), "cuda:0");
    EXPECT_EQ(config.values.placement.tiles, TileSettings{});
}

TEST(SampleFiles, aLowMemoryProfileLoadsAndSaysWhatItCannotHave) {
    const char* const kText = R"([low_vram]
model_path = "/path/to/z-image-turbo"
[low_vram.encoder]
device = "cpu"
torch_dtype = "float32"
quantization = "8bit"
cpu_offload = true
[low_vram.pipeline]
device = "cuda"
torch_dtype = "float16"
enable_model_cpu_offload = true
[low_vram.generation]
height = 512
width = 512
num_inference_steps = 9
[low_vram.pytorch]
attention_backend = "sdpa"
use_custom_scheduler = true
tiled_vae = true
tile_size = 256
tile_overlap = 32
long_prompt_mode = "interpolate"
[server]
host = "127.0.0.1"
port = 7860
)";
    const ConfigFile file = parsedOrFail(kText);
    for (const Problem& problem : file.find("low_vram")->problems)
        EXPECT_FALSE(problem.isFault()) << describe(problem);
    const EffectiveConfig config = effective(kText, "low_vram");
    EXPECT_EQ(config.values.request.steps, 9);
    EXPECT_EQ(config.values.request.longPromptMode, LongPromptMode::Interpolate);
    EXPECT_EQ(config.values.placement.tiles, (TileSettings{Tiling::On, 256, 32}));
    EXPECT_EQ(config.values.placement.weightFormat, WeightFormat::Int8)
        << "quantization counts for more than a dtype beside it";
    EXPECT_EQ(config.values.placement.residency,
              (Residencies{Residency::Offload, Residency::Offload, Residency::Offload}));
}

TEST(SampleFiles, switchesOfOffloadingThatAreOffAskForNothing) {
    const EffectiveConfig config = effective(R"([default.encoder]
cpu_offload = false
[default.pipeline]
enable_model_cpu_offload = false
enable_sequential_cpu_offload = true
[default.optimization]
cpu_offload = false
[default.residency]
vae = "resident"
)");
    EXPECT_TRUE(config.notices.empty()) << config.notices[0].message;
    EXPECT_EQ(config.values.placement.residency,
              (Residencies{Residency::Stream, Residency::Stream, Residency::Resident}));
}

class ExampleFile : public testing::Test {
  protected:
    // The example with its commented settings ("# seed = 42") switched on.
    static std::string text() {
        static const std::regex kSetting("^# ([a-z_]+ = .*)$");
        const std::filesystem::path docs = diptych::test::resourcePath("../docs");
        std::istringstream lines(diptych::test::readBytes(docs / "diptych.example.toml"));
        std::string result;
        for (std::string line; std::getline(lines, line);)
            result += std::regex_replace(line, kSetting, "$1") + "\n";
        return result;
    }
};

TEST_F(ExampleFile, everyKeyIsKnownAndItsValueIsInRange) {
    EXPECT_EQ(problemLines(parsedOrFail(text())), Lines());
}

TEST_F(ExampleFile, hasEverySetting) {
    const ConfigFile file = parsedOrFail(text());
    std::set<std::string> present;
    for (const Profile& profile : file.profiles)
        for (const Setting& setting : profile.settings)
            present.insert(setting.field->name);
    for (const Field& field : test::schema().fields())
        EXPECT_TRUE(present.contains(field.name) || !field.show) << field.name;
}

TEST_F(ExampleFile, changesNothingAsItStands) {
    const std::filesystem::path docs = diptych::test::resourcePath("../docs");
    const EffectiveConfig config =
        effective(diptych::test::readBytes(docs / "diptych.example.toml"));
    EXPECT_TRUE(config.notices.empty());
    for (const Field& field : test::schema().fields())
        EXPECT_TRUE(!field.show || field.show(config.values) == defaultOf(field)) << field.name;
}

} // namespace
} // namespace diptych::config
