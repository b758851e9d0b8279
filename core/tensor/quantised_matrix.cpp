#include "core/tensor/quantised_matrix.h"

#include "core/base/error.h"
#include "core/tensor/quantised_rows.h"
#include "core/tensor/row_kernels.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <numeric>
#include <vector>

namespace diptych {

namespace {

// Read in blocks of this many numbers (16 MiB of float32).
constexpr std::int64_t kReadValues = 4 << 20;
constexpr std::int64_t kValuesPerTask = 1 << 15;

std::int64_t grainFor(std::int64_t rowLength) {
    return std::max<std::int64_t>(1, kValuesPerTask / std::max<std::int64_t>(1, rowLength));
}

// Calls work(first, block) for one block of rows after another.
void overBlocks(std::int64_t rows, std::int64_t columns, const ReadRows& read,
                const std::function<void(std::int64_t, const at::Tensor&)>& work) {
    const std::int64_t most =
        std::clamp<std::int64_t>(kReadValues / std::max<std::int64_t>(1, columns), 1, rows);
    const at::Tensor buffer = at::empty({most, columns}, at::kFloat);
    for (std::int64_t first = 0; first < rows; first += most) {
        at::Tensor block = buffer.narrow(0, 0, std::min(most, rows - first));
        read(first, block);
        work(first, block);
    }
}

// The bits of each column's largest magnitude.
std::vector<std::int32_t> largestOfColumns(std::int64_t rows, std::int64_t columns,
                                           const ReadRows& read) {
    const auto width = static_cast<std::size_t>(columns);
    std::vector<std::int32_t> largest(width, 0);
    overBlocks(rows, columns, read, [&](std::int64_t, const at::Tensor& block) {
        // Each task takes a stretch of columns through all rows, so that nothing is shared.
        const auto* values = block.data_ptr<float>();
        const std::int64_t count = block.size(0);
        constexpr std::int64_t kStretch = 256;
        at::parallel_for(0, (columns + kStretch - 1) / kStretch, grainFor(kStretch * count),
                         [&](std::int64_t begin, std::int64_t end) {
                             const std::int64_t from = begin * kStretch;
                             const std::int64_t length = std::min(end * kStretch, columns) - from;
                             for (std::int64_t row = 0; row < count; ++row)
                                 rows::raiseLargest(values + row * columns + from,
                                                    largest.data() + from, length);
                         });
    });
    return largest;
}

// The columns to keep apart, ascending. Magnitudes are in the order of their bits.
std::vector<std::int32_t> columnsToKeep(const std::vector<std::int32_t>& largest) {
    if (largest.empty())
        return {};
    std::vector<std::int32_t> sorted = largest;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    const float limit = kKeptRatio * std::bit_cast<float>(*middle);
    std::vector<std::int32_t> kept;
    for (std::size_t i = 0; i < largest.size(); ++i)
        if (std::bit_cast<float>(largest[i]) > limit)
            kept.push_back(static_cast<std::int32_t>(i));
    const auto most =
        static_cast<std::size_t>(mostKeptColumns(static_cast<std::int64_t>(largest.size())));
    if (kept.size() > most) {
        std::stable_sort(kept.begin(), kept.end(), [&](std::int32_t a, std::int32_t b) {
            return largest[static_cast<std::size_t>(a)] > largest[static_cast<std::size_t>(b)];
        });
        kept.resize(most);
        std::sort(kept.begin(), kept.end());
    }
    return kept;
}

// Where the parts of one row lie. Borrowed.
struct RowParts {
    explicit RowParts(const QuantisedMatrix& matrix)
        : int8(matrix.format == QuantisedFormat::Int8), columns(matrix.columns),
          groups(groupCount(matrix.columns)),
          keptCount(matrix.keptColumns.defined() ? matrix.keptColumns.size(0) : 0),
          codes8(int8 ? matrix.codes.data_ptr<std::int8_t>() : nullptr),
          codes4(int8 ? nullptr : matrix.codes.data_ptr<std::int32_t>()),
          scales(matrix.scales.data_ptr<float>()),
          keptColumns(keptCount > 0 ? matrix.keptColumns.data_ptr<std::int32_t>() : nullptr),
          kept(keptCount > 0
                   ? reinterpret_cast<rows::Half*>(matrix.keptWeight.data_ptr<at::BFloat16>())
                   : nullptr) {}

