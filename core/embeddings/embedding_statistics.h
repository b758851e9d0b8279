// What an embedding looks like in numbers: its tokens, its channels, the few channels that are far
// larger than all others. Computed in float64.
#pragma once

#include "core/embeddings/embedding_matrix.h"

#include <cstddef>
#include <vector>

namespace diptych {

struct ChannelStatistics {
    double mean = 0.0;
    double deviation = 0.0; ///< numpy.std: divided by the number of tokens
    double largest = 0.0;   ///< magnitude
    double rms = 0.0;       ///< root of the mean square
};

/// A channel whose rms is above kOutlierFactor times the median channel's. In the layer before the
/// last, Qwen3-4B has four that are hundreds of times as large as the others (4, 396, 0, 100).
struct OutlierChannel {
    std::size_t channel = 0;
    double rms = 0.0;
    double timesMedian = 0.0; ///< infinity where the median is 0
};

inline constexpr double kOutlierFactor = 10.0;

struct EmbeddingStatistics {
    std::size_t tokens = 0;
    std::size_t width = 0;
    double minimum = 0.0;
    double maximum = 0.0;
    double mean = 0.0;
    double deviation = 0.0; ///< numpy.std of all values
    double norm = 0.0;      ///< Frobenius
    double medianMagnitude = 0.0;
    std::vector<double> tokenNorms;          ///< Euclidean, one for each token
    std::vector<ChannelStatistics> channels; ///< one for each channel
    std::vector<OutlierChannel> outliers;    ///< the largest first
};

EmbeddingStatistics statisticsOf(const EmbeddingMatrix& embedding);

} // namespace diptych
