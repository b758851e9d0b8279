// What the program needs from the operating system: signals as a stop token, its own place in the
// file system, and the environment that the arithmetic libraries read when they are loaded.
#pragma once

#include <filesystem>
#include <span>
#include <stop_token>
#include <string>
#include <thread>

namespace diptych::cli {

/// Turns SIGINT and SIGTERM into a stop request; a second one ends the process at once with status
/// 130. One per process.
class SignalWatcher {
  public:
    SignalWatcher();
    ~SignalWatcher();
    SignalWatcher(const SignalWatcher&) = delete;
    SignalWatcher& operator=(const SignalWatcher&) = delete;

    std::stop_token token() const { return source_.get_token(); }

  private:
    std::stop_source source_;
    std::thread thread_;
    int readEnd_ = -1;
};

/// Starts the program again with OMP_WAIT_POLICY=passive when `arguments` (without the program's
/// name) ask for a command that computes and neither OMP_WAIT_POLICY nor GOMP_SPINCOUNT is set;
/// else, or if that fails, returns. Why: OpenMP's threads spin between parallel regions, and while
/// they do OpenBLAS's own threads get half of the processor. libgomp reads the variable when it is
/// loaded, which is before `main`.
void restartWithPassiveWaiting(std::span<const std::string> arguments, char** argv);

/// The folder with models and tokenizers: ../share/diptych beside the program when it is installed,
/// else the source tree's.
std::filesystem::path findResources();

} // namespace diptych::cli
