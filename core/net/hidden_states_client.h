// Hidden states from one server.
#pragma once

#include "core/domain/remote_encoder.h"
#include "core/net/hidden_states.h"
#include "core/net/hidden_states_format.h"
#include "core/net/http_exchange.h"
#include "core/net/model_list.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace diptych::net {

struct HiddenStatesOptions {
    ServerAccess access;
    std::string model; ///< empty = the only one that the server has
    WireFormat format = WireFormat::Auto;
    /// Of an answer; 0 = what the query's tokens can take at most.
    std::uint64_t mostBytes = 0;
};

class HiddenStatesClient final : public HiddenStatesService {
  public:
    HiddenStatesClient(std::shared_ptr<HttpTransport> transport, HiddenStatesOptions options);

    Result<HiddenStates> encode(const HiddenStatesQuery& query, const RunContext& context) override;
    std::string identity() const override;

    /// The model in use with what the server tells about it; asks the server the first time.
    /// Errors: Network, Remote, Cancelled.
    Result<RemoteModel> model(const RunContext& context);

    const HttpExchange& exchange() const { return exchange_; }

  private:
    Result<RemoteModel> modelFor(const HiddenStatesQuery& query, const RunContext& context);
    Result<HiddenStates> request(const HiddenStatesCall& call, const HiddenStatesQuery& query,
                                 const RunContext& context) const;
    std::uint64_t mostBytesFor(const HiddenStatesQuery& query) const;
    WireFormat format() const;
    void forgetFormat();

    HttpExchange exchange_;
    HiddenStatesOptions options_;
    mutable std::mutex mutex_;
    std::optional<RemoteModel> model_; // guarded by mutex_
    bool onlyJson_ = false;            // guarded by mutex_: the server refused safetensors
};

} // namespace diptych::net
