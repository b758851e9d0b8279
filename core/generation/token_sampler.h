// Which token comes next: from a model's scores to one id.
//
// Order of work (reference specification section 8): repetition penalty on every token of prompt
// and text, frequency and presence penalty on those of the text, temperature, top-k (ties with the
// k-th stay), top-p on what is left, min-p, draw. Scores are float32, shares float64.
#pragma once

#include "core/base/result.h"
#include "core/domain/text_sampling.h"

#include <cstdint>
#include <random>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace diptych::generation {

/// What the penalties look at.
class TokenHistory {
  public:
    explicit TokenHistory(std::span<const std::int32_t> prompt)
        : seen_(prompt.begin(), prompt.end()) {}

    /// The model wrote `id`.
    void add(std::int32_t id) {
        seen_.insert(id);
        ++written_[id];
    }

    /// All tokens of prompt and text, each once.
    const std::unordered_set<std::int32_t>& seen() const { return seen_; }
    /// How often each token of the text was written.
    const std::unordered_map<std::int32_t, int>& written() const { return written_; }

  private:
    std::unordered_set<std::int32_t> seen_;
    std::unordered_map<std::int32_t, int> written_;
};

/// Takes the penalties off `scores`, one for each token of the vocabulary.
void penalise(std::span<float> scores, const TextSampling& sampling, const TokenHistory& history);

/// The first of the best.
std::int32_t bestToken(std::span<const float> scores);

/// The tokens that may come next, with their shares.
struct TokenDistribution {
    std::vector<std::int32_t> ids; ///< ascending
    std::vector<double> shares;    ///< of each, 1 together
};

/// Temperature (above 0), top-k, top-p and min-p of scores without penalties. Needs a score.
TokenDistribution distributionOf(std::span<const float> scores, const TextSampling& sampling);

/// The first token whose share, together with those before it, exceeds `u` in [0, 1).
std::int32_t drawToken(const TokenDistribution& distribution, double u);

/// All of the above for one text. The same seed draws the same tokens from the same scores on every
/// machine.
class TokenSampler {
  public:
    TokenSampler(const TextSampling& sampling, std::int64_t seed,
                 std::span<const std::int32_t> prompt);

    /// Chooses the next token of the text and remembers it. Errors: WeightsInvalid (no score, or
    /// one that is not a number).
    Result<std::int32_t> next(std::vector<float> scores);

  private:
    TextSampling sampling_;
    TokenHistory history_;
    std::mt19937_64 random_;
};

} // namespace diptych::generation
