// Models written anew: the same numbers as quantising while loading, and nothing left of what
// failed.
#include "core/pipeline/convert_model.h"

#include "core/base/file.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/component_weights.h"
#include "tests/core/pipeline/pipeline_fixture.h"

#include <csignal>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <sys/resource.h>

namespace diptych {
namespace {

namespace fs = std::filesystem;
using test::dataPath;
using test::draw;
using test::kTinyModel;
using test::TemporaryFolder;
using test::tinyRequest;

ConvertOptions optionsFor(const fs::path& output, StoredWeights weights) {
    ConvertOptions options;
    options.location.model = dataPath(kTinyModel);
    options.output = output;
    options.weights = weights;
    return options;
}

ConvertReport converted(const ConvertOptions& options) {
    return valueOrThrow(convertModel(options, {}));
}

HostTensor latentsOf(const fs::path& model, WeightFormat format) {
    PipelineOptions options;
    options.location.model = model;
    options.placement.weightFormat = format;
    const auto pipeline = valueOrThrow(openImagePipeline(options));
    return draw(*pipeline, tinyRequest("A cat")).pictures.at(0).latents;
}

std::set<std::string> filesIn(const fs::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            names.insert(fs::relative(entry.path(), folder).string());
    return names;
}

TEST(ConvertModel, givesWhatQuantisingWhileLoadingGives) {
    const TemporaryFolder folder;
    const std::pair<StoredWeights, WeightFormat> formats[] = {
        {StoredWeights::BFloat16, WeightFormat::BFloat16},
        {StoredWeights::Int8, WeightFormat::Int8},
        {StoredWeights::Int4, WeightFormat::Int4}};
    for (const auto& [weights, format] : formats) {
        const fs::path output = folder / toString(weights);
        const ConvertReport report = converted(optionsFor(output, weights));
        EXPECT_TRUE(report.missing.empty());
        ASSERT_EQ(report.components.size(), 3U);
        const bool isQuantised = weights != StoredWeights::BFloat16;
        // Three layers, two refiners of each kind with 7 matrices; four layers with as many.
        EXPECT_EQ(report.components[1].folder, "transformer");
        EXPECT_EQ(report.components[1].quantised, isQuantised ? 7 * 7 : 0);
        EXPECT_EQ(report.components[0].quantised, isQuantised ? 4 * 7 : 0);
        EXPECT_LT(report.components[1].bytesWritten, report.components[1].bytesRead);
        EXPECT_EQ(report.components[2].bytesWritten, report.components[2].bytesRead)
            << "the autoencoder as it is";
        EXPECT_EQ(latentsOf(output, WeightFormat::Auto), latentsOf(dataPath(kTinyModel), format))
            << toString(weights);
    }
}

TEST(ConvertModel, writesEveryFileThatAModelNeeds) {
    const TemporaryFolder folder;
    converted(optionsFor(folder / "out", StoredWeights::Int8));
    EXPECT_EQ(filesIn(folder / "out"),
              (std::set<std::string>{
                  "model_index.json", "scheduler/scheduler_config.json", "text_encoder/config.json",
                  "text_encoder/generation_config.json", "text_encoder/model.safetensors",
                  "tokenizer/LICENSE-NOTE.md", "tokenizer/merges.txt", "tokenizer/tokenizer.json",
                  "tokenizer/tokenizer_config.json", "tokenizer/vocab.json",
                  "transformer/config.json", "transformer/diffusion_pytorch_model.safetensors",
                  "vae/config.json", "vae/diffusion_pytorch_model.safetensors"}));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1)
        << "nothing else";
}

TEST(ConvertModel, writesShardsThatReadAsOne) {
    const TemporaryFolder folder;
    ConvertOptions options = optionsFor(folder / "one", StoredWeights::Int4);
    converted(options);
    options.output = folder / "many";
    options.shardBytes = 50000;
    const ConvertReport report = converted(options);
    EXPECT_GT(report.components[1].files, 3);
    const fs::path transformer = folder / "many" / "transformer";
    EXPECT_TRUE(fs::exists(transformer / "diffusion_pytorch_model.safetensors.index.json"));
    EXPECT_EQ(valueOrThrow(Checkpoint::open(transformer)).totalBytes(),
              report.components[1].bytesWritten);
    EXPECT_EQ(latentsOf(folder / "many", WeightFormat::Auto),
              latentsOf(folder / "one", WeightFormat::Auto));
}

TEST(ConvertModel, readsOtherDialectsToo) {
    const TemporaryFolder folder;
    ConvertOptions options = optionsFor(folder / "out", StoredWeights::Int8);
    options.location.transformer =
        dataPath("tiny-zimage-variants/comfyui/tiny_zimage_bf16.safetensors");
    converted(options);
    EXPECT_TRUE(valueOrThrow(ComponentWeights::open(folder / "out" / "transformer",
                                                    ComponentKind::Transformer))
                    .find("layers.0.attention.to_q.weight")
                    ->quantised);
    EXPECT_EQ(filesIn(folder / "out").count("transformer/config.json"), 0U)
        << "a single file has none";
    latentsOf(folder / "out", WeightFormat::Auto);
}

TEST(ConvertModel, refusesWhatItCannotOrMustNotWrite) {
    const TemporaryFolder folder;
    converted(optionsFor(folder / "int8", StoredWeights::Int8));
    const std::set<std::string> before = filesIn(folder.path());
    const auto refuse = [&](const ConvertOptions& options, ErrorCode code, const char* says) {
        const auto result = convertModel(options, {});
        ASSERT_FALSE(result) << says;
        EXPECT_EQ(result.error().code, code) << result.error().message;
        EXPECT_NE(result.error().message.find(says), std::string::npos) << result.error().message;
        EXPECT_EQ(filesIn(folder.path()), before) << says;
        EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1)
            << says;
    };
    refuse(optionsFor(folder / "int8", StoredWeights::Int4), ErrorCode::FileWrite,
           "exists already");
    ConvertOptions again = optionsFor(folder / "again", StoredWeights::Int4);
    again.location.model = folder / "int8";
    refuse(again, ErrorCode::InvalidInput, "is quantised already (int8)");
    again.output = folder / "int8" / "inner";
    refuse(again, ErrorCode::InvalidInput, "lies in the model that is read");
    ConvertOptions empty = optionsFor(folder / "empty", StoredWeights::Int8);
    empty.location.model = folder / "nothing";
    refuse(empty, ErrorCode::FileNotFound, "transformer");
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = convertModel(optionsFor(folder / "stopped", StoredWeights::Int8),
                                      RunContext{stop.get_token(), nullptr, nullptr});
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(filesIn(folder.path()), before);
}

