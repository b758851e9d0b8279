// The part of D-Bus that Avahi is spoken to through, so that tests can speak instead.
#pragma once

#include "core/base/result.h"

#include <QObject>
#include <QString>
#include <QVariantList>

#include <functional>
#include <memory>
#include <utility>

namespace diptych::connection {

class AvahiBus {
  public:
    using Reply = std::function<void(const Result<QVariantList>&)>;
    /// Hears a signal of one of the service's objects: ItemNew, ItemRemove, StateChanged.
    using Listener = std::function<void(const QString& path, const QString& member,
                                        const QVariantList& arguments)>;

    virtual ~AvahiBus() = default;

    /// Calls a method of the service org.freedesktop.Avahi; `interface` without that beginning:
    /// "Server". Numbers must have the type that the method takes; lists of bytes are
    /// QByteArrayList. The answer comes later, and not any more once `context` is gone. Errors:
    /// Unsupported (nobody is there, or says no).
    virtual void call(const QString& path, const QString& interface, const QString& method,
                      const QVariantList& arguments, QObject* context, Reply reply) = 0;

    void setListener(Listener listener) { listener_ = std::move(listener); }

  protected:
    void tell(const QString& path, const QString& member, const QVariantList& arguments) const {
        if (listener_)
            listener_(path, member, arguments);
    }

  private:
    Listener listener_;
};

/// The system's bus, connected when it is first called; null in a build without D-Bus.
std::unique_ptr<AvahiBus> openAvahiBus();

} // namespace diptych::connection
