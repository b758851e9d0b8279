// Work that must not hold up the window: closures, run one after another in the order in which they
// were posted.
#pragma once

#include <QObject>
#include <QThread>

#include <functional>

namespace diptych::widgets {

class OrderedExecutor {
  public:
    virtual ~OrderedExecutor() = default;

    /// Any thread. Closures do not throw.
    virtual void post(std::function<void()> work) = 0;
};

/// A thread of its own. Destroying it waits until everything that was posted has been done: what is
/// on its way to the disk gets there.
class IoThread : public OrderedExecutor {
  public:
    /// `name` as debuggers show it.
    explicit IoThread(const QString& name);
    IoThread(const IoThread&) = delete;
    IoThread& operator=(const IoThread&) = delete;
    ~IoThread() override;

    void post(std::function<void()> work) override;

    /// Waits for everything that was posted. For the end of the program and for tests.
    void drain();

  private:
    QThread thread_;
    QObject receiver_; ///< lives in `thread_`
};

} // namespace diptych::widgets
