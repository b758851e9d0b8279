// What goes wrong says what, where, and what to try next; the pipeline stays usable.
#include "core/pipeline/load_tokenizer.h"
#include "core/tensor/host_values.h"
#include "tests/core/pipeline/pipeline_fixture.h"

#include <ATen/ATen.h>

#include <limits>

namespace diptych {
namespace {

using test::openTiny;
using test::TinyCopy;
using test::tinyRequest;

Error drawError(ImagePipeline& pipeline, const ResolvedRequest& request,
                const GenerationInputs& inputs = {}, const RunContext& context = {}) {
    const auto result = pipeline.generate(
        request, inputs,
        [](const GeneratedPicture&, const GenerationReport&) -> Status { return Done{}; }, context);
    return result ? Error{ErrorCode::Internal, "no error", "", "", {}} : result.error();
}

bool mentions(const Error& error, const std::string& word) {
    return (error.message + " " + error.hint).find(word) != std::string::npos;
}

// Rewrites one safetensors file of a checkpoint with its tensors changed.
void rewrite(const std::filesystem::path& path,
             const std::function<void(std::map<std::string, at::Tensor>&)>& change) {
    std::map<std::string, at::Tensor> tensors;
    {
        const auto file = valueOrThrow(SafetensorsFile::open(path));
        for (const TensorInfo& info : file->tensors())
            tensors[info.name] = toTensor(readHostTensor(*file, info));
    }
    change(tensors);
    std::vector<HostTensor> values;
    for (const auto& [name, tensor] : tensors)
        values.push_back(toHostTensor(tensor));
    std::vector<TensorToWrite> writes;
    for (std::size_t i = 0; const auto& [name, tensor] : tensors)
        writes.push_back(values[i++].toWrite(name));
    ASSERT_TRUE(writeSafetensors(path, writes, {}, Overwrite::Yes));
}

TEST(PipelineErrors, aMissingComponentIsNamedWithItsPlace) {
    TinyCopy model;
    std::filesystem::remove_all(model.path() / "vae");
    const auto pipeline = model.open();
    const Error autoencoder = drawError(*pipeline, tinyRequest("x"));
    EXPECT_EQ(autoencoder.code, ErrorCode::FileNotFound);
    EXPECT_TRUE(mentions(autoencoder, "autoencoder"));
    EXPECT_TRUE(mentions(autoencoder, "vae"));
    std::filesystem::remove_all(model.path() / "text_encoder");
    const Error textEncoder = drawError(*model.open(), tinyRequest("x"));
    EXPECT_TRUE(mentions(textEncoder, "text encoder"));
    EXPECT_TRUE(mentions(textEncoder, "--text-encoder-path"));
    EXPECT_EQ(openImagePipeline({{"/nowhere/at/all", "", ""}, {}}).error().code,
              ErrorCode::FileNotFound);
}

TEST(PipelineErrors, whatIsNoTokenizerIsSentToItsPlace) {
    const auto lora = test::dataPath("goldens/lora/kohya_unet.safetensors");
    const auto error = loadTokenizer(lora).error();
    EXPECT_EQ(error.code, ErrorCode::InvalidInput);
    EXPECT_TRUE(mentions(error, "it belongs to --lora"));
    EXPECT_EQ(loadTokenizer(test::dataPath("missing.json")).error().code, ErrorCode::FileNotFound);
    EXPECT_TRUE(loadTokenizer(test::dataPath("tiny-zimage/tokenizer")));
}

TEST(PipelineErrors, missingExtraAndMisshapenTensorsAreNamed) {
    const std::string name = "layers.1.feed_forward.w2.weight";
    const auto errorAfter = [](const auto& change) {
        TinyCopy model;
        rewrite(model.path() / "transformer/diffusion_pytorch_model.safetensors", change);
        return drawError(*model.open(), tinyRequest("x"));
    };
    const Error missing = errorAfter([&](auto& tensors) { tensors.erase(name); });
    EXPECT_EQ(missing.code, ErrorCode::WeightsInvalid);
    EXPECT_TRUE(mentions(missing, name));
    EXPECT_TRUE(mentions(missing, "[64, 170]"));
    const Error extra =
        errorAfter([&](auto& tensors) { tensors["layers.9.odd.weight"] = at::zeros({2}); });
    EXPECT_EQ(extra.code, ErrorCode::WeightsInvalid);
    EXPECT_TRUE(mentions(extra, "layers.9.odd.weight [2]"));
    const Error misshapen = errorAfter([&](auto& tensors) {
        tensors[name] = at::zeros({64, 171});
    });
    EXPECT_TRUE(mentions(misshapen, "expected [64, 170], found [64, 171]"));
    EXPECT_TRUE(mentions(misshapen, "diffusion_pytorch_model.safetensors"));
}

TEST(PipelineErrors, numbersThatAreNotFiniteAreFoundAndLocated) {
    TinyCopy model;
    rewrite(model.path() / "transformer/diffusion_pytorch_model.safetensors", [](auto& tensors) {
        tensors["layers.0.attention.to_q.weight"][0][0] = std::numeric_limits<float>::quiet_NaN();
    });
    const Error transformer = drawError(*model.open(), tinyRequest("x"));
    EXPECT_TRUE(mentions(transformer, "step 1"));
    EXPECT_TRUE(mentions(transformer, "transformer"));
    TinyCopy other;
    rewrite(other.path() / "vae/diffusion_pytorch_model.safetensors", [](auto& tensors) {
        tensors["decoder.conv_in.bias"][0] = std::numeric_limits<float>::infinity();
    });
    EXPECT_TRUE(mentions(drawError(*other.open(), tinyRequest("x")), "autoencoder"));
}

TEST(PipelineErrors, embeddingsAndLatentsThatDoNotFitAreRefused) {
    const auto pipeline = openTiny();
    const ResolvedRequest request = tinyRequest("x");
    GenerationInputs inputs;
    inputs.promptEmbeddings = {toHostTensor(at::zeros({4, 2560}))};
    EXPECT_TRUE(mentions(drawError(*pipeline, request, inputs), "[tokens, 64]"));
    inputs.promptEmbeddings = {toHostTensor(at::zeros({4, 64})), toHostTensor(at::zeros({4, 64}))};
    EXPECT_TRUE(mentions(drawError(*pipeline, request, inputs), "2 embeddings for 1 pictures"));
    inputs.promptEmbeddings = {toHostTensor(at::zeros({4, 64}))};
    inputs.initialLatents = toHostTensor(at::zeros({1, 4, 8, 8}));
    EXPECT_TRUE(mentions(drawError(*pipeline, request, inputs), "[1, 4, 8, 8]"));
    inputs.initialLatents = toHostTensor(at::zeros({1, 16, 8, 7}));
    EXPECT_EQ(drawError(*pipeline, request, inputs).code, ErrorCode::InvalidInput);
    inputs.initialLatents.reset();
    ResolvedRequest guided = request;
    guided.request.guidanceScale = 2.0;
    EXPECT_TRUE(mentions(drawError(*pipeline, guided, inputs), "negative"));
    EXPECT_EQ(pipeline->decode(toHostTensor(at::zeros({1, 3, 8, 8})), {}).error().code,
              ErrorCode::InvalidInput);
    const std::vector<std::int32_t> tooLarge{5000};
    EXPECT_EQ(pipeline->encodeTokens(tooLarge, -2, {}).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(pipeline->encodeTokens({}, -2, {}).error().code, ErrorCode::InvalidInput);
}

TEST(PipelineErrors, picturesOfOddSizesNameTheNearestOne) {
    const Image odd =
        valueOrThrow(fromInterleavedRgb8(40, 64, std::vector<std::uint8_t>(40 * 64 * 3)));
    const auto result = openTiny()->encodePicture(odd, {});
    ASSERT_FALSE(result);
    EXPECT_TRUE(mentions(result.error(), "48 × 64"));
}

TEST(PipelineErrors, aDeviceThatIsNotThereIsNamed) {
    PipelineOptions options{{test::dataPath(test::kTinyModel), "", ""}, {}};
    options.placement.transformer = {DeviceKind::Cuda, 77};
    const auto result = openImagePipeline(options);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::Device);
    EXPECT_TRUE(mentions(result.error(), "cuda:77"));
}

// Stops the job at the n-th report.
class StopAfter final : public ProgressSink {
  public:
    StopAfter(std::stop_source source, int reports) : source_(std::move(source)), left_(reports) {}
    void progress(Phase, std::int64_t, std::int64_t) override {
        if (--left_ == 0)
            source_.request_stop();
    }
    bool reached() const { return left_ <= 0; }

