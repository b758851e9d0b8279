// The sampler against the published logits processors: which tokens stay, with what shares, and
// which one a given random number draws.
#include "core/generation/token_sampler.h"

#include "tests/support/test_files.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <map>

namespace diptych::generation {
namespace {

using Ids = std::vector<std::int32_t>;

TextSampling samplingOf(const nlohmann::json& params) {
    TextSampling sampling;
    sampling.temperature = params.value("temperature", 1.0);
    sampling.topK = params.value("top_k", 0);
    sampling.topP = params.value("top_p", 1.0);
    sampling.minP = params.value("min_p", 0.0);
    sampling.repetitionPenalty = params.value("repetition_penalty", 1.0);
    sampling.presencePenalty = params.value("presence_penalty", 0.0);
    sampling.frequencyPenalty = params.value("frequency_penalty", 0.0);
    return sampling;
}

TEST(TokenSampler, keepsSharesAndDrawsWhatTheReferenceDoes) {
    const auto golden =
        nlohmann::json::parse(test::readBytes(test::dataPath("qwen3/sampling.json")));
    int cases = 0;
    for (const auto& entry : golden["cases"]) {
        const std::string name = entry["logits"].get<std::string>() + entry["params"].dump();
        const TextSampling sampling = samplingOf(entry["params"]);
        auto scores =
            golden["logits"][entry["logits"].get<std::string>()].get<std::vector<float>>();
        TokenHistory history(entry["prompt_ids"].get<Ids>());
        for (const auto& id : entry["generated_ids"])
            history.add(id);
        penalise(scores, sampling, history);
        if (!entry["argmax"].is_null()) {
            EXPECT_EQ(bestToken(scores), entry["argmax"].get<int>()) << name;
        }
        const TokenDistribution distribution = distributionOf(scores, sampling);
        ASSERT_EQ(distribution.ids, entry["kept"].get<Ids>()) << name;
        for (std::size_t i = 0; i < distribution.shares.size(); ++i)
            EXPECT_NEAR(distribution.shares[i], entry["probs"][i].get<double>(),
                        entry["prob_tol"].get<double>())
                << name;
        for (const auto& draw : entry["draws"])
            EXPECT_EQ(drawToken(distribution, draw["u"]), draw["id"].get<int>()) << name;
        ++cases;
    }
    EXPECT_EQ(cases, 228);
}

TEST(TokenSampler, drawsTheSameTokensForTheSameSeedAndOthersForAnother) {
    const std::vector<float> scores(100, 0.5F);
    TextSampling sampling;
    sampling.topK = 0;
    sampling.topP = 1.0;
    const auto drawn = [&](std::int64_t seed) {
        TokenSampler sampler(sampling, seed, {});
        Ids ids;
        for (int i = 0; i < 20; ++i)
            ids.push_back(valueOrThrow(sampler.next(scores)));
        return ids;
    };
    EXPECT_EQ(drawn(7), drawn(7));
    EXPECT_NE(drawn(7), drawn(8));
    EXPECT_EQ(drawn(1).front(), 13) << "the same on every machine";
}

TEST(TokenSampler, drawsAsOftenAsTheSharesSay) {
    TextSampling sampling;
    sampling.temperature = 1.0;
    sampling.topK = 0;
    sampling.topP = 1.0;
    TokenSampler sampler(sampling, 42, {});
    std::map<std::int32_t, int> counts;
    constexpr int kDraws = 20000;
    for (int i = 0; i < kDraws; ++i)
        ++counts[valueOrThrow(sampler.next({std::log(0.2F), std::log(0.5F), std::log(0.3F)}))];
    EXPECT_NEAR(counts[0], 0.2 * kDraws, 300);
    EXPECT_NEAR(counts[1], 0.5 * kDraws, 300);
    EXPECT_NEAR(counts[2], 0.3 * kDraws, 300);
}

TEST(TokenSampler, takesTheFirstBestTokenAtTemperatureZeroWhateverTheSeed) {
    TextSampling sampling;
    sampling.temperature = 0.0;
    for (const std::int64_t seed : {0, 1, 2}) {
        TokenSampler sampler(sampling, seed, {});
        EXPECT_EQ(sampler.next({0.0F, 2.0F, 1.0F, 2.0F}).value(), 1);
    }
}

TEST(TokenSampler, rememberedTokensArePenalised) {
    TextSampling sampling;
    sampling.temperature = 0.0;
    sampling.presencePenalty = 0.6;
    TokenSampler sampler(sampling, 0, Ids{2});
    const std::vector<float> scores{1.0F, 0.5F, 0.9F};
    EXPECT_EQ(sampler.next(scores).value(), 0);
    EXPECT_EQ(sampler.next(scores).value(), 2) << "tokens of the prompt have no presence";
    EXPECT_EQ(sampler.next(scores).value(), 1);
}

TEST(TokenSampler, refusesScoresThatAreNoNumbers) {
    TokenSampler sampler({}, 0, {});
    for (const float bad :
         {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()})
        EXPECT_EQ(sampler.next({0.0F, bad}).error().code, ErrorCode::WeightsInvalid);
    EXPECT_EQ(sampler.next({}).error().code, ErrorCode::WeightsInvalid);
}

TEST(TextSampling, namesTheNumberThatIsOutOfRange) {
    EXPECT_TRUE(checkSampling({}));
    TextSampling sampling;
    sampling.temperature = 2.5;
    EXPECT_EQ(checkSampling(sampling).error().message, "the temperature must be 0 to 2 (got 2.5)");
    sampling = {};
    sampling.topP = std::nan("");
    EXPECT_FALSE(checkSampling(sampling));
    sampling = {};
    sampling.maxTokens = 0;
    EXPECT_EQ(checkSampling(sampling).error().code, ErrorCode::InvalidInput);
    sampling = {};
    sampling.repetitionPenalty = 0.0;
    EXPECT_FALSE(checkSampling(sampling));
}

} // namespace
} // namespace diptych::generation
