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

    Status needTokenizer();
    /// The local one.
    Status needTextEncoder(const RunContext& context);
    /// Whatever `encode` needs, with the selected adapters where the encoder is local.
    Status needPromptEncoder(const RunContext& context);
    /// Frees the text encoder first where the host's memory is too small for both.
    Status needTransformer(const RunContext& context);
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
    void makeRoomForTransformer();
    Status needRemoteTextEncoder();
    WeightOptions weightOptions(at::Device device) const;

    PipelineOptions options_;
    ModelSpec spec_;
    Devices devices_;
    std::optional<Tokenizer> tokenizer_;
    std::unique_ptr<LocalTextEncoder> textEncoder_;
    std::unique_ptr<TextEncoderBackend> remoteTextEncoder_;
    std::optional<Loaded<models::ZImageTransformer>> transformer_;
    std::optional<Loaded<models::AutoencoderKL>> autoencoder_;
    std::optional<LatentPreview> preview_; // of autoencoder_
    lora::LoraSession loras_;
};

/// Throws ErrorException(WeightsInvalid), naming `what`, unless every number is finite.
void requireFinite(const at::Tensor& tensor, const std::string& what);

} // namespace diptych
