// Names of devices made real.
#pragma once

#include "core/base/result.h"
#include "core/domain/placement.h"

#include <c10/core/Device.h>

namespace diptych {

/// Auto is the first CUDA device, else MPS, else the CPU. Errors: Device when it is not there.
Result<c10::Device> resolveDevice(const DeviceName& name);

} // namespace diptych
