// The one thread that writes small files for the window: closures over values, in order.
#pragma once

#include <QThreadPool>

#include <functional>

namespace diptych::worker {

/// Its destructor waits for everything that was posted.
class IoThread {
  public:
    IoThread();
    ~IoThread();
    IoThread(const IoThread&) = delete;
    IoThread& operator=(const IoThread&) = delete;

    void post(std::function<void()> work);

    /// Waits for everything that was posted. For the end of the program and for tests.
    void drain();

  private:
    QThreadPool pool_;
};

} // namespace diptych::worker
