#include "app/program/process.h"

#include <cerrno>
#include <csignal>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace diptych::program {

namespace {

constexpr int kCancelledStatus = 130;
constexpr char kSignalByte = 's';
constexpr char kQuitByte = 'q';

// A signal handler can reach nothing but globals; these two are all it needs.
volatile std::sig_atomic_t signalSeen = 0;
int signalPipe = -1;

extern "C" void onSignal(int) {
    if (signalSeen)
        ::_exit(kCancelledStatus);
    signalSeen = 1;
    const int saved = errno;
    [[maybe_unused]] const ssize_t written = ::write(signalPipe, &kSignalByte, 1);
    errno = saved;
}

// Empty when the program is not installed.
std::filesystem::path installedFiles() {
    std::error_code error;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
    std::filesystem::path installed = program.parent_path().parent_path() / "share/diptych";
    const bool isThere = !program.empty() && std::filesystem::is_directory(installed, error);
    return isThere ? installed : std::filesystem::path();
}

} // namespace

SignalWatcher::SignalWatcher() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return;
    readEnd_ = ends[0];
    signalPipe = ends[1];
    // request_stop takes a lock and runs callbacks, which a signal handler may not: a thread does
    // it.
    thread_ = std::thread([this] {
        char byte = 0;
        while (true) {
            const ssize_t count = ::read(readEnd_, &byte, 1);
            if (count < 0 && errno == EINTR)
                continue;
            if (count == 1 && byte == kSignalByte)
                source_.request_stop();
            else
                return;
        }
    });
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    ::sigemptyset(&action.sa_mask);
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

SignalWatcher::~SignalWatcher() {
    if (!thread_.joinable())
        return;
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    [[maybe_unused]] const ssize_t written = ::write(signalPipe, &kQuitByte, 1);
    thread_.join();
    ::close(readEnd_);
    ::close(signalPipe);
    signalPipe = -1;
}

std::filesystem::path findResources() {
    std::filesystem::path installed = installedFiles();
    return installed.empty() ? std::filesystem::path(DIPTYCH_RESOURCES) : installed;
}

std::filesystem::path findTemplates() {
    const std::filesystem::path installed = installedFiles();
    return installed.empty() ? std::filesystem::path(DIPTYCH_TEMPLATES) : installed / "templates";
}

} // namespace diptych::program
