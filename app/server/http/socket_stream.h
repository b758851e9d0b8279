// The bytes of one connection, with limits on time and size, and the question whether the other
// side is still there.
#pragma once

#include "app/server/http/http_server.h"

#include <httplib.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace diptych::server {

class SocketStream final : public httplib::Stream {
  public:
    /// `limits` and `ending` are borrowed.
    SocketStream(socket_t socket, const HttpLimits& limits, const std::atomic<bool>& ending);

    /// Waits for the first byte of the next request; false when there will be none.
    bool waitForRequest();
    /// The head is read: size and time of what follows are limited elsewhere.
    void endHead() { inHead_ = false; }
    /// Whether the other side has neither closed nor broken the connection.
    bool peerIsThere() const;
    bool isEnding() const { return ending_.load(); }
    /// Tells the other side that no more will come and takes what it still sends, for a moment: a
    /// reset would destroy an answer that it has not read yet.
    void closeGently();

    bool mustClose() const { return mustClose_; }
    void closeAfterAnswer() { mustClose_ = true; }
    std::uint64_t bytesWritten() const { return written_; }

    bool is_readable() const override { return true; }
    bool is_writable() const override { return peerIsThere(); }
    ssize_t read(char* target, size_t size) override;
    ssize_t write(const char* source, size_t size) override;
    void get_remote_ip_and_port(std::string& ip, int& port) const override;
    void get_local_ip_and_port(std::string& ip, int& port) const override;
    socket_t socket() const override { return socket_; }

  private:
    using Clock = std::chrono::steady_clock;
    enum class Wait { Ready, TimedOut, Ending };

    Wait waitFor(short events, Clock::time_point until) const;
    bool headIsTooLong(std::size_t more);

    socket_t socket_;
    const HttpLimits& limits_;
    const std::atomic<bool>& ending_;
    std::array<char, 16384> buffer_{};
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::size_t headBytes_ = 0;
    bool inHead_ = false;
    bool mustClose_ = false;
    Clock::time_point headUntil_;
    std::uint64_t written_ = 0;
};

} // namespace diptych::server
