#include "core/embeddings/nearest_words.h"

#include "core/checkpoint/safetensors_writer.h"
#include "tests/support/test_files.h"

#include <gtest/gtest.h>

#include <array>

namespace diptych {
namespace {

using test::TemporaryFolder;

TEST(NearestWords, areTheRowsThatPointTheSameWay) {
    TemporaryFolder folder;
    const std::vector<float> rows = {1, 0, 0, 5, 3, 4, 0, 0, -2, 0};
    const std::array tensors = {
        TensorToWrite{kWordTable, StorageType::F32, {5, 2}, std::as_bytes(std::span(rows))}};
    ASSERT_TRUE(writeSafetensors(folder / "model.safetensors", tensors, {}, Overwrite::No));
    const Checkpoint checkpoint = Checkpoint::open(folder / "model.safetensors").value();
    const ComponentWeights weights = ComponentWeights::fromCheckpoint(checkpoint);
    const StoredTensor* table = weights.find(kWordTable);
    ASSERT_NE(table, nullptr);

    const std::array direction = {0.0, 0.1};
    const auto words = nearestWords(*table, direction, 3, {}).value();
    ASSERT_EQ(words.size(), 3U);
    EXPECT_EQ(words[0].tokenId, 1);
    EXPECT_NEAR(words[0].cosine, 1.0, 1e-12);
    EXPECT_EQ(words[1].tokenId, 2);
    EXPECT_NEAR(words[1].cosine, 0.8, 1e-6);
    EXPECT_EQ(nearestWords(*table, direction, 99, {})->size(), 4U) << "a row of zeros has none";
    EXPECT_FALSE(nearestWords(*table, std::array{1.0}, 3, {}));
    EXPECT_FALSE(nearestWords(*table, std::array{0.0, 0.0}, 3, {}));
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(nearestWords(*table, direction, 3, {stop.get_token(), nullptr, nullptr}).error().code,
              ErrorCode::Cancelled);
}

} // namespace
} // namespace diptych