    bool int8;
    std::int64_t columns, groups, keptCount;
    std::int8_t* codes8;
    std::int32_t* codes4;
    float* scales;
    const std::int32_t* keptColumns;
    rows::Half* kept;
};

// Takes the kept columns out of a row, which is left without them, and writes its codes.
void quantiseRow(const RowParts& to, std::int64_t row, float* values) {
    std::vector<float> kept(static_cast<std::size_t>(to.keptCount));
    for (std::int64_t k = 0; k < to.keptCount; ++k) {
        kept[static_cast<std::size_t>(k)] = values[to.keptColumns[k]];
        values[to.keptColumns[k]] = 0.0F;
    }
    if (to.keptCount > 0)
        rows::narrow(kept.data(), to.kept + row * to.keptCount, to.keptCount);
    if (to.int8)
        to.scales[row] = rows::quantise(values, to.codes8 + row * to.columns, to.columns);
    else
        rows::quantise(values, to.codes4 + row * to.groups * kGroupWords,
                       to.scales + row * to.groups, to.columns);
}

void dequantiseRow(const RowParts& from, std::int64_t row, float* values) {
    if (from.int8)
        rows::dequantise(from.codes8 + row * from.columns, from.scales[row], values, from.columns);
    else
        rows::dequantise(from.codes4 + row * from.groups * kGroupWords,
                         from.scales + row * from.groups, values, from.columns);
    for (std::int64_t k = 0; k < from.keptCount; ++k)
        rows::widen(from.kept + row * from.keptCount + k, values + from.keptColumns[k], 1);
}

// x as the product reads it: arranged for int8, followed by zeros up to a whole group for int4.
std::vector<float> preparedRow(const QuantisedMatrix& matrix, const float* x) {
    const bool isInt8 = matrix.format == QuantisedFormat::Int8;
    const std::int64_t length =
        isInt8 ? matrix.columns : groupCount(matrix.columns) * kQuantisedGroup;
    std::vector<float> prepared(static_cast<std::size_t>(length), 0.0F);
    if (isInt8)
        rows::arrange(x, prepared.data(), matrix.columns);
    else
        std::copy(x, x + matrix.columns, prepared.begin());
    return prepared;
}

} // namespace

std::uint64_t QuantisedMatrix::byteCount() const {
    std::uint64_t bytes = codes.nbytes() + scales.nbytes();
    if (keptColumns.defined())
        bytes += keptColumns.nbytes() + keptWeight.nbytes();
    return bytes;
}

QuantisedMatrix QuantisedMatrix::to(at::Device device) const {
    QuantisedMatrix moved = *this;
    for (at::Tensor* tensor : {&moved.codes, &moved.scales, &moved.keptColumns, &moved.keptWeight})
        if (tensor->defined())
            *tensor = tensor->to(device);
    return moved;
}

std::int64_t mostKeptColumns(std::int64_t columns) {
    return std::min(kMostKeptColumns, columns / 16);
}

QuantisedMatrix quantise(QuantisedFormat format, std::int64_t rowCount, std::int64_t columns,
                         const ReadRows& read, const std::string& name) {
    const std::vector<std::int32_t> largest = largestOfColumns(rowCount, columns, read);
    if (std::any_of(largest.begin(), largest.end(),
                    [](std::int32_t bits) { return bits >= rows::kNotFinite; }))
        throw ErrorException(Error{ErrorCode::WeightsInvalid,
                                   fmt::format("tensor {} holds numbers that are not finite", name),
                                   "the weights may be damaged: get the file again",
                                   "",
                                   {name}});
    const std::vector<std::int32_t> kept = columnsToKeep(largest);
    QuantisedMatrix matrix;
    matrix.format = format;
    matrix.rows = rowCount;
    matrix.columns = columns;
    const std::int64_t groups = groupCount(columns);
    const bool isInt8 = format == QuantisedFormat::Int8;
    matrix.codes = isInt8 ? at::empty({rowCount, columns}, at::kChar)
                          : at::empty({rowCount, groups * kGroupWords}, at::kInt);
    matrix.scales =
        isInt8 ? at::empty({rowCount}, at::kFloat) : at::empty({rowCount, groups}, at::kFloat);
    if (!kept.empty()) {
        const auto count = static_cast<std::int64_t>(kept.size());
        matrix.keptColumns = at::empty({count}, at::kInt);
        std::copy(kept.begin(), kept.end(), matrix.keptColumns.data_ptr<std::int32_t>());
        matrix.keptWeight = at::empty({rowCount, count}, at::kBFloat16);
    }
    const RowParts parts(matrix);
    overBlocks(rowCount, columns, read, [&](std::int64_t first, const at::Tensor& block) {
        auto* values = block.data_ptr<float>();
        at::parallel_for(0, block.size(0), grainFor(columns),
                         [&](std::int64_t begin, std::int64_t end) {
                             for (std::int64_t i = begin; i < end; ++i)
                                 quantiseRow(parts, first + i, values + i * columns);
                         });
    });
    return matrix;
}

QuantisedMatrix quantise(QuantisedFormat format, const at::Tensor& matrix,
                         const std::string& name) {
    const ReadRows read = [&](std::int64_t first, at::Tensor& block) {
        block.copy_(matrix.narrow(0, first, block.size(0)));
    };
    return quantise(format, matrix.size(0), matrix.size(1), read, name);
}

void dequantiseRows(const QuantisedMatrix& matrix, std::int64_t first, at::Tensor& block) {
    const RowParts parts(matrix);
    auto* values = block.data_ptr<float>();
    at::parallel_for(0, block.size(0), grainFor(matrix.columns),
                     [&](std::int64_t begin, std::int64_t end) {
                         for (std::int64_t i = begin; i < end; ++i)
                             dequantiseRow(parts, first + i, values + i * matrix.columns);
                     });
}

at::Tensor dequantisePlainly(const QuantisedMatrix& matrix) {
    at::Tensor whole; // [rows, columns]
    if (matrix.format == QuantisedFormat::Int8) {
        whole = matrix.codes.to(at::kFloat) * matrix.scales.unsqueeze(1);
    } else {
        const std::int64_t groups = groupCount(matrix.columns);
        const at::Tensor words = matrix.codes.view({matrix.rows, groups, 1, kGroupWords});
        std::vector<at::Tensor> parts; // [rows, groups, 1, 8] each: columns 8n … 8n + 7
        for (std::int64_t n = 0; n < kQuantisedGroup / kGroupWords; ++n)
            parts.push_back(at::bitwise_right_shift(
                at::bitwise_left_shift(words, at::Scalar(28 - 4 * n)), at::Scalar(28)));
        const at::Tensor codes = at::cat(parts, 2).view({matrix.rows, groups, kQuantisedGroup});
        whole = (codes.to(at::kFloat) * matrix.scales.unsqueeze(2))
                    .view({matrix.rows, groups * kQuantisedGroup})
                    .narrow(1, 0, matrix.columns);
    }
    if (!matrix.keptColumns.defined())
        return whole;
    return whole.index_copy(1, matrix.keptColumns.to(at::kLong), matrix.keptWeight.to(at::kFloat));
}

at::Tensor dequantise(const QuantisedMatrix& matrix, at::ScalarType type) {
    if (!matrix.codes.is_cpu())
        return dequantisePlainly(matrix).to(type);
    at::Tensor whole = at::empty({matrix.rows, matrix.columns}, at::kFloat);
    dequantiseRows(matrix, 0, whole);
    return whole.to(type);
}

bool isQuantisedVector(const QuantisedMatrix& matrix, const at::Tensor& x) {
    const bool differentiable = c10::GradMode::is_enabled() && x.requires_grad();
    return !differentiable && x.is_cpu() && matrix.codes.is_cpu() &&
           x.scalar_type() == at::kFloat && x.dim() > 0 && x.numel() == x.size(-1) && x.numel() > 0;
}

at::Tensor quantisedVector(const QuantisedMatrix& matrix, const at::Tensor& x) {
    TORCH_CHECK(x.numel() == matrix.columns, "a row of ", x.numel(), " for a matrix of ",
                matrix.columns);
    const at::Tensor row = x.contiguous();
    const auto* const values = row.data_ptr<float>();
    const std::vector<float> prepared = preparedRow(matrix, values);
    const RowParts parts(matrix);
    std::vector<float> keptX;
    for (std::int64_t k = 0; k < parts.keptCount; ++k)
        keptX.push_back(values[parts.keptColumns[k]]);
    at::Tensor y = at::empty({matrix.rows}, row.options()); // [out]
    auto* const result = y.data_ptr<float>();
    at::parallel_for(
        0, matrix.rows, grainFor(matrix.columns), [&](std::int64_t begin, std::int64_t end) {
            const std::int64_t count = end - begin;
            if (parts.int8)
                rows::dotRows(parts.codes8 + begin * parts.columns, parts.scales + begin,
                              prepared.data(), result + begin, count, parts.columns);
            else
                rows::dotRows(parts.codes4 + begin * parts.groups * kGroupWords,
                              parts.scales + begin * parts.groups, prepared.data(), result + begin,
                              count, parts.groups);
            for (std::int64_t r = begin; parts.keptCount > 0 && r < end; ++r)
                result[r] +=
                    rows::dot(parts.kept + r * parts.keptCount, keptX.data(), parts.keptCount);
        });
    return y;
}

} // namespace diptych
