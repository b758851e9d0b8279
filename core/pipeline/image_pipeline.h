// From a request to pictures: the engine as front ends see it, without a trace of libtorch.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/checkpoint/host_tensor.h"
#include "core/domain/generation_request.h"
#include "core/domain/placement.h"
#include "core/image/image.h"
#include "core/net/hidden_states.h"
#include "core/pipeline/model_folder.h"
#include "core/pipeline/prompt_rewriter.h"
#include "core/prompt/chat_format.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace diptych {

/// Hidden states of one prompt with where they come from.
struct EncodedPrompt {
    HostTensor embedding;                  ///< [S, D], never padded
    std::vector<std::int32_t> tokenIds;    ///< empty where the tokenizer is not known
    int hiddenLayer = kDefaultHiddenLayer; ///< Hugging Face numbering
    std::string encoder;                   ///< what encoded it, e.g. the folder's name
    std::string dtype;                     ///< of the weights: "float32", "bfloat16"
    double seconds = 0.0;
    std::vector<Notice> notices = {};
};

/// What the last hidden layer is: after the model's final norm, or before it, as the servers of
/// /v1/hidden_states have it. Of no account for earlier layers.
enum class LastLayer { Normed, Plain };

struct GenerationReport;

/// Called on the working thread with a picture's latents, [1, 16, h, w] float32 in sampling space,
/// before they are decoded: what took long can be kept. An error stops the job.
using LatentsHandler = std::function<Status(const HostTensor& latents, int index, std::int64_t seed,
                                            const GenerationReport& soFar)>;

/// Takes the place of parts of the ordinary way from prompt to picture.
struct GenerationInputs {
    /// One [S, D] for all pictures or one for each; empty = encode the request's conversation.
    std::vector<HostTensor> promptEmbeddings;
    /// Likewise for the negative prompt; needed with promptEmbeddings when guidance is on.
    std::vector<HostTensor> negativeEmbeddings;
    /// [B, 16, h, w] float32 instead of noise; B pictures are drawn and its size wins over the
    /// request's.
    std::optional<HostTensor> initialLatents;
    /// Instead of the files that the request's source names.
    std::optional<Image> source;
    std::optional<Image> mask;
    /// Clean latents to start from instead of a source picture, [1 or B, 16, h, w] float32; the
    /// size wins over the request's.
    std::optional<HostTensor> sourceLatents;
    LatentsHandler onLatents = {}; ///< may be empty
};

struct GeneratedPicture {
    Image image;           ///< RGB, 8 bits
    HostTensor latents;    ///< [1, 16, h, w] float32, sampling space
    int index = 0;         ///< 0 … count − 1
    std::int64_t seed = 0; ///< of this picture
    double seconds = 0.0;  ///< sampling and decoding this picture
    /// A name for the initial noise, 16 hexadecimal digits: equal where it is equal.
    std::string noiseHash = {};
};

struct PhaseSeconds {
    double load = 0.0;
    double encode = 0.0;
    double sample = 0.0;
    double decode = 0.0;
};

/// What is known about a job once its pictures are drawn. The pictures themselves went to the
/// PictureHandler.
struct GenerationReport {
    FormattedPrompt formattedPrompt;    ///< empty text when embeddings were given
    std::vector<EncodedPrompt> prompts; ///< empty when embeddings were given
    std::string model;
    std::string encoder;
    std::string dtype; ///< of the transformer's weights
    int width = 0;     ///< pixels
    int height = 0;
    int evaluations = 0;        ///< of the transformer, for all pictures
    int guidedEvaluations = 0;  ///< those of them that took the negative prompt along
    int skippedEvaluations = 0; ///< those of them that left layers out
    PhaseSeconds seconds;
    std::vector<LoraReport> loras; ///< in the order of the request
    std::vector<Notice> notices;
};

/// Called after each picture, on the working thread, with what is known about the job so far
/// (model, encoder, dtype, formatted prompt); an error stops the job.
using PictureHandler =
    std::function<Status(const GeneratedPicture& picture, const GenerationReport& soFar)>;

/// The posterior of a picture and its latents in sampling space, [1, 16, h, w] float32 each.
struct EncodedPicture {
    HostTensor mean;
    HostTensor logvar;
    HostTensor latents; ///< (mean − shift) · scale
};

struct DecodedPicture {
    Image image;       ///< RGB, 8 bits
    HostTensor tensor; ///< [1, 3, H, W] float32, before clamping
};

