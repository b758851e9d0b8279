#include "tests/core/lora/lora_test_support.h"

#include "core/tensor/host_values.h"

#include <ATen/ATen.h>

#include <cstring>

namespace diptych::lora {

namespace {

template <typename Config> Config readConfig(const std::string& folder) {
    const std::string path = folder + "/config.json";
    return valueOrThrow(Config::fromJson(test::readBytes(test::dataPath(path)), path));
}

} // namespace

models::ZImageTransformer tinyTransformer(const std::string& folder, const WeightOptions& options) {
    return models::ZImageTransformer::bind(WeightView(test::openWeights(folder, options)),
                                           readConfig<models::ZImageTransformerConfig>(folder));
}

models::Qwen3TextModel tinyTextModel(const std::string& folder, const WeightOptions& options) {
    return models::Qwen3TextModel::bind(WeightView(test::openWeights(folder, options)),
                                        readConfig<models::Qwen3Config>(folder),
                                        models::Qwen3TextModel::Purpose::Encode);
}

std::filesystem::path writeLora(const std::filesystem::path& path, const NamedTensors& tensors,
                                const std::map<std::string, std::string>& metadata) {
    std::vector<HostTensor> values;
    for (const auto& entry : tensors)
        values.push_back(toHostTensor(entry.second));
    std::vector<TensorToWrite> list;
    std::size_t i = 0;
    for (const auto& entry : tensors)
        list.push_back(values[i++].toWrite(entry.first));
    if (const Status status = writeSafetensors(path, list, metadata, Overwrite::Yes); !status)
        throw ErrorException(status.error());
    return path;
}

std::shared_ptr<const LoraFile> openLora(const std::filesystem::path& path) {
    return valueOrThrow(LoraFile::open(path));
}

std::shared_ptr<const LoraFile> goldenLora(const std::string& name) {
    return openLora(test::dataPath("goldens/lora/" + name + ".safetensors"));
}

at::Tensor numbers(const Shape& shape, std::uint64_t seed) {
    return test::hashWeights("numbers", shape, seed);
}

NamedTensors snapshot(const models::WeightTable& weights) {
    NamedTensors copies;
    for (const auto& [name, tensor] : weights)
        copies.emplace(name, tensor->clone());
    return copies;
}

std::vector<std::string> differences(const models::WeightTable& weights,
                                     const NamedTensors& before) {
    std::vector<std::string> names;
    for (const auto& [name, tensor] : weights) {
        const at::Tensor now = tensor->contiguous();
        const at::Tensor then = before.at(name).contiguous();
        if (now.scalar_type() != then.scalar_type() || now.sizes() != then.sizes() ||
            std::memcmp(now.data_ptr(), then.data_ptr(), now.nbytes()) != 0)
            names.push_back(name);
    }
    return names;
}

} // namespace diptych::lora
