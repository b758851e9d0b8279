#include "core/domain/placement.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace diptych {

Result<DeviceName> parseDeviceName(std::string_view text) {
    if (text == "auto")
        return DeviceName{DeviceKind::Auto, 0};
    if (text == "cpu")
        return DeviceName{DeviceKind::Cpu, 0};
    if (text == "mps")
        return DeviceName{DeviceKind::Mps, 0};
    if (text == "cuda")
        return DeviceName{DeviceKind::Cuda, 0};
    if (text.starts_with("cuda:")) {
        const std::string_view digits = text.substr(5);
        int index = 0;
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), index);
        if (error == std::errc{} && end == digits.data() + digits.size() && index >= 0)
            return DeviceName{DeviceKind::Cuda, index};
    }
    return fail(ErrorCode::InvalidInput, fmt::format("unknown device '{}'", text),
                "use auto, cpu, cuda, cuda:N or mps");
}

std::string toString(const DeviceName& device) {
    switch (device.kind) {
    case DeviceKind::Auto:
        return "auto";
    case DeviceKind::Cpu:
        return "cpu";
    case DeviceKind::Cuda:
        return fmt::format("cuda:{}", device.index);
    case DeviceKind::Mps:
        return "mps";
    }
    return "auto";
}

template <> std::span<const Choice<Tiling>> choicesOf<Tiling>() {
    static constexpr std::array kChoices = {
        Choice<Tiling>{Tiling::Auto, "auto", "tiles when the whole picture would not fit"},
        Choice<Tiling>{Tiling::On, "on", "tiles for every picture larger than one"},
        Choice<Tiling>{Tiling::Off, "off", "always the whole picture"},
    };
    return kChoices;
}

template <> std::span<const Choice<Residency>> choicesOf<Residency>() {
    static constexpr std::array kChoices = {
        Choice<Residency>{Residency::Auto, "auto", "as the free memory allows"},
        Choice<Residency>{Residency::Resident, "resident", "in memory until the model is unloaded"},
        Choice<Residency>{Residency::Offload, "offload", "freed after its use in each job"},
        Choice<Residency>{Residency::Stream, "stream", "one block in memory at a time"},
    };
    return kChoices;
}

Result<WeightFormat> parseWeightFormat(std::string_view text) {
    if (text == "auto")
        return WeightFormat::Auto;
    if (text == "float32")
        return WeightFormat::Float32;
    if (text == "bfloat16")
        return WeightFormat::BFloat16;
    if (text == "int8")
        return WeightFormat::Int8;
    if (text == "int4")
        return WeightFormat::Int4;
    if (text == "float16")
        return fail(ErrorCode::InvalidInput, "float16 is not supported",
                    "the text encoder's activations exceed its range: use bfloat16 or float32");
    return fail(ErrorCode::InvalidInput, fmt::format("unknown dtype '{}'", text),
                "use auto, float32, bfloat16, int8 or int4");
}

std::string_view toString(WeightFormat format) {
    switch (format) {
    case WeightFormat::Auto:
        return "auto";
    case WeightFormat::Float32:
        return "float32";
    case WeightFormat::BFloat16:
        return "bfloat16";
    case WeightFormat::Int8:
        return "int8";
    case WeightFormat::Int4:
        return "int4";
    }
    return "auto";
}

WeightFormat withoutQuantisation(WeightFormat format) {
    const bool isQuantised = format == WeightFormat::Int8 || format == WeightFormat::Int4;
    return isQuantised ? WeightFormat::Auto : format;
}

} // namespace diptych
