// One call of ImagePipeline::generate: everything between the request and its pictures.
#pragma once

#include "core/pipeline/image_pipeline.h"
#include "core/pipeline/inside/picture_sampler.h"
#include "core/pipeline/inside/z_image_components.h"
#include "core/sampling/noise.h"

#include <cstdint>
#include <string>
#include <vector>

namespace diptych {

/// Pixels per latent cell.
inline constexpr std::int64_t kPixelsPerCell = 8;

/// Borrows everything it is given; `run` may be called once.
class GenerationJob {
  public:
    GenerationJob(ZImageComponents& components, const ResolvedRequest& request,
                  const GenerationInputs& inputs, const PictureHandler& onPicture,
                  const RunContext& context);

    /// Errors: as ImagePipeline::generate. May throw ErrorException.
    Result<GenerationReport> run();

  private:
    struct LatentSize {
        std::int64_t height = 0; ///< cells
        std::int64_t width = 0;

        bool operator==(const LatentSize&) const = default;
    };

    bool guided() const { return request_.guidanceScale > 0.0; }
    bool refines() const { return !(baseSize_ == size_); }
    bool hasSource() const { return sourceMean_.defined(); }

    Status checkInputs() const;
    Status readSourceFiles();
    void chooseSizes();
    Status encodePrompts();
    Result<at::Tensor> encodeOne(const FormattedPrompt& prompt);
    Conversation conversation();
    void encodeSource();
    void takeGivenSource();
    Status loadTransformer();
    Status takeGivenEmbeddings();
    at::Tensor givenEmbedding(const HostTensor& values) const;
    at::Tensor givenLatents(const HostTensor& values, const char* name) const;
    Status drawPictures();
    Captions captionsOf(int index, std::int64_t seed) const;
    at::Tensor sourceLatents(int index, sampling::NoiseSource& noise) const;
    struct DrawnLatents {
        at::Tensor latents;    // [1, C, h, w]
        std::string noiseHash; // of the first pass
    };
    DrawnLatents drawLatents(int index, std::int64_t seed, PictureSampler& sampler,
                             Captions& captions) const;

    ZImageComponents& components_;
    const GenerationRequest& request_;
    const GenerationInputs& inputs_;
    const PictureHandler& onPicture_;
    const RunContext& context_;

    GenerationReport report_;
    sampling::Schedule schedule_;
    LatentSize size_;     // of the picture
    LatentSize baseSize_; // of the first pass; the same unless there are two
    int count_ = 1;
    std::optional<Image> source_, mask_;
    std::vector<at::Tensor> positives_; // one for all pictures, or one each; [S, D]
    std::vector<at::Tensor> negatives_; // empty when guidance is off
    at::Tensor initialLatents_;         // undefined, or [count, C, h, w]
    at::Tensor sourceMean_;             // undefined, or [1 or count, C, h, w], sampling space
    at::Tensor sourceDeviation_;        // undefined unless the posterior is sampled
    at::Tensor latentMask_;             // undefined, or [1, 1, h, w]
};

} // namespace diptych
