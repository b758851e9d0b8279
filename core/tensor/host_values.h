// Between libtorch tensors and the plain values that files and front ends know.
#pragma once

#include "core/checkpoint/host_tensor.h"

#include <ATen/core/Tensor.h>

namespace diptych {

/// A copy on the CPU in its own dtype. Throws ErrorException(Unsupported) for types that libtorch
/// has not.
at::Tensor toTensor(const HostTensor& values);

/// A contiguous copy in its own dtype.
HostTensor toHostTensor(const at::Tensor& tensor);

} // namespace diptych
