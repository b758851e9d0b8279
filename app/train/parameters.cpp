#include "app/train/parameters.h"

#include "core/checkpoint/host_tensor.h"
#include "core/checkpoint/safetensors.h"
#include "core/checkpoint/safetensors_writer.h"
#include "core/tensor/host_values.h"
#include "core/tensor/torch_compat.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <fmt/format.h>

#include <cmath>

namespace diptych::train {

namespace {

// FNV-1a, so that a name means the same numbers with every standard library.
std::int64_t hashOf(const std::string& name) {
    std::uint32_t hash = 2166136261U;
    for (const char c : name)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return hash;
}

bool contains(const std::string& name, const char* part) {
    return name.find(part) != std::string::npos;
}

// Gates, what the prediction ends with (Peebles and Xie 2022, "adaLN-Zero"), and the second factor
// of an adapter (Hu and others 2021, "LoRA", section 4.1).
bool startsAtZero(const std::string& name) {
    if (contains(name, ".lora_"))
        return contains(name, ".lora_B.");
    return contains(name, "adaLN_modulation") || contains(name, "final_layer") ||
           name.ends_with("bias");
}

at::Tensor initialValue(const std::string& name, const Shape& shape, std::int64_t seed) {
    if (startsAtZero(name))
        return at::zeros(shape, at::kFloat);
    if (shape.size() == 1)
        return at::ones(shape, at::kFloat);
    std::int64_t inputs = 1;
    for (std::size_t axis = 1; axis < shape.size(); ++axis)
        inputs *= shape[axis];
    const bool table = contains(name, "embed_tokens") || contains(name, "pad_token");
    const double deviation = table ? 0.02 : 1.0 / std::sqrt(static_cast<double>(inputs));
    return at::randn(shape, makeCpuGenerator(seed ^ hashOf(name)), at::TensorOptions(at::kFloat)) *
           deviation;
}

} // namespace

Parameters::Parameters(std::int64_t seed, at::Device device) : seed_(seed), device_(device) {}

std::shared_ptr<WeightStore> Parameters::store(at::ScalarType computeType) {
    WeightOptions options;
    options.device = device_;
    options.format = WeightFormat::Float32;
    options.computeType = computeType;
    return WeightStore::fromRecipe(
        [tensors = tensors_, seed = seed_, device = device_, computeType](const std::string& name,
                                                                          const Shape& shape) {
            at::Tensor& tensor = (*tensors)[name];
            if (!tensor.defined())
                tensor = initialValue(name, shape, seed).to(device).requires_grad_();
            return tensor.to(computeType);
        },
        "the weights in training", options);
}

std::vector<at::Tensor> Parameters::list() const {
    std::vector<at::Tensor> list;
    for (const auto& entry : *tensors_)
        list.push_back(entry.second);
    return list;
}

std::int64_t Parameters::count() const {
    std::int64_t count = 0;
    for (const auto& entry : *tensors_)
        count += entry.second.numel();
    return count;
}

Status Parameters::assign(const NamedTensors& values) {
    const c10::AutoGradMode noGradients(false);
    for (auto& [name, tensor] : *tensors_) {
        const auto found = values.find(name);
        if (found == values.end() || found->second.sizes() != tensor.sizes())
            return fail(ErrorCode::WeightsInvalid,
                        fmt::format("the saved state does not fit: {}", name),
                        "go on with the settings that the run was begun with");
        tensor.copy_(found->second);
    }
    return Done{};
}

Status saveTensors(const std::filesystem::path& path, const NamedTensors& tensors,
                   at::ScalarType type, const std::map<std::string, std::string>& metadata) {
    std::vector<HostTensor> values;
    values.reserve(tensors.size()); // the entries borrow them
    std::vector<TensorToWrite> entries;
    for (const auto& [name, tensor] : tensors) {
        values.push_back(toHostTensor(tensor.detach().to(at::kCPU, type)));
        entries.push_back(values.back().toWrite(name));
    }
    return writeSafetensors(path, entries, metadata, Overwrite::Yes);
}

Result<NamedTensors> readTensors(const std::filesystem::path& path) {
    DIPTYCH_TRY(const auto file, SafetensorsFile::open(path));
    NamedTensors tensors;
    for (const TensorInfo& info : file->tensors())
        tensors.emplace(info.name, toTensor(readHostTensor(*file, info)));
    return tensors;
}

} // namespace diptych::train
