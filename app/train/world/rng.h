// The random numbers of the scene world: a small generator of our own, so that a seed means the
// same scenes and captions with every compiler and standard library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace diptych::flatland {

/// One step of SplitMix64's output function: spreads every bit of `value` over the result.
/// Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014.
std::uint64_t mixBits(std::uint64_t value);

/// SplitMix64. A copy continues on its own.
class Rng {
  public:
    explicit Rng(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next();
    /// 0 ≤ result < count; `count` ≥ 1.
    std::size_t below(std::size_t count);
    /// 0 ≤ result < 1, a multiple of 2^-24.
    float unit();
    /// low ≤ result < high.
    float between(float low, float high);
    /// True with the given probability.
    bool chance(float probability);
    /// An index into `weights`, each as likely as its share of their sum; not all are zero.
    std::size_t weighted(std::span<const float> weights);

    /// One of the elements, each as likely as the others; `values` is not empty.
    template <typename T, std::size_t N> const T& pick(const T (&values)[N]) {
        return values[below(N)];
    }
    template <typename Container> const auto& pick(const Container& values) {
        return values[below(values.size())];
    }

  private:
    std::uint64_t state_;
};

} // namespace diptych::flatland
