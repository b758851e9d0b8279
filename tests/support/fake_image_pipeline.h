// An ImagePipeline without a model: draws plain pictures at once, remembers what it was asked,
// fails or waits on demand.
#pragma once

#include "core/pipeline/image_pipeline.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace diptych::test {

/// Writes what it is told to, in pieces of a few bytes.
class FakePromptRewriter final : public PromptRewriter {
  public:
    Result<RewriteResult> rewrite(const RewriteRequest& request, TextSink* sink,
                                  const RunContext& context) override;

    // What the fake is to do.
    std::string writes = "<think>\nHm.\n</think>\n\nA grey cat on a red roof.";
    FinishReason finishReason = FinishReason::Stop;
    std::optional<Error> error;                  ///< returned after the first piece
    std::function<void(std::size_t)> afterPiece; ///< called with the number of pieces so far

    // What it was asked.
    std::vector<RewriteRequest> requests;
};

/// Shared by a test and the pipelines it hands out.
struct FakePipelineState {
    // What the fake is to do.
    ModelSpec spec = {"fake-model", 3.0, {}, 0};
    std::optional<Error> openError;
    std::optional<Error> workError;        ///< returned by every call that computes
    std::function<void(int)> afterPicture; ///< called with the number of finished pictures
    /// Called before each step, from 1; an error ends the job.
    std::function<Status(int step, const RunContext& context)> beforeStep;
    /// Called between the latents and the picture; an error ends the job.
    std::function<Status(const RunContext& context)> beforeDecode;

    FakePromptRewriter rewriter;

    // What it was asked.
    std::vector<PipelineOptions> opened;
    std::vector<FormattedPrompt> encoded;
    std::vector<std::vector<std::int32_t>> encodedIds;
    std::vector<std::size_t> batchSizes;
    std::optional<ResolvedRequest> request;
    std::vector<GenerationRequest> requests; ///< all that were drawn from, in order
    GenerationInputs inputs;
};

class FakeImagePipeline : public ImagePipeline {
  public:
    static constexpr std::int64_t kWidth = 4;      ///< of embeddings
    static constexpr std::int64_t kLayerCount = 3; ///< L; there are L + 1 hidden states

    explicit FakeImagePipeline(std::shared_ptr<FakePipelineState> state);

    const ModelSpec& spec() const override;
    Result<EncodedPrompt> encode(const FormattedPrompt& prompt, int hiddenLayer,
                                 const RunContext& context) override;
    Result<EncodedPrompt> encodeTokens(std::span<const std::int32_t> ids, int hiddenLayer,
                                       const RunContext& context) override;
    Result<std::vector<EncodedPrompt>> encodeBatch(std::span<const std::vector<std::int32_t>> batch,
                                                   int hiddenLayer, LastLayer last,
                                                   const RunContext& context) override;
    Result<std::vector<HostTensor>> allHiddenStates(std::span<const std::int32_t> ids,
                                                    const RunContext& context) override;
    /// One id for each byte.
    Result<std::vector<std::int32_t>> tokenize(const FormattedPrompt& prompt) override;
    /// Pictures whose every value is the seed modulo 256, latents whose every value is the index.
    Result<GenerationReport> generate(const ResolvedRequest& request,
                                      const GenerationInputs& inputs,
                                      const PictureHandler& onPicture,
                                      const RunContext& context) override;
    Result<std::vector<DecodedPicture>> decode(const HostTensor& latents,
                                               const RunContext& context) override;
    Result<EncodedPicture> encodePicture(const Image& image, const RunContext& context) override;
    PromptRewriter& rewriter() override { return state_->rewriter; }
    void unload() override {}

  private:
    Status checkCall(const RunContext& context) const;
    Status walkSteps(int steps, const RunContext& context) const;

    std::shared_ptr<FakePipelineState> state_;
};

/// float32 of `shape`, every element `value`.
HostTensor filledTensor(std::vector<std::int64_t> shape, float value);

} // namespace diptych::test
