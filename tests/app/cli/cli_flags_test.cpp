#include "tests/app/cli/cli_fixture.h"

#include "app/cli/error.h"

#include <sstream>

namespace diptych::test {

namespace {

using CliFlagsTest = CliTest;

const char* const kCommands[] = {"generate", "encode",   "decode",  "vae-encode",
                                 "format",   "tokenize", "inspect", "devices",
                                 "bench",    "config",   "compare", "embeddings"};

TEST_F(CliFlagsTest, helpNamesEveryCommandAndItsExitStatuses) {
    const CliRun help = run({"--help"});
    EXPECT_EQ(help.status, 0);
    EXPECT_EQ(help.error, "");
    for (const char* command : kCommands)
        EXPECT_NE(help.output.find(std::string("\n  ") + command), std::string::npos) << command;
    EXPECT_NE(help.output.find("130 cancelled"), std::string::npos);
    EXPECT_NE(help.output.find("Examples:"), std::string::npos);
}

TEST_F(CliFlagsTest, helpOfACommandShowsRangesAndDefaults) {
    const CliRun help = run({"generate", "--help"});
    EXPECT_EQ(help.status, 0);
    const GenerationRequest defaults;
    EXPECT_NE(help.output.find("(default " + std::to_string(defaults.width) + ")"),
              std::string::npos);
    EXPECT_NE(help.output.find("[no-]overwrite"), std::string::npos);
    EXPECT_NE(help.output.find("[PROMPT]"), std::string::npos);
    EXPECT_EQ(help.output.find("--vl-device"), std::string::npos) << "it does not exist";
}

TEST_F(CliFlagsTest, helpLinesFitIntoAHundredColumns) {
    for (const char* command : kCommands) {
        std::istringstream lines(run({command, "--help"}).output);
        for (std::string line; std::getline(lines, line);)
            EXPECT_LE(line.size(), 100U) << line;
    }
}

TEST_F(CliFlagsTest, versionIsOneLine) {
    const CliRun version = run({"--version"});
    EXPECT_EQ(version.status, 0);
    EXPECT_TRUE(version.output.starts_with("diptych-cli 0.")) << version.output;
}

TEST_F(CliFlagsTest, noCommandIsAUsageError) {
    const CliRun result = run({});
    EXPECT_EQ(result.status, 2);
    EXPECT_NE(errorLine(result).find("no command"), std::string::npos);
}

TEST_F(CliFlagsTest, anUnknownCommandSuggestsTheNearestOne) {
    const CliRun result = run({"genrate", "A cat"});
    EXPECT_EQ(result.status, 2);
    EXPECT_NE(errorLine(result).find("genrate"), std::string::npos);
    EXPECT_NE(result.error.find("did you mean generate"), std::string::npos) << result.error;
}

TEST_F(CliFlagsTest, anUnknownFlagSuggestsTheNearestOne) {
    const CliRun result = run({"generate", "A cat", "--stesp", "3"});
    EXPECT_EQ(result.status, 2);
    EXPECT_NE(errorLine(result).find("--stesp"), std::string::npos);
    EXPECT_NE(result.error.find("--steps"), std::string::npos) << result.error;
}

TEST_F(CliFlagsTest, unquotedWordsGetAHint) {
    const CliRun result = run({"generate", "A", "cat"});
    EXPECT_EQ(result.status, 2);
    EXPECT_NE(errorLine(result).find("'cat'"), std::string::npos);
    EXPECT_NE(result.error.find("quotes"), std::string::npos);
}

TEST_F(CliFlagsTest, aUsageErrorIsJsonWhenJsonIsAmongTheArguments) {
    const CliRun result = run({"generate", "--json", "A cat", "--stesp", "3"});
    EXPECT_EQ(result.status, 2);
    EXPECT_EQ(result.output, "");
    const nlohmann::json error = nlohmann::json::parse(result.error).at("error");
    EXPECT_EQ(error.at("code"), "usage");
    for (const char* key : {"message", "hint", "detail"})
        EXPECT_TRUE(error.contains(key)) << key;
}

TEST_F(CliFlagsTest, malformedNumbersAreUsageErrors) {
    for (const std::string text :
         {"abc", "", "12px", "1e3", "0x10", " 5", "99999999999999999999"}) {
        const CliRun result = run({"generate", "A cat", "--width", text});
        EXPECT_EQ(result.status, 2) << text;
        EXPECT_NE(errorLine(result).find("--width"), std::string::npos) << text;
    }
}

TEST_F(CliFlagsTest, aMissingValueIsAUsageError) {
    const CliRun result = run({"generate", "A cat", "--width"});
    EXPECT_EQ(result.status, 2);
    EXPECT_EQ(errorLine(result), "error: --width needs a value");
}

TEST_F(CliFlagsTest, unknownChoicesAreUsageErrors) {
    EXPECT_EQ(run({"generate", "A cat", "--device", "tpu"}).status, 2);
    EXPECT_EQ(run({"generate", "A cat", "--dtype", "float16"}).status, 2);
    EXPECT_EQ(run({"generate", "A cat", "--metadata", "some"}).status, 2);
    EXPECT_EQ(run({"generate", "A cat", "--threads", "-1"}).status, 2);
    EXPECT_EQ(run({"generate", "A cat", "--json=maybe"}).status, 2);
}

TEST_F(CliFlagsTest, commonFlagsStandBeforeOrAfterTheCommand) {
    for (const auto& arguments : std::vector<std::vector<std::string>>{
             {"--json", "devices"}, {"devices", "--json"}, {"--no-json", "devices", "--json"}}) {
        const CliRun result = run(arguments);
        EXPECT_EQ(result.status, 0);
        EXPECT_EQ(result.json().at("devices").size(), 2U);
    }
    EXPECT_EQ(run({"--json", "devices", "--no-json"}).output.find('{'), std::string::npos);
}

TEST_F(CliFlagsTest, theLastOfASwitchAndItsNoFormCounts) {
    EXPECT_NE(run({"format", "A cat", "--no-force-think-block", "--force-think-block"})
                  .output.find("<think>"),
              std::string::npos);
    EXPECT_EQ(run({"format", "A cat", "--force-think-block", "--no-force-think-block"})
                  .output.find("<think>"),
              std::string::npos);
}

TEST_F(CliFlagsTest, everyComponentMayComeFromItsOwnFile) {
    variables_.clear();
    for (const char* file : {"dit.safetensors", "vae.safetensors", "encoder.gguf"})
        writeBytes(path(file), "x");
    const CliRun result =
        run({"generate", "A cat", "--transformer-path", path("dit.safetensors"), "--vae-path",
             path("vae.safetensors"), "--text-encoder-path", path("encoder.gguf"), "--width", "16",
             "--height", "16", "--output", path("output/a.png")});
    ASSERT_EQ(result.status, 0) << result.error;
    const ModelLocation& location = pipeline_->opened.front().location;
    EXPECT_EQ(location.model, "") << "nothing comes from the demo model";
    EXPECT_EQ(location.transformer, path("dit.safetensors"));
    EXPECT_EQ(location.autoencoder, path("vae.safetensors"));
    EXPECT_EQ(location.textEncoder, path("encoder.gguf"));
    EXPECT_EQ(location.tokenizer, resources_ / "tokenizer" / "qwen3");
}

TEST_F(CliFlagsTest, aTokenizerBesideATextEncoderFileIsItsOwn) {
    variables_.clear();
    writeBytes(path("encoder.gguf"), "x");
    std::filesystem::create_directories(folder_ / "tokenizer");
    writeBytes(path("tokenizer/tokenizer.json"), "{}");
    const CliRun result = run({"encode", "--token-ids", "1", "--text-encoder-path",
                               path("encoder.gguf"), "--output", path("output/e.safetensors")});
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(pipeline_->opened.front().location.tokenizer, "") << "not the bundled one";
}

TEST_F(CliFlagsTest, modelFlagsReachThePipeline) {
    const CliRun result = run({"--model-path",
                               path("model"),
                               "generate",
                               "A cat",
                               "--device",
                               "cuda:1",
                               "--vae-device",
                               "cpu",
                               "--dtype",
                               "float32",
                               "--threads",
                               "3",
                               "--text-encoder-path",
                               path("encoder"),
                               "--output",
                               path("output/a.png"),
                               "--width",
                               "16",
                               "--height",
                               "16"});
    ASSERT_EQ(result.status, 0) << result.error;
    ASSERT_EQ(pipeline_->opened.size(), 1U);
    const PipelineOptions& options = pipeline_->opened.front();
    EXPECT_EQ(options.location.model, path("model"));
    EXPECT_EQ(options.location.textEncoder, path("encoder"));
    EXPECT_EQ(toString(options.placement.transformer), "cuda:1");
    EXPECT_EQ(toString(options.placement.textEncoder), "cuda:1");
    EXPECT_EQ(toString(options.placement.autoencoder), "cpu");
    EXPECT_EQ(options.placement.weightFormat, WeightFormat::Float32);
    EXPECT_EQ(configuredThreads_, std::vector<int>{3});
}

TEST_F(CliFlagsTest, thePredecessorsFlagNamesKeepTheirMeaning) {
    const CliRun result =
        run({"generate", "A cat", "--torch-dtype", "bfloat16", "--enable-thinking",
             "--long-prompt-mode", "full", "--quantization", "none", "--model-type", "zimage",
             "--attention-backend", "auto", "--output", path("output/a.png"), "--width", "16",
             "--height", "16"});
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(pipeline_->opened.front().placement.weightFormat, WeightFormat::BFloat16);
    EXPECT_TRUE(pipeline_->request->request.conversation.forceThinkBlock);
}

TEST_F(CliFlagsTest, quantisationIsAWayToSayHowWeightsAreHeld) {
    struct Case {
        std::vector<std::string> flags;
        WeightFormat format;
    };
    const std::vector<Case> cases = {
        {{"--quantization", "8bit"}, WeightFormat::Int8},
        {{"--quantization", "4bit"}, WeightFormat::Int4},
        {{"--dtype", "int8"}, WeightFormat::Int8},
        {{"--dtype", "bfloat16", "--quantization", "4bit"}, WeightFormat::Int4},
        {{"--quantization", "8bit", "--dtype", "bfloat16"}, WeightFormat::Int8},
        {{"--quantization", "none", "--dtype", "float32"}, WeightFormat::Float32},
        {{"--quantization", "8bit", "--quantization", "none"}, WeightFormat::Auto}};
    for (const Case& each : cases) {
        std::vector<std::string> arguments = {"generate",           "A cat",   "--output",
                                              path("output/a.png"), "--width", "16",
                                              "--height",           "16",      "--overwrite"};
        arguments.insert(arguments.end(), each.flags.begin(), each.flags.end());
        const CliRun result = run(arguments);
        ASSERT_EQ(result.status, 0) << result.error;
        EXPECT_EQ(pipeline_->opened.back().placement.weightFormat, each.format)
            << each.flags.back();
    }
    ASSERT_EQ(run({"bench", "--stage", "decode-tokens", "--random-weights", "tiny",
                   "--quantization", "8bit"})
                  .status,
              0);
    EXPECT_EQ(benchmarks_.back().placement.weightFormat, WeightFormat::Int8);
    const CliRun wrong = run({"generate", "A cat", "--quantization", "2bit"});
    EXPECT_EQ(wrong.status, 2);
    EXPECT_NE(errorLine(wrong).find("none, 8bit or 4bit"), std::string::npos) << wrong.error;
}

TEST_F(CliFlagsTest, namesOfPythonMechanismsAreNotedOnce) {
    const CliRun result = run({"format", "A cat", "--compile", "--compile", "--flash-attn",
                               "--use-custom-scheduler", "--attention-backend", "sage"});
    EXPECT_EQ(result.status, 0);
    for (const char* name : {"note: --compile", "note: --flash-attn",
                             "note: --use-custom-scheduler", "note: --attention-backend sage"}) {
        const std::size_t first = result.error.find(name);
        ASSERT_NE(first, std::string::npos) << name;
        EXPECT_EQ(result.error.find(name, first + 1), std::string::npos) << name;
    }
}

TEST_F(CliFlagsTest, everyLoraFlagCounts) {
    const CliRun result = run({"generate", "--lora", "x/a.safetensors:0.5", "--lora",
                               "b.safetensors", "A cat", "--lora", "x/a.safetensors:-2", "--output",
                               path("output/a.png"), "--width", "16", "--height", "16"});
    ASSERT_EQ(result.status, 0) << result.error;
    const GenerationRequest& request = pipeline_->request->request;
    EXPECT_EQ(request.conversation.user, "A cat");
    EXPECT_EQ(request.loras,
              (std::vector<LoraRequest>{
                  {"x/a.safetensors", 0.5}, {"b.safetensors", 1.0}, {"x/a.safetensors", -2.0}}));
    EXPECT_EQ(run({"generate", "A cat", "--lora", "a.safetensors:nan"}).status, 3);
    EXPECT_EQ(run({"generate", "A cat", "--lora", ""}).status, 2);
    EXPECT_EQ(run({"generate", "A cat", "--lora"}).status, 2);
}

TEST_F(CliFlagsTest, flagsOfMissingCapabilitiesAreRefusedNotIgnored) {
    const std::vector<std::vector<std::string>> cases = {
        {"--dype-scale", "2"}, {"--rewriter-use-api"}, {"--vl-device", "cpu"}, {"--encoder-only"}};
    for (const std::vector<std::string>& flag : cases) {
        std::vector<std::string> arguments = {"generate", "A cat"};
        arguments.insert(arguments.end(), flag.begin(), flag.end());
        const CliRun result = run(arguments);
        EXPECT_EQ(result.status, 2) << flag.front();
        const std::string line = errorLine(result);
        EXPECT_NE(line.find(flag.front()), std::string::npos) << line;
        EXPECT_NE(line.find("not available in this version"), std::string::npos) << line;
    }
    EXPECT_TRUE(pipeline_->opened.empty());
    EXPECT_EQ(run({"format", "A cat", "--no-cpu-offload", "--no-encoder-only"}).status, 0);
}

TEST_F(CliFlagsTest, residenciesReachThePipeline) {
    const auto residencyOf = [this](std::vector<std::string> flags) {
        std::vector<std::string> arguments = {"generate",    "A cat",    "--width",
                                              "16",          "--height", "16",
                                              "--overwrite", "--output", path("output/a.png")};
        arguments.insert(arguments.end(), flags.begin(), flags.end());
        const CliRun result = run(arguments);
        EXPECT_EQ(result.status, 0) << result.error;
        return pipeline_->opened.back().placement.residency;
    };
    using R = Residency;
    EXPECT_EQ(residencyOf({}), Residencies{});
    EXPECT_EQ(residencyOf({"--cpu-offload"}), (Residencies{R::Offload, R::Offload, R::Offload}));
    EXPECT_EQ(residencyOf({"--residency", "stream", "--vae-residency", "resident"}),
              (Residencies{R::Stream, R::Stream, R::Resident}));
    EXPECT_EQ(residencyOf({"--text-encoder-residency", "offload"}),
              (Residencies{R::Offload, R::Auto, R::Auto}));
    EXPECT_EQ(run({"generate", "A cat", "--residency", "sometimes"}).status, 2);
}

TEST_F(CliFlagsTest, aPromptMayLookLikeAnythingElse) {
    EXPECT_NE(run({"format", "generate"}).output.find("user\ngenerate<"), std::string::npos);
    EXPECT_NE(run({"format", "--", "--json"}).output.find("user\n--json<"), std::string::npos);
    EXPECT_NE(run({"format", "[a, b]"}).output.find("user\n[a, b]<"), std::string::npos);
    EXPECT_NE(run({"format", "--system-prompt=", "A cat"}).output.find("user\nA cat<"),
              std::string::npos);
}

TEST_F(CliFlagsTest, anErrorIsTwoLinesWhateverItsTextsHold) {
    const CliRun result = run({"inspect", path("a\nb\x01\xFF.png")});
    EXPECT_EQ(result.status, 3);
    EXPECT_NE(errorLine(result).find("a b \xEF\xBF\xBD.png"), std::string::npos) << result.error;
}

TEST(CliErrorTest, everyCodeHasItsExitStatusAndAHint) {
    const std::map<ErrorCode, int> statuses = {
        {ErrorCode::Internal, 1},      {ErrorCode::Usage, 2},          {ErrorCode::InvalidInput, 3},
        {ErrorCode::FileNotFound, 3},  {ErrorCode::FileInvalid, 3},    {ErrorCode::FileWrite, 3},
        {ErrorCode::ConfigInvalid, 3}, {ErrorCode::WeightsInvalid, 3}, {ErrorCode::Unsupported, 3},
        {ErrorCode::Device, 4},        {ErrorCode::OutOfMemory, 4},    {ErrorCode::Network, 5},
        {ErrorCode::Remote, 5},        {ErrorCode::Cancelled, 130}};
    for (const auto& [code, status] : statuses) {
        EXPECT_EQ(cli::exitStatus(code), status);
        std::ostringstream stream;
        cli::printError(stream, Error{code, "what", "", "", {}}, {});
        EXPECT_TRUE(stream.str().starts_with("error: what\nhint: ")) << stream.str();
        EXPECT_GT(stream.str().size(), std::string("error: what\nhint: \n").size());
    }
}

TEST(CliErrorTest, debugPrintsTheDetail) {
    std::ostringstream stream;
    cli::printError(stream, Error{ErrorCode::Device, "a", "b", "c", {}}, {false, true});
    EXPECT_EQ(stream.str(), "error: a\nhint: b\ndetail: c\n");
}

} // namespace

} // namespace diptych::test
