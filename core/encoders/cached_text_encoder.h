// A text encoder that remembers what it has encoded.
#pragma once

#include "core/encoders/text_encoder_backend.h"

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>

namespace diptych {

/// Remembers the embeddings used last, by encoder, layer and formatted prompt; errors are not
/// remembered. Not thread-safe.
class CachedTextEncoder final : public TextEncoderBackend {
  public:
    /// Keeps at most `mostBytes` of hidden states, but always the last one.
    CachedTextEncoder(std::unique_ptr<TextEncoderBackend> encoder, std::uint64_t mostBytes);

    Result<PromptEmbedding> encode(const FormattedPrompt& prompt, int layer,
                                   const RunContext& context) override;
    std::string identity() const override { return encoder_->identity(); }

    std::size_t size() const { return entries_.size(); }

  private:
    struct Entry {
        std::string key;
        PromptEmbedding embedding;
    };

    std::string keyOf(const FormattedPrompt& prompt, int layer) const;
    void remember(Entry entry);

    std::unique_ptr<TextEncoderBackend> encoder_;
    std::uint64_t mostBytes_;
    std::list<Entry> entries_; // the one used last in front
};

} // namespace diptych
