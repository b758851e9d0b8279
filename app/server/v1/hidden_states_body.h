// The bodies of POST /v1/hidden_states: what is asked, and the ways in which hidden states travel.
#pragma once

#include "app/server/body_reader.h"
#include "app/server/http/exchange.h"
#include "app/server/replies.h"
#include "core/base/result.h"
#include "core/pipeline/image_pipeline.h"

#include <cstdint>
#include <string>

namespace diptych::server {

enum class Encoding {
    Numbers,     ///< rows of numbers in JSON
    Base64,      ///< float32, little-endian, in JSON
    Safetensors, ///< a safetensors file as it is
};

struct HiddenStatesRequest {
    std::string input;
    std::string model;
    int layer = -2; ///< as the client counts
    bool huggingFaceNumbering = false;
    std::int64_t maxLength = 512;
    bool wantsMask = false;
    Encoding encoding = Encoding::Numbers;
    bool bfloat16 = false; ///< with Safetensors
};

/// Problems stay in `body`. `accept` is the header: a client that asks for base64 and takes
/// safetensors too gets the latter.
HiddenStatesRequest readHiddenStatesRequest(BodyReader& body, const std::string& accept);

/// A layer of the engine.
struct EngineLayer {
    int hiddenLayer = kDefaultHiddenLayer; ///< Hugging Face numbering
    LastLayer last = LastLayer::Normed;

    bool operator==(const EngineLayer&) const = default;
};

/// Clients count blocks: k ≥ 0 is the output of block k, −k that of block n − k, and the last one
/// is without the final norm. `layerCount` is n, 0 = not known. Errors: InvalidInput.
Result<EngineLayer> engineLayerFor(int layer, bool huggingFaceNumbering, int layerCount);

/// Errors: Internal (a tensor that is not [S, D] float32).
Result<HttpReply> hiddenStatesReply(const EncodedPrompt& encoded,
                                    const HiddenStatesRequest& request);

} // namespace diptych::server
