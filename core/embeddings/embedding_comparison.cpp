#include "core/embeddings/embedding_comparison.h"

#include "core/embeddings/embedding_statistics.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace diptych {

namespace {

std::vector<double> widen(std::span<const float> values) {
    return {values.begin(), values.end()};
}

PooledComparison comparePooled(const EmbeddingMatrix& a, const EmbeddingMatrix& b,
                               Pooling pooling) {
    const std::vector<double> first = pool(a, pooling);
    const std::vector<double> second = pool(b, pooling);
    PooledComparison comparison;
    comparison.cosine = cosine(first, second);
    for (std::size_t i = 0; i < first.size(); ++i)
        comparison.meanSquaredError += (first[i] - second[i]) * (first[i] - second[i]);
    comparison.meanSquaredError /= static_cast<double>(first.size());
    return comparison;
}

void compareWithoutOutliers(const EmbeddingMatrix& a, const EmbeddingMatrix& b,
                            EmbeddingComparison& comparison) {
    std::vector<bool> isOutlier(a.columns, false);
    for (const EmbeddingMatrix* embedding : {&a, &b})
        for (const OutlierChannel& outlier : statisticsOf(*embedding).outliers)
            isOutlier[outlier.channel] = true;
    std::vector<double> first = pool(a, Pooling::Mean);
    std::vector<double> second = pool(b, Pooling::Mean);
    for (std::size_t channel = 0; channel < isOutlier.size(); ++channel)
        if (isOutlier[channel])
            first[channel] = second[channel] = 0.0;
    comparison.outliers =
        static_cast<std::size_t>(std::count(isOutlier.begin(), isOutlier.end(), true));
    comparison.cosineWithoutOutliers = cosine(first, second);
}

} // namespace

std::vector<double> pool(const EmbeddingMatrix& embedding, Pooling pooling) {
    if (pooling == Pooling::Last)
        return widen(embedding.row(embedding.rows - 1));
    std::vector<double> pooled = widen(embedding.row(0));
    for (std::size_t token = 1; token < embedding.rows; ++token)
        for (std::size_t i = 0; i < embedding.columns; ++i) {
            const double value = embedding.row(token)[i];
            pooled[i] = pooling == Pooling::Mean ? pooled[i] + value : std::max(pooled[i], value);
        }
    if (pooling == Pooling::Mean)
        for (double& value : pooled)
            value /= static_cast<double>(embedding.rows);
    return pooled;
}

double cosine(std::span<const double> a, std::span<const double> b) {
    double product = 0.0;
    double squaresA = 0.0;
    double squaresB = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        product += a[i] * b[i];
        squaresA += a[i] * a[i];
        squaresB += b[i] * b[i];
    }
    if (squaresA == 0.0 || squaresB == 0.0)
        return 0.0;
    return std::clamp(product / (std::sqrt(squaresA) * std::sqrt(squaresB)), -1.0, 1.0);
}

Result<EmbeddingComparison> compareEmbeddings(const EmbeddingMatrix& a, const EmbeddingMatrix& b) {
    DIPTYCH_TRY_DONE(checkSameWidth(std::array{a, b}));
    EmbeddingComparison comparison;
    comparison.mean = comparePooled(a, b, Pooling::Mean);
    comparison.last = comparePooled(a, b, Pooling::Last);
    compareWithoutOutliers(a, b, comparison);
    comparison.alignedTokens = std::min(a.rows, b.rows);
    for (std::size_t token = 0; token < comparison.alignedTokens; ++token) {
        const std::span<const float> first = a.row(token);
        const std::span<const float> second = b.row(token);
        comparison.tokenCosines.push_back(cosine(widen(first), widen(second)));
        for (std::size_t i = 0; i < first.size(); ++i) {
            const double difference = std::abs(static_cast<double>(first[i]) - second[i]);
            comparison.largestDifference = std::max(comparison.largestDifference, difference);
            comparison.meanDifference += difference;
        }
    }
    comparison.meanDifference /=
        static_cast<double>(comparison.alignedTokens) * static_cast<double>(a.columns);
    return comparison;
}

Result<std::vector<double>> tokenCosineMatrix(const EmbeddingMatrix& a, const EmbeddingMatrix& b) {
    DIPTYCH_TRY_DONE(checkSameWidth(std::array{a, b}));
    std::vector<std::vector<double>> columns;
    for (std::size_t token = 0; token < b.rows; ++token)
        columns.push_back(widen(b.row(token)));
    std::vector<double> matrix;
    matrix.reserve(a.rows * b.rows);
    for (std::size_t token = 0; token < a.rows; ++token) {
        const std::vector<double> row = widen(a.row(token));
        for (const std::vector<double>& column : columns)
            matrix.push_back(cosine(row, column));
    }
    return matrix;
}

Result<std::vector<double>> pooledCosineMatrix(std::span<const EmbeddingMatrix> embeddings) {
    DIPTYCH_TRY_DONE(checkSameWidth(embeddings));
    std::vector<std::vector<double>> pooled;
    for (const EmbeddingMatrix& embedding : embeddings)
        pooled.push_back(pool(embedding, Pooling::Mean));
    std::vector<double> matrix;
    for (const std::vector<double>& row : pooled)
        for (const std::vector<double>& column : pooled)
            matrix.push_back(cosine(row, column));
    return matrix;
}

} // namespace diptych
