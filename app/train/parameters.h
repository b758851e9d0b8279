// The weights of a model in training, by checkpoint name.
#pragma once

#include "core/base/result.h"
#include "core/tensor/weight_store.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace diptych::train {

using NamedTensors = std::map<std::string, at::Tensor>;

/// Float32 leaves for autograd. A model that is bound to `store` makes them: matrices normal with
/// deviation 1/√inputs, norms 1, biases 0, and 0 for what gates or ends a residual branch, so that
/// an untrained block hands on its input.
class Parameters {
  public:
    /// The same seed and names give the same numbers on every device.
    Parameters(std::int64_t seed, at::Device device);

    /// Bind the model to this: once in float32; anew at every step in bfloat16, whose tensors are
    /// rounded from the leaves at that moment and hand gradients back to them.
    std::shared_ptr<WeightStore> store(at::ScalarType computeType = at::kFloat);

    const NamedTensors& named() const { return *tensors_; }
    /// In the order of their names.
    std::vector<at::Tensor> list() const;
    /// How many numbers there are.
    std::int64_t count() const;

    /// Takes over the values of tensors with these names. Errors: WeightsInvalid (a name missing, a
    /// shape that differs).
    Status assign(const NamedTensors& values);

  private:
    std::int64_t seed_;
    at::Device device_;
    std::shared_ptr<NamedTensors> tensors_ = std::make_shared<NamedTensors>();
};

/// Writes tensors as a safetensors file, narrowed to `type`. Errors: FileWrite.
Status saveTensors(const std::filesystem::path& path, const NamedTensors& tensors,
                   at::ScalarType type, const std::map<std::string, std::string>& metadata = {});

/// Every tensor of a safetensors file. Errors: as SafetensorsFile::open.
Result<NamedTensors> readTensors(const std::filesystem::path& path);

} // namespace diptych::train
