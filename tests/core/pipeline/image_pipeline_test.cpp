// From prompt to pixels against the published reference pipeline, through the torch-free interface
// alone.
#include "core/encoders/embedding_file.h"
#include "core/pipeline/sampling_choices.h"
#include "core/tensor/host_values.h"
#include "tests/core/pipeline/pipeline_fixture.h"

#include <ATen/ATen.h>

#include <map>
#include <optional>

namespace diptych {
namespace {

using test::draw;
using test::Drawn;
using test::GoldenCase;
using test::openTiny;
using test::tinyRequest;

at::Tensor pixelsOf(const Image& image) {
    const auto bytes = image.bytes();
    return at::tensor(std::vector<std::uint8_t>(bytes.begin(), bytes.end()), at::kByte)
        .view({1, image.height(), image.width(), 3});
}

// At most one level off, on at most 0.1 % of the values.
void expectSamePicture(const Image& image, const at::Tensor& expected, const std::string& name) {
    const at::Tensor pixels = pixelsOf(image);
    ASSERT_EQ(pixels.numel(), expected.numel()) << name;
    const at::Tensor step = (pixels.flatten().to(at::kInt) - expected.flatten().to(at::kInt)).abs();
    EXPECT_LE(step.max().item<int>(), 1) << name;
    EXPECT_LE((step > 0).to(at::kDouble).mean().item<double>(), 0.001) << name;
}

TEST(ImagePipeline, fromPromptToPixelsEqualsTheReference) {
    const nlohmann::json description = test::readJson("goldens/e2e.json");
    const test::GoldenFile golden("goldens/e2e.safetensors");
    for (const nlohmann::json& entry : description["cases"]) {
        const std::string id = entry["id"];
        const std::string prefix = entry["prefix"];
        GenerationRequest request;
        request.conversation.user = entry["prompt"];
        request.width = entry["width"];
        request.height = entry["height"];
        request.steps = entry["steps"];
        request.seed = entry["seed"];
        request.guidanceScale = entry["guidance_scale"];
        request.negativePrompt = entry["negative_prompt"].is_null() ? "" : entry["negative_prompt"];
        const auto pipeline = openTiny();
        const Drawn drawn = draw(*pipeline, valueOrThrow(resolve(request, pipeline->spec())));
        ASSERT_EQ(drawn.pictures.size(), 1U);
        EXPECT_TRUE(test::allClose(toTensor(drawn.pictures[0].latents),
                                   golden[prefix + "final_latents"],
                                   entry["tolerance"]["final_latents_atol"], 0))
            << id;
        expectSamePicture(drawn.pictures[0].image, golden[prefix + "image_u8"], id);
        EXPECT_TRUE(test::closeToLargest(toTensor(drawn.report.prompts[0].embedding),
                                         golden[prefix + "caption"], 1e-4))
            << id;
    }
}

GenerationRequest requestOf(const nlohmann::json& config) {
    const std::map<std::string, std::string> ours = {{"flow_euler", "flow_euler"},
                                                     {"flow_heun", "flow_heun"},
                                                     {"dpmpp_2m_flow", "dpm_solver"},
                                                     {"unipc_flow", "unipc"}};
    GenerationRequest request;
    request.scheduler = ours.at(config["scheduler"]);
    // The legacy meaning of N steps is ours of N − 1; its last evaluation changes nothing.
    request.steps = config.value("effective_steps", config["steps"].get<int>());
    request.shift = config["shift"].get<double>();
    request.guidanceScale = config.value("guidance_scale", 0.0);
    if (config.contains("cfg_normalization") && config["cfg_normalization"].is_number())
        request.cfgNormalization = config["cfg_normalization"].get<double>();
    if (config.contains("cfg_truncation"))
        request.cfgTruncation = config["cfg_truncation"].get<double>();
    request.seed = 0;
    return request;
}

void expectTrajectory(ImagePipeline& pipeline, const GoldenCase& golden) {
    const GenerationRequest request = requestOf(golden.config());
    const bool batch = golden.config().contains("batch");
    GenerationInputs inputs;
    inputs.initialLatents = toHostTensor(golden[batch ? "latents_b2" : "latents0"]);
    inputs.promptEmbeddings.push_back(toHostTensor(golden["cap0"]));
    if (batch)
        inputs.promptEmbeddings.push_back(toHostTensor(golden["cap1"]));
    if (request.guidanceScale > 0.0) {
        inputs.negativeEmbeddings.push_back(toHostTensor(golden["neg0"]));
        if (batch)
            inputs.negativeEmbeddings.push_back(toHostTensor(golden["neg1"]));
    }
    const Drawn drawn = draw(pipeline, valueOrThrow(resolve(request, pipeline.spec())), inputs);
    const at::Tensor expected = golden["final_latents"];
    ASSERT_EQ(static_cast<std::int64_t>(drawn.pictures.size()), expected.size(0));
    for (std::int64_t i = 0; i < expected.size(0); ++i) {
        const GeneratedPicture& picture = drawn.pictures[static_cast<std::size_t>(i)];
        const at::Tensor latents = toTensor(picture.latents);
        EXPECT_TRUE(test::allClose(latents, expected.narrow(0, i, 1), golden.atol(), golden.rtol()))
            << golden.id();
        EXPECT_TRUE(test::closeToLargest(latents, expected.narrow(0, i, 1), 1e-3)) << golden.id();
        if (golden.has("image_u8"))
            expectSamePicture(picture.image, golden["image_u8"][i], golden.id());
    }
    const int perPicture = request.scheduler == "flow_heun" ? 2 * request.steps - 1 : request.steps;
    EXPECT_EQ(drawn.report.evaluations, perPicture * static_cast<int>(expected.size(0)))
        << golden.id();
}

TEST(ImagePipeline, trajectoriesFromGivenLatentsEqualTheReference) {
    const auto pipeline = openTiny();
    const auto cases = test::goldenCases("pipeline");
    EXPECT_EQ(cases.size(), 11U);
    for (const GoldenCase& golden : cases)
        expectTrajectory(*pipeline, golden);
}

TEST(ImagePipeline, withoutGuidanceAStepIsOneEvaluationAndTheNegativePromptIsNotEncoded) {
    const auto pipeline = openTiny();
    ResolvedRequest request = tinyRequest("a lighthouse");
    const Drawn plain = draw(*pipeline, request);
    request.request.negativePrompt = "fog";
    request.request.cfgNormalization = 1.0;
    request.request.cfgTruncation = 0.1;
    const Drawn off = draw(*pipeline, request);
    EXPECT_EQ(off.report.evaluations, 2);
    EXPECT_EQ(off.report.guidedEvaluations, 0);
    EXPECT_EQ(off.report.prompts.size(), 1U);
    EXPECT_EQ(off.pictures[0].latents, plain.pictures[0].latents);
    request.request.guidanceScale = 2.0;
    const Drawn on = draw(*pipeline, request);
    EXPECT_EQ(on.report.prompts.size(), 2U);
    EXPECT_NE(on.pictures[0].latents, plain.pictures[0].latents);
}

TEST(ImagePipeline, truncatedGuidanceLeavesSingleForwardsForTheRest) {
    const auto pipeline = openTiny();
    ResolvedRequest request = tinyRequest("a lighthouse");
    request.request.negativePrompt = "fog";
    request.request.guidanceScale = 2.0;
    request.request.steps = 8;
    // Times are 0, 0.045, 0.1, 0.167, 0.25, 0.357, 0.5 and 0.7.
    const std::vector<std::pair<std::optional<double>, int>> cases = {
        {0.0, 1}, {0.3, 5}, {0.6, 7}, {1.0, 8}, {5.0, 8}, {std::nullopt, 8}};
    for (const auto& [truncation, guided] : cases) {
        request.request.cfgTruncation = truncation;
        const Drawn drawn = draw(*pipeline, request);
        EXPECT_EQ(drawn.report.evaluations, 8) << guided;
        EXPECT_EQ(drawn.report.guidedEvaluations, guided);
    }
}

TEST(ImagePipeline, sigmaSpacingsChangeThePictureAndUnknownNamesLoadNothing) {
    test::TinyCopy model;
    const auto pipeline = model.open();
    ResolvedRequest request = tinyRequest("a lighthouse");
    request.request.steps = 4;
    const Drawn linear = draw(*pipeline, request);
    for (const SamplingChoice& spacing : listSigmaSpacings()) {
        request.request.sigmaSpacing = spacing.id;
        const Drawn drawn = draw(*pipeline, request);
        EXPECT_EQ(drawn.report.evaluations, 4) << spacing.id;
        EXPECT_EQ(drawn.pictures[0].latents == linear.pictures[0].latents, spacing.id == "linear");
    }
    std::filesystem::remove_all(model.path() / "text_encoder");
    const auto refusal = [&] {
        const auto refused = model.open()->generate(
            request, {},
            [](const GeneratedPicture&, const GenerationReport&) -> Status { return Done{}; }, {});
        return refused ? std::string() : refused.error().message;
    };
    request.request.sigmaSpacing = "cosine";
    EXPECT_NE(refusal().find("unknown sigma spacing 'cosine'"), std::string::npos);
    request.request.sigmaSpacing = "linear";
    request.request.scheduler = "ddim";
    EXPECT_NE(refusal().find("unknown scheduler 'ddim'"), std::string::npos);
}

TEST(ImagePipeline, savedEmbeddingsGiveTheSamePictureBitForBit) {
    const auto pipeline = openTiny();
    const ResolvedRequest request = tinyRequest("a lighthouse");
    const Drawn direct = draw(*pipeline, request);
    GenerationInputs inputs;
    inputs.promptEmbeddings = {direct.report.prompts[0].embedding};
    const Drawn again = draw(*openTiny(), request, inputs);
    EXPECT_EQ(again.pictures[0].image, direct.pictures[0].image);
    EXPECT_EQ(again.pictures[0].latents, direct.pictures[0].latents);
    EXPECT_TRUE(again.report.prompts.empty()) << "nothing was encoded";
}

TEST(ImagePipeline, embeddingsThatTheRequestNamesAreReadFromTheirFile) {
    const auto pipeline = openTiny();
    ResolvedRequest request = tinyRequest("a lighthouse");
    const Drawn direct = draw(*pipeline, request);
    const test::TemporaryFolder folder;
    const std::filesystem::path file = folder.path() / "lighthouse.safetensors";
    ASSERT_TRUE(
        writeEmbeddingFile(file, {direct.report.prompts[0].embedding}, {}, {}, Overwrite::No));
    request.request.conversation.user = "something else";
    request.request.embeddings.prompt = file.string();
    const Drawn again = draw(*openTiny(), request);
    EXPECT_EQ(again.pictures[0].image, direct.pictures[0].image);
    EXPECT_TRUE(again.report.prompts.empty()) << "nothing was encoded";
    request.request.embeddings.prompt = (folder.path() / "gone.safetensors").string();
    const auto ignore = [](const GeneratedPicture&, const GenerationReport&) -> Status {
        return Done{};
    };
    EXPECT_EQ(pipeline->generate(request, {}, ignore, {}).error().code, ErrorCode::FileNotFound);
}

TEST(ImagePipeline, theSameSeedGivesTheSamePictureAndOthersDoNot) {
    const auto pipeline = openTiny();
    ResolvedRequest request = tinyRequest("a lighthouse");
    const Drawn first = draw(*pipeline, request);
    const Drawn second = draw(*openTiny(), request);
    EXPECT_EQ(first.pictures[0].image, second.pictures[0].image);
    request.request.seed = 43;
    EXPECT_NE(draw(*pipeline, request).pictures[0].latents, first.pictures[0].latents);
    EXPECT_NE(draw(*pipeline, tinyRequest("a harbour")).pictures[0].latents,
              first.pictures[0].latents);
}

TEST(ImagePipeline, severalPicturesCountTheSeedUp) {
    const auto pipeline = openTiny();
    ResolvedRequest request = tinyRequest("a lighthouse");
    request.request.count = 3;
    const Drawn several = draw(*pipeline, request);
    ASSERT_EQ(several.pictures.size(), 3U);
    EXPECT_EQ(several.pictures[2].seed, 44);
    request.request.count = 1;
    request.request.seed = 44;
    EXPECT_EQ(draw(*pipeline, request).pictures[0].image, several.pictures[2].image);
}

TEST(ImagePipeline, emptyAndVeryLongPromptsAreDrawn) {
    const auto pipeline = openTiny();
    EXPECT_EQ(draw(*pipeline, tinyRequest("")).pictures.size(), 1U);
    std::string words;
    for (int i = 0; i < 3000; ++i)
        words += "tree ";
    ResolvedRequest request = tinyRequest(words);
    request.request.steps = 1;
    const Drawn drawn = draw(*pipeline, request);
    EXPECT_GT(drawn.report.prompts[0].tokenIds.size(), 2000U);
    ASSERT_FALSE(drawn.report.notices.empty());
    EXPECT_EQ(drawn.report.notices[0].code, "prompt_beyond_trained_range");
}

TEST(ImagePipeline, storedBfloat16ShardsDrawNearlyTheSamePicture) {
    test::TinyCopy model;
    std::filesystem::remove_all(model.path() / "transformer");
    std::filesystem::copy(test::dataPath("tiny-zimage-variants/sharded-bf16/transformer"),
                          model.path() / "transformer");
    std::filesystem::remove_all(model.path() / "text_encoder");
    std::filesystem::rename(model.path() / "text_encoder_bf16", model.path() / "text_encoder");
    const ResolvedRequest request = tinyRequest("a lighthouse");
    const Drawn narrow = draw(*model.open(), request);
    const Drawn wide = draw(*openTiny(), request);
    EXPECT_EQ(narrow.report.dtype, "bfloat16");
    EXPECT_EQ(wide.report.dtype, "float32");
    EXPECT_TRUE(test::closeInNorm(toTensor(narrow.pictures[0].latents),
                                  toTensor(wide.pictures[0].latents), 0.05));
}

TEST(ImagePipeline, decodeAndEncodeGoThroughTheAutoencoderAlone) {
    test::TinyCopy model;
    for (const char* folder : {"transformer", "text_encoder", "tokenizer", "scheduler"})
        std::filesystem::remove_all(model.path() / folder);
    const auto pipeline = model.open();
    const GoldenCase golden = test::goldenCases("vae_decode").front();
    const auto decoded = pipeline->decode(toHostTensor(golden["latents"]), {});
    ASSERT_TRUE(decoded) << decoded.error().message;
    EXPECT_TRUE(golden.close(toTensor(decoded->front().tensor), "image"));
    const Image& image = decoded->front().image;
    const auto encoded = pipeline->encodePicture(image, {});
    ASSERT_TRUE(encoded) << encoded.error().message;
    EXPECT_EQ(encoded->mean.shape, golden["latents"].sizes().vec());
}

TEST(ImagePipeline, hiddenStatesNeedNoTokenizerForGivenIds) {
    test::TinyCopy model;
    for (const char* folder : {"transformer", "vae", "tokenizer"})
        std::filesystem::remove_all(model.path() / folder);
    const auto pipeline = model.open();
    const std::vector<std::int32_t> ids{1, 2, 3};
    const auto all = pipeline->allHiddenStates(ids, {});
    ASSERT_TRUE(all) << all.error().message;
    ASSERT_EQ(all->size(), 5U);
    const auto one = pipeline->encodeTokens(ids, -2, {});
    ASSERT_TRUE(one);
    EXPECT_EQ(one->embedding, (*all)[3]);
    EXPECT_EQ(pipeline->spec().textLayerCount, 4);
}

// Progress as a user sees it: phases in order, steps counted as asked for.
class RecordingProgress final : public ProgressSink {
  public:
    void progress(Phase phase, std::int64_t done, std::int64_t total) override {
        if (phases.empty() || phases.back() != phase)
            phases.push_back(phase);
        if (phase == Phase::Sample)
            steps.emplace_back(done, total);
    }
    std::vector<Phase> phases;
    std::vector<std::pair<std::int64_t, std::int64_t>> steps;
};

TEST(ImagePipeline, reportsPhasesInOrderAndEveryStep) {
    RecordingProgress progress;
    const auto pipeline = openTiny();
    draw(*pipeline, tinyRequest("x"), {}, RunContext{{}, &progress, nullptr});
    const std::vector<Phase> expected{Phase::Load,   Phase::Encode, Phase::Load,
                                      Phase::Sample, Phase::Load,   Phase::Decode};
    EXPECT_EQ(progress.phases, expected);
    const std::vector<std::pair<std::int64_t, std::int64_t>> steps{{0, 2}, {1, 2}, {2, 2}};
    EXPECT_EQ(progress.steps, steps);
}

TEST(ImagePipeline, progressCountsStepsAsAskedForAndNotEvaluations) {
    const auto pipeline = openTiny();
    for (const SamplingChoice& scheduler : listSchedulers()) {
        ResolvedRequest request = tinyRequest("x");
        request.request.scheduler = scheduler.id;
        request.request.steps = 3;
        RecordingProgress progress;
        draw(*pipeline, request, {}, RunContext{{}, &progress, nullptr});
        const std::vector<std::pair<std::int64_t, std::int64_t>> steps{
            {0, 3}, {1, 3}, {2, 3}, {3, 3}};
        EXPECT_EQ(progress.steps, steps) << scheduler.id;
    }
}

} // namespace
} // namespace diptych
