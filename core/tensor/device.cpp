#include "core/tensor/device.h"

#include "core/tensor/torch_compat.h"

#include <fmt/format.h>

namespace diptych {

Result<c10::Device> resolveDevice(const DeviceName& name) {
    switch (name.kind) {
    case DeviceKind::Cpu:
        return c10::Device(c10::kCPU);
    case DeviceKind::Auto:
        if (cudaDeviceCount() > 0)
            return c10::Device(c10::kCUDA, 0);
        return c10::Device(mpsAvailable() ? c10::kMPS : c10::kCPU);
    case DeviceKind::Cuda:
        if (name.index < cudaDeviceCount())
            return c10::Device(c10::kCUDA, static_cast<c10::DeviceIndex>(name.index));
        break;
    case DeviceKind::Mps:
        if (mpsAvailable())
            return c10::Device(c10::kMPS, 0);
        break;
    }
    return fail(Error{ErrorCode::Device,
                      fmt::format("device {} is not available", toString(name)),
                      "'diptych-cli devices' lists what is usable; --device cpu always works",
                      "",
                      {toString(name)}});
}

} // namespace diptych
