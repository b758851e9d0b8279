// Adapter files as values: which a request asks for, and what became of each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace diptych {

/// Either way; 1 is what the file was trained for, and pictures dissolve long before this.
inline constexpr double kLargestLoraStrength = 1000.0;

/// A LoRA file and how strongly it acts.
struct LoraRequest {
    std::string path;      ///< a safetensors file
    double strength = 1.0; ///< within ±kLargestLoraStrength; 0 = no effect, negative = the opposite

    bool operator==(const LoraRequest&) const = default;
};

/// What a LoRA file is and how much of it found its place in the model.
struct LoraReport {
    std::string path;
    std::string name;                   ///< of the file, without folder and ending
    std::string format;                 ///< "LoRA for the Z-Image transformer, kohya names, rank 4"
    std::string dialect;                ///< "diffusers", "kohya", …; as `inspect` says
    std::vector<std::int64_t> ranks;    ///< every one that occurs, ascending; empty for differences
    bool hasAlpha = false;              ///< without, the factor alpha/rank is 1
    std::size_t matched = 0;            ///< modules that change the model
    std::size_t total = 0;              ///< modules in the file
    std::vector<std::string> unmatched; ///< as the file names them
    std::vector<std::string> triggerWords; ///< what the file says to write into the prompt

    bool operator==(const LoraReport&) const = default;
};

} // namespace diptych
