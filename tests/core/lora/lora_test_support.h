// What the tests of adapters share: the tiny models, and files made up from tensors.
#pragma once

#include "core/lora/lora_stack.h"
#include "tests/support/goldens.h"
#include "tests/support/test_files.h"

#include <ATen/core/Tensor.h>

#include <map>
#include <string>
#include <vector>

namespace diptych::lora {

models::ZImageTransformer tinyTransformer(const std::string& folder = "tiny-zimage/transformer",
                                          const WeightOptions& options = {});
models::Qwen3TextModel tinyTextModel(const std::string& folder = "tiny-zimage/text_encoder",
                                     const WeightOptions& options = {});

using NamedTensors = std::map<std::string, at::Tensor>;

/// Writes a safetensors file and returns its path.
std::filesystem::path writeLora(const std::filesystem::path& path, const NamedTensors& tensors,
                                const std::map<std::string, std::string>& metadata = {});

/// Opens a file, which must be good.
std::shared_ptr<const LoraFile> openLora(const std::filesystem::path& path);
/// One of the golden files.
std::shared_ptr<const LoraFile> goldenLora(const std::string& name);

/// A repeatable matrix of small numbers.
at::Tensor numbers(const Shape& shape, std::uint64_t seed);

/// Copies of every weight.
NamedTensors snapshot(const models::WeightTable& weights);
/// The names whose numbers differ in any bit.
std::vector<std::string> differences(const models::WeightTable& weights,
                                     const NamedTensors& before);

} // namespace diptych::lora
