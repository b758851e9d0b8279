// A build with QtKeychain: the Secret Service or KWallet on Linux, the system's own elsewhere.
#include "app/connection/secret_store.h"

#include <qt6keychain/keychain.h>

#include <utility>

namespace diptych::connection {

namespace {

const QString kService = QStringLiteral("diptych");

Error errorOf(const QKeychain::Job& job) {
    return Error{ErrorCode::Unsupported,
                 "the system's keychain cannot be used",
                 "unlock it, or go on with a key for this session only",
                 job.errorString().toStdString(),
                 {}};
}

/// Starts a job that deletes itself; `finished` is called unless `context` is gone by then.
template <typename Job, typename Finished>
void start(Job* job, const QString& name, QObject* context, Finished finished) {
    job->setAutoDelete(true);
    job->setInsecureFallback(false); // rather no key than one in a plain file
    job->setKey(name);
    QObject::connect(job, &QKeychain::Job::finished, context,
                     [job, finished = std::move(finished)](QKeychain::Job*) { finished(*job); });
    job->start();
}

class KeychainSecretStore final : public SecretStore {
  public:
    bool isLasting() const override { return true; }

    void read(const QString& name, QObject* context, ReadReply reply) override {
        start(new QKeychain::ReadPasswordJob(kService), name, context,
              [reply = std::move(reply)](const QKeychain::ReadPasswordJob& job) {
                  if (job.error() == QKeychain::EntryNotFound)
                      reply(std::string());
                  else if (job.error() == QKeychain::NoError)
                      reply(job.textData().toStdString());
                  else
                      reply(fail(errorOf(job)));
              });
    }

    void write(const QString& name, const std::string& secret, QObject* context,
               WriteReply reply) override {
        const auto finished = [reply = std::move(reply)](const QKeychain::Job& job) {
            if (job.error() == QKeychain::NoError || job.error() == QKeychain::EntryNotFound)
                reply(Done{});
            else
                reply(fail(errorOf(job)));
        };
        if (secret.empty()) {
            start(new QKeychain::DeletePasswordJob(kService), name, context, finished);
            return;
        }
        auto* const job = new QKeychain::WritePasswordJob(kService);
        job->setTextData(QString::fromStdString(secret));
        start(job, name, context, finished);
    }
};

} // namespace

std::unique_ptr<SecretStore> openSecretStore() {
    return std::make_unique<KeychainSecretStore>();
}

} // namespace diptych::connection