TEST(ConvertModel, leavesOutWhatTheModelLacks) {
    const TemporaryFolder folder;
    ConvertOptions options = optionsFor(folder / "out", StoredWeights::Int8);
    options.location = {};
    options.location.textEncoder = dataPath("tiny-zimage/text_encoder");
    const ConvertReport report = converted(options);
    EXPECT_EQ(report.missing, (std::vector<std::string>{"transformer", "autoencoder"}));
    EXPECT_EQ(report.components.size(), 1U);
}

// A file may not grow beyond a few bytes, as on a full disk.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t bytes) {
        previous_ = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limited{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limited);
    }
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, previous_);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

  private:
    rlimit before_{};
    void (*previous_)(int) = SIG_DFL;
};

TEST(ConvertModel, leavesNothingBehindWhenTheDiskIsFull) {
    const TemporaryFolder folder;
    const auto result = [&] {
        const FileSizeLimit limit(100000);
        return convertModel(optionsFor(folder / "out", StoredWeights::Int8), {});
    }();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::FileWrite) << result.error().message;
    EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(ConvertModel, aTruncatedFileIsRefused) {
    const TemporaryFolder folder;
    converted(optionsFor(folder / "out", StoredWeights::Int8));
    const fs::path file = folder / "out" / "transformer" / "diffusion_pytorch_model.safetensors";
    fs::resize_file(file, fs::file_size(file) - 100);
    const auto weights = ComponentWeights::open(file.parent_path(), ComponentKind::Transformer);
    ASSERT_FALSE(weights);
    EXPECT_EQ(weights.error().code, ErrorCode::FileInvalid);
}

TEST(ConvertModel, formatsHaveTheirNames) {
    for (const char* name : {"bf16", "int8", "int4"})
        EXPECT_EQ(toString(parseStoredWeights(name).value()), name);
    EXPECT_EQ(parseStoredWeights("bfloat16").value(), StoredWeights::BFloat16);
    EXPECT_EQ(parseStoredWeights("float32").error().code, ErrorCode::InvalidInput);
}

} // namespace
} // namespace diptych
