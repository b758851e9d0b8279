#include "core/net/hidden_states_client.h"

#include "core/base/stopwatch.h"

#include <algorithm>
#include <utility>

namespace diptych::net {

namespace {

// Beside the numbers: names, header, white space.
constexpr std::uint64_t kRoomForWords = std::uint64_t{1} << 20;
constexpr std::uint64_t kMostBytesOfANumber = 32; // in JSON, with white space
constexpr std::uint64_t kMostBytesUnasked = std::uint64_t{512} << 20;
constexpr std::int64_t kWidestModel = 16384;

// Answers of servers that do not know "safetensors" as a format.
bool mayMeanTheFormat(const Error& error) {
    const auto fault = faultOf(error);
    return fault == RemoteFault::BadRequest || fault == RemoteFault::Unprocessable ||
           fault == RemoteFault::UnexpectedStatus;
}

} // namespace

HiddenStatesClient::HiddenStatesClient(std::shared_ptr<HttpTransport> transport,
                                       HiddenStatesOptions options)
    : exchange_(std::move(transport), options.access), options_(std::move(options)) {}

std::string HiddenStatesClient::identity() const {
    const std::lock_guard lock(mutex_);
    return exchange_.server() + " " + (model_ ? model_->id : options_.model);
}

Result<RemoteModel> HiddenStatesClient::model(const RunContext& context) {
    {
        const std::lock_guard lock(mutex_);
        if (model_)
            return *model_;
    }
    DIPTYCH_TRY(const std::vector<RemoteModel> models, listModels(exchange_, context));
    DIPTYCH_TRY(RemoteModel chosen,
                net::chooseModel(models, options_.model, "hidden_states", exchange_.server()));
    const std::lock_guard lock(mutex_);
    model_ = std::move(chosen);
    return *model_;
}

// The list is asked for only where it is needed: a server's name for a model is enough otherwise.
Result<RemoteModel> HiddenStatesClient::modelFor(const HiddenStatesQuery& query,
                                                 const RunContext& context) {
    const bool needsDepth = query.layer > 0 && query.layerCount == 0;
    if (options_.model.empty() || needsDepth)
        return model(context);
    return RemoteModel{options_.model, {}, 0, 0};
}

WireFormat HiddenStatesClient::format() const {
    const std::lock_guard lock(mutex_);
    return onlyJson_ ? WireFormat::Base64 : options_.format;
}

void HiddenStatesClient::forgetFormat() {
    const std::lock_guard lock(mutex_);
    onlyJson_ = true;
}

std::uint64_t HiddenStatesClient::mostBytesFor(const HiddenStatesQuery& query) const {
    if (options_.mostBytes > 0)
        return options_.mostBytes;
    if (query.tokenCount == 0)
        return kMostBytesUnasked;
    const std::int64_t width = query.width > 0 ? query.width : kWidestModel;
    return kRoomForWords +
           static_cast<std::uint64_t>(query.tokenCount * width) * kMostBytesOfANumber;
}

Result<HiddenStates> HiddenStatesClient::request(const HiddenStatesCall& call,
                                                 const HiddenStatesQuery& query,
                                                 const RunContext& context) const {
    EndpointCall endpoint;
    endpoint.endpoint = "/v1/hidden_states";
    endpoint.body = hiddenStatesBody(call);
    endpoint.accept = acceptedTypes(call.format);
    endpoint.mostBytes = mostBytesFor(query);
    DIPTYCH_TRY(const HttpResponse response, exchange_.call(endpoint, context));
    return readHiddenStates(response, call, query, exchange_.server());
}

Result<HiddenStates> HiddenStatesClient::encode(const HiddenStatesQuery& query,
                                                const RunContext& context) {
    const Stopwatch watch;
    DIPTYCH_TRY(const RemoteModel model, modelFor(query, context));
    HiddenStatesCall call;
    call.prompt = query.prompt;
    call.model = model.id;
    call.maxLength = query.tokenCount > 0 ? query.tokenCount : kUnknownTokenCount;
    call.format = format();
    DIPTYCH_TRY(call.layer, serverLayerFor(query.layer, query.layerCount > 0 ? query.layerCount
                                                                             : model.layerCount));
    Result<HiddenStates> states = request(call, query, context);
    const bool demandsBinary =
        call.format == WireFormat::Safetensors || call.format == WireFormat::SafetensorsBFloat16;
    if (demandsBinary && !states && mayMeanTheFormat(states.error())) {
        call.format = WireFormat::Base64;
        states = request(call, query, context);
        if (states)
            forgetFormat();
    }
    if (states)
        states->seconds = watch.seconds();
    return states;
}

} // namespace diptych::net
