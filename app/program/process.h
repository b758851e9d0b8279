// What every program needs from the operating system: signals as a stop token, its own place in the
// file system, and the environment that the arithmetic libraries read when they are loaded.
#pragma once

#include <filesystem>
#include <stop_token>
#include <thread>

namespace diptych::program {

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

/// The folder with models and tokenizers: ../share/diptych beside the program when it is installed,
/// else the source tree's.
std::filesystem::path findResources();

/// The templates that come with the program: ../share/diptych/templates beside the program when it
/// is installed, else the source tree's.
std::filesystem::path findTemplates();

} // namespace diptych::program
