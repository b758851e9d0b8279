#include "core/embeddings/principal_components.h"

#include "core/embeddings/embedding_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace diptych {

namespace {

/// A square matrix, row by row.
class Square {
  public:
    explicit Square(std::size_t size) : size_(size), values_(size * size) {}

    std::size_t size() const { return size_; }
    double& at(std::size_t row, std::size_t column) { return values_[row * size_ + column]; }
    double at(std::size_t row, std::size_t column) const { return values_[row * size_ + column]; }

  private:
    std::size_t size_;
    std::vector<double> values_;
};

Square innerProducts(std::span<const EmbeddingMatrix> embeddings) {
    std::vector<std::vector<double>> points;
    for (const EmbeddingMatrix& embedding : embeddings)
        points.push_back(pool(embedding, Pooling::Mean));
    for (std::size_t i = 0; i < points.front().size(); ++i) {
        double mean = 0.0;
        for (const auto& point : points)
            mean += point[i] / static_cast<double>(points.size());
        for (auto& point : points)
            point[i] -= mean;
    }
    Square products(points.size());
    for (std::size_t a = 0; a < points.size(); ++a)
        for (std::size_t b = a; b < points.size(); ++b)
            products.at(a, b) = products.at(b, a) =
                std::inner_product(points[a].begin(), points[a].end(), points[b].begin(), 0.0);
    return products;
}

// Makes element (p, q) of the symmetric matrix zero; the columns of `vectors` turn with it.
void rotate(Square& matrix, Square& vectors, std::size_t p, std::size_t q) {
    const double half = (matrix.at(q, q) - matrix.at(p, p)) / (2.0 * matrix.at(p, q));
    const double tangent =
        (half >= 0.0 ? 1.0 : -1.0) / (std::abs(half) + std::sqrt(1.0 + half * half));
    const double c = 1.0 / std::sqrt(1.0 + tangent * tangent);
    const double s = tangent * c;
    for (std::size_t k = 0; k < matrix.size(); ++k) {
        const double kp = matrix.at(k, p);
        const double kq = matrix.at(k, q);
        matrix.at(k, p) = c * kp - s * kq;
        matrix.at(k, q) = s * kp + c * kq;
    }
    for (std::size_t k = 0; k < matrix.size(); ++k) {
        const double pk = matrix.at(p, k);
        const double qk = matrix.at(q, k);
        matrix.at(p, k) = c * pk - s * qk;
        matrix.at(q, k) = s * pk + c * qk;
        const double vp = vectors.at(k, p);
        const double vq = vectors.at(k, q);
        vectors.at(k, p) = c * vp - s * vq;
        vectors.at(k, q) = s * vp + c * vq;
    }
}

// Afterwards the diagonal of `matrix` has the eigenvalues; the vectors are the result's columns.
Square diagonalize(Square& matrix) {
    constexpr int kMostSweeps = 60;
    const std::size_t size = matrix.size();
    Square vectors(size);
    double scale = 0.0;
    for (std::size_t i = 0; i < size; ++i) {
        vectors.at(i, i) = 1.0;
        scale += std::abs(matrix.at(i, i));
    }
    for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
        double rest = 0.0;
        for (std::size_t p = 0; p < size; ++p)
            for (std::size_t q = p + 1; q < size; ++q) {
                rest = std::max(rest, std::abs(matrix.at(p, q)));
                if (std::abs(matrix.at(p, q)) > 1e-15 * scale)
                    rotate(matrix, vectors, p, q);
            }
        if (rest <= 1e-14 * scale)
            break;
    }
    return vectors;
}

} // namespace

Result<PrincipalComponents> principalComponents(std::span<const EmbeddingMatrix> embeddings,
                                                std::size_t dimensions) {
    if (embeddings.size() < 2 || embeddings.size() > kMostPoints)
        return fail(
            ErrorCode::InvalidInput,
            fmt::format("principal components of {} embeddings cannot be found", embeddings.size()),
            fmt::format("give from 2 to {}", kMostPoints));
    DIPTYCH_TRY_DONE(checkSameWidth(embeddings));
    Square matrix = innerProducts(embeddings);
    const std::size_t count = matrix.size();
    const Square vectors = diagonalize(matrix);
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return matrix.at(a, a) > matrix.at(b, b);
    });
    double total = 0.0;
    for (std::size_t i = 0; i < count; ++i)
        total += std::max(matrix.at(i, i), 0.0);
    PrincipalComponents result;
    result.dimensions = dimensions;
    result.coordinates.assign(count * dimensions, 0.0);
    result.explained.assign(dimensions, 0.0);
    for (std::size_t d = 0; d < std::min(dimensions, count - 1); ++d) {
        const double variance = std::max(matrix.at(order[d], order[d]), 0.0);
        std::size_t largest = 0;
        for (std::size_t i = 1; i < count; ++i)
            if (std::abs(vectors.at(i, order[d])) > std::abs(vectors.at(largest, order[d])))
                largest = i;
        const double sign = vectors.at(largest, order[d]) < 0.0 ? -1.0 : 1.0;
        for (std::size_t i = 0; i < count; ++i)
            result.coordinates[i * dimensions + d] =
                sign * std::sqrt(variance) * vectors.at(i, order[d]);
        result.explained[d] = total > 0.0 ? variance / total : 0.0;
    }
    return result;
}

} // namespace diptych
