#include "app/server/http/http_server.h"

#include "app/server/http/connection_threads.h"
#include "app/server/http/socket_stream.h"
#include "core/base/stopwatch.h"

#include <fmt/format.h>
#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <exception>
#include <random>
#include <thread>
#include <utility>

#include <netdb.h>
#include <sys/socket.h>

namespace diptych::server {

namespace {

constexpr const char* kEveryPath = R"([\s\S]*)";
constexpr int kWaitingConnections = 512; // that the system has accepted and we have not

std::string lowerCase(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

// What the library does not tell: why an address cannot be taken.
Error bindError(const std::string& host, int port) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE;
    addrinfo* found = nullptr;
    if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0 || !found)
        return Error{ErrorCode::Network,
                     fmt::format("there is no address '{}' on this machine", host),
                     "use 127.0.0.1 for this machine alone, 0.0.0.0 for the network",
                     "",
                     {host}};
    int reason = 0;
    const int probe = ::socket(found->ai_family, found->ai_socktype, found->ai_protocol);
    if (probe >= 0) {
        const int yes = 1;
        ::setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
        reason = ::bind(probe, found->ai_addr, found->ai_addrlen) == 0 ? 0 : errno;
        ::close(probe);
    }
    ::freeaddrinfo(found);
    if (reason == EADDRINUSE)
        return Error{ErrorCode::Network,
                     fmt::format("port {} at {} is in use by another program", port, host),
                     "end that program, or choose another port with --port; 0 takes a free one",
                     "",
                     {std::to_string(port)}};
    return Error{ErrorCode::Network,
                 fmt::format("cannot listen at {} port {}: {}", host, port,
                             reason != 0 ? std::strerror(reason) : "the system refuses it"),
                 reason == EACCES ? "ports below 1024 need root's rights; choose a higher one"
                                  : "check --host and --port",
                 "",
                 {}};
}

std::string newRequestId() {
    std::random_device device;
    return fmt::format("req-{:08x}{:08x}", device(), device());
}

// Only what is safe in a log and a header is taken over from the other side.
bool isUsableId(const std::string& id) {
    return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
    });
}

} // namespace

/// Each connection is served by a thread of its own, one request after the other.
class HttpServer::Inside final : public httplib::Server {
  public:
    Inside(HttpLimits limits, HttpHooks hooks) : limits_(limits), hooks_(std::move(hooks)) {
        new_task_queue = [this] { return new ConnectionThreads(limits_.mostConnections + 8); };
        set_keep_alive_max_count(1'000'000);
        // SO_REUSEPORT, which the library would set, lets two servers share a port unnoticed.
        set_socket_options([](socket_t socket) {
            const int yes = 1;
            ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
        });
        set_tcp_nodelay(true);
        set_exception_handler([](const auto&, httplib::Response& response, auto) {
            response.status = 500; // nothing of ours throws here
        });
        const auto plain = [this](const httplib::Request& request, httplib::Response& response) {
            answer(request, response, nullptr);
        };
        const auto withBody = [this](const httplib::Request& request, httplib::Response& response,
                                     const httplib::ContentReader& body) {
            answer(request, response, &body);
        };
        Get(kEveryPath, plain);
        Options(kEveryPath, plain);
        Post(kEveryPath, withBody);
        Put(kEveryPath, withBody);
        Patch(kEveryPath, withBody);
        Delete(kEveryPath, withBody);
        set_error_handler([this](const httplib::Request& request, httplib::Response& response) {
            if (!response.body.empty() || response.has_header("X-Request-ID"))
                return;
            HttpCall call = callOf(request);
            put(hooks_.refusal(call, response.status, "this is no request that is understood here"),
                response);
            hooks_.finished(call, {response.status, 0, response.body.size(), 0.0, "", ""});
        });
    }

    Status take(const std::string& host, int port) {
        port_ = port == 0 ? bind_to_any_port(host) : port;
        const bool isBound = port == 0 ? port_ > 0 : bind_to_port(host, port);
        if (!isBound)
            return fail(bindError(host, port));
        ::listen(svr_sock_, kWaitingConnections); // the library's five are few
        return Done{};
    }

