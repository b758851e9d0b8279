#include "core/tensor/fused_ops.h"

#include "core/tensor/attention.h"
#include "core/tensor/rotary.h"
#include "core/tensor/torch_compat.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>

#include <gtest/gtest.h>

#include <functional>
#include <vector>

namespace diptych {
namespace {

using Operation = std::function<at::Tensor(const std::vector<at::Tensor>&)>;

at::Tensor numbers(at::IntArrayRef shape, std::int64_t seed) {
    return at::randn(shape, makeCpuGenerator(seed), at::TensorOptions(at::kFloat));
}

// The value, then the gradient of every input for a weighted sum of the result.
std::vector<at::Tensor> valueAndGradients(const Operation& operation,
                                          const std::vector<at::Tensor>& inputs) {
    std::vector<at::Tensor> leaves;
    leaves.reserve(inputs.size());
    for (const at::Tensor& input : inputs)
        leaves.push_back(input.detach().clone().requires_grad_());
    const at::Tensor value = operation(leaves);
    (value * numbers(value.sizes(), 99).to(value.scalar_type())).sum().backward();
    std::vector<at::Tensor> results{value.detach()};
    for (const at::Tensor& leaf : leaves)
        results.push_back(leaf.grad());
    return results;
}

void expectSame(const Operation& fused, const Operation& plain,
                const std::vector<at::Tensor>& inputs, double tolerance) {
    const auto got = valueAndGradients(fused, inputs);
    const auto expected = valueAndGradients(plain, inputs);
    for (std::size_t i = 0; i < got.size(); ++i)
        EXPECT_TRUE(at::allclose(got[i], expected[i], tolerance, tolerance))
            << "result " << i << " differs by "
            << (got[i] - expected[i]).abs().max().item<double>();
    const c10::AutoGradMode noGradients(false);
    EXPECT_TRUE(at::equal(fused(inputs), got[0])) << "without gradients another value";
}

at::Tensor plainRmsNorm(const at::Tensor& x, const at::Tensor& weight) {
    return x * at::rsqrt(at::mean(x * x, {-1}, true) + 1e-5) * weight;
}

RotaryTable angles(std::int64_t count, std::int64_t pairs) {
    const at::Tensor angle = numbers({count, pairs}, 5);
    return {angle.cos(), angle.sin()};
}

TEST(FusedOps, rmsNormHasTheValueAndTheGradientsOfItsFormula) {
    for (const std::int64_t width : {7, 64, 193})
        expectSame([](const auto& in) { return fusedRmsNorm(in[0], in[1], 1e-5); },
                   [](const auto& in) { return plainRmsNorm(in[0], in[1]); },
                   {numbers({5, 11, width}, 1), numbers({width}, 2)}, 2e-5);
}

TEST(FusedOps, rmsNormSumsGradientsOfManyRowsTheSameWithEveryNumberOfThreads) {
    const std::vector<at::Tensor> inputs{numbers({3000, 48}, 1), numbers({48}, 2)};
    const Operation norm = [](const auto& in) { return fusedRmsNorm(in[0], in[1], 1e-5); };
    const int threads = at::get_num_threads();
    at::set_num_threads(1);
    const auto alone = valueAndGradients(norm, inputs);
    at::set_num_threads(2);
    const auto together = valueAndGradients(norm, inputs);
    at::set_num_threads(threads);
    for (std::size_t i = 0; i < alone.size(); ++i)
        EXPECT_TRUE(at::equal(alone[i], together[i])) << i;
}

TEST(FusedOps, gatedSiluHasTheValueAndTheGradientsOfItsFormula) {
    expectSame([](const auto& in) { return fusedSiluMultiply(in[0], in[1]); },
               [](const auto& in) { return at::silu(in[0]) * in[1]; },
               {numbers({4, 37, 50}, 1) * 6, numbers({4, 37, 50}, 2)}, 2e-5);
}

TEST(FusedOps, gatedSiluOfHugeInputsStaysFinite) {
    const at::Tensor gate = at::tensor({-1e30F, -200.0F, -90.0F, 0.0F, 90.0F, 200.0F, 1e30F});
    const at::Tensor value = fusedSiluMultiply(gate.view({1, 7}), at::ones({1, 7}));
    EXPECT_TRUE(at::allclose(value, at::silu(gate).view({1, 7}), 1e-6, 1e-6)) << value;
}

TEST(FusedOps, rotationHasTheValueAndTheGradientsOfComplexMultiplication) {
    const RotaryTable table = angles(9, 6);
    const at::Tensor x = numbers({9, 3, 12}, 1);
    const auto turned = [&](const at::Tensor& a, const at::Tensor& b) {
        const at::Tensor cos = table.cos.unsqueeze(1);
        const at::Tensor sin = table.sin.unsqueeze(1);
        return std::pair{a * cos - b * sin, a * sin + b * cos};
    };
    expectSame([&](const auto& in) { return fusedRotate(in[0], table, RotaryPairs::Adjacent); },
               [&](const auto& in) {
                   const at::Tensor pairs = in[0].unflatten(-1, {6, 2});
                   const auto [a, b] = turned(pairs.select(-1, 0), pairs.select(-1, 1));
                   return at::stack({a, b}, -1).flatten(-2);
               },
               {x}, 1e-6);
    expectSame([&](const auto& in) { return fusedRotate(in[0], table, RotaryPairs::Halves); },
               [&](const auto& in) {
                   const auto [a, b] = turned(in[0].narrow(-1, 0, 6), in[0].narrow(-1, 6, 6));
                   return at::cat({a, b}, -1);
               },
               {x}, 1e-6);
}

TEST(FusedOps, bfloat16IsRoundedWhereTheLibraryRounds) {
    const at::Tensor x = numbers({40, 96}, 1).to(at::kBFloat16);
    const at::Tensor weight = numbers({96}, 2).to(at::kBFloat16);
    const at::Tensor wide = x.to(at::kFloat);
    const at::Tensor scaled = wide * at::rsqrt(at::mean(wide * wide, {-1}, true) + 1e-5);
    // A value between two bfloat16 numbers may go either way: the sums differ in the last bit.
    EXPECT_TRUE(at::allclose(fusedRmsNorm(x, weight, 1e-5).to(at::kFloat),
                             (scaled.to(at::kBFloat16) * weight).to(at::kFloat), 0.01, 1e-6));
    EXPECT_TRUE(at::allclose(fusedSiluMultiply(x, x).to(at::kFloat),
                             (at::silu(wide).to(at::kBFloat16) * x).to(at::kFloat), 0.01, 1e-6));
}

TEST(FusedOps, aNotANumberStaysOne) {
    at::Tensor x = numbers({2, 16}, 1);
    x[1][3] = std::nan("");
    for (const auto type : {at::kFloat, at::kBFloat16}) {
        const at::Tensor y = fusedRmsNorm(x.to(type), at::ones({16}).to(type), 1e-5).to(at::kFloat);
        EXPECT_FALSE(at::isnan(y[0]).any().item<bool>());
        EXPECT_TRUE(at::isnan(y[1]).all().item<bool>());
    }
}

void expectAttentionOfEachAlone(Causal causal) {
    const std::vector<std::int64_t> lengths{5, 1, 9, 4};
    const std::vector<at::Tensor> inputs{numbers({19, 4, 8}, 1), numbers({19, 2, 8}, 2),
                                         numbers({19, 2, 8}, 3)};
    const auto together = valueAndGradients(
        [&](const auto& in) { return attention(in[0], in[1], in[2], lengths, causal); }, inputs);
    const auto apart = valueAndGradients(
        [&](const auto& in) {
            std::vector<at::Tensor> parts;
            std::int64_t first = 0;
            for (const std::int64_t length : lengths) {
                const std::vector<std::int64_t> one{length};
                parts.push_back(attention(in[0].narrow(0, first, length),
                                          in[1].narrow(0, first, length),
                                          in[2].narrow(0, first, length), one, causal));
                first += length;
            }
            return at::cat(parts, 0);
        },
        inputs);
    for (std::size_t i = 0; i < together.size(); ++i)
        EXPECT_TRUE(at::allclose(together[i], apart[i], 1e-5, 1e-5)) << i;
    const c10::AutoGradMode noGradients(false);
    EXPECT_TRUE(at::allclose(attention(inputs[0], inputs[1], inputs[2], lengths, causal),
                             together[0], 1e-5, 1e-5));
}

TEST(FusedOps, attentionOfSequencesOfUnequalLengthIsThatOfEachAlone) {
    expectAttentionOfEachAlone(Causal::No);
    expectAttentionOfEachAlone(Causal::Yes);
}

} // namespace
} // namespace diptych
