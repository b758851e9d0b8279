// The tables of core/sampling for front ends, which do not see libtorch.
#pragma once

#include <string>
#include <vector>

namespace diptych {

struct SamplingChoice {
    std::string id;          ///< as in GenerationRequest, e.g. "flow_euler"
    std::string description; ///< one line
};

/// Every scheduler, the default first.
std::vector<SamplingChoice> listSchedulers();

/// Every sigma spacing, the default first.
std::vector<SamplingChoice> listSigmaSpacings();

} // namespace diptych
