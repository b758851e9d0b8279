// Recognises models, adapters and tensor files by the names and shapes of their tensors. Private to
// the module.
#pragma once

#include "core/checkpoint/inspect.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

/// Tensor name → shape, whatever the container.
using ShapeTable = std::map<std::string, std::vector<std::int64_t>, std::less<>>;

struct DetectedModel {
    DescribedKind kind = DescribedKind::Tensors;
    std::string title; ///< without format and size
    std::vector<Fact> facts;
};

/// Adapters come first: their names contain those of the model that they change.
std::optional<DetectedModel> detectModel(const ShapeTable& shapes);

/// In lora_detection.cpp.
std::optional<DetectedModel> detectLora(const ShapeTable& shapes);

} // namespace diptych
