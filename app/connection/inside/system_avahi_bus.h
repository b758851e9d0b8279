// Avahi on the system's bus.
#pragma once

#include "app/connection/avahi_bus.h"

#include <QDBusMessage>
#include <QObject>

namespace diptych::connection {

class SystemAvahiBus final : public QObject, public AvahiBus {
    Q_OBJECT

  public:
    void call(const QString& path, const QString& interface, const QString& method,
              const QVariantList& arguments, QObject* context, Reply reply) override;

  private Q_SLOTS:
    void hear(const QDBusMessage& message);

  private:
    void listen();

    bool listens_ = false;
};

} // namespace diptych::connection
