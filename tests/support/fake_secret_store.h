// A keychain in memory that outlives the store, so that a test can begin another session, and that
// can be locked.
#pragma once

#include "app/connection/secret_store.h"

#include <QStringList>

#include <memory>

namespace diptych::test {

struct FakeKeychain {
    QMap<QString, std::string> secrets;
    bool locked = false;
    int reads = 0;
};

class FakeSecretStore final : public connection::SecretStore {
  public:
    explicit FakeSecretStore(std::shared_ptr<FakeKeychain> keychain)
        : keychain_(std::move(keychain)) {}

    bool isLasting() const override { return true; }
    void read(const QString& name, QObject* /*context*/, ReadReply reply) override {
        ++keychain_->reads;
        if (keychain_->locked)
            reply(fail(ErrorCode::Unsupported, "the keychain is locked"));
        else
            reply(keychain_->secrets.value(name));
    }
    void write(const QString& name, const std::string& secret, QObject* /*context*/,
               WriteReply reply) override {
        if (keychain_->locked) {
            reply(fail(ErrorCode::Unsupported, "the keychain is locked"));
            return;
        }
        if (secret.empty())
            keychain_->secrets.remove(name);
        else
            keychain_->secrets[name] = secret;
        reply(Done{});
    }

  private:
    std::shared_ptr<FakeKeychain> keychain_;
};

} // namespace diptych::test
