// Parts of a model, one behind the other, give what the whole gives: to the last bit.
#include "core/cluster/stage.h"

#include "core/cluster/part_loader.h"
#include "tests/support/goldens.h"
#include "tests/support/test_files.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <numeric>

namespace diptych::cluster {
namespace {

using nlohmann::json;
using Ids = std::vector<std::int64_t>;

constexpr const char* kFloat = "tiny-zimage/text_encoder";
constexpr const char* kBFloat = "tiny-zimage/text_encoder_bf16";
constexpr std::int64_t kLayers = 4;

models::Qwen3TextModel wholeModel(const std::string& folder) {
    const std::string path = folder + "/config.json";
    const auto config =
        valueOrThrow(models::Qwen3Config::fromJson(test::readBytes(test::dataPath(path)), path));
    return models::Qwen3TextModel::bind(WeightView(test::openWeights(folder)), config,
                                        models::Qwen3TextModel::Purpose::Generate);
}

/// The stages of a split, as if every frame arrived at once.
class Chain {
  public:
    Chain(const std::string& folder, const std::string& split) {
        const PartLoader loader = valueOrThrow(PartLoader::open(test::dataPath(folder), {}));
        int rank = 0;
        for (const LayerRange& range : valueOrThrow(parseSplit(split))) {
            parts_.push_back(valueOrThrow(loader.load(range, {})));
            stages_.push_back(
                std::make_unique<Stage>(parts_.back().model, "rank " + std::to_string(rank++)));
        }
    }

    std::optional<Frame> run(Frame frame) {
        std::optional<Frame> next = std::move(frame);
        for (std::size_t i = 0; i < stages_.size() && next; ++i) {
            if (i > 0 && next->payload.defined() && next->kind != FrameKind::Result &&
                next->kind != FrameKind::Failure)
                bytes_ += payloadBytes(*next).size();
            next = stages_[i]->process(std::move(*next));
        }
        return next;
    }

    at::Tensor encode(const Ids& ids, int layer, bool finalNorm = true) {
        Frame frame;
        frame.kind = FrameKind::Encode;
        frame.request = 1;
        frame.layer = layer;
        frame.finalNorm = finalNorm;
        frame.payload = payloadOf(ids);
        return answerOf(run(std::move(frame)));
    }

    at::Tensor extend(std::uint64_t text, std::uint64_t step, const Ids& ids,
                      std::int64_t capacity = 200) {
        Frame frame;
        frame.kind = FrameKind::Extend;
        frame.request = text;
        frame.step = step;
        frame.capacity = capacity;
        frame.wantsScores = true;
        frame.payload = payloadOf(ids);
        return answerOf(run(std::move(frame)));
    }

    void end(std::uint64_t text) {
        Frame frame;
        frame.kind = FrameKind::End;
        frame.request = text;
        EXPECT_FALSE(run(frame));
    }

    static at::Tensor payloadOf(const Ids& ids) {
        return at::tensor(at::IntArrayRef(ids), at::kLong).unsqueeze(1);
    }

    static at::Tensor answerOf(const std::optional<Frame>& answer) {
        if (!answer)
            throw std::runtime_error("no answer");
        if (answer->kind == FrameKind::Failure)
            throw ErrorException(errorOf(*answer));
        return answer->payload;
    }

    const Stage& stage(std::size_t i) const { return *stages_[i]; }
    const LoadedPart& part(std::size_t i) const { return parts_[i]; }
    std::size_t size() const { return stages_.size(); }
    std::uint64_t bytes() const { return bytes_; }

