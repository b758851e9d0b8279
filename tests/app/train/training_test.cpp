// A few steps of each training, and the model that comes out of them.
#include "app/train/autoencoder_training.h"
#include "app/train/export_model.h"
#include "app/train/flow_training.h"
#include "app/train/reduced_tokenizer.h"
#include "app/train/run_folder.h"
#include "app/train/train_commands.h"
#include "app/train/training_data.h"
#include "app/train/world/caption.h"
#include "core/pipeline/image_pipeline.h"
#include "core/tokenizer/tokenizer.h"
#include "tests/support/test_files.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <sstream>

namespace diptych::train {
namespace {

std::filesystem::path resources() {
    return DIPTYCH_RESOURCES;
}

std::string tokenizerJson() {
    std::vector<std::string> words = flatland::vocabularyWords();
    words.insert(words.end(), {"system", "user", "assistant", ",", "."});
    return valueOrThrow(reduceTokenizer(resources() / "tokenizer" / "qwen3", words));
}

TEST(ReducedTokenizer, knowsTheWordsAsTheFullOneDoes) {
    const Tokenizer full = valueOrThrow(Tokenizer::load(resources() / "tokenizer" / "qwen3"));
    const Tokenizer reduced = valueOrThrow(Tokenizer::fromJson(tokenizerJson()));
    const auto pieces = [](const Tokenizer& tokenizer, const std::string& text) {
        std::vector<std::string> result;
        for (const std::int32_t id : tokenizer.encode(text))
            result.emplace_back(tokenizer.tokenBytes(id));
        return result;
    };
    for (const std::string& word : flatland::vocabularyWords())
        for (const std::string& text : {word, " " + word})
            EXPECT_EQ(pieces(reduced, text), pieces(full, text)) << word;
    EXPECT_LT(reduced.vocabularySize(), 2500);
    for (const char* text : {"A red house.", "日本語 und Ärger", "<|im_start|>user\nx<|im_end|>\n"})
        EXPECT_EQ(reduced.decode(reduced.encode(text)), text);
    for (std::int32_t id = 0; id < reduced.vocabularySize(); ++id)
        EXPECT_FALSE(reduced.tokenBytes(id).empty()) << id;
}

TEST(TrainingData, isTheSeedsWhateverTheMachine) {
    const FlatlandBatchOptions options{3, 6, 48, 32, 1.0F};
    const PictureBatch first = makeFlatlandBatch(options, 5);
    const PictureBatch again = makeFlatlandBatch(options, 5);
    EXPECT_TRUE(at::equal(first.pictures, again.pictures));
    EXPECT_EQ(first.captions, again.captions);
    EXPECT_NE(first.captions, makeFlatlandBatch(options, 6).captions);
    EXPECT_EQ(first.pictures.sizes(), (at::IntArrayRef{6, 3, 32, 48}));
    EXPECT_GE(first.pictures.min().item<float>(), -1.0F);
    EXPECT_LE(first.pictures.max().item<float>(), 1.0F);
    BatchStream stream([&](std::int64_t step) { return makeFlatlandBatch(options, step); }, 5);
    EXPECT_EQ(stream.next().captions, first.captions);
    EXPECT_EQ(stream.next().captions, makeFlatlandBatch(options, 6).captions);
}

class TrainingTest : public testing::Test {
  protected:
    TrainingTest() : log_([this](const std::string& line) { lines_.push_back(line); }, 1) {
        autoencoder_.batch = 2;
        autoencoder_.side = 32;
        autoencoder_.saveEvery = 100;
        flow_.batch = 1;
        flow_.smallShare = 1.0;
        flow_.sampleEvery = 0;
    }

    Status trainAutoencoderTo(const std::filesystem::path& folder, std::int64_t steps,
                              std::int64_t total) {
        autoencoder_.folder = folder;
        autoencoder_.steps = total;
        // Stopped after so many steps, as by a signal.
        std::stop_source stop;
        RunContext context;
        context.cancel = stop.get_token();
        TrainingLog log(
            [&, left = steps](const std::string&) mutable {
                if (--left == 0)
                    stop.request_stop();
            },
            1);
        return trainAutoencoder(autoencoder_, log, context);
    }

