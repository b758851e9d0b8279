// Where keys are kept: the system's keychain, or, where there is none, the memory of this session.
// Never a file of ours.
#pragma once

#include "core/base/result.h"

#include <QMap>
#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <string>

namespace diptych::connection {

/// Names under which this program keeps its keys.
inline const QString kServersKey = QStringLiteral("encoder-servers"); ///< sent to servers
inline const QString kSharingKey = QStringLiteral("sharing");         ///< asked of clients

/// Lives on the GUI thread. Answers come on it too, at once or later, and not any more once
/// `context` is gone.
class SecretStore {
  public:
    using ReadReply = std::function<void(const Result<std::string>&)>;
    using WriteReply = std::function<void(const Status&)>;

    virtual ~SecretStore() = default;

    /// Whether what is written is there in the next session.
    virtual bool isLasting() const = 0;
    /// An empty text where there is no such key. Errors: Unsupported (the keychain is locked or
    /// not there); no message holds the key.
    virtual void read(const QString& name, QObject* context, ReadReply reply) = 0;
    /// An empty secret is removed. Errors: Unsupported.
    virtual void write(const QString& name, const std::string& secret, QObject* context,
                       WriteReply reply) = 0;
};

/// Forgets everything at the end of the program.
class SessionSecretStore final : public SecretStore {
  public:
    bool isLasting() const override { return false; }
    void read(const QString& name, QObject* context, ReadReply reply) override;
    void write(const QString& name, const std::string& secret, QObject* context,
               WriteReply reply) override;

  private:
    QMap<QString, std::string> secrets_;
};

/// The system's keychain in a build that has QtKeychain, else the session's memory.
std::unique_ptr<SecretStore> openSecretStore();

} // namespace diptych::connection
