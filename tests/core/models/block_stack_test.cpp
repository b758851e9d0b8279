// Blocks that are kept, and blocks that come and go.
#include "core/models/block_stack.h"
#include "core/models/qwen3_text_model.h"
#include "core/models/z_image_transformer.h"
#include "tests/support/goldens.h"
#include "tests/support/test_files.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace diptych::models {
namespace {

// Tells how many of its kind are there.
struct Guest {
    explicit Guest(int& count) : count_(&count) { ++*count_; }
    Guest(const Guest& other) : count_(other.count_) { ++*count_; }
    Guest& operator=(const Guest&) = default;
    ~Guest() { --*count_; }

    int* count_;
};

class BlockStackTest : public testing::Test {
  protected:
    BlockStack<Guest> stack(BlockHolding holding) {
        const auto log = [this](const char* what) {
            return [this, what](std::size_t i) { log_.push_back(what + std::to_string(i)); };
        };
        return {3,
                {[this](std::size_t i) {
                     log_.push_back("bind" + std::to_string(i));
                     return Guest(present_);
                 },
                 log("expect"), log("release")},
                holding};
    }

    int present_ = 0;
    std::vector<std::string> log_;
};

TEST_F(BlockStackTest, keepsWhatIsBoundOnce) {
    const auto blocks = stack(BlockHolding::Kept);
    EXPECT_FALSE(blocks.isStreamed());
    EXPECT_EQ(present_, 3);
    blocks.use(1, [](const Guest&) {});
    EXPECT_EQ(log_, (std::vector<std::string>{"bind0", "bind1", "bind2"}));
}

TEST_F(BlockStackTest, hasOneStreamedBlockAtATime) {
    const auto blocks = stack(BlockHolding::Streamed);
    EXPECT_TRUE(blocks.isStreamed());
    EXPECT_EQ(blocks.size(), 3U);
    EXPECT_EQ(present_, 0);
    log_.clear();
    EXPECT_EQ(blocks.use(1, [this](const Guest&) { return present_; }), 1);
    blocks.use(2, [](const Guest&) {});
    EXPECT_EQ(present_, 0);
    EXPECT_EQ(log_,
              (std::vector<std::string>{"expect2", "bind1", "release1", "bind2", "release2"}));
}

TEST_F(BlockStackTest, letsABlockGoThatFails) {
    const auto blocks = stack(BlockHolding::Streamed);
    EXPECT_THROW(blocks.use(0, [](const Guest&) { throw std::runtime_error("stop"); }),
                 std::runtime_error);
    EXPECT_EQ(present_, 0);
    EXPECT_EQ(log_.back(), "release0");
}

TEST(StreamedModels, giveTheSameBits) {
    for (const WeightFormat format : {WeightFormat::Auto, WeightFormat::BFloat16}) {
        const WeightOptions options{at::kCPU, format};
        const auto config = valueOrThrow(ZImageTransformerConfig::fromJson(
            test::readBytes(test::dataPath("tiny-zimage/transformer/config.json")), "config"));
        const auto open = [&](BlockHolding holding) {
            return ZImageTransformer::bind(
                WeightView(test::openWeights("tiny-zimage/transformer", options)), config, holding);
        };
        const std::vector<at::Tensor> captions{at::randn({20, config.captionDim})};
        const at::Tensor latents = at::randn({1, config.channels, 12, 16});
        std::vector<at::Tensor> results;
        for (const BlockHolding holding : {BlockHolding::Kept, BlockHolding::Streamed}) {
            const ZImageTransformer model = open(holding);
            const ZImagePrompts prompts = model.prepare(captions, 12, 16, RunContext{});
            results.push_back(model.forward(latents, 0.3, prompts, RunContext{}));
            results.push_back(model.forward(latents, 0.6, prompts, RunContext{}));
        }
        EXPECT_TRUE(at::equal(results[0], results[2]));
        EXPECT_TRUE(at::equal(results[1], results[3]));
    }
}

TEST(StreamedModels, encodeTheSameBits) {
    const auto config = valueOrThrow(Qwen3Config::fromJson(
        test::readBytes(test::dataPath("tiny-zimage/text_encoder/config.json")), "config"));
    const TokenSequence sequence{{1, 2, 3, 4, 5}, 0};
    std::vector<at::Tensor> results;
    for (const BlockHolding holding : {BlockHolding::Kept, BlockHolding::Streamed}) {
        const auto model =
            Qwen3TextModel::bind(WeightView(test::openWeights("tiny-zimage/text_encoder_bf16")),
                                 config, Qwen3TextModel::Purpose::Encode, holding);
        results.push_back(model.hiddenStates({&sequence, 1}, -2, RunContext{})[0]);
        results.push_back(model.allHiddenStates(sequence, RunContext{}).back());
    }
    EXPECT_TRUE(at::equal(results[0], results[2]));
    EXPECT_TRUE(at::equal(results[1], results[3]));
}

} // namespace
} // namespace diptych::models
