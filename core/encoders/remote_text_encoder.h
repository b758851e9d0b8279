// A text encoder on another machine.
#pragma once

#include "core/encoders/text_encoder_backend.h"
#include "core/net/hidden_states.h"
#include "core/tokenizer/tokenizer.h"

#include <memory>
#include <optional>

namespace diptych {

class RemoteTextEncoder final : public TextEncoderBackend {
  public:
    /// What is known here about the model over there; 0 = not known, not checked.
    struct Expectations {
        int width = 0;      ///< of the hidden states that the transformer takes
        int layerCount = 0; ///< of the text encoder
    };

    RemoteTextEncoder(std::shared_ptr<net::HiddenStatesService> service, Expectations expected);

    /// Makes the number of tokens known, so that a prompt that the server cuts off is noticed, and
    /// fills in the embedding's tokenIds. It must be that of the server's model.
    void useTokenizer(Tokenizer tokenizer) { tokenizer_ = std::move(tokenizer); }

    /// Errors: those of HiddenStatesService::encode. The text encoder is called "MODEL at ADDRESS".
    Result<PromptEmbedding> encode(const FormattedPrompt& prompt, int layer,
                                   const RunContext& context) override;
    std::string identity() const override { return service_->identity(); }

  private:
    std::shared_ptr<net::HiddenStatesService> service_;
    Expectations expected_;
    std::optional<Tokenizer> tokenizer_;
};

} // namespace diptych
