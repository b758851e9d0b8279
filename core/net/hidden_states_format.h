// The bodies of POST /v1/hidden_states, in both directions of the client.
#pragma once

#include "core/base/result.h"
#include "core/domain/remote_encoder.h"
#include "core/net/hidden_states.h"
#include "core/net/http_transport.h"
#include "core/net/layer_numbering.h"

#include <string>

namespace diptych::net {

/// The media type of a safetensors file as an answer.
inline constexpr const char* kSafetensorsType = "application/x-safetensors";

/// One request with everything that the answer is checked against.
struct HiddenStatesCall {
    std::string prompt;
    std::string model;
    ServerLayer layer;
    int maxLength = 0;
    WireFormat format = WireFormat::Auto;
};

/// {"input", "model", "layer", "max_length", "encoding_format"}, for the two layers that need it
/// "layer_numbering", and for bfloat16 "payload_dtype". With Auto the format is "base64", and the
/// Accept header says that safetensors would do too.
std::string hiddenStatesBody(const HiddenStatesCall& call);

/// The value of the Accept header.
std::string acceptedTypes(WireFormat format);

/// Reads a 2xx answer and checks all of it: echo of model and layer, dtype, shape against bytes,
/// width, number of tokens, finite values. JSON with base64 or numbers, and safetensors, are
/// understood whatever was asked for. `layer` of the result is the query's. Errors: Remote (see
/// remoteError).
Result<HiddenStates> readHiddenStates(const HttpResponse& response, const HiddenStatesCall& call,
                                      const HiddenStatesQuery& query, const std::string& server);

} // namespace diptych::net
