#include "app/server/server_context.h"

#include "core/base/stopwatch.h"

#include <fmt/format.h>

#include <chrono>

namespace diptych::server {

namespace {

/// How soon it is heard that the other side has hung up.
constexpr std::chrono::milliseconds kSlice{100};

bool isLoopback(const std::string& address) {
    return address == "::1" || address.starts_with("127.") || address.starts_with("::ffff:127.");
}

} // namespace

std::string clientOf(const HttpCall& call) {
    const std::string forwarded = call.header("x-forwarded-for");
    if (forwarded.empty() || !isLoopback(call.peer))
        return call.peer;
    // Proxies append; what stands before the last comma is hearsay.
    std::string last = forwarded.substr(forwarded.rfind(',') + 1);
    last.erase(0, last.find_first_not_of(' '));
    return last.substr(0, 64);
}

std::optional<HttpReply> submitJob(ServerContext& context, Family family,
                                   const std::shared_ptr<EngineJob>& job) {
    if (context.isEnding)
        return overloadReply("the server is shutting down", family, 5);
    switch (context.engine->submit(job)) {
    case Admission::Taken:
        return std::nullopt;
    case Admission::QueueFull:
        return overloadReply("the server has too much to do", family);
    case Admission::ClientFull:
        return overloadReply("this client has too many requests waiting", family);
    }
    return std::nullopt;
}

std::optional<HttpReply> runJob(ServerContext& context, const HttpCall& call, Family family,
                                const std::shared_ptr<EngineJob>& job) {
    if (std::optional<HttpReply> refusal = submitJob(context, family, job))
        return refusal;
    const Stopwatch watch;
    const auto deadline = static_cast<double>(context.options.deadline.count());
    JobStatus status = job->status();
    while (!status.isOver()) {
        status = job->waitForChange(status.change, kSlice);
        const bool isLate = watch.seconds() > deadline;
        if (status.isOver() || (!isLate && call.peerIsThere()))
            continue;
        context.engine->cancel(job);
        if (isLate)
            return errorReply(504, fmt::format("the request took longer than {} seconds",
                                               context.options.deadline.count()));
        return errorReply(499, "the client has closed the connection");
    }
    if (status.state == JobState::Succeeded)
        return std::nullopt;
    if (status.state == JobState::Cancelled)
        return overloadReply("the server is shutting down", family, 5);
    return errorReply(*status.error, family);
}

} // namespace diptych::server
