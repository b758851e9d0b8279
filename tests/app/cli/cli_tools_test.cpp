#include "tests/app/cli/cli_fixture.h"

#include "core/checkpoint/host_tensor.h"
#include "core/image/image_file.h"

namespace diptych::test {

namespace {

class CliToolsTest : public CliTest {
  protected:
    std::string tinyTokenizer() const { return dataPath("tiny-zimage/tokenizer").string(); }

    void writeLatents(const std::vector<std::int64_t>& shape) {
        valueOrThrow(writeSafetensors(path("l.safetensors"),
                                      std::vector{filledTensor(shape, 0.0F).toWrite("latents")}, {},
                                      Overwrite::Yes));
    }
};

TEST_F(CliToolsTest, formatPrintsThePromptAndNothingElse) {
    const CliRun result = run({"format", "A cat", "--system-prompt", "Paint."});
    EXPECT_EQ(result.status, 0);
    EXPECT_EQ(result.output, "<|im_start|>system\nPaint.<|im_end|>\n<|im_start|>user\nA cat"
                             "<|im_end|>\n<|im_start|>assistant\n");
    EXPECT_EQ(result.error, "");
    EXPECT_EQ(run({"format", "as it is\n", "--raw"}).output, "as it is\n");
    EXPECT_TRUE(pipeline_->opened.empty());
}

TEST_F(CliToolsTest, formatTellsTheFieldsOfTheServersAnswer) {
    const CliRun result = run({"format", "Ein Kätzchen", "--json", "--force-think-block"});
    ASSERT_EQ(result.status, 0) << result.error;
    const nlohmann::json json = result.json();
    const std::string formatted = json.at("formatted_prompt");
    EXPECT_EQ(json.at("char_count"), formatted.size() - 1) << "code points, not bytes";
    EXPECT_EQ(json.at("prompt"), "Ein Kätzchen");
    EXPECT_EQ(json.at("force_think_block"), true);
    EXPECT_EQ(json.at("strip_quotes"), false);
    for (const char* key : {"system_prompt", "thinking_content", "assistant_content", "template"})
        EXPECT_TRUE(json.at(key).is_null()) << key;
    EXPECT_TRUE(json.at("token_count").is_null()) << "there is no tokenizer here";
    EXPECT_EQ(json.at("max_tokens"), kTrainedPromptTokens);
}

TEST_F(CliToolsTest, formatCountsTokensWithATokenizer) {
    const CliRun result = run({"format", "A cat", "--json", "--tokenizer", tinyTokenizer()});
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_GT(result.json().at("token_count"), 5);
}

TEST_F(CliToolsTest, formatWithoutAPromptIsAUsageError) {
    EXPECT_EQ(run({"format"}).status, 2);
}

TEST_F(CliToolsTest, tokenizeGoesThereAndBack) {
    const std::string text = "A cat, Größe 3 \"quoted\"\n<|im_end|>";
    const CliRun ids = run({"tokenize", text, "--tokenizer", tinyTokenizer()});
    ASSERT_EQ(ids.status, 0) << ids.error;
    EXPECT_TRUE(nlohmann::json::parse(ids.output).is_array());
    const CliRun back = run({"tokenize", "--decode", ids.output, "--tokenizer", tinyTokenizer()});
    ASSERT_EQ(back.status, 0) << back.error;
    EXPECT_EQ(nlohmann::json::parse(back.output), text);
}

TEST_F(CliToolsTest, tokenizeReadsLinesFromAFileOrStandardInput) {
    const std::string lines = "\"A cat\"\n\n\"\"\n\"a\\nb\"";
    writeBytes(folder_ / "in.jsonl", lines);
    const CliRun fromFile =
        run({"tokenize", "--input", path("in.jsonl"), "--tokenizer", tinyTokenizer()});
    ASSERT_EQ(fromFile.status, 0) << fromFile.error;
    EXPECT_EQ(std::count(fromFile.output.begin(), fromFile.output.end(), '\n'), 3);
    EXPECT_NE(fromFile.output.find("\n[]\n"), std::string::npos) << fromFile.output;
    const CliRun fromInput = run({"tokenize", "--tokenizer", tinyTokenizer()}, lines);
    EXPECT_EQ(fromInput.output, fromFile.output);
    const CliRun back =
        run({"tokenize", "--decode", "--tokenizer", tinyTokenizer()}, fromFile.output);
    EXPECT_EQ(back.output, "\"A cat\"\n\"\"\n\"a\\nb\"\n");
}

TEST_F(CliToolsTest, aBadLineIsNamedAndNothingIsPrinted) {
    const CliRun result = run({"tokenize", "--tokenizer", tinyTokenizer()}, "\"good\"\nnot json\n");
    EXPECT_EQ(result.status, 3);
    EXPECT_EQ(result.output, "");
    EXPECT_NE(errorLine(result).find("line 2"), std::string::npos);
    for (const char* line : {"[1, \"a\"]", "[-1]", "[1.5]", "[99999999999]", "{}", "\"a\""})
        EXPECT_EQ(run({"tokenize", "--decode", line, "--tokenizer", tinyTokenizer()}).status, 3)
            << line;
}

TEST_F(CliToolsTest, tokenizeWithoutATokenizerSaysSo) {
    EXPECT_EQ(run({"tokenize", "A cat", "--tokenizer", path("nowhere")}).status, 3);
    EXPECT_EQ(run({"tokenize", "A cat", "--input", path("in.jsonl")}).status, 2);
}

TEST_F(CliToolsTest, encodeWritesEmbeddingsWithTheirFacts) {
    const CliRun result = run({"encode", "A cat", "--hidden-layer", "-1", "--output",
                               path("output/e.safetensors"), "--json"});
    ASSERT_EQ(result.status, 0) << result.error;
    ASSERT_EQ(pipeline_->encoded.size(), 1U);
    const std::string formatted = pipeline_->encoded.front().text;
    const auto file = valueOrThrow(SafetensorsFile::open(folder_ / "output/e.safetensors"));
    ASSERT_NE(file->find("embeddings"), nullptr);
    EXPECT_EQ(file->tensors().size(), 1U);
    EXPECT_EQ(file->metadata().at("formatted_prompt"), formatted);
    EXPECT_EQ(file->metadata().at("hidden_layer"), "-1");
    EXPECT_EQ(file->metadata().at("token_count"), std::to_string(formatted.size()));
    EXPECT_EQ(file->metadata().at("encoder"), "fake-encoder");
    EXPECT_EQ(result.json().at("token_count"), formatted.size());
    EXPECT_EQ(result.json().at("hidden_layer"), -1);
}

TEST_F(CliToolsTest, encodeTakesTokenIdsAndAllLayers) {
    for (const std::string ids : {"1,2,3", "[1, 2, 3]", "1 2 3"}) {
        const CliRun result = run({"encode", "--token-ids", ids, "--all-layers", "--overwrite",
                                   "--output", path("output/e.safetensors")});
        ASSERT_EQ(result.status, 0) << result.error;
        EXPECT_EQ(pipeline_->encodedIds.back(), (std::vector<std::int32_t>{1, 2, 3}));
    }
    EXPECT_TRUE(pipeline_->encoded.empty());
    const auto file = valueOrThrow(SafetensorsFile::open(folder_ / "output/e.safetensors"));
    EXPECT_NE(file->find("embeddings"), nullptr);
    EXPECT_NE(file->find("hidden_states.0"), nullptr);
    EXPECT_NE(file->find("hidden_states.3"), nullptr);
    EXPECT_EQ(file->tensors().size(), 5U);
}

TEST_F(CliToolsTest, encodeNeedsNothingButATextEncoder) {
    variables_.clear();
    const CliRun result = run({"encode", "--token-ids", "1", "--text-encoder-path", path("model"),
                               "--output", path("output/e.safetensors")});
    EXPECT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(pipeline_->opened.front().location.model, "");
}

TEST_F(CliToolsTest, encodeChecksItsFlags) {
    const std::string output = path("output/e.safetensors");
    EXPECT_EQ(run({"encode", "A cat"}).status, 2);
    EXPECT_EQ(run({"encode", "--output", output}).status, 2);
    EXPECT_EQ(run({"encode", "A cat", "--token-ids", "1", "--output", output}).status, 2);
    for (const char* ids : {"1,x", "-1", "1.5", "99999999999"})
        EXPECT_EQ(run({"encode", "--token-ids", ids, "--output", output}).status, 2) << ids;
    writeBytes(output, "precious");
    EXPECT_EQ(run({"encode", "A cat", "--output", output}).status, 3);
    EXPECT_TRUE(pipeline_->opened.empty());
}

TEST_F(CliToolsTest, encodeThatFailsLeavesNoFile) {
    pipeline_->workError = Error{ErrorCode::WeightsInvalid, "no tensor x", "", "", {}};
    EXPECT_EQ(run({"encode", "A cat", "--output", path("output/e.safetensors")}).status, 3);
    stop_.request_stop();
    pipeline_->workError.reset();
    EXPECT_EQ(run({"encode", "A cat", "--output", path("output/e.safetensors")}).status, 130);
    EXPECT_TRUE(outputFiles().empty());
}

TEST_F(CliToolsTest, decodeWritesPicturesAndTheTensor) {
    writeLatents({2, 16, 4, 2});
    const CliRun result =
        run({"decode", "--latents", path("l.safetensors"), "--output", path("output/p.png"),
             "--save-tensor", path("output/t.safetensors"), "--json"});
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(outputFiles(), (std::vector<std::string>{"p-0.png", "p-1.png", "t.safetensors"}));
    EXPECT_EQ(valueOrThrow(readImageFile(folder_ / "output/p-1.png")).image.height(), 32);
    EXPECT_EQ(valueOrThrow(readHostTensor(folder_ / "output/t.safetensors", "image")).shape,
              (std::vector<std::int64_t>{2, 3, 32, 16}));
    EXPECT_EQ(result.json().at("files").size(), 2U);
}

TEST_F(CliToolsTest, decodeOfOnePictureKeepsItsName) {
    writeLatents({1, 16, 2, 2});
    ASSERT_EQ(run({"decode", "--latents", path("l.safetensors"), "--output", path("output/p.jpg")})
                  .status,
              0);
    EXPECT_EQ(outputFiles(), std::vector<std::string>{"p.jpg"});
}

TEST_F(CliToolsTest, decodeChecksItsFlagsAndFiles) {
    EXPECT_EQ(run({"decode", "--output", path("output/p.png")}).status, 2);
    EXPECT_EQ(run({"decode", "--latents", path("l.safetensors")}).status, 2);
    EXPECT_EQ(run({"decode", "--latents", path("none"), "--output", path("output/p.png")}).status,
              3);
    writeBytes(folder_ / "l.safetensors", "<html>");
    const CliRun damaged =
        run({"decode", "--latents", path("l.safetensors"), "--output", path("output/p.png")});
    EXPECT_EQ(damaged.status, 3);
    errorLine(damaged);
    EXPECT_TRUE(outputFiles().empty());
}

TEST_F(CliToolsTest, vaeEncodeWritesThreeTensors) {
    valueOrThrow(writeImageFile(
        path("p.png"),
        valueOrThrow(fromInterleavedRgb8(32, 16, std::vector<std::uint8_t>(32 * 16 * 3, 9))), {},
        {}, Overwrite::No));
    const CliRun result = run({"vae-encode", "--image", path("p.png"), "--output",
                               path("output/v.safetensors"), "--json"});
    ASSERT_EQ(result.status, 0) << result.error;
    for (const char* name : {"mean", "logvar", "latents"})
        EXPECT_EQ(valueOrThrow(readHostTensor(folder_ / "output/v.safetensors", name)).shape,
                  (std::vector<std::int64_t>{1, 16, 2, 4}));
    EXPECT_EQ(run({"vae-encode", "--output", path("output/w.safetensors")}).status, 2);
    EXPECT_EQ(run({"vae-encode", "--image", path("p.png")}).status, 2);
    EXPECT_EQ(run({"vae-encode", "--image", path("none"), "--output", path("output/w.safetensors")})
                  .status,
              3);
}

TEST_F(CliToolsTest, inspectGivesAPicturesMetadataBack) {
    ASSERT_EQ(run({"generate", "Ein \"Kätzchen\"", "--width", "32", "--height", "16", "--seed", "7",
                   "--output", path("output/a.png")})
                  .status,
              0);
    const CliRun result = run({"inspect", path("output/a.png"), "--json"});
    ASSERT_EQ(result.status, 0) << result.error;
    const nlohmann::json json = result.json();
    EXPECT_EQ(json.at("kind"), "png");
    EXPECT_EQ(json.at("width"), 32);
    EXPECT_EQ(json.at("diptych").at("prompt"), "Ein \"Kätzchen\"");
    EXPECT_EQ(json.at("diptych").at("seed"), 7);
    for (const char* key :
         {"version", "system_prompt", "thinking_content", "assistant_content", "template",
          "negative_prompt", "formatted_prompt", "width", "height", "steps", "scheduler", "shift",
          "guidance_scale", "hidden_layer", "loras", "model", "encoder", "dtype", "seconds"})
        EXPECT_TRUE(json.at("diptych").contains(key)) << key;
    EXPECT_NE(json.at("parameters").get<std::string>().find("Seed: 7"), std::string::npos);
    EXPECT_EQ(json.at("texts").size(), 2U);
    EXPECT_NE(run({"inspect", path("output/a.png")}).output.find("Kätzchen"), std::string::npos);
}

TEST_F(CliToolsTest, inspectDescribesModels) {
    const CliRun result = run({"inspect", dataPath("tiny-zimage").string(), "--json"});
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(result.json().at("kind"), "checkpoint_folder");
    EXPECT_NE(run({"inspect", dataPath("tiny-zimage").string()}).output.find("transformer"),
              std::string::npos);
    EXPECT_EQ(run({"inspect"}).status, 2);
    EXPECT_EQ(run({"inspect", path("nowhere")}).status, 3);
}

TEST_F(CliToolsTest, benchTellsEveryFigure) {
    const CliRun result = run({"bench", "--stage", "dit", "--random-weights", "turbo", "--layers",
                               "2", "--repeat", "4", "--width", "256", "--json"});
    ASSERT_EQ(result.status, 0) << result.error;
    ASSERT_EQ(benchmarks_.size(), 1U);
    EXPECT_EQ(benchmarks_.front().stage, BenchmarkStage::Transformer);
    EXPECT_EQ(benchmarks_.front().randomWeights, RandomWeights::Turbo);
    EXPECT_EQ(benchmarks_.front().layers, 2);
    EXPECT_EQ(benchmarks_.front().repeat, 4);
    EXPECT_EQ(benchmarks_.front().width, 256);
    const nlohmann::json stage = result.json().at("stages").at(0);
    EXPECT_EQ(stage.at("median_seconds"), 2.0);
    EXPECT_EQ(stage.at("gflops"), 100.0);
    EXPECT_EQ(stage.at("ratio"), 0.5);
    const CliRun table = run({"bench"});
    EXPECT_EQ(benchmarks_.back().location.model, path("model"));
    EXPECT_NE(table.output.find("50 %"), std::string::npos) << table.output;
}

TEST_F(CliToolsTest, benchChecksItsNumbers) {
    EXPECT_EQ(run({"bench", "--repeat", "0"}).status, 3);
    EXPECT_EQ(run({"bench", "--layers", "-1"}).status, 3);
    EXPECT_EQ(run({"bench", "--width", "100"}).status, 3);
    EXPECT_EQ(run({"bench", "--stage", "dreams"}).status, 2);
    EXPECT_EQ(run({"bench", "--random-weights", "huge"}).status, 2);
    EXPECT_TRUE(benchmarks_.empty());
}

TEST_F(CliToolsTest, devicesListsWhatCanAndWhatCannotBeUsed) {
    const CliRun table = run({"devices"});
    EXPECT_EQ(table.status, 0);
    EXPECT_NE(table.output.find("cuda:0"), std::string::npos);
    EXPECT_NE(table.output.find("no driver"), std::string::npos);
    const nlohmann::json devices = run({"devices", "--json"}).json().at("devices");
    EXPECT_EQ(devices.at(0).at("total_bytes"), 1U << 30);
    EXPECT_TRUE(devices.at(0).at("free_bytes").is_null());
    EXPECT_EQ(devices.at(1).at("usable"), false);
}

} // namespace

} // namespace diptych::test
