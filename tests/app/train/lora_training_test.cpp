// Adapters trained on the tiny model: they learn, go on after a stop, and fit where they came from.
#include "app/train/lora_training.h"
#include "app/train/parameters.h"
#include "app/train/train_commands.h"
#include "core/image/image_file.h"
#include "core/lora/lora_file.h"
#include "core/pipeline/image_pipeline.h"
#include "tests/support/test_files.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <sstream>

namespace diptych::train {
namespace {

class LoraTrainingTest : public testing::Test {
  protected:
    LoraTrainingTest() {
        // Two sizes, so that batches must keep them apart.
        addPicture("red.png", 64, 64, {255, 30, 30}, "red");
        addPicture("blue.png", 64, 64, {20, 20, 230}, "blue");
        addPicture("wide.png", 128, 32, {0, 200, 0}, "green");
        options_.model.model = test::resourcePath("models/tiny");
        options_.output = folder_ / "adapter.safetensors";
        options_.side = 64;
        options_.rank = 4;
        options_.batch = 2;
        options_.steps = 6;
        options_.seed = 1;
    }

    void addPicture(const std::string& name, int width, int height, Rgb8 colour,
                    const std::string& caption) {
        std::vector<std::uint8_t> rgb;
        for (int i = 0; i < width * height; ++i)
            rgb.insert(rgb.end(), colour.begin(), colour.end());
        valueOrThrow(writeImageFile(folder_ / name,
                                    valueOrThrow(fromInterleavedRgb8(width, height, rgb)), {}, {},
                                    Overwrite::Yes));
        pictures_.push_back({folder_ / name, caption});
    }

    /// Stopped after so many steps, as by a signal.
    Status train(const std::string& run, int stopAfter = 1 << 30) {
        options_.folder = folder_ / run;
        losses_.clear();
        std::stop_source stop;
        RunContext context;
        context.cancel = stop.get_token();
        TrainingLog log(
            [&, left = stopAfter](const std::string& line) mutable {
                const std::size_t at = line.find("loss ");
                if (at == std::string::npos)
                    return;
                losses_.push_back(std::stod(line.substr(at + 5)));
                if (--left == 0)
                    stop.request_stop();
            },
            1);
        return trainLora(options_, pictures_, log, context);
    }

