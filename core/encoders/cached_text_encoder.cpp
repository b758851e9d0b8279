#include "core/encoders/cached_text_encoder.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace diptych {

CachedTextEncoder::CachedTextEncoder(std::unique_ptr<TextEncoderBackend> encoder,
                                     std::uint64_t mostBytes)
    : encoder_(std::move(encoder)), mostBytes_(mostBytes) {}

std::string CachedTextEncoder::keyOf(const FormattedPrompt& prompt, int layer) const {
    return fmt::format("{}\n{}\n{}", encoder_->identity(), layer, prompt.text);
}

Result<PromptEmbedding> CachedTextEncoder::encode(const FormattedPrompt& prompt, int layer,
                                                  const RunContext& context) {
    const auto known =
        std::find_if(entries_.begin(), entries_.end(),
                     [key = keyOf(prompt, layer)](const Entry& entry) { return entry.key == key; });
    if (known != entries_.end()) {
        entries_.splice(entries_.begin(), entries_, known);
        return entries_.front().embedding;
    }
    DIPTYCH_TRY(PromptEmbedding embedding, encoder_->encode(prompt, layer, context));
    Entry entry{keyOf(prompt, layer), embedding}; // the encoder may only now know what it is
    entry.embedding.notices.clear();              // they told of this one time
    remember(std::move(entry));
    return embedding;
}

void CachedTextEncoder::remember(Entry entry) {
    entries_.push_front(std::move(entry));
    std::uint64_t bytes = 0;
    for (auto at = entries_.begin(); at != entries_.end(); ++at) {
        bytes += at->embedding.hidden.nbytes();
        if (bytes > mostBytes_ && at != entries_.begin()) {
            entries_.erase(at, entries_.end());
            return;
        }
    }
}

} // namespace diptych
