// The primitives: norms against the reference, widened products and tiled attention against plain
// ones.
#include "core/tensor/ops.h"

#include "core/tensor/attention.h"
#include "core/tensor/guarded.h"
#include "core/tensor/torch_compat.h"
#include "tests/support/goldens.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>

#include <new>

namespace diptych {
namespace {

using test::allClose;
using test::GoldenCase;

at::Tensor normal(const std::vector<std::int64_t>& shape, std::int64_t seed) {
    return at::randn(shape, makeCpuGenerator(seed), at::TensorOptions(at::kFloat));
}

TEST(Norms, equalTheReferenceOnTinyInputs) {
    const GoldenCase golden = test::goldenCases("norms").front();
    const RmsNorm rms{golden["weight"], golden.config()["rms_eps"]};
    EXPECT_TRUE(golden.close(rms.forward(golden["x"]), "rms"));
    EXPECT_TRUE(
        golden.close(layerNorm(golden["x"], golden.config()["layernorm_eps"]), "layernorm"));
}

TEST(Linear, widenedBlocksEqualThePlainProduct) {
    // More than one block of rows, and a last one that is not full.
    const at::Tensor weight = normal({1500, 4096}, 1).to(at::kBFloat16).repeat({8, 1});
    const at::Tensor bias = normal({12000}, 2);
    const at::Tensor x = normal({3, 5, 4096}, 3);
    const Linear stored{weight, bias};
    const Linear wide{weight.to(at::kFloat), bias};
    const at::Tensor got = stored.forward(x);
    EXPECT_EQ(got.sizes(), (std::vector<std::int64_t>{3, 5, 12000}));
    EXPECT_TRUE(test::closeToLargest(got, wide.forward(x), 1e-5));
    EXPECT_TRUE(test::closeToLargest(Linear{weight, {}}.forward(x[0][0]),
                                     Linear{weight.to(at::kFloat), {}}.forward(x[0][0]), 1e-5));
}

TEST(Linear, wideningIsExactForEveryBfloat16) {
    std::vector<std::int16_t> bits;
    for (int i = 0; i < 65536; ++i)
        if ((i & 0x7F80) != 0x7F80) // neither infinity nor NaN
            bits.push_back(static_cast<std::int16_t>(i));
    const at::Tensor values =
        at::tensor(bits, at::kShort).view(at::kBFloat16).unsqueeze(1).contiguous(); // [n, 1]
    const at::Tensor got = Linear{values, {}}.forward(at::ones({1, 1}));
    EXPECT_TRUE(at::equal(got[0], values.flatten().to(at::kFloat)));
}

TEST(Linear, gradientsPassThroughNarrowWeights) {
    const at::Tensor weight = normal({1500, 4096}, 1).to(at::kBFloat16).repeat({8, 1});
    const at::Tensor bias = normal({12000}, 2);
    const auto gradientOf = [&](const at::Tensor& weights) {
        const at::Tensor x = normal({3, 4096}, 3).requires_grad_();
        const at::Tensor y = Linear{weights, bias}.forward(x.view({3, 1, 4096}));
        (y * normal({12000}, 4)).sum().backward();
        return x.grad();
    };
    EXPECT_TRUE(test::closeToLargest(gradientOf(weight), gradientOf(weight.to(at::kFloat)), 1e-5));
}

TEST(Linear, aBranchOfLowRankEqualsTheChangedWeight) {
    const at::Tensor weight = normal({24, 16}, 1).to(at::kBFloat16);
    const at::Tensor down = normal({4, 16}, 2);
    const at::Tensor up = normal({24, 4}, 3);
    const Linear branched{weight, {}, {down, up, 0.5}};
    const Linear changed{weight.to(at::kFloat) + at::mm(up, down) * 0.5, {}};
    for (const std::int64_t rows : {1, 5}) {
        const at::Tensor x = normal({rows, 16}, 4);
        EXPECT_TRUE(test::closeToLargest(branched.forward(x), changed.forward(x), 1e-5)) << rows;
    }
}

struct AttentionShape {
    std::vector<std::int64_t> lengths;
    std::int64_t heads, keyHeads, headDim;
};

// softmax(q·kᵀ/√d)·v one sequence and head at a time, in float64.
at::Tensor plainAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                          const std::vector<std::int64_t>& lengths, Causal causal) {
    at::Tensor out = at::empty_like(q).to(at::kDouble);
    std::int64_t first = 0;
    for (const std::int64_t S : lengths) {
        for (std::int64_t h = 0; h < q.size(1); ++h) {
            const std::int64_t kv = h / (q.size(1) / k.size(1));
            const auto rows = [&](const at::Tensor& t, std::int64_t head) {
                return t.narrow(0, first, S).select(1, head).to(at::kDouble);
            };
            at::Tensor scores = at::mm(rows(q, h), rows(k, kv).t()) / std::sqrt(q.size(2));
            if (causal == Causal::Yes)
                scores = scores.masked_fill(at::ones({S, S}, at::kBool).triu(1),
                                            -std::numeric_limits<double>::infinity());
            out.narrow(0, first, S)
                .select(1, h)
                .copy_(at::mm(at::softmax(scores, -1), rows(v, kv)));
        }
        first += S;
    }
    return out;
}

TEST(Attention, tilesEqualThePlainFormula) {
    const std::vector<AttentionShape> shapes{{{1}, 2, 2, 8},        {{7, 1, 12}, 4, 2, 16},
                                             {{2500}, 1, 1, 8},     {{33, 64}, 6, 2, 32},
                                             {{9, 9, 9}, 4, 2, 16}, {{1500, 700}, 1, 1, 8}};
    for (const AttentionShape& shape : shapes) {
        std::int64_t T = 0;
        for (const std::int64_t length : shape.lengths)
            T += length;
        const at::Tensor q = normal({T, shape.heads, shape.headDim}, 1);
        const at::Tensor k = normal({T, shape.keyHeads, shape.headDim}, 2);
        const at::Tensor v = normal({T, shape.keyHeads, shape.headDim}, 3);
        for (const Causal causal : {Causal::No, Causal::Yes}) {
            const at::Tensor expected = plainAttention(q, k, v, shape.lengths, causal);
            EXPECT_TRUE(allClose(attention(q, k, v, shape.lengths, causal), expected, 1e-5, 1e-5));
            const at::Tensor half = attention(q.to(at::kBFloat16), k.to(at::kBFloat16),
                                              v.to(at::kBFloat16), shape.lengths, causal);
            EXPECT_TRUE(allClose(half, expected, 0.03, 0.03));
        }
    }
}

TEST(Attention, hasTheGradientsOfThePlainFormulaAlsoInPieces) {
    const std::vector<AttentionShape> shapes{
        {{7, 1, 12}, 4, 2, 16}, {{1500}, 2, 2, 8}, {{1100, 9}, 6, 2, 8}};
    for (const AttentionShape& shape : shapes) {
        const std::int64_t T =
            std::accumulate(shape.lengths.begin(), shape.lengths.end(), std::int64_t{0});
        std::vector<at::Tensor> leaves;
        for (const std::int64_t heads : {shape.heads, shape.keyHeads, shape.keyHeads})
            leaves.push_back(
                normal({T, heads, shape.headDim}, std::ssize(leaves)).requires_grad_());
        const at::Tensor above = normal({T, shape.heads, shape.headDim}, 9);
        for (const Causal causal : {Causal::No, Causal::Yes}) {
            const auto gradients = [&](const at::Tensor& out) {
                return torch::autograd::grad({(out * above).sum()}, leaves);
            };
            const auto expected =
                gradients(plainAttention(leaves[0], leaves[1], leaves[2], shape.lengths, causal));
            const at::Tensor out =
                attention(leaves[0], leaves[1], leaves[2], shape.lengths, causal);
            const auto got = gradients(out);
            for (std::size_t i = 0; i < got.size(); ++i)
                EXPECT_TRUE(allClose(got[i], expected[i], 1e-4, 1e-5)) << i;
            const c10::AutoGradMode noGradients(false);
            EXPECT_TRUE(allClose(out,
                                 attention(leaves[0], leaves[1], leaves[2], shape.lengths, causal),
                                 1e-5, 1e-5));
        }
    }
}

TEST(Guarded, turnsExceptionsIntoErrors) {
    EXPECT_EQ(*guarded([] { return 3; }), 3);
    EXPECT_TRUE(guarded([] {}));
    EXPECT_EQ(guarded([]() -> int { throw std::bad_alloc(); }).error().code,
              ErrorCode::OutOfMemory);
    EXPECT_EQ(guarded([] { return at::zeros({1LL << 46}); }).error().code, ErrorCode::OutOfMemory);
    const auto misfit = guarded([] { return at::mm(at::zeros({2, 3}), at::zeros({2, 3})); });
    EXPECT_EQ(misfit.error().code, ErrorCode::Internal);
    EXPECT_FALSE(misfit.error().detail.empty());
    const auto own = guarded([]() -> Result<int> {
        throw ErrorException(Error{ErrorCode::WeightsInvalid, "w", "", "", {}});
    });
    EXPECT_EQ(own.error().code, ErrorCode::WeightsInvalid);
    EXPECT_EQ(guarded([]() -> Result<int> { return fail(ErrorCode::Device, "d"); }).error().code,
              ErrorCode::Device);
}

} // namespace
} // namespace diptych
