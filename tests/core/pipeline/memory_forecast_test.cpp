// The predicted peak of every phase against the memory that this process really has resident, over
// sizes, formats, residencies and batches, with a made-up model of some 90 million weights: large
// enough that what the process takes for itself does not matter, small enough to draw in a second.
//
// Measured is the growth of VmHWM in each phase, weights in the mapped file included. What it
// cannot show: a GPU, and sizes at which memory is really short.
#include "core/base/system_memory.h"
#include "core/models/autoencoder_kl.h"
#include "core/models/qwen3_text_model.h"
#include "core/models/z_image_transformer.h"
#include "core/pipeline/convert_model.h"
#include "core/tensor/cpu_runtime.h"
#include "core/tensor/host_values.h"
#include "tests/core/pipeline/pipeline_fixture.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <malloc.h>

namespace diptych {
namespace {

namespace fs = std::filesystem;

models::ZImageTransformerConfig transformerConfig() {
    models::ZImageTransformerConfig config;
    config.dim = 768;
    config.headCount = 8;
    config.layerCount = 6;
    config.refinerLayerCount = 1;
    config.captionDim = 512;
    config.axesDims = {32, 32, 32};
    return config;
}

models::Qwen3Config textConfig() {
    models::Qwen3Config config;
    config.vocabularySize = 2048; // that of the tiny tokenizer
    config.hiddenSize = 512;
    config.intermediateSize = 1536;
    config.layerCount = 8;
    config.headCount = 8;
    config.keyValueHeadCount = 2;
    config.headDim = 64;
    return config;
}

models::AutoencoderKLConfig autoencoderConfig() {
    models::AutoencoderKLConfig config;
    config.blockChannels = {32, 64, 128, 128};
    return config;
}

constexpr const char* kTransformerJson = R"({"_class_name": "ZImageTransformer2DModel",
"all_f_patch_size": [1], "all_patch_size": [2], "axes_dims": [32, 32, 32], "axes_lens": [512, 512, 512],
"cap_feat_dim": 512, "dim": 768, "in_channels": 16, "n_heads": 8, "n_kv_heads": 8, "n_layers": 6,
"n_refiner_layers": 1, "norm_eps": 1e-05, "qk_norm": true, "rope_theta": 256.0, "t_scale": 1000.0})";
constexpr const char* kTextJson =
    R"({"architectures": ["Qwen3ForCausalLM"], "attention_bias": false,
"head_dim": 64, "hidden_act": "silu", "hidden_size": 512, "intermediate_size": 1536,
"max_position_embeddings": 40960, "model_type": "qwen3", "num_attention_heads": 8,
"num_hidden_layers": 8, "num_key_value_heads": 2, "rms_norm_eps": 1e-06, "rope_theta": 1000000,
"tie_word_embeddings": true, "vocab_size": 2048})";
constexpr const char* kAutoencoderJson = R"({"_class_name": "AutoencoderKL",
"block_out_channels": [32, 64, 128, 128],
"down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D"],
"up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D"],
"in_channels": 3, "out_channels": 3, "latent_channels": 16, "layers_per_block": 2,
"mid_block_add_attention": true, "norm_num_groups": 32, "scaling_factor": 0.3611, "shift_factor": 0.1159,
"use_quant_conv": false, "use_post_quant_conv": false})";

// Random weights of every name that `bind` asks for.
template <typename Bind>
void writeWeights(const fs::path& file, at::ScalarType type, const Bind& bind) {
    std::map<std::string, HostTensor> tensors;
    bind(WeightView(WeightStore::fromRecipe(
        [&](const std::string& name, const Shape& shape) {
            const bool isMatrix = shape.size() == 2;
            const at::Tensor values =
                isMatrix ? at::randn(shape) * 0.02
                         : (shape.size() == 1 ? at::ones(shape) : at::randn(shape) * 0.05);
            tensors[name] = toHostTensor(values.to(isMatrix ? type : at::kFloat));
            return values;
        },
        "made up", {})));
    std::vector<TensorToWrite> list;
    for (const auto& [name, tensor] : tensors)
        list.push_back(tensor.toWrite(name));
    fs::create_directories(file.parent_path());
    valueOrThrow(writeSafetensors(file, list, {}, Overwrite::No));
}

void writeModel(const fs::path& folder, at::ScalarType type) {
    fs::create_directories(folder);
    fs::copy(test::dataPath("tiny-zimage/tokenizer"), folder / "tokenizer",
             fs::copy_options::recursive);
    fs::copy(test::dataPath("tiny-zimage/scheduler"), folder / "scheduler",
             fs::copy_options::recursive);
    writeWeights(
        folder / "transformer/diffusion_pytorch_model.safetensors", type,
        [](const WeightView& view) { models::ZImageTransformer::bind(view, transformerConfig()); });
    writeWeights(folder / "text_encoder/model.safetensors", type, [](const WeightView& view) {
        models::Qwen3TextModel::bind(view, textConfig(), models::Qwen3TextModel::Purpose::Encode);
    });
    writeWeights(
        folder / "vae/diffusion_pytorch_model.safetensors", at::kFloat,
        [](const WeightView& view) { models::AutoencoderKL::bind(view, autoencoderConfig()); });
    test::writeBytes(folder / "transformer/config.json", kTransformerJson);
    test::writeBytes(folder / "text_encoder/config.json", kTextJson);
    test::writeBytes(folder / "vae/config.json", kAutoencoderJson);
    releaseUnusedMemory();
}

std::uint64_t residentNow() {
    resetPeakResidentBytes();
    return peakResidentBytes();
}

// The most that each phase has resident beyond what was there before.
class PhaseMeter : public ProgressSink {
  public:
    explicit PhaseMeter(std::uint64_t before) : before_(before) {}

