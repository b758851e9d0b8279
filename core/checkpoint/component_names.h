// From the names in a file to the diffusers names that the models bind. Private to the module.
#pragma once

#include "core/checkpoint/component_weights.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

/// A tensor of the model that comes out of a stored one: part `part` of `parts` equal groups of
/// rows.
struct TargetName {
    std::string name;
    std::int64_t part = 0;
    std::int64_t parts = 1;
};

/// Knows from all names of a file which of them are one component's.
class ComponentNames {
  public:
    ComponentNames(ComponentKind kind, const std::vector<std::string>& storedNames);

    /// Whether the file holds this component at all, under whatever prefix.
    bool isFound() const { return isFound_; }

    /// Empty for tensors of other components and for those that no model uses.
    std::vector<TargetName> targetsOf(std::string_view storedName) const;

  private:
    bool isOwn(std::string_view storedName) const;

    ComponentKind kind_;
    bool isFound_ = false;
    std::string prefix_; ///< "model.diffusion_model." in all-in-one files
    std::int64_t decoderLevels_ = 0;
};

} // namespace diptych
