#include "core/encoders/cached_text_encoder.h"

#include <ATen/ATen.h>

#include <gtest/gtest.h>

namespace diptych {
namespace {

/// Gives [2, 4] of how often it was asked: 32 bytes.
class CountingEncoder final : public TextEncoderBackend {
  public:
    CountingEncoder(int& asked, std::string& name) : asked_(asked), name_(name) {}
    Result<PromptEmbedding> encode(const FormattedPrompt&, int layer, const RunContext&) override {
        PromptEmbedding embedding;
        embedding.hidden = at::full({2, 4}, static_cast<float>(++asked_));
        embedding.layer = layer;
        return embedding;
    }
    std::string identity() const override { return name_; }

  private:
    int& asked_;
    std::string& name_;
};

class CachedTextEncoderTest : public testing::Test {
  protected:
    int encode(const std::string& prompt, int layer = -2) {
        FormattedPrompt formatted;
        formatted.text = prompt;
        return static_cast<int>(
            valueOrThrow(encoder_.encode(formatted, layer, {})).hidden[0][0].item<float>());
    }

    int asked_ = 0;
    std::string name_ = "a";
    CachedTextEncoder encoder_{std::make_unique<CountingEncoder>(asked_, name_), 64};
};

TEST_F(CachedTextEncoderTest, remembersByEncoderLayerAndPrompt) {
    EXPECT_EQ(encode("x"), 1);
    EXPECT_EQ(encode("x"), 1);
    EXPECT_EQ(encode("x", -3), 2);
    EXPECT_EQ(encode("y"), 3);
    name_ += "b";
    EXPECT_EQ(encode("y"), 4);
}

TEST_F(CachedTextEncoderTest, forgetsWhatWasNotUsedLongest) {
    encode("x");
    encode("y");
    encode("x");
    encode("z"); // takes the place of y
    EXPECT_EQ(encoder_.size(), 2U);
    EXPECT_EQ(encode("x"), 1);
    EXPECT_EQ(encode("y"), 4);
}

} // namespace
} // namespace diptych
