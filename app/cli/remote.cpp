#include "app/cli/remote.h"

#include "core/net/http_exchange.h"
#include "core/net/remote_encoder.h"
#include "core/net/server_address.h"
#include "core/pipeline/remote_rewriter.h"

#include <fmt/format.h>

#include <string>

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

void noteOpenKey(CommandContext& context, const net::ServerAddress& address) {
    if (address.isSecure() || address.isLoopback())
        return;
    context.note(Notice{"key_sent_unencrypted",
                        fmt::format("the key travels unencrypted to {}: use https:// outside of a "
                                    "network that you trust",
                                    address.text())});
}

// The key of these servers; tells when it would travel in the open.
Result<std::string> readServersKey(CommandContext& context, const RemoteEncoderSettings& settings) {
    DIPTYCH_TRY(const std::string key, readKey(context, settings.keyVariable));
    if (key.empty())
        return key;
    for (const std::string& url : settings.urls) {
        DIPTYCH_TRY(const net::ServerAddress address, net::parseServerAddress(url));
        noteOpenKey(context, address);
    }
    return key;
}

} // namespace

Result<std::shared_ptr<net::HiddenStatesService>> openRemoteEncoder(CommandContext& context) {
    const RemoteEncoderSettings& settings = context.config().values.remote;
    if (!settings.isUsed())
        return nullptr;
    DIPTYCH_TRY(const std::string key, readServersKey(context, settings));
    return net::openRemoteEncoder(settings, key, context.environment().openTransport);
}

Result<std::shared_ptr<net::HiddenStatesService>> openServer(CommandContext& context,
                                                             const std::string& url) {
    RemoteEncoderSettings settings = context.config().values.remote;
    settings.urls = {url};
    settings.enabled = true;
    DIPTYCH_TRY(const std::string key, readServersKey(context, settings));
    return net::openRemoteEncoder(settings, key, context.environment().openTransport);
}

Result<std::unique_ptr<PromptRewriter>> openRemoteRewriter(CommandContext& context) {
    const RemoteEncoderSettings& settings = context.config().values.remote;
    if (!settings.isUsed())
        return nullptr;
    DIPTYCH_TRY(const std::string key, readServersKey(context, settings));
    DIPTYCH_TRY(const std::vector<net::ServerAccess> servers, serversOf(settings, key));
    DIPTYCH_TRY(const std::shared_ptr<net::HttpTransport> transport,
                context.environment().openTransport(settings.certificates));
    return std::make_unique<RemoteRewriter>(transport, servers, settings.model);
}

} // namespace diptych::cli