/// Components are loaded when first needed and kept until `unload`; only those that a call needs
/// must exist. Not thread-safe: one thread at a time. Every call may return Cancelled, OutOfMemory,
/// Device, FileNotFound, FileInvalid, WeightsInvalid or Unsupported; further errors are listed at
/// the call.
class ImagePipeline {
  public:
    virtual ~ImagePipeline() = default;

    /// Name, shift and layer count of the checkpoint.
    virtual const ModelSpec& spec() const = 0;

    /// Errors: InvalidInput (hidden layer out of range); Network and Remote with a remote encoder.
    virtual Result<EncodedPrompt> encode(const FormattedPrompt& prompt, int hiddenLayer,
                                         const RunContext& context) = 0;
    /// Needs no tokenizer. Errors: InvalidInput (unknown id, no ids, layer out of range);
    /// Unsupported with a remote encoder, which takes text.
    virtual Result<EncodedPrompt> encodeTokens(std::span<const std::int32_t> ids, int hiddenLayer,
                                               const RunContext& context) = 0;
    /// Several id lists in one pass, which do not influence each other: each result is that of
    /// `encodeTokens` but for rounding in the last digits. `seconds` is the time of all. Errors: as
    /// encodeTokens.
    virtual Result<std::vector<EncodedPrompt>>
    encodeBatch(std::span<const std::vector<std::int32_t>> batch, int hiddenLayer, LastLayer last,
                const RunContext& context) = 0;
    /// All L+1 hidden states, [S, D] each, in Hugging Face numbering. Errors: as encodeTokens.
    virtual Result<std::vector<HostTensor>> allHiddenStates(std::span<const std::int32_t> ids,
                                                            const RunContext& context) = 0;
    /// Token ids of a formatted prompt; needs the tokenizer only.
    virtual Result<std::vector<std::int32_t>> tokenize(const FormattedPrompt& prompt) = 0;

    /// Draws the request's pictures one after another and hands each to `onPicture`. Their seeds
    /// follow the request's rule. Progress counts the steps that are taken, in both passes,
    /// whatever a step takes. Errors: InvalidInput (unknown scheduler or sigma spacing, a mask
    /// without a picture, before anything is loaded; embeddings of the wrong width or number,
    /// latents of the wrong shape, layers that the transformer does not have), FileInvalid and
    /// FileNotFound for a source picture, WeightsInvalid when a number in the result is not finite.
    virtual Result<GenerationReport> generate(const ResolvedRequest& request,
                                              const GenerationInputs& inputs,
                                              const PictureHandler& onPicture,
                                              const RunContext& context) = 0;

    /// `latents` [B, 16, h, w]; the pictures in order. Errors: InvalidInput (wrong shape).
    virtual Result<std::vector<DecodedPicture>> decode(const HostTensor& latents,
                                                       const RunContext& context) = 0;

    /// Sides must be multiples of 16. Errors: InvalidInput, naming the nearest size.
    virtual Result<EncodedPicture> encodePicture(const Image& image, const RunContext& context) = 0;

    /// Writes with the model's text encoder, which is loaded once for both. Borrows the pipeline.
    virtual PromptRewriter& rewriter() = 0;

    /// Frees every component.
    virtual void unload() = 0;
};

struct PipelineOptions {
    ModelLocation location;
    Placement placement;
    /// Encodes prompts instead of a text encoder of the model, which need not be there then. A
    /// tokenizer, where there is one, must be that of the service's model. Null = the local one.
    std::shared_ptr<net::HiddenStatesService> remoteEncoder = nullptr;
};

/// Checks devices and reads the model's small files; weights are loaded on first use.
/// Errors: Device (asked for and not there), FileInvalid, Unsupported.
Result<std::unique_ptr<ImagePipeline>> openImagePipeline(const PipelineOptions& options);

/// One line of the device table.
struct DeviceReport {
    std::string name; ///< "cpu", "cuda:0", "mps"
    bool usable = false;
    std::string description;      ///< model name, or why it is not usable
    std::uint64_t totalBytes = 0; ///< 0 = unknown
    std::uint64_t freeBytes = 0;
};

/// Every kind of device, usable or not.
std::vector<DeviceReport> listDevices();

/// Uses `threads` CPU threads (0 = all cores). Call once at the start of a program; returns the
/// number in use.
int configureProcessor(int threads);

} // namespace diptych
