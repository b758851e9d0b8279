// Progress on standard error: a bar on a terminal, plain lines elsewhere.
#pragma once

#include "core/base/run_context.h"

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>

namespace diptych::cli {

enum class ProgressStyle { Silent, Lines, Bar };

/// Draws at most ten times a second (bar), or a line for each unit; phases of very many units get a
/// line for each tenth, at most one a second (lines). Remaining time is estimated from the phase's
/// own pace.
class ConsoleProgress : public ProgressSink {
  public:
    /// Seconds since any fixed moment.
    using Clock = std::function<double()>;

    /// `stream` is borrowed.
    ConsoleProgress(std::ostream& stream, ProgressStyle style, Clock clock = steadySeconds);
    ~ConsoleProgress() override;
    ConsoleProgress(const ConsoleProgress&) = delete;
    ConsoleProgress& operator=(const ConsoleProgress&) = delete;

    void progress(Phase phase, std::int64_t done, std::int64_t total) override;

    /// Takes the bar off the terminal, so that other text can be printed.
    void clear();

    static double steadySeconds();

  private:
    void printLine(std::int64_t done, std::int64_t total);
    void drawBar(std::int64_t done, std::int64_t total);
    std::string amount(std::int64_t done, std::int64_t total) const;
    std::string remainingTime(std::int64_t done, std::int64_t total) const;

    std::ostream* stream_;
    ProgressStyle style_;
    Clock clock_;
    Phase phase_ = Phase::Load;
    bool started_ = false;
    bool barVisible_ = false;
    double phaseStart_ = 0.0;
    double lastDrawn_ = 0.0;
    std::int64_t lastTenth_ = 0;
};

} // namespace diptych::cli
