#include "core/cluster/inside/roll_call.h"

#include "core/cluster/inside/identity.h"

#include <fmt/format.h>

#include <utility>

namespace diptych::cluster {

RollCall::RollCall(Store& store, RollCallOptions options)
    : store_(store), options_(std::move(options)),
      callers_(static_cast<std::size_t>(options_.worldSize)) {}

void RollCall::read() {
    for (int rank = 1; rank < options_.worldSize; ++rank) {
        Caller& caller = callers_[static_cast<std::size_t>(rank)];
        const std::optional<std::string> text = store_.find(beatKey(rank));
        const std::optional<BeatMessage> beat = text ? readBeat(*text) : std::nullopt;
        if (!beat)
            continue;
        if (caller.join.incarnation != beat->incarnation)
            readJoin(rank, caller);
        const bool isNew =
            caller.beat.incarnation != beat->incarnation || caller.beat.count != beat->count;
        if (!isNew)
            continue;
        caller.hasBeat = true;
        caller.beat = *beat;
        caller.lastBeat = Clock::now();
    }
}

void RollCall::readJoin(int rank, Caller& caller) {
    const std::optional<std::string> text = store_.find(joinKey(rank));
    std::optional<JoinMessage> join = text ? cluster::readJoin(*text) : std::nullopt;
    if (!join || join->incarnation == caller.join.incarnation)
        return;
    caller.join = std::move(*join);
    caller.refusal = faultOf(rank, caller.join);
    ++caller.starts;
}

// The key comes first: who does not know it is told nothing.
std::string RollCall::faultOf(int rank, const JoinMessage& join) const {
    if (!isProof(join.proof, options_.key, provenText(join, options_.epoch, rank)))
        return "it has another key";
    if (join.version != options_.version)
        return fmt::format("it runs version {}, the coordinator {}", join.version,
                           options_.version);
    if (join.configDigest != options_.configDigest)
        return "its model has another configuration, or its weights are held in another format";
    return {};
}

void RollCall::refuse(int rank, std::string reason) {
    callers_[static_cast<std::size_t>(rank)].refusal = std::move(reason);
}

bool RollCall::isThere(int rank, std::chrono::milliseconds limit) const {
    const Caller& c = caller(rank);
    return c.hasBeat && c.refusal.empty() && c.beat.incarnation == c.join.incarnation &&
           c.beat.phase != WorkerPhase::Left && Clock::now() - c.lastBeat < limit;
}

} // namespace diptych::cluster
