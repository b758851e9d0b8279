// The text encoder of a checkpoint, of which a rank binds its own layers and nothing else.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/checkpoint/component_weights.h"
#include "core/cluster/layer_split.h"
#include "core/cluster/weight_digests.h"
#include "core/models/qwen3_text_model.h"
#include "core/tensor/weight_store.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace diptych::cluster {

/// A part that is bound.
struct LoadedPart {
    std::shared_ptr<const models::Qwen3TextModel> model;
    std::uint64_t weightBytes = 0;  ///< as held
    std::vector<std::string> names; ///< of the tensors that were taken, sorted
    std::string dtype;              ///< of most of its weights
};

/// Keeps the files mapped; no tensor is touched before it is taken.
class PartLoader {
  public:
    /// `path` as LocalTextEncoder::load takes it. Errors: likewise.
    static Result<PartLoader> open(const std::filesystem::path& path, const WeightOptions& options);

    const models::Qwen3Config& config() const { return config_; }
    /// Of all numbers that must be the same on every rank: sizes, and how weights are held.
    std::string configDigest() const;
    /// What layers, embedding, norm and head take, as held.
    PartBytes partBytes() const;

    /// Errors: WeightsInvalid (missing or misshapen tensor), OutOfMemory, Cancelled.
    Result<LoadedPart> load(const LayerRange& layers, const RunContext& context) const;

    /// Errors: as `digestsOf`.
    Result<WeightDigests> digests(std::span<const std::string> names,
                                  const std::filesystem::path& cacheFile,
                                  const RunContext& context) const;

  private:
    PartLoader(std::shared_ptr<const ComponentWeights> weights, models::Qwen3Config config,
               WeightOptions options);

    std::shared_ptr<const ComponentWeights> weights_;
    models::Qwen3Config config_;
    WeightOptions options_;
};

} // namespace diptych::cluster
