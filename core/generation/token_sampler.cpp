#include "core/generation/token_sampler.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <numeric>

namespace diptych::generation {

namespace {

struct Candidate {
    std::int32_t id = 0;
    float score = 0.0F;
};

// Shares of the candidates by their scores, 1 together.
std::vector<double> softmax(std::span<const Candidate> candidates) {
    const auto best =
        std::max_element(candidates.begin(), candidates.end(),
                         [](const Candidate& a, const Candidate& b) { return a.score < b.score; });
    std::vector<double> shares;
    shares.reserve(candidates.size());
    for (const Candidate& candidate : candidates)
        shares.push_back(std::exp(static_cast<double>(candidate.score) - best->score));
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (double& share : shares)
        share /= sum;
    return shares;
}

void keepBest(std::vector<Candidate>& candidates, int count) {
    if (count <= 0 || static_cast<std::size_t>(count) >= candidates.size())
        return;
    std::vector<float> scores;
    scores.reserve(candidates.size());
    for (const Candidate& candidate : candidates)
        scores.push_back(candidate.score);
    const auto last = scores.begin() + (count - 1);
    std::nth_element(scores.begin(), last, scores.end(), std::greater<>());
    std::erase_if(candidates, [&](const Candidate& candidate) { return candidate.score < *last; });
}

// Drops the worst for as long as all dropped together have a share of at most 1 − topP.
void keepShare(std::vector<Candidate>& candidates, double topP) {
    if (topP >= 1.0)
        return;
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
        return a.score != b.score ? a.score < b.score : a.id > b.id;
    });
    const std::vector<double> shares = softmax(candidates);
    std::size_t dropped = 0;
    double sum = shares.front();
    while (dropped + 1 < candidates.size() && sum <= 1.0 - topP)
        sum += shares[++dropped];
    candidates.erase(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(dropped));
}

void keepLikely(std::vector<Candidate>& candidates, double minP) {
    if (minP <= 0.0)
        return;
    const std::vector<double> shares = softmax(candidates);
    const double least = minP * *std::max_element(shares.begin(), shares.end());
    std::size_t kept = 0;
    for (std::size_t i = 0; i < candidates.size(); ++i)
        if (shares[i] >= least)
            candidates[kept++] = candidates[i];
    candidates.resize(kept);
}

} // namespace

void penalise(std::span<float> scores, const TextSampling& sampling, const TokenHistory& history) {
    const auto at = [&](std::int32_t id) -> float* {
        const auto index = static_cast<std::size_t>(id);
        return id >= 0 && index < scores.size() ? &scores[index] : nullptr;
    };
    const auto factor = static_cast<float>(sampling.repetitionPenalty);
    if (factor != 1.0F)
        for (const std::int32_t id : history.seen())
            if (float* const score = at(id))
                *score = *score < 0.0F ? *score * factor : *score / factor;
    if (sampling.presencePenalty == 0.0 && sampling.frequencyPenalty == 0.0)
        return;
    for (const auto& [id, count] : history.written())
        if (float* const score = at(id))
            *score -=
                static_cast<float>(sampling.frequencyPenalty * count + sampling.presencePenalty);
}

std::int32_t bestToken(std::span<const float> scores) {
    return static_cast<std::int32_t>(std::max_element(scores.begin(), scores.end()) -
                                     scores.begin());
}

TokenDistribution distributionOf(std::span<const float> scores, const TextSampling& sampling) {
    const auto temperature = static_cast<float>(sampling.temperature);
    std::vector<Candidate> candidates;
    candidates.reserve(scores.size());
    for (const float score : scores)
        candidates.push_back({static_cast<std::int32_t>(candidates.size()), score / temperature});
    keepBest(candidates, sampling.topK);
    keepShare(candidates, sampling.topP);
    keepLikely(candidates, sampling.minP);
    std::sort(candidates.begin(), candidates.end(),
              [](const Candidate& a, const Candidate& b) { return a.id < b.id; });
    TokenDistribution distribution;
    distribution.shares = softmax(candidates);
    distribution.ids.reserve(candidates.size());
    for (const Candidate& candidate : candidates)
        distribution.ids.push_back(candidate.id);
    return distribution;
}

std::int32_t drawToken(const TokenDistribution& distribution, double u) {
    double sum = 0.0;
    for (std::size_t i = 0; i < distribution.ids.size(); ++i) {
        sum += distribution.shares[i];
        if (sum > u)
            return distribution.ids[i];
    }
    return distribution.ids.back(); // u above a sum that was rounded to less than 1
}

TokenSampler::TokenSampler(const TextSampling& sampling, std::int64_t seed,
                           std::span<const std::int32_t> prompt)
    : sampling_(sampling), history_(prompt), random_(static_cast<std::uint64_t>(seed)) {}

Result<std::int32_t> TokenSampler::next(std::vector<float> scores) {
    const bool finite =
        std::all_of(scores.begin(), scores.end(), [](float score) { return std::isfinite(score); });
    if (scores.empty() || !finite)
        return fail(ErrorCode::WeightsInvalid, "the text model gave a score that is not a number",
                    "the weights may be damaged, or their format too narrow: check the file, or "
                    "try --dtype float32");
    penalise(scores, sampling_, history_);
    std::int32_t id = 0;
    if (sampling_.temperature > 0.0) {
        // 53 random bits: every value has the same chance, and 1 is never reached.
        const double u = static_cast<double>(random_() >> 11) * 0x1.0p-53;
        id = drawToken(distributionOf(scores, sampling_), u);
    } else {
        id = bestToken(scores);
    }
    history_.add(id);
    return id;
}

} // namespace diptych::generation
