#include "core/encoders/remote_text_encoder.h"

#include "core/tensor/guarded.h"
#include "core/tensor/host_values.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <utility>

namespace diptych {

RemoteTextEncoder::RemoteTextEncoder(std::shared_ptr<net::HiddenStatesService> service,
                                     Expectations expected)
    : service_(std::move(service)), expected_(expected) {}

Result<PromptEmbedding> RemoteTextEncoder::encode(const FormattedPrompt& prompt, int layer,
                                                  const RunContext& context) {
    PromptEmbedding embedding;
    net::HiddenStatesQuery query{prompt.text, layer, 0, expected_.width, expected_.layerCount};
    if (tokenizer_) {
        embedding.tokenIds = tokenizer_->encode(prompt.text);
        query.tokenCount = static_cast<int>(embedding.tokenIds.size());
    }
    DIPTYCH_TRY(net::HiddenStates states, service_->encode(query, context));
    embedding.layer = states.layer;
    embedding.encoder = fmt::format("{} at {}", states.model, states.server);
    embedding.dtype = std::move(states.dtype);
    embedding.notices = std::move(states.notices);
    return guarded([&] {
        embedding.hidden = toTensor(states.values);
        return embedding;
    });
}

} // namespace diptych
