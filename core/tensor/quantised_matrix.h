// Matrices in one byte or half a byte a weight: made from ordinary ones, and multiplied with.
//
// int8 has one scale a row, int4 one for 64 columns of a row; the scales are float32. Columns whose
// weights are far larger than the others' ("outlier channels") would take the scale away from all
// the others of their row, so they are kept apart in bfloat16. docs/quantisation.md has the
// formulas and the reasons.
#pragma once

#include "core/checkpoint/quantised_weights.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <string>

namespace diptych {

/// Layout of the tensors: quantised_weights.h. All on one device, dense.
struct QuantisedMatrix {
    QuantisedFormat format = QuantisedFormat::Int8;
    std::int64_t rows = 0;    ///< out
    std::int64_t columns = 0; ///< in
    at::Tensor codes;         ///< int8 [rows, columns], or int32 [rows, 8·groups]
    at::Tensor scales;        ///< float32 [rows], or [rows, groups]
    at::Tensor keptColumns;   ///< int32 [kept]; undefined where no column is kept apart
    at::Tensor keptWeight;    ///< bfloat16 [rows, kept]; likewise

    std::uint64_t byteCount() const;
    QuantisedMatrix to(at::Device device) const;
};

/// Fills `block` [count, columns] float32 with the rows that begin with `first`.
using ReadRows = std::function<void(std::int64_t first, at::Tensor& block)>;

/// Quantises a matrix on the CPU that `read` gives block by block, twice: for the columns that are
/// kept apart, and for the codes. A column is kept where its largest weight is more than
/// `kKeptRatio` times the median of all columns' largest ones; of more than `mostKeptColumns` the
/// largest. Throws ErrorException(WeightsInvalid), naming `name`, where a number is not finite.
QuantisedMatrix quantise(QuantisedFormat format, std::int64_t rows, std::int64_t columns,
                         const ReadRows& read, const std::string& name);
/// The same for a dense float32 or bfloat16 matrix.
QuantisedMatrix quantise(QuantisedFormat format, const at::Tensor& matrix, const std::string& name);

inline constexpr float kKeptRatio = 4.0F;
/// At most one column of sixteen, and kMostKeptColumns in all.
std::int64_t mostKeptColumns(std::int64_t columns);

/// Rows [first, first + block.size(0)) as float32; on the CPU, all threads.
void dequantiseRows(const QuantisedMatrix& matrix, std::int64_t first, at::Tensor& block);

/// The whole matrix as float32 with libtorch's own operations, on any device.
at::Tensor dequantisePlainly(const QuantisedMatrix& matrix);

/// The whole matrix in a dtype, on its device.
at::Tensor dequantise(const QuantisedMatrix& matrix, at::ScalarType type);

/// Whether quantisedVector takes x: one float32 row on the CPU, no gradient wanted.
bool isQuantisedVector(const QuantisedMatrix& matrix, const at::Tensor& x);

/// matrix [out, in] · x […, in], x holding one row → [out] float32. The matrix is read once as it
/// is stored, by all threads.
at::Tensor quantisedVector(const QuantisedMatrix& matrix, const at::Tensor& x);

} // namespace diptych
