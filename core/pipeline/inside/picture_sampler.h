// One picture's way from noise to latents: guidance, solver, image to image, inpainting.
//
// Letters: C channels, h×w latent cells, S text tokens, D width.
#pragma once

#include "core/base/run_context.h"
#include "core/domain/generation_request.h"
#include "core/models/z_image_transformer.h"
#include "core/pipeline/inside/latent_preview.h"
#include "core/sampling/schedule.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <optional>
#include <vector>

namespace diptych {

/// The captions of one or several pictures. The transformer's view of them is made when a step
/// first needs it: truncated guidance needs two kinds and other jobs one; two passes need two
/// sizes.
struct Captions {
    at::Tensor positive; ///< [S, D]
    at::Tensor negative; ///< undefined when guidance is off

    struct Prepared {
        std::int64_t latentHeight = 0;
        std::int64_t latentWidth = 0;
        std::optional<models::ZImagePrompts> alone;    ///< the positive one
        std::optional<models::ZImagePrompts> together; ///< positive, negative
    };
    std::vector<Prepared> prepared; ///< one for each size
};

/// One walk down the schedule.
struct SamplingPass {
    at::Tensor noise;  ///< [1, C, h, w] float32
    at::Tensor source; ///< undefined, or clean latents [1, C, h, w] to start from
    at::Tensor mask;   ///< undefined, or [1, 1, h, w]: 1 = redraw, 0 = keep the source
    int firstStep = 0; ///< 0 = from noise … steps = nothing is done
};

/// How often the transformer was asked.
struct EvaluationCount {
    int all = 0;
    int guided = 0;  ///< with the negative prompt along
    int skipped = 0; ///< further ones with layers left out
};

/// Borrows everything it is given; works for one job.
class PictureSampler {
  public:
    /// Throws ErrorException(InvalidInput) for a skipped layer that the model does not have.
    PictureSampler(const models::ZImageTransformer& model, at::Device device,
                   const GenerationRequest& request, const sampling::Schedule& schedule,
                   const RunContext& context);

    /// Shows where each step leads; null = nobody watches.
    void showSteps(const LatentPreview* preview) { preview_ = preview; }

    /// Call before the first pass of a picture; progress counts the steps of all its passes.
    void beginPicture(int totalSteps);

    /// The latents at the end of the pass, [1, C, h, w] float32 on the model's device. Throws
    /// ErrorException: Cancelled; WeightsInvalid when a result is not finite, naming the step.
    at::Tensor run(const SamplingPass& pass, Captions& captions);

    const EvaluationCount& evaluations() const { return evaluations_; }

  private:
    const models::ZImagePrompts& promptsFor(const at::Tensor& x, Captions& captions, bool together);
    at::Tensor predict(const at::Tensor& x, float t, int step, Captions& captions);
    bool skipsLayersAt(int step) const;

    const models::ZImageTransformer& model_;
    at::Device device_;
    const GenerationRequest& request_;
    const sampling::Schedule& schedule_;
    const RunContext& context_;
    const LatentPreview* preview_ = nullptr;
    std::vector<int> skippedLayers_;
    EvaluationCount evaluations_;
    int stepsDone_ = 0;
    int stepsInAll_ = 0;
};

/// Latents [1, C, h, w] enlarged to [1, C, height, width], bicubic.
at::Tensor enlargeLatents(const at::Tensor& latents, std::int64_t height, std::int64_t width);

} // namespace diptych
