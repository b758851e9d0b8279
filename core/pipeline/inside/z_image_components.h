// The parts of a Z-Image checkpoint, loaded when first needed.
#pragma once

#include "core/base/run_context.h"
#include "core/encoders/local_text_encoder.h"
#include "core/encoders/text_encoder_backend.h"
#include "core/lora/lora_session.h"
#include "core/models/autoencoder_kl.h"
#include "core/models/z_image_transformer.h"
#include "core/pipeline/image_pipeline.h"
#include "core/pipeline/inside/latent_preview.h"
#include "core/pipeline/placement_planner.h"
#include "core/tokenizer/tokenizer.h"

#include <c10/core/Device.h>

#include <memory>
#include <optional>
#include <string>

namespace diptych {

/// A model bound to its weights, with what is reported about them.
template <typename Model> struct Loaded {
    Model model;
    std::string dtype; ///< of its weights
    at::Device device;
};

/// What a stretch of a job works with; the rest may go when memory runs out.
enum class JobStage { EncodePrompt, EncodePicture, Sample, Decode };

/// Every `need…` loads what is missing. Errors: Cancelled, OutOfMemory, Device, FileNotFound,
/// FileInvalid, WeightsInvalid, Unsupported. Not thread-safe.
class ZImageComponents {
  public:
    struct Devices {
        at::Device textEncoder, transformer, autoencoder;
    };

    ZImageComponents(PipelineOptions options, ModelSpec spec, Devices devices);

    const PipelineOptions& options() const { return options_; }
    const ModelSpec& spec() const { return spec_; }

    /// Whether weights that this job should stream cannot be, because they are quantised while they
    /// are loaded. After `follow`.
    bool keepsQuantised();
    /// How a job of this size fits into the memory that is free, with what the placement leaves
    /// open settled.
    MemoryPlan plan(const JobSize& job);
    /// Holds components from here on as `plan` settles it, until `finishJob`.
    void follow(const MemoryPlan& plan);
    /// In which the job's pictures are decoded and encoded.
    const TileSettings& tiles() const { return tiles_; }
    /// One step down when memory has run out in `stage` over pictures of this size: something that
    /// the stage does not need is freed, or it takes less from here on. What was done, or nothing
    /// where nothing is left to do.
    std::optional<Notice> makeRoom(JobStage stage, int width, int height);
    /// Behind their last use: each is freed unless it stays.
    void leaveTextEncoder();
    void leaveTransformer();
    /// Frees what does not stay and goes back to the placement of the options.
    void finishJob();

    Status needTokenizer();
    /// The local one.
    Status needTextEncoder(const RunContext& context);
    /// Whatever `encode` needs, with the selected adapters where the encoder is local.
    Status needPromptEncoder(const RunContext& context);
    /// As whole or block by block, as the job's plan says; whole where it cannot be streamed.
    Status needTransformer(const RunContext& context);
    bool isTransformerReady();
    Status needAutoencoder(const RunContext& context);

    /// Loads the autoencoder, which it is fitted on. Null when nobody watches.
    Result<const LatentPreview*> needPreview(const RunContext& context);

    /// Only after the matching `need…` succeeded.
    const Tokenizer& tokenizer() const { return *tokenizer_; }
    LocalTextEncoder& textEncoder() { return *textEncoder_; }
    Loaded<models::ZImageTransformer>& transformer() { return *transformer_; }
    const Loaded<models::AutoencoderKL>& autoencoder() const { return *autoencoder_; }

    bool encodesRemotely() const { return options_.remoteEncoder != nullptr; }
    /// Only after `needPromptEncoder`. Errors: those of the TextEncoderBackend in use.
    Result<PromptEmbedding> encode(const FormattedPrompt& prompt, int layer,
                                   const RunContext& context);

    /// The adapters of both models; they go with the models.
    lora::LoraSession& loras() { return loras_; }

    void unload();

  private:
    Status needRemoteTextEncoder();
    WeightOptions weightOptions(at::Device device) const;
    const ModelDescription& description();
    bool canStream(const ComponentDescription& component) const;
    models::BlockHolding holdingOf(Residency residency,
                                   const ComponentDescription& component) const;
    bool shrinkTiles(int width, int height);
    void freeTextEncoder();
    void freeTransformer();
    void freeAutoencoder();

    PipelineOptions options_;
    ModelSpec spec_;
    Devices devices_;
    std::optional<ModelDescription> description_;
    Residencies residency_; // of the job; Auto = Resident
    TileSettings tiles_;    // of the job
    std::optional<Tokenizer> tokenizer_;
    std::unique_ptr<LocalTextEncoder> textEncoder_;
    std::unique_ptr<TextEncoderBackend> remoteTextEncoder_;
    std::optional<Loaded<models::ZImageTransformer>> transformer_;
    std::optional<Loaded<models::AutoencoderKL>> autoencoder_;
    std::optional<LatentPreview> preview_; // of the autoencoder, which may be gone
    lora::LoraSession loras_;
};

/// Frees, when a call ends, what it was the last to need.
class CallEnd {
  public:
    explicit CallEnd(ZImageComponents& components) : components_(components) {}
    ~CallEnd() { components_.finishJob(); }
    CallEnd(const CallEnd&) = delete;
    CallEnd& operator=(const CallEnd&) = delete;

  private:
    ZImageComponents& components_;
};

/// Throws ErrorException(WeightsInvalid), naming `what`, unless every number is finite.
void requireFinite(const at::Tensor& tensor, const std::string& what);

} // namespace diptych
