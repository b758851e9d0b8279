// Many embeddings as points in a plane: principal components of their token means.
#pragma once

#include "core/embeddings/embedding_matrix.h"

#include <cstddef>
#include <span>
#include <vector>

namespace diptych {

struct PrincipalComponents {
    std::size_t dimensions = 0;
    std::vector<double> coordinates; ///< row-major [n, dimensions]
    std::vector<double> explained;   ///< share of the variance, one for each dimension
};

/// Coordinates of n embeddings on the `dimensions` directions in which their token means differ
/// most, the mean of all at the origin. The sign of a direction makes the largest coordinate
/// positive. Found as eigenvectors of the n × n matrix of inner products by Jacobi's rotations
/// (Golub and Van Loan, "Matrix computations", 8.5). `dimensions` beyond n − 1 are zero. Errors:
/// InvalidInput (different widths, fewer than two, more than kMostPoints).
Result<PrincipalComponents> principalComponents(std::span<const EmbeddingMatrix> embeddings,
                                                std::size_t dimensions);

inline constexpr std::size_t kMostPoints = 512;

} // namespace diptych
