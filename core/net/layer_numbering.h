// Which number of a hidden layer the server has to be sent.
//
// Diptych counts as Hugging Face does: of a model with n blocks there are n + 1 hidden states, 0 =
// the embeddings, k = the output of block k − 1, n = −1 = after the final norm. The servers of
// /v1/hidden_states count blocks: k ≥ 0 = the output of block k, −k = the output of block n − k.
// From −2 down to −n both mean the same; −1 is the last block without the norm there, and the
// embeddings have no number. A Diptych server that is told "layer_numbering": "huggingface" gives
// those two too.
#pragma once

#include "core/base/result.h"

#include <string>

namespace diptych::net {

struct ServerLayer {
    int layer = -2;
    /// Only a server that repeats "layer_numbering": "huggingface" in its answer has understood it.
    bool needsHuggingFaceNumbering = false;

    bool operator==(const ServerLayer&) const = default;
};

/// `layer` in Hugging Face numbering. `layerCount` is n, 0 = not known: then a positive number
/// cannot be converted without the danger of meaning the final norm. Errors: InvalidInput (outside
/// −(n+1)…n; a positive number of an unknown model).
Result<ServerLayer> serverLayerFor(int layer, int layerCount);

} // namespace diptych::net