  private:
    std::stop_source source_;
    int left_;
};

TEST(PipelineErrors, cancelWorksAtEveryMomentAndLeavesThePipelineUsable) {
    const auto pipeline = openTiny();
    for (int reports = 1;; reports += reports < 10 ? 1 : 97) {
        std::stop_source source;
        StopAfter sink(source, reports);
        const Error error = drawError(*pipeline, tinyRequest("x"), {},
                                      RunContext{source.get_token(), &sink, nullptr});
        if (!sink.reached())
            break;
        // A stop requested by the very last report comes too late to matter.
        if (error.message != "no error") {
            EXPECT_EQ(error.code, ErrorCode::Cancelled) << reports << ": " << error.message;
        }
        pipeline->unload();
    }
    EXPECT_EQ(test::draw(*pipeline, tinyRequest("x")).pictures.size(), 1U);
}

TEST(PipelineErrors, anErrorOfTheHandlerStopsTheJob) {
    const auto pipeline = openTiny();
    ResolvedRequest request = tinyRequest("x");
    request.request.count = 3;
    int calls = 0;
    const auto result =
        pipeline->generate(request, {},
                           [&](const GeneratedPicture&, const GenerationReport&) -> Status {
                               ++calls;
                               return fail(ErrorCode::FileWrite, "disk full");
                           },
                           {});
    EXPECT_EQ(result.error().code, ErrorCode::FileWrite);
    EXPECT_EQ(calls, 1);
}

} // namespace
} // namespace diptych
