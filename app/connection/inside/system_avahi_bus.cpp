#include "app/connection/inside/system_avahi_bus.h"

#include <QByteArrayList>
#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusPendingCall>
#include <QDBusPendingCallWatcher>

#include <utility>

namespace diptych::connection {

namespace {

const QString kAvahi = QStringLiteral("org.freedesktop.Avahi");

/// Object paths as texts, lists of bytes as such.
QVariantList plain(QVariantList values) {
    for (QVariant& value : values) {
        if (value.userType() == qMetaTypeId<QDBusObjectPath>())
            value = value.value<QDBusObjectPath>().path();
        else if (value.userType() == qMetaTypeId<QDBusArgument>())
            value = QVariant::fromValue(qdbus_cast<QByteArrayList>(value));
    }
    return values;
}

} // namespace

// Avahi's objects begin to tell as soon as they are there, before anybody knows their paths: so
// every one's signals are heard.
void SystemAvahiBus::listen() {
    if (std::exchange(listens_, true))
        return;
    qDBusRegisterMetaType<QByteArrayList>();
    QDBusConnection bus = QDBusConnection::systemBus();
    for (const auto& [interface, member] :
         {std::pair{"ServiceBrowser", "ItemNew"}, std::pair{"ServiceBrowser", "ItemRemove"},
          std::pair{"EntryGroup", "StateChanged"}})
        bus.connect(kAvahi, QString(), kAvahi + QLatin1Char('.') + QLatin1String(interface),
                    QLatin1String(member), this, SLOT(hear(QDBusMessage)));
}

void SystemAvahiBus::hear(const QDBusMessage& message) {
    tell(message.path(), message.member(), plain(message.arguments()));
}

void SystemAvahiBus::call(const QString& path, const QString& interface, const QString& method,
                          const QVariantList& arguments, QObject* context, Reply reply) {
    listen();
    QDBusMessage message =
        QDBusMessage::createMethodCall(kAvahi, path, kAvahi + QLatin1Char('.') + interface, method);
    message.setArguments(arguments);
    message.setAutoStartService(false); // whoever does not run it does not want it
    auto* const watcher =
        new QDBusPendingCallWatcher(QDBusConnection::systemBus().asyncCall(message), context);
    connect(watcher, &QDBusPendingCallWatcher::finished, context,
            [reply = std::move(reply)](QDBusPendingCallWatcher* done) {
                done->deleteLater();
                if (done->isError())
                    reply(fail(ErrorCode::Unsupported, "Avahi does not answer", "",
                               done->error().message().toStdString()));
                else
                    reply(plain(done->reply().arguments()));
            });
}

std::unique_ptr<AvahiBus> openAvahiBus() {
    return std::make_unique<SystemAvahiBus>();
}

} // namespace diptych::connection
