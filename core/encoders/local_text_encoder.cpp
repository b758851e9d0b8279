#include "core/encoders/local_text_encoder.h"

#include "core/models/component_config.h"
#include "core/tensor/guarded.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <fmt/format.h>

namespace diptych {

namespace {

models::TokenSequence sequenceOf(std::span<const std::int32_t> ids) {
    return {{ids.begin(), ids.end()}, 0};
}

class LocalText final : public generation::TokenScorer {
  public:
    LocalText(const models::Qwen3TextModel& model, std::int64_t capacity,
              models::KeyValueCache cache)
        : continuation_(model, capacity, cache) {}

    Result<std::vector<float>> extend(std::span<const std::int32_t> ids,
                                      const RunContext& context) override {
        return guarded([&] {
            const c10::InferenceMode inference;
            const std::vector<std::int64_t> wide(ids.begin(), ids.end());
            const at::Tensor scores =
                continuation_.extend(wide, context).to(at::kCPU).contiguous(); // [V]
            const auto* values = scores.data_ptr<float>();
            return std::vector<float>(values, values + scores.numel());
        });
    }

  private:
    models::Qwen3Continuation continuation_;
};

} // namespace

Result<std::unique_ptr<LocalTextEncoder>> LocalTextEncoder::load(const std::filesystem::path& path,
                                                                 std::string name,
                                                                 const WeightOptions& options,
                                                                 const RunContext& context,
                                                                 models::BlockHolding holding) {
    DIPTYCH_TRY(ComponentWeights weights, ComponentWeights::open(path, ComponentKind::TextEncoder));
    DIPTYCH_TRY(const auto config, models::readComponentConfig<models::Qwen3Config>(path, weights));
    return guarded([&] {
        const c10::InferenceMode inference;
        auto store = WeightStore::fromComponent(
            std::make_shared<ComponentWeights>(std::move(weights)), options);
        store->watch(context);
        std::unique_ptr<LocalTextEncoder> encoder(new LocalTextEncoder);
        encoder->model_ = models::Qwen3TextModel::bind(
            WeightView(store), config, models::Qwen3TextModel::Purpose::Encode, holding);
        // Encoding needs no head, and a tied model may carry a copy of its embedding.
        store->refuseUnused({"lm_head.weight"});
        encoder->name_ = std::move(name);
        encoder->dtype_ = store->dominantType();
        store->watch(RunContext{}); // the context of the loading goes, the store may stay
        if (!config.tiedEmbeddings)
            encoder->store_ = std::move(store);
        return encoder;
    });
}

Result<PromptEmbedding> LocalTextEncoder::encode(const FormattedPrompt& prompt, int layer,
                                                 const RunContext& context) {
    if (!tokenizer_)
        return fail(ErrorCode::Internal, "the text encoder has no tokenizer");
    return encodeTokens(tokenizer_->encode(prompt.text), layer, context);
}

Result<PromptEmbedding> LocalTextEncoder::encodeTokens(std::span<const std::int32_t> ids, int layer,
                                                       const RunContext& context) {
    const std::vector<std::int32_t> one(ids.begin(), ids.end());
    DIPTYCH_TRY(auto embeddings, encodeBatch({&one, 1}, layer, models::FinalNorm::Apply, context));
    return std::move(embeddings.front());
}

Result<std::vector<PromptEmbedding>>
LocalTextEncoder::encodeBatch(std::span<const std::vector<std::int32_t>> batch, int layer,
                              models::FinalNorm norm, const RunContext& context) {
    return guarded([&] {
        const c10::InferenceMode inference;
        std::vector<models::TokenSequence> sequences;
        for (const std::vector<std::int32_t>& ids : batch)
            sequences.push_back(sequenceOf(ids));
        const auto states = model_.hiddenStates(sequences, layer, context, norm); // [S, D] each
        std::vector<PromptEmbedding> embeddings;
        for (std::size_t i = 0; i < batch.size(); ++i)
            embeddings.push_back(
                {states[i].to(at::kCPU, at::kFloat), batch[i], layer, name_, dtype_, {}});
        return embeddings;
    });
}

Result<std::vector<at::Tensor>> LocalTextEncoder::allHiddenStates(std::span<const std::int32_t> ids,
                                                                  const RunContext& context) {
    return guarded([&] {
        const c10::InferenceMode inference;
        std::vector<at::Tensor> states = model_.allHiddenStates(sequenceOf(ids), context);
        for (at::Tensor& state : states)
            state = state.to(at::kCPU, at::kFloat);
        return states;
    });
}

Result<std::unique_ptr<generation::TokenScorer>>
LocalTextEncoder::startText(std::int64_t capacity, models::KeyValueCache cache) {
    return guarded([&]() -> std::unique_ptr<generation::TokenScorer> {
        const c10::InferenceMode inference;
        if (!model_.head.weight.defined())
            model_.head = WeightView(store_).linear("lm_head", config().vocabularySize,
                                                    config().hiddenSize, Bias::No);
        return std::make_unique<LocalText>(model_, capacity, cache);
    });
}

} // namespace diptych
