// Whether the window stays awake.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <vector>

namespace diptych::test {

/// How long this thread has waited for a processor so far, in ms: time that others took, which the
/// program can do nothing about. 0 where the system does not tell.
inline qint64 waitedForProcessor() {
    qint64 running = 0;
    qint64 waiting = 0; // both ns
    std::ifstream("/proc/thread-self/schedstat") >> running >> waiting;
    return waiting / 1'000'000;
}

/// How long the GUI thread is away between two beats of a timer, but for waiting for a processor.
class Watchdog {
  public:
    Watchdog() {
        timer_.setInterval(1);
        timer_.setTimerType(Qt::PreciseTimer);
        clock_.start();
        QObject::connect(&timer_, &QTimer::timeout, &timer_, [this] {
            const qint64 waited = waitedForProcessor();
            gaps_.push_back(clock_.restart() - (waited - waitedBefore_));
            waitedBefore_ = waited;
        });
        timer_.start();
    }

    /// The gap that at most `exceptions` others exceed, in ms: a loaded machine takes the processor
    /// away now and then, whatever the program does.
    qint64 longestBut(std::size_t exceptions) {
        std::sort(gaps_.rbegin(), gaps_.rend());
        return gaps_.size() > exceptions ? gaps_[exceptions] : 0;
    }

  private:
    QTimer timer_;
    QElapsedTimer clock_;
    qint64 waitedBefore_ = waitedForProcessor();
    std::vector<qint64> gaps_;
};

} // namespace diptych::test
