// Encoder servers on the local network, by DNS-SD: those of others are found, the own one is
// announced. Avahi does the work; where it does not run, nothing is found and nothing is said
// beyond that.
#pragma once

#include "app/connection/avahi_bus.h"

#include <QList>
#include <QObject>
#include <QString>

#include <memory>

namespace diptych::connection {

inline const QString kServiceType = QStringLiteral("_diptych._tcp");

struct FoundServer {
    QString name;    ///< as it is announced: "Diptych on mac"
    QString host;    ///< "mac.local"
    QString address; ///< "http://192.168.0.7:7860"

    bool operator==(const FoundServer&) const = default;
};

class ServiceDiscovery : public QObject {
    Q_OBJECT

  public:
    enum class Availability { Unknown, Yes, No };

    /// `bus` may be null: then there is no discovery.
    explicit ServiceDiscovery(std::unique_ptr<AvahiBus> bus, QObject* parent = nullptr);

    /// Begins to look, once; goes on until the object goes.
    void browse();
    const QList<FoundServer>& found() const { return found_; }
    /// Known after the first answer.
    Availability availability() const { return availability_; }

    /// Tells the network of a server on this machine; a name that is taken gets a number.
    void announce(const QString& name, int port);
    void withdraw();
    /// Whether others can see the server.
    bool isAnnounced() const { return announced_; }

  Q_SIGNALS:
    /// What was found, what is available or announced is another.
    void changed();

  private:
    void hear(const QString& path, const QString& member, const QVariantList& arguments);
    void resolve(const QVariantList& item);
    void addService();
    void takeGroupState(int state);
    void setAvailable(bool available);

    std::unique_ptr<AvahiBus> bus_;
    QList<FoundServer> found_;
    Availability availability_ = Availability::Unknown;
    bool browses_ = false;
    QString browser_;           ///< its path; empty until Avahi has told it
    QList<QVariantList> early_; ///< items told before that, with their paths in front
    QString group_;
    QString name_;
    int port_ = 0; ///< 0 = nothing is to be announced
    bool announced_ = false;
};

} // namespace diptych::connection
