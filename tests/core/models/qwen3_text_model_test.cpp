// The Qwen3 text model against the published reference code. Tolerance 1e-4 of the largest
// reference value per tensor (the reference's own float32 noise is up to 1.6e-5).
#include "core/models/qwen3_text_model.h"

#include "tests/support/goldens.h"
#include "tests/support/test_files.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

namespace diptych::models {
namespace {

using nlohmann::json;
using test::closeToLargest;
using test::GoldenFile;

constexpr double kTolerance = 1e-4;

Qwen3TextModel tinyModel(const std::string& folder,
                         Qwen3TextModel::Purpose purpose = Qwen3TextModel::Purpose::Generate) {
    const std::string path = folder + "/config.json";
    const auto config =
        valueOrThrow(Qwen3Config::fromJson(test::readBytes(test::dataPath(path)), path));
    return Qwen3TextModel::bind(WeightView(test::openWeights(folder)), config, purpose);
}

TEST(Qwen3TextModel, allHiddenStatesAndLogitsEqualTheReference) {
    const Qwen3TextModel model = tinyModel("tiny-zimage/text_encoder");
    const GoldenFile golden("qwen3/tiny-hidden.safetensors");
    int compared = 0;
    const json description = test::readJson("qwen3/tiny-hidden.json");
    for (const json& entry : description["cases"]) {
        if (!entry.contains("T"))
            continue;
        const std::string name = entry["name"];
        const TokenSequence sequence{entry["input_ids"].get<std::vector<std::int64_t>>(), 0};
        const std::vector<at::Tensor> states = model.allHiddenStates(sequence, RunContext{});
        ASSERT_EQ(states.size(), 5U);
        for (int layer = 0; layer < 5; ++layer) {
            const std::string key = fmt::format("{}.hidden_states.{}", name, layer);
            if (!golden.contains(key))
                continue;
            EXPECT_TRUE(
                closeToLargest(states[static_cast<std::size_t>(layer)], golden[key], kTolerance))
                << key;
            ++compared;
        }
        const at::Tensor logits = model.logits(states.back());
        EXPECT_TRUE(closeToLargest(logits[-1], golden[name + ".logits_last"], kTolerance)) << name;
        if (golden.contains(name + ".logits")) {
            EXPECT_TRUE(closeToLargest(logits, golden[name + ".logits"], kTolerance)) << name;
        }
    }
    EXPECT_GT(compared, 50);
}

TEST(Qwen3TextModel, layersAreNumberedAsHuggingFaceDoes) {
    const Qwen3TextModel model = tinyModel("tiny-zimage/text_encoder");
    const json description = test::readJson("qwen3/tiny-hidden.json");
    const GoldenFile golden("qwen3/tiny-hidden.safetensors");
    std::vector<TokenSequence> sequences(1);
    for (const json& entry : description["cases"])
        if (entry["name"] == "rand16")
            sequences[0].ids = entry["input_ids"].get<std::vector<std::int64_t>>();
    for (const auto& [layer, key] : description["layer_index_semantics"]["hf"].items())
        EXPECT_TRUE(closeToLargest(model.hiddenStates(sequences, std::stoi(layer), RunContext{})[0],
                                   golden[key.get<std::string>()], kTolerance))
            << layer;
    for (const int layer : {5, -6, 100})
        EXPECT_THROW(model.hiddenStates(sequences, layer, RunContext{}), ErrorException) << layer;
}

// Padding is not computed at all here; what the reference gives for the real tokens of a padded
// batch must come out of sequences that start where the padding ends.
TEST(Qwen3TextModel, aBatchOfDifferentLengthsEqualsThePaddedReference) {
    const Qwen3TextModel model = tinyModel("tiny-zimage/text_encoder");
    const GoldenFile golden("qwen3/tiny-hidden.safetensors");
    int cases = 0;
    const json description = test::readJson("qwen3/tiny-hidden.json");
    for (const json& entry : description["cases"]) {
        if (!entry.contains("attention_mask"))
            continue;
        ++cases;
        std::vector<TokenSequence> sequences;
        std::vector<std::int64_t> starts;
        for (std::size_t row = 0; row < entry["attention_mask"].size(); ++row) {
            TokenSequence sequence;
            std::int64_t start = -1;
            for (std::size_t i = 0; i < entry["attention_mask"][row].size(); ++i) {
                if (entry["attention_mask"][row][i] == 0)
                    continue;
                if (start < 0)
                    start = static_cast<std::int64_t>(i);
                sequence.ids.push_back(entry["input_ids"][row][i]);
            }
            sequence.firstPosition =
                entry["position_ids"].is_null()
                    ? start
                    : entry["position_ids"][row][static_cast<std::size_t>(start)]
                          .get<std::int64_t>();
            starts.push_back(start);
            sequences.push_back(sequence);
        }
        const std::vector<at::Tensor> states = model.hiddenStates(sequences, -2, RunContext{});
        for (std::size_t row = 0; row < states.size(); ++row) {
            const at::Tensor expected = golden[fmt::format("{}.row{}.hidden_states.3",
                                                           entry["name"].get<std::string>(), row)];
            const at::Tensor real = expected.size(0) == states[row].size(0)
                                        ? expected
                                        : expected.narrow(0, starts[row], states[row].size(0));
            EXPECT_TRUE(closeToLargest(states[row], real, kTolerance))
                << entry["name"] << " row " << row;
        }
    }
    EXPECT_EQ(cases, 3);
}

TEST(Qwen3TextModel, sequencesOfABatchDoNotInfluenceEachOther) {
    const Qwen3TextModel model = tinyModel("tiny-zimage/text_encoder");
    const std::vector<TokenSequence> both{{{5, 6, 7, 8}, 0}, {{900, 901}, 0}};
    const std::vector<TokenSequence> alone{{{5, 6, 7, 8}, 0}};
    EXPECT_TRUE(test::allClose(model.hiddenStates(both, -2, RunContext{})[0],
                               model.hiddenStates(alone, -2, RunContext{})[0], 1e-5, 1e-5));
}

TEST(Qwen3TextModel, storedBfloat16ShardsEqualTheReference) {
    const Qwen3TextModel model = tinyModel("tiny-zimage/text_encoder_bf16");
    ASSERT_EQ(model.layers[0].toQ.weight.scalar_type(), at::kBFloat16);
    const GoldenFile golden("qwen3/tiny-bf16.safetensors");
    int compared = 0;
    const json description = test::readJson("qwen3/tiny-bf16.json");
    for (const json& entry : description["cases"]) {
        const TokenSequence sequence{entry["input_ids"].get<std::vector<std::int64_t>>(), 0};
        const std::vector<at::Tensor> states = model.allHiddenStates(sequence, RunContext{});
        for (std::size_t layer = 0; layer < states.size(); ++layer) {
            const std::string key =
                fmt::format("{}.f32math.hidden_states.{}", entry["name"].get<std::string>(), layer);
            if (!golden.contains(key))
                continue;
            EXPECT_TRUE(closeToLargest(states[layer], golden[key], kTolerance)) << key;
            ++compared;
        }
    }
    EXPECT_GT(compared, 10);
}

TEST(Qwen3TextModel, massiveActivationsAreKeptExactly) {
    Qwen3TextModel model = tinyModel("tiny-zimage/text_encoder");
    at::Tensor down = model.layers[1].down.weight.clone();
    down[7].mul_(4096.0);
    model.layers[1].down.weight = down;
    const GoldenFile golden("qwen3/tiny-massive.safetensors");
    int compared = 0;
    const json description = test::readJson("qwen3/tiny-massive.json");
    for (const json& entry : description["cases"]) {
        const TokenSequence sequence{entry["input_ids"].get<std::vector<std::int64_t>>(), 0};
        const std::vector<at::Tensor> states = model.allHiddenStates(sequence, RunContext{});
        for (std::size_t layer = 0; layer < states.size(); ++layer) {
            const std::string key =
                fmt::format("{}.hidden_states.{}", entry["name"].get<std::string>(), layer);
            const at::Tensor expected = golden[key];
            EXPECT_TRUE(closeToLargest(states[layer], expected, kTolerance)) << key;
            // The huge channel would hide errors in the others.
            EXPECT_TRUE(closeToLargest(states[layer].narrow(1, 8, 56), expected.narrow(1, 8, 56),
                                       kTolerance))
                << key;
            ++compared;
        }
    }
    EXPECT_EQ(compared, 10);
}

TEST(Qwen3TextModel, oneChangedWeightChangesTheResultBeyondTolerance) {
    Qwen3TextModel model = tinyModel("tiny-zimage/text_encoder");
    model.layers[0].normQ.weight = model.layers[0].normQ.weight.clone();
    model.layers[0].normQ.weight[2] *= 1.5;
    const GoldenFile golden("qwen3/tiny-hidden.safetensors");
    const json entry = test::readJson("qwen3/tiny-hidden.json")["cases"][3];
    const std::vector<TokenSequence> sequences{
        {entry["input_ids"].get<std::vector<std::int64_t>>(), 0}};
    EXPECT_FALSE(closeToLargest(model.hiddenStates(sequences, -2, RunContext{})[0],
                                golden[entry["name"].get<std::string>() + ".hidden_states.3"],
                                kTolerance));
}

TEST(Qwen3TextModel, layersAfterTheOneAskedForAreNotRun) {
    Qwen3TextModel model = tinyModel("tiny-zimage/text_encoder", Qwen3TextModel::Purpose::Encode);
    const std::vector<TokenSequence> sequences{{{1, 2, 3}, 0}};
    const at::Tensor before = model.hiddenStates(sequences, -2, RunContext{})[0];
    model.layers.pop_back();                                             // the last layer …
    model.finalNorm.weight = at::full_like(model.finalNorm.weight, 1e9); // … and the final norm
    EXPECT_TRUE(at::equal(model.hiddenStates(sequences, -2, RunContext{})[0], before));
}

TEST(Qwen3TextModel, takesEveryTensorOfThePublishedModelAndNoOther) {
    std::map<std::string, Shape> published;
    const json table = test::readJson("qwen3/real-tensor-table.json");
    for (const json& entry : table["tensors"])
        published[entry["name"]] = entry["shape"].get<Shape>();
    ASSERT_EQ(published.size(), 398U);
    std::map<std::string, Shape> taken;
    const auto store = WeightStore::fromRecipe(
        [&](const std::string& name, const Shape& shape) {
            taken["model." + name] = shape; // a recipe contains no names, so none is prefixed
            return at::zeros({1}, at::kFloat).expand(shape);
        },
        "names only", {});
    const auto config = valueOrThrow(Qwen3Config::fromJson(
        test::readBytes(test::dataPath("qwen3/real-config/config.json")), "config.json"));
    Qwen3TextModel::bind(WeightView(store), config, Qwen3TextModel::Purpose::Generate);
    EXPECT_EQ(taken, published);
}

TEST(Qwen3TextModel, refusesTokensThatDoNotExist) {
    const Qwen3TextModel model = tinyModel("tiny-zimage/text_encoder");
    for (const std::int64_t id : {std::int64_t{-1}, std::int64_t{2048}, std::int64_t{1} << 40}) {
        const std::vector<TokenSequence> sequences{{{1, id}, 0}};
        EXPECT_THROW(model.hiddenStates(sequences, -2, RunContext{}), ErrorException) << id;
    }
    const std::vector<TokenSequence> empty{{{}, 0}};
    EXPECT_THROW(model.hiddenStates(empty, -2, RunContext{}), ErrorException);
}

} // namespace
} // namespace diptych::models
