#include "app/cli/remote.h"

#include "core/net/hidden_states_client.h"
#include "core/net/server_pool.h"
#include "core/pipeline/remote_rewriter.h"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace diptych::cli {

namespace {

// Only the variable's name is a setting; the key goes from here into requests and nowhere else.
Result<std::string> readKey(CommandContext& context, const std::string& variable) {
    if (variable.empty())
        return std::string();
    const std::optional<std::string> key = context.environment().variable(variable);
    if (!key)
        return fail(ErrorCode::InvalidInput,
                    fmt::format("the environment variable {}, which is to hold the server's key, "
                                "is not set",
                                variable),
                    fmt::format("export {}=…, or leave --api-key-env out", variable));
    return *key;
}

void noteOpenKey(CommandContext& context, const net::ServerAccess& access) {
    if (access.key.empty() || access.address.isSecure() || access.address.isLoopback())
        return;
    context.note(Notice{"key_sent_unencrypted",
                        fmt::format("the key travels unencrypted to {}: use https:// outside of a "
                                    "network that you trust",
                                    access.address.text())});
}

Result<std::vector<net::ServerAccess>> findServers(CommandContext& context) {
    const RemoteEncoderSettings& settings = context.config().values.remote;
    DIPTYCH_TRY(const std::string key, readKey(context, settings.keyVariable));
    DIPTYCH_TRY(auto servers, serversOf(settings, key));
    for (const net::ServerAccess& access : servers)
        noteOpenKey(context, access);
    return servers;
}

} // namespace

Result<std::shared_ptr<net::HiddenStatesService>> openRemoteEncoder(CommandContext& context) {
    const RemoteEncoderSettings& settings = context.config().values.remote;
    if (!settings.isUsed())
        return nullptr;
    DIPTYCH_TRY(std::vector<net::ServerAccess> servers, findServers(context));
    DIPTYCH_TRY(const std::shared_ptr<net::HttpTransport> transport,
                context.environment().openTransport(settings.certificates));
    std::vector<std::shared_ptr<net::HiddenStatesService>> clients;
    clients.reserve(servers.size());
    for (net::ServerAccess& access : servers)
        clients.push_back(std::make_shared<net::HiddenStatesClient>(
            transport,
            net::HiddenStatesOptions{std::move(access), settings.model, settings.format}));
    if (clients.size() == 1)
        return std::move(clients.front());
    return std::make_shared<net::ServerPool>(std::move(clients));
}

Result<std::unique_ptr<PromptRewriter>> openRemoteRewriter(CommandContext& context) {
    const RemoteEncoderSettings& settings = context.config().values.remote;
    if (!settings.isUsed())
        return nullptr;
    DIPTYCH_TRY(const std::vector<net::ServerAccess> servers, findServers(context));
    DIPTYCH_TRY(const std::shared_ptr<net::HttpTransport> transport,
                context.environment().openTransport(settings.certificates));
    return std::make_unique<RemoteRewriter>(transport, servers, settings.model);
}

} // namespace diptych::cli