    void begin() {
        accepting_ = std::thread([this] { listen_after_bind(); });
        waitUntilRunning();
    }

    void end() {
        ending_ = true;
        stop();
        if (accepting_.joinable())
            accepting_.join();
    }

    int port() const { return port_; }
    std::size_t active() const { return active_.load(); }

  private:
    void waitUntilRunning() const {
        while (!is_running())
            std::this_thread::yield();
    }

    bool process_and_close_socket(socket_t socket) override {
        SocketStream stream(socket, limits_, ending_);
        const std::size_t count = ++connections_;
        if (count > limits_.mostConnections)
            refuseConnection(stream);
        else
            serve(stream);
        stream.closeGently();
        --connections_;
        return true;
    }

    void serve(SocketStream& stream) {
        while (stream.waitForRequest()) {
            ++active_;
            bool isClosed = false;
            const bool isGood =
                process_request(stream, false, isClosed,
                                [&](httplib::Request& request) { prepare(request, stream); });
            --active_;
            if (!isGood || isClosed || stream.mustClose() || ending_)
                return;
        }
    }

    void refuseConnection(SocketStream& stream) {
        const HttpReply reply = hooks_.refusal({}, 503, "the server has too many connections");
        const std::string text = fmt::format(
            "HTTP/1.1 503 Service Unavailable\r\nContent-Type: {}\r\nContent-Length: {}\r\n"
            "Retry-After: 1\r\nConnection: close\r\n\r\n{}",
            reply.contentType, reply.body.size(), reply.body);
        stream.closeAfterAnswer();
        stream.write(text.data(), text.size());
    }

    // Between head and body. What the library would do by itself and must not: compress answers
    // (hidden states do not get smaller, and it takes seconds), cut ranges out of them, take forms
    // apart.
    void prepare(httplib::Request& request, SocketStream& stream) const {
        stream.endHead();
        for (const char* name :
             {"Accept-Encoding", "Range", "REMOTE_ADDR", "REMOTE_PORT", "LOCAL_ADDR", "LOCAL_PORT"})
            request.headers.erase(name);
        request.ranges.clear();
        if (request.is_multipart_form_data())
            request.headers.erase("Content-Type");
        // A slot of requests that the library has for clients: who watches the exchange.
        request.progress = [&stream](std::uint64_t what, std::uint64_t) {
            if (what == kCloseAfterAnswer)
                stream.closeAfterAnswer();
            return what == kIsEnding ? stream.isEnding() : stream.peerIsThere();
        };
    }

    static constexpr std::uint64_t kPeerIsThere = 0;
    static constexpr std::uint64_t kIsEnding = 1;
    static constexpr std::uint64_t kCloseAfterAnswer = 2;

    static HttpCall callOf(const httplib::Request& request) {
        HttpCall call;
        call.method = request.method;
        call.path = request.path;
        call.parameters.insert(request.params.begin(), request.params.end());
        for (const auto& [name, value] : request.headers)
            call.headers[lowerCase(name)] = value;
        call.peer = request.remote_addr;
        const std::string given = call.header("x-request-id");
        call.id = isUsableId(given) ? given : newRequestId();
        if (const httplib::Progress& watch = request.progress) {
            call.peerIsThere = [watch] { return watch(kPeerIsThere, 0); };
            call.isEnding = [watch] { return watch(kIsEnding, 0); };
        }
        return call;
    }

    void answer(const httplib::Request& request, httplib::Response& response,
                const httplib::ContentReader* body) {
        const Stopwatch watch;
        HttpCall call = callOf(request);
        HttpReply reply;
        try {
            reply = replyTo(call, request, announcesBody(call) ? body : nullptr);
        } catch (const std::exception& exception) {
            reply = hooks_.refusal(call, 500, exception.what());
        }
        reply.headers.emplace_back("X-Request-ID", call.id);
        HttpOutcome outcome{reply.status, call.body.size(), reply.body.size(),
                            0.0,          reply.endpoint,   reply.prompt};
        if (!reply.stream) {
            put(std::move(reply), response);
            outcome.seconds = watch.seconds();
            hooks_.finished(call, outcome);
            return;
        }
        putStream(std::move(reply), response,
                  [this, call = std::move(call), outcome, watch](std::uint64_t sent) mutable {
                      outcome.bytesSent = sent;
                      outcome.seconds = watch.seconds();
                      hooks_.finished(call, outcome);
                  });
    }

