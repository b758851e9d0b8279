// An Avahi that a test plays: answers calls as the daemon does, and tells what it is told to.
#pragma once

#include "app/connection/avahi_bus.h"

#include <QByteArrayList>
#include <QStringList>

namespace diptych::test {

class FakeAvahiBus final : public connection::AvahiBus {
  public:
    /// What a test sees and sets although the bus belongs to the discovery.
    struct Daemon {
        bool runs = true;
        QStringList calls; ///< "path interface.method"
        QString announced; ///< the name that was added last
        int port = 0;
        QString taken; ///< a name that collides
        FakeAvahiBus* bus = nullptr;

        void tell(const QString& path, const char* member, const QVariantList& arguments) const {
            bus->tell(path, QString::fromLatin1(member), arguments);
        }
        /// A server that appears or goes: interface, protocol, name, type, domain, flags.
        void item(const char* member, const QString& name, uint flags = 0) const {
            tell(QStringLiteral("/browser"), member,
                 {2, 0, name, QStringLiteral("_diptych._tcp"), QStringLiteral("local"), flags});
        }
    };

    explicit FakeAvahiBus(Daemon* daemon) : daemon_(daemon) { daemon_->bus = this; }

    void call(const QString& path, const QString& interface, const QString& method,
              const QVariantList& arguments, QObject* /*context*/, Reply reply) override {
        daemon_->calls << path + QLatin1Char(' ') + interface + QLatin1Char('.') + method;
        if (!daemon_->runs) {
            reply(fail(ErrorCode::Unsupported, "nobody is there"));
            return;
        }
        if (method == QLatin1String("ServiceBrowserNew")) {
            // As the daemon does: an item before the path is known.
            daemon_->item("ItemNew", QStringLiteral("early"));
            reply(QVariantList{QStringLiteral("/browser")});
        } else if (method == QLatin1String("EntryGroupNew")) {
            reply(QVariantList{QStringLiteral("/group")});
        } else if (method == QLatin1String("ResolveService")) {
            reply(QVariantList{2, 0, arguments.value(2), arguments.value(3), arguments.value(4),
                               QStringLiteral("mac.local"), 0, QStringLiteral("192.168.0.7"),
                               QVariant::fromValue(ushort{7860}),
                               QVariant::fromValue(QByteArrayList()), 0U});
        } else if (method == QLatin1String("AddService")) {
            daemon_->announced = arguments.value(3).toString();
            daemon_->port = arguments.value(7).toInt();
            reply(QVariantList{});
        } else if (method == QLatin1String("Commit")) {
            constexpr int kEstablished = 2;
            constexpr int kCollision = 3;
            reply(QVariantList{});
            daemon_->tell(
                path, "StateChanged",
                {daemon_->announced == daemon_->taken ? kCollision : kEstablished, QString()});
        } else if (method == QLatin1String("GetAlternativeServiceName")) {
            reply(QVariantList{arguments.value(0).toString() + QStringLiteral(" #2")});
        } else {
            reply(QVariantList{});
        }
    }

  private:
    Daemon* daemon_;
};

} // namespace diptych::test
