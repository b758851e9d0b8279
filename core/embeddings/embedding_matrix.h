// A prompt embedding as plain numbers, for arithmetic outside the libtorch wall.
#pragma once

#include "core/base/result.h"
#include "core/checkpoint/host_tensor.h"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace diptych {

/// [S, D]: a row for each token.
struct EmbeddingMatrix {
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<float> values; ///< row-major, rows × columns

    std::span<const float> row(std::size_t index) const {
        return std::span(values).subspan(index * columns, columns);
    }
    std::span<float> row(std::size_t index) {
        return std::span(values).subspan(index * columns, columns);
    }

    bool operator==(const EmbeddingMatrix&) const = default;
};

/// Zeros.
EmbeddingMatrix emptyEmbedding(std::size_t rows, std::size_t columns);

/// The numbers of a tensor [S, D] in float32; float64 is rounded. Errors: InvalidInput (another
/// shape, no rows or columns, whole numbers, a number that is not finite), naming `what`.
Result<EmbeddingMatrix> toEmbeddingMatrix(const HostTensor& tensor, std::string_view what);

/// float32 of [S, D].
HostTensor toHostTensor(const EmbeddingMatrix& matrix);

/// The same numbers in float32, any shape. Errors: InvalidInput for whole numbers.
Result<HostTensor> widenToFloat32(const HostTensor& tensor);

/// Errors: InvalidInput unless all have the same width; there is at least one.
Status checkSameWidth(std::span<const EmbeddingMatrix> matrices);

} // namespace diptych
