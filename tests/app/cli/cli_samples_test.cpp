// The command lines that the predecessor's documents print, with our program's name: they run, or
// say plainly what is not there yet.
#include "tests/app/cli/cli_fixture.h"
#include "tests/support/fake_http_transport.h"

namespace diptych::test {

namespace {

class CliSamplesTest : public CliTest {
  protected:
    CliSamplesTest() {
        std::filesystem::create_directories(folder_ / "templates");
        writeBytes(folder_ / "templates/photorealistic.md",
                   "---\nname: photorealistic\n---\nA photograph.");
        std::filesystem::create_directories(folder_ / "z-image-turbo");
        writeBytes(folder_ / "config.toml", R"([default]
model_path = "z-image-turbo"
[default.generation]
width = 64
height = 64
steps = 9
[rtx4090]
model_path = "z-image-turbo"
[rtx4090.pytorch]
use_custom_scheduler = true
[low_vram]
[low_vram.encoder]
quantization = "8bit"
)");
    }

    /// "/path/to/…" and "config.toml" become files of the test; the picture goes into `output`.
    CliRun sample(std::vector<std::string> arguments) {
        bool hasOutput = false;
        for (std::string& argument : arguments) {
            if (argument.starts_with("/path/to/z-image"))
                argument = path("z-image-turbo");
            if (argument == "config.toml")
                argument = path("config.toml");
            hasOutput = hasOutput || argument == "--output";
            if (argument.ends_with(".png"))
                argument = path(std::string("output/").append(argument));
        }
        if (!hasOutput)
            arguments.insert(arguments.end(), {"--output", path("output/image.png")});
        arguments.push_back("--overwrite");
        return run(arguments);
    }
};

TEST_F(CliSamplesTest, drawingCommandsRun) {
    const std::vector<std::vector<std::string>> samples = {
        {"generate", "--model-path", "/path/to/z-image-turbo", "--output", "image.png",
         "A cat sleeping in sunlight"},
        {"generate", "--model-path", "/path/to/z-image-turbo", "--output", "image.png",
         "A sunset over mountains"},
        {"generate", "--config", "config.toml", "--profile", "default", "A landscape"},
        {"generate", "--config", "config.toml", "A landscape"},
        {"generate", "--model-path", "/path/to/z-image-turbo", "--text-encoder-device", "cpu",
         "--dit-device", "cuda", "--vae-device", "cuda", "A scene"},
        {"generate", "--model-path", "/path/to/z-image", "--lora", "style.safetensors:0.8",
         "An anime character"},
        {"generate", "--model-path", "/path/to/z-image", "--lora", "style.safetensors:0.5",
         "--lora", "detail.safetensors:0.3", "A cat"},
        {"generate",
         "--model-path",
         "/path/to/z-image",
         "--text-encoder-device",
         "cpu",
         "--dit-device",
         "cuda",
         "--vae-device",
         "cuda",
         "--width",
         "1280",
         "--height",
         "720",
         "--steps",
         "9",
         "--shift",
         "3.0",
         "--system-prompt",
         "You are a photographer.",
         "--thinking-content",
         "Natural lighting, sharp focus.",
         "--output",
         "photo.png",
         "A portrait of a woman"},
        {"generate", "--model-path", "/path/to/z-image-turbo", "--text-encoder-device", "cpu",
         "--dit-device", "cuda", "--vae-device", "cuda", "--attention-backend", "auto",
         "--use-custom-scheduler", "--flash-attn", "A mountain landscape"},
        {"generate", "--config", "config.toml", "--profile", "rtx4090", "A mountain landscape"},
        {"generate", "--model-path", "/path/to/z-image-turbo", "--width", "2048", "--height",
         "2048", "--tiled-vae", "--tile-size", "512", "--tile-overlap", "64",
         "A detailed cityscape"},
        {"generate", "--config", "config.toml", "--profile", "low_vram", "A cat"},
        {"generate", "--model-path", "/path/to/z-image-turbo", "--template", "photorealistic",
         "A portrait"},
        {"generate", "--api-url", "http://mac:8080", "--api-model", "Qwen3-4B-mlx", "--model-path",
         "/path/to/z-image-turbo", "--dit-device", "cuda", "--vae-device", "cuda", "--output",
         "image.png", "A sunset over mountains"},
    };
    transport_ = std::make_shared<FakeHttpTransport>();
    for (const std::vector<std::string>& arguments : samples) {
        const CliRun result = sample(arguments);
        EXPECT_EQ(result.status, 0) << arguments.back() << "\n" << result.error;
        EXPECT_FALSE(outputFiles().empty()) << arguments.back();
        for (const std::string& name : outputFiles())
            std::filesystem::remove(folder_ / "output" / name);
    }
}

TEST_F(CliSamplesTest, serversStartAndEnd) {
    const std::vector<std::vector<std::string>> samples = {
        {"serve", "--model-path", "/path/to/z-image-turbo"},
        {"serve", "--config", "config.toml", "--profile", "default"},
        {"serve", "--model-path", "/path/to/z-image-turbo", "--debug"},
        {"serve", "--api-url", "http://mac:8080", "--api-model", "Qwen3-4B-mlx", "--model-path",
         "/path/to/z-image-turbo", "--dit-device", "cuda", "--vae-device", "cuda", "--host",
         "0.0.0.0", "--no-auth"},
    };
    transport_ = std::make_shared<FakeHttpTransport>();
    variables_["XDG_DATA_HOME"] = path("data");
    stop_.request_stop(); // as soon as they listen
    for (std::vector<std::string> arguments : samples) {
        for (std::string& argument : arguments) {
            if (argument.starts_with("/path/to/z-image"))
                argument = path("z-image-turbo");
            if (argument == "config.toml")
                argument = path("config.toml");
        }
        arguments.insert(arguments.end(), {"--port", "0"});
        const CliRun result = run(arguments);
        EXPECT_EQ(result.status, 0) << result.error;
        EXPECT_TRUE(result.output.starts_with("listening on http://")) << result.output;
    }
    EXPECT_EQ(pipeline_->opened.size(), samples.size());
}

TEST_F(CliSamplesTest, aServerForOthersNeedsAKey) {
    const CliRun result = run({"serve", "--host", "0.0.0.0", "--port", "0", "--history-dir",
                               path("history"), "--model-path", path("z-image-turbo")});
    EXPECT_EQ(result.status, 2);
    EXPECT_NE(result.error.find("--api-key-env"), std::string::npos) << result.error;
    EXPECT_TRUE(pipeline_->opened.empty());
}

} // namespace

} // namespace diptych::test