    test::TemporaryFolder folder_;
    std::vector<std::string> lines_;
    TrainingLog log_;
    AutoencoderTraining autoencoder_;
    FlowTraining flow_;
};

TEST_F(TrainingTest, aStoppedRunGoesOnToTheSameWeights) {
    ASSERT_TRUE(trainAutoencoderTo(folder_ / "straight", 1000, 4));
    EXPECT_EQ(trainAutoencoderTo(folder_ / "stopped", 2, 4).error().code, ErrorCode::Cancelled);
    ASSERT_TRUE(trainAutoencoderTo(folder_ / "stopped", 1000, 4));
    const NamedTensors straight = *readAverage(folder_ / "straight", "autoencoder");
    const NamedTensors stopped = *readAverage(folder_ / "stopped", "autoencoder");
    for (const auto& [name, tensor] : stopped)
        EXPECT_TRUE(at::equal(tensor, straight.at(name))) << name;
}

TEST_F(TrainingTest, everyStageRunsAndTheModelDraws) {
    ASSERT_TRUE(trainAutoencoderTo(folder_ / "run", 1000, 2));
    const models::AutoencoderKL autoencoder =
        valueOrThrow(loadTrainedAutoencoder(folder_ / "run", at::kCPU));
    const std::string json = tokenizerJson();
    const Tokenizer tokenizer = valueOrThrow(Tokenizer::fromJson(json));
    flow_.folder = folder_ / "run";
    flow_.steps = 4; // three of flow matching, one of distilling
    const Status trained = trainFlow(flow_, autoencoder, tokenizer, log_, {});
    ASSERT_TRUE(trained) << trained.error().message;
    EXPECT_NE(lines_.back().find("distil"), std::string::npos) << lines_.back();

    ASSERT_TRUE(exportFlatland(folder_ / "run", json, folder_ / "model"));
    std::uintmax_t bytes = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ / "model"))
        bytes += entry.is_regular_file() ? entry.file_size() : 0;
    EXPECT_LT(bytes, 24U << 20);
    const auto pipeline = valueOrThrow(openImagePipeline({{folder_ / "model", "", ""}, {}}));
    GenerationRequest request;
    request.conversation.user = "a red house";
    request.width = 64;
    request.height = 96;
    request.steps = 1;
    request.seed = 1;
    int pictures = 0;
    const auto report =
        pipeline->generate(valueOrThrow(resolve(request, pipeline->spec())), {},
                           [&](const GeneratedPicture& picture, const GenerationReport&) -> Status {
                               EXPECT_EQ(picture.image.height(), 96);
                               ++pictures;
                               return Done{};
                           },
                           {});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(pictures, 1);
    EXPECT_EQ(report->dtype, "bfloat16");
}

TEST(TrainProgram, explainsItselfAndItsErrors) {
    const auto run = [](const std::vector<std::string>& arguments, std::string& error) {
        std::ostringstream output, errors;
        const int status = runTrain(arguments, {}, resources(), output, errors);
        error = errors.str();
        return std::pair{status, output.str()};
    };
    std::string error;
    const auto [status, help] = run({"flatland", "--help"}, error);
    EXPECT_EQ(status, 0);
    EXPECT_NE(help.find("--work"), std::string::npos);
    EXPECT_EQ(run({}, error).first, 2);
    EXPECT_EQ(run({"flatland", "--stage", "dance"}, error).first, 2);
    EXPECT_EQ(run({"flatland", "--stage", "export", "--work", "/nowhere"}, error).first, 3);
    EXPECT_NE(error.find("hint: "), std::string::npos) << error;
    EXPECT_EQ(run({"flatland", "--device", "tpu"}, error).first, 3);
}

} // namespace
} // namespace diptych::train
