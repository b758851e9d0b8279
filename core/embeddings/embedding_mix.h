// New embeddings out of others: blends of two, a push in a direction, a mixture of layers. Computed
// in float64, given back in float32.
#pragma once

#include "core/domain/choice.h"
#include "core/embeddings/embedding_matrix.h"

#include <cstddef>
#include <span>
#include <vector>

namespace diptych {

enum class BlendRule {
    Linear,    ///< (1 − t)·a + t·b
    Spherical, ///< along the arc between the two rows' directions, with their lengths blended too
};
template <> std::span<const Choice<BlendRule>> choicesOf<BlendRule>();

/// What becomes of the tokens that only the longer of two embeddings has.
enum class LengthRule {
    Keep,    ///< they stay as they are behind the blended ones
    Cut,     ///< they are left out
    Stretch, ///< there are none: the shorter one is drawn out linearly along its tokens first
};
template <> std::span<const Choice<LengthRule>> choicesOf<LengthRule>();

struct BlendOptions {
    BlendRule rule = BlendRule::Linear;
    LengthRule lengths = LengthRule::Keep;
    /// Share of the second one, one for all tokens or one for each of the result; 0 = the first, 1
    /// = the second. Further tokens take the last.
    std::vector<double> shares = {0.5};
};

/// Row i of the result is a blend of both rows i. Spherical: with the angle w between the rows,
/// sin((1 − t)w)/sin(w)·a + sin(t·w)/sin(w)·b (Shoemake 1985, "Animating rotation with quaternion
/// curves"), on the rows as they are; linear where they point the same way or the opposite way (cos
/// beyond ±0.9995) or one is zero. Errors: InvalidInput (different widths, no shares, one that is
/// not a number).
Result<EmbeddingMatrix> blend(const EmbeddingMatrix& a, const EmbeddingMatrix& b,
                              const BlendOptions& options);

/// A direction [D] in the space of embeddings.
struct SteeringDirection {
    std::vector<double> values;
    /// Leading tokens that all inputs share, which is what the chat format begins with: they tell
    /// nothing apart, hold the largest numbers of all, and are left out of the means.
    std::size_t sharedTokens = 0;
};

/// The mean of the positives' token means minus that of the negatives'. Two rows count as shared
/// when they differ by less than a thousandth of their length; an input that would have no token
/// left makes nothing shared. Errors: InvalidInput (none of one kind, different widths).
Result<SteeringDirection> steeringDirection(std::span<const EmbeddingMatrix> positives,
                                            std::span<const EmbeddingMatrix> negatives);

/// The direction at length 1. Errors: InvalidInput when it is zero.
Result<SteeringDirection> normalized(SteeringDirection direction);

/// `strength` times the direction added to every token but the first `firstToken`. Errors:
/// InvalidInput (different widths).
Result<EmbeddingMatrix> steer(const EmbeddingMatrix& base, const SteeringDirection& direction,
                              double strength, std::size_t firstToken);

/// How many leading tokens agree in all of them, as for a SteeringDirection.
std::size_t sharedLeadingTokens(std::span<const EmbeddingMatrix> embeddings);

struct WeightedEmbedding {
    const EmbeddingMatrix* embedding = nullptr; ///< borrowed
    double weight = 0.0;
};

/// The mean of layers of one prompt with these weights, which are divided by their sum (design:
/// predecessors 3.6). Errors: InvalidInput (none, different shapes, a sum that is not positive).
Result<EmbeddingMatrix> mixLayers(std::span<const WeightedEmbedding> layers);

} // namespace diptych
