// An HttpTransport without a network: answers what a test has put in line, and remembers what it
// was asked.
#pragma once

#include "core/net/http_transport.h"

#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace diptych::test {

class FakeHttpTransport final : public net::HttpTransport {
  public:
    using Answer = std::function<net::TransportResult<net::HttpResponse>(const net::HttpRequest&)>;

    /// The next answer; the last one is given again and again.
    void answer(Answer answer) { answers_.push_back(std::move(answer)); }
    void answer(int status, std::string body, net::HttpHeaders headers = {}) {
        if (net::HttpResponse probe{0, headers, {}, {}}; probe.header("Content-Type").empty())
            headers.emplace_back("Content-Type", "application/json");
        answer([=](const net::HttpRequest&) {
            return net::HttpResponse{status, headers, body, {}};
        });
    }
    void fail(net::RemoteFault fault, std::string fact = {}) {
        answer([=](const net::HttpRequest&) -> net::TransportResult<net::HttpResponse> {
            return tl::unexpected(net::TransportFailure{false, fault, fact, ""});
        });
    }

    net::TransportResult<net::HttpResponse> send(const net::HttpRequest& request,
                                                 const net::BodyHandler& onBody,
                                                 const std::stop_token& stop) override {
        const std::lock_guard lock(mutex_);
        requests.push_back(request);
        if (stop.stop_requested())
            return tl::unexpected(net::TransportFailure{true, {}, "", ""});
        const Answer next = answers_.at(0);
        if (answers_.size() > 1)
            answers_.pop_front();
        auto response = next(request);
        if (!response || !onBody || response->status >= 300)
            return response;
        // Byte by byte: pieces may end anywhere.
        const std::string body = std::exchange(response->body, {});
        for (std::size_t i = 0; i < body.size(); ++i)
            if (!onBody(std::string_view(body).substr(i, 1)))
                return tl::unexpected(net::TransportFailure{true, {}, "", ""});
        return response;
    }

    std::vector<net::HttpRequest> requests;

  private:
    std::mutex mutex_;
    std::deque<Answer> answers_;
};

} // namespace diptych::test
