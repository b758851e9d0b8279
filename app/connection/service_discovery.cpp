#include "app/connection/service_discovery.h"

#include <QByteArrayList>

#include <algorithm>
#include <utility>

namespace diptych::connection {

namespace {

// Numbers of Avahi's protocol, from avahi-common/defs.h and address.h.
constexpr int kAnyInterface = -1;
constexpr int kAnyProtocol = -1;
constexpr int kIpv4 = 0;
constexpr unsigned kOurOwn = 16; // AVAHI_LOOKUP_RESULT_OUR_OWN
constexpr int kEstablished = 2;  // AvahiEntryGroupState
constexpr int kCollision = 3;
const QString kServer = QStringLiteral("Server");
const QString kGroup = QStringLiteral("EntryGroup");
const QString kRoot = QStringLiteral("/");

} // namespace

ServiceDiscovery::ServiceDiscovery(std::unique_ptr<AvahiBus> bus, QObject* parent)
    : QObject(parent), bus_(std::move(bus)),
      availability_(bus_ ? Availability::Unknown : Availability::No) {
    if (bus_)
        bus_->setListener([this](const QString& path, const QString& member,
                                 const QVariantList& arguments) { hear(path, member, arguments); });
}

void ServiceDiscovery::setAvailable(bool available) {
    availability_ = available ? Availability::Yes : Availability::No;
    Q_EMIT changed();
}

void ServiceDiscovery::browse() {
    if (!bus_ || std::exchange(browses_, true))
        return;
    bus_->call(kRoot, kServer, QStringLiteral("ServiceBrowserNew"),
               {kAnyInterface, kAnyProtocol, kServiceType, QString(), 0U}, this,
               [this](const Result<QVariantList>& path) {
                   if (!path) {
                       browses_ = false; // Avahi may be started later
                       setAvailable(false);
                       return;
                   }
                   browser_ = path->value(0).toString();
                   setAvailable(true);
                   for (const QVariantList& item : std::exchange(early_, {}))
                       hear(item.value(0).toString(), QStringLiteral("ItemNew"), item.mid(1));
               });
}

// An item is: interface, protocol, name, type, domain, flags. The same server comes once for each
// interface and protocol.
void ServiceDiscovery::hear(const QString& path, const QString& member,
                            const QVariantList& arguments) {
    if (member == QLatin1String("StateChanged") && path == group_) {
        takeGroupState(arguments.value(0).toInt());
    } else if (member == QLatin1String("ItemNew") && browser_.isEmpty()) {
        early_.push_back(QVariantList{path} + arguments);
    } else if (member == QLatin1String("ItemNew") && path == browser_) {
        if ((arguments.value(5).toUInt() & kOurOwn) == 0)
            resolve(arguments);
    } else if (member == QLatin1String("ItemRemove") && path == browser_) {
        const QString name = arguments.value(2).toString();
        if (found_.removeIf([&](const FoundServer& server) { return server.name == name; }) > 0)
            Q_EMIT changed();
    }
}

void ServiceDiscovery::resolve(const QVariantList& item) {
    bus_->call(kRoot, kServer, QStringLiteral("ResolveService"),
               {item.value(0).toInt(), item.value(1).toInt(), item.value(2).toString(),
                item.value(3).toString(), item.value(4).toString(), kIpv4, 0U},
               this, [this](const Result<QVariantList>& facts) {
                   if (!facts || facts->size() < 9)
                       return;
                   const FoundServer server{facts->value(2).toString(), facts->value(5).toString(),
                                            QStringLiteral("http://%1:%2")
                                                .arg(facts->value(7).toString())
                                                .arg(facts->value(8).toUInt())};
                   if (std::any_of(found_.cbegin(), found_.cend(), [&](const FoundServer& known) {
                           return known.name == server.name;
                       }))
                       return;
                   found_.append(server);
                   Q_EMIT changed();
               });
}

void ServiceDiscovery::announce(const QString& name, int port) {
    withdraw();
    if (!bus_)
        return;
    name_ = name;
    port_ = port;
    bus_->call(kRoot, kServer, QStringLiteral("EntryGroupNew"), {}, this,
               [this, port](const Result<QVariantList>& path) {
                   setAvailable(path.has_value());
                   if (!path || port_ != port)
                       return;
                   group_ = path->value(0).toString();
                   addService();
               });
}

void ServiceDiscovery::addService() {
    bus_->call(group_, kGroup, QStringLiteral("AddService"),
               {kAnyInterface, kAnyProtocol, 0U, name_, kServiceType, QString(), QString(),
                QVariant::fromValue(static_cast<ushort>(port_)),
                QVariant::fromValue(QByteArrayList{QByteArrayLiteral("path=/v1")})},
               this, [this, group = group_](const Result<QVariantList>& added) {
                   if (added && group == group_)
                       bus_->call(group_, kGroup, QStringLiteral("Commit"), {}, this,
                                  [](const Result<QVariantList>&) {});
               });
}

void ServiceDiscovery::takeGroupState(int state) {
    const bool established = state == kEstablished;
    if (established != announced_) {
        announced_ = established;
        Q_EMIT changed();
    }
    if (state != kCollision)
        return;
    bus_->call(kRoot, kServer, QStringLiteral("GetAlternativeServiceName"), {name_}, this,
               [this, group = group_](const Result<QVariantList>& other) {
                   if (!other || group != group_ || port_ == 0)
                       return;
                   name_ = other->value(0).toString();
                   bus_->call(group_, kGroup, QStringLiteral("Reset"), {}, this,
                              [this](const Result<QVariantList>&) {
                                  if (!group_.isEmpty())
                                      addService();
                              });
               });
}

void ServiceDiscovery::withdraw() {
    port_ = 0;
    if (!group_.isEmpty())
        bus_->call(group_, kGroup, QStringLiteral("Free"), {}, this,
                   [](const Result<QVariantList>&) {});
    group_.clear();
    if (std::exchange(announced_, false))
        Q_EMIT changed();
}

} // namespace diptych::connection
