// Whoever turns a formatted prompt into hidden states: the local model or another machine.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/domain/notice.h"
#include "core/prompt/formatted_prompt.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string>
#include <vector>

namespace diptych {

/// The hidden states of one prompt.
struct PromptEmbedding {
    at::Tensor hidden;                  ///< [S, D], never padded, float32 on the CPU
    std::vector<std::int32_t> tokenIds; ///< empty where the tokenizer is not known
    int layer = -2;                     ///< Hugging Face numbering
    std::string encoder;                ///< which text encoder
    std::string dtype;                  ///< of its weights
    std::vector<Notice> notices;
};

class TextEncoderBackend {
  public:
    virtual ~TextEncoderBackend() = default;

    /// Errors: InvalidInput (layer out of range), Cancelled, OutOfMemory, and what the backend
    /// adds.
    virtual Result<PromptEmbedding> encode(const FormattedPrompt& prompt, int layer,
                                           const RunContext& context) = 0;

    /// What decides about the numbers beside prompt and layer: which weights, on which machine.
    virtual std::string identity() const = 0;
};

} // namespace diptych
