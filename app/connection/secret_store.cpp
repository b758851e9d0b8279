#include "app/connection/secret_store.h"

namespace diptych::connection {

void SessionSecretStore::read(const QString& name, QObject* /*context*/, ReadReply reply) {
    reply(secrets_.value(name));
}

void SessionSecretStore::write(const QString& name, const std::string& secret, QObject* /*context*/,
                               WriteReply reply) {
    if (secret.empty())
        secrets_.remove(name);
    else
        secrets_[name] = secret;
    reply(Done{});
}

} // namespace diptych::connection
