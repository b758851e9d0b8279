#include "app/cli/remote.h"

#include "core/net/http_exchange.h"
#include "core/net/remote_encoder.h"
#include "core/net/server_address.h"

#include <fmt/format.h>

#include <optional>
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
    DIPTYCH_TRY_DONE(net::checkKey(*key));
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

} // namespace

Result<std::shared_ptr<net::HiddenStatesService>> openRemoteEncoder(CommandContext& context) {
    const RemoteEncoderSettings& settings = context.config().values.remote;
    if (!settings.isUsed())
        return nullptr;
    DIPTYCH_TRY(const std::string key, readKey(context, settings.keyVariable));
    if (!key.empty())
        for (const std::string& url : settings.urls) {
            DIPTYCH_TRY(const net::ServerAddress address, net::parseServerAddress(url));
            noteOpenKey(context, address);
        }
    return net::openRemoteEncoder(settings, key, context.environment().openTransport);
}

} // namespace diptych::cli
