// The same weights, and how it is noticed that they are not.
#include "core/cluster/weight_digests.h"

#include "core/cluster/part_loader.h"
#include "tests/support/test_files.h"

#include <gtest/gtest.h>

namespace diptych::cluster {
namespace {

const std::vector<std::string> kNames = {"model.layers.0.mlp.up_proj.weight",
                                         "model.layers.1.mlp.up_proj.weight"};

class WeightDigestsTest : public testing::Test {
  protected:
    void SetUp() override {
        std::filesystem::copy(test::dataPath("tiny-zimage/text_encoder"), folder_ / "model");
    }

    WeightDigests digests(const std::filesystem::path& cache = {}) const {
        const ComponentWeights weights =
            valueOrThrow(ComponentWeights::open(folder_ / "model", ComponentKind::TextEncoder));
        return valueOrThrow(digestsOf(weights, kNames, cache, {}));
    }

    // Changes one number of the second tensor, in place.
    void changeOneWeight() const {
        const ComponentWeights weights =
            valueOrThrow(ComponentWeights::open(folder_ / "model", ComponentKind::TextEncoder));
        const std::uint64_t begin = weights.find(kNames[1])->begin;
        const std::filesystem::path path = folder_ / "model" / "model.safetensors";
        std::string bytes = test::readBytes(path);
        bytes[begin + 40] = static_cast<char>(bytes[begin + 40] ^ 1);
        test::writeBytes(path, bytes);
    }

    test::TemporaryFolder folder_;
};

TEST_F(WeightDigestsTest, areTheSameForTheSameBytes) {
    const WeightDigests first = digests();
    ASSERT_EQ(first.size(), 2U);
    EXPECT_EQ(first.begin()->second.size(), 64U);
    EXPECT_NE(first.begin()->second, first.rbegin()->second);
    EXPECT_EQ(digests(), first);
    EXPECT_EQ(firstDifference(first, digests()), "");
}

TEST_F(WeightDigestsTest, nameTheTensorThatIsAnotherOne) {
    const WeightDigests before = digests(folder_ / "cache.json");
    changeOneWeight();
    EXPECT_EQ(firstDifference(before, digests(folder_ / "cache.json")), kNames[1]);
    EXPECT_EQ(firstDifference({{"more", "x"}}, before), "more");
}

TEST_F(WeightDigestsTest, areRememberedUntilTheFileChanges) {
    const std::filesystem::path cache = folder_ / "cache.json";
    const WeightDigests right = digests(cache);
    std::string text = test::readBytes(cache);
    const std::string digest = right.at(kNames[0]);
    text.replace(text.find(digest), digest.size(), std::string(64, 'a'));
    test::writeBytes(cache, text);
    EXPECT_EQ(digests(cache).at(kNames[0]), std::string(64, 'a')); // believed
    const std::filesystem::path file = folder_ / "model" / "model.safetensors";
    std::filesystem::last_write_time(file, std::filesystem::last_write_time(file) +
                                               std::chrono::seconds(5));
    EXPECT_EQ(digests(cache), right);
}

TEST_F(WeightDigestsTest, aDamagedCacheIsAsNone) {
    const WeightDigests right = digests();
    for (const char* text : {"", "{", "[]", R"({"files":3})", R"({"files":{"x":4}})"}) {
        test::writeBytes(folder_ / "cache.json", text);
        EXPECT_EQ(digests(folder_ / "cache.json"), right) << text;
    }
    // A cache that cannot be written: its folder is a file.
    EXPECT_EQ(digests(folder_ / "cache.json" / "cache.json"), right);
}

TEST_F(WeightDigestsTest, configurationsThatDifferHaveOtherDigests) {
    const auto open = [](const char* folder, WeightFormat format) {
        return valueOrThrow(PartLoader::open(test::dataPath(folder), {at::kCPU, format}))
            .configDigest();
    };
    const std::string whole = open("tiny-zimage/text_encoder", WeightFormat::Auto);
    EXPECT_EQ(open("tiny-zimage/text_encoder", WeightFormat::Auto), whole);
    EXPECT_NE(open("tiny-zimage/text_encoder", WeightFormat::BFloat16), whole);
}

} // namespace
} // namespace diptych::cluster
