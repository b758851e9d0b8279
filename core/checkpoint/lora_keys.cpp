#include "core/checkpoint/lora_keys.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace diptych::lora {

namespace {

struct KeyForm {
    std::string_view mark; ///< behind the stem
    Role role;
};

// The name of an adapter may stand between these marks and ".weight" (x.lora_A.default.weight). The
// longer of two marks that share an ending comes first.
constexpr std::array kMatrixForms{
    KeyForm{".lora_linear_layer.down", Role::Down},
    KeyForm{".lora_linear_layer.up", Role::Up},
    KeyForm{".lora_down", Role::Down},
    KeyForm{".lora_up", Role::Up},
    KeyForm{".lora_A", Role::Down},
    KeyForm{".lora_B", Role::Up},
    KeyForm{".lora.down", Role::Down},
    KeyForm{".lora.up", Role::Up},
    KeyForm{"_lora.down", Role::Down},
    KeyForm{"_lora.up", Role::Up},
    KeyForm{".lora_magnitude_vector", Role::DoraScale},
};

constexpr std::array kPlainForms{
    KeyForm{".alpha", Role::Alpha},
    KeyForm{".dora_scale", Role::DoraScale},
    KeyForm{".lora_magnitude_vector", Role::DoraScale},
    KeyForm{".hada_w1_a", Role::Hadamard1A},
    KeyForm{".hada_w1_b", Role::Hadamard1B},
    KeyForm{".hada_w2_a", Role::Hadamard2A},
    KeyForm{".hada_w2_b", Role::Hadamard2B},
    KeyForm{".lokr_w1", Role::Kronecker1},
    KeyForm{".lokr_w1_a", Role::Kronecker1A},
    KeyForm{".lokr_w1_b", Role::Kronecker1B},
    KeyForm{".lokr_w2", Role::Kronecker2},
    KeyForm{".lokr_w2_a", Role::Kronecker2A},
    KeyForm{".lokr_w2_b", Role::Kronecker2B},
    KeyForm{".diff", Role::Difference},
    KeyForm{".w_norm", Role::Difference},
    KeyForm{".diff_b", Role::BiasDifference},
    KeyForm{".b_norm", Role::BiasDifference},
    KeyForm{".set_weight", Role::Replacement},
};

} // namespace

std::optional<KeyParts> parseKey(std::string_view name) {
    for (const KeyForm& form : kPlainForms)
        if (name.ends_with(form.mark) && name.size() > form.mark.size())
            return KeyParts{name.substr(0, name.size() - form.mark.size()), form.role, form.mark};
    constexpr std::string_view kWeight = ".weight";
    if (!name.ends_with(kWeight))
        return std::nullopt;
    const std::string_view body = name.substr(0, name.size() - kWeight.size());
    for (const KeyForm& form : kMatrixForms) {
        const std::size_t at = body.rfind(form.mark);
        if (at == std::string_view::npos || at == 0)
            continue;
        const std::string_view adapter = body.substr(at + form.mark.size()); // "" or ".default"
        if (adapter.empty() || adapter.front() == '.')
            return KeyParts{body.substr(0, at), form.role, form.mark,
                            adapter.substr(std::min<std::size_t>(1, adapter.size()))};
    }
    return std::nullopt;
}

} // namespace diptych::lora
