#include "core/embeddings/embedding_matrix.h"

#include "core/checkpoint/dequantize.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace diptych {

namespace {

Result<std::vector<float>> decode(const HostTensor& tensor) {
    if (!canDecode(tensor.type))
        return fail(ErrorCode::InvalidInput,
                    fmt::format("numbers of the type {} are no embedding", toString(tensor.type)),
                    "an embedding holds numbers with a fraction");
    std::vector<float> values(tensor.bytes.size() / elementSize(tensor.type));
    decodeToFloat(tensor.type, tensor.bytes, values);
    return values;
}

HostTensor float32Tensor(std::vector<std::int64_t> shape, std::span<const float> values) {
    const auto bytes = std::as_bytes(values);
    return {StorageType::F32, std::move(shape), {bytes.begin(), bytes.end()}};
}

} // namespace

EmbeddingMatrix emptyEmbedding(std::size_t rows, std::size_t columns) {
    return {rows, columns, std::vector<float>(rows * columns)};
}

Result<EmbeddingMatrix> toEmbeddingMatrix(const HostTensor& tensor, std::string_view what) {
    if (tensor.shape.size() != 2 || tensor.shape[0] < 1 || tensor.shape[1] < 1)
        return fail(ErrorCode::InvalidInput,
                    fmt::format("{} is no prompt embedding: it must have two dimensions, tokens "
                                "and width",
                                what),
                    "use a file that 'diptych-cli encode' or --save-embeddings wrote");
    EmbeddingMatrix matrix;
    matrix.rows = static_cast<std::size_t>(tensor.shape[0]);
    matrix.columns = static_cast<std::size_t>(tensor.shape[1]);
    DIPTYCH_TRY(matrix.values, decode(tensor));
    if (!std::all_of(matrix.values.begin(), matrix.values.end(),
                     [](float value) { return std::isfinite(value); }))
        return fail(ErrorCode::InvalidInput,
                    fmt::format("{} holds numbers that are not finite", what),
                    "encode the prompt again");
    return matrix;
}

HostTensor toHostTensor(const EmbeddingMatrix& matrix) {
    return float32Tensor(
        {static_cast<std::int64_t>(matrix.rows), static_cast<std::int64_t>(matrix.columns)},
        matrix.values);
}

Result<HostTensor> widenToFloat32(const HostTensor& tensor) {
    if (tensor.type == StorageType::F32)
        return tensor;
    DIPTYCH_TRY(const std::vector<float> values, decode(tensor));
    return float32Tensor(tensor.shape, values);
}

Status checkSameWidth(std::span<const EmbeddingMatrix> matrices) {
    for (const EmbeddingMatrix& matrix : matrices)
        if (matrix.columns != matrices.front().columns)
            return fail(ErrorCode::InvalidInput,
                        fmt::format("embeddings of the widths {} and {} do not go together",
                                    matrices.front().columns, matrix.columns),
                        "use embeddings of the same text encoder");
    return Done{};
}

} // namespace diptych
