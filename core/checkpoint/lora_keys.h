// What the tensors of adapter files are called. Source: reference specification section 11.
#pragma once

#include <optional>
#include <string_view>

namespace diptych::lora {

/// Of one tensor in its module.
enum class Role {
    Down, ///< A [r, in]
    Up,   ///< B [out, r]
    Alpha,
    DoraScale,  ///< [1, in], [out, 1] or [out]
    Hadamard1A, ///< LoHa: [out, r], [r, in], twice
    Hadamard1B,
    Hadamard2A,
    Hadamard2B,
    Kronecker1, ///< LoKr: each factor whole or as a product a·b
    Kronecker1A,
    Kronecker1B,
    Kronecker2,
    Kronecker2A,
    Kronecker2B,
    Difference,     ///< added to the weight
    BiasDifference, ///< added to the bias
    Replacement,    ///< takes the place of the weight
};

/// A tensor's name in its parts, which look into the name.
struct KeyParts {
    std::string_view stem; ///< the module, prefix included
    Role role;
    std::string_view mark;         ///< what told the role: ".lora_A", ".alpha"
    std::string_view adapter = {}; ///< "default" in x.lora_A.default.weight; most often empty
};

/// Nothing for a name of no known form.
std::optional<KeyParts> parseKey(std::string_view name);

} // namespace diptych::lora
