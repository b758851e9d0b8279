#include "core/embeddings/embedding_mix.h"

#include "core/embeddings/embedding_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace diptych {

namespace {

double lengthOf(std::span<const float> row) {
    double squares = 0.0;
    for (const float value : row)
        squares += static_cast<double>(value) * value;
    return std::sqrt(squares);
}

/// Factors of the two rows.
struct Factors {
    double a = 0.0;
    double b = 0.0;
};

Factors linearFactors(double share) {
    return {1.0 - share, share};
}

Factors sphericalFactors(std::span<const float> a, std::span<const float> b, double share) {
    constexpr double kNearlyParallel = 0.9995;
    double product = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        product += static_cast<double>(a[i]) * b[i];
    const double lengths = lengthOf(a) * lengthOf(b);
    if (lengths == 0.0 || std::abs(product / lengths) > kNearlyParallel)
        return linearFactors(share);
    const double angle = std::acos(product / lengths);
    return {std::sin((1.0 - share) * angle) / std::sin(angle),
            std::sin(share * angle) / std::sin(angle)};
}

// The tokens spread evenly over `rows`, first and last exact.
EmbeddingMatrix stretched(const EmbeddingMatrix& embedding, std::size_t rows) {
    EmbeddingMatrix result = emptyEmbedding(rows, embedding.columns);
    for (std::size_t row = 0; row < rows; ++row) {
        const double place = rows == 1 ? 0.0
                                       : static_cast<double>(row) *
                                             static_cast<double>(embedding.rows - 1) /
                                             static_cast<double>(rows - 1);
        const auto before = std::min(static_cast<std::size_t>(place), embedding.rows - 1);
        const std::size_t after = std::min(before + 1, embedding.rows - 1);
        const double share = place - static_cast<double>(before);
        for (std::size_t i = 0; i < embedding.columns; ++i)
            result.row(row)[i] = static_cast<float>((1.0 - share) * embedding.row(before)[i] +
                                                    share * embedding.row(after)[i]);
    }
    return result;
}

bool isSameRow(std::span<const float> a, std::span<const float> b) {
    constexpr double kTolerance = 1e-3; // encoding several prompts at once changes the last digits
    double squares = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double difference = static_cast<double>(a[i]) - b[i];
        squares += difference * difference;
    }
    return std::sqrt(squares) <= kTolerance * std::max(lengthOf(a), lengthOf(b));
}

// Mean over all inputs of the mean over the tokens from `first` on.
std::vector<double> meanOfMeans(std::span<const EmbeddingMatrix> inputs, std::size_t first) {
    std::vector<double> mean(inputs.front().columns, 0.0);
    for (const EmbeddingMatrix& input : inputs) {
        const double share =
            1.0 / (static_cast<double>(input.rows - first) * static_cast<double>(inputs.size()));
        for (std::size_t token = first; token < input.rows; ++token)
            for (std::size_t i = 0; i < mean.size(); ++i)
                mean[i] += share * input.row(token)[i];
    }
    return mean;
}

Status checkShares(const std::vector<double>& shares) {
    if (shares.empty())
        return fail(ErrorCode::InvalidInput, "a blend needs a share of the second embedding",
                    "0.5 is half of each");
    for (const double share : shares)
        if (!std::isfinite(share))
            return fail(ErrorCode::InvalidInput, fmt::format("{} is no share of a blend", share),
                        "0 is the first embedding, 1 the second");
    return Done{};
}

} // namespace

template <> std::span<const Choice<BlendRule>> choicesOf<BlendRule>() {
    static constexpr Choice<BlendRule> kChoices[] = {
        {BlendRule::Linear, "lerp", "straight from one to the other"},
        {BlendRule::Spherical, "slerp", "along the arc between them"},
    };
    return kChoices;
}

template <> std::span<const Choice<LengthRule>> choicesOf<LengthRule>() {
    static constexpr Choice<LengthRule> kChoices[] = {
        {LengthRule::Keep, "keep", "tokens that only the longer one has stay as they are"},
        {LengthRule::Cut, "cut", "they are left out"},
        {LengthRule::Stretch, "stretch", "the shorter one is drawn out to the longer one's length"},
    };
    return kChoices;
}

