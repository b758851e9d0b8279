#include "core/embeddings/embedding_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace diptych {

namespace {

// numpy.median.
double medianOf(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1)
        return *middle;
    return (*std::max_element(values.begin(), middle) + *middle) / 2.0;
}

ChannelStatistics channelStatistics(const EmbeddingMatrix& embedding, std::size_t channel) {
    ChannelStatistics statistics;
    const auto tokens = static_cast<double>(embedding.rows);
    double squares = 0.0;
    for (std::size_t token = 0; token < embedding.rows; ++token) {
        const double value = embedding.row(token)[channel];
        statistics.mean += value / tokens;
        squares += value * value;
        statistics.largest = std::max(statistics.largest, std::abs(value));
    }
    double deviations = 0.0;
    for (std::size_t token = 0; token < embedding.rows; ++token) {
        const double distance = embedding.row(token)[channel] - statistics.mean;
        deviations += distance * distance;
    }
    statistics.deviation = std::sqrt(deviations / tokens);
    statistics.rms = std::sqrt(squares / tokens);
    return statistics;
}

std::vector<OutlierChannel> outliersOf(const std::vector<ChannelStatistics>& channels) {
    std::vector<double> sizes;
    sizes.reserve(channels.size());
    for (const ChannelStatistics& channel : channels)
        sizes.push_back(channel.rms);
    const double median = medianOf(sizes);
    std::vector<OutlierChannel> outliers;
    for (std::size_t channel = 0; channel < sizes.size(); ++channel)
        if (sizes[channel] > kOutlierFactor * median)
            outliers.push_back(
                {channel, sizes[channel],
                 median > 0.0 ? sizes[channel] / median : std::numeric_limits<double>::infinity()});
    std::stable_sort(outliers.begin(), outliers.end(),
                     [](const auto& a, const auto& b) { return a.rms > b.rms; });
    return outliers;
}

} // namespace

EmbeddingStatistics statisticsOf(const EmbeddingMatrix& embedding) {
    EmbeddingStatistics statistics;
    statistics.tokens = embedding.rows;
    statistics.width = embedding.columns;
    if (embedding.values.empty())
        return statistics;
    const auto count = static_cast<double>(embedding.values.size());
    double sum = 0.0;
    std::vector<double> magnitudes;
    for (const float value : embedding.values) {
        sum += value;
        magnitudes.push_back(std::abs(static_cast<double>(value)));
    }
    statistics.mean = sum / count;
    double deviations = 0.0;
    double squares = 0.0;
    for (const float value : embedding.values) {
        deviations += (value - statistics.mean) * (value - statistics.mean);
        squares += static_cast<double>(value) * value;
    }
    const auto [least, most] =
        std::minmax_element(embedding.values.begin(), embedding.values.end());
    statistics.minimum = *least;
    statistics.maximum = *most;
    statistics.deviation = std::sqrt(deviations / count);
    statistics.norm = std::sqrt(squares);
    statistics.medianMagnitude = medianOf(std::move(magnitudes));
    for (std::size_t token = 0; token < embedding.rows; ++token) {
        double norm = 0.0;
        for (const float value : embedding.row(token))
            norm += static_cast<double>(value) * value;
        statistics.tokenNorms.push_back(std::sqrt(norm));
    }
    for (std::size_t channel = 0; channel < embedding.columns; ++channel)
        statistics.channels.push_back(channelStatistics(embedding, channel));
    statistics.outliers = outliersOf(statistics.channels);
    return statistics;
}

} // namespace diptych