    void progress(Phase phase, std::int64_t, std::int64_t) override {
        if (current_ && *current_ != phase)
            finish();
        if (!current_)
            resetPeakResidentBytes();
        current_ = phase;
    }
    void finish() {
        const std::uint64_t peak = peakResidentBytes();
        std::uint64_t& most = peaks[current_.value_or(Phase::Load)];
        most = std::max(most, peak > before_ ? peak - before_ : 0);
        current_.reset();
    }
    std::map<Phase, std::uint64_t> peaks;

  private:
    std::uint64_t before_;
    std::optional<Phase> current_;
};

struct Case {
    const char* name;
    const char* model; ///< how its weights are stored
    WeightFormat format;
    int side;
    bool guided;
    Residencies residency;
    Tiling tiling = Tiling::Off;
    double above = 0.1; ///< the share by which the prediction may exceed what is measured
};

constexpr Residencies kAll = {Residency::Resident, Residency::Resident, Residency::Resident};
constexpr Residencies kNone = {Residency::Offload, Residency::Offload, Residency::Offload};
constexpr Residencies kStream = {Residency::Stream, Residency::Stream, Residency::Stream};

const Case kCases[] = {
    {"resident bfloat16, guided", "bf16", WeightFormat::Auto, 384, true, kAll},
    {"offloaded bfloat16", "bf16", WeightFormat::Auto, 256, false, kNone},
    {"streamed bfloat16, guided", "bf16", WeightFormat::Auto, 256, true, kStream},
    {"resident float32, guided", "f32", WeightFormat::Float32, 256, true, kAll},
    {"narrowed, offloaded", "f32", WeightFormat::BFloat16, 256, false, kNone},
    {"narrowed and streamed", "f32", WeightFormat::BFloat16, 384, false, kStream},
    {"int8 on load", "bf16", WeightFormat::Int8, 256, false, kAll},
    {"stored int4", "int4", WeightFormat::Auto, 256, false, kAll},
    {"stored int4, streamed, guided", "int4", WeightFormat::Auto, 256, true, kStream},
    // A band's copies are counted as those of the published, wider model.
    {"in tiles", "bf16", WeightFormat::Auto, 384, false, kNone, Tiling::On, 0.35},
};

class MemoryForecast : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        // Every tensor that matters is mapped and unmapped by itself, so that what is resident is
        // what is in use.
        mallopt(M_MMAP_THRESHOLD, 1 << 18);
        folder_.emplace();
        writeModel(*folder_ / "bf16", at::kBFloat16);
        writeModel(*folder_ / "f32", at::kFloat);
        ConvertOptions conversion;
        conversion.location.model = *folder_ / "bf16";
        conversion.output = *folder_ / "int4";
        conversion.weights = StoredWeights::Int4;
        valueOrThrow(convertModel(conversion, {}));
        if (resetWorks()) // what libraries take for themselves when they are first used
            measure({"warm up", "bf16", WeightFormat::Auto, 256, true, kNone});
    }
    static void TearDownTestSuite() { folder_.reset(); }

    static bool resetWorks() { return residentNow() > 0; }

    static std::map<Phase, std::uint64_t> measure(const Case& one,
                                                  std::optional<MemoryPlan>* plan = nullptr) {
        PipelineOptions options;
        options.location.model = *folder_ / one.model;
        options.placement.weightFormat = one.format;
        options.placement.residency = one.residency;
        options.placement.tiles = {one.tiling, 256, 64};
        ResolvedRequest request = test::tinyRequest("a lighthouse on a rock, waves, evening light");
        request.request.width = request.request.height = one.side;
        request.request.steps = 1;
        request.request.guidanceScale = one.guided ? 2.0 : 0.0;
        releaseUnusedMemory();
        const auto pipeline = valueOrThrow(openImagePipeline(options));
        static_cast<void>(pipeline->tokenize(formatChat({}))); // the tokenizer is no weight
        PhaseMeter meter(residentNow());
        RunContext context;
        context.progress = &meter;
        const test::Drawn drawn = test::draw(*pipeline, request, {}, context);
        meter.finish();
        if (plan)
            *plan = drawn.report.plan;
        return meter.peaks;
    }

    static inline std::optional<test::TemporaryFolder> folder_;
};

TEST_F(MemoryForecast, isWithinTenPercentOfWhatIsMeasured) {
    if (!resetWorks())
        GTEST_SKIP() << "the system does not tell peaks";
    for (const Case& one : kCases) {
        std::optional<MemoryPlan> plan;
        const auto measured = measure(one, &plan);
        ASSERT_TRUE(plan);
        double predictedPeak = 0.0;
        double measuredPeak = 0.0;
        std::string table = one.name;
        for (const PhaseMemory& phase : plan->phases) {
            const auto found = measured.find(phase.phase);
            if (found == measured.end())
                continue;
            const auto predicted = static_cast<double>(phase.bytes());
            const auto real = static_cast<double>(found->second);
            predictedPeak = std::max(predictedPeak, predicted);
            measuredPeak = std::max(measuredPeak, real);
            table += fmt::format("\n  {:<7} predicted {:6.1f} MiB, measured {:6.1f} ({:+.1f} %)",
                                 phaseName(phase.phase), predicted / (1 << 20), real / (1 << 20),
                                 100.0 * (predicted / real - 1.0));
        }
        EXPECT_GT(predictedPeak, 0.9 * measuredPeak) << table;
        EXPECT_LT(predictedPeak, (1.0 + one.above) * measuredPeak) << table;
        std::printf("%s\n", table.c_str());
    }
}

} // namespace
} // namespace diptych
