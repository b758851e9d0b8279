// One row times a matrix: the same numbers as the plain product, in every shape and type.
#include "core/tensor/matrix_vector.h"

#include "core/tensor/ops.h"
#include "tests/support/goldens.h"

#include <ATen/ATen.h>

namespace diptych {
namespace {

at::Tensor randomMatrix(std::int64_t rows, std::int64_t columns, at::ScalarType type) {
    at::manual_seed(static_cast<std::uint64_t>(rows * 1000 + columns));
    return at::randn({rows, columns}).to(type);
}

TEST(MatrixVector, equalsThePlainProductForAnyShapeAndType) {
    for (const at::ScalarType type : {at::kFloat, at::kBFloat16})
        for (const auto& [rows, columns] :
             {std::pair{1, 1}, {7, 3}, {8, 64}, {9, 65}, {1000, 2560}, {2049, 33}}) {
            const at::Tensor weight = randomMatrix(rows, columns, type);
            const at::Tensor x = at::randn({1, columns});
            const at::Tensor expected =
                at::mv(weight.to(at::kDouble), x[0].to(at::kDouble)).to(at::kFloat);
            ASSERT_TRUE(isMatrixVector(x, weight));
            EXPECT_TRUE(test::closeToLargest(matrixVector(weight, x), expected, 1e-5))
                << rows << "x" << columns << " " << type;
        }
}

TEST(MatrixVector, givesALinearLayerTheSameResultAsSeveralRows) {
    for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
        const Linear linear{randomMatrix(300, 200, type), at::randn({300})};
        const at::Tensor rows = at::randn({3, 200});
        const at::Tensor together = linear.forward(rows);
        for (std::int64_t i = 0; i < 3; ++i) {
            EXPECT_TRUE(test::closeToLargest(linear.forward(rows[i]), together[i], 1e-5));
            EXPECT_TRUE(test::closeToLargest(linear.forward(rows.narrow(0, i, 1)),
                                             together.narrow(0, i, 1), 1e-5));
        }
        EXPECT_EQ(linear.forward(rows.narrow(0, 0, 1).unsqueeze(0)).sizes(),
                  (std::vector<std::int64_t>{1, 1, 300}));
    }
}

TEST(MatrixVector, takesARowThatIsNotDense) {
    const at::Tensor weight = randomMatrix(40, 16, at::kBFloat16);
    const at::Tensor x = at::randn({16, 5}).select(1, 2);
    EXPECT_TRUE(
        test::closeToLargest(matrixVector(weight, x), at::mv(weight.to(at::kFloat), x), 1e-5));
}

TEST(MatrixVector, leavesGradientsAndOtherTypesToTheLibrary) {
    const at::Tensor weight = randomMatrix(4, 8, at::kFloat);
    EXPECT_FALSE(isMatrixVector(at::randn({2, 8}), weight));
    EXPECT_FALSE(isMatrixVector(at::randn({8}).to(at::kBFloat16), weight));
    EXPECT_FALSE(isMatrixVector(at::randn({8}), weight.to(at::kHalf)));
    EXPECT_FALSE(isMatrixVector(at::randn({4}), weight.t()));
    at::Tensor trained = weight.clone().set_requires_grad(true);
    EXPECT_FALSE(isMatrixVector(at::randn({8}), trained));
}

TEST(ReadOnce, sumsEveryWord) {
    const at::Tensor words = at::arange(1, 100001, at::kLong);
    EXPECT_EQ(readOnce(words), 5000050000U);
    EXPECT_EQ(readOnce(words.narrow(0, 0, 10)), 55U);
}

} // namespace
} // namespace diptych
