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

} // namespace

Result<std::unique_ptr<LocalTextEncoder>> LocalTextEncoder::load(const std::filesystem::path& path,
                                                                 std::string name,
                                                                 const WeightOptions& options,
                                                                 const RunContext& context) {
    DIPTYCH_TRY(ComponentWeights weights, ComponentWeights::open(path, ComponentKind::TextEncoder));
    DIPTYCH_TRY(const auto config, models::readComponentConfig<models::Qwen3Config>(path, weights));
    return guarded([&] {
        const c10::InferenceMode inference;
        auto store = WeightStore::fromComponent(
            std::make_shared<ComponentWeights>(std::move(weights)), options);
        store->watch(context);
        std::unique_ptr<LocalTextEncoder> encoder(new LocalTextEncoder);
        encoder->model_ = models::Qwen3TextModel::bind(WeightView(store), config,
                                                       models::Qwen3TextModel::Purpose::Encode);
        // Encoding needs no head, and a tied model may carry a copy of its embedding.
        store->refuseUnused({"lm_head.weight"});
        encoder->name_ = std::move(name);
        encoder->dtype_ = store->dominantType();
        encoder->weightBytes_ = store->bytesTaken();
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
    return guarded([&] {
        const c10::InferenceMode inference;
        const models::TokenSequence sequence = sequenceOf(ids);
        PromptEmbedding embedding;
        embedding.hidden =
            model_.hiddenStates({&sequence, 1}, layer, context).front().to(at::kCPU, at::kFloat);
        embedding.tokenIds.assign(ids.begin(), ids.end());
        embedding.layer = layer;
        embedding.encoder = name_;
        embedding.dtype = dtype_;
        return embedding;
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

} // namespace diptych
