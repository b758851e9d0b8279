#include "core/net/remote_encoder.h"

#include "core/net/hidden_states_client.h"
#include "core/net/http_exchange.h"
#include "core/net/server_address.h"
#include "core/net/server_pool.h"

#include <chrono>
#include <utility>
#include <vector>

namespace diptych::net {

Result<std::shared_ptr<HiddenStatesService>>
openRemoteEncoder(const RemoteEncoderSettings& settings, const std::string& key,
                  const TransportOpener& openTransport) {
    if (!settings.isUsed())
        return nullptr;
    if (!key.empty())
        DIPTYCH_TRY_DONE(checkKey(key));
    std::vector<HiddenStatesOptions> servers;
    for (const std::string& url : settings.urls) {
        HiddenStatesOptions options;
        DIPTYCH_TRY(options.access.address, parseServerAddress(url));
        options.access.key = key;
        options.access.timeouts.firstByte = std::chrono::seconds(settings.timeoutSeconds);
        options.model = settings.model;
        options.format = settings.format;
        servers.push_back(std::move(options));
    }
    DIPTYCH_TRY(const std::shared_ptr<HttpTransport> transport,
                openTransport(settings.certificates));
    std::vector<std::shared_ptr<HiddenStatesService>> clients;
    clients.reserve(servers.size());
    for (HiddenStatesOptions& options : servers)
        clients.push_back(std::make_shared<HiddenStatesClient>(transport, std::move(options)));
    if (clients.size() == 1)
        return std::move(clients.front());
    return std::make_shared<ServerPool>(std::move(clients));
}

} // namespace diptych::net
