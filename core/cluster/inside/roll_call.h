// Who is there: what the coordinator reads in the store about the other ranks.
#pragma once

#include "core/cluster/inside/c10d.h"
#include "core/cluster/inside/messages.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace diptych::cluster {

using Clock = std::chrono::steady_clock;

/// Another rank, as it has shown itself.
struct Caller {
    JoinMessage join; ///< of its present run; empty incarnation = never seen
    BeatMessage beat;
    Clock::time_point lastBeat; ///< when a new beat was read
    bool hasBeat = false;
    std::string refusal; ///< why this run may not take part; empty = it may
    int starts = 0;
};

struct RollCallOptions {
    int worldSize = 1;
    std::string epoch;
    std::string key;
    std::string version;
    std::string configDigest;
};

/// Ranks are numbered from 1 here; 0 is the coordinator itself. One thread at a time.
class RollCall {
  public:
    RollCall(Store& store, RollCallOptions options);

    /// Reads what is new. Throws as Store.
    void read();

    const Caller& caller(int rank) const { return callers_[static_cast<std::size_t>(rank)]; }
    /// From now until it is started again.
    void refuse(int rank, std::string reason);

    /// It counts as away until it is heard again.
    void miss(int rank) { callers_[static_cast<std::size_t>(rank)].hasBeat = false; }

    /// It has joined, may take part and has been heard within `limit`.
    bool isThere(int rank, std::chrono::milliseconds limit) const;

  private:
    void readJoin(int rank, Caller& caller);
    std::string faultOf(int rank, const JoinMessage& join) const;

    Store& store_;
    RollCallOptions options_;
    std::vector<Caller> callers_;
};

} // namespace diptych::cluster