    // Without one of these headers a request has no body (RFC 9112, 6.3); the library would wait
    // for one until the connection's time is over.
    static bool announcesBody(const HttpCall& call) {
        return !call.header("content-length").empty() || !call.header("transfer-encoding").empty();
    }

    HttpReply replyTo(HttpCall& call, const httplib::Request& request,
                      const httplib::ContentReader* body) {
        const auto refuseUnread = [&](HttpReply reply) {
            if (body) { // what follows on this connection is the body of this request
                reply.headers.emplace_back("Connection", "close");
                request.progress(kCloseAfterAnswer, 0);
            }
            return reply;
        };
        if (std::optional<HttpReply> refusal = hooks_.admit(call))
            return refuseUnread(std::move(*refusal));
        if (body) {
            const std::string length = call.header("content-length");
            const bool isLong = std::strtoull(length.c_str(), nullptr, 10) > limits_.mostBodyBytes;
            bool isWhole = !isLong;
            if (!isLong)
                isWhole = (*body)([&](const char* data, std::size_t size) {
                    if (call.body.size() + size > limits_.mostBodyBytes)
                        return false;
                    call.body.append(data, size);
                    return true;
                });
            if (isLong || (!isWhole && call.body.size() + 16384 > limits_.mostBodyBytes))
                return refuseUnread(hooks_.refusal(
                    call, 413,
                    fmt::format("the body is larger than {} bytes", limits_.mostBodyBytes)));
            if (!isWhole)
                return refuseUnread(hooks_.refusal(call, 400, "the body is not complete"));
        }
        return hooks_.answer(call);
    }

    static void put(HttpReply reply, httplib::Response& response) {
        response.status = reply.status;
        for (const auto& [name, value] : reply.headers)
            response.set_header(name, value);
        response.headers.erase("Content-Type");
        response.set_header("Content-Type", reply.contentType);
        response.body = std::move(reply.body);
    }

    template <typename Finished>
    static void putStream(HttpReply reply, httplib::Response& response, Finished finished) {
        response.status = reply.status;
        for (const auto& [name, value] : reply.headers)
            response.set_header(name, value);
        response.set_chunked_content_provider(
            reply.contentType, [stream = std::move(reply.stream),
                                finished](std::size_t, httplib::DataSink& sink) mutable {
                std::uint64_t sent = 0;
                bool isTaken = true;
                stream([&](std::string_view piece) {
                    if (piece.empty())
                        return isTaken; // an empty chunk would end the answer
                    isTaken = isTaken && sink.write(piece.data(), piece.size());
                    sent += isTaken ? piece.size() : 0;
                    return isTaken;
                });
                if (isTaken)
                    sink.done();
                finished(sent);
                return isTaken;
            });
    }

    HttpLimits limits_;
    HttpHooks hooks_;
    int port_ = 0;
    std::thread accepting_;
    std::atomic<bool> ending_{false};
    std::atomic<std::size_t> connections_{0};
    std::atomic<std::size_t> active_{0};
};

HttpServer::HttpServer(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}

HttpServer::~HttpServer() {
    inside_->end();
}

Result<std::unique_ptr<HttpServer>> HttpServer::bind(const std::string& host, int port,
                                                     HttpLimits limits, HttpHooks hooks) {
    auto inside = std::make_unique<Inside>(limits, std::move(hooks));
    DIPTYCH_TRY_DONE(inside->take(host, port));
    return std::unique_ptr<HttpServer>(new HttpServer(std::move(inside)));
}

int HttpServer::port() const {
    return inside_->port();
}

void HttpServer::start() {
    inside_->begin();
}

std::size_t HttpServer::activeExchanges() const {
    return inside_->active();
}

void HttpServer::stop() {
    inside_->end();
}

} // namespace diptych::server
