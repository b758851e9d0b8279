#include "app/train/world/rng.h"

namespace diptych::flatland {

std::uint64_t mixBits(std::uint64_t value) {
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31);
}

std::uint64_t Rng::next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    return mixBits(state_);
}

std::size_t Rng::below(std::size_t count) {
    // The bias of a 32-bit draw is far below anything a scene shows.
    return static_cast<std::size_t>(((next() >> 32) * count) >> 32);
}

float Rng::unit() {
    return static_cast<float>(next() >> 40) * 0x1p-24F;
}

float Rng::between(float low, float high) {
    return low + (high - low) * unit();
}

bool Rng::chance(float probability) {
    return unit() < probability;
}

std::size_t Rng::weighted(std::span<const float> weights) {
    float total = 0;
    for (const float weight : weights)
        total += weight;
    float left = unit() * total;
    std::size_t last = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (weights[i] <= 0)
            continue;
        last = i;
        if (left < weights[i])
            return i;
        left -= weights[i];
    }
    return last;
}

} // namespace diptych::flatland
