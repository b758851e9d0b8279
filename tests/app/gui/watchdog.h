// Whether the window stays awake.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace diptych::test {

/// How long the GUI thread is away between two beats of a timer.
class Watchdog {
  public:
    Watchdog() {
        timer_.setInterval(1);
        timer_.setTimerType(Qt::PreciseTimer);
        clock_.start();
        QObject::connect(&timer_, &QTimer::timeout, &timer_,
                         [this] { gaps_.push_back(clock_.restart()); });
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
    std::vector<qint64> gaps_;
};

} // namespace diptych::test
