#include "app/gui/single_instance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocalSocket>

namespace diptych::gui {

namespace {

constexpr int kPatienceMs = 2000;
constexpr qint64 kLongestMessage = 1 << 20; // bytes
constexpr char kAnswer = 'k';

// Names of sockets are short and shared by all users of a machine.
QString nameFor(const std::filesystem::path& dataFolder) {
    const QByteArray path = QByteArray::fromStdString(dataFolder.string()) + qgetenv("USER");
    return QStringLiteral("diptych-") +
           QString::fromLatin1(
               QCryptographicHash::hash(path, QCryptographicHash::Sha256).toHex().left(16));
}

QString lockPath(const std::filesystem::path& dataFolder) {
    const QString folder = QString::fromStdString(dataFolder.string());
    QDir().mkpath(folder);
    return folder + QStringLiteral("/window.lock");
}

} // namespace

SingleInstance::SingleInstance(const std::filesystem::path& dataFolder, QObject* parent)
    : QObject(parent), name_(nameFor(dataFolder)), lock_(lockPath(dataFolder)) {
    lock_.setStaleLockTime(0); // stale when its process is gone, however old it is
    server_.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&server_, &QLocalServer::newConnection, this, &SingleInstance::answer);
}

bool SingleInstance::claim() {
    // A folder that cannot be written is no sign of another program.
    if (!lock_.tryLock(0) && lock_.error() == QLockFile::LockFailedError)
        return false;
    QLocalServer::removeServer(name_);
    server_.listen(name_); // without it files cannot be handed over, and all else works
    return true;
}

bool SingleInstance::handOver(const QStringList& files) {
    QJsonArray paths;
    for (const QString& file : files)
        paths.append(QFileInfo(file).absoluteFilePath());
    QLocalSocket socket;
    socket.connectToServer(name_);
    if (!socket.waitForConnected(kPatienceMs))
        return false;
    socket.write(QJsonDocument(paths).toJson(QJsonDocument::Compact) + '\n');
    if (!socket.waitForBytesWritten(kPatienceMs) || !socket.waitForReadyRead(kPatienceMs))
        return false;
    char answer = 0;
    return socket.getChar(&answer) && answer == kAnswer;
}

void SingleInstance::answer() {
    while (QLocalSocket* const socket = server_.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        const auto read = [this, socket] {
            if (!socket->canReadLine()) {
                if (socket->bytesAvailable() > kLongestMessage)
                    socket->abort();
                return;
            }
            QStringList files;
            const QJsonDocument message = QJsonDocument::fromJson(socket->readLine());
            for (const QJsonValue& path : message.array())
                files << path.toString();
            socket->putChar(kAnswer);
            socket->flush();
            Q_EMIT asked(files);
        };
        connect(socket, &QLocalSocket::readyRead, this, read);
        if (socket->canReadLine())
            read();
    }
}

} // namespace diptych::gui
