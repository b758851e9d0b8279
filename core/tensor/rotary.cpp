#include "core/tensor/rotary.h"

#include "core/tensor/fused_ops.h"

#include <ATen/ATen.h>

#include <cmath>

namespace diptych {

namespace {

at::Tensor emptyTable(std::size_t rows, std::int64_t columns) {
    return at::empty({static_cast<std::int64_t>(rows), columns}, at::kFloat);
}

} // namespace

RotaryTable RotaryTable::to(at::Device device) const {
    return {cos.to(device), sin.to(device)};
}

RotaryTable concatenate(std::span<const RotaryTable> tables) {
    std::vector<at::Tensor> cosines;
    std::vector<at::Tensor> sines;
    for (const RotaryTable& table : tables) {
        cosines.push_back(table.cos);
        sines.push_back(table.sin);
    }
    return {at::cat(cosines, 0), at::cat(sines, 0)};
}

RotaryTable gridRotaryTable(std::span<const GridPosition> positions,
                            std::span<const std::int64_t> axesDims, double theta) {
    std::vector<double> frequencies; // of every pair, axis after axis
    std::vector<std::size_t> axisOfPair;
    for (std::size_t axis = 0; axis < axesDims.size(); ++axis) {
        for (std::int64_t k = 0; k < axesDims[axis] / 2; ++k) {
            const double exponent =
                2.0 * static_cast<double>(k) / static_cast<double>(axesDims[axis]);
            frequencies.push_back(1.0 / std::pow(theta, exponent));
            axisOfPair.push_back(axis);
        }
    }
    const auto pairs = static_cast<std::int64_t>(frequencies.size());
    at::Tensor angles = emptyTable(positions.size(), pairs); // [T, Dh/2]
    float* out = angles.data_ptr<float>();
    for (const GridPosition& position : positions)
        for (std::size_t k = 0; k < frequencies.size(); ++k)
            *out++ =
                static_cast<float>(static_cast<double>(position[axisOfPair[k]]) * frequencies[k]);
    return {at::cos(angles), at::sin(angles)};
}

RotaryTable sequenceRotaryTable(std::span<const std::int64_t> positions, std::int64_t headDim,
                                double theta) {
    const std::int64_t half = headDim / 2;
    std::vector<float> frequencies(static_cast<std::size_t>(half));
    for (std::int64_t i = 0; i < half; ++i) {
        const float exponent = static_cast<float>(2 * i) / static_cast<float>(headDim);
        frequencies[static_cast<std::size_t>(i)] =
            1.0F / static_cast<float>(std::pow(theta, static_cast<double>(exponent)));
    }
    at::Tensor angles = emptyTable(positions.size(), half); // [T, Dh/2]
    float* out = angles.data_ptr<float>();
    for (const std::int64_t position : positions)
        for (const float frequency : frequencies)
            *out++ = static_cast<float>(position) * frequency;
    return {at::cos(angles), at::sin(angles)};
}

at::Tensor rotatePairs(const at::Tensor& x, const RotaryTable& table) {
    if (canFuse(x))
        return fusedRotate(x, table, RotaryPairs::Adjacent);
    const at::Tensor pairs = x.to(at::kFloat).unflatten(-1, {x.size(-1) / 2, 2}); // [T, H, Dh/2, 2]
    const at::Tensor even = pairs.select(-1, 0);                                  // [T, H, Dh/2]
    const at::Tensor odd = pairs.select(-1, 1);
    const at::Tensor cos = table.cos.unsqueeze(1); // [T, 1, Dh/2]
    const at::Tensor sin = table.sin.unsqueeze(1);
    return at::stack({even * cos - odd * sin, even * sin + odd * cos}, -1) // [T, H, Dh/2, 2]
        .flatten(-2)                                                       // [T, H, Dh]
        .to(x.scalar_type());
}

at::Tensor rotateHalves(const at::Tensor& x, const RotaryTable& table) {
    if (canFuse(x))
        return fusedRotate(x, table, RotaryPairs::Halves);
    const std::int64_t half = x.size(-1) / 2;
    const at::Tensor wide = x.to(at::kFloat);
    const at::Tensor first = wide.narrow(-1, 0, half); // [T, H, Dh/2]
    const at::Tensor second = wide.narrow(-1, half, half);
    const at::Tensor cos = table.cos.unsqueeze(1); // [T, 1, Dh/2]
    const at::Tensor sin = table.sin.unsqueeze(1);
    return at::cat({first * cos - second * sin, second * cos + first * sin}, -1) // [T, H, Dh]
        .to(x.scalar_type());
}

} // namespace diptych
