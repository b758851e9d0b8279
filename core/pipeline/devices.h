// Names of devices made real.
#pragma once

#include "core/base/result.h"
#include "core/domain/placement.h"

#include <c10/core/Device.h>

#include <cstdint>

namespace diptych {

/// Auto is the first CUDA device, else MPS, else the CPU. Errors: Device when it is not there.
Result<c10::Device> resolveDevice(const DeviceName& name);

/// Physical memory of the host in bytes, and what a program could still take; 0 = unknown.
struct HostMemory {
    std::uint64_t totalBytes = 0;
    std::uint64_t freeBytes = 0;
};
HostMemory hostMemory();

} // namespace diptych
