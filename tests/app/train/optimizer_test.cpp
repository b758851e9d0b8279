// The optimiser against the formula, and the state of a run on disk.
#include "app/train/optimizer.h"
#include "app/train/run_folder.h"
#include "core/models/autoencoder_kl.h"
#include "core/tensor/torch_compat.h"
#include "tests/support/goldens.h"
#include "tests/support/test_files.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>

namespace diptych::train {
namespace {

at::Tensor leaf(std::vector<float> values) {
    return at::tensor(values, at::kFloat).requires_grad_();
}

TEST(AdamW, followsTheFormula) {
    const at::Tensor x = leaf({1.0F, -2.0F});
    OptimizerOptions options;
    options.largestNorm = 1e9;
    Optimizer optimizer({{"x", x}}, options);
    double expected[2] = {1.0, -2.0};
    double mean[2] = {}, square[2] = {};
    for (int step = 1; step <= 5; ++step) {
        x.pow(3).sum().backward();
        optimizer.step(0.1);
        for (int i = 0; i < 2; ++i) {
            const double gradient = 3.0 * expected[i] * expected[i];
            mean[i] = 0.9 * mean[i] + 0.1 * gradient;
            square[i] = 0.99 * square[i] + 0.01 * gradient * gradient;
            const double unbiased = mean[i] / (1.0 - std::pow(0.9, step));
            const double root = std::sqrt(square[i] / (1.0 - std::pow(0.99, step)));
            expected[i] -= 0.1 * unbiased / (root + 1e-8);
            EXPECT_NEAR(x[i].item<double>(), expected[i], 1e-5) << step;
        }
    }
}

TEST(AdamW, shortensLongGradientsAndDecaysMatricesOnly) {
    const at::Tensor vector = leaf({1.0F, 1.0F});
    const at::Tensor matrix = at::ones({2, 2}).requires_grad_();
    OptimizerOptions options;
    options.weightDecay = 0.5;
    Optimizer optimizer({{"vector", vector}, {"matrix", matrix}}, options);
    ((vector.sum() + matrix.sum()) * 0.0).backward();
    EXPECT_EQ(optimizer.step(0.1), 0.0);
    EXPECT_EQ(vector[0].item<float>(), 1.0F);
    EXPECT_NEAR(matrix[0][0].item<float>(), 0.95F, 1e-6F);
    (vector * 300.0).sum().backward();
    EXPECT_NEAR(optimizer.step(0.1), 300.0 * std::sqrt(2.0), 1e-2);
    EXPECT_FALSE(vector.grad().defined());
}

TEST(AdamW, learnsAStraightLine) {
    const at::Tensor slope = leaf({0.0F});
    Optimizer optimizer({{"slope", slope}});
    const at::Tensor x = at::linspace(-1, 1, 32);
    for (int step = 0; step < 300; ++step) {
        (x * slope - x * 3).square().mean().backward();
        optimizer.step(0.05);
    }
    EXPECT_NEAR(slope.item<double>(), 3.0, 0.05);
}

// Every direction of the gradient counts the same, and the step is as long as AdamW's.
TEST(Muon, turnsTheUpdateOrthogonal) {
    const at::Tensor matrix = at::zeros({6, 10}).requires_grad_();
    const at::Tensor vector = leaf({1.0F});
    OptimizerOptions options;
    options.largestNorm = 1e9;
    Optimizer optimizer({{"layers.0.w.weight", matrix}, {"bias", vector}}, options,
                        {"layers.0.w.weight"});
    const at::Tensor gradient =
        at::randn({6, 10}, makeCpuGenerator(3), at::TensorOptions(at::kFloat)) *
        at::tensor({1.0F, 10.0F, 0.3F, 4.0F, 1.0F, 2.0F}).view({6, 1});
    ((matrix * gradient).sum() + vector.sum()).backward();
    optimizer.step(0.1);
    const at::Tensor update = -matrix.detach() / (0.1 * 0.2 * std::sqrt(10.0));
    const at::Tensor squares = at::mm(update, update.t()); // about the identity
    for (int i = 0; i < 6; ++i) {
        EXPECT_GT(squares[i][i].item<double>(), 0.4) << i;
        EXPECT_LT(squares[i][i].item<double>(), 1.5) << i;
    }
    EXPECT_GT((update * gradient).sum().item<double>(), 0.0);
    EXPECT_NEAR(vector.item<double>(), 0.9, 1e-4); // AdamW
    EXPECT_EQ(optimizer.state().count("m.layers.0.w.weight"), 1U);
    EXPECT_EQ(optimizer.state().count("v.layers.0.w.weight"), 0U);
}

TEST(Muon, isForMatricesBetweenHiddenLayers) {
    const at::Tensor matrix = at::zeros({2, 2});
    EXPECT_TRUE(isHiddenMatrix("layers.0.attention.to_q.weight", matrix));
    EXPECT_TRUE(isHiddenMatrix("model.layers.1.mlp.up_proj.weight", matrix));
    EXPECT_FALSE(isHiddenMatrix("layers.0.attention_norm1.weight", at::zeros({2})));
    for (const char* name : {"model.embed_tokens.weight", "all_x_embedder.2-1.weight",
                             "layers.0.adaLN_modulation.0.weight", "x_pad_token",
                             "all_final_layer.2-1.linear.weight", "t_embedder.mlp.0.weight"})
        EXPECT_FALSE(isHiddenMatrix(name, matrix)) << name;
}

TEST(WeightAverage, forgetsSlowly) {
    const at::Tensor x = leaf({0.0F});
    WeightAverage average({{"x", x}}, 0.9);
    {
        const c10::AutoGradMode noGradients(false);
        x.fill_(1.0);
    }
    average.update();
    EXPECT_NEAR(average.named().at("x").item<double>(), 9.0 / 11.0, 1e-6);
    for (int i = 0; i < 200; ++i)
        average.update();
    EXPECT_NEAR(average.named().at("x").item<double>(), 1.0, 1e-4);
}

TEST(LearningRate, risesAndFalls) {
    EXPECT_NEAR(learningRateAt(0, 10, 100, 1.0), 0.1, 1e-9);
    EXPECT_NEAR(learningRateAt(10, 10, 100, 1.0), 1.0, 1e-9);
    EXPECT_NEAR(learningRateAt(55, 10, 100, 1.0), 0.525, 1e-9);
    EXPECT_NEAR(learningRateAt(100, 10, 100, 1.0), 0.05, 1e-9);
}

TEST(Parameters, areTheSeedsAndZeroWhereABranchEnds) {
    const auto make = [](std::int64_t seed) {
        Parameters parameters(seed, at::kCPU);
        const auto store = parameters.store();
        store->take("a.weight", {4, 8});
        store->take("adaLN_modulation.0.weight", {4, 8});
        store->take("a.bias", {4});
        store->take("norm.weight", {4});
        return parameters.named();
    };
    const NamedTensors first = make(1);
    EXPECT_TRUE(at::equal(first.at("a.weight"), make(1).at("a.weight")));
    EXPECT_FALSE(at::equal(first.at("a.weight"), make(2).at("a.weight")));
    EXPECT_EQ(first.at("adaLN_modulation.0.weight").abs().max().item<float>(), 0.0F);
    EXPECT_EQ(first.at("a.bias").abs().max().item<float>(), 0.0F);
    EXPECT_EQ(first.at("norm.weight").min().item<float>(), 1.0F);
    for (const auto& entry : first)
        EXPECT_TRUE(entry.second.requires_grad() && entry.second.is_leaf()) << entry.first;
}

TEST(RunFolder, givesBackEveryBitAndRefusesWhatDoesNotFit) {
    const test::TemporaryFolder folder;
    Parameters parameters(1, at::kCPU);
    const at::Tensor x = parameters.store()->take("x", {3, 3});
    Optimizer optimizer(parameters.named());
    WeightAverage average(parameters.named(), 0.99);
    const std::vector<TrainedPart> parts{{"part", &parameters, &optimizer, &average}};
    EXPECT_EQ(resumeRun(folder.path(), parts).value(), 0);
    x.square().sum().backward();
    optimizer.step(0.1);
    average.update();
    ASSERT_TRUE(saveRun(folder.path(), parts, 7));

    Parameters again(2, at::kCPU);
    const at::Tensor y = again.store()->take("x", {3, 3});
    Optimizer otherOptimizer(again.named());
    WeightAverage otherAverage(again.named(), 0.99);
    EXPECT_EQ(resumeRun(folder.path(), {{"part", &again, &otherOptimizer, &otherAverage}}).value(),
              7);
    EXPECT_TRUE(at::equal(x, y));
    EXPECT_TRUE(at::equal(otherOptimizer.state().at("v.x"), optimizer.state().at("v.x")));
    EXPECT_TRUE(at::equal(otherAverage.named().at("x"), average.named().at("x")));
    EXPECT_TRUE(at::equal(readAverage(folder.path(), "part")->at("x"), average.named().at("x")));

    Parameters wider(2, at::kCPU);
    wider.store()->take("x", {3, 4});
    Optimizer widerOptimizer(wider.named());
    WeightAverage widerAverage(wider.named(), 0.99);
    EXPECT_EQ(
        resumeRun(folder.path(), {{"part", &wider, &widerOptimizer, &widerAverage}}).error().code,
        ErrorCode::WeightsInvalid);
}

} // namespace
} // namespace diptych::train