Result<EmbeddingMatrix> blend(const EmbeddingMatrix& first, const EmbeddingMatrix& second,
                              const BlendOptions& options) {
    DIPTYCH_TRY_DONE(checkSameWidth(std::array{first, second}));
    DIPTYCH_TRY_DONE(checkShares(options.shares));
    const std::size_t longer = std::max(first.rows, second.rows);
    const bool stretches = options.lengths == LengthRule::Stretch;
    const EmbeddingMatrix a = stretches && first.rows < longer ? stretched(first, longer) : first;
    const EmbeddingMatrix b =
        stretches && second.rows < longer ? stretched(second, longer) : second;
    const std::size_t common = std::min(a.rows, b.rows);
    EmbeddingMatrix result =
        emptyEmbedding(options.lengths == LengthRule::Cut ? common : longer, a.columns);
    for (std::size_t token = 0; token < result.rows; ++token) {
        const std::span<float> target = result.row(token);
        if (token >= common) {
            const auto rest = (a.rows > b.rows ? a : b).row(token);
            std::copy(rest.begin(), rest.end(), target.begin());
            continue;
        }
        const double share = options.shares[std::min(token, options.shares.size() - 1)];
        const Factors factors = options.rule == BlendRule::Spherical
                                    ? sphericalFactors(a.row(token), b.row(token), share)
                                    : linearFactors(share);
        for (std::size_t i = 0; i < a.columns; ++i)
            target[i] =
                static_cast<float>(factors.a * a.row(token)[i] + factors.b * b.row(token)[i]);
    }
    return result;
}

std::size_t sharedLeadingTokens(std::span<const EmbeddingMatrix> embeddings) {
    if (embeddings.size() < 2)
        return 0;
    std::size_t shared = embeddings.front().rows;
    for (const EmbeddingMatrix& other : embeddings.subspan(1)) {
        std::size_t same = 0;
        while (same < std::min(shared, other.rows) &&
               isSameRow(embeddings.front().row(same), other.row(same)))
            ++same;
        shared = same;
    }
    const bool leavesNone = std::any_of(embeddings.begin(), embeddings.end(),
                                        [&](const auto& each) { return each.rows <= shared; });
    return leavesNone ? 0 : shared;
}

Result<SteeringDirection> steeringDirection(std::span<const EmbeddingMatrix> positives,
                                            std::span<const EmbeddingMatrix> negatives) {
    if (positives.empty() || negatives.empty())
        return fail(ErrorCode::InvalidInput,
                    "a direction needs embeddings to go to and embeddings to come from",
                    "give at least one of each kind");
    std::vector<EmbeddingMatrix> all(positives.begin(), positives.end());
    all.insert(all.end(), negatives.begin(), negatives.end());
    DIPTYCH_TRY_DONE(checkSameWidth(all));
    SteeringDirection direction;
    direction.sharedTokens = sharedLeadingTokens(all);
    direction.values = meanOfMeans(positives, direction.sharedTokens);
    const std::vector<double> from = meanOfMeans(negatives, direction.sharedTokens);
    for (std::size_t i = 0; i < from.size(); ++i)
        direction.values[i] -= from[i];
    return direction;
}

Result<SteeringDirection> normalized(SteeringDirection direction) {
    double squares = 0.0;
    for (const double value : direction.values)
        squares += value * value;
    if (squares == 0.0)
        return fail(ErrorCode::InvalidInput, "the direction is zero",
                    "the positive and the negative embeddings are the same");
    for (double& value : direction.values)
        value /= std::sqrt(squares);
    return direction;
}

Result<EmbeddingMatrix> steer(const EmbeddingMatrix& base, const SteeringDirection& direction,
                              double strength, std::size_t firstToken) {
    if (direction.values.size() != base.columns)
        return fail(ErrorCode::InvalidInput,
                    fmt::format("a direction of the width {} cannot steer an embedding of the "
                                "width {}",
                                direction.values.size(), base.columns),
                    "use embeddings of the same text encoder");
    EmbeddingMatrix result = base;
    for (std::size_t token = firstToken; token < result.rows; ++token)
        for (std::size_t i = 0; i < result.columns; ++i)
            result.row(token)[i] =
                static_cast<float>(base.row(token)[i] + strength * direction.values[i]);
    return result;
}

Result<EmbeddingMatrix> mixLayers(std::span<const WeightedEmbedding> layers) {
    double sum = 0.0;
    for (const WeightedEmbedding& layer : layers)
        sum += layer.weight;
    if (!(sum > 0.0) || !std::isfinite(sum))
        return fail(ErrorCode::InvalidInput,
                    "the weights of the layers do not sum up to more than 0",
                    "name layers with weights, for example -2:0.7,-8:0.3");
    const EmbeddingMatrix& first = *layers.front().embedding;
    std::vector<double> mixed(first.values.size(), 0.0);
    for (const WeightedEmbedding& layer : layers) {
        if (layer.embedding->rows != first.rows || layer.embedding->columns != first.columns)
            return fail(ErrorCode::InvalidInput, "the layers have different shapes",
                        "mix layers of one prompt and one text encoder");
        for (std::size_t i = 0; i < mixed.size(); ++i)
            mixed[i] += layer.weight / sum * layer.embedding->values[i];
    }
    return EmbeddingMatrix{first.rows, first.columns, {mixed.begin(), mixed.end()}};
}

} // namespace diptych