  private:
    std::vector<LoadedPart> parts_;
    std::vector<std::unique_ptr<Stage>> stages_;
    std::uint64_t bytes_ = 0;
};

const std::vector<std::string> kSplits = {"0-3",     "0,1-3",   "0-1,2-3", "0-2,3",
                                          "0,1,2-3", "0,1-2,3", "0-1,2,3", "0,1,2,3"};

class StageTest : public testing::Test {
  protected:
    c10::InferenceMode inference_;
};

Ids promptOf(std::size_t length) {
    Ids ids(length);
    for (std::size_t i = 0; i < length; ++i)
        ids[i] = static_cast<std::int64_t>(i * 37 % 1900);
    return ids;
}

TEST_F(StageTest, everySplitGivesTheHiddenStatesOfTheWholeModel) {
    for (const char* folder : {kFloat, kBFloat}) {
        const models::Qwen3TextModel whole = wholeModel(folder);
        const Ids ids = promptOf(23);
        const std::vector<models::TokenSequence> sequences{{ids, 0}};
        for (const std::string& split : kSplits) {
            Chain chain(folder, split);
            for (int layer = 0; layer <= kLayers; ++layer) {
                EXPECT_TRUE(at::equal(chain.encode(ids, layer),
                                      whole.hiddenStates(sequences, layer, {})[0]))
                    << folder << " " << split << " layer " << layer;
            }
            EXPECT_TRUE(
                at::equal(chain.encode(ids, kLayers, false),
                          whole.hiddenStates(sequences, kLayers, {}, models::FinalNorm::Skip)[0]))
                << folder << " " << split;
        }
    }
}

TEST_F(StageTest, everySplitWritesTheSameTokensWithTheSameScores) {
    const models::Qwen3TextModel whole = wholeModel(kFloat);
    const Ids prompt = promptOf(17);
    constexpr int kTokens = 64;
    for (const std::string& split : kSplits) {
        Chain chain(kFloat, split);
        models::Qwen3Continuation text(whole, 100, models::KeyValueCache::On);
        at::Tensor expected = text.extend(prompt, {});
        at::Tensor scores = chain.extend(1, 0, prompt);
        std::uint64_t step = prompt.size();
        for (int i = 0; i < kTokens; ++i, ++step) {
            ASSERT_TRUE(at::equal(scores[0], expected)) << split << " token " << i;
            const Ids next{expected.argmax().item<std::int64_t>()};
            expected = text.extend(next, {});
            scores = chain.extend(1, step, next);
        }
    }
}

TEST_F(StageTest, aPromptInPiecesReadsAsTheSamePiecesOnOneMachine) {
    const models::Qwen3TextModel whole = wholeModel(kFloat);
    Chain chain(kFloat, "0,1-2,3");
    models::Qwen3Continuation text(whole, 64, models::KeyValueCache::On);
    const Ids ids = promptOf(40);
    for (std::size_t at = 0; at < ids.size(); at += 16) {
        const Ids piece(ids.begin() + static_cast<std::ptrdiff_t>(at),
                        ids.begin() + static_cast<std::ptrdiff_t>(std::min(at + 16, ids.size())));
        EXPECT_TRUE(at::equal(chain.extend(3, at, piece, 64)[0], text.extend(piece, {}))) << at;
    }
}

TEST_F(StageTest, aStepCostsTheSameHoweverLongTheTextIsAndSendsOneRow) {
    Chain chain(kFloat, "0,1-2,3");
    const std::int64_t width = chain.stage(0).part().config.hiddenSize;
    chain.extend(1, 0, promptOf(50));
    EXPECT_EQ(chain.bytes(), 2U * 50U * static_cast<std::uint64_t>(width) * 4U);
    for (std::uint64_t step = 50; step < 100; ++step) {
        const std::uint64_t bytes = chain.bytes();
        const std::uint64_t forwards = chain.stage(1).counters().layerForwards.load();
        chain.extend(1, step, {5});
        ASSERT_EQ(chain.bytes() - bytes, 2U * static_cast<std::uint64_t>(width) * 4U);
        ASSERT_EQ(chain.stage(1).counters().layerForwards.load() - forwards, 2U);
    }
    for (std::size_t i = 0; i < chain.size(); ++i)
        EXPECT_EQ(chain.stage(i).counters().tokens.load(), 100U);
}

TEST_F(StageTest, aRankTakesItsOwnTensorsAndNoOthers) {
    const PartLoader loader = valueOrThrow(PartLoader::open(test::dataPath(kFloat), {}));
    const LoadedPart first = valueOrThrow(loader.load({0, 1}, {}));
    const LoadedPart middle = valueOrThrow(loader.load({1, 3}, {}));
    const LoadedPart last = valueOrThrow(loader.load({3, 4}, {}));
    const auto has = [](const LoadedPart& part, const std::string& text) {
        return std::any_of(part.names.begin(), part.names.end(), [&](const std::string& name) {
            return name.find(text) != std::string::npos;
        });
    };
    EXPECT_TRUE(has(first, "embed_tokens"));
    EXPECT_FALSE(has(middle, "embed_tokens"));
    EXPECT_TRUE(has(last, "embed_tokens")); // tied: it is the head
    EXPECT_TRUE(has(last, "model.norm"));
    EXPECT_FALSE(has(first, "model.norm"));
    for (const char* layer : {"layers.0.", "layers.3."})
        EXPECT_FALSE(has(middle, layer)) << layer;
    EXPECT_EQ(middle.names.size(), 22U);
    // What was planned is what is held.
    const PartBytes bytes = loader.partBytes();
    EXPECT_EQ(first.weightBytes, bytesOf({0, 1}, bytes, kLayers));
    EXPECT_EQ(middle.weightBytes, bytesOf({1, 3}, bytes, kLayers));
    EXPECT_EQ(last.weightBytes, bytesOf({3, 4}, bytes, kLayers));
}

TEST_F(StageTest, quantisedPartsAreCountedAsTheyAreHeld) {
    const PartBytes plain = valueOrThrow(PartLoader::open(test::dataPath(kFloat), {})).partBytes();
    for (const WeightFormat format : {WeightFormat::Int8, WeightFormat::Int4}) {
        const PartLoader loader =
            valueOrThrow(PartLoader::open(test::dataPath(kFloat), {at::kCPU, format}));
        const PartBytes bytes = loader.partBytes();
        EXPECT_LT(bytes.layer, plain.layer / 3);
        // Columns that are kept apart are not counted.
        const auto counted = static_cast<double>(bytesOf({1, 3}, bytes, kLayers));
        const LoadedPart part = valueOrThrow(loader.load({1, 3}, {}));
        EXPECT_NEAR(static_cast<double>(part.weightBytes), counted, 0.1 * counted);
    }
}

TEST_F(StageTest, textsDoNotMeetAndAreDroppedAtTheirEnd) {
    Chain chain(kFloat, "0-1,2-3");
    const at::Tensor alone = chain.extend(1, 0, promptOf(9)).clone();
    chain.end(1);
    const at::Tensor first = chain.extend(2, 0, promptOf(9), 20).clone();
    chain.extend(3, 0, promptOf(30), 40);
    const at::Tensor again = chain.extend(4, 0, promptOf(9), 20).clone();
    EXPECT_TRUE(at::equal(first, alone));
    EXPECT_TRUE(at::equal(again, alone));
    EXPECT_EQ(chain.stage(0).counters().texts.load(), 3U);
    const auto& config = chain.stage(0).part().config;
    EXPECT_EQ(
        chain.stage(0).counters().keptBytes.load(),
        static_cast<std::uint64_t>(80 * 2 * 2 * 4 * config.keyValueHeadCount * config.headDim));
    EXPECT_TRUE(at::equal(chain.extend(2, 9, {7}), chain.extend(4, 9, {7})));
    for (const std::uint64_t text : {2, 3, 4})
        chain.end(text);
    for (std::size_t i = 0; i < chain.size(); ++i) {
        EXPECT_EQ(chain.stage(i).counters().texts.load(), 0U);
        EXPECT_EQ(chain.stage(i).counters().keptBytes.load(), 0U);
    }
}

TEST_F(StageTest, whatMakesNoSenseFailsOneRequestOnly) {
    Chain chain(kFloat, "0-1,2-3");
    const auto codeOf = [](const std::function<void()>& work) {
        try {
            work();
        } catch (const ErrorException& error) {
            return error.error().code;
        }
        return ErrorCode::Internal;
    };
    chain.extend(7, 0, promptOf(5), 8); // encoding has the number 1 here
    EXPECT_EQ(codeOf([&] { chain.extend(9, 3, {1}); }), ErrorCode::Remote); // unknown text
    EXPECT_EQ(codeOf([&] { chain.extend(2, 0, {1}, 0); }), ErrorCode::Remote);
    EXPECT_EQ(codeOf([&] { chain.extend(3, 0, {5000}); }), ErrorCode::InvalidInput);
    EXPECT_EQ(codeOf([&] { chain.encode({1}, 9); }), ErrorCode::Remote);
    EXPECT_NO_THROW(chain.extend(7, 5, {1}));
    EXPECT_EQ(codeOf([&] { chain.extend(7, 5, {1}); }), ErrorCode::Remote); // that step is past
    // A later rank does not believe what comes in.
    Stage late(chain.part(1).model, "rank 1 (test)");
    Frame frame;
    frame.kind = FrameKind::Encode;
    frame.layer = 4;
    for (const at::Tensor& payload :
         {at::Tensor(), at::zeros({3, 5}), at::zeros({3, 64}, at::kBFloat16)}) {
        frame.payload = payload;
        const auto answer = late.process(frame);
        ASSERT_TRUE(answer);
        ASSERT_EQ(answer->kind, FrameKind::Failure);
        EXPECT_NE(errorOf(*answer).message.find("rank 1 (test)"), std::string::npos);
    }
}

} // namespace
} // namespace diptych::cluster
