// One row times a matrix on the CPU: what generating a text does for every token and layer.
//
// The matrix is read once, as stored, by all threads; nothing is widened into a buffer. The limit
// is the memory's bandwidth.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace diptych {

/// Whether matrixVector takes these: x is one float32 row on the CPU, the weight is dense float32
/// or bfloat16 there, and no gradient is wanted.
bool isMatrixVector(const at::Tensor& x, const at::Tensor& weight);

/// weight [out, in] · x […, in], x holding one row → [out] float32. Sums are taken in float32.
at::Tensor matrixVector(const at::Tensor& weight, const at::Tensor& x);

/// Reads all bytes of a dense CPU tensor once with all threads and gives their sum: as fast as
/// memory can be read, to compare with.
std::uint64_t readOnce(const at::Tensor& tensor);

} // namespace diptych