    test::TemporaryFolder folder_;
    std::vector<CaptionedPicture> pictures_;
    LoraTraining options_;
    std::vector<double> losses_;
};

TEST_F(LoraTrainingTest, learnsThePicturesByHeart) {
    options_.steps = 60;
    options_.learningRate = 0.02;
    options_.captionDropout = 0.0;
    const Status trained = train("run");
    ASSERT_TRUE(trained) << trained.error().message;
    const auto meanOf = [](auto begin, auto end) {
        double sum = 0;
        for (auto at = begin; at != end; ++at)
            sum += *at;
        return sum / static_cast<double>(end - begin);
    };
    EXPECT_LT(meanOf(losses_.end() - 15, losses_.end()),
              0.9 * meanOf(losses_.begin(), losses_.begin() + 15));
}

TEST_F(LoraTrainingTest, aStoppedRunGoesOnToTheSameAdapter) {
    ASSERT_TRUE(train("straight"));
    const NamedTensors straight = valueOrThrow(readTensors(options_.output));
    std::filesystem::remove(options_.output);
    EXPECT_EQ(train("stopped", 3).error().code, ErrorCode::Cancelled);
    EXPECT_FALSE(std::filesystem::exists(options_.output));
    ASSERT_TRUE(train("stopped"));
    EXPECT_EQ(losses_.size(), 3U);
    for (const auto& [name, tensor] : valueOrThrow(readTensors(options_.output)))
        EXPECT_TRUE(at::equal(tensor, straight.at(name))) << name;
}

TEST_F(LoraTrainingTest, theAdapterFitsTheModelWhole) {
    options_.alpha = 8;
    options_.trigger = "flat colours";
    ASSERT_TRUE(train("run"));
    const auto file = valueOrThrow(lora::LoraFile::open(options_.output));
    EXPECT_TRUE(file->unknownNames().empty());
    EXPECT_EQ(file->report().triggerWords, std::vector<std::string>{"flat colours"});
    for (const lora::LoraModule& module : file->modules())
        EXPECT_EQ(module.rank, 4) << module.stem;

    const auto pipeline = valueOrThrow(openImagePipeline({options_.model, {}}));
    GenerationRequest request;
    request.conversation.user = "red";
    request.width = request.height = 64;
    request.steps = 1;
    request.seed = 1;
    request.loras = {{options_.output.string(), 1.0}};
    const auto report = pipeline->generate(
        valueOrThrow(resolve(request, pipeline->spec())), {},
        [](const GeneratedPicture&, const GenerationReport&) -> Status { return Done{}; }, {});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_TRUE(report->notices.empty()); // nothing is left unmatched
}

// A reader that knows no alpha must come to the same change.
TEST_F(LoraTrainingTest, theScaleIsInTheSecondFactor) {
    options_.alpha = 1;
    ASSERT_TRUE(train("run"));
    const NamedTensors state =
        valueOrThrow(readTensors(options_.folder / "lora.state.safetensors"));
    const std::string module = "layers.0.attention.to_q";
    const NamedTensors adapter = valueOrThrow(readTensors(options_.output));
    const auto inState = [&](const char* factor) { return state.at("weight." + module + factor); };
    const at::Tensor up = adapter.at("transformer." + module + ".lora_B.weight");
    EXPECT_GT(up.abs().max().item<float>(), 0.0F);
    EXPECT_TRUE(at::equal(up, (inState(".lora_B.weight") * 0.25).to(at::kBFloat16)));
    EXPECT_TRUE(at::equal(adapter.at("transformer." + module + ".lora_A.weight"),
                          inState(".lora_A.weight").to(at::kBFloat16)));
}

TEST_F(LoraTrainingTest, refusesWhatCannotBe) {
    options_.targets = {"attention.to_q", "attention.to_z"};
    const Error unknown = train("run").error();
    EXPECT_EQ(unknown.code, ErrorCode::InvalidInput);
    EXPECT_NE(unknown.message.find("attention.to_z"), std::string::npos);
    options_.targets = {"layers.0.attention.to_q"};
    options_.rank = 0;
    EXPECT_EQ(train("run").error().code, ErrorCode::InvalidInput);
    options_.rank = 4;
    options_.model.model = folder_ / "nowhere";
    EXPECT_EQ(train("run").error().code, ErrorCode::FileNotFound);
}

TEST(JudgeCommand, examinesAModelThatKnowsNothing) {
    const test::TemporaryFolder folder;
    std::ostringstream output, error;
    const auto run = [&](const std::vector<std::string>& arguments) {
        return runTrain(arguments, {}, test::resourcePath(""), output, error);
    };
    EXPECT_EQ(run({"judge", "--model-path", test::resourcePath("models/tiny").string(), "--count",
                   "2", "--side", "96", "--steps", "1", "--sheet", folder / "sheet.png"}),
              0)
        << error.str();
    EXPECT_NE(output.str().find("wrong "), std::string::npos) << output.str();
    EXPECT_NE(output.str().find("kind 0.0 % of 2"), std::string::npos) << output.str();
    EXPECT_EQ(valueOrThrow(readImageFile(folder / "sheet.png")).image.height(), 96 + 2 * 6);
    EXPECT_EQ(run({"judge", "--model-path", folder / "nowhere"}), 3);
}

TEST_F(LoraTrainingTest, theCommandDrawsItsPicturesAndLearnsFromThem) {
    std::ostringstream output, error;
    const auto run = [&](const std::vector<std::string>& arguments) {
        return runTrain(arguments, {}, test::resourcePath(""), output, error);
    };
    const std::string data = folder_ / "pencil";
    ASSERT_EQ(
        run({"pictures", "--style", "pencil", "--count", "3", "--side", "32", "--output", data}), 0)
        << error.str();
    EXPECT_EQ(valueOrThrow(readCaptionedPictures(data)).size(), 3U);
    EXPECT_EQ(run({"lora", "--model-path", test::resourcePath("models/tiny").string(), "--data",
                   data, "--output", folder_ / "pencil.safetensors", "--work", folder_ / "work",
                   "--steps", "2", "--side", "32", "--rank", "2", "--dtype", "bfloat16"}),
              0)
        << error.str();
    EXPECT_TRUE(std::filesystem::exists(folder_ / "pencil.safetensors"));
    EXPECT_EQ(run({"lora", "--data", folder_ / "nowhere", "--output", folder_ / "x.safetensors"}),
              3);
    EXPECT_NE(error.str().find("hint: "), std::string::npos);
}

} // namespace
} // namespace diptych::train
