#include "core/domain/remote_encoder.h"

#include <array>

namespace diptych {

template <> std::span<const Choice<WireFormat>> choicesOf<WireFormat>() {
    static constexpr std::array kChoices = {
        Choice<WireFormat>{WireFormat::Auto, "auto",
                           "safetensors where the server has it, else base64"},
        Choice<WireFormat>{WireFormat::Base64, "base64", "float32 in JSON"},
        Choice<WireFormat>{WireFormat::Float, "float", "numbers in JSON, four times as large"},
        Choice<WireFormat>{WireFormat::Safetensors, "safetensors", "float32 as it is"},
        Choice<WireFormat>{WireFormat::SafetensorsBFloat16, "safetensors-bf16",
                           "half of that, rounded"},
    };
    return kChoices;
}

} // namespace diptych
