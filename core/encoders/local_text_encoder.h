// The text encoder of a checkpoint, run in this process.
#pragma once

#include "core/encoders/text_encoder_backend.h"
#include "core/generation/generate_tokens.h"
#include "core/models/qwen3_continuation.h"
#include "core/models/qwen3_text_model.h"
#include "core/tensor/weight_store.h"
#include "core/tokenizer/tokenizer.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace diptych {

class LocalTextEncoder final : public TextEncoderBackend {
  public:
    /// Loads the weights at `path`, a folder or a file of any dialect. `name` is how embeddings
    /// name their encoder. Errors: FileNotFound, FileInvalid, InvalidInput (another kind of file),
    /// WeightsInvalid (missing, surplus or misshapen tensor), Unsupported, Cancelled.
    static Result<std::unique_ptr<LocalTextEncoder>>
    load(const std::filesystem::path& path, std::string name, const WeightOptions& options,
         const RunContext& context, models::BlockHolding holding = models::BlockHolding::Kept);

    /// Needed before `encode`; `encodeTokens` works without.
    void useTokenizer(Tokenizer tokenizer) { tokenizer_ = std::move(tokenizer); }

    Result<PromptEmbedding> encode(const FormattedPrompt& prompt, int layer,
                                   const RunContext& context) override;
    std::string identity() const override { return name_; }

    /// Errors: as `encode`; InvalidInput for no ids or an id that the model does not have.
    Result<PromptEmbedding> encodeTokens(std::span<const std::int32_t> ids, int layer,
                                         const RunContext& context);

    /// Several id lists in one pass; they do not influence each other. Errors: as encodeTokens.
    Result<std::vector<PromptEmbedding>>
    encodeBatch(std::span<const std::vector<std::int32_t>> batch, int layer, models::FinalNorm norm,
                const RunContext& context);

    /// All L+1 hidden states, [S, D] each. Errors: as encodeTokens.
    Result<std::vector<at::Tensor>> allHiddenStates(std::span<const std::int32_t> ids,
                                                    const RunContext& context);

    /// Lets the model write: the same weights, with keys and values for `capacity` tokens kept
    /// beside them. Borrows this encoder. Errors: OutOfMemory, WeightsInvalid (an untied model
    /// without its head).
    Result<std::unique_ptr<generation::TokenScorer>> startText(std::int64_t capacity,
                                                               models::KeyValueCache cache);

    const models::Qwen3Config& config() const { return model_.config; }
    /// For those who change weights (adapters); stays where it is.
    models::Qwen3TextModel& model() { return model_; }
    bool isStreamed() const { return model_.layers.isStreamed(); }

  private:
    LocalTextEncoder() = default;

    models::Qwen3TextModel model_;
    std::shared_ptr<WeightStore> store_; ///< holds the head of an untied model until it is needed
    std::optional<Tokenizer> tokenizer_;
    std::string name_;
    std::string dtype_;
};

} // namespace diptych
