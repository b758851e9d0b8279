#include "app/cli/console_progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ostream>
#include <utility>

namespace diptych::cli {

namespace {

constexpr double kSecondsBetweenDraws = 0.1;
/// For phases that do not get a line for each unit.
constexpr double kSecondsBetweenLines = 1.0;
constexpr int kBarCells = 30;
/// Above this a phase counts bytes, and a percentage says more than the numbers.
constexpr std::int64_t kLargestPlainTotal = 10'000;
/// Up to this many units, each gets a line.
constexpr std::int64_t kLinePerUnit = 50;

std::string formatSeconds(double seconds) {
    const std::int64_t whole = std::llround(seconds);
    if (whole < 60)
        return fmt::format("{} s", whole);
    if (whole < 3600)
        return fmt::format("{} min {:02} s", whole / 60, whole % 60);
    return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

} // namespace

double ConsoleProgress::steadySeconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

ConsoleProgress::ConsoleProgress(std::ostream& stream, ProgressStyle style, Clock clock)
    : stream_(&stream), style_(style), clock_(std::move(clock)) {}

ConsoleProgress::~ConsoleProgress() {
    clear();
}

void ConsoleProgress::progress(Phase phase, std::int64_t done, std::int64_t total) {
    if (style_ == ProgressStyle::Silent)
        return;
    if (!started_ || phase != phase_ || done == 0) {
        started_ = true;
        phase_ = phase;
        phaseStart_ = clock_();
        lastDrawn_ = phaseStart_ - (style_ == ProgressStyle::Bar ? kSecondsBetweenDraws : 0.0);
        lastTenth_ = 0;
    }
    if (style_ == ProgressStyle::Bar)
        drawBar(done, total);
    else
        printLine(done, total);
}

void ConsoleProgress::printLine(std::int64_t done, std::int64_t total) {
    if (done <= 0 || total <= 0)
        return;
    if (total > kLinePerUnit) {
        const std::int64_t tenth = static_cast<std::int64_t>(10.0 * static_cast<double>(done) /
                                                             static_cast<double>(total));
        const double now = clock_();
        if (done < total && (tenth == lastTenth_ || now - lastDrawn_ < kSecondsBetweenLines))
            return;
        lastTenth_ = tenth;
        lastDrawn_ = now;
    }
    const std::string remaining = remainingTime(done, total);
    *stream_ << phaseName(phase_) << ' ' << amount(done, total);
    if (!remaining.empty())
        *stream_ << " (ETA " << remaining << ')';
    *stream_ << '\n' << std::flush;
}

void ConsoleProgress::drawBar(std::int64_t done, std::int64_t total) {
    const double now = clock_();
    if (now - lastDrawn_ < kSecondsBetweenDraws && done < total)
        return;
    lastDrawn_ = now;
    const double part =
        total > 0 ? std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0)
                  : 0.0;
    const int filled = static_cast<int>(part * kBarCells);
    const std::string remaining = remainingTime(done, total);
    *stream_ << "\r\x1b[K"
             << fmt::format("{:<7}[{:#<{}}{:.<{}}] {}", phaseName(phase_), "", filled, "",
                            kBarCells - filled, amount(done, total));
    if (!remaining.empty())
        *stream_ << "  ETA " << remaining;
    *stream_ << std::flush;
    barVisible_ = true;
}

void ConsoleProgress::clear() {
    if (!barVisible_)
        return;
    *stream_ << "\r\x1b[K" << std::flush;
    barVisible_ = false;
}

std::string ConsoleProgress::amount(std::int64_t done, std::int64_t total) const {
    if (total > kLargestPlainTotal)
        return fmt::format("{:.0f} %",
                           100.0 * static_cast<double>(done) / static_cast<double>(total));
    return fmt::format("{}/{}", done, total);
}

std::string ConsoleProgress::remainingTime(std::int64_t done, std::int64_t total) const {
    if (done <= 0 || done >= total)
        return "";
    const double elapsed = clock_() - phaseStart_;
    return formatSeconds(elapsed / static_cast<double>(done) * static_cast<double>(total - done));
}

} // namespace diptych::cli
