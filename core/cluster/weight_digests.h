// Proof that all machines have the same weights: a digest of each tensor, remembered for as long as
// its file stays as it is.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/checkpoint/component_weights.h"

#include <filesystem>
#include <map>
#include <span>
#include <string>

namespace diptych::cluster {

/// Name of a tensor → SHA-256 of its format, shape, scale and stored bytes, in hexadecimal.
using WeightDigests = std::map<std::string, std::string>;

/// Of the tensors `names`. What `cacheFile` says about a file of the same size and time of change
/// is believed; what is new is added to it (an empty path: nothing is remembered). A damaged or
/// unwritable cache is as none. Errors: Cancelled, WeightsInvalid (no such tensor).
Result<WeightDigests> digestsOf(const ComponentWeights& weights, std::span<const std::string> names,
                                const std::filesystem::path& cacheFile, const RunContext& context);

/// The first tensor of `given` that `own` has another digest of, or not at all; empty = none.
std::string firstDifference(const WeightDigests& given, const WeightDigests& own);

} // namespace diptych::cluster
