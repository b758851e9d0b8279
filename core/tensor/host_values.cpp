#include "core/tensor/host_values.h"

#include "core/tensor/weight_store.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace diptych {

at::Tensor toTensor(const HostTensor& values) {
    at::Tensor tensor = at::empty(values.shape, scalarTypeOf(values.type));
    std::copy(values.bytes.begin(), values.bytes.end(), static_cast<std::byte*>(tensor.data_ptr()));
    return tensor;
}

HostTensor toHostTensor(const at::Tensor& tensor) {
    const at::Tensor plain = tensor.cpu().contiguous();
    const auto* begin = static_cast<const std::byte*>(plain.data_ptr());
    return {
        storageTypeOf(plain.scalar_type()), plain.sizes().vec(), {begin, begin + plain.nbytes()}};
}

} // namespace diptych
