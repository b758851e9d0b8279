#include "app/server/http/socket_stream.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

namespace diptych::server {

namespace {

/// How soon a waiting thread hears that the server ends.
constexpr std::chrono::milliseconds kSlice{100};

void nameEnd(const sockaddr_storage& address, socklen_t length, std::string& ip, int& port) {
    char host[NI_MAXHOST] = {};
    char service[NI_MAXSERV] = {};
    if (::getnameinfo(reinterpret_cast<const sockaddr*>(&address), length, host, sizeof(host),
                      service, sizeof(service), NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return;
    ip = host;
    port = std::atoi(service);
}

} // namespace

SocketStream::SocketStream(socket_t socket, const HttpLimits& limits,
                           const std::atomic<bool>& ending)
    : socket_(socket), limits_(limits), ending_(ending) {}

// In slices, so that the end of the server is heard.
SocketStream::Wait SocketStream::waitFor(short events, Clock::time_point until) const {
    while (true) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
        if (left.count() <= 0)
            return Wait::TimedOut;
        pollfd entry{socket_, events, 0};
        const int ready = ::poll(&entry, 1, static_cast<int>(std::min(left, kSlice).count()));
        if (ready > 0)
            return Wait::Ready;
        if (ready < 0 && errno != EINTR)
            return Wait::TimedOut;
        if (ending_.load())
            return Wait::Ending;
    }
}

bool SocketStream::waitForRequest() {
    inHead_ = true;
    headBytes_ = 0;
    if (begin_ == end_ && waitFor(POLLIN, Clock::now() + limits_.idleTime) != Wait::Ready)
        return false;
    if (begin_ == end_ && !peerIsThere())
        return false;
    headUntil_ = Clock::now() + limits_.headTime;
    return true;
}

bool SocketStream::peerIsThere() const {
    pollfd entry{socket_, POLLIN, 0};
    if (::poll(&entry, 1, 0) <= 0)
        return true;
    if ((entry.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0)
        return false;
    char byte = 0;
    const ssize_t count = ::recv(socket_, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return count > 0 || (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR));
}

bool SocketStream::headIsTooLong(std::size_t more) {
    if (!inHead_)
        return false;
    headBytes_ += more;
    return headBytes_ > limits_.mostHeadBytes;
}

ssize_t SocketStream::read(char* target, size_t size) {
    if (begin_ == end_) {
        const Clock::time_point silence = Clock::now() + limits_.idleTime;
        const Clock::time_point until = inHead_ ? std::min(headUntil_, silence) : silence;
        ssize_t count = 0;
        do {
            if (waitFor(POLLIN, until) != Wait::Ready)
                return -1;
            count = ::recv(socket_, buffer_.data(), buffer_.size(), MSG_DONTWAIT);
        } while (count < 0 && (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK));
        if (count <= 0)
            return count;
        begin_ = 0;
        end_ = static_cast<std::size_t>(count);
    }
    const std::size_t taken = std::min(size, end_ - begin_);
    if (headIsTooLong(taken)) {
        mustClose_ = true;
        return -1;
    }
    std::memcpy(target, buffer_.data() + begin_, taken);
    begin_ += taken;
    return static_cast<ssize_t>(taken);
}

ssize_t SocketStream::write(const char* source, size_t size) {
    std::size_t sent = 0;
    while (sent < size) {
        const ssize_t count =
            ::send(socket_, source + sent, size - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count > 0) {
            sent += static_cast<std::size_t>(count);
            written_ += static_cast<std::uint64_t>(count);
            continue;
        }
        if (count < 0 && errno == EINTR)
            continue;
        const bool isFull = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
        if (!isFull || waitFor(POLLOUT, Clock::now() + limits_.idleTime) != Wait::Ready)
            return -1;
    }
    return static_cast<ssize_t>(sent);
}

void SocketStream::closeGently() {
    ::shutdown(socket_, SHUT_WR);
    const Clock::time_point until = Clock::now() + std::chrono::seconds(2);
    // A request that was refused for its size may still be on its way.
    while (mustClose_ && waitFor(POLLIN, until) == Wait::Ready)
        if (::recv(socket_, buffer_.data(), buffer_.size(), MSG_DONTWAIT) <= 0)
            break;
    ::shutdown(socket_, SHUT_RDWR);
    ::close(socket_);
}

void SocketStream::get_remote_ip_and_port(std::string& ip, int& port) const {
    sockaddr_storage address{};
    socklen_t length = sizeof(address);
    if (::getpeername(socket_, reinterpret_cast<sockaddr*>(&address), &length) == 0)
        nameEnd(address, length, ip, port);
}

void SocketStream::get_local_ip_and_port(std::string& ip, int& port) const {
    sockaddr_storage address{};
    socklen_t length = sizeof(address);
    if (::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length) == 0)
        nameEnd(address, length, ip, port);
}

} // namespace diptych::server
