// Rotary tables and rotations against the published reference code.
#include "core/tensor/rotary.h"

#include "tests/support/goldens.h"

#include <ATen/ATen.h>

namespace diptych {
namespace {

using test::GoldenCase;

TEST(Rotary, gridTablesAndRotationEqualTheReference) {
    for (const GoldenCase& golden : test::goldenCases("rope")) {
        const at::Tensor ids = golden["ids"].to(at::kLong); // [N, 3]
        std::vector<GridPosition> positions;
        for (std::int64_t i = 0; i < ids.size(0); ++i)
            positions.push_back({ids[i][0].item<std::int64_t>(), ids[i][1].item<std::int64_t>(),
                                 ids[i][2].item<std::int64_t>()});
        const RotaryTable table = gridRotaryTable(
            positions, golden.config()["axes_dims"].get<std::vector<std::int64_t>>(),
            golden.config()["theta"]);
        EXPECT_TRUE(golden.close(table.cos, "cos"));
        EXPECT_TRUE(golden.close(table.sin, "sin"));
        EXPECT_TRUE(golden.close(rotatePairs(golden["x"][0], table).unsqueeze(0), "y"));
    }
}

TEST(Rotary, positionsBeyondThePublishedTablesAreNoError) {
    const std::vector<GridPosition> positions{{100000, 5000, 5000}};
    const std::vector<std::int64_t> axes{32, 48, 48};
    const RotaryTable table = gridRotaryTable(positions, axes, 256.0);
    EXPECT_NEAR(table.cos[0][0].item<double>(), std::cos(100000.0), 1e-4);
    EXPECT_TRUE(table.sin.isfinite().all().item<bool>());
}

TEST(Rotary, positionZeroRotatesNothing) {
    const at::Tensor x = at::randn({2, 3, 8});
    const std::vector<std::int64_t> zeros{0, 0};
    const RotaryTable table = sequenceRotaryTable(zeros, 8, 1e6);
    EXPECT_TRUE(at::equal(rotateHalves(x, table), x));
    EXPECT_TRUE(at::equal(rotatePairs(x, table), x));
}

TEST(Rotary, halvesAndPairsRotateDifferentElements) {
    const std::vector<std::int64_t> one{1};
    const RotaryTable table = sequenceRotaryTable(one, 4, 1.0); // every angle is 1
    const at::Tensor x = at::tensor({1.0F, 0.0F, 0.0F, 0.0F}).view({1, 1, 4});
    const double c = std::cos(1.0);
    const double s = std::sin(1.0);
    EXPECT_TRUE(test::allClose(rotateHalves(x, table).flatten(),
                               at::tensor({c, 0.0, s, 0.0}, at::kFloat), 1e-6, 0));
    EXPECT_TRUE(test::allClose(rotatePairs(x, table).flatten(),
                               at::tensor({c, s, 0.0, 0.0}, at::kFloat), 1e-6, 0));
}

} // namespace
} // namespace diptych
