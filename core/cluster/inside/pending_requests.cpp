#include "core/cluster/inside/pending_requests.h"

#include <fmt/format.h>

#include <utility>

namespace diptych::cluster {

void PendingRequests::open(std::uint64_t request) {
    const std::lock_guard lock(mutex_);
    slots_[request].reset();
}

Result<Frame> PendingRequests::take(std::uint64_t request, std::chrono::milliseconds time,
                                    const RunContext& context) {
    std::unique_lock lock(mutex_);
    const auto found = slots_.find(request);
    if (found == slots_.end())
        return fail(ErrorCode::Internal, "nobody waits for this answer");
    come_.wait_for(lock, context.cancel, time, [&] { return found->second.has_value(); });
    std::optional<Result<Frame>> answer = std::move(found->second);
    slots_.erase(found);
    if (answer)
        return std::move(*answer);
    if (context.cancelled())
        return fail(cancelledError());
    return fail(ErrorCode::Device,
                fmt::format("the cluster has not answered within {} seconds",
                            std::chrono::duration_cast<std::chrono::seconds>(time).count()),
                "/cluster/status shows which rank is busy; request_timeout_seconds is the limit");
}

void PendingRequests::answer(Frame frame) {
    {
        const std::lock_guard lock(mutex_);
        const auto found = slots_.find(frame.request);
        if (found == slots_.end())
            return;
        if (frame.kind == FrameKind::Failure)
            found->second = fail(errorOf(frame));
        else
            found->second = std::move(frame);
    }
    come_.notify_all();
}

void PendingRequests::failAll(const Error& error) {
    {
        const std::lock_guard lock(mutex_);
        for (auto& [request, slot] : slots_)
            if (!slot)
                slot = fail(error);
    }
    come_.notify_all();
}

std::size_t PendingRequests::size() const {
    const std::lock_guard lock(mutex_);
    return slots_.size();
}

} // namespace diptych::cluster
