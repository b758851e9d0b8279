// Which fields several requests differ in.
#pragma once

#include "core/domain/generation_request.h"

#include <span>
#include <string>
#include <vector>

namespace diptych {

struct FieldDifference {
    std::string field;               ///< a key of `requestToJson`, e.g. "guidance_scale"
    std::vector<std::string> values; ///< one for each request, as JSON; empty where it has none

    bool operator==(const FieldDifference&) const = default;
};

/// The fields that are not the same in all of them, in the order of the keys.
std::vector<FieldDifference> differingFields(std::span<const GenerationRequest> requests);

} // namespace diptych
