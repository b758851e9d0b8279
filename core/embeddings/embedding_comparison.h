// How far two embeddings are apart, token by token and as a whole.
#pragma once

#include "core/embeddings/embedding_matrix.h"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace diptych {

/// How the tokens of an embedding become one vector.
enum class Pooling { Mean, Last, Largest };

/// Mean of the rows, the last row, or the largest value of each channel. [D]
std::vector<double> pool(const EmbeddingMatrix& embedding, Pooling pooling);

/// Of two vectors of one length; 0 when one of them is zero.
double cosine(std::span<const double> a, std::span<const double> b);

struct PooledComparison {
    double cosine = 0.0;
    double meanSquaredError = 0.0;
};

struct EmbeddingComparison {
    PooledComparison mean; ///< of Pooling::Mean
    PooledComparison last; ///< of Pooling::Last
    /// Of the means, without the channels that are outliers in either: a few channels decide the
    /// other cosines nearly alone.
    double cosineWithoutOutliers = 0.0;
    std::size_t outliers = 0;         ///< channels left out there
    std::size_t alignedTokens = 0;    ///< of the shorter one: token i is compared with token i
    std::vector<double> tokenCosines; ///< one for each of them
    double largestDifference = 0.0;   ///< over them
    double meanDifference = 0.0;
};

/// Errors: InvalidInput (different widths).
Result<EmbeddingComparison> compareEmbeddings(const EmbeddingMatrix& a, const EmbeddingMatrix& b);

/// Row-major [a.rows, b.rows]: the cosine of every token of `a` with every one of `b`. Errors:
/// InvalidInput (different widths).
Result<std::vector<double>> tokenCosineMatrix(const EmbeddingMatrix& a, const EmbeddingMatrix& b);

/// Row-major [n, n] of the means of n embeddings. Errors: InvalidInput (different widths).
Result<std::vector<double>> pooledCosineMatrix(std::span<const EmbeddingMatrix> embeddings);

} // namespace diptych
