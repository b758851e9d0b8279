#include "core/cluster/inside/stage_run.h"

#include "core/tensor/guarded.h"

#include <utility>

namespace diptych::cluster {

namespace {

bool isAnswer(const Frame& frame) {
    return frame.kind == FrameKind::Result || frame.kind == FrameKind::Failure;
}

} // namespace

StageRun::StageRun(StageRunParts parts) : parts_(std::move(parts)) {
    computing_ = std::thread([this] { compute(); });
    if (!parts_.group)
        return;
    sending_ = std::thread([this] { send(); });
    receiving_ = std::thread([this] { receive(); });
}

StageRun::~StageRun() {
    stop();
}

void StageRun::stop() {
    in_.close();
    out_.close();
    if (parts_.group)
        parts_.group->abort();
    for (std::thread* thread : {&computing_, &sending_, &receiving_})
        if (thread->joinable())
            thread->join();
    parts_.group.reset();
}

std::optional<Breakdown> StageRun::breakdown() const {
    const std::lock_guard lock(mutex_);
    return breakdown_;
}

void StageRun::breakWith(std::optional<int> peer, const Error& error) {
    {
        const std::lock_guard lock(mutex_);
        if (breakdown_)
            return;
        breakdown_ = Breakdown{peer, error};
    }
    in_.close();
    out_.close();
    parts_.group->abort();
    if (parts_.onBreakdown)
        parts_.onBreakdown();
}

void StageRun::compute() {
    if (parts_.prepareThread)
        parts_.prepareThread();
    while (std::optional<Frame> frame = in_.pop()) {
        std::optional<Frame> next = parts_.stage->process(std::move(*frame));
        if (!next)
            continue;
        // An answer of the first member is where it is going already.
        if (isFirst() && isAnswer(*next))
            parts_.onAnswer(std::move(*next));
        else if (parts_.group)
            out_.push(std::move(*next));
    }
}

void StageRun::send() {
    const int next = (parts_.rank + 1) % parts_.size;
    while (std::optional<Frame> frame = out_.pop()) {
        const Status sent = guarded([&] { parts_.group->send(next, *frame); });
        if (sent)
            continue;
        if (sent.error().code == ErrorCode::InvalidInput) {
            // Nothing is wrong with the connection: this one frame cannot travel.
            out_.push(failureFrame(frame->request, sent.error()));
            continue;
        }
        breakWith(next, sent.error());
        return;
    }
}

void StageRun::receive() {
    const int previous = (parts_.rank + parts_.size - 1) % parts_.size;
    while (true) {
        Result<std::optional<Frame>> received =
            guarded([&] { return parts_.group->receive(previous); });
        if (!received) {
            breakWith(previous, received.error());
            return;
        }
        if (!*received)
            return;
        Frame& frame = **received;
        if (!isFirst())
            in_.push(std::move(frame));
        else if (isAnswer(frame))
            parts_.onAnswer(std::move(frame));
        // What else comes back to the first member has been through all the others: nothing to do.
    }
}

} // namespace diptych::cluster
