// Decodes ids as they are generated, without ever showing half a character.
#pragma once

#include "core/tokenizer/tokenizer.h"

#include <cstdint>
#include <string>

namespace diptych {

/// Takes ids one by one and hands out text as soon as its characters are complete. All pieces
/// together, with the one of `finish`, equal `Tokenizer::decode` of all ids.
class StreamDecoder {
  public:
    explicit StreamDecoder(Tokenizer tokenizer, SpecialTokens special = SpecialTokens::Keep);

    /// The text that `id` completes, valid UTF-8, often empty.
    std::string push(std::int32_t id);

    /// What is left at the end: U+FFFD for a character that never became complete, else empty.
    /// Ready for a new text.
    std::string finish();

  private:
    Tokenizer tokenizer_;
    SpecialTokens special_;
    std::string pending_; ///< the beginning of one character, at most three bytes
};

} // namespace diptych
