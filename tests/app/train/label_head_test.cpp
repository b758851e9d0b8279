// Reading from hidden states what lies where.
#include "app/train/label_head.h"
#include "app/train/training_data.h"
#include "app/train/world/cell_labels.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace diptych::train {
namespace {

constexpr auto kLabels = static_cast<std::int64_t>(flatland::kLabelCount);

PictureBatch labelledBatch() {
    FlatlandBatchOptions options{5, 4, 64, 32, 1.0F};
    options.labelCell = 8;
    return makeFlatlandBatch(options, 0);
}

TEST(LabelHead, labelsComeWithThePictures) {
    const PictureBatch batch = labelledBatch();
    EXPECT_EQ(batch.labels.sizes(), (at::IntArrayRef{4, 4, 8, kLabels}));
    EXPECT_FALSE(makeFlatlandBatch({5, 4, 64, 32, 1.0F}, 0).labels.defined());
}

// Hidden states that are the labels themselves, and a head that hands them on as confident logits.
TEST(LabelHead, readsEachCellFromItsToken) {
    const at::Tensor labels = (labelledBatch().labels > 0.5).to(at::kFloat); // [4, 4, 8, L]
    const at::Tensor tokens = at::cat({labels.slice(1, 0, 4, 2).slice(2, 0, 8, 2),
                                       labels.slice(1, 0, 4, 2).slice(2, 1, 8, 2),
                                       labels.slice(1, 1, 4, 2).slice(2, 0, 8, 2),
                                       labels.slice(1, 1, 4, 2).slice(2, 1, 8, 2)},
                                      3)
                                  .flatten(1, 2); // [4, 8, 4·L]
    LabelHead head(4 * kLabels, 2, 1, at::kCPU);
    const auto shares = static_cast<std::int64_t>(flatland::kShareLabels);
    at::Tensor weight = at::eye(4 * kLabels) * 40.0;
    at::Tensor bias = at::full({4 * kLabels}, -20.0);
    for (std::int64_t cell = 0; cell < 4; ++cell) {
        const std::int64_t pose = cell * kLabels + shares;
        weight.narrow(0, pose, kLabels - shares).div_(40.0);
        bias.narrow(0, pose, kLabels - shares).zero_();
    }
    valueOrThrow(head.parameters().assign({{"labels.weight", weight}, {"labels.bias", bias}}));
    EXPECT_LT(head.loss(tokens, labels).item<double>(), 1e-3);
    EXPECT_GT(head.loss(tokens.roll(1, 1), labels).item<double>(), 1.0);
}

TEST(LabelHead, teachesTheHiddenStates) {
    const PictureBatch batch = labelledBatch();
    LabelHead head(16, 2, 1, at::kCPU);
    const at::Tensor tokens = at::randn({4, 8, 16}).requires_grad_();
    head.loss(tokens, batch.labels).backward();
    EXPECT_GT(tokens.grad().abs().min().item<double>(), 0);
    for (const at::Tensor& weight : head.parameters().list())
        EXPECT_TRUE(weight.grad().defined());
}

TEST(LabelHead, objectsCountMoreThanWhatIsBehindThem) {
    const at::Tensor labels = labelledBatch().labels;
    const at::Tensor weight = attentionToObjects(labels); // [4, 1, 4, 8]
    ASSERT_EQ(weight.sizes(), (at::IntArrayRef{4, 1, 4, 8}));
    EXPECT_TRUE(at::allclose(weight.mean({1, 2, 3}), at::ones({4})));
    const at::Tensor object = labels.narrow(3, 0, flatland::kKinds.size()).sum(3); // [4, 4, 8]
    ASSERT_GT(object.max().item<double>(), 0.45);
    const at::Tensor flat = weight.flatten();
    EXPECT_GT(flat[object.flatten().argmax()].item<double>(), 2.0 * flat.min().item<double>());
}

} // namespace
} // namespace diptych::train
