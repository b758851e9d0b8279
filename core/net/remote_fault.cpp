#include "core/net/remote_fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace diptych::net {

namespace {

struct FaultText {
    RemoteFault fault;
    const char* name;
    ErrorCode code;
    const char* message; // {0} = the server's address, {1} = the fact
    const char* hint;
};

constexpr ErrorCode kNetwork = ErrorCode::Network;
constexpr ErrorCode kRemote = ErrorCode::Remote;

constexpr const char* kNoSuchServer =
    "this may be no server for hidden states: check the address and the port";
constexpr const char* kFaultyServer = "the server is faulty or of another kind: check its version "
                                      "and its log";
constexpr const char* kBusyAdvice =
    "it may be loading its model or be busy: try again, or raise --api-timeout";

constexpr FaultText kTexts[] = {
    {RemoteFault::NameNotFound, "name_not_found", kNetwork, "the name in {0} is not known",
     "check the spelling, or use the machine's IP address"},
    {RemoteFault::ConnectionRefused, "connection_refused", kNetwork, "{0} refuses the connection",
     "check the port, that the server is running, and that it listens on more than 127.0.0.1"},
    {RemoteFault::Unreachable, "unreachable", kNetwork, "{0} cannot be reached",
     "check the network and the address"},
    {RemoteFault::ProxyFailed, "proxy_failed", kNetwork, "the proxy on the way to {0} failed",
     "check the system's proxy settings (http_proxy, https_proxy, no_proxy)"},
    {RemoteFault::TlsUntrusted, "tls_untrusted", kNetwork,
     "the certificate of {0} is signed by nobody whom this machine trusts",
     "if the server is yours, name its authority's certificate with --api-ca-file"},
    {RemoteFault::TlsWrongName, "tls_wrong_name", kNetwork,
     "the certificate of {0} is for another name", "use the name that the certificate is for"},
    {RemoteFault::TlsExpired, "tls_expired", kNetwork,
     "the certificate of {0} is outside its period of validity",
     "renew the certificate, and check the clocks of both machines"},
    {RemoteFault::TlsFailed, "tls_failed", kNetwork, "there is no secure connection to {0}",
     "the server may speak plain HTTP on this port: try http:// instead of https://"},
    {RemoteFault::ConnectTimedOut, "connect_timed_out", kNetwork,
     "{0} did not accept the connection within {1}",
     "check the address, and the firewalls on the way"},
    {RemoteFault::FirstByteTimedOut, "first_byte_timed_out", kNetwork,
     "{0} did not begin to answer within {1}", kBusyAdvice},
    {RemoteFault::IdleTimedOut, "idle_timed_out", kNetwork,
     "{0} fell silent in the middle of its answer, for {1}",
     "check the connection and the server's log, then try again"},
    {RemoteFault::TooSlow, "too_slow", kNetwork,
     "{0} answers too slowly: its answer was not complete after {1}",
     "check the connection: half a megabyte is not too much for a prompt"},
    {RemoteFault::ConnectionReset, "connection_reset", kNetwork,
     "{0} broke the connection off before it answered, or does not speak HTTP",
     "check the port (a server with TLS needs https://) and the server's log"},
    {RemoteFault::ClosedEarly, "closed_early", kNetwork,
     "{0} broke the connection off in the middle of its answer",
     "check the server's log, then try again"},
    {RemoteFault::TooLarge, "too_large", kNetwork, "the answer of {0} is larger than {1}",
     kNoSuchServer},
    {RemoteFault::NotHttp, "not_http", kNetwork, "what answers at {0} does not speak HTTP",
     "check the port; a server with TLS needs https://"},
    {RemoteFault::TransportFailed, "transport_failed", kNetwork, "no answer from {0}: {1}",
     "check the address and the connection"},
    {RemoteFault::RedirectRefused, "redirect_refused", kRemote, "{0} sends requests on to {1}",
     "requests are not sent on by themselves: if you trust that address, name it with --api-url"},
    {RemoteFault::BadRequest, "bad_request", kRemote, "{0} refuses the request: {1}",
     "check --api-model and --hidden-layer"},
    {RemoteFault::Unauthorized, "unauthorized", kRemote,
     "{0} wants a key, or does not accept this one",
     "put the key into an environment variable and name the variable with --api-key-env"},
    {RemoteFault::Forbidden, "forbidden", kRemote, "{0} does not allow this: {1}",
     "ask who runs the server which key or address is allowed"},
    {RemoteFault::NotFound, "not_found", kRemote, "{0} does not have what was asked for: {1}",
     "check --api-model, and that --api-url names a server that has /v1/hidden_states"},
    {RemoteFault::RequestTooLarge, "request_too_large", kRemote,
     "the request is too large for {0}: {1}", "shorten the prompt"},
    {RemoteFault::Unprocessable, "unprocessable", kRemote, "{0} cannot do what was asked for: {1}",
     "its model may not give hidden states: choose another one with --api-model"},
    {RemoteFault::TooManyRequests, "too_many_requests", kRemote,
     "{0} takes no more requests for now: {1}", "wait a moment and try again"},
    {RemoteFault::ServerFault, "server_fault", kRemote, "{0} failed: {1}",
     "look into the server's log"},
    {RemoteFault::Overloaded, "overloaded", kRemote, "{0} is too busy: {1}",
     "try again later, or name a second server with --api-url URL,URL"},
    {RemoteFault::UnexpectedStatus, "unexpected_status", kRemote,
     "{0} gives an answer that makes no sense here: {1}", kNoSuchServer},
    {RemoteFault::WrongContentType, "wrong_content_type", kRemote,
     "{0} answers with {1} where JSON was expected", kNoSuchServer},
    {RemoteFault::NotJson, "not_json", kRemote, "the answer of {0} is damaged JSON, or was cut off",
     kFaultyServer},
    {RemoteFault::WrongField, "wrong_field", kRemote,
     "the answer of {0} lacks '{1}', or has something senseless there", kFaultyServer},
    {RemoteFault::WrongModel, "wrong_model", kRemote, "{0} answers for another model: {1}",
     "name the model that is meant with --api-model"},
    {RemoteFault::WrongLayer, "wrong_layer", kRemote, "{0} answers for another layer: {1}",
     "the server's settings replace the layer: set its default for this model to the one wanted"},
    {RemoteFault::WrongType, "wrong_type", kRemote,
     "{0} gives hidden states in a format that is none: {1}", kFaultyServer},
    {RemoteFault::WrongShape, "wrong_shape", kRemote,
     "the hidden states of {0} have a shape that cannot be: {1}", kFaultyServer},
    {RemoteFault::WrongByteCount, "wrong_byte_count", kRemote,
     "the hidden states of {0} do not fill their shape: {1}", kFaultyServer},
    {RemoteFault::WrongWidth, "wrong_width", kRemote,
     "the model on {0} does not fit the transformer: {1}",
     "choose the text encoder that the transformer was trained with (Qwen3-4B for Z-Image)"},
    {RemoteFault::WrongTokenCount, "wrong_token_count", kRemote,
     "{0} did not encode the prompt as a whole: {1}",
     "the server cuts prompts off, or its model has another tokenizer"},
    {RemoteFault::BadBase64, "bad_base64", kRemote, "the hidden states of {0} are damaged base64",
     kFaultyServer},
    {RemoteFault::BadSafetensors, "bad_safetensors", kRemote,
     "the hidden states of {0} are damaged safetensors: {1}", kFaultyServer},
    {RemoteFault::NotFinite, "not_finite", kRemote,
     "the hidden states of {0} hold numbers that are not finite",
     "the server may compute in float16, which is too narrow: use bfloat16 or float32 there"},
    {RemoteFault::LayerUnavailable, "layer_unavailable", kRemote,
     "{0} cannot give the hidden states of layer {1}",
     "use a layer between, such as -2, or encode locally"},
    {RemoteFault::ModelNotChosen, "model_not_chosen", kRemote,
     "it is open which model of {0} to use: {1}", "name one with --api-model"},
    {RemoteFault::StreamBroken, "stream_broken", kRemote, "{0} broke its answer off: {1}",
     "look into the server's log"},
};

const FaultText& textOf(RemoteFault fault) {
    const auto found = std::find_if(std::begin(kTexts), std::end(kTexts),
                                    [&](const FaultText& text) { return text.fault == fault; });
    return found == std::end(kTexts) ? kTexts[0] : *found;
}

} // namespace

std::string_view faultName(RemoteFault fault) {
    return textOf(fault).name;
}

std::optional<RemoteFault> parseFaultName(std::string_view name) {
    for (const FaultText& text : kTexts)
        if (text.name == name)
            return text.fault;
    return std::nullopt;
}

Error remoteError(RemoteFault fault, const std::string& server, const std::string& fact,
                  std::string detail) {
    const FaultText& text = textOf(fault);
    return Error{text.code,
                 fmt::format(fmt::runtime(text.message), server, fact),
                 text.hint,
                 std::move(detail),
                 {text.name, server, fact}};
}

std::optional<RemoteFault> faultOf(const Error& error) {
    if ((error.code != kNetwork && error.code != kRemote) || error.args.empty())
        return std::nullopt;
    return parseFaultName(error.args.front());
}

bool isWorthRetrying(RemoteFault fault) {
    return fault == RemoteFault::Overloaded || fault == RemoteFault::ConnectionReset ||
           fault == RemoteFault::ClosedEarly || fault == RemoteFault::IdleTimedOut;
}

} // namespace diptych::net
