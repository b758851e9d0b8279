// A build without QtKeychain.
#include "app/connection/secret_store.h"

namespace diptych::connection {

std::unique_ptr<SecretStore> openSecretStore() {
    return std::make_unique<SessionSecretStore>();
}

} // namespace diptych::connection
