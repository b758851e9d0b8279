// Quantised matrices: the error of each number against the formula, which columns are kept apart,
// and products against the plain ones in every shape.
#include "core/tensor/quantised_matrix.h"

#include "core/base/error.h"
#include "core/tensor/ops.h"
#include "tests/support/goldens.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

namespace diptych {
namespace {

constexpr QuantisedFormat kFormats[] = {QuantisedFormat::Int8, QuantisedFormat::Int4};
constexpr std::pair<std::int64_t, std::int64_t> kShapes[] = {
    {1, 1}, {7, 3}, {8, 64}, {9, 65}, {63, 130}, {300, 200}, {2049, 33}, {40, 2560}};

at::Tensor randomMatrix(std::int64_t rows, std::int64_t columns) {
    at::manual_seed(static_cast<std::uint64_t>(rows * 1000 + columns));
    return at::randn({rows, columns});
}

// A matrix with two columns that are kept apart.
at::Tensor matrixWithOutliers(std::int64_t rows, std::int64_t columns) {
    at::Tensor matrix = randomMatrix(rows, columns);
    matrix.select(1, 5).mul_(100.0);
    matrix.select(1, columns - 1).mul_(40.0);
    return matrix;
}

std::vector<std::int32_t> keptColumnsOf(const QuantisedMatrix& matrix) {
    if (!matrix.keptColumns.defined())
        return {};
    const auto* columns = matrix.keptColumns.data_ptr<std::int32_t>();
    return {columns, columns + matrix.keptColumns.size(0)};
}

// The documented formula in libtorch's words: [rows, columns].
at::Tensor formula(QuantisedFormat format, const at::Tensor& matrix) {
    const std::int64_t columns = matrix.size(1);
    if (format == QuantisedFormat::Int8) {
        const at::Tensor largest = matrix.abs().amax(1, true); // [rows, 1]
        return at::round(matrix * (127.0F / largest)) * (largest / 127.0F);
    }
    const std::int64_t groups = groupCount(columns);
    const at::Tensor padded = at::constant_pad_nd(matrix, {0, groups * kQuantisedGroup - columns});
    const at::Tensor grouped = padded.view({matrix.size(0), groups, kQuantisedGroup});
    const at::Tensor highest = grouped.amax(2, true);
    const at::Tensor lowest = grouped.amin(2, true);
    const at::Tensor extreme = at::where(-lowest > highest, lowest, highest); // [rows, groups, 1]
    const at::Tensor codes = at::clamp_max(at::round(grouped * (-8.0F / extreme)), 7.0);
    return (codes * (extreme / -8.0F))
        .view({matrix.size(0), groups * kQuantisedGroup})
        .narrow(1, 0, columns);
}

TEST(QuantisedMatrix, followsTheFormulaToTheBit) {
    for (const QuantisedFormat format : kFormats)
        for (const auto& [rows, columns] : kShapes) {
            const at::Tensor matrix = randomMatrix(rows, columns);
            const QuantisedMatrix quantised = quantise(format, matrix, "w");
            EXPECT_TRUE(keptColumnsOf(quantised).empty());
            EXPECT_TRUE(at::equal(dequantise(quantised, at::kFloat), formula(format, matrix)))
                << toString(format) << " " << rows << "x" << columns;
        }
}

TEST(QuantisedMatrix, noNumberIsOffByMoreThanItsScaleAllows) {
    const at::Tensor matrix = randomMatrix(64, 640);
    const at::Tensor eight =
        (dequantise(quantise(QuantisedFormat::Int8, matrix, "w"), at::kFloat) - matrix).abs();
    const at::Tensor scale8 = matrix.abs().amax(1, true) / 127.0;
    EXPECT_TRUE((eight <= scale8 * 0.501).all().item<bool>());
    EXPECT_GT((eight / scale8).max().item<double>(), 0.45) << "the bound is not far away";

    const QuantisedMatrix four = quantise(QuantisedFormat::Int4, matrix, "w");
    const at::Tensor error = (dequantise(four, at::kFloat) - matrix).abs().view({64, 10, 64});
    const at::Tensor scale4 = four.scales.abs().unsqueeze(2);
    EXPECT_TRUE((error <= scale4 * 1.001).all().item<bool>());
    // More than half a scale only where the code 8 would have been needed.
    const at::Tensor clipped = matrix.view({64, 10, 64}) / four.scales.unsqueeze(2) > 7.5;
    EXPECT_TRUE((error <= scale4 * 0.501).logical_or(clipped).all().item<bool>());
}

TEST(QuantisedMatrix, everyCodeIsReadBackAsItWasWritten) {
    for (const QuantisedFormat format : kFormats)
        for (const auto& [rows, columns] : {std::pair{5, 64}, {9, 170}, {33, 129}}) {
            const QuantisedMatrix quantised =
                quantise(format, matrixWithOutliers(rows, columns), "w");
            EXPECT_EQ(keptColumnsOf(quantised).size(), 2U);
            const at::Tensor plain = dequantisePlainly(quantised);
            EXPECT_TRUE(at::equal(dequantise(quantised, at::kFloat), plain));
            at::Tensor block = at::empty({2, columns});
            dequantiseRows(quantised, 3, block);
            EXPECT_TRUE(at::equal(block, plain.narrow(0, 3, 2)));
        }
}

TEST(QuantisedMatrix, codesOfInt4LieAsDocumented) {
    at::Tensor matrix = at::full({1, 70}, 2.0);
    matrix[0][0] = 8.0;   // the extreme: scale −1, its code −8, that of the others −2
    matrix[0][13] = -3.0; // code 3 in word 13 % 8 = 5, bits 4 … 7
    matrix[0][65] = -8.0; // the second group: scale 1
    const QuantisedMatrix quantised = quantise(QuantisedFormat::Int4, matrix, "w");
    ASSERT_EQ(quantised.codes.sizes(), (std::vector<std::int64_t>{1, 16}));
    const auto* codes = quantised.codes.data_ptr<std::int32_t>();
    const std::vector<std::uint32_t> words(codes, codes + 16);
    const std::uint32_t other = 0xEEEEEEEE;
    EXPECT_EQ(words, (std::vector<std::uint32_t>{0xEEEEEEE8, other, other, other, other, 0xEEEEEE3E,
                                                 other, other, 2, 8, 2, 2, 2, 2, 0, 0}));
    EXPECT_EQ(quantised.scales[0][0].item<float>(), -1.0F);
    EXPECT_EQ(quantised.scales[0][1].item<float>(), 1.0F);
}

TEST(QuantisedMatrix, rowsOfNothingStayNothing) {
    for (const QuantisedFormat format : kFormats) {
        at::Tensor matrix = at::zeros({4, 100});
        matrix.select(0, 1).fill_(1e-35);
        matrix.select(0, 2).fill_(-2.0);
        const at::Tensor back = dequantise(quantise(format, matrix, "w"), at::kFloat);
        EXPECT_EQ(back.narrow(0, 0, 2).abs().max().item<float>(), 0.0F) << toString(format);
        EXPECT_TRUE(test::closeToLargest(back[2], matrix[2], 1e-6)) << "the extreme is exact";
        EXPECT_EQ(back[3].abs().max().item<float>(), 0.0F);
    }
}

TEST(QuantisedMatrix, numbersThatAreNotFiniteAreRefusedByName) {
    for (const float wrong :
         {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
        at::Tensor matrix = randomMatrix(20, 70);
        matrix[13][66] = wrong;
        try {
            quantise(QuantisedFormat::Int4, matrix, "layers.3.x.weight");
            ADD_FAILURE() << wrong;
        } catch (const ErrorException& exception) {
            EXPECT_EQ(exception.error().code, ErrorCode::WeightsInvalid);
            EXPECT_NE(exception.error().message.find("layers.3.x.weight"), std::string::npos);
        }
    }
}

TEST(QuantisedMatrix, outlierColumnsAreKeptApartInBfloat16) {
    const at::Tensor plain = randomMatrix(100, 320);
    const at::Tensor matrix = matrixWithOutliers(100, 320);
    for (const QuantisedFormat format : kFormats) {
        const QuantisedMatrix quantised = quantise(format, matrix, "w");
        EXPECT_EQ(keptColumnsOf(quantised), (std::vector<std::int32_t>{5, 319}));
        const at::Tensor back = dequantise(quantised, at::kFloat);
        for (const std::int64_t column : {5, 319})
            EXPECT_TRUE(at::equal(back.select(1, column),
                                  matrix.select(1, column).to(at::kBFloat16).to(at::kFloat)));
        // The others are as exact as without the outliers.
        const at::Tensor without = dequantise(quantise(format, plain, "w"), at::kFloat);
        const auto others = [&](const at::Tensor& values, const at::Tensor& exact) {
            return (values - exact).narrow(1, 6, 300).norm().item<double>();
        };
        EXPECT_LT(others(back, matrix), 1.05 * others(without, plain)) << toString(format);
    }
}

TEST(QuantisedMatrix, neverKeepsMoreThanAFewColumnsApart) {
    EXPECT_EQ(mostKeptColumns(64), 4);
    EXPECT_EQ(mostKeptColumns(2560), kMostKeptColumns);
    at::Tensor matrix = randomMatrix(50, 64);
    for (const std::int64_t column : {3, 9, 20, 21, 40, 60})
        matrix.select(1, column).fill_(static_cast<double>(20 + column));
    const QuantisedMatrix quantised = quantise(QuantisedFormat::Int8, matrix, "w");
    EXPECT_EQ(keptColumnsOf(quantised), (std::vector<std::int32_t>{20, 21, 40, 60}))
        << "the largest of them, in order";
    EXPECT_EQ(quantised.byteCount(), 50U * 64 + 50 * 4 + 4 * 4 + 50 * 4 * 2);
}

TEST(QuantisedMatrix, largeMatricesAreReadInBlocksWithTheSameResult) {
    const at::Tensor matrix = matrixWithOutliers(1500, 4096); // more than a block holds
    const QuantisedMatrix whole = quantise(QuantisedFormat::Int4, matrix, "w");
    std::vector<std::int64_t> firsts;
    const QuantisedMatrix again = quantise(
        QuantisedFormat::Int4, 1500, 4096,
        [&](std::int64_t first, at::Tensor& block) {
            firsts.push_back(first);
            block.copy_(matrix.narrow(0, first, block.size(0)));
        },
        "w");
    EXPECT_EQ(firsts, (std::vector<std::int64_t>{0, 1024, 0, 1024}));
    EXPECT_TRUE(at::equal(again.codes, whole.codes) && at::equal(again.scales, whole.scales));
    const QuantisedMatrix narrow =
        quantise(QuantisedFormat::Int4, matrix.to(at::kBFloat16), "narrow");
    EXPECT_LT(
        (dequantise(narrow, at::kFloat) - dequantise(whole, at::kFloat)).norm().item<double>(),
        0.2 * matrix.norm().item<double>());
}

TEST(QuantisedVector, equalsThePlainProductForAnyShape) {
    for (const QuantisedFormat format : kFormats)
        for (const auto& [rows, columns] : kShapes) {
            const at::Tensor matrix =
                columns > 60 ? matrixWithOutliers(rows, columns) : randomMatrix(rows, columns);
            const QuantisedMatrix quantised = quantise(format, matrix, "w");
            const at::Tensor x = at::randn({1, columns});
            ASSERT_TRUE(isQuantisedVector(quantised, x));
            const at::Tensor expected =
                at::mv(dequantisePlainly(quantised).to(at::kDouble), x[0].to(at::kDouble))
                    .to(at::kFloat);
            EXPECT_TRUE(test::closeToLargest(quantisedVector(quantised, x), expected, 1e-5))
                << toString(format) << " " << rows << "x" << columns;
        }
}

TEST(QuantisedVector, takesARowThatIsNotDenseAndLeavesOthersAlone) {
    const QuantisedMatrix quantised = quantise(QuantisedFormat::Int4, randomMatrix(40, 70), "w");
    const at::Tensor x = at::randn({70, 5}).select(1, 2);
    EXPECT_TRUE(test::closeToLargest(quantisedVector(quantised, x),
                                     at::mv(dequantisePlainly(quantised), x), 1e-5));
    EXPECT_FALSE(isQuantisedVector(quantised, at::randn({2, 70})));
    EXPECT_FALSE(isQuantisedVector(quantised, at::randn({70}).to(at::kBFloat16)));
    EXPECT_FALSE(isQuantisedVector(quantised, at::randn({70}).set_requires_grad(true)));
}

Linear quantisedLinear(QuantisedFormat format, const at::Tensor& matrix) {
    Linear linear;
    linear.quantised = std::make_shared<const QuantisedMatrix>(quantise(format, matrix, "w"));
    linear.bias = at::randn({matrix.size(0)});
    return linear;
}

TEST(QuantisedLinear, equalsThePlainProductForManyRowsAndForOne) {
    for (const QuantisedFormat format : kFormats) {
        const Linear linear = quantisedLinear(format, matrixWithOutliers(301, 170));
        const at::Tensor weight = dequantisePlainly(*linear.quantised);
        const at::Tensor x = at::randn({2, 3, 170});
        const at::Tensor expected = at::linear(x, weight, linear.bias);
        const at::Tensor together = linear.forward(x); // [2, 3, 301]
        EXPECT_TRUE(test::closeToLargest(together, expected, 1e-5)) << toString(format);
        EXPECT_TRUE(test::closeToLargest(linear.forward(x[1][2]), expected[1][2], 1e-5));
        const at::Tensor one = linear.forward(x.narrow(0, 0, 1).narrow(1, 1, 1));
        EXPECT_EQ(one.sizes(), (std::vector<std::int64_t>{1, 1, 301}));
        EXPECT_TRUE(test::closeToLargest(one[0][0], expected[0][1], 1e-5));
        Linear narrow = linear; // as on other devices, where biases have the dtype of x
        narrow.bias = linear.bias.to(at::kBFloat16);
        EXPECT_TRUE(test::closeToLargest(narrow.forward(x.to(at::kBFloat16)).to(at::kFloat),
                                         expected, 0.02));
    }
}

TEST(QuantisedLinear, addsItsBranch) {
    Linear linear = quantisedLinear(QuantisedFormat::Int8, randomMatrix(30, 70));
    const at::Tensor x = at::randn({4, 70});
    const at::Tensor without = linear.forward(x);
    linear.branch = {at::randn({3, 70}), at::randn({30, 3}), 0.5};
    const at::Tensor expected =
        without + at::linear(at::linear(x, linear.branch.down), linear.branch.up) * 0.5;
    EXPECT_TRUE(test::closeToLargest(linear.forward(x), expected, 1e-6));
    EXPECT_TRUE(test::closeToLargest(linear.forward(x[0]), expected[0], 1e-5));
}

TEST(QuantisedLinear, gradientsFlowToX) {
    for (const QuantisedFormat format : kFormats) {
        const Linear linear = quantisedLinear(format, matrixWithOutliers(50, 130));
        for (const std::int64_t rows : {1, 6}) {
            const c10::AutoGradMode gradients(true);
            at::Tensor x = at::randn({rows, 130}).set_requires_grad(true);
            const at::Tensor above = at::randn({rows, 50});
            (linear.forward(x) * above).sum().backward();
            EXPECT_TRUE(test::closeToLargest(
                x.grad(), at::matmul(above, dequantisePlainly(*linear.quantised)), 1e-5))
                << toString(format);
        }
    }
}

} // namespace
} // namespace diptych
