// Pictures with captions for training, made or read ahead of the step that needs them.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <future>
#include <string>
#include <vector>

namespace diptych::train {

/// Pictures of one size with a caption each.
struct PictureBatch {
    at::Tensor pictures; ///< [B, 3, H, W] float32 in −1…1, on the CPU; undefined if not wanted
    /// What lies where, [B, H/cell, W/cell, L] float32 on the CPU, L labels of each cell
    /// (world/cell_labels.h); undefined if not wanted.
    at::Tensor labels;
    std::vector<std::string> captions;
    std::vector<std::string> fullCaptions; ///< what a rewriter would answer; may be empty
    std::int64_t number = 0; ///< the same number, the same pictures; captions may differ
};

/// Makes the batch of step n; the same n gives the same batch. Called from another thread.
using BatchMaker = std::function<PictureBatch(std::int64_t step)>;

/// Hands out batch after batch and makes the next one meanwhile.
class BatchStream {
  public:
    BatchStream(BatchMaker make, std::int64_t firstStep);

    /// Errors of the maker are thrown here.
    PictureBatch next();

  private:
    void begin();

    BatchMaker make_;
    std::int64_t step_;
    std::future<PictureBatch> pending_;
};

struct FlatlandBatchOptions {
    std::int64_t seed = 0;
    int count = 16; ///< pictures in a batch
    int width = 256;
    int height = 256;
    float progress = 1.0F; ///< 0…1: from single objects to everything (flatland::mixAt)
    bool captionsOnly = false;
    int labelCell = 0; ///< side of the cells that are labelled, pixels; 0 = no labels
};

/// Scenes of Flatland that are not held out, painted on all cores; the seed and `number` choose
/// them, `wording` how the captions put it.
PictureBatch makeFlatlandBatch(const FlatlandBatchOptions& options, std::int64_t number,
                               std::int64_t wording = 0);

} // namespace diptych::train
