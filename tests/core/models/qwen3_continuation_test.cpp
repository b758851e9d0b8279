// Texts that grow: the reference's greedy tokens, and what each token costs.
#include "core/models/qwen3_continuation.h"

#include "tests/support/goldens.h"
#include "tests/support/test_files.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <stop_token>

namespace diptych::models {
namespace {

using nlohmann::json;
using Ids = std::vector<std::int64_t>;

Qwen3TextModel tinyModel(const std::string& folder) {
    const std::string path = folder + "/config.json";
    const auto config =
        valueOrThrow(Qwen3Config::fromJson(test::readBytes(test::dataPath(path)), path));
    return Qwen3TextModel::bind(WeightView(test::openWeights(folder)), config,
                                Qwen3TextModel::Purpose::Generate);
}

class Qwen3ContinuationTest : public testing::Test {
  protected:
    c10::InferenceMode inference_;
    Qwen3TextModel model_ = tinyModel("tiny-zimage/text_encoder");
};

Ids greedyText(const Qwen3TextModel& model, const Ids& prompt, std::size_t count,
               KeyValueCache cache) {
    Qwen3Continuation text(model, static_cast<std::int64_t>(prompt.size() + count), cache);
    Ids ids;
    at::Tensor scores = text.extend(prompt, {});
    while (true) {
        ids.push_back(scores.argmax().item<std::int64_t>());
        if (ids.size() == count)
            return ids;
        scores = text.extend({&ids.back(), 1}, {});
    }
}

TEST_F(Qwen3ContinuationTest, writesTheReferencesTokensWithKeptKeysAndWithout) {
    const json golden = test::readJson("qwen3/tiny-generate.json");
    ASSERT_EQ(golden["greedy"].size(), 6U);
    for (const json& entry : golden["greedy"]) {
        const Ids prompt = entry["input_ids"];
        const Ids expected = entry["new_ids"];
        ASSERT_EQ(expected.size(), 32U);
        for (const KeyValueCache cache : {KeyValueCache::On, KeyValueCache::Off})
            EXPECT_EQ(greedyText(model_, prompt, expected.size(), cache), expected)
                << entry["name"] << (cache == KeyValueCache::On ? " kept" : " not kept");
    }
}

TEST_F(Qwen3ContinuationTest, givesTheSameScoresHoweverATextIsCut) {
    for (const char* folder : {"tiny-zimage/text_encoder", "tiny-zimage/text_encoder_bf16"}) {
        const Qwen3TextModel model = tinyModel(folder);
        json chunked;
        const json hidden = test::readJson("qwen3/tiny-hidden.json");
        for (const json& entry : hidden["cases"])
            if (entry["name"] == "chunk")
                chunked = entry;
        const Ids ids = chunked["input_ids"];
        const std::vector<TokenSequence> whole{{ids, 0}};
        const at::Tensor states = model.hiddenStates(whole, -1, {})[0];
        Qwen3Continuation text(model, static_cast<std::int64_t>(ids.size()), KeyValueCache::On);
        std::size_t read = 0;
        for (const std::size_t count : chunked["chunks"].get<std::vector<std::size_t>>()) {
            const at::Tensor scores = text.extend(std::span(ids).subspan(read, count), {});
            read += count;
            EXPECT_TRUE(test::closeToLargest(
                scores, model.logits(states[static_cast<std::int64_t>(read) - 1]), 1e-4))
                << folder << " after " << read;
        }
        EXPECT_EQ(text.length(), 20);
    }
}

TEST_F(Qwen3ContinuationTest, aTokenCostsTheSameHoweverLongTheTextIs) {
    const std::int64_t layers = model_.config.layerCount;
    Qwen3Continuation text(model_, 200, KeyValueCache::On);
    text.extend(Ids(50, 5), {});
    EXPECT_EQ(text.tokensRun(), 50 * layers);
    for (std::int64_t n = 1; n <= 100; ++n) {
        text.extend(Ids{n}, {});
        ASSERT_EQ(text.tokensRun(), (50 + n) * layers);
    }
    Qwen3Continuation again(model_, 200, KeyValueCache::Off);
    again.extend(Ids(50, 5), {});
    again.extend(Ids{1}, {});
    EXPECT_EQ(again.tokensRun(), (50 + 51) * layers);
}

TEST_F(Qwen3ContinuationTest, refusesWhatDoesNotFitAndGoesOn) {
    Qwen3Continuation text(model_, 4, KeyValueCache::On);
    const at::Tensor before = text.extend(Ids{1, 2, 3}, {}).clone();
    EXPECT_THROW(text.extend(Ids{4, 5}, {}), ErrorException);
    EXPECT_THROW(text.extend(Ids{}, {}), ErrorException);
    EXPECT_THROW(text.extend(Ids{2048}, {}), ErrorException);
    EXPECT_EQ(text.length(), 3);
    EXPECT_NO_THROW(text.extend(Ids{4}, {}));
}

TEST_F(Qwen3ContinuationTest, aStopIsHeardBeforeTheNextLayer) {
    std::stop_source stop;
    const RunContext context{stop.get_token(), nullptr, nullptr};
    Qwen3Continuation text(model_, 4, KeyValueCache::On);
    text.extend(Ids{1, 2}, context);
    const std::int64_t before = text.tokensRun();
    stop.request_stop();
    try {
        text.extend(Ids{3}, context);
        FAIL() << "it went on";
    } catch (const ErrorException& error) {
        EXPECT_EQ(error.error().code, ErrorCode::Cancelled);
    }
    EXPECT_EQ(text.tokensRun(), before);
}

TEST_F(Qwen3ContinuationTest, oneChangedWeightChangesTheText) {
    const json entry = test::readJson("qwen3/tiny-generate.json")["greedy"][0];
    model_.layers[0].normK.weight = model_.layers[0].normK.weight.clone();
    model_.layers[0].normK.weight[2] *= 3.0;
    EXPECT_NE(greedyText(model_, entry["input_ids"], 32, KeyValueCache::On),
              entry["new_ids"].get<Ids>());
}

} // namespace
} // namespace diptych::models
